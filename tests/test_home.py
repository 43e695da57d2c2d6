"""The home page: what the handbook holds, counted; what people need, one tap away; where the reader was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES, country_codes
from handbook.content.regions import region_name, region_of
from handbook.loading import load_book
from handbook.rendering.registry import expand_to_read
from lxml import html
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

HOME = {"es": "", "en": "en/"}
SIGNS = {"es": "ruta/donde-empieza/", "en": "en/route/where-you-start/"}
SAID = {"es": "Siga donde iba: 2 de 17", "en": "Continue where you were: 2 of 17"}
PHONE = {"width": 360, "height": 740}
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def scope(book: Book, language: str, laws: str = " laws=national-systems") -> str:
    line = expand_to_read(f"<!-- handbook:scope{laws} -->", book, book.page("index", language))
    return line.strip().removesuffix("\n{: .scope }")


def of_countries(book: Book, *countries: str) -> Book:
    """The book with a case of each of ``countries`` alone."""
    some = next(iter(book.cases.values()))
    cases = {f"case-{n}": some.model_copy(update={"country": one}) for n, one in enumerate(countries)}
    return replace(book, cases=cases)


@both_languages
def test_the_line_of_scope_counts_what_is_in_the_book(book: Book, language: str) -> None:
    countries = [case.country for case in book.cases.values()]
    laws = book.tables["national-systems"]
    last = max(book.sources[use.source].year or 0 for use in laws.sources)
    n, colombia, told = len(countries), countries.count("CO"), len(laws.rows)
    assert (
        scope(book, language)
        == {
            "es": f"{n} casos, la mayoría de Latinoamérica (Colombia: {colombia}); leyes de {told} países hasta {last}.",
            "en": f"{n} cases, most from Latin America (Colombia: {colombia}); laws of {told} countries up to {last}.",
        }[language]
    )


@pytest.mark.parametrize(
    ("countries", "es", "en"),
    [
        (["NO"], "1 caso (Noruega).", "1 case (Norway)."),
        (["NO", "NO"], "2 casos (Noruega).", "2 cases (Norway)."),
        (["NO", "NO", "FR"], "3 casos, todos de Europa (Noruega: 2).", "3 cases, all from Europe (Norway: 2)."),
        (
            ["GH", "GH", "KE", "CO"],
            "4 casos, la mayoría de África (Ghana: 2).",
            "4 cases, most from Africa (Ghana: 2).",
        ),
        (["CO", "CO", "FR", "JP"], "4 casos (Colombia: 2).", "4 cases (Colombia: 2)."),
        (["PE", "MX"], "2 casos, todos de Latinoamérica.", "2 cases, all from Latin America."),
        (["PE", "FR"], "2 casos.", "2 cases."),
    ],
    ids=lambda one: "-".join(one) if isinstance(one, list) else "",
)
def test_the_line_of_scope_follows_the_cases(book: Book, countries: list[str], es: str, en: str) -> None:
    cases = of_countries(book, *countries)
    assert (scope(cases, "es", ""), scope(cases, "en", "")) == (es, en)


def test_the_law_of_a_single_country_without_a_year_is_told_as_such(book: Book) -> None:
    laws = book.tables["national-systems"]
    one = laws.model_copy(update={"rows": laws.rows[:1], "sources": ()})
    some = replace(of_countries(book), tables={"national-systems": one})
    assert (scope(some, "es"), scope(some, "en")) == ("leyes de 1 país.", "laws of 1 country.")


def test_every_country_is_in_a_region_that_has_a_name() -> None:
    assert [code for code in sorted(country_codes()) if not region_of(code)] == ["AQ"]
    regions = {region_of(code) for code in country_codes()} - {""}
    assert all(region_name(code, language) for code in regions for language in LANGUAGES)


# ------------------------------------------------------------------------------------------------------ the real site


@pytest.mark.site
@both_languages
def test_each_need_is_one_link_of_its_own(site: Path, language: str) -> None:
    page = html.parse(str(site / HOME[language] / "index.html")).getroot()
    needs = page.xpath("//h2[@id='doors']/following-sibling::ul[1]/li")
    assert len(needs) >= 12
    assert [need.text_content() for need in needs if need.text_content() != need.findtext("a")] == []


@pytest.mark.site
@pytest.mark.browser
@both_languages
def test_the_first_needs_are_on_the_first_screen_of_a_phone_each_in_one_line(
    page: Tab, site_url: str, language: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site_url + HOME[language])
    boxes = [link.bounding_box() for link in page.locator("#doors ~ ul").first.locator("a").all()]
    shown = [box for box in boxes if box and box["y"] + box["height"] <= PHONE["height"]]
    assert len(shown) >= 3
    assert {round(box["height"]) for box in boxes if box} <= set(range(44, 50))


@pytest.mark.site
@pytest.mark.browser
@both_languages
def test_the_name_of_the_handbook_is_not_the_title_of_the_home_page_too(
    page: Tab, site_url: str, language: str
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(site_url + HOME[language])
    name = page.locator(".md-header__topic").first.inner_text().strip()
    assert name not in page.locator("h1").inner_text()


@pytest.mark.site
@pytest.mark.browser
@both_languages
def test_home_leads_back_to_the_checklist_that_was_ticked_last(page: Tab, site_url: str, language: str) -> None:
    page.goto(site_url + SIGNS[language] + "#checklist")
    boxes = page.locator("[data-checklist=reactive-or-planned] li > input")
    expect(page.locator("[data-checklist=reactive-or-planned] .checklist-tools")).to_be_visible()  # its script is there
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.goto(site_url + HOME[language])
    expect(page.locator(".resume")).to_contain_text(SAID[language])
    page.locator(".resume a").click()
    expect(page).to_have_url(f"{site_url}{SIGNS[language]}#checklist-reactive-or-planned")
    expect(boxes.nth(0)).to_be_checked()


@pytest.mark.site
@pytest.mark.browser
def test_home_names_the_later_of_two_lists(page: Tab, site_url: str) -> None:
    page.goto(site_url)
    page.evaluate(
        """() => {
          const save = (list, item, updated) => {
            localStorage.setItem(`handbook:/:checklist.${list}:1:${item}.done`, "true");
            localStorage.setItem(`handbook:/:checklist.${list}:1:updated`, JSON.stringify(updated));
          };
          save("reactive-or-planned", "people-leave", "2026-11-02T08:00:00.000Z");
          save("ten-questions", "producers", "2026-11-03T08:00:00.000Z");
        }"""
    )
    page.reload()
    expect(page.locator(".resume")).to_contain_text("1 de 10")


@pytest.mark.site
@pytest.mark.browser
def test_where_you_were_moves_nothing_when_it_appears(page: Tab, site_url: str) -> None:
    page.set_viewport_size(PHONE)
    page.add_init_script(
        "localStorage.setItem('handbook:/:checklist.ten-questions:1:producers.done', 'true');"
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())"
        " window.moved += one.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(site_url)
    expect(page.locator(".resume a")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") == 0


@pytest.mark.site
@pytest.mark.browser
def test_with_nothing_ticked_nothing_is_shown_of_where_you_were_and_nothing_fetched(page: Tab, site_url: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(site_url, wait_until="networkidle")
    expect(page.locator(".resume")).to_be_hidden()
    assert [url for url in fetched if url.endswith(("resume.js", "store.js"))] == []


@pytest.mark.site
@pytest.mark.browser
def test_without_javascript_home_says_nothing_of_where_you_were(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(site_url)
        expect(tab.locator(".resume")).to_be_hidden()
