"""Code fences, found by the extension that makes them on the site: what is a fence here is one there."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown import Markdown
from pymdownx.highlight import HighlightExtension
from pymdownx.superfences import SuperFencesBlockPreprocessor, SuperFencesCodeExtension

# Stands for a "<" that a chapter's author wrote, from the expansion of directives to the end of the conversion. No
# Markdown syntax begins with it, so that such a "<" never opens an HTML element; it is printed as "&lt;". Like every
# noncharacter it is refused in what people write; in a text that nobody checked it would show a "<".
LESS_THAN = "\ufdd0"
# Stands alone on a line before and after what a directive brings, and is not printed: a paragraph, so that neither a list
# nor an indented text of the chapter goes on in a list of the directive, or the other way round.
BOUNDARY = "\ufdd1"

_MARKS = re.compile(r"[> \t]*(?:`{3}|~{3})")


class PlainFences(SuperFencesBlockPreprocessor):  # type: ignore[misc]  # pymdownx has no types
    """Fences with at most the name of a language. With attributes or options they are no fence: they could set any
    attribute of the block."""

    def handle_attrs(self, m: re.Match[str]) -> bool:
        return False

    def parse_options(self, m: re.Match[str]) -> bool:
        return not m["options"] and super().parse_options(m)

    def rebuild_block(self, lines: list[str]) -> str:
        return str(super().rebuild_block(lines)).replace(LESS_THAN, "<")


class _Found(PlainFences):
    """Notes where the fences are instead of rendering them."""

    def run(self, lines: list[str]) -> list[str]:
        self.found: list[tuple[int, int]] = []
        rendered: list[str] = super().run(lines)
        return rendered

    def highlight(
        self, src: str = "", language: str = "", options: object = None, md: object = None, **_: object
    ) -> str:
        return ""

    def _store(self, source: str, code: str, start: int, end: int) -> None:
        self.found.append((start, end))


@lru_cache(maxsize=1024)
def code_fences(text: str) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """The fences of ``text``, each from its first line to after its last, and the lines that look like the first line
    of a fence and are none. Lines are indices from 0."""
    if "```" not in text and "~~~" not in text:
        return (), ()
    lines = text.split("\n")
    finder = _finder()
    finder.run([line.replace("\x02", "").replace("\x03", "").expandtabs(4) for line in lines])
    inside = {index for start, end in finder.found for index in range(start, end)}
    odd = (index for index, line in enumerate(lines) if index not in inside and _MARKS.match(line))
    return tuple(finder.found), tuple(odd)


@lru_cache(maxsize=1)
def _finder() -> _Found:
    fences = SuperFencesCodeExtension()
    converter = Markdown(extensions=[HighlightExtension(), fences])
    finder = _Found(converter)
    use(finder, fences)
    return finder


def use(finder: PlainFences, fences: SuperFencesCodeExtension) -> None:
    """Let ``finder`` take the place of the preprocessor that ``fences`` has registered."""
    finder.config, finder.extension = fences.getConfigs(), fences
    fences.superfences[0]["formatter"] = finder.highlight
    fences.md.preprocessors.register(finder, "fenced_code_block", 25)
