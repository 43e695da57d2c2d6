"""Whose a question, an item or an action is: a source's, and where, or the handbook's own; and how readers see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import make_project
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
