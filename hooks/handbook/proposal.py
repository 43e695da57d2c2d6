"""A proposal: a book in which some texts stand in one language only, and what of it there is in each language.

A record with a text in one language only is in the book of that language and not in the other's; so is a chapter without
its twin, and a section. What needs something that is not there, is not there either: a case without its source, a
checklist without its page. Whatever renders a page asks ``Book.of(language)`` and so never meets a text that is missing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import partial
from typing import Any

from handbook.checking.translations import CODE, LINK_WITH_TEXT, sections_only_in
from handbook.content.book import Book
from handbook.content.chapters import Chapter, parse_directive, prose_lines
from handbook.content.languages import LANGUAGES, other
from handbook.content.models import Bilingual, Quiz, Record
from handbook.reading.records import Loaded
from handbook.rendering.registry import signatures

# Collection and id: ("checklists", "idea-aligned"), ("pages", "medellin"), ("sections", "aligned#why").
Thing = tuple[str, str]
# Fields that name one thing without which their record makes no sense, and fields with a list of further ones.
_NEEDS = {"source": "sources", "page": "pages", "table": "tables"}
_NAMES = {"leads_to": "pages", "cases": "pages", "see": "glossary"}


def lacking(loaded: Iterable[tuple[str, Loaded]]) -> set[tuple[str, Thing]]:
    """Language and thing for each record, of the collection named with it, that lacks a text in that language."""
    found: set[tuple[str, Thing]] = set()
    for name, one in loaded:
        for where, languages in one.lacking().items():
            record = one.record.entries[where[1]] if where else one.record
            found |= {(language, ("pages" if name == "cases" else name, record.id)) for language in languages}
    return found


def unwritten(chapters: Mapping[tuple[str, str], Chapter]) -> set[tuple[str, Thing]]:
    """Language and thing for each chapter, and each section of one, that is still to be written in that language."""
    found: set[tuple[str, Thing]] = set()
    for (key, language), chapter in chapters.items():
        twin = chapters.get((key, other(language)))
        if twin is None:
            found.add((other(language), ("pages", chapter.front.id)))
        else:
            new = sections_only_in(chapter, twin)
            found |= {(other(language), ("sections", f"{chapter.front.id}#{one.id}")) for one in new}
    return found


def with_what_needs_it(book: Book, missing: Set[tuple[str, Thing]]) -> frozenset[tuple[str, Thing]]:
    """``missing`` and all that cannot be shown without it."""
    needs = {thing: set(_needs(record)) for thing, record in _records(book)}
    ids = {key: id for id, key in book.page_keys.items()}
    for id, key in book.page_keys.items():
        index = ids.get(f"{key.rpartition('/')[0]}/index", id)
        needs.setdefault(("pages", id), set()).add(("pages", index))
    found = set(missing)
    while more := {
        (language, thing)
        for thing, needed in needs.items()
        for language in LANGUAGES
        if (language, thing) not in found and any((language, one) in found for one in needed)
    }:
        found |= more
    return frozenset(found)


def _records(book: Book) -> Iterator[tuple[Thing, Record]]:
    for name in _COLLECTIONS:
        for id, record in getattr(book, name).items():
            yield ("pages" if name == "cases" else name, id), record


_COLLECTIONS = (
    *("cases", "checklists", "tables", "figures", "advisers", "courses", "quizzes", "questions"),
    *("glossary", "acronyms", "sources"),
)


def _needs(value: Any) -> Iterator[Thing]:
    """What is named anywhere in a record as something that it needs."""
    if isinstance(value, Quiz):
        yield "pages", value.id
        yield from (("sections", f"{value.id}#{one.anchor}") for one in value.questions)
    if isinstance(value, Record) and not isinstance(value, Bilingual):
        for name, one in value:
            if name in _NEEDS and isinstance(one, str):
                yield _NEEDS[name], one
            yield from _needs(one)
        page, anchor = getattr(value, "page", None), getattr(value, "anchor", None)
        if page and anchor:
            yield "sections", f"{page}#{anchor}"
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _needs(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _needs(one)


def in_language(book: Book, language: str) -> Book:
    """The book with what there is of it in ``language``."""
    gone = {thing for one, thing in book.missing if one == language}
    kept: dict[str, Any] = {name: {} for name in _COLLECTIONS}
    for name in _COLLECTIONS:
        for id, record in getattr(book, name).items():
            if ("pages" if name == "cases" else name, id) not in gone:
                kept[name][id] = _without(record, gone)
    chapters = {
        place: _chapter_without(book, chapter, gone)
        for place, chapter in book.chapters.items()
        if ("pages", chapter.front.id) not in gone
    }
    redirects = tuple(one for one in book.redirects if ("pages", one.to) not in gone)
    return replace(book, chapters=chapters, redirects=redirects, **kept)


def _without(value: Any, gone: Set[Thing]) -> Any:
    """A record whose lists name nothing that is gone."""
    if isinstance(value, Record) and not isinstance(value, Bilingual):
        return value.model_copy(
            update={
                name: tuple(id for id in one if (_NAMES[name], id) not in gone)
                if name in _NAMES
                else _without(one, gone)
                for name, one in value
            }
        )
    if isinstance(value, dict):
        return {key: _without(one, gone) for key, one in value.items()}
    return tuple(_without(one, gone) for one in value) if isinstance(value, tuple) else value


def _chapter_without(book: Book, chapter: Chapter, gone: Set[Thing]) -> Chapter:
    sources = tuple(one for one in chapter.front.sources if ("sources", one.source) not in gone)
    return replace(
        chapter,
        front=chapter.front.model_copy(update={"sources": sources}),
        body=_text_without(book, chapter.body, chapter.key, gone),
        directives=tuple(one for one in chapter.directives if not _asks_for(one.name, one.arguments, gone)),
    )


def text_in_language(book: Book, text: str, key: str, language: str) -> str:
    """The Markdown of the chapter with ``key``: without directives that ask for what there is not in ``language``, and
    links to it as plain text. Lines keep their numbers."""
    gone = {thing for one, thing in book.missing if one == language}
    return _text_without(book, text, key, gone) if gone else text


def _text_without(book: Book, text: str, key: str, gone: Set[Thing]) -> str:
    ids = {key: id for id, key in book.page_keys.items()}

    def leads_nowhere(target: str) -> bool:
        path, _, anchor = target.partition("#")
        there = posixpath.normpath(posixpath.join(posixpath.dirname(key), path)).removesuffix(".md") if path else key
        id = ids.get(there, "")
        return ("pages", id) in gone or ("sections", f"{id}#{anchor}") in gone

    def without_link(code: list[tuple[int, int]], found: re.Match[str]) -> str:
        in_code = any(start <= found.start() < end for start, end in code)
        return str(found[0] if in_code or not leads_nowhere(found[2]) else found[1])

    lines = text.split("\n")
    for index, line in prose_lines(text):
        directive = parse_directive(line, index)
        if directive and _asks_for(directive.name, directive.arguments, gone):
            lines[index] = ""
        elif "](" in line:
            code = [found.span() for found in CODE.finditer(line)]
            lines[index] = LINK_WITH_TEXT.sub(partial(without_link, code), line)
    return "\n".join(lines)


def _asks_for(name: str, arguments: Mapping[str, str], gone: Set[Thing]) -> bool:
    """Whether a directive asks for a record that is gone."""
    values = signatures()[name].values
    return any(
        isinstance(values[key], str) and (values[key].removeprefix("data:"), id) in gone
        for key, value in arguments.items()
        for id in value.split(",")
    )
