"""A good site stays whole whatever becomes of the build that should replace it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import handbook, write_case
from handbook.website.staging_folder import build_folder, clear_leftovers, exchange, put_in_place


def contents(site: Path) -> dict[str, str]:
    """Path -> hash of every file of a site."""
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }


def beside(root: Path) -> list[str]:
    return sorted(one.name for one in root.iterdir() if one.name.startswith(".site-"))


def start(root: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "handbook.cli", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks"), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole session of a process that this test started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture(scope="module")
def ready(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small project with its site, to be changed and broken."""
    return shutil.copytree(built.parent, tmp_path_factory.mktemp("reliable") / "project")


def test_a_killed_build_leaves_the_old_site_whole_and_the_next_one_clears_up(ready: Path) -> None:
    before = contents(ready / "site")
    begun = time.monotonic()
    assert handbook("site", root=ready).returncode == 0
    whole = time.monotonic() - begun
    write_case(ready, "gamma")
    for moment in sorted(random.uniform(0.2, whole * 1.1) for _ in range(int(os.environ.get("HANDBOOK_KILLS", "4")))):
        process = start(ready, "site")
        time.sleep(moment)
        finished = process.poll() is not None
        kill(process)
        now = contents(ready / "site")
        assert now == before or "casos/gamma/index.html" in now, f"half a site after {moment:.2f} s"
        if finished or now != before:
            break
    assert handbook("site", root=ready).returncode == 0
    assert "casos/gamma/index.html" in contents(ready / "site")
    assert beside(ready) == []


def test_a_build_that_fails_leaves_the_old_site_as_it_was(ready: Path) -> None:
    before = contents(ready / "site")
    broken = write_case(ready, "broken", lambda text: text.replace("kind: municipality", "kind: village"))
    assert handbook("site", root=ready).returncode == 1
    broken.unlink()
    assert contents(ready / "site") == before
    assert beside(ready) == []


def test_two_builds_at_once_both_end_well_and_do_not_mix(ready: Path) -> None:
    assert handbook("site", root=ready).returncode == 0
    before = contents(ready / "site")
    both = [start(ready, "site") for _ in range(2)]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    assert contents(ready / "site") == before
    assert beside(ready) == []


def test_an_output_that_cannot_be_written_is_one_line_and_no_traceback(ready: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    result = handbook("site", "--to", str(tmp_path / "file" / "site"), root=ready)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of ``size`` mounted at ``folder``; the test is left out where nothing may be mounted."""
    folder.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True
    ).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_keeps_the_old_site(ready: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "200k") as disk:
        (disk / "site").mkdir()
        (disk / "site/index.html").write_text("old", encoding="utf-8")
        assert handbook("site", "--to", str(disk / "site"), root=ready).returncode == 1
        assert contents(disk / "site").keys() == {"index.html"}
        assert beside(disk) == []


def test_a_read_only_disk_keeps_its_site(ready: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "50m") as disk:
        assert handbook("site", "--to", str(disk / "site"), root=ready).returncode == 0
        before = contents(disk / "site")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        result = handbook("site", "--to", str(disk / "site"), root=ready)
        assert result.returncode == 1
        assert "Traceback" not in result.stderr
        assert contents(disk / "site") == before


def test_folders_of_killed_builds_are_cleared_and_those_at_work_are_not(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (tmp_path / ".site-dead").mkdir()
    (tmp_path / ".site-dead/half").write_text("half", encoding="utf-8")
    (tmp_path / ".sitemap-mine").mkdir()
    with build_folder(target) as first:
        with build_folder(target) as second:
            assert first.is_dir() and second.is_dir() and first != second
        assert first.is_dir()
        assert not second.exists()
    assert sorted(one.name for one in tmp_path.iterdir()) == [".sitemap-mine"]


def test_a_site_that_was_moved_aside_when_the_build_was_killed_goes_back(tmp_path: Path) -> None:
    old = tmp_path / ".site-old-abc/site"
    old.mkdir(parents=True)
    (old / "index.html").write_text("old", encoding="utf-8")
    clear_leftovers(tmp_path / "site")
    assert (tmp_path / "site/index.html").read_text(encoding="utf-8") == "old"
    assert beside(tmp_path) == []


def test_where_folders_cannot_be_locked_only_old_ones_are_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handbook.website.staging_folder.CAN_LOCK", False)
    target = tmp_path / "site"
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    (tmp_path / ".site-dead").mkdir()
    os.utime(tmp_path / ".site-dead", (two_days_ago, two_days_ago))
    with build_folder(target) as first:
        with build_folder(target) as second:
            assert first.is_dir() and second.is_dir()
        assert first.is_dir()
        assert not second.exists()
        assert not (tmp_path / ".site-dead").exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at_once", [True, False])
def test_the_new_site_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr("handbook.website.staging_folder.exchange", lambda one, other: False)
    for name in ("new", "site"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "which").write_text(name, encoding="utf-8")
    put_in_place(tmp_path / "new", tmp_path / "site")
    assert (tmp_path / "site/which").read_text(encoding="utf-8") == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(not sys.platform.startswith(("linux", "darwin")), reason="needs a system that can")
def test_two_folders_exchange_their_names_in_one_step(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a/x").touch()
    if not exchange(tmp_path / "a", tmp_path / "b"):
        pytest.skip("this file system cannot")
    assert (tmp_path / "b/x").exists()


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def preview(ready: Path) -> Iterator[str]:
    port = free_port()
    process = start(ready, "serve", "--address", f"127.0.0.1:{port}")
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        kill(process)


def page(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.read().decode("utf-8")
    except OSError:
        return ""


def wait_for(address: str, text: str, seconds: float = 90) -> str:
    """The page, once ``text`` stands in it."""
    end = time.monotonic() + seconds
    seen = ""
    while time.monotonic() < end:
        seen = page(address)
        if re.search(text, seen):
            return seen
        time.sleep(0.5)
    raise AssertionError(f"{text!r} never came; last seen: {seen[:300]!r}")


@pytest.mark.parametrize("kind", ["data", "chapter"])
def test_the_live_preview_outlives_a_broken_file_and_shows_it_mended(ready: Path, preview: str, kind: str) -> None:
    if kind == "data":
        file, address = ready / "data/cases/alfa.yml", preview + "casos/alfa/"
        old, bad, new = "Resumen de alfa.", "kind: [", "Resumen mejorado de alfa."
    else:
        file, address = ready / "docs/about/index.es.md", preview + "acerca/"
        old, bad, new = "La evaluación llega después.", "---\nid: [\n---\n", "La evaluación llega antes."
    good = file.read_text(encoding="utf-8")
    try:
        wait_for(address, re.escape(old))
        file.write_text(bad, encoding="utf-8")
        time.sleep(3)
        assert old in wait_for(address, re.escape(old))
        file.write_text(good.replace(old, new), encoding="utf-8")
        wait_for(address, re.escape(new))
    finally:
        file.write_text(good, encoding="utf-8")


def test_the_live_preview_follows_a_change_of_the_code(ready: Path, preview: str) -> None:
    code = ready / "hooks/handbook/website/short_addresses.py"
    good = code.read_text(encoding="utf-8")
    try:
        wait_for(preview + "robots.txt", "Allow")
        code.write_text(good.replace("User-agent: *", "User-agent: them"), encoding="utf-8")
        wait_for(preview + "robots.txt", "User-agent: them")
    finally:
        code.write_text(good, encoding="utf-8")
