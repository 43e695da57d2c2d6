"""MkDocs collects its files: add a page for each case, and give every page the address of its language.

static-i18n drops files that are generated in the usual way. So each case first goes in as a file that is not there
(before static-i18n looks), and gets its text and its edit link afterwards.
"""

from __future__ import annotations

import posixpath
from pathlib import Path

from handbook.addresses import address
from handbook.freshness import pages_to_write
from handbook.languages import LANGUAGES
from handbook.render.case_page import case_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files

# What the theme brings and no page of ours asks for.
THEME_FILES = ("assets/javascripts/", "assets/stylesheets/", "assets/images/favicon")


@event_priority(100)
def _announce(files: Files, config: MkDocsConfig) -> Files:
    for id in config.extra["book"].cases:
        for language in LANGUAGES:
            files.append(File(f"cases/{id}.{language}.md", config.docs_dir, config.site_dir, True))
    return files


@event_priority(-200)
def _fill(files: Files, config: MkDocsConfig) -> Files:
    book = config.extra["book"]
    for file in list(files):
        if file.src_uri.startswith(THEME_FILES):
            files.remove(file)
    pages = files.documentation_pages()
    stale = pages_to_write(book, pages[0].locale, frozen=bool(config.extra.get("frozen"))) if pages else None
    for file in pages:
        key = file.norm_src_uri.removesuffix(".md")
        case = book.cases.get(key.removeprefix("cases/")) if key.startswith("cases/") else None
        if stale is not None:
            file.is_modified = (key in stale).__bool__  # what a dirty build asks
        if case:
            file.content_string = case_page(book, case, file.locale) if stale is None or key in stale else ""
            file.edit_uri = posixpath.join("..", "data", "cases", f"{case.id}.yml")
        for language, alternate in file.alternates.items():
            _move(alternate, address(book, key, language), config)
    return files


def _move(file: File, to: str, config: MkDocsConfig) -> None:
    file.url = to or "./"
    file.dest_uri = f"{to}index.html"
    file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))


on_files = CombinedEvent(_announce, _fill)
