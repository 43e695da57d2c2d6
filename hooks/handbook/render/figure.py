"""``figure``: a diagram of data/figures/, drawn as inline SVG with the same content as a table below."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.book import Book
from handbook.directives import Page


def figure(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A diagram with its title, its description and the same content as a table.

    Example: ``<!-- handbook:figure id=four-stages -->``
    """
    return ""
