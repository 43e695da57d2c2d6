"""Whose a question, an item or an action is: a source's, and where, or the handbook's own; and how readers see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import make_project, write_chapter
from handbook.content.book import Book
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand_to_read


@pytest.fixture
def project(tmp_path: Path) -> Path:
    make_project(tmp_path)
    return tmp_path


@pytest.fixture
def codes(project: Path) -> Callable[[str, str], list[tuple[str, str]]]:
    """Write a file of data/ and say which findings it brings, each as its field and code."""

    def check(file: str, text: str) -> list[tuple[str, str]]:
        (project / file).parent.mkdir(parents=True, exist_ok=True)
        (project / file).write_text(text, encoding="utf-8")
        return [(one.field, one.code) for one in inspect(project)[1] if one.path == file]

    return check


def question(rest: str, name: str = "alignment-why") -> str:
    return f'id: alignment\nquestions:\n  - {{id: {name}, text: {{es: "¿Uno?", en: "One?"}}, {rest}}}\n'


PLACE = 'source: al-las-2014, locator: {es: "cap. 4", en: "ch. 4"}'
QUESTIONS = "data/questions/alignment.yml"


@pytest.mark.parametrize("rest", ["basis: ours", f"basis: stated, {PLACE}"])
def test_a_question_is_the_handbooks_or_has_its_place_in_a_source(
    rest: str, codes: Callable[[str, str], list[tuple[str, str]]]
) -> None:
    assert codes(QUESTIONS, question(rest)) == []


@pytest.mark.parametrize("rest", ["basis: stated", "basis: stated, source: al-las-2014"])
def test_what_a_source_states_without_its_place_is_refused(
    rest: str, codes: Callable[[str, str], list[tuple[str, str]]]
) -> None:
    assert codes(QUESTIONS, question(rest)) == [("questions[1].basis", "stated-without-place")]


def test_what_is_the_handbooks_own_names_no_source(codes: Callable[[str, str], list[tuple[str, str]]]) -> None:
    assert codes(QUESTIONS, question(f"basis: ours, {PLACE}")) == [("questions[1].basis", "ours-with-source")]


def test_a_question_that_does_not_say_whose_it_is_is_refused(
    codes: Callable[[str, str], list[tuple[str, str]]],
) -> None:
    text = 'id: alignment\nquestions:\n  - {id: alignment-why, text: {es: "¿Uno?", en: "One?"}}\n'
    assert [code for _, code in codes(QUESTIONS, text)] == ["missing"]


def test_the_id_of_a_question_begins_with_that_of_its_step(
    codes: Callable[[str, str], list[tuple[str, str]]],
) -> None:
    assert codes(QUESTIONS, question("basis: ours", name="why")) == [("questions[1].id", "question-id")]


def test_two_questions_with_one_id_are_refused(codes: Callable[[str, str], list[tuple[str, str]]]) -> None:
    text = question("basis: ours")
    assert codes(QUESTIONS, text + text.splitlines()[-1] + "\n") == [("questions[2].id", "named-twice")]


def test_questions_belong_to_a_step(codes: Callable[[str, str], list[tuple[str, str]]]) -> None:
    text = question("basis: ours", name="nowhere-why").replace("id: alignment", "id: nowhere", 1)
    assert codes("data/questions/nowhere.yml", text) == [("id", "not-allowed")]


ITEM = """\
id: list
title: {{es: "Lista", en: "List"}}
page: aligned
groups:
  - id: all
    items:
      - {{id: one, text: {{es: "Uno.", en: "One."}}, {}}}
"""


def test_an_item_of_a_checklist_that_a_source_states_has_its_place(
    codes: Callable[[str, str], list[tuple[str, str]]],
) -> None:
    assert codes("data/checklists/list.yml", ITEM.format(f"basis: stated, {PLACE}")) == []
    found = codes("data/checklists/list.yml", ITEM.format("basis: stated"))
    assert found == [("groups[1].items[1].basis", "stated-without-place")]


# ------------------------------------------------------------------------------------------- actions and signs


def chapter(root: Path, body: str, *, sources: bool = True) -> str:
    """A step with ``body`` as its text; its key."""
    more = "sources:\n  - source: al-las-2014\n" if sources else ""
    end = "\n\n## {Fuentes|Sources} {#sources}\n\n<!-- handbook:sources -->\n" if sources else "\n"
    write_chapter(root, "route/01-a", "a-step", "01-a", "# {Uno|One}\n\n" + body + end)
    for language in ("es", "en"):
        file = root / f"docs/route/01-a.{language}.md"
        file.write_text(file.read_text(encoding="utf-8").replace("\n---\n", f"\n{more}---\n", 1), encoding="utf-8")
    return "route/01-a"


ACTIONS = "## {Cómo|How} {#work}\n\n1. {Uno|One}.\n2. {Dos|Two}.\n    {: .ours }\n"


@pytest.fixture
def shown(project: Path) -> Callable[[str], str]:
    """Write a step and give its English text as other programs get it."""

    def expand(body: str) -> str:
        key = chapter(project, body)
        book = load_book(project)
        return expand_to_read(book.chapter(key, "en").body, book, book.page(key, "en"))

    return expand


def test_an_action_of_the_handbook_is_marked_and_a_line_says_what_the_mark_means(shown: Callable[[str], str]) -> None:
    text = shown(ACTIONS)
    assert "1. One.\n2. Two. *(ours)*{: .whose }\n" in text
    line = "The actions marked *(ours)*{: .whose } are this handbook's own; the others work out what"
    assert f"{line} [the sources of this page](#sources) say." in text


def test_where_all_actions_are_the_handbooks_the_line_says_it_and_none_is_marked(shown: Callable[[str], str]) -> None:
    text = shown(ACTIONS.replace("One}.\n", "One}.\n    {: .ours }\n"))
    assert "The numbered actions are this handbook's own." in text
    assert "(ours)" not in text and "{: .ours }" not in text
    assert "1. One.\n2. Two.\n" in text


def test_where_all_actions_are_the_sources_the_line_says_it(shown: Callable[[str], str]) -> None:
    assert "The numbered actions work out what" in shown(ACTIONS.replace("    {: .ours }\n", ""))


def test_signs_are_told_apart_too(shown: Callable[[str], str]) -> None:
    text = shown("## {Señales|Signs} {#signs}\n\n- {Una|One}.\n    {: .ours }\n- {Otra|Other}.\n")
    assert "The signs marked *(ours)*{: .whose } are this handbook's own; the others follow" in text
    assert "- One. *(ours)*{: .whose }\n- Other.\n" in text


def test_a_nested_list_keeps_its_place_below_a_marked_action(shown: Callable[[str], str]) -> None:
    text = shown(ACTIONS + "    - {Parte|Part}.\n")
    assert "2. Two. *(ours)*{: .whose }\n    - Part.\n" in text


def test_unmarked_actions_on_a_page_without_sources_are_refused(project: Path) -> None:
    chapter(project, ACTIONS, sources=False)
    found = [(one.path, one.line) for one in inspect(project)[1] if one.code == "actions-without-source"]
    assert found == [("docs/route/01-a.en.md", 9), ("docs/route/01-a.es.md", 9)]


def test_a_mark_that_nobody_would_see_is_refused(project: Path) -> None:
    chapter(project, "## {Otra|Other} {#other}\n\n- {Uno|One}.\n    {: .ours }\n")
    assert {one.path for one in inspect(project)[1] if one.code == "mark-on-nothing"} == {
        "docs/route/01-a.en.md",
        "docs/route/01-a.es.md",
    }


# ---------------------------------------------------------------------------------------------------- the real book


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(Path(__file__).parent.parent)


def test_every_step_has_guiding_questions_on_its_page(book: Book) -> None:
    for id in book.vocabulary["steps"]:
        for language in ("es", "en"):
            page = book.page(book.chapter_keys[id], language)
            assert page.chapter is not None
            shown = expand_to_read(page.chapter.body, book, page)
            missing = [one.id for one in book.questions[id].questions if f"{{: #{one.id} }}" not in shown]
            assert missing == [], (id, language)
