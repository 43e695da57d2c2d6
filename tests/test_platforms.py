"""Where the library runs: other systems, locales, folders and users than those of the editors.

What no system here can show is in README.md: which systems are supported, and which of them we have never run.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT, handbook, make_project, must, write_case
from handbook import building

NOT_ON_WINDOWS = ("fcntl", "grp", "pwd", "resource", "termios")
HIDE = f"import sys; sys.modules.update(dict.fromkeys({NOT_ON_WINDOWS}))\n"
NOBODY = 65534
THIS = "tests/test_platforms.py::test_the_library_tests_pass_on_a_system_unlike_ours"
PACKAGES = sysconfig.get_path("purelib")
# What a clone has that no test of the library reads.
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", ".build", ".cache", "site", "node_modules", "__pycache__", "dist")


@pytest.fixture
def strange_place() -> Iterator[Path]:
    """An empty folder that any user may reach, with accents and spaces in its path."""
    with tempfile.TemporaryDirectory(prefix="Año nuevo, ") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def without_rights() -> tuple[str, dict[str, object]]:
    """A Python, and arguments of ``subprocess.run`` that give up the rights of root where the tests have them.

    Root's own Python may be out of others' reach; then it is the system's, of the same version, if there is one.
    """
    if os.geteuid() != 0:
        return sys.executable, {}
    nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    same = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path="/usr/local/bin:/usr/bin:/bin")
    for python in filter(None, (sys.executable, same)):
        environment = {"PYTHONPATH": PACKAGES}
        with contextlib.suppress(PermissionError):
            if not subprocess.run([python, "-c", "import lxml.etree"], cwd="/", env=environment, **nobody).returncode:
                return python, nobody
    pytest.skip("run by root, and no other user may reach this folder's Python")


def make_venv(folder: Path, python: str) -> Path:
    """A virtual environment with the packages of this one and without the modules that Windows lacks; its Python."""
    subprocess.run([python, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
    python = folder / "bin/python"
    paths = subprocess.check_output([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    lines = f"{HIDE}import site; site.addsitedir({PACKAGES!r})\n"
    Path(os.fsdecode(paths).strip(), "unlike.pth").write_text(lines, encoding="utf-8")
    return python


@pytest.mark.skipif(os.name != "posix", reason="plays another system, and this is one")
def test_the_library_tests_pass_on_a_system_unlike_ours(strange_place: Path) -> None:
    """No module that Windows lacks, the locale C, accents and spaces in the path, no root, nothing to write but a
    folder for temporary files. A text that is opened without naming its encoding is an error."""
    clone = shutil.copytree(PROJECT, strange_place / "Código del «manual»", ignore=NOT_COPIED)
    python, user = without_rights()
    python = make_venv(strange_place / "venv", python)
    home, temporary = strange_place / "home", strange_place / "temporary ñ"
    home.mkdir(mode=0o555)
    temporary.mkdir()
    if user:
        os.chown(temporary, NOBODY, NOBODY)
    result = subprocess.run(
        [python, "-m", "pytest", "-q", "-m", "library", "-p", "no:cacheprovider", "--deselect", THIS],
        cwd=clone,
        env={
            "PATH": os.environ["PATH"],
            "LC_ALL": "C",
            "HOME": str(home),
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(clone / "hooks"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNDEFAULTENCODING": "1",
            "PYTHONWARNINGS": "error::EncodingWarning",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        **user,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert int(re.search(r"(\d+) passed", result.stdout)[1]) > 600
    assert list(home.iterdir()) == []


def test_without_fork_and_locks_the_site_is_the_same_to_the_byte(built: Path, tmp_path: Path) -> None:
    project = shutil.copytree(built.parent, tmp_path / "Otra máquina", ignore=shutil.ignore_patterns("site"))
    # Set after the imports: the processes of the build find the system as it is.
    code = f"{HIDE}from handbook.cli import main\nsys.platform = 'unlike'\nsys.exit(main(['site']))"
    environment = {**os.environ, "PYTHONPATH": str(project / "hooks"), "LC_ALL": "C"}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=project, env=environment, capture_output=True, timeout=300
    )
    assert (result.returncode, result.stderr.decode()) == (0, "")

    def contents(site: Path) -> dict[str, bytes]:
        return {one.relative_to(site).as_posix(): one.read_bytes() for one in site.rglob("*") if one.is_file()}

    assert contents(project / "site") == contents(built)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_an_output_that_lacks_a_letter_gets_the_rest(
    project: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, form: str
) -> None:
    write_case(project, "alfa", lambda text: text.replace("kind: municipality", "kind: 🏙 «ciudad»"))
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    result = handbook("check", "--format", form, "--lang", "es", root=project)
    assert result.returncode == 1
    assert result.stderr == ""
    assert "data/cases/alfa.yml" in result.stdout
    assert ("\\U0001f3d9" if form != "json" else "\\ud83c\\udfd9") in result.stdout


def test_a_preview_that_does_not_end_is_ended_where_no_signal_can_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    done = []

    class OnWindows:
        def __init__(self, *_: object, **__: object) -> None: ...

        def __enter__(self) -> OnWindows:
            return self

        def __exit__(self, *_: object) -> None: ...

        def wait(self, timeout: float | None = None) -> int:
            if timeout is None:
                raise KeyboardInterrupt
            if done:
                return 1
            raise subprocess.TimeoutExpired("mkdocs", timeout)

        def send_signal(self, signal: int) -> None:
            raise ValueError(f"Unsupported signal: {signal}")

        def kill(self) -> None:
            done.append("killed")

    monkeypatch.setattr(building.subprocess, "Popen", OnWindows)
    with pytest.raises(KeyboardInterrupt):
        building.serve(PROJECT, "127.0.0.1:8000")
    assert done == ["killed"]


def test_the_jobs_for_other_systems_run_the_library_tests_on_each() -> None:
    jobs = yaml.load((PROJECT / ".github/workflows/check.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    job = jobs["jobs"]["library"]
    matrix = job["strategy"]["matrix"]
    assert {one.split("-")[0] for one in matrix["system"]} == {"ubuntu", "windows", "macos"}
    assert matrix["python"] == ["3.11", "3.14"]
    assert "pytest -m library" in job["steps"][-1]["run"]


def test_the_readme_names_each_system_in_both_languages() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    english, spanish = text.split("# Manual para internacionalizar")
    for part in (english, spanish):
        assert [name for name in ("Debian 12", "macOS", "Windows", "3.14", "WSL") if name not in part] == []


def test_a_build_ends_well_in_a_folder_with_accents_and_spaces(strange_place: Path) -> None:
    make_project(strange_place / "Ñandú y café")
    must("site", root=strange_place / "Ñandú y café")
