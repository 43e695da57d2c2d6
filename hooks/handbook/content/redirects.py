"""Old addresses as records, and the addresses that pages have now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handbook.content.addresses import short_address
from handbook.content.book import Book
from handbook.content.languages import DEFAULT, LANGUAGES
from handbook.content.models import Redirect

FILE = "data/redirects.yml"


@dataclass(frozen=True)
class Old:
    """One old address: below the root, without a slash in front, its anchor apart."""

    address: str
    anchor: str
    redirect: Redirect

    @property
    def languages(self) -> tuple[str, ...]:
        """A short address belongs to both languages, any other to its own."""
        if self.address.startswith("p/"):
            return LANGUAGES
        return ("en",) if f"{self.address}/".startswith("en/") else (DEFAULT,)


def old_addresses(redirects: Iterable[Redirect]) -> list[Old]:
    found = []
    for redirect in redirects:
        for one in redirect.old:
            path, _, anchor = one.removeprefix("/").partition("#")
            found.append(Old(path, anchor, redirect))
    return found


def live_addresses(book: Book) -> dict[str, tuple[str, str | None]]:
    """Every address that a page has: its key and its language (None: a short address, both)."""
    live: dict[str, tuple[str, str | None]] = {}
    for id, key in book.page_keys.items():
        live[short_address(id)] = (key, None)
        live.update({book.address(key, language): (key, language) for language in LANGUAGES})
    return live
