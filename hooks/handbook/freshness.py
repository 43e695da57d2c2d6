"""Live preview: which pages must be rendered again, because something that they are made from has changed.

A page is made from its own file, from what its directives show, and from what every page is made from (vocabulary,
words, glossary, titles of chapters, templates, code). All of that is summed up in a signature for each page; a page
whose signature is that of the last finished build is left as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from handbook.book import Book
from handbook.chapters import Chapter
from handbook.selection import select
from handbook.translations import behind_titles

Signature = tuple[object, ...]
Page = tuple[str, str]

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

_finished: dict[Page, Signature] = {}
_pending: dict[Page, Signature] = {}


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
    signatures: dict[Page, Signature] = {}
    for (key, one), chapter in book.chapters.items():
        if one == language:
            own = (_state([book.root / chapter.path]), tuple(behind_titles(book, key, language)))
            signatures[key, language] = (base, own, _directives(book, chapter, seen))
    for index, id in enumerate(order):
        neighbours = tuple(book.cases[near].name[language] for near in order[max(0, index - 1) : index + 2])
        own = _state([book.root / f"data/cases/{id}.yml"])
        signatures[f"cases/{id}", language] = (base, own, neighbours)
    _pending.update(signatures)
    return {key for (key, one), made_from in signatures.items() if _finished.get((key, one)) != made_from}


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
