"""``map``: the cases on a map of the world, each a link, with the same list beside it."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.book import Book
from handbook.directives import Page


def case_map(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases on a map.

    Example: ``<!-- handbook:map -->``
    """
    return ""
