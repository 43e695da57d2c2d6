"""A case of which the sources tell little is a brief note: by its record, in lists, on its page and before it is sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import handbook, make_project, write_case, write_chapter
from handbook.content.book import Book
from handbook.content.brief_notes import is_brief, missing_parts
from handbook.content.models import Case
from handbook.loading import load_book
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand
from handbook.website.explorer_data import write_case_data


@pytest.fixture
def whole(golden_book: Book) -> Case:
    """A record with something of everything."""
    return golden_book.cases["whole"]


def changed(case: Case, *, actions: int, without: tuple[str, ...] = ()) -> Case:
    """``case`` with a number of actions, and without some of its parts."""
    return case.model_copy(update={"actions": case.actions[:1] * actions, **dict.fromkeys(without, ())})


# ---------------------------------------------------------------------------------------------------------- the rule


@pytest.mark.parametrize("part", ["figures", "lessons", "difficulties"])
def test_with_two_actions_and_a_part_missing_a_case_is_a_brief_note(part: str, whole: Case) -> None:
    assert is_brief(changed(whole, actions=2, without=(part,)))


def test_with_three_actions_a_case_is_no_brief_note_whatever_else_is_missing(whole: Case) -> None:
    assert not is_brief(changed(whole, actions=3, without=("figures", "lessons", "difficulties")))


def test_with_one_action_and_every_part_a_case_is_no_brief_note(whole: Case) -> None:
    assert not is_brief(changed(whole, actions=1))


def test_without_an_action_a_case_is_a_brief_note(whole: Case) -> None:
    assert is_brief(changed(whole, actions=0))


def test_a_brief_note_lacks_more_actions_and_each_part_that_is_empty(whole: Case) -> None:
    case = changed(whole, actions=2, without=("figures", "difficulties"))
    two = (*case.sources[:1], case.sources[0].model_copy(update={"source": "another"}))
    assert missing_parts(case.model_copy(update={"sources": two})) == ("actions", "figures", "difficulties")


def test_a_brief_note_that_names_one_source_twice_lacks_a_second(whole: Case) -> None:
    case = changed(whole, actions=0).model_copy(update={"sources": whole.sources[:1] * 2})
    assert missing_parts(case) == ("actions", "sources")


def test_what_is_no_brief_note_lacks_nothing(whole: Case) -> None:
    assert missing_parts(changed(whole, actions=3, without=("figures",))) == ()


# ---------------------------------------------------------------------------------------------------- page and lists

ACTION = '  - {{text: {{es: "Acción {n}.", en: "Action {n}."}}, source: al-las-2014}}\n'
THREE_ACTIONS = "actions:\n" + "".join(ACTION.format(n=n) for n in (1, 2, 3))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """``alfa`` has three actions; ``beta`` has none and is a brief note. There is a page with the form."""
    root = tmp_path_factory.mktemp("brief") / "project"
    make_project(root)
    write_case(root, "alfa", lambda text: text + THREE_ACTIONS)
    write_chapter(root, "contribute/form", "case-form", None, "# {Formulario|Form}\n")
    return load_book(root)


@pytest.mark.parametrize("directive", ["cases", "cases by=idea", "comparison idea=aligned"])
@pytest.mark.parametrize(("language", "mark"), [("es", "nota breve"), ("en", "brief note")])
def test_every_list_marks_brief_notes_and_no_other_case(directive: str, language: str, mark: str, book: Book) -> None:
    page = book.page("cases/index", language)
    text = expand(f"<!-- handbook:{directive} -->", book, page)
    lines = [line for line in text.splitlines() if "(alfa.md)" in line or "(beta.md)" in line]
    marked = [line for line in text.splitlines() if f"*({mark})*" in line]
    assert len(lines) == 2
    assert [line for line in lines if "(beta.md)" in line] == marked


def test_the_page_of_a_brief_note_says_so_below_its_summary(book: Book) -> None:
    text = case_page(book, book.cases["beta"], "en")
    assert "Summary of beta.\n{: .lead }\n\nBrief note: the sources tell little of this case.\n{: .note }\n" in text


def test_the_page_of_a_brief_note_asks_once_for_what_it_lacks(book: Book) -> None:
    text = case_page(book, book.cases["beta"], "es")
    assert text.count("¿Sabe más de este caso?") == 1
    assert (
        "lo que resultó, cifras, dificultades, una segunda fuente. [Ayude a completarlo](../contribute/form.md)."
        in text
    )


def test_the_page_of_any_other_case_says_nothing_of_it(book: Book) -> None:
    text = case_page(book, book.cases["alfa"], "en")
    assert "Brief note" not in text
    assert "Help us complete it" not in text


def test_the_data_of_the_explorer_and_the_comparison_mark_brief_notes(book: Book, tmp_path: Path) -> None:
    write_case_data(book, tmp_path)

    def sent(name: str, function: str) -> dict:  # type: ignore[type-arg]
        text = (tmp_path / f"assets/{name}-en.js").read_text(encoding="utf-8")
        return json.loads(text.removeprefix(f"handbook.{function}(").removesuffix(");\n"))

    assert {row[0]: row[8:] for row in sent("cases", "cases")["cases"]} == {"alfa": [], "beta": [1]}
    marks = {id: sent(f"cases/{id}", "caseRecord").get("mark") for id in ("alfa", "beta")}
    assert marks == {"alfa": None, "beta": "brief note"}


# ------------------------------------------------------------------------------------------------------ before it is sent


@pytest.fixture
def published(project: Path) -> Path:
    """The small project after its first publication, with the pages of its two cases."""
    (project / "data/permalinks.txt").write_text("/\n/casos/alfa/\n/casos/beta/\n", encoding="utf-8")
    return project


def test_the_check_says_of_a_new_brief_note_what_it_lacks_and_finds_no_fault(published: Path) -> None:
    write_case(published, "gama")
    result = handbook("check", "--lang", "en", root=published)
    assert result.stdout == (
        "Nothing to mend.\n\nNot an error:\n\n"
        "data/cases/gama.yml: As it stands, this case will be published as a brief note. It lacks: "
        "a fuller account of what was done and what came of it, figures, difficulties, a second source.\n"
    )
    assert result.returncode == 0


def test_the_check_says_it_in_spanish_too(published: Path) -> None:
    write_case(published, "gama")
    result = handbook("check", "--lang", "es", root=published)
    assert (
        "No es un error:\n\ndata/cases/gama.yml: Así como está, este caso se publicará como nota breve."
        in result.stdout
    )


def test_the_check_is_silent_on_a_new_case_that_is_no_brief_note(published: Path) -> None:
    write_case(published, "gama", lambda text: text + THREE_ACTIONS)
    assert handbook("check", "--lang", "en", root=published).stdout == "Nothing to mend.\n"


def test_the_check_is_silent_before_the_first_publication(project: Path) -> None:
    assert handbook("check", "--lang", "en", root=project).stdout == "Nothing to mend.\n"


def test_a_pull_request_gets_a_notice_on_the_file_and_a_line_in_its_summary(published: Path) -> None:
    write_case(published, "gama")
    result = handbook("check", "--lang", "en", "--format", "github", "--summary", "summary.md", root=published)
    assert result.stdout.startswith(
        "::notice file=data/cases/gama.yml,line=1::As it stands, this case will be published"
    )
    summary = (published / "summary.md").read_text(encoding="utf-8")
    assert "Nothing to mend.\n\n### Not an error\n\n- **data/cases/gama.yml** As it stands, this case" in summary


def test_the_findings_as_json_have_no_notices(published: Path) -> None:
    write_case(published, "gama")
    assert json.loads(handbook("check", "--format", "json", root=published).stdout) == []
