"""The comparison of a working tree with a commit: what it names, what it lets pass, and what it refuses."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import same_as
from conftest import PROJECT, make_project

CHAPTER = "docs/ideas/01-aligned.es.md"
BROKEN = 'id: broken\nkind: city\nkind: city\nname: {es: "Villa"}\n'


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project as the one commit of a repository, with one broken example."""
    root = tmp_path_factory.mktemp("same-as") / "project"
    make_project(root)
    for file in ("pyproject.toml", "requirements.txt", "requirements-downloads.txt", ".gitignore"):
        shutil.copy(PROJECT / file, root)
    example = root / "tests/broken/cases/data/cases/broken.yml"
    example.parent.mkdir(parents=True)
    example.write_text(BROKEN, encoding="utf-8")
    (root / "tests/broken/cases" / f"{CHAPTER}.append").parent.mkdir(parents=True)
    (root / "tests/broken/cases" / f"{CHAPTER}.append").write_text("\nUna <b>negrita</b>.\n", encoding="utf-8")
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "First")
    return root


@pytest.fixture
def project(repository: Path) -> Iterator[Path]:
    """The repository; whatever the test changed in it is taken back."""
    yield repository
    git(repository, "reset", "--quiet", "--hard")
    git(repository, "clean", "--quiet", "--force", "-d")


def compare(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "tests/same_as.py"), "HEAD", "--root", str(root), "--without", "downloads"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def unchanged(repository: Path) -> subprocess.CompletedProcess[str]:
    """What is said of a tree without changes."""
    return compare(repository)


def test_a_tree_without_changes_is_the_same_and_the_files_are_counted(
    unchanged: subprocess.CompletedProcess[str],
) -> None:
    result = unchanged
    assert (result.returncode, result.stdout.count("\n")) == (0, 1), result.stdout + result.stderr
    words = result.stdout.split()
    assert words[1:] == ["files", "compared;", "0", "differ"]
    assert int(words[0]) > 50


def test_one_letter_names_the_page_with_its_line_and_the_site_is_left_alone(project: Path) -> None:
    replace(project / CHAPTER, "## Casos {#cases}", "## Cazos {#cases}")
    result = compare(project)
    assert result.returncode == 1, result.stdout + result.stderr
    page = result.stdout.partition("site/ideas/01-alineada/index.html: line ")[2].split("\n")
    assert "Casos" in page[1] and page[1].startswith("  - ")
    assert "Cazos" in page[2] and page[2].startswith("  + ")
    assert "site/en/ideas/01-aligned/index.html" not in result.stdout
    assert not (project / "site").exists()


def test_code_that_says_a_finding_otherwise_is_named_in_its_language_only(project: Path) -> None:
    replace(
        project / "hooks/handbook/reading/findings.py", "is duplicated; keep one.", "is duplicated; keep the first."
    )
    result = compare(project)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "findings/cases.en.txt: line " in result.stdout
    assert "keep the first." in result.stdout
    assert "findings/cases.es.txt" not in result.stdout


def test_a_tree_that_cannot_be_built_is_no_comparison(project: Path) -> None:
    (project / "data/cases/alfa.yml").write_text("id: alfa\n", encoding="utf-8")
    result = compare(project)
    assert result.returncode == 2
    assert "this tree: 'handbook site' failed" in result.stderr
    assert "data/cases/alfa.yml:1:1: name:" in result.stderr


def test_what_a_commit_makes_is_made_once(unchanged: subprocess.CompletedProcess[str], project: Path) -> None:
    again = compare(project)
    assert (again.returncode, again.stdout) == (0, unchanged.stdout)
    assert "site as it was made for an earlier comparison" in again.stderr
    assert again.stderr.count(": site in ") == 1


def test_an_interrupted_comparison_leaves_nothing_behind(project: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(PROJECT / "tests/same_as.py"), "HEAD", "--root", str(project)]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(tmp_path)}, stderr=subprocess.PIPE)
    for _ in range(600):
        if list(tmp_path.glob("same-as-*/new/.site-*")):
            break
        time.sleep(0.1)
    assert list(tmp_path.iterdir())
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_a_commit_that_does_not_exist_is_no_comparison(project: Path) -> None:
    command = [sys.executable, str(PROJECT / "tests/same_as.py"), "nowhere", "--root", str(project)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2


def test_a_tree_without_broken_examples_is_no_comparison(project: Path) -> None:
    shutil.rmtree(project / "tests/broken")
    result = compare(project)
    assert (result.returncode, result.stderr) == (2, "tests/broken: there is no broken example\n")


def test_a_commit_runs_with_the_packages_that_it_pins(tmp_path: Path) -> None:
    for side in ("old", "new"):
        (tmp_path / side).mkdir()
        (tmp_path / side / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    folders = (tmp_path / "old", tmp_path / "new", tmp_path / "cache")
    assert same_as.python_for(*folders, downloads=False) == Path(sys.executable)
    (tmp_path / "old/requirements.txt").write_text("one==2\n", encoding="utf-8")
    venv = tmp_path / "new/.ci/venv"
    venv.parent.mkdir()
    # An environment whose Python only notes what it was asked.
    venv.write_text(
        '#!/bin/sh\nmkdir -p "$2/bin"\nprintf \'#!/bin/sh\\necho "$@" >> "%s/asked"\\n\' "$2" > "$2/bin/python"\n'
        'chmod +x "$2/bin/python"\n',
        encoding="utf-8",
    )
    venv.chmod(0o755)
    python = same_as.python_for(*folders, downloads=False)
    assert same_as.python_for(*folders, downloads=False) == python
    assert python.is_relative_to(tmp_path / "cache")
    (asked,) = (python.parent.parent / "asked").read_text(encoding="utf-8").splitlines()
    assert asked.endswith(f"--require-hashes --no-deps -r {tmp_path / 'old/requirements.txt'}")


# What is printed of two folders


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """What the commit and the tree made: the same three files."""
    for side in ("old", "new"):
        for name in ("site/index.html", "site/about/index.html", "findings/a.es.txt"):
            file = tmp_path / side / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("uno\ndos\n", encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


def test_a_file_of_one_side_only_is_named(sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    old, new = sides
    (new / "site/index.html").unlink()
    (old / "site/about/index.html").unlink()
    assert same_as.report(old, new, []) == 2
    assert capsys.readouterr().out == (
        "site/about/index.html: only in this tree\nsite/index.html: only in the commit\n3 files compared; 2 differ\n"
    )


def test_a_listed_path_may_differ_and_its_reason_is_printed(
    sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = sides
    (new / "site/about/index.html").write_text("uno\ntres\n", encoding="utf-8")
    allowed = [same_as.Allowed("site/about/*", "its text is new"), same_as.Allowed("site/p/*", "nothing")]
    assert same_as.report(old, new, allowed) == 0
    printed = capsys.readouterr().out
    assert "site/about/index.html: allowed: its text is new\n" in printed
    assert "'site/p/*' is not needed" in printed
    assert printed.endswith("3 files compared; 0 differ, 1 may differ\n")


def test_the_same_difference_is_shown_once_and_each_path_is_named(
    sides: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = sides
    for name in ("site/index.html", "site/about/index.html"):
        (new / name).write_text("uno\ntres\n", encoding="utf-8")
    assert same_as.report(old, new, []) == 2
    assert capsys.readouterr().out.splitlines()[:4] == [
        "site/about/index.html: line 2, column 1",
        "  - dos",
        "  + tres",
        "site/index.html: line 2, column 1, as in site/about/index.html",
    ]


def test_a_long_line_is_cut_around_the_column_that_differs() -> None:
    old, new = ("<p>" * 9000 + middle + "</p>" * 9000 for middle in ("before", "after"))
    how = same_as.differing(old.encode(), new.encode())
    assert how.startswith("line 1, column 27001\n")
    assert "before" in how and "after" in how
    assert len(how) < 500


def test_a_line_more_at_the_end_is_shown() -> None:
    assert same_as.differing(b"one\n", b"one\ntwo\n") == "line 2, column 1\n  - \n  + two"
    assert same_as.differing(b"one", b"one\ntwo") == "line 2, column 1\n  - (the file has ended)\n  + two"


def test_of_bytes_the_first_place_is_shown() -> None:
    assert same_as.differing(b"%PDF-1.7\nabc", b"%PDF-1.7\nabd").startswith("byte 11 (of 12 and 12)\n")
    assert same_as.differing(b"\xff\xfe1", b"\xff\xfe2").startswith("byte 2 ")


def zip_of(file: Path, *members: tuple[str, str], day: int = 1) -> bytes:
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members:
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, day, 0, 0, 0)), text)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("other", "day", "said"),
    [
        ([("a.txt", "one"), ("b.txt", "three")], 1, "member b.txt: line 1, column 2\n  - two\n  + three"),
        ([("a.txt", "one")], 1, "member b.txt: only in the commit"),
        ([("a.txt", "one"), ("b.txt", "two"), ("c.txt", "")], 1, "member c.txt: only in this tree"),
        ([("b.txt", "two"), ("a.txt", "one")], 1, "order of members: a.txt in the commit, b.txt in this tree"),
        ([("a.txt", "one"), ("b.txt", "two")], 2, "member a.txt: another date or other rights"),
    ],
)
def test_of_an_archive_the_first_member_is_named(
    tmp_path: Path, other: list[tuple[str, str]], day: int, said: str
) -> None:
    old = zip_of(tmp_path / "old.zip", ("a.txt", "one"), ("b.txt", "two"))
    assert same_as.differing(old, zip_of(tmp_path / "new.zip", *other, day=day)) == said


def test_what_is_packed_is_unpacked_to_be_compared() -> None:
    old, new = (gzip.compress(text, mtime=0) for text in (b"one", b"two"))
    assert same_as.differing(old, new) == "unpacked: line 1, column 1\n  - one\n  + two"
    assert same_as.differing(old, gzip.compress(b"one", mtime=1)) == "packed in another way"


# The list of what may differ


def test_the_list_gives_patterns_and_reasons(tmp_path: Path) -> None:
    file = tmp_path / "same-as.txt"
    file.write_text("# what may differ\n\nsite/a/*\t# moved\nsite/b.json   # two words\n", encoding="utf-8")
    assert same_as.read_allowed(file) == [("site/a/*", "moved"), ("site/b.json", "two words")]
    assert same_as.read_allowed(tmp_path / "none.txt") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("site/a/*\n", 1),
        ("site/a/*  # moved\nsite/b/*  #\n", 2),
        ("".join(f"site/{number}  # moved\n" for number in range(21)), 21),
    ],
    ids=["no reason", "an empty reason", "21 lines"],
)
def test_a_line_without_reason_and_the_21st_are_refused(tmp_path: Path, text: str, line: int) -> None:
    file = tmp_path / "same-as.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(same_as.CannotCompareError, match=f"^tests/same-as.txt:{line}: "):
        same_as.read_allowed(file)


def test_the_list_of_this_tree_can_be_read() -> None:
    same_as.read_allowed(PROJECT / same_as.ALLOWED)


def test_the_broken_examples_break_many_rules(tmp_path: Path) -> None:
    from handbook.loading import inspect

    books = same_as.write_broken(PROJECT, tmp_path)
    found = {name: {one.code for one in inspect(book)[1]} for name, book in books.items()}
    assert all(found.values()), found
    assert len(set().union(*found.values())) >= 50
