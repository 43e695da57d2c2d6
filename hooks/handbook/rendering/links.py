"""Links from one page of the book to another, by id."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from handbook.content.addresses import relative_address
from handbook.content.book import Book, Page
from handbook.content.case_facts import CaseFacts
from handbook.content.models import SourceUse
from handbook.rendering.diagrams.canvas import node
from handbook.rendering.markdown_text import Markdown, escape, link, remarked


def to_page(book: Book, page: Page, page_id: str, text: object, anchor: str = "") -> Markdown:
    """``text`` as a link to the chapter with ``page_id``; as plain text where the book has no such chapter."""
    key = book.chapter_keys.get(page_id)
    if key is None:
        return escape(text)
    return link(text, key + (f"#{anchor}" if anchor else ""), page.key)


def to_case(page: Page, facts: CaseFacts) -> Markdown:
    """The name of a case as a link to its page, and beside it the mark of a brief note."""
    return remarked(link(facts.name, f"cases/{facts.case.id}", page.key), facts.mark)


def href(book: Book, page: Page, key: str, anchor: str = "") -> str:
    """The final address of a page as seen from the asking page, for HTML that MkDocs leaves as it is."""
    fragment = f"#{anchor}" if anchor else ""
    if key == page.key and anchor:
        return fragment
    here, there = (book.address(one, page.language) for one in (page.key, key))
    return relative_address(here, there) + fragment


def source_note(book: Book, page: Page, uses: Sequence[SourceUse]) -> list[Element | str]:
    """``Source: AL-LAs 2014, ch. 4.`` as HTML, each source a link to the bibliography where the book has one."""
    parts: list[Element | str] = []
    for use in uses:
        short = book.sources[use.source].short[page.language]
        where = f", {use.locator[page.language]}" if use.locator else ""
        key = book.chapter_keys.get("bibliography")
        named = node("a", short, href=href(book, page, key, f"source-{use.source}")) if key else short
        parts += ["; " if parts else f"{page.word('source')}: ", named, where]
    return [*parts, "."] if parts else []


def source_paragraph(book: Book, page: Page, uses: Sequence[SourceUse], mark: str = ".note") -> list[Markdown]:
    """The same as a paragraph in Markdown; nothing where there are none."""
    parts = []
    for use in uses:
        where = f", {escape(use.locator[page.language])}" if use.locator else ""
        short = book.sources[use.source].short[page.language]
        parts.append(f"{to_page(book, page, 'bibliography', short, f'source-{use.source}')}{where}")
    return [Markdown(f"{escape(page.word('source'))}: {'; '.join(parts)}.\n{{: {mark} }}")] if parts else []
