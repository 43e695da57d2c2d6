"""``example``: what contributors copy, taken from the project itself so that it cannot go stale."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.reading.record_files import SCHEMAS
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive, renderers


@directive(
    "example",
    values={"of": ("case", "directives", "schema")},
    required=("of",),
    made_from=("docs/contribute/.+yml", "data/schemas/.+"),
)
def example(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The annotated case, or every directive with its example, or the folder of schemas.

    Example: ``<!-- handbook:example of=case -->``
    """
    if arguments["of"] == "case":
        text = (book.root / "docs/contribute/example-case.yml").read_text(encoding="utf-8")
        return Markdown(f"```yaml\n{text.rstrip()}\n```")
    if arguments["of"] == "schema":
        return Markdown("\n".join(f"- `{name}.json`" for name in sorted(SCHEMAS)))
    return Markdown("\n\n".join(_directive(book, name, page.language) for name in renderers()))


def _directive(book: Book, name: str, language: str) -> str:
    view = book.in_language(language)
    documentation = inspect.getdoc(renderers()[name]) or ""
    examples = re.findall(r"``(<!-- handbook:.*?-->)``", documentation)
    code = "\n".join(examples)
    meaning = escape(view.word(f"directive-{name}"))
    return f"### {name} {{#directive-{name}}}\n\n{meaning}\n\n```html\n{code}\n```"
