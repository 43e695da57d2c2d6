"""What a small municipality begins with: ten questions, ninety days, and what to know before it signs or travels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.loading import load_book
from lxml import html
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

HOME = {"es": "", "en": "en/"}
NINETY_DAYS = {"es": "ruta/primeros-noventa-dias/", "en": "en/route/first-ninety-days/"}
TEN_QUESTIONS = {"es": "ruta/diez-preguntas/", "en": "en/route/ten-questions/"}
NUMBERS = {"seven": 7, "eight": 8, "ten": 10, "eleven": 11, "twelve": 12}
TASK_HOURS = 14  # hours that the page sets aside each week for the task of the week
WEEK = {
    "es": re.compile(r"^- \*\*Semanas? (\d+)(?: y (\d+))?: [^*]+ \((\d+) horas\)\.\*\* .+ \*Queda:\* ", re.M),
    "en": re.compile(r"^- \*\*Weeks? (\d+)(?: and (\d+))?: [^*]+ \((\d+) hours\)\.\*\* .+ \*You hold:\* ", re.M),
}
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def weeks(book: Book, language: str) -> list[tuple[range, int]]:
    """The weeks of each entry of the calendar, and the hours that it gives them."""
    found = WEEK[language].findall(book.chapter("route/first-ninety-days", language).body)
    return [(range(int(first), int(last or first) + 1), int(hours)) for first, last, hours in found]


@both_languages
def test_the_ninety_days_have_thirteen_weeks_each_with_hours_and_something_to_hold(book: Book, language: str) -> None:
    assert [week for some, _ in weeks(book, language) for week in some] == list(range(1, 14))


@both_languages
def test_no_week_asks_for_more_hours_than_the_page_sets_aside(book: Book, language: str) -> None:
    assert [some for some, hours in weeks(book, language) if hours > TASK_HOURS * len(some)] == []


@both_languages
def test_the_short_version_takes_the_hours_that_the_page_gives(book: Book, language: str) -> None:
    text = book.chapter("route/first-ninety-days", language).body.partition("{#less}")[2].partition("\n## ")[0]
    *some, said = map(int, re.findall(r"\d+", text))
    assert sum(hours for those, hours in weeks(book, language) if those[0] in some) == said


def test_the_hours_of_each_week_are_the_same_in_both_languages(book: Book) -> None:
    assert weeks(book, "es") == weeks(book, "en")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ten-questions", {"es": "diez", "en": "ten"}),
        ("ninety-days", {"es": "once", "en": "eleven"}),
        ("legal-questions", {"es": "ocho", "en": "eight"}),
        ("safeguards", {"es": "doce", "en": "twelve"}),
        ("authorise-a-trip", {"es": "siete", "en": "seven"}),
    ],
)
@both_languages
def test_a_list_has_as_many_items_as_its_page_says(book: Book, language: str, name: str, said: dict[str, str]) -> None:
    record = book.checklists[name]
    before, _, _ = book.chapter(book.chapter_keys[record.page], language).body.partition(f"id={name}")
    section = before.rpartition("\n## ")[2]
    words = f"{record.title[language]} {section}".lower()
    assert re.search(rf"\b{said[language]}\b", words)
    assert sum(len(group.items) for group in record.groups) == NUMBERS[said["en"]]


def test_each_of_the_ten_questions_has_its_number_in_both_languages(book: Book) -> None:
    asked = [item for group in book.checklists["ten-questions"].groups for item in group.items]
    for number, item in enumerate(asked, 1):
        assert all(item.text[language].startswith(f"{number}. ") for language in LANGUAGES), item.id


def test_ties_lead_on_when_they_are_there_and_means_when_they_are_missing(book: Book) -> None:
    ties, means = book.checklists["ten-questions"].groups
    assert (ties.leads_when, means.leads_when) == ("ticked", "unticked")
    assert len(ties.items) == len(means.items) == 5


def test_each_of_the_ten_questions_leads_to_a_step_or_an_idea(book: Book) -> None:
    known = {*book.vocabulary["steps"], *book.vocabulary["ideas"]}
    for group in book.checklists["ten-questions"].groups:
        for item in group.items:
            assert known & set(item.leads_to), item.id


@pytest.mark.site
@both_languages
def test_where_the_ten_answers_lead_is_on_the_page_without_a_script(site: Path, language: str) -> None:
    page = html.parse(str(site / TEN_QUESTIONS[language] / "index.html")).getroot()
    rows = page.xpath("//li[starts-with(@data-leads-from, 'ten-questions--')][.//a[@href]]")
    assert len(rows) == 10


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("where", [NINETY_DAYS, TEN_QUESTIONS], ids=["ninety days", "ten questions"])
@both_languages
def test_from_home_on_a_phone_it_is_one_tap_away(
    page: Tab, site_url: str, language: str, where: dict[str, str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site_url + HOME[language])
    # In the text of the page: the menu is a tap of its own.
    page.locator(".home a").and_(page.locator(f"[href$='{where[language].split('/', 1)[-1]}']")).first.click()
    expect(page).to_have_url(site_url + where[language])


@pytest.mark.site
@pytest.mark.browser
def test_an_answer_to_the_ten_questions_is_there_in_the_other_language(page: Tab, site_url: str) -> None:
    page.goto(site_url + TEN_QUESTIONS["es"])
    page.locator("ul.checklist").first.scroll_into_view_if_needed()
    expect(page.locator("[data-checklist=ten-questions] .checklist-tools")).to_be_visible()  # its script is there
    page.check("#ten-questions--producers-box")
    page.goto(site_url + TEN_QUESTIONS["en"])
    page.locator("ul.checklist").first.scroll_into_view_if_needed()
    expect(page.locator("#ten-questions--producers-box")).to_be_checked()
    expect(page.locator("[data-checklist=ten-questions] .checklist-progress")).to_contain_text("1 of 10")
