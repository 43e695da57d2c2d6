"""The Sustainable Development Goals that rows of a table are tied to: shown on the page, and in what is given away."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.exporting.built_site import Site
from handbook.exporting.open_data import csv_tables
from handbook.exporting.spreadsheets import table_file
from handbook.loading import load_book
from handbook.rendering.registry import expand_to_read

GOALS = "Peace (16); Cities (11)"
SITE = Site(Path("/nowhere"), "https://manual.example/", {"es": "M", "en": "H"}, {"es": "m", "en": "h"})


@pytest.fixture(scope="module")
def real() -> Book:
    return load_book(PROJECT)


def shown(book: Book, table: str) -> list[list[str]]:
    text = expand_to_read(f"<!-- handbook:table id={table} -->", book, book.page("ideas/01-aligned", "en"))
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_goals_stand_after_the_first_column_with_their_numbers(golden_book: Book) -> None:
    heads, _, first, second = shown(golden_book, "spaces")
    assert heads[:2] == ["Space", "column-goals-en"]
    assert first[:2] == ["Round table", GOALS]
    assert second[:2] == ["Forum", "—"]


def test_a_table_without_goals_has_no_column_for_them(golden_book: Book) -> None:
    assert shown(golden_book, "plain")[0] == ["One", "Two"]


def test_the_spreadsheet_has_the_goals_where_the_page_has_them(golden_book: Book) -> None:
    file = table_file(golden_book, SITE, golden_book.tables["spaces"], "en")
    sheet = openpyxl.load_workbook(io.BytesIO(file)).active
    assert [cell.value for cell in sheet[5]][:3] == ["Space", "column-goals-en", "People"]
    assert [cell.value for cell in sheet[6]][:3] == ["Round table", GOALS, 12500]


def test_the_open_data_give_the_goals_by_their_ids(golden_book: Book) -> None:
    tables = csv_tables(golden_book, SITE)
    _, fields, rows = tables["table-spaces"]
    assert fields[-1]["name"] == "goals"
    assert [row[-1] for row in rows] == ["sdg-16;sdg-11", None]
    assert "goals" not in [field["name"] for field in tables["table-plain"][1]]


def test_there_are_seventeen_goals_in_their_order(real: Book) -> None:
    numbers = [(id, goal.number) for id, goal in real.vocabulary["sdgs"].items()]
    assert numbers == [(f"sdg-{number}", number) for number in range(1, 18)]


def test_each_idea_and_each_theme_of_the_agenda_is_tied_to_goals_once(real: Book) -> None:
    rows = real.tables["goals"].rows
    themes = [row.id for row in real.tables["global-agenda"].rows]
    assert [row.id for row in rows] == [*real.vocabulary["ideas"], *themes]
    assert all(row.goals and len(set(row.goals)) == len(row.goals) for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_goals_calls_ideas_and_themes_by_their_names(real: Book, language: str) -> None:
    ideas = [f"Idea {idea.number}: {idea.name[language]}" for idea in real.vocabulary["ideas"].values()]
    agenda = real.tables["global-agenda"].rows
    word = {"es": "Tema", "en": "Theme"}[language]
    themes = [f"{word}: {row.cells['theme'][language].split(' (#')[0]}" for row in agenda]
    assert [row.cells["subject"][language] for row in real.tables["goals"].rows] == ideas + themes


def test_no_case_is_stamped_with_a_goal(real: Book) -> None:
    assert not [id for id, case in real.cases.items() if "sdg-" in case.model_dump_json()]
