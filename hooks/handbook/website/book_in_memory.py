"""The book, read again only when one of its files has changed: both languages and all events share one reading."""

from __future__ import annotations

from pathlib import Path

from handbook.content.book import Book
from handbook.loading import load_book
from handbook.reading.project_files import Files, files_of

_last: dict[Path, tuple[Files, Book]] = {}


def book_of(root: Path, files: Files | None = None, *, proposal: bool = False) -> Book:
    """The book of the project at ``root``; ``files``: the state of its files, where the caller has just asked for it.

    As a ``proposal`` it may lack translations. A build reads the book once, and its processes for the languages inherit
    it.

    Raises:
        Broken: with all findings, when there is one.
    """
    root = root.resolve()
    state = files_of(root) if files is None else files
    known = _last.get(root)
    if known and known[0] == state:
        return known[1]
    book = load_book(root, proposal=proposal)
    _last[root] = (state, book)
    return book
