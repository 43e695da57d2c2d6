"""Rules of a case: sources, years, places, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checking.country_bounds import may_lie_in
from handbook.checking.rule import SHARED, rule
from handbook.content.case_facets import SHOWN
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, nearest


@rule(
    {
        "source-not-listed": (
            "la fuente «{found}» no figura en «sources» de este archivo; agréguela allí con su localización.",
            "the source '{found}' is not among the 'sources' of this file; add it there with its locator.",
        ),
    },
    form="the form lists by itself every source that an action or a figure names",
)
def a_used_source_is_listed(draft: Draft) -> Iterator[Finding]:
    """Every figure, action and event of a case names a source that the case lists."""
    for loaded in draft.collections["cases"]:
        case = loaded.record
        listed = {use.source for use in case.sources}
        if case.population and case.population.source not in listed:
            yield loaded.finding(("population", "source"), "source-not-listed", found=case.population.source)
        for field in ("actions", "figures", "timeline"):
            for index, entry in enumerate(getattr(case, field)):
                if entry.source and entry.source not in listed:
                    yield loaded.finding((field, index, "source"), "source-not-listed", found=entry.source)


@rule(form=SHARED)
def a_period_runs_forward(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        period = loaded.record.period
        if period.end is not None and period.end < period.start:
            yield loaded.finding(("period", "end"), "ends-before-start", start=period.start, end=period.end)
        for index, event in enumerate(loaded.record.timeline):
            if event.until is not None and event.until < event.year:
                where = ("timeline", index, "until")
                yield loaded.finding(where, "ends-before-start", start=event.year, end=event.until)


@rule(form="the form does not ask for the subdivision")
def a_subdivision_is_of_its_country(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        case = loaded.record
        if case.subdivision and not case.subdivision.startswith(case.country + "-"):
            words = {"found": case.subdivision, "country": case.country}
            yield loaded.finding(("subdivision",), "bad-subdivision", **words)


@rule(form=SHARED)
def a_case_names_an_idea_once(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        for field in SHOWN.values():
            seen: set[str] = set()
            for index, shown in enumerate(getattr(loaded.record, field)):
                if shown.id in seen:
                    yield loaded.finding((field, index, "id"), "named-twice", found=shown.id)
                seen.add(shown.id)


@rule(
    {
        "not-a-contributor": (
            "«{found}» no está en «contributors»; escriba un nombre como está allí, o agréguelo.",
            "'{found}' is not among the 'contributors'; write a name as it stands there, or add it.",
        ),
    },
    form="in the form, organisations are ticked among those who sign",
)
def an_organisation_that_contributed_signs(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        names = loaded.record.contributors
        for index, name in enumerate(loaded.record.contributing_organisations):
            if name not in names:
                where = ("contributing_organisations", index)
                yield loaded.finding(where, "not-a-contributor", found=name, nearest=nearest(name, names))


@rule(
    {
        "place-elsewhere": (
            "{lat}, {lon} no está en {country} ni cerca; revise el signo y el orden: «lat» es norte-sur, «lon» es este-oeste.",
            "{lat}, {lon} is not in {country} or near it; check the sign and the order: 'lat' is north-south, 'lon' is "
            "east-west.",
        ),
    },
    form=SHARED,
)
def a_case_lies_in_its_country(draft: Draft) -> Iterator[Finding]:
    """Report a location outside its country if a flipped sign or swapped lat and lon would put it inside.

    Other locations are accepted: the outlines of data/map/ have no small islands.
    """
    for loaded in draft.collections["cases"]:
        country, place = loaded.record.country, loaded.record.location
        lat, lon = place.lat, place.lon
        if may_lie_in(draft.root, country, lat, lon):
            continue
        meant = [(a * x, b * y) for x, y in ((lat, lon), (lon, lat)) for a in (1, -1) for b in (1, -1)]
        right = next((pair for pair in meant if may_lie_in(draft.root, country, *pair)), None)
        if right:
            words = {"lat": lat, "lon": lon, "nearest": f"lat: {right[0]}, lon: {right[1]}"}
            yield loaded.finding(("location",), "place-elsewhere", country=f"«{country}»", **words)


@rule(
    {
        "thousands-or-decimals": (
            "«{found}» se lee como un número con decimales; si son miles, escriba {thousands}; si no, {decimals}.",
            "'{found}' is read as a number with decimals; if these are thousands, write {thousands}; if not, {decimals}.",
        ),
    },
    form=SHARED,
)
def no_ambiguous_thousands_separator(draft: Draft) -> Iterator[Finding]:
    """``1.200`` is parsed as 1.2, but its author may have meant one thousand two hundred."""
    for loaded in draft.collections["cases"]:
        for index in range(len(loaded.record.figures)):
            where = ("figures", index, "value")
            written = loaded.document.written.get(where, "")
            if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", written):
                words = {"thousands": written.replace(".", ""), "decimals": f"{written}0"}
                yield loaded.finding(where, "thousands-or-decimals", found=written, **words)
