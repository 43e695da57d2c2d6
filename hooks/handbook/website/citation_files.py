"""The files that go with a page, beside its short address: citations to import, the QR code, the picture to share."""

from __future__ import annotations

import io
from pathlib import Path

import segno
from PIL import Image, ImageOps

from handbook.content.addresses import short_address
from handbook.content.book import Book
from handbook.website.citations import citation
from handbook.website.share_image import card
from handbook.website.template_context import place_of

_MASK = 3
_DOTS = 12  # pixels of a module: sharp on paper at 4 cm


def write_page_files(book: Book, key: str, language: str, site: Path, site_name: str, site_url: str) -> None:
    """Write the files of the page with ``key`` in ``language``."""
    cited = citation(book, key, language, site_name, site_url)
    folder = site / short_address(cited.id)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"cite-{language}.bib").write_bytes(cited.bibtex().encode())
    (folder / f"cite-{language}.ris").write_bytes(cited.ris().encode())
    place = place_of(book, cited.id, language) or _section(book, key, language)
    (folder / f"card-{language}.png").write_bytes(card(cited.title, place, site_name if cited.container else ""))
    # One code for both languages; where each has a process, each draws half of the codes.
    languages = book.languages_of(key)
    if language == languages[len(key) % len(languages)]:
        svg, png = qr_codes(cited.short)
        (folder / "qr.svg").write_bytes(svg)
        (folder / "qr.png").write_bytes(png)


def qr_codes(address: str) -> tuple[bytes, bytes]:
    """The QR code of an address, as SVG and as PNG, with the quiet zone that scanners need."""
    # Scanners read every mask; looking for the best of the eight would cost more than all the rest.
    code = segno.make(address, error="m", micro=False, mask=_MASK)
    svg, png = io.BytesIO(), io.BytesIO()
    code.save(svg, kind="svg", scale=4, border=4, light="#fff", xmldecl=False, svgclass=None, lineclass=None, nl=False)
    size = len(code.matrix)
    dots = Image.frombytes("P", (size, size), b"".join(code.matrix))
    picture = ImageOps.expand(dots, border=4).resize(((size + 8) * _DOTS, (size + 8) * _DOTS))
    picture.putpalette((255, 255, 255, 0, 0, 0))
    picture.save(png, "PNG", bits=1)
    return svg.getvalue(), png.getvalue()


def _section(book: Book, key: str, language: str) -> str:
    """The title of the section that a page is in; nothing for its first page."""
    index = f"{key.rpartition('/')[0]}/index"
    chapter = book.chapters.get((index, language))
    return chapter.front.title if chapter and index != key else ""
