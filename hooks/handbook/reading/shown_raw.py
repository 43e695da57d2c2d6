"""What Markdown left in the text of a page: signs that were meant to become something else.

It is judged after Markdown, so what became a list, a table or code is not seen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from handbook.content.code_fences import LESS_THAN

# Code of a finding -> the signs that are left. The finding names what the group "found" matches, or else the whole.
SHOWN_RAW: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        # Only after a line of the same paragraph: at its beginning it would have become a list.
        "list-without-blank-line": re.compile(r"\n[ ]*(?P<found>[-*+]|\d{1,2}[.)])(?=[ ])"),
        "quotation-without-blank-line": re.compile(r"\n[ ]*(?P<found>>)"),
        "list-with-boxes": re.compile(r"(?:^|\n)[ ]*(?P<found>\[[xX ]?\])(?=[ ])"),
        "heading-not-read": re.compile(r"(?:^|\n)[ ]*(?P<found>#{1,6})(?=[ ])"),
        "box-not-read": re.compile(r"(?:^|\n)[ ]*(?P<found>!!!|\?\?\?\+?)(?=[ ]?[\w-])"),
        "table-without-blank-line": re.compile(r"^[ ]*(?P<found>\|[ :|-]*-[ :|-]*|:?-+[ :-]*\|[ :|-]*)$", re.M),
        "image": re.compile(r"!\["),
        "note-without-text": re.compile(r"\[\^[^\]]*\]"),
        "wiki-link": re.compile(r"\[\[[^\[\]\n]+\]\]"),
        "link-by-reference": re.compile(r"\[[^\[\]]+\]\[[^\[\]]*\]"),
        "abbreviation": re.compile(r"\*\[[^\[\]\n]+\]:"),
        "other-signs": re.compile(r"(~~|==|\+\+)(?![\s~=+])[^\n]*?[^\s~=+]\1(?![~=+])|([~^])[^\s~^]+\2"),
        "emoji": re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])"),
        "backslash-shown": re.compile(rf"\\(?=[!-/:-@\[-`{{-~{LESS_THAN}]|\n|$)"),
        "backtick-left": re.compile(r"`"),
        "snippet": re.compile(r"-+8[^\w\s]{1,3}-+"),
    }
)


def shown_raw(text: str) -> Iterator[tuple[str, str]]:
    """Code and text of what a reader would see of ``text``, the words of one element; of each kind the first."""
    for code, pattern in SHOWN_RAW.items():
        if found := pattern.search(text):
            yield code, (found["found"] if "found" in pattern.groupindex else found[0]).strip()
