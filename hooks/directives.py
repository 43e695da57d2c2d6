"""MkDocs has read a chapter: replace its directives by what they ask for."""

from __future__ import annotations

from handbook.directives import Page, expand
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    book = config.extra["book"]
    key = page.file.norm_src_uri.removesuffix(".md")
    chapter = book.chapters.get((key, page.file.locale))
    if chapter is None:
        return markdown
    return expand(markdown, book, Page(chapter.front.id, key, chapter.language))
