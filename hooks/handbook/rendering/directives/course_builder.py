"""``course-builder``: every chapter with its minutes; a script makes a plan of those that a trainer chooses."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.chapters import Chapter
from handbook.content.reading_order import reading_order
from handbook.content.teaching import EXERCISE, has_section
from handbook.rendering.markdown_text import Markdown, escape, link, table
from handbook.rendering.reading_time import reading_minutes
from handbook.rendering.registry import directive

# Pages that say how to use the handbook, and lists: nothing to plan a session with.
_LEFT_OUT = ("", "training", "about", "contribute", "cases")


@directive("course-builder")
def course_builder(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """All chapters by section, each with the minutes to read it and those of its exercise.

    Example: ``<!-- handbook:course-builder -->``
    """
    language = page.language
    sections: dict[str, list[list[object]]] = {}
    for key in reading_order(book, language):
        chapter = book.chapters.get((key, language))
        if chapter and chapter.section not in _LEFT_OUT and key != "route/whole":
            sections.setdefault(chapter.section, []).append(_row(book, page, chapter))
    parts = [f"{escape(page.word('builder-choose'))}\n{{: .note data-course-builder=plan }}"]
    if "handout" in book.chapter_keys:
        key = book.chapter_keys["handout"]
        to_print = link(book.chapter(key, language).front.title, key, page.key)
        parts.append(f"{escape(page.word('builder-handout'))}: {to_print}{{: data-handout=all }}.\n{{: .note }}")
    headers = [page.word(id) for id in ("chapter", "builder-reading", "builder-exercise")]
    for section, rows in sections.items():
        title = book.chapter(f"{section}/index", language).front.title
        caption = f"{title}: {page.word('builder-minutes')}"
        parts += [f"### {escape(title)} {{#builder-{section}}}", table(caption, headers, rows, [False, True, True])]
    return Markdown("\n\n".join(parts))


def _row(book: Book, page: Page, chapter: Chapter) -> list[object]:
    front = chapter.front
    entry = next((e for name in ("ideas", "steps") if (e := book.vocabulary[name].get(front.id))), None)
    name = f"{entry.number}. {entry.name[page.language]}" if entry else front.title
    exercise: object = "—"
    if has_section(chapter, EXERCISE) and front.activity_minutes:
        exercise = link(front.activity_minutes, f"{chapter.key}#{EXERCISE}", page.key)
    title = Markdown(f"{link(name, chapter.key, page.key)}{{: data-page={front.id} }}")
    return [title, reading_minutes(book, chapter), exercise]
