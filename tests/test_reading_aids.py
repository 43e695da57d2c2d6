"""What helps while reading the real site: dotted words, the header, one's place in the menu, sheets, quiet marks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import axe, wait_until
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]

PHONE = {"width": 360, "height": 740}
IDEA = "ideas/06-focalizada/"
STEP = "en/route/14-indicators/"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def word(page: Page) -> Locator:
    """A dotted word in the running text."""
    return page.locator("article > p a.term").nth(2)


def meaning(page: Page) -> Locator:
    return page.get_by_role("dialog")


def shown_at(page: Page, address: str) -> Locator:
    page.goto(address, wait_until="networkidle")
    word(page).scroll_into_view_if_needed()
    return word(page)


# ------------------------------------------------------------------------------------------------------- dotted words


def test_enter_on_a_dotted_word_opens_its_meaning_and_stays_on_the_page(page: Page, site_url: str) -> None:
    term = shown_at(page, f"{site_url}{IDEA}")
    definition = term.get_attribute("data-definition") or "none"
    term.focus()
    page.keyboard.press("Enter")
    expect(meaning(page)).to_contain_text(definition)
    expect(meaning(page)).to_be_focused()
    expect(page).to_have_url(f"{site_url}{IDEA}")


@pytest.mark.parametrize("keys", [["Escape"], ["Tab", "Tab", "Tab"], ["Shift+Tab"], ["Tab", "Enter"]])
def test_the_keyboard_leaves_a_meaning_for_its_word(keys: list[str], page: Page, site_url: str) -> None:
    term = shown_at(page, f"{site_url}{IDEA}")
    term.focus()
    page.keyboard.press(" ")
    expect(meaning(page)).to_be_focused()
    for key in keys:
        page.keyboard.press(key)
    expect(meaning(page)).to_have_count(0)
    expect(term).to_be_focused()
    expect(term).to_have_attribute("aria-expanded", "false")


def test_a_meaning_leads_to_its_place_in_the_glossary(page: Page, site_url: str) -> None:
    shown_at(page, f"{site_url}{IDEA}").click()
    meaning(page).get_by_role("link", name="En el glosario").click()
    expect(page.locator("h3:target")).to_be_in_viewport()


def test_a_tap_opens_a_meaning_within_the_screen_of_a_phone_and_moves_nothing(phone: Page, site_url: str) -> None:
    term = shown_at(phone, f"{site_url}{IDEA}")
    before = phone.evaluate("[document.documentElement.scrollHeight, scrollY]")
    term.tap()
    expect(meaning(phone)).to_be_in_viewport(ratio=1)
    assert phone.evaluate("[document.documentElement.scrollHeight, scrollY]") == before
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_tap_elsewhere_or_on_the_word_closes_a_meaning(phone: Page, site_url: str) -> None:
    term = shown_at(phone, f"{site_url}{IDEA}")
    for close in (lambda: phone.touchscreen.tap(5, 700), term.tap):
        term.tap()
        expect(meaning(phone)).to_have_count(1)
        close()
        expect(meaning(phone)).to_have_count(0)


def test_the_mouse_on_a_dotted_word_shows_its_meaning_until_it_leaves(page: Page, site_url: str) -> None:
    shown_at(page, f"{site_url}{IDEA}").hover()
    expect(meaning(page)).to_be_visible()
    meaning(page).hover()
    expect(meaning(page)).to_be_visible()
    page.locator("h1").hover()
    expect(meaning(page)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_meaning_has_no_accessibility_problem(scheme: str, page: Page, site_url: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    shown_at(page, f"{site_url}en/ideas/06-focused/").click()
    expect(meaning(page)).to_be_visible()
    assert axe(page) == []


def test_without_javascript_a_dotted_word_is_a_link_to_the_glossary(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site_url}{IDEA}")
        word(page).click()
        expect(page.locator("h3:target")).to_be_in_viewport()


def test_a_dotted_word_asks_for_its_script_only_when_it_is_used(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    term = shown_at(page, f"{site_url}{IDEA}")
    assert not [one for one in asked if one.endswith("/term.js")]
    term.click()
    expect(meaning(page)).to_be_visible()
    assert len([one for one in asked if one.endswith("/term.js")]) == 1


# ------------------------------------------------------------------------------------------------------ header and menu


def scroll(page: Page, by: int) -> None:
    page.evaluate("(by) => scrollBy({top: by, behavior: 'instant'})", by)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_on_a_phone_the_header_goes_on_the_way_down_and_returns_on_the_way_up(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}{IDEA}", wait_until="networkidle")
    search = phone.locator(".md-header [data-search]")
    expect(search).to_be_in_viewport()
    scroll(phone, 900)
    expect(search).not_to_be_in_viewport()
    scroll(phone, -60)
    expect(search).to_be_in_viewport()


def test_the_keyboard_brings_the_header_back(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}{IDEA}", wait_until="networkidle")
    scroll(phone, 900)
    search = phone.locator(".md-header [data-search]")
    expect(search).not_to_be_in_viewport()
    search.focus()
    expect(search).to_be_in_viewport()


def test_on_a_wide_window_the_header_stays(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{IDEA}", wait_until="networkidle")
    scroll(page, 900)
    expect(page.locator(".md-header [data-search]")).to_be_in_viewport()


def test_without_javascript_the_header_stays(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{site_url}{IDEA}")
        page.evaluate("() => scrollTo(0, 900)")
        wait_until(page, "() => scrollY > 500")
        expect(page.locator(".md-header [for='__drawer']")).to_be_in_viewport()


def test_the_menu_beside_the_text_shows_ones_place_and_the_page_does_not_move(page: Page, site_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{site_url}{STEP}", wait_until="networkidle")
    here = page.locator(".md-sidebar--primary [aria-current='page']")
    expect(here).to_have_text("Indicators")
    expect(here).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0


def test_the_menu_of_a_phone_opens_at_ones_place(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}{STEP}", wait_until="networkidle")
    phone.locator(".md-header [for='__drawer']").tap()
    expect(phone.locator(".md-sidebar--primary .md-nav__link--active:visible")).to_be_in_viewport(ratio=1)


# -------------------------------------------------------------------------------------------------------- sheets, marks


@pytest.mark.parametrize("where", [IDEA, "formacion/hoja-de-ejercicios/", "formacion/armar-un-curso/"])
def test_a_printed_page_says_its_handbook_edition_and_address(where: str, page: Page, site_url: str) -> None:
    page.goto(f"{site_url}{where}")
    page.emulate_media(media="print")
    header = page.locator(".md-header")
    expect(header.get_by_text("Manual para internacionalizar el territorio")).to_be_visible()
    expect(header.get_by_text("Edición 20")).to_have_text(str(page.locator(".imprint").text_content()))
    expect(header.locator("a, button, label").locator("visible=true")).to_have_count(0)
    assert "/p/" in header.inner_text()


def test_a_checklist_printed_alone_keeps_the_imprint(page: Page, site_url: str) -> None:
    page.add_init_script("window.print = () => {};")
    page.goto(f"{site_url}{IDEA}#checklist", wait_until="networkidle")
    page.locator(".checklist-tools summary").first.click()
    page.get_by_role("button", name="Imprimir con marcas y notas").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".imprint")).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()


@pytest.mark.parametrize(
    ("where", "tools", "save", "name"),
    [
        (IDEA, "Guardar, compartir", "Exportar a un archivo", "esta-focalizada-la-estrategia.json"),
        (IDEA, "Guardar, compartir", "Llevar a Word", "esta-focalizada-la-estrategia.docx"),
        ("en/ideas/06-focused/", "Keep, share", "Export as a file", "is-the-strategy-focused.json"),
    ],
)
def test_a_saved_list_is_named_after_its_title(
    where: str, tools: str, save: str, name: str, page: Page, site_url: str
) -> None:
    page.goto(f"{site_url}{where}#checklist", wait_until="networkidle")
    page.get_by_text(tools).first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name=save).first.click()
    assert download.value.suggested_filename == name


def test_a_mark_in_parentheses_is_fainter_than_the_text_around_it(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}en/ideas/06-focused/")
    reading = page.locator("td em", has_text="(editors' reading)").first
    expect(reading).to_have_class("whose")
    colour = "(one) => getComputedStyle(one).color"
    assert reading.evaluate(colour) != reading.locator("..").evaluate(colour)
