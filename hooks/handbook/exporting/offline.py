"""The site as a folder to carry: one archive a language that opens from ``file://`` with no network.

Links lead to ``index.html`` by name. What only a server can give (Pagefind, the data, the downloads) stays on the
site and is linked there. Links to the other language lead to the other archive's folder, wherever it is unpacked
beside this one.
"""

from __future__ import annotations

import posixpath
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote

from handbook.content.addresses import all_addresses, short_address
from handbook.content.book import Book
from handbook.content.languages import DEFAULT, LANGUAGES, other
from handbook.exporting import reproducible_zip
from handbook.exporting.built_pages import resolve
from handbook.exporting.built_site import Site
from handbook.rendering.html_templates import render

FOLDERS = {"es": "manual-es", "en": "handbook-en"}
_LINK = re.compile(r'(<(?:a|link|img|script|source|use|area)\b[^>]*?\s(?:href|src)=)("[^"]*"|[^\s">]+)')
_SERVER_ONLY = ("downloads/", "api/", "pagefind/", "partials/", "sitemap.xml", "robots.txt", "404.html", "_headers")
_SCRIPT = Path(__file__).with_name("offline.js")
_PAGE_END = "</head>"


def offline_copy(book: Book, site: Site, language: str) -> bytes:
    """The archive of a language: its pages, the short addresses, the assets, and a page to start from."""
    names = sorted(files(book, site, language))
    top = FOLDERS[language]
    entries = []
    for name in names:
        data = (site.folder / name).read_bytes()
        if name.endswith(".html"):
            data = _page(book, site, language, name, data.decode(), frozenset(names)).encode()
        entries.append((f"{top}/{name}", data))
    entries.append((f"{top}/assets/js/offline.js", _SCRIPT.read_bytes()))
    if language != DEFAULT:
        entries.append((f"{top}/index.html", _start(book, site, language).encode()))
    return reproducible_zip.zip_bytes(sorted(entries), book.edition.day)


def files(book: Book, site: Site, language: str) -> list[str]:
    """The addresses of what the copy of a language takes from the site."""
    own = {where[language] for where in all_addresses(book).values()}
    found = []
    for file in site.folder.rglob("*"):
        name = file.relative_to(site.folder).as_posix()
        if not file.is_file() or name.startswith(_SERVER_ONLY) or name.endswith(("feed.xml", "llms.txt")):
            continue
        if name.startswith("p/") and "/card-" in name:
            continue  # for those who see a link to the site
        if not name.endswith(".html") and file.stem.endswith(f"-{other(language)}"):
            continue  # the other language's search, case data or reference
        if (
            not name.endswith(".html")
            or name.removesuffix("index.html") in own
            or name.startswith(short_address("")[:2])
        ):
            found.append(name)
        elif _language_of(file) == language and name.removesuffix("index.html") not in own:
            found.append(name)  # a page that is no chapter and no case, such as the way from an old address
    return found


def _language_of(file: Path) -> str:
    found = re.search(r'<html[^>]*\blang="?(\w\w)', file.read_text(encoding="utf-8")[:400])
    return found[1] if found else DEFAULT


def _page(book: Book, site: Site, language: str, name: str, text: str, names: frozenset[str]) -> str:
    view = book.in_language(language)
    here = name.removesuffix("index.html")
    up = posixpath.relpath(".", posixpath.dirname(name) or ".")

    def changed(found: re.Match[str]) -> str:
        value = unescape(found[2].strip('"'))
        resolved = resolve(here, value)
        if resolved is None or value.startswith("#") or "canonical" in found[1] or "alternate" in found[1]:
            return found[0]
        path, anchor = resolved
        target = path + "index.html" if path == "" or path.endswith("/") else path
        end = f"#{quote(anchor)}" if anchor else ""
        if target in names or target == "assets/js/offline.js":
            new = quote(posixpath.relpath(target, posixpath.dirname(name) or "."))
        elif target.endswith(".html") and (site.folder / target).is_file():
            new = f"{up}/../{FOLDERS[other(language)]}/{quote(target)}"
            return f'{found[1]}"{escape(new + end)}" data-other-copy'
        else:
            new = site.url + quote(path)
        return f'{found[1]}"{escape(new + end)}"'

    text = _LINK.sub(changed, text)
    text = re.sub(r'<link rel="?alternate"? type="application/atom[^>]*>\n?', "", text)
    text = re.sub(
        r'(http-equiv="Content-Security-Policy" content=")([^"]*)', lambda m: m[1] + _folder_policy(m[2]), text
    )
    missing = escape(view.word("offline-other-missing"))
    script = f'<script src="{up}/assets/js/offline.js" data-missing="{missing}" data-up="{up}" defer></script>\n'
    return text.replace(_PAGE_END, script + _PAGE_END, 1)


def _folder_policy(policy: str) -> str:
    """The site's policy for pages opened from a folder: no inline script, no ``javascript:``, no other host.

    There, a page has no origin that 'self' could mean: the copy's own scripts and styles would be refused. Its files
    can be named only by their scheme; that a page names a file of the reader's is what the list of elements that a
    chapter may become rules out.
    """
    return policy.replace("'self'", "'self' file:")


def _start(book: Book, site: Site, language: str) -> str:
    """The page at the top of a copy whose home page lies in a folder of its own."""
    view = book.in_language(language)
    name, start = site.names[language], view.word("offline-start")
    return render(book.root, "offline-start.html", language=language, name=name, start=start)


assert set(FOLDERS) == set(LANGUAGES)
