"""MkDocs has read a page: replace its directives by what they ask for, and link the terms of the glossary."""

from __future__ import annotations

from handbook.proposal import text_in_language
from handbook.reading.markdown_notes import WORDS
from handbook.rendering.glossary_links import link_terms
from handbook.rendering.registry import expand
from handbook.website.old_address_pages import keep_anchors
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
    book = config.extra["book"].of(page.file.locale)
    key = page.file.norm_src_uri.removesuffix(".md")
    chapter = book.chapters.get((key, page.file.locale))
    asking = book.page(key, page.file.locale)
    # The converter of a page is made when this has returned.
    config.mdx_configs["handbook.reading.markdown_extension"] = {id: asking.word(id) for id in WORDS}
    if chapter:
        # The text that was checked: MkDocs ends a front matter at "..." too.
        markdown = text_in_language(config.extra["book"], chapter.body, key, page.file.locale)
        markdown = expand(markdown, book, asking)
    markdown = keep_anchors(markdown, book, key, page.file.locale)
    return link_terms(markdown, book, asking)
