"""MkDocs is about to build: read and check the whole book first, before anything of the old site is touched."""

from __future__ import annotations

import os
from pathlib import Path

from handbook.book import Book
from handbook.cache import book_of, last_good_book
from handbook.findings import Broken
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority, get_plugin_logger

log = get_plugin_logger("handbook")


def book(config: MkDocsConfig) -> Book:
    return book_of(Path(config.config_file_path).parent)


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    try:
        config.extra["book"] = book(config)
    except Broken as broken:
        before = last_good_book(Path(config.config_file_path).parent) if "HANDBOOK_INCREMENTAL" in os.environ else None
        if before is None:
            raise Abort("\n" + broken.report()) from None
        # Live preview: say what is wrong and go on showing the pages as they were, until it is mended.
        log.error("\n%s", broken.report())
        config.extra["book"] = before
        config.extra["frozen"] = True
    # Every template is ours: the thousands of files that the theme brings are not even looked through.
    config.theme.dirs[:] = [one for one in config.theme.dirs if Path(one).parts[-2:] != ("material", "templates")]
    return config
