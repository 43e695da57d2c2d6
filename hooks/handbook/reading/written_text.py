"""What spoils a written text before anybody reads it as YAML or Markdown."""

from __future__ import annotations

import re

Position = tuple[int, int]

# How Git, in its default and its diff3 style, marks the two sides of a conflict. The line between them (=======) may
# underline a heading, so it does not count here.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.M)


def position(text: str, index: int) -> Position:
    """The line and the column, both from 1, of a character of ``text``."""
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def conflict_marker(text: str) -> Position | None:
    """Where an unresolved merge conflict begins in ``text``, whose lines end with a line feed."""
    found = _CONFLICT.search(text)
    return position(text, found.start()) if found else None
