"""A reader's ticks and notes in a spreadsheet and in a document, made in the browser and read by other programs."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from conftest import serving
from docx import Document
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
NOTE = 'Acta n.º 3 <revisar> & "firmar"\nsegunda línea 🌎'


def core(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("docProps/core.xml").decode()


def made(page: Page, exported: Path, tmp_path: Path, button: str) -> bytes:
    with serving(exported / "site") as address:
        page.goto(f"{address}ideas/01-alineada/")
        page.get_by_label("Está escrito para qué.").first.check()
        page.get_by_role("button", name="Agregar nota").nth(1).click()
        page.locator("[data-checklist] textarea:visible").fill(NOTE)
        page.get_by_text("Guardar, compartir o imprimir esta lista").click()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert [one for one in asked if not one.startswith(("blob:", address))] == []
        assert [one for one in asked if one.startswith(address)] == [f"{address}assets/js/checklist-files.js"]
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
    data = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
    return data


def test_the_spreadsheet_holds_ticks_and_notes(page: Page, exported: Path, tmp_path: Path) -> None:
    data = made(page, exported, tmp_path, "Llevar a Excel")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value == "¿Está alineada?"
    assert re.search(r"Edición 20\d\d\.\d+\. Llenada el 20\d\d-", sheet["A2"].value)
    assert sheet["A3"].value.endswith("/p/aligned/")
    assert "<dc:creator>Equipo editorial del manual</dc:creator>" in core(data)
    assert [cell.value for cell in sheet[6]][:4] == [
        "written",
        "Propósito",
        "Está escrito para qué. (Una frase.)",
        "Sí",
    ]
    assert sheet["D7"].value in (None, "")
    assert sheet["G7"].value == NOTE
    assert sheet["C7"].data_type == "s"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"Sí,En curso,No,No aplica"'


def test_the_document_holds_ticks_and_notes(page: Page, exported: Path, tmp_path: Path) -> None:
    data = made(page, exported, tmp_path, "Llevar a Word")
    document = Document(io.BytesIO(data))
    assert "/p/aligned/" in document.paragraphs[2].text
    assert "<dc:creator>Equipo editorial del manual</dc:creator>" in core(data)
    checked = [one.get(next(iter(one.attrib))) for one in document.element.iter() if one.tag.endswith("}checked")]
    assert checked == ["1", "0"]
    (table,) = document.tables
    assert table.cell(2, 4).text == NOTE
    assert [one.text for one in document.paragraphs if one.style.name == "heading 1" or one.style.name == "Heading 1"]
    assert document.core_properties.language == "es-419"
