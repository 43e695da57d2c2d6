"""Which files to take away there are, how each is made, and all that it is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lxml import html
from pydantic import BaseModel

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.exporting import (
    course_outline,
    course_packages,
    documents,
    download_cache,
    epub,
    offline,
    pdf,
    spreadsheets,
)
from handbook.exporting.built_pages import ROUTE, BuiltPage, read_pages
from handbook.exporting.built_site import Site
from handbook.exporting.download_links import FOLDER

BOOKS = {"es": "manual", "en": "handbook"}
# How much longer one byte of a page takes in a file of all pages than in the page's own PDF; else the bytes of a small
# page. Only the order of the work and the bar hang on it.
_EFFORT = {"book.pdf": 1.5, "book.epub": 0.2, ".imscc": 0.1, "-scorm.zip": 0.2}
_SMALL = 2_000


@dataclass(frozen=True)
class Wanted:
    """A file to make: how (``make``), in which list it stands, what it is about, its title and address."""

    how: str
    kind: str
    language: str
    about: str
    title: str
    address: str
    effort: int = _SMALL

    @property
    def format(self) -> str:
        """The ending of its name, in capitals: ``PDF``."""
        return self.address.rpartition(".")[2].upper()


@dataclass
class Material:
    """All that files are made from: the book, its site, and the site's pages in each language."""

    book: Book
    site: Site
    pages: dict[str, list[BuiltPage]]
    outlines: dict[str, list[course_outline.Outline]]
    _read: dict[str, str] = field(default_factory=dict)

    @cached_property
    def common(self) -> list[str]:
        """What goes into every file."""
        about = [
            self.book.edition.id,
            self.book.edition.date,
            self.site.url,
            *self.site.names.values(),
            *self.site.descriptions.values(),
        ]
        return [*about, records(self.book.words), download_cache.code(), *download_cache.versions()]

    def page(self, language: str, page_id: str) -> BuiltPage:
        return next(page for page in self.pages[language] if page.id == page_id)

    def outline(self, language: str, about: str) -> course_outline.Outline:
        return next(outline for outline in self.outlines[language] if outline.about == about)

    def in_book(self, language: str) -> list[BuiltPage]:
        return [page for page in self.pages[language] if page.in_book]

    def with_quizzes(self, outline: course_outline.Outline) -> list[BuiltPage]:
        """The pages that show the quizzes of an outline, in reading order."""
        quizzes = {lesson.id for lesson in outline.lessons() if lesson.quiz}
        pages = self.pages[outline.language]
        return [page for page in pages if quizzes.intersection(page.article.xpath(".//div/@data-quiz"))]

    def read(self, page: BuiltPage) -> str:
        """A digest of a page: its text, and the style sheet where it shapes a drawing."""
        if page.address not in self._read:
            self._read[page.address] = download_cache.key(self._parts(page))
        return self._read[page.address]

    def _parts(self, page: BuiltPage) -> Iterable[str | bytes]:
        yield from (page.id, page.key, page.address, page.title, page.place, html.tostring(page.article))
        if page.article.find(".//svg") is not None:
            yield page.style.read_bytes()


def read_material(book: Book, site: Site) -> Material:
    """Read the pages of the built site."""
    pages = {language: read_pages(book, site, language) for language in LANGUAGES}
    return Material(
        book,
        site,
        pages,
        {language: course_outline.outlines(book, site, pages[language], language) for language in LANGUAGES},
    )


def wanted(material: Material) -> list[Wanted]:
    """Every file but the offline copies."""
    return [file for language in LANGUAGES for file in _of_language(material, language)]


def _of_language(material: Material, language: str) -> Iterable[Wanted]:
    view = material.book.in_language(language)
    book, start = material.book, f"{FOLDER}/{language}"

    sizes = {page.id: len(html.tostring(page.article)) for page in material.pages[language] if page.on_paper}
    whole = sum(sizes[page.id] for page in material.in_book(language))
    for how in ("book.pdf", "book.epub"):
        where = f"{start}/{BOOKS[language]}{how.removeprefix('book')}"
        yield Wanted(how, "book", language, "book", view.word("file-book"), where, int(whole * _EFFORT[how]))
    for page in material.pages[language]:
        if page.on_paper:
            where = f"{start}/pdf/{page.file_name}.pdf"
            how = "route.pdf" if page.key == ROUTE else "page.pdf"
            yield Wanted(how, "pages", language, page.id, page.title, where, sizes[page.id])
    for id, checklist in sorted(book.checklists.items()):
        for ending in ("xlsx", "docx"):
            where = f"{start}/checklists/{id}.{ending}"
            yield Wanted(f"checklist.{ending}", "checklists", language, id, checklist.title[language], where)
    for id, table in sorted(book.tables.items()):
        yield Wanted("table.xlsx", "tables", language, id, table.title[language], f"{start}/tables/{id}.xlsx")
    yield Wanted("cases.xlsx", "tables", language, "cases", view.word("file-all-cases"), f"{start}/cases.xlsx")
    title = view.word("file-comparisons")
    yield Wanted("comparisons.xlsx", "tables", language, "comparisons", title, f"{start}/comparisons.xlsx")
    if book.glossary:
        yield Wanted(
            "glossary.xlsx", "tables", language, "glossary", view.word("data-glossary"), f"{start}/glossary.xlsx"
        )
    if any(page.id in book.vocabulary["steps"] for page in material.pages[language]):
        yield Wanted("plan.docx", "plan", language, "plan", view.word("file-plan-template"), f"{start}/plan.docx")
    for outline in material.outlines[language]:
        long = sum(len(html.tostring(lesson.page.article)) for lesson in outline.lessons())
        for how in course_packages.FORMATS:
            where, title = f"{start}/lms/{outline.about}{how}", course_packages.package_title(book, outline)
            yield Wanted(how, "courses", language, outline.about, title, where, int(long * _EFFORT[how]))


def copies(book: Book) -> list[Wanted]:
    """The offline copies: made last, so that they know all other files."""
    return [
        Wanted(
            "offline",
            "offline",
            language,
            "offline",
            book.in_language(language).word("file-offline"),
            f"{FOLDER}/{name}.zip",
        )
        for language, name in offline.FOLDERS.items()
    ]


def make(material: Material, file: Wanted) -> bytes:
    """The content of a file.

    Raises:
        NoPangoError: PDF cannot be drawn here.
    """
    book, site, language = material.book, material.site, file.language
    pages = material.pages[language]
    match file.how:
        case "page.pdf":
            return pdf.page_pdf(book, site, material.page(language, file.about))
        case "route.pdf":
            return pdf.route_pdf(book, site, material.page(language, file.about), pages)
        case "book.pdf":
            return pdf.book_pdf(book, site, pages, language)
        case "book.epub":
            return epub.book_epub(book, site, pages, language)
        case "checklist.xlsx":
            return spreadsheets.checklist_file(book, site, book.checklists[file.about], language)
        case "checklist.docx":
            return documents.checklist_document(book, site, book.checklists[file.about], language)
        case "table.xlsx":
            return spreadsheets.table_file(book, site, book.tables[file.about], language)
        case "cases.xlsx":
            return spreadsheets.cases_file(book, site, language)
        case "comparisons.xlsx":
            return spreadsheets.comparisons_file(book, site, language)
        case "glossary.xlsx":
            return spreadsheets.glossary_file(book, site, language)
        case "plan.docx":
            return documents.plan_template(book, site, pages, language)
        case "offline":
            return offline.offline_copy(book, site, language)
        case _:
            outline = material.outline(language, file.about)
            return course_packages.package(book, site, outline, file.how, material.with_quizzes(outline))


def key(material: Material, file: Wanted) -> str:
    """The key of all that a file is made from."""
    return download_cache.key([file.how, file.language, *material.common, *_made_from(material, file)])


def _made_from(material: Material, file: Wanted) -> Iterable[str | bytes]:
    book, language = material.book, file.language
    match file.how:
        case "page.pdf":
            return [download_cache.drawing(), material.read(material.page(language, file.about))]
        case "route.pdf":
            gathered = [material.page(language, file.about), *material.in_book(language)]
            return [download_cache.drawing(), *(material.read(page) for page in gathered)]
        case "book.pdf":
            return [download_cache.drawing(), *(material.read(page) for page in material.in_book(language))]
        case "book.epub":
            return [material.read(page) for page in material.in_book(language)]
        case "checklist.xlsx" | "checklist.docx":
            checklist = book.checklists[file.about]
            return [checklist.model_dump_json(), book.address(book.page_keys[checklist.page], language)]
        case "table.xlsx":
            return [book.tables[file.about].model_dump_json()]
        case "cases.xlsx" | "comparisons.xlsx":
            return [records(book.cases), records(book.sources), *map(records, book.vocabulary.values())]
        case "glossary.xlsx":
            return [records(book.glossary)]
        case "plan.docx":
            steps = [page for page in material.pages[language] if page.id in book.vocabulary["steps"]]
            terms = [records(book.vocabulary[name]) for name in ("stages", "steps")]
            return [*terms, *(material.read(page) for page in steps)]
        case "offline":
            return _copied(material, language)
        case _:
            return _taught(material, material.outline(language, file.about))


def _taught(material: Material, outline: course_outline.Outline) -> Iterable[str]:
    yield from (outline.title, outline.description)
    for part in outline.parts:
        yield from (part.id, part.title)
        if part.plan:
            yield material.read(part.plan)
        for lesson in part.lessons:
            yield from (lesson.id, lesson.title, material.read(lesson.page))
            yield lesson.quiz.model_dump_json() if lesson.quiz else ""
    for page in material.with_quizzes(outline):
        yield material.read(page)


def _copied(material: Material, language: str) -> Iterable[str | bytes]:
    """The names of all pages, since a link says whether its target is there, and the copy's own files."""
    folder = material.site.folder
    yield from sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
    for name in sorted(offline.files(material.book, material.site, language)):
        yield from (name, hashlib.sha256((folder / name).read_bytes()).digest())


def records(found: Mapping[str, BaseModel]) -> str:
    """Records as text, in their order."""
    return download_cache.key(text for id, record in found.items() for text in (id, record.model_dump_json()))
