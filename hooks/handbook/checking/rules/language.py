"""Texts are written in the language that their file or key declares."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checking.language_of_text import language_of
from handbook.checking.references import FOREIGN, all, bilingual_texts
from handbook.checking.rule import SHARED, rule
from handbook.checking.translations import (
    sections,
)
from handbook.content.chapters import Chapter
from handbook.content.languages import LANGUAGES, other
from handbook.content.reuse import once_for_each_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding
from handbook.reading.records import Loaded


@rule(form=SHARED)
def texts_are_in_their_language(draft: Draft) -> Iterator[Finding]:
    """What stands under ``es`` is Spanish and what stands under ``en`` English; so is each section of a chapter."""
    for loaded in [*all(draft), *draft.vocabulary_files.values(), *draft.lists.values()]:
        yield from _texts_in_the_other_language(loaded)
    for chapter in draft.chapters:
        yield from _sections_in_the_other_language(chapter)


@once_for_each_file
def _texts_in_the_other_language(loaded: Loaded) -> list[Finding]:
    findings = []
    for where, texts in bilingual_texts(loaded.record):
        for language in LANGUAGES:
            if (*where, language) not in loaded.untranslated and language_of(texts[language]) == other(language):
                words = {"found": f"@{other(language)}", "language": f"@{language}"}
                findings.append(loaded.finding((*where, language), "wrong-language", **words))
    return findings


@once_for_each_file
def _sections_in_the_other_language(chapter: Chapter) -> list[Finding]:
    findings = []
    for number, lines in sections(chapter):
        own = FOREIGN.sub(" ", " ".join(line for _, line in lines))
        if language_of(own) == other(chapter.language):
            words = {"found": f"@{other(chapter.language)}", "language": f"@{chapter.language}"}
            findings.append(finding(chapter.path, number, 1, "", "wrong-language", **words))
    return findings


@rule(form="the form asks for every text in both languages")
def a_record_is_whole_in_one_language(draft: Draft) -> Iterator[Finding]:
    """What lacks texts in both languages would be seen in neither, even as a proposal."""
    for loaded in [*all(draft), *draft.vocabulary_files.values(), *draft.lists.values()]:
        for where, languages in loaded.lacking().items():
            if len(languages) == len(LANGUAGES):
                yield loaded.finding((*where, "id"), "in-neither-language")
