"""What several rules ask: whether a name is among others, and whether a place in the book exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from handbook.content.models import Bilingual, Record
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, nearest
from handbook.reading.records import Loaded

# A passage marked as another language, a link's target, code: not the chapter's own words.
FOREIGN = re.compile(r"\*[^*]+\*\{:\s*lang=\w+\s*\}|\]\([^)]*\)|`[^`]*`|<!--.*?-->")


def all(draft: Draft) -> Iterator[Loaded]:
    for collection in draft.collections.values():
        yield from collection


def bilingual_texts(value: Any, where: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Bilingual]]:
    """Every text in both languages inside a record, with its place."""
    if isinstance(value, Bilingual):
        yield where, value
    elif isinstance(value, Record):
        for name, one in value:
            yield from bilingual_texts(one, (*where, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from bilingual_texts(one, (*where, key))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from bilingual_texts(one, (*where, index))


def named_twice(loaded: Loaded, where: tuple[str | int, ...], entries: Iterable[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            yield loaded.finding((*where, index, "id"), "named-twice", found=entry.id)
        seen.add(entry.id)


def not_among(
    loaded: Loaded, where: tuple[str | int, ...], found: str | tuple[str, ...], allowed: Iterable[str], code: str
) -> Iterator[Finding]:
    """A finding for each id that is not among those allowed."""
    known = sorted(allowed)
    for index, id in enumerate((found,) if isinstance(found, str) else found):
        if id not in known:
            place = where if isinstance(found, str) else (*where, index)
            words = {"allowed": ", ".join(known) or "—", "nearest": nearest(id, known)}
            yield loaded.finding(place, code, found=id, **words)


def anchors_by_page(draft: Draft) -> dict[str, list[str]]:
    """The anchors of each chapter, by its id; of both languages, as one of them may have a section more."""
    anchors: dict[str, list[str]] = {}
    for chapter in draft.chapters:
        known = anchors.setdefault(chapter.front.id, [])
        known += [one.id for one in chapter.headings if one.id and one.id not in known]
    return anchors
