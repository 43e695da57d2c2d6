"""Which language a text is in: told apart by its small words, and left open where they do not say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import PROJECT
from handbook.checking.language_of_text import language_of
from handbook.content.models import Bilingual
from handbook.loading import load_book
from pydantic import BaseModel


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El municipio abrió una oficina con la universidad y los gremios.", "es"),
        ("The town opened an office with the university and its businesses.", "en"),
        ("Alcaldía de Medellín", None),
        ("In 2010 the Alcaldía de Medellín y la Agencia de Cooperación opened an office.", None),
        ("", None),
    ],
)
def test_a_text_is_in_the_language_of_its_small_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


def texts(value: Any) -> Iterator[Bilingual]:
    if isinstance(value, Bilingual):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)


@pytest.mark.parametrize("language", ["es", "en"])
def test_most_long_texts_of_the_cases_are_told_for_certain(language: str) -> None:
    cases = load_book(PROJECT).cases.values()
    long = [text[language] for case in cases for text in texts(case) if len(text[language]) > 120]
    told = [text for text in long if language_of(text) == language]
    assert len(told) > 0.9 * len(long)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_chapter_is_in_the_language_that_its_name_says(language: str) -> None:
    chapters = {key: one for key, one in load_book(PROJECT).chapters.items() if key[1] == language}
    prose = {key: one.body for key, one in chapters.items() if len(one.body) > 1500}
    assert [key for key, body in prose.items() if language_of(body) != language] == []
