"""Every word is in a dictionary of its language (Hunspell's, through nspell) or in the project's own list.

Words with a capital are let be: names of places and people, and acronyms, would make every new case fail.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import PROJECT
from handbook.content.allowed_markdown import CONSTRUCTS
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.content.models import Bilingual
from handbook.loading import load_book
from pydantic import BaseModel

RUNNER = PROJECT / "tests/spelling.mjs"
# What is not prose of the page's language: code, addresses, keys of notes, directives, marked passages in another language.
NOT_PROSE = re.compile(
    r"```.*?```|`[^`\n]*`|\[\^[^\]\n]*\]|<!--.*?-->|\*[^*\n]+\*\{:[^}]*\}|\]\([^)]*\)|\{[^}]*\}|https?://\S+|\S+@\S+"
    r"|[^\s()[\]]+\.\w{2,4}\b|\w+=|%\w+|^\s*(?:!!!|\?\?\?\+?) \w+",
    re.S | re.M,
)
WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:['’][^\W\d_]+)?(?![\w])")


def own_words(language: str) -> set[str]:
    return set((PROJECT / f"tests/words.{language}.txt").read_text(encoding="utf-8").split())


def texts(value: Any, language: str) -> Iterator[str]:
    """The texts of a record in one language."""
    if isinstance(value, Bilingual):
        yield value[language]
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name), language)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one, language)
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one, language)


def words_of(text: str) -> set[str]:
    return {word.replace("’", "'") for word in WORD.findall(NOT_PROSE.sub(" ", text)) if word[0].islower() and word[1:]}


def words_of_book(book: Book) -> dict[str, dict[str, str]]:
    """Language -> word -> a place where it stands."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for (_, language), chapter in book.chapters.items():
        for word in words_of("\n".join([chapter.front.title, chapter.front.description, chapter.body])):
            found[language].setdefault(word, chapter.path)
    records = {name: getattr(book, name) for name in ("cases", "checklists", "tables", "figures", "advisers")}
    records |= {
        name: getattr(book, name) for name in ("courses", "quizzes", "glossary", "acronyms", "sources", "words")
    }
    for name, entries in {**records, **book.vocabulary}.items():
        for id, record in entries.items():
            if id.startswith("directive-"):
                continue  # they name keys and values, which are English
            for language in LANGUAGES:
                for text in texts(record, language):
                    for word in words_of(text):
                        found[language].setdefault(word, f"{name}: {id}")
    for construct in CONSTRUCTS:
        said = [construct.name, construct.how, construct.example, *([construct.shown] if construct.shown else [])]
        said += [text for one in construct.refused for text in (one.what, one.better)]
        for language in LANGUAGES:
            for text in said:
                for word in words_of(text[language]):
                    found[language].setdefault(word, f"allowed_markdown: {construct.id}")
    return found


def wrong_words(words: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    command = ["node", str(RUNNER)]
    result = subprocess.run(command, input=json.dumps(words), capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.node
def test_every_word_of_the_book_is_spelt_as_in_the_dictionaries_or_the_project_s_list() -> None:
    places = words_of_book(load_book(PROJECT))
    asked = {language: sorted(set(places[language]) - own_words(language)) for language in LANGUAGES}
    wrong = wrong_words(asked)
    lines = [
        f"{places[language][word]}: {word}" + (f" -> {', '.join(better)}?" if better else "")
        for language in LANGUAGES
        for word, better in wrong[language].items()
    ]
    assert lines == [], (
        "mend it, mark another language as *palabra*{: lang=es }, or add it to tests/words.<language>.txt"
    )


@pytest.mark.node
def test_a_misspelt_word_is_found_with_what_it_should_be() -> None:
    wrong = wrong_words(
        {
            "es": ["gobierno", "govierno", "descríbala", "ordénelos", "desqríbala"],
            "en": ["organise", "organize", "goverment"],
        }
    )
    assert wrong["es"].keys() == {"govierno", "desqríbala"}
    assert wrong["en"].keys() == {"organize", "goverment"}
    assert "gobierno" in wrong["es"]["govierno"]
    assert "government" in wrong["en"]["goverment"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_project_s_list_is_sorted_and_holds_only_words_in_use(language: str) -> None:
    lines = (PROJECT / f"tests/words.{language}.txt").read_text(encoding="utf-8").split("\n")
    assert lines == [*sorted(set(lines) - {""}), ""]
    assert own_words(language) - words_of_book(load_book(PROJECT))[language].keys() == set()


def test_names_code_and_marked_passages_are_not_spelt() -> None:
    assert words_of(
        "En Sesquilé, *handover*{: lang=en } `make check` [índice](x.md#y)[^note] <!-- handbook:x a=b -->"
    ) == {"índice"}
