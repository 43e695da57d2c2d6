"""The order in which the book is read: that of the navigation in mkdocs.yml, with the cases after their index."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import yaml

from handbook.content.book import Book
from handbook.content.languages import DEFAULT
from handbook.content.reuse import reuse_of_file


class _AnyTag(yaml.SafeLoader):
    """mkdocs.yml has tags of its own (``!ENV``); the navigation does not depend on them."""


_AnyTag.add_multi_constructor("", lambda loader, suffix, node: None)


def reading_order(book: Book, language: str = DEFAULT) -> list[str]:
    """The keys of all pages: as in the navigation, cases by name after ``cases/index``; unlisted chapters follow
    the last page of their section."""
    keys = in_navigation(book)
    for key in sorted({key for key, _ in book.chapters} - set(keys)):
        section = key.rpartition("/")[0]
        same = [index for index, one in enumerate(keys) if one.rpartition("/")[0] == section]
        keys.insert(same[-1] + 1 if section and same else len(keys), key)
    after = [index for index, one in enumerate(keys) if one.startswith("cases/")]
    place = after[-1] + 1 if after else len(keys)
    keys[place:place] = [f"cases/{case.id}" for case in book.cases_sorted(language)]
    return keys


def in_navigation(book: Book) -> list[str]:
    """The keys of the chapters that mkdocs.yml lists, in its order."""
    settings = book.root / "mkdocs.yml"
    paths = reuse_of_file(settings, in_navigation, lambda: _navigation(settings.read_text(encoding="utf-8")))
    known = {key for key, _ in book.chapters}
    return [key for key in (path.removesuffix(".md") for path in paths) if key in known]


def without(nav: Any, keys: Set[str]) -> Any:
    """``nav`` without the pages with ``keys``, and without the sections that they leave empty."""
    if isinstance(nav, str):
        return None if nav.removesuffix(".md") in keys else nav
    if isinstance(nav, dict):
        return {title: left for title, one in nav.items() if (left := without(one, keys))} or None
    return [left for one in nav if (left := without(one, keys))]


def _navigation(settings: str) -> list[str]:
    """The paths in the navigation of ``settings``, the text of mkdocs.yml."""
    return _paths(yaml.load(settings, Loader=_AnyTag).get("nav"))  # a SafeLoader


def _paths(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [path for value in node.values() for path in _paths(value)]
    return [path for item in node or () for path in _paths(item)]
