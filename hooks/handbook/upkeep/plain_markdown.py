"""The whole book as plain Markdown, every directive replaced: a tree for each language, for any generator."""

from __future__ import annotations

from pathlib import Path

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand_to_read


def expand_book(book: Book, target: Path) -> None:
    """Write ``target/es/…`` and ``target/en/…``: each chapter and each case as one Markdown file."""
    for language in LANGUAGES:
        for (key, one), chapter in book.chapters.items():
            if one == language:
                page = book.page(key, language)
                _write(target / language / f"{key}.md", chapter.front.title, expand_to_read(chapter.body, book, page))
        for case in book.cases.values():
            _write(target / language / "cases" / f"{case.id}.md", case.name[language], case_page(book, case, language))


def _write(file: Path, title: str, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(f'---\ntitle: "{quoted}"\n---\n\n{text.strip()}\n', encoding="utf-8")
