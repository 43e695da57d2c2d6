"""Directive name to renderer and signature, and the expansion of a page's directives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handbook.content.book import Book, Page
from handbook.content.chapters import parse_directive, prose_lines
from handbook.content.directive_signatures import Signature

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
    """``text`` with every directive outside code fences replaced by its Markdown."""
    lines = text.split("\n")
    for index, line in prose_lines(text):
        if "handbook:" in line and (asked := parse_directive(line, index)):
            arguments = {**_SIGNATURES[asked.name].defaults, **asked.arguments}
            lines[index] = "\n" + _RENDERERS[asked.name](book, page, arguments).strip("\n") + "\n"
    return "\n".join(lines)
