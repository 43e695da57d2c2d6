"""The built site that the exports are made from: its folder, its address, and what its home pages say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import html

from handbook.content.addresses import short_address
from handbook.content.languages import DEFAULT, LANGUAGES


@dataclass(frozen=True)
class Site:
    """A built site: its folder, its absolute address, and its name and description in each language."""

    folder: Path
    url: str
    names: dict[str, str]
    descriptions: dict[str, str]

    def short(self, page_id: str) -> str:
        """The absolute short address of a page."""
        return self.url + short_address(page_id)


def read_site(folder: Path) -> Site:
    """What the two home pages say of the site.

    Raises:
        FileNotFoundError: there is no built site in ``folder``.
    """
    url, names, descriptions = "", {}, {}
    for language in LANGUAGES:
        file = folder / ("" if language == DEFAULT else language) / "index.html"
        page = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        names[language] = str(page.xpath("string(//meta[@property='og:site_name']/@content)"))
        descriptions[language] = page.xpath("string(//meta[@name='description']/@content)")
        url = url or page.xpath("string(//link[@rel='canonical']/@href)")
    return Site(folder, url, names, descriptions)
