"""``form``: where docs/assets/js/case-form.js puts the form for a case."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("form", made_from=())
def form(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """What to do without JavaScript; with it, the form stands here.

    Example: ``<!-- handbook:form -->``
    """
    return Markdown(f"{escape(page.word('form-start'))}\n{{: .note data-case-form=case }}")
