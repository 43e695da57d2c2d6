"""MkDocs has made HTML of a page: say which of its texts are HTML, so that Material's templates, in which every value
is escaped, show them as they are."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> Markup:
    _mark(page.toc)
    return Markup(html)


def _mark(items: Iterable[AnchorLink]) -> None:
    """Python-Markdown gives the title of a heading escaped and without its markup."""
    for item in items:
        item.title = Markup(item.title)
        _mark(item.children)
