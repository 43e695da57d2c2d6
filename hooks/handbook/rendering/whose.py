"""Whose something to do or to ask is: one line for the list, and a sign after what the handbook proposes itself.

The sign is words, ``(ours)``: it says the same to the eye, to a screen reader, on paper and in any other program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.content.book import Book, Page, View
from handbook.content.models import Attributed
from handbook.content.own_actions import SIGNS, actions, says_whose
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape


def line(view: View, ours: Sequence[bool], what: str, sources: str, sign: str) -> str:
    """The sentence above a list; ``ours`` tells of each of its items whether it is the handbook's own, ``what`` they are
    (``items``, ``questions``, ``signs``, ``actions``), ``sources`` names those of the others, ``sign`` is how the sign looks."""
    who = "ours" if all(ours) else "both" if any(ours) else "stated"
    return view.word(f"whose-{what}-{who}").replace("%sign", sign).replace("%sources", sources)


def signs(ours: Sequence[bool], sign: str) -> list[str]:
    """What follows each item: the sign after what is the handbook's own, where something else in the list is not."""
    needed = not all(ours)
    return [f" {sign}" if own and needed else "" for own in ours]


def marked(text: str, page: Page) -> str:
    """A chapter's text with a line above its actions and its signs, and the sign in place of ``{: .ours }``."""
    lines = text.split("\n")
    section, done = page.key.rpartition("/")[0], set[int]()
    for found in actions(text):
        if not says_whose(section, found):
            continue
        what = "signs" if found.id == SIGNS else "actions"
        lines[found.line] += f"\n\n{_paragraph(line(page, found.ours, what, _own_sources(page), sign(page)))}"
        done.update(found.marks)
        for mark in found.marks:
            lines[mark - 1] += "" if all(found.ours) else f" {sign(page)}"
    return "\n".join(one for index, one in enumerate(lines) if index not in done)


def _own_sources(page: Page) -> str:
    """``the sources of this page``, as a link to them."""
    words = escape(page.word("whose-sources"))
    shown = page.chapter and any(heading.id == "sources" for heading in page.chapter.headings)
    return f"[{words}](#sources)" if shown else words


def _paragraph(text: str) -> Markdown:
    return Markdown(f"{text}\n{{: .whose data-pagefind-ignore=all }}")


def sign(page: View) -> Markdown:
    return Markdown(f"*({escape(page.word('ours'))})*{{: .whose }}")


def of_records(book: Book, page: Page, items: Sequence[Attributed], what: str) -> tuple[Markdown, list[str]]:
    """The paragraph above the list that ``items`` become, and what follows each of them; ``what`` as in ``line``."""
    ours = [one.basis == "ours" for one in items]
    named = {
        id: to_page(book, page, "bibliography", source.short[page.language], f"source-{id}")
        for id, source in book.sources.items()
    }
    places = {id: str(escape(text)) for id, text in _places(page.language, items).items()}
    text = line(page, ours, what, _sources(named, places), sign(page))
    return _paragraph(text), signs(ours, sign(page))


def in_words(view: View, items: Sequence[Attributed]) -> tuple[str, list[str]]:
    """The same as plain text, for files."""
    ours = [one.basis == "ours" for one in items]
    named = {id: source.short[view.language] for id, source in view.book.sources.items()}
    plain = f"({view.word('ours')})"
    return line(view, ours, "items", _sources(named, _places(view.language, items)), plain), signs(ours, plain)


def _places(language: str, items: Sequence[Attributed]) -> dict[str, str]:
    """Source -> every place in it that an item names, once."""
    places: dict[str, dict[str, None]] = {}
    for one in items:
        if one.source and one.locator:
            places.setdefault(one.source, {}).update(dict.fromkeys(one.locator[language].split("; ")))
    return {source: "; ".join(found) for source, found in places.items()}


def _sources(named: Mapping[str, str], places: Mapping[str, str]) -> str:
    """``AL-LAs 2014 (ch. 4, Step 1; ch. 2, Idea 1)``"""
    return ", ".join(f"{named[source]} ({where})" for source, where in places.items())
