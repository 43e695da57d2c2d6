"""Whose something to do or to ask is: one line for the list, and a sign after what the handbook proposes itself.

The sign is words, ``(ours)``: it says the same to the eye, to a screen reader, on paper and in any other program.
"""

from __future__ import annotations

from collections.abc import Sequence

from handbook.content.book import Book, Page
from handbook.content.models import Attributed
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape


def line(page: Page, ours: Sequence[bool], sources: Markdown) -> Markdown:
    """The paragraph above a list; ``ours`` tells of each of its items whether it is the handbook's own, ``sources`` names
    those of the others. Empty for an empty list."""
    if not ours:
        return Markdown("")
    word = "whose-ours" if all(ours) else "whose-both" if any(ours) else "whose-stated"
    text = escape(page.word(word)).replace("%sign", _sign(page)).replace("%sources", sources)
    return Markdown(f"{text}\n{{: .whose data-pagefind-ignore=all }}")


def signs(page: Page, ours: Sequence[bool]) -> list[str]:
    """What follows each item: the sign after what is the handbook's own, where something else in the list is not."""
    needed = not all(ours)
    return [f" {_sign(page)}" if own and needed else "" for own in ours]


def of_records(book: Book, page: Page, items: Sequence[Attributed]) -> tuple[Markdown, list[str]]:
    """The line above the list that ``items`` become, and what follows each of them."""
    ours = [one.basis == "ours" for one in items]
    return line(page, ours, _sources(book, page, items)), signs(page, ours)


def _sign(page: Page) -> Markdown:
    return Markdown(f"*({escape(page.word('ours'))})*{{: .whose }}")


def _sources(book: Book, page: Page, items: Sequence[Attributed]) -> Markdown:
    """``AL-LAs 2014 (ch. 4, Step 1; ch. 2, Idea 1)``: every source, and every place in it, once."""
    places: dict[str, dict[str, None]] = {}
    for one in items:
        if one.source and one.locator:
            places.setdefault(one.source, {})[one.locator[page.language]] = None
    return Markdown(
        ", ".join(
            to_page(book, page, "bibliography", book.sources[id].short[page.language], f"source-{id}")
            + f" ({escape('; '.join(found))})"
            for id, found in places.items()
        )
    )
