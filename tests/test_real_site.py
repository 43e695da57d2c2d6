"""The real site as built: every link and anchor leads somewhere, both languages are whole and name each other."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from conftest import PROJECT, html_pages
from handbook.content.book import Book
from handbook.loading import load_book
from lxml import etree, html

pytestmark = pytest.mark.site

HOST = "https://manual.example/"
# Addresses that a browser fetches by itself when it shows a page.
FETCHED = (
    "//script/@src | //img/@src | //source/@src | //iframe/@src | //object/@data | //video/@src | //audio/@src"
    " | //use/@href | //link[not(@rel='canonical') and not(@rel='alternate')]/@href"
)


@dataclass(frozen=True)
class Page:
    """A page with its address below the site's root, read once."""

    address: str
    tree: html.HtmlElement

    @property
    def ids(self) -> list[str]:
        return self.tree.xpath("//@id")


@cache
def all_pages(site: Path) -> dict[str, Page]:
    """Every page and every short address."""
    files = [*html_pages(site), *sorted((site / "p").rglob("*.html"))]
    pages = {}
    for file in files:
        where = file.relative_to(site).as_posix().removesuffix("index.html")
        pages[where] = Page(where, html.parse(str(file)).getroot())
    return pages


@pytest.fixture
def pages(site: Path) -> dict[str, Page]:
    """The pages of the book: without short addresses and the page for what is not there."""
    return {where: page for where, page in all_pages(site).items() if not where.startswith(("p/", "404"))}


@cache
def the_book() -> Book:
    return load_book(PROJECT)


def language(where: str) -> str:
    return "en" if where.startswith("en/") else "es"


# ------------------------------------------------------------------------------------------------------------- links


def test_every_link_leads_to_a_page_a_file_or_an_anchor_of_the_site(site: Path) -> None:
    every = all_pages(site)
    ids = {where: set(page.ids) for where, page in every.items()}
    dead = []
    for where, page in every.items():
        for element, _, link, _ in page.tree.iterlinks():
            target, anchor = urldefrag(urljoin(HOST + where, link))
            if not target.startswith(HOST) or element.tag == "form":
                continue
            path = unquote(urlsplit(target).path).lstrip("/")
            file = site / path
            if path.endswith("/") or not path:
                if path not in every:
                    dead.append(f"{where or 'home'}: {link}")
                elif anchor and unquote(anchor) not in ids[path]:
                    dead.append(f"{where or 'home'}: {link} (no such anchor)")
            elif not file.is_file():
                dead.append(f"{where or 'home'}: {link}")
    assert dead == []


def test_links_to_pages_end_with_a_slash_so_that_no_server_has_to_redirect(pages: dict[str, Page]) -> None:
    bare = [
        f"{where}: {link}"
        for where, page in pages.items()
        for link in page.tree.xpath("//a/@href")
        if (target := urlsplit(urljoin(HOST + where, link))).netloc == "manual.example"
        and not target.path.endswith("/")
        and "." not in target.path.rpartition("/")[2]
    ]
    assert bare == []


def test_no_link_leaves_the_language_but_those_that_say_so(pages: dict[str, Page]) -> None:
    astray = []
    for where, page in pages.items():
        for link in page.tree.xpath("//a[@href and not(@hreflang) and not(@data-language-link)]"):
            target = urljoin(HOST + where, link.get("href")).removeprefix(HOST)
            path = urldefrag(target)[0]
            if path in pages and language(path) != language(where):
                astray.append(f"{where}: {link.get('href')}")
    assert astray == []


def test_nothing_that_a_page_fetches_comes_from_another_host(site: Path) -> None:
    foreign = [
        f"{where}: {link}"
        for where, page in all_pages(site).items()
        for link in page.tree.xpath(FETCHED)
        if not urljoin(HOST + where, link).startswith((HOST, "data:"))
    ]
    assert foreign == []


def test_links_are_of_the_web_of_mail_or_of_the_site(site: Path) -> None:
    odd = [
        f"{where}: {link}"
        for where, page in all_pages(site).items()
        for link in page.tree.xpath("//a/@href")
        if urlsplit(link).scheme not in ("", "http", "https", "mailto")
    ]
    assert odd == []


# ---------------------------------------------------------------------------------------------------------- languages


def test_every_page_of_the_book_is_there_in_both_languages_and_no_other(pages: dict[str, Page]) -> None:
    book = the_book()
    expected = {book.address(key, one) for key in book.page_keys.values() for one in ("es", "en")}
    assert set(pages) == expected


def test_every_page_says_its_language(pages: dict[str, Page]) -> None:
    wrong = [where for where, page in pages.items() if page.tree.get("lang") != language(where)]
    assert wrong == []


def test_the_languages_of_a_page_name_each_other(pages: dict[str, Page]) -> None:
    book = the_book()
    wrong = []
    for key in book.page_keys.values():
        spanish, english = (HOST + book.address(key, one) for one in ("es", "en"))
        for where in (spanish, english):
            tree = pages[where.removeprefix(HOST)].tree
            alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
            canonical = tree.xpath("//link[@rel='canonical']/@href")
            if alternates != {"es": spanish, "en": english, "x-default": spanish} or canonical != [where]:
                wrong.append(where)
    assert wrong == []


def test_the_language_switch_leads_to_the_same_page(pages: dict[str, Page]) -> None:
    book = the_book()
    wrong = []
    for key in book.page_keys.values():
        spanish, english = (HOST + book.address(key, one) for one in ("es", "en"))
        for here in (spanish, english):
            found = pages[here.removeprefix(HOST)].tree.xpath("//header//a[@hreflang]")
            if [(one.get("hreflang"), urljoin(here, one.get("href"))) for one in found] != [
                ("es", spanish),
                ("en", english),
            ]:
                wrong.append(here)
    assert wrong == []


def test_a_section_that_is_linked_in_one_language_can_be_linked_in_the_other(pages: dict[str, Page]) -> None:
    book = the_book()
    differing = {}
    for key in book.page_keys.values():
        spanish, english = (pages[book.address(key, one)].tree for one in ("es", "en"))
        here, there = (tree.xpath("//article//*[self::h2 or self::h3 or self::h4]/@id") for tree in (spanish, english))
        if sorted(here) != sorted(there):
            differing[key] = sorted(set(here) ^ set(there))
    assert differing == {}


def test_every_short_address_leads_to_both_languages(site: Path) -> None:
    book, every = the_book(), all_pages(site)
    wrong = []
    for id, key in book.page_keys.items():
        page = every[f"p/{id}/"]
        offered = [urljoin(HOST + page.address, link) for link in page.tree.xpath("//main//a[@hreflang]/@href")]
        if offered != [HOST + book.address(key, one) for one in ("es", "en")]:
            wrong.append(id)
    assert wrong == []


def test_the_sitemap_names_every_page_and_nothing_else(site: Path, pages: dict[str, Page]) -> None:
    tree = etree.parse(str(site / "sitemap.xml"))
    found = tree.xpath("//s:loc/text()", namespaces={"s": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    assert sorted(found) == sorted(HOST + where for where in pages)


# -------------------------------------------------------------------------------------------------------------- pages


def test_no_id_stands_twice_on_a_page(site: Path) -> None:
    twice = {
        where: repeated
        for where, page in all_pages(site).items()
        if (repeated := [id for id, times in Counter(page.ids).items() if times > 1])
    }
    assert twice == {}


def test_what_aria_and_labels_point_at_is_on_the_page(site: Path) -> None:
    lost = []
    for where, page in all_pages(site).items():
        ids = set(page.ids)
        for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            for value in page.tree.xpath(f"//@{attribute}"):
                lost += [f"{where}: {attribute}={id}" for id in value.split() if id not in ids]
    assert lost == []


def test_every_page_has_one_first_heading(site: Path) -> None:
    wrong = {where: len(found) for where, page in all_pages(site).items() if len(found := page.tree.xpath("//h1")) != 1}
    assert wrong == {}


def test_no_level_of_headings_is_skipped(site: Path) -> None:
    skipped = []
    for where, page in all_pages(site).items():
        before = 0
        for heading in page.tree.xpath(
            "//main//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6]"
        ):
            level = int(heading.tag[1])
            if level > before + 1:
                skipped.append(f"{where}: {heading.tag} {heading.text_content()[:60]}")
            before = level
    assert skipped == []


def test_every_title_is_of_one_page_only(pages: dict[str, Page]) -> None:
    for one in ("es", "en"):
        titles = Counter(page.tree.findtext(".//title") for where, page in pages.items() if language(where) == one)
        assert [title for title, times in titles.items() if times > 1] == []


def test_every_page_describes_itself(pages: dict[str, Page]) -> None:
    without = [
        where for where, page in pages.items() if not page.tree.xpath("//meta[@name='description' and @content!='']")
    ]
    assert without == []


def test_no_directive_and_no_markdown_is_left_on_a_page(pages: dict[str, Page]) -> None:
    left = []
    for where, page in pages.items():
        remarks = [remark.text for remark in page.tree.iter(etree.Comment) if "handbook" in (remark.text or "")]
        prose = " ".join(page.tree.xpath("//article//text()[not(ancestor::code) and not(ancestor::pre)]"))
        signs = [sign for sign in ("{:", "{#", "](", "**", "<!--", "klzzwxh", "{{", "wzxhzdk") if sign in prose]
        left += [f"{where}: {one}" for one in (*remarks, *signs)]
    assert left == []


def test_each_letter_of_the_glossary_leads_to_its_first_term(site: Path) -> None:
    for page in ("herramientas/glosario", "en/tools/glossary"):
        tree = html.parse(str(site / page / "index.html"))
        terms = [(one.get("id"), one.text) for one in tree.xpath("//h3[starts-with(@id, 'term-')]")]
        plain = [(id, unicodedata.normalize("NFD", text)[0].upper()) for id, text in terms]
        first = {letter: id for id, letter in reversed(plain)}
        links = [(link.text, link.get("href")) for link in tree.xpath("//p[@class='letters']/a")]
        assert links == [(letter, f"#{first[letter]}") for letter in dict.fromkeys(letter for _, letter in plain)]
