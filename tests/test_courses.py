"""Courses: their sums, what they may name, the handout, and the builder."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import PROJECT, axe, change_language
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.content.reading_order import reading_order
from handbook.content.teaching import (
    NOTES,
    activity_minutes,
    classroom_chapters,
    course_minutes,
    courses_with,
    duration,
    has_section,
    moved,
    section,
    session_minutes,
    without_sections,
)
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand
from lxml import html
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

COURSES = sorted(path.stem for path in (PROJECT / "data/courses").glob("*.yml"))
BUILDER = {"es": "formacion/armar-un-curso/", "en": "en/training/build-a-course/"}
HANDOUT = {"es": "formacion/hoja-de-ejercicios/", "en": "en/training/handout/"}
both_languages = pytest.mark.parametrize("language", LANGUAGES)
every_course = pytest.mark.parametrize("course_id", COURSES)


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


# ---------------------------------------------------------------------------------------------------------- sums


@pytest.mark.parametrize(
    ("course_id", "sessions"),
    [
        ("elected-officials", [120]),
        ("dialogue-workshop", [100, 95, 165]),
        ("route-in-five-sessions", [180, 180, 180, 180, 210]),
        ("small-municipalities", [120, 120, 120]),
    ],
)
def test_the_minutes_of_a_course_are_those_of_its_activities(book: Book, course_id: str, sessions: list[int]) -> None:
    course = book.courses[course_id]
    assert [session_minutes(book, session) for session in course.sessions] == sessions
    assert course_minutes(book, course) == sum(sessions)


def test_an_exercise_without_minutes_takes_those_of_its_chapter(book: Book) -> None:
    activity = next(one for one in book.courses["elected-officials"].sessions[0].activities if one.minutes is None)
    assert (activity.page, activity.anchor) == ("aligned", "exercise")
    front = yaml.safe_load((PROJECT / "docs/ideas/01-aligned.es.md").read_text(encoding="utf-8").split("---")[1])
    assert activity_minutes(book, activity) == front["activity_minutes"]


def test_the_course_on_the_route_uses_all_sixteen_steps(book: Book) -> None:
    course = book.courses["route-in-five-sessions"]
    used = {one.page for session in course.sessions for one in (*session.activities, *session.chapters)}
    assert set(book.vocabulary["steps"]) <= used


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (95, "1 h 35 min"), (940, "15 h 40 min")]
)
def test_a_duration_reads_in_hours_and_minutes(book: Book, minutes: int, text: str) -> None:
    assert duration(book, minutes, "es") == text


@every_course
@both_languages
def test_the_page_of_a_course_shows_its_activities_and_sums(book: Book, course_id: str, language: str) -> None:
    course = book.courses[course_id]
    text = expand(f"<!-- handbook:course id={course_id} -->", book, book.page(f"training/{course_id}", language))
    assert f"({course_minutes(book, course)} " in text
    for session in course.sessions:
        assert f"{{#{session.id}}}" in text
        assert duration(book, session_minutes(book, session), language) in text
    rows = [line for line in text.split("\n") if line.startswith("| ") and re.search(r"\d:\d\d–\d+:\d\d", line)]
    assert len(rows) == sum(len(session.activities) for session in course.sessions)


@every_course
def test_a_course_opens_in_the_builder_with_the_same_total(book: Book, course_id: str) -> None:
    text = expand(f"<!-- handbook:course id={course_id} -->", book, book.page(f"training/{course_id}", "es"))
    address = re.search(r"\]\((builder\.md\?[^)]+)\)", text)[1]
    items = parse_qs(urlsplit(address).query)["i"]
    assert sum(int(item.split(".")[1]) for item in items) == course_minutes(book, book.courses[course_id])
    assert all(item.split(".")[2] in book.chapter_keys for item in items if item.startswith("exercise."))


def test_a_chapter_knows_the_courses_that_use_it(book: Book) -> None:
    assert [course.id for course in courses_with(book, "dialogue-spaces")] == ["dialogue-workshop"]


# -------------------------------------------------------------------------------------------- sections and handout


def test_a_section_ends_where_the_next_of_its_level_begins(book: Book) -> None:
    chapter = book.chapter("ideas/01-aligned", "en")
    discuss = section(chapter, "discuss")
    assert "{#exercise}" in discuss
    assert "{#sources}" not in discuss
    assert "{#trainer-notes}" not in section(chapter, "exercise")


def test_a_section_left_out_takes_its_subsections_along() -> None:
    text = "a\n## B {#b}\nb\n### C {#c}\nc\n```\n## no {#d}\n```\n## E {#e}\ne"
    assert without_sections(text, {"b"}) == "a\n## E {#e}\ne"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("](06-focused.md#why)", "](../ideas/06-focused.md#why)"),
        ("](../cases/medellin.md)", "](../cases/medellin.md)"),
        ("](#why)", "](../ideas/01-aligned.md#why)"),
        ("](https://example.org/a)", "](https://example.org/a)"),
    ],
)
def test_links_lead_the_same_way_from_another_page(link: str, expected: str) -> None:
    assert moved(link, "ideas/01-aligned", "training/handout") == expected


@both_languages
def test_every_idea_every_step_and_every_chapter_on_dialogue_brings_what_a_class_needs(
    book: Book, language: str
) -> None:
    keys = [key for key in reading_order(book, language) if re.match(r"(ideas|dialogue|route)/", key)]
    for key in keys:
        chapter = book.chapter(key, language)
        if key.endswith("/index") or (chapter.section == "route" and chapter.front.id not in book.vocabulary["steps"]):
            continue
        questions, _, rest = section(chapter, "discuss").partition("{#exercise}")
        assert 2 <= len(re.findall(r"^(?:\d+\.|-) ", questions, re.M)) <= 5, key
        assert "Material:" in rest and len(section(chapter, NOTES).split()) >= 20, key
        assert chapter.front.objectives and chapter.front.activity_minutes, key
        assert chapter.front.id in book.quizzes, key


@both_languages
def test_the_handout_has_every_exercise_and_no_notes(book: Book, language: str) -> None:
    text = expand("<!-- handbook:handout -->", book, book.page("training/handout", language))
    chapters = classroom_chapters(book, language, reading_order(book, language))
    assert len(chapters) == 34
    for chapter in chapters:
        assert f"#### {section_title(chapter)} {{#{chapter.front.id}-exercise}}" in text
        if has_section(chapter, NOTES):
            first = section(chapter, NOTES).strip().split("\n")[0]
            assert first not in text


def section_title(chapter: object) -> str:
    return next(heading.text for heading in chapter.headings if heading.id == "exercise")  # type: ignore[attr-defined]


@both_languages
def test_the_builder_lists_each_chapter_with_its_minutes(book: Book, language: str) -> None:
    text = expand("<!-- handbook:course-builder -->", book, book.page("training/builder", language))
    listed = re.findall(r"data-page=([a-z0-9-]+)", text)
    assert len(listed) == len(set(listed))
    assert {*book.vocabulary["ideas"], *book.vocabulary["steps"]} <= set(listed)
    row = next(line for line in text.split("\n") if "data-page=aligned " in line)
    assert re.search(r"\| \d+ \| \[40\]", row)


@pytest.mark.site
def test_each_chapter_of_the_handout_begins_a_page_of_its_pdf(site: Path, book: Book) -> None:
    import io

    import pikepdf
    from handbook.exporting.built_pages import read_pages
    from handbook.exporting.built_site import read_site
    from handbook.exporting.pdf import page_pdf

    published = read_site(site)
    handout = next(page for page in read_pages(book, published, "es") if page.id == "handout")
    assert handout.on_paper
    chapters = len(handout.article.find_class("handout-chapter"))
    with pikepdf.open(io.BytesIO(page_pdf(book, published, handout))) as pdf:
        assert chapters <= len(pdf.pages) <= chapters + 3


# ---------------------------------------------------------------------------------------------------------- rules


def findings_after(tmp_path: Path, before: str, after: str) -> list[str]:
    for folder in ("data", "docs"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    file = tmp_path / "data/courses/elected-officials.yml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    return [one.line_of_text("en") for one in inspect(tmp_path)[1] if one.path.startswith("data/courses/")]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("minutes: 10\n", "minutes: -10\n", "minutes: -10 is out of range; write a value between 1 and 600."),
        ("        minutes: 10\n", "", "activities[1].minutes: this required field is missing; write 'minutes: ...'."),
        ("page: durable", "page: durably", "there is no page with the id 'durably'"),
        ("anchor: medellin", "anchor: medelin", "anchor: 'medelin' is not an allowed value"),
        ("anchor: exercise", "anchor: how", "activities[4].title: this required field is missing"),
        ("page: elected-officials", "page: nowhere", "page: there is no page with the id 'nowhere'"),
    ],
)
def test_a_course_that_names_what_is_not_there_is_found(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert any(message in line for line in findings_after(tmp_path, before, after))


# ------------------------------------------------------------------------------------------------------ on the site


@pytest.mark.site
@both_languages
def test_without_a_script_notes_objectives_and_exercise_are_all_there(site: Path, language: str) -> None:
    where = {"es": "ideas/01-alineada", "en": "en/ideas/01-aligned"}[language]
    page = html.fromstring((site / where / "index.html").read_bytes())
    block = page.xpath("//section[@class='teaching']")[0]
    assert len(block.xpath("div/ul[1]/li")) == 4
    assert "40 min" in block.get_element_by_id("exercise").text_content()
    notes = block.get_element_by_id("trainer-notes")
    assert notes.xpath("following-sibling::ul") and not notes.xpath("ancestor::details")


@pytest.mark.site
@pytest.mark.browser
def test_a_plan_is_chosen_ordered_summed_and_kept_in_the_address(site_url: str, page: Tab) -> None:
    page.goto(site_url + BUILDER["en"])
    page.get_by_role("button", name="Add: 1. Aligned, exercise").click()
    page.get_by_role("button", name="Add a break of 15 min").click()
    page.get_by_role("button", name="Add: 2. Plural and citizen-led, exercise").click()
    expect(page.locator(".plan-total")).to_have_text("Total: 1 h 35 min in 3 activities.")
    page.get_by_role("button", name="Up: Exercise: 2. Plural and citizen-led").click()
    page.get_by_label("Minutes: Break").fill("20")
    page.get_by_label("Minutes: Break").press("Enter")
    page.get_by_label("Name of the course").fill("Año & más <b>")
    expect(page.locator(".plan-when")).to_have_text(["09:00", "09:40", "10:20"])
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    names = page.locator(".plan tbody td:nth-child(2)")
    expect(names).to_have_text(["Exercise: 1. Aligned", "Exercise: 2. Plural and citizen-led", "Break"])
    expect(page.locator(".plan-total")).to_have_text("Total: 1 h 40 min in 3 activities.")
    expect(page.get_by_label("Name of the course")).to_have_value("Año & más <b>")
    change_language(page, "Español")
    expect(page.locator(".plan-total")).to_have_text("Total: 1 h 40 min en 3 actividades.")


@pytest.mark.site
@pytest.mark.browser
def test_a_plan_opens_the_handout_with_its_exercises_alone(site_url: str, page: Tab) -> None:
    page.goto(site_url + BUILDER["en"] + "?i=exercise.40.aligned&i=read.5.plural&i=exercise.40.instrument")
    page.get_by_role("link", name="Handout with the exercises of the plan").click()
    headings = page.locator("article h2:visible, article .handout-chapter:visible")
    expect(headings).to_have_text(["Twelve ideas", "Idea 1. Aligned", "The route", "Step 5. Planning instrument"])
    expect(page.locator(".handout-choice")).to_have_text("Only the exercises of your plan: 2 of 34. Show all")
    assert axe(page) == []
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(".handout-chapter:visible")).to_have_count(34)


@pytest.mark.site
@pytest.mark.browser
def test_a_plan_without_exercises_offers_no_handout(site_url: str, page: Tab) -> None:
    page.goto(site_url + BUILDER["en"] + "?i=read.5.plural")
    expect(page.locator(".plan tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="Handout with the exercises")).to_be_hidden()


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_builder_is_accessible_and_fits(site_url: str, page: Tab, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site_url + BUILDER["es"] + "?i=exercise.40.aligned&i=session.0.Dos&i=own.10.Debate&i=read.999.nada&i=x")
    expect(page.locator(".plan tbody tr")).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


@pytest.mark.site
@pytest.mark.browser
def test_only_the_plan_is_printed(site_url: str, page: Tab) -> None:
    page.goto(site_url + BUILDER["es"] + "?title=Curso&i=exercise.40.aligned")
    page.emulate_media(media="print")
    expect(page.locator(".plan")).to_be_visible()
    expect(page.locator(".plan-printed-title")).to_be_visible()
    expect(page.locator("#chapters")).to_be_hidden()
    expect(page.locator(".course-plan .actions")).to_be_hidden()
