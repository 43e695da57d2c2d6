"""The book, read again only when one of its files has changed: both languages and all events share one reading."""

from __future__ import annotations

from pathlib import Path

from handbook.book import Book, load_book

_last: dict[Path, tuple[tuple[object, ...], Book]] = {}


def book_of(root: Path) -> Book:
    """The book of the project at ``root``.

    Raises:
        Broken: with all findings, when there is one.
    """
    state = _state(root)
    known = _last.get(root)
    if known and known[0] == state:
        return known[1]
    book = load_book(root)
    _last[root] = (state, book)
    return book


def last_good_book(root: Path) -> Book | None:
    """The book as it was when it could last be read; None before the first time."""
    known = _last.get(root)
    return known[1] if known else None


def _state(root: Path) -> tuple[object, ...]:
    files = [*(root / "data").rglob("*.yml"), *(root / "docs").rglob("*.md")]
    return tuple((path.as_posix(), stat.st_mtime_ns, stat.st_size) for path in sorted(files) if (stat := path.lstat()))
