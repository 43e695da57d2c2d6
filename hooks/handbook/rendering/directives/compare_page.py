"""``compare``: two to four cases side by side, chosen on the page by docs/assets/js/compare.js."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("compare", made_from=())
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
    start = f"{escape(page.word('compare-start'))}\n{{: .compare-start data-compare=all }}"
    return Markdown(start + "\n\n" + "\n".join(links))
