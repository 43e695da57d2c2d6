"""``starts``: how the cases began: by events that came to them, by a plan, or by both."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.case_facts import CaseFacts
from handbook.content.directive_signatures import CASES
from handbook.rendering.links import to_case
from handbook.rendering.markdown_text import Markdown, escape, remarked
from handbook.rendering.registry import directive

KINDS = ("reactive", "mixed", "planned")


@directive("starts", made_from=(CASES,))
def starts(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases whose beginning a source tells, by kind of beginning.

    Example: ``<!-- handbook:starts -->``
    """
    parts = []
    for kind in KINDS:
        lines = []
        for case in book.cases_sorted(page.language):
            facts = CaseFacts(page, case)
            if facts.start and facts.start.entry.kind == kind:
                told = remarked(facts.start.how, facts.start.reading)
                lines.append(f"- {to_case(page, facts)}: {told}\n    {{: data-start={kind} }}")
        if lines:
            parts += [f"**{escape(page.word(f'start-{kind}'))}**", "\n".join(lines)]
    return Markdown("\n\n".join(parts))
