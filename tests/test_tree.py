"""docs/, data/ and overrides/ hold listed files only; nothing else is read, followed, published or shown in preview."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import CASE, handbook, write_case
from handbook.loading import inspect
from handbook.reading.findings import Finding
from handbook.reading.project_tree import look_through
from test_freshness import Preview

CANARY = "SECRET-CANARY-55"


def check(project: Path) -> dict[str, str]:
    return {one.path: one.code for one in inspect(project)[1]}


def only(project: Path) -> Finding:
    (found,) = inspect(project)[1]
    return found


def litter(project: Path, outside: Path) -> dict[str, str]:
    """Put a file of each bad kind into the project: path (as a finding shows it) -> code of its finding."""
    outside.mkdir()
    (outside / "secret.txt").write_text(CANARY, encoding="utf-8")
    (outside / "secret.es.md").write_text(CANARY, encoding="utf-8")
    found = {}

    def plain(path: str, text: str, code: str) -> None:
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text, encoding="utf-8")
        found[path.replace("\n", "?")] = code

    script = f"<script>window.{CANARY.replace('-', '_')}=1</script>"
    plain("docs/assets/own.html", script, "stray-code")
    plain("docs/ideas/own2.html", script, "stray-code")
    plain("overrides/own.js", script, "stray-code")
    plain("docs/assets/own.svg", f'<svg xmlns="http://www.w3.org/2000/svg">{script}</svg>', "stray-image")
    plain('docs/assets/"><img src=x onerror=alert(1)>.svg', CANARY, "stray-image")
    plain("docs/assets/a\nb.svg", CANARY, "stray-image")
    plain("docs/assets/big.bin", CANARY * 200_000, "stray-file")
    plain("docs/assets/js/Big.JS", script, "stray-code")
    plain("docs/assets/js/large.js", f"// {CANARY}\n" * 20_000, "file-too-large")
    plain("docs/contribute/villanueva.yml", CANARY, "stray-record")
    plain("data/schemas/more.json", "{}", "stray-file")

    def link(path: str, target: str | Path) -> None:
        (project / path).symlink_to(target)
        found[path] = "not-a-file"

    link("docs/assets/leak.txt", outside / "secret.txt")
    link("docs/assets/leak.css", outside / "secret.txt")
    link("docs/ideas/leak.svg", outside / "secret.txt")
    link("docs/ideas/02-leak.es.md", outside / "secret.es.md")
    link("docs/assets/leakdir", outside)
    link("docs/leak", outside)
    link("docs/.hidden", outside)
    link("docs/.#secret.txt", outside / "secret.txt")
    link("docs/assets/env.txt", "/proc/self/environ")
    link("docs/assets/nowhere.css", "/nowhere/at/all")
    link("data/quizzes", outside)
    link("data/schemas/zz.json", outside / "secret.txt")
    link("overrides/leak.css", outside / "secret.txt")

    def device(path: str, kind: int, number: int = 0) -> None:
        with contextlib.suppress(PermissionError):  # a device may be made by root only
            os.mknod(project / path, kind | 0o600, number)
            found[path] = "not-a-file"

    device("docs/assets/pipe.css", stat.S_IFIFO)
    device("data/cases/pipe.yml", stat.S_IFIFO)
    device("docs/ideas/socket.es.md", stat.S_IFSOCK)
    device("docs/assets/zero.css", stat.S_IFCHR, os.makedev(1, 5))
    assert found["docs/assets/pipe.css"]
    return found


def mkdocs_build(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """What MkDocs does by itself, with the project's own code."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks"), "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def published(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_a_file_of_every_bad_kind_is_a_finding_and_nothing_is_built(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY", CANARY)
    expected = litter(project, tmp_path / "outside")
    checked = handbook("check", "--format", "json", root=project, timeout=60)
    assert {one["path"]: one["code"] for one in json.loads(checked.stdout)} == expected
    site = handbook("site", root=project, timeout=60)
    plain = mkdocs_build(project, tmp_path / "plain")
    for result in (site, plain):
        said = result.stdout + result.stderr
        assert result.returncode == 1
        assert "docs/assets/env.txt:1:1: this is no plain file but a link;" in said
        assert "Traceback" not in said
        assert CANARY not in said
    assert not (project / "site").exists()
    assert not (tmp_path / "plain").exists() or published(tmp_path / "plain") == {}
    assert CANARY not in checked.stdout + checked.stderr


def test_every_finding_about_the_tree_says_in_both_languages_what_to_do(project: Path, tmp_path: Path) -> None:
    litter(project, tmp_path / "outside")
    for one in inspect(project)[1]:
        assert "; " in one.text("es") and "; " in one.text("en")
        if one.code != "file-too-large":
            assert "bórre" in one.text("es") or "bórrelo" in one.text("es"), one
            assert "delete it" in one.text("en"), one


# What editors, systems and merges leave behind.
LEFTOVERS = (
    "data/cases/alfa.yml~",
    "data/cases/#alfa.yml#",
    "data/cases/alfa.yml.orig",
    "data/cases/alfa.yml.bak",
    "data/cases/.alfa.yml.swp",
    "data/cases/alfa.yml.swp",
    "data/cases/.hidden.yml",
    "data/cases/~$alfa.yml",
    "data/cases/Thumbs.db",
    "data/cases/desktop.ini",
    "data/cases/4913",
    "data/schemas/.case.json",
    "data/.DS_Store",
    "docs/ideas/01-aligned.es.md~",
    "docs/ideas/#01-aligned.es.md#",
    "docs/ideas/.01-aligned.es.md",
    "docs/ideas/.idea/page.es.md",
    "docs/assets/4913",
    "docs/assets/Thumbs.db",
    "docs/assets/handbook.css~",
    "docs/assets/handbook.css.orig",
    "docs/assets/js/#page.js#",
    "docs/assets/.DS_Store",
    "overrides/main.html~",
    "overrides/4913",
    "overrides/page.css.bak",
)


def leave_behind(project: Path) -> None:
    for path in LEFTOVERS:
        (project / path).parent.mkdir(exist_ok=True)
        (project / path).write_text(CANARY, encoding="utf-8")
    (project / "docs/ideas/.#01-aligned.es.md").symlink_to("maria@laptop.4711:1700000000")


def test_what_editors_leave_behind_stops_nothing_and_is_not_published(project: Path, tmp_path: Path) -> None:
    assert mkdocs_build(project, tmp_path / "before").returncode == 0
    leave_behind(project)
    assert check(project) == {}
    # The project may lie in a linked folder: only links below it are refused.
    (tmp_path / "linked").symlink_to(project)
    built = mkdocs_build(tmp_path / "linked", tmp_path / "after")
    assert built.returncode == 0, built.stderr
    assert published(tmp_path / "after") == published(tmp_path / "before")


@pytest.mark.parametrize("path", ["docs/assets/pipe~", "data/cases/.pipe"])
def test_a_pipe_is_found_under_the_name_of_a_leftover_too(project: Path, path: str) -> None:
    os.mkfifo(project / path)
    assert check(project) == {path: "not-a-file"}


def test_a_folder_of_the_project_that_is_a_link_is_not_entered(project: Path, tmp_path: Path) -> None:
    (project / "data").rename(tmp_path / "elsewhere")
    (project / "data").symlink_to(tmp_path / "elsewhere")
    (project / "data/sources.yml").write_text("entries: [", encoding="utf-8")  # would be a finding, were it read
    found = only(project)
    assert found.line_of_text("es") == (
        "data:1:1: no es un archivo normal, es un enlace; ponga aquí el archivo mismo o bórrelo."
    )
    assert not [path for path in look_through(project).listed if path.startswith("data/")]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("data/case/villanueva.yml", "data/cases/"),
        ("data/Cases/villanueva.yml", "data/cases/"),
        ("data/cases/villanueva/villanueva.yml", "data/cases/"),
        ("data/checklist/villanueva.yaml", "data/checklists/"),
        ("data/quiz/villanueva.yml", "data/quizzes/"),
        ("docs/cases/villanueva.yml", "data/cases/"),
        ("cases/villanueva.yml", "data/cases/"),
        ("data/villanueva.yml", None),
        ("data/vocabulary/villanueva.yml", None),
        ("docs/contribute/villanueva.yml", None),
    ],
)
def test_a_record_in_the_wrong_place_is_found_with_the_folder_that_may_be_meant(
    project: Path, path: str, meant: str | None
) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(CASE.format(id="villanueva"), encoding="utf-8")
    assert only(project).line_of_text("en") == (
        f"{path}:1:1: nothing reads this record here; put it in the folder of its kind, for instance a case in "
        "data/cases/, or delete it." + (f" Did you mean '{meant}'?" if meant else "")
    )


def test_a_picture_among_the_cases_is_not_taken_for_a_misnamed_case(project: Path) -> None:
    (project / "data/cases/alfa.png").write_bytes(b"\x89PNG")
    assert only(project).line_of_text("es") == (
        "data/cases/alfa.png:1:1: el manual no publica imágenes sueltas; haga de ella una figura en data/figures/ o "
        "bórrela."
    )


@pytest.mark.parametrize("path", ["docs/assets/notes.es.md", "data/cases/notes/alfa.md", "data/notes.markdown"])
def test_a_text_that_lies_where_no_chapter_is_read_is_found(project: Path, path: str) -> None:
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text("# Notas\n", encoding="utf-8")
    assert check(project) == {path: "stray-chapter"}
    assert only(project).line_of_text("en") == (
        f"{path}:1:1: nothing reads this text here; a chapter goes into a section of docs/ and ends in .es.md or "
        ".en.md. Move it or delete it."
    )


def svg(project: Path, change: Callable[[str], str]) -> None:
    icon = project / "docs/assets/icon.svg"
    icon.write_text(change(icon.read_text(encoding="utf-8")), encoding="utf-8")


INSIDE = "</svg>"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (INSIDE, "<script>alert(1)</script></svg>", "<script>"),
        (INSIDE, '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script></svg>', "<script>"),
        (INSIDE, "<foreignObject/></svg>", "<foreignObject>"),
        (INSIDE, "<style>@import '//x.example'</style></svg>", "<style>"),
        (INSIDE, '<image href="https://x.example/a.png"/></svg>', "<image>"),
        (INSIDE, '<a href="x.html"><path d="M0 0"/></a></svg>', "<a>"),
        (INSIDE, '<animate attributeName="href"/></svg>', "<animate>"),
        ("<svg ", '<svg onload="alert(1)" ', "onload"),
        ("<svg ", '<svg style="fill:red" ', "style"),
        ("<rect ", '<rect href="//x.example" ', "href"),
        ("<rect ", '<rect xmlns:l="http://www.w3.org/1999/xlink" l:href="#a" ', "href"),
        ('fill="#0b4f6c"', 'fill="url(//x.example/a.svg#b)"', "fill"),
        ("<svg ", '<?xml-stylesheet href="//x.example/a.css"?><svg ', '<?xml-stylesheet href="//x.example/a.css'),
        ("<svg ", "<!DOCTYPE svg><svg ", "<!DOCTYPE>"),
        ("<svg ", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg ', "<!DOCTYPE>"),
    ],
)
def test_a_drawing_that_does_more_than_draw_is_found(project: Path, old: str, new: str, shown: str) -> None:
    svg(project, lambda text: text.replace(old, new, 1))
    assert only(project).code == "svg-content"
    assert only(project).line_of_text("en") == (
        f"docs/assets/icon.svg:1:1: the drawing holds '{shown}', which may run or fetch something; leave only shapes "
        "with their colours."
    )


def test_a_drawing_that_cannot_be_read_is_found(project: Path) -> None:
    svg(project, lambda text: text.replace(INSIDE, ""))
    assert only(project).code == "svg-broken"
    assert only(project).text("en") == ("the drawing is no SVG that can be read; save it again with a drawing program.")


def test_the_live_preview_shows_nothing_of_a_link_or_a_stray_and_goes_on_without_it(
    project: Path, tmp_path: Path
) -> None:
    preview = Preview(project)
    before = published(project / "preview")
    (tmp_path / "secret.txt").write_text(CANARY, encoding="utf-8")
    for bad, make in (
        ("docs/assets/leak.css", lambda file: file.symlink_to(tmp_path / "secret.txt")),
        ("docs/assets/handbook.css", lambda file: (file.unlink(), file.symlink_to(tmp_path / "secret.txt"))),
        ("docs/ideas/own.html", lambda file: file.write_text(CANARY, encoding="utf-8")),
        ("data/schemas/zz.json", lambda file: file.symlink_to("/proc/self/environ")),
    ):
        file = project / bad
        kept = file.read_bytes() if file.exists() else None
        make(file)
        write_case(project, "alfa", lambda text: text.replace("Shown by alfa", "Shown again"))
        assert preview.build() == []
        assert published(project / "preview") == before, bad
        file.unlink()
        if kept:
            file.write_bytes(kept)
        write_case(project, "alfa")
    leave_behind(project)
    write_case(project, "gama")
    assert len(preview.build()) > 10  # everything is built anew
    shown = published(project / "preview")
    assert "casos/gama/index.html" in shown
    assert not [path for path, content in shown.items() if CANARY.encode() in content]
    preview.end()


def test_only_a_listed_file_is_published(project: Path, tmp_path: Path) -> None:
    """Also where the rules would have let another through: the hook that collects files has the same list."""
    (project / "docs/assets/own.html").write_text(CANARY, encoding="utf-8")
    (project / "overrides/own.css").write_text(CANARY, encoding="utf-8")
    rules = project / "hooks/handbook/checking/rules/tree.py"
    text = rules.read_text(encoding="utf-8")
    assert "yield from about_files(draft.tree)" in text
    rules.write_text(text.replace("yield from about_files(draft.tree)", "yield from ()"), encoding="utf-8")
    result = mkdocs_build(project, tmp_path / "site")
    assert result.returncode == 0, result.stderr
    assert not [path for path, content in published(tmp_path / "site").items() if CANARY.encode() in content]
