"""The pages as MkDocs built them: in reading order, their text as it may leave the site."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from lxml import html
from lxml.html import HtmlElement

from handbook.content.book import Book
from handbook.content.reading_order import reading_order
from handbook.exporting.allowed_html import NOT_TEXT, keep_allowed
from handbook.exporting.built_site import Site

# What stands in a page's article and is no part of its text: where the reader is, the contents, how to cite or edit it.
BESIDE = ".//*[@data-beside] | .//a[@rel='edit']"

# The page that lists the whole route; its PDF has the text of every step.
ROUTE = "route/whole"

# What is on the site only: the door, the list of downloads, the route and the exercises again on one page, what needs
# a browser, indexes of cases by facet.
NOT_IN_THE_BOOK = (
    "index",
    "about/downloads",
    "cases/compare",
    "contribute/form",
    ROUTE,
    "training/builder",
    "training/handout",
    "training/quizzes-ideas",
    "training/quizzes-dialogue",
    "training/quizzes-route",
    "cases/by-",
)


@dataclass(frozen=True)
class BuiltPage:
    """A page of the site: what it is called, where it stands, and its text as it was built."""

    id: str
    key: str
    language: str
    address: str
    title: str
    place: str
    article: HtmlElement
    style: Path

    @property
    def section(self) -> str:
        return self.key.rpartition("/")[0]

    @property
    def is_index(self) -> bool:
        return self.key.endswith("/index")

    @property
    def in_book(self) -> bool:
        return not (self.key in NOT_IN_THE_BOOK or self.key.startswith("cases/by-"))

    @property
    def on_paper(self) -> bool:
        """Whether the page makes sense as a document of its own."""
        return self.in_book or self.key in (ROUTE, "training/handout")

    @property
    def file_name(self) -> str:
        """A name for files about this page, understandable in a folder: ``ideas-01-alineada``."""
        return self.address.removeprefix("en/").strip("/").replace("/", "-")

    def heading(self) -> str:
        """The text of the page's first heading."""
        return " ".join(self.article.xpath("string(.//h1)").split()) or self.title


def read_pages(book: Book, site: Site, language: str) -> list[BuiltPage]:
    """Every page of a language, in reading order, the home page first."""
    return [_read(book, site, key, language) for key in reading_order(book, language)]


def _read(book: Book, site: Site, key: str, language: str) -> BuiltPage:
    one = book.page(key, language)
    page = parse(site.folder / one.address / "index.html")
    article = page.xpath("//main//article")[0]
    place = " ".join(article.xpath("string(.//p[@class='place']/text()[last()])").split())
    for beside in article.xpath(BESIDE):
        beside.drop_tree()
    return BuiltPage(
        one.id, key, language, one.address, one.title, place, article, site.folder / "assets" / "handbook.css"
    )


def parse(file: Path) -> HtmlElement:
    """An HTML page as a tree."""
    return html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))


def resolve(page_address: str, href: str) -> tuple[str, str] | None:
    """Where a link leads: an address below the site's root (``ideas/``, ``assets/x.svg``) and its anchor.

    None for a link to another host or of another kind (mail).
    """
    target, anchor = urldefrag(href)
    absolute = urljoin(f"https://site.invalid/{page_address}", target)
    if not absolute.startswith("https://site.invalid/"):
        return None
    path = unquote(absolute.removeprefix("https://site.invalid/").split("?")[0])
    return path.removesuffix("index.html"), unquote(anchor)


def cleaned(page: BuiltPage, *, keep_terms: bool) -> HtmlElement:
    """A copy of the page's article for paper and readers: no controls, everything opened, boxes to tick as signs.

    It holds what ``allowed_html`` lists and nothing else.

    ``keep_terms``: whether the links to glossary terms stay.
    """
    from handbook.exporting.inline_svg_style import draw

    article = copy.deepcopy(page.article)
    draw(article, page.style)
    article.attrib.pop("class", None)
    for one in article.xpath(".//a[@class='anchor'] | .//nav | .//aside | .//*[@hidden]"):
        _drop(one)
    for one in list(article.iter(*NOT_TEXT - {"input"})):
        _drop(one)
    for label in article.xpath(".//li/label"):
        label.tag = "span"
        label.attrib.clear()
    for box in article.xpath(".//input"):
        if box.get("type") == "checkbox":
            box.tag = "span"
            box.attrib.clear()
            box.set("class", "box")
            box.text, box.tail = "☐", " " + (box.tail or "").lstrip()
        else:
            _drop(box)
    for colour in article.xpath(".//pre//span"):
        colour.drop_tag()
    for term in article.xpath(".//a[contains(concat(' ', @class, ' '), ' term ')]"):
        term.attrib.pop("title", None)
        if not keep_terms:
            term.drop_tag()
    for folded in article.xpath(".//*[@data-fold]"):
        for one in (*folded.find_class("fold-body"), folded):
            one.drop_tag()
    for heading in article.xpath(".//h2[@class='fold-title'] | .//h3[@class='fold-title']"):
        del heading.attrib["class"]
    for details in article.xpath(".//details"):
        details.tag = "div"
        details.attrib.pop("open", None)
        details.set("class", "details")
    for summary in article.xpath(".//summary"):
        summary.tag = "p"
        summary.set("class", "summary")
    for group in article.xpath(".//fieldset"):
        group.tag = "div"
    for legend in article.xpath(".//legend"):
        legend.tag = "p"
        legend.set("class", "checklist-group")
    for region in article.xpath(".//div[contains(@class, 'table-region')]"):
        for name in ("role", "aria-labelledby"):
            region.attrib.pop(name, None)
    keep_allowed(article)
    return article


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def change_links(article: HtmlElement, page: BuiltPage, change: Callable[[str, str], str | None]) -> None:
    """Give each link within the site a new address; ``change`` gets the target's address and anchor.

    Where ``change`` answers None, the link becomes plain text.
    """
    for link in article.xpath(".//a[@href]"):
        found = resolve(page.address, link.get("href"))
        if found is None:
            continue
        new = change(*found)
        if new is None:
            link.drop_tag()
        else:
            link.set("href", new)


def change_ids(article: HtmlElement, prefix: str) -> None:
    """Make the ids of a page unique among pages: each gets ``prefix--`` in front, and what refers to it follows."""
    for one in article.xpath(".//*[@id]"):
        one.set("id", f"{prefix}--{one.get('id')}")
    for name in ("for", "headers", "aria-labelledby", "aria-describedby"):
        for one in article.xpath(f".//*[@{name}]"):
            one.set(name, " ".join(f"{prefix}--{id}" for id in one.get(name).split()))


def text_of(element: HtmlElement) -> str:
    """The words of an element, without the numbers of notes."""
    return " ".join("".join(element.xpath(".//text()[not(ancestor::sup)]")).split())


def section_of(article: HtmlElement, anchor: str) -> list[HtmlElement]:
    """The elements between the heading ``anchor`` and the next heading of the same or a higher level."""
    headings = article.xpath(".//*[@id=$id]", id=anchor)
    if not headings or headings[0].tag not in ("h2", "h3"):
        return []
    ends = ("h1", "h2") if headings[0].tag == "h2" else ("h1", "h2", "h3")
    found = []
    for sibling in headings[0].itersiblings():
        if sibling.tag in ends:
            break
        found.append(sibling)
    return found
