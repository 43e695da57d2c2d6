"""Which numbered actions and which signs of a chapter are the handbook's own: those with ``{: .ours }`` below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handbook.content.chapters import prose_lines

# Sections with signs (in a bullet list) or actions (numbered) of which it is always said whose they are, and where.
SIGNS = "signs"
SECTIONS = frozenset({SIGNS, "how", "work", "first-moves"})
FOLDERS = frozenset({"ideas", "route", "modalities"})

_HEADING = re.compile(r"#{2,6}\s.*?(?:\{\s*#([\w-]+)[^}]*\})?\s*$")
_OURS = re.compile(r"\s*\{:\s*\.ours\s*\}\s*$")
_BULLET, _NUMBERED = re.compile(r"- "), re.compile(r"\d+\. ")


@dataclass
class Actions:
    """The actions or the signs of a section; lines are counted from 0.

    Attributes:
        id: The section's anchor.
        line: That of its heading.
        ours: For each action or sign, whether it is the handbook's own.
        marks: The lines that say so.
    """

    id: str
    line: int
    ours: list[bool] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


def is_mark(line: str) -> bool:
    return _OURS.match(line) is not None


def actions(text: str) -> Iterator[Actions]:
    """Every section of ``text`` with its actions or signs, if it has any."""
    here: Actions | None = None
    for index, line in prose_lines(text):
        if found := _HEADING.match(line):
            if here:
                yield here
            here = Actions(found[1] or "", index)
        elif here is None:
            continue
        elif (_BULLET if here.id == SIGNS else _NUMBERED).match(line):
            here.ours.append(False)
        elif is_mark(line) and here.ours and not here.ours[-1]:
            here.ours[-1] = True
            here.marks.append(index)
    if here:
        yield here


def says_whose(section: str, found: Actions) -> bool:
    """Whether a line says whose the actions of a section are, on a page in the folder ``section``."""
    return bool(found.ours) and (bool(found.marks) or (found.id in SECTIONS and section in FOLDERS))
