"""The whole book, loaded once: vocabulary, sources, cases, checklists, tables, words and chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook import edition, models, proposal, redirects, rules
from handbook.chapters import Chapter, read_chapters
from handbook.findings import Broken, Finding, finding
from handbook.languages import DEFAULT, LANGUAGES, sort_key
from handbook.records import Loaded, read_folder, read_record

VOCABULARIES = {
    "stages": models.Stages,
    "ideas": models.Ideas,
    "steps": models.Steps,
    "dimensions": models.Vocabulary,
    "kinds": models.Vocabulary,
    "levels": models.Vocabulary,
    "modalities": models.Vocabulary,
    "sectors": models.Vocabulary,
}
LISTS = {
    "glossary": models.Glossary,
    "acronyms": models.Acronyms,
}
COLLECTIONS = {
    "cases": models.Case,
    "checklists": models.Checklist,
    "tables": models.Table,
    "figures": models.Diagram,
    "advisers": models.Adviser,
    "courses": models.Course,
    "quizzes": models.Quiz,
}


@dataclass(frozen=True)
class Book:
    """Everything that the site is made from. Frozen: both languages are rendered from the same objects.

    In a proposal, ``missing`` has language and thing of what is still to be translated; pages are rendered from
    ``of(language)``, and from the book itself only what is the same in both.
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
    missing: frozenset[tuple[str, proposal.Thing]] = frozenset()

    def of(self, language: str) -> Book:
        """What there is of the book in ``language``: all of it, unless it is a proposal."""
        return self._of[language]

    @cached_property
    def _of(self) -> Mapping[str, Book]:
        return {one: proposal.in_language(self, one) if self.missing else self for one in LANGUAGES}

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


@dataclass(frozen=True)
class Draft:
    """What could be read, with places, for the rules to look at."""

    root: Path
    vocabulary: Mapping[str, Mapping[str, Any]]
    vocabulary_files: Mapping[str, Loaded]
    sources: Mapping[str, models.Source]
    collections: Mapping[str, list[Loaded]]
    lists: Mapping[str, Loaded]
    chapters: list[Chapter]
    unread: frozenset[str]


def load_book(root: Path, *, proposal: bool = False) -> Book:
    """Load the project at ``root``; as a ``proposal`` it may lack translations.

    Raises:
        Broken: with all findings, when there is one; in a proposal, when there is a fault.
    """
    book, findings = inspect(root)
    if book is None or (findings and not proposal):
        raise Broken(findings)
    return book


def load_vocabulary(root: Path) -> tuple[Mapping[str, Mapping[str, Any]], list[Finding]]:
    """Vocabulary name -> id -> entry (``sources`` among them), as far as they can be read."""
    context, _, findings = _read_vocabulary(root)
    return context, findings


def _read_vocabulary(root: Path) -> tuple[dict[str, Any], dict[str, Loaded], list[Finding]]:
    context: dict[str, Any] = {}
    files: dict[str, Loaded] = {}
    findings: list[Finding] = []
    paths = {name: (f"data/vocabulary/{name}.yml", model) for name, model in VOCABULARIES.items()}
    for name, (path, model) in {**paths, "sources": ("data/sources.yml", models.Sources)}.items():
        loaded, problems = read_record(root / path, path, model, context)
        findings += problems
        if loaded:
            files[name] = loaded
            context[name] = {entry.id: entry for entry in loaded.record.entries}
    return context, files, findings


def inspect(root: Path) -> tuple[Book | None, list[Finding]]:
    """The book and what is to be translated in it; or, where there is a fault, None and every finding of every file."""
    if not (root / "data").is_dir():
        return None, [finding("data", 1, 1, "", "no-data")]
    context, files, findings = _read_vocabulary(root)
    words, problems = read_record(
        root / "data/vocabulary/words.yml", "data/vocabulary/words.yml", models.Words, context
    )
    findings += problems
    lists: dict[str, Loaded] = {}
    for name, model in LISTS.items():
        path = f"data/{name}.yml"
        if (root / path).exists():  # a small site may do without
            loaded, problems = read_record(root / path, path, model, context)
            findings += problems
            if loaded:
                lists[name] = loaded
    _, problems = read_record(root / edition.FILE, edition.FILE, models.Edition, context)
    findings += problems
    moved, problems = _read_redirects(root)
    findings += problems
    editions, problems = _read_editions(root)
    findings += problems
    collections: dict[str, list[Loaded]] = {}
    for name, model in COLLECTIONS.items():
        collections[name], problems = read_folder(root, f"data/{name}", model, context)
        findings += problems
    chapters, problems = read_chapters(root, context)
    findings += problems
    draft = Draft(
        root,
        context,
        files,
        context.get("sources", {}),
        collections,
        lists,
        chapters,
        frozenset(one.path for one in findings if not one.to_translate),
    )
    for rule in rules.RULES:
        findings += rule(draft)
    if any(not one.to_translate for one in findings):
        return None, sorted(set(findings))
    assert words is not None
    book = Book(
        root,
        {name: context[name] for name in VOCABULARIES},
        context["sources"],
        words.record.entries,
        *({loaded.record.id: loaded.record for loaded in collections[name]} for name in COLLECTIONS),
        *(_by_id(lists.get(name)) for name in LISTS),
        {(chapter.key, chapter.language): chapter for chapter in chapters},
        moved.record.entries if moved else (),
        editions,
    )
    faults = redirects.findings(book, moved) if moved else []
    findings = sorted({*findings, *faults})
    return (None, findings) if faults else (_with_missing(book, draft), findings)


def _with_missing(book: Book, draft: Draft) -> Book:
    """The book knowing what is still to be translated."""
    loaded = [(name, one) for name in COLLECTIONS for one in draft.collections[name]]
    loaded += [*draft.lists.items(), ("sources", draft.vocabulary_files["sources"])]
    missing = proposal.lacking(loaded) | proposal.unwritten(book.chapters)
    return replace(book, missing=proposal.with_what_needs_it(book, missing)) if missing else book


def _read_editions(root: Path) -> tuple[tuple[models.RecordedEdition, ...], list[Finding]]:
    """The recorded editions, the oldest first."""
    records: list[models.RecordedEdition] = []
    found: list[Finding] = []
    for file in sorted((root / "data/editions").glob("*.yml")):
        loaded, problems = read_record(file, f"data/editions/{file.name}", models.RecordedEdition, {})
        found += problems
        if loaded and loaded.record.id != file.stem:
            found.append(loaded.finding(("id",), "id-not-file-name", found=loaded.record.id, expected=file.stem))
        elif loaded:
            records.append(loaded.record)
    return tuple(sorted(records, key=lambda one: (one.date, one.id))), found


def _read_redirects(root: Path) -> tuple[Loaded | None, list[Finding]]:
    """data/redirects.yml; a site from which nothing has moved may do without."""
    if not (root / redirects.FILE).exists():
        return None, []
    return read_record(root / redirects.FILE, redirects.FILE, models.Redirects, {})


def _by_id(loaded: Loaded | None) -> dict[str, Any]:
    return {entry.id: entry for entry in loaded.record.entries} if loaded else {}
