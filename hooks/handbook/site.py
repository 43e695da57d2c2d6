"""Build the site beside the old one, finish it, and put it in its place: a build that fails changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from handbook.book import load_book
from handbook.content_security import secure_pages

# The edition's day, so that two builds give the same bytes.
EDITION_DAY = "1795219200"  # 2026-11-21


class BuildFailed(Exception):
    """MkDocs said no; what it said is on the screen."""


def build_site(root: Path, target: Path) -> None:
    """Build both languages of the project at ``root`` into ``target``.

    Raises:
        Broken: a record or chapter has a finding; nothing was written.
        BuildFailed: MkDocs or a later step failed; ``target`` is as it was.
    """
    load_book(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    beside.chmod(0o755)
    try:
        run_mkdocs(root, "build", "--strict", "--site-dir", str(beside))
        secure_pages(beside)
        put_in_place(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put_in_place(new: Path, target: Path) -> None:
    """Swap ``new`` for ``target`` by renaming, so that there is never half a site."""
    old = None
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
        target.rename(old / "site")
    try:
        new.rename(target)
    except OSError:
        if old:
            (old / "site").rename(target)
        raise
    finally:
        if old:
            shutil.rmtree(old, ignore_errors=True)


def run_mkdocs(root: Path, *arguments: str, watch: bool = False) -> None:
    """Run MkDocs on the project; show what it warns of (all it says with ``watch``).

    Never with ``--quiet``: that switches ``--strict`` off.
    """
    environment = {
        "SOURCE_DATE_EPOCH": EDITION_DAY,
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, "-m", "mkdocs", *arguments]
    result = subprocess.run(
        command, cwd=root, env=environment, check=False, text=True, stderr=None if watch else subprocess.PIPE
    )
    if not watch:
        said = [line for line in result.stderr.splitlines() if line.strip() and not line.startswith("INFO")]
        print("\n".join(said), file=sys.stderr, end="\n" if said else "")
    if result.returncode:
        raise BuildFailed
