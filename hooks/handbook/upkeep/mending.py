"""``handbook check --fix``: mend what has one right answer.

A finding says what to do about it in its word ``mend``: put a common ``space``, ``quote`` a text between two columns,
leave a ``blank`` line before, or ``indent`` a line. Besides, the first line of a record names its schema.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from handbook.content import models
from handbook.loading import inspect
from handbook.reading.findings import Finding, printable
from handbook.reading.project_tree import Tree, look_through
from handbook.reading.record_files import COLLECTIONS, LISTS, SCHEMAS, SINGLE, VOCABULARIES
from handbook.reading.yaml_faults import OTHER_SPACES, quoted

# What is wrong in the rest of a file is seen only after its first fault is mended.
_ROUNDS = 100
_SCHEMA_LINE = re.compile(r"# *yaml-language-server *:.*")
_SPACES = re.compile(f"[{OTHER_SPACES}]+")


def mend(root: Path) -> Iterator[str]:
    """Mend the files of the project at ``root``; give a diff for each that has changed."""
    tree = look_through(root)
    if tree.not_plain or not (root / "data").is_dir():  # nothing is read then, and nothing written
        return
    before: dict[str, bytes] = {}

    def rewrite(path: str, text: str | None) -> bool:
        """Write a file anew; say whether it has changed."""
        old = (root / path).read_bytes()
        if text is None or text.encode("utf-8") == old:
            return False
        (root / path).write_bytes(text.encode("utf-8"))
        before.setdefault(path, old)
        return True

    for path, line in _schema_lines(tree):
        rewrite(path, _with_schema(_text(root / path), line))
    for _ in range(_ROUNDS):
        mendable = sorted(one for one in inspect(root)[1] if one.mend and one.path in tree.listed)
        files = {path: list(found) for path, found in groupby(mendable, key=lambda one: one.path)}
        if not any([rewrite(path, _mended(_text(root / path), found)) for path, found in files.items()]):
            break
    for path in sorted(before):
        yield _diff(path, before[path], (root / path).read_bytes())


def _text(file: Path) -> str | None:
    """The text of a file; None where it is not UTF-8."""
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None


def _schema_lines(tree: Tree) -> Iterator[tuple[str, str]]:
    """The records below data/, each with the line that names its schema."""
    names = {model: name for name, model in SCHEMAS.items()}
    vocabularies = VOCABULARIES | {"words": models.Words}
    lists = LISTS | SINGLE
    folders = COLLECTIONS | {"editions": models.RecordedEdition}
    for path in tree.listed:
        folder, _, name = path.removeprefix("data/").removesuffix(".yml").rpartition("/")
        model = {"": lists.get(name), "vocabulary": vocabularies.get(name)}.get(folder, folders.get(folder))
        if path.startswith("data/") and path.endswith(".yml") and model:
            up = "../" if folder else ""
            yield path, f"# yaml-language-server: $schema={up}schemas/{names[model]}.json"


def _with_schema(text: str | None, line: str) -> str | None:
    """``text`` with ``line`` at its beginning, in place of another of its kind."""
    if text is None or text.startswith("\ufeff"):
        return None
    first, end, rest = text.partition("\n")
    if _SCHEMA_LINE.fullmatch(first.rstrip("\r")):
        return line + first[len(first.rstrip("\r")) :] + end + rest
    return line + ("\r\n" if first.endswith("\r") else "\n") + text


def _mended(text: str | None, found: list[Finding]) -> str | None:
    """``text`` with each finding mended, the last first, so that the places of the others stay."""
    if text is None:
        return None
    lines = text.split("\n")
    for one in sorted(found, reverse=True):
        line, column = lines[one.line - 1], one.column - 1
        what, *numbers = one.mend.split(" ")
        if what == "blank" and one.line > 1:
            lines.insert(one.line - 1, "\r" if line.endswith("\r") else "")
        elif what == "indent" and not line[:column].strip(" "):
            lines[one.line - 1] = " " * int(numbers[0]) + line[column:]
        elif what == "space" and (spaces := _SPACES.match(line, column)):
            lines[one.line - 1] = line[:column] + " " * len(spaces[0]) + line[spaces.end() :]
        elif what == "quote" and "\t" not in line:
            start, stop = map(int, numbers)
            lines[one.line - 1] = line[:start] + quoted(line[start:stop]) + line[stop:]
    return "\n".join(lines)


def _diff(path: str, old: bytes, new: bytes) -> str:
    before, after = (data.decode("utf-8").splitlines() for data in (old, new))
    return "\n".join(map(printable, difflib.unified_diff(before, after, path, path, lineterm="")))
