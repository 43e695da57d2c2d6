"""MkDocs has its navigation: pages and sections get their titles; cases are not in it, yet belong to their section and
follow one another."""

from __future__ import annotations

import posixpath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation


@event_priority(-200)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    book = config.extra["book"]
    for page in nav.pages:
        page.title = book.page(page.file.norm_src_uri.removesuffix(".md"), page.file.locale).title
        if page.parent and page.parent.children[0] is page:
            page.parent.title = page.title  # a section is called like its first page
    sections = {posixpath.dirname(page.file.src_uri): page.parent for page in nav.pages}
    for file in files.documentation_pages():
        if file.page and file.page.parent is None and file.page not in nav.pages:
            file.page.parent = sections.get(posixpath.dirname(file.src_uri))
    index = files.get_file_from_path("cases/index.md")
    if index is None or index.page is None:
        return nav
    before = index.page
    for case in book.of(index.locale).cases_sorted(index.locale):
        page = files.get_file_from_path(f"cases/{case.id}.md").page
        page.title = case.name[index.locale]
        page.previous_page = before
        if before is not index.page:
            before.next_page = page
        before = page
    if before is not index.page:
        before.next_page = None  # in a live preview another case may have been the last
    return nav
