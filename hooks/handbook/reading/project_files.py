"""The files that a site is made from, with their times and sizes."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

# Path below the project -> time of the last change (nanoseconds) and size.
Files = dict[str, tuple[int, int]]


# What editors leave behind for a moment, and Python.
_NOT_READ = re.compile(r"(.*/)?([.#][^/]*|[^/]*~|4913|__pycache__/.*)")


def files_of(root: Path) -> Files:
    """All files that a site is made from, as they are now."""
    found = {"mkdocs.yml": _state(os.stat(root / "mkdocs.yml"))}
    folders = ["data", "docs", "hooks", "overrides"]
    while folders:
        folder = folders.pop()
        with suppress(FileNotFoundError), os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif not _NOT_READ.fullmatch(path):
                    with suppress(FileNotFoundError):
                        found[path] = _state(entry.stat(follow_symlinks=False))
    return found


def _state(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size
