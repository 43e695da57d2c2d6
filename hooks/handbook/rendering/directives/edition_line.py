"""``edition``: the number and the date of the edition that is being read."""

from __future__ import annotations

from collections.abc import Mapping

from babel.dates import format_date

from handbook.content.book import Book, Page
from handbook.content.languages import LOCALES
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("edition", made_from=("data/edition.yml",))
def edition(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The edition in preparation or published, as a paragraph of its own.

    Example: ``<!-- handbook:edition -->``
    """
    date = format_date(book.edition.day, format="long", locale=LOCALES[page.language])
    text = page.word("edition-of").replace("%edition", book.edition.id).replace("%date", date)
    return Markdown(f"{escape(text)}.")
