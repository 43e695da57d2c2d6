"""Imports run downwards only, without circles: the contracts in pyproject.toml, tried on the library and on broken copies."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LIBRARY = PROJECT / "hooks/handbook"
MOST_FLAT = 12


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts on the library below ``root``."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo", str(root / "pyproject.toml")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "hooks", tmp_path / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_library_keeps_its_layers_without_a_circle_and_never_imports_mkdocs() -> None:
    result = lint_imports(PROJECT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        (
            "content/book.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from handbook import loading\n",
            "Layers",
        ),
        ("checking/rules/cases.py", "def late():\n    from handbook.rendering import registry\n", "Layers"),
        ("content/languages.py", "def late():\n    from handbook.content import book\n", "circle"),
        ("website/template_context.py", "import mkdocs.config\n", "MkDocs"),
    ],
    ids=["type checking only", "inside a function", "a circle inside a layer", "MkDocs"],
)
def test_an_import_that_breaks_a_contract_is_found(copy: Path, module: str, line: str, broken: str) -> None:
    file = copy / "hooks/handbook" / module
    file.write_text(file.read_text(encoding="utf-8") + "\n\n" + line, encoding="utf-8")
    result = lint_imports(copy)
    assert result.returncode == 1, result.stdout
    assert any(broken in said and said.endswith("BROKEN") for said in result.stdout.splitlines()), result.stdout


def test_every_type_that_is_not_checked_says_which_error_and_why() -> None:
    ignored = [
        f"{file.name}: {line.strip()}"
        for file in (PROJECT / "hooks").rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "type: ignore" in line and not re.search(r"# type: ignore\[[a-z-]+\]  # \w", line)
    ]
    assert ignored == []


def test_at_most_twelve_modules_lie_flat() -> None:
    assert len(list(LIBRARY.glob("*.py"))) <= MOST_FLAT


def test_no_two_modules_have_the_same_name_and_no_hook_has_the_name_of_one() -> None:
    modules = [file.stem for file in LIBRARY.rglob("*.py") if file.stem != "__init__"]
    modules += [folder.parent.name for folder in LIBRARY.rglob("__init__.py")]
    hooks = [file.stem for file in (PROJECT / "hooks").glob("*.py")]
    assert [name for name, times in Counter([*modules, *hooks]).items() if times > 1] == []


# Names of MkDocs and static-i18n that nothing promises us, and the one module that may use them.
PRIVATE = {"_build_page", "_populate_page", "_inject_js_into_html", "current_language"}
PREVIEW = "live_preview.py"


def private_names(file: Path) -> set[str]:
    """Names with an underscore that a hook takes from another package, and attributes known to be internal."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.update(one.name for one in node.names if one.name.startswith("_") and node.module != "__future__")
        elif isinstance(node, ast.Attribute):
            own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            dunder = node.attr.startswith("__") and node.attr.endswith("__")
            if node.attr in PRIVATE or (node.attr.startswith("_") and not own and not dunder):
                found.add(node.attr)
    return found


def test_private_names_of_mkdocs_and_static_i18n_stand_in_the_live_preview_alone() -> None:
    users = {file.name: names for file in (PROJECT / "hooks").glob("*.py") if (names := private_names(file))}
    assert users == {PREVIEW: PRIVATE}


def test_a_private_name_in_another_hook_is_found(tmp_path: Path) -> None:
    hook = tmp_path / "on_env.py"
    hook.write_text("from mkdocs.utils import _x\n\n\ndef on_env(env):\n    env._private()\n", encoding="utf-8")
    assert private_names(hook) == {"_x", "_private"}
