"""Teaching helpers: exercise times, classroom sections, courses that use a chapter."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable

from handbook.content.book import Book
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.models import Activity, Course, Session

DISCUSS, EXERCISE, NOTES = "discuss", "exercise", "trainer-notes"
_HEADING = re.compile(r"(#{2,4}) (.+?)\s*\{\s*#([\w-]+)[^}]*\}\s*$")
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)\s]+)\)")


def has_section(chapter: Chapter, anchor: str) -> bool:
    return any(heading.id == anchor for heading in chapter.headings)


def classroom_chapters(book: Book, language: str, keys: Iterable[str]) -> list[Chapter]:
    """The chapters among ``keys``, in that order, that have a part for the classroom."""
    chapters = (book.chapters.get((key, language)) for key in keys)
    return [chapter for chapter in chapters if chapter and has_section(chapter, DISCUSS)]


def activity_minutes(book: Book, activity: Activity) -> int:
    """Its own minutes, or those that the chapter gives for its exercise."""
    if activity.minutes is not None:
        return activity.minutes
    key = book.chapter_keys[activity.page or ""]
    chapter = next(chapter for language in LANGUAGES if (chapter := book.chapters.get((key, language))))
    return chapter.front.activity_minutes or 0


def activity_title(book: Book, activity: Activity, language: str) -> str:
    """Its own title, or that of the chapter's exercise, without the minutes that stand behind it."""
    if activity.title is not None:
        return activity.title[language]
    return re.sub(r"\s*\(\d+ \w+\)$", "", heading_of(book, activity.page or "", activity.anchor or "", language))


def heading_of(book: Book, page_id: str, anchor: str, language: str) -> str:
    """The text of a heading, by page and anchor."""
    headings = book.chapter(book.chapter_keys[page_id], language).headings
    return next(heading.text for heading in headings if heading.id == anchor)


def session_minutes(book: Book, session: Session) -> int:
    return sum(activity_minutes(book, activity) for activity in session.activities)


def course_minutes(book: Book, course: Course) -> int:
    return sum(session_minutes(book, session) for session in course.sessions)


def session_pages(session: Session) -> list[str]:
    """The ids of the chapters that a session reads or works with, each once, in order."""
    pages = [reading.page for reading in session.chapters]
    pages += [activity.page for activity in session.activities if activity.page]
    return list(dict.fromkeys(pages))


def courses_with(book: Book, page_id: str) -> list[Course]:
    """The courses that use the page with ``page_id``."""
    return [course for course in book.courses.values() if any(page_id in session_pages(one) for one in course.sessions)]


def numbered_title(book: Book, page_id: str, title: str, language: str) -> str:
    """``Idea 1. Aligned``, ``Step 5. Instrument``, or ``title`` for a page that has no number."""
    view = book.in_language(language)
    for vocabulary, word in (("ideas", "idea"), ("steps", "step")):
        if entry := book.vocabulary[vocabulary].get(page_id):
            return f"{view.word(word)} {entry.number}. {entry.name[language]}"
    return title


def duration(book: Book, minutes: int, language: str) -> str:
    """``45 min``, ``2 h``, ``1 h 30 min``."""
    view = book.in_language(language)
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} {view.word('minutes-short')}"] if rest else [])
    return " ".join(parts) or f"0 {view.word('minutes-short')}"


# ------------------------------------------------------------------------------------------- sections of a chapter


def without_sections(text: str, ids: Collection[str]) -> str:
    """``text`` without the sections with these ids, with all that is below their headings."""
    kept, level = [], 0
    prose = dict(prose_lines(text))
    for index, line in enumerate(text.split("\n")):
        heading = _HEADING.match(line) if index in prose else None
        if heading and level and len(heading[1]) <= level:
            level = 0
        if heading and not level and heading[3] in ids:
            level = len(heading[1])
        if not level:
            kept.append(line)
    return "\n".join(kept)


def section(chapter: Chapter, anchor: str) -> str:
    """The text below the heading ``anchor``, with its sections, without the heading itself."""
    lines, level = [], 0
    prose = dict(prose_lines(chapter.body))
    for index, line in enumerate(chapter.body.split("\n")):
        heading = _HEADING.match(line) if index in prose else None
        if heading and level and len(heading[1]) <= level:
            break
        if level:
            lines.append(line)
        elif heading and heading[3] == anchor:
            level = len(heading[1])
    return "\n".join(lines).strip("\n")


def below(text: str, prefix: str) -> str:
    """``text`` with its headings one level deeper and their anchors made ``prefix``'s own."""
    prose = dict(prose_lines(text))
    lines = text.split("\n")
    for index in prose:
        if heading := _HEADING.match(lines[index]):
            lines[index] = f"#{heading[1]} {heading[2]} {{#{prefix}-{heading[3]}}}"
    return "\n".join(lines)


def moved(text: str, of: str, to: str) -> str:
    """``text`` of the page with key ``of`` with links that lead the same way from the page with key ``to``."""

    def changed(found: re.Match[str]) -> str:
        path, mark, anchor = found[1].partition("#")
        target = posixpath.normpath(posixpath.join(posixpath.dirname(of), path)) if path else f"{of}.md"
        return f"]({posixpath.relpath(target, posixpath.dirname(to) or '.')}{mark}{anchor})"

    return _LINK.sub(changed, text)
