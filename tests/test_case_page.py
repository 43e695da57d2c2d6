"""A case's page: first what others can take from it, then what was done, and what is long closed until it is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.case_facets import size_of
from handbook.content.languages import LANGUAGES
from handbook.content.models import Bilingual, Figure, Population
from handbook.loading import load_book
from handbook.reading.markdown_result import new_converter
from handbook.rendering.case_page import MOST_ACTIONS, MOST_FIGURES, case_page
from handbook.rendering.directives.case_list import facet_names
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import Browser, Page, expect

FIRST = ["glance", "lessons", "figures", "timeline", "actions", "ideas", "steps", "modalities", "dimensions", "who"]
LAST = ["context", "difficulties", "notes", "sources"]


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def anchors(text: str) -> list[str]:
    return re.findall(r"^## .*\{: #([a-z-]+)", text, re.M)


def as_html(text: str) -> HtmlElement:
    return html.fragment_fromstring(new_converter().convert(text), create_parent="div")


@pytest.mark.parametrize("language", LANGUAGES)
def test_lessons_figures_and_timeline_come_before_what_was_done_and_the_context_near_the_end(
    language: str, book: Book
) -> None:
    assert anchors(case_page(book, book.cases["medellin"], language)) == FIRST + LAST


def test_a_population_that_no_source_gives_is_said_to_be_missing(golden_book: Book) -> None:
    page = case_page(golden_book, golden_book.cases["second"], "en")
    assert "**population-en:** population-not-stated-en" in page


def with_figures(book: Book, figures: Sequence[Figure]) -> HtmlElement:
    known = Population(value=50, year=2010, source="ruiz-2012")
    case = book.cases["whole"].model_copy(update={"figures": tuple(figures), "population": known})
    return as_html(case_page(book, case, "en"))


def figure(name: str, year: int) -> Figure:
    text = Bilingual(es=name, en=name)
    return Figure(value=1, unit=text, label=text, year=year, source="ruiz-2012")


@pytest.mark.parametrize(("more", "closed"), [(0, 0), (1, 1), (3, 3)])
def test_the_first_five_figures_are_in_view_and_the_others_can_be_closed(
    more: int, closed: int, golden_book: Book
) -> None:
    page = with_figures(golden_book, [figure(f"fact {n}", 2011) for n in range(MOST_FIGURES + more)])
    assert len(page.xpath("//h2[@id='figures']/following-sibling::ul[1]/li")) == MOST_FIGURES
    assert (
        len(page.xpath("//h2[@id='figures']/following-sibling::ul[1]/following-sibling::*[1][@data-fold]/div/ul/li"))
        == closed
    )


def test_figures_that_were_counted_with_the_population_come_after_the_others(golden_book: Book) -> None:
    page = with_figures(golden_book, [figure("area", 2010), figure("projects", 2011)])
    assert [one.text for one in page.xpath("//h2[@id='figures']/following-sibling::ul[1]/li/strong")] == [
        "1 projects",
        "1 area",
    ]


def test_a_long_list_of_actions_stands_under_a_heading_for_each_source_and_loses_none(book: Book) -> None:
    case = book.cases["medellin"]
    assert len(case.actions) > MOST_ACTIONS
    page = case_page(book, case, "en")
    section = page.partition("{: #actions }")[2].partition("\n## ")[0]
    assert re.findall(r"^### According to .*\((\d+)\)", section, re.M) == ["8", "5", "1"]
    assert len(re.findall(r"^- ", section, re.M)) == len(case.actions)


def test_a_short_list_of_actions_has_no_headings(golden_book: Book) -> None:
    assert "\n### according-to-en" not in case_page(golden_book, golden_book.cases["whole"], "en")


def test_a_title_that_can_be_closed_stands_with_what_follows_it_up_to_the_next_heading() -> None:
    page = as_html("## A {: #a .fold-title }\n\nOne.\n\nTwo.\n\n## B {: #b }\n\nThree.\n")
    (section,) = page.xpath("section[@data-fold='']")
    assert [one.text_content() for one in section.xpath("div[@class='fold-body']/p")] == ["One.", "Two."]
    assert section.xpath("h2/@id") == ["a"]
    assert page.xpath("section/following-sibling::h2/@id") == ["b"]


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (None, "not-stated"),
        (1, "under-20000"),
        (19_999, "under-20000"),
        (20_000, "from-20000"),
        (49_999, "from-20000"),
        (50_000, "from-50000"),
        (199_999, "from-50000"),
        (200_000, "from-200000"),
        (9_000_000, "from-200000"),
    ],
)
def test_the_size_of_a_place_is_that_of_its_stated_population(
    population: int | None, size: str, golden_book: Book
) -> None:
    known = population and Population(value=population, year=2010, source="ruiz-2012")
    assert size_of(golden_book.cases["whole"].model_copy(update={"population": known})) == size


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("es", ["Menos de 20,000", "De 20,000 a 49,999", "De 50,000 a 199,999", "200,000 o más"]),
        ("en", ["Under 20,000", "20,000 to 49,999", "50,000 to 199,999", "200,000 or more"]),
    ],
)
def test_the_sizes_are_named_by_their_bounds(language: str, names: list[str], book: Book) -> None:
    assert [name for _, name in facet_names(book, "size", language)][:-1] == names


# ---------------------------------------------------------------------------------------------------- in a browser

BODY = ".fold-body"


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("anchor", ["context", "notes"])
def test_an_anchor_of_a_closed_section_opens_it(anchor: str, site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/medellin/#{anchor}")
    button = page.locator(f"#{anchor} button")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator(f"section:has(> #{anchor}) > {BODY} > :first-child")).to_be_visible()


@pytest.mark.site
@pytest.mark.browser
def test_a_long_section_is_closed_and_its_title_opens_and_closes_it(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/medellin/")
    page.locator("#context").scroll_into_view_if_needed()  # its script waits for that
    button, text = page.locator("#context button"), page.locator(f"section:has(> #context) > {BODY} > p").first
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(text).not_to_be_in_viewport()
    assert text.evaluate("one => one.checkVisibility({ contentVisibilityAuto: true })") is False
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    assert text.evaluate("one => one.checkVisibility({ contentVisibilityAuto: true })") is True
    button.click()
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.site
@pytest.mark.browser
def test_a_link_on_the_page_to_a_section_opens_it_again(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/medellin/#context")
    button = page.locator("#context button")
    button.click()
    page.evaluate("document.querySelector(\"a[href$='#context']\").click()")
    expect(button).to_have_attribute("aria-expanded", "true")


@pytest.mark.site
@pytest.mark.browser
def test_find_in_page_opens_what_it_finds(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/medellin/")
    page.keyboard.press("Control+f")
    body = page.locator(f"section:has(> #context) > {BODY}")
    expect(body).to_have_attribute("hidden", "until-found")
    body.evaluate("one => one.dispatchEvent(new Event('beforematch', { bubbles: true }))")
    expect(page.locator("#context button")).to_have_attribute("aria-expanded", "true")


@pytest.mark.site
@pytest.mark.browser
def test_on_paper_everything_is_open(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/medellin/")
    page.locator("#context").scroll_into_view_if_needed()
    page.locator("#context button").wait_for()
    page.emulate_media(media="print")
    heights = page.locator(BODY).evaluate_all("all => all.map(one => one.offsetHeight)")
    assert heights
    assert min(heights) > 20


@pytest.mark.site
@pytest.mark.browser
def test_without_javascript_everything_is_open(site_url: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}en/cases/medellin/")
    heights = page.locator(BODY).evaluate_all("all => all.map(one => one.offsetHeight)")
    assert heights
    assert min(heights) > 20
