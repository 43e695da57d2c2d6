"""A site is built with what pyproject.toml names for it, and nothing of the downloads or the tests."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT

MODULES = {"EbookLib": "ebooklib", "python-docx": "docx", "XlsxWriter": "xlsxwriter"}
ALSO_OF_WEASYPRINT = ["cssselect2", "pydyf"]


def extra(name: str) -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [line.split(">")[0].split("=")[0].split("[")[0] for line in project["optional-dependencies"][name]]
    return [MODULES.get(one, one.replace("-", "_")) for one in names]


def test_the_command_and_the_site_need_no_package_of_the_downloads() -> None:
    blocked = [*extra("downloads"), *ALSO_OF_WEASYPRINT]
    code = f"import sys\nfor name in {blocked!r}: sys.modules[name] = None\nimport handbook.cli, handbook.building"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False
    )
    assert result.stderr == ""


def normalized(name: str) -> str:
    """A package's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(line for one in extras for line in project["optional-dependencies"][one])]
    return {normalized(re.match(r"[\w.-]+", line)[0]) for line in lines}


def imported(file: Path) -> Iterator[str]:
    """The top-level modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (one.name.partition(".")[0] for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).partition(".")[0]


def test_every_package_that_is_imported_is_declared() -> None:
    hooks = PROJECT / "hooks"
    own = {"handbook", *(file.stem for file in hooks.glob("*.py"))}
    packages = importlib.metadata.packages_distributions()
    undeclared = []
    for file in sorted(hooks.rglob("*.py")):
        allowed = declared("downloads") if hooks / "handbook/exporting" in file.parents else declared()
        for module in sorted({*imported(file)} - own - sys.stdlib_module_names):
            if not allowed & {normalized(one) for one in packages.get(module, [])}:
                undeclared.append((file.relative_to(hooks).as_posix(), module))
    assert undeclared == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["new-case", "--no-input", "--id", "villanueva"],
        ["schema"],
        ["translations", "accept", "--all"],
        ["translations", "status"],
    ],
    ids=" ".join,
)
def test_what_editors_use_needs_no_module_that_windows_lacks(
    project: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if arguments[0] == "new-case":
        example = project / "docs/contribute/example-case.yml"
        example.parent.mkdir()
        example.write_bytes((PROJECT / "docs/contribute/example-case.yml").read_bytes())
    code = f"""\
import sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
from handbook.cli import main
sys.exit(main({arguments!r}))
"""
    monkeypatch.setenv("PYTHONPATH", str(project / "hooks"))
    without = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, encoding="utf-8", check=False
    )
    assert (without.returncode, without.stderr) == (0, "")


def test_the_lock_files_name_no_host() -> None:
    named = [
        (file.name, line)
        for file in PROJECT.glob("requirements*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "://" in line or "index-url" in line
    ]
    assert named == []
