"""Translations: the shape that both languages of a page share, and which English sections are behind.

The English page's front matter records, for each section of the Spanish page, the hash of the text that was translated
(``source_hashes``). A section whose text has changed since is behind. ``handbook translations accept`` writes the
hashes, after somebody has read both.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.content.chapters import Chapter, Heading, prose_lines
from handbook.content.notes import marks
from handbook.content.recorded_editions import TOP, chapter_sections
from handbook.content.reuse import once_for_each_file

if TYPE_CHECKING:
    from handbook.content.book import Book

_LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
LINK_WITH_TEXT = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^)\s]+)[^)]*\)(?:\{[^}]*\})?")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+\S")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_ADMONITION = re.compile(r"^\s*(?:!!!|\?\?\?\+?)\s+([a-z]+)")
CODE = re.compile(r"`[^`]*`")
_RECORDED = re.compile(r"^source_hashes:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.M)
_FRONT = re.compile(r"\A(\ufeff?---[ \t]*\n)(.*?)(^---[ \t]*\n?)", re.S | re.M)


@dataclass(frozen=True)
class State:
    """What an English page says of its Spanish sections, and what has become of them."""

    key: str
    changed: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]
    recorded: bool

    @property
    def behind(self) -> tuple[str, ...]:
        """The sections to translate again; none on a page that nobody has accepted yet."""
        return (*self.changed, *self.added) if self.recorded else ()


@once_for_each_file
def section_hashes(chapter: Chapter) -> Mapping[str, str]:
    """Section id -> eight hexadecimal digits of its text; white space at the ends of lines does not count."""
    front = chapter.front
    head = [front.title, front.description, *front.objectives]
    return {
        id: _digest([*(head if id == TOP else []), *(line.strip() for _, line in lines)])
        for id, lines in chapter_sections(chapter).items()
    }


def _digest(lines: list[str]) -> str:
    text = "\n".join(line for line in lines if line)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def state(book: Book, key: str) -> State:
    """Compare the recorded hashes of an English page with the present Spanish sections."""
    now = section_hashes(book.chapters[key, "es"])
    then = book.chapters[key, "en"].front.source_hashes
    return State(
        key,
        tuple(id for id in now if id in then and then[id] != now[id]),
        tuple(id for id in now if id not in then),
        tuple(id for id in then if id not in now),
        bool(then),
    )


def states(book: Book) -> list[State]:
    """Of every page, in the order of their keys."""
    both = [key for key, language in sorted(book.chapters) if language == "en" and (key, "es") in book.chapters]
    return [state(book, key) for key in both]


def behind_titles(book: Book, key: str, language: str) -> list[tuple[str, str]]:
    """Anchor and title of the sections in which an English page is behind; empty for Spanish, the source."""
    if language != "en" or not {(key, "en"), (key, "es")} <= book.chapters.keys():
        return []
    chapter = book.chapters[key, "en"]
    titles = {heading.id: _plain(heading.text) for heading in chapter.headings}
    behind = [id for id in state(book, key).behind if id == TOP or id in titles]
    return [(id, titles.get(id, "") or chapter.front.title) for id in behind]


def report(book: Book, language: str) -> tuple[str, bool]:
    """A line for each page that is not up to date, and whether there is one."""
    words = _WORDS[language]
    lines = []
    for one in states(book):
        path = f"docs/{one.key}.en.md"
        if not one.recorded:
            lines.append(f"{path}: {words['never']}")
            continue
        parts = [f"{{#{id}}} {words[what]}" for what in ("changed", "added", "gone") for id in getattr(one, what)]
        if parts:
            lines.append(f"{path}: {words['behind']}: {', '.join(parts)}")
    total = words["total"].format(pages=len(states(book)), behind=len(lines))
    return "\n".join([*lines, total]), bool(lines)


def accept(book: Book, keys: list[str]) -> list[str]:
    """Record the Spanish sections as they are now in the English page of each key; return the paths written."""
    written = []
    for key in keys:
        chapter = book.chapters[key, "en"]
        file = book.root / chapter.path
        hashes = section_hashes(book.chapters[key, "es"])
        old = file.read_bytes().decode("utf-8")
        new = with_hashes(old, hashes)
        if new != old:
            file.write_bytes(new.encode("utf-8"))
            written.append(chapter.path)
    return written


def with_hashes(text: str, hashes: Mapping[str, str]) -> str:
    """The text of a page with ``source_hashes`` as the last key of its front matter."""
    end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    lines = "".join(f'  {id}: "{digest}"\n' for id, digest in hashes.items())
    found = _FRONT.match(text)
    if not found:
        return text
    front = _RECORDED.sub("", found[2]) + f"source_hashes:\n{lines}"
    return (found[1] + front + found[3] + text[found.end() :]).replace("\n", end)


def key_of(book: Book, root: Path, name: str) -> str | None:
    """The key of a page named by its path, its key or its id."""
    plain = posixpath.normpath(name.replace("\\", "/"))
    plain = re.sub(r"(\.(es|en))?\.md$", "", plain.removeprefix(root.as_posix() + "/").removeprefix("docs/"))
    if (plain, "en") in book.chapters:
        return plain
    return book.chapter_keys.get(plain)


# ------------------------------------------------------------------------------------------------------------- shape


@dataclass(frozen=True)
class Part:
    """A block that a section must have in both languages: its kind, the text compared, its line."""

    what: str
    text: str
    line: int


LINKS, NOTES, ITEMS, ROWS, ADMONITIONS = (
    "enlaces / links",
    "notas / notes",
    "puntos de la lista / list items",
    "filas de la tabla / table rows",
    "avisos / admonitions",
)


def sections(chapter: Chapter) -> Iterator[tuple[int, list[tuple[int, str]]]]:
    """The line of each heading (of any level) and the lines of prose below it, with their numbers."""
    starts = {heading.line for heading in chapter.headings}
    current: tuple[int, list[tuple[int, str]]] = (chapter.first_line, [])
    for index, line in prose_lines(chapter.body):
        number = chapter.first_line + index
        if number in starts:
            yield current
            current = (number, [])
        else:
            current[1].append((number, line))
    yield current


def sections_only_in(chapter: Chapter, twin: Chapter) -> tuple[Heading, ...]:
    """The headings of sections that are still to be written in ``twin``, the other language of the same page.

    None where the two differ in another way too: then neither is a translation of the other.
    """
    known = {heading.id for heading in twin.headings}
    new = tuple(heading for heading in chapter.headings if heading.id and heading.id not in known)
    common = [(heading.level, heading.id) for heading in chapter.headings if heading not in new]
    return new if common == [(heading.level, heading.id) for heading in twin.headings] else ()


def internal_links(lines: list[tuple[int, str]]) -> list[Part]:
    """The links to pages and anchors of the book. Their order may differ: sentences are built differently."""
    return [
        Part(LINKS, target, number)
        for number, line in lines
        for target in _LINK.findall(CODE.sub("", line))
        if not re.match(r"[a-z]+:", target)
    ]


def note_marks(lines: list[tuple[int, str]]) -> list[Part]:
    """The marks of notes, in any order too."""
    return [Part(NOTES, f"[^{mark.key}]", number) for number, line in lines for mark in marks(line)]


def blocks(lines: list[tuple[int, str]]) -> list[Part]:
    """Lists and tables with their numbers of items and rows, and admonitions, in order."""
    parts: list[Part] = []
    for what, pattern in ((ITEMS, _ITEM), (ROWS, _ROW)):
        count = start = 0
        blank = False
        for number, line in [*lines, (0, "end")]:
            if pattern.match(line):
                if not count:
                    start = number
                count += 1
                blank = False
            elif not line.strip():
                blank = True
            elif count and (line[:1] != " " or (what == ROWS and blank)):
                parts.append(Part(what, str(count), start))
                count = 0
        if count:
            parts.append(Part(what, str(count), start))
    for number, line in lines:
        if found := _ADMONITION.match(line):
            parts.append(Part(ADMONITIONS, found[1], number))
    return parts


def _plain(text: str) -> str:
    return re.sub(r"\{[^}]*\}|[*`]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).strip()


_WORDS = {
    "es": {
        "behind": "atrasada",
        "changed": "cambió",
        "added": "es nueva",
        "gone": "ya no está",
        "never": "sin registrar; léala junto a la española y use «handbook translations accept»",
        "total": "{pages} páginas, {behind} por revisar.",
    },
    "en": {
        "behind": "behind",
        "changed": "changed",
        "added": "is new",
        "gone": "is gone",
        "never": "not recorded; read it beside the Spanish one and use 'handbook translations accept'",
        "total": "{pages} pages, {behind} to look at.",
    },
}
