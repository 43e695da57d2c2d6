"""MkDocs shows a live preview: after a save, render only the pages that it changes, with what MkDocs has in memory.

The only module that uses private names of MkDocs and static-i18n. Where an MkDocs has none of them, every save builds
everything, which is what MkDocs does by itself: 1.2 s with 40 cases instead of 0.4 s.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from copy import copy, deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import on_nav as navigation
from handbook.content.book import Book
from handbook.content.languages import DEFAULT
from handbook.reading.findings import FindingsError
from handbook.rendering.case_page import case_page
from handbook.website.content_security import allowing
from handbook.website.explorer_data import write_case_data
from handbook.website.preview_hosts import own_hosts_only
from handbook.website.script_words import write_scripts
from handbook.website.short_addresses import write_short_addresses
from handbook.website.stale_pages import Freshness
from handbook.website.theme_styles import write_own_sheets
from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from watchdog.observers.polling import PollingObserverVFS

try:
    from mkdocs.commands.build import _build_page, _populate_page
except ImportError:
    _build_page = _populate_page = None  # type: ignore[assignment]  # what an MkDocs without them has instead

# Between two looks at the files. MkDocs takes half a second, which alone would use up what a save may take from the
# file to the page; a look takes 3 ms of processor time with 40 cases and 7 with 1,000.
SECONDS = 0.1


@dataclass
class Kept:
    """What the pages of a language were rendered with."""

    language: str
    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: Environment = field(init=False)  # from on_env, which comes after on_nav

    def render(self, book: Book, keys: Iterable[str]) -> None:
        """Render the pages with ``keys`` as the last build did, from ``book``."""
        self.config.extra["book"] = book
        # static-i18n looks links up in the language of the build that came last.
        i18n: Any = self.config.plugins["i18n"]
        i18n.current_language = self.language
        navigation.on_nav(self.nav, self.config, self.files)  # a title, or the order of the cases, may have changed
        for key in keys:
            file = self.files.get_file_from_path(f"{key}.md")
            if case := book.case_at(key):
                file.content_string = case_page(book, case, self.language)
            _populate_page(file.page, self.config, self.files)
            _build_page(file.page, self.config, [], self.nav, self.env)
        self.files.copy_static_files(dirty=True)


_kept: dict[str, Kept] = {}


@event_priority(-300)
def on_nav(nav: Any, config: Any, files: Any) -> None:
    language = files.documentation_pages()[0].locale
    own = copy(config)
    own.theme = deepcopy(config.theme)  # static-i18n gives the one theme the language of each build
    _kept[language] = Kept(language, own, files, nav)


def on_env(env: Any, config: Any, files: Any) -> None:
    _kept[files.documentation_pages()[0].locale].env = env


def on_serve(server: Any, config: Any, builder: Any) -> None:
    fresh = Freshness(Path(config.config_file_path).parent)

    def build() -> None:
        if fresh.code_was_saved():
            # Imported modules stay as they are: a build in this process would show pages of the old code.
            shutil.rmtree(server.root)
            os.execv(sys.executable, sys.orig_argv)
        try:
            book, stale = fresh.look()
        except FindingsError as broken:  # the pages stay as they were, until it is mended
            get_plugin_logger("handbook").error("\n%s", broken.report())
            return
        if stale is None or (stale and _build_page is None):
            builder()
            fresh.all_rendered()
        else:
            for kept in _kept.values():
                kept.render(book, [key for key, language in stale if language == kept.language])
            built, keys = _kept[DEFAULT].config, {key for key, _ in stale}
            write_scripts(book, Path(built.site_dir))
            write_own_sheets(book.root, Path(built.site_dir))
            write_short_addresses(book, Path(built.site_dir), built.site_url or "", keys)
            if cases := [case.id for key in keys if (case := book.case_at(key))]:
                write_case_data(book, Path(built.site_dir), cases)

    server.set_app(own_hosts_only(server.get_app(), config.dev_addr.host))
    _allow_reload_script(server, config.extra["policies"].values())
    server.builder, server.build_delay = build, SECONDS / 2
    watched = [config.docs_dir, config.config_file_path]
    for path in watched:
        server.unwatch(path)
    # Another observer: the interval of MkDocs' own cannot be changed, and it follows links.
    server.observer = PollingObserverVFS(os.lstat, os.scandir, polling_interval=SECONDS)
    for path in watched:
        server.watch(path)


def _allow_reload_script(server: Any, policies: Iterable[Markup]) -> None:
    """Let the policy of each page that is served allow the script that the server adds to it, and nothing else.

    ``policies``: those that pages may have."""
    add_script = getattr(server, "_inject_js_into_html", None)
    if add_script is None:
        return

    def with_policy(page: bytes, epoch: int) -> bytes:
        served: bytes = add_script(page, epoch)
        start = page.rfind(b"</body>")
        script = served[start : len(served) - len(page) + start].removeprefix(b"<script>").removesuffix(b"</script>")
        head, tag, rest = served.partition(b"<script")
        for policy in policies:
            head = head.replace(policy.encode(), allowing(policy, script.decode()).encode(), 1)
        return head + tag + rest

    server._inject_js_into_html = with_policy
