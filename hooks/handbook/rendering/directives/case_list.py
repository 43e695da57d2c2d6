"""``cases``: an index of the cases, all of them or grouped by a facet, as plain links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.content.book import Book, Page, View
from handbook.content.case_facets import LARGEST, NOT_STATED, SIZES
from handbook.content.case_facts import BASES, CaseFacts
from handbook.content.case_selection import select
from handbook.content.directive_signatures import CASES, FILTERS
from handbook.content.languages import country_name, number, sort_key
from handbook.content.models import Case
from handbook.rendering.links import to_case
from handbook.rendering.markdown_text import Markdown, escape, table
from handbook.rendering.registry import directive


@directive(
    "cases",
    values={**FILTERS, "by": ("country", "kind", "idea", "step", "dimension", "modality", "basis")},
    made_from=(CASES,),
)
def case_list(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases that fit as a table, or with ``by`` as lists under a heading for each value.

    Examples: ``<!-- handbook:cases -->``, ``<!-- handbook:cases by=idea -->``, ``<!-- handbook:cases country=CO -->``
    """
    cases = select(book, arguments, page.language)
    if facet := arguments.get("by"):
        groups = []
        for value, name in facet_names(book, facet, page.language):
            having = book.cases_with(facet, value)
            members = [case for case in cases if case.id in having]
            if members:
                links = "\n".join(f"- {to_case(page, CaseFacts(page, case))}" for case in members)
                groups.append(f"### {escape(name)} {{#{facet}-{value.lower()}}}\n\n{links}")
        return Markdown("\n\n".join(groups))
    return case_table(book, page, cases, len(cases))


def case_table(book: Book, page: Page, cases: Sequence[Case], total: int, summaries: bool = True) -> Markdown:
    """A case in each row; ``total`` is how many there are, shown or not."""
    columns = [
        "case",
        "column-country",
        "column-kind",
        "column-population",
        "column-period",
        *(["summary"] if summaries else []),
    ]
    rows = (
        [
            to_case(page, facts),
            facts.country,
            facts.kind,
            facts.population or page.word("population-unknown"),
            facts.period,
            *([facts.summary] if summaries else []),
        ]
        for facts in (CaseFacts(page, case) for case in cases)
    )
    caption = f"{page.word('all-cases')} ({total})"
    return table(caption, [page.word(column) for column in columns], rows)


def facet_names(book: Book, facet: str, language: str) -> list[tuple[str, str]]:
    """The values of a facet with their names, in the order a reader expects: by number, else by name."""
    view = book.in_language(language)
    if facet == "country":
        codes = {case.country for case in book.cases.values()}
        return sorted(((code, country_name(code, language)) for code in codes), key=lambda pair: sort_key(pair[1]))
    if facet == "size":
        return _sizes(view, language)
    if facet == "basis":
        return [(basis, view.word(f"basis-{basis}")) for basis in BASES]
    vocabulary = FILTERS[facet].removeprefix("vocabulary:")
    return [(id, view.numbered(vocabulary, id)) for id in book.vocabulary[vocabulary]]


def _sizes(view: View, language: str) -> list[tuple[str, str]]:
    """The sizes of places, from the smallest: ``20,000 to 49,999``."""
    named, least = [], 0
    for size, limit in SIZES.items():
        word = view.word("size-between" if least else "size-under")
        for mark, value in (("%below", limit), ("%from", least), ("%to", limit - 1)):
            word = word.replace(mark, number(value, language))
        named.append((size, word))
        least = limit
    largest = view.word("size-over").replace("%from", number(least, language))
    return [*named, (LARGEST, largest), (NOT_STATED, view.word("size-not-stated"))]
