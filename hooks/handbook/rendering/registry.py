"""Directive name to renderer and signature, and the expansion of a page's directives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handbook.content.book import Book, Page
from handbook.content.chapters import as_text, parse_directive, prose_lines
from handbook.content.code_fences import BOUNDARY, LESS_THAN
from handbook.content.directive_signatures import Signature
from handbook.content.notes import with_own_keys
from handbook.rendering import whose

Renderer = Callable[[Book, Page, Mapping[str, str]], str]

_RENDERERS: dict[str, Renderer] = {}
_SIGNATURES: dict[str, Signature] = {}


def directive(name: str, **signature: Any) -> Callable[[Renderer], Renderer]:
    """Register the decorated function as the renderer of the directive ``name``.

    Args:
        name: The name in ``<!-- handbook:name ... -->``; what it does is the word ``directive-name`` of the vocabulary.
        signature: The fields of its ``Signature``.

    The examples on the contributors' page come from the renderer's docstring.
    """

    def register(renderer: Renderer) -> Renderer:
        if name in _RENDERERS:
            raise ValueError(f"directive {name!r} is registered twice")
        _RENDERERS[name], _SIGNATURES[name] = renderer, Signature(**signature)
        return renderer

    return register


def renderers() -> Mapping[str, Renderer]:
    """Every directive's renderer, sorted by the directive's name."""
    return dict(sorted(_RENDERERS.items()))


def signatures() -> Mapping[str, Signature]:
    """Every directive's signature, sorted by the directive's name."""
    return dict(sorted(_SIGNATURES.items()))


def expand(text: str, book: Book, page: Page) -> str:
    """``text`` with every directive outside code fences replaced by its Markdown, and with keys of notes that no other
    page has.

    Raw HTML is for renderers alone. Every "<" of ``text`` itself becomes ``LESS_THAN``, wherever it stands, so that this
    holds whatever is taken for a fence and whatever was checked before. What remains of ``text`` with a "<" is a
    complete directive, which is names and ids.
    """
    return _expanded(with_own_keys(text, page.id), book, page)


def _expanded(text: str, book: Book, page: Page) -> str:
    text = whose.marked(text, page)
    lines = [as_text(line) for line in text.split("\n")]
    for index, line in prose_lines(text):
        if "handbook:" in line and (found := parse_directive(line, index)):
            arguments = {**_SIGNATURES[found.name].defaults, **found.arguments}
            brought = _RENDERERS[found.name](book, page, arguments).strip("\n")
            lines[index] = f"\n{BOUNDARY}\n\n{brought}\n\n{BOUNDARY}\n"
    return "\n".join(lines)


def expand_to_read(text: str, book: Book, page: Page) -> str:
    """``expand`` for other programs and for people: without the marks that only the site's Markdown knows, and with the
    keys of notes as they were written."""
    brought = _expanded(text, book, page)
    return brought.replace(LESS_THAN, "<").replace(f"{BOUNDARY}\n\n", "").replace(f"\n\n{BOUNDARY}", "")
