"""Some pages rendered again with what MkDocs keeps in memory: no event asks for this, the live preview does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import navigation
from handbook.content.book import Book
from handbook.rendering.case_page import case_page
from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation


@dataclass
class Kept:
    """What the pages of a language were rendered with."""

    language: str
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment | None = None

    def render(self, book: Book, keys: Iterable[str]) -> None:
        """Render the pages with ``keys`` as the last build did, from ``book``."""
        self.config.extra["book"] = book
        self.config.plugins["i18n"].current_language = self.language
        navigation.on_nav(self.nav, self.config, self.files)
        for key in keys:
            file = self.files.get_file_from_path(f"{key}.md")
            if case := book.case_at(key):
                file.content_string = case_page(book, case, self.language)
            _populate_page(file.page, self.config, self.files)
            _build_page(file.page, self.config, [], self.nav, self.env)
        self.files.copy_static_files(dirty=True)
