"""Texts that nobody has written yet: those of the annotated example, and what says of itself that it is to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.checking.references import all
from handbook.checking.rule import SHARED, rule
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.reuse import once_for_each_file, reuse_of_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding
from handbook.reading.records import EXAMPLE_TEXTS, Loaded, Where
from handbook.reading.strict_yaml import load

EXAMPLE = "docs/contribute/example-case.yml"
# The codes of what a new copy of the example is full of.
OF_THE_EXAMPLE = frozenset({"example-text", "example-figure"})

# Of these the example has some that may be a case's own: «capítulo 2», «proyectos».
_MAY_BE_THE_SAME = {"locator", "unit"}
_NAMES = {"authors", "contributors", "contributing_organisations"}

_TO_WRITE = re.compile(
    r"[^\w\n]*(?P<mark>(?:TODO|todo(?=:)|TO DO|FIXME|TBD|TBC|XXX|PENDIENTE|P(?:OR|or) (?:HACER|ESCRIBIR|COMPLETAR|"
    r"hacer|escribir|completar))(?=\s*[\]:)>–—]|\s-|[^\w\n]*$)|[Ll]orem [Ii]psum|LOREM IPSUM|[.…?¿]+$)",
    re.M,
)


@dataclass(frozen=True)
class Example:
    """The texts of the annotated example, and the number and the year of its population."""

    texts: frozenset[str] = frozenset()
    sentences: tuple[str, ...] = ()
    population: tuple[int, int] | None = None

    def has(self, text: str) -> bool:
        """Whether ``text`` is one of the example's, or begins with a whole sentence of it."""
        plain = _plain(text)
        return plain in self.texts or plain.startswith(self.sentences)


@rule(
    {
        "example-text": (
            "este texto es todavía el del ejemplo («{found}»); escriba el de su caso, o borre el campo si es opcional.",
            "this still is a text of the example ('{found}'); write that of your case, or delete the field if it is optional.",
        ),
        "example-figure": (
            "{found} habitantes es el dato inventado del ejemplo; escriba el que da su fuente, o borre «population».",
            "{found} inhabitants is the invented figure of the example; write that of your source, or delete 'population'.",
        ),
    },
    form="a form starts empty; nobody has the texts of the example in it",
)
def nothing_of_the_example_is_left(draft: Draft) -> Iterator[Finding]:
    """A case tells nothing that the annotated example tells."""
    example = read_example(draft.root)
    for loaded in draft.collections["cases"]:
        yield from of_the_example(loaded, example)


@rule(
    {
        "to-be-written": (
            "«{found}» dice que el texto está por escribir; escríbalo, o borre el campo o el párrafo.",
            "'{found}' says that the text is still to be written; write it, or delete the field or the paragraph.",
        ),
    },
    form=SHARED,
)
def every_text_is_written(draft: Draft) -> Iterator[Finding]:
    """No text of a record and no paragraph of a chapter begins with TODO or its like."""
    for loaded in [*all(draft), *draft.vocabulary_files.values(), *draft.lists.values()]:
        yield from to_be_written(loaded)
    for chapter in draft.chapters:
        yield from _of_chapter(chapter)


def read_example(root: Path) -> Example:
    """The annotated example of the project at ``root``; a small one may do without."""
    file = root / EXAMPLE
    return reuse_of_file(file, read_example, lambda: _example(file.read_bytes())) if file.is_file() else Example()


def _example(data: bytes) -> Example:
    document, _ = load(data, EXAMPLE)
    if document is None or not isinstance(document.value, dict):
        return Example()
    texts = {_plain(text) for where, text in _texts(document.value, ()) if not _MAY_BE_THE_SAME & set(where)}
    sentences = tuple(sorted(f"{one}." for one in texts if " " in one))
    people = document.value.get("population")
    return Example(frozenset(texts), sentences, (people["value"], people["year"]) if people else None)


def for_the_form() -> dict[str, Any]:
    """The same pattern and texts for the browser."""
    pattern = _TO_WRITE.pattern.replace("(?P<", "(?<").replace(r"[^\w", r"[^\p{L}\p{N}_")
    return {"toWrite": pattern, "suggested": sorted(EXAMPLE_TEXTS), "names": sorted(_NAMES)}


@once_for_each_file
def of_the_example(loaded: Loaded, example: Example) -> list[Finding]:
    """What in a case still is the example's."""
    findings = [
        loaded.finding(where, "example-text", found=text)
        for where, text in _texts(loaded.document.value, ())
        if not _MAY_BE_THE_SAME & set(where) and example.has(text)
    ]
    people = loaded.record.population
    if people and (people.value, people.year) == example.population:
        findings.append(loaded.finding(("population", "value"), "example-figure", found=people.value))
    return findings


@once_for_each_file
def to_be_written(loaded: Loaded) -> list[Finding]:
    """The texts of a record that are still to be written."""
    return [
        loaded.finding(where, "to-be-written", found=text)
        for where, text in _texts(loaded.document.value, ())
        if _TO_WRITE.match(text) or text in EXAMPLE_TEXTS
    ]


@once_for_each_file
def _of_chapter(chapter: Chapter) -> list[Finding]:
    if not _TO_WRITE.search(chapter.body):
        return []
    return [
        finding(chapter.path, chapter.first_line + index, found.start("mark") + 1, "", "to-be-written", found=line)
        for index, line in prose_lines(chapter.body)
        if (found := _TO_WRITE.match(line))
    ]


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text for readers in a record, with its place."""
    if isinstance(value, str):
        if where[-1] in LANGUAGES or not _NAMES.isdisjoint(where):
            yield where, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _texts(one, (*where, key))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _texts(one, (*where, index))


def _plain(text: str) -> str:
    """``text`` for comparison: in small letters, with single spaces, without its last full stop."""
    return " ".join(text.casefold().split()).removesuffix(".")
