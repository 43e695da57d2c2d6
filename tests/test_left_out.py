"""What a run of the tests left out is named at its end, and Node is missed only where that was asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

TESTS = """
import pytest

@pytest.mark.skip(reason="no disk may be mounted here")
def test_of_a_disk():
    pass

def test_of_a_file_system():
    pytest.skip("this file system cannot")

@pytest.mark.node
def test_of_a_tool():
    pass

def test_of_nothing():
    pass
"""


def run(folder: Path, *arguments: str, node: bool, tests: str = TESTS) -> str:
    """What pytest prints about a small file of tests, with the hooks of ``conftest``."""
    (folder / "test_small.py").write_text(tests, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    node\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "tests"), "COLUMNS": "100"}
    environment |= {"PATH": "/nowhere"} if not node else {}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    ).stdout


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "two workers"])
def test_each_test_that_was_left_out_is_named_under_its_reason(
    workers: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDBOOK_WITHOUT_NODE", "1")
    said = run(tmp_path, *workers, node=False)
    heading, _, rest = said.partition(" left out: 3 ")
    assert heading.endswith("=")
    assert rest.splitlines()[1:7] == [
        "needs Node, and HANDBOOK_WITHOUT_NODE=1 is set:",
        "  test_small.py::test_of_a_tool",
        "no disk may be mounted here:",
        "  test_small.py::test_of_a_disk",
        "this file system cannot:",
        "  test_small.py::test_of_a_file_system",
    ]


def test_a_run_that_left_nothing_out_says_so(tmp_path: Path) -> None:
    said = run(tmp_path, node=False, tests="def test_one():\n    pass\n")
    assert "= nothing was left out =" in said
    assert "left out:" not in said


def test_a_test_that_needs_node_fails_without_it_and_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HANDBOOK_WITHOUT_NODE", raising=False)
    said = run(tmp_path, node=False)
    assert "1 passed, 2 skipped, 1 error" in said
    assert "run .ci/validator, or set HANDBOOK_WITHOUT_NODE=1" in said


def test_the_tests_of_a_file_share_a_worker_and_those_of_the_promises_do_not(tmp_path: Path) -> None:
    slow = "import pytest, time\n\n@pytest.mark.parametrize('n', range(6))\ndef test_it(n):\n    time.sleep(0.2)\n"
    for name in ("test_small", "test_other", "test_promises"):
        (tmp_path / f"{name}.py").write_text(slow, encoding="utf-8")
    said = run(tmp_path, "-v", "-n", "2", "--dist", "loadfile", node=True, tests=slow)
    workers: dict[str, set[str]] = {}
    for worker, file in re.findall(r"\[(gw\d)\].*PASSED (\w+)\.py", said):
        workers.setdefault(file, set()).add(worker)
    assert {file: len(found) for file, found in workers.items()} == {
        "test_small": 1,
        "test_other": 1,
        "test_promises": 2,
    }


def validator(without: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What ``make test`` asks first, on a machine with neither npm nor a way to install it."""
    environment = {"PATH": str(folder), "HANDBOOK_WITHOUT_NODE": without}
    return subprocess.run(
        ["/bin/sh", str(PROJECT / ".ci/validator")], cwd=folder, env=environment, capture_output=True, text=True
    )


def test_make_test_fails_without_node_and_says_how_to_install_it_or_go_without(tmp_path: Path) -> None:
    result = validator("", tmp_path)
    assert result.returncode == 1
    assert "apt-get install npm" in result.stderr
    assert "HANDBOOK_WITHOUT_NODE=1 make test" in result.stderr


def test_make_test_goes_on_without_node_where_that_was_asked_for(tmp_path: Path) -> None:
    result = validator("1", tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
