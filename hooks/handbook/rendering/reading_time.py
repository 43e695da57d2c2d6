"""How long a page takes to read, with all that its directives bring."""

from __future__ import annotations

import math
import re

from handbook.content.book import Book
from handbook.content.chapters import Chapter
from handbook.content.notes import without_notes
from handbook.content.teaching import DISCUSS, without_sections
from handbook.rendering.registry import expand_to_read

WORDS_A_MINUTE = 220
# Of Markdown, what nobody reads.
_MARKS = re.compile(r"<[^>]*>|\]\([^)]*\)|\{[#:][^}]*\}|\[\^[^]]*\]")


def reading_minutes(book: Book, chapter: Chapter) -> int:
    """Minutes to read all that is on the page of ``chapter``, checklists, tables and comparisons too, at a quiet pace;
    without its notes, its sources and its part for the classroom, which has minutes of its own. Never none."""
    text = without_sections(without_notes(chapter.body), {DISCUSS, "sources"})
    read = expand_to_read(text, book, book.page(chapter.key, chapter.language))
    return max(1, math.ceil(len(re.findall(r"\w[\w'’-]*", _MARKS.sub(" ", read))) / WORDS_A_MINUTE))
