"""Short addresses, and addresses relative to one another."""

from __future__ import annotations

import posixpath

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES


def short_address(page_id: str) -> str:
    """The address that never changes, the same for both languages."""
    return f"p/{page_id}/"


def all_addresses(book: Book) -> dict[str, dict[str, str]]:
    """Page id -> language -> address."""
    return {id: {language: book.address(key, language) for language in LANGUAGES} for id, key in book.page_keys.items()}


def relative_address(here: str, target: str) -> str:
    """A link between two pages that works under any root."""
    mine, theirs = here.split("/")[:-1], target.split("/")[:-1]
    shared = len(posixpath.commonprefix([mine, theirs]))
    return "../" * (len(mine) - shared) + "".join(f"{part}/" for part in theirs[shared:]) or "./"
