"""Rules of data/search.yml: answers that do not exist, and phrases asked twice."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES, folded
from handbook.content.models import Answer
from handbook.reading.findings import Finding, nearest
from handbook.reading.records import Loaded

FILE = "data/search.yml"


def findings(book: Book, loaded: Loaded) -> list[Finding]:
    """Pages and sections that are not there; phrases that stand in two entries, where nobody could tell which holds."""
    found: list[Finding] = []
    for list_ in ("best", "nothing"):
        for index, answer in enumerate(getattr(loaded.record, list_)):
            found += _place(book, loaded, (list_, index), answer)
    for list_ in ("synonyms", "best"):
        for language in LANGUAGES:
            seen: set[str] = set()
            for index, entry in enumerate(getattr(loaded.record, list_)):
                for number, phrase in enumerate(entry.asked[language]):
                    if folded(phrase) in seen:
                        where = (list_, index, "asked", language, number)
                        found.append(loaded.finding(where, "named-twice", found=phrase))
                    seen.add(folded(phrase))
    return found


def _place(book: Book, loaded: Loaded, where: tuple[str | int, ...], answer: Answer) -> Iterator[Finding]:
    keys = book.page_keys
    key = keys.get(answer.to)
    if key is None:
        yield loaded.finding((*where, "to"), "unknown-page", found=answer.to, nearest=nearest(answer.to, keys))
        return
    for language in LANGUAGES if answer.anchor else ():
        chapter = book.chapters.get((key, language))
        anchors = [heading.id for heading in chapter.headings if heading.id] if chapter else []
        if answer.anchor not in anchors:
            words = {"allowed": ", ".join(anchors) or "—", "nearest": nearest(answer.anchor or "", anchors)}
            yield loaded.finding((*where, "anchor"), "not-allowed", found=answer.anchor, **words)
            return
