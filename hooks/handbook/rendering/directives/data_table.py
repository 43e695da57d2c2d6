"""``table``: a table of data/tables/."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.languages import number
from handbook.content.models import Bilingual, Row
from handbook.rendering.links import source_paragraph
from handbook.rendering.markdown_text import ROWS, Markdown, escape, table
from handbook.rendering.registry import directive


@directive("table", values={"id": "data:tables"}, required=("id",), made_from=("data/tables/{id}.yml",))
def data_table(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A table whose records stand in data/tables/; its first column heads the rows.

    Example: ``<!-- handbook:table id=dialogue-spaces -->``
    """
    record = book.tables[arguments["id"]]
    language = page.language
    headers = [column.title[language] for column in record.columns]
    rows = [[cell_text(row, column.id, language) for column in record.columns] for row in record.rows]
    numeric = [
        all(not isinstance(row.cells.get(column.id), Bilingual) for row in record.rows) for column in record.columns
    ]
    if any(row.goals for row in record.rows):
        headers.insert(1, page.word("column-goals"))
        numeric.insert(1, False)
        for cells, row in zip(rows, record.rows, strict=True):
            cells.insert(1, goals_text(book, row, language))
    result = table(record.title[language], headers, rows, numeric, marks=ROWS)
    note = [f"{escape(record.note[language])}\n{{: .note }}"] if record.note else []
    return Markdown("\n\n".join([result, *note, *source_paragraph(book, page, record.sources)]))


def cell_text(row: Row, column: str, language: str) -> str:
    """What stands in a cell: a text, a number with the language's separators, or nothing."""
    value = row.cells.get(column)
    if value is None:
        return ""
    return value[language] if isinstance(value, Bilingual) else number(value, language)


def goals_text(book: Book, row: Row, language: str) -> str:
    """The Sustainable Development Goals that a row is tied to, each with its number: ``No poverty (1); ...``."""
    goals = (book.vocabulary["sdgs"][id] for id in row.goals)
    return "; ".join(f"{goal.name[language]} ({goal.number})" for goal in goals)
