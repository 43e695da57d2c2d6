"""Spreadsheets and documents, read back by other programs' libraries."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from conftest import EDITION, PROJECT
from docx import Document
from docx.oxml.ns import qn
from handbook.exporting.built_site import Site
from handbook.exporting.spreadsheets import Sheet, glossary_file, workbook
from handbook.loading import load_book


@pytest.fixture
def files(exported: Path) -> Path:
    return exported / "site/downloads"


def test_a_checklist_sheet_has_a_drop_down_for_the_state_of_each_item(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "es/checklists/idea-aligned.xlsx").active
    assert [cell.value for cell in sheet[5]][:4] == ["ID", "Grupo", "Punto", "Estado"]
    assert [sheet.cell(row, 1).value for row in (6, 7)] == ["written", "sum"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"Sí,En curso,No,No aplica"'
    assert str(rule.sqref) == "D6:D7"


def test_a_sheet_names_its_edition_and_its_short_address(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "en/checklists/idea-aligned.xlsx").active
    assert "Edition" in sheet["A2"].value
    assert sheet["A3"].value.endswith("/p/aligned/")


def test_a_long_address_does_not_make_a_row_high(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "es/checklists/idea-aligned.xlsx").active
    assert len(sheet["H7"].value) > 50 > len(sheet["C7"].value)
    assert sheet.row_dimensions[7].height < 30


def test_the_footer_of_a_sheet_leaves_room_for_its_three_parts(files: Path) -> None:
    for file in (files / "en").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(file).worksheets:
            footer = sheet.oddFooter
            assert len(footer.left.text) + len(footer.center.text) < 90, file.name


def test_the_plan_has_lines_high_enough_to_write_on(files: Path) -> None:
    answers = Document(str(files / "es/plan.docx")).tables[1]
    assert min(row.height.cm for row in answers.rows[1:]) >= 0.8


def test_text_that_looks_like_a_formula_stays_text(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "es/checklists/idea-aligned.xlsx").active
    assert sheet["C7"].value.startswith("-1+1")
    # No record may hold such a text; were one to, it would still be written as a text.
    book, site = load_book(PROJECT), Site(PROJECT, "https://manual.example/", {"es": "M", "en": "H"}, {})
    rows = [Sheet("=1", "=1+1", "https://manual.example/", [("=3", 10)], [["=4"], ["@SUM(1)"]])]
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(book, site, "=5", rows, "es"))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}
    assert {"=1+1", "=3", "=4", "@SUM(1)"} <= cells.keys()
    assert set(cells.values()) == {"s"}


def test_a_table_keeps_numbers_as_numbers_and_the_unknown_empty(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "es/tables/spaces.xlsx").active
    assert (sheet["B6"].value, sheet["B7"].value) == (12, None)


def test_the_header_row_stays_in_view_and_is_repeated_in_print(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "es/cases.xlsx").active
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"


def test_the_glossary_has_every_term_with_its_name_in_the_other_language() -> None:
    book = load_book(PROJECT)
    site = Site(PROJECT, "https://manual.example/", {"es": "M", "en": "H"}, {"es": "m", "en": "h"})
    sheet = openpyxl.load_workbook(io.BytesIO(glossary_file(book, site, "es"))).active
    assert [cell.value for cell in sheet[5]] == ["ID", "Término", "Qué quiere decir", "En inglés", "No se dice"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=6)}
    assert rows.keys() == book.glossary.keys()
    assert (rows["twinning"][1].value, rows["twinning"][3].value) == ("Hermanamiento", "Twinning")


def test_the_comparisons_say_who_says_so(files: Path) -> None:
    sheet = openpyxl.load_workbook(files / "en/comparisons.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[6]][1] == "Town alfa"
    assert "Stated by the source" in [cell.value for cell in sheet[6]]


@pytest.mark.parametrize(("language", "code"), [("es", "es-419"), ("en", "en-GB")])
def test_files_name_their_language_author_and_day(files: Path, language: str, code: str) -> None:
    for name in ("cases.xlsx", "plan.docx"):
        with zipfile.ZipFile(files / language / name) as archive:
            core = archive.read("docProps/core.xml").decode()
        assert f"<dc:language>{code}</dc:language>" in core
        assert f"{EDITION.day:%Y-%m-%d}T00:00:00Z" in core
        assert ("Equipo editorial" if language == "es" else "Editorial team") in core


def test_a_checklist_document_has_a_box_to_tick_for_each_item(files: Path) -> None:
    document = Document(str(files / "es/checklists/idea-aligned.docx"))
    boxes = [one for one in document.element.iter() if one.tag.endswith("}checkbox")]
    assert len(boxes) == 2
    assert document.tables[0].cell(1, 1).text.startswith("Está escrito para qué.")


def test_every_table_of_a_document_marks_its_header_row(files: Path) -> None:
    for name in ("checklists/idea-aligned.docx", "plan.docx"):
        for table in Document(str(files / "es" / name)).tables:
            assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_the_plan_has_the_steps_as_headings_and_their_questions_from_the_page(files: Path) -> None:
    document = Document(str(files / "es/plan.docx"))
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert len(headings) == 1 and headings[0].startswith("Paso 1. ")
    assert "¿Con quién? (nuestro)" in [one.text for one in document.paragraphs]
    assert "Una hoja." in [one.text for one in document.paragraphs]


def test_the_plan_says_whose_the_questions_of_a_step_are(files: Path) -> None:
    document = Document(str(files / "es/plan.docx"))
    texts = [one.text for one in document.paragraphs]
    line = "Las preguntas marcadas (nuestro) las propone este manual; las demás siguen a AL-LAs 2014 (cap. 4, Paso 1)."
    assert texts.index(line) < texts.index("¿Para qué?") < texts.index("¿Con quién? (nuestro)")


def test_a_document_is_in_its_language_down_to_the_styles(files: Path) -> None:
    styles = Document(str(files / "en/plan.docx")).styles.element
    assert {mark.get(qn("w:val")) for mark in styles.iter(qn("w:lang"))} == {"en-GB"}


def test_archives_carry_no_time_of_their_making(files: Path) -> None:
    for file in [*files.rglob("*.docx"), *files.rglob("*.xlsx"), *files.rglob("*.epub"), *files.rglob("*.zip")]:
        with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
            assert {info.date_time for info in archive.infolist()} == {EDITION.day.timetuple()[:6]}, file.name
