"""``files``: the place of a list of files to download; export/download_links.py fills it with what has been made."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive

KINDS = ("book", "pages", "checklists", "plan", "tables", "courses", "offline", "data", "feeds")


@directive("files", values={"of": KINDS}, required=("of",), made_from=())
def files(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The files of a kind: book, pages, checklists, plan, tables, offline, data or feeds.

    Example: ``<!-- handbook:files of=book -->``
    """
    return Markdown(f"{escape(page.word('files-missing'))}\n{{: .files #files-{arguments['of']} }}")
