"""Which cases a comparison takes, in which order, and what it says of them; tests/golden has whole tables."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from handbook.content.book import Book
from handbook.content.case_selection import select
from handbook.content.models import Action, Bilingual, Case, ShowsIdea
from handbook.rendering.registry import expand_to_read

ONE = Bilingual(es="Uno", en="One")


def shows(basis: Any = "stated", **more: Any) -> ShowsIdea:
    return ShowsIdea(id="aligned", basis=basis, how=ONE, **more)


def with_cases(book: Book, *cases: Case) -> Book:
    return replace(book, cases={case.id: case for case in cases})


def numbered(book: Book, count: int, **fields: Any) -> list[Case]:
    """Cases ``c01``, ``c02``, … called 01, 02, … that show the idea of being aligned, and nothing else."""
    return [
        book.cases["bare"].model_copy(
            update={
                "id": f"c{number:02}",
                "name": Bilingual(es=f"{number:02}", en=f"{number:02}"),
                "ideas": (shows(),),
                **fields,
            }
        )
        for number in range(1, count + 1)
    ]


def named(case: Case, es: str, en: str, **fields: Any) -> Case:
    return case.model_copy(update={"name": Bilingual(es=es, en=en), **fields})


def compared(book: Book, directive: str = "comparison idea=aligned", language: str = "en") -> str:
    return expand_to_read(f"<!-- handbook:{directive} -->", book, book.page("ideas/01-aligned", language))


def rows(text: str) -> list[str]:
    """The ids of the cases in a table, in its order."""
    return re.findall(r"^\| \[[^\]]*\]\(\.\./cases/([\w-]+)\.md\)", text, re.M)


def cells(text: str, case_id: str) -> list[str]:
    row = next(line for line in text.splitlines() if f"cases/{case_id}.md" in line)
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


# ------------------------------------------------------------------------------------------------- the cut at twelve


def test_twelve_cases_are_all_shown_without_a_link_to_more(golden_book: Book) -> None:
    text = compared(with_cases(golden_book, *numbered(golden_book, 12)))
    assert len(rows(text)) == 12
    assert "more-cases" not in text


def test_of_thirteen_cases_twelve_are_shown_and_a_link_leads_to_the_rest(golden_book: Book) -> None:
    text = compared(with_cases(golden_book, *numbered(golden_book, 13)))
    assert len(rows(text)) == 12
    assert text.strip().endswith("\n\n[more-cases-en 12 13](../cases/by-idea.md#idea-aligned)")


@pytest.mark.parametrize(
    ("directive", "target"),
    [
        ("comparison", "index.md"),
        ("comparison idea=aligned,plural", "by-idea.md#idea-aligned"),
        ("comparison country=NO", "by-country.md#country-no"),
        ("comparison kind=region country=NO", "by-kind.md#kind-region"),
    ],
)
def test_the_link_to_the_rest_leads_to_the_list_of_what_is_compared(
    directive: str, target: str, golden_book: Book
) -> None:
    text = compared(with_cases(golden_book, *numbered(golden_book, 13)), directive)
    assert f"[more-cases-en 12 13](../cases/{target})" in text


def left_out(book: Book, *cases: Case) -> list[str]:
    """The cases that a comparison of all of them does not show."""
    return sorted({case.id for case in cases} - set(rows(compared(with_cases(book, *cases)))))


def test_a_case_that_only_the_editors_read_so_gives_way_to_those_of_which_a_source_says_it(golden_book: Book) -> None:
    action = Action(text=ONE, source="alvarez")
    thirteen = numbered(golden_book, 13)
    thirteen[4] = thirteen[4].model_copy(update={"ideas": (shows("supported"),), "actions": (action,) * 9})
    assert left_out(golden_book, *thirteen) == ["c05"]


@pytest.mark.parametrize("field", ["actions", "lessons", "figures"])
def test_of_cases_with_the_same_basis_the_one_with_least_to_tell_gives_way(field: str, golden_book: Book) -> None:
    full = getattr(golden_book.cases["whole"], field)[:1]
    thirteen = numbered(golden_book, 13, **{field: full})
    thirteen[6] = numbered(golden_book, 7)[6]
    assert left_out(golden_book, *thirteen) == ["c07"]


def test_of_equal_cases_the_first_by_name_are_shown(golden_book: Book) -> None:
    assert rows(compared(with_cases(golden_book, *numbered(golden_book, 14)))) == [f"c{n:02}" for n in range(1, 13)]


# ------------------------------------------------------------------------------------------------------------- order


@pytest.mark.parametrize(("language", "order"), [("es", ["one", "two"]), ("en", ["two", "one"])])
def test_cases_stand_in_the_order_of_their_names_in_the_readers_language(
    language: str, order: list[str], golden_book: Book
) -> None:
    first, second = numbered(golden_book, 2)
    book = with_cases(golden_book, named(second, "Árbol", "Tree", id="one"), named(first, "Barco", "Ship", id="two"))
    assert rows(compared(book, language=language)) == order


def test_a_case_that_says_more_stands_no_higher(golden_book: Book) -> None:
    one, two = numbered(golden_book, 2)
    two = two.model_copy(update={"lessons": (ONE, ONE)})
    one = one.model_copy(update={"ideas": (shows("supported"),)})
    assert rows(compared(with_cases(golden_book, two, one))) == ["c01", "c02"]


# ------------------------------------------------------------------------------------------------------------- cells


def test_an_editors_reading_is_marked_and_what_a_source_says_is_not(golden_book: Book) -> None:
    one, two = numbered(golden_book, 2)
    book = with_cases(golden_book, one, two.model_copy(update={"ideas": (shows("supported"),)}))
    text = compared(book, "comparison idea=aligned columns=what,basis")
    assert cells(text, "c01") == ["One", "basis-stated-en"]
    assert cells(text, "c02") == ["One *(editors-reading-en)*", "basis-supported-en"]


def test_the_lesson_for_the_idea_comes_before_the_first_lesson_of_the_case(golden_book: Book) -> None:
    lesson, general = Bilingual(es="Suya", en="Its own"), Bilingual(es="Otra", en="Another")
    one, two, three = numbered(golden_book, 3, lessons=(general, ONE))
    book = with_cases(
        golden_book,
        one.model_copy(update={"ideas": (shows(lesson=lesson),)}),
        two,
        three.model_copy(update={"lessons": ()}),
    )
    text = compared(book, "comparison idea=aligned columns=lesson")
    assert [cells(text, id) for id in ("c01", "c02", "c03")] == [["Its own"], ["Another"], ["—"]]


def test_the_columns_stand_in_the_order_in_which_they_were_asked_for(golden_book: Book) -> None:
    text = compared(golden_book, "comparison idea=aligned columns=level,country")
    assert "| case-en | column-level-en | column-country-en |" in text


def test_the_population_stands_with_its_year_and_is_a_dash_where_no_source_gives_it(golden_book: Book) -> None:
    text = compared(golden_book, "comparison columns=population")
    assert [cells(text, case) for case in ("whole", "bare")] == [["1,250,000 inhabitants-en (2012)"], ["—"]]


def test_the_first_idea_of_several_that_the_case_shows_is_told(golden_book: Book) -> None:
    text = compared(golden_book, "comparison idea=plural,aligned columns=what")
    assert cells(text, "whole") == ["Its plan asks for it."]
    assert cells(text, "second") == ["It answers a law. *(editors-reading-en)*"]


def test_the_caption_names_what_is_compared(golden_book: Book) -> None:
    text = compared(golden_book, "comparison country=CO idea=aligned,plural")
    assert text.strip().splitlines()[0] == "cases-compared-en: aligned, plural, colombia"


# --------------------------------------------------------------------------------------------------------- selection


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ({}, ["second", "whole", "bare"]),
        ({"columns": "what"}, ["second", "whole", "bare"]),
        ({"idea": "plural"}, ["whole"]),
        ({"idea": "durable"}, []),
        ({"step": "funding"}, ["whole"]),
        ({"dimension": "services"}, ["whole"]),
        ({"modality": "twinning,networks"}, ["second", "whole"]),
        ({"country": "CO,NO"}, ["second", "whole", "bare"]),
        ({"country": "CO", "kind": "region"}, ["second"]),
        ({"country": "NO", "idea": "aligned"}, []),
    ],
)
def test_a_comma_means_or_and_two_filters_mean_and(
    arguments: dict[str, str], ids: list[str], golden_book: Book
) -> None:
    assert [case.id for case in select(golden_book, arguments, "en")] == ids
