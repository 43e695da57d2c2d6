"""Which cases a directive asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from handbook.content.models import Case, ShowsIdea

if TYPE_CHECKING:
    from handbook.content.book import Book

_SHOWN = {"idea": "ideas", "step": "steps", "dimension": "dimensions"}


def select(book: Book, arguments: Mapping[str, str], language: str) -> list[Case]:
    """The cases that fit every filter, sorted by name in ``language``. Commas in a value mean "or"."""
    wanted = {
        key: set(value.split(","))
        for key, value in arguments.items()
        if key in (*_SHOWN, "modality", "kind", "country")
    }
    return [
        case for case in book.cases_sorted(language) if all(wanted[key] & facet_values(case, key) for key in wanted)
    ]


def facet_values(case: Case, facet: str) -> set[str]:
    """The values of a case under a facet (idea, step, dimension, modality, kind, country, basis)."""
    if facet in _SHOWN:
        return {shown.id for shown in getattr(case, _SHOWN[facet])}
    if facet == "modality":
        return set(case.modalities)
    if facet == "basis":
        return {shown.basis for field in _SHOWN.values() for shown in getattr(case, field)}
    return {getattr(case, facet)}


def shown(case: Case, arguments: Mapping[str, str]) -> ShowsIdea | None:
    """What the case says of the first idea, step or dimension asked for."""
    for key, field in _SHOWN.items():
        if key in arguments:
            ids = arguments[key].split(",")
            return next((one for one in getattr(case, field) if one.id in ids), None)
    return None
