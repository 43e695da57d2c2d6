"""Our scripts by the tools of npm: format, rules and types (``npm run lint``), and their unit tests (``npm test``)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import PROJECT

SCRIPTS = PROJECT / "docs/assets/js"


def npm(*arguments: str, root: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["npm", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.node
@pytest.mark.parametrize("check", ["format", "rules", "types"])
def test_the_scripts_are_clean(check: str) -> None:
    result = npm("run", "--silent", check)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.node
def test_the_unit_tests_of_the_scripts_pass() -> None:
    result = npm("test", "--silent")
    assert result.returncode == 0, result.stdout + result.stderr
    assert int(re.search(r"^(?:#|ℹ) pass (\d+)$", result.stdout, re.M)[1]) > 60


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the tools read, to be broken."""
    for folder in ("docs/assets/js", "tests/js", "hooks/handbook/exporting"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    for file in (PROJECT / "tests").glob("*.mjs"):
        shutil.copy(file, tmp_path / "tests")
    shutil.copy(PROJECT / "package.json", tmp_path)
    (tmp_path / "node_modules").symlink_to((PROJECT / "node_modules").resolve())
    return tmp_path


@pytest.mark.node
@pytest.mark.parametrize(
    ("check", "line", "said"),
    [
        ("format", "  const a  = 1;", "handout.js"),
        ("rules", '  localStorage.setItem("a", "b");', "Save through store.js"),
        ("rules", "  const nobody = 1;", "'nobody' is assigned a value but never used"),
        ("rules", "  nobodyMade(1);", "'nobodyMade' is not defined"),
        ("types", '  window.handbook.make("p").href = "x";', "Property 'href' does not exist"),
        ("types", "  window.handbook.load();", "Expected 1 arguments, but got 0"),
    ],
)
def test_the_tools_find_what_is_wrong_in_a_script(check: str, line: str, said: str, copy: Path) -> None:
    script = copy / "docs/assets/js/handout.js"
    script.write_text(script.read_text("utf-8").replace('"use strict";', f'"use strict";\n{line}', 1), encoding="utf-8")
    result = npm("run", "--silent", check, root=copy)
    assert result.returncode != 0
    assert said in result.stdout + result.stderr


def test_the_lock_file_names_no_address_of_a_registry() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_every_tool_of_npm_is_pinned() -> None:
    versions = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["devDependencies"].values()
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_make_lint_runs_what_npm_knows_of_the_scripts() -> None:
    recipe = subprocess.run(["make", "-n", "lint"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert "npm run --silent lint" in recipe
