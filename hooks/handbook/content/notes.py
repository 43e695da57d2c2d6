"""Notes of a chapter: ``[^key]`` in its text, and at the end of its file ``[^key]: ...``, each on one line.

Code is left alone. What is wrong with them is judged in reading/note_mistakes.py; the site makes them in
reading/markdown_notes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from handbook.content.chapters import INLINE_CODE, prose_lines

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What Markdown takes for a note's key, unless the bracket is escaped.
_MARK = re.compile(r"(?<!\\)(?:\\\\)*\[\^(?P<key>[^\]]*)\]")
# What Markdown takes for a note, inside lists, quotations and boxes too.
_NOTE = re.compile(r"(?P<before>[\s>]*(?:(?:[-*+]|\d+[.)])\s+)*)\[\^(?P<key>[^\]]*)\]:[ \t]*(?P<text>.*)")


@dataclass(frozen=True)
class Mark:
    """``[^key]`` in a text: its line and column, both from 0."""

    index: int
    column: int
    key: str


@dataclass(frozen=True)
class Note(Mark):
    """``[^key]: text``; ``is_apart``: it begins its line, and is not in a list, a quotation or a box."""

    text: str
    is_apart: bool


def marks(text: str) -> Iterator[Mark]:
    """The marks in the text and in its notes, in order."""
    for index, line in prose_lines(text):
        note = _NOTE.match(line)
        for found in _marks(line):
            if not note or found.start("key") != note.start("key"):
                yield Mark(index, found.start("key") - 2, found["key"])


def notes(text: str) -> Iterator[Note]:
    """The notes, in order."""
    for index, line in prose_lines(text):
        if found := _NOTE.match(line):
            yield Note(index, found.start("key") - 2, found["key"], found["text"].strip(), not found["before"])


def without_notes(text: str) -> str:
    """The text without its notes; what is left of it keeps its line numbers."""
    lines = text.split("\n")
    for note in notes(text):
        lines[note.index] = ""
    return "\n".join(lines)


def with_notes_of(part: str, text: str) -> str:
    """A part of ``text`` with the notes that it refers to after it, and no others."""
    lines, keys = text.split("\n"), {mark.key for mark in marks(part)}
    used = [lines[note.index] for note in notes(text) if note.key in keys]
    return "\n\n".join([without_notes(part).strip("\n"), *used])


def with_own_keys(text: str, page: str) -> str:
    """The text with keys that no other page has, so that several can be gathered on one: ``[^page--key]``."""
    lines = text.split("\n")
    for index, line in prose_lines(text):
        for found in reversed(_marks(line)):
            start = found.start("key")
            line = f"{line[:start]}{page}--{line[start:]}"
        lines[index] = line
    return "\n".join(lines)


def _marks(line: str) -> list[re.Match[str]]:
    if "[^" not in line:
        return []
    return list(_MARK.finditer(INLINE_CODE.sub(lambda code: "x" * len(code[0]), line)))
