"""The files that a site is made from, with their times and sizes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from handbook.reading.project_tree import FOLDERS, is_passed_over

# Path below the project -> time of the last change (nanoseconds) and size.
Files = dict[str, tuple[int, int]]


def files_of(root: Path) -> Files:
    """All files that a site is made from, as they are now; links are not followed."""
    found = {"mkdocs.yml": _state(os.stat(root / "mkdocs.yml"))}
    folders = [*FOLDERS, "hooks"]
    while folders:
        folder = folders.pop()
        with suppress(FileNotFoundError), os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                    continue
                with suppress(FileNotFoundError):
                    state = entry.stat(follow_symlinks=False)
                    if not is_passed_over(root, path, state):
                        found[path] = _state(state)
    return found


def _state(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_mtime_ns, stat.st_size
