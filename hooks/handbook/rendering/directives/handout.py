"""``handout``: the questions and exercises of every chapter, to print and hand out; no answers, no trainer notes."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.notes import with_notes_of
from handbook.content.reading_order import reading_order
from handbook.content.teaching import (
    DISCUSS,
    NOTES,
    below,
    classroom_chapters,
    moved,
    numbered_title,
    section,
    without_sections,
)
from handbook.rendering.directives.relations import named_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive, expand


@directive("handout")
def handout(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """What each chapter has for the classroom, except the notes for the trainer.

    Example: ``<!-- handbook:handout -->``
    """
    language = page.language
    parts: list[str] = []
    last = ""
    for chapter in classroom_chapters(book, language, reading_order(book, language)):
        if chapter.section != last:
            last = chapter.section
            title = book.chapter(f"{last}/index", language).front.title
            parts.append(f"## {escape(title)} {{#handout-{last}}}")
        id = chapter.front.id
        text = without_sections(section(chapter, DISCUSS), {NOTES})
        text = expand(with_notes_of(text, chapter.body), book, book.page(chapter.key, language))
        parts.append(
            f"### {escape(numbered_title(book, id, chapter.front.title, language))} {{#{id} .handout-chapter}}"
        )
        parts.append(f"{escape(page.word('handout-read'))}: {named_page(book, page, id)}.\n{{: .note }}")
        parts.append(below(moved(text, chapter.key, page.key), id).strip())
    return Markdown("\n\n".join(parts))
