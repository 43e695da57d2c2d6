"""``table``: a table of data/tables/."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.languages import number
from handbook.content.models import Bilingual, Row
from handbook.rendering.links import source_paragraph
from handbook.rendering.markdown_text import Markdown, escape, table
from handbook.rendering.registry import directive


@directive("table", values={"id": "data:tables"}, required=("id",), made_from=("data/tables/{id}.yml",))
def data_table(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A table whose records stand in data/tables/; its first column heads the rows.

    Example: ``<!-- handbook:table id=dialogue-spaces -->``
    """
    record = book.tables[arguments["id"]]
    numeric = [
        all(not isinstance(row.cells.get(column.id), Bilingual) for row in record.rows) for column in record.columns
    ]
    result = table(
        record.title[page.language],
        [column.title[page.language] for column in record.columns],
        ([cell_text(row, column.id, page.language) for column in record.columns] for row in record.rows),
        numeric,
    )
    note = [f"{escape(record.note[page.language])}\n{{: .note }}"] if record.note else []
    return Markdown("\n\n".join([result, *note, *source_paragraph(book, page, record.sources)]))


def cell_text(row: Row, column: str, language: str) -> str:
    """What stands in a cell: a text, a number with the language's separators, or nothing."""
    value = row.cells.get(column)
    if value is None:
        return ""
    return value[language] if isinstance(value, Bilingual) else number(value, language)
