"""PDF of the book and of each page, tagged for PDF/UA-1, from the built HTML by way of WeasyPrint.

WeasyPrint leaves two things to us: the text blocks of a loose list item must stand in its body (LBody), and what is
printed in the page's margin must be an artifact, so that a reading program does not read it on each page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import segno
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from handbook.content.book import Book
from handbook.content.edition import AUTHOR, LOCALE
from handbook.exporting.built_pages import BuiltPage, change_ids, change_links, cleaned
from handbook.exporting.built_site import Site
from handbook.rendering.html_templates import render

STYLE = Path(__file__).with_name("print.css")


class NoPangoError(Exception):
    """WeasyPrint cannot find the native libraries it draws with."""

    def __str__(self) -> str:
        return (
            "PDF needs the library Pango. Install it (Debian: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0; macOS: brew install pango), then run 'make downloads' again."
        )


def page_pdf(book: Book, site: Site, page: BuiltPage) -> bytes:
    """One page as a document of its own; links to other pages lead to the site."""
    view = book.in_language(page.language)
    article = _for_paper(page, keep_terms=False)
    change_links(article, page, lambda path, anchor: _on_paper(page, site, path, anchor))
    _headings(article, 0)
    body = _foot(book, site, page) + _place(page) + html.tostring(article, encoding="unicode")
    about = (
        f"{view.word('edition')} {book.edition.id}, {book.edition.day:%Y-%m-%d}. {site.names[page.language]}. CC BY 4.0"
    )
    return _pdf(book, site, page.heading(), page.language, f'{body}<p class="colophon">{escape(about)}</p>')


def book_pdf(book: Book, site: Site, pages: Sequence[BuiltPage], language: str) -> bytes:
    """The whole book: cover, contents with page numbers, every chapter and every case."""
    chosen = [page for page in pages if page.in_book]
    begin = _cover(book, site, language) + _contents(book, chosen, language)
    deeper = {page.id: 1 if page.is_index or not page.section else 2 for page in chosen}
    return _pdf(book, site, site.names[language], language, _in_one_document(book, site, chosen, deeper, begin))


def route_pdf(book: Book, site: Site, page: BuiltPage, pages: Sequence[BuiltPage]) -> bytes:
    """The whole route: ``page``, which lists its steps, and then every step of ``pages``, with its text."""
    steps = [one for one in pages if one.id in book.vocabulary["steps"]]
    deeper = {page.id: 0, **{step.id: 1 for step in steps}}
    return _pdf(book, site, page.heading(), page.language, _in_one_document(book, site, [page, *steps], deeper))


def _in_one_document(
    book: Book, site: Site, chosen: Sequence[BuiltPage], deeper: Mapping[str, int], begin: str = ""
) -> str:
    """The pages one after the other, behind ``begin``; links between them stay in the document.

    ``deeper``: by how many levels the headings of the page with that id go down.
    """
    ids = {page.address: page.id for page in chosen}

    def lead(path: str, anchor: str) -> str:
        id = ids.get(path)
        if id is None:
            return f"{site.url}{path}" + (f"#{anchor}" if anchor else "")
        return f"#{id}--{anchor}" if anchor else f"#{id}"

    parts = []
    for page in chosen:
        article = _for_paper(page, keep_terms=True)
        change_links(article, page, lead)
        change_ids(article, page.id)
        _headings(article, deeper[page.id])
        text = html.tostring(article, encoding="unicode")
        parts.append(f'<section class="page" id="{page.id}">{_foot(book, site, page)}{_place(page)}{text}</section>')
    present = set(html.fromstring("<div>" + "".join(parts) + "</div>").xpath("//@id"))
    whole = html.fromstring("<div>" + begin + "".join(parts) + "</div>")
    for link in whole.xpath(".//a[starts-with(@href, '#')]"):
        if link.get("href")[1:] not in present:  # an anchor that stands in no text, such as that of a control
            link.set("href", "#" + link.get("href")[1:].split("--")[0])
    return html.tostring(whole, encoding="unicode")


def _for_paper(page: BuiltPage, *, keep_terms: bool) -> HtmlElement:
    """The page's text without the arrows that lead from a note back to the text: not every font has them."""
    article = cleaned(page, keep_terms=keep_terms)
    for back in article.xpath(".//a[@role='doc-backlink']"):
        back.drop_tree()
    return article


def _on_paper(page: BuiltPage, site: Site, path: str, anchor: str) -> str:
    """On the page itself the link stays inside; else it leads to the site."""
    if path == page.address and anchor and page.article.xpath(".//*[@id=$id]", id=anchor):
        return f"#{anchor}"
    return f"{site.url}{path}" + (f"#{anchor}" if anchor else "")


def _cover(book: Book, site: Site, language: str) -> str:
    view = book.in_language(language)
    facts = f"{view.word('edition')} {book.edition.id} · {book.edition.day:%Y-%m-%d}"
    return (
        f'<div class="cover"><p class="book-title">{escape(site.names[language])}</p>'
        f'<p class="lead">{escape(site.descriptions[language])}</p>'
        f"<p>{escape(AUTHOR[language])}</p><p>{escape(facts)}</p><p>{escape(view.word('licence'))}</p>"
        f'<p>{_qr(book, site.url, language)}</p><p><a href="{escape(site.url)}">{escape(site.url)}</a></p></div>'
    )


def _contents(book: Book, pages: Sequence[BuiltPage], language: str) -> str:
    """The contents: sections, and under each its pages. No leaders: each dot would be read aloud."""
    view = book.in_language(language)
    items: list[str] = []
    section = None
    for page in pages:
        link = f'<a href="#{page.id}">{escape(page.title)}</a>'
        if page.section != section:
            items += ["</ol></li>"] if section is not None else []
            items.append(f"<li>{link}<ol>")
            section = page.section
        else:
            items.append(f"<li>{link}</li>")
    lists = "".join(items) + ("</ol></li>" if items else "")
    lists = lists.replace("<ol></ol>", "")
    return f'<div class="contents"><h1 class="t1">{escape(view.word("contents"))}</h1><ol>{lists}</ol></div>'


def _place(page: BuiltPage) -> str:
    return f'<p class="place">{escape(page.place)}</p>' if page.place else ""


def _foot(book: Book, site: Site, page: BuiltPage) -> str:
    short = site.short(page.id)
    return (
        f'<div class="foot">{_qr(book, short, page.language)}<span>{escape(page.title)}</span>'
        f"<span>{escape(short)}</span></div>"
    )


def _qr(book: Book, address: str, language: str) -> str:
    view = book.in_language(language)
    image = segno.make(address, error="m", micro=False).svg_inline(border=2, dark="#17242b", light="#ffffff", scale=4)
    image = image.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    alt = view.word("qr-code-of").replace("%address", address)
    return f'<img src="data:image/svg+xml,{quote(image)}" alt="{escape(alt)}">'


def _headings(article: HtmlElement, below: int) -> None:
    """Put the page's headings ``below`` levels deeper, none skipped; their looks follow their place in the page."""
    last = below
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        own = int(str(heading.tag)[1])
        level = min(own + max(below - 1, 0), last + 1, 6)
        heading.tag, last = f"h{level}", level
        begins_a_page = " handout-chapter" if "handout-chapter" in heading.get("class", "") else ""
        heading.set("class", f"t{min(own, 4)}{begins_a_page}")


def _pdf(book: Book, site: Site, title: str, language: str, body: str) -> bytes:
    """Render, then mend the tags.

    Raises:
        NoPangoError: the native libraries are missing.
    """
    try:
        from weasyprint import HTML
    except OSError:
        raise NoPangoError from None
    text = render(
        book.root,
        "print.html",
        language=language,
        title=title,
        author=AUTHOR[language],
        day=f"{book.edition.day:%Y-%m-%d}",
        body=Markup(body),
    )
    document = HTML(string=text, base_url=site.folder.as_uri() + "/", url_fetcher=_only_the_site(site))
    data = document.write_pdf(
        stylesheets=[str(STYLE)], pdf_variant="pdf/ua-1", pdf_identifier=title.encode(), custom_metadata=False
    )
    return mended(data, language)


def _only_the_site(site: Site) -> Any:
    """No file but the site's own, and nothing from the network."""
    from weasyprint.urls import URLFetcher

    folder = site.folder.as_uri() + "/"

    class OnlyTheSite(URLFetcher):  # type: ignore[misc]  # weasyprint has no types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(("data:", folder, STYLE.as_uri())):
                raise ValueError(f"not a file of the site: {url}")
            return super().fetch(url, headers)

    return OnlyTheSite()


# ---------------------------------------------------------------------------------------------------------- tags


def mended(data: bytes, language: str) -> bytes:
    """The PDF with complete list items and with its margins as artifacts; same input, same bytes."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        _complete_lists(pdf, root)
        tagged = _tagged_content(root)
        for page in pdf.pages:
            _margins_as_artifacts(pdf, page, tagged.get(int(page.obj.get("/StructParents", -1)), frozenset()))
        pdf.Root.Lang = pikepdf.String(LOCALE[language])
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return out.getvalue()


def _complete_lists(pdf: pikepdf.Pdf, root: pikepdf.Object) -> None:
    """Wrap every child of LI that is neither Lbl nor LBody in an LBody."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        children = _children(node)
        if node.get("/S") == "/LI" and any(_is(child, "/LBody") is False for child in children):
            keep = [child for child in children if _is(child, "/Lbl")]
            inside = []
            for child in children:
                if _is(child, "/Lbl"):
                    continue
                inside += _children(child) if _is(child, "/LBody") else [child]
            body = pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.LBody, P=node, K=pikepdf.Array(inside))
            )
            if "/Pg" in node:
                body.Pg = node.Pg
            for child in inside:
                if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                    child.P = body
            node.K = pikepdf.Array([*keep, body])
        waiting += [child for child in _children(node) if isinstance(child, pikepdf.Dictionary)]


def _is(child: Any, tag: str) -> bool | None:
    """Whether a child has the tag; None when it is content and not an element."""
    if not isinstance(child, pikepdf.Dictionary) or "/S" not in child:
        return None
    return (
        bool(tag == child.S)
        if tag != "/LBody"
        else (True if child.S == "/LBody" else None if child.S == "/Lbl" else False)
    )


def _children(node: Any) -> list[Any]:
    kids = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _tagged_content(root: pikepdf.Object) -> dict[int, frozenset[int]]:
    """For each page (by its StructParents) the numbers of the content that the tags refer to."""
    found: dict[int, frozenset[int]] = {}
    numbers = root.ParentTree.Nums
    for index in range(0, len(numbers), 2):
        entry = numbers[index + 1]
        if isinstance(entry, pikepdf.Array):
            found[int(numbers[index])] = frozenset(
                number for number, one in enumerate(entry) if isinstance(one, pikepdf.Dictionary)
            )
    return found


def _margins_as_artifacts(pdf: pikepdf.Pdf, page: pikepdf.Page, tagged: frozenset[int]) -> None:
    """Marked content that no tag refers to (footer, page number) becomes an artifact."""
    changed = False
    operations: list[tuple[Any, pikepdf.Operator]] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = instruction.operator
        if str(operator) == "BDC" and "/MCID" in operands[1] and int(operands[1].MCID) not in tagged:
            operands, operator, changed = [pikepdf.Name.Artifact], pikepdf.Operator("BMC"), True
        operations.append((operands, operator))
    if changed:
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operations))
