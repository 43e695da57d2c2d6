"""MkDocs is about to build: read and check the whole book first, before anything of the old site is touched."""

from __future__ import annotations

from pathlib import Path

from handbook.book import Book
from handbook.cache import book_of
from handbook.findings import Broken
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority


def book(config: MkDocsConfig) -> Book:
    return book_of(Path(config.config_file_path).parent)


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    try:
        config.extra["book"] = book(config)
    except Broken as broken:
        raise Abort("\n" + broken.report()) from None
    return config
