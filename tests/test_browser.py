"""The real site in a browser, served below a path: reading, changing language, the keyboard, a phone, no JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import change_language, serving, wait_until
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}
TWELVE = [
    "",
    "en/",
    "ideas/",
    "ideas/01-alineada/",
    "en/ideas/10-measurable/",
    "en/dialogue/spaces/",
    "ruta/donde-empieza/",
    "en/route/09-risks/",
    "casos/",
    "en/cases/medellin/",
    "herramientas/indicadores/",
    "en/about/sources/",
]
# The text spacing of WCAG 1.4.12, as a reader may set it.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site below a path, as on many hosts."""
    with serving(site.parent) as root:
        yield f"{root}{site.name}/"


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


# ------------------------------------------------------------------------------------------------------------ reading


def test_a_reader_goes_from_home_to_an_idea_to_a_case_and_back_to_the_idea(address: str, page: Page) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    page.locator("main a[href='ideas/01-alineada/']").first.click()
    expect(page).to_have_url(f"{address}ideas/01-alineada/")
    expect(page.locator("h1")).to_contain_text("Alineada")
    page.locator("main a[href='../../casos/medellin/']").first.click()
    expect(page).to_have_url(f"{address}casos/medellin/")
    expect(page.locator("#sources")).to_be_visible()
    page.locator("main a[href='../../ideas/01-alineada/']").first.click()
    expect(page).to_have_url(f"{address}ideas/01-alineada/")


def test_no_page_asks_for_anything_that_fails_or_says_an_error(address: str, page: Page) -> None:
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"{page.url}: {request.url}"))
    page.on("request", lambda one: None if one.url.startswith((address, "data:")) else wrong.append(one.url))
    for where in TWELVE:
        page.goto(address + where, wait_until="networkidle")
    assert wrong == []


# ----------------------------------------------------------------------------------------------------------- language


@pytest.mark.parametrize(
    ("here", "there", "name"),
    [
        ("ideas/01-alineada/#why", "en/ideas/01-aligned/#why", "English"),
        ("en/cases/medellin/#lessons", "casos/medellin/#lessons", "Español"),
        ("#twelve", "en/#twelve", "English"),
        ("en/route/09-risks/", "ruta/09-riesgos/", "Español"),
    ],
)
def test_the_language_changes_on_the_same_page_and_section(
    here: str, there: str, name: str, address: str, page: Page
) -> None:
    page.goto(address + here)
    change_language(page, name)
    expect(page).to_have_url(address + there)
    assert page.locator("html").get_attribute("lang") == ("en" if there.startswith("en/") else "es")


def test_the_section_that_a_reader_goes_to_afterwards_is_kept_too(address: str, page: Page) -> None:
    page.goto(f"{address}ideas/01-alineada/")
    page.evaluate("location.hash = '#pitfalls'")
    change_language(page, "English")
    expect(page).to_have_url(f"{address}en/ideas/01-aligned/#pitfalls")
    expect(page.locator("#pitfalls")).to_be_in_viewport()


# ----------------------------------------------------------------------------------------------------------- keyboard


def test_the_first_stop_of_the_keyboard_skips_to_the_content(address: str, page: Page) -> None:
    page.goto(f"{address}ideas/01-alineada/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#alineada-primero-el-para-que")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("where", ["", "ideas/01-alineada/", "en/cases/medellin/", "ruta/donde-empieza/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_keyboards_place_is_always_seen(where: str, scheme: str, address: str, page: Page) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address + where)
    hidden = []
    for _ in range(25):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const one = document.activeElement;
              const drawn = one.matches(".md-option") ? one.nextElementSibling : one;  // its sign is a label
              const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
              const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
              const label = one.labels && one.labels[0] ? one.labels[0].textContent : one.textContent;
              return [outline && box.width > 0 && box.height > 0, one.tagName + " " + label.trim().slice(0, 40)];
            }"""
        )
        if not found[0]:
            hidden.append(found[1])
    assert hidden == []


COVERED = """() => {
  const focus = document.activeElement, one = focus.matches(".md-option") ? focus.nextElementSibling : focus;
  const box = one.getClientRects()[0];
  if (one === document.body || !box) return "";
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;  // of what is in the window
  const seen = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), middle);
  const own = seen && (one.contains(seen) || seen.contains(one) || [...(one.labels || [])].includes(seen));
  return own ? "" : one.outerHTML.slice(0, 80) + " under " + (seen ? seen.className : "the edge");
}"""


@pytest.mark.parametrize("size", [{"width": 1280, "height": 500}, {"width": 360, "height": 500}])
@pytest.mark.parametrize("where", ["casos/?country=CL,BR,MX&compare=lima,cali", "ideas/06-focalizada/#checklist"])
def test_nothing_lies_over_what_has_the_focus(where: str, size: dict[str, int], address: str, page: Page) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + where, wait_until="networkidle")
    covered = []
    for _ in range(70):
        page.keyboard.press("Tab")
        page.evaluate("new Promise(requestAnimationFrame)")
        covered.append(page.evaluate(COVERED))
    assert [one for one in covered if one] == []


def test_nothing_glides_for_who_asked_for_less_motion(address: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}ideas/01-alineada/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("document.getAnimations().length") == 0


# -------------------------------------------------------------------------------------------------------------- phone


def test_on_a_phone_the_menu_opens_with_its_button_and_closes_with_its_link(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}ideas/01-alineada/")
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).not_to_be_in_viewport()
    page.get_by_role("button", name="Menú").click()
    expect(drawer).to_be_in_viewport()
    expect(drawer.get_by_role("link", name="Plural y ciudadana")).to_be_visible()
    page.mouse.click(350, 400)
    expect(drawer).not_to_be_in_viewport()


def test_on_a_phone_the_menu_closes_with_escape_and_gives_the_focus_back(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}ideas/01-alineada/")
    drawer = page.locator(".md-sidebar--primary")
    page.get_by_role("button", name="Menú").focus()
    page.keyboard.press("Enter")
    expect(drawer).to_be_in_viewport()
    wait_until(page, "() => document.querySelector('.md-sidebar--primary').contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_in_viewport()
    expect(page.get_by_role("button", name="Menú")).to_be_focused()


def test_on_a_phone_the_keyboard_reaches_every_section_through_the_menu(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}ideas/01-alineada/")
    page.get_by_role("button", name="Menú").focus()
    page.keyboard.press(" ")
    wait_until(page, "() => document.querySelector('.md-sidebar--primary').contains(document.activeElement)")
    back = page.locator(".md-sidebar--primary").get_by_role("button", name="Doce ideas").last
    back.focus()
    page.keyboard.press("Enter")
    other = page.locator(".md-sidebar--primary").get_by_role("link", name="La ruta")
    expect(other).to_be_in_viewport()
    other.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}ruta/")


def test_what_a_closed_menu_holds_is_not_reached_by_the_keyboard(address: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{address}ideas/01-alineada/")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert not page.evaluate("document.querySelector('.md-sidebar--primary').contains(document.activeElement)")


@pytest.mark.parametrize("where", TWELVE)
def test_no_page_scrolls_sideways_at_320_pixels_with_wide_text_and_without_javascript(
    where: str, address: str, plain: Page
) -> None:
    plain.set_viewport_size(NARROWEST)
    plain.goto(address + where)
    assert sideways(plain) <= 0
    plain.evaluate(
        """style => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(style);
          document.adoptedStyleSheets = [sheet];
        }""",
        SPACING,
    )
    assert sideways(plain) <= 0


# ----------------------------------------------------------------------------------------------------- no JavaScript


def test_without_javascript_the_menu_opens_and_closes_and_the_language_changes(address: str, plain: Page) -> None:
    plain.goto(f"{address}ideas/01-alineada/")
    drawer = plain.locator(".md-sidebar--primary")
    plain.locator(".md-header [for='__drawer']").click()
    expect(drawer).to_be_in_viewport()
    plain.mouse.click(350, 400)
    expect(drawer).not_to_be_in_viewport()
    change_language(plain, "English")
    expect(plain).to_have_url(f"{address}en/ideas/01-aligned/")


def test_without_javascript_nothing_is_offered_that_needs_it(address: str, plain: Page) -> None:
    for where in TWELVE:
        plain.goto(address + where)
        useless = [button for button in plain.locator("button:not(.md-select button)").all() if button.is_visible()]
        assert useless == [], where


def test_without_javascript_a_checklist_can_be_ticked_and_the_cases_are_all_listed(address: str, plain: Page) -> None:
    plain.goto(f"{address}ruta/donde-empieza/")
    box = plain.locator(".checklist input[type='checkbox']").first
    plain.locator(f"label[for='{box.get_attribute('id')}']").first.click()
    expect(box).to_be_checked()
    plain.goto(f"{address}casos/")
    expect(plain.locator("main a[href='medellin/']").first).to_be_visible()


def test_a_short_address_leads_to_both_languages_without_javascript(address: str, plain: Page) -> None:
    plain.goto(f"{address}p/medellin/")
    expect(plain.locator("main a[hreflang]")).to_have_count(2)
    plain.locator("main a[hreflang='en']").click()
    expect(plain).to_have_url(f"{address}en/cases/medellin/")


# ----------------------------------------------------------------------------------------------------- below a path


def test_search_from_a_page_below_leads_to_pages_below_the_same_path(address: str, page: Page) -> None:
    page.goto(f"{address}en/route/09-risks/")
    page.keyboard.press("Control+k")
    page.fill("#search-query", "twinning")
    page.locator("#search-case + ol .hit").first.wait_for()
    hits = page.locator(".search-results a").evaluate_all("links => links.map(link => link.href)")
    assert [hit for hit in hits if not hit.startswith(f"{address}en/")] == []
    page.locator(".search-results .hit").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_explorer_comparison_and_language_work_below_a_path(address: str, page: Page) -> None:
    page.goto(f"{address}casos/?country=CO")
    page.check("#compare-bogota")
    page.check("#compare-cali")
    page.locator(".explorer-compare a").click()
    expect(page).to_have_url(f"{address}casos/comparar/?cases=bogota,cali")
    expect(page.locator(".compare-table thead th a")).to_have_text(["Bogotá D. C.", "Cali"])
    change_language(page, "English")
    expect(page).to_have_url(f"{address}en/cases/compare/?cases=bogota,cali")
    page.locator(".compare-table thead th a", has_text="Cali").click()
    expect(page).to_have_url(f"{address}en/cases/cali/")


# ----------------------------------------------------------------------------------------------------------- its look


@pytest.mark.parametrize(
    "where", ["casos/", "casos/comparar/?cases=bogota,lima,medellin", "en/context/national-systems/"]
)
def test_a_wide_window_gives_its_width_to_tables_of_many_columns(where: str, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + where)
    table = page.locator("main .table-region").first
    table.wait_for()
    assert table.bounding_box()["width"] > 900
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth")


def test_each_idea_has_a_sign_of_its_own(site: Path) -> None:
    pages = sorted((site / "ideas").glob("*/index.html"))
    signs = {
        page: page.read_text(encoding="utf-8").partition('class="sign"')[2].partition("</svg>")[0] for page in pages
    }
    assert len(pages) == 12
    assert all(signs.values())
    assert len(set(signs.values())) == 12


def test_on_paper_the_number_of_an_idea_is_ink_and_links_of_this_site_show_no_address(address: str, page: Page) -> None:
    page.goto(f"{address}casos/?country=CL")
    page.locator(".explorer-results a").first.wait_for()
    page.emulate_media(media="print")
    link = page.locator(".explorer-results a").first
    assert link.evaluate("link => getComputedStyle(link, '::after').content") == "none"
    page.goto(f"{address}ideas/06-focalizada/")
    number = page.locator(".place .number")
    assert number.evaluate("number => getComputedStyle(number).color") == "rgb(0, 0, 0)"
