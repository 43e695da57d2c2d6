"""Ctrl-C, a port in use, a closed pipe, a full disk: the command ends in order, with one line at most."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, write_case
from handbook import building, cli

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def start(root: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    """The command in a group of its own, as a terminal starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "handbook.cli", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks"), "LC_ALL": "en_GB.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def wait_until(true: object, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 120
    while not true():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)


def press_ctrl_c(process: subprocess.Popen[str]) -> tuple[int, str]:
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_ctrl_c_ends_a_build_without_a_word_and_leaves_nothing_behind(project: Path) -> None:
    process = start(project, "site")
    wait_until(lambda: list(project.glob(".site-*/es")), process)
    assert press_ctrl_c(process) == (130, "")
    assert not [one.name for one in project.iterdir() if "site" in one.name]


def test_ctrl_c_ends_the_live_preview_without_a_traceback_and_with_its_temporary_site(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    port = free_port()

    def answers() -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", port)) == 0

    process = start(project, "serve", "--address", f"127.0.0.1:{port}")
    wait_until(answers, process)
    status, said = press_ctrl_c(process)
    assert status == 130
    assert "Traceback" not in said
    assert list(temporary.glob("mkdocs_*")) == []


def test_ctrl_c_ends_the_questions_of_a_case_and_says_that_nothing_was_written(project: Path) -> None:
    (project / "docs/contribute").mkdir()
    (project / "docs/contribute/example-case.yml").write_bytes(
        (PROJECT / "docs/contribute/example-case.yml").read_bytes()
    )
    process = start(project, "new-case", "--lang", "en")
    assert select.select([process.stdout], [], [], 60)[0]
    time.sleep(0.5)
    status, said = press_ctrl_c(process)
    assert (status, len(said.strip().splitlines())) == (130, 1)


COMMANDS = [
    ("check",),
    ("site",),
    ("serve",),
    ("schema", "--check"),
    ("downloads",),
    ("expand", "out"),
    ("new-case", "--id", "x", "--no-input"),
    ("translations", "status"),
    ("permalinks", "--check"),
    ("edition",),
    ("edition-site", "2026.1", "--to", "out"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda one: one[0])
def test_every_command_ends_with_130_after_ctrl_c(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.handbook.commands[arguments[0]], "callback", interrupted)
    assert cli.main(["--root", str(tmp_path), *arguments]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "port {} is in use; use another: handbook serve --address 127.0.0.1:{}"),
        ("es", "el puerto {} está ocupado; use otro: handbook serve --address 127.0.0.1:{}"),
    ],
)
def test_a_port_in_use_is_told_before_anything_is_read(
    language: str,
    says: str,
    taken: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert cli.main(["--root", str(tmp_path), "serve", "--address", f"127.0.0.1:{taken}"]) == 1
    assert capsys.readouterr().err == says.format(taken, taken + 1) + "\n"


@pytest.mark.parametrize("address", ["127.0.0.1:80800", "127.0.0.1:-1", "127.0.0.1:0", "127.0.0.1", "8001", "a:b", ""])
def test_what_is_no_address_is_told_with_one_that_is(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en")
    assert cli.main(["--root", str(tmp_path), "serve", "--address", address]) == 1
    assert capsys.readouterr().err == (
        f"'{address}' is no address of this machine with its port; write one such as 127.0.0.1:8001.\n"
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_free_address_is_accepted(host: str) -> None:
    building.require_free(f"{host}:{free_port()}")


def test_a_closed_pipe_ends_the_check_without_a_word(project: Path) -> None:
    for number in range(40):
        write_case(project, f"case-{number}", lambda text: text.replace("kind: municipality", "kind: town"))
    process = start(project, "check")
    process.stdout.close()
    process.stdin.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 141


def test_a_closed_pipe_ends_the_questions_of_a_case_without_a_traceback(project: Path) -> None:
    (project / "docs/contribute").mkdir()
    (project / "docs/contribute/example-case.yml").write_bytes(
        (PROJECT / "docs/contribute/example-case.yml").read_bytes()
    )
    process = start(project, "new-case", "--lang", "en")
    process.stdout.close()
    process.stdin.close()
    assert "Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) in (1, 141)


@needs_full
@pytest.mark.parametrize("arguments", [("check",), ("edition",), ("translations", "status")], ids=lambda one: one[0])
def test_a_full_disk_behind_the_output_is_told_in_one_line(arguments: tuple[str, ...], project: Path) -> None:
    with FULL.open("w", encoding="utf-8") as full:
        result = subprocess.run(
            [sys.executable, "-m", "handbook.cli", *arguments],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(project / "hooks"), "LC_ALL": "en_GB.UTF-8"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert result.stderr == "no space is left on the disk; make room and run the command again.\n"
    assert result.returncode == 1


@needs_full
def test_a_full_disk_behind_the_summary_is_told_in_one_line(project: Path) -> None:
    result = handbook("check", "--summary", str(FULL), root=project)
    assert result.stderr.splitlines() == [
        "/dev/full: no space is left on the disk; make room and run the command again."
    ]
    assert result.returncode == 1


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("nowhere/summary.md", "does not exist; make the folder or correct the name."),
        ("data", "is a folder; write the name of a file."),
        ("mkdocs.yml/summary.md", "a part of the path is no folder; correct the path."),
    ],
)
def test_a_summary_that_cannot_be_written_is_told_in_one_line_after_the_findings(
    path: str, says: str, project: Path
) -> None:
    result = handbook("check", "--summary", path, root=project)
    assert result.stdout == "Nada que corregir.\n" or result.stdout == "Nothing to mend.\n"
    assert result.stderr == f"{path}: {says}\n"
    assert result.returncode == 1


@pytest.mark.parametrize("arguments", [("site", "--to"), ("expand",)], ids=lambda one: one[0])
def test_a_folder_that_cannot_be_made_is_told_in_one_line(arguments: tuple[str, ...], project: Path) -> None:
    result = handbook(*arguments, "mkdocs.yml/out", root=project)
    assert result.stderr.splitlines()[-1].startswith(str(project / "mkdocs.yml"))
    assert len(result.stderr.splitlines()) == 1
    assert result.returncode == 1
