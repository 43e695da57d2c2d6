"""The facts of a case are told once: its page, a comparison, the browser's data and the spreadsheet all say the same."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from conftest import make_project, write_case
from handbook.content.book import Book
from handbook.content.case_facts import CaseFacts, figure_years
from handbook.exporting.built_site import Site
from handbook.exporting.spreadsheets import comparisons_file
from handbook.loading import load_book
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand
from handbook.website.explorer_data import write_case_data

MORE = """\
population: {value: 12345, year: 2010, source: al-las-2014}
start: {kind: planned, basis: supported, how: {es: "Con un plan.", en: "With a plan."}}
modalities:
  twinning: {what: {es: "Una ciudad hermana.", en: "One sister city."}}
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """``alfa`` shows the idea as the editors read it, and ``beta`` as a source says."""
    root = tmp_path_factory.mktemp("facts") / "project"
    make_project(root)
    write_case(root, "alfa", lambda text: text.replace("basis: stated", "basis: supported") + MORE)
    return load_book(root)


def facts(book: Book, case_id: str = "alfa") -> CaseFacts:
    return CaseFacts(book.in_language("en"), book.cases[case_id])


def page(book: Book) -> str:
    return case_page(book, book.cases["alfa"], "en")


def compared(book: Book) -> str:
    columns = "country,period,what,basis,lesson,level"
    asked = (
        f"<!-- handbook:comparison idea=aligned columns={columns} -->\n\n<!-- handbook:comparison modality=twinning -->"
    )
    return expand(asked, book, book.page("ideas/01-aligned", "en"))


def in_the_browser(book: Book, tmp_path: Path) -> str:
    write_case_data(book, tmp_path)
    sent = (tmp_path / "assets/cases/alfa-en.js").read_text(encoding="utf-8")
    record = json.loads(sent.removeprefix("handbook.caseRecord(").removesuffix(");\n"))
    return "\n".join(text for group in record["groups"] for row in group["rows"] for text in [row[2], *row[3]])


def in_the_spreadsheet(book: Book) -> str:
    site = Site(Path(), "https://example.org/", {"en": "Handbook"}, {"en": ""})
    workbook = openpyxl.load_workbook(io.BytesIO(comparisons_file(book, site, "en")))
    return "\n".join(str(cell) for sheet in workbook for row in sheet.values for cell in row if cell)


@pytest.mark.parametrize("told", [page, compared, in_the_browser, in_the_spreadsheet])
def test_every_form_of_a_case_tells_the_same_facts(told: Callable[..., str], book: Book, tmp_path: Path) -> None:
    text = told(book, tmp_path) if told is in_the_browser else told(book)
    (shown,), (used,), case = facts(book).shown("ideas"), facts(book).used(), facts(book)
    expected = [case.country, case.period, shown.how, shown.lesson, used.what]
    assert [fact for fact in expected if fact not in text] == []


def test_a_comparison_marks_a_reading_of_the_editors(book: Book) -> None:
    assert "| Shown by alfa. *(editors' reading)* | Editors' reading |" in compared(book)
    assert "| Shown by beta. | Stated by the source |" in compared(book)


def test_the_page_marks_a_reading_of_the_editors(book: Book) -> None:
    assert "With a plan. *(editors' reading)*\n" in page(book)


def test_the_browser_is_told_of_a_reading_of_the_editors(book: Book, tmp_path: Path) -> None:
    assert "Shown by alfa. (editors' reading)\n" in in_the_browser(book, tmp_path)


def test_a_claim_that_no_source_makes_is_called_a_reading(book: Book) -> None:
    assert [next(facts(book, id).shown("ideas")).reading for id in ("alfa", "beta")] == ["editors' reading", ""]


def test_a_population_is_told_with_its_year(book: Book) -> None:
    assert facts(book).population == "12,345 inhabitants (2010)"


def test_a_population_that_no_source_gives_is_not_told(book: Book) -> None:
    assert facts(book, "beta").population == ""


def test_a_beginning_is_told_with_its_basis(book: Book) -> None:
    start = facts(book).start
    assert start is not None
    assert (start.how, start.basis) == ("With a plan.", "Editors' reading")


def test_a_modality_that_no_source_rates_has_no_level(book: Book) -> None:
    assert [(used.name, used.level) for used in facts(book).used()] == [("Twinning", "Not rated")]


def test_an_idea_is_named_with_its_number_and_a_dimension_without(book: Book) -> None:
    view = book.in_language("en")
    dimension = next(iter(book.vocabulary["dimensions"].values()))
    assert view.numbered("ideas", "aligned").startswith("1. ")
    assert view.numbered("dimensions", dimension.id) == dimension.name.en


@pytest.mark.parametrize(("language", "told"), [("es", "antes de 2014"), ("en", "before 2014")])
def test_a_period_that_the_source_does_not_date_is_told_as_before_its_publication(
    tmp_path: Path, language: str, told: str
) -> None:
    make_project(tmp_path)
    write_case(tmp_path, "alfa", lambda text: text.replace("start: 2008, end: 2011", "start: 2014, dated: before"))
    book = load_book(tmp_path)
    assert CaseFacts(book.in_language(language), book.cases["alfa"]).period == told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("year: 2010", "2010"),
        ("year: 2010, until: 2012", "2010–2012"),
        ("year: 2014, dated: before", "before 2014"),
    ],
)
def test_a_figure_is_told_with_its_years(tmp_path: Path, written: str, told: str) -> None:
    make_project(tmp_path)
    both = '{es: "Uno", en: "One"}'
    figure = f"figures:\n  - {{value: 1, unit: {both}, label: {both}, {written}, source: al-las-2014}}\n"
    write_case(tmp_path, "alfa", lambda text: text + figure)
    book = load_book(tmp_path)
    assert figure_years(book.in_language("en"), book.cases["alfa"].figures[0]) == told
