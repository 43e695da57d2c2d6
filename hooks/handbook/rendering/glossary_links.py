"""Glossary terms in a page's prose: the first use of each becomes a link to its entry, with the definition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from handbook.content.chapters import prose_lines
from handbook.content.models import GlossaryTerm
from handbook.content.phrase_matcher import WordForms
from handbook.content.reuse import reuse
from handbook.rendering.markdown_text import relative

if TYPE_CHECKING:
    from handbook.content.book import Book, Page

# The glossary itself, the page that repeats all steps (it is for printing, and heavy enough), and the one whose examples
# are shown as they are written.
UNLINKED = ("glossary", "whole-route", "markdown")

# Lines that are not running text: headings, tables, directives, attribute lists, admonition titles, definitions, notes.
_NOT_PROSE = re.compile(r"\s*(#|\||<|\{|!!!|\?\?\?|:|- \[ \]|\[\^[^\]]*\]:)")
# What a link must not be put into: links, marks of notes, code, addresses, attribute lists, emphasised foreign words,
# entities.
_PROTECTED = re.compile(
    r"(!?\[[^\]]*\]\([^)]*\)|\[\^[^\]]*\]|`[^`]*`|<[^>]*>|\{[^}]*\}|\*[^*]+\*\{[^}]*\}|https?://\S+|&#?\w+;)"
)


def link_terms(text: str, book: Book, page: Page) -> str:
    """``text`` with the first use of each term linked; not on the glossary, nor on the page that explains a term."""
    glossary_key = book.chapter_keys.get("glossary")
    if glossary_key is None or page.id in UNLINKED or not book.glossary:
        return text
    forms = _forms(book, page.language)
    used = {id for id, term in book.glossary.items() if term.page == page.id}
    lines = text.split("\n")

    def linked(part: str) -> str:
        done, pieces = 0, []
        for found, id in forms.find(part):
            pieces += [part[done : found.start()], _link(found.group(), id)]
            done = found.end()
        return "".join((*pieces, part[done:]))

    def _link(form: str, term_id: str) -> str:
        if term_id in used:
            return form
        used.add(term_id)
        definition = (
            book.glossary[term_id].definition[page.language].replace('"', "'").replace("{", "(").replace("}", ")")
        )
        target = relative(f"{glossary_key}#term-{term_id}", page.key)
        return f'[{form}]({target}){{: .term title="{definition}" }}'

    for index, line in prose_lines(text):
        if line.strip() and not _NOT_PROSE.match(line):
            parts = _PROTECTED.split(line)
            parts[::2] = [linked(part) for part in parts[::2]]
            lines[index] = "".join(parts)
    return "\n".join(lines)


def _forms(book: Book, language: str) -> WordForms:
    """Every form of every term; it stands for the term's id."""
    terms = tuple(book.glossary.values())
    forms = ((form, term.id) for term in terms for form in _forms_of(term, language))
    return reuse((link_terms, language), terms, lambda: WordForms(dict(forms)))


def _forms_of(term: GlossaryTerm, language: str) -> tuple[str, ...]:
    return (term.term[language], *(term.forms[language] if term.forms else ()))
