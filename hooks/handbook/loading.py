"""Load the project: read every file, run every rule, and make the book when nothing is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from handbook import anchors, proposal
from handbook.checking import redirect_rules, search_rules
from handbook.checking.rules import RULES
from handbook.checking.rules.tree import about_files
from handbook.content import edition, models, redirects, settings
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.reading.chapter_files import read_chapters
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, FindingsError, finding
from handbook.reading.project_tree import Tree, look_through
from handbook.reading.record_files import COLLECTIONS, LISTS, VOCABULARIES
from handbook.reading.records import Loaded, read_folder, read_record
from handbook.rendering import registry


def load_book(root: Path, *, proposal: bool = False) -> Book:
    """Load the project at ``root``; as a ``proposal`` it may lack translations.

    Raises:
        FindingsError: with all findings, when there is one; in a proposal, when there is a fault.
    """
    book, findings = inspect(root)
    if book is None or (findings and not proposal):
        raise FindingsError(findings)
    return book


def load_vocabulary(root: Path) -> tuple[Mapping[str, Mapping[str, Any]], list[Finding]]:
    """Vocabulary name -> id -> entry (``sources`` among them), as far as they can be read."""
    context, _, findings = _read_vocabulary(root)
    return context, findings


def _read_vocabulary(root: Path) -> tuple[dict[str, Any], dict[str, Loaded], list[Finding]]:
    context: dict[str, Any] = {}
    files: dict[str, Loaded] = {}
    findings: list[Finding] = []
    paths: dict[str, tuple[str, type[models.Record]]] = {
        name: (f"data/vocabulary/{name}.yml", model) for name, model in VOCABULARIES.items()
    }
    paths["sources"] = ("data/sources.yml", models.Sources)
    for name, (path, model) in paths.items():
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
    tree = look_through(root)
    if tree.not_plain:  # nothing is read, so that no link is followed
        return None, sorted(about_files(tree))
    context, files, findings = _read_vocabulary(root)
    setting, problems = read_record(root / settings.FILE, settings.FILE, settings.Settings, context)
    findings += problems
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
    present, problems = read_record(root / edition.FILE, edition.FILE, models.Edition, context)
    findings += problems
    moved, problems = _read_optional(root, redirects.FILE, models.Redirects)
    findings += problems
    search, problems = _read_optional(root, search_rules.FILE, models.Search)
    findings += problems
    editions, problems = _read_editions(tree)
    findings += problems
    collections: dict[str, list[Loaded]] = {}
    for name, model in COLLECTIONS.items():
        collections[name], problems = read_folder(tree, f"data/{name}", model, context)
        findings += problems
    chapters, problems = read_chapters(tree, context)
    findings += problems
    draft = Draft(
        root=root,
        tree=tree,
        settings=setting,
        words=words,
        edition=present.record if present else None,
        vocabulary=context,
        vocabulary_files=files,
        sources=context.get("sources", {}),
        collections=collections,
        lists=lists,
        chapter_files=chapters,
        unread=frozenset(one.path for one in findings if not one.may_wait),
        directives=registry.signatures(),
    )
    for rule in RULES:
        findings += rule(draft)
    if any(not one.may_wait for one in findings):
        return None, sorted(set(findings))
    assert words is not None and present is not None
    records = {name: {loaded.record.id: loaded.record for loaded in found} for name, found in collections.items()}
    book = Book(
        root=root,
        edition=present.record,
        vocabulary={name: context[name] for name in VOCABULARIES},
        sources=context["sources"],
        words=words.record.entries,
        cases=records["cases"],
        checklists=records["checklists"],
        tables=records["tables"],
        figures=records["figures"],
        advisers=records["advisers"],
        courses=records["courses"],
        quizzes=records["quizzes"],
        questions=records["questions"],
        glossary=_by_id(lists.get("glossary")),
        acronyms=_by_id(lists.get("acronyms")),
        chapters={(chapter.key, chapter.language): chapter for chapter in draft.chapters},
        redirects=moved.record.entries if moved else (),
        search=search.record if search else None,
        editions=editions,
    )
    faults = redirect_rules.findings(book, moved) if moved else []
    faults += search_rules.findings(book, search) if search else []
    book = _with_missing(book, draft)
    faults += anchors.findings(book)
    findings = sorted({*findings, *faults})
    return (None if faults else book), findings


def _with_missing(book: Book, draft: Draft) -> Book:
    """The book knowing what is still to be translated."""
    loaded = [(name, one) for name in COLLECTIONS for one in draft.collections[name]]
    loaded += [*draft.lists.items(), ("sources", draft.vocabulary_files["sources"])]
    missing = proposal.lacking(loaded) | proposal.unwritten(book.chapters)
    if not missing:
        return book
    book = replace(book, missing=proposal.with_what_needs_it(book, missing))
    return replace(book, by_language={language: _in_language(book, language) for language in LANGUAGES})


def _in_language(book: Book, language: str) -> Book:
    """What there is of a proposal in a language, knowing what there is of that in the other."""
    part = proposal.in_language(book, language)
    return replace(part, by_language={one: proposal.in_language(part, one) for one in LANGUAGES if one != language})


def _read_editions(tree: Tree) -> tuple[tuple[models.RecordedEdition, ...], list[Finding]]:
    """The recorded editions, the oldest first."""
    records: list[models.RecordedEdition] = []
    editions, found = read_folder(tree, "data/editions", models.RecordedEdition, {})
    for loaded in editions:
        name = Path(loaded.path).stem
        if loaded.record.id != name:
            found.append(loaded.finding(("id",), "id-not-file-name", found=loaded.record.id, expected=name))
        else:
            records.append(loaded.record)
    return tuple(sorted(records, key=lambda one: (one.date, one.id))), found


def _read_optional(root: Path, path: str, model: type[models.Record]) -> tuple[Loaded | None, list[Finding]]:
    """A record that a small site may do without."""
    return read_record(root / path, path, model, {}) if (root / path).exists() else (None, [])


def _by_id(loaded: Loaded | None) -> dict[str, Any]:
    return {entry.id: entry for entry in loaded.record.entries} if loaded else {}
