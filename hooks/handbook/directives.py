"""The directives: which there are, what they take, and how a page's requests become Markdown.

A chapter asks with an HTML comment alone on its line, ``<!-- handbook:table id=dialogue-spaces -->``. Inside code
fences it is text. ``EXAMPLES`` on the contribute page come from the docstrings of the renderers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from handbook.chapters import parse_directive, prose_lines

if TYPE_CHECKING:
    from handbook.book import Book


@dataclass(frozen=True)
class Page:
    """The page that asks: its id, its key (path without language) and its language."""

    id: str
    key: str
    language: str


Renderer = Callable[["Book", Page, Mapping[str, str]], str]


@dataclass(frozen=True)
class Kind:
    """A directive's signature. ``values`` says for each key where its allowed values come from:

    ``vocabulary:NAME`` and ``data:NAME`` name ids of the book, a tuple names them itself, ``country`` is ISO 3166-1.
    Several values are joined by commas.
    """

    values: Mapping[str, Any]
    required: tuple[str, ...] = ()


COMPARISON_COLUMNS = ("country", "kind", "period", "what", "basis", "lesson", "difficulty", "level")
FILTERS = {
    "idea": "vocabulary:ideas",
    "step": "vocabulary:steps",
    "dimension": "vocabulary:dimensions",
    "modality": "vocabulary:modalities",
    "kind": "vocabulary:kinds",
    "country": "country",
}
KINDS: dict[str, Kind] = {
    "comparison": Kind({**FILTERS, "columns": COMPARISON_COLUMNS}),
    "cases": Kind({**FILTERS, "by": ("country", "kind", "idea", "step", "dimension", "modality", "basis")}),
    "explorer": Kind({}),
    "compare": Kind({}),
    "checklist": Kind({"id": "data:checklists"}, ("id",)),
    "checklists": Kind({}),
    "leads": Kind({"id": "data:checklists"}, ("id",)),
    "starts": Kind({}),
    "adviser": Kind({"id": "data:advisers"}, ("id",)),
    "table": Kind({"id": "data:tables"}, ("id",)),
    "figure": Kind({"id": "data:figures"}, ("id",)),
    "map": Kind({}),
    "form": Kind({}),
    "status": Kind({}),
    "related": Kind({}),
    "next": Kind({}),
    "route": Kind({}),
    "sources": Kind({}),
    "bibliography": Kind({}),
    "glossary": Kind({}),
    "acronyms": Kind({}),
    "changes": Kind({}),
    "files": Kind(
        {"of": ("book", "pages", "checklists", "plan", "tables", "courses", "offline", "data", "feeds")}, ("of",)
    ),
    "course": Kind({"id": "data:courses"}, ("id",)),
    "courses": Kind({}),
    "course-builder": Kind({}),
    "handout": Kind({}),
    "quizzes": Kind({"of": ("ideas", "dialogue", "route")}, ("of",)),
    "markdown-guide": Kind({}),
    "example": Kind({"of": ("case", "directives", "schema")}, ("of",)),
}


def expand(text: str, book: Book, page: Page) -> str:
    """``text`` with every directive outside code fences replaced by its Markdown."""
    from handbook.render import RENDERERS

    lines = text.split("\n")
    for index, line in prose_lines(text):
        if "handbook:" in line and (directive := parse_directive(line, index)):
            lines[index] = "\n" + RENDERERS[directive.name](book, page, directive.arguments).strip("\n") + "\n"
    return "\n".join(lines)
