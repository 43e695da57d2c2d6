"""MkDocs has written the pages of both languages: add short addresses, the 404 page and the sitemap."""

from __future__ import annotations

from pathlib import Path

from handbook.extra_files import write_extra_files
from handbook.freshness import build_finished
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    write_extra_files(config.extra["book"], Path(config.site_dir), config.site_url, config.repo_url or "")
    build_finished()
