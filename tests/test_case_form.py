"""The form for a case: what it makes is what the handbook accepts, and what it refuses it explains at the field."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import EDITION, PROJECT, axe, serving
from handbook.content.edition import latest_date
from handbook.content.models import Case
from handbook.loading import inspect, load_vocabulary
from handbook.reading.records import as_record
from handbook.reading.strict_yaml import load
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NASTY = [
    'Villa: "la" # NO',
    "  'Town' \\ & - ? @x %",
    "NO",
    "- yes: {a} [b] | > *x*",
    "null",
    "0x1F",
    "1_000 <<",
    "~ ñandú 🙂 &amp x\ny\tz",
]
REQUIRED = {
    "id": "villanueva",
    "name-es": NASTY[0],
    "name-en": NASTY[1],
    "location-lat": "4,60",
    "location-lon": "-74.080",
    "period-start": "2010",
    "summary-es": NASTY[2],
    "summary-en": NASTY[3],
    "actions-0-text-es": NASTY[4],
    "actions-0-text-en": NASTY[5],
    "reviewed": "2026-11-21",
    "contributors-0": NASTY[7],
}
LATEST = latest_date(EDITION)
CHOSEN = {"country": "NO", "kind": "municipality", "sources-0-source": "al-las-2014", "actions-0-source": "jimenez"}


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as url:
        yield url


@pytest.fixture
def form(page: Page, address: str) -> Page:
    return opened(page, address + "contribute/case-form/")


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("form.case-form")
    page.evaluate("document.querySelector('.form-more').open = true")
    return page


def fill(page: Page, **changes: str) -> None:
    for id, value in {**REQUIRED, **{key.replace("_", "-"): value for key, value in changes.items()}}.items():
        page.fill(f"#case-{id}", value)
    for id, value in CHOSEN.items():
        page.select_option(f"#case-{id}", value)


def made(page: Page) -> str:
    page.click("form.case-form button[type=submit]")
    expect(page.locator(".form-summary")).to_be_hidden()
    return page.locator(".form-result pre").inner_text()


def test_the_file_is_accepted_by_the_book_with_the_texts_as_they_were_written(
    form: Page, built: Path, tmp_path: Path
) -> None:
    fill(form)
    form.click("text=Añadir: Cifras")
    for id, value in {
        "value": "1234567.5",
        "unit-es": NASTY[6],
        "unit-en": "%",
        "label-es": "true",
        "label-en": "-1+1",
        "year": "2014",
    }.items():
        form.fill(f"#case-figures-0-{id}", value)
    form.select_option("#case-figures-0-source", "al-las-2014")
    form.click("form.case-form button[type=submit]")
    with form.expect_download() as download:
        form.click(".form-result a[download]")
    assert download.value.suggested_filename == "villanueva.yml"
    root = tmp_path / "copy"
    shutil.copytree(built.parent, root, ignore=shutil.ignore_patterns("site"))
    download.value.save_as(root / "data/cases/villanueva.yml")
    book, findings = inspect(root)
    assert findings == []
    assert book is not None
    case = book.cases["villanueva"]
    assert case.name.es == NASTY[0]
    assert case.name.en == NASTY[1].strip()
    assert (case.summary.es, case.summary.en) == (NASTY[2], NASTY[3])
    assert (case.actions[0].text.es, case.actions[0].text.en) == (NASTY[4], NASTY[5])
    assert case.contributors == ("~ ñandú 🙂 &amp x y z",)
    assert (case.figures[0].value, case.figures[0].unit.es) == (1234567.5, NASTY[6])
    assert (case.location.lat, case.location.lon) == (4.6, -74.08)
    assert {use.source for use in case.sources} == {"al-las-2014", "jimenez"}


def test_the_repositorys_page_for_a_new_file_gets_the_same_text(form: Page) -> None:
    fill(form)
    text = made(form)
    link = form.locator(".form-result a:not([download])").get_attribute("href") or ""
    parts = urlsplit(link)
    assert parts.path.endswith("/new/main/data/cases")
    assert parse_qs(parts.query, keep_blank_values=True) == {"filename": ["villanueva.yml"], "value": [text]}


def test_an_empty_form_names_every_required_field_and_leads_to_each(form: Page) -> None:
    form.click("form.case-form button[type=submit]")
    summary = form.locator(".form-summary")
    expect(summary).to_be_focused()
    schema = json.loads((PROJECT / "data/schemas/case.json").read_text(encoding="utf-8"))
    parts = {id.split("-")[1] for id in form.eval_on_selector_all("[aria-invalid]", "all => all.map(one => one.id)")}
    assert parts == set(schema["required"]) - {"id", "reviewed"}
    for link in summary.locator("li:not([data-code=no-location]) a").all():
        target = (link.get_attribute("href") or "").removeprefix("#")
        described = form.locator(f"#{target}").get_attribute("aria-describedby") or ""
        assert f"{target}-error" in described.split()
        expect(form.locator(f"#{target}-error")).to_be_visible()
    summary.locator("a").first.click()
    expect(form.locator("#case-name-es")).to_be_focused()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("summary-es", "<b>hola</b>", "código o formato"),
        ("summary-es", "[x](https://example.org)", "código o formato"),
        ("summary-en", "JavaScript:alert(1)", "código o formato"),
        ("name-es", "a\u200bb", "invisible"),
        ("name-es", "\u3164", "invisible"),
        ("name-en", "\u00ad", "invisible"),
        ("name-es", "\u0301", "Escriba: Nombre del lugar"),
        ("summary-es", "inter\u00adnacional", "invisible"),
        ("summary-es", "una\u200coficina", "invisible"),
        ("summary-es", "inter\u034fnacional", "invisible"),
        ("summary-es", "Se creÃ³ una oficina", "donde dice «Ã³» escriba «ó»"),
        ("summary-es", "Dijo â€œuna oficina", "donde dice «â€œ» escriba «“»"),
        ("summary-es", "Se cre\ufffd una oficina", "se perdió una letra"),
        ("summary-es", "\uf0b7 Se creó una oficina", "procesador de textos"),
        ("location-lat", "95", "entre -90 y 90"),
        ("location-lat", "norte", "número"),
        ("period-start", "2010.5", "número entero"),
        ("id", "Villa Nueva", "minúsculas"),
        ("id", "aligned", "ya es el nombre de otra página"),
        ("reviewed", "2026-02-30", "como 2026-11-21"),
        ("reviewed", "2099-12-31", f"no puede ser posterior al {LATEST}"),
        ("reviewed", "0001-01-01", "anterior a las fuentes, que son de 2014"),
        ("period-start", "2041", f"no puede ser posterior al {LATEST}"),
        ("period-start", "2141", "entre 1500 y 2100"),
        ("name-es", "=1+1", "escriba antes una palabra"),
        ("name-en", "Town <b>one</b>", "sin HTML"),
    ],
)
def test_what_the_handbook_would_refuse_is_explained_at_its_field(
    form: Page, field: str, value: str, said: str
) -> None:
    fill(form)
    form.fill(f"#case-{field}", value)
    form.click("form.case-form button[type=submit]")
    expect(form.locator(f"#case-{field}-error")).to_contain_text(said)
    expect(form.locator(".form-result")).to_be_hidden()


def test_a_period_runs_forward(form: Page) -> None:
    fill(form)
    form.fill("#case-period-end", "2001")
    form.click("form.case-form button[type=submit]")
    expect(form.locator("#case-period-end-error")).to_contain_text("primer año")


def test_the_draft_stays_on_the_device_and_can_be_deleted(form: Page) -> None:
    fill(form)
    form.click("text=Añadir: Lecciones")
    form.fill("#case-lessons-0-es", "Una lección")
    expect(form.locator(".form-status")).to_contain_text("guardado")
    form.reload()
    form.wait_for_selector("form.case-form")
    form.evaluate("document.querySelector('.form-more').open = true")
    assert form.input_value("#case-name-es") == NASTY[0]
    assert form.input_value("#case-lessons-0-es") == "Una lección"
    form.on("dialog", lambda dialog: dialog.accept())
    form.click(".form-clear")
    assert form.input_value("#case-name-es") == ""
    form.reload()
    form.wait_for_selector("form.case-form")
    form.evaluate("document.querySelector('.form-more').open = true")
    assert form.input_value("#case-name-es") == ""


def test_an_empty_form_fetches_what_only_writers_need_once_somebody_writes(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    opened(page, address + "contribute/case-form/")
    page.wait_for_load_state("networkidle")
    assert [one for one in asked if one.startswith("case-form") and one.endswith(".js")] == [
        "case-form.js",
        "case-form-shape.js",
    ]
    page.focus("#case-name-es")
    expect(page.locator("#case-country option[value=CO]")).to_have_text("Colombia")
    assert "case-form-choices-es.js" in asked


def test_a_form_opened_from_a_folder_is_whole(page: Page, built: Path) -> None:
    opened(page, (built / "contribute/case-form/index.html").as_uri())
    fill(page)
    assert "id: " in made(page)


def test_what_was_chosen_stays_where_the_lists_do_not_arrive(form: Page) -> None:
    form.focus("#case-name-es")
    form.select_option("#case-country", "CO")
    form.route("**/case-form-choices-es.js", lambda route: route.abort())
    form.reload()
    expect(form.locator(".form-status")).to_contain_text("No llegó una parte del formulario")
    form.fill("#case-name-es", "Villanueva")
    form.unroute("**/case-form-choices-es.js")
    form.reload()
    expect(form.locator("#case-country")).to_have_value("CO")
    assert form.input_value("#case-name-es") == "Villanueva"


def test_a_number_goes_into_the_file_as_it_was_typed(form: Page) -> None:
    fill(form, location_lat="4,6120")
    assert "lat: 4.6120\n" in made(form)


def test_a_spoilt_draft_does_no_harm(form: Page) -> None:
    form.evaluate('localStorage.setItem(\'handbook:case-form\', \'{"name":3,"actions":{"a":[]},"ideas":[null,7]}\')')
    form.reload()
    form.wait_for_selector("form.case-form")
    form.evaluate("document.querySelector('.form-more').open = true")
    fill(form)
    form.click("form.case-form button[type=submit]")


def test_taking_out_one_of_several_keeps_the_others(form: Page) -> None:
    for text in ("uno", "dos", "tres"):
        form.click("text=Añadir: Lecciones")
        last = form.locator("[data-part=lessons] .form-item").count() - 1
        form.fill(f"#case-lessons-{last}-es", text)
    form.click("text=Quitar: Lecciones 2")
    assert [form.input_value(f"#case-lessons-{index}-es") for index in (0, 1)] == ["uno", "tres"]
    expect(form.locator("[data-part=lessons] .form-item")).to_have_count(2)


def test_the_form_speaks_the_language_of_its_page(page: Page, address: str) -> None:
    opened(page, address + "en/contribute/case-form/")
    page.click("text=Make the file")
    expect(page.locator(".form-summary")).to_contain_text("errors to mend")
    expect(page.locator("#case-country option[value=NO]")).to_have_text("Norway")


def test_without_scripts_the_page_says_what_to_do(browser, address: str) -> None:  # type: ignore[no-untyped-def]
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "contribute/case-form/")
    expect(page.locator("[data-case-form]")).to_contain_text("necesita JavaScript")
    context.close()


def test_the_schemas_are_published_as_they_are(built: Path) -> None:
    for file in (built.parent / "data/schemas").glob("*.json"):
        assert (built.parent / "site/assets/schemas" / file.name).read_bytes() == file.read_bytes()


def test_the_form_offers_only_fields_of_the_schema(form: Page) -> None:
    parts = form.eval_on_selector_all("[data-part]", "all => all.map(one => one.dataset.part)")
    schema = json.loads((PROJECT / "data/schemas/case.json").read_text(encoding="utf-8"))
    assert set(schema["required"]) <= set(parts) - {"newSources"} <= set(schema["properties"])


def test_a_source_that_the_list_lacks_is_described_in_the_form_and_its_lines_are_accepted(
    form: Page, built: Path, tmp_path: Path
) -> None:
    fill(form)
    form.click("text=Añadir: Fuentes que faltan en la lista")
    values = {"id": "plan-2020", "short-es": "Plan 2020", "short-en": "Plan 2020", "title": "Plan: de desarrollo"}
    for id, value in {**values, "year": "2020", "link": "https://example.org/plan"}.items():
        form.fill(f"#case-newSources-0-{id}", value)
    form.select_option("#case-newSources-0-language", "es")
    form.click("text=Añadir: Autoría")
    form.fill("#case-newSources-0-authors-0", "Alcaldía de Villanueva")
    for field in ("sources-0-source", "actions-0-source"):
        form.select_option(f"#case-{field}", "plan-2020")
    form.click("form.case-form button[type=submit]")
    text, lines = (
        form.locator(f".form-result {one}").inner_text() for one in ("pre:not(.form-sources)", ".form-sources")
    )
    root = tmp_path / "copy"
    shutil.copytree(built.parent, root, ignore=shutil.ignore_patterns("site"))
    (root / "data/cases/villanueva.yml").write_text(text, encoding="utf-8")
    with (root / "data/sources.yml").open("a", encoding="utf-8") as bibliography:
        bibliography.write(lines)
    book, findings = inspect(root)
    assert findings == []
    assert book is not None
    assert book.sources["plan-2020"].title == "Plan: de desarrollo"
    assert {use.source for use in book.cases["villanueva"].sources} == {"plan-2020"}
    expect(form.locator(".form-status")).to_contain_text("guardado")
    form.reload()
    form.wait_for_selector("form.case-form")
    form.evaluate("document.querySelector('.form-more').open = true")
    assert form.input_value("#case-sources-0-source") == "plan-2020"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "al-las-2014", "ya está en la lista"),
        ("id", "Plan 2020", "minúsculas"),
        ("link", "www.example.org", "https://"),
        ("title", "", "Título"),
        ("title", "Pl\u00adan", "invisible"),
        ("title", "Plan de acciÃ³n", "escriba «ó»"),
        ("id", "plan\u00ad2020", "invisible"),
    ],
)
def test_a_source_that_the_list_would_refuse_is_explained(form: Page, field: str, value: str, said: str) -> None:
    fill(form)
    form.click("text=Añadir: Fuentes que faltan en la lista")
    for id, good in {"id": "plan-2020", "title": "Plan", "link": "https://example.org"}.items():
        form.fill(f"#case-newSources-0-{id}", value if id == field else good)
    form.click("form.case-form button[type=submit]")
    expect(form.locator(f"#case-newSources-0-{field}-error")).to_contain_text(said)
    expect(form.locator(".form-result")).to_be_hidden()


# ``HANDBOOK_FUZZ=100000`` is the long run; each text goes through the form's own check and the handbook's.
ROUNDS = int(os.environ.get("HANDBOOK_FUZZ", "300"))
PIECES = [
    *"\0\x07\x1b\x85\u00a0\u00ad\u0301\u034f\u0378\u200b\u200d\u2028\u202e\u2066\u2800\u3164\ud7ff\ue000\ufe0f\ufeff\ufffd\uffff",
    *"\U0001fffe\U000e0020\U000f0000👩<>&#;:{}[]()!|*`'\"\\/%=-.,¿ñ🙂 \t\n",
    *(
        "<b",
        "</a>",
        "<!--",
        "](",
        "![",
        "{:",
        "{#a",
        "{%",
        "&amp;",
        "&#60;",
        "javascript:",
        "DATA:text/html",
        "**a",
        "NO",
    ),
    *("null", "~", "0x1F", "1e9", "- a", "a: b", "# x", "\\u0000", "---", "texto", "%(x)s", "${x}", "=1+1"),
    *("Ã³", "Ã", "â€œ", "â€", "Â ", "√≥", "├│", "Ã¡Ã±"),
]
SUBMIT = """texts => texts.map((text) => {
  const field = document.getElementById("case-summary-es");
  field.value = text;
  document.querySelector("form.case-form button[type=submit]").click();
  const result = document.querySelector(".form-result");
  const read = field.value.replace(/\\s+/g, " ").trim();
  return [read, result.hidden ? null : result.querySelector("pre").textContent];
})"""


def test_the_form_and_the_handbook_agree_on_any_text(form: Page) -> None:
    fill(form)
    vocabulary, _ = load_vocabulary(PROJECT)
    good = load(made(form).encode(), "x.yml")[0]
    assert good is not None
    chance = random.Random(20261121)
    for _ in range(0, ROUNDS, 100):
        texts = ["".join(chance.choices(PIECES, k=chance.randrange(1, 9))) for _ in range(100)]
        for text, (read, file) in zip(texts, form.evaluate(SUBMIT, texts), strict=True):
            summary = {key: one for key, one in {**good.value["summary"], "es": read}.items() if one}
            data = json.dumps({**good.value, "summary": summary}, ensure_ascii=False).encode()
            accepted = as_record(data, "x.yml", Case, vocabulary)[0]
            assert (accepted is not None) == (file is not None), repr(text)
            if file is not None:
                made_case, findings = as_record(file.encode(), "x.yml", Case, vocabulary)
                assert [one for one in findings if not one.may_wait] == [], repr(text)
                assert made_case is not None
                assert made_case.record == accepted.record, repr(text)


def test_the_form_has_no_barrier_that_axe_finds(form: Page) -> None:
    form.click("form.case-form button[type=submit]")
    assert axe(form) == []


def test_what_is_dated_before_its_publication_has_no_last_year_to_fill_in(form: Page) -> None:
    form.click("text=Añadir: Cifras")
    for dated, end in (("#case-period-dated", "#case-period-end"), ("#case-figures-0-dated", "#case-figures-0-until")):
        expect(form.locator(end)).to_be_visible()
        form.select_option(dated, "before")
        expect(form.locator(end)).to_be_hidden()
        form.reload()
        expect(form.locator(dated)).to_have_value("before")
        expect(form.locator(end)).to_be_hidden()
        form.select_option(dated, "given")
        expect(form.locator(end)).to_be_visible()


def test_a_last_year_that_is_written_stays_in_sight_until_it_is_deleted(form: Page) -> None:
    form.locator("#case-period-end").press_sequentially("2014")
    form.press("#case-period-end", "Tab")
    form.select_option("#case-period-dated", "before")
    expect(form.locator("#case-period-end")).to_be_visible()
    for key in ("Control+a", "Delete", "Tab"):
        form.press("#case-period-end", key)
    expect(form.locator("#case-period-end")).to_be_hidden()


def test_an_empty_name_of_the_file_is_made_of_the_places_and_an_empty_date_is_todays(form: Page) -> None:
    fill(form, id="", reviewed="", name_es="Villa Ñandú")
    text = made(form)
    assert 'id: "villa-nandu"' in text
    assert 'reviewed: "20' in text


def test_a_case_in_one_language_and_without_a_place_makes_a_file_that_says_what_is_left(form: Page) -> None:
    fill(form, summary_en="", location_lat="", location_lon="")
    form.click("form.case-form button[type=submit]")
    expect(form.locator(".form-summary")).to_contain_text("Puede enviarlo así. Queda para después:")
    codes = form.eval_on_selector_all(".form-summary li", "all => all.map(one => one.dataset.code)")
    assert sorted(codes) == ["missing-language", "no-location"]
    assert "location" not in form.locator(".form-result pre").inner_text()


def test_the_link_of_a_map_fills_in_the_place(form: Page) -> None:
    fill(form, location_lat="", location_lon="")
    form.fill("#case-place", "https://maps.example/maps/@4.60971,-74.08179,14z")
    assert "location:\n  lat: 4.6097\n  lon: -74.0818\n" in made(form)
