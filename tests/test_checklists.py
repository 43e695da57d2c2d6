"""Checklists: boxes with labels and groups in the page itself; ticks, notes, files and addresses with the script."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import markdown
import pytest
from conftest import PROJECT, axe
from handbook.content.book import Book
from handbook.loading import load_book
from handbook.rendering.registry import expand
from playwright.sync_api import Browser, Route, expect
from playwright.sync_api import Page as Tab

START = {"es": "ruta/donde-empieza/", "en": "en/route/where-you-start/"}
LIST = "reactive-or-planned"
KEY = f"handbook:/:checklist.{LIST}:1:"


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


@pytest.fixture(autouse=True)
def _no_dialogs_of_the_browser(request: pytest.FixtureRequest) -> None:
    if "page" in request.fixturenames:
        request.getfixturevalue("page").add_init_script("window.print = () => { window.printed = true; };")


def html_of(text: str) -> str:
    return markdown.markdown(text, extensions=["attr_list", "tables", "handbook.reading.markdown_extension"])


def open_list(page: Tab, site_url: str, language: str = "es", fragment: str = "") -> Any:
    page.goto(site_url + START[language] + fragment)
    box = page.locator(f"[data-checklist={LIST}]")
    box.scroll_into_view_if_needed()  # its script waits for that
    expect(box.locator(".checklist-tools")).to_be_visible()
    return box


def tick(page: Tab, item: str) -> Any:
    return page.locator(f"#{LIST}--{item}-box")


def remembered(page: Tab) -> dict[str, Any]:
    """Field -> value, of what is saved of the list; when it was last changed is left out."""
    storage = page.evaluate("Object.fromEntries(Object.entries(localStorage))")
    saved = {key.removeprefix(KEY): json.loads(text) for key, text in storage.items() if key.startswith(KEY)}
    return {field: value for field, value in saved.items() if field != "updated"}


TOOLS = {
    "export": "Exportar a un archivo|Export as a file",
    "import": "Importar de un archivo|Import from a file",
    "copy": "Copiar dirección|Copy address",
    "print": "Imprimir|Print",
    "clear": "Borrar|Clear",
}


def tool(box: Any, name: str) -> Any:
    box.locator(".checklist-tools").evaluate("one => { one.open = true; }")
    return box.locator(".checklist-tools").get_by_role("button", name=re.compile(TOOLS[name]))


def export(page: Tab, box: Any) -> Path:
    with page.expect_download() as download:
        tool(box, "export").click()
    return Path(download.value.path())


def bring(page: Tab, box: Any, text: str, name: str = "a.json") -> None:
    with page.expect_file_chooser() as chooser:
        tool(box, "import").click()
    chooser.value.set_files({"name": name, "mimeType": "application/json", "buffer": text.encode()})


# ------------------------------------------------------------------------------------------------ without a script


def test_the_markdown_of_a_checklist_is_a_plain_task_list(book: Book) -> None:
    text = expand(f"<!-- handbook:checklist id={LIST} -->", book, book.page("route/where-you-start", "en"))
    items = [line for line in text.split("\n") if line.startswith("- ")]
    assert len(items) == 17
    assert all(line.startswith("- [ ] ") for line in items)
    assert "<" not in text


def test_each_box_has_a_label_and_stands_in_a_group_named_by_its_title() -> None:
    page = html_of(
        "Title\n{: .checklist-title #checklist-a }\n\nHow to.\n\nPart\n{: .checklist-group }\n\n"
        "- [ ] One\n    {: #a--one }\n- [ ] Two\n    {: #a--two }\n\nAfter."
    )
    assert '<div aria-labelledby="checklist-a" class="checklist-box" data-checklist="a" role="group">' in page
    assert "<legend" in page and ">Part</legend>" in page
    assert 'id="a--one-box" type="checkbox"' in page
    assert '<label for="a--one-box">One</label>' in page
    assert page.index("</div>") < page.index("After.")


def test_two_checklists_on_a_page_are_two_groups() -> None:
    one = "Title {x}\n{{: .checklist-title #checklist-{x} }}\n\n- [ ] One\n    {{: #{x}--one }}\n\n"
    page = html_of(one.format(x="a") + one.format(x="b"))
    assert re.findall(r'data-checklist="(\w)"', page) == ["a", "b"]


@pytest.mark.site
def test_every_box_of_the_site_has_its_own_id(site: Path) -> None:
    for file in (site / START["es"] / "index.html", site / "ruta/ruta-completa/index.html"):
        ids = re.findall(r'id="([^"]+-box)"', file.read_text(encoding="utf-8"))
        assert ids and len(ids) == len(set(ids)), file


def test_the_lists_of_ideas_and_steps_come_in_their_order(book: Book) -> None:
    listed = expand("<!-- handbook:checklists -->", book, book.page("tools/index", "es"))
    numbers = [int(number) for number in re.findall(r"\[Paso (\d+)", listed)]
    assert numbers == list(range(1, 17))
    ideas = [entry.id for entry in book.vocabulary["ideas"].values()]
    places = [listed.index(f"idea-{id}") for id in ideas]
    assert places == sorted(places)
    assert places[-1] < listed.index("[Paso 1")


@pytest.mark.site
@pytest.mark.browser
def test_boxes_can_be_ticked_without_a_script(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site_url + START["en"])
        page.get_by_label("Many foreign tourists come").check()
        assert page.get_by_role("group", name="Signs of planned").get_by_role("checkbox").count() == 9


# --------------------------------------------------------------------------------------------------- with the script


@pytest.mark.site
@pytest.mark.browser
def test_ticks_and_notes_are_there_after_a_reload_and_in_the_other_language(page: Tab, site_url: str) -> None:
    box = open_list(page, site_url)
    tick(page, "people-leave").check()
    page.locator(f"#{LIST}--people-leave .note-button").click()
    page.keyboard.type("Preguntar <b>a la cámara</b>")
    expect(box.locator(".checklist-progress")).to_contain_text("1 de 17")
    assert remembered(page) == {"people-leave.done": True, "people-leave.note": "Preguntar <b>a la cámara</b>"}
    box = open_list(page, site_url, "en")
    expect(tick(page, "people-leave")).to_be_checked()
    expect(page.locator(f"#{LIST}--people-leave--note, #{LIST}--people-leave-note")).to_have_value(
        "Preguntar <b>a la cámara</b>"
    )
    expect(box.locator(".checklist-progress")).to_contain_text("1 of 17")


@pytest.mark.site
@pytest.mark.browser
def test_what_is_remembered_of_an_item_that_was_removed_is_kept(page: Tab, site_url: str) -> None:
    open_list(page, site_url)
    gone = {"gone-long-ago.done": True, "gone-long-ago.note": "importante"}
    for field, value in gone.items():
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY + field, json.dumps(value)])
    box = open_list(page, site_url)
    expect(box.locator(".checklist-progress")).to_have_text("")
    tick(page, "firms-arrive").check()
    tool(box, "clear").click()
    assert remembered(page) == gone


@pytest.mark.site
@pytest.mark.browser
def test_clearing_can_be_undone(page: Tab, site_url: str) -> None:
    box = open_list(page, site_url, "en")
    tick(page, "firms-arrive").check()
    tool(box, "clear").click()
    expect(tick(page, "firms-arrive")).not_to_be_checked()
    box.get_by_role("button", name="Undo").click()
    expect(tick(page, "firms-arrive")).to_be_checked()
    assert remembered(page) == {"firms-arrive.done": True}


@pytest.mark.site
@pytest.mark.browser
def test_an_exported_file_brings_the_list_to_another_device(browser: Browser, page: Tab, site_url: str) -> None:
    box = open_list(page, site_url)
    tick(page, "tourists-come").check()
    text = export(page, box).read_text(encoding="utf-8")
    assert json.loads(text)["list"] == LIST
    with browser.new_context() as context:
        other = context.new_page()
        box = open_list(other, site_url, "en")
        bring(other, box, text)
        expect(tick(other, "tourists-come")).to_be_checked()
        expect(box.locator(".checklist-message")).to_contain_text("Ticks and notes loaded.")


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "not a list exported"),
        ("[]", "not a list exported"),
        ('{"kind": "handbook-checklist", "schema": 1, "list": "reactive-or-planned", "items": []}', "not a list"),
        (
            '{"kind": "handbook-checklist", "schema": 1, "list": "reactive-or-planned", "items": {"a": {"done": 1}}}',
            "not a list exported",
        ),
        ('{"kind": "handbook-checklist", "schema": 2, "list": "reactive-or-planned", "items": {}}', "newer version"),
        (
            '{"kind": "handbook-checklist", "schema": 1, "list": "x", "title": "Otra", "items": {}}',
            "another list: 'Otra'",
        ),
        (" " * 300_001, "not a list exported"),
    ],
    ids=["text", "array", "items a list", "a tick that is a number", "newer", "another list", "too large"],
)
def test_a_bad_file_changes_nothing_and_says_why(page: Tab, site_url: str, text: str, said: str) -> None:
    box = open_list(page, site_url, "en")
    tick(page, "firms-arrive").check()
    before = remembered(page)
    bring(page, box, text)
    expect(box.locator(".checklist-message")).to_contain_text(said)
    assert remembered(page) == before


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(("answer", "left"), [("Add", True), ("Replace", False), ("Cancel", True)])
def test_an_address_asks_before_it_replaces(page: Tab, site_url: str, answer: str, left: bool) -> None:
    open_list(page, site_url, "en")
    packed = page.evaluate("() => handbook.device.pack({ done: ['people-leave'], notes: { 'people-leave': 'ñ' } })")
    tick(page, "firms-arrive").check()
    page.goto("about:blank")
    page.goto(f"{site_url}{START['en']}#checklist-{LIST}:{packed}")
    page.get_by_role("dialog").get_by_role("button", name=answer).click()
    assert page.evaluate("location.hash") == f"#checklist-{LIST}"
    arrived = expect(tick(page, "people-leave"))
    if answer == "Cancel":
        arrived.not_to_be_checked()
    else:
        arrived.to_be_checked()
        expect(page.locator(f"#{LIST}--people-leave textarea")).to_have_value("ñ")
    assert tick(page, "firms-arrive").is_checked() is left


@pytest.mark.site
@pytest.mark.browser
def test_the_copied_address_carries_ticks_and_notes_in_its_fragment_alone(browser: Browser, site_url: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        box = open_list(page, site_url)
        tick(page, "firms-arrive").check()
        tool(box, "copy").click()
        expect(box.locator(".checklist-message")).to_contain_text("Dirección copiada")
        address = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(site_url + START["es"]) + rf"#checklist-{LIST}:z[\w-]+", address)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        expect(tick(page, "firms-arrive")).to_be_checked()


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("packed", ["zAAAA", "jbm90IGpzb24", "jW10", "jeyJkb25lIjpbMV0sIm5vdGVzIjp7fX0", "q"])
def test_a_damaged_address_changes_nothing(page: Tab, site_url: str, packed: str) -> None:
    box = open_list(page, site_url, "en", f"#checklist-{LIST}:{packed}")
    expect(box.locator(".checklist-message")).to_contain_text("damaged or incomplete")
    assert remembered(page) == {}


@pytest.mark.site
@pytest.mark.browser
def test_without_storage_a_list_works_for_the_session_and_says_so(browser: Browser, site_url: str) -> None:
    off = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } });"
    )
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(off)
        box = open_list(page, site_url, "en")
        expect(box).to_contain_text("does not let the page keep anything")
        tick(page, "firms-arrive").check()
        tick(page, "people-leave").check()
        expect(box.locator(".checklist-progress")).to_contain_text("2 of 17")


@pytest.mark.site
@pytest.mark.browser
def test_a_box_ticked_before_its_script_arrives_is_kept(page: Tab, site_url: str) -> None:
    def late(route: Route) -> None:
        page.wait_for_timeout(600)
        route.continue_()

    page.route("**/checklists.js", late)
    page.goto(site_url + "en/route/09-risks/")
    box = page.locator("[data-checklist=step-risks] input").first
    box.check()
    expect(page.locator("[data-checklist=step-risks] .checklist-progress")).to_contain_text("1 of")
    page.reload()
    expect(box).to_be_checked()


@pytest.mark.browser
def test_a_reader_who_has_ticked_nothing_is_shown_no_count(page: Tab, site_url: str) -> None:
    box = open_list(page, site_url)
    expect(box.locator(".checklist-progress")).to_have_text("")
    expect(box.locator(".checklist-progress progress")).to_be_hidden()
    tick(page, "people-leave").check()
    expect(box.locator(".checklist-progress")).to_have_text("1 de 17")
    expect(box.locator(".checklist-progress progress")).to_be_visible()
    tick(page, "people-leave").uncheck()
    expect(box.locator(".checklist-progress")).to_have_text("")


@pytest.mark.site
@pytest.mark.browser
def test_the_count_of_a_list_comes_without_moving_what_is_ticked(page: Tab, site_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_list(page, site_url)
    place = "box => box.getBoundingClientRect().top + scrollY"
    before = tick(page, "people-leave").evaluate(place)
    tick(page, "people-leave").check()
    expect(page.locator(f"[data-checklist={LIST}] .checklist-progress")).to_have_text("1 de 17")
    assert tick(page, "people-leave").evaluate(place) == before


@pytest.mark.site
@pytest.mark.browser
def test_ticks_of_lists_outside_the_route_make_no_room_for_its_progress(page: Tab, site_url: str) -> None:
    open_list(page, site_url)
    tick(page, "people-leave").check()
    page.route("**/checklists.js", lambda route: route.abort())
    page.goto(site_url + "en/route/09-risks/")
    expect(page.locator("[data-route-progress]")).to_be_hidden()


@pytest.mark.site
@pytest.mark.browser
def test_one_note_at_most_is_open_and_a_written_one_is_read_as_text(page: Tab, site_url: str) -> None:
    open_list(page, site_url, "en")
    first, second = page.locator(f"#{LIST}--people-leave"), page.locator(f"#{LIST}--firms-arrive")
    first.get_by_role("button", name="Add note").click()
    page.keyboard.type("Ask <b>them</b>")
    expect(first.locator(".note-text")).to_be_hidden()
    second.get_by_role("button", name="Add note").click()
    expect(page.locator(".note-area:visible")).to_have_count(1)
    expect(second.get_by_role("textbox")).to_be_focused()
    expect(first.locator(".note-text")).to_be_visible()
    expect(first.locator(".note-text")).to_have_text("Ask <b>them</b>")
    first.get_by_role("button", name="Change the note").click()
    expect(first.get_by_role("textbox")).to_have_value("Ask <b>them</b>")
    page.keyboard.press("Escape")
    expect(page.locator(".note-area:visible")).to_have_count(0)
    expect(first.get_by_role("button")).to_be_focused()
    assert remembered(page) == {"people-leave.note": "Ask <b>them</b>"}


@pytest.mark.site
@pytest.mark.browser
def test_a_finger_finds_the_button_of_a_note_which_takes_no_line_of_its_own(page: Tab, site_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    open_list(page, site_url)
    row = page.locator(f"#{LIST}--people-leave")
    button, label = row.locator(".note-button").bounding_box(), row.locator("label").first.bounding_box()
    assert (button["width"], button["height"]) == (44, 44)
    assert button["x"] >= label["x"] + label["width"]
    assert row.bounding_box()["height"] < label["height"] + button["height"] / 2


@pytest.mark.site
@pytest.mark.browser
def test_a_note_is_printed_whether_its_field_is_open_or_not(page: Tab, site_url: str) -> None:
    open_list(page, site_url, "en")
    row = page.locator(f"#{LIST}--people-leave")
    row.locator(".note-button").click()
    page.keyboard.type("Ask them")
    for _ in ("open", "closed"):
        page.emulate_media(media="print")
        expect(row.locator(".note-text")).to_be_visible()
        expect(row.locator("textarea")).to_be_hidden()
        page.emulate_media(media="screen")
        row.locator(".note-button").click()


@pytest.mark.site
@pytest.mark.browser
def test_progress_over_the_route_appears_with_the_first_tick_and_takes_no_room_before(page: Tab, site_url: str) -> None:
    page.goto(site_url + "en/route/09-risks/#checklist-step-risks")
    expect(page.locator("[data-checklist=step-risks] .checklist-tools")).to_be_visible()
    expect(page.locator("[data-route-progress]")).to_be_hidden()
    page.locator("[data-checklist=step-risks] input").first.check()
    expect(page.locator("[data-route-progress]")).to_be_visible()
    page.goto(site_url + "en/route/")
    expect(page.locator("[data-route-progress]")).to_contain_text("1 of")


@pytest.mark.site
@pytest.mark.browser
def test_progress_over_the_route_sums_the_lists_of_its_steps(page: Tab, site_url: str, book: Book) -> None:
    items = sum(
        len(group.items) for id, one in book.checklists.items() if id.startswith("step-") for group in one.groups
    )
    page.goto(site_url + "en/route/09-risks/")
    page.locator("[data-checklist=step-risks] input").first.check()
    page.locator("[data-checklist=risk-assessment] input").first.check()
    expect(page.locator("[data-route-progress]")).to_contain_text(f"1 of {items} items")
    page.goto(site_url + "ruta/ruta-completa/")
    expect(page.locator("[data-route-progress]")).to_contain_text(f"1 de {items} puntos")


@pytest.mark.site
@pytest.mark.browser
def test_printing_one_list_leaves_the_rest_of_the_page_out(page: Tab, site_url: str) -> None:
    box = open_list(page, site_url, "en")
    tick(page, "firms-arrive").check()
    page.locator(f"#{LIST}--firms-arrive .note-button").click()
    page.keyboard.type("Ask the chamber")
    tool(box, "print").click()
    assert page.evaluate("window.printed") is True
    page.emulate_media(media="print")
    expect(box).to_be_visible()
    expect(tick(page, "firms-arrive")).to_be_visible()
    expect(page.locator(f"#{LIST}--firms-arrive .note-text")).to_have_text("Ask the chamber")
    expect(page.locator(f"#{LIST}--firms-arrive .note-text")).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    expect(box.locator(".note-button").first).to_be_hidden()


@pytest.mark.site
@pytest.mark.browser
def test_two_tabs_do_not_lose_each_others_ticks(browser: Browser, site_url: str) -> None:
    with browser.new_context() as context:
        one, two = context.new_page(), context.new_page()
        open_list(one, site_url)
        open_list(two, site_url)
        tick(one, "firms-arrive").check()
        expect(tick(two, "firms-arrive")).to_be_checked()
        tick(two, "people-leave").check()
        expect(tick(one, "people-leave")).to_be_checked()
        assert remembered(one) == {"firms-arrive.done": True, "people-leave.done": True}


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(page: Tab, site_url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    box = open_list(page, site_url, "en")
    for item in ("firms-arrive", "people-leave", "tourists-come", "dedicated-office", "promotion-campaign"):
        tick(page, item).check()
    page.locator(f"#{LIST}--people-leave .note-button").click()
    page.keyboard.type("A note")
    tool(box, "clear").click()
    box.get_by_role("button", name="Undo").click()
    assert axe(page) == []
    bring(page, box, json.dumps({"kind": "handbook-checklist", "schema": 1, "list": LIST, "items": {}}))
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe(page) == []


def test_a_tick_made_before_the_script_is_there_is_kept(page: Tab, site_url: str) -> None:
    waiting: list[Any] = []
    page.route("**/checklists.js", lambda route: waiting.append(route))
    page.goto(site_url + START["es"])
    box = page.locator(f"[data-checklist={LIST}]")
    with page.expect_request("**/checklists.js"):
        box.scroll_into_view_if_needed()
    first = box.locator("ul.checklist input").first
    first.check()
    waiting[0].continue_()
    expect(box.locator(".checklist-progress")).to_contain_text("1 de 17")
    expect(first).to_be_checked()
