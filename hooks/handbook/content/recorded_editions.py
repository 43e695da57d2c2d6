"""Editions: what every section was like when an edition was published, and which have changed in substance since.

``handbook edition --record`` writes a hash of each section (of level two) of each chapter and case, in each language,
into data/editions/. The hash is of the words alone: punctuation, accents, capitals, marks and the targets of links do
not count. A correction that changes a word and not the substance is declared with ``handbook edition --typo``.

Beside the hashes lies the text of the same sections, compressed; only ``wording`` and ``handbook check`` open that file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from handbook.content.chapters import Chapter
from handbook.content.languages import LANGUAGES, folded
from handbook.content.models import Attributed, Bilingual, Case, Record, RecordedEdition
from handbook.content.notes import marks, notes, without_notes
from handbook.content.reuse import reuse

if TYPE_CHECKING:
    from handbook.content.book import Book

FOLDER = "data/editions"
# What stands before the first heading of level two.
TOP = "top"
# The sections of a case's page, as in overrides/handbook/case.md: anchor -> interface word, fields of the record.
CASE_SECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    TOP: ("", ("name", "summary")),
    "glance": ("at-a-glance", ("country", "kind", "period", "population", "start")),
    "lessons": ("lessons", ("lessons",)),
    "figures": ("figures", ("figures",)),
    "timeline": ("timeline", ("timeline",)),
    "actions": ("actions", ("actions",)),
    "ideas": ("ideas-shown", ("ideas",)),
    "steps": ("steps-shown", ("steps",)),
    "modalities": ("modalities-used", ("modalities",)),
    "dimensions": ("dimensions-shown", ("dimensions",)),
    "who": ("who", ("actors", "institutions")),
    "context": ("context", ("context",)),
    "difficulties": ("difficulties", ("difficulties",)),
    "notes": ("editors-notes", ("notes",)),
    "sources": ("sources", ("sources",)),
}
# Directives that show a record of the page's own; a list of cases changes with the cases, which are listed themselves.
_SHOWN = {
    **{"checklist": "checklists", "table": "tables", "figure": "figures", "adviser": "advisers", "course": "courses"},
    "questions": "questions",
}
# Whose an item or a question is, which is none of its words.
_WHOSE = frozenset({"basis", "source", "locator"})
_NOT_WORDS = re.compile(r"\]\([^)]*\)|\{[:#][^}]*\}|<!--.*?-->|\[\^[^\]]*\]")

Hashes = Mapping[str, str]
# Page id -> language -> section -> the words that a reader saw there.
Wording = Mapping[str, Mapping[str, Mapping[str, str]]]
_WORDING: TypeAdapter[dict[str, dict[str, dict[str, str]]]] = TypeAdapter(dict[str, dict[str, dict[str, str]]])


@dataclass(frozen=True)
class PageChange:
    """A page with the sections that are new, changed or gone; ``is_new``: the edition did not have the page."""

    key: str
    is_new: bool
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def present(book: Book, language: str) -> dict[str, Hashes]:
    """Page id -> section -> hash, of the book as it is now."""
    pages = {}
    for id, key in book.page_keys.items():
        if case := book.case_at(key):
            pages[id] = reuse((present, id, language), (case,), partial(_case_hashes, case, language))
        else:
            chapter = book.chapters[key, language]
            shown = {
                one.line: getattr(book, _SHOWN[one.name]).get(one.arguments.get("id", ""))
                for one in chapter.directives
                if one.name in _SHOWN
            }
            hashes = partial(_chapter_hashes, chapter, shown)
            pages[id] = reuse((present, id, language), (chapter, *shown.values()), hashes)
    return pages


def _chapter_hashes(chapter: Chapter, shown: Mapping[int, Any]) -> Hashes:
    """The hashes of a chapter; ``shown``: the records that it shows, by line."""
    front = chapter.front
    hashes = {}
    for id, lines in chapter_sections(chapter).items():
        texts = [front.title, front.description, *front.objectives] if id == TOP else []
        for number, line in lines:
            texts.append(_NOT_WORDS.sub(" ", line))
            texts += _texts(shown.get(number), chapter.language)
        hashes[id] = _digest(texts)
    return hashes


def chapter_sections(chapter: Chapter) -> dict[str, list[tuple[int, str]]]:
    """Section -> its lines, each with its number in the file; the heading is the first of them, and the notes to which
    the section is the first to refer are the last."""
    sections: dict[str, list[tuple[int, str]]] = {TOP: []}
    starts = {heading.line: heading.id for heading in chapter.headings if heading.level == 2 and heading.id}
    here = TOP
    for number, line in enumerate(without_notes(chapter.body).split("\n"), chapter.first_line):
        here = starts.get(number) or here
        sections.setdefault(here, []).append((number, line))
    places = {number: id for id, lines in sections.items() for number, _ in lines}
    first = {mark.key: places[chapter.first_line + mark.index] for mark in reversed(list(marks(chapter.body)))}
    lines = chapter.body.split("\n")
    for note in notes(chapter.body):
        sections[first.get(note.key, here)].append((chapter.first_line + note.index, lines[note.index]))
    return sections


def _case_hashes(case: Case, language: str) -> Hashes:
    hashes = {}
    for anchor, (_, fields) in CASE_SECTIONS.items():
        texts = [text for name in fields for text in _texts(getattr(case, name), language)]
        if texts:
            hashes[anchor] = _digest(texts)
    return hashes


def _texts(value: Any, language: str) -> list[str]:
    """What a record says in a language, in its order."""
    if value is None or value == ():
        return []
    if isinstance(value, Bilingual):
        return [value[language]]
    if isinstance(value, Record):
        left_out = _WHOSE if isinstance(value, Attributed) else frozenset()
        return [text for name, one in value if name not in left_out for text in _texts(one, language)]
    if isinstance(value, Mapping):
        return [text for key, one in value.items() for text in (str(key), *_texts(one, language))]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one, language)]
    return [str(value)]


def _digest(texts: Iterable[str]) -> str:
    words = re.findall(r"[^\W_]+", folded(" ".join(texts)))
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]


def changes(book: Book, then: RecordedEdition, language: str) -> tuple[list[PageChange], list[str]]:
    """The pages that differ from a recorded edition, by key, and the ids of those that are gone."""
    now, keys, found = present(book, language), book.page_keys, []
    for id, sections in now.items():
        if id not in then.pages:
            found.append(PageChange(keys[id], True))
            continue
        old = then.hashes(id, language)
        change = PageChange(
            keys[id],
            False,
            tuple(one for one in sections if one in old and old[one] != sections[one]),
            tuple(one for one in sections if one not in old),
            tuple(one for one in old if one not in sections),
        )
        if change.changed or change.added or change.gone:
            found.append(change)
    return found, sorted(set(then.pages) - set(now))


# ------------------------------------------------------------------------------------------------------ recording


def record(book: Book) -> Path:
    """Write the present text as that of the edition in data/edition.yml."""
    pages = {language: present(book, language) for language in LANGUAGES}
    by_id = {id: {language: pages[language][id] for language in LANGUAGES} for id in sorted(pages[LANGUAGES[0]])}
    return _write(book.root, book.edition.id, f"{book.edition.day:%Y-%m-%d}", by_id)


def accept(book: Book, sections: Iterable[str]) -> list[str]:
    """Take ``id#section`` (or ``id``, a page: its beginning) as the same in substance as in the last edition.

    Returns those that there are not, in the book or in that edition.
    """
    last = book.editions[-1]
    pages: dict[str, dict[str, dict[str, str]]] = {
        id: {str(language): dict(hashes) for language, hashes in languages.items()}
        for id, languages in last.pages.items()
    }
    unknown = []
    now = {language: present(book, language) for language in LANGUAGES}
    for name in sections:
        id, _, section = name.partition("#")
        section = section or TOP
        if any(section not in of.get(id, {}) for one in LANGUAGES for of in (now[one], _of(last, one))):
            unknown.append(name)
            continue
        for language in LANGUAGES:
            pages[id][language][section] = now[language][id][section]
    if not unknown:
        _write(book.root, last.id, last.date, pages)
    return unknown


def _of(then: RecordedEdition, language: str) -> dict[str, Hashes]:
    return {id: then.hashes(id, language) for id in then.pages}


def _write(root: Path, edition_id: str, date: str, pages: Mapping[str, Mapping[str, Hashes]]) -> Path:
    lines = [
        "# yaml-language-server: $schema=../schemas/recorded-edition.json",
        "# Written by 'handbook edition'; nobody edits it.",
        f'id: "{edition_id}"',
        f'date: "{date}"',
        "pages:",
    ]
    for page, languages in pages.items():
        lines.append(f"  {json.dumps(page)}:")
        lines += [f"    {language}: {json.dumps(hashes)}" for language, hashes in languages.items()]
    file = root / FOLDER / f"{edition_id}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


# ------------------------------------------------------------------------------------------------------ the wording


def wording(root: Path, edition_id: str) -> Wording:
    """The text of an edition: page id -> language -> section -> plain Markdown, which begins with the section's title.

    The sections are those of the edition's hashes, in the order of the page.

    Raises:
        OSError: there is no such file, or it is not compressed as it should be.
        ValueError: it holds something else.
    """
    try:
        return _WORDING.validate_json(gzip.decompress(_wording_file(root, edition_id).read_bytes()), strict=True)
    except (EOFError, zlib.error) as damaged:
        raise gzip.BadGzipFile(str(damaged)) from None


def keep_wording(root: Path, edition_id: str, pages: Wording) -> Path:
    """Write what ``wording`` reads; the same words give the same bytes."""
    text = json.dumps(dict(sorted(pages.items())), ensure_ascii=False, indent=0)
    file = _wording_file(root, edition_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return file


def _section_names(pages: Mapping[str, Mapping[Any, Mapping[str, str]]]) -> set[str]:
    return {
        f"{id}#{section} ({language})"
        for id, languages in pages.items()
        for language, sections in languages.items()
        for section in sections
    }


def _wording_file(root: Path, edition_id: str) -> Path:
    return root / FOLDER / f"{edition_id}.text.json.gz"
