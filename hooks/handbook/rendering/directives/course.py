"""``course`` and ``courses``: what a course does in each session, with its chapters and the sums of its minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CHAPTERS
from handbook.content.models import Activity, Course, Session
from handbook.content.teaching import (
    EXERCISE,
    activity_minutes,
    activity_title,
    course_minutes,
    duration,
    heading_of,
    session_minutes,
)
from handbook.rendering.directives.relations import named_page
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, bullet_list, escape, relative, table
from handbook.rendering.registry import directive

BUILDER = "course-builder"


@directive("courses", made_from=(CHAPTERS,))
def courses(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """All courses: for whom, how many sessions, how long.

    Example: ``<!-- handbook:courses -->``
    """
    language = page.language
    rows = [
        [
            to_page(book, page, course.page, course.title[language]),
            course.audience[language],
            len(course.sessions),
            duration(book, course_minutes(book, course), language),
        ]
        for course in sorted(book.courses.values(), key=lambda course: (course_minutes(book, course), course.id))
    ]
    headers = [page.word(id) for id in ("course", "course-audience", "course-sessions", "course-time")]
    return table(page.word("courses"), headers, rows, [False, False, True, True])


@directive("course", values={"id": "data:courses"}, required=("id",), made_from=(CHAPTERS,))
def course(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A course of data/courses/, session by session.

    Example: ``<!-- handbook:course id=elected-officials -->``
    """
    record = book.courses[arguments["id"]]
    language = page.language

    def word(word_id: str) -> str:
        return escape(page.word(word_id))

    total = duration(book, course_minutes(book, record), language)
    parts = [
        escape(record.summary[language]),
        f"- **{word('course-audience')}:** {escape(record.audience[language])}\n"
        f"- **{word('course-sessions')}:** {len(record.sessions)}\n"
        f"- **{word('course-time')}:** {total} ({course_minutes(book, record)} {word('minutes')})",
        f"## {word('course-prepare')} {{#prepare}}",
        bullet_list(one[language] for one in record.prepare),
    ]
    for number, session in enumerate(record.sessions, 1):
        parts += _session(book, page, session, number, single=len(record.sessions) == 1)
    if record.after:
        parts += [f"## {word('course-after')} {{#after}}", bullet_list(one[language] for one in record.after)]
    if BUILDER in book.chapter_keys:
        address = relative(book.chapter_keys[BUILDER], page.key) + "?" + plan(book, record, language)
        parts += [
            f"## {word('course-own')} {{#own}}",
            f"{word('course-own-text')} [{word('course-adapt')}]({address}).",
        ]
    return Markdown("\n\n".join(parts))


def _session(book: Book, page: Page, session: Session, number: int, *, single: bool) -> Iterator[str]:
    language = page.language
    total = session_minutes(book, session)
    title = session.title[language]
    name = title if single else f"{page.word('session')} {number}. {title}"
    yield f"## {escape(name)} {{#{session.id}}}"
    yield f"**{escape(page.word('objectives'))}**"
    yield bullet_list(one[language] for one in session.objectives)
    if session.chapters:
        readings = "; ".join(_place(book, page, one.page, one.anchor) for one in session.chapters)
        yield f"**{escape(page.word('course-before'))}:** {readings}."
    headers = [page.word(id) for id in ("course-activity", "course-what", "course-minutes", "course-from-to")]
    caption = f"{name}: {duration(book, total, language)}"
    yield table(caption, headers, _rows(book, page, session), [False, False, True, True])
    yield f"**{escape(page.word('course-outcome'))}:** {escape(session.outcome[language])}"


def _rows(book: Book, page: Page, session: Session) -> Iterator[list[object]]:
    """An activity a row; its time counts from the beginning of the session."""
    start = 0
    for activity in session.activities:
        minutes = activity_minutes(book, activity)
        parts: list[str] = [escape(activity.text[page.language])] if activity.text else []
        if activity.page:
            anchor = None if activity.anchor == EXERCISE and activity.title is None else activity.anchor
            place = str(_place(book, page, activity.page, anchor))
            if anchor != activity.anchor:  # its heading is the title of the row already
                place = place.removesuffix(")") + f"#{EXERCISE})"
            parts.append(place + ".")
        times = f"{start // 60}:{start % 60:02}–{(start + minutes) // 60}:{(start + minutes) % 60:02}"
        yield [activity_title(book, activity, page.language), Markdown(" ".join(parts)), minutes, times]
        start += minutes


def _place(book: Book, page: Page, page_id: str, anchor: str | None) -> Markdown:
    """A link to a chapter, or to one of its sections by the section's own heading."""
    if anchor is None:
        return named_page(book, page, page_id)
    heading = heading_of(book, page_id, anchor, page.language)
    whole = str(named_page(book, page, page_id))
    text, _, address = whole.partition("](")
    return Markdown(f"{text}: {escape(heading)}]({address.removesuffix(')')}#{anchor})")


def plan(book: Book, course: Course, language: str) -> str:
    """The course as the query of the builder's address."""
    view = book.in_language(language)
    items = [("title", course.title[language])]
    for number, session in enumerate(course.sessions, 1):
        if len(course.sessions) > 1:
            items.append(("i", f"session.0.{view.word('session')} {number}. {session.title[language]}"))
        items += [("i", _item(book, activity, language)) for activity in session.activities]
    return urlencode(items)


def _item(book: Book, activity: Activity, language: str) -> str:
    minutes = activity_minutes(book, activity)
    if activity.page and activity.anchor == EXERCISE:
        return f"exercise.{minutes}.{activity.page}"
    return f"own.{minutes}.{activity_title(book, activity, language)}"
