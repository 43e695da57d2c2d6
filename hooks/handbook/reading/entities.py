"""Signs written as HTML names or numbers that a browser would not show as they are meant: ``&#8217`` and ``&notit;``."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator

from handbook.content.chapters import INLINE_CODE, prose_lines

# A number without its semicolon, or a name.
_ENTITY = re.compile(r"&#(?:\d+|[xX][0-9A-Fa-f]+)(?![0-9A-Fa-f;])|&(?P<name>[A-Za-z0-9]+;)")


def badly_written_entities(text: str) -> Iterator[tuple[int, int, str, dict[str, str]]]:
    """Line from 0, column from 1, code and words of each."""
    for index, line in prose_lines(text):
        if "&" in line:
            for found in _ENTITY.finditer(INLINE_CODE.sub(lambda code: "x" * len(code[0]), line)):
                if found["name"] not in html.entities.html5:
                    yield index, found.start() + 1, "bad-entity", {"found": found[0]}
