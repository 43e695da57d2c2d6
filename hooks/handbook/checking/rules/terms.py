"""Rules of the glossary, and of the words that chapters use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.checking.references import FOREIGN
from handbook.checking.rule import rule
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.phrase_matcher import WordForms
from handbook.content.reuse import once_for_each_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.records import Loaded


@rule()
def glossary_terms_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    """Ids are used once; ``see`` names other terms, ``page`` names a page."""
    pages = {chapter.front.id for chapter in draft.chapters}
    for name in draft.lists:
        seen: set[str] = set()
        for index, entry in enumerate(draft.lists[name].record.entries):
            if entry.id in seen:
                yield draft.lists[name].finding(("entries", index, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)
    if loaded := draft.lists.get("glossary"):
        ids = {entry.id for entry in loaded.record.entries}
        for index, entry in enumerate(loaded.record.entries):
            for number, id in enumerate(entry.see):
                if id not in ids:
                    words = {"allowed": ", ".join(sorted(ids)), "nearest": nearest(id, ids)}
                    yield loaded.finding(("entries", index, "see", number), "not-allowed", found=id, **words)
            if entry.page and entry.page not in pages and not draft.unread:
                yield loaded.finding(("entries", index, "page"), "unknown-page", found=entry.page)


@rule(
    {
        "avoided-word": (
            "el glosario pide no decir «{found}»; escriba «{instead}».",
            "the glossary asks not to say '{found}'; write '{instead}'.",
        ),
    }
)
def chapters_use_the_words_of_the_glossary(draft: Draft) -> Iterator[Finding]:
    """No wording that the glossary lists under ``avoid``, in the prose of chapters; foreign passages are let be."""
    loaded = draft.lists.get("glossary")
    if loaded is None:
        return
    avoided = _avoided_words(loaded)
    for chapter in draft.chapters:
        yield from _avoided_words_of(chapter, avoided[chapter.language])


@once_for_each_file
def _avoided_words(glossary: Loaded) -> Mapping[str, WordForms]:
    """For each language, a matcher of the wordings to avoid, mapped to the preferred term."""
    return {
        language: WordForms(
            {
                word: entry.term[language]
                for entry in glossary.record.entries
                for word in (entry.avoid[language] if entry.avoid else ())
            }
        )
        for language in LANGUAGES
    }


@once_for_each_file
def _avoided_words_of(chapter: Chapter, avoided: WordForms) -> list[Finding]:
    findings = []
    for index, line in prose_lines(chapter.body):
        own = FOREIGN.sub(lambda found: " " * len(found.group(0)), line)
        for found, instead in avoided.find(own):
            place = (chapter.path, chapter.first_line + index, found.start() + 1, "")
            findings.append(finding(*place, "avoided-word", found=found.group(0), instead=instead))
    return findings
