"""Lists as a chapter's author wrote them: the page counts their items from 1, and shows no other number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.content.chapters import parse_directive, prose_lines

_ITEM = re.compile(r"( *)(?:(?P<number>\d{1,9})\.|[-*+]) +(?P<text>\S.*)")
_INSIDE = re.compile(r"(?:(?P<number>\d{1,9})\.|[-*+]) ")
_QUOTED = re.compile(r" {0,3}>[ ]?")
# After these a list needs no blank line.
_BOX = re.compile(r" *!!!")
_BEFORE_A_LIST = re.compile(r" *(#{1,6}[ ]|!!!)")


def badly_numbered_lists(text: str) -> Iterator[tuple[int, int, str, dict[str, str]]]:
    """Line from 0, column from 1, code and words of each item that the page would number or place otherwise."""
    # How deep a list is in others -> whether it is numbered, its last number, and whether a blank line came before it.
    lists: dict[int, tuple[bool, int, bool]] = {}
    box = -1  # how deep the outermost open box is; none
    after_blank, may_begin, in_list, was_quoted, first = True, True, False, False, 0
    lines, last_index = text.split("\n"), -1
    for index, line in prose_lines(text):
        if index > last_index + 1 and after_blank:  # a fence stood between, and begins what follows it
            fence = lines[last_index + 1]
            first, after_blank = (len(fence) - len(fence.lstrip(" "))) // 4, False
            may_begin = in_list = False
        last_index = index
        quoted = _QUOTED.match(line)
        line = line[quoted.end() :] if quoted else line
        if bool(quoted) != was_quoted or parse_directive(line, index):
            lists, after_blank, may_begin, was_quoted = {}, True, True, bool(quoted)
        if not line.strip():
            after_blank = may_begin = True
            continue
        item = _ITEM.match(line)
        depth = (len(line) - len(line.lstrip(" "))) // 4
        if depth <= box:
            box = -1
        if box < 0 and _BOX.match(line):
            box = depth
        was_blank = after_blank
        if after_blank:
            first = depth
        if may_begin:
            in_list = bool(item)
            if not item:
                lists = {deep: one for deep, one in lists.items() if deep < depth}
        after_blank, may_begin = False, bool(_BEFORE_A_LIST.match(line))
        if item and depth < first:  # Markdown would put it into the item that ends
            column = (quoted.end() if quoted else 0) + len(item[1]) + 1
            yield index, column, "item-without-blank-line", {} if quoted else {"mend": "blank"}
            first = depth
        if not (item and in_list):
            continue
        lists = {deep: one for deep, one in lists.items() if deep <= depth}
        column = (quoted.end() if quoted else 0) + len(item[1]) + 1
        numbered, last, apart = lists.get(depth, (bool(item["number"]), 0, was_blank))
        lists[depth] = numbered, last + 1, apart
        if 0 <= box < depth - 1 and was_blank and not apart:  # Markdown would put the items before what they hang on
            yield index, column, "tight-list-in-box", {}
        if numbered != bool(item["number"]):
            yield index, column, "list-of-two-kinds", {}
        elif numbered and int(item["number"]) != last + 1:
            yield index, column, "list-number", {"found": f"{item['number']}.", "meant": f"{last + 1}."}
        elif inside := _INSIDE.match(item["text"]):
            yield index, column + item.start("text") - len(item[1]), "list-in-item", {"found": inside[0].strip()}
