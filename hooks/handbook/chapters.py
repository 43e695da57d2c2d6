"""Chapters: Markdown files with front matter, seen as headings, directives and text. Code fences are left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from handbook.findings import Finding, finding
from handbook.models import FrontMatter
from handbook.records import as_record, remembered
from handbook.strict_yaml import INVISIBLE, Document

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
    document: Document

    @property
    def section(self) -> str:
        return self.key.rsplit("/", 1)[0] if "/" in self.key else ""


def read_chapters(root: Path, vocabulary: Mapping[str, Any]) -> tuple[list[Chapter], list[Finding]]:
    """All chapters under docs/, and what is wrong with the others."""
    chapters: list[Chapter] = []
    findings: list[Finding] = []
    for file in sorted((root / "docs").rglob("*.md")):
        path = file.relative_to(root).as_posix()
        name = _NAME.fullmatch(file.relative_to(root / "docs").as_posix())
        if not name:
            findings.append(finding(path, 1, 1, "", "odd-chapter-name"))
            continue
        if file.is_symlink() or not file.is_file():
            findings.append(finding(path, 1, 1, "", "not-a-file"))
            continue
        chapter, problems = remembered(file, path, vocabulary, partial(_read, file, path, name, vocabulary))
        findings += problems
        if chapter:
            chapters.append(chapter)
    return chapters, findings


def _read(
    file: Path, path: str, name: re.Match[str], vocabulary: Mapping[str, Any]
) -> tuple[Chapter | None, list[Finding]]:
    return parse_chapter(file.read_bytes(), path, name["key"], name["language"], vocabulary)


def parse_chapter(
    data: bytes, path: str, key: str, language: str, vocabulary: Mapping[str, Any]
) -> tuple[Chapter | None, list[Finding]]:
    head, body, first_line = _split(data)
    if head is None:
        return None, [finding(path, 1, 1, "", "no-front-matter")]
    loaded, findings = as_record(head, path, FrontMatter, vocabulary, first_line=2)
    try:
        text = body.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = first_line + body[: error.start].count(b"\n")
        return None, [*findings, finding(path, line, error.start - body.rfind(b"\n", 0, error.start), "", "not-utf-8")]
    if odd := INVISIBLE.search(text):
        line = first_line + text[: odd.start()].count("\n")
        column = odd.start() - text.rfind("\n", 0, odd.start())
        findings = [*findings, finding(path, line, column, "", "control-character")]
    if any(one.code == "empty-file" for one in findings):
        findings = [finding(path, 1, 1, "", "no-front-matter")]
    headings, directives, problems = _scan(text, path, first_line)
    findings += problems
    if loaded is None:
        return None, findings
    return (
        Chapter(key, language, path, loaded.record, text, first_line, headings, directives, loaded.document),
        findings,
    )


def _split(data: bytes) -> tuple[bytes | None, bytes, int]:
    """Front matter, the rest, and the line where the rest begins."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    found = re.match(rb"---[ \t]*\r?\n(.*?\n)??---[ \t]*(?:\r?\n|$)", data, re.S)
    if not found:
        return None, data, 1
    return found.group(1) or b"", data[found.end() :], found.group(0).count(b"\n") + 1


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


def _scan(text: str, path: str, first_line: int) -> tuple[tuple[Heading, ...], tuple[Directive, ...], list[Finding]]:
    headings: list[Heading] = []
    directives: list[Directive] = []
    findings: list[Finding] = []
    for index, line in prose_lines(text):
        number = first_line + index
        if found := _HEADING.match(line):
            headings.append(Heading(len(found[1]), found[2], found[3], number))
        bare = INLINE_CODE.sub(lambda found: " " * len(found.group(0)), line)
        if comment := _COMMENT.search(bare):
            directive = parse_directive(line, number)
            if directive:
                directives.append(directive)
            else:
                findings.append(finding(path, number, comment.start() + 1, "", "unclosed-comment"))
        elif html := _HTML.search(bare):
            findings.append(finding(path, number, html.start() + 1, "", "raw-html", found=html.group(0)[:40]))
        for link in _SCHEME.finditer(bare):
            if link[2].lower() not in ("http", "https", "mailto"):
                findings.append(finding(path, number, link.start(1) + 1, "", "bad-link", found=link[1][:60]))
        if (brace := bare.find("{")) != -1:
            for one in _ATTRIBUTE.finditer(bare, brace, bare.rfind("}") + 1):
                if one[1].removeprefix(":") not in _ATTRIBUTES:
                    place = (path, number, one.start() + 1, "")
                    findings.append(finding(*place, "attribute", found=one[1][:40], allowed="#id, .class, lang="))
    if (opened := unclosed_fence(text)) is not None:
        findings.append(finding(path, first_line + opened, 1, "", "unclosed-fence"))
    return tuple(headings), tuple(directives), findings
