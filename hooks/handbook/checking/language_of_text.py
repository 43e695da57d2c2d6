"""Which of the two languages a text is in, by the small words that only one of them has."""

from __future__ import annotations

import re
from typing import Any

from handbook.content.languages import LANGUAGES

# Frequent words that mean nothing, or something else and rarely, in the other language.
_ONLY = {
    "es": frozenset(
        re.findall(
            r"\S+",
            "el la los las un una unos unas del al y o que se su sus lo le les con por para como más pero si sin sobre "
            "entre desde hasta cuando donde este esta estos estas ese esa cada también ya es son fue fueron ser está "
            "están hay ha han en de qué quién cómo cuál muy ni porque según",
        )
    ),
    "en": frozenset(
        re.findall(
            r"\S+",
            "the an of and or that which who whose with by for from to in on at as is are was were be been its it "
            "their they this these those not but if into between when where how what each also has have had than then "
            "there you your one may must can",
        )
    ),
}
# Fewer words than this say nothing certain: a name, a title.
_FEWEST = 4
# So many times as many words of one language as of the other are needed.
_TIMES = 3
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """``es`` or ``en``; None where the text is too short or too mixed to tell."""
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST:
        return None
    counts = {language: sum(map(_ONLY[language].__contains__, words)) for language in LANGUAGES}
    most, least = sorted(LANGUAGES, key=lambda language: -counts[language])
    return most if counts[most] >= _FEWEST and counts[most] > _TIMES * counts[least] else None


def for_the_form() -> dict[str, Any]:
    """The same words and numbers for the browser."""
    words = {language: sorted(_ONLY[language]) for language in LANGUAGES}
    return {"words": words, "fewest": _FEWEST, "times": _TIMES}
