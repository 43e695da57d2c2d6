"""Rules of courses and quizzes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handbook.checking.references import anchors_by_page, named_twice, not_among
from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded


@rule()
def courses_use_what_exists(draft: Draft) -> Iterator[Finding]:
    """Sessions have ids of their own; readings and activities name pages and sections; every activity has minutes."""
    if any(path.startswith("docs/") for path in draft.unread):
        return
    chapters = {chapter.front.id: chapter for chapter in draft.chapters}  # the Spanish one, where there are both
    anchors = anchors_by_page(draft)
    for loaded in draft.collections["courses"]:
        yield from named_twice(loaded, ("sessions",), loaded.record.sessions)
        for number, session in enumerate(loaded.record.sessions):
            for field in ("chapters", "activities"):
                for index, one in enumerate(getattr(session, field)):
                    where = ("sessions", number, field, index)
                    yield from _place_in_the_book(loaded, where, one, anchors)
            for index, activity in enumerate(session.activities):
                exercise = chapters.get(activity.page or "") if activity.anchor == "exercise" else None
                where = ("sessions", number, "activities", index)
                if activity.title is None and exercise is None:
                    yield loaded.finding((*where, "title"), "missing", field="title")
                if activity.minutes is None and not (exercise and exercise.front.activity_minutes):
                    yield loaded.finding((*where, "minutes"), "missing", field="minutes")


@rule(
    {
        "not-one-right": (
            "hay {found} respuestas correctas; marque una sola con «right: true».",
            "there are {found} right answers; mark exactly one with 'right: true'.",
        ),
    }
)
def quizzes_belong_to_chapters(draft: Draft) -> Iterator[Finding]:
    """A quiz has the id of its chapter; each question one right option and a section that gives the answer."""
    if any(path.startswith("docs/") for path in draft.unread):
        return
    anchors = anchors_by_page(draft)
    for loaded in draft.collections["quizzes"]:
        quiz = loaded.record
        yield from not_among(loaded, ("id",), quiz.id, anchors, "unknown-page")
        yield from named_twice(loaded, ("questions",), quiz.questions)
        for index, question in enumerate(quiz.questions):
            where = ("questions", index)
            yield from named_twice(loaded, (*where, "options"), question.options)
            if (right := sum(option.right for option in question.options)) != 1:
                yield loaded.finding((*where, "options"), "not-one-right", found=right)
            if quiz.id in anchors:
                yield from not_among(loaded, (*where, "anchor"), question.anchor, anchors[quiz.id], "not-allowed")


def _place_in_the_book(
    loaded: Loaded, where: tuple[str | int, ...], one: Any, anchors: Mapping[str, list[str]]
) -> Iterator[Finding]:
    """A finding where ``page`` is no chapter, or ``anchor`` none of its headings."""
    if one.page is None:
        if one.anchor:
            yield loaded.finding(where, "missing", field="page")
        return
    yield from not_among(loaded, (*where, "page"), one.page, anchors, "unknown-page")
    if one.anchor and one.page in anchors:
        yield from not_among(loaded, (*where, "anchor"), one.anchor, anchors[one.page], "not-allowed")
