"""Which cases a directive asks for."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book
from handbook.content.case_facts import SHOWN
from handbook.content.models import Case


def select(book: Book, arguments: Mapping[str, str], language: str) -> list[Case]:
    """The cases that fit every filter, sorted by name in ``language``. Commas in a value mean "or"."""
    wanted = {
        key: set(value.split(",")) for key, value in arguments.items() if key in (*SHOWN, "modality", "kind", "country")
    }
    return [
        case for case in book.cases_sorted(language) if all(wanted[key] & facet_values(case, key) for key in wanted)
    ]


def facet_values(case: Case, facet: str) -> set[str]:
    """The values of a case under a facet (idea, step, dimension, modality, kind, country, basis)."""
    if facet in SHOWN:
        return {shown.id for shown in getattr(case, SHOWN[facet])}
    if facet == "modality":
        return set(case.modalities)
    if facet == "basis":
        return {shown.basis for field in SHOWN.values() for shown in getattr(case, field)}
    return {getattr(case, facet)}
