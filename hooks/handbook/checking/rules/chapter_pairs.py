"""The two languages of a chapter have the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from handbook.checking.rule import rule
from handbook.checking.translations import (
    ADMONITIONS,
    ITEMS,
    ROWS,
    Part,
    blocks,
    internal_links,
    note_marks,
    sections,
    sections_only_in,
)
from handbook.content.chapters import Chapter
from handbook.content.languages import other
from handbook.content.reuse import once_for_each_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding


@rule(
    {
        "home-without-pair": (
            "la portada falta en el otro idioma y todas las páginas llevan a ella; cree {other} también en una propuesta.",
            "the home page is missing in the other language and every page leads to it; write {other} in a proposal too.",
        ),
    }
)
def chapters_come_in_pairs(draft: Draft) -> Iterator[Finding]:
    present = {(chapter.key, chapter.language) for chapter in draft.chapters}
    for chapter in draft.chapters:
        pair = f"docs/{chapter.key}.{other(chapter.language)}.md"
        if (chapter.key, other(chapter.language)) not in present and pair not in draft.unread:
            code = "home-without-pair" if chapter.key == "index" else "chapter-without-pair"
            yield finding(chapter.path, 1, 1, "", code, other=pair)


@rule()
def sections_come_in_pairs(draft: Draft) -> Iterator[Finding]:
    """What is still to be written in the other language of a page; its other parts are compared without it."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for chapter in draft.chapters:
        if twin := chapters.get((chapter.key, other(chapter.language))):
            for heading in sections_only_in(chapter, twin):
                words = {"found": heading.id, "other": twin.path}
                yield finding(chapter.path, heading.line, 1, "", "section-without-pair", **words)


@rule(
    {
        "pair-differs": (
            "las dos versiones difieren en {what}: {here} aquí y {there} en {other}; hágalas iguales.",
            "the two versions differ in {what}: {here} here and {there} in {other}; make them equal.",
        ),
    }
)
def pairs_have_the_same_shape(draft: Draft) -> Iterator[Finding]:
    """The English page has the id, headings, directives and sources of the Spanish one."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for (key, language), chapter in chapters.items():
        spanish = chapters.get((key, "es"))
        if language == "es" or spanish is None:
            continue
        for what, here, there in (
            ("id", [chapter.front.id], [spanish.front.id]),
            ("sources", [s.source for s in chapter.front.sources], [s.source for s in spanish.front.sources]),
            ("objectives", [str(len(chapter.front.objectives))], [str(len(spanish.front.objectives))]),
            ("activity_minutes", [str(chapter.front.activity_minutes)], [str(spanish.front.activity_minutes)]),
        ):
            if here != there:
                _, words = _difference(here, there)
                loaded = draft.front_matter(chapter)
                yield loaded.finding((what,), "pair-differs", what=what, **words, other=spanish.path)
        for what, ours, theirs in (
            ("títulos / headings", _headings(chapter, spanish), _headings(spanish, chapter)),
            ("directivas / directives", _directives(chapter, spanish), _directives(spanish, chapter)),
        ):
            if _texts(ours) != _texts(theirs):
                at, words = _difference(_texts(ours), _texts(theirs))
                lines = [line for _, line in ours[: at + 1]] or [chapter.first_line]
                yield finding(chapter.path, lines[-1], 1, "", "pair-differs", what=what, **words, other=spanish.path)


@rule(
    {
        "pair-counts": (
            "las dos versiones difieren en {what}: {here} aquí y {there} en {other}:{line}; hágalas iguales.",
            "the two versions differ in {what}: {here} here and {there} in {other}:{line}; make them equal.",
        ),
    }
)
def pairs_have_the_same_parts(draft: Draft) -> Iterator[Finding]:
    """Section by section: the same links to pages, the same notes, lists as long, tables as long, the same admonitions."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for (key, language), english in chapters.items():
        spanish = chapters.get((key, "es"))
        if language != "es" and spanish:
            yield from _parts_differ(english, spanish)


@once_for_each_file
def _parts_differ(english: Chapter, spanish: Chapter) -> list[Finding]:
    if _texts(_headings(spanish, english)) != _texts(_headings(english, spanish)):
        return []  # without the same headings every section would be reported again
    findings: list[Finding] = []
    pairs = zip(_common_sections(english, spanish), _common_sections(spanish, english), strict=True)
    for (here_line, here), (there_line, there) in pairs:
        for parts in (internal_links, note_marks):
            places = (english, here_line, spanish, there_line)
            findings += _differ(*places, parts(here), parts(there))
        for what in (ITEMS, ROWS, ADMONITIONS):
            mine, theirs = ([part for part in blocks(lines) if part.what == what] for lines in (here, there))
            for a, b in zip_longest(mine, theirs):
                if (a and a.text) != (b and b.text):
                    words = {"what": what, "here": a.text if a else "0", "there": b.text if b else "0"}
                    line = a.line if a else here_line
                    words |= {"other": spanish.path, "line": b.line if b else there_line}
                    findings.append(finding(english.path, line, 1, "", "pair-counts", **words))
                    break
    return findings


def _differ(
    english: Chapter, heading: int, spanish: Chapter, there: int, mine: list[Part], theirs: list[Part]
) -> Iterator[Finding]:
    """A finding for each link or mark that one language of a section, each with the line of its heading, has more often
    than the other."""
    for what, text in dict.fromkeys((part.what, part.text) for part in (*mine, *theirs)):
        a, b = ([part for part in parts if part.text == text] for parts in (mine, theirs))
        if len(a) != len(b):
            words = {"what": what, "here": f"{len(a)} × «{text}»", "there": len(b), "other": spanish.path}
            line = a[-1].line if a else heading
            yield finding(english.path, line, 1, "", "pair-counts", line=b[-1].line if b else there, **words)


def _headings(chapter: Chapter, twin: Chapter) -> list[tuple[str, int]]:
    new = sections_only_in(chapter, twin)
    return [
        ("#" * heading.level + f" {heading.id or ''}".rstrip(), heading.line)
        for heading in chapter.headings
        if heading not in new
    ]


def _common_sections(chapter: Chapter, twin: Chapter) -> list[tuple[int, list[tuple[int, str]]]]:
    """The sections of a chapter without those that are still to be written in its twin."""
    new = {heading.line for heading in sections_only_in(chapter, twin)}
    return [section for section in sections(chapter) if section[0] not in new]


def _texts(pairs: list[tuple[str, int]]) -> list[str]:
    return [text for text, _ in pairs]


def _directives(chapter: Chapter, twin: Chapter) -> list[tuple[str, int]]:
    common = {number for _, lines in _common_sections(chapter, twin) for number, _ in lines}
    return [
        (" ".join([one.name, *(f"{key}={value}" for key, value in one.arguments.items())]), one.line)
        for one in chapter.directives
        if one.line in common
    ]


def _difference(here: list[str], there: list[str]) -> tuple[int, dict[str, str]]:
    """Where two lists that differ do so first, and what is said of it."""
    pairs = enumerate(zip_longest(here, there, fillvalue="—"))
    at, (a, b) = next((at, (a, b)) for at, (a, b) in pairs if a != b)
    return at, {"here": f"«{a}»", "there": f"«{b}»"}
