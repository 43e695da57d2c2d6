"""Which cases a directive asks for."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book
from handbook.content.case_facets import FILTERED
from handbook.content.models import Case


def select(book: Book, arguments: Mapping[str, str], language: str) -> list[Case]:
    """The cases that fit every filter, sorted by name in ``language``. Commas in a value mean "or"."""
    cases = book.cases_sorted(language)
    for facet in arguments.keys() & FILTERED:
        fitting = {id for value in arguments[facet].split(",") for id in book.cases_with(facet, value)}
        cases = [case for case in cases if case.id in fitting]
    return list(cases)
