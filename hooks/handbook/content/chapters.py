"""Chapters: Markdown files with front matter, seen as headings, directives and text. Code fences are left alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from handbook.content.code_fences import LESS_THAN, code_fences
from handbook.content.languages import DEFAULT
from handbook.content.models import FrontMatter

_NAME = re.compile(r"(?P<key>[a-z0-9/-]+)\.(?P<language>es|en)\.md")
# What an anchor may be, and a heading with what is written for one: {#why}, of which more may follow after a space.
ANCHOR = re.compile("[a-z0-9-]+")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)(?:\s+\{\s*#([^{}]*?)(?:\s+(?:\.|[\w-]+=)[^{}]*)?\s*\})?\s*$")
_COMMENT = re.compile(r"<!--\s*handbook\b")
_DIRECTIVE = re.compile(r"^\s*<!--\s*handbook:([a-z-]+)((?:\s+[a-z-]+=[A-Za-z0-9,_-]+)*)\s*-->\s*$")
INLINE_CODE = re.compile(r"(`+)(?:(?!\1).)+\1")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    id: str | None
    line: int


@dataclass(frozen=True)
class Directive:
    """A request for injected content: ``<!-- handbook:name key=value -->`` alone on its line."""

    name: str
    arguments: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Link:
    """A link of a chapter into the book: ``target`` as it was written, and where that begins."""

    target: str
    line: int
    column: int

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]

    def page(self, key: str) -> str | None:
        """The key of the page to which the link leads from the page with ``key``; None where it names no ``.md`` file."""
        path = unquote(re.split("[?#]", self.target)[0])
        if not path:
            return key
        if path.startswith("/") or not path.endswith(".md"):
            return None
        return posixpath.normpath(posixpath.join(posixpath.dirname(key), path)).removesuffix(".md")


@dataclass(frozen=True, eq=False)
class Chapter:
    """One page in one language. ``key`` is its path without language and ending: ``ideas/01-aligned``.

    Compared by identity, so it can be a cache key: the same object while its file is unchanged.
    ``anchors`` are the ids of what is written in it; directives bring more.
    """

    key: str
    language: str
    path: str
    front: FrontMatter
    body: str
    first_line: int
    headings: tuple[Heading, ...]
    directives: tuple[Directive, ...]
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()

    @property
    def section(self) -> str:
        return self.key.rsplit("/", 1)[0] if "/" in self.key else ""


def page_address(key: str, language: str, slug: Callable[[str, str], str | None]) -> str:
    """The address of the page with ``key``, where ``slug`` gives those of chapters by key and language."""
    parts = [] if language == DEFAULT else [language]
    section, _, name = key.rpartition("/")
    if section:
        parts.append(slug(f"{section}/index", language) or section)
    if name != "index":
        parts.append(slug(key, language) or name)
    return "".join(f"{part}/" for part in parts)


def prose_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The lines outside code fences, each with its index from 0."""
    inside = {index for start, end in code_fences(text)[0] for index in range(start, end)}
    return tuple((index, line) for index, line in enumerate(text.split("\n")) if index not in inside)


def as_text(line: str) -> str:
    """``line`` so that no HTML comes of it: see ``LESS_THAN``."""
    return line.replace("<", LESS_THAN)


def parse_directive(line: str, number: int) -> Directive | None:
    found = _DIRECTIVE.match(line)
    if not found:
        return None
    return Directive(found[1], dict(pair.split("=", 1) for pair in found[2].split()), number)
