"""``handbook new-case``: what it writes is accepted, and nothing is lost or half written."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import PROJECT, handbook
from handbook.loading import inspect, load_book
from handbook.upkeep.new_case import QUESTIONS, new_case

ANSWERS = {
    "name.es": 'Villa: "la" NO',
    "name.en": "'Town' #1, NO",
    "country": "NO",
    "kind": "municipality",
    "location.lat": "4,60",
    "location.lon": "-74.08",
    "period.start": "2010",
    "period.end": "2014",
    "summary.es": "Sí: 100 % # no es comentario",
    "summary.en": "yes",
    "sources.0.source": "al-las-2014",
    "sources.0.locator.es": "cap. 2",
    "sources.0.locator.en": "ch. 2",
    "actions.0.text.es": "Abrió {una} [oficina], de 2010 a 2014",
    "actions.0.text.en": "- opened an office",
    "ideas.0.id": "aligned",
    "ideas.0.basis": "supported",
    "ideas.0.how.es": "Lo muestra.",
    "ideas.0.how.en": "It shows it.",
    "contributors.0": "Ana & Cía.",
}


@pytest.fixture
def ready(project: Path) -> Path:
    (project / "docs/contribute").mkdir()
    shutil.copy(PROJECT / "docs/contribute/example-case.yml", project / "docs/contribute")
    return project


def answered(**changes: str | list[str]) -> Iterable[str]:
    for question in QUESTIONS:
        key = ".".join(map(str, question.path))
        answer = changes.get(key.replace(".", "_"), ANSWERS[key])
        yield from [answer] if isinstance(answer, str) else answer


def ask(root: Path, language: str = "es", case_id: str | None = "villanueva", **changes: str | list[str]) -> int:
    answers = iter(answered(**changes))
    return new_case(root, language, case_id, read=lambda prompt: next(answers))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_answers_make_a_case_that_the_book_accepts(ready: Path, language: str) -> None:
    assert ask(ready, language) == 0
    case = load_book(ready).cases["villanueva"]
    assert (case.name.es, case.name.en) == ('Villa: "la" NO', "'Town' #1, NO")
    assert (case.country, case.location.lat, case.period.end) == ("NO", 4.6, 2014)
    assert case.actions[0].text.es == "Abrió {una} [oficina], de 2010 a 2014"
    assert case.contributors == ("Ana & Cía.",)


def test_nothing_of_the_example_is_published_as_if_it_were_the_case(ready: Path) -> None:
    ask(ready)
    example = (ready / "docs/contribute/example-case.yml").read_text(encoding="utf-8")
    case = load_book(ready).cases["villanueva"].model_dump_json()
    for text in ("Diga ", "Escriba ", "Describa ", "Resuma ", "Explique ", "Nombre de"):
        assert text in example
        assert text not in case


def test_the_file_keeps_the_explanations_of_the_example(ready: Path) -> None:
    ask(ready)
    text = (ready / "data/cases/villanueva.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../schemas/case.json\n")
    assert "# Optional. Every figure somebody might quote" in text
    assert "\n# figures:\n" in text


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("country", "XX", "no existe el país «XX»"),
        ("kind", "aldea", "no es un valor permitido"),
        ("location_lat", "noventa", "se esperaba un número"),
        ("location_lon", "-200", "fuera de lo posible"),
        ("period_end", "1999", "termina en 1999"),
        ("period_end", "2041", "¿Quiso decir «2014»?"),
        ("period_start", "2100", "posterior a lo que puede contar"),
        ("summary_es", "<script>x</script>", "código o formato"),
        ("summary_es", "", "Hace falta"),
        ("summary_en", "a\u0007b", "carácter"),
        ("summary_en", "El municipio abrió una oficina con la universidad.", "parece estar en español"),
        ("sources_0_source", "al-las", "¿Quiso decir «al-las-2014»?"),
        ("sources_0_source", "plan-2020", "agréguela allí"),
    ],
)
def test_a_wrong_answer_is_explained_and_asked_again(
    ready: Path, capsys: pytest.CaptureFixture[str], field: str, wrong: str, said: str
) -> None:
    right = ANSWERS[field.replace("_", ".")]
    assert ask(ready, **{field: [wrong, right]}) == 0
    assert said in capsys.readouterr().out


def test_a_name_may_be_answered_instead_of_its_id(ready: Path) -> None:
    assert ask(ready, ideas_0_id="Alineada", country="no", kind="Municipio") == 0
    assert load_book(ready).cases["villanueva"].ideas[0].id == "aligned"


def test_the_number_of_an_idea_may_be_answered_instead_of_its_id(ready: Path) -> None:
    assert ask(ready, ideas_0_id="1") == 0
    assert load_book(ready).cases["villanueva"].ideas[0].id == "aligned"


def test_an_unfit_name_is_answered_with_one_that_fits(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new_case(ready, "es", "El Peñón", ask=False) == 1
    assert "¿Quiso decir «el-penon»?" in capsys.readouterr().err


def test_the_last_year_may_be_left_out(ready: Path) -> None:
    assert ask(ready, period_end="") == 0
    assert load_book(ready).cases["villanueva"].period.end is None


def test_a_case_is_never_overwritten(ready: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (ready / "data/cases/alfa.yml").read_bytes()
    assert new_case(ready, "en", "alfa", ask=False) == 1
    assert (ready / "data/cases/alfa.yml").read_bytes() == before
    assert "exists already" in capsys.readouterr().err


@pytest.mark.parametrize("case_id", ["aligned", "Medellín", "../evil", "a/b", "con espacio", "", "x" * 61])
def test_an_unfit_name_writes_nothing(ready: Path, case_id: str) -> None:
    before = sorted(ready.rglob("*"))
    assert new_case(ready, "es", case_id, ask=False) == 1
    assert sorted(ready.rglob("*")) == before


@pytest.mark.parametrize(("stop", "status"), [(EOFError, 1), (KeyboardInterrupt, 130)])
def test_leaving_half_way_writes_nothing(ready: Path, stop: type[BaseException], status: int) -> None:
    answers = iter(list(answered())[:5])

    def read(prompt: str) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise stop from None

    assert new_case(ready, "es", "villanueva", read=read) == status
    assert not (ready / "data/cases/villanueva.yml").exists()


def test_without_questions_the_annotated_example_is_written_with_no_fault_but_its_own_texts(ready: Path) -> None:
    result = handbook("new-case", "--id", "villanueva", "--no-input", root=ready)
    assert result.returncode == 0, result.stderr
    assert {one.code for one in inspect(ready)[1]} == {"example-text"}


def test_without_questions_an_id_is_needed(ready: Path) -> None:
    assert handbook("new-case", "--no-input", root=ready).returncode == 2


def test_it_asks_in_a_terminal(ready: Path) -> None:
    text = "\n".join(["villanueva", *answered()]) + "\n"
    command = [sys.executable, "-m", "handbook.cli", "--root", str(ready), "new-case", "--lang", "en"]
    result = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert result.returncode == 0, result.stderr
    assert "Country, two letters" in result.stdout
    assert (ready / "data/cases/villanueva.yml").is_file()
