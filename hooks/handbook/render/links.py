"""Links from one page of the book to another, by id."""

from __future__ import annotations

from handbook.book import Book
from handbook.directives import Page
from handbook.markdown_text import Markdown, escape, link


def to_page(book: Book, page: Page, id: str, text: object, anchor: str = "") -> Markdown:
    """``text`` as a link to the chapter with ``id``; as plain text where the book has no such chapter."""
    key = book.chapter_keys.get(id)
    if key is None:
        return escape(text)
    return link(text, key + (f"#{anchor}" if anchor else ""), page.key)
