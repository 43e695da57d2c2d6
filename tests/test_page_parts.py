"""What stands where on the page of a chapter, and how long it takes to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CHECKLIST, PROJECT, make_project, write_chapter
from handbook.content.languages import LANGUAGES
from handbook.loading import load_book
from handbook.rendering.reading_time import WORDS_A_MINUTE, reading_minutes
from handbook.website.page_parts import page_parts
from handbook.website.template_context import page_facts
from lxml import html

TITLE = '<h1 id="a">A</h1>\n'
CLASSROOM, SOURCES = '<h2 id="discuss">Class</h2><p>?</p>', '<h2 id="sources">Sources</h2>'
NOTES = '<section class="footnotes" role="doc-endnotes"></section>'


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        (f"{TITLE}<p>L</p><p>M</p><hr>{CLASSROOM}{SOURCES}{NOTES}", (TITLE, "<p>L</p><p>M</p>", "<hr>", CLASSROOM, SOURCES + NOTES)),
        (f'{TITLE}<p class="lead">L</p>{SOURCES}', (TITLE, '<p class="lead">L</p>', "", "", SOURCES)),
        (f"{TITLE}<ul></ul><p>T</p>", (TITLE, "", "<ul></ul><p>T</p>", "", "")),
        (f"{TITLE}<pre>T</pre>", (TITLE, "", "<pre>T</pre>", "", "")),
        (f"{TITLE}<p>L</p>{CLASSROOM}{NOTES}", (TITLE, "<p>L</p>", "", CLASSROOM, NOTES)),
        ("<ul></ul>", ("", "", "<ul></ul>", "", "")),
    ],
)  # fmt: skip
def test_a_page_is_taken_apart_into_title_lead_text_classroom_and_end(html: str, parts: tuple[str, ...]) -> None:
    found = page_parts(html)
    assert (found.title, found.lead, found.text, found.classroom, found.end) == parts


# ---------------------------------------------------------------------------------------------------------- reading


def minutes(root: Path, body: str) -> int:
    make_project(root)
    write_chapter(root, "ideas/index", "ideas", "ideas", f"# Ideas\n\n{body}")
    (root / "data/checklists").mkdir(exist_ok=True)
    items = "\n".join(
        f'      - {{id: i{n}, text: {{es: "{"palabra " * 10}.", en: "{"word " * 10}."}}, basis: ours}}'
        for n in range(60)
    )
    head, _, _ = CHECKLIST.partition("      - ")
    (root / "data/checklists/idea-aligned.yml").write_text(f"{head}{items}\n", encoding="utf-8")
    book = load_book(root)
    return reading_minutes(book.of("en"), book.chapter("ideas/index", "en"))


def words(count: int) -> str:
    return "{Palabra|Word} " * count


def test_what_a_directive_brings_takes_time_to_read(tmp_path: Path) -> None:
    text = f"## {{Cómo|How}} {{#how}}\n\n{words(200)}.\n"
    assert minutes(tmp_path / "without", text) == 1
    assert minutes(tmp_path / "with", f"{text}\n<!-- handbook:checklist id=idea-aligned -->\n") == 4


def test_a_minute_is_what_is_read_in_it_and_a_word_more_is_another(tmp_path: Path) -> None:
    # With the title.
    assert minutes(tmp_path / "one", f"{words(WORDS_A_MINUTE - 1)}.\n") == 1
    assert minutes(tmp_path / "two", f"{words(WORDS_A_MINUTE)}.\n") == 2


def test_the_part_for_the_classroom_has_minutes_of_its_own(tmp_path: Path) -> None:
    assert minutes(tmp_path, f"{words(100)}.\n\n## {{Aula|Class}} {{#discuss}}\n\n{words(500)}.\n") == 1


# ---------------------------------------------------------------------------------------------------- buttons


@pytest.mark.parametrize(
    ("sections", "anchors"),
    [
        ("checklist cases examples exercise", ["checklist", "cases", "exercise"]),
        ("examples checklist", ["checklist", "examples"]),
        ("why", []),
    ],
)
def test_the_buttons_lead_to_the_checklist_an_example_and_the_exercise_that_there_are(
    sections: str, anchors: list[str], tmp_path: Path
) -> None:
    make_project(tmp_path)
    body = "\n".join(f"## {{Sección|Section}} {one} {{#{one}}}\n\n{{Texto|Text}}.\n" for one in sections.split())
    write_chapter(tmp_path, "ideas/index", "ideas", "ideas", f"# Ideas\n\n{body}")
    book = load_book(tmp_path)
    for language in LANGUAGES:
        facts = page_facts(book.of(language), "ideas/index", language, "https://x.example/", "X")
        assert [anchor for anchor, _ in facts.shortcuts] == anchors


# ------------------------------------------------------------------------------------------------------ on the site


@pytest.mark.site
@pytest.mark.parametrize("address", ["ideas/01-alineada/", "en/route/14-indicators/", "en/dialogue/guide/"])
def test_a_chapter_begins_with_place_title_lead_buttons_and_ends_with_teaching_and_sources(
    address: str, site: Path
) -> None:
    article = html.fromstring((site / address / "index.html").read_bytes()).find(".//article")
    names = [one.get("id") or one.get("class") or one.tag for one in article]
    title = next(index for index, one in enumerate(article) if one.tag == "h1")
    after = [one for one in article[title + 1 :] if "route-progress" not in one.get("class", "")]
    assert [one.tag for one in after[:3]] == ["p", "p", "details"]
    assert [one.get("class") for one in after[1:3]] == ["actions shortcuts", "toc"]
    assert 1 <= len(after[1].findall("a")) <= 3
    assert names.index("teaching") == names.index("sources") - 1
    ids = set(article.xpath(".//@id"))
    assert {link.get("href")[1:] for link in after[1].findall("a")} <= ids


@pytest.mark.site
def test_the_lead_has_the_anchor_of_the_section_whose_heading_it_replaces(site: Path) -> None:
    listed = (PROJECT / "data/permalinks.txt").read_text(encoding="utf-8").split()
    promised = [line.partition("#")[0] for line in listed if line.endswith("#brief")]
    assert len(promised) > 100
    tags = set()
    for address in promised:
        page = html.fromstring((site / address.strip("/") / "index.html").read_bytes())
        tags |= {(one.tag, one.get("class")) for one in page.xpath("//*[@id='brief']")}
    assert tags == {("p", "lead")}
