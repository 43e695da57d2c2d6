"""Rules of data/redirects.yml: old addresses in use or named twice, and targets that do not exist."""

from __future__ import annotations

from handbook.content.book import Book
from handbook.content.languages import DEFAULT
from handbook.content.redirects import live_addresses, old_addresses
from handbook.reading.findings import Finding, nearest
from handbook.reading.records import Loaded


def findings(book: Book, loaded: Loaded) -> list[Finding]:
    """Old addresses that are in use, or named twice, and targets that are not there."""
    found: list[Finding] = []
    live, keys, seen = live_addresses(book), book.page_keys, set()
    for index, redirect in enumerate(loaded.record.entries):
        key = keys.get(redirect.to)
        if key is None:
            words = {"found": redirect.to, "nearest": nearest(redirect.to, keys)}
            found.append(loaded.finding(("entries", index, "to"), "unknown-page", **words))
        elif redirect.anchor and (chapter := book.chapters.get((key, DEFAULT))) and not chapter.directives:
            # What a directive brings has anchors too; those are looked for in the built site (permalinks.lost).
            anchors = _anchors(book, key)
            if redirect.anchor not in anchors:
                words = {"allowed": ", ".join(anchors), "nearest": nearest(redirect.anchor, anchors)}
                where = ("entries", index, "anchor")
                found.append(loaded.finding(where, "not-allowed", found=redirect.anchor, **words))
        for number, (old, text) in enumerate(zip(old_addresses([redirect]), redirect.old, strict=True)):
            place = ("entries", index, "from", number)
            if text in seen:
                found.append(loaded.finding(place, "named-twice", found=text))
            seen.add(text)
            page = live.get(old.address)
            if page and (not old.anchor or page[1] is None or old.anchor in _anchors(book, page[0])):
                found.append(loaded.finding(place, "redirect-from-page", found=text))
    return found


def _anchors(book: Book, key: str) -> list[str]:
    chapter = book.chapters.get((key, DEFAULT))
    return [heading.id for heading in chapter.headings if heading.id] if chapter else []
