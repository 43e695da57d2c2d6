"""The site of a past edition: made again from its commit, the same bytes wherever it is made."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, make_project
from handbook import edition_site
from handbook.cli import main
from handbook.edition_site import NoSuchEditionError

# Where a project says which module its command is.
SCRIPTS = '[project.scripts]\nhandbook = "handbook.cli:main"\n'
LOCK = "mkdocs==1.6.1 --hash=sha256:00\n"


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True
    ).stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "A change")
    return git(root, "rev-parse", "HEAD")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder with a repository and a lock, without anything to build."""
    root = tmp_path / "repository"
    (root / "data/editions").mkdir(parents=True)
    (root / "requirements.txt").write_text(LOCK, encoding="utf-8")
    (root / "pyproject.toml").write_text(SCRIPTS, encoding="utf-8")
    git(root, "init", "-q")
    commit(root)
    return root


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project in a repository: edition 2026.1 is its first commit, and its home page has changed since."""
    root = tmp_path_factory.mktemp("edition") / "project"
    make_project(root)
    (root / "data/editions").mkdir()
    (root / "requirements.txt").write_text(LOCK, encoding="utf-8")
    (root / "pyproject.toml").write_text(SCRIPTS, encoding="utf-8")
    (root / ".gitignore").write_text("site/\n__pycache__/\n", encoding="utf-8")
    git(root, "init", "-q")
    commit(root)
    git(root, "tag", "2026.1")
    (root / "requirements.txt").write_text(LOCK + "    # via handbook\n", encoding="utf-8")  # pins the same
    for language in ("es", "en"):
        home = root / f"docs/index.{language}.md"
        home.write_text(home.read_text(encoding="utf-8") + "\nThe second edition.\n", encoding="utf-8")
    commit(root)
    return root


def test_an_edition_is_made_again_from_its_tag_and_recognised(repository: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "in/another/place"
    archive = tmp_path / "site.tar"
    record = repository / "data/editions/2026.1.site.json"
    result = handbook("edition-site", "2026.1", "--to", str(first), "--record", root=repository)
    assert result.returncode == 0, result.stderr
    assert "The second edition." not in (first / "index.html").read_text(encoding="utf-8")
    known = edition_site.recorded(repository, "2026.1")
    assert known and known.commit == git(repository, "rev-parse", "2026.1")
    git(repository, "tag", "-d", "2026.1")  # the recorded commit does as well
    result = handbook("edition-site", "2026.1", "--to", str(second), "--archive", str(archive), root=repository)
    assert result.returncode == 0, result.stderr
    assert known.sha256 in result.stdout
    with tarfile.open(archive) as files:
        entries = files.getmembers()
    assert [one.name for one in entries] == sorted(
        file.relative_to(second).as_posix() for file in second.rglob("*") if file.is_file()
    )
    assert {(one.uid, one.uname, one.mode, one.mtime) for one in entries} == {(0, "", 0o644, 1795219200)}
    record.write_text(record.read_text(encoding="utf-8").replace(known.sha256, "0" * 64), encoding="utf-8")
    result = handbook("edition-site", "2026.1", "--to", str(tmp_path / "three"), root=repository)
    assert result.returncode == 1
    assert "It differs from the recorded site" in result.stderr


def test_the_mark_of_a_site_depends_on_names_and_bytes_alone(tmp_path: Path) -> None:
    marks = []
    for name, order in (("one", ("a/b.html", "a.html")), ("two", ("a.html", "a/b.html"))):
        for file in order:
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_text(file, encoding="utf-8")
        marks.append(edition_site.mark(tmp_path / name, "0" * 40, "2026-11-21"))
    (tmp_path / "two/a.html").chmod(0o700)
    assert marks[0] == marks[1] == edition_site.mark(tmp_path / "two", "0" * 40, "2026-11-21")
    (tmp_path / "two/a.html").rename(tmp_path / "two/c.html")
    assert edition_site.mark(tmp_path / "two", "0" * 40, "2026-11-21").sha256 != marks[0].sha256


def test_an_edition_with_another_lock_is_built_in_an_environment_of_its_own(folder: Path, tmp_path: Path) -> None:
    """The commit's own make prepares it; here that is a script which says how it was called."""
    site = tmp_path / "made"
    script = '#!/bin/sh\nmkdir -p "$5" && echo "$0 $*" > "$5/said.txt"\n'
    (folder / "Makefile").write_text(
        f".venv/.site:\n\t@mkdir -p .venv/bin && cp python.sh .venv/bin/python && chmod +x .venv/bin/python\n"
        f"\t@test '$(PYTHON)' = '{sys.executable}'\n",
        encoding="utf-8",
    )
    (folder / "python.sh").write_text(script, encoding="utf-8")
    (folder / "data/edition.yml").write_text('id: "2026.1"\ndate: "2026-11-21"\n', encoding="utf-8")
    old = commit(folder)
    (folder / "requirements.txt").write_text(LOCK + "more==1\n", encoding="utf-8")
    made = edition_site.make_again(folder, old, site)
    assert made.files == 1
    said = (site / "said.txt").read_text(encoding="utf-8")
    assert "/.venv/bin/python -m handbook.cli site --to" in said


def test_the_commit_that_is_named_wins_over_the_recorded_one_and_that_over_the_tag(folder: Path) -> None:
    git(folder, "tag", "2026.1")
    tagged = git(folder, "rev-parse", "HEAD")
    assert edition_site.commit_of(folder, "2026.1") == tagged
    (folder / "a").write_text("a", encoding="utf-8")
    recorded = commit(folder)
    site = edition_site.EditionSite(commit=recorded, date="2026-11-21", files=1, sha256="0" * 64, python="3.11.2")
    edition_site.record(folder, "2026.1", site)
    assert edition_site.commit_of(folder, "2026.1") == recorded
    assert edition_site.commit_of(folder, "2026.1", tagged[:12]) == tagged


def test_an_edition_whose_commit_is_not_here_is_refused_with_what_to_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(folder), "edition-site", "2025.1", "--to", str(tmp_path / "x")]) == 1
    assert capsys.readouterr().err == (
        "2025.1: this repository has no commit refs/tags/2025.1; fetch its whole history, or name the commit.\n"
    )


def test_a_spoilt_record_is_named(folder: Path) -> None:
    (folder / "data/editions/2026.1.site.json").write_text('{"commit": "HEAD"}', encoding="utf-8")
    with pytest.raises(NoSuchEditionError, match=r"2026\.1\.site\.json: "):
        edition_site.commit_of(folder, "2026.1")


def test_a_folder_that_is_there_is_left_alone(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "a").write_text("a", encoding="utf-8")
    assert main(["--root", str(folder), "edition-site", "2026.1", "--to", str(there), "--commit", "HEAD"]) == 1
    assert "is there already" in capsys.readouterr().err
    assert (there / "a").read_text(encoding="utf-8") == "a"


def test_the_address_in_the_environment_does_not_change_the_site_of_an_edition(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    monkeypatch.setenv("HANDBOOK_LANGUAGE", "en")
    (folder / "hooks/handbook").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(SCRIPTS, encoding="utf-8")
    program = "import os, pathlib, sys\nto = pathlib.Path(sys.argv[-1])\nto.mkdir()\n"
    program += "names = [one for one in os.environ if one.startswith('HANDBOOK_') or one == 'SITE_URL']\n"
    (folder / "hooks/handbook/__init__.py").write_text("", encoding="utf-8")
    (folder / "hooks/handbook/cli.py").write_text(program + "(to / 'a').write_text(str(names))\n", encoding="utf-8")
    (folder / "data/edition.yml").write_text('id: "2026.1"\ndate: "2026-11-21"\n', encoding="utf-8")
    old = commit(folder)
    (folder / "requirements.txt").write_text(f"# Who asked for it\n{LOCK}", encoding="utf-8")  # pins the same
    edition_site.make_again(folder, old, tmp_path / "made")
    assert (tmp_path / "made/a").read_text(encoding="utf-8") == "[]"


def test_the_site_of_each_recorded_edition_of_the_handbook_has_its_mark() -> None:
    recorded = sorted(file.stem for file in (PROJECT / "data/editions").glob("*.yml"))
    known = {id: edition_site.recorded(PROJECT, id) for id in recorded}
    assert known and all(known.values())
