"""Boxes as a chapter's author wrote them: each has a title, and its text is indented by four spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.content.chapters import prose_lines

_BOX = re.compile(r'([ ]*)!!! ?[\w-]+(?:[ ]+[\w-]+)*(?:[ ]+"(.*?)")?[ ]*')


def badly_written_boxes(text: str) -> Iterator[tuple[int, int, str]]:
    """Line from 0, column from 1 and code of what is wrong with a box."""
    lines = text.split("\n")
    for index, line in prose_lines(text):
        box = _BOX.fullmatch(line)
        if not box:
            continue
        indent = len(box[1])
        if not (box[2] or "").strip():
            yield index, indent + 1, "box-without-title"
        first = next((at for at in range(index + 1, len(lines)) if lines[at].strip()), index)
        own = len(lines[first]) - len(lines[first].lstrip(" "))
        if own != indent + 4:
            yield first, own + 1, "box-with-other-indent"
