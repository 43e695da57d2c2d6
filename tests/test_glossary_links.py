"""Glossary terms in prose: which words become links to the glossary, where, and which stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest
from handbook.content.book import Book
from handbook.content.models import Bilingual
from handbook.rendering.glossary_links import UNLINKED, link_terms

LINK = '[twinning](../tools/glossary.md#term-twinning){: .term title="A lasting agreement between two cities." }'


@pytest.fixture
def book(golden_book: Book) -> Book:
    """The small book with a glossary; "twinning" is explained on the page of the first idea."""
    glossary = golden_book.chapters["about/index", "en"].front.model_copy(update={"id": "glossary"})
    chapters = {
        ("tools/glossary", language): replace(
            golden_book.chapters["about/index", language], key="tools/glossary", front=glossary
        )
        for language in ("es", "en")
    }
    return replace(golden_book, chapters={**golden_book.chapters, **chapters})


def linked(book: Book, text: str, key: str = "about/index", language: str = "en") -> str:
    return link_terms(text, book, book.page(key, language))


def test_the_first_use_of_a_term_is_linked_with_its_definition(book: Book) -> None:
    assert linked(book, "A twinning and twinning.\n\nMore twinning.") == f"A {LINK} and twinning.\n\nMore twinning."


def test_a_term_is_linked_as_it_is_written(book: Book) -> None:
    assert linked(book, "Twinning.").startswith("[Twinning](../tools/glossary.md#term-twinning)")


def test_each_term_has_a_first_use_of_its_own(book: Book) -> None:
    text = linked(book, "Of twinning, of advocacy.")
    assert text.startswith(f"Of {LINK}, of [advocacy](../tools/glossary.md#term-advocacy)")
    assert text.endswith(' title="Influencing what others decide." }.')


def test_each_language_has_its_own_terms(book: Book) -> None:
    assert linked(book, "Un twinning, la incidencia.", language="es") == (
        'Un twinning, la [incidencia](../tools/glossary.md#term-advocacy){: .term title="Influir en lo que otros deciden." }.'
    )


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_term_is_not_linked_on_the_page_that_explains_it(language: str, book: Book) -> None:
    text = {"es": "El hermanamiento.", "en": "The twinning."}[language]
    assert linked(book, text, "ideas/01-aligned", language) == text


def test_nothing_is_linked_on_the_glossary_itself(book: Book) -> None:
    assert "glossary" in UNLINKED
    assert linked(book, "A twinning.", "tools/glossary") == "A twinning."


def test_nothing_is_linked_in_a_book_without_a_glossary_page(golden_book: Book) -> None:
    assert linked(golden_book, "A twinning.") == "A twinning."


def test_nothing_is_linked_in_a_book_without_terms(book: Book) -> None:
    assert linked(replace(book, glossary={}), "A twinning.") == "A twinning."


@pytest.mark.parametrize(
    "line",
    [
        "## A twinning",
        "| a | twinning |",
        '<p class="a">twinning</p>',
        "{: .twinning }",
        '!!! tip "A twinning"',
        '??? tip "A twinning"',
        ": the twinning",
        "- [ ] a twinning",
        "[^one]: A twinning.",
        "[a twinning](index.md)",
        "![a twinning](../assets/a.png)",
        "A [^twinning] note",
        "`twinning`",
        "https://example.org/twinning",
        "*twinning*{: lang=en }",
        "A&twinning;",
        "```\ntwinning\n```",
        "<!-- handbook:cases -->",
    ],
)
def test_what_is_not_running_text_is_left_alone(line: str, book: Book) -> None:
    assert linked(book, line) == line


def test_what_follows_a_link_on_the_same_line_is_still_read(book: Book) -> None:
    assert linked(book, "[a twinning](index.md) of twinning") == f"[a twinning](index.md) of {LINK}"


def test_quotes_and_braces_of_a_definition_cannot_end_the_title(book: Book) -> None:
    definition = Bilingual(es="A", en='The "best" {one}')
    term = book.glossary["twinning"].model_copy(update={"definition": definition})
    text = linked(replace(book, glossary={"twinning": term}), "A twinning")
    assert text.endswith("""{: .term title="The 'best' (one)" }""")


def test_other_forms_of_a_term_lead_to_it(book: Book) -> None:
    forms = {"es": ("hermanamientos",), "en": ("twinnings",)}
    term = book.glossary["twinning"]
    term = term.model_copy(update={"forms": forms})
    text = linked(replace(book, glossary={"twinning": term}), "Two twinnings")
    assert text.startswith("Two [twinnings](../tools/glossary.md#term-twinning)")
