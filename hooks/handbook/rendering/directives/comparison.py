"""``comparison``: cases side by side, in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.case_selection import select, shown
from handbook.content.directive_signatures import CASES, FILTERS
from handbook.content.languages import country_name
from handbook.content.models import Case
from handbook.rendering.markdown_text import Markdown, escape, link, table
from handbook.rendering.registry import directive

MOST_ROWS = 12
COLUMNS = ("country", "kind", "period", "what", "basis", "lesson", "difficulty", "level")


@directive(
    "comparison", values={**FILTERS, "columns": COLUMNS}, defaults={"columns": "what,lesson"}, made_from=(CASES,)
)
def comparison(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases that fit, one a row, with the chosen columns.

    Example: ``<!-- handbook:comparison idea=aligned columns=what,lesson -->``

    Filters: idea, step, dimension, modality, kind, country. Columns: country, kind, period, what (the case's own
    words on how it shows this), basis, lesson, difficulty, level (of the modality asked for). Beyond twelve cases,
    those that say most are shown and a link leads to the rest.
    """
    cases = select(book, arguments, page.language)
    if not cases:
        return escape(page.word("no-cases"))
    columns = arguments["columns"].split(",")
    by_worth = sorted(cases, key=lambda case: _says(case, arguments), reverse=True)
    chosen = {case.id for case in by_worth[:MOST_ROWS]}
    headers = [page.word("case"), *(page.word(f"column-{column}") for column in columns)]
    rows = [
        [link(case.name[page.language], f"cases/{case.id}", page.key)]
        + [_cell(book, page, case, column, arguments) for column in columns]
        for case in cases
        if case.id in chosen
    ]
    result = table(_caption(book, page, arguments), headers, rows)
    if len(cases) > len(chosen):
        more = page.word("more-cases").replace("%shown", str(len(chosen))).replace("%total", str(len(cases)))
        result = Markdown(result + "\n\n" + link(more, _facet_page(arguments), page.key))
    return result


def _says(case: Case, arguments: Mapping[str, str]) -> tuple[bool, int]:
    """A case says more when a source itself draws the link, and when it has more to tell."""
    one = shown(case, arguments)
    return (bool(one and one.basis == "stated"), len(case.actions) + len(case.lessons) + len(case.figures))


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


def _cell(book: Book, page: Page, case: Case, column: str, arguments: Mapping[str, str]) -> Markdown:
    language = page.language
    one = shown(case, arguments)
    if column == "country":
        return escape(country_name(case.country, language))
    if column == "kind":
        return escape(page.name("kinds", case.kind))
    if column == "period":
        return escape(period(case))
    if column == "basis":
        return escape(page.word(f"basis-{one.basis}")) if one else Markdown("")
    if column == "lesson":
        lesson = one.lesson if one and one.lesson else next(iter(case.lessons), None)
        return escape(lesson[language]) if lesson else Markdown("")
    if column == "difficulty":
        return escape(case.difficulties[0][language]) if case.difficulties else Markdown("")
    modality = case.modalities.get(arguments.get("modality", "").split(",")[0])
    if column == "level":
        level = modality.level if modality else None
        return escape(page.name("levels", level) if level else page.word("not-rated"))
    if one:
        reading = "" if one.basis == "stated" else f" *({escape(page.word('editors-reading'))})*"
        return Markdown(escape(one.how[language]) + reading)
    return escape((modality.what if modality else case.summary)[language])


def _facet_page(arguments: Mapping[str, str]) -> str:
    key = next((key for key in FILTERS if key in arguments), None)
    return f"cases/by-{key}#{key}-{arguments[key].split(',')[0].lower()}" if key else "cases/index"


def period(case: Case) -> str:
    return f"{case.period.start}–{case.period.end}" if case.period.end else str(case.period.start)
