"""Spreadsheets: each checklist to work with, the tables, the comparisons and all cases, per language.

Every sheet begins with title, edition and short address, then the header row, which stays in view and is repeated on
each printed page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

from handbook.content.book import Book
from handbook.content.case_facets import SHOWN
from handbook.content.case_facts import CaseFacts, figure_years
from handbook.content.edition import AUTHOR, LOCALE
from handbook.content.languages import other, sort_key
from handbook.content.models import Bilingual, Checklist, Figure, Table
from handbook.exporting import reproducible_zip
from handbook.exporting.built_site import Site
from handbook.rendering import whose
from handbook.rendering.directives.bibliography import description
from handbook.rendering.directives.data_table import goals_text

_WIDEST = 60


@dataclass
class Sheet:
    """A sheet: its title and where it comes from, its columns with their widths, and its rows."""

    name: str
    title: str
    address: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[object]]
    choices: dict[int, tuple[list[str], str]] = field(default_factory=dict)
    dates: tuple[int, ...] = ()


def checklist_file(book: Book, site: Site, record: Checklist, language: str) -> bytes:
    """A checklist with a drop-down for the state and columns for who, when and notes."""

    view = book.in_language(language)

    short = site.short(record.page)
    page = site.url + book.address(book.page_keys[record.page], language)
    _, signs = whose.in_words(view, record.items)
    sign = iter(signs)
    rows = [
        [
            item.id,
            group.title[language] if group.title else "",
            item.text[language] + next(sign) + (f" ({item.help[language]})" if item.help else ""),
            "",
            "",
            "",
            "",
            f"{page}#{record.id}--{item.id}",
        ]
        for group in record.groups
        for item in group.items
    ]
    columns = [
        ("ID", 16),
        (view.word("list-group"), 18),
        (view.word("list-item"), 60),
        (view.word("list-state"), 13),
        (view.word("list-responsible"), 18),
        (view.word("list-date"), 12),
        (view.word("list-notes"), 34),
        (view.word("list-address"), 30),
    ]
    sheet = Sheet(
        record.title[language],
        record.title[language],
        short,
        columns,
        rows,
        {3: (view.word("list-state-choices").split(";"), view.word("list-state-help"))},
        (5,),
    )
    return workbook(book, site, record.title[language], [sheet], language)


def table_file(book: Book, site: Site, record: Table, language: str) -> bytes:
    """A table of data/tables/ with numbers as numbers."""
    rows = [[_plain(row.cells.get(column.id), language) for column in record.columns] for row in record.rows]
    headers = [column.title[language] for column in record.columns]
    if any(row.goals for row in record.rows):
        headers.insert(1, book.in_language(language).word("column-goals"))
        for values, row in zip(rows, record.rows, strict=True):
            values.insert(1, goals_text(book, row, language))
    columns = [(header, _width([row[index] for row in rows])) for index, header in enumerate(headers)]
    title = record.title[language]
    return workbook(book, site, title, [Sheet(title, title, site.short(record.page), columns, rows)], language)


def glossary_file(book: Book, site: Site, language: str) -> bytes:
    """Every term with what it means, what it is called in the other language, and the wordings to avoid."""

    view = book.in_language(language)

    terms = sorted(book.glossary.values(), key=lambda one: sort_key(one.term[language]))
    rows = [
        [
            one.id,
            one.term[language],
            one.definition[language],
            one.term[other(language)],
            "; ".join(one.avoid[language]) if one.avoid else "",
        ]
        for one in terms
    ]
    columns = [
        ("ID", 20),
        (view.word("term"), 30),
        (view.word("definition"), 60),
        (view.word(f"in-{other(language)}"), 30),
        (view.word("do-not-say"), 30),
    ]
    title = view.word("data-glossary")
    return workbook(book, site, title, [Sheet(title, title, site.short("glossary"), columns, rows)], language)


def comparisons_file(book: Book, site: Site, language: str) -> bytes:
    """Ideas, steps, dimensions and modalities, a sheet each: which case shows what, how, and who says so."""

    view = book.in_language(language)

    sheets = []
    cases = [CaseFacts(view, case) for case in book.cases_sorted(language)]
    head = [
        (view.word("relation"), 34),
        (view.word("case"), 24),
        (view.word("column-country"), 16),
        (view.word("column-period"), 12),
    ]
    for vocabulary in SHOWN.values():
        rows = [
            [
                shown.name,
                facts.name,
                facts.country,
                facts.period,
                shown.how,
                shown.basis,
                shown.lesson,
                site.short(facts.case.id),
            ]
            for id in book.vocabulary[vocabulary]
            for facts in cases
            for shown in facts.shown(vocabulary)
            if shown.id == id
        ]
        columns = [
            *head,
            (view.word("column-what"), 60),
            (view.word("column-basis"), 18),
            (view.word("column-lesson"), 40),
            (view.word("list-address"), 30),
        ]
        title = view.word(f"{vocabulary}-shown")
        sheets.append(Sheet(title, title, site.short("cases"), columns, rows))
    rows = [
        [used.name, facts.name, facts.country, facts.period, used.what, used.level, site.short(facts.case.id)]
        for id in book.vocabulary["modalities"]
        for facts in cases
        for used in facts.used()
        if used.id == id
    ]
    columns = [*head, (view.word("what"), 60), (view.word("level"), 18), (view.word("list-address"), 30)]
    title = view.word("modalities-used")
    sheets.append(Sheet(title, title, site.short("cases"), columns, rows))
    return workbook(book, site, view.word("file-comparisons"), sheets, language)


def cases_file(book: Book, site: Site, language: str) -> bytes:
    """All cases: one a row, and sheets for what each of them holds."""

    view = book.in_language(language)

    cases = book.cases_sorted(language)
    name = (view.word("case"), 24)
    source, where = (view.word("source"), 22), (view.word("list-address"), 30)

    def cited(use: Any) -> str:
        if not use.source:
            return ""
        place = f", {use.locator[language]}" if use.locator else ""
        return book.sources[use.source].short[language] + place

    def year(figure: Figure) -> int | str | None:
        """A single year as a number; a span of years, or that of a publication, as text."""
        return (
            figure.year if figure.year and not figure.until and figure.dated == "given" else figure_years(view, figure)
        )

    def sheet(title: str, columns: list[tuple[str, int]], rows: list[list[object]]) -> Sheet:
        return Sheet(title, title, site.short("cases"), columns, rows)

    def texts(field_name: str) -> list[list[object]]:
        return [[case.name[language], text[language]] for case in cases for text in getattr(case, field_name)]

    sheets = [
        sheet(
            view.word("cases"),
            [
                ("ID", 18),
                name,
                (view.word("column-country"), 16),
                (view.word("subdivision"), 13),
                (view.word("column-kind"), 20),
                (view.word("population"), 13),
                (view.word("year"), 8),
                (view.word("column-period"), 12),
                (view.word("summary"), 60),
                (view.word("reviewed"), 14),
                where,
            ],
            [_case_row(site, CaseFacts(view, case)) for case in cases],
        ),
        sheet(
            view.word("actions"),
            [name, (view.word("actions"), 60), source],
            [[case.name[language], one.text[language], cited(one)] for case in cases for one in case.actions],
        ),
        sheet(
            view.word("figures"),
            [
                name,
                (view.word("figure-label"), 44),
                (view.word("figure-value"), 14),
                (view.word("value"), 20),
                (view.word("year"), 8),
                source,
            ],
            [
                [case.name[language], one.label[language], one.value, one.unit[language], year(one), cited(one)]
                for case in cases
                for one in case.figures
            ],
        ),
        sheet(
            view.word("timeline"),
            [name, (view.word("year"), 8), ("–", 8), (view.word("event"), 60), source],
            [
                [case.name[language], one.year, one.until, one.event[language], cited(one)]
                for case in cases
                for one in sorted(case.timeline, key=lambda one: one.year)
            ],
        ),
        sheet(
            view.word("who"),
            [name, (view.word("relation"), 24), (view.word("institutions"), 60)],
            [
                [case.name[language], view.name("sectors", one.sector), one.name[language]]
                for case in cases
                for one in case.actors
            ],
        ),
        sheet(view.word("lessons"), [name, (view.word("lessons"), 60)], texts("lessons")),
        sheet(view.word("difficulties"), [name, (view.word("difficulties"), 60)], texts("difficulties")),
        sheet(
            view.word("sources"),
            [(view.word("source"), 28), (view.word("sources"), 60)],
            [[one.short[language], description(one)] for one in book.sources.values()],
        ),
    ]
    return workbook(book, site, view.word("file-all-cases"), [one for one in sheets if one.rows], language)


def _case_row(site: Site, facts: CaseFacts) -> list[object]:
    case = facts.case
    return [
        case.id,
        facts.name,
        facts.country,
        case.subdivision,
        facts.kind,
        case.population.value if case.population else None,
        facts.population_year,
        facts.period,
        facts.summary,
        case.reviewed,
        site.short(case.id),
    ]


def _plain(value: object, language: str) -> object:
    return value[language] if isinstance(value, Bilingual) else value


def _width(values: Sequence[object]) -> int:
    return max(12, min(_WIDEST, max((len(str(value or "")) for value in values), default=12) // 3 + 12))


def workbook(book: Book, site: Site, title: str, sheets: Sequence[Sheet], language: str) -> bytes:
    """The sheets as an .xlsx file. All text is written as text: nothing in a record can become a formula."""
    view = book.in_language(language)
    out = io.BytesIO()
    file = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    file.set_properties(
        {
            "title": title,
            "subject": site.names[language],
            "author": AUTHOR[language],
            "comments": f"{view.word('edition')} {book.edition.id}, {book.edition.day:%Y-%m-%d}. {site.url} CC BY 4.0",
            "created": book.edition.day.replace(tzinfo=None),
        }
    )
    styles = {
        "title": file.add_format({"bold": True, "font_size": 14, "font_color": "#0B4F6C"}),
        "quiet": file.add_format({"font_color": "#4D5D66", "italic": True}),
        "link": file.add_format({"font_color": "#0A5275", "underline": 1}),
        "header": file.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F6C", "text_wrap": True, "valign": "vcenter"}
        ),
        "cell": file.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#CBD8DC"}),
        "date": file.add_format(
            {"valign": "top", "border": 1, "border_color": "#CBD8DC", "num_format": "yyyy-mm-dd", "align": "left"}
        ),
    }
    names: set[str] = set()
    for sheet in sheets:
        _write_sheet(file, book, site, sheet, language, styles, names)
    file.close()
    return reproducible_zip.rewritten(
        out.getvalue(), book.edition.day, lambda name, data: _with_language(name, data, language)
    )


def _write_sheet(
    file: Any, book: Book, site: Site, sheet: Sheet, language: str, styles: dict[str, Any], names: set[str]
) -> None:
    view = book.in_language(language)
    page = file.add_worksheet(_sheet_name(sheet.name, names))
    about = f"{view.word('edition')} {book.edition.id}, {book.edition.day:%Y-%m-%d}. CC BY 4.0"
    page.write_string(0, 0, sheet.title, styles["title"])
    page.write_string(1, 0, f"{site.names[language]}. {about}", styles["quiet"])
    page.write_url(2, 0, sheet.address, styles["link"], sheet.address)
    top = 4
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(top, column, title, styles["header"])
    for number, row in enumerate(sheet.rows, top + 1):
        page.set_row(number, _height(row, sheet.columns))
        for column, value in enumerate(row):
            style = styles["date"] if column in sheet.dates else styles["cell"]
            if value is None or value == "":
                page.write_blank(number, column, None, style)
            elif isinstance(value, int | float):
                page.write_number(number, column, value, style)
            elif str(value).startswith(site.url):
                page.write_url(number, column, str(value), styles["cell"], str(value))
            else:
                page.write_string(number, column, str(value), style)
    last = top + len(sheet.rows)
    for column, (choices, help) in sheet.choices.items():
        page.data_validation(
            top + 1,
            column,
            last,
            column,
            {
                "validate": "list",
                "source": choices,
                "input_title": sheet.columns[column][0][:32],
                "input_message": help,
            },
        )
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, last, len(sheet.columns) - 1)
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer(f"&L{_footer(sheet.address)}&C{_footer(about)}&R&P / &N")


def _height(row: Sequence[object], columns: Sequence[tuple[str, int]]) -> int:
    """High enough for the longest cell: not every program finds the height of wrapped text by itself.

    An address is to be followed, not read: it counts as one line.
    """
    lines = (
        1 if str(value).startswith(("http:", "https:")) else -(-len(str(value)) * 11 // (10 * width))
        for value, (_, width) in zip(row, columns, strict=True)
        if value
    )
    return min(15 * max(lines, default=1) + 3, 400)


def _footer(text: str) -> str:
    return text.replace("&", "&&")


def _sheet_name(title: str, names: set[str]) -> str:
    """At most 31 characters, without those that a sheet's name may not have, and not twice."""
    clean = "".join(" " if c in "[]:*?/\\'" else c for c in title)
    clean = " ".join(clean.split())[:31].strip()
    name, count = clean, 2
    while name.lower() in names:
        name = f"{clean[:28].strip()} {count}"
        count += 1
    names.add(name.lower())
    return name


def _with_language(name: str, data: bytes, language: str) -> bytes:
    if name != "docProps/core.xml":
        return data
    mark = f"<dc:language>{escape(LOCALE[language])}</dc:language></cp:coreProperties>"
    return data.replace(b"</cp:coreProperties>", mark.encode())
