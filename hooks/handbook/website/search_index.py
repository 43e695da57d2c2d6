"""The search index of each language, made from the pages as built.

Each page is read once. What a reader searches for in it (the article without its contents list, notes, sources and maps)
goes twice into the site: into ``pagefind/``, and into ``assets/search-es.js`` and ``assets/search-en.js`` for the copy
that is opened from a folder, where browsers do not let Pagefind fetch its files.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree, html

from handbook.content.languages import LANGUAGES, folded

if TYPE_CHECKING:
    from handbook.content.book import Book

KINDS = ("chapter", "case", "term")
_TERM_PAGES = ("glossary", "acronyms")
# Pages that are rarely what somebody looks for; their words weigh less.
_MINOR = ("bibliography",)
# Pages that only repeat others: the whole route, the lists of cases by a facet.
_REPEATING = ("route", "cases")
_LEAVE_OUT = (
    "//*[@data-beside] | //a[@rel='edit'] | //svg | //script | //button | //sup | //section[@class='footnotes']"
    " | //*[@id='sources'] | //*[@id='sources']/following-sibling::*"
    " | //*[@data-explorer] | //*[@data-explorer]/following-sibling::*"
)
# Below the folder of a build's searched pages.
_PAGES = "pages"
# Of what Pagefind writes, the files that belong to its own interface.
_NOT_USED = ("pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind")


class SearchError(Exception):
    """Pagefind failed; the message is its output."""


@dataclass(frozen=True)
class _Section:
    """A piece of a page under a heading that has an address of its own; the first piece has none."""

    title: str
    anchor: str
    text: str


def write_searched_pages(book: Book, site: Path, language: str, folder: Path) -> None:
    """Write into ``folder`` what Pagefind is to read of the pages in ``language``, and into ``site`` the index for a
    copy that is opened from a folder."""
    entries: list[list[str | float]] = []
    kinds: dict[str, str] = {}
    for id, key in sorted(book.page_keys.items()):
        kind = _kind(book, id, key, language)
        where = book.address(key, language)
        page = site / where / "index.html"
        if kind is None or not page.is_file():
            continue
        article = _article(page)
        title = _text(article.find(".//h1"))
        kinds[f"/{where}"] = kind
        weight = 0.2 if kind == "chapter" and _asks_for(book, key, _MINOR, language) else 1
        article.set("data-pagefind-weight", str(weight))
        _write_searched(folder / _PAGES / where / "index.html", language, article)
        entries += [
            [kind, title, one.title, where + one.anchor, one.text, weight] for one in _sections(article, kind, title)
        ]
    # A script and not JSON: a page opened from a folder may load scripts, and may not fetch.
    data = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
    file = site / "assets" / f"search-{language}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"handbook.searchIndex({data});\n", encoding="utf-8")
    (folder / f"kinds-{language}.json").write_text(json.dumps(kinds), encoding="utf-8")


@contextmanager
def search_index(folder: Path, site: Path) -> Iterator[None]:
    """Write Pagefind's index of both languages into the built ``site``, from what was written into ``folder``.

    Pagefind is at work while the body of the ``with`` runs.

    Raises:
        SearchError: (at the end) Pagefind could not index the pages.
    """
    command = ["--site", str(folder / _PAGES), "--output-path", str(site / "pagefind"), "--silent"]
    pagefind = subprocess.Popen(
        [sys.executable, "-m", "pagefind", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    try:
        yield
    except BaseException:
        pagefind.kill()
        pagefind.communicate()
        raise
    output, _ = pagefind.communicate()
    if pagefind.returncode or not (site / "pagefind/pagefind-entry.json").is_file():
        raise SearchError(output.strip() or "Pagefind wrote nothing.")
    _tidy(site / "pagefind")
    for language in LANGUAGES:
        kinds = json.loads((folder / f"kinds-{language}.json").read_text(encoding="utf-8"))
        _write_kinds(site / "pagefind", language, kinds)


def _kind(book: Book, page_id: str, key: str, language: str) -> str | None:
    if page_id in book.cases:
        return "case"
    if page_id in _TERM_PAGES:
        return "term"
    return None if _asks_for(book, key, _REPEATING, language) else "chapter"


def _asks_for(book: Book, key: str, names: tuple[str, ...], language: str) -> bool:
    return any(directive.name in names for directive in book.chapter(key, language).directives)


def _article(page: Path) -> html.HtmlElement:
    _, start, rest = page.read_text(encoding="utf-8").partition("<article")
    article = html.fragment_fromstring(start + rest.partition("</article>")[0] + "</article>")
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
    walk = etree.iterwalk(article, events=("start", "end", "comment"))
    for event, element in walk:
        if event != "start":
            pieces[-1][2].append(element.tail or "")
        elif element.tag in ("h1", "h2", "h3"):
            if element.tag != "h1" and element.get("id"):
                pieces.append((_text(element), f"#{element.get('id')}", []))
            walk.skip_subtree()
        else:
            pieces[-1][2].append(element.text or "")
    if kind == "case":
        lead = _text(article.find(".//p"))
        words = _words(" ".join(text for heading, _, texts in pieces for text in (heading, *texts)))
        return [_Section("", "", f"{lead}\n{' '.join(sorted(words - _words(f'{title} {lead}')))}")]
    return [
        _Section(heading, anchor, text)
        for heading, anchor, texts in pieces
        if (text := re.sub(r"\s+", " ", "".join(texts)).strip()) or heading
    ]


def _text(element: html.HtmlElement | None) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip() if element is not None else ""


def _words(text: str) -> set[str]:
    """The words of ``text`` without accents, as search.js folds them."""
    return set(re.findall(r"[^\W_]+", folded(text)))


def _tidy(bundle: Path) -> None:
    for pattern in _NOT_USED:
        for file in bundle.glob(pattern):
            file.unlink()
    # Pagefind lists the languages in any order; the same input is to give the same bytes.
    entry = bundle / "pagefind-entry.json"
    entry.write_text(json.dumps(json.loads(entry.read_text("utf-8")), sort_keys=True), encoding="utf-8")


def _write_kinds(bundle: Path, language: str, kinds: dict[str, str]) -> None:
    """Which results are chapters and which glossary pages; all others are cases, so that the file does not grow.

    Pagefind has filters for this, but writes the values of a filter in another order each time.
    """
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS if kind != "case"}
    for file in sorted((bundle / "fragment").glob(f"{language}_*.pf_fragment")):
        # A fragment is a marker and then JSON, compressed.
        _, brace, rest = gzip.decompress(file.read_bytes()).partition(b"{")
        if (kind := kinds[json.loads(brace + rest)["url"]]) != "case":
            ids[kind].append(file.stem)
    (bundle / f"kinds-{language}.json").write_text(json.dumps(ids), encoding="utf-8")
