"""``route``: the route on one page: of every step the way to its sections, what it leaves, and its checklists.

The text of the steps is not repeated: the whole to print is the PDF of this page (exporting/pdf.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.chapters import Chapter, prose_lines
from handbook.content.directive_signatures import CHECKLISTS
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive, expand

SECTIONS = ("before", "questions", "work", "result", "checklist")


@directive("route", made_from=("docs/route/.+md", CHECKLISTS))
def whole_route(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The stages and their steps, each with links to its sections and with its checklists.

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
                parts.append(_step(book, page, book.chapter(book.chapter_keys[step.id], language)))
    return Markdown("\n\n".join(parts))


def _step(book: Book, page: Page, chapter: Chapter) -> str:
    """Links to the sections of a step, under the anchors that their copies had on this page, and its checklists."""
    prose = dict(prose_lines(chapter.body))
    links, checklists, wanted = [], [], False
    for index, line in enumerate(chapter.body.split("\n")):
        heading = re.match(r"(#{2,4}) (.+?)\s*\{\s*#([\w-]+)[^}]*\}\s*$", line) if index in prose else None
        if heading and heading[1] == "##":
            wanted = heading[3] in SECTIONS
        if heading and wanted:
            link = to_page(book, page, chapter.front.id, heading[2], heading[3])
            links.append(f"- {link}\n    {{: #{chapter.front.id}-{heading[3]} }}")
        elif wanted and line.startswith("<!-- handbook:checklist "):
            checklists.append(expand(line, book, page))
    return "\n\n".join(["\n".join(links), *checklists])
