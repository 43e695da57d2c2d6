"""The whole book as plain Markdown, every directive replaced: a tree for each language, for any generator."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.content.reading_order import reading_order
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand_to_read


def expand_book(book: Book, target: Path) -> None:
    """Write ``target/es/…`` and ``target/en/…``: each chapter and each case as one Markdown file. Beside each tree,
    ``target/mkdocs.es.yml`` and ``target/mkdocs.en.yml`` give a generator its navigation."""
    book = _with_addresses_of_files(book)
    for language in LANGUAGES:
        for (key, one), chapter in book.chapters.items():
            if one == language:
                page = book.page(key, language)
                _write(target / language / f"{key}.md", chapter.front.title, expand_to_read(chapter.body, book, page))
        for case in book.cases.values():
            _write(target / language / "cases" / f"{case.id}.md", case.name[language], case_page(book, case, language))
        settings = yaml.safe_dump(_settings(book, language), allow_unicode=True, sort_keys=False)
        (target / f"mkdocs.{language}.yml").write_text(settings, encoding="utf-8")


def _with_addresses_of_files(book: Book) -> Book:
    """The book whose pages have the address that any generator makes of their file: links in drawings and quizzes are
    HTML, and a generator leaves those as they are."""
    chapters = {
        key: replace(chapter, front=chapter.front.model_copy(update={"slug": None}))
        for key, chapter in book.chapters.items()
    }
    return replace(book, chapters=chapters)


def _settings(book: Book, language: str) -> dict[str, Any]:
    """What MkDocs and its successors read: one tree, with the pages in the order of the book."""
    keys = [key for key in reading_order(book, language) if (key, language) in book.chapters or book.case_at(key)]
    nav: list[Any] = []
    for section, pages in groupby(keys, lambda key: key.rpartition("/")[0]):
        files = [f"{key}.md" for key in pages]
        index = book.chapters.get((f"{section}/index", language))
        nav += [{index.front.title if index else section: files}] if section else files
    home = book.chapter("index", language)
    headings = (line[2:] for line in home.body.splitlines() if line.startswith("# "))
    return {
        "site_name": next(headings, home.front.title),
        "docs_dir": language,
        "site_dir": f"site/{language}",
        "theme": {"language": language},
        "nav": nav,
    }


def _write(file: Path, title: str, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    file.write_text(f'---\ntitle: "{quoted}"\n---\n\n{text.strip()}\n', encoding="utf-8")
