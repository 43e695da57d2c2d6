"""Nothing of the annotated example, and no text that says that it is still to be written, is taken for a case."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT, handbook, make_project, write_case, write_chapter
from handbook.loading import inspect
from handbook.reading.findings import Finding
from handbook.upkeep.new_case import EXAMPLE
from handbook.upkeep.new_case import new_case as write_new_case
from test_new_case import answered

TEXT = (PROJECT / EXAMPLE).read_text(encoding="utf-8")
COPY = "data/cases/villanueva.yml"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("unfinished")
    make_project(root)
    (root / "docs/contribute").mkdir()
    shutil.copy(PROJECT / EXAMPLE, root / EXAMPLE)
    return root


def check(root: Path, change: Callable[[str], str], text: str = TEXT) -> list[Finding]:
    """What is said of a case made of the example."""
    (root / COPY).write_text(change(re.sub("^id: .*", "id: villanueva", text, flags=re.M)), encoding="utf-8")
    return inspect(root)[1]


def mended(text: str, *but: str) -> str:
    """The example with every text of its own written anew, but for those of the fields ``but``."""
    parts = re.split(r"\n\n+", text)
    for index, part in enumerate(parts):
        key = next((found[1] for line in part.split("\n") if (found := re.match(r"([a-z_]+):", line))), "")
        if key == "population":
            parts[index] = re.sub("value: [0-9]+", "value: 48211", part) if key not in but else part
        elif key not in but:
            part = re.sub(r'\bes: "[^"]{12,}"', 'es: "En 2011 abrió una oficina."', part)
            part = re.sub(r'\ben: "[^"]{12,}"', 'en: "It opened an office in 2011."', part)
            parts[index] = part.replace("Su nombre / Your name", "Ana Gómez")
    return "\n\n".join(parts)


def test_each_text_of_a_copied_example_has_its_finding(root: Path) -> None:
    found = check(root, lambda text: text)
    assert {one.code for one in found} == {"example-text", "example-figure"}
    fields = {re.split(r"[.\[]", one.field)[0] for one in found}
    written = set(yaml.safe_load(TEXT))
    assert fields == written - {
        *("id", "country", "subdivision", "kind", "location", "period", "sources", "reviewed"),
    }
    first = next(one for one in found if one.field == "name.es")
    line = next(number for number, one in enumerate(TEXT.split("\n"), 1) if one.startswith("name:"))
    assert (first.path, first.line) == (COPY, line)
    assert first.text("en") == (
        "this still is a text of the example ('Nombre del territorio'); write that of your case, or delete the field if it "
        "is optional."
    )


def test_an_example_that_was_written_anew_has_no_finding(root: Path) -> None:
    assert check(root, mended) == []


@pytest.mark.parametrize(
    ("left", "fields"),
    [
        ("name", {"name.es", "name.en"}),
        ("summary", {"summary.es", "summary.en"}),
        ("population", {"population.value"}),
        ("lessons", {"lessons[1].es", "lessons[1].en"}),
        ("difficulties", {"difficulties[1].es", "difficulties[1].en"}),
        ("figures", {"figures[1].label.es", "figures[1].label.en"}),
        ("timeline", {"timeline[1].event.es", "timeline[1].event.en"}),
        ("contributors", {"contributors[1]"}),
        (
            "institutions",
            {f"institutions[1].{field}.{language}" for field in ("name", "role") for language in ("es", "en")},
        ),
        ("modalities", {f"modalities.{one}.what.{two}" for one in ("cooperation", "networks") for two in ("es", "en")}),
    ],
)
def test_the_part_of_the_example_that_was_left_is_named(root: Path, left: str, fields: set[str]) -> None:
    found = check(root, lambda text: mended(text, left))
    assert {one.field for one in found if one.code in ("example-text", "example-figure")} == fields


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_text_of_the_example_in_one_language_is_found_beside_a_written_one(root: Path, language: str) -> None:
    example = yaml.safe_load(TEXT)["summary"][language]

    def change(text: str) -> str:
        return re.sub(
            r"summary:\n.*\n.*\n",
            {
                "es": f'summary:\n  es: "{example}"\n  en: "It opened an office in 2011."\n',
                "en": f'summary:\n  es: "En 2011 abrió una oficina."\n  en: "{example}"\n',
            }[language],
            mended(text),
        )

    assert [(one.code, one.field) for one in check(root, change)] == [("example-text", f"summary.{language}")]


@pytest.mark.parametrize(
    "written",
    [
        "nombre del  territorio",
        "Nombre del territorio.",
        "Diga qué ocurrió, con años y nombres. Añada por qué leerlo. Villanueva abrió su oficina en 2011.",
    ],
)
def test_a_text_of_the_example_is_known_with_small_changes(root: Path, written: str) -> None:
    def change(text: str) -> str:
        return (
            mended(text)
            .replace("Nombre del territorio", written)
            .replace('es: "En 2011 abrió una oficina."', f'es: "{written}"', 1)
        )

    assert {one.code for one in check(root, change)} == {"example-text"}


@pytest.mark.parametrize(
    "written",
    [
        "TODO: escribir el resumen",
        "TODO",
        "TODO - write this",
        "todo: escribir",
        "[TODO] escribir el resumen",
        "(Por completar)",
        "POR COMPLETAR: fuente",
        "PENDIENTE: la fecha",
        "FIXME: year",
        "TBD",
        "XXX",
        "...",
        "…",
        "¿¿??",
        "Lorem ipsum dolor sit amet",
        "Texto en español",
    ],
)
def test_a_text_that_is_still_to_be_written_is_refused(root: Path, written: str) -> None:
    write_case(root, "villanueva", lambda text: text.replace("Resumen de villanueva.", written))
    found = inspect(root)[1]
    assert [(one.code, one.field) for one in found] == [("to-be-written", "summary.es")]
    assert f"«{written[:20]}" in found[0].text("es")


@pytest.mark.parametrize(
    "written",
    [
        "Todo el territorio participó.",
        "TODO EL TERRITORIO participó.",
        "Todos: la alcaldía, la universidad y los gremios.",
        "XXX Congreso de ciudades, 2012",
        "Pendientes del río Magdalena.",
        "12 %",
    ],
)
def test_a_text_that_only_begins_alike_is_accepted(root: Path, written: str) -> None:
    write_case(root, "villanueva", lambda text: text.replace("Resumen de villanueva.", written))
    assert inspect(root)[1] == []


def test_a_unit_and_a_place_in_a_source_may_be_those_of_the_example(root: Path) -> None:
    text = mended(TEXT)
    assert '"proyectos"' in text and '"capítulo 2"' in text
    assert check(root, lambda one: one, text) == []


def test_a_paragraph_of_a_chapter_that_is_to_be_written_is_refused(project: Path) -> None:
    body = "# {Alineada|Aligned}\n\n## {Casos|Cases} {#cases}\n\n- TODO: {escribir esto|write this}\n\nTodo bien.\n"
    write_chapter(project, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", body)
    found = [(one.path, one.line, one.column, one.code) for one in inspect(project)[1]]
    assert found == [
        ("docs/ideas/01-aligned.en.md", 11, 3, "to-be-written"),
        ("docs/ideas/01-aligned.es.md", 11, 3, "to-be-written"),
    ]


def test_a_term_of_the_glossary_that_is_to_be_written_is_refused(project: Path) -> None:
    (project / "data/glossary.yml").write_text(
        'entries:\n  - id: a\n    term: {es: "Uno", en: "One"}\n    definition: {es: "TODO: definir", en: "The first."}\n',
        encoding="utf-8",
    )
    assert [(one.field, one.code) for one in inspect(project)[1]] == [("entries[1].definition.es", "to-be-written")]


def test_a_project_without_the_example_has_no_findings_of_it(project: Path) -> None:
    write_case(project, "villanueva", lambda text: text.replace("Resumen de villanueva.", "Nombre del territorio"))
    assert inspect(project)[1] == []


@pytest.mark.parametrize("text", ["- a list\n", "a: [\n"])
def test_an_example_that_cannot_be_read_has_no_texts_to_find_again(project: Path, text: str) -> None:
    (project / EXAMPLE).parent.mkdir()
    (project / EXAMPLE).write_text(text, encoding="utf-8")
    write_case(project, "villanueva", lambda text: text.replace("Resumen de villanueva.", "Nombre del territorio"))
    assert "data/cases/villanueva.yml" not in {one.path for one in inspect(project)[1]}


def test_the_annotated_example_is_written_without_a_failure_and_says_what_is_left(root: Path, tmp_path: Path) -> None:
    make_project(tmp_path / "project")
    (tmp_path / "project/docs/contribute").mkdir()
    shutil.copy(PROJECT / EXAMPLE, tmp_path / "project" / EXAMPLE)
    result = handbook("new-case", "--id", "villanueva", "--no-input", "--lang", "en", root=tmp_path / "project")
    assert (result.returncode, result.stderr) == (0, "")
    left = len(inspect(tmp_path / "project")[1])
    assert f"{left} texts are still those of the example" in result.stdout
    assert handbook("check", root=tmp_path / "project").returncode == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [("TODO: escribir", "está por escribir"), ("Nombre del territorio", "es todavía el del ejemplo")],
)
def test_an_answer_that_is_no_text_yet_is_asked_again(
    root: Path, answer: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / COPY).unlink(missing_ok=True)
    answers = iter(answered(name_es=[answer, "Villanueva"]))
    assert write_new_case(root, "es", "villanueva", read=lambda prompt: next(answers)) == 0
    assert said in capsys.readouterr().out
    assert inspect(root)[1] == []
