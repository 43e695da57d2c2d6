"""``route``: every step of the route on one page, to print; taken from the step pages, never a second copy."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.directive_signatures import CASES, CHECKLISTS
from handbook.content.notes import with_notes_of
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive, expand

SECTIONS = ("before", "questions", "work", "result", "checklist")


@directive("route", made_from=("docs/route/.+md", CHECKLISTS, CASES))
def whole_route(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The stages and their steps, each with what it needs, asks, does and leaves.

    Example: ``<!-- handbook:route -->``
    """
    language = page.language
    parts = []
    for stage in book.vocabulary["stages"].values():
        parts.append(f"## {stage.number}. {escape(stage.name[language])} {{#stage-{stage.id}}}")
        parts.append(escape(stage.summary[language]))
        for step in book.vocabulary["steps"].values():
            if step.stage == stage.id and step.id in book.chapter_keys:
                name = f"{page.word('step')} {step.number}. {step.name[language]}"
                parts.append(f"### {escape(name)} {{#step-{step.id}}}")
                parts.append(_sections(book, book.chapter(book.chapter_keys[step.id], language)))
    return Markdown("\n\n".join(parts))


def _sections(book: Book, chapter: Chapter) -> str:
    """The chosen sections of a step, one level deeper, their anchors made the step's own."""
    lines = chapter.body.split("\n")
    prose = dict(prose_lines(chapter.body))
    kept, wanted = [], False
    for index, line in enumerate(lines):
        heading = re.match(r"(#{2,4}) (.+?)\s*\{\s*#([\w-]+)[^}]*\}\s*$", line) if index in prose else None
        if heading:
            if heading[1] == "##":
                wanted = heading[3] in SECTIONS
            line = f"{heading[1]}## {heading[2]} {{#{chapter.front.id}-{heading[3]}}}"
        if wanted and "handbook:related" not in line:
            kept.append(line)
    return expand(with_notes_of("\n".join(kept), chapter.body), book, book.page(chapter.key, chapter.language)).strip()
