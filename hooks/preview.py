"""MkDocs shows a live preview: after a save, render only the pages that it changes, with what MkDocs has in memory."""

from __future__ import annotations

import os
import shutil
import sys
from copy import copy
from pathlib import Path
from typing import Any

import addresses
from handbook.content.languages import DEFAULT
from handbook.reading.findings import Broken
from handbook.website.stale_pages import Freshness
from mkdocs.plugins import event_priority, get_plugin_logger
from rendering import Kept
from watchdog.observers.polling import PollingObserver

SECONDS = 0.1  # between two looks at the files; MkDocs takes half a second
_kept: dict[str, Kept] = {}


@event_priority(-300)
def on_nav(nav: Any, config: Any, files: Any) -> None:
    language = files.documentation_pages()[0].locale
    _kept[language] = Kept(language, copy(config), files, nav)


def on_env(env: Any, config: Any, files: Any) -> None:
    _kept[files.documentation_pages()[0].locale].env = env


def on_serve(server: Any, config: Any, builder: Any) -> None:
    fresh = Freshness(Path(config.config_file_path).parent)

    def build() -> None:
        if fresh.code_was_saved():
            shutil.rmtree(server.root)
            os.execv(sys.executable, sys.orig_argv)
        try:
            book, stale = fresh.look()
        except Broken as broken:  # the pages stay as they were, until it is mended
            get_plugin_logger("handbook").error("\n%s", broken.report())
            return
        if stale is None:
            builder()
            fresh.all_rendered()
        else:
            for kept in _kept.values():
                kept.render(book, [key for key, language in stale if language == kept.language])
            addresses.on_post_build(_kept[DEFAULT].config)

    server.builder, server.build_delay = build, SECONDS / 2
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=SECONDS)
    for path in watched:
        server.watch(path)
