"""``comparison``: cases side by side, in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.case_facts import CaseFacts
from handbook.content.case_selection import select
from handbook.content.directive_signatures import CASES, FILTERS
from handbook.content.languages import country_name
from handbook.rendering.links import to_case
from handbook.rendering.markdown_text import ROWS, Markdown, escape, link, remarked, table
from handbook.rendering.registry import directive

MOST_ROWS = 12
COLUMNS = ("country", "kind", "population", "period", "what", "basis", "lesson", "difficulty", "level")


@directive(
    "comparison", values={**FILTERS, "columns": COLUMNS}, defaults={"columns": "what,lesson"}, made_from=(CASES,)
)
def comparison(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases that fit, one a row, with the chosen columns.

    Example: ``<!-- handbook:comparison idea=aligned columns=what,lesson -->``

    Filters: idea, step, dimension, modality, kind, country. Columns: country, kind, population (with its year),
    period, what (the case's own words on how it shows this), basis, lesson, difficulty, level (of the modality chosen
    by the filter). Beyond twelve cases, those with most to tell are shown and a link leads to the rest.
    """
    cases = [CaseFacts(page, case) for case in select(book, arguments, page.language)]
    if not cases:
        return escape(page.word("no-cases"))
    columns = arguments["columns"].split(",")
    by_worth = sorted(cases, key=lambda one: _says(one, arguments), reverse=True)
    chosen = {one.case.id for one in by_worth[:MOST_ROWS]}
    headers = [page.word("case"), *(page.word(f"column-{column}") for column in columns)]
    rows = [
        [to_case(page, one), *(_cell(one, column, arguments) for column in columns)]
        for one in cases
        if one.case.id in chosen
    ]
    result = table(_caption(book, page, arguments), headers, rows, marks=ROWS)
    if len(cases) > len(chosen):
        more = page.word("more-cases").replace("%shown", str(len(chosen))).replace("%total", str(len(cases)))
        result = Markdown(result + "\n\n" + link(more, _facet_page(arguments), page.key))
    return result


def _says(facts: CaseFacts, arguments: Mapping[str, str]) -> tuple[bool, int]:
    """Sort key: links that a source itself states first, then the number of actions, lessons and figures."""
    shown, case = facts.shown_of(arguments), facts.case
    return (bool(shown and shown.entry.basis == "stated"), len(case.actions) + len(case.lessons) + len(case.figures))


def _caption(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    vocabularies = {key: origin.removeprefix("vocabulary:") for key, origin in FILTERS.items()}
    names = [
        country_name(value, page.language) if key == "country" else page.name(vocabularies[key], value)
        for key in FILTERS
        if key in arguments
        for value in arguments[key].split(",")
    ]
    start = page.word("cases-compared")
    return f"{start}: {', '.join(names).lower()}" if names else start


def _cell(facts: CaseFacts, column: str, arguments: Mapping[str, str]) -> Markdown:
    if column in ("country", "kind", "population", "period"):
        return escape(getattr(facts, column))
    shown, used = facts.shown_of(arguments), facts.used_of(arguments)
    if column == "basis":
        return escape(shown.basis if shown else "")
    if column == "lesson":
        return escape((shown and shown.lesson) or next(iter(facts.lessons), ""))
    if column == "difficulty":
        return escape(next(iter(facts.difficulties), ""))
    if column == "level":
        return escape(used.level if used else facts.view.word("not-rated"))
    if shown:
        return remarked(shown.how, shown.reading)
    return escape(used.what if used else facts.summary)


def _facet_page(arguments: Mapping[str, str]) -> str:
    key = next((key for key in FILTERS if key in arguments), None)
    return f"cases/by-{key}#{key}-{arguments[key].split(',')[0].lower()}" if key else "cases/index"
