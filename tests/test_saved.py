"""What readers saved in an edition, and the addresses that its tools made, shown by today's site.

The files in tests/saved/<edition>/ come from a real browser on that edition (tests/saved/capture.py). Where an id
changes its meaning or goes, today's site carries the saved thing over; these tests fail until it does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from handbook.reading.strict_yaml import load
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from saved import capture
from saved.capture import LANGUAGES, PAGES, opened

pytestmark = [pytest.mark.site, pytest.mark.browser, pytest.mark.xdist_group("saved")]
SAVED = sorted(folder for folder in (PROJECT / "tests/saved").iterdir() if (folder / "addresses.json").is_file())
every_edition = pytest.mark.parametrize("saved", SAVED, ids=[folder.name for folder in SAVED])
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def tab(browser: Browser, site_url: str) -> Iterator[Tab]:
    """One tab for all: storage is emptied before each use."""
    with browser.new_context() as context:
        yield context.new_page()


def bring_back(tab: Tab, site_url: str, saved: Path, name: str) -> dict[str, Any]:
    """Put into the browser what it held in that edition; give it, read as JSON."""
    storage = json.loads((saved / f"{name}.storage.json").read_text(encoding="utf-8"))
    forget(tab, site_url)
    tab.evaluate("all => { for (const [key, text] of Object.entries(all)) localStorage.setItem(key, text); }", storage)
    return as_states({key: json.loads(text) for key, text in storage.items()})


def as_states(storage: dict[str, Any]) -> dict[str, Any]:
    """What was saved, by the id of its list or aid: ``items``, ``answers`` or ``rows``; ``case-form``: a nested draft.

    Edition 2026.1 kept it so, an entry for each; later ones keep an entry for each field (docs/assets/js/store.js).
    """
    found: dict[str, Any] = {}
    nested: dict[str, Any] = {}
    for key, value in sorted(storage.items()):
        if not (parts := re.fullmatch(r"handbook:/:([a-z]+)[.-]([a-z0-9-]+):1:(.+)", key)):
            found[key.rpartition(":")[2]] = value
            continue
        kind, id, field = parts.groups()
        if field == "updated":
            continue
        *path, last = field.split(".")
        at = nested.setdefault("case-form" if kind == "case" else id, {"": kind})
        for one in path:
            at = at.setdefault(one, {})
        at[last] = at.get(last, {}) if value is True and last != "done" else value
    for id, fields in nested.items():
        kind = fields.pop("")
        if kind == "checklist":
            found[id] = {"items": {item: {"done": False, "note": "", **state} for item, state in fields.items()}}
        elif kind == "case":
            found[id] = in_turn(fields)
        else:
            found[id] = {"rows": [*fields["row"].values()]} if "row" in fields else {"answers": fields}
    return found


def in_turn(value: Any) -> Any:
    """The items of a repeated part, which have an id of digits and hyphens, as a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: in_turn(one) for key, one in value.items()}
    return [*inner.values()] if inner and all(key[0] == "0" for key in inner) else inner


def forget(tab: Tab, site_url: str) -> None:
    tab.goto(site_url + "404.html")
    tab.evaluate("localStorage.clear()")


def import_file(tab: Tab, button: str, file: Path) -> None:
    with tab.expect_file_chooser() as chooser:
        tab.locator(button).click()
    chooser.value.set_files(file)


def complete(items: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """What should be shown: an item that nobody has touched has neither tick nor note."""
    return {**{item: {"done": False, "note": ""} for item in shown}, **items}


@every_edition
def test_every_tick_and_note_of_every_checklist_is_shown(saved: Path, tab: Tab, site: Path, site_url: str) -> None:
    lists = bring_back(tab, site_url, saved, "checklists")
    pages, lost = capture.pages_of_lists(site), {}
    for index, (list_, state) in enumerate(lists.items()):
        address = pages.get(list_, {}).get(LANGUAGES[index % 2])
        if not address:
            lost[list_] = "no page has it"
            continue
        opened(tab, site_url + address, f"[data-checklist={list_}] .checklist-tools")
        shown = capture.ticks(tab, list_)
        if shown != complete(state["items"], shown):
            lost[list_] = {id: item for id, item in state["items"].items() if shown.get(id) != item}
    assert lost == {}
    assert len(lists) >= 30


@every_edition
@both_languages
def test_the_diagnosis_is_shown_with_its_result(saved: Path, language: str, tab: Tab, site_url: str) -> None:
    (state,) = bring_back(tab, site_url, saved, "diagnosis").values()
    opened(tab, site_url + PAGES["diagnosis"][language], ".diagnosis-words")
    shown = capture.ticks(tab, capture.DIAGNOSIS)
    assert shown == complete(state["items"], shown)
    assert capture.signs(tab) == json.loads((saved / "diagnosis.shows.json").read_text(encoding="utf-8"))


@every_edition
@pytest.mark.parametrize("name", ["checklists", "diagnosis"])
def test_a_list_that_was_exported_is_shown_after_importing_it(
    saved: Path, name: str, tab: Tab, site: Path, site_url: str
) -> None:
    file = saved / f"{name}.export.json"
    exported = json.loads(file.read_text(encoding="utf-8"))
    forget(tab, site_url)
    list_ = exported["list"]
    opened(tab, site_url + capture.pages_of_lists(site)[list_]["en"], f"[data-checklist={list_}] .checklist-tools")
    tools = f"[data-checklist={list_}] .checklist-tools"
    tab.locator(f"{tools} summary").click()
    import_file(tab, f"{tools} button:has-text('Import')", file)
    expect(tab.locator(f"[data-checklist={list_}] .checklist-message")).to_contain_text("Ticks and notes loaded.")
    shown = capture.ticks(tab, list_)
    assert shown == complete(exported["items"], shown)


@every_edition
@both_languages
def test_the_risk_matrix_is_shown_row_by_row(saved: Path, language: str, tab: Tab, site_url: str) -> None:
    (state,) = bring_back(tab, site_url, saved, "risk-matrix").values()
    opened(tab, site_url + PAGES["risk-matrix"][language], ".risk-rows tbody tr")
    assert by_risk(capture.risks(tab)) == by_risk(state["rows"])


@every_edition
def test_a_matrix_that_was_exported_is_shown_after_importing_it(saved: Path, tab: Tab, site_url: str) -> None:
    file = saved / "risk-matrix.export.json"
    forget(tab, site_url)
    opened(tab, site_url + PAGES["risk-matrix"]["en"], ".risk-form")
    import_file(tab, ".risk-tools button:has-text('Import')", file)
    tab.wait_for_selector(".risk-rows tbody tr")
    assert by_risk(capture.risks(tab)) == by_risk(json.loads(file.read_text(encoding="utf-8"))["rows"])


def by_risk(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without the fields that are empty, which an edition may save or leave out."""
    return sorted(({field: text for field, text in row.items() if text} for row in rows), key=lambda row: row["risk"])


@every_edition
def test_the_answers_to_the_decision_aids_are_shown(saved: Path, tab: Tab, site_url: str) -> None:
    aids = bring_back(tab, site_url, saved, "advisers")
    shown = {}
    for index, id in enumerate(aids):
        opened(tab, site_url + PAGES[id][LANGUAGES[index % 2]], ".adviser-form")
        shown[id] = {name.removeprefix(f"{id}-"): answer for name, answer in capture.answers(tab).items()}
    assert shown == {id: state["answers"] for id, state in aids.items()}


@every_edition
@both_languages
def test_the_draft_of_a_case_is_in_the_form_and_gives_the_file_it_gave(
    saved: Path, language: str, tab: Tab, site_url: str
) -> None:
    draft = bring_back(tab, site_url, saved, "case-form")
    opened(tab, site_url + PAGES["case-form"][language], "form.case-form")
    assert capture.form_fields(tab) == dict(fields(draft["case-form"], ""))
    # Since then a rule refuses years in which nothing but a source was published: those of this draft.
    for field, year in (("start", "2009"), ("end", "2013")):
        tab.fill(f"[data-path='period.{field}']", year)
    tab.click("form.case-form button[type=submit]")
    made = tab.locator(".form-result pre:not(.form-sources)").inner_text()
    then = (saved / "case-form.export.yml").read_bytes()
    assert value_of(made.encode()) == {**value_of(then), "period": {"start": 2009, "end": 2013}}


def fields(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """``period.start`` and what is written there, of each field of a draft."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from fields(one, f"{path}.{key}" if path else str(key))
    elif value is not None:
        yield path, str(value)


def value_of(text: bytes) -> Any:
    document, findings = load(text, "case.yml")
    assert document and not findings
    return document.value


# -------------------------------------------------------------------------------------------------------- addresses


def made(saved: Path) -> list[dict[str, Any]]:
    one = json.loads((saved / "course.json").read_text(encoding="utf-8"))
    return [*json.loads((saved / "addresses.json").read_text(encoding="utf-8")), one]


def in_language(one: dict[str, Any], language: str) -> str:
    """The address on the page of the other language, with the same query."""
    path, _, query = one["address"].partition("?")
    assert path == PAGES[one["kind"]][one["language"]]
    return f"{PAGES[one['kind']][language]}?{query}"


@every_edition
@both_languages
@pytest.mark.parametrize("kind", ["explorer", "comparison", "builder", "handout"])
def test_an_address_made_by_a_tool_shows_what_it_showed(
    saved: Path, kind: str, language: str, tab: Tab, site_url: str
) -> None:
    addresses = [one for one in made(saved) if one["kind"] == kind]
    assert len(addresses) >= 10
    differ = {}
    for one in addresses:
        then = one["shows"]
        if language != one["language"] and then.get("words"):
            continue  # words are looked for in the texts of one language
        opened(tab, site_url + in_language(one, language), capture.READY[kind])
        now = capture.shown(tab, kind)
        if kind == "explorer":  # later editions have more cases
            now["cases"] = [case for case in now["cases"] if case in then["cases"]]
        if now != then:
            differ[one["address"]] = {what: now[what] for what in then if now[what] != then[what]}
    assert differ == {}
