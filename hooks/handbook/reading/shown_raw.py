"""What Markdown left in the text of a page: signs that were meant to become something else.

It is judged after Markdown, so what became a list, a table or code is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

# Code of a finding -> the signs that are left. The finding names what the group matches, or the whole where there is none.
SHOWN_RAW: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        # Only after a line of the same paragraph: at its beginning it would have become a list.
        "list-without-blank-line": re.compile(r"\n[ ]*([-*+]|\d{1,2}[.)])(?=[ ])"),
        "table-without-blank-line": re.compile(r"^[ ]*(\|[ :|-]*--[ :|-]*|:?--[ :-]*\|[ :|-]*)$", re.M),
    }
)


def shown_raw(text: str) -> Iterator[tuple[str, str]]:
    """Code and text of what a reader would see of ``text``, the words of one element; of each kind the first."""
    for code, pattern in SHOWN_RAW.items():
        if found := pattern.search(text):
            yield code, (found[1] if pattern.groups else found[0]).strip()
