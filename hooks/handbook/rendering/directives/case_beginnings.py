"""``starts``: how the cases began: by events that came to them, by a plan, or by both."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CASES
from handbook.rendering.markdown_text import Markdown, escape, link
from handbook.rendering.registry import directive

KINDS = ("reactive", "mixed", "planned")


@directive("starts", made_from=(CASES,))
def starts(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases whose beginning a source tells, by kind of beginning.

    Example: ``<!-- handbook:starts -->``
    """
    language = page.language
    parts = []
    for kind in KINDS:
        lines = []
        for case in book.cases_sorted(language):
            if case.start and case.start.kind == kind:
                reading = "" if case.start.basis == "stated" else f" *({escape(page.word('editors-reading'))})*"
                name = link(case.name[language], f"cases/{case.id}", page.key)
                lines.append(f"- {name}: {escape(case.start.how[language])}{reading}\n    {{: data-start={kind} }}")
        if lines:
            parts += [f"**{escape(page.word(f'start-{kind}'))}**", "\n".join(lines)]
    return Markdown("\n\n".join(parts))
