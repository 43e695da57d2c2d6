"""``handbook check --fix`` mends what has one right answer, shows what has changed, and changes nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import CASE, PROJECT, handbook, make_project, write_case, write_chapter
from handbook.loading import inspect, load_book
from handbook.reading.project_tree import look_through
from handbook.upkeep.mending import _schema_lines, mend

FIRST = "# yaml-language-server: $schema=../schemas/case.json\n"
RECORD = FIRST + CASE.format(id="villanueva")
PLACE = "data/cases/villanueva.yml"
NBSP = "\u00a0"
SAYS = "'handbook check --fix' mends it."


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mending") / "project"
    make_project(root)
    list(mend(root))  # the lines that name schemas
    assert inspect(root)[1] == []
    return root


def write(root: Path, text: str) -> Path:
    (root / PLACE).write_bytes(text.encode("utf-8"))
    return root / PLACE


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("location: {lat", f"location:{NBSP}{{lat"),
        ("  - id: aligned", f"  -{NBSP}id: aligned"),
        ("    basis: stated", f"{NBSP}{NBSP}{NBSP} basis: stated"),
        ("    basis: stated", f"\u2003\u2002  basis:{NBSP}stated"),
        ("kind: municipality", f"kind{NBSP}: municipality"),
        ('en: "Summary of villanueva."}', f'en:{NBSP}"Summary of villanueva."}}'),
    ],
)
def test_a_space_of_another_kind_outside_a_text_is_mended(root: Path, right: str, wrong: str) -> None:
    assert right in RECORD
    file = write(root, RECORD.replace(right, wrong))
    found = inspect(root)[1]
    assert found
    assert all(SAYS in one.text("en") for one in found)
    (diff,) = mend(root)
    mended = file.read_text(encoding="utf-8")
    assert yaml.safe_load(mended) == yaml.safe_load(RECORD)
    assert re.sub(" +", " ", mended) == re.sub(
        " +", " ", RECORD.replace("kind:", "kind :") if "kind" in right else RECORD
    )
    assert diff.startswith(f"--- {PLACE}\n+++ {PLACE}\n@@")
    assert inspect(root)[1] == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("summary: {es: Premio #1 de la región, en: First prize.}", 'es: "Premio #1 de la región", en'),
        ("summary:\n  es: Premio #1 de la región\n  en: First prize.", 'es: "Premio #1 de la región"\n'),
        ('summary:\n  es: El "gran" premio #1\n  en: First prize.', "es: 'El \"gran\" premio #1'\n"),
    ],
)
def test_a_text_that_a_sign_would_cut_is_put_in_quotes(root: Path, wrong: str, right: str) -> None:
    file = write(root, re.sub(r"summary: .*", wrong, RECORD))
    (found,) = inspect(root)[1]
    assert (found.code, SAYS in found.text("en")) == ("cut-by-comment", True)
    list(mend(root))
    assert right in file.read_text(encoding="utf-8")
    summary = load_book(root).cases["villanueva"].summary
    assert (summary.es.endswith(("#1", "#1 de la región")), summary.en) == (True, "First prize.")


@pytest.mark.parametrize(
    "wrong",
    [
        "kind: municipality # the smallest of the two\n",  # may be a comment
        'country: "CO" #1\n',  # after a text in quotes, it belongs to nothing
    ],
)
def test_what_may_be_a_comment_is_left_to_who_wrote_it(root: Path, wrong: str) -> None:
    key = wrong.partition(":")[0]
    text = re.sub(rf"{key}: .*\n", wrong, RECORD)
    file = write(root, text)
    found = inspect(root)[1]
    assert [(one.code, SAYS in one.text("en")) for one in found] == [("cut-by-comment", False)]
    assert list(mend(root)) == []
    assert file.read_text(encoding="utf-8") == text
    write(root, RECORD)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("first", "mended"),
    [
        ("", FIRST),
        ("# yaml-language-server: $schema=../../schemas/caso.json\n", FIRST),
        ("# Nota.\n", f"{FIRST}# Nota.\n"),
    ],
)
def test_the_line_that_names_the_schema_is_written_and_corrected(root: Path, first: str, mended: str, end: str) -> None:
    body = CASE.format(id="villanueva")
    file = write(root, (first + body).replace("\n", end))
    list(mend(root))
    assert file.read_bytes().decode() == (mended + body).replace("\n", end)


def test_every_record_of_the_book_begins_with_the_line_that_is_written_here() -> None:
    lines = dict(_schema_lines(look_through(PROJECT)))
    assert len(lines) == len(list((PROJECT / "data").rglob("*.yml")))
    assert {
        path for path, line in lines.items() if not (PROJECT / path).read_text(encoding="utf-8").startswith(line)
    } == set()


BODY = "# {Alineada|Aligned}\n\n## {Casos|Cases} {#cases}\n\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Lleve:\n- acta\n- firma\n", "Lleve:\n\n- acta\n- firma\n"),
        ("Lleve:\n1. acta\n2. firma\n\nY:\n- dos\n", "Lleve:\n\n1. acta\n2. firma\n\nY:\n\n- dos\n"),
        ("- uno:\n  - acta\n  - firma\n- dos\n", "- uno:\n    - acta\n    - firma\n- dos\n"),
        ("1. uno:\n   - acta\n     - sello\n2. dos\n", "1. uno:\n    - acta\n        - sello\n2. dos\n"),
        ("- uno\n\n  Sigue aquí.\n\n- dos\n", "- uno\n\n    Sigue aquí.\n\n- dos\n"),
        ('!!! note "Uno"\n    Lleve:\n    - acta\n', '!!! note "Uno"\n    Lleve:\n\n    - acta\n'),
    ],
)
def test_a_list_gets_its_blank_line_and_its_indentation(root: Path, wrong: str, right: str, end: str) -> None:
    write(root, RECORD)
    write_chapter(root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", BODY + wrong)
    files = [root / f"docs/ideas/01-aligned.{language}.md" for language in ("es", "en")]
    before = [file.read_text(encoding="utf-8").replace("\n", end) for file in files]
    for file, text in zip(files, before, strict=True):
        file.write_bytes(text.encode())
    found = inspect(root)[1]
    assert {one.code for one in found} <= {"list-without-blank-line", "list-indent"}
    assert all(SAYS in one.text("en") for one in found)
    list(mend(root))
    after = [text.replace(wrong.replace("\n", end), right.replace("\n", end)) for text in before]
    assert [file.read_bytes().decode() for file in files] == after
    assert [one for one in inspect(root)[1] if one.mend] == []


def test_a_list_in_a_quotation_is_left_to_who_wrote_it(root: Path) -> None:
    write_chapter(
        root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", f"{BODY}> Lleve:\n> - acta\n>\n> — Ana\n"
    )
    found = inspect(root)[1]
    assert {(one.code, one.mend) for one in found} == {("list-without-blank-line", "")}
    assert list(mend(root)) == []


@pytest.mark.parametrize(
    "right",
    [
        "1. acta,\n   firmada por todos\n2. dos\n",
        "- acta,\n  firmada\n  por todos\n",
        "- uno\n    - dos\n        - tres\n- cuatro\n",
        "- uno\n\nTexto.\n\n- dos\n",
        "1. uno\n2. dos\n\n    Sigue.\n\n3. tres\n",
        "10. diez\n    - once\n",
    ],
)
def test_a_list_that_shows_as_it_was_written_is_accepted(root: Path, right: str) -> None:
    write_chapter(root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", BODY + right)
    assert [one for one in inspect(root)[1] if one.code == "list-indent"] == []


def test_nothing_else_changes_and_a_second_time_nothing_at_all(project: Path) -> None:
    write_case(
        project, "alfa", lambda text: text.replace("location: ", f"location:{NBSP}").replace('"CO"', '"CO"  # país')
    )
    write_case(project, "beta", lambda text: text.replace('es: "Resumen de beta."', "es: Resumen #1 de beta."))
    write_case(project, "gama", lambda text: text.replace("municipality", "aldea"))  # has no one right answer
    write_chapter(
        project, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", f"{BODY}Lleve:{NBSP}5\n- acta  y sello\n"
    )
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    result = handbook("check", "--fix", "--lang", "en", root=project)
    assert result.returncode == 1
    assert "data/cases/gama.yml:5:7: kind: 'aldea' is not an allowed value" in result.stdout
    changed = {file for file, data in before.items() if file.read_bytes() != data}
    assert {file.relative_to(project).as_posix() for file in changed} == {
        *(f"data/cases/{id}.yml" for id in ("alfa", "beta", "gama")),
        *(f"docs/ideas/01-aligned.{language}.md" for language in ("es", "en")),
    }
    for file in changed:
        old, new = (data.decode().splitlines() for data in (before[file], file.read_bytes()))
        left = [line for line in new if line not in old]
        assert all(line in ("", FIRST.strip()) or "location" in line or "#1" in line for line in left)
        assert f"--- {file.relative_to(project).as_posix()}\n" in result.stdout
    after = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    again = handbook("check", "--fix", "--lang", "en", root=project)
    assert "---" not in again.stdout
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == after


def test_what_cannot_be_read_or_is_a_link_is_not_written(project: Path, tmp_path: Path) -> None:
    latin = write_case(project, "latin")
    latin.write_bytes(CASE.format(id="latin").replace("Villa", "Peñón").encode("latin-1"))
    data = latin.read_bytes()
    list(mend(project))
    assert latin.read_bytes() == data
    (tmp_path / "outside.yml").write_text(CASE.format(id="outside"), encoding="utf-8")
    (project / "data/cases/outside.yml").symlink_to(tmp_path / "outside.yml")
    assert list(mend(project)) == []
    assert (tmp_path / "outside.yml").read_text(encoding="utf-8") == CASE.format(id="outside")


def test_the_diff_of_machine_readable_findings_goes_elsewhere(project: Path) -> None:
    result = handbook("check", "--fix", "--format", "json", root=project)
    assert result.stdout.strip() == "[]"
    assert "+# yaml-language-server" in result.stderr
