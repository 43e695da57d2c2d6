"""Live preview: which pages must be rendered again, because something that they are made from has changed.

A page is made from its own file, from what its directives show, and from what every page is made from (vocabulary,
words, glossary, titles of chapters, templates, code). Where one of these files was saved, the page's directives are
asked anew; only if one gives another text is the page rendered: a corrected word in a case renders the pages that
show this word, and not all that show cases.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handbook.book import Book
from handbook.chapters import Chapter
from handbook.directives import Page, expand
from handbook.selection import select
from handbook.translations import behind_titles

Signature = tuple[object, ...]


@dataclass
class _MadeFrom:
    """What a page was made from; ``shows``: what its directives gave, when ``files`` (or anything else) had changed."""

    own: Signature
    files: Signature
    shows: list[str] = field(default_factory=list, compare=False)


# What each directive shows beyond the base and its own page, as patterns of files; {id} is its argument.
# One that is not named here is taken to show everything.
_CASES = ("data/cases/*.yml",)
_SHOWS: dict[str, tuple[str, ...]] = {
    "acronyms": (),
    "adviser": ("data/advisers/{id}.yml", "data/tables/*.yml", "data/checklists/*.yml"),
    "bibliography": (*_CASES, "docs/**/*.md"),
    "cases": _CASES,
    "checklist": ("data/checklists/{id}.yml",),
    "checklists": ("data/checklists/*.yml",),
    "compare": (),
    "comparison": (),  # the cases that it selects, see below
    "example": ("docs/contribute/*.yml", "data/schemas/*.json"),
    "explorer": _CASES,
    "figure": ("data/figures/{id}.yml",),
    "form": (),
    "glossary": (),
    "leads": ("data/checklists/{id}.yml",),
    "map": (*_CASES, "data/map/*"),
    "next": (),
    "related": (),
    "route": ("docs/route/*.md", "data/checklists/*.yml", *_CASES),
    "sources": (),
    "starts": _CASES,
    "table": ("data/tables/{id}.yml",),
}
_EVERYTHING = ("data/**/*.yml", "docs/**/*.md")

_finished: dict[tuple[str, str], _MadeFrom] = {}
_pending: dict[tuple[str, str], _MadeFrom] = {}


def pages_to_write(book: Book, language: str, *, frozen: bool) -> set[str] | None:
    """The keys of the pages in ``language`` to render; None for all. Frozen (a file is broken): none of them."""
    if frozen:
        return set()
    return stale_pages(book, language) if "HANDBOOK_INCREMENTAL" in os.environ else None


def stale_pages(book: Book, language: str) -> set[str]:
    """The keys of the pages in ``language`` to render; remembers what they will have been made from."""
    base = _base(book)
    seen: dict[str, Signature] = {}
    order = [case.id for case in book.cases_sorted(language)]
    stale = set()
    for (key, one), chapter in book.chapters.items():
        if one != language:
            continue
        own = (_state([book.root / chapter.path]), tuple(behind_titles(book, key, language)))
        made_from = _MadeFrom((base, own), _directives(book, chapter, seen))
        before = _finished.get((key, language))
        if before and made_from == before:
            continue
        made_from.shows = [expand(line, book, Page(chapter.front.id, key, language)) for line in _lines(chapter)]
        _pending[key, language] = made_from
        if not before or (before.own, before.shows) != (made_from.own, made_from.shows):
            stale.add(key)
    for index, id in enumerate(order):
        neighbours = tuple(book.cases[near].name[language] for near in order[max(0, index - 1) : index + 2])
        made_from = _MadeFrom((base, _state([book.root / f"data/cases/{id}.yml"])), neighbours)
        if _finished.get((f"cases/{id}", language)) != made_from:
            _pending[f"cases/{id}", language] = made_from
            stale.add(f"cases/{id}")
    return stale


def _lines(chapter: Chapter) -> list[str]:
    """The lines of a chapter that ask for something."""
    lines = chapter.body.split("\n")
    return [lines[directive.line - chapter.first_line] for directive in chapter.directives]


def build_finished() -> None:
    """The pages announced by ``stale_pages`` are written."""
    _finished.update(_pending)
    _pending.clear()


def _base(book: Book) -> Signature:
    """What every page is made from."""
    root = book.root
    files = [root / "mkdocs.yml", *root.glob("data/*.yml"), *root.glob("data/vocabulary/*.yml")]
    files += root.glob("data/courses/*.yml")  # a chapter names the courses that use it
    files += [*root.rglob("overrides/**/*"), *root.glob("hooks/**/*.py")]
    titles = tuple((chapter.front.id, chapter.front.title, chapter.front.slug) for chapter in book.chapters.values())
    return (_state(files), titles, tuple(sorted(book.cases)), tuple(sorted(book.quizzes)))


def _directives(book: Book, chapter: Chapter, seen: dict[str, Signature]) -> Signature:
    """What a chapter's directives show; ``seen`` keeps the state of each pattern for the other pages."""
    patterns = [
        pattern.format(id=directive.arguments.get("id", "*"))
        for directive in chapter.directives
        for pattern in _SHOWS.get(directive.name, _EVERYTHING)
    ]
    for directive in chapter.directives:
        if directive.name == "comparison":
            shown = select(book, directive.arguments, chapter.language)
            patterns += [f"data/cases/{case.id}.yml" for case in shown]
    for pattern in patterns:
        if pattern not in seen:
            seen[pattern] = _state(book.root.glob(pattern))
    return tuple(seen[pattern] for pattern in patterns)


def _state(files: Iterable[Path]) -> Signature:
    return tuple(
        (path.as_posix(), stat.st_mtime_ns, stat.st_size)
        for path in sorted(files)
        if path.is_file() and (stat := path.stat())
    )
