"""All files to take away, made from the built site, and the links to them: on the downloads page and on each page.

``handbook downloads`` writes them into ``site/downloads/`` with ``manifest.json``, the list of what there is. The
links are then made from that list, so no page ever offers a file that is not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from babel.numbers import format_decimal

from handbook.addresses import address
from handbook.book import Book, load_book
from handbook.edition import edition
from handbook.export import zip_files
from handbook.export.built_pages import BuiltPage, read_pages
from handbook.export.built_site import Site, read_site
from handbook.export.open_data import API
from handbook.languages import DEFAULT, LANGUAGES, LOCALES, sort_key

FOLDER = "downloads"
MANIFEST = f"{FOLDER}/manifest.json"
BOOKS = {"es": "manual", "en": "handbook"}
KINDS = ("book", "pages", "checklists", "plan", "tables", "courses", "offline", "data", "feeds")
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
_LIST = re.compile(r'<(p|div)(?=[^>]*\bid="files-([a-z]+)")[^>]*>.*?</\1>', re.S)
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


def write_downloads(root: Path, folder: Path) -> list[File]:
    """Make every file from the site in ``folder`` and link them.

    Raises:
        FileNotFoundError: the site has not been built.
        NoPango: PDF cannot be drawn here.
    """
    book, site = load_book(root), read_site(folder)
    shutil.rmtree(folder / FOLDER, ignore_errors=True)
    link_downloads(book, site)  # as if there were none, so that nothing is made from an earlier run's links
    with tempfile.TemporaryDirectory(prefix=".downloads-", dir=folder.parent) as beside:
        files = _office_files(book, site, Path(beside)) + _books_and_pages(root, book, site, Path(beside))
        _put(Path(beside), site, files)
    link_downloads(book, site)
    # Last, so that the copy knows all other files; they stay on the site, and the copy links them there.
    from handbook.export.offline import FOLDERS, offline_copy

    for language in LANGUAGES:
        name = f"{FOLDER}/{FOLDERS[language]}.zip"
        data = offline_copy(book, site, language)
        zip_files.write(folder / name, data)
        files.append(File("offline", language, "offline", book.word("file-offline", language), name, len(data)))
    _write_manifest(site, files)
    link_downloads(book, site)
    return files


def _put(beside: Path, site: Site, files: list[File]) -> None:
    (beside / FOLDER).rename(site.folder / FOLDER)
    _write_manifest(site, files)


def _write_manifest(site: Site, files: Iterable[File]) -> None:
    listed = sorted(files, key=lambda file: file.address)
    content = {"edition": edition(), "files": [asdict(file) for file in listed]}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    zip_files.write(site.folder / MANIFEST, text.encode())


# ---------------------------------------------------------------------------------------------------- the making


def _office_files(book: Book, site: Site, target: Path) -> list[File]:
    """Spreadsheets and documents."""
    from handbook.export import documents, spreadsheets
    from handbook.export.lms import lms_packages

    files = []

    def add(kind: str, language: str, about: str, title: str, name: str, data: bytes) -> None:
        where = f"{FOLDER}/{language}/{name}"
        zip_files.write(target / where, data)
        files.append(File(kind, language, about, title, where, len(data)))

    for language in LANGUAGES:
        pages = read_pages(book, site, language)
        for id, checklist in sorted(book.checklists.items()):
            title = checklist.title[language]
            sheet = spreadsheets.checklist_file(book, site, checklist, language)
            add("checklists", language, id, title, f"checklists/{id}.xlsx", sheet)
            document = documents.checklist_document(book, site, checklist, language)
            add("checklists", language, id, title, f"checklists/{id}.docx", document)
        for id, table in sorted(book.tables.items()):
            sheet = spreadsheets.table_file(book, site, table, language)
            add("tables", language, id, table.title[language], f"tables/{id}.xlsx", sheet)
        sheet = spreadsheets.cases_file(book, site, language)
        add("tables", language, "cases", book.word("file-all-cases", language), "cases.xlsx", sheet)
        sheet = spreadsheets.comparisons_file(book, site, language)
        add("tables", language, "comparisons", book.word("file-comparisons", language), "comparisons.xlsx", sheet)
        if book.glossary:
            sheet = spreadsheets.glossary_file(book, site, language)
            add("tables", language, "glossary", book.word("data-glossary", language), "glossary.xlsx", sheet)
        if any(page.id in book.vocabulary["steps"] for page in pages):
            document = documents.plan_template(book, site, pages, language)
            title = book.word("file-plan-template", language)
            add("plan", language, "plan", title, "plan.docx", document)
        for package in lms_packages(book, site, pages, language):
            for ending, data in package.files:
                add("courses", language, package.about, package.title, f"lms/{package.about}{ending}", data)
    return files


def _books_and_pages(root: Path, book: Book, site: Site, target: Path) -> list[File]:
    """PDF of each page, PDF and EPUB of the book; each in a process of its own, kept while nothing changes."""
    jobs: list[tuple[str, str, str]] = []
    for language in LANGUAGES:
        jobs += [("book", language, "pdf"), ("book", language, "epub")]
        jobs += [("page", language, page.id) for page in read_pages(book, site, language) if page.on_paper]
    files = []
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(root, site.folder)) as pool:
        for name, data, kind, language, about, title in pool.map(_make, jobs):
            where = f"{FOLDER}/{language}/{name}"
            zip_files.write(target / where, data)
            files.append(File(kind, language, about, title, where, len(data)))
    return files


class _Worker:
    """What a process needs, read once."""

    book: Book
    site: Site
    pages: dict[str, list[BuiltPage]]
    cache: Path
    code: bytes


def _start_worker(root: Path, folder: Path) -> None:
    _Worker.book, _Worker.site = load_book(root), read_site(folder)
    _Worker.pages = {language: read_pages(_Worker.book, _Worker.site, language) for language in LANGUAGES}
    _Worker.cache = root / ".cache" / "downloads"
    digest = hashlib.sha256(f"{edition()} {_Worker.site.url}".encode())
    for file in sorted(Path(__file__).parent.glob("*.*")):
        digest.update(file.read_bytes())
    digest.update((root / "data/vocabulary/words.yml").read_bytes())
    _Worker.code = digest.digest()


def _make(job: tuple[str, str, str]) -> tuple[str, bytes, str, str, str, str]:
    from handbook.export import epub, pdf

    what, language, id = job
    book, site, pages = _Worker.book, _Worker.site, _Worker.pages[language]
    if what == "page":
        page = next(page for page in pages if page.id == id)
        data = _kept([page], "pdf", lambda: pdf.page_pdf(book, site, page))
        return f"pdf/{page.file_name}.pdf", data, "pages", language, id, page.title
    makers = {"pdf": pdf.book_pdf, "epub": epub.book_epub}
    data = _kept(pages, id, lambda: makers[id](book, site, pages, language))
    return f"{BOOKS[language]}.{id}", data, "book", language, "book", book.word("file-book", language)


def _kept(pages: list[BuiltPage], format: str, make: Callable[[], bytes]) -> bytes:
    """What ``make`` gives, from the cache while pages and code are the same."""
    digest = hashlib.sha256(_Worker.code + format.encode() + str(len(pages)).encode())
    for page in pages:
        digest.update((_Worker.site.folder / page.address / "index.html").read_bytes())
    file = _Worker.cache / f"{digest.hexdigest()}.{format}"
    if file.is_file():
        return file.read_bytes()
    data = make()
    part = file.with_suffix(f".{os.getpid()}")
    zip_files.write(part, data)
    part.replace(file)
    return data


# --------------------------------------------------------------------------------------------------- the linking


def link_downloads(book: Book, site: Site) -> None:
    """Write the links to what is there into the downloads page and at the end of every page."""
    files = _present(book, site)
    for id, key in sorted(book.page_keys.items()):
        for language in LANGUAGES:
            where = address(book, key, language)
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
                head, end, rest = linked.rpartition("</article>")
                linked = head + aside + end + rest
            if linked != text:
                file.write_text(linked, encoding="utf-8")


def _filled(text: str, book: Book, files: list[File], language: str, here: str) -> str:
    """The downloads page with its lists."""
    return _LIST.sub(lambda found: _list(book, files, found[2], language, here), text)


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
                files.append(File(kind, language, about, book.word(f"file-{about}", language), where, size))
        for name in ("cases", "checklists", "tables", "glossary", "acronyms", "sources"):
            for ending in ("json", "csv", "geojson"):
                where = f"{API}/{name}.{ending}"
                if (site.folder / where).is_file():
                    size = (site.folder / where).stat().st_size
                    files.append(
                        File("data", language, f"data-{name}", book.word(f"data-{name}", language), where, size)
                    )
        for id, table in sorted(book.tables.items()):
            where = f"{API}/table-{id}.csv"
            if (site.folder / where).is_file():
                size = (site.folder / where).stat().st_size
                files.append(File("tables", language, id, table.title[language], where, size))
    return files


def size(bytes: int, language: str) -> str:
    """A size to read: ``820 KB``, ``1.2 MB``."""
    if bytes < 1_000_000:
        return f"{max(1, round(bytes / 1000))} KB"
    return f"{format_decimal(round(bytes / 1_000_000, 1), locale=LOCALES[language])} MB"


def _list(book: Book, files: list[File], kind: str, language: str, here: str) -> str:
    """The list of the files of a kind, one line for each thing, its formats beside one another."""
    chosen = [file for file in files if file.kind == kind]
    if not chosen:
        return f'<p class="files" id="files-{kind}">{escape(book.word("files-missing", language))}</p>'
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
    from handbook.reading_order import reading_order

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
    chapter = book.chapters.get((f"{section}/index", language))
    return chapter.front.title if chapter else book.word("home", language)


def _anchor(file: File, language: str, here: str, text: str = "") -> str:
    """A link that names format and size; what it is about is said to those who do not see the line."""
    href = quote(posixpath.relpath(file.address, here or "."))
    if text:
        return f'<a href="{href}">{escape(text)} (PDF, {size(file.bytes, language)})</a>'
    hidden = f'<span class="visually-hidden">: {escape(file.title)}</span>'
    return f'<a href="{href}">{file.format} ({size(file.bytes, language)}){hidden}</a>'


def _aside(book: Book, files: list[File], id: str, language: str, here: str) -> str:
    """What can be taken away of a page: itself, and the lists and tables that stand on it."""
    lines = []
    own = [file for file in files if file.kind == "pages" and file.about == id]
    if own:
        lines.append((book.word("take-away", language), own))
    ours = [course.id for course in book.courses.values() if course.page == id]
    if found := [file for file in files if file.kind == "courses" and file.about in ours]:
        lines.append((book.word("take-away-course", language), found))
    for kind, records, word, mark in (
        ("checklists", book.checklists, "take-away-list", "%list"),
        ("tables", book.tables, "take-away-table", "%table"),
    ):
        for record in sorted(records.values(), key=lambda record: record.id):
            found = [file for file in files if file.kind == kind and file.about == record.id]
            if record.page == id and found:
                lines.append((book.word(word, language).replace(mark, record.title[language]), found))
    if not any(file.address.startswith(FOLDER) for _, group in lines for file in group):
        return ""
    items = "".join(
        f"<li>{escape(text)}: {' · '.join(_anchor(file, language, here) for file in group)}</li>"
        for text, group in lines
    )
    label = escape(book.word("take-away", language))
    return f'<aside class="take-away" aria-label="{label}" data-pagefind-ignore><ul>{items}</ul></aside>\n'
