"""What belongs to an item of a list is indented by four spaces: with fewer, Markdown puts it beside the item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.content.chapters import prose_lines

_LINE = re.compile(r"( *)((?:[-*+]|\d{1,9}[.)]) +)?(?=\S)")


def badly_indented_lists(text: str) -> Iterator[tuple[int, int, int]]:
    """Line from 0, indentation, and the indentation that was meant, of each line that hangs on an item.

    What was meant is what other programs make of it: a line belongs to the item under whose text it begins.
    """
    items: list[tuple[int, int]] = []  # the open items: where the text of each begins, and where it should begin
    after_blank, hanging = True, False
    for index, line in prose_lines(text):
        found = _LINE.match(line)
        if not found:
            after_blank = True
            continue
        own, mark = len(found[1]), found[2]
        goes_on = not mark and not after_blank
        if goes_on and not (hanging and items and own >= items[-1][0]):
            continue
        # Lines that go on with the text of an item may stand where they like; those of another paragraph may not.
        hanging, after_blank = not mark, False
        while items and own < items[-1][0]:
            items.pop()
        meant = items[-1][1] if items else own - own % 4
        if items and own < meant:
            yield index, own, meant
        if mark:
            items.append((own + len(mark), max(own, meant) - max(own, meant) % 4 + 4))
