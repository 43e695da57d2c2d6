"""The book that this process builds from: both languages and all events of MkDocs share one reading, and one build
hands it on to the hooks."""

from __future__ import annotations

from pathlib import Path

from handbook.content.book import Book
from handbook.content.reuse import reuse
from handbook.loading import load_book
from handbook.reading.project_files import Files, files_of


def book_of(root: Path, files: Files | None = None, *, proposal: bool = False) -> Book:
    """The book of the project at ``root``; ``files``: the state of its files, where the caller has just read it.

    As a ``proposal`` it may lack translations. A build reads the book once, and its processes for the languages inherit
    it.

    Raises:
        FindingsError: with all findings, when there is one.
    """
    root = root.resolve()
    state = files_of(root) if files is None else files
    return reuse((book_of, root), (state,), lambda: load_book(root, proposal=proposal))
