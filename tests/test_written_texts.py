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
from handbook.reading.strict_yaml import load_all

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


# -------------------------------------------------------------------------------------------- texts cut by a comment

CUT: list[tuple[str, list[tuple[int, int]], str | None]] = [
    ("es: La oficina #1 de 2010\n", [(1, 16)], 'es: "La oficina #1 de 2010"'),
    ("- Grupo #3 de la Universidad\n", [(1, 9)], '- "Grupo #3 de la Universidad"'),
    ("a: [Grupo #3, Otra]\n", [(1, 11)], 'a: ["Grupo #3", Otra]'),
    ("a: [Otra, Grupo #3]\nb: 1\n", [(1, 17)], 'a: [Otra, "Grupo #3"]'),
    ('a: {es: cap. #2, en: "ch. 2"}\n', [(1, 14)], 'a: {es: "cap. #2", en: "ch. 2"}'),
    ("a: {es: cap. #2, en: ch. #2}\n", [(1, 14)], 'a: {es: "cap. #2", en: ch. #2}'),
    ("entries:\n  - title: Plan #3: el territorio\n", [(2, 17)], '- title: "Plan #3: el territorio"'),
    ("objectives:\n  - Aplicar la regla #1\n", [(2, 22)], '- "Aplicar la regla #1"'),
    ("locator: cap. #2\n", [(1, 15)], 'locator: "cap. #2"'),
    ("es: Uno\n  dos #3 tres\n", [(2, 7)], 'es: "Uno dos #3 tres"'),
    ("es: Uno\n  dos #3 tres\n  cuatro\nb: 1\n", [(2, 7)], 'es: "Uno dos #3 tres"'),
    ("es: #1 de la lista\n", [(1, 5)], 'es: "#1 de la lista"'),
    ("- #1\n", [(1, 3)], '- "#1"'),
    ('es: Plan "Uno" #1\n', [(1, 16)], "es: 'Plan \"Uno\" #1'"),
    ('es: L\'Hospitalet "Uno" #1\n', [(1, 24)], 'es: "L\'Hospitalet \\"Uno\\" #1"'),
    ("kind: municipality # una nota\n", [(1, 20)], 'kind: "municipality # una nota"'),
    ("value: 12 #3\n", [(1, 11)], 'value: "12 #3"'),
    ('a: "Plan" #1\n', [(1, 11)], None),
    ("a: 'Plan'#1\n", [(1, 10)], None),
    ("a: [x] #1\n", [(1, 8)], None),
    ("a: {es: #2, en: x}\nb: 1\n", [(1, 9)], None),
    ("a: [#2, x]\nb: 1\n", [(1, 5)], None),
    ("b: 2\nnombre #1: x\nc: 2\n", [(2, 8)], None),
    ("a: Uno #1\nb: Dos #2\n", [(1, 8), (2, 8)], 'a: "Uno #1"'),
]


@pytest.mark.parametrize(("written", "where", "example"), CUT, ids=[repr(one[0]) for one in CUT])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_text_that_a_comment_would_cut_is_found_where_it_is_cut(
    written: str, where: list[tuple[int, int]], example: str | None, line_end: str
) -> None:
    found = load_all(written.replace("\n", line_end).encode(), "x.yml")[1]
    assert places(found) == [(*place, "cut-by-comment") for place in where]
    assert dict(found[0].words).get("for_example") == example


def test_the_texts_that_a_comment_would_cut_are_read_whole_so_that_the_rest_is_judged_too(
    vocabulary: Mapping[str, Any],
) -> None:
    cut = RECORD.replace('{es: "Resumen de alfa.", en: "Summary of alfa."}', "\n  es: La oficina #1\n  en: Office #1")
    assert places(read_case(cut.replace("kind: municipality", "kind: town"), vocabulary)[1]) == [
        (8, 18, "cut-by-comment"),
        (9, 14, "cut-by-comment"),
        (4, 7, "not-allowed"),
    ]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (CHAPTER.replace("title: Plural", "title: Idea #1: plural"), (3, 13)),
        (CHAPTER.replace("Varios actores", "La regla #1 de varios actores"), (4, 23)),
        (CHAPTER.replace("---\n# P", "objectives:\n  - Aplicar la regla #1\n---\n# P"), (6, 22)),
    ],
    ids=["title", "description", "objectives"],
)
def test_a_text_of_the_front_matter_that_a_comment_would_cut_is_found(
    written: str, place: tuple[int, int], vocabulary: Mapping[str, Any]
) -> None:
    assert places(read_chapter(written, vocabulary)[1]) == [(*place, "cut-by-comment")]


@pytest.mark.parametrize(
    "written",
    [
        "# una nota\na: 1\n  # otra\n#y otra\n",
        'a: "Plan #1" # una nota\n',
        "a: 'Plan'  # una nota\n",
        "a: {es: x, en: z}  # opcional / optional\n",
        "a: [x]  # opcional / optional\n",
        "year: 2014  # opcional / optional\nvalue: 7.5 # una nota\n",
        "lesson:  # opcional / optional\n  es: x\n",
        "end: # no se sabe\n",
        "a: Plan#1\nb: https://example.org/#uno\n",
        "a: >\n  Plan #1\nb: |  # una nota\n  Plan #1\n",
    ],
)
def test_a_comment_that_cuts_no_text_is_let_be(written: str) -> None:
    assert load_all(written.encode(), "x.yml")[1] == []
