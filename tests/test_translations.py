"""Translations: the same shape in both languages, and no page that is silently behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, html_pages, write_chapter
from handbook.checking.translations import TOP, section_hashes, state, with_hashes
from handbook.loading import inspect, load_book
from lxml import html

SHAPE = (
    "# {Plural y ciudadana|Plural and citizen-led}\n\n## {Aquí|Here} {#here}\n\n"
    "{Vea|See} [{una|one}](01-aligned.md) {y|and} [{otra|other}](index.md).\n\n"
    "- {uno|one}\n- {dos|two}\n\n{Título|Title}\n{: .caption }\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"
    '!!! tip "{Nota|Note}"\n    {Texto|Text}.\n\n## {Allá|There} {#there}\n\n{Fin|End}.\n'
)


@pytest.fixture
def shaped(project: Path) -> Path:
    write_chapter(project, "ideas/02-plural", "plural", "02-plural", SHAPE)
    return project


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def english(root: Path) -> Path:
    return root / "docs/ideas/02-plural.en.md"


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("(01-aligned.md)", "(../about/index.md)", 11, "links"),
        ("- two\n", "", 13, "list items"),
        ("| 1 | 2 |\n", "| 1 | 2 |\n| 3 | 4 |\n", 19, "table rows"),
        ("!!! tip", "!!! warning", 23, "admonitions"),
    ],
)
def test_a_part_that_only_one_language_has_is_found_on_its_line(
    shaped: Path, old: str, new: str, line: int, what: str
) -> None:
    change(english(shaped), old, new)
    found = [one for one in inspect(shaped)[1] if one.code == "pair-counts"]
    assert found, "no finding"
    assert {one.path for one in found} == {"docs/ideas/02-plural.en.md"}
    assert line in {one.line for one in found}
    assert f"differ in {what}:" in found[0].text("en")
    assert "docs/ideas/02-plural.es.md:" in found[0].text("es")


def test_a_heading_that_differs_is_found_on_its_line(shaped: Path) -> None:
    change(english(shaped), "## There {#there}", "## There {#yonder}")
    line = english(shaped).read_text(encoding="utf-8").split("\n").index("## There {#yonder}") + 1
    found = [one for one in inspect(shaped)[1] if one.code == "pair-differs"]
    assert [one.line for one in found] == [line]


def test_links_of_a_section_may_stand_in_another_order(shaped: Path) -> None:
    change(english(shaped), "[one](01-aligned.md) and [other](index.md)", "[other](index.md) and [one](01-aligned.md)")
    assert inspect(shaped)[1] == []


def test_an_accepted_page_is_up_to_date(shaped: Path) -> None:
    assert handbook("translations", "accept", "--all", root=shaped).returncode == 0
    assert inspect(shaped)[1] == []
    book = load_book(shaped)
    assert {key for key, language in book.chapters if language == "en" and not state(book, key).recorded} == set()
    assert handbook("translations", "status", "--strict", root=shaped).returncode == 0


def test_accepting_twice_changes_nothing(shaped: Path) -> None:
    handbook("translations", "accept", "--all", root=shaped)
    before = english(shaped).read_bytes()
    handbook("translations", "accept", "ideas/02-plural", root=shaped)
    assert english(shaped).read_bytes() == before


@pytest.mark.parametrize(
    "name", ["plural", "ideas/02-plural", "docs/ideas/02-plural.en.md", "docs/ideas/02-plural.es.md"]
)
def test_a_page_is_accepted_by_its_id_its_key_or_its_path(shaped: Path, name: str) -> None:
    assert handbook("translations", "accept", name, root=shaped).stdout.strip() == "docs/ideas/02-plural.en.md"


def test_an_unknown_page_is_a_wrong_call(shaped: Path) -> None:
    result = handbook("translations", "accept", "plurale", root=shaped)
    assert result.returncode == 2
    assert "plural" in result.stderr


def test_a_changed_spanish_section_is_reported_by_its_id_and_fails_only_when_asked(shaped: Path) -> None:
    handbook("translations", "accept", "--all", root=shaped)
    change(shaped / "docs/ideas/02-plural.es.md", "Fin.", "Fin, y algo más.")
    result = handbook("translations", "status", "--lang", "en", root=shaped)
    assert result.returncode == 0
    assert "docs/ideas/02-plural.en.md: behind: {#there} changed" in result.stdout
    assert "{#here}" not in result.stdout
    assert handbook("translations", "status", "--strict", root=shaped).returncode == 1


def test_white_space_at_the_ends_of_lines_is_no_change(shaped: Path) -> None:
    before = section_hashes(load_book(shaped).chapters["ideas/02-plural", "es"])
    change(shaped / "docs/ideas/02-plural.es.md", "Fin.\n", "Fin.  \n\n\n")
    assert section_hashes(load_book(shaped).chapters["ideas/02-plural", "es"]) == before


def test_the_title_and_what_precedes_the_sections_count_as_one(shaped: Path) -> None:
    before = section_hashes(load_book(shaped).chapters["ideas/02-plural", "es"])
    change(shaped / "docs/ideas/02-plural.es.md", 'description: "Plural y ciudadana."', 'description: "Otra."')
    after = section_hashes(load_book(shaped).chapters["ideas/02-plural", "es"])
    assert {id for id in after if after[id] != before[id]} == {TOP}


def test_a_hash_written_by_hand_is_refused(shaped: Path) -> None:
    change(english(shaped), "---\n# Plural", 'source_hashes: {here: "no"}\n---\n# Plural')
    assert [one.code for one in inspect(shaped)[1]] == ["bad-hash"]


def test_hashes_keep_the_rest_of_the_front_matter_and_the_line_ends() -> None:
    text = '---\r\nid: a\r\nsource_hashes:\r\n  old: "00000000"\r\ntitle: A\r\n---\r\n# A\r\n'
    new = with_hashes(text, {"top": "12345678"})
    assert new == '---\r\nid: a\r\ntitle: A\r\nsource_hashes:\r\n  top: "12345678"\r\n---\r\n# A\r\n'


def test_readers_of_a_page_that_is_behind_are_told_in_their_language(shaped: Path) -> None:
    settings = shaped / "mkdocs.yml"
    change(settings, "ideas/01-aligned.md", "ideas/01-aligned.md\n  - ideas/02-plural.md")
    handbook("translations", "accept", "--all", root=shaped)
    change(shaped / "docs/ideas/02-plural.es.md", "Fin.", "Fin, y algo más.")
    result = handbook("site", root=shaped)
    assert result.returncode == 0, result.stderr
    notices = {
        page.relative_to(shaped / "site").as_posix(): found
        for page in html_pages(shaped / "site")
        if (found := html.fromstring(page.read_bytes()).xpath("//aside[contains(@class, 'behind')]"))
    }
    assert list(notices) == ["en/ideas/02-plural/index.html"]
    notice = notices["en/ideas/02-plural/index.html"][0]
    assert "has changed since this translation" in notice.text_content()
    assert notice.xpath(".//li/a/@href") == ["#there"]
    assert notice.xpath(".//p/a/@hreflang") == ["es"]


# Words that a text of some length in one language always has, and that the other has not.
STOP_WORDS = {
    "es": {"el", "la", "los", "las", "que", "una", "por", "con", "para", "del", "se", "es"},
    "en": {"the", "of", "and", "to", "is", "that", "with", "for", "by", "are", "this", "from"},
}


@pytest.mark.site
def test_every_page_is_in_the_language_that_it_says(site: Path) -> None:
    wrong = []
    for page in html_pages(site):
        tree = html.fromstring(page.read_bytes())
        language = tree.get("lang")
        main = tree.find(".//main")
        if main is None or language not in STOP_WORDS or page.name == "404.html":
            continue
        for foreign in main.xpath(".//*[@lang] | .//code | .//pre | .//script"):
            foreign.drop_tree()
        words = re.findall(r"[a-záéíóúñü]+", main.text_content().lower())
        count = {one: sum(word in stop for word in words) for one, stop in STOP_WORDS.items()}
        other = "en" if language == "es" else "es"
        if len(words) > 40 and count[language] <= 2 * count[other]:
            wrong.append(f"{page.relative_to(site)}: says {language}, reads {count}")
    assert wrong == []


def test_the_books_english_pages_are_recorded() -> None:
    book = load_book(PROJECT)
    assert [key for key, one in book.chapters if one == "en" and not state(book, key).recorded] == []
