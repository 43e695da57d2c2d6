"""What cases are chosen and grouped by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.content.models import Case

# What a case shows: the facet that readers filter by, and the field of the case, which is also the vocabulary's name.
SHOWN = {"idea": "ideas", "step": "steps", "dimension": "dimensions"}
# Size of a place -> the population from which it is the next one.
SIZES = {"under-20000": 20_000, "from-20000": 50_000, "from-50000": 200_000}
LARGEST, NOT_STATED = "from-200000", "not-stated"
FILTERED = frozenset((*SHOWN, "modality", "kind", "country"))  # a directive may ask for these


def size_of(case: Case) -> str:
    """The size that the population of its record gives it; ``not-stated`` where no source gives one."""
    if not case.population:
        return NOT_STATED
    value = case.population.value
    return next((size for size, limit in SIZES.items() if value < limit), LARGEST)


def facet_values(case: Case, facet: str) -> set[str]:
    """The values of a case under a facet (idea, step, dimension, modality, kind, country, basis, size)."""
    if facet == "size":
        return {size_of(case)}
    if facet in SHOWN:
        return {shown.id for shown in getattr(case, SHOWN[facet])}
    if facet == "modality":
        return set(case.modalities)
    if facet == "basis":
        return {shown.basis for field in SHOWN.values() for shown in getattr(case, field)}
    return {getattr(case, facet)}


def by_facet(cases: Iterable[Case]) -> Mapping[tuple[str, str], frozenset[str]]:
    """Facet and value -> the ids of the cases that have it."""
    found: dict[tuple[str, str], set[str]] = {}
    for case in cases:
        for facet in (*FILTERED, "basis"):
            for value in facet_values(case, facet):
                found.setdefault((facet, value), set()).add(case.id)
    return {place: frozenset(ids) for place, ids in found.items()}
