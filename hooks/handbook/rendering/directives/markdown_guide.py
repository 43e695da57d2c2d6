"""``markdown-guide``: which Markdown a chapter may use, each construct as it is written and as it is shown."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.allowed_markdown import CONSTRUCTS, Construct
from handbook.content.book import Book, Page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive, expand


@directive("markdown-guide", made_from=("data/tables/.+",))
def markdown_guide(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A section for each construct, from the list that the rules and the tests read.

    Example: ``<!-- handbook:markdown-guide -->``
    """
    return Markdown("\n\n".join(_section(book, page, one) for one in CONSTRUCTS))


def _section(book: Book, page: Page, construct: Construct) -> str:
    language = page.language

    def word(word_id: str) -> Markdown:
        return escape(page.word(f"markdown-{word_id}"))

    parts = [f"## {escape(construct.name[language])} {{#{construct.id}}}", construct.how[language]]
    if construct.folder:
        parts.append(f"{word('only-in')} `docs/{construct.folder}`.")
    shown = construct.shown[language] if construct.shown else expand(construct.example[language], book, page).strip()
    parts += [
        f"**{word('written')}**",
        _fence(construct.example[language]),
        f'!!! example "{word("shown")}"\n{_indented(shown)}',
        f"**{word('instead')}**",
        "\n\n".join(
            f"- {one.what[language]}\n\n{_indented(_fence(one.example[language]))}" for one in construct.refused
        ),
    ]
    return "\n\n".join(parts)


def _fence(text: str) -> str:
    """A block of code that shows ``text``, also where this holds a block of code."""
    marks = "````" if "```" in text else "```"
    return f"{marks}text\n{text}\n{marks}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line.strip() else "" for line in text.split("\n"))
