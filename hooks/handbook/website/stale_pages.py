"""Live preview: which pages must be rendered again after a save, because something that they are made from has changed.

A page is made from its own file, from what its directives show, from the titles around it, and from what every page is
made from (vocabulary, words, glossary, templates). Where a file was saved that a page's directives may show, or any
title has changed, its directives are expanded again; only if one gives another text is the page rendered: a corrected
word in a case renders the pages that show this word, and not all that show cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from handbook.checking.translations import behind_titles
from handbook.content.book import Book
from handbook.content.chapters import Chapter
from handbook.content.directive_signatures import CHECKLISTS
from handbook.content.languages import LANGUAGES
from handbook.content.reading_order import in_navigation, reading_order
from handbook.reading.project_files import Files, files_of
from handbook.rendering.registry import expand, signatures
from handbook.website.book_in_memory import book_of

# A page's key and language.
PageIn = tuple[str, str]

# What every page is made from; a chapter names the courses that use it.
_EVERY_PAGE = re.compile(r"mkdocs\.yml|data/[^/]+|data/(vocabulary|courses|schemas|map)/.+|overrides/.+")
_CODE = re.compile(r"hooks/.+\.py")


class Freshness:
    """What the pages were made from when they were last rendered."""

    def __init__(self, root: Path) -> None:
        """Every page has just been rendered.

        Raises:
            FindingsError: meanwhile the book has a finding.
        """
        self._root = root
        self._seen = files_of(root)
        self._book = book_of(root, self._seen)
        self.all_rendered()

    def all_rendered(self) -> None:
        """Every page has been rendered from the book as it was at the last look."""
        book, self._files = self._book, self._seen
        self._common = _common(book)
        self._parts = {page: _parts(chapter) for page, chapter in book.chapters.items()}
        self._shown = {page: [part.text(book) for part in parts] for page, parts in self._parts.items()}
        self._frames, self._titles = _frames(book), _titles(book)

    def code_was_saved(self) -> bool:
        """Look at the files: whether a running preview would have to start anew to follow what is written."""
        self._seen = files_of(self._root)
        return any(_CODE.fullmatch(path) for path in self._saved(self._seen))

    def look(self) -> tuple[Book, set[PageIn] | None]:
        """The book as the files now are, and the pages to render again; from here on they count as rendered.

        None: everything is to be built anew.

        Raises:
            FindingsError: the book has a finding; what was saved is still to be rendered.
        """
        # What is saved while the book is read is new at the next look at the files.
        self._book = book_of(self._root, self._seen)
        return self._book, self._stale(self._book, self._seen)

    def _saved(self, files: Files) -> set[str]:
        return {path for path in files.keys() | self._files.keys() if files.get(path) != self._files.get(path)}

    def _stale(self, book: Book, files: Files) -> set[PageIn] | None:
        saved, gone_or_new = self._saved(files), files.keys() ^ self._files.keys()
        if (
            any(_EVERY_PAGE.fullmatch(path) for path in saved)
            or any(path.startswith("docs/") for path in gone_or_new)
            or self._common != _common(book)
        ):
            return None
        frames, titles = _frames(book), _titles(book)
        stale = {page for page, frame in frames.items() if frame != self._frames[page]}
        cases = [id for id in book.cases if f"data/cases/{id}.yml" in saved]
        stale |= {(f"cases/{id}", language) for language in LANGUAGES for id in cases}
        retitled = titles != self._titles
        for page, chapter in book.chapters.items():
            if chapter.path in saved:
                stale.add(page)
                self._parts[page] = _parts(chapter)
                self._shown[page] = [part.text(book) for part in self._parts[page]]
                continue
            for index, part in enumerate(self._parts[page]):
                if retitled or any(part.made_from.fullmatch(path) for path in saved):
                    text = part.text(book)
                    if text != self._shown[page][index]:
                        stale.add(page)
                        self._shown[page][index] = text
        self._files, self._frames, self._titles = files, frames, titles
        return stale


def _common(book: Book) -> object:
    """Which pages there are, and under which addresses."""
    fronts = {page: chapter.front for page, chapter in book.chapters.items()}
    return {page: (front.id, front.slug) for page, front in fronts.items()}, set(book.cases), set(book.quizzes)


def _titles(book: Book) -> list[str]:
    return [chapter.front.title for chapter in book.chapters.values()]


class Part(NamedTuple):
    """A part of a page that other files than its own go into: their paths, and what it says at present."""

    made_from: re.Pattern[str]
    text: Callable[[Book], object]


def _parts(chapter: Chapter) -> list[Part]:
    """The chapter's directives, and in the frame of its page: in English the sections that are behind the Spanish ones,
    on the route the items of all checklists."""
    lines, known, parts = chapter.body.split("\n"), signatures(), []
    for directive in chapter.directives:
        arguments = {name: re.escape(directive.arguments.get(name, "")) for name in ("id", "of")}
        patterns = [pattern.format(**arguments) for pattern in known[directive.name].made_from]
        line = lines[directive.line - chapter.first_line]
        parts.append(Part(re.compile("|".join(patterns)), partial(_expanded, chapter, line)))
    behind = partial(behind_titles, key=chapter.key, language=chapter.language)
    parts.append(Part(re.compile(f"docs/{re.escape(chapter.key)}.+md"), behind))
    if chapter.section == "route":
        parts.append(Part(re.compile(CHECKLISTS), _items))
    return parts


def _expanded(chapter: Chapter, line: str, book: Book) -> str:
    return expand(line, book, book.page(chapter.key, chapter.language))


def _items(book: Book) -> list[list[str]]:
    return [[item.id for group in one.groups for item in group.items] for one in book.checklists.values()]


def _frames(book: Book) -> dict[PageIn, object]:
    """For each page the titles that stand around its text: those of all sections, of the chapters of its own, of the
    pages before and after it, and of the page that all name."""
    frames: dict[PageIn, object] = {}
    named = book.chapter_keys.get("changes")
    for language in LANGUAGES:
        titles = {key: book.page(key, language).title for key in reading_order(book, language)}
        chapters = [key for key in titles if (key, language) in book.chapters]
        everywhere = [titles[key] for key in chapters if key.endswith("index") or key == named]
        sections: dict[str, list[str]] = {}
        for key in chapters:
            sections.setdefault(key.rpartition("/")[0], []).append(titles[key])
        cases = [f"cases/{case.id}" for case in book.cases_sorted(language)]
        near = {**_near(chapters, titles), **_near(in_navigation(book), titles), **_near(cases, titles)}
        for key, names in near.items():
            frames[key, language] = (everywhere, sections.get(key.rpartition("/")[0]), names)
    return frames


def _near(order: Sequence[str], titles: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """For each page the titles of itself and of those before and after it."""
    return {
        key: [(one, titles[one]) for one in order[max(0, index - 1) : index + 2]] for index, key in enumerate(order)
    }
