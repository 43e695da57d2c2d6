"""``explorer``: all cases in a table and on a map; docs/assets/js/explorer.js adds filters, sorting and views."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CASES
from handbook.rendering.directives.case_list import case_table
from handbook.rendering.directives.case_map import case_map
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape, link
from handbook.rendering.registry import directive

# A page's weight may not grow with the cases: beyond this many, the summaries go, and then the rest of the rows.
MOST_SUMMARIES = 60
MOST_ROWS = 200


@directive("explorer", made_from=(CASES, "data/map/.+"))
def explorer(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """All cases, to be filtered, sorted, ticked and compared; without JavaScript a table and the map.

    Example: ``<!-- handbook:explorer -->``
    """
    language = page.language
    compare = to_page(book, page, "compare-cases", page.word("compare-cases"))
    start = f"{escape(page.word('explorer-start'))} {compare}\n{{: .explorer-start data-explorer=all }}"
    cases = book.cases_sorted(language)
    parts = [start, case_table(book, page, cases[:MOST_ROWS], len(cases), summaries=len(cases) <= MOST_SUMMARIES)]
    if len(cases) > MOST_ROWS and ("cases/by-country", language) in book.chapters:
        more = page.word("more-cases-by-country")
        more = more.replace("%shown", str(MOST_ROWS)).replace("%total", str(len(cases)))
        parts.append(link(more, "cases/by-country", page.key))
    parts.append(case_map(book, page, {}))
    return Markdown("\n\n".join(parts))
