"""What goes into a package for a learning platform, whichever its format: parts, chapters, notes, quizzes.

Identifiers come from page ids, never from texts or editions, so that a platform recognises a chapter again.
"""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from handbook.content.book import Book
from handbook.content.models import Course, Quiz
from handbook.content.teaching import NOTES, numbered_title, session_pages
from handbook.exporting.allowed_html import keep_allowed
from handbook.exporting.built_pages import BuiltPage, change_links, cleaned, section_of
from handbook.exporting.built_site import Site
from handbook.rendering.html_templates import render

# Pages about the site, not of the book: nothing to study.
_LEFT_OUT = ("training", "about", "contribute", "")


@dataclass(frozen=True)
class Lesson:
    """A chapter of a package: its page, its text without and its notes for trainers, and its quiz."""

    id: str
    title: str
    page: BuiltPage
    quiz: Quiz | None


@dataclass(frozen=True)
class Part:
    """A section of the book, or a session of a course; ``plan`` is the course's page, which has its plan."""

    id: str
    title: str
    lessons: tuple[Lesson, ...]
    plan: BuiltPage | None = None


@dataclass(frozen=True)
class Outline:
    """Outline of a course package, independent of its format. ``about``: ``book`` or the id of a course."""

    about: str
    title: str
    description: str
    language: str
    parts: tuple[Part, ...]

    def lessons(self) -> list[Lesson]:
        """Every chapter once, in order; sessions may share one."""
        return list({lesson.id: lesson for part in self.parts for lesson in part.lessons}.values())


def outlines(book: Book, site: Site, pages: Sequence[BuiltPage], language: str) -> list[Outline]:
    """The book, then the courses."""
    by_id = {page.id: page for page in pages}
    courses = [_course(book, by_id, course, language) for _, course in sorted(book.courses.items())]
    return [_book(book, site, pages, language), *courses]


def _book(book: Book, site: Site, pages: Sequence[BuiltPage], language: str) -> Outline:
    sections: dict[str, list[BuiltPage]] = {}
    for page in pages:
        if page.in_book and page.section not in _LEFT_OUT:
            sections.setdefault(page.section, []).append(page)
    parts = [
        Part(section, found[0].title, tuple(_lesson(book, page) for page in found))
        for section, found in sections.items()
    ]
    return Outline("book", site.names[language], site.descriptions[language], language, tuple(parts))


def _course(book: Book, pages: dict[str, BuiltPage], course: Course, language: str) -> Outline:
    view = book.in_language(language)
    parts = []
    for number, session in enumerate(course.sessions, 1):
        title = f"{view.word('session')} {number}. {session.title[language]}"
        lessons = tuple(_lesson(book, pages[id]) for id in session_pages(session) if id in pages)
        parts.append(Part(session.id, title, lessons, pages[course.page]))
    return Outline(course.id, course.title[language], course.summary[language], language, tuple(parts))


def _lesson(book: Book, page: BuiltPage) -> Lesson:
    return Lesson(page.id, numbered_title(book, page.id, page.title, page.language), page, book.quizzes.get(page.id))


# ------------------------------------------------------------------------------------------------------ fragments


def identifier(*parts: str) -> str:
    """A stable id that XML accepts."""
    return "i" + uuid.uuid5(uuid.NAMESPACE_URL, "urn:handbook:" + ":".join(parts)).hex


def lesson_text(book: Book, site: Site, lesson: Lesson, *, scorm: bool = False) -> str:
    """The chapter as a page of its own, without scripts, controls or the notes for trainers."""
    article, notes = _standing_alone(site, lesson.page)
    for one in (*_for_trainers(article), *article.xpath(".//a[@href=$href]", href=f"#{NOTES}")):
        one.drop_tree()
    body = [article, *_end_notes([article], notes)]
    return document(book, site, lesson.page.id, lesson.title, lesson.page.language, body, scorm=scorm)


def notes_text(book: Book, site: Site, lesson: Lesson) -> str:
    """The notes for trainers as a page of its own; nothing where the chapter has none."""
    view = book.in_language(lesson.page.language)
    article, notes = _standing_alone(site, lesson.page)
    body = _for_trainers(article)
    if not body:
        return ""
    body[0].tag = "h1"
    title = f"{lesson.title}: {view.word('lms-notes')}"
    body += _end_notes(body, notes)
    return document(book, site, lesson.page.id, title, lesson.page.language, body)


def plan_text(book: Book, site: Site, part: Part, *, scorm: bool = False) -> str:
    """The plan of a session as a page of its own; nothing where the part has none."""
    if not part.plan:
        return ""
    heading = html.fragment_fromstring(f"<h1>{escape(part.title)}</h1>")
    article, notes = _standing_alone(site, part.plan)
    plan = section_of(article, part.id)
    body = [heading, *plan, *_end_notes(plan, notes)]
    return document(book, site, part.plan.id, part.title, part.plan.language, body, scorm=scorm)


def quiz_text(book: Book, site: Site, lesson: Lesson, pages: Iterable[BuiltPage], *, scorm: bool = False) -> str:
    """The quiz as the site shows it without a script: its answers open one by one."""
    for page in pages:
        for found in page.article.xpath(".//div[@data-quiz=$id]", id=lesson.id):
            quiz = copy.deepcopy(found)
            quiz.tail = None
            keep_allowed(quiz)
            change_links(quiz, page, lambda path, anchor: site.url + path + (f"#{anchor}" if anchor else ""))
            title = book.in_language(page.language).word("quiz-of").replace("%title", lesson.title)
            heading = html.fragment_fromstring(f"<h1>{escape(title)}</h1>")
            return document(book, site, lesson.id, title, page.language, [heading, quiz], scorm=scorm)
    return ""


def document(
    book: Book, site: Site, page_id: str, title: str, language: str, body: Iterable[HtmlElement], *, scorm: bool = False
) -> str:
    """A page with the short address of what it was made from at its foot; ``scorm``: with the package's files."""
    view = book.in_language(language)
    text = "\n".join(html.tostring(one, encoding="unicode", method="html").strip() for one in body)
    return render(
        book.root,
        "course-page.html",
        language=language,
        title=title,
        scorm=scorm,
        text=Markup(text),
        name=site.names[language],
        edition_word=view.word("edition"),
        edition=book.edition.id,
        short=site.short(page_id),
    )


def _standing_alone(site: Site, page: BuiltPage) -> tuple[HtmlElement, HtmlElement | None]:
    """The page's text with absolute links, as a fragment has no files of its own; and the section of its notes."""
    article = cleaned(page, keep_terms=False)
    for mark in article.xpath(".//a[@href and not(normalize-space()) and not(*)]"):
        mark.drop_tree()  # the sign beside a heading, drawn by a style that is not here
    anchors = set(article.xpath(".//@id"))

    def lead(path: str, anchor: str) -> str:
        if path == page.address and anchor in anchors:
            return f"#{anchor}"
        return site.url + path + (f"#{anchor}" if anchor else "")

    change_links(article, page, lead)
    article.tag = "div"
    notes = article.find(".//section[@role='doc-endnotes']")
    if notes is not None:
        notes.drop_tree()
    return article, notes


def _end_notes(body: Iterable[HtmlElement], notes: HtmlElement | None) -> list[HtmlElement]:
    """The notes to which ``body`` refers, as a list at its end; its marks become numbers in brackets.

    No link leads from one to the other: platforms open a page in a frame, or take ids out.
    """
    if notes is None:
        return []
    numbers: dict[str, int] = {}
    items = {item.get("id"): item for item in notes.xpath("./ol/li")}

    def with_numbers(part: HtmlElement) -> None:
        for mark in part.xpath(".//sup[a[@role='doc-noteref']]"):
            number = numbers.setdefault(mark[0].get("href")[1:], len(numbers) + 1)
            mark.clear(keep_tail=True)
            mark.text = f"[{number}]"

    for part in body:
        with_numbers(part)
    used = html.Element("ol")
    while len(used) < len(numbers):  # a note may refer to another
        item = items[list(numbers)[len(used)]]
        item.attrib.pop("id")
        for back in item.xpath(".//a[@role='doc-backlink']"):
            back.drop_tree()
        with_numbers(item)
        used.append(item)
    headings: list[HtmlElement] = notes.findall("h2")
    for heading in headings:
        heading.attrib.pop("id")
    return [*headings, used] if numbers else []


def _for_trainers(article: HtmlElement) -> list[HtmlElement]:
    """The heading of the notes for trainers and what stands below it."""
    headings = article.xpath(".//h3[@id=$id]", id=NOTES)
    return [headings[0], *section_of(article, NOTES)] if headings else []
