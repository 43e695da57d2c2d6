"""Words and phrases found in a text, whatever their capitals; where two begin at the same place, the longer one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_WORD = re.compile(r"(?<![\w-])\w+")


class WordForms:
    """Looks for a phrase only where its first word stands: one pattern of all phrases would take ten times as long."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        """``meanings``: phrase -> what it stands for. A phrase begins with a letter or a number."""
        self._meanings = {phrase.casefold(): meaning for phrase, meaning in meanings.items()}
        by_word: dict[str, list[str]] = {}
        for phrase in sorted(self._meanings, key=len, reverse=True):
            if first := _WORD.match(phrase):
                by_word.setdefault(first.group(), []).append(re.escape(phrase))
        self._patterns = {
            word: re.compile(rf"(?:{'|'.join(phrases)})(?![\w-])", re.I) for word, phrases in by_word.items()
        }

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Each phrase in ``text``, and what it stands for; one found phrase never lies within another."""
        end = 0
        for word in _WORD.finditer(text):
            pattern = self._patterns.get(word.group().casefold())
            if pattern and word.start() >= end and (found := pattern.match(text, word.start())):
                end = found.end()
                yield found, self._meanings[found.group().casefold()]
