"""PDF: tagged for PDF/UA-1, in its language, with bookmarks and working links."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
from conftest import PROJECT
from handbook.exporting import pdf
from handbook.exporting.built_pages import ROUTE, read_pages
from handbook.exporting.built_site import read_site
from handbook.loading import load_book


def failures(data: bytes) -> list[str]:
    report = page.validate_pdf_bytes(data, profile="ua1")
    assert report.rules.total > 100
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def tags(document: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every structure element, in order."""
    found: list[pikepdf.Dictionary] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(document.Root.StructTreeRoot.K)
    return found


@pytest.fixture(scope="module")
def small(exported: Path) -> bytes:
    return (exported / "site/downloads/es/pdf/ideas-01-alineada.pdf").read_bytes()


def test_every_pdf_of_the_small_book_is_pdf_ua(exported: Path) -> None:
    found = {
        str(file): problems
        for file in sorted((exported / "site/downloads").rglob("*.pdf"))
        if (problems := failures(file.read_bytes()))
    }
    assert not found


def test_the_validator_sees_a_missing_language(small: bytes) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(small)) as document:
        del document.Root.Lang
        document.save(out)
    assert failures(out.getvalue())


def test_a_page_has_language_and_title(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as document:
        assert document.Root.Lang == "es-419"
        assert document.docinfo.Title == "Alineada"
        assert document.Root.ViewerPreferences.DisplayDocTitle


def test_list_items_hold_only_signs_and_bodies(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as document:
        items = [tag for tag in tags(document) if tag.S == "/LI"]
        assert items
        for item in items:
            inside = item.K if isinstance(item.K, pikepdf.Array) else [item.K]
            assert {str(one.S) for one in inside} <= {"/Lbl", "/LBody"}


def test_table_headers_are_headers(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as document:
        assert sum(tag.S == "/TH" for tag in tags(document)) >= 5
        assert any(tag.S == "/Caption" for tag in tags(document))


def test_the_footer_is_not_read_aloud_on_each_page(small: bytes) -> None:
    with pikepdf.open(io.BytesIO(small)) as document:
        operations = [
            (operands, str(operator))
            for one in document.pages
            for operands, operator in pikepdf.parse_content_stream(one)
        ]
        artifacts = [operands for operands, operator in operations if operator == "BMC" and operands[0] == "/Artifact"]
        assert artifacts


def test_the_book_has_bookmarks_for_sections_and_their_pages(exported: Path) -> None:
    with (
        pikepdf.open(exported / "site/downloads/es/manual.pdf") as document,
        document.open_outline() as outline,
    ):
        sections = {item.title: [child.title for child in item.children] for item in outline.root}
        assert "Alineada" in sections["Ideas"]
        assert "Villa alfa" in sections["Casos"]


def test_links_between_pages_stay_inside_the_book(exported: Path) -> None:
    with pikepdf.open(exported / "site/downloads/es/manual.pdf") as document:
        links = [note for one in document.pages for note in one.get("/Annots", []) if note.Subtype == "/Link"]
        inside = [note for note in links if "/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo"]
        outside = [str(note.A.URI) for note in links if note.get("/A", {}).get("/S") == "/URI"]
        assert len(inside) > 10
        assert not [address for address in outside if "/casos/" in address or "/ideas/" in address]


def test_the_same_page_gives_the_same_bytes(exported: Path, small: bytes) -> None:
    book, site = load_book(exported), read_site(exported / "site")
    one = next(page for page in read_pages(book, site, "es") if page.id == "aligned")
    assert pdf.page_pdf(book, site, one) == small


@pytest.mark.site
def test_the_book_has_no_page_that_does_nothing_outside_a_browser(site: Path) -> None:
    pages = read_pages(load_book(PROJECT), read_site(site), "en")
    about_the_site = ("about/", "contribute/index", "contribute/maintain")
    useless = [
        page.key
        for page in pages
        if page.in_book and not page.key.startswith(about_the_site) and "JavaScript" in page.article.text_content()
    ]
    assert useless == []


@pytest.fixture(scope="module")
def whole(site: Path) -> bytes:
    """The real book in Spanish."""
    book, published = load_book(PROJECT), read_site(site)
    return pdf.book_pdf(book, published, read_pages(book, published, "es"), "es")


@pytest.mark.site
def test_the_real_book_is_pdf_ua(whole: bytes) -> None:
    assert not failures(whole)


@pytest.mark.site
def test_the_real_book_has_language_title_and_nested_bookmarks(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document, document.open_outline() as outline:
        assert str(document.Root.Lang) == "es-419"
        assert str(document.docinfo.Title) == "Manual para internacionalizar el territorio"
        assert len(document.pages) > 150
        sections = {item.title: item.children for item in outline.root}
        assert len(sections) >= 8
        (cases,) = [children for title, children in sections.items() if title.startswith("Casos")]
        medellin = next(item for item in cases if item.title == "Medellín")
        assert "Contexto" in [item.title for item in medellin.children]


@pytest.mark.site
def test_every_link_inside_the_real_book_leads_to_one_of_its_pages(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document:
        named = set(pikepdf.NameTree(document.Root.Names.Dests).keys())
        pages = {one.obj.objgen for one in document.pages}
        links = [note for one in document.pages for note in one.get("/Annots", []) if note.Subtype == "/Link"]
        targets = [note.get("/Dest") or note.A.get("/D") for note in links]
        inside = [target for target in targets if target is not None]
        lost = [
            str(target)
            for target in inside
            if (str(target) not in named if isinstance(target, pikepdf.String) else target[0].objgen not in pages)
        ]
        assert len(inside) > 1000
        assert lost == []


@pytest.mark.site
def test_every_figure_and_every_table_of_the_real_book_can_be_understood_by_ear(whole: bytes) -> None:
    with pikepdf.open(io.BytesIO(whole)) as document:
        elements = tags(document)
        assert [one for one in elements if one.S == "/Figure" and not str(one.get("/Alt", "")).strip()] == []
        headers = {str(one.ID) for one in elements if one.S == "/TH"}
        cells = [one for one in elements if one.S == "/TD"]
        assert len(cells) > 1000
        named = [{str(id) for id in one.A.get("/Headers", [])} for one in cells]
        assert all(ids and ids <= headers for ids in named)


@pytest.mark.site
@pytest.mark.parametrize(("language", "page_id"), [("en", "route"), ("en", "medellin"), ("es", "indicators")])
def test_real_pages_on_their_own_are_pdf_ua(site: Path, language: str, page_id: str) -> None:
    book, published = load_book(PROJECT), read_site(site)
    one = next(page for page in read_pages(book, published, language) if page.id == page_id)
    assert not failures(pdf.page_pdf(book, published, one))


@pytest.mark.site
def test_the_pdf_of_the_whole_route_is_pdf_ua_and_has_every_section_of_every_step(site: Path) -> None:
    book, published = load_book(PROJECT), read_site(site)
    pages = read_pages(book, published, "en")
    (whole,) = [one for one in pages if one.key == ROUTE]
    data = pdf.route_pdf(book, published, whole, pages)
    assert failures(data) == []
    with pikepdf.open(io.BytesIO(data)) as document, document.open_outline() as outline:
        titles = [item.title for top in outline.root for item in (top, *top.children)]
    steps = [one for one in pages if one.id in book.vocabulary["steps"]]
    assert len(steps) == 16
    assert [one.heading() for one in steps if one.heading() not in titles] == []
