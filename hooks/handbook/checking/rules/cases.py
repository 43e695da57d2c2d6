"""Rules of a case: sources, years, places, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checking.country_bounds import may_lie_in
from handbook.checking.rule import SHARED, rule
from handbook.content.case_facets import SHOWN
from handbook.content.languages import LANGUAGES
from handbook.content.models import Case
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
        for field in ("figures", "timeline"):
            for index, one in enumerate(getattr(loaded.record, field)):
                if one.until is not None and one.year is not None and one.until < one.year:
                    where = (field, index, "until")
                    yield loaded.finding(where, "ends-before-start", start=one.year, end=one.until)


@rule(
    {
        "year-of-publication": (
            "{found} es el año en que se publicó «{source}» y nada de esta ficha está fechado en él; feche así una acción, "
            "una cifra o un hecho de «timeline» o, si la fuente no dice cuándo ocurrió, escriba: {meant}.",
            "{found} is the year in which '{source}' was published, and nothing in this record is dated to it; date an "
            "action, a figure or an event of 'timeline' to it or, if the source does not say when it happened, write: "
            "{meant}.",
        ),
        "before-several-years": (
            "«dated: before» quiere decir que la fuente no fecha los hechos y que «{name}» es el año de su publicación; "
            "quite «{found}» o quite «dated».",
            "'dated: before' means that the source does not date the facts and that '{name}' is the year of its "
            "publication; remove '{found}' or remove 'dated'.",
        ),
    },
    form=SHARED,
)
def a_period_is_that_of_the_facts(draft: Draft) -> Iterator[Finding]:
    """A year of a period that is that of a source's publication is also the year of something that happened."""
    for loaded in draft.collections["cases"]:
        case, period = loaded.record, loaded.record.period
        if period.dated == "before":
            if period.end is not None:
                yield loaded.finding(("period", "end"), "before-several-years", name="start", found="end")
            continue
        published = {year: use.source for use in case.sources if (year := _published(draft, use.source))}
        for name, year in (("start", period.start), ("end", period.end)):
            if year in published and not _is_dated(case, year):
                meant = f"period: {{start: {year}, dated: before}}"
                words = {"found": year, "source": published[year], "meant": meant}
                yield loaded.finding(("period", name), "year-of-publication", **words)


@rule(
    {
        "figure-without-year": (
            "falta el año de la cifra; escriba «year» o, si la fuente no lo da, el año en que se publicó y «dated: before».",
            "the figure has no year; write 'year' or, if the source does not give it, the year in which it was published "
            "and 'dated: before'.",
        ),
    },
    form=SHARED,
)
def a_figure_has_its_year_or_says_why_not(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        for index, figure in enumerate(loaded.record.figures):
            if figure.year is None:
                yield loaded.finding(("figures", index, "year"), "figure-without-year")
            elif figure.dated == "before" and figure.until is not None:
                yield loaded.finding(("figures", index, "until"), "before-several-years", name="year", found="until")


def _published(draft: Draft, source: str) -> int | None:
    return draft.sources[source].year if source in draft.sources else None


def _is_dated(case: Case, year: int) -> bool:
    """Whether something in the record happened in ``year``: an action, the beginning, a figure or an event."""
    texts = [action.text for action in case.actions] + ([case.start.how] if case.start else [])
    if any(re.search(rf"(?<!\d){year}(?!\d)", text[language]) for text in texts for language in LANGUAGES):
        return True
    if (population := case.population) and population.dated == "given" and population.year == year:
        return True
    spans = [(one.year, one.until) for one in case.figures if one.dated == "given" and one.year is not None]
    spans += [(one.year, one.until) for one in case.timeline]
    return any(first <= year <= (last or first) for first, last in spans)


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
        "no-location": (
            "falta la ubicación; escriba «location: {{lat: ..., lon: ...}}», en grados, para que el caso salga en el mapa.",
            "the location is missing; write 'location: {{lat: ..., lon: ...}}', in degrees, so that the case is on the map.",
        ),
    },
    form=SHARED,
)
def a_case_has_a_place(draft: Draft) -> Iterator[Finding]:
    """A case is on the map. Who proposes it need not know where: others can add that."""
    for loaded in draft.collections["cases"]:
        if loaded.record.location is None:
            yield loaded.finding(("location",), "no-location")


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
        if place is None:
            continue
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
