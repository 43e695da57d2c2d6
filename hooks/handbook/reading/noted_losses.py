"""What Markdown drops, or takes for emphasis that is none: noted while it converts, since its result does not show it."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor, Delimiter, DelimiterProcessor


class NotedRows(TableProcessor):
    """Tables, with the rows that have other numbers of cells than the head: what is too much would not be shown."""

    def __init__(self, parser: Any) -> None:
        super().__init__(parser, {"use_align_attribute": False})
        self.rows: list[str] = []

    def run(self, parent: Any, blocks: list[str]) -> None:
        block = blocks[0]
        separator, *rows = block.split("\n")[1:]
        # A row with as many cells as the separator is the head of a table of its own.
        self.rows += [row.strip() for row in rows if not self.test(parent, f"{row}\n{separator}\n{row}")]
        self.test(parent, block)  # which keeps what run needs
        super().run(parent, blocks)


class NotedCode(BacktickInlineProcessor):
    """Code in a line, with that whose spaces at its edges would not be shown; those that keep a backtick apart are none."""

    def __init__(self) -> None:
        super().__init__(BACKTICK_RE)
        self.spaces: list[str] = []

    def handleMatch(self, m: Any, data: str) -> Any:  # type: ignore[override]  # as the class above
        element, start, end = super().handleMatch(m, data)
        if not isinstance(element, str | None):
            code = data[start:end].strip("`")
            if code != code.strip() and not code.strip().startswith("`") and not code.strip().endswith("`"):
                self.spaces.append(data[start:end])
        return element, start, end


class NotedStars(DelimiterProcessor):
    """Emphasis, with the asterisks that have no pair, those inside a word (``5*3*2``), and what underscores made bold or
    italic.

    Beside asterisks without a pair Python-Markdown 3.11 loses letters: ``*a**b*c``.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__("*", "strong,em", md)
        self.add("_", "strong,em", smart=True)
        self.unpaired: list[str] = []
        self.in_words: list[str] = []
        self.underscores: list[str] = []
        self._text = ""

    def handleMatch(self, m: Any, data: str) -> Any:  # type: ignore[override]  # as the class above
        self._text = data
        opening = self.get_match(data, m.start(0))
        made = super().handleMatch(m, data)
        element, start, end = made
        if element is None and opening is not None and opening.lastgroup == "start":
            self._note(opening.start())
        elif element is not None and _letters("".join(element.itertext())) != _letters(data[start:end]):
            self.unpaired.append(data[m.start(0) :].split(None, 1)[0])
        return made

    def increment_next_position(self, start: int, count: int) -> None:
        for place, *_ in self.stack:
            self._note(place)
        super().increment_next_position(start, count)

    def add_region(self, delim: Delimiter, a: int, b: int, c: int, d: int, size: int) -> None:
        if delim.token == "_":
            self.underscores.append(self._text[a:d])
        elif self._text[max(a - 1, 0) : a].isalnum() and self._text[d : d + 1].isalnum():
            self.in_words.append(self._text[a:d])
        super().add_region(delim, a, b, c, d, size)

    def _note(self, place: int) -> None:
        words = self._text[place:].split(None, 1)
        if words and re.match(r"\*+(?![*\[])", words[0]):  # *[ABC]: is an abbreviation
            self.unpaired.append(words[0])


def _letters(text: str) -> str:
    return text.replace("*", "").replace("_", "")
