"""The whole book, loaded once: vocabulary, sources, cases, checklists, tables, words and chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook.content import models
from handbook.content.chapters import Chapter
from handbook.content.languages import DEFAULT, LANGUAGES, sort_key


@dataclass(frozen=True)
class Book:
    """Everything that the site is made from. Frozen: both languages are rendered from the same objects.

    In a proposal, ``missing`` has language and thing of what is still to be translated; pages are rendered from
    ``of(language)``, which is ``by_language`` where that differs, and from the book itself only what is the same in both.
    """

    root: Path
    vocabulary: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, models.Source]
    words: Mapping[str, models.Bilingual]
    cases: Mapping[str, models.Case]
    checklists: Mapping[str, models.Checklist]
    tables: Mapping[str, models.Table]
    figures: Mapping[str, models.Diagram]
    advisers: Mapping[str, models.Adviser]
    courses: Mapping[str, models.Course]
    quizzes: Mapping[str, models.Quiz]
    glossary: Mapping[str, models.GlossaryTerm]
    acronyms: Mapping[str, models.Acronym]
    chapters: Mapping[tuple[str, str], Chapter]
    redirects: tuple[models.Redirect, ...] = ()
    editions: tuple[models.RecordedEdition, ...] = ()
    missing: frozenset[tuple[str, tuple[str, str]]] = frozenset()
    by_language: Mapping[str, Book] = field(default_factory=dict, repr=False)

    def of(self, language: str) -> Book:
        """What there is of the book in ``language``: all of it, unless it is a proposal."""
        return self.by_language.get(language, self)

    @cached_property
    def in_both(self) -> Book:
        """What there is of the book in both languages."""
        book = self
        for language in LANGUAGES:
            book = book.of(language)
        return book

    def languages_of(self, key: str) -> tuple[str, ...]:
        """The languages in which there is the page with ``key``, in their order."""
        if not self.missing:
            return LANGUAGES
        id = next(id for id, one in self.page_keys.items() if one == key)
        return tuple(one for one in LANGUAGES if (one, ("pages", id)) not in self.missing)

    def word(self, id: str, language: str) -> str:
        """A word of the interface; unknown ids are errors of the code."""
        return self.words[id][language]

    def name(self, vocabulary: str, id: str, language: str) -> str:
        return self.vocabulary[vocabulary][id].name[language]

    def chapter(self, key: str, language: str) -> Chapter:
        return self.chapters[key, language]

    @cached_property
    def chapter_keys(self) -> Mapping[str, str]:
        """Page id -> chapter key."""
        return {
            chapter.front.id: key
            for (key, language), chapter in self.chapters.items()
            if language == DEFAULT or (key, DEFAULT) not in self.chapters
        }

    @cached_property
    def page_keys(self) -> Mapping[str, str]:
        """Every page's id and key, chapters and cases."""
        return {**self.chapter_keys, **{id: f"cases/{id}" for id in self.cases}}

    def case_at(self, key: str) -> models.Case | None:
        """The case whose page has this key; None where it is a chapter's."""
        return self.cases.get(key.removeprefix("cases/")) if key.startswith("cases/") else None

    def cases_sorted(self, language: str) -> Sequence[models.Case]:
        return self._cases_by_name[language]

    @cached_property
    def _cases_by_name(self) -> Mapping[str, Sequence[models.Case]]:
        return {
            language: tuple(sorted(self.cases.values(), key=lambda case: sort_key(case.name[language])))
            for language in LANGUAGES
        }
