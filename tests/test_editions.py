"""Editions: which linked sections have changed in substance since, in each language."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, write_case, write_chapter
from handbook.checking import edition_wording
from handbook.content import recorded_editions
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.loading import inspect, load_book
from handbook.rendering.registry import expand
from handbook.upkeep.present_wording import present_wording

CHAPTER = """\
# {Alineada|Aligned}

{Entrada|Opening}.

## {Por qué|Why} {#why}

{La razón es el plan de 2014. No hay otra.|The reason is the plan of 2014. There is no other.}

## {Cómo|How} {#how}

{Se hace así, con calma.|It is done like this, calmly.}

## {Lista|List} {#list}

<!-- handbook:checklist id=things -->
"""
NOTHING = {
    "es": "Nada ha cambiado en sustancia desde la edición 2026.1.",
    "en": "Nothing has changed in substance since edition 2026.1.",
}
CHECKLIST = """\
id: things
title: {es: "Cosas", en: "Things"}
page: aligned
groups:
  - id: all
    items:
      - {id: one, text: {es: "Uno.", en: "One."}, basis: ours}
"""


@pytest.fixture
def first(project: Path) -> Path:
    """A project whose first edition is recorded."""
    (project / "data/checklists").mkdir()
    (project / "data/checklists/things.yml").write_text(CHECKLIST, encoding="utf-8")
    index = "# {Ideas|Ideas}\n\n## {Una|One} {#one}\n\n[{Una|One}](01-aligned.md)\n"
    write_chapter(project, "ideas/index", "ideas", "ideas", index)
    chapter(project)
    recorded_editions.record(load_book(project))
    return project


def chapter(root: Path, old: str = "", new: str = "") -> None:
    assert old in CHAPTER
    write_chapter(
        root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", CHAPTER.replace(old, new) if old else CHAPTER
    )


def listed(root: Path, language: str = "en") -> str:
    return shown(load_book(root), language)


def shown(book: Book, language: str) -> str:
    return expand("<!-- handbook:changes -->", book, book.page("about/changes", language))


def test_the_first_edition_says_that_it_is_the_first(first: Path) -> None:
    assert "2026.1 is the first edition" in listed(first)
    assert "2026.1 es la primera edición" in listed(first, "es")
    assert NOTHING["en"] in listed(first)


def test_a_changed_section_is_listed_with_its_link_and_no_other(first: Path) -> None:
    chapter(first, "There is no other.", "The council decides.")
    assert "### Since edition 2026.1 (21 November 2026) {#since-2026-1}" in listed(first)
    assert "- [Aligned](../ideas/01-aligned.md): [Why](../ideas/01-aligned.md#why) (changed)\n" in listed(first) + "\n"
    assert "#how" not in listed(first)


def test_a_change_in_one_language_is_listed_in_that_language(first: Path) -> None:
    chapter(first, "There is no other.", "The council decides.")
    assert NOTHING["es"] in listed(first, "es")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It is done like this, calmly.", "It is done like this: calmly"),
        ("It is done like this, calmly.", "It is   done\nlike *this*, Calmly."),
        ("Se hace así, con calma.", "Se hace asi, con calma."),
    ],
)
def test_a_typing_error_that_was_corrected_is_not_listed(old: str, new: str, first: Path) -> None:
    chapter(first, old, new)
    assert NOTHING["en"] in listed(first) and NOTHING["es"] in listed(first, "es")


def test_a_word_that_was_mended_is_not_listed_once_that_is_declared(first: Path) -> None:
    chapter(first, "calmly", "clamly")
    assert "#how" in listed(first)
    result = handbook("edition", "--typo", "aligned#how", root=first)
    assert result.returncode == 0, result.stderr
    assert NOTHING["en"] in listed(first)


def test_declaring_a_section_that_is_not_there_is_refused(first: Path) -> None:
    before = (first / "data/editions/2026.1.yml").read_bytes()
    result = handbook("edition", "--typo", "aligned#nothing", root=first)
    assert result.returncode == 1 and "aligned#nothing" in result.stderr
    assert (first / "data/editions/2026.1.yml").read_bytes() == before


def test_a_section_that_the_edition_did_not_have_cannot_be_declared_the_same(first: Path) -> None:
    chapter(first, "{#how}", "{#way}")
    result = handbook("edition", "--typo", "aligned#way", root=first)
    assert result.returncode == 1 and "aligned#way" in result.stderr


def test_a_number_that_changed_is_listed(first: Path) -> None:
    chapter(first, "the plan of 2014", "the plan of 2015")
    assert "#why" in listed(first)


def test_a_section_changes_with_the_checklist_that_it_shows(first: Path) -> None:
    (first / "data/checklists/things.yml").write_text(CHECKLIST.replace("One.", "Two."), encoding="utf-8")
    assert "[List](../ideas/01-aligned.md#list) (changed)" in listed(first)


def test_new_and_vanished_sections_and_pages_are_listed(first: Path) -> None:
    chapter(first, "{#how}", "{#way}")
    write_case(first, "gamma")
    (first / "data/cases/beta.yml").unlink()
    text = listed(first)
    assert "[How](../ideas/01-aligned.md#way) (new); `#how` (gone)" in text
    assert "- [Town gamma](../cases/gamma.md): new page" in text
    assert "Pages that are gone: `beta`" in text


def test_a_case_changes_section_by_section(first: Path) -> None:
    write_case(first, "alfa", lambda text: text.replace("First lesson.", "Another lesson."))
    assert "- [Town alfa](../cases/alfa.md): [Lessons](../cases/alfa.md#lessons) (changed)" in listed(first)


def test_renewing_the_review_of_a_case_changes_nothing(first: Path) -> None:
    write_case(first, "alfa", lambda text: text.replace('reviewed: "2026-11-21"', 'reviewed: "2026-12-01"'))
    assert NOTHING["en"] in listed(first)


def test_every_edition_is_compared_with_the_present_text(first: Path) -> None:
    old = first / "data/editions/2026.1.yml"
    text = old.read_text(encoding="utf-8").replace('"2026.1"', '"2025.1"').replace("2026-11-21", "2025-11-21")
    (first / "data/editions/2025.1.yml").write_text(text, encoding="utf-8")
    chapter(first, "There is no other.", "The council decides.")
    old.unlink()
    recorded_editions.record(load_book(first))
    shown_ = listed(first)
    assert shown_.index("Since edition 2026.1") < shown_.index("Since edition 2025.1")
    assert "Nothing has changed in substance since edition 2026.1." in shown_
    assert shown_.count("#why") == 1


def test_recording_twice_gives_the_same_bytes(first: Path) -> None:
    before = (first / "data/editions/2026.1.yml").read_bytes()
    assert handbook("edition", "--record", root=first).returncode == 0
    assert (first / "data/editions/2026.1.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [('id: "2026.1"', 'id: "2026.2"', "id-not-file-name"), ('id: "2026.1"', 'id: "new"', "bad-edition")],
)
def test_a_record_that_was_edited_by_hand_is_a_finding(old: str, new: str, code: str, first: Path) -> None:
    file = first / "data/editions/2026.1.yml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert [one.code for one in inspect(first)[1]] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [('id: 2026.1\ndate: "2026-11-21"\n', "not-text"), ('id: "2026.1"\ndate: "soon"\n', "not-a-date")],
)
def test_an_edition_that_cannot_be_read_is_a_finding(text: str, code: str, project: Path) -> None:
    (project / "data/edition.yml").write_text(text, encoding="utf-8")
    assert [(one.path, one.code) for one in inspect(project)[1]] == [("data/edition.yml", code)]


def test_every_section_of_a_case_page_can_be_listed() -> None:
    """The template of a case and the table of its sections name the same anchors."""
    template = (PROJECT / "overrides/handbook/case.md").read_text(encoding="utf-8")
    anchors = set(re.findall(r"^## .*\{: #([a-z-]+)[ {]", template, re.M))
    assert anchors == recorded_editions.CASE_SECTIONS.keys() - {recorded_editions.TOP}


# -------------------------------------------------------------------------------------------------------- the wording


@pytest.fixture
def kept(first: Path) -> Path:
    """A project whose first edition is recorded with its wording."""
    result = handbook("edition", "--record", root=first)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == ["data/editions/2026.1.yml", "data/editions/2026.1.text.json.gz"]
    return first


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("es", "## Por qué\n\nLa razón es el plan de 2014. No hay otra.", "## Por qué\n\nLa razón es el acuerdo."),
        (
            "en",
            "## Why\n\nThe reason is the plan of 2014. There is no other.",
            "## Why\n\nThe reason is the agreement.",
        ),
    ],
)
def test_a_section_that_changed_can_be_read_as_it_was_and_as_it_is(
    language: str, old: str, new: str, kept: Path
) -> None:
    chapter(
        kept,
        "{La razón es el plan de 2014. No hay otra.|The reason is the plan of 2014. There is no other.}",
        "{La razón es el acuerdo.|The reason is the agreement.}",
    )
    assert recorded_editions.wording(kept, "2026.1")["aligned"][language]["why"] == old
    assert present_wording(load_book(kept))["aligned"][language]["why"] == new


def test_a_section_is_kept_with_what_its_directives_show(kept: Path) -> None:
    list_ = recorded_editions.wording(kept, "2026.1")["aligned"]["en"]["list"]
    assert list_.startswith("## List\n") and "- [ ] One." in list_
    assert "handbook:" not in list_ and "{" not in list_


def test_a_case_is_kept_section_by_section(kept: Path) -> None:
    case = recorded_editions.wording(kept, "2026.1")["alfa"]
    assert case["es"]["lessons"] == "## Qué puede llevarse otro territorio\n\n- Primera lección."
    assert case["en"]["top"] == "# Town alfa\n\nSummary of alfa.\n\nBrief note: the sources tell little of this case."
    assert "**Country:** Colombia ·" in case["en"]["glance"]


def test_a_chapter_is_kept_with_its_description_and_objectives(kept: Path) -> None:
    file = kept / "docs/ideas/01-aligned.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("slug:", "objectives:\n  - Say why.\nslug:"), encoding="utf-8")
    spanish = kept / "docs/ideas/01-aligned.es.md"
    text = spanish.read_text(encoding="utf-8")
    spanish.write_text(text.replace("slug:", "objectives:\n  - Decir por qué.\nslug:"), encoding="utf-8")
    top = present_wording(load_book(kept))["aligned"]["en"]["top"]
    assert top == "Aligned\n\nAligned.\n\n- Say why.\n\n# Aligned\n\nOpening."


def test_links_inside_the_book_leave_their_text_and_code_is_left_alone(kept: Path) -> None:
    text = "{a|a} [b](../about/sources.md#list) [c](https://example.org/d) `[e](f.md)` {{1}}\n\n```\n## g {#h}\n```"
    chapter(kept, "{Se hace así, con calma.|It is done like this, calmly.}", text)
    how = present_wording(load_book(kept))["aligned"]["en"]["how"]
    assert how == "## How\n\na b [c](https://example.org/d) `[e](f.md)` {{1}}\n\n```\n## g {#h}\n```"


def test_of_a_figure_its_words_are_kept(kept: Path) -> None:
    entries = "".join(f"  - {{id: {id}, label: {{es: {id}, en: Plane {id}}}}}\n" for id in ("one", "two"))
    figure = f"id: planes\ntitle: {{es: A, en: A}}\ndescription: {{es: Dos., en: Two planes.}}\nkind: planes\nentries:\n{entries}"
    (kept / "data/figures").mkdir()
    (kept / "data/figures/planes.yml").write_text(figure, encoding="utf-8")
    chapter(kept, "{Se hace así, con calma.|It is done like this, calmly.}", "<!-- handbook:figure id=planes -->")
    how = present_wording(load_book(kept))["aligned"]["en"]["how"]
    assert {"Two planes.", "Plane one", "Plane two"} <= set(how.split("\n")) and "<" not in how


def test_recording_the_wording_twice_gives_the_same_bytes(kept: Path) -> None:
    write_chapter(kept, "about/changes", "changes", "{cambios|changes}", "# {Qué|What}\n\n<!-- handbook:changes -->\n")
    files = [kept / "data/editions/2026.1.yml", kept / "data/editions/2026.1.text.json.gz"]
    for file in files:
        file.unlink()
    assert handbook("edition", "--record", root=kept).returncode == 0
    before = [file.read_bytes() for file in files]
    assert handbook("edition", "--record", root=kept).returncode == 0
    assert [file.read_bytes() for file in files] == before


def test_a_corrected_typing_error_does_not_change_what_the_edition_said(kept: Path) -> None:
    before = recorded_editions.wording(kept, "2026.1")
    chapter(kept, "calmly", "clamly")
    assert handbook("edition", "--typo", "aligned#how", root=kept).returncode == 0
    assert recorded_editions.wording(kept, "2026.1") == before
    assert handbook("check", root=kept).stdout == "Nothing to mend.\n"


TEXT = "data/editions/2026.1.text.json.gz"


def test_an_edition_whose_text_is_missing_is_a_finding(kept: Path) -> None:
    (kept / TEXT).unlink()
    result = handbook("check", root=kept)
    assert result.returncode == 1
    assert result.stdout.startswith(f"{TEXT}:1:1: the text of edition 2026.1 is missing; bring it back")
    assert codes(kept) == ["wording-missing"]


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda data: b"",
        lambda data: b"no gzip",
        lambda data: data[:-20],
        lambda data: data[:60] + bytes(40) + data[100:],
        lambda data: gzip.compress(b"{"),
        lambda data: gzip.compress(b"\xff"),
        lambda data: gzip.compress(b'{"aligned": {"es": ["why"]}}'),
    ],
    ids=["empty", "not compressed", "cut off", "damaged", "not JSON", "not UTF-8", "other JSON"],
)
def test_an_edition_whose_text_cannot_be_read_is_a_finding(spoilt: Callable[[bytes], bytes], kept: Path) -> None:
    (kept / TEXT).write_bytes(spoilt((kept / TEXT).read_bytes()))
    assert codes(kept) == ["wording-unreadable"]


def test_an_edition_whose_text_lacks_a_section_is_a_finding(kept: Path) -> None:
    pages = {id: dict(languages) for id, languages in recorded_editions.wording(kept, "2026.1").items()}
    pages["aligned"]["es"] = {key: text for key, text in pages["aligned"]["es"].items() if key != "why"}
    recorded_editions.keep_wording(kept, "2026.1", pages)
    assert codes(kept) == ["wording-incomplete"]
    assert "1 differ, the first aligned#why (es)" in handbook("check", root=kept).stdout


def test_a_build_does_not_open_the_text_of_an_edition_and_does_not_publish_it(project: Path) -> None:
    recorded_editions.record(load_book(project))
    (project / TEXT).write_bytes(b"spoilt")
    result = handbook("site", root=project)
    assert result.returncode == 0, result.stderr
    assert not list((project / "site").rglob("*.text.json.gz"))


def codes(root: Path) -> list[str]:
    return [one.code for one in edition_wording.wording_findings(root, load_book(root).editions)]


def test_every_section_of_the_handbook_that_is_hashed_is_kept_in_words() -> None:
    book = load_book(PROJECT)
    now = present_wording(book)
    for language in LANGUAGES:
        hashed = {id: list(sections) for id, sections in recorded_editions.present(book, language).items()}
        assert {id: list(languages[language]) for id, languages in now.items()} == hashed
    assert list(edition_wording.wording_findings(PROJECT, book.editions)) == []


def test_no_sentence_of_a_chapter_is_lost_in_what_is_kept() -> None:
    book = load_book(PROJECT)
    now = present_wording(book)
    lost = [
        (chapter.path, number)
        for chapter in book.chapters.values()
        for section, lines in recorded_editions.chapter_sections(chapter).items()
        for number, line in lines
        if not words(line) <= words(now[chapter.front.id][chapter.language][section])
    ]
    assert lost == []


def words(text: str) -> set[str]:
    """The words of a line of Markdown, without directives, attributes and the targets of links."""
    return set(re.findall(r"\w+", re.sub(r"\]\([^)]*\)|\{[:#][^}]*\}|<!--.*?-->", " ", text)))


def test_the_present_edition_of_the_handbook_is_recorded() -> None:
    book = load_book(PROJECT)
    assert book.edition.id in [one.id for one in book.editions]
    assert {"aligned", "medellin"} <= book.editions[-1].pages.keys()
