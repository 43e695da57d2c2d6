"""Which Markdown a chapter may use: the list, its examples as the site converts them, its page, and the real chapters."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.content.allowed_markdown import BOXES, CLASSES, CONSTRUCTS, ELEMENTS, SCHEMES, Construct, Refused
from handbook.content.book import Book
from handbook.content.chapters import parse_directive, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.notes import with_own_keys
from handbook.loading import load_book
from handbook.rendering.registry import expand, signatures
from lxml import html
from test_markdown import new_converter, rendered, shown

REFUSED = [one for construct in CONSTRUCTS for one in construct.refused]
each_construct = pytest.mark.parametrize("construct", CONSTRUCTS, ids=[one.id for one in CONSTRUCTS])
each_refused = pytest.mark.parametrize("refused", REFUSED, ids=[one.id for one in REFUSED])
each_language = pytest.mark.parametrize("language", LANGUAGES)

# What each example must make, each found at least once.
MAKES = {
    "headings": ["h2[@id='why']", "h3[@id='small']", "h4[@id='signs']"],
    "text": ["p/strong", "p/em[not(@lang)]", "p/code", "p/em[@lang]"],
    "marks": ["p[@class='lead']", "ol/li[@class='ours']", ".//table/caption[@id]", ".//td[@class='number']"],
    "lists": ["ul/li/ul/li", "ol/li"],
    "tables": ["div[@role='region']/table/thead/tr/th[@scope='col']", ".//tbody/tr/th[@scope='row']", ".//td"],
    "links": [".//a[@href='../ideas/01-aligned.md#why']", ".//a[starts-with(@href, 'https://')]"],
    "notes": ["p/sup/a[@role='doc-noteref']", "section/ol/li[@id]/p/a[@role='doc-backlink']"],
    "code": ["div/pre/code"],
    "boxes": ["div[@class='admonition tip']/p[@class='admonition-title']", "div/ul/li"],
    "quotations": ["blockquote/p[2][starts-with(., '— ')]"],
    "directives": ["comment()"],
}
# Refused though it gives the same page: one way of writing is enough to learn, and to be read by every program.
SAME_PAGE = {"heading-without-space", "emphasis-with-underscores", "list-with-other-sign", "link-by-reference"}


@cache
def book() -> Book:
    return load_book(PROJECT)


def uses(body: html.HtmlElement) -> dict[str, set[str]]:
    """The elements below ``body``, each with the attributes it has somewhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for element in body.iterdescendants():
        if isinstance(element.tag, str):
            found[element.tag] |= set(element.attrib)
    return found


def unlisted(body: html.HtmlElement) -> list[str]:
    found = uses(body)
    return sorted(
        [f"<{tag}>" for tag in found if tag not in ELEMENTS]
        + [f"<{tag} {name}>" for tag in found for name in found[tag] - ELEMENTS.get(tag, frozenset())]
        + [link for link in body.xpath(".//@href") if not _may_lead(link, folder="")]
    )


def _may_lead(link: str, folder: str) -> bool:
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", link)
    return not scheme or (scheme[1] in SCHEMES and folder.startswith(SCHEMES[scheme[1]]))


# -------------------------------------------------------------------------------------------------------- the examples


@each_language
@each_construct
def test_an_example_becomes_only_what_is_listed(construct: Construct, language: str) -> None:
    assert unlisted(rendered(construct.example[language])) == []


@each_language
@each_construct
def test_an_example_becomes_what_it_is_an_example_of(construct: Construct, language: str) -> None:
    body = rendered(construct.example[language])
    assert [path for path in MAKES[construct.id] if not body.xpath(path)] == []


@each_construct
def test_an_example_is_the_same_in_both_languages_but_for_its_words(construct: Construct) -> None:
    spanish, english = (
        [(one.tag, one.get("id")) for one in rendered(construct.example[language]).iter()] for language in LANGUAGES
    )
    assert spanish == english


@each_language
def test_directives_in_examples_exist_and_name_what_exists(language: str) -> None:
    texts = [one.example[language] for one in CONSTRUCTS] + [one.better[language] for one in REFUSED]
    asked = [found for text in texts for line in text.split("\n") if (found := parse_directive(line, 1))]
    known = {"table": book().tables, "figure": book().figures, "checklist": book().checklists}
    assert len(asked) == 4
    assert [one for one in asked if one.name not in signatures() or one.arguments["id"] not in known[one.name]] == []


def test_ids_are_ascii_and_each_stands_once() -> None:
    ids = [one.id for one in (*CONSTRUCTS, *REFUSED)]
    assert len(set(ids)) == len(ids)
    assert [id for id in ids if not re.fullmatch(r"[a-z]+(-[a-z]+)*", id)] == []


# ------------------------------------------------------------------------------------------------------ what is refused


@each_language
@each_refused
def test_what_to_write_instead_is_allowed_itself(refused: Refused, language: str) -> None:
    better = refused.better[language]
    assert unlisted(rendered(better)) == []
    assert [one.id for one in REFUSED if one.example[language] in better.split("\n\n")] == []


@each_language
@each_refused
def test_what_is_refused_is_nowhere_in_what_is_allowed(refused: Refused, language: str) -> None:
    allowed = [one.example[language] for one in CONSTRUCTS]
    assert [text for text in allowed if f"\n{refused.example[language]}\n" in f"\n{text}\n"] == []
    assert refused.example[language] != refused.better[language]


@each_language
@each_refused
def test_what_is_refused_gives_another_page_than_what_is_meant_or_is_known_to_give_the_same(
    refused: Refused, language: str
) -> None:
    def page(text: str) -> str:
        return new_converter().convert(text)

    assert (page(refused.example[language]) == page(refused.better[language])) == (refused.id in SAME_PAGE)


# ------------------------------------------------------------------------------------------------------------- the page


@cache
def guide(language: str) -> html.HtmlElement:
    """The contributors' page as its text becomes HTML."""
    chapter = book().chapters["contribute/markdown", language]
    return rendered(expand(chapter.body, book(), book().page(chapter.key, language)))


def section(construct: Construct, language: str) -> list[html.HtmlElement]:
    """What stands below the construct's heading, up to the next."""
    (heading,) = guide(language).xpath(f"h2[@id='{construct.id}']")
    assert shown(heading.text_content()) == construct.name[language]
    below = []
    for element in heading.itersiblings():
        if element.tag == "h2":
            break
        below.append(element)
    return below


@each_language
@each_construct
def test_the_page_shows_each_example_as_it_is_written(construct: Construct, language: str) -> None:
    blocks = [block.text_content() for one in section(construct, language) for block in one.xpath("self::div/pre")]
    assert construct.example[language] + "\n" in blocks


@each_language
@each_construct
def test_the_page_shows_each_example_as_it_looks(construct: Construct, language: str) -> None:
    (box,) = (one for one in section(construct, language) if one.get("class") == "admonition example")
    text = construct.shown[language] if construct.shown else construct.example[language]
    if construct.id == "directives":
        assert box.xpath(".//table/caption")
        return
    inside = [shown(html.tostring(one, encoding="unicode", with_tail=False)) for one in box[1:]]
    numbered = re.compile(r"\btable-\d+\b")
    made = rendered(with_own_keys(text, "markdown")).xpath("*[not(self::section)]")  # notes are at the end of the page
    expected = [shown(html.tostring(one, encoding="unicode", with_tail=False)) for one in made]
    # A table without a caption is named after the heading above it; alone it has but its number.
    named = [re.sub(r'aria-label="1"', f'aria-label="{construct.name[language]}"', one) for one in expected]
    assert [numbered.sub("table", one) for one in inside] == [numbered.sub("table", one) for one in named]


@each_language
@each_construct
def test_the_page_shows_what_is_refused_and_what_to_write_instead(construct: Construct, language: str) -> None:
    (items,) = (one for one in section(construct, language) if one.tag == "ul")
    found = [(shown(item.findtext("p") or ""), item.find("div/pre").text_content().rstrip("\n")) for item in items]
    assert [text for _, text in found] == [one.example[language] for one in construct.refused]
    assert [
        one.id
        for one, (said, _) in zip(construct.refused, found, strict=True)
        if not one.what[language].startswith(said)
    ] == []


@each_language
def test_the_page_says_where_blocks_of_code_are_allowed(language: str) -> None:
    (code,) = (one for one in CONSTRUCTS if one.folder)
    assert "docs/contribute/" in [found.text for one in section(code, language) for found in one.iter("code")]


# ---------------------------------------------------------------------------------------------------- the real chapters


@cache
def real() -> dict[str, html.HtmlElement]:
    """Path -> what the chapter's own text becomes; directives are comments."""
    return {chapter.path: rendered(chapter.body) for chapter in book().chapters.values()}


def test_the_real_chapters_become_only_what_is_listed() -> None:
    assert {path: found for path, body in real().items() if (found := unlisted(body))} == {}


def test_the_list_holds_nothing_that_neither_a_real_chapter_nor_an_example_becomes() -> None:
    needed: dict[str, set[str]] = defaultdict(set)
    said_above = rendered("## Where {#where}\n\nWhere\n{: .caption }\n\n| A | B |\n| --- | --- |\n| 1 | 2 |")
    examples = [rendered(one.example[language]) for one in CONSTRUCTS for language in LANGUAGES]
    for body in (*real().values(), *examples, said_above):
        for tag, names in uses(body).items():
            needed[tag] |= names
    assert {tag: set(names) for tag, names in ELEMENTS.items()} == needed


def test_the_real_chapters_ask_only_for_listed_marks_and_kinds_of_boxes() -> None:
    marks, boxes = set(), set()
    for chapter in book().chapters.values():
        for _, line in prose_lines(chapter.body):
            plain = re.sub(r"`[^`]*`", "", line)
            marks |= {name for braces in re.findall(r"\{:[^}]*\}", plain) for name in re.findall(r"\.([\w-]+)", braces)}
            boxes |= set(re.findall(r"^!!! (\w+)", plain))
    assert marks <= CLASSES
    assert boxes == BOXES


def test_blocks_of_code_stand_only_in_the_contributors_pages() -> None:
    (code,) = (one for one in CONSTRUCTS if one.folder)
    where = {path for path, body in real().items() if body.xpath(".//pre")}
    assert where
    assert [path for path in where if not Path(path).is_relative_to(f"docs/{code.folder}")] == []
