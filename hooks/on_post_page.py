"""MkDocs has rendered a page: write the files that go with it."""

from __future__ import annotations

from pathlib import Path

from handbook.website.citation_files import write_page_files
from handbook.website.content_security import protects
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.pages import Page


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    if not protects(config.extra["policies"]["page"], output):
        raise PluginError(f"{page.file.src_uri}: the page has no Content-Security-Policy; its template must write it")
    key = page.file.norm_src_uri.removesuffix(".md")
    site = Path(config.site_dir)
    book, address = config.extra["book"].of(page.file.locale), config.site_url or ""
    write_page_files(book, key, page.file.locale, site, config.site_name, address)
    return output
