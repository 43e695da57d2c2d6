"""What the book says now, section by section, as an edition keeps it: what the reader of a page has before them, in
plain Markdown, without the marks that only the site needs."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

from handbook.content.book import Book
from handbook.content.chapters import INLINE_CODE, Chapter, prose_lines
from handbook.content.languages import LANGUAGES
from handbook.content.models import Case
from handbook.content.recorded_editions import CASE_SECTIONS, TOP, Wording, chapter_sections
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand_to_read

_CASE_HEADING = re.compile(r"## .*\{: #([a-z-]+)(?: \.fold-title)? \}")
# {#id .class}, {: lang=en }: not braces in a sentence.
_ATTRIBUTES = re.compile(r"\s*\{(?::|#)[^{}]*\}")
_LINK_INSIDE = re.compile(r"(?<!!)\[([^\[\]]*)\]\((?!https?:|mailto:)[^()\s]*\)")
_TAG = re.compile(r"<[^<>]*>")


def present_wording(book: Book) -> Wording:
    """Page id -> language -> section -> plain Markdown, of the book as it is now; the sections are the hashed ones."""
    return {
        id: {language: _page(book, id, key, language) for language in LANGUAGES}
        for id, key in sorted(book.page_keys.items())
    }


def _page(book: Book, page_id: str, key: str, language: str) -> Mapping[str, str]:
    case = book.case_at(key)
    sections = _case(book, case, language) if case else _chapter(book, book.chapters[key, language])
    return {anchor: _plain(text) for anchor, text in sections.items()}


def _chapter(book: Book, chapter: Chapter) -> dict[str, str]:
    front, page = chapter.front, book.page(chapter.key, chapter.language)
    sections = {
        anchor: expand_to_read("\n".join(line for _, line in lines), book, page)
        for anchor, lines in chapter_sections(chapter).items()
    }
    head = [front.title, front.description, "\n".join(f"- {one}" for one in front.objectives)]
    return {**sections, TOP: "\n\n".join([*filter(None, head), sections[TOP]])}


def _case(book: Book, case: Case, language: str) -> dict[str, str]:
    lines: dict[str, list[str]] = {TOP: []}
    here = TOP
    for line in case_page(book, case, language).split("\n"):
        heading = _CASE_HEADING.fullmatch(line)
        if heading and heading[1] in CASE_SECTIONS:
            here = heading[1]
        lines.setdefault(here, []).append(line)
    return {anchor: "\n".join(some) for anchor, some in lines.items()}


def _plain(text: str) -> str:
    """Markdown without attribute lists, comments and addresses inside the book; of HTML, its text."""
    lines = text.split("\n")
    for index, line in prose_lines(text):
        if line.lstrip().startswith("<"):  # a figure or a map: a chapter's own text holds no HTML
            line = html.unescape(_TAG.sub(" ", line)).strip()
        lines[index] = "".join(_outside_code(line)).rstrip()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _outside_code(line: str) -> Iterable[str]:
    at = 0
    for code in [*INLINE_CODE.finditer(line), None]:
        prose = line[at : code.start() if code else None]
        yield _LINK_INSIDE.sub(r"\1", _ATTRIBUTES.sub("", prose))
        if code:
            yield code[0]
            at = code.end()
