"""Which English pages are behind the Spanish ones, what is reported of them, and how one is recorded as up to date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from handbook.checking.translations import (
    TOP,
    State,
    accept,
    behind_titles,
    key_of,
    report,
    section_hashes,
    state,
    states,
    with_hashes,
)
from handbook.content.book import Book

KEY = "ideas/01-aligned"


def recorded(book: Book, **hashes: str | None) -> Book:
    """The small book whose English page of the first idea records its Spanish sections, changed by ``hashes``."""
    now = {**section_hashes(book.chapters[KEY, "es"]), **hashes}
    english = book.chapters[KEY, "en"]
    front = english.front.model_copy(
        update={"source_hashes": {name: digest for name, digest in now.items() if digest is not None}}
    )
    return replace(book, chapters={**book.chapters, (KEY, "en"): replace(english, front=front)})


def test_a_page_whose_sections_are_all_recorded_is_up_to_date(golden_book: Book) -> None:
    assert state(recorded(golden_book), KEY) == State(KEY, (), (), (), True)


def test_a_page_without_a_record_is_not_behind(golden_book: Book) -> None:
    found = state(golden_book, KEY)
    assert (found.recorded, found.behind, found.changed) == (False, (), ())
    assert found.added == tuple(section_hashes(golden_book.chapters[KEY, "es"]))


def test_sections_that_changed_appeared_or_went_are_told_apart(golden_book: Book) -> None:
    found = state(recorded(golden_book, why="00000000", cases=None, past="11111111"), KEY)
    assert found == State(KEY, ("why",), ("cases",), ("past",), True)
    assert found.behind == ("why", "cases")


def test_every_page_in_both_languages_has_a_state_in_the_order_of_the_keys(golden_book: Book) -> None:
    chapters = {pair: one for pair, one in golden_book.chapters.items() if pair != ("route/index", "es")}
    keys = [one.key for one in states(replace(golden_book, chapters=chapters))]
    assert keys == sorted(key for key, language in chapters if language == "en" and key != "route/index")


@pytest.mark.parametrize(
    ("language", "never", "behind", "total"),
    [
        (
            "es",
            "docs/about/index.en.md: sin registrar; léala junto a la española y use «handbook translations accept»",
            "docs/ideas/01-aligned.en.md: atrasada: {#why} cambió, {#cases} es nueva, {#past} ya no está",
            "por revisar.",
        ),
        (
            "en",
            "docs/about/index.en.md: not recorded; read it beside the Spanish one and use 'handbook translations accept'",
            "docs/ideas/01-aligned.en.md: behind: {#why} changed, {#cases} is new, {#past} is gone",
            "to look at.",
        ),
    ],
)
def test_the_report_has_a_line_for_each_page_that_is_not_up_to_date(
    language: str, never: str, behind: str, total: str, golden_book: Book
) -> None:
    text, any_behind = report(recorded(golden_book, why="00000000", cases=None, past="11111111"), language)
    lines = text.split("\n")
    assert any_behind
    assert (lines[0], lines[-1].endswith(total)) == (never, True)
    assert behind in lines
    assert lines[-1].split()[0] == str(len(states(golden_book)))


def test_the_report_of_pages_that_are_all_up_to_date_is_one_line(golden_book: Book) -> None:
    one = recorded(golden_book)
    one = replace(one, chapters={pair: chapter for pair, chapter in one.chapters.items() if pair[0] == KEY})
    assert report(one, "en") == ("1 pages, 0 to look at.", False)


def test_a_page_that_only_lost_a_section_is_in_the_report(golden_book: Book) -> None:
    one = recorded(golden_book, past="11111111")
    one = replace(one, chapters={pair: chapter for pair, chapter in one.chapters.items() if pair[0] == KEY})
    text, any_behind = report(one, "en")
    assert text.split("\n")[0] == "docs/ideas/01-aligned.en.md: behind: {#past} is gone"
    assert any_behind


def test_readers_are_told_the_titles_of_the_sections_that_are_behind(golden_book: Book) -> None:
    found = behind_titles(recorded(golden_book, why="00000000", **{TOP: "00000000"}), KEY, "en")
    assert found == [(TOP, "Aligned"), ("why", "Why")]


def test_a_section_that_the_english_page_lacks_has_no_title_to_tell(golden_book: Book) -> None:
    english = golden_book.chapters[KEY, "en"]
    fewer = replace(english, headings=tuple(one for one in english.headings if one.id != "why"))
    book = recorded(replace(golden_book, chapters={**golden_book.chapters, (KEY, "en"): fewer}), why="00000000")
    assert behind_titles(book, KEY, "en") == []


def test_the_spanish_page_is_never_behind(golden_book: Book) -> None:
    assert behind_titles(recorded(golden_book, why="00000000"), KEY, "es") == []


@pytest.mark.parametrize("missing", ["es", "en"])
def test_a_page_in_one_language_is_not_behind(missing: str, golden_book: Book) -> None:
    book = recorded(golden_book, why="00000000")
    chapters = {pair: chapter for pair, chapter in book.chapters.items() if pair != (KEY, missing)}
    assert behind_titles(replace(book, chapters=chapters), KEY, "en") == []


# ----------------------------------------------------------------------------------------------------------- accepting


@pytest.fixture
def own(golden_book: Book, tmp_path: Path) -> Book:
    """The small book with a copy of the English page of its first idea at a root of its own."""
    file = tmp_path / golden_book.chapters[KEY, "en"].path
    file.parent.mkdir(parents=True)
    file.write_bytes((golden_book.root / golden_book.chapters[KEY, "en"].path).read_bytes())
    return replace(golden_book, root=tmp_path)


def test_accepting_a_page_records_each_spanish_section(own: Book) -> None:
    assert accept(own, [KEY]) == ["docs/ideas/01-aligned.en.md"]
    front = (own.root / "docs/ideas/01-aligned.en.md").read_text(encoding="utf-8").split("---\n")[1]
    hashes = section_hashes(own.chapters[KEY, "es"])
    assert front.endswith("source_hashes:\n" + "".join(f'  {name}: "{digest}"\n' for name, digest in hashes.items()))


def test_accepting_a_page_again_writes_nothing(own: Book) -> None:
    accept(own, [KEY])
    assert accept(own, [KEY]) == []


def test_a_text_without_front_matter_gets_no_hashes() -> None:
    assert with_hashes("# A\r\n", {"top": "12345678"}) == "# A\n"


@pytest.mark.parametrize(
    "name",
    [
        "aligned",
        "ideas/01-aligned",
        "docs/ideas/01-aligned.es.md",
        "docs/ideas/01-aligned.en.md",
        "docs/ideas/01-aligned.md",
        r"docs\ideas\01-aligned.en.md",
        "./docs/ideas/../ideas/01-aligned.en.md",
        "{root}/docs/ideas/01-aligned.en.md",
    ],
)
def test_a_page_is_named_by_its_path_its_key_or_its_id(name: str, golden_book: Book) -> None:
    root = golden_book.root
    assert key_of(golden_book, root, name.replace("{root}", root.as_posix())) == KEY


def test_a_name_of_no_page_has_no_key(golden_book: Book) -> None:
    assert key_of(golden_book, golden_book.root, "nowhere") is None
