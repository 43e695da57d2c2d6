"""Facts of the sources that the book tells, in both languages: whoever merges or shortens a text may not drop one.

``tests/content/facts.yml`` says for each fact where it comes from, the page and the section that tell it, and words of
that section which stand there for nothing else. A section has its subsections, what directives bring, and the
notes that it cites. Whoever tells a fact elsewhere, or in other words, changes its entry.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.loading import load_book
from handbook.reading.markdown_extension import LEAD
from handbook.reading.markdown_result import new_converter
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand
from lxml import html

FACTS = yaml.safe_load((PROJECT / "tests/content/facts.yml").read_text(encoding="utf-8"))
# Elements whose text stands apart from what is around it.
BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "div", "li", "dt", "dd", "tr", "caption", "figcaption", "text"})
HEADINGS = ("h2", "h3", "h4")
QUOTES = str.maketrans({"–": "-", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"'})
# Where a clause ends; not after an initial, nor within a number.
END_OF_CLAUSE = re.compile(r"(?<=[.:;?!])(?<!\b\w\.)\s+|\n")

Sections = dict[str, list[str]]


def folded(text: str) -> str:
    """Without accents and capitals, with plain quotes and dashes, and one space between words."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(plain.translate(QUOTES).casefold().split())


def stands_in(term: str, text: str) -> bool:
    """Whether the words of ``term`` stand in ``text``, both folded, as whole words."""
    return re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text) is not None


def sections(markdown: str) -> Sections:
    """Anchor of a heading -> the folded clauses from it to the next heading of its level, those of its notes included.

    What stands before the first heading is under "".
    """
    root = html.fragment_fromstring(new_converter().convert(markdown), create_parent="div")
    notes = {}
    for block in root.xpath("//section[@class='footnotes']"):
        notes |= {one.get("id"): one.text_content().rstrip("↩\xa0\n") for one in block.iter("li")}
        block.drop_tree()
    texts: dict[str, str] = {"": ""}
    around = {0: ""}  # level -> anchor, of the headings that are open
    for kind, text in _pieces(root):
        if kind in HEADINGS:
            around = {level: anchor for level, anchor in around.items() if 0 < level < int(kind[1])}
            around[int(kind[1])] = text
            texts[text] = ""
        else:
            for anchor in around.values():
                texts[anchor] += f"\n{notes.get(text, '')}\n" if kind == "note" else text
    return {anchor: [one for one in map(folded, END_OF_CLAUSE.split(text)) if one] for anchor, text in texts.items()}


def _pieces(element: Any) -> Iterator[tuple[str, str]]:
    """("h2", the id of a heading), ("note", the id of what is cited) and ("text", text), in the order of the page."""
    if not isinstance(element.tag, str):  # a comment
        yield "text", element.tail or ""
        return
    apart = "\n" if element.tag in BLOCKS else " " if element.tag in ("th", "td") else ""
    if element.tag in HEADINGS and element.get("id"):
        yield element.tag, element.get("id")
    if element.get("id") == LEAD:  # a section whose heading is not shown
        yield "h2", LEAD
    yield "text", apart
    if "footnote-ref" in element.get("class", ""):
        yield "note", element.get("href").removeprefix("#")
    else:
        yield "text", re.sub(r"\s+", " ", element.text or "")
        for child in element:
            yield from _pieces(child)
    yield "text", apart + re.sub(r"\s+", " ", element.tail or "")


@pytest.fixture(scope="module")
def sections_of() -> Callable[[str, str], Sections]:
    """The sections of a page of the book, read once: a chapter by its key, a case by "cases/" and its id."""
    book: Book = load_book(PROJECT)

    @cache
    def of(key: str, language: str) -> Sections:
        if case := book.case_at(key):
            return sections(case_page(book, case, language))
        return sections(expand(book.chapters[key, language].body, book, book.page(key, language)))

    return of


def missing(terms: Iterable[str], clauses: list[str]) -> list[str]:
    """The terms that stand in none of the clauses."""
    return [term for term in terms if not any(stands_in(folded(term), clause) for clause in clauses)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_the_book_tells_the_fact(fact: Any, language: str, sections_of: Callable[[str, str], Sections]) -> None:
    where = f"the page {fact['page']} ({language}), section #{fact['section']}"
    told = sections_of(fact["page"], language)
    assert fact["section"] in told, f"{where}: there is no such section; it tells: {fact['fact']}"
    lost = missing(fact["says"][language], told[fact["section"]])
    assert lost == [], (
        f"{where}, should say {', '.join(lost)}; it tells: {fact['fact']} ({fact['source']}, {fact['locator']})"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact["id"])
def test_half_of_the_terms_stand_in_one_clause_alone(
    fact: Any, language: str, sections_of: Callable[[str, str], Sections]
) -> None:
    # Else the sentence that tells the fact could go, and its terms still be met elsewhere in the section.
    terms, clauses = fact["says"][language], sections_of(fact["page"], language)[fact["section"]]
    alone = [term for term in terms if sum(stands_in(folded(term), clause) for clause in clauses) == 1]
    assert 2 * len(alone) >= len(terms), f"of {terms} only {alone} stand in one clause of #{fact['section']} alone"


def test_no_two_facts_have_one_id() -> None:
    assert [id for id, count in Counter(fact["id"] for fact in FACTS).items() if count > 1] == []


def test_every_fact_is_told_in_both_languages_by_two_terms_or_a_number() -> None:
    thin = [
        fact["id"]
        for fact in FACTS
        for terms in (fact["says"].get(language, []) for language in LANGUAGES)
        if len(terms) < 2 and not any(one.isdigit() for term in terms for one in term)
    ]
    assert thin == []


def test_every_fact_names_a_source_of_the_bibliography() -> None:
    known = {entry["id"] for entry in yaml.safe_load((PROJECT / "data/sources.yml").read_text("utf-8"))["entries"]}
    assert {fact["source"] for fact in FACTS} <= known


def test_a_section_has_its_subsections_notes_and_rows() -> None:
    text = (
        "# T\n\nUno.\n\n## Dos {#two}\n\nÁrea: 3.5 km.[^a]\n\n### Tres {#three}\n\n"
        "| a | b |\n|---|---|\n| c | «d» |\n\n## Cuatro {#four}\n\n[^a]: Nota.\n"
    )
    assert sections(text) == {
        "": ["t", "uno."],
        "two": ["dos", "area:", "3.5 km.", "nota.", "tres", "a b", 'c "d"'],
        "three": ["tres", "a b", 'c "d"'],
        "four": ["cuatro"],
    }


@pytest.mark.parametrize(("term", "found"), [("50", True), ("5", False), ("ocho paises", True), ("pais", False)])
def test_a_term_stands_as_whole_words(term: str, found: bool) -> None:
    assert stands_in(term, "mas de 50 personas de ocho paises") is found
