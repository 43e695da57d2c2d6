"""Where each page lives: addresses in the page's language, short addresses, and the files behind both."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from handbook.content.languages import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from handbook.content.book import Book


def address(book: Book, key: str, language: str) -> str:
    """The address of a page below the site's root: ``ideas/01-alineada/``, ``en/ideas/01-aligned/``.

    ``key`` is the page's path without language (``ideas/01-aligned``, ``cases/medellin``). Each part is the slug of
    the page, or of the section's index page; a case's slug is its id.
    """
    parts = [] if language == DEFAULT else [language]
    section, _, name = key.rpartition("/")
    if section:
        parts.append(_slug(book, f"{section}/index", language) or section)
    if name != "index":
        parts.append(_slug(book, key, language) or name)
    return "".join(f"{part}/" for part in parts)


def short_address(id: str) -> str:
    """The address that never changes, the same for both languages."""
    return f"p/{id}/"


def all_addresses(book: Book) -> dict[str, dict[str, str]]:
    """Page id -> language -> address."""
    return {
        id: {language: address(book, key, language) for language in LANGUAGES} for id, key in book.page_keys.items()
    }


def title(book: Book, key: str, language: str) -> str:
    """What a page is called."""
    chapter = book.chapters.get((key, language))
    return chapter.front.title if chapter else book.cases[key.rpartition("/")[2]].name[language]


def relative_address(here: str, target: str) -> str:
    """A link between two pages that works under any root."""
    mine, theirs = here.split("/")[:-1], target.split("/")[:-1]
    shared = len(posixpath.commonprefix([mine, theirs]))
    return "../" * (len(mine) - shared) + "".join(f"{part}/" for part in theirs[shared:]) or "./"


def _slug(book: Book, key: str, language: str) -> str | None:
    chapter = book.chapters.get((key, language))
    return chapter.front.slug if chapter else None
