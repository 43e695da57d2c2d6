"""Read chapters: front matter, headings and directives of each Markdown file, with findings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from handbook.content.chapters import (
    _HEADING,
    _NAME,
    Chapter,
    Directive,
    Heading,
    parse_directive,
    prose_lines,
)
from handbook.content.models import FrontMatter
from handbook.content.reuse import reuse_of_file
from handbook.reading import markdown_result
from handbook.reading.findings import Finding, finding
from handbook.reading.project_tree import Tree
from handbook.reading.records import Loaded, as_record, ids_of
from handbook.reading.written_text import conflict_marker, position, spoilt


def read_chapters(tree: Tree, vocabulary: Mapping[str, Any]) -> tuple[list[Loaded], list[Finding]]:
    """All chapters under docs/ with the positions of their front matter, and the findings about the others."""
    chapters: list[Loaded] = []
    findings: list[Finding] = []
    for path in tree.listed:
        name = _NAME.fullmatch(path.removeprefix("docs/")) if path.startswith("docs/") else None
        if not name:
            continue
        file = tree.root / path
        read = partial(_read, file, path, name, vocabulary)
        chapter, problems = reuse_of_file(file, read_chapters, read, ids_of(vocabulary))
        findings += problems
        if chapter:
            chapters.append(chapter)
    return chapters, findings


def _read(
    file: Path, path: str, name: re.Match[str], vocabulary: Mapping[str, Any]
) -> tuple[Loaded | None, list[Finding]]:
    return parse_chapter(file.read_bytes(), path, name["key"], name["language"], vocabulary)


def parse_chapter(
    data: bytes, path: str, key: str, language: str, vocabulary: Mapping[str, Any]
) -> tuple[Loaded | None, list[Finding]]:
    if place := conflict_marker(data.decode("utf-8-sig", "replace").replace("\r\n", "\n")):
        return None, [finding(path, *place, "", "merge-conflict")]
    head, body, first_line = _split(data)
    if head is None:
        return None, [finding(path, 1, 1, "", "no-front-matter")]
    loaded, findings = as_record(head, path, FrontMatter, vocabulary, first_line=2)
    try:
        text = body.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = first_line + body[: error.start].count(b"\n")
        return None, [*findings, finding(path, line, error.start - body.rfind(b"\n", 0, error.start), "", "not-utf-8")]
    for one in spoilt(text):
        line, column = position(text, one.at)
        findings = [*findings, finding(path, first_line + line - 1, column, "", one.code, **one.words)]
    if any(one.code == "empty-file" for one in findings):
        findings = [finding(path, 1, 1, "", "no-front-matter")]
    headings, directives = _scan(text, first_line)
    result = markdown_result.judge(text, path, key, first_line)
    findings += result.findings
    if loaded is None:
        return None, findings
    chapter = Chapter(
        key, language, path, loaded.record, text, first_line, headings, directives, result.links, result.anchors
    )
    return (
        Loaded(chapter, path, loaded.document),
        findings,
    )


def _split(data: bytes) -> tuple[bytes | None, bytes, int]:
    """Front matter, the rest, and the line where the rest begins."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    found = re.match(rb"---[ \t]*\r?\n(.*?\n)??---[ \t]*(?:\r?\n|$)", data, re.S)
    if not found:
        return None, data, 1
    return found.group(1) or b"", data[found.end() :], found.group(0).count(b"\n") + 1


def _scan(text: str, first_line: int) -> tuple[tuple[Heading, ...], tuple[Directive, ...]]:
    headings: list[Heading] = []
    directives: list[Directive] = []
    for index, line in prose_lines(text):
        if found := _HEADING.match(line):
            headings.append(Heading(len(found[1]), found[2], found[3], first_line + index))
        if directive := parse_directive(line, first_line + index):
            directives.append(directive)
    return tuple(headings), tuple(directives)
