"""Years and dates lie between the sources that they come from and the edition that tells of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from handbook.checking.rule import SHARED, rule
from handbook.content.edition import latest_date
from handbook.content.models import YEARS, Edition, Record
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded, Where

_NAMES = ("year", "until", "start", "end")


@rule(
    {
        "year-to-come": (
            "{found} es posterior a lo que puede contar la edición {edition}, que llega hasta {latest}; corrija el año.",
            "{found} is later than anything edition {edition} can tell of, which goes up to {latest}; correct the year.",
        ),
    },
    form=SHARED,
)
def no_year_is_still_to_come(draft: Draft) -> Iterator[Finding]:
    """Years of cases and of sources are not after the latest date of the edition."""
    if draft.edition is None:
        return
    sources = [loaded for name, loaded in draft.vocabulary_files.items() if name == "sources"]
    for loaded in [*draft.collections["cases"], *sources]:
        yield from years_to_come(loaded, draft.edition)


@rule(
    {
        "reviewed-before-source": (
            "la ficha no pudo compararse el {found} con una fuente de {year} ({source}); corrija la fecha.",
            "the record cannot have been compared on {found} with a source of {year} ({source}); correct the date.",
        ),
    },
    form=SHARED,
)
def a_case_is_reviewed_after_its_sources_and_before_the_next_edition(draft: Draft) -> Iterator[Finding]:
    """The date of review is not before the newest source of the case, nor after the latest date of the edition."""
    if draft.edition is None:
        return
    latest, where = latest_date(draft.edition), ("reviewed",)
    dated = {id: source.year for id, source in draft.sources.items() if source.year}
    oldest = min(dated, key=lambda id: dated[id], default=None)
    for loaded in draft.collections["cases"]:
        case = loaded.record
        # Where none of its own sources has a year, the oldest of the book stands for them.
        listed = [use.source for use in case.sources if use.source in dated] or ([oldest] if oldest else [])
        newest = max(listed, key=lambda id: dated[id], default=None)
        year = int(case.reviewed[:4])
        meant = f"{meant_year(year, int(latest[:4])) or draft.edition.date[:4]}{case.reviewed[4:]}"
        if case.reviewed > latest:
            nearest = meant if meant <= latest else None
            words = {"found": case.reviewed, "edition": draft.edition.id, "latest": latest, "nearest": nearest}
            yield loaded.finding(where, "year-to-come", **words)
        elif newest and year < dated[newest]:
            meant = f"{draft.edition.date[:4]}{case.reviewed[4:]}"
            words = {"found": case.reviewed, "source": newest, "nearest": meant}
            yield loaded.finding(where, "reviewed-before-source", year=dated[newest], **words)


def years_to_come(loaded: Loaded, edition: Edition) -> Iterator[Finding]:
    """Findings about the years of a record that are after the latest date of ``edition``."""
    latest = latest_date(edition)
    for where, year in years(loaded.record):
        if year > int(latest[:4]):
            words = {"edition": edition.id, "latest": latest, "nearest": meant_year(year, int(latest[:4]))}
            yield loaded.finding(where, "year-to-come", found=year, **words)


def years(value: object, where: Where = ()) -> Iterator[tuple[Where, int]]:
    """Every year in a record, with its place."""
    if isinstance(value, Record):
        for name, one in value:
            if name in _NAMES and isinstance(one, int):
                yield (*where, name), one
            else:
                yield from years(one, (*where, name))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from years(one, (*where, index))


def meant_year(year: int, latest: int) -> int | None:
    """The latest year that two digits in the other order make of ``year``: 2014 for 2041."""
    digits = f"{year:04}"
    swapped = set()
    for one, other in itertools.combinations(range(4), 2):
        parts = list(digits)
        parts[one], parts[other] = parts[other], parts[one]
        swapped.add(int("".join(parts)))
    return max((one for one in swapped if YEARS[0] <= one <= latest and one != year), default=None)
