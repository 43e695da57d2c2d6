"""Files beside the pages: short addresses that offer the languages of a page, the form's data, the sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from pathlib import Path

from handbook.content.addresses import relative_address, short_address
from handbook.content.book import Book
from handbook.content.languages import DEFAULT, LANGUAGES
from handbook.rendering.html_templates import render
from handbook.website.case_form_data import write_form_data
from handbook.website.content_security import plain_policy
from handbook.website.old_address_pages import write_redirects
from handbook.website.script_words import write_scripts

_NAMES = {"es": "Español", "en": "English"}


def write_extra_files(book: Book, site: Path, site_url: str, repository: str = "") -> None:
    """Write them into the built ``site``; ``repository`` is the address of the project on its Git host."""
    keys = book.page_keys
    write_short_addresses(book, site, site_url, set(keys.values()))
    write_form_data(book, site, repository)
    write_scripts(book, site)
    (site / "sitemap.xml").write_text(_sitemap(book, keys, site_url), encoding="utf-8")
    (site / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n", encoding="utf-8")


def write_short_addresses(book: Book, site: Path, site_url: str, pages: Collection[str]) -> None:
    """Write the short addresses of ``pages``, given by their keys, and all old addresses."""
    for id, key in book.page_keys.items():
        if key in pages and book.languages_of(key):
            file = site / short_address(id) / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_short_page(book, id, key, site_url), encoding="utf-8")
    write_redirects(book.in_both, site, site_url)


def _short_page(book: Book, page_id: str, key: str, site_url: str) -> str:
    languages = book.languages_of(key)
    return render(
        book.root,
        "short-page.html",
        titles={language: book.page(key, language).title for language in languages},
        addresses={language: book.address(key, language) for language in languages},
        choose={language: book.in_language(language).word("choose-language") for language in LANGUAGES},
        home={language: book.in_language(language).word("home") for language in LANGUAGES},
        canonical=site_url + book.address(key, languages[0]),
        names={language: _NAMES[language] for language in languages},
        up=relative_address(short_address(page_id), ""),
        policy=plain_policy(),
    )


def _sitemap(book: Book, keys: Mapping[str, str], site_url: str) -> str:
    entries = []
    for key in sorted(keys.values()):
        addresses = {language: escape(site_url + book.address(key, language)) for language in book.languages_of(key)}
        alternates = (*addresses.items(), ("x-default", addresses[DEFAULT])) if len(addresses) > 1 else ()
        links = "".join(f'<xhtml:link rel="alternate" hreflang="{code}" href="{href}"/>' for code, href in alternates)
        entries += [f"<url><loc>{one}</loc>{links}</url>" for one in addresses.values()]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(entries)
        + "\n</urlset>\n"
    )
