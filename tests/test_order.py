"""In which order things stand that a chapter lists; tests/golden has too few of each to tell one order from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from handbook.content.book import Book
from handbook.content.models import Bilingual
from handbook.rendering.registry import expand_to_read
from test_comparison import named, numbered, with_cases


def shown(book: Book, directive: str, language: str = "en", key: str = "cases/index") -> str:
    return expand_to_read(f"<!-- handbook:{directive} -->", book, book.page(key, language))


def in_order(text: str, names: Sequence[str]) -> list[str]:
    """``names`` by where each stands in ``text`` for the first time."""
    return sorted(names, key=text.index)


@pytest.mark.parametrize(
    "directive", ["cases", "cases by=country", "cases by=idea", "cases by=kind", "starts", "bibliography", "map"]
)
@pytest.mark.parametrize(("language", "order"), [("es", ["Árbol", "Barco"]), ("en", ["Ship", "Tree"])])
def test_cases_stand_in_the_order_of_their_names(
    directive: str, language: str, order: list[str], golden_book: Book
) -> None:
    one, two = numbered(golden_book, 2, start=golden_book.cases["second"].start)
    book = with_cases(golden_book, named(one, "Barco", "Ship"), named(two, "Árbol", "Tree"))
    assert in_order(shown(book, directive, language), order) == order
    book = with_cases(golden_book, named(two, "Árbol", "Tree"), named(one, "Barco", "Ship"))
    assert in_order(shown(book, directive, language), order) == order


@pytest.mark.parametrize("directive", ["cases by=country", "map", "status"])
@pytest.mark.parametrize(("language", "order"), [("es", ["Alemania", "Austria"]), ("en", ["Austria", "Germany"])])
def test_countries_stand_in_the_order_of_their_names(
    directive: str, language: str, order: list[str], golden_book: Book
) -> None:
    cases = numbered(golden_book, 4)
    codes = ("DE", "AT", "DE", "AT")
    book = with_cases(
        golden_book, *(one.model_copy(update={"country": code}) for one, code in zip(cases, codes, strict=True))
    )
    text = shown(book, directive, language)
    assert in_order(text[text.rfind("<details") if directive == "map" else 0 :], order) == order


def test_the_case_that_has_waited_longest_for_its_review_stands_first(golden_book: Book) -> None:
    years = ("2022", "2020", "2021")
    cases = [
        one.model_copy(update={"reviewed": f"{year}-01-31"})
        for one, year in zip(numbered(golden_book, 3), years, strict=True)
    ]
    text = shown(with_cases(golden_book, *cases), "status")
    assert in_order(text, ["January 2022", "January 2021", "January 2020"]) == [
        "January 2020",
        "January 2021",
        "January 2022",
    ]


def test_the_last_edition_stands_first_among_the_changes(golden_book: Book) -> None:
    (first,) = golden_book.editions
    book = replace(golden_book, editions=(first, first.model_copy(update={"id": "2025.2", "date": "2025-06-30"})))
    assert in_order(shown(book, "changes"), ["{#since-2025-1}", "{#since-2025-2}"]) == [
        "{#since-2025-2}",
        "{#since-2025-1}",
    ]


def test_checklists_of_ideas_stand_by_the_numbers_of_their_ideas(golden_book: Book) -> None:
    def checklist(page: str, title: str) -> dict[str, Any]:
        update = {"id": page, "page": page, "title": Bilingual(es=title, en=title)}
        return {page: golden_book.checklists["idea-one"].model_copy(update=update)}

    book = replace(golden_book, checklists=checklist("plural", "First by name") | checklist("aligned", "Last by name"))
    order = ["Last by name", "First by name"]
    assert in_order(shown(book, "checklists"), order) == order


def test_a_page_of_quizzes_has_none_of_another_section(golden_book: Book) -> None:
    assert shown(golden_book, "quizzes of=route").strip() == ""


def test_ideas_to_compare_cases_by_stand_by_their_numbers(golden_book: Book) -> None:
    numbers = {"aligned": 2, "plural": 1}
    ideas = golden_book.vocabulary["ideas"]
    renumbered = {id: ideas[id].model_copy(update={"number": number}) for id, number in numbers.items()}
    book = replace(golden_book, vocabulary={**golden_book.vocabulary, "ideas": renumbered})
    assert in_order(shown(book, "compare"), ["Aligned", "Plural"]) == ["Plural", "Aligned"]
