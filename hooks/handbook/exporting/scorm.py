"""SCORM 1.2, for platforms that take nothing newer: the chapters in order, each marked as completed once opened.

The format cannot keep anything for teachers only, so the notes for trainers are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from handbook.content.book import Book
from handbook.exporting import reproducible_zip
from handbook.exporting.built_pages import BuiltPage
from handbook.exporting.built_site import Site
from handbook.exporting.course_outline import Outline, Part, identifier, lesson_text, plan_text, quiz_text

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCRIPT = Path(__file__).with_name("scorm.js")
_STYLE = Path(__file__).with_name("scorm.css")
_SHARED = identifier("scorm", "shared")


def scorm(book: Book, site: Site, outline: Outline, pages: Sequence[BuiltPage]) -> bytes:
    """The package of the book or of a course; ``pages`` are those of the site, for its quizzes."""
    files: dict[str, bytes] = {}
    items = "\n".join(_part(book, site, outline, part, pages, files) for part in outline.parts)
    resources = "\n".join(
        f'<resource identifier="{_resource(outline, href)}" type="webcontent" adlcp:scormtype="sco" href="{href}">'
        f'<file href="{href}"/><dependency identifierref="{_SHARED}"/></resource>'
        for href in sorted(files)
    )
    shared = {"shared/scorm.js": _SCRIPT.read_bytes(), "shared/style.css": _STYLE.read_bytes()}
    organization = identifier(outline.language, "scorm-organization", outline.about)
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest xmlns="{_CP}" xmlns:adlcp="{_ADL}" xmlns:xsi="{_XSI}"'
        f' identifier="{identifier(outline.language, "scorm", outline.about)}" version="1.0"'
        f' xsi:schemaLocation="{_CP} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd">\n'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n"
        f'<organizations default="{organization}"><organization identifier="{organization}">'
        f"<title>{escape(outline.title)}</title>\n{items}\n</organization></organizations>\n<resources>\n{resources}\n"
        f'<resource identifier="{_SHARED}" type="webcontent" adlcp:scormtype="asset">'
        + "".join(f'<file href="{href}"/>' for href in sorted(shared))
        + "</resource>\n</resources>\n</manifest>\n"
    )
    return reproducible_zip.zip_bytes(
        [("imsmanifest.xml", manifest.encode()), *sorted({**files, **shared}.items())], book.edition.day
    )


def _part(
    book: Book, site: Site, outline: Outline, part: Part, pages: Sequence[BuiltPage], files: dict[str, bytes]
) -> str:
    """The item of a part; what it needs is put into ``files``."""
    view = book.in_language(outline.language)
    items = []

    def add(href: str, title: str, text: str) -> None:
        files[href] = text.encode()
        id = identifier(outline.language, "scorm-item", outline.about, part.id, href)
        items.append(
            f'<item identifier="{id}" identifierref="{_resource(outline, href)}" isvisible="true">'
            f"<title>{escape(title)}</title></item>"
        )

    if plan := plan_text(book, site, part, scorm=True):
        add(f"plans/{part.id}.html", view.word("lms-plan"), plan)
    for lesson in part.lessons:
        add(f"pages/{lesson.id}.html", lesson.title, lesson_text(book, site, lesson, scorm=True))
        if lesson.quiz and (quiz := quiz_text(book, site, lesson, pages, scorm=True)):
            title = view.word("quiz-of").replace("%title", lesson.title)
            add(f"quizzes/{lesson.id}.html", title, quiz)
    id = identifier(outline.language, "scorm-part", outline.about, part.id)
    return f'<item identifier="{id}" isvisible="true"><title>{escape(part.title)}</title>{"".join(items)}</item>'


def _resource(outline: Outline, href: str) -> str:
    return identifier(outline.language, "scorm-resource", href)
