"""The one cache of a process: what was made of a file, or of what was read from it, is reused while that is the same.

Live preview reads and checks the whole book after each saved file. With 40 cases that takes 25 ms with this cache and
540 ms without (processor time). Without this or that use alone the same took, in alternating runs, so much longer:
findings on the language of records 59 ms and of chapters 47, on the parts of pairs 32, on avoided words 57, the
glossary's patterns 84, the outlines of the countries 398. Where every directive is expanded again: editions 112 ms,
reading minutes 26, hashes of sections 11. What saved less than 10 ms was deleted: links, lines of prose, names of
countries.

An entry stays for each file and use, and is replaced when they change, so the cache does not grow with the edits.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")

_made: dict[Hashable, tuple[tuple[object, ...], Any]] = {}


def reuse(what: Hashable, made_from: tuple[object, ...], make: Callable[[], Result]) -> Result:
    """The cached result for ``what`` if ``made_from`` is unchanged; otherwise the result of ``make``."""
    last = _made.get(what)
    if last and last[0] == made_from:
        known: Result = last[1]
        return known
    result = make()
    _made[what] = (made_from, result)
    return result


def reuse_of_file(file: Path, use: Hashable, make: Callable[[], Result], *made_from: object) -> Result:
    """What ``make`` reads in ``file`` for a use; read again when the file's time or size has changed, or ``made_from``.

    Raises:
        OSError: there is no such file.
    """
    stat = file.stat()
    return reuse((use, file), (stat.st_mtime_ns, stat.st_size, *made_from), make)


def once_for_each_file(function: Callable[..., Result]) -> Callable[..., Result]:
    """Decorate what follows from a parsed file, the first argument, and from others alone; each is equal to itself
    alone, as a chapter is."""

    @functools.wraps(function)
    def reused(parsed: Any, *others: Any) -> Result:
        return reuse((function, parsed.path), (parsed, *others), lambda: function(parsed, *others))

    return reused
