"""Course packages in every format."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.content.book import Book
from handbook.exporting.built_pages import BuiltPage
from handbook.exporting.built_site import Site
from handbook.exporting.common_cartridge import cartridge
from handbook.exporting.course_outline import Outline
from handbook.exporting.scorm import scorm

# The endings of a package's files.
FORMATS = (".imscc", "-scorm.zip")


def package(book: Book, site: Site, outline: Outline, package_format: str, pages: Sequence[BuiltPage]) -> bytes:
    """The file of an outline in one of ``FORMATS``; ``pages`` are those that have its quizzes."""
    return cartridge(book, site, outline) if package_format == ".imscc" else scorm(book, site, outline, pages)


def package_title(book: Book, outline: Outline) -> str:
    """What a package is called in a list: a course by its title, the book as the material for a platform."""
    view = book.in_language(outline.language)
    return view.word("lms-book") if outline.about == "book" else outline.title
