"""The book, read again only when one of its files has changed: both languages and all events share one reading."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import cast

from handbook.book import Book, load_book

_last: dict[Path, tuple[tuple[object, ...], Book]] = {}


HANDED_OVER = "HANDBOOK_BOOK"


def hand_over(book: Book, file: Path) -> dict[str, str]:
    """Write ``book`` for the processes of the same build; returns what their environment must hold."""
    file.write_bytes(pickle.dumps(book))
    return {HANDED_OVER: str(file)}


def book_of(root: Path) -> Book:
    """The book of the project at ``root``; in a process of a build, as that build has read it.

    Raises:
        Broken: with all findings, when there is one.
    """
    state = _state(root)
    known = _last.get(root)
    if known and known[0] == state:
        return known[1]
    handed = os.environ.get(HANDED_OVER)
    # The file is in the folder that our own build made a moment ago.
    book = cast("Book", pickle.loads(Path(handed).read_bytes())) if handed else load_book(root)
    _last[root] = (state, book)
    return book


def last_good_book(root: Path) -> Book | None:
    """The book as it was when it could last be read; None before the first time."""
    known = _last.get(root)
    return known[1] if known else None


def _state(root: Path) -> tuple[object, ...]:
    files = [*(root / "data").rglob("*.yml"), *(root / "docs").rglob("*.md")]
    return tuple((path.as_posix(), stat.st_mtime_ns, stat.st_size) for path in sorted(files) if (stat := path.lstat()))
