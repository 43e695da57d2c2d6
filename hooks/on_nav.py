"""MkDocs has its navigation: cases are not in it, yet belong to their section and follow one another."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation


@event_priority(-200)
def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    book = config.extra["book"]
    index = files.get_file_from_path("cases/index.md")
    if index is None or index.page is None:
        return nav
    before = index.page
    for case in book.of(index.locale).cases_sorted(index.locale):
        page = files.get_file_from_path(f"cases/{case.id}.md").page
        page.title = case.name[index.locale]
        page.parent = index.page.parent
        page.previous_page = before
        if before is not index.page:
            before.next_page = page
        before = page
    if before is not index.page:
        before.next_page = None  # in a live preview another case may have been the last
    return nav
