"""The book, read again only when one of its files has changed: both languages and all events share one reading."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path
from typing import cast

from handbook.content.book import Book
from handbook.loading import load_book
from handbook.reading.project_files import Files, files_of

_last: dict[Path, tuple[Files, Book]] = {}

# In the environment of a process of a build: the file that the build will write the book into.
HANDED_OVER = "HANDBOOK_BOOK"


def hand_over(book: Book, file: Path) -> None:
    """Write ``book`` for the processes of the same build."""
    file.write_bytes(pickle.dumps(book, pickle.HIGHEST_PROTOCOL))


def book_of(root: Path, files: Files | None = None) -> Book:
    """The book of the project at ``root``, whose files are as ``files_of`` has just said in ``files``.

    In a process of a build, the book as that build has read it. Such a process is started while the book is still being
    read; the end of its standard input says that it is there.

    Raises:
        Broken: with all findings, when there is one.
    """
    state = files_of(root) if files is None else files
    known = _last.get(root)
    if known and known[0] == state:
        return known[1]
    handed = os.environ.get(HANDED_OVER)
    if handed:
        sys.stdin.read()
        # The file is in a folder that our own build has made.
        book = cast("Book", pickle.loads(Path(handed).read_bytes()))
    else:
        book = load_book(root)
    _last[root] = (state, book)
    return book
