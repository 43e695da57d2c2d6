"""The book as EPUB 3, from the built pages; a file a page, sections as parts of the contents."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Sequence
from html import escape
from pathlib import Path

import segno
from ebooklib import epub
from lxml import etree, html

from handbook.content.book import Book
from handbook.content.edition import AUTHOR, LICENCE_ADDRESS, LOCALE
from handbook.exporting import reproducible_zip
from handbook.exporting.built_pages import BuiltPage, change_links, cleaned
from handbook.exporting.built_site import Site

STYLE = Path(__file__).with_name("epub.css")
# No script but from a file beside the page, and the book has none: 'self', inline styles, blobs and fonts are for the
# reading programs, which put a script, the reader's type and colours, and a base into each page as they open it.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline' blob:; font-src 'self' data: blob:; "
    "form-action 'none'"
)
_NOTES = {
    "noteref": ".//a[@role='doc-noteref']",
    "backlink": ".//a[@role='doc-backlink']",
    "footnotes": ".//section[@role='doc-endnotes']",
    "footnote": ".//section[@role='doc-endnotes']/ol/li",
}
_ACCESS = [
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityHazard", "none"),
]


def book_epub(book: Book, site: Site, pages: Sequence[BuiltPage], language: str) -> bytes:
    """The whole book of a language."""
    view = book.in_language(language)
    chosen = [page for page in pages if page.in_book]
    result = epub.EpubBook()
    result.set_identifier(uuid.uuid5(uuid.NAMESPACE_URL, f"{site.url}{language}").urn)
    result.set_title(site.names[language])
    result.set_language(LOCALE[language])
    result.add_author(AUTHOR[language])
    result.add_metadata("DC", "date", f"{book.edition.day:%Y-%m-%d}")
    result.add_metadata("DC", "description", site.descriptions[language])
    result.add_metadata("DC", "rights", f"CC BY 4.0 {LICENCE_ADDRESS}")
    result.add_metadata("DC", "source", site.url)
    for property, value in _ACCESS:
        result.add_metadata(None, "meta", value, {"property": property})
    style = epub.EpubItem("style", "style.css", "text/css", STYLE.read_bytes())
    result.add_item(style)
    title = _document("title", site.names[language], _title_page(book, site, language), language, style)
    items = {page.id: _page(site, page, chosen, style) for page in chosen}
    for item in (title, *items.values()):
        result.add_item(item)
    result.toc = _contents(chosen, items)
    result.add_item(epub.EpubNcx())
    navigation = epub.EpubNav(title=view.word("contents"))
    result.add_item(navigation)
    result.spine = [title, navigation, *items.values()]
    out = io.BytesIO()
    writer = epub.EpubWriter(out, result, {"mtime": book.edition.day})
    writer.process()
    writer.write()
    return reproducible_zip.rewritten(out.getvalue(), book.edition.day, _finished)


def _page(site: Site, page: BuiltPage, pages: Sequence[BuiltPage], style: epub.EpubItem) -> epub.EpubHtml:
    files = {one.address: f"{one.id}.xhtml" for one in pages}
    anchors = set(page.article.xpath(".//@id"))

    def lead(path: str, anchor: str) -> str:
        if path == page.address:
            return f"#{anchor}" if anchor in anchors else files[path]
        if path not in files:
            return site.url + path + (f"#{anchor}" if anchor else "")
        return files[path] + (f"#{anchor}" if anchor and _has(pages, path, anchor) else "")

    article = cleaned(page, keep_terms=True)
    present = set(article.xpath(".//@id"))
    anchors &= present
    change_links(article, page, lead)
    place = f'<p class="place">{escape(page.place)}</p>' if page.place else ""
    return _document(page.id, page.title, place + _xhtml(article), page.language, style)


def _has(pages: Sequence[BuiltPage], path: str, anchor: str) -> bool:
    """Whether the anchor will stand in the other page, once cleaned; controls lose theirs."""
    found = next(page for page in pages if page.address == path).article.xpath(".//*[@id=$id]", id=anchor)
    return bool(found) and found[0].tag not in ("input", "button")


def _xhtml(article: html.HtmlElement) -> str:
    """The article as XML, with what reading programs know notes by: some show them where they are referred to."""
    for what, path in _NOTES.items():
        for one in article.xpath(path):
            one.set("{http://www.idpf.org/2007/ops}type", what)
    for svg in article.xpath(".//svg"):
        svg.set("xmlns", "http://www.w3.org/2000/svg")
    text = etree.tostring(article, encoding="unicode", method="xml")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _finished(name: str, content: bytes) -> bytes:
    """A page with the policy at the head of it, and with SVG's one name in mixed case, which HTML parsers lower."""
    if not name.endswith(".xhtml"):
        return content
    page = etree.fromstring(content).getroottree()
    about = {"http-equiv": "Content-Security-Policy", "content": _POLICY}
    policy = etree.Element("{http://www.w3.org/1999/xhtml}meta", about, nsmap={None: "http://www.w3.org/1999/xhtml"})
    policy.tail = "\n    "
    next(page.iter("{*}head")).insert(0, policy)
    for svg in page.iter("{http://www.w3.org/2000/svg}svg"):
        if svg.get("viewbox"):
            svg.set("viewBox", svg.attrib.pop("viewbox"))
    return etree.tostring(page, encoding="utf-8", xml_declaration=True)


def _document(document_id: str, title: str, body: str, language: str, style: epub.EpubItem) -> epub.EpubHtml:
    item = epub.EpubHtml(uid=f"page-{document_id}", file_name=f"{document_id}.xhtml", title=title, lang=language)
    item.content = f"<html><head><title>{escape(title)}</title></head><body>{body}</body></html>"
    item.add_item(style)
    if "<svg" in body:
        item.properties.append("svg")
    return item


def _title_page(book: Book, site: Site, language: str) -> str:
    view = book.in_language(language)
    image = segno.make(site.url, error="m", micro=False).svg_inline(border=2, dark="#17242b", light="#ffffff", scale=4)
    image = image.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" role="img" ', 1)
    alt = view.word("qr-code-of").replace("%address", site.url)
    image = image.replace(">", f"><title>{escape(alt)}</title>", 1)
    return (
        f"<h1>{escape(site.names[language])}</h1><p>{escape(site.descriptions[language])}</p>"
        f"<p>{escape(AUTHOR[language])}. {escape(view.word('edition'))} {book.edition.id}, {book.edition.day:%Y-%m-%d}.</p>"
        f"<p>{escape(view.word('licence'))}</p>"
        f'<p>{image}</p><p><a href="{escape(site.url)}">{escape(site.url)}</a></p>'
    )


def _contents(pages: Sequence[BuiltPage], items: dict[str, epub.EpubHtml]) -> list[object]:
    """The contents: sections with their pages."""
    contents: list[object] = []
    inside: list[epub.EpubHtml] | None = None
    for page in pages:
        item = items[page.id]
        if page.is_index:
            inside = []
            contents.append((epub.Section(page.title, item.file_name), inside))
        elif inside is not None:
            inside.append(item)
        else:
            contents.append(item)
    return [part if not isinstance(part, tuple) or part[1] else _link(part[0]) for part in contents]


def _link(section: epub.Section) -> epub.Link:
    return epub.Link(section.href, section.title, section.href.removesuffix(".xhtml"))
