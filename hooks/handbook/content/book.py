"""The whole book, loaded once: vocabulary, sources, cases, checklists, tables, words and chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook.content import models
from handbook.content.case_facets import by_facet
from handbook.content.chapters import Chapter, page_address
from handbook.content.languages import DEFAULT, LANGUAGES, sort_key


@dataclass(frozen=True)
class Book:
    """Everything that the site is made from. Frozen: both languages are rendered from the same objects.

    In a proposal, ``missing`` has language and thing of what is still to be translated; pages are rendered from
    ``of(language)``, which is ``by_language`` where that differs, and from the book itself only what is the same in both.
    """

    root: Path
    edition: models.Edition
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
    questions: Mapping[str, models.GuidingQuestions]
    glossary: Mapping[str, models.GlossaryTerm]
    acronyms: Mapping[str, models.Acronym]
    chapters: Mapping[tuple[str, str], Chapter]
    redirects: tuple[models.Redirect, ...] = ()
    search: models.Search | None = None
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

    def cases_with(self, facet: str, value: str) -> frozenset[str]:
        """The ids of the cases with a value of a facet, as ``idea`` and ``aligned``; none where no case has it."""
        return self._cases_by_facet.get((facet, value), frozenset())

    @cached_property
    def _cases_by_facet(self) -> Mapping[tuple[str, str], frozenset[str]]:
        return by_facet(self.cases.values())

    @cached_property
    def _cases_by_name(self) -> Mapping[str, Sequence[models.Case]]:
        return {
            language: tuple(sorted(self.cases.values(), key=lambda case: sort_key(case.name[language])))
            for language in LANGUAGES
        }

    def address(self, key: str, language: str) -> str:
        """The address of a page below the site's root: ``ideas/01-alineada/``, ``en/ideas/01-aligned/``.

        ``key`` is the page's path without language (``ideas/01-aligned``, ``cases/medellin``). Each part is the slug of
        the page, or of the section's index page; a case's slug is its id.
        """
        return page_address(key, language, self._slug)

    def _slug(self, key: str, language: str) -> str | None:
        chapter = self.chapters.get((key, language))
        return chapter.front.slug if chapter else None

    def in_language(self, language: str) -> View:
        """The book as its readers in one language see it."""
        return View(self, language)

    def page(self, key: str, language: str) -> Page:
        """The chapter or case with ``key``, in one language."""
        return Page(self, language, key)


@dataclass(frozen=True)
class View:
    """A book in one language."""

    book: Book = field(repr=False, compare=False)
    language: str

    def word(self, word_id: str) -> str:
        """A word of the interface.

        Raises:
            KeyError: data/vocabulary/words.yml does not have it.
        """
        return self.book.words[word_id][self.language]

    def name(self, vocabulary: str, entry_id: str) -> str:
        """The name of an entry of a vocabulary."""
        return str(self.book.vocabulary[vocabulary][entry_id].name[self.language])

    def numbered(self, vocabulary: str, entry_id: str) -> str:
        """The name of an entry of a vocabulary, after its number where it has one: ``1. Aligned``."""
        number = getattr(self.book.vocabulary[vocabulary][entry_id], "number", None)
        return f"{number}. {self.name(vocabulary, entry_id)}" if number else self.name(vocabulary, entry_id)


@dataclass(frozen=True)
class Page(View):
    """A chapter or a case in one language; ``key`` is its path without language: ``ideas/01-aligned``."""

    key: str

    @property
    def chapter(self) -> Chapter | None:
        return self.book.chapters.get((self.key, self.language))

    @property
    def id(self) -> str:
        """What its short address and every reference in the data call it."""
        return self.chapter.front.id if self.chapter else self.key.rpartition("/")[2]

    @property
    def title(self) -> str:
        return self.chapter.front.title if self.chapter else self.book.cases[self.id].name[self.language]

    @property
    def description(self) -> str:
        """What previews and search engines say of it: a chapter's description, a case's summary."""
        return self.chapter.front.description if self.chapter else self.book.cases[self.id].summary[self.language]

    @property
    def address(self) -> str:
        return self.book.address(self.key, self.language)
