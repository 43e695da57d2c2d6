"""MkDocs is about to build: read and check the whole book first, before anything of the old site is touched."""

from __future__ import annotations

import os
from pathlib import Path

from handbook.content.reading_order import without
from handbook.reading.findings import FindingsError
from handbook.website.book_in_memory import book_of
from handbook.website.content_security import page_policy, plain_policy
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    root = Path(config.config_file_path).parent
    config.extra.setdefault("frame_ancestors", "'self'")
    try:
        book = config.extra["book"] = book_of(root)
    except FindingsError as broken:
        raise Abort("\n" + broken.report()) from None
    config.extra["policies"] = {"page": page_policy(root), "plain": plain_policy()}
    if book.missing:  # a proposal: this process builds the one language that it names
        there = book.of(os.environ["HANDBOOK_LANGUAGE"])
        config.nav = without(config.nav, {key for key, _ in book.chapters} - {key for key, _ in there.chapters})
    return config
