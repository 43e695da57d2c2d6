"""``form``: where docs/assets/js/case-form.js puts the form for a case, or the way to it."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("form", values={"as": ("link",)}, made_from=())
def form(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """What to do without JavaScript; with it, the form stands here. As a link: the button that leads to its page.

    Example: ``<!-- handbook:form -->``
    """
    if "as" in arguments:
        way = to_page(book, page, "case-form", page.word("form-open"))
        return Markdown(way + "{: .md-button .md-button--primary }") if "case-form" in book.chapter_keys else way
    return Markdown(f"{escape(page.word('form-start'))}\n{{: .note data-case-form=case }}")
