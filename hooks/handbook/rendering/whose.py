"""Whose something to do or to ask is: one line for the list, and a sign after what the handbook proposes itself.

The sign is words, ``(ours)``: it says the same to the eye, to a screen reader, on paper and in any other program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.content.book import Book, Page, View
from handbook.content.models import Attributed
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape


def line(page: View, ours: Sequence[bool], sources: str, sign: str) -> str:
    """The sentence above a list; ``ours`` tells of each of its items whether it is the handbook's own, ``sources`` names
    those of the others, ``sign`` stands for the sign. Empty for an empty list."""
    if not ours:
        return ""
    word = "whose-ours" if all(ours) else "whose-both" if any(ours) else "whose-stated"
    return page.word(word).replace("%sign", sign).replace("%sources", sources)


def signs(ours: Sequence[bool], sign: str) -> list[str]:
    """What follows each item: the sign after what is the handbook's own, where something else in the list is not."""
    needed = not all(ours)
    return [f" {sign}" if own and needed else "" for own in ours]


def paragraph(page: Page, ours: Sequence[bool], sources: Markdown) -> Markdown:
    """The line above a list, as a paragraph of Markdown."""
    text = line(page, ours, sources, sign(page))
    return Markdown(f"{text}\n{{: .whose data-pagefind-ignore=all }}") if text else Markdown("")


def sign(page: View) -> Markdown:
    return Markdown(f"*({escape(page.word('ours'))})*{{: .whose }}")


def of_records(book: Book, page: Page, items: Sequence[Attributed]) -> tuple[Markdown, list[str]]:
    """The paragraph above the list that ``items`` become, and what follows each of them."""
    ours = [one.basis == "ours" for one in items]
    named = {
        id: to_page(book, page, "bibliography", source.short[page.language], f"source-{id}")
        for id, source in book.sources.items()
    }
    places = {id: str(escape(text)) for id, text in _places(page.language, items).items()}
    return paragraph(page, ours, Markdown(_sources(named, places))), signs(ours, sign(page))


def in_words(view: View, items: Sequence[Attributed]) -> tuple[str, list[str]]:
    """The same as plain text, for files."""
    ours = [one.basis == "ours" for one in items]
    named = {id: source.short[view.language] for id, source in view.book.sources.items()}
    plain = f"({view.word('ours')})"
    return line(view, ours, _sources(named, _places(view.language, items)), plain), signs(ours, plain)


def _places(language: str, items: Sequence[Attributed]) -> dict[str, str]:
    """Source -> every place in it that an item names, once."""
    places: dict[str, dict[str, None]] = {}
    for one in items:
        if one.source and one.locator:
            places.setdefault(one.source, {})[one.locator[language]] = None
    return {source: "; ".join(found) for source, found in places.items()}


def _sources(named: Mapping[str, str], places: Mapping[str, str]) -> str:
    """``AL-LAs 2014 (ch. 4, Step 1; ch. 2, Idea 1)``"""
    return ", ".join(f"{named[source]} ({where})" for source, where in places.items())
