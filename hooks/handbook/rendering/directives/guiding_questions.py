"""``questions``: the guiding questions of a step, each with its stable id."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering import whose
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("questions", values={"id": "data:questions"}, required=("id",), made_from=("data/questions/{id}.yml",))
def questions(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The guiding questions of data/questions/, numbered; a line says which are a source's and which the handbook's.

    Example: ``<!-- handbook:questions id=alignment -->``
    """
    asked = book.questions[arguments["id"]].questions
    line, signs = whose.of_records(book, page, asked, "questions")
    items = [
        f"{number}. {escape(one.text[page.language])}{sign}\n    {{: #{one.id} }}"
        for number, (one, sign) in enumerate(zip(asked, signs, strict=True), 1)
    ]
    return Markdown(f"{line}\n\n" + "\n".join(items))
