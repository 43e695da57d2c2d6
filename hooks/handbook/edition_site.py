"""The site of a past edition, made again from its commit, and the mark of it that data/editions/ keeps.

The mark is the SHA-256 of an archive of the site that depends on nothing but the names and bytes of its files and the
day of the edition. Downloads are not part of it.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import yaml
from pydantic import ValidationError

from handbook.building import BuildError
from handbook.content import edition
from handbook.content.models import EditionSite
from handbook.content.recorded_editions import FOLDER

# What changes a site from outside, or is of the process that runs now.
_LEFT_OUT = ("SITE_URL", "REPO_URL", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED", "VIRTUAL_ENV")
_LOCK = "requirements.txt"


class NoSuchEditionError(Exception):
    """The edition cannot be made again: no commit is known for it, or the repository lacks that commit."""


def recorded(root: Path, edition_id: str) -> EditionSite | None:
    """What data/editions/ says of the site of an edition; None where it says nothing.

    Raises:
        NoSuchEditionError: the file cannot be read.
    """
    file = _record(root, edition_id)
    if not file.exists():
        return None
    try:
        return EditionSite.model_validate_json(file.read_bytes())
    except ValidationError as wrong:
        raise NoSuchEditionError(f"{file}: {wrong.errors()[0]['msg']}") from None


def record(root: Path, edition_id: str, site: EditionSite) -> Path:
    """Write what ``recorded`` reads."""
    file = _record(root, edition_id)
    file.write_text(json.dumps(site.model_dump(), indent=2) + "\n", encoding="utf-8")
    return file


def commit_of(root: Path, edition_id: str, commit: str | None = None) -> str:
    """The full id of an edition's commit: the one given, else the recorded one, else that of the tag ``edition_id``.

    Raises:
        NoSuchEditionError: there is none, or not in this repository.
    """
    known = recorded(root, edition_id)
    name = commit or (known.commit if known else f"refs/tags/{edition_id}")
    found = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
    )
    if found.returncode:
        raise NoSuchEditionError(
            f"{edition_id}: this repository has no commit {name}; fetch its whole history, or name the commit."
        )
    return found.stdout.strip()


def make_again(root: Path, commit: str, target: Path) -> EditionSite:
    """Build the site of ``commit``, of the repository at ``root``, into the new folder ``target``.

    Where the commit pins what the present tree pins, the Python that runs now builds it and nothing is installed; else
    the commit's own ``make`` prepares an environment that goes away afterwards.

    Raises:
        FileExistsError: ``target`` is there already.
        BuildError: what failed is on the screen.
    """
    if target.exists():
        raise FileExistsError(target)
    with tempfile.TemporaryDirectory(prefix="edition-") as folder:
        tree = Path(folder) / "tree"
        _check_out(root, commit, tree)
        python = sys.executable
        if _pinned(tree) is None or _pinned(tree) != _pinned(root):
            _run(["make", "--silent", ".venv/.site", f"PYTHON={sys.executable}"], tree)
            python = str(tree / ".venv/bin/python")
        _run([python, "-m", _command(tree), "site", "--to", str(target)], tree, PYTHONPATH=str(tree / "hooks"))
        day = yaml.safe_load((tree / edition.FILE).read_text(encoding="utf-8"))["date"]
    return mark(target, commit, day)


def _command(tree: Path) -> str:
    """The module that is the command ``handbook`` of the project in ``tree``; it has moved between editions."""
    scripts = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    return str(scripts["handbook"]).partition(":")[0]


def mark(site: Path, commit: str, day: str, archive: Path | None = None) -> EditionSite:
    """The mark of a built site. ``day`` (2026-11-21) is the edition's; ``archive`` takes the archive itself."""
    time = int(datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp())
    files = sorted(
        (file for file in site.rglob("*") if file.is_file()), key=lambda one: one.relative_to(site).as_posix()
    )
    with open(archive or os.devnull, "wb") as output:
        hashed = _Hashed(output)
        with tarfile.open(fileobj=hashed, mode="w|", format=tarfile.PAX_FORMAT) as tar:
            for file in files:
                entry = tarfile.TarInfo(file.relative_to(site).as_posix())
                entry.size, entry.mtime, entry.mode = file.stat().st_size, time, 0o644
                with file.open("rb") as content:
                    tar.addfile(entry, content)
    return EditionSite(
        commit=commit, date=day, files=len(files), sha256=hashed.digest.hexdigest(), python=platform.python_version()
    )


class _Hashed(io.RawIOBase):
    """What is written, passed on and hashed."""

    def __init__(self, output: IO[bytes]) -> None:
        self.output, self.digest = output, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # tarfile gives bytes only
        self.digest.update(data)
        return self.output.write(data)


def _record(root: Path, edition_id: str) -> Path:
    return root / FOLDER / f"{edition_id}.site.json"


def _pinned(tree: Path) -> list[str] | None:
    """What a lock pins, without its comments on which package requires it; None where there is no lock."""
    file = tree / _LOCK
    if not file.is_file():
        return None
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _check_out(root: Path, commit: str, tree: Path) -> None:
    """The files of a commit, and nothing of git: the folder can be thrown away."""
    tree.mkdir()
    archive = tree.with_suffix(".tar")
    _run(["git", "archive", f"--output={archive}", commit], root)
    with tarfile.open(archive) as files:
        files.extractall(tree, filter="data")


def _run(command: list[str], folder: Path, **more: str) -> None:
    kept = {
        name: value for name, value in os.environ.items() if name not in _LEFT_OUT and not name.startswith("HANDBOOK_")
    }
    environment: Mapping[str, str] = {**kept, **more}
    if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
        raise BuildError
