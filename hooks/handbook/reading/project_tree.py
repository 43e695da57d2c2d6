"""What may lie in docs/, data/ and overrides/: only what is listed here is read, and only that is published.

Links are never followed. What editors and systems leave behind is passed over.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from handbook.reading.record_files import COLLECTIONS, LISTS, SCHEMAS, SINGLE, VOCABULARIES

FOLDERS = ("data", "docs", "overrides")

_KB = 1024
_PLAIN = r"[a-z0-9]+([.-][a-z0-9]+)*"  # lower-case ASCII, hyphens, dots
_ID = r"[a-z0-9]+(-[a-z0-9]+)*"


def _one_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names))


# The paths of the files that may lie there, and how many bytes each may have; YAML has its own limit, when it is read.
_LISTED: tuple[tuple[str, int | None], ...] = (
    (rf"docs/(?!assets/)({_ID}/)*{_ID}\.(es|en)\.md", 256 * _KB),
    (
        rf"docs/assets/(case-page|cases|checklists|form|handbook|home|search|short|teaching|tools)\.css|docs/assets/js/{_ID}\.js",
        256 * _KB,
    ),
    (r"docs/assets/(icon\.svg|screenshot\.png)", 256 * _KB),
    (r"docs/contribute/example-case\.yml", None),
    (rf"data/({_one_of(COLLECTIONS)})/{_ID}\.yml", None),
    (rf"data/vocabulary/({_one_of(VOCABULARIES)}|words)\.yml", None),
    (rf"data/({_one_of(LISTS | SINGLE)})\.yml", None),
    (r"data/permalinks\.txt", 4096 * _KB),
    (r"data/sources-in-sentences\.txt", 64 * _KB),
    (r"data/editions/[0-9.]+\.yml", None),
    (r"data/editions/[0-9.]+\.(site\.json|text\.json\.gz)", 4096 * _KB),
    (rf"data/schemas/({_one_of(SCHEMAS)})\.json", 1024 * _KB),
    (r"data/map/(README\.md|countries-110m\.json)", 256 * _KB),
    (rf"overrides/({_ID}/)*{_PLAIN}\.(html|md)", 256 * _KB),
)
_PLACES = tuple((re.compile(pattern), limit) for pattern, limit in _LISTED)

# What editors, systems and Python leave behind: hidden, x~, #x#, ~$x, vim's 4913, copies before a change or a merge.
_LEFTOVER = re.compile(
    r"(.*/)?(\.[^/]*|[^/]*~|#[^/]*#|~\$[^/]*|4913|__pycache__|(?i:thumbs\.db|desktop\.ini)|[^/]*\.(swp|swo|orig|bak))(/.*)?",
    re.S,
)
# Emacs marks a file that is being edited with a link to nowhere: .#name -> user@host.process:start
_EMACS_LOCK = re.compile(r"[^/]+@[^/]+\.\d+(:\d+)?")


@dataclass(frozen=True)
class Tree:
    """What lies in docs/, data/ and overrides/, as paths below ``root``, sorted; leftovers are in none of them."""

    root: Path
    listed: tuple[str, ...]
    strays: tuple[str, ...]  # plain files that nothing reads where they lie
    too_large: tuple[tuple[str, int, int], ...]  # listed files with their bytes, and the bytes that they may have
    not_plain: tuple[tuple[str, str], ...]  # links, devices and so on, each with what it is: a phrase of the findings

    def files_in(self, folder: str) -> list[str]:
        """The listed files that lie in ``folder`` itself."""
        return [path for path in self.listed if path.rpartition("/")[0] == folder]

    def strays_in(self, folder: str) -> list[str]:
        """The others there."""
        return [path for path in self.strays if path.rpartition("/")[0] == folder]


def look_through(root: Path) -> Tree:
    """What lies in the tree; no file is opened and no link is followed."""
    listed: list[str] = []
    strays: list[str] = []
    too_large: list[tuple[str, int, int]] = []
    not_plain: list[tuple[str, str]] = []
    for path, state in _entries(root):
        if stat.S_ISDIR(state.st_mode):
            if path.endswith((".yml", ".md")) and not _is_leftover(path):
                not_plain.append((path, kind(state)))
        elif is_passed_over(root, path, state):
            continue
        elif not stat.S_ISREG(state.st_mode):
            not_plain.append((path, kind(state)))
        elif place := next((one for one in _PLACES if one[0].fullmatch(path)), None):
            listed.append(path)
            if place[1] is not None and state.st_size > place[1]:
                too_large.append((path, state.st_size, place[1]))
        else:
            strays.append(path)
    # A record beside data/ is read by nobody.
    for path, state in _entries(root, tuple(COLLECTIONS)):
        if stat.S_ISREG(state.st_mode) and path.endswith((".yml", ".yaml")) and not _is_leftover(path):
            strays.append(path)
    return Tree(root, tuple(sorted(listed)), tuple(sorted(strays)), tuple(sorted(too_large)), tuple(sorted(not_plain)))


def is_passed_over(root: Path, path: str, state: os.stat_result) -> bool:
    """Whether ``path`` below ``root`` is a hidden file or what an editor, the system or Python has left behind.

    A link or a device is none, whatever its name, except for the mark that Emacs sets.
    """
    if stat.S_ISLNK(state.st_mode) and path.rpartition("/")[2].startswith(".#"):
        with suppress(OSError):
            return _EMACS_LOCK.fullmatch(os.readlink(root / path)) is not None
    return stat.S_ISREG(state.st_mode) and _is_leftover(path)


def _is_leftover(path: str) -> bool:
    return _LEFTOVER.fullmatch(path) is not None


def kind(state: os.stat_result) -> str:
    """What an entry is that is no plain file: a phrase of the findings."""
    if stat.S_ISLNK(state.st_mode):
        return "@link"
    return "@folder" if stat.S_ISDIR(state.st_mode) else "@device"


def _entries(root: Path, folders: tuple[str, ...] = FOLDERS) -> Iterator[tuple[str, os.stat_result]]:
    """Everything in the folders and below, hidden folders too: MkDocs would follow a link in those."""
    for name in folders:
        with suppress(FileNotFoundError):
            yield name, os.lstat(root / name)
    waiting = [name for name in folders if (root / name).is_dir() and not (root / name).is_symlink()]
    while waiting:
        folder = waiting.pop()
        with suppress(FileNotFoundError), os.scandir(root / folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # gone meanwhile
                    path, state = f"{folder}/{entry.name}", entry.stat(follow_symlinks=False)
                    if stat.S_ISDIR(state.st_mode):
                        waiting.append(path)
                    yield path, state
