"""MkDocs starts the live preview: look for saved files more often than the half second that it takes by itself."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

SECONDS = 0.15


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    watched = [folder for folder in (config.docs_dir, config.config_file_path) if folder]
    for folder in watched:
        server.unwatch(folder)
    server.observer = PollingObserver(timeout=SECONDS)
    for folder in watched:
        server.watch(folder)
    return server
