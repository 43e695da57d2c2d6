"""Who says it stands in a numbered note. Where chapters still name a source in the sentence, how often is written down in
data/sources-in-sentences.txt, and may only fall."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from handbook.checking.rule import rule
from handbook.content import models
from handbook.content.chapters import INLINE_CODE, Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.notes import without_notes
from handbook.content.reuse import reuse_of_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding

COUNTS = "data/sources-in-sentences.txt"
_LINE = re.compile(r"(\d+) (docs/\S+\.md)")


@rule(
    {
        "source-in-sentence": (
            "«{found}» nombra la fuente en la frase; quítela y ponga una nota: en el texto, [^clave] tras el punto; al final del "
            "archivo, [^clave]: y la fuente.",
            "'{found}' names the source in the sentence; take it out and write a note: in the text, [^key] after the full "
            "stop; at the end of the file, [^key]: and the source.",
        ),
        "more-sources-in-sentences": (
            "el capítulo nombra fuentes en sus frases {found} veces, y se admiten {allowed}, las que tenía; pase a notas, "
            "[^clave], las nuevas.",
            "the chapter names sources in its sentences {found} times, and {allowed} are allowed, as many as it had; write the "
            "new ones as notes, [^key].",
        ),
    }
)
def sources_are_named_in_notes(draft: Draft) -> Iterator[Finding]:
    """No chapter names a source in a sentence more often than is written down; a new one never does."""
    pattern = named(draft.sources)
    allowed = read_counts(draft.root)
    for chapter in draft.chapters:
        places = list(in_sentences(chapter, pattern))
        number = allowed.get(chapter.path, 0)
        if len(places) > number == 0:
            for at, column, words in places:
                yield finding(chapter.path, at, column, "", "source-in-sentence", found=words)
        elif len(places) > number:
            at, column, _ = places[-1]
            counts = {"found": len(places), "allowed": number}
            yield finding(chapter.path, at, column, "", "more-sources-in-sentences", **counts)


def read_counts(root: Path) -> Mapping[str, int]:
    """The path of a chapter -> how often it may name a source in a sentence."""
    file = root / COUNTS
    return reuse_of_file(file, read_counts, lambda: _counts(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _counts(text: str) -> dict[str, int]:
    return {found[2]: int(found[1]) for line in text.splitlines() if (found := _LINE.fullmatch(line))}


def named(sources: Mapping[str, models.Source]) -> re.Pattern[str] | None:
    """Author and year, or the sign that there is none, as in ``(AL-LAs 2014)``, ``AL-LAs (2014, cap. 2)``.

    A source whose short name has neither, such as a treaty, may be what a sentence is about."""
    shorts = {source.short[language] for source in sources.values() for language in LANGUAGES}
    dated = (re.fullmatch(r"(.+?),? (\d{4}|s\. f\.|n\.d\.)", short) for short in sorted(shorts))
    parts = [rf"{re.escape(found[1])},?\s+\(?{re.escape(found[2])}" for found in dated if found]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None


def in_sentences(chapter: Chapter, pattern: re.Pattern[str] | None) -> Iterator[tuple[int, int, str]]:
    """Line, column and words of each source that the text names, notes aside."""
    for index, line in prose_lines(without_notes(chapter.body)) if pattern else ():
        for found in pattern.finditer(INLINE_CODE.sub(lambda code: "x" * len(code[0]), line)) if pattern else ():
            yield chapter.first_line + index, found.start() + 1, found[0]
