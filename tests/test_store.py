"""What a reader saves on the device: by field, for one site of the host, in each tool, in two tabs at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, serving
from playwright.sync_api import Browser, BrowserContext, Locator, expect
from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser]
FORM = ("contribute/case-form/", "en/contribute/case-form/")
LIST = ("ruta/donde-empieza/", "en/route/where-you-start/")
ITEM = "#reactive-or-planned--people-leave"
SPACE = ("herramientas/que-espacio/", "en/tools/which-space/")
MATRIX = ("herramientas/matriz-de-riesgos/", "en/tools/risk-matrix/")
OFF = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('off', 'SecurityError'); } });"
FILL_THE_STORAGE = """() => {
  for (let size = 2 ** 22; size >= 1; size = Math.floor(size / 2)) {
    for (let n = 0; n < 50; n += 1) {
      try { localStorage.setItem(`other:${size}:${n}`, "x".repeat(size)); } catch { break; }
    }
  }
}"""


@pytest.fixture(scope="module")
def form_url(built: Path) -> Iterator[str]:
    with serving(built) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as one:
        yield one


def opened(context: BrowserContext, url: str, waits_for: str) -> Tab:
    tab = context.new_page()
    tab.goto(url)
    for place in tab.locator(waits_for.split()[0]).all()[:1]:
        place.scroll_into_view_if_needed()  # a tool's script is fetched when the tool comes near the screen
    tab.wait_for_selector(waits_for)
    return tab


def form(context: BrowserContext, url: str, language: int = 0) -> Tab:
    tab = opened(context, url + FORM[language], "form.case-form")
    tab.evaluate("document.querySelector('.form-more').open = true")
    return tab


def matrix(context: BrowserContext, url: str, language: int = 1) -> Tab:
    return opened(context, url + MATRIX[language], ".risk-form")


def risk(tab: Tab, **fields: str) -> None:
    for id, value in fields.items():
        field = tab.locator(f"#risk-matrix-field-{id}")
        field.select_option(value) if id in ("type", "probability", "response") else field.fill(value)


def checklist(context: BrowserContext, url: str, language: int = 1) -> Tab:
    return opened(context, url + LIST[language], "[data-checklist] .checklist-tools")


def storage(tab: Tab) -> dict[str, str]:
    return tab.evaluate("Object.fromEntries(Object.entries(localStorage))")


def keep(tab: Tab, entries: dict[str, Any]) -> None:
    tab.evaluate("all => { for (const [key, one] of Object.entries(all)) localStorage.setItem(key, one); }", entries)


# ----------------------------------------------------------------------------------------------- the form, in two tabs


def test_what_is_typed_in_two_tabs_is_in_both_and_in_the_draft(context: BrowserContext, form_url: str) -> None:
    spanish, english = form(context, form_url), form(context, form_url, 1)
    spanish.fill("#case-name-es", "Villanueva")
    english.fill("#case-name-en", "Newtown")
    english.select_option("#case-country", "CO")
    for tab in (spanish, english):
        expect(tab.locator("#case-name-es")).to_have_value("Villanueva")
        expect(tab.locator("#case-name-en")).to_have_value("Newtown")
        expect(tab.locator("#case-country")).to_have_value("CO")
    spanish.reload()
    expect(spanish.locator("#case-name-es")).to_have_value("Villanueva")
    expect(spanish.locator("#case-name-en")).to_have_value("Newtown")


def test_a_tab_closed_right_after_a_letter_has_saved_it(context: BrowserContext, form_url: str) -> None:
    tab = form(context, form_url)
    tab.locator("#case-summary-es").press_sequentially("Un resumen")
    tab.close()
    expect(form(context, form_url, 1).locator("#case-summary-es")).to_have_value("Un resumen")


def test_the_later_word_of_one_field_holds_in_both_tabs(context: BrowserContext, form_url: str) -> None:
    one, two = form(context, form_url), form(context, form_url)
    one.fill("#case-id", "first")
    two.fill("#case-id", "second")
    for tab in (one, two):
        expect(tab.locator("#case-id")).to_have_value("second")


def test_what_another_tab_writes_leaves_the_caret_where_it_is(context: BrowserContext, form_url: str) -> None:
    one, two = form(context, form_url), form(context, form_url)
    field = one.locator("#case-actions-0-text-es")
    field.press_sequentially("Abrió oficina")
    for _ in range(7):
        field.press("ArrowLeft")
    two.fill("#case-id", "villanueva")
    two.click("text=Añadir: Acciones")  # the list of actions is built anew in the first tab
    expect(one.locator("[data-part=actions] .form-item")).to_have_count(2)
    one.keyboard.type("la ")
    expect(field).to_have_value("Abrió la oficina")
    expect(two.locator("#case-actions-0-text-es")).to_have_value("Abrió la oficina")


def test_parts_added_in_two_tabs_add_up_and_one_removed_takes_no_other_with_it(
    context: BrowserContext, form_url: str
) -> None:
    one, two = form(context, form_url), form(context, form_url)
    one.click("text=Añadir: Lecciones")
    one.fill("#case-lessons-0-es", "una")
    expect(two.locator("#case-lessons-0-es")).to_have_value("una")
    two.click("text=Añadir: Lecciones")
    two.fill("#case-lessons-1-es", "dos")
    expect(one.locator("#case-lessons-1-es")).to_have_value("dos")
    one.click("text=Quitar: Lecciones 1")
    for tab in (one, two):
        expect(tab.locator("[data-part=lessons] .form-item")).to_have_count(1)
        expect(tab.locator("#case-lessons-0-es")).to_have_value("dos")
    one.click("text=Deshacer")
    for tab in (one, two):
        expect(tab.locator("#case-lessons-0-es")).to_have_value("una")
        expect(tab.locator("#case-lessons-1-es")).to_have_value("dos")


def test_a_draft_deleted_in_one_tab_is_gone_in_the_other(context: BrowserContext, form_url: str) -> None:
    one, two = form(context, form_url), form(context, form_url)
    one.fill("#case-id", "villanueva")
    expect(two.locator("#case-id")).to_have_value("villanueva")
    two.on("dialog", lambda dialog: dialog.accept())
    two.click(".form-clear")
    expect(one.locator("#case-id")).to_have_value("")


# ---------------------------------------------------------------------------------------------- the form, as a file


def test_a_draft_goes_to_another_device_as_a_file(browser: Browser, context: BrowserContext, form_url: str) -> None:
    tab = form(context, form_url)
    tab.fill("#case-contributors-0", "Alcaldía")
    tab.check("#case-contributors-0-organisation")
    file = downloaded(tab, "Descargar el borrador")
    assert json.loads(file)["edition"] == "2026.1"
    with browser.new_context() as other:
        tab = form(other, form_url, 1)
        bring(tab, "Open a draft", file)
        expect(tab.locator("#case-contributors-0")).to_have_value("Alcaldía")
        expect(tab.locator("#case-contributors-0-organisation")).to_be_checked()


def test_a_draft_from_a_file_replaces_another_once_that_is_confirmed(context: BrowserContext, form_url: str) -> None:
    tab = form(context, form_url, 1)
    tab.fill("#case-id", "here")
    file = json.dumps({"kind": "handbook-case-form", "schema": 1, "fields": {"name.es": "Villa", "mayor": "Ana"}})
    bring(tab, "Open a draft", file)
    tab.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(tab.locator("#case-id")).to_have_value("here")
    bring(tab, "Open a draft", file)
    tab.get_by_role("dialog").get_by_role("button", name="Replace").click()
    expect(tab.locator("#case-name-es")).to_have_value("Villa")
    expect(tab.locator("#case-id")).to_have_value("")
    expect(tab.locator(".form-status")).to_contain_text("What this form does not know was left out: mayor.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no", "not a draft"),
        ('{"kind": "handbook-checklist", "schema": 1, "fields": {"id": "x"}}', "not a draft"),
        ('{"kind": "handbook-case-form", "schema": 1}', "not a draft"),
        ('{"kind": "handbook-case-form", "schema": 1, "fields": {"id": 7}}', "not a draft"),
        ('{"kind": "handbook-case-form", "schema": 2, "fields": {"id": "x"}}', "newer version"),
    ],
    ids=["not json", "a checklist", "no fields", "a number", "newer"],
)
def test_a_bad_draft_changes_nothing_and_says_so(context: BrowserContext, form_url: str, text: str, said: str) -> None:
    tab = form(context, form_url, 1)
    tab.fill("#case-id", "here")
    before = storage(tab)
    bring(tab, "Open a draft", text)
    expect(tab.locator(".form-status")).to_contain_text(said)
    assert storage(tab) == before
    expect(tab.locator("#case-id")).to_have_value("here")


def downloaded(tab: Tab, button: str) -> str:
    with tab.expect_download() as download:
        tab.get_by_role("button", name=button).first.click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


def bring(tab: Tab, button: str, text: str) -> None:
    with tab.expect_file_chooser() as chooser:
        tab.get_by_role("button", name=button).click()
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": text.encode()})


# ------------------------------------------------------------------------------------------------- every tool, two tabs


@pytest.mark.site
def test_ticks_and_notes_of_two_tabs_add_up(context: BrowserContext, site_url: str) -> None:
    one, two = checklist(context, site_url), checklist(context, site_url, 0)
    one.locator(f"{ITEM} .note-button").click()
    one.keyboard.type("Ask the")
    two.locator(f"{ITEM}-box").check()
    expect(one.locator(f"{ITEM}-box")).to_be_checked()
    one.keyboard.type(" chamber")
    one.close()
    expect(two.locator(f"{ITEM}-note")).to_have_value("Ask the chamber")
    two.reload()
    expect(two.locator(f"{ITEM}-note")).to_have_value("Ask the chamber")
    expect(two.locator(f"{ITEM}-box")).to_be_checked()


@pytest.mark.site
def test_the_diagnosis_counts_what_another_tab_ticks(context: BrowserContext, site_url: str) -> None:
    one, two = checklist(context, site_url), checklist(context, site_url)
    one.locator(f"{ITEM}-box").check()
    expect(two.locator(".diagnosis-words")).to_contain_text("Reactive: 1 of 8")


@pytest.mark.site
def test_answers_of_two_tabs_add_up(context: BrowserContext, site_url: str) -> None:
    one, two = (opened(context, site_url + address, ".adviser-form") for address in SPACE)
    one.locator("[name=which-space-situation]").nth(0).check()
    two.locator("[name=which-space-goal]").nth(1).check()
    for tab in (one, two):
        expect(tab.locator("[name=which-space-situation]").nth(0)).to_be_checked()
        expect(tab.locator("[name=which-space-goal]").nth(1)).to_be_checked()
    one.get_by_role("button", name="Borrar respuestas").click()
    expect(two.locator(".adviser-form input:checked")).to_have_count(0)


@pytest.mark.site
def test_risks_of_two_tabs_add_up(context: BrowserContext, site_url: str) -> None:
    one, two = matrix(context, site_url), matrix(context, site_url, 0)
    risk(one, risk="A flood", type="environmental", probability="high")
    one.locator(".risk-form button[type=submit]").click()
    expect(two.locator(".risk-rows tbody th")).to_have_text(["A flood"])
    risk(two, risk="Cuts", type="economic", probability="low")
    two.locator(".risk-form button[type=submit]").click()
    for tab in (one, two):
        expect(tab.locator(".risk-rows tbody th")).to_have_text(["A flood", "Cuts"])


@pytest.mark.site
def test_two_fields_of_one_risk_changed_in_two_tabs_are_both_changed(context: BrowserContext, site_url: str) -> None:
    one, two = matrix(context, site_url), matrix(context, site_url)
    risk(one, risk="A flood", type="environmental", probability="high")
    one.locator(".risk-form button[type=submit]").click()
    change = re.compile(r"Change\s+A flood")
    for tab, field in ((one, "person"), (two, "reason")):
        tab.get_by_role("button", name=change).click()
        risk(tab, **{field: f"the {field}"})
    for tab in (one, two):
        tab.locator(".risk-form button[type=submit]").click()
    for tab in (one, two):
        expect(tab.locator(".risk-rows")).to_contain_text("the person")
        expect(tab.locator(".risk-rows")).to_contain_text("the reason")


@pytest.mark.site
def test_a_risk_that_was_begun_is_there_after_the_tab_is_closed(context: BrowserContext, site_url: str) -> None:
    tab = matrix(context, site_url)
    tab.locator("#risk-matrix-field-risk").press_sequentially("A flood in sp")
    tab.close()
    tab = matrix(context, site_url)
    expect(tab.locator("#risk-matrix-field-risk")).to_have_value("A flood in sp")
    expect(tab.locator(".risk-rows")).to_have_count(0)


@pytest.mark.site
def test_the_change_of_a_risk_that_another_tab_removes_is_kept_as_a_new_one(
    context: BrowserContext, site_url: str
) -> None:
    one, two = matrix(context, site_url), matrix(context, site_url)
    risk(one, risk="A flood", type="environmental", probability="high")
    one.locator(".risk-form button[type=submit]").click()
    one.get_by_role("button", name=re.compile(r"Change\s+A flood")).click()
    risk(one, reason="Two since 2020")
    two.get_by_role("button", name=re.compile(r"Remove\s+A flood")).click()
    expect(one.locator(".risk-form h3")).to_have_text("Add a risk")
    expect(one.locator("#risk-matrix-field-risk")).to_have_value("A flood")
    expect(one.locator("#risk-matrix-field-reason")).to_have_value("Two since 2020")


# ------------------------------------------------------------------------------------------------------- many sites


@pytest.fixture
def host(tmp_path: Path, built: Path) -> Iterator[str]:
    """A host with the same small site at /a/ and at /b/, and a past edition of the first at /a/v/2026.1/."""
    (tmp_path / "a/v").mkdir(parents=True)
    for one in built.iterdir():
        (tmp_path / "a" / one.name).symlink_to(one)
    (tmp_path / "b").symlink_to(built)
    (tmp_path / "a/v/2026.1").symlink_to(built)
    with serving(tmp_path) as url:
        yield url


def test_two_sites_of_one_host_do_not_share_a_draft(context: BrowserContext, host: str) -> None:
    first = form(context, f"{host}a/")
    first.fill("#case-id", "mine")
    second = form(context, f"{host}b/")
    expect(second.locator("#case-id")).to_have_value("")
    second.fill("#case-id", "yours")
    expect(first.locator("#case-id")).to_have_value("mine")


def test_a_past_edition_reads_what_the_site_keeps_and_writes_nothing(context: BrowserContext, host: str) -> None:
    now = form(context, f"{host}a/")
    now.fill("#case-id", "villanueva")
    before = storage(now)
    past = form(context, f"{host}a/v/2026.1/")
    expect(past.locator("#case-id")).to_have_value("villanueva")
    expect(past.locator(".checklist-not-kept")).to_contain_text("Esta es la edición 2026.1")
    past.fill("#case-id", "otra")
    past.fill("#case-name-es", "Otra")
    assert json.loads(downloaded(past, "Descargar lo escrito"))["fields"] == {"id": "otra", "name.es": "Otra"}
    past.close()
    assert storage(now) == before
    expect(now.locator("#case-id")).to_have_value("villanueva")


OLD_DRAFT = {"handbook:case-form": '{"id": "villanueva", "lessons": [{"es": "una"}, {"es": "dos"}]}'}


def test_what_edition_2026_1_kept_is_taken_over_once(context: BrowserContext, host: str) -> None:
    tab = form(context, f"{host}b/")
    keep(tab, OLD_DRAFT)
    tab.reload()
    expect(tab.locator("#case-lessons-1-es")).to_have_value("dos")
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.click(".form-clear")
    tab.reload()
    tab.wait_for_selector("form.case-form")
    expect(tab.locator("#case-id")).to_have_value("")
    expect(form(context, f"{host}a/").locator("#case-id")).to_have_value("villanueva")


def test_deleting_everything_leaves_nothing_of_this_site_and_all_of_another(context: BrowserContext, host: str) -> None:
    one, two = form(context, f"{host}a/", 1), form(context, f"{host}a/")
    keep(one, OLD_DRAFT | {"handbook:/b/:case-form:1:id": '"yours"', "game:score": "7"})
    one.fill("#case-id", "mine")
    one.get_by_role("button", name="Delete everything saved on this device").click()
    one.get_by_role("dialog").get_by_role("button", name="Delete everything").click()
    for tab in (one, two):
        expect(tab.locator("#case-id")).to_have_value("")
    assert storage(one) == {"handbook:/b/:case-form:1:id": '"yours"', "game:score": "7"}


# ------------------------------------------------------------------------------------- full, blocked, somebody else's


def test_a_full_storage_is_said_and_the_text_offered_as_a_file_and_saved_once_there_is_space(
    context: BrowserContext, form_url: str
) -> None:
    tab = form(context, form_url, 1)
    expect(tab.locator(".checklist-kept")).to_contain_text("kept on this device and nowhere else")
    tab.evaluate(FILL_THE_STORAGE)
    tab.fill("#case-summary-en", "A summary that has no space any more")
    expect(tab.locator(".checklist-kept")).to_contain_text("no space left")
    file = json.loads(downloaded(tab, "Download what you wrote"))
    assert file["fields"]["summary.en"] == "A summary that has no space any more"
    tab.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('other:')) localStorage.removeItem(key)"
    )
    tab.goto("about:blank")
    expect(form(context, form_url).locator("#case-summary-en")).to_have_value("A summary that has no space any more")


def test_a_draft_that_finds_no_space_changes_nothing(context: BrowserContext, form_url: str) -> None:
    tab = form(context, form_url, 1)
    tab.fill("#case-id", "here")
    tab.evaluate(FILL_THE_STORAGE)
    before = storage(tab)
    fields = {"name.es": "Villa", "summary.es": "x" * 3000}
    bring(tab, "Open a draft", json.dumps({"kind": "handbook-case-form", "schema": 1, "fields": fields}))
    tab.get_by_role("dialog").get_by_role("button", name="Replace").click()
    expect(tab.locator(".form-status")).to_contain_text("no space in this browser")
    assert storage(tab) == before
    expect(tab.locator("#case-id")).to_have_value("here")


def test_a_blocked_storage_is_said_and_the_text_offered_as_a_file(context: BrowserContext, form_url: str) -> None:
    context.add_init_script(OFF)
    tab = form(context, form_url, 1)
    expect(tab.locator(".checklist-not-kept")).to_contain_text("does not let the page keep anything")
    tab.fill("#case-name-en", "Newtown")
    tab.click("text=Add: Lessons")
    assert json.loads(downloaded(tab, "Download what you wrote"))["fields"]["name.en"] == "Newtown"


@pytest.mark.parametrize(
    ("field", "text"),
    [("1:id", "not json"), ("1:mayor", '"Ana"'), ("1:name.es", "7"), ("1:kind", '"empire"'), ("2:id", '"later"')],
    ids=["not ours", "a field of another edition", "a number", "a choice that is gone", "a later form of saving"],
)
def test_what_is_not_ours_is_neither_shown_nor_changed_and_said(
    context: BrowserContext, form_url: str, field: str, text: str
) -> None:
    tab = form(context, form_url, 1)
    entry = {f"handbook:/:case-form:{field}": text}
    keep(tab, entry)
    tab.reload()
    expect(tab.locator(".checklist-kept")).to_contain_text("another edition or another program")
    tab.fill("#case-summary-en", "A summary")
    assert storage(tab).items() >= entry.items()


def test_a_letter_that_is_being_composed_is_not_taken_away(context: BrowserContext, form_url: str) -> None:
    one, two = form(context, form_url), form(context, form_url)
    field: Locator = one.locator("#case-name-es")
    field.press_sequentially("Ibagu")
    field.dispatch_event("compositionstart")
    two.fill("#case-name-es", "Otro")
    one.wait_for_timeout(300)
    expect(field).to_have_value("Ibagu")
    one.keyboard.type("é")
    field.dispatch_event("compositionend")
    for tab in (one, two):
        expect(tab.locator("#case-name-es")).to_have_value("Ibagué")


# ---------------------------------------------------------------------------------------------------------- one store


def test_nothing_else_touches_what_is_saved() -> None:
    files = [*PROJECT.glob("docs/assets/js/*.js"), *PROJECT.glob("overrides/**/*.html"), *PROJECT.glob("hooks/**/*.js")]
    touching = {file.name for file in files if re.search(r"(local|session)Storage|indexedDB", file.read_text("utf-8"))}
    # The first file of the head reads the settings, before anything is shown.
    assert touching == {"store.js", "theme-first.html"}


def test_the_first_file_of_the_head_only_reads() -> None:
    script = (PROJECT / "overrides/partials/theme-first.html").read_text(encoding="utf-8")
    assert "localStorage" in script
    assert re.findall(r"setItem|removeItem|clear\(|\bs(?:\.\w+|\[[^]]*\])\s*=(?!=)", script) == []


# ----------------------------------------------------------------------------------------------------------- settings

THEME = "handbook:/:settings:1:theme"


def plain(context: BrowserContext, url: str) -> Tab:
    tab = context.new_page()
    tab.goto(url)
    return tab


def theme(tab: Tab) -> str | None:
    return tab.evaluate("document.documentElement.dataset.theme")


def choose_next_theme(tab: Tab) -> None:
    tab.locator("[data-md-component='palette'] label:visible").click()


def test_a_theme_is_saved_by_the_store_and_there_before_the_scripts(context: BrowserContext, form_url: str) -> None:
    tab = plain(context, form_url)
    choose_next_theme(tab)
    tab.wait_for_function("key => localStorage.getItem(key)", arg=THEME)
    assert [key for key in storage(tab) if key.endswith("theme")] == [THEME]
    chosen = theme(tab)
    assert chosen in ("light", "dark")
    tab.route("**/*.js", lambda route: route.abort())
    tab.reload()
    assert theme(tab) == chosen


def test_the_theme_of_another_handbook_on_the_same_host_is_not_ours(context: BrowserContext, form_url: str) -> None:
    tab = plain(context, form_url)
    keep(tab, {THEME: '"light"', "handbook:/other/:settings:1:theme": '"dark"'})
    tab.reload()
    assert theme(tab) == "light"


def test_a_theme_of_edition_2026_1_holds_until_another_is_chosen(context: BrowserContext, form_url: str) -> None:
    tab = plain(context, form_url)
    keep(tab, {"handbook:theme": "dark"})
    tab.reload()
    assert theme(tab) == "dark"
    keep(tab, {THEME: '"light"'})
    tab.reload()
    assert theme(tab) == "light"


def test_settings_of_edition_2026_1_are_taken_over_once(context: BrowserContext, form_url: str) -> None:
    tab = plain(context, form_url)
    old = {"handbook:theme": "dark", "handbook:search-key": "off", "handbook:training": "on"}
    keep(tab, {**old, "handbook:/:taken:1:2026.1": "true"})
    form(context, form_url).close()
    new = {
        "handbook:/:settings:1:" + name: value for name, value in {"search-key": '"off"', "training": '"on"'}.items()
    }
    assert {key: value for key, value in storage(tab).items() if ":settings:" in key} == {THEME: '"dark"', **new}
    tab.evaluate("key => localStorage.removeItem(key)", THEME)
    form(context, form_url).close()
    assert THEME not in storage(tab)


def test_a_chosen_theme_alone_makes_no_tool_arrive_early(context: BrowserContext, form_url: str) -> None:
    tab = plain(context, form_url)
    for saved, early in (
        ({THEME: '"dark"', "handbook:/:taken:1:settings": "true"}, None),
        ({"handbook:/:case-form:1:id": '"a"'}, ""),
    ):
        keep(tab, saved)
        tab.reload()
        assert tab.evaluate("document.documentElement.dataset.saved ?? null") == early
