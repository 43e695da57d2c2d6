"""``compare``: two to four cases side by side, chosen on the page by docs/assets/js/compare.js."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.book import Book
from handbook.directives import Page
from handbook.markdown_text import Markdown, escape
from handbook.render.links import to_page


def compare(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases named in the address (``?cases=medellin,lima``) side by side; without JavaScript, where to compare.

    Example: ``<!-- handbook:compare -->``
    """
    language = page.language
    ideas = sorted(book.vocabulary["ideas"].values(), key=lambda idea: idea.number)
    links = (
        f"- {to_page(book, page, idea.id, f'{idea.number}. {idea.name[language]}', 'cases')}"
        for idea in ideas
        if idea.id in book.chapter_keys
    )
    start = f"{escape(book.word('compare-start', language))}\n{{: .compare-start data-compare=all }}"
    return Markdown(start + "\n\n" + "\n".join(links))
