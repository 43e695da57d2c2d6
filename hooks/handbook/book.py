"""The whole book, loaded once: vocabulary, sources, cases, checklists, tables, words and chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook import edition, models, redirects, rules
from handbook.chapters import Chapter, read_chapters
from handbook.findings import Broken, Finding, finding
from handbook.languages import LANGUAGES, sort_key
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
    """Everything that the site is made from. Frozen: both languages are rendered from the same objects."""

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
        return {chapter.front.id: key for (key, language), chapter in self.chapters.items() if language == "es"}

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


def load_book(root: Path) -> Book:
    """Load the project at ``root``.

    Raises:
        Broken: with all findings, when there is one.
    """
    book, findings = inspect(root)
    if book is None:
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
    """The book, or None and every finding of every file."""
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
        frozenset(one.path for one in findings),
    )
    for rule in rules.RULES:
        findings += rule(draft)
    if findings:
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
    findings = redirects.findings(book, moved) if moved else []
    return (None, sorted(set(findings))) if findings else (book, [])


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
