"""Signs written as HTML names or numbers that would not be shown as they are meant: ``&#8217`` and ``&notit;``.

In code nothing is such a sign, but Markdown adds the semicolon to a number that has none.
"""

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
            code = [found.span() for found in INLINE_CODE.finditer(line)]
            for found in _ENTITY.finditer(line):
                in_code = any(start <= found.start() < end for start, end in code)
                if in_code and not found["name"]:
                    yield index, found.start() + 1, "number-in-code", {"found": found[0]}
                elif not in_code and found["name"] not in html.entities.html5:
                    yield index, found.start() + 1, "bad-entity", {"found": found[0]}
