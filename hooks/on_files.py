"""MkDocs collects its files: drop what is not listed, add a page for each case, and give every page the address of its
language.

static-i18n drops files that are generated in the usual way. So each case first goes in as a file that is not there
(before static-i18n looks), and gets its text and its edit link afterwards.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path

from handbook.content.languages import LANGUAGES
from handbook.reading.project_tree import look_through
from handbook.rendering.case_page import case_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files


@event_priority(100)
def _announce(files: Files, config: MkDocsConfig) -> Files:
    book = config.extra["book"]
    root = Path(config.config_file_path).parent
    listed = set(look_through(root).listed)
    for file in list(files):
        if file.abs_src_path and Path(os.path.relpath(file.abs_src_path, root)).as_posix() not in listed:
            files.remove(file)
    for language in LANGUAGES if book.missing else ():
        for key in {key for key, _ in book.chapters} - {key for key, _ in book.of(language).chapters}:
            if file := files.get_file_from_path(f"{key}.{language}.md"):
                files.remove(file)
    for language in LANGUAGES:
        for id in book.of(language).cases:
            files.append(File(f"cases/{id}.{language}.md", config.docs_dir, config.site_dir, True))
    return files


@event_priority(-200)
def _fill(files: Files, config: MkDocsConfig) -> Files:
    book = config.extra["book"]
    for file in files.documentation_pages():
        key = file.norm_src_uri.removesuffix(".md")
        if case := book.case_at(key):
            file.content_string = case_page(book.of(file.locale), case, file.locale)
            file.edit_uri = posixpath.join("..", "data", "cases", f"{case.id}.yml")
        for language, alternate in file.alternates.items():
            _move(alternate, book.address(key, language), config)
    return files


def _move(file: File, to: str, config: MkDocsConfig) -> None:
    file.url = to or "./"
    file.dest_uri = f"{to}index.html"
    file.abs_dest_path = str(Path(config.site_dir, file.dest_uri))


on_files = CombinedEvent(_announce, _fill)
