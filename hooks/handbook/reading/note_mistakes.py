"""Notes as they may not be written: each would be lost, shown with its signs, or shown where nobody looks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.content.chapters import prose_lines
from handbook.content.notes import KEY, marks, notes
from handbook.reading.records import as_id

_HEADING = re.compile(r"#{1,6}\s")
# What would begin a list, a quotation or a box in the note, and not be shown.
_BEGINS_MORE = re.compile(r"(?:\d{1,9}\.|[-*+])\s|>|!!!\s?[\w-]|`{3}|~{3}")
_LINK_WITH_MARK = re.compile(r"\[[^\[\]]*(?P<mark>\[\^[^\]]*\])[^\[\]]*\]\(")


def badly_written_notes(text: str) -> Iterator[tuple[int, int, str, dict[str, str]]]:
    """The index of the line, the column from 1, the code and the words of each finding about notes."""
    written, used = list(notes(text)), list(marks(text))
    lines, keys = dict(prose_lines(text)), [note.key for note in written]
    for one in [*written, *used]:
        if not KEY.fullmatch(one.key):
            better = as_id(one.key)
            words = {"found": f"[^{one.key}]", **({"nearest": f"[^{better}]"} if better else {})}
            yield one.index, one.column + 1, "note-key", words
    for mark in used:
        place, words = (mark.index, mark.column + 1), {"found": f"[^{mark.key}]"}
        if mark.key not in keys:
            yield *place, "note-without-text", words
        if _HEADING.match(lines[mark.index]) or any(
            found.start("mark") == mark.column for found in _LINK_WITH_MARK.finditer(lines[mark.index])
        ):
            yield *place, "note-in-heading-or-link", words
    for number, note in enumerate(written):
        place, words = (note.index, note.column + 1), {"found": f"[^{note.key}]"}
        if note.key in keys[:number]:
            yield *place, "note-twice", words
        elif note.key not in {mark.key for mark in used}:
            yield *place, "note-without-mark", words
        if not note.text:
            yield *place, "note-empty", words
        elif sign := _BEGINS_MORE.match(note.text):
            yield *place, "note-begins-with-sign", {"found": sign[0].strip()}
    first = next((note for note in written if note.is_apart), None)
    for note in written:
        if not note.is_apart:
            yield note.index, note.column + 1, "note-not-at-end", {}
    if first:
        at = {note.index for note in written}
        after = (index for index, line in enumerate(text.split("\n")) if index > first.index and line.strip())
        if (index := next((index for index in after if index not in at), None)) is not None:
            yield index, 1, "text-after-notes", {}
