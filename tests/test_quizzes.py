"""Quizzes: one right answer, a reason for each, complete without a script and correcting themselves with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand
from lxml import html
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

PAGES = {"ideas": 12, "dialogue": 6, "route": 16}
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def test_every_idea_every_step_and_every_chapter_on_dialogue_has_a_quiz(book: Book) -> None:
    dialogue = {f"dialogue-{name}" for name in ("guide", "key-ideas", "results", "spaces", "why", "with-whom")}
    assert set(book.quizzes) == {*book.vocabulary["ideas"], *book.vocabulary["steps"], *dialogue}


def test_the_right_answer_is_not_always_in_the_same_place(book: Book) -> None:
    questions = [question for quiz in book.quizzes.values() for question in quiz.questions]
    places = [next(option.id for option in question.options if option.right) for question in questions]
    assert len(questions) == 3 * len(book.quizzes)
    for place in "abc":
        assert places.count(place) > len(places) / 6


@both_languages
def test_options_of_a_question_differ(book: Book, language: str) -> None:
    for quiz in book.quizzes.values():
        for question in quiz.questions:
            assert len({option.text[language] for option in question.options}) == len(question.options)
            assert len({option.feedback[language] for option in question.options}) == len(question.options)


@both_languages
@pytest.mark.parametrize("section", sorted(PAGES))
def test_a_page_of_quizzes_holds_those_of_its_section_in_full(book: Book, section: str, language: str) -> None:
    key = f"training/quizzes-{section}"
    text = expand(f"<!-- handbook:quizzes of={section} -->", book, book.page(key, language))
    blocks = [html.fragment_fromstring(part) for part in text.split("\n\n") if part.startswith("<div")]
    assert len(blocks) == PAGES[section]
    for block in blocks:
        quiz = book.quizzes[block.get("data-quiz")]
        for item, question in zip(block.xpath("ol/li"), quiz.questions, strict=True):
            assert item.findtext("p") == question.text[language]
            options = [one.text for one in item.xpath("ol[@class='quiz-options']/li")]
            assert options == [option.text[language] for option in question.options]
            reasons = item.xpath("details//li[@data-feedback]")
            assert [one.find("strong").tail.strip() for one in reasons] == [
                option.feedback[language] for option in question.options
            ]
            assert item.xpath("string(details//a/@href)").endswith(f"#{question.anchor}")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("        right: true\n", "", "questions[1].options: there are 0 right answers; mark exactly one"),
        ("      - id: a\n", "      - id: a\n        right: true\n", "there are 2 right answers"),
        ("anchor: brief", "anchor: breve", "questions[1].anchor: 'breve' is not an allowed value"),
        ("id: no-plan", "id: first-question", "'first-question' is duplicated"),
    ],
)
def test_a_wrong_quiz_is_found(tmp_path: Path, before: str, after: str, message: str) -> None:
    for folder in ("data", "docs"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    file = tmp_path / "data/quizzes/aligned.yml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [one for one in inspect(tmp_path)[1] if one.path == "data/quizzes/aligned.yml"]
    assert any(message in one.line_of_text("en") for one in found)
    assert {one.code for one in found} <= {"not-one-right", "not-allowed", "named-twice"}
    assert all(one.line_of_text("es") for one in found)


@pytest.mark.site
def test_a_chapter_leads_to_its_quiz(site: Path) -> None:
    page = html.fromstring((site / "ideas/01-alineada/index.html").read_bytes())
    href = page.xpath("string(//section[@class='teaching']//a[contains(@href, '#quiz-')]/@href)")
    assert href == "../../formacion/cuestionarios-de-las-ideas/#quiz-aligned"
    target = html.fromstring((site / "formacion/cuestionarios-de-las-ideas/index.html").read_bytes())
    assert target.get_element_by_id("quiz-aligned").tag == "h2"


@pytest.mark.site
@pytest.mark.browser
def test_a_quiz_corrects_itself_and_starts_again(site_url: str, page: Tab, book: Book) -> None:
    page.goto(site_url + "en/training/quizzes-ideas/")
    quiz = page.locator("[data-quiz=aligned]")
    items = quiz.locator("[data-question]")
    first = items.nth(0)
    expect(first.locator("details")).to_be_hidden()
    first.get_by_role("button", name="Check").click()
    expect(first.locator("[role=status]")).to_have_text("Choose an answer.")
    questions = book.quizzes["aligned"].questions
    for index, question in enumerate(questions):
        wanted = next(one for one in question.options if one.right != (index == 0))  # the first one wrong
        items.nth(index).get_by_label(wanted.text.en).check()
        items.nth(index).get_by_role("button", name="Check").click()
        expect(items.nth(index).locator("[role=status]")).to_contain_text(wanted.feedback.en)
    expect(quiz.locator(".quiz-score")).to_contain_text("Right answers: 2 of 3.")
    quiz.get_by_role("button", name="Start again").click()
    expect(quiz.locator("input:checked")).to_have_count(0)
    expect(quiz.locator(".quiz-score")).to_be_empty()


@pytest.mark.site
@pytest.mark.browser
def test_an_answer_opens_without_a_script(site_url: str, browser: object) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(site_url + "formacion/cuestionarios-del-dialogo/")
    answer = page.locator("details.quiz-answer").first
    expect(answer.locator("li").first).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator("li").first).to_be_visible()
    context.close()
