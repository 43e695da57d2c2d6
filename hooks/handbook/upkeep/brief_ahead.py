"""Which new cases will be published as brief notes, told to who writes them. None of it is a finding: all may be built."""

from __future__ import annotations

from handbook.content.book import Book
from handbook.content.brief_notes import is_brief
from handbook.content.case_facts import CaseFacts
from handbook.reading.findings import Notice
from handbook.upkeep.permalinks import listed


def brief_ahead(book: Book, language: str) -> list[Notice]:
    """A notice, in ``language``, of each brief note whose page is not yet in data/permalinks.txt.

    A project that has published nothing has no new cases: there is none then.
    """
    promised = frozenset(listed(book.root))
    view = book.in_language(language)
    return [
        Notice(f"data/cases/{id}.yml", view.word("brief-ahead").replace("%missing", CaseFacts(view, case).missing))
        for id, case in sorted(book.cases.items())
        if promised and is_brief(case) and f"/{book.address(f'cases/{id}', 'es')}" not in promised
    ]
