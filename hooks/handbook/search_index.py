"""The search index of each language, made from the pages as built.

Each page is read once. What a reader searches for in it (the article without its contents list, sources and maps)
goes twice into the site: into ``pagefind/``, and into ``assets/search-es.js`` and ``assets/search-en.js`` for the copy
that is opened from a folder, where browsers do not let Pagefind fetch its files.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import html

from handbook.addresses import address, page_keys
from handbook.languages import LANGUAGES

if TYPE_CHECKING:
    from handbook.book import Book

KINDS = ("chapter", "case", "term")
_TERM_PAGES = ("glossary", "acronyms")
# Pages that are rarely what somebody looks for; their words weigh less.
_MINOR = ("bibliography",)
# Pages that only repeat others: the whole route, the lists of cases by a facet.
_REPEATING = ("route", "cases")
_LEAVE_OUT = (
    "//details[contains(@class, 'toc')] | //svg | //script | //button"
    " | //*[@id='sources'] | //*[@id='sources']/following-sibling::*"
    " | //*[@data-explorer] | //*[@data-explorer]/following-sibling::*"
)
# Of what Pagefind writes, the files that belong to its own interface.
_NOT_USED = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")


class SearchFailed(Exception):
    """Pagefind said no; the message is what it said."""


@dataclass(frozen=True)
class _Section:
    """A piece of a page under a heading that has an address of its own; the first piece has none."""

    title: str
    anchor: str
    text: str


def write_search_index(book: Book, site: Path) -> None:
    """Write both indexes of both languages into the built ``site``.

    Raises:
        SearchFailed: Pagefind could not index the pages.
    """
    with tempfile.TemporaryDirectory(prefix="handbook-search-") as folder:
        kinds: dict[str, str] = {}
        for language in LANGUAGES:
            entries: list[list[str | float]] = []
            for id, key in sorted(page_keys(book).items()):
                kind = _kind(book, id, key)
                where = address(book, key, language)
                page = site / where / "index.html"
                if kind is None or not page.is_file():
                    continue
                article = _article(page)
                title = _text(article.find(".//h1"))
                kinds[f"/{where}"] = kind
                weight = 0.2 if kind == "chapter" and _asks_for(book, key, _MINOR) else 1
                article.set("data-pagefind-weight", str(weight))
                _write_searched(Path(folder, where, "index.html"), language, article)
                entries += [
                    [kind, title, one.title, where + one.anchor, one.text, weight]
                    for one in _sections(article, kind, title)
                ]
            # A script and not JSON: a page opened from a folder may load scripts, and may not fetch.
            data = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
            file = site / "assets" / f"search-{language}.js"
            file.write_text(f"handbook.searchIndex({data});\n", encoding="utf-8")
        _run_pagefind(Path(folder), site / "pagefind")
        _write_kinds(site / "pagefind", kinds)


def _kind(book: Book, id: str, key: str) -> str | None:
    if id in book.cases:
        return "case"
    if id in _TERM_PAGES:
        return "term"
    return None if _asks_for(book, key, _REPEATING) else "chapter"


def _asks_for(book: Book, key: str, names: tuple[str, ...]) -> bool:
    return any(directive.name in names for directive in book.chapter(key, "es").directives)


def _article(page: Path) -> html.HtmlElement:
    article = html.parse(str(page), html.HTMLParser(encoding="utf-8")).getroot().find(".//article")
    for element in article.xpath(_LEAVE_OUT):
        # A following sibling may be gone already, with the element that held it.
        if element.getparent() is not None:
            element.drop_tree()
    return article


def _write_searched(file: Path, language: str, article: html.HtmlElement) -> None:
    """The page as Pagefind is to see it; its address is its place in the folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = html.tostring(article, encoding="unicode")
    file.write_text(
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><body data-pagefind-body>{text}</body></html>',
        encoding="utf-8",
    )


def _sections(article: html.HtmlElement, kind: str, title: str) -> list[_Section]:
    """A chapter or glossary by its headings; a case as one: its summary to show, the words of the rest to find."""
    pieces: list[tuple[str, str, list[str]]] = [("", "", [])]
    for element in article.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("h2", "h3") and element.get("id"):
            pieces.append((_text(element), f"#{element.get('id')}", []))
        elif element.tag != "h1" and element.text and not _in_heading(element):
            pieces[-1][2].append(element.text)
        if element.tail:
            pieces[-1][2].append(element.tail)
    if kind == "case":
        lead = _text(article.find(".//p"))
        words = _words(" ".join(text for heading, _, texts in pieces for text in (heading, *texts)))
        return [_Section("", "", f"{lead}\n{' '.join(sorted(words - _words(f'{title} {lead}')))}")]
    return [
        _Section(heading, anchor, text)
        for heading, anchor, texts in pieces
        if (text := re.sub(r"\s+", " ", "".join(texts)).strip()) or heading
    ]


def _in_heading(element: html.HtmlElement) -> bool:
    return any(parent.tag in ("h1", "h2", "h3") for parent in element.iterancestors())


def _text(element: html.HtmlElement | None) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip() if element is not None else ""


def _words(text: str) -> set[str]:
    """The words of ``text`` without accents, as search.js folds them."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return set(re.findall(r"[^\W_]+", bare))


def _run_pagefind(pages: Path, output: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(output), "--silent"]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    entry = output / "pagefind-entry.json"
    if result.returncode or not entry.is_file():
        raise SearchFailed((result.stderr or result.stdout or "Pagefind wrote nothing.").strip())
    for pattern in _NOT_USED:
        for file in output.glob(pattern):
            file.unlink()
    # Pagefind lists the languages in any order; the same input is to give the same bytes.
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), encoding="utf-8")


def _write_kinds(bundle: Path, kinds: dict[str, str]) -> None:
    """Which results are chapters and which glossary pages; all others are cases, so that the file does not grow.

    Pagefind has filters for this, but writes the values of a filter in another order each time.
    """
    for language in LANGUAGES:
        ids: dict[str, list[str]] = {kind: [] for kind in KINDS if kind != "case"}
        for file in sorted((bundle / "fragment").glob(f"{language}_*.pf_fragment")):
            # A fragment is a marker and then JSON, compressed.
            _, brace, rest = gzip.decompress(file.read_bytes()).partition(b"{")
            if (kind := kinds[json.loads(brace + rest)["url"]]) != "case":
                ids[kind].append(file.stem)
        (bundle / f"kinds-{language}.json").write_text(json.dumps(ids), encoding="utf-8")
