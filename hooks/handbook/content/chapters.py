"""Chapters: Markdown files with front matter, seen as headings, directives and text. Code fences are left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from handbook.content.models import FrontMatter

_NAME = re.compile(r"(?P<key>[a-z0-9/-]+)\.(?P<language>es|en)\.md")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*(?:\{\s*#([A-Za-z0-9_-]+)[^}]*\})?\s*$")
_COMMENT = re.compile(r"<!--\s*handbook\b")
_DIRECTIVE = re.compile(r"^\s*<!--\s*handbook:([a-z-]+)((?:\s+[a-z-]+=[A-Za-z0-9,_-]+)*)\s*-->\s*$")
_HTML = re.compile(r"<(?!!--)/?[A-Za-z][^>]*>?")
_SCHEME = re.compile(r"\]\(\s*<?(([A-Za-z][A-Za-z0-9+.-]*)\s*:[^)\s]*)")
# What a line may say in braces: {#id}, {: .class }, {: lang=en }; looked for from its first brace to its last.
_ATTRIBUTE = re.compile(r"([^\s{}=]{1,60})\s*=")
_ATTRIBUTES = {"lang", "hreflang"}
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


@dataclass(frozen=True, eq=False)
class Chapter:
    """One page in one language. ``key`` is its path without language and ending: ``ideas/01-aligned``.

    Equal to itself alone, so that what follows from it can be kept: while its file does not change it is the same.
    """

    key: str
    language: str
    path: str
    front: FrontMatter
    body: str
    first_line: int
    headings: tuple[Heading, ...]
    directives: tuple[Directive, ...]

    @property
    def section(self) -> str:
        return self.key.rsplit("/", 1)[0] if "/" in self.key else ""


def prose_lines(text: str) -> tuple[tuple[int, str], ...]:
    """The lines outside code fences, each with its index from 0."""
    return _outside_fences(text)[0]


def unclosed_fence(text: str) -> int | None:
    """The index of the line that opens a code fence which nothing closes."""
    return _outside_fences(text)[1]


@lru_cache(maxsize=1024)
def _outside_fences(text: str) -> tuple[tuple[tuple[int, str], ...], int | None]:
    lines: list[tuple[int, str]] = []
    fence, opened = "", None
    for index, line in enumerate(text.split("\n")):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence, opened = "", None
            continue
        if mark:
            fence, opened = mark[1], index
            continue
        lines.append((index, line))
    return tuple(lines), opened


def parse_directive(line: str, number: int) -> Directive | None:
    found = _DIRECTIVE.match(line)
    if not found:
        return None
    return Directive(found[1], dict(pair.split("=", 1) for pair in found[2].split()), number)
