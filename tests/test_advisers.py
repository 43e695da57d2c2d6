"""Decision aids: complete without a script, narrowed down with it; the risk matrix kept on the device."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TABLE, axe
from handbook.content.book import Book
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

PAGES = {
    "which-space": ("herramientas/que-espacio/", "en/tools/which-space/"),
    "which-instrument": ("herramientas/que-instrumento/", "en/tools/which-instrument/"),
    "which-modality": ("herramientas/que-modalidad/", "en/tools/which-modality/"),
    "risk-matrix": ("herramientas/matriz-de-riesgos/", "en/tools/risk-matrix/"),
}
MATRIX = "risk-matrix"

ADVISER = """\
id: choice
title: {es: A, en: A}
intro: {es: A, en: A}
page: aligned
questions:
  - id: size
    text: {es: Tamaño, en: Size}
    choices:
      - {id: small, text: {es: Chico, en: Small}}
      - {id: large, text: {es: Grande, en: Large}}
suggestions:
  - id: one
    name: {es: Uno, en: One}
    text: {es: A, en: A}
    fits: {size: [small]}
"""
# The second row of that table has nothing in the column that the question takes its choices from.
BY_TABLE = """\
id: choice
title: {es: A, en: A}
intro: {es: A, en: A}
page: aligned
table: spaces
questions:
  - id: people
    text: {es: Personas, en: People}
    column: people
suggestions:
  - id: one
    name: {es: Uno, en: One}
    row: one
    fits: {people: [one, two]}
"""


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


def english(book: Book, adviser_id: str) -> str:
    return expand(f"<!-- handbook:adviser id={adviser_id} -->", book, book.page(f"tools/{adviser_id}", "en"))


def fill(page: Tab, **fields: str) -> None:
    for id, value in fields.items():
        field = page.locator(f"#{MATRIX}-field-{id}")
        if id in ("type", "probability", "response"):
            field.select_option(value)
        else:
            field.fill(value)
    page.locator(".risk-form button[type=submit]").click()


def open_matrix(page: Tab, site_url: str, language: int = 1) -> None:
    page.goto(site_url + PAGES[MATRIX][language])
    page.wait_for_selector(".risk-form")


# ----------------------------------------------------------------------------------------------------------- the data


@pytest.mark.parametrize("adviser_id", PAGES)
def test_an_adviser_is_whole_without_a_script(book: Book, adviser_id: str) -> None:
    text = english(book, adviser_id)
    adviser = book.advisers[adviser_id]
    for question in adviser.questions:
        assert f"**{question.text.en}**" in text
    for one in adviser.suggestions:
        assert f"{{#{adviser_id}-{one.id} data-suggestion={one.id} " in text
        assert f"\n| {one.name.en} |" in text
    for evidence in (evidence for one in adviser.suggestions for evidence in one.evidence):
        assert evidence.locator.en in text


def test_the_spaces_come_from_the_table_of_the_chapter(book: Book) -> None:
    text = english(book, "which-space")
    for row in book.tables["dialogue-spaces"].rows:
        assert row.cells["goal"].en in text
        assert row.cells["outcome"].en in text


def test_every_answer_leads_to_a_suggestion(book: Book) -> None:
    for adviser in book.advisers.values():
        for question in adviser.questions:
            if adviser.use == "choose":
                choices = {choice.id for choice in question.choices}
                served = {id for one in adviser.suggestions for id in one.fits.get(question.id, ())}
                assert choices <= served, (adviser.id, question.id)


def test_every_suggestion_on_modalities_rests_on_evidence(book: Book) -> None:
    assert all(one.evidence for one in book.advisers["which-modality"].suggestions)


def test_networks_for_small_territories_are_an_open_question(book: Book) -> None:
    networks = next(one for one in book.advisers["which-modality"].suggestions if one.id == "networks")
    assert networks.open and "small" in networks.fits["size"]


def test_the_risk_matrix_has_the_types_of_step_nine_and_one_more(book: Book) -> None:
    types = book.advisers[MATRIX].questions[0].choices
    assert [one.id for one in types] == [
        "institutional-political",
        "economic",
        "environmental",
        "infrastructure",
        "other",
    ]
    assert len(book.advisers[MATRIX].suggestions) == 6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("fits: {size: [small]}", "fits: {size: [smal]}"), "fits.size[1]: 'smal' is not an allowed value"),
        (("fits: {size: [small]}", "fits: {siz: [small]}"), "fits.siz: 'siz' is not an allowed value"),
        (("    fits:", "    cases: [gama]\n    fits:"), "cases[1]: 'gama' is not an allowed value"),
        (("    fits:", "    leads_to: [alined]\n    fits:"), "leads_to[1]: there is no page with the id 'alined'"),
        (("    fits:", "    row: x\n    fits:"), "row: 'x' is not an allowed value"),
        (("    text: {es: A, en: A}\n", ""), "suggestions[1]: this required field is missing; write 'text: ...'"),
        (("page: aligned", "page: aligned\ntable: spaces"), "table: 'spaces' is not an allowed value"),
        (("id: large", "id: small"), "choices[2].id: 'small' is duplicated"),
        (("page: aligned", "page: nowhere"), "page: there is no page with the id 'nowhere'"),
    ],
)
def test_an_adviser_that_does_not_hang_together_is_a_finding(project: Path, change: tuple[str, str], said: str) -> None:
    file = project / "data/advisers/choice.yml"
    file.parent.mkdir()
    file.write_text(ADVISER, encoding="utf-8")
    assert inspect(project)[1] == []
    file.write_text(ADVISER.replace(*change), encoding="utf-8")
    found = [one.line_of_text("en") for one in inspect(project)[1]]
    assert len(found) == 1
    assert said in found[0]


def test_a_suggestion_fits_no_row_that_the_question_cannot_offer(project: Path) -> None:
    for folder, id, text in (("tables", "spaces", TABLE), ("advisers", "choice", BY_TABLE)):
        (project / "data" / folder).mkdir()
        (project / "data" / folder / f"{id}.yml").write_text(text, encoding="utf-8")
    found = [one.line_of_text("en") for one in inspect(project)[1]]
    assert len(found) == 1
    assert "suggestions[1].fits.people[2]: 'two' is not an allowed value" in found[0]


# -------------------------------------------------------------------------------------------------------- the choosing


@pytest.mark.site
@pytest.mark.browser
def test_answers_put_the_suggestions_that_fit_first(page: Tab, site_url: str) -> None:
    page.goto(site_url + PAGES["which-space"][1])
    page.get_by_label("A clear way forward, without the hands").check()
    expect(page.locator(".adviser-status")).to_have_text("1 suggestion goes with your answers.")
    expect(page.locator(".suggestion.whole h3")).to_have_text(["Negotiation"])
    page.get_by_role("radio", name="Gathering facts").check()
    expect(page.locator(".adviser-status")).to_contain_text("No suggestion goes with all your answers")
    expect(page.locator(".suggestion.partly h3")).to_have_text(["Consultation", "Negotiation"])
    page.get_by_role("button", name="Clear answers").click()
    expect(page.locator(".adviser-suggestions > .suggestion")).to_have_count(5)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("adviser_id", "answers", "first"),
    [
        ("which-instrument", ["fixed"], "The document that the law prescribes"),
        ("which-instrument", ["free", "can", "lasting", "strategic"], "Public policy"),
        ("which-instrument", ["free", "not-yet", "office", "operational"], "Programme or operational plan"),
        ("which-modality", ["nobody"], "Going out together with others"),
        ("which-modality", ["city", "investment", "team", "image"], "Territorial marketing"),
        ("which-modality", ["small", "little", "person", "resources"], "Decentralised cooperation"),
    ],
)
def test_the_first_suggestion_follows_from_the_answers(
    page: Tab, site_url: str, adviser_id: str, answers: list[str], first: str
) -> None:
    page.goto(site_url + PAGES[adviser_id][1])
    page.wait_for_selector(".adviser-form")
    for answer in answers:
        page.check(f"input[value={answer}]")
    expect(page.locator(".suggestion.whole h3").first).to_have_text(first)


@pytest.mark.site
@pytest.mark.browser
def test_answers_are_the_same_in_the_other_language(page: Tab, site_url: str) -> None:
    page.goto(site_url + PAGES["which-modality"][0])
    page.check("input[value=small]")
    page.goto(site_url + PAGES["which-modality"][1])
    expect(page.get_by_label("Small municipality")).to_be_checked()


@pytest.mark.site
@pytest.mark.browser
def test_an_address_opens_a_suggestion_that_is_folded_away(page: Tab, site_url: str) -> None:
    page.goto(site_url + PAGES["which-space"][1])
    page.check("input[value=decided]")
    page.goto("about:blank")
    page.goto(site_url + PAGES["which-space"][1] + "#which-space-accountability")
    expect(page.locator("#which-space-accountability")).to_be_visible()


# --------------------------------------------------------------------------------------------------------- the matrix


@pytest.mark.site
@pytest.mark.browser
def test_risks_are_kept_and_run_from_most_to_least_likely(page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk="A flood", type="environmental", probability="low")
    fill(page, risk="<b>Cuts</b>", type="economic", probability="high", reason="Budget of 2027")
    rows = page.locator(".risk-rows tbody th")
    expect(rows).to_have_text(["<b>Cuts</b>", "A flood"])
    expect(page.locator(".adviser-status").first).to_have_text("2 risks; 1 of high probability without a response.")
    expect(page.locator(".risk-rows")).to_contain_text("Response missing")
    open_matrix(page, site_url, 0)
    expect(rows).to_have_text(["<b>Cuts</b>", "A flood"])
    expect(page.locator(".risk-rows")).to_contain_text("Económico")
    expect(page.locator(".risk-counts .cell-high")).to_have_text(["1"])


@pytest.mark.site
@pytest.mark.browser
def test_a_risk_without_a_probability_is_not_added_and_the_form_says_so(page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk="A flood", type="environmental")
    expect(page.get_by_role("alert")).to_have_text("Write the risk and choose a type and a probability.")
    expect(page.locator(f"#{MATRIX}-field-probability")).to_be_focused()
    expect(page.locator(".risk-rows")).to_have_count(0)


@pytest.mark.site
@pytest.mark.browser
def test_a_risk_can_be_changed_and_removed_and_brought_back(page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk="A flood", type="environmental", probability="low")
    page.get_by_role("button", name=re.compile(r"Change\s+A flood")).click()
    fill(page, probability="high", response="contingency", person="Planning")
    expect(page.locator(".risk-rows tbody tr")).to_have_count(1)
    expect(page.locator(".risk-rows")).to_contain_text("Contingency plan")
    page.get_by_role("button", name=re.compile(r"Remove\s+A flood")).click()
    expect(page.locator(".risk-rows")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".risk-rows")).to_contain_text("Planning")


@pytest.mark.site
@pytest.mark.browser
def test_an_example_fills_the_form_but_not_the_probability(page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    page.get_by_role("button", name="Use this example").first.click()
    expect(page.locator(f"#{MATRIX}-field-risk")).to_have_value("The strategy breaks off after a political change")
    expect(page.locator(f"#{MATRIX}-field-type")).to_have_value("institutional-political")
    expect(page.locator(f"#{MATRIX}-field-probability")).to_have_value("")
    expect(page.locator(f"#{MATRIX}-field-probability")).to_be_focused()


def _exported(page: Tab, name: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return Path(download.value.path()).read_text(encoding="utf-8-sig")


@pytest.mark.site
@pytest.mark.browser
def test_the_matrix_goes_to_another_device_as_a_file(browser: Browser, page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk="A flood", type="environmental", probability="low")
    text = _exported(page, "Export as a file")
    with browser.new_context() as context:
        other = context.new_page()
        open_matrix(other, site_url, 0)
        with other.expect_file_chooser() as chooser:
            other.get_by_role("button", name="Importar").click()
        chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": text.encode()})
        expect(other.locator(".risk-rows tbody th")).to_have_text(["A flood"])


def _changed(**change: object) -> Callable[[dict[str, object]], str]:
    row = {"risk": "A", "type": "other", "probability": "low", **change}
    return lambda head: json.dumps({**head, "rows": [row]})


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    "text",
    [
        "no",
        '{"kind": "handbook-checklist", "schema": 1, "rows": []}',
        _changed(type="cosmic")({"kind": "handbook-risk-matrix", "schema": 1}),
        _changed(risk=3)({"kind": "handbook-risk-matrix", "schema": 1}),
        _changed(date="tomorrow")({"kind": "handbook-risk-matrix", "schema": 1}),
        _changed(reason="x" * 601)({"kind": "handbook-risk-matrix", "schema": 1}),
    ],
    ids=["not json", "a checklist", "unknown type", "number", "bad date", "too long"],
)
def test_a_bad_file_changes_nothing_and_says_so(page: Tab, site_url: str, text: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk="A flood", type="environmental", probability="low")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import").click()
    chooser.value.set_files({"name": "a.json", "mimeType": "application/json", "buffer": text.encode()})
    expect(page.locator(".checklist-message")).to_contain_text("Nothing was changed.")
    expect(page.locator(".risk-rows tbody th")).to_have_text(["A flood"])


@pytest.mark.site
@pytest.mark.browser
def test_the_spreadsheet_file_runs_no_formula(page: Tab, site_url: str) -> None:
    open_matrix(page, site_url)
    fill(page, risk='=HYPERLINK("x")', type="other", probability="medium", reason='He said "no"')
    rows = list(csv.reader(io.StringIO(_exported(page, "Export for a spreadsheet"))))
    assert rows[0][:3] == ["Risk: what could happen", "Type", "Probability"]
    assert rows[1][0] == '\'=HYPERLINK("x")'
    assert rows[1][3] == 'He said "no"'


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_filled_matrix_or_a_narrowed_choice(page: Tab, site_url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    open_matrix(page, site_url)
    for level in ("high", "medium", "low"):
        fill(page, risk=f"Risk {level}", type="economic", probability=level)
    fill(page, risk="Half a risk")
    assert axe(page) == []
    page.goto(site_url + PAGES["which-modality"][1])
    for answer in ("small", "little", "person", "voice"):
        page.check(f"input[value={answer}]")
    assert axe(page) == []


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("adviser_id", PAGES)
@pytest.mark.parametrize("language", [0, 1], ids=["es", "en"])
def test_an_adviser_fits_a_narrow_screen(page: Tab, site_url: str, adviser_id: str, language: int) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(site_url + PAGES[adviser_id][language])
    page.wait_for_selector(".adviser-form, .risk-form")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
