"""Whether the pages that chapters link to have the anchors that the links name, those that directives bring included.

A page is rendered for this only when a link names an anchor that is not written in its chapter.
"""

from __future__ import annotations

import re

from handbook.content.book import Book
from handbook.content.languages import other
from handbook.content.redirects import old_addresses
from handbook.content.reuse import reuse
from handbook.proposal import text_in_language
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.markdown_result import new_converter
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand


def findings(book: Book) -> list[Finding]:
    """A finding for each link to an anchor that is not there."""
    moved = {(old.address, old.anchor) for old in old_addresses(book.redirects)}
    found: list[Finding] = []
    for (key, language), chapter in book.chapters.items():
        for link in chapter.links:
            page = link.page(key)
            if not link.anchor or page is None or link.anchor in _written(book, page, language):
                continue
            brought = _on_page(book, page, language)
            if brought is None or link.anchor in brought or (book.address(page, language), link.anchor) in moved:
                continue
            target = book.chapters.get((page, language))
            words = {
                "found": link.anchor,
                "page": target.path if target else f"data/{page}.yml",
                "allowed": ", ".join([one.id for one in target.headings if one.id] if target else sorted(brought))
                or "—",
                "nearest": nearest(link.anchor, brought),
            }
            found.append(finding(chapter.path, link.line, link.column, "", "link-to-no-anchor", **words))
    return found


def _written(book: Book, key: str, language: str) -> frozenset[str]:
    """The anchors written in a chapter, and the headings of its twin: those are missing here, which is another finding."""
    chapter, twin = (book.chapters.get((key, one)) for one in (language, other(language)))
    headings = twin.headings if twin else ()
    return (chapter.anchors if chapter else frozenset()) | {one.id for one in headings if one.id}


def _on_page(book: Book, key: str, language: str) -> frozenset[str] | None:
    """All anchors of a page as it is rendered; None where there is none in this language."""
    there = book.of(language)
    if case := there.case_at(key):
        text = case_page(there, case, language)
    elif chapter := there.chapters.get((key, language)):
        text = expand(text_in_language(book, chapter.body, key, language), there, there.page(key, language))
    else:
        return None
    return reuse(("anchors", key, language), (text,), lambda: _ids(text))


def _ids(markdown: str) -> frozenset[str]:
    return frozenset(re.findall(r'\bid="([^"]+)"', new_converter().convert(markdown)))
