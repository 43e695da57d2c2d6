"""Rules of the glossary, and of the words that chapters use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handbook.checking.references import FOREIGN, all, bilingual_texts
from handbook.checking.rule import rule
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.models import GlossaryTerm
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
    },
    form="the form does not carry the glossary",
)
def texts_use_the_words_of_the_glossary(draft: Draft) -> Iterator[Finding]:
    """No wording that the glossary lists under ``avoid``, in chapters and records.

    Let be: foreign passages of chapters, the titles in sources.yml, and a wording with which a term or one of its forms
    begins, where the whole of that stands ("Red Antioqueña" in "Red Antioqueña de Cooperación Internacional").
    """
    loaded = draft.lists.get("glossary")
    if loaded is None:
        return
    avoided = _avoided_words(loaded)
    for chapter in draft.chapters:
        yield from _avoided_words_of(chapter, avoided[chapter.language])
    lists = [one for name, one in draft.lists.items() if name != "sources"]
    for one in [*all(draft), *draft.vocabulary_files.values(), *lists]:
        yield from _avoided_words_in_texts(one, avoided)


@once_for_each_file
def _avoided_words(glossary: Loaded) -> Mapping[str, WordForms]:
    """For each language, a matcher of the terms, mapped to nothing, and of the wordings to avoid, to their term."""
    return {
        language: WordForms(
            {
                **{word: "" for entry in glossary.record.entries for word in _own_words(entry, language)},
                **{
                    word: entry.term[language]
                    for entry in glossary.record.entries
                    for word in (entry.avoid[language] if entry.avoid else ())
                },
            }
        )
        for language in LANGUAGES
    }


def _own_words(entry: GlossaryTerm, language: str) -> tuple[str, ...]:
    return (entry.term[language], *(entry.forms[language] if entry.forms else ()))


@once_for_each_file
def _avoided_words_of(chapter: Chapter, avoided: WordForms) -> list[Finding]:
    findings = []
    for index, line in prose_lines(chapter.body):
        own = FOREIGN.sub(lambda found: " " * len(found.group(0)), line)
        for found, instead in avoided.find(own):
            if instead:
                place = (chapter.path, chapter.first_line + index, found.start() + 1, "")
                findings.append(finding(*place, "avoided-word", found=found.group(0), instead=instead))
    return findings


@once_for_each_file
def _avoided_words_in_texts(loaded: Loaded, avoided: Mapping[str, WordForms]) -> list[Finding]:
    findings = []
    for where, texts in bilingual_texts(loaded.record):
        for language in LANGUAGES:
            if (*where, language) in loaded.untranslated:
                continue
            for found, instead in avoided[language].find(texts[language]):
                if instead:
                    words = {"found": found.group(0), "instead": instead}
                    findings.append(loaded.finding((*where, language), "avoided-word", **words))
    return findings


@rule(
    {
        "another-name": (
            "«{found}» no es el nombre que está en {other}; escriba «{expected}», o cambie los dos.",
            "'{found}' is not the name that stands in {other}; write '{expected}', or change both.",
        ),
    }
)
def one_notion_has_one_name(draft: Draft) -> Iterator[Finding]:
    """The page of an idea, a step or a modality has its name in the vocabulary, in menus and as a heading.

    The heading may say more after a colon. The checklist of a step is called ``Step 5. `` and that name; a section with
    the anchor of a dimension is called like the dimension.
    """
    for vocabulary in ("ideas", "steps", "modalities"):
        names = _names(draft, vocabulary)
        for chapter in draft.chapters:
            if name := names.get((chapter.front.id, chapter.language)):
                words = {"expected": name, "other": f"data/vocabulary/{vocabulary}.yml"}
                if chapter.front.title != name:
                    place = draft.front_matter(chapter)
                    yield place.finding(("title",), "another-name", found=chapter.front.title, **words)
                for heading in chapter.headings:
                    if heading.level == 1 and heading.text != name and not heading.text.startswith(f"{name}: "):
                        yield finding(chapter.path, heading.line, 1, "", "another-name", found=heading.text, **words)
    names = _names(draft, "dimensions")
    for chapter in draft.chapters:
        for heading in chapter.headings:
            name = names.get((heading.id or "", chapter.language))
            if name and heading.text != name:
                words = {"expected": name, "other": "data/vocabulary/dimensions.yml"}
                yield finding(chapter.path, heading.line, 1, "", "another-name", found=heading.text, **words)
    names = _names(draft, "steps")
    for checklist in draft.collections["checklists"]:
        for language in LANGUAGES:
            name = names.get((checklist.record.id.removeprefix("step-"), language))
            title = checklist.record.title[language]
            if name and ("title", language) not in checklist.untranslated and not title.endswith(f". {name}"):
                words = {"expected": name, "other": "data/vocabulary/steps.yml"}
                yield checklist.finding(("title", language), "another-name", found=title, **words)


def _names(draft: Draft, vocabulary: str) -> dict[tuple[str, str], str]:
    """The names in a vocabulary, by id and language, where they are written."""
    loaded = draft.vocabulary_files.get(vocabulary)
    return {
        (entry.id, language): entry.name[language]
        for index, entry in enumerate(loaded.record.entries if loaded else ())
        for language in LANGUAGES
        if loaded and ("entries", index, "name", language) not in loaded.untranslated
    }
