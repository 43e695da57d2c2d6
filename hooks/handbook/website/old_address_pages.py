"""Old addresses that go on working: pages that lead on, archive pages, and anchors kept where they can be found.

No server is asked to redirect anything. An old page is a small page that leads to the new one (``meta refresh``, with
a real link); a withdrawn one becomes an archive page. An anchor of a page that still exists stays on that page: in
front of the section that took its place, or, if that is on another page, as a note that shows only to whoever comes by
the old link.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.content.addresses import address, relative_address, short_address, title
from handbook.content.chapters import prose_lines
from handbook.content.models import Redirect
from handbook.content.redirects import Old, live_addresses, old_addresses

if TYPE_CHECKING:
    from handbook.content.book import Book

_HEADING = re.compile(r"^#{1,6}\s.*\{:?\s*#([\w-]+)[^}]*\}\s*$")


# ---------------------------------------------------------------------------------------- anchors of living pages


def keep_anchors(markdown: str, book: Book, key: str, language: str) -> str:
    """The Markdown of a page with the old anchors that were once on it."""
    here = address(book, key, language)
    kept = [old for old in old_addresses(book.redirects) if old.anchor and old.address == here]
    if not kept:
        return markdown
    lines = markdown.split("\n")
    places = {found[1]: index for index, line in prose_lines(markdown) if (found := _HEADING.match(line))}
    top = next((index for index, line in prose_lines(markdown) if line.startswith("# ")), 0)
    notes: dict[int, str] = {}
    for old in kept:
        redirect = old.redirect
        mark = f'id="{escape(old.anchor)}" data-old-anchor'
        same_page = book.page_keys[redirect.to] == key
        if same_page and not redirect.withdrawn and (redirect.anchor or "") in places:
            index = places[redirect.anchor or ""] - 1
            text = f"\n<div {mark}></div>\n"
        else:
            index = top
            text = f'\n<p class="moved" {mark} data-pagefind-ignore>{_note(book, old, here, language)}</p>\n'
        notes[index] = notes.get(index, "") + text
    for index in sorted(notes, reverse=True):
        lines.insert(index + 1, notes[index])
    return "\n".join(lines)


def _note(book: Book, old: Old, here: str, language: str) -> str:
    withdrawn = old.redirect.withdrawn
    link = _link(book, old.redirect, here, language)
    if withdrawn:
        said = (withdrawn.title[language], withdrawn.what[language], withdrawn.why[language])
        return f"<strong>{escape(said[0])}.</strong> {escape(said[1])} {escape(said[2])} {link}"
    return f"{escape(book.word('section-moved', language))}: {link}"


def _link(book: Book, redirect: Redirect, here: str, language: str, more: str = "") -> str:
    href = escape(relative_address(here, address(book, book.page_keys[redirect.to], language)))
    anchor = f"#{redirect.anchor}" if redirect.anchor else ""
    return f'<a href="{href}{anchor}"{more}>{escape(_target_title(book, redirect, language))}</a>'


def _target_title(book: Book, redirect: Redirect, language: str) -> str:
    key = book.page_keys[redirect.to]
    chapter = book.chapters.get((key, language))
    headings = chapter.headings if chapter and redirect.anchor else ()
    return ": ".join([title(book, key, language), *(one.text for one in headings if one.id == redirect.anchor)])


# --------------------------------------------------------------------------------------------------- pages of old


def write_redirects(book: Book, site: Path, site_url: str) -> None:
    """Write a page at every old address that no page has now."""
    live = live_addresses(book)
    gone: dict[str, list[Old]] = {}
    for old in old_addresses(book.redirects):
        if old.address not in live:
            gone.setdefault(old.address, []).append(old)
    for where, olds in gone.items():
        file = site / where / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_old_page(book, where, olds, site_url), encoding="utf-8")


def _old_page(book: Book, where: str, olds: list[Old], site_url: str) -> str:
    whole = next((old for old in olds if not old.anchor), olds[0])
    languages = whole.languages
    archived = whole.redirect.withdrawn
    parts = [_part(book, where, whole, olds, language) for language in languages]
    if len(languages) > 1:
        parts = [
            f'<section lang="{language}">\n{part}</section>\n' for language, part in zip(languages, parts, strict=True)
        ]
    up = relative_address(where, "")
    target = short_address(whole.redirect.to) if len(languages) > 1 else _address(book, whole.redirect, languages[0])
    onward = relative_address(where, target) + (f"#{whole.redirect.anchor}" if whole.redirect.anchor else "")
    heading = " · ".join(_title(book, whole, language) for language in languages)
    main = "<main data-archive>" if archived else "<main>"
    if len(languages) > 1 and not archived:
        parts.insert(
            0, f'<p><a href="{escape(relative_address(where, target))}" data-leads-on>/{escape(target)}</a></p>\n'
        )
    leads = (
        ""
        if archived
        else f'<link rel="canonical" href="{escape(site_url + _address(book, whole.redirect, languages[0]))}">\n'
        # With a script, that script leads on, because it knows the anchor; without one, the page itself does.
        f'<noscript><meta http-equiv="refresh" content="0; url={escape(onward)}"></noscript>\n'
    )
    return f"""<!doctype html>
<html lang="{languages[0]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{escape(heading)}</title>
{leads}<link rel="icon" href="{up}assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{up}assets/short.css">
<script src="{up}assets/js/moved.js" defer></script>
</head>
<body>
{main}
{"".join(parts)}</main>
</body>
</html>
"""


def _address(book: Book, redirect: Redirect, language: str) -> str:
    return address(book, book.page_keys[redirect.to], language)


def _title(book: Book, old: Old, language: str) -> str:
    if old.redirect.withdrawn:
        return old.redirect.withdrawn.title[language]
    return book.word("page-moved", language)


def _part(book: Book, where: str, whole: Old, olds: list[Old], language: str) -> str:
    """What an old page says in one language."""
    withdrawn = whole.redirect.withdrawn
    lines = [f"<h1>{escape(_title(book, whole, language))}</h1>"]
    if withdrawn:
        lines += [
            f"<p><strong>{escape(book.word('withdrawn', language))}.</strong> {escape(withdrawn.what[language])}</p>",
            f"<p>{escape(withdrawn.why[language])}</p>",
            f"<p>{escape(book.word('look-instead', language))}: {_link(book, whole.redirect, where, language)}</p>",
        ]
    else:
        leads = " data-leads-on" if len(whole.languages) == 1 else ""
        lines.append(
            f"<p>{escape(book.word('go-to', language))}: {_link(book, whole.redirect, where, language, leads)}</p>"
        )
    sections = [old for old in olds if old.anchor]
    if sections:
        lines.append("<ul>")
        for old in sections:
            mark = f' id="{escape(old.anchor)}" data-old-anchor' if language == whole.languages[0] else ""
            lines.append(f"<li{mark}>{_note(book, old, where, language)}</li>")
        lines.append("</ul>")
    return "\n".join(lines) + "\n"
