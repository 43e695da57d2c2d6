"""What a page shows of very many cases: it may not grow with them, and says how many there are."""

from __future__ import annotations

import re

import pytest
from handbook.content.book import Book
from handbook.rendering.registry import expand_to_read
from test_comparison import numbered, with_cases


def shown(book: Book, directive: str, count: int) -> str:
    page = book.page("cases/index", "en")
    return expand_to_read(f"<!-- handbook:{directive} -->", with_cases(book, *numbered(book, count)), page)


def rows(text: str) -> list[str]:
    return re.findall(r"^\| \[(\d+)\]\(c\d+\.md\)", text, re.M)


@pytest.mark.parametrize(("count", "summaries"), [(60, True), (61, False)])
def test_beyond_sixty_cases_the_explorer_leaves_out_their_summaries(
    count: int, summaries: bool, golden_book: Book
) -> None:
    text = shown(golden_book, "explorer", count)
    assert len(rows(text)) == count
    assert ("A case with no more." in text, "| summary-en |" in text) == (summaries, summaries)


@pytest.mark.parametrize(("count", "more"), [(200, False), (201, True)])
def test_beyond_two_hundred_cases_the_explorer_leads_to_the_rest(count: int, more: bool, golden_book: Book) -> None:
    text = shown(golden_book, "explorer", count)
    assert len(rows(text)) == 200
    assert f"all-cases-en ({count})" in text
    assert ("[more-cases-by-country-en 200 201](by-country.md)" in text) == more


@pytest.mark.parametrize(("count", "listed"), [(200, 200), (201, 0)])
def test_beyond_two_hundred_cases_the_map_lists_countries_alone(count: int, listed: int, golden_book: Book) -> None:
    text = shown(golden_book, "map", count)
    assert text.count("data-case=") == listed
    assert ("Norway (201)" in text) == (not listed)
