"""For readers that are programs: an Atom feed of new and changed cases, and llms.txt, in each language."""

from __future__ import annotations

from html import escape
from pathlib import Path

from handbook.content.book import Book
from handbook.content.edition import AUTHOR, LICENCE_ADDRESS
from handbook.content.languages import DEFAULT, LANGUAGES, country_name
from handbook.content.reading_order import reading_order
from handbook.exporting.built_site import Site
from handbook.rendering import markdown_text

MOST_ENTRIES = 100


def write_feeds(book: Book, site: Site) -> None:
    """Write ``feed.xml`` and ``llms.txt`` beside the home page of each language."""
    for language in LANGUAGES:
        folder = site.folder / ("" if language == DEFAULT else language)
        _write(folder / "feed.xml", feed(book.of(language), site, language))
        _write(folder / "llms.txt", llms(book.of(language), site, language))


def feed(book: Book, site: Site, language: str) -> str:
    """The cases reviewed last, newest first (RFC 4287). A review is what changes a case, so its day is the date."""
    view = book.in_language(language)
    cases = sorted(book.cases.values(), key=lambda case: case.id)
    cases.sort(key=lambda case: case.reviewed, reverse=True)
    home = site.url + book.address("index", language)
    itself = f"{home}feed.xml"
    updated = max((case.reviewed for case in cases), default=f"{book.edition.day:%Y-%m-%d}")
    entries = "\n".join(
        f"""<entry>
<id>{escape(site.short(case.id))}</id>
<title>{escape(case.name[language])}</title>
<link rel="alternate" type="text/html" href="{escape(site.url + book.address(f"cases/{case.id}", language))}"/>
<updated>{case.reviewed}T00:00:00Z</updated>
<category term="{case.country}" label="{escape(country_name(case.country, language))}"/>
<summary>{escape(case.summary[language])}</summary>
</entry>"""
        for case in cases[:MOST_ENTRIES]
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">
<id>{escape(itself)}</id>
<title>{escape(site.names[language])}: {escape(view.word("cases").lower())}</title>
<subtitle>{escape(view.word("feed-subtitle"))}</subtitle>
<link rel="self" type="application/atom+xml" href="{escape(itself)}"/>
<link rel="alternate" type="text/html" href="{escape(home)}"/>
<updated>{updated}T00:00:00Z</updated>
<author><name>{escape(AUTHOR[language])}</name></author>
<rights>CC BY 4.0 {LICENCE_ADDRESS}</rights>
{entries}
</feed>
"""


def llms(book: Book, site: Site, language: str) -> str:
    """The pages of the book with their descriptions, section by section, in the form of llmstxt.org."""
    view = book.in_language(language)
    lines = [f"# {site.names[language]}", "", f"> {site.descriptions[language]}"]
    for key in reading_order(book, language):
        page = book.page(key, language)
        if key == "index":
            continue
        if key.endswith("/index"):
            lines += ["", f"## {markdown_text.escape(page.title)}", ""]
        title, description = markdown_text.escape(page.title), markdown_text.escape(page.description)
        lines.append(f"- [{title}]({site.url}{page.address}): {description}")
    data = view.word("open-data")
    lines += ["", f"## {data}", "", f"- [API]({site.url}api/v1/index.json)", ""]
    return "\n".join(lines)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
