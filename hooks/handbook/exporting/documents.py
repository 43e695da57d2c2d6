"""Word documents: each checklist with boxes to tick, and the template of the plan with the steps as its sections."""

from __future__ import annotations

import datetime
import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from handbook.content.book import Book
from handbook.content.edition import AUTHOR, LOCALE
from handbook.content.models import Checklist
from handbook.exporting import reproducible_zip
from handbook.exporting.built_pages import BuiltPage, section_of, text_of
from handbook.exporting.built_site import Site
from handbook.rendering import whose

_EMPTY_ROWS = 4
_LINE_TO_WRITE_ON = Cm(0.9)
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def checklist_document(book: Book, site: Site, record: Checklist, language: str) -> bytes:
    """A checklist as a table, with boxes that can be ticked on the screen and on paper."""

    view = book.in_language(language)

    title = record.title[language]
    document = _document(book, site, title, site.short(record.page), language, landscape=True)
    document.add_heading(title, 0)
    if record.intro:
        document.add_paragraph(record.intro[language])
    line, signs = whose.in_words(view, record.items)
    document.add_paragraph(line)
    headers = [view.word(f"list-{id}") for id in ("done", "item", "responsible", "date", "notes")]
    widths = [2.2, 10.9, 4.0, 2.8, 5.0]
    number = 0
    for group in record.groups:
        if group.title:
            document.add_heading(group.title[language], 1)
        table = _table(document, headers, widths, len(group.items))
        for row, item in zip(table.rows[1:], group.items, strict=True):
            number += 1
            _box(row.cells[0].paragraphs[0], number, item.text[language])
            row.cells[1].paragraphs[0].add_run(item.text[language] + signs[number - 1])
            if item.help:
                run = row.cells[1].add_paragraph().add_run(item.help[language])
                run.italic = True
                run.font.size = Pt(9)
    return _saved(document, book.edition.day)


def plan_template(book: Book, site: Site, pages: list[BuiltPage], language: str) -> bytes:
    """The plan to fill in: stages and steps as headings, each with its questions and an empty table."""

    view = book.in_language(language)

    by_id = {page.id: page for page in pages}
    document = _document(book, site, view.word("file-plan-template"), site.short("route"), language)
    document.add_heading(view.word("plan-title"), 0)
    document.add_paragraph(view.word("plan-intro"))
    facts = [view.word(f"plan-{id}") for id in ("territory", "period", "team", "approved")]
    table = _table(document, [view.word("field"), view.word("value")], [5.5, 11.0], len(facts))
    for row, fact in zip(table.rows[1:], facts, strict=True):
        row.height = _LINE_TO_WRITE_ON
        row.cells[0].paragraphs[0].add_run(fact).bold = True
    for stage in book.vocabulary["stages"].values():
        document.add_heading(f"{stage.number}. {stage.name[language]}", 1)
        document.add_paragraph(stage.summary[language])
        for step in book.vocabulary["steps"].values():
            if step.stage == stage.id and step.id in by_id:
                _plan_step(document, book, site, step, by_id[step.id], language)
    return _saved(document, book.edition.day)


def _plan_step(document: Any, book: Book, site: Site, step: Any, page: BuiltPage, language: str) -> None:
    view = book.in_language(language)

    document.add_heading(f"{view.word('step')} {step.number}. {step.name[language]}", 2)
    document.add_paragraph(step.summary[language])
    questions = [
        (text_of(item), "List Bullet" if item.tag == "li" else None)
        for part in section_of(page.article, "questions")
        for item in part.xpath("self::p | self::ol/li | self::ul/li")
    ]
    if questions:
        document.add_heading(view.word("plan-questions"), 3)
        for text, style in questions:  # a paragraph says whose the questions are
            document.add_paragraph(text, style=style)
    results = [
        text_of(item)
        for part in section_of(page.article, "result")
        for item in part.xpath("self::p | self::ol/li | self::ul/li")
    ]
    if results:
        document.add_heading(view.word("plan-result"), 3)
        for result in results:
            document.add_paragraph(result)
    document.add_heading(view.word("plan-answers"), 3)
    headers = [view.word(id) for id in ("plan-answer", "plan-evidence", "list-responsible", "plan-when")]
    for row in _table(document, headers, [6.9, 3.6, 3.3, 2.7], _EMPTY_ROWS).rows[1:]:
        row.height = _LINE_TO_WRITE_ON
    paragraph = document.add_paragraph(f"{view.word('plan-read')}: {site.short(step.id)}")
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.runs[0].font.size = Pt(9)


def _document(book: Book, site: Site, title: str, short: str, language: str, *, landscape: bool = False) -> Any:
    """An empty document in the right language, A4, with title, author, fixed dates, header and footer."""
    view = book.in_language(language)
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, AUTHOR[language], AUTHOR[language]
    properties.subject = site.names[language]
    properties.comments = f"{view.word('edition')} {book.edition.id}. {short} CC BY 4.0"
    properties.language = LOCALE[language]
    properties.created = properties.modified = book.edition.day.replace(tzinfo=None)
    properties.revision = 1
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2)
    _styles(document, language)
    section.header.paragraphs[0].add_run(f"{site.names[language]}. {view.word('edition')} {book.edition.id}")
    footer = section.footer.paragraphs[0]
    footer.add_run(f"{short} · {book.edition.day:%Y-%m-%d} · CC BY 4.0 · ")
    _page_number(footer)
    return document


def _styles(document: Any, language: str) -> None:
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), LOCALE[language])
        mark.set(qn("w:eastAsia"), LOCALE[language])
    for style in document.styles:
        if style.type == 1 and style.name.startswith(("Heading", "Title")):
            style.font.color.rgb = RGBColor(0x0B, 0x4F, 0x6C)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in list(fonts.attrib):
                del fonts.attrib[name]
            fonts.set(qn("w:ascii"), "Cambria")
            fonts.set(qn("w:hAnsi"), "Cambria")
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)


def _table(document: Any, headers: list[str], widths: list[float], rows: int) -> Any:
    """A table with a header row that is marked as such and repeated on each page."""
    table = document.add_table(rows=rows + 1, cols=len(headers), style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:top w:w="50" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
            '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for cell, header in zip(table.rows[0].cells, headers, strict=True):
        cell.paragraphs[0].add_run(header).bold = True
        cell._tc.get_or_add_tcPr().append(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E4EEF2"/>')
        )
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in table.rows:
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _box(paragraph: Any, number: int, name: str) -> None:
    """A box that Word and LibreOffice tick with a click (a content control)."""
    control = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w:alias/><w:tag/><w:id w:val="{1000 + number}"/>'
        '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic"'
        ' w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
    )
    next(control.iter(qn("w:alias"))).set(qn("w:val"), name[:60])
    next(control.iter(qn("w:tag"))).set(qn("w:val"), f"item-{number}")
    paragraph._p.append(control)


def _page_number(paragraph: Any) -> None:
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))


def _saved(document: Any, day: datetime.datetime) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return reproducible_zip.rewritten(out.getvalue(), day)
