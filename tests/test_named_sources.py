"""A source is named in a numbered note. Where chapters still name it in the sentence, the count may only fall.

After the text of a chapter was edited: ``HANDBOOK_RATCHET=write .venv/bin/pytest tests/test_named_sources.py`` lowers what
is written down in data/sources-in-sentences.txt. It never raises it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import PROJECT, write_chapter
from handbook.checking.rules.named_sources import COUNTS, in_sentences, named, read_counts
from handbook.loading import inspect, load_book

KEY = "ideas/01-aligned"
TEXT = "# {Alineada|Aligned}\n\n{Una frase|A sentence} (AL-LAs 2014).\n\n## {Casos|Cases} {#cases}\n\n%s\n"


def found(project: Path, text: str, counts: str = "") -> list[tuple[str, str, int, int]]:
    write_chapter(project, KEY, "aligned", "01-{alineada|aligned}", text)
    if counts:
        (project / COUNTS).write_text(counts, encoding="utf-8")
    return [(one.code, one.path, one.line, one.column) for one in inspect(project)[1]]


@pytest.mark.parametrize(
    "text",
    [
        "(AL-LAs 2014)",
        "AL-LAs (2014) lo dice",
        "(AL-LAs, 2014, cap. 2)",
        "según Jiménez, Ochoa y Pineda (2010)",
        "(Jiménez, Ochoa and Pineda 2010)",
        "(véase Jiménez s. f., sección 2)",
        "Jiménez (n.d.)",
        "- **Uno.** Dos (Nivia-Ruiz 2012).",
    ],
)
def test_a_source_in_a_sentence_of_a_new_chapter_is_found_where_it_stands(project: Path, text: str) -> None:
    line = f"Texto {text}"
    codes = found(project, f"# {{Alineada|Aligned}}\n\n{line}\n")
    assert [code for code, *_ in codes] == ["source-in-sentence"] * 2
    (_, _, number, column), _ = codes
    written = (project / f"docs/{KEY}.en.md").read_text(encoding="utf-8").split("\n")[number - 1]
    assert written[column - 1 :].startswith(("AL-LAs", "Jiménez", "Nivia"))


@pytest.mark.parametrize(
    "text",
    [
        "Una frase.[^a]\n\n[^a]: AL-LAs 2014, cap. 2.",
        "En 2014, AL-LAs estudió diez ciudades.",
        "Cuaderno AL-LAs, vol. 3.",
        "Se escribe `(AL-LAs 2014)`.",
        "Medellín (2014) y Villanueva (2010).",
    ],
)
def test_a_source_in_a_note_and_a_name_without_its_year_are_let_be(project: Path, text: str) -> None:
    assert found(project, f"# {{Alineada|Aligned}}\n\n## {{Casos|Cases}} {{#cases}}\n\n{text}\n") == []


def test_a_chapter_may_name_sources_as_often_as_is_written_down_and_no_more(project: Path) -> None:
    counts = f"1 docs/{KEY}.es.md\n1 docs/{KEY}.en.md\n"
    assert found(project, TEXT % "Texto.", counts) == []
    assert [one[:3] for one in found(project, TEXT % "Texto (AL-LAs 2014).", counts)] == [
        ("more-sources-in-sentences", f"docs/{KEY}.{language}.md", 13) for language in ("en", "es")
    ]


def test_what_is_written_down_is_what_the_chapters_do() -> None:
    book = load_book(PROJECT)
    pattern, written = named(book.sources), read_counts(PROJECT)
    counts = {chapter.path: len(list(in_sentences(chapter, pattern))) for chapter in book.chapters.values()}
    true = {path: number for path, number in sorted(counts.items()) if number}
    if os.environ.get("HANDBOOK_RATCHET") == "write":
        assert {path: number for path, number in true.items() if number > written.get(path, 0)} == {}
        text = "".join(f"{number} {path}\n" for path, number in true.items())
        (PROJECT / COUNTS).write_text(text, encoding="utf-8")
        return
    assert written == true
