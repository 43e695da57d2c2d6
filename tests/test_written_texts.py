"""Texts as people really write, paste and merge them: nothing is lost in silence, and every message helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import CASE, PROJECT
from handbook.content.models import Case, Glossary, Sources
from handbook.loading import load_vocabulary
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded, as_record

RECORD = CASE.format(id="alfa")
CHAPTER = """\
---
id: plural
title: Plural
description: Varios actores participan.
---
# Plural

## Casos {#cases}

Un párrafo con varias palabras.
"""


@pytest.fixture(scope="module")
def vocabulary() -> Mapping[str, Any]:
    return load_vocabulary(PROJECT)[0]


def read_case(text: str, vocabulary: Mapping[str, Any]) -> tuple[Loaded | None, list[Finding]]:
    return as_record(text.encode(), "data/cases/alfa.yml", Case, vocabulary)


def read_chapter(text: str, vocabulary: Mapping[str, Any]) -> tuple[Loaded | None, list[Finding]]:
    return parse_chapter(text.encode(), "docs/ideas/02-plural.es.md", "ideas/02-plural", "es", vocabulary)


def places(findings: list[Finding]) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in findings]


def test_the_case_and_the_chapter_of_these_tests_are_good(vocabulary: Mapping[str, Any]) -> None:
    assert read_case(RECORD, vocabulary)[1] == []
    assert read_chapter(CHAPTER, vocabulary)[1] == []


# ---------------------------------------------------------------------------------------------------- merge conflicts

CONFLICT = "<<<<<<< HEAD\n{0}\n=======\n{1}\n>>>>>>> branch\n"
DIFF3 = "<<<<<<< HEAD\n{0}\n||||||| 1a2b3c4\n{1}\n=======\n{1}\n>>>>>>> branch\n"


@pytest.mark.parametrize("style", [CONFLICT, DIFF3])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_conflict_in_a_record_is_one_finding_at_its_first_line(
    style: str, line_end: str, vocabulary: Mapping[str, Any]
) -> None:
    text = RECORD.replace("kind: municipality\n", style.format("kind: municipality", "kind: region"))
    loaded, found = read_case(text.replace("\n", line_end), vocabulary)
    assert (loaded, places(found)) == (None, [(4, 1, "merge-conflict")])


@pytest.mark.parametrize("model", [Sources, Glossary])
def test_a_conflict_in_a_list_of_entries_is_one_finding(model: Any, vocabulary: Mapping[str, Any]) -> None:
    text = "entries:\n" + CONFLICT.format("  - id: uno", "  - id: dos")
    assert places(as_record(text.encode(), "data/list.yml", model, vocabulary)[1]) == [(2, 1, "merge-conflict")]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (CHAPTER + "\n" + CONFLICT.format("uno", "dos"), (12, 1)),
        (CHAPTER + "\n" + DIFF3.format("uno", "dos"), (12, 1)),
        (CHAPTER + "\n```text\n" + CONFLICT.format("uno", "dos") + "```\n", (13, 1)),
        (CHAPTER.replace("title: Plural\n", CONFLICT.format("title: Plural", "title: Varios")), (3, 1)),
        ("<<<<<<< HEAD\n" + CHAPTER, (1, 1)),
        (CHAPTER + "\nuno\n\n>>>>>>> branch\n", (14, 1)),
        (CHAPTER + "\n||||||| 1a2b3c4\n", (12, 1)),
    ],
    ids=["body", "diff3", "code", "front matter", "before the front matter", "only the end", "only the middle"],
)
def test_a_conflict_in_a_chapter_is_one_finding_at_its_first_line(
    written: str, place: tuple[int, int], vocabulary: Mapping[str, Any]
) -> None:
    loaded, found = read_chapter(written, vocabulary)
    assert (loaded, places(found)) == (None, [(*place, "merge-conflict")])


@pytest.mark.parametrize("written", ["Nota <<<<<<< HEAD\n", "| a | b |\n|---|---|\n| c | d |\n", "`||||||| x`\n"])
def test_signs_that_are_no_conflict_are_let_be(written: str, vocabulary: Mapping[str, Any]) -> None:
    codes = [one.code for one in read_chapter(f"{CHAPTER}\n{written}", vocabulary)[1]]
    assert "merge-conflict" not in codes
