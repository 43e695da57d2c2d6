"""Progress is shown to who sits at a terminal, and to nobody else."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import handbook

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def at_a_terminal(*arguments: str, root: Path, language: str = "en_GB") -> tuple[str, str]:
    """Run the command with standard error at a terminal; what it wrote to standard output and to the terminal."""
    mine, its = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(root / "hooks"), "LC_ALL": f"{language}.UTF-8", "TERM": "xterm"}
    command = [sys.executable, "-m", "handbook.cli", *arguments]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=its) as process:
        os.close(its)
        seen = b""
        while True:
            try:
                part = os.read(mine, 4096)
            except OSError:  # Linux ends a terminal that nobody writes to any more like this
                break
            if not part:
                break
            seen += part
        said = process.stdout.read()
    os.close(mine)
    assert process.returncode == 0, seen.decode()
    return said.decode(), seen.decode()


@pytest.fixture
def root(exported: Path, tmp_path: Path) -> Path:
    """A copy of a project with downloads, of which two PDFs are to be made again."""
    root = shutil.copytree(exported, tmp_path / "project")
    pdfs = [file for file in (root / ".cache/downloads").iterdir() if file.read_bytes().startswith(b"%PDF")]
    for file in sorted(pdfs, key=lambda file: file.stat().st_size)[:2]:
        file.unlink()
    return root


def test_a_build_names_its_steps_with_the_pages_and_the_seconds(project: Path) -> None:
    said, seen = at_a_terminal("site", root=project)
    assert said == ""
    assert re.search(r"Reading and checking … \d+\.\d s", seen)
    assert "Pages es 8 of 8, en 8 of 8 [########################] 100%" in re.sub(r"\s+\[", " [", seen)
    assert re.search(r"Search index and open data … \d+\.\d s", seen)
    assert re.search(r"site/: 16 pages, \d+\.\d s", seen)


def test_a_build_speaks_the_language_of_the_terminal(project: Path) -> None:
    _, seen = at_a_terminal("site", root=project, language="es_CO")
    assert "Lectura y revisión … " in seen and "site/: 16 páginas, " in seen


def test_downloads_show_which_files_are_made_and_how_many(root: Path) -> None:
    said, seen = at_a_terminal("downloads", root=root)
    assert re.fullmatch(r"site/downloads/: \d+ files, \d+ MB\n", said)
    assert re.search(r"Unchanged: \d+ of \d+", seen)
    assert "PDF 2 of 2 [########################] 100%  0:" in re.sub(r"\s+\[", " [", seen)


def test_elsewhere_a_build_is_silent(project: Path) -> None:
    result = handbook("site", root=project)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_elsewhere_downloads_write_one_plain_line(root: Path) -> None:
    result = handbook("downloads", root=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert not CONTROL.search(result.stdout) and result.stdout.count("\n") == 1
