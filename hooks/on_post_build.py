"""MkDocs has written the pages: add short addresses, the 404 page, the sitemap, the headers, the theme's style sheet,
the cases' data, and what the search is to read."""

from __future__ import annotations

import os
from pathlib import Path

from handbook.content.languages import DEFAULT, LANGUAGES
from handbook.website.content_security import write_headers
from handbook.website.explorer_data import write_case_data
from handbook.website.search_index import write_searched_pages
from handbook.website.short_addresses import write_extra_files
from handbook.website.theme_styles import write_own_sheets, write_theme_sheet
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    book, site = config.extra["book"], Path(config.site_dir)
    # Of a whole build; without it, as in the live preview, one process has both languages.
    only = os.environ.get("HANDBOOK_LANGUAGE")
    language = only or DEFAULT
    (site / "sitemap.xml.gz").unlink(missing_ok=True)  # MkDocs' own, of one language
    if language == DEFAULT:  # files of both languages
        write_extra_files(book, site, config.site_url or "", config.repo_url or "")
        write_headers(book.root, site, config.extra["frame_ancestors"])
        write_theme_sheet(book.root, site)
        write_own_sheets(book.root, site)
    write_case_data(book, site, languages=[only] if only else LANGUAGES)
    if searched := os.environ.get("HANDBOOK_SEARCHED"):
        write_searched_pages(book.of(language), site, language, Path(searched))
