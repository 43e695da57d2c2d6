"""The search index of each language, made from the pages as built.

Each page is read once. What a reader searches for in it (the article without its contents list, notes, sources and maps)
goes twice into the site: into ``pagefind/es/`` and ``pagefind/en/``, and into ``assets/search-es.js`` and
``assets/search-en.js`` for the copy that is opened from a folder, where browsers do not let Pagefind fetch its files.
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
from typing import TYPE_CHECKING, Any

from lxml import etree, html

from handbook.content.languages import LANGUAGES, folded

if TYPE_CHECKING:
    from handbook.content.book import Book
    from handbook.content.models import Answer

KINDS = ("chapter", "case", "term")
_TERM_PAGES = ("glossary", "acronyms")
# Pages that are rarely what somebody looks for, and those that ask again what others say: they weigh less.
_MINOR = {"bibliography": 0.2, "quizzes": 0.6, "handout": 0.6, "status": 0.6}
# Pages that only repeat others: the whole route, the lists of cases by a facet.
_REPEATING = ("route", "cases")
_LEAVE_OUT = (
    "//*[@data-beside] | //a[@rel='edit'] | //svg | //script | //button | //sup | //section[@class='footnotes']"
    " | //*[@id='sources'] | //*[@id='sources']/following-sibling::*"
    " | //*[@data-explorer] | //*[@data-explorer]/following-sibling::*"
)
# What stands apart from the text after it, with no space written between them.
_APART = ("p", "li", "dt", "dd", "th", "td", "caption", "summary", "label", "legend", "h4", "h5", "h6")
# A word with hyphens or slashes in it, as "AL-LAs".
_COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011/][^\W_]+)+")
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
    words: set[str] = set()
    titles: dict[str, tuple[str, dict[str, str]]] = {}
    for id, key in sorted(book.page_keys.items()):
        kind = _kind(book, id, key, language)
        where = book.address(key, language)
        page = site / where / "index.html"
        if kind is None or not page.is_file():
            continue
        article = _article(page)
        title = _text(article.find(".//h1"))
        # What the lists of pages call it.
        name = book.page(key, language).title if kind == "chapter" else ""
        if name:
            _say_what_it_is(article, f"{name}. {book.page(key, language).description}")
        kinds[f"/{where}"] = kind
        said = _words(" ".join(article.itertext()))
        words |= said
        weight = _weight(book, key, language) if kind == "chapter" else 1
        _write_searched(folder / language / where / "index.html", language, article, name, weight)
        sections = _sections(article, said if kind == "case" else None, title)
        titles[id] = title, {one.anchor: one.title for one in sections}
        entries += [[kind, title, one.title, where + one.anchor, one.text, weight, name] for one in sections]
    # A script and not JSON: a page opened from a folder may load scripts, and may not fetch.
    data = _compact(entries)
    file = site / "assets" / f"search-{language}.js"
    file.parent.mkdir(parents=True, exist_ok=True)
    beyond = _beyond_the_text(book, language, titles)
    file.write_text(f"handbook.searchIndex({data},{_compact(beyond)});\n", encoding="utf-8")
    known = {"kinds": kinds, "words": sorted(words), "beyond": beyond}
    (folder / f"words-{language}.json").write_text(json.dumps(known), encoding="utf-8")


def _beyond_the_text(book: Book, language: str, titles: dict[str, tuple[str, dict[str, str]]]) -> dict[str, Any]:
    """What data/search.yml says, and how much the handbook holds, for a question to which it has no answer."""
    countries = {case.country for case in book.cases.values()}
    found: dict[str, Any] = {"cases": len(book.cases), "countries": len(countries)}
    if book.search is None:
        return found

    def place(answer: Answer) -> dict[str, str]:
        page = book.page(book.page_keys[answer.to], language)
        title, sections = titles.get(answer.to, (page.title, {}))
        anchor = f"#{answer.anchor}" if answer.anchor else ""
        about = {"title": title, "url": page.address + anchor, "text": page.description}
        return {**about, "section": sections[anchor]} if anchor in sections and anchor else about

    search = book.search
    found["synonyms"] = [[one.asked[language], one.means[language]] for one in search.synonyms]
    found["best"] = [{"asked": one.asked[language], **place(one)} for one in search.best if one.to in book.page_keys]
    found["nothing"] = [place(one) for one in search.nothing if one.to in book.page_keys]
    return found


@contextmanager
def search_index(folder: Path, site: Path) -> Iterator[None]:
    """Write Pagefind's index of each language into the built ``site``, from what was written into ``folder``.

    Pagefind is at work while the body of the ``with`` runs, once for each language: one index of both took 1.6 GB with
    4,000 cases.

    Raises:
        SearchError: (at the end) Pagefind could not index the pages.
    """
    bundles = {language: site / "pagefind" / language for language in LANGUAGES}
    running = {language: _start_pagefind(folder / language, bundle) for language, bundle in bundles.items()}
    try:
        yield
    except BaseException:
        for pagefind in running.values():
            pagefind.kill()
            pagefind.communicate()
        raise
    said = {language: pagefind.communicate()[0] for language, pagefind in running.items()}
    for language, bundle in bundles.items():
        if running[language].returncode or not (bundle / "pagefind-entry.json").is_file():
            raise SearchError(said[language].strip() or "Pagefind wrote nothing.")
        for pattern in _NOT_USED:
            for file in bundle.glob(pattern):
                file.unlink()
        known = json.loads((folder / f"words-{language}.json").read_text(encoding="utf-8"))
        _write_words(bundle, language, **known)


def _start_pagefind(pages: Path, bundle: Path) -> subprocess.Popen[str]:
    command = ["--site", str(pages), "--output-path", str(bundle), "--silent"]
    return subprocess.Popen(
        [sys.executable, "-m", "pagefind", *command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )


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


def _weight(book: Book, key: str, language: str) -> float:
    names = {directive.name for directive in book.chapter(key, language).directives}
    return min((weight for name, weight in _MINOR.items() if name in names), default=1)


def _say_what_it_is(article: html.HtmlElement, text: str) -> None:
    """Put the page's name and description, which its text does not show, first in what is searched."""
    said = html.Element("p")
    said.text = text
    heading = article.find(".//h1")
    if heading is None:
        article.insert(0, said)
    else:
        heading.addnext(said)


def _write_searched(file: Path, language: str, article: html.HtmlElement, name: str, weight: float) -> None:
    """The page as Pagefind is to see it; its address is its place in the folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    head = html.Element("head")
    about = {"name": name, "weight": str(weight)} if weight != 1 else {"name": name}
    for key, value in about.items():
        if value:
            etree.SubElement(head, "meta", {"data-pagefind-meta": f"{key}[content]", "content": value})
    text = (html.tostring(one, encoding="unicode") for one in (head, article))
    file.write_text(
        '<!doctype html><html lang="{}"><meta charset="utf-8">{}<body data-pagefind-body>{}</body></html>'.format(
            language, *text
        ),
        encoding="utf-8",
    )


def _sections(article: html.HtmlElement, words: set[str] | None, title: str) -> list[_Section]:
    """A chapter or glossary by its headings; a case as one: its summary to show, of its ``words`` the others to find."""
    if words is not None:
        lead = _text(article.find(".//p"))
        return [_Section("", "", f"{lead}\n{' '.join(sorted(words - _words(f'{title} {lead}')))}")]
    pieces: list[tuple[str, str, list[str]]] = [("", "", [])]
    walk = etree.iterwalk(article, events=("start", "end", "comment"))
    for event, element in walk:
        if event != "start":
            pieces[-1][2].append((" " if element.tag in _APART else "") + (element.tail or ""))
        elif element.tag in ("h1", "h2", "h3"):
            if element.tag != "h1" and element.get("id"):
                pieces.append((_text(element), f"#{element.get('id')}", []))
            walk.skip_subtree()
        else:
            pieces[-1][2].append(element.text or "")
    return [
        _Section(heading, anchor, text)
        for heading, anchor, texts in pieces
        if (text := re.sub(r"\s+", " ", "".join(texts)).strip()) or heading
    ]


def _text(element: html.HtmlElement | None) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip() if element is not None else ""


def _words(text: str) -> set[str]:
    """The words of ``text`` without accents, as search-question.js folds them; one with hyphens also as a whole."""
    plain = folded(text)
    whole = {re.sub(r"[-\u2010\u2011/]", "", one) for one in _COMPOUND.findall(plain)}
    return {*re.findall(r"[^\W_]+", plain), *whole}


def _write_words(bundle: Path, language: str, kinds: dict[str, str], words: list[str], beyond: Any) -> None:
    """Which results are chapters and which glossary pages (all others are cases, so that the file does not grow), and
    every word of the text: Pagefind cannot tell a word that it knows from one that only begins alike.

    Pagefind has filters for the kinds, but writes the values of a filter in another order each time.
    """
    ids: dict[str, list[str]] = {kind: [] for kind in KINDS if kind != "case"}
    for file in sorted((bundle / "fragment").glob(f"{language}_*.pf_fragment")):
        # A fragment is a marker and then JSON, compressed.
        _, brace, rest = gzip.decompress(file.read_bytes()).partition(b"{")
        if (kind := kinds[json.loads(brace + rest)["url"]]) != "case":
            ids[kind].append(file.stem)
    known = _compact({"kinds": ids, "words": " ".join(words), "beyond": beyond})
    (bundle / f"words-{language}.json").write_text(known, encoding="utf-8")


def _compact(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
