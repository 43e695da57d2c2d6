"""Tables of records on a phone: rows under the name of their group, the first five and a button for all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import axe
from lxml import html
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

PHONE = {"width": 360, "height": 740}
INDICATORS = "herramientas/indicadores/"

pytestmark = [pytest.mark.site, pytest.mark.browser]


@pytest.fixture
def phone(page: Tab) -> Tab:
    page.set_viewport_size(PHONE)
    return page


def seen(tab: Tab) -> int:
    """How many rows of the first table of records the browser shows."""
    rows = tab.locator(".table-region.rows").first.locator("tbody tr")
    return sum(rows.nth(index).is_visible() for index in range(rows.count()))


def opened(tab: Tab, address: str) -> Any:
    """The button for all rows of the page at ``address``."""
    tab.goto(address)
    tab.locator(".table-region.long").first.scroll_into_view_if_needed()
    button = tab.locator(".rows-all").first
    expect(button).to_be_visible()
    return button


def test_a_phone_shows_five_rows_and_all_of_them_on_demand(phone: Tab, site_url: str) -> None:
    button = opened(phone, site_url + INDICATORS)
    assert seen(phone) == 5
    expect(button).to_have_text("Ver las 25 filas")
    button.click()
    assert seen(phone) == 25
    expect(button).to_be_hidden()
    assert phone.evaluate("document.activeElement.closest('tbody').className") == "rest shown"


def test_the_indicators_take_three_screens_at_most_when_all_are_shown(phone: Tab, site_url: str) -> None:
    opened(phone, site_url + INDICATORS).click()
    assert phone.locator(".table-region.rows").first.bounding_box()["height"] <= 3 * PHONE["height"]


def test_the_name_of_a_group_is_seen_once_above_its_first_row(phone: Tab, site_url: str) -> None:
    opened(phone, site_url + INDICATORS).click()
    cells = phone.locator(".rows td[data-label=Grupo]")
    names = [cells.nth(index).inner_text() for index in range(25) if cells.nth(index).bounding_box()["width"] > 1]
    assert len(names) == len(set(names)) == 5
    first = phone.locator(".rows tbody tr").first
    assert first.locator("td.group").bounding_box()["y"] < first.locator("th").bounding_box()["y"]


def test_what_is_brief_of_a_row_stands_on_one_line_and_keeps_the_title_of_its_column(phone: Tab, site_url: str) -> None:
    phone.goto(site_url + INDICATORS)
    brief = phone.locator(".rows tbody tr").first.locator("td.brief")
    expect(brief).to_have_count(2)
    assert brief.nth(0).bounding_box()["y"] == brief.nth(1).bounding_box()["y"]
    title = brief.first.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert "Medida" in title


def test_a_wide_window_shows_a_table_with_all_rows_and_no_button(page: Tab, site_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site_url + INDICATORS)
    page.locator(".table-region.long").first.scroll_into_view_if_needed()
    expect(page.locator(".rows-all").first).to_be_attached()
    expect(page.locator(".rows-all").first).to_be_hidden()
    assert seen(page) == 25
    box = page.locator(".rows tbody.rest tr").first.locator("th, td")
    assert len({box.nth(index).bounding_box()["y"] for index in range(4)}) == 1


def test_without_javascript_a_phone_shows_all_rows(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        tab = context.new_page()
        tab.goto(site_url + INDICATORS)
        assert seen(tab) == 25


def test_a_phone_whose_line_loses_the_script_shows_all_rows(phone: Tab, site_url: str) -> None:
    phone.route("**/tables.js", lambda route: route.abort())
    phone.goto(site_url + INDICATORS, wait_until="networkidle")
    phone.locator(".table-region.long").first.scroll_into_view_if_needed()
    expect(phone.locator(".rest tr").first).to_be_visible()
    assert seen(phone) == 25


@pytest.mark.parametrize("script", ["there", "lost"])
def test_all_rows_are_printed(phone: Tab, site_url: str, script: str) -> None:
    if script == "lost":
        phone.route("**/tables.js", lambda route: None)  # never answered
        phone.goto(site_url + INDICATORS, wait_until="commit")
        phone.wait_for_selector("tbody.rest", state="attached")
        assert seen(phone) == 5
    else:
        opened(phone, site_url + INDICATORS)
    phone.emulate_media(media="print")
    assert seen(phone) == 25


def test_a_place_within_the_closed_rows_opens_them(phone: Tab, site_url: str) -> None:
    opened(phone, site_url + INDICATORS)
    phone.evaluate("document.querySelector('.rest tr:last-child th').id = 'a-row'")
    assert seen(phone) == 5
    phone.evaluate("location.hash = 'a-row'")
    expect(phone.locator("#a-row")).to_be_in_viewport()
    assert seen(phone) == 25


def test_an_address_that_names_a_place_within_the_closed_rows_opens_them(phone: Tab, site_url: str) -> None:
    def with_place(route: Route) -> None:
        before, body, after = route.fetch().text().partition('<tbody class="rest">')
        route.fulfill(body=before + body + after.replace("<tr>", '<tr id="a-row">', 1), content_type="text/html")

    phone.route(f"**/{INDICATORS}", with_place)
    phone.goto(site_url + INDICATORS + "#a-row")
    expect(phone.locator("#a-row")).to_be_in_viewport()
    assert seen(phone) == 25


def test_a_search_in_the_page_opens_the_rows_in_which_it_finds_something(phone: Tab, site_url: str) -> None:
    opened(phone, site_url + INDICATORS)
    rest = phone.locator("tbody.rest").first
    expect(rest).to_have_attribute("hidden", "until-found")
    rest.evaluate("rest => rest.dispatchEvent(new Event('beforematch', {bubbles: true}))")
    assert seen(phone) == 25


def test_nothing_moves_when_the_button_for_all_rows_comes(phone: Tab, site_url: str) -> None:
    def late(route: Route) -> None:
        phone.wait_for_timeout(300)
        route.continue_()

    phone.route("**/*.js", late)
    phone.goto(site_url + INDICATORS)
    phone.locator(".table-region.long").first.scroll_into_view_if_needed()
    before = phone.evaluate("document.documentElement.scrollHeight")
    expect(phone.locator(".rows-all").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollHeight") == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", [INDICATORS, "en/context/powers/", "ideas/01-alineada/"])
def test_axe_finds_nothing_with_the_rows_closed_and_open(phone: Tab, site_url: str, where: str, scheme: Any) -> None:
    phone.emulate_media(color_scheme=scheme)
    button = opened(phone, site_url + where)
    assert axe(phone) == []
    button.click()
    assert axe(phone) == []


def test_the_cases_of_a_comparison_are_rows_of_which_a_phone_shows_five(site: Path) -> None:
    page = html.parse(str(site / "ideas/01-alineada/index.html"))
    (region,) = page.xpath("//main//div[contains(@class, 'rows')]")
    first, rest = region.xpath(".//tbody")
    assert len(first.xpath("tr")) == 5
    assert rest.get("class") == "rest"
    assert 1 < len(rest.xpath("tr")) <= 7


COMPARED = "en/cases/compare/?cases=bogota,medellin"


def test_two_cases_are_compared_in_five_screens_until_a_group_is_opened(phone: Tab, site_url: str) -> None:
    phone.goto(site_url + COMPARED)
    expect(phone.locator(".compare-table")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollHeight") <= 5 * PHONE["height"]
    ideas = phone.locator("tr", has_text="Ideas it illustrates")
    expect(phone.get_by_role("rowheader", name="1. Aligned").first).to_be_hidden()
    ideas.get_by_role("button", name="See all").click()
    expect(phone.get_by_role("rowheader", name="1. Aligned").first).to_be_visible()


def test_a_phone_shows_two_compared_cases_question_by_question_or_side_by_side(phone: Tab, site_url: str) -> None:
    phone.goto(site_url + COMPARED)
    cells = phone.locator(".compare-table tbody tr", has_text="Period").locator("td")
    by_question = phone.get_by_role("button", name="By question")
    expect(by_question).to_have_attribute("aria-pressed", "true")
    assert cells.nth(0).bounding_box()["y"] < cells.nth(1).bounding_box()["y"]
    phone.get_by_role("button", name="Side by side").click()
    assert cells.nth(0).bounding_box()["y"] == cells.nth(1).bounding_box()["y"]
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert axe(phone) == []
    by_question.click()
    assert cells.nth(0).bounding_box()["y"] < cells.nth(1).bounding_box()["y"]
    assert axe(phone) == []


def test_three_compared_cases_are_shown_by_question_without_a_choice(phone: Tab, site_url: str) -> None:
    phone.goto(site_url + COMPARED + ",lima")
    expect(phone.locator(".compare-table thead th a")).to_have_count(3)
    expect(phone.get_by_role("button", name="Side by side")).to_have_count(0)


def test_a_comparison_is_printed_with_all_groups_open(phone: Tab, site_url: str) -> None:
    phone.goto(site_url + COMPARED)
    row = phone.get_by_role("rowheader", name="1. Aligned", include_hidden=True).first
    expect(row).to_be_attached()
    expect(row).to_be_hidden()
    phone.emulate_media(media="print")
    expect(row).to_be_visible()
