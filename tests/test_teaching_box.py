"""The box for teaching at the end of a chapter: closed before paint where there are scripts, open whenever it is needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from conftest import PROJECT, axe, html_pages, wait_until
from lxml import html
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.site, pytest.mark.browser]

CHAPTERS = (
    "ideas/01-alineada/",
    "en/ideas/07-multidimensional/",
    "ruta/05-instrumento/",
    "en/route/14-indicators/",
    "dialogo/guia/",
    "en/dialogue/spaces/",
)
every_chapter = pytest.mark.parametrize("address", CHAPTERS)
IDEA = CHAPTERS[0]


@cache
def promised() -> frozenset[str]:
    return frozenset((PROJECT / "data/permalinks.txt").read_text(encoding="utf-8").splitlines())


def anchors_in_the_box(site: Path, address: str) -> list[str]:
    """The promised anchors that stand in the box for teaching of the page at ``address``."""
    page = html.fromstring((site / address / "index.html").read_bytes())
    ids = page.xpath("//section[@class='teaching']//@id")
    return [id for id in ids if f"/{address}#{id}" in promised()]


def is_seen(element: Locator) -> bool:
    box = element.bounding_box()
    return box is not None and box["height"] > 0 and element.evaluate("one => one.checkVisibility()")


def body(page: Tab) -> Locator:
    return page.locator(".teaching > div")


def test_the_chapters_here_have_every_promised_anchor_that_stands_in_a_box(site: Path) -> None:
    pages = [file.relative_to(site).as_posix().removesuffix("index.html") for file in html_pages(site)]
    everywhere = {anchor for page in pages if page.endswith("/") for anchor in anchors_in_the_box(site, page)}
    assert everywhere >= {"discuss", "exercise", "trainer-notes"}
    assert {anchor for page in CHAPTERS for anchor in anchors_in_the_box(site, page)} == everywhere


@every_chapter
def test_without_javascript_every_promised_anchor_in_the_box_is_seen(
    address: str, site: Path, site_url: str, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site_url + address)
        anchors = anchors_in_the_box(site, address)
        assert anchors
        hidden = [anchor for anchor in anchors if not (page.locator(f"#{anchor}").bounding_box() or {}).get("height")]
    assert hidden == []


@every_chapter
def test_who_lands_on_a_promised_anchor_in_the_box_sees_it(address: str, site: Path, site_url: str, page: Tab) -> None:
    for anchor in anchors_in_the_box(site, address):
        page.goto("about:blank")
        page.goto(f"{site_url}{address}#{anchor}")
        expect(page.locator(".teaching-title button")).to_have_attribute("aria-expanded", "true")
        assert is_seen(page.locator(f"#{anchor}")), anchor
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()


@every_chapter
def test_the_box_that_is_closed_on_the_screen_is_open_on_paper(
    address: str, site: Path, site_url: str, page: Tab
) -> None:
    page.goto(site_url + address)
    anchors = anchors_in_the_box(site, address)
    assert not any(is_seen(page.locator(f"#{anchor}")) for anchor in anchors)
    page.emulate_media(media="print")
    assert all(is_seen(page.locator(f"#{anchor}")) for anchor in anchors)


def test_on_paper_the_box_is_open_before_its_script_is_there(site_url: str, page: Tab) -> None:
    page.route("**/teaching.js", lambda route: None)
    page.goto(site_url + IDEA, wait_until="domcontentloaded")
    assert not is_seen(page.locator("#discuss"))
    page.emulate_media(media="print")
    assert is_seen(page.locator("#discuss"))


def test_the_title_of_the_box_opens_and_closes_it(site_url: str, page: Tab) -> None:
    page.goto(site_url + IDEA)
    button = page.locator(".teaching-title button")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    assert is_seen(page.locator("#exercise"))
    assert axe(page) == []
    button.press("Enter")
    assert not is_seen(page.locator("#exercise"))
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_link_of_the_page_to_what_is_in_the_box_opens_it(site_url: str, page: Tab) -> None:
    page.goto(site_url + IDEA)
    page.locator(".shortcuts").get_by_role("link", name="Ejercicio").click()
    assert is_seen(page.locator("#exercise"))
    expect(page.locator("#exercise")).to_be_in_viewport()


def test_an_anchor_that_is_opened_once_and_closed_opens_again(site_url: str, page: Tab) -> None:
    page.goto(f"{site_url}{IDEA}#exercise")
    page.locator(".teaching-title button").click()
    page.locator(".shortcuts").get_by_role("link", name="Ejercicio").click()
    assert is_seen(page.locator("#exercise"))


def test_the_search_of_the_browser_finds_what_is_in_the_closed_box(site_url: str, page: Tab) -> None:
    page.goto(site_url + IDEA)
    expect(body(page)).to_have_attribute("hidden", "until-found")
    body(page).dispatch_event("beforematch")
    expect(page.locator(".teaching-title button")).to_have_attribute("aria-expanded", "true")
    assert is_seen(page.locator("#trainer-notes"))


def test_the_switch_for_trainers_keeps_the_box_open_on_every_page_until_it_is_off(site_url: str, page: Tab) -> None:
    page.goto(site_url + IDEA)
    page.locator(".teaching-title button").click()
    switch = page.locator("[data-training-switch]")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    wait_until(page, "() => Object.keys(localStorage).some(key => key.endsWith('training'))")
    page.goto(site_url + "en/route/05-instrument/")
    expect(page.locator("[data-training-switch]")).to_have_attribute("aria-pressed", "true")
    assert is_seen(page.locator("#trainer-notes"))
    page.locator("[data-training-switch]").click()
    wait_until(page, "() => Object.values(localStorage).includes('\"off\"')")
    page.goto(site_url + IDEA)
    assert not is_seen(page.locator("#trainer-notes"))


def test_the_box_of_a_trainer_is_open_before_its_script_is_there(site_url: str, page: Tab) -> None:
    page.add_init_script("localStorage.setItem('handbook:training', 'on')")
    page.route("**/teaching.js", lambda route: None)
    page.goto(site_url + IDEA, wait_until="domcontentloaded")
    assert is_seen(page.locator("#trainer-notes"))


def test_the_box_opens_where_its_script_does_not_come(site_url: str, page: Tab) -> None:
    page.route("**/teaching.js", lambda route: route.abort())
    page.goto(site_url + IDEA)
    expect(page.locator("#trainer-notes")).to_be_visible()
