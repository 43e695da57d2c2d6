"""The page that says how the handbook stands, and the dates that may not lie."""

from __future__ import annotations

import ast
import datetime
import re
from pathlib import Path

import pytest
from babel.dates import format_date
from conftest import EDITION, PROJECT, handbook, write_case
from handbook.checking.rules import RULES
from handbook.content.languages import LOCALES
from handbook.loading import load_book
from handbook.rendering.directives.handbook_status import due_for_review, status


def shown(root: Path, language: str = "es") -> str:
    key = "about/index"
    book = load_book(root)
    return status(book, book.page(key, language), {})


def test_it_counts_what_there_is(project: Path) -> None:
    text = shown(project, "en")
    assert "| Cases | 2 |" in text
    assert "| Chapters, each in both languages | 6 |" in text
    assert "| Colombia | 2 | 2 | 0 |" in text
    assert "| Idea 1. Aligned | 2 | 0 |" in text


def test_pages_that_nobody_compared_or_that_are_behind_are_named(project: Path) -> None:
    assert "sin comparar todavía" in shown(project)
    handbook("translations", "accept", "--all", root=project)
    assert "corresponde a la versión actual" in shown(project)
    chapter = project / "docs/ideas/index.es.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\nMás.\n", encoding="utf-8")
    assert re.search(r"\| \[Ideas\]\(\.\./ideas/index\.md\) \| one \|", shown(project))


@pytest.mark.parametrize(("reviewed", "due"), [("2024-11-20", True), ("2024-11-21", False), ("2026-01-01", False)])
def test_a_case_is_due_two_years_after_its_review(project: Path, reviewed: str, due: bool) -> None:
    write_case(project, "alfa", lambda text: text.replace("2026-11-21", reviewed))
    cases = due_for_review(load_book(project), datetime.date(2026, 11, 21))
    assert [case.id for case in cases] == (["alfa"] if due else [])
    assert ("20 de noviembre de 2024" in shown(project)) == due


def test_it_names_the_number_of_rules_and_the_day_of_the_edition(project: Path) -> None:
    text = shown(project)
    written = [
        node.name
        for file in (PROJECT / "hooks/handbook/checking/rules").glob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(one).startswith("rule(") for one in node.decorator_list)
    ]
    assert sorted(rule.__name__ for rule in RULES) == sorted(written)
    assert f"{len(written)} reglas" in text
    assert "21 de noviembre de 2026" in text


def test_it_asks_no_clock(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setattr(time, "time", lambda: pytest.fail("the build asked what time it is"))
    shown(project)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_accessibility_statement_is_of_this_edition_and_not_older_than_a_year(language: str) -> None:
    """Renew the statement with each edition: read it, mend what is no longer so, and write the day of the edition."""
    text = (PROJECT / f"docs/about/accessibility.{language}.md").read_text(encoding="utf-8")
    day = format_date(EDITION.day.date(), "long", locale=LOCALES[language])
    assert re.search(rf"^(Fecha de esta declaración|Date of this statement): {re.escape(day)}\.$", text, re.M)
