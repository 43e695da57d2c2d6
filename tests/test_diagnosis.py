"""Where you start: chart, words, next steps and cases, from the ticks alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import PROJECT, write_case, write_chapter
from handbook.content.book import Book
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

ADDRESS = {"es": "ruta/donde-empieza/", "en": "en/route/where-you-start/"}
LIST = "reactive-or-planned"
REACTIVE = ["firms-arrive", "actors-arrive", "people-leave", "people-settle", "events-held", "tourists-come"]
PLANNED = ["dedicated-office", "events-attracted", "coordination-settings", "cooperation-strategy"]


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def answer(page: Tab, site_url: str, items: list[str], language: str = "en") -> None:
    page.goto(site_url + ADDRESS[language])
    page.locator("ul.checklist").first.scroll_into_view_if_needed()
    page.wait_for_selector(".diagnosis")
    for item in items:
        page.check(f"#{LIST}--{item}-box")


def test_every_sign_leads_to_a_step_and_an_idea(book: Book) -> None:
    for group in book.checklists[LIST].groups:
        for item in group.items:
            assert any(id in book.vocabulary["steps"] for id in item.leads_to), item.id
            assert any(id in book.vocabulary["ideas"] for id in item.leads_to), item.id


def test_where_each_sign_leads_is_a_list_of_links_without_a_script(book: Book) -> None:
    page = book.page("route/where-you-start", "en")
    text = expand(f"<!-- handbook:leads id={LIST} -->", book, page)
    assert text.count("\n- ") + text.startswith("- ") == 17
    assert "[Step 12, Capacities for implementation](12-capacities.md)" in text


@pytest.mark.parametrize(("language", "word"), [("es", "Paso"), ("en", "Step")])
def test_the_start_of_the_route_calls_each_step_by_its_name(language: str, word: str, book: Book) -> None:
    body = book.chapters["route/index", language].body
    written = {int(number): name for number, name in re.findall(rf"\[{word} (\d+)\. ([^\]]+)\]\(", body)}
    assert written == {step.number: step.name[language] for step in book.vocabulary["steps"].values()}


def test_cases_are_listed_by_how_they_began(book: Book) -> None:
    page = book.page("route/where-you-start", "en")
    text = expand("<!-- handbook:starts -->", book, page)
    assert text.index("Reactive start") < text.index("Barranquilla") < text.index("Mixed start") < text.index("Chiapas")


def test_a_sign_cannot_lead_to_a_page_that_does_not_exist(project: Path) -> None:
    file = project / "data/checklists/signs.yml"
    file.parent.mkdir()
    file.write_text(
        "id: signs\ntitle: {es: A, en: A}\npage: aligned\ngroups:\n  - id: one\n    items:\n"
        "      - id: a\n        text: {es: A, en: A}\n        basis: ours\n        leads_to: [alined]\n",
        encoding="utf-8",
    )
    found = [one.line_of_text("en") for one in inspect(project)[1]]
    assert found == [
        "data/checklists/signs.yml:10:20: groups[1].items[1].leads_to[1]: there is no page with the id 'alined'; "
        "correct the name or write the page. Did you mean 'aligned'?"
    ]


def test_a_case_says_how_it_began_and_whether_a_source_says_so(project: Path) -> None:
    start = 'start:\n  kind: reactive\n  basis: supported\n  how: {es: "Llegó solo.", en: "It came by itself."}\n'
    write_case(project, "gamma", lambda text: text + start)
    write_chapter(
        project, "ideas/02-starts", "starting", "02-{comienzo|start}", "# {A|A}\n\n<!-- handbook:starts -->\n"
    )
    book = load_book(project)
    text = expand("<!-- handbook:starts -->", book, book.page("ideas/02-starts", "en"))
    assert "[Town gamma](../cases/gamma.md) *(brief note)*: It came by itself. *(editors' reading)*" in text


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("items", "reading"),
    [
        (REACTIVE[:2], "few signs in either group"),
        (REACTIVE, "The reactive weighs more"),
        (PLANNED, "The planned weighs more"),
        (REACTIVE[:4] + PLANNED, "It is mixed, which is normal"),
    ],
    ids=["few", "reactive", "planned", "mixed"],
)
def test_the_result_is_read_in_words(page: Tab, site_url: str, items: list[str], reading: str) -> None:
    answer(page, site_url, items)
    expect(page.locator(".diagnosis [role=status]")).to_contain_text(reading)


@pytest.mark.site
@pytest.mark.browser
def test_the_chart_has_the_same_in_words(page: Tab, site_url: str) -> None:
    answer(page, site_url, [*REACTIVE, PLANNED[0]])
    words = "Reactive: 6 of 8 signs. Planned: 1 of 9 signs."
    expect(page.locator(".diagnosis-words")).to_have_text(words)
    chart = page.locator(".diagnosis svg")
    assert chart.get_attribute("role") == "img"
    assert chart.locator("desc").text_content() == words
    width = float(chart.locator("rect.reactive").get_attribute("width") or 0)
    assert width == 360 * 6 / 8


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("items", [REACTIVE, PLANNED, REACTIVE[:1]], ids=["reactive", "planned", "one tick"])
def test_three_steps_and_three_ideas_follow_with_links_that_work(page: Tab, site_url: str, items: list[str]) -> None:
    answer(page, site_url, items, "es")
    lists = page.locator(".diagnosis ol")
    for index, name in enumerate(("Paso", "Idea")):
        links = lists.nth(index).locator("a")
        expect(links).to_have_count(3)
        for link in links.all():
            assert re.match(rf"{name} \d+", link.inner_text())
            address = link.evaluate("one => one.href")
            assert "/en/" not in address
            assert page.request.get(address).ok


@pytest.mark.site
@pytest.mark.browser
def test_a_missing_sign_that_is_ticked_no_longer_gives_a_reason(page: Tab, site_url: str) -> None:
    answer(page, site_url, REACTIVE)
    office = "A professional office"
    for box in page.locator(".checklist-part").nth(1).locator("input:not([id*=dedicated-office])").all():
        box.check()
    expect(page.locator(".diagnosis ol").first).to_contain_text(office)
    page.check(f"#{LIST}--dedicated-office-box")
    expect(page.locator(".diagnosis ol").first).not_to_contain_text(office)


@pytest.mark.site
@pytest.mark.browser
def test_cases_that_began_alike_are_shown(page: Tab, site_url: str) -> None:
    answer(page, site_url, REACTIVE)
    shown = page.locator(".diagnosis ul").first
    expect(shown).to_contain_text("Barranquilla")
    expect(shown).not_to_contain_text("Caldono")


@pytest.mark.site
@pytest.mark.browser
def test_the_result_prints_on_one_sheet(page: Tab, site_url: str) -> None:
    page.add_init_script("window.print = () => {};")
    answer(page, site_url, [*REACTIVE, "consulates-present", "academic-life", *PLANNED, "promotion-campaign"])
    page.get_by_role("button", name="Print the result").click()
    sheet = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


@pytest.mark.site
@pytest.mark.browser
def test_the_diagnosis_asks_the_network_for_nothing(page: Tab, site_url: str) -> None:
    page.goto(site_url + ADDRESS["en"])
    page.locator("ul.checklist").first.scroll_into_view_if_needed()
    page.wait_for_selector(".diagnosis")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.check(f"#{LIST}--firms-arrive-box")
    page.wait_for_timeout(200)
    assert asked == []
