"""The links to the files to take away: on the downloads page and at the end of each page.

They are made from ``manifest.json``, the list of what there is, so no page ever offers a file that is not there. A section
whose files are all missing is hidden, and one sentence at the top names what this copy of the site does without.
"""

from __future__ import annotations

import json
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from urllib.parse import quote

from babel.numbers import format_decimal

from handbook.content.book import Book
from handbook.content.languages import DEFAULT, LANGUAGES, LOCALES, sort_key
from handbook.content.models import Checklist, Table
from handbook.exporting import reproducible_zip
from handbook.exporting.built_site import Site
from handbook.exporting.open_data import API

FOLDER = "downloads"
MANIFEST = f"{FOLDER}/manifest.json"
_FORMATS = {
    ".pdf": "PDF",
    ".epub": "EPUB",
    ".xlsx": "Excel",
    ".docx": "Word",
    ".zip": "ZIP",
    ".imscc": "Common Cartridge",
    ".json": "JSON",
    ".csv": "CSV",
    ".geojson": "GeoJSON",
    ".xml": "Atom",
    ".txt": "TXT",
    ".md": "Markdown",
}
# Kinds of files whose names in their addresses are in their language, or those of an interface.
_NAMED = ("book", "pages", "offline", "data", "feeds")
_LIST = re.compile(r'<(p|div)(?=[^>]*\bid="files-([a-z]+)")[^>]*>.*?</\1>', re.S)
_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
# A section from its heading to its list, as it is hidden and shown again.
_HIDDEN = re.compile(r"<div data-no-files hidden>(.*?</p>)</div>", re.S)
_TO_LIST = re.compile(r'<h2 id=.*<p class="files" id="files-[a-z]+">[^<]*</p>', re.S)
_HIDDEN_ENTRY = re.compile(r'<li hidden( class="md-nav__item")?>(?=\s*<a href="#)')
_SENTENCE = re.compile(r'<p id="no-files">.*?</p>\n')
_ASIDE = re.compile(r'<aside class="take-away".*?</aside>\n', re.S)


@dataclass(frozen=True)
class File:
    """A file to take away: its kind, what it is about (a record's or page's id), and its address below the root."""

    kind: str
    language: str
    about: str
    title: str
    address: str
    bytes: int

    @property
    def format(self) -> str:
        if self.address.endswith("-scorm.zip"):
            return "SCORM 1.2"
        return _FORMATS[posixpath.splitext(self.address)[1]]

    @property
    def name(self) -> str:
        """What it is called once a reader has saved it: after its title, in letters that any system takes."""
        if self.kind in _NAMED:
            return posixpath.basename(self.address)
        letters = unicodedata.normalize("NFD", self.title.lower()).encode("ascii", "ignore").decode()
        bare = re.sub("[^a-z0-9]+", "-", letters)[:60].strip("-")
        return bare + ("-scorm.zip" if self.format == "SCORM 1.2" else posixpath.splitext(self.address)[1])


def write_manifest(book: Book, site: Site, files: Iterable[File]) -> None:
    """Write the list of what there is."""
    listed = sorted(files, key=lambda file: file.address)
    content = {"edition": book.edition.id, "files": [asdict(file) for file in listed]}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    reproducible_zip.write(site.folder / MANIFEST, text.encode())


def link_downloads(book: Book, site: Site) -> None:
    """Write the links to what is there into the downloads page and at the end of every page."""
    files = _present(book, site)
    for id, key in sorted(book.page_keys.items()):
        for language in LANGUAGES:
            where = book.address(key, language)
            file = site.folder / where / "index.html"
            if not file.is_file():
                continue
            own = [one for one in files if one.language == language]
            text = file.read_text(encoding="utf-8")
            linked = _ASIDE.sub("", text)
            if 'id="files-' in linked:
                linked = _filled(linked, book, own, language, where)
            elif key != "index":
                aside = _aside(book, own, id, language, where)
                head, end, rest = linked.rpartition('<details class="cite"')
                linked = head + aside + end + rest
            if linked != text:
                file.write_text(linked, encoding="utf-8")


def _filled(text: str, book: Book, files: list[File], language: str, here: str) -> str:
    """The downloads page with its lists, without the sections that have nothing to offer."""
    shown = _HIDDEN_ENTRY.sub(r"<li\1>", _SENTENCE.sub("", _HIDDEN.sub(r"\1", text)))
    filled = _LIST.sub(lambda found: _list(book, files, found[2], language, here), shown)
    kinds = {file.kind for file in files}
    first, *sections = re.split(r"(?=<h2 id=)", filled)
    without = {}
    for index, section in enumerate(sections):
        asked, heading = [found[2] for found in _LIST.finditer(section)], _HEADING.match(section)
        if heading and asked and not kinds.intersection(asked):
            without[heading[1]] = heading[2]
            sections[index] = _TO_LIST.sub(r"<div data-no-files hidden>\g<0></div>", section)
    if not without:
        return filled
    for anchor in without:
        entry = re.compile(rf'<li( class="md-nav__item")?>(?=\s*<a href="#{re.escape(anchor)}")')
        first, sections = entry.sub(r"<li hidden\1>", first), [entry.sub(r"<li hidden\1>", one) for one in sections]
    told = escape(book.in_language(language).word("files-without")).replace("%what", "; ".join(without.values()))
    return f'{first}<p id="no-files">{told}</p>\n' + "".join(sections)


def _present(book: Book, site: Site) -> list[File]:
    manifest = site.folder / MANIFEST
    files = []
    if manifest.is_file():
        files = [File(**entry) for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"]]
    for language in LANGUAGES:
        start = "" if language == DEFAULT else f"{language}/"
        always = [
            ("data", "api", f"{API}/index.json"),
            ("data", "data-package", f"{API}/datapackage.json"),
            ("data", "openapi", f"{API}/openapi.json"),
            ("data", "api-changes", f"{API}/CHANGELOG.md"),
            ("feeds", "feed", f"{start}feed.xml"),
            ("feeds", "llms", f"{start}llms.txt"),
        ]
        for kind, about, where in always:
            if (site.folder / where).is_file():
                size = (site.folder / where).stat().st_size
                files.append(File(kind, language, about, book.in_language(language).word(f"file-{about}"), where, size))
        for name in ("cases", "checklists", "questions", "tables", "glossary", "acronyms", "sources"):
            for ending in ("json", "csv", "geojson"):
                where = f"{API}/{name}.{ending}"
                if (site.folder / where).is_file():
                    size = (site.folder / where).stat().st_size
                    files.append(
                        File(
                            "data",
                            language,
                            f"data-{name}",
                            book.in_language(language).word(f"data-{name}"),
                            where,
                            size,
                        )
                    )
        for id, table in sorted(book.tables.items()):
            where = f"{API}/table-{id}.csv"
            if (site.folder / where).is_file():
                size = (site.folder / where).stat().st_size
                files.append(File("tables", language, id, table.title[language], where, size))
    return files


def size(byte_count: int, language: str) -> str:
    """A size to read: ``820 KB``, ``1.2 MB``."""
    if byte_count < 1_000_000:
        return f"{max(1, round(byte_count / 1000))} KB"
    return f"{format_decimal(round(byte_count / 1_000_000, 1), locale=LOCALES[language])} MB"


def _list(book: Book, files: list[File], kind: str, language: str, here: str) -> str:
    """The list of the files of a kind, one line for each thing, its formats beside one another."""
    view = book.in_language(language)
    chosen = [file for file in files if file.kind == kind]
    if not chosen:
        return f'<p class="files" id="files-{kind}">{escape(view.word("files-missing"))}</p>'
    if kind == "pages":
        body = _pages_list(book, chosen, language, here)
    else:
        body = _lines(chosen, language, here, in_order=kind in ("book", "data", "feeds"))
    return f'<div class="files" id="files-{kind}">{body}</div>'


def _lines(files: list[File], language: str, here: str, *, in_order: bool = False) -> str:
    things: dict[tuple[str, str], list[File]] = {}
    for file in files if in_order else sorted(files, key=_order):
        things.setdefault((file.about, file.title), []).append(file)
    lines = (
        f"<li>{escape(title)}: {' · '.join(_anchor(file, language, here) for file in group)}</li>"
        for (_, title), group in things.items()
    )
    return f"<ul>{''.join(lines)}</ul>"


def _order(file: File) -> tuple[str, str]:
    """By title; numbers in it count as numbers, so that step 2 comes before step 10."""
    return sort_key(re.sub(r"\d+", lambda found: found[0].zfill(4), file.title))


def _pages_list(book: Book, files: list[File], language: str, here: str) -> str:
    by_id = {file.about: file for file in files}
    keys = {key: id for id, key in book.page_keys.items()}
    from handbook.content.reading_order import reading_order

    sections: dict[str, list[File]] = {}
    for key in reading_order(book, language):
        if (file := by_id.get(keys[key])) is not None:
            sections.setdefault(key.rpartition("/")[0], []).append(file)
    return "".join(
        f"<details><summary>{escape(_section_title(book, section, language))}</summary><ul>"
        + "".join(f"<li>{_anchor(file, language, here, file.title)}</li>" for file in group)
        + "</ul></details>"
        for section, group in sections.items()
    )


def _section_title(book: Book, section: str, language: str) -> str:
    view = book.in_language(language)
    chapter = book.chapters.get((f"{section}/index", language))
    return chapter.front.title if chapter else view.word("home")


def _anchor(file: File, language: str, here: str, text: str = "") -> str:
    """A link that names format and size; screen readers also get its subject."""
    href = quote(posixpath.relpath(file.address, here or "."))
    save = f' download="{file.name}"' if file.name != posixpath.basename(file.address) else ""
    if text:
        return f'<a href="{href}"{save}>{escape(text)} (PDF, {size(file.bytes, language)})</a>'
    hidden = f'<span class="visually-hidden">: {escape(file.title)}</span>'
    return f'<a href="{href}"{save}>{file.format} ({size(file.bytes, language)}){hidden}</a>'


def _aside(book: Book, files: list[File], page_id: str, language: str, here: str) -> str:
    """What can be taken away of a page: itself, and the lists and tables that stand on it."""
    view = book.in_language(language)
    lines = []
    own = [file for file in files if file.kind == "pages" and file.about == page_id]
    if own:
        lines.append((view.word("take-away"), own))
    ours = [course.id for course in book.courses.values() if course.page == page_id]
    if found := [file for file in files if file.kind == "courses" and file.about in ours]:
        lines.append((view.word("take-away-course"), found))
    shown: tuple[tuple[str, Mapping[str, Checklist | Table], str, str], ...] = (
        ("checklists", book.checklists, "take-away-list", "%list"),
        ("tables", book.tables, "take-away-table", "%table"),
    )
    for kind, records, word, mark in shown:
        for record in sorted(records.values(), key=lambda record: record.id):
            found = [file for file in files if file.kind == kind and file.about == record.id]
            if record.page == page_id and found:
                lines.append((view.word(word).replace(mark, record.title[language]), found))
    if not any(file.address.startswith(FOLDER) for _, group in lines for file in group):
        return ""
    items = "".join(
        f"<li>{escape(text)}: {' · '.join(_anchor(file, language, here) for file in group)}</li>"
        for text, group in lines
    )
    label = escape(view.word("take-away"))
    return f'<aside class="take-away" aria-label="{label}" data-pagefind-ignore><ul>{items}</ul></aside>\n'
