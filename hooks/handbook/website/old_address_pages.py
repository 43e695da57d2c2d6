"""Old addresses that go on working: pages that lead on, archive pages, and anchors kept where they can be found.

The server need not redirect. An old page is a small page that leads to the new one (``meta refresh``, with
a real link); a withdrawn one becomes an archive page. An anchor of a page that still exists stays on that page: in
front of the section that took its place, or, if that is on another page, as a note that shows only to whoever comes by
the old link.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from handbook.content.addresses import relative_address, short_address
from handbook.content.chapters import prose_lines
from handbook.content.models import Redirect
from handbook.content.redirects import Old, live_addresses, old_addresses
from handbook.rendering.html_templates import render
from handbook.website.content_security import plain_policy

if TYPE_CHECKING:
    from handbook.content.book import Book

_HEADING = re.compile(r"^#{1,6}\s.*\{:?\s*#([\w-]+)[^}]*\}\s*$")


# ---------------------------------------------------------------------------------------- anchors of living pages


def keep_anchors(markdown: str, book: Book, key: str, language: str) -> str:
    """The Markdown of a page with the old anchors that were once on it."""
    here = book.address(key, language)
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


def _note(book: Book, old: Old, here: str, language: str) -> Markup:
    view = book.in_language(language)
    withdrawn = old.redirect.withdrawn
    link = _link(book, old.redirect, here, language)
    if withdrawn:
        texts = (withdrawn.title[language], withdrawn.what[language], withdrawn.why[language])
        return Markup("<strong>{}.</strong> {} {} {}").format(*texts, link)
    return Markup("{}: {}").format(view.word("section-moved"), link)


def _link(book: Book, redirect: Redirect, here: str, language: str, *, leads_on: bool = False) -> Markup:
    """A link to where a redirect leads; with ``leads_on`` the page's script follows it."""
    href = relative_address(here, book.address(book.page_keys[redirect.to], language))
    href += f"#{redirect.anchor}" if redirect.anchor else ""
    link = Markup('<a href="{}" data-leads-on>{}</a>') if leads_on else Markup('<a href="{}">{}</a>')
    return link.format(href, _target_title(book, redirect, language))


def _target_title(book: Book, redirect: Redirect, language: str) -> str:
    key = book.page_keys[redirect.to]
    chapter = book.chapters.get((key, language))
    headings = chapter.headings if chapter and redirect.anchor else ()
    return ": ".join([book.page(key, language).title, *(one.text for one in headings if one.id == redirect.anchor)])


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
    languages, redirect = whole.languages, whole.redirect
    both, archived = len(languages) > 1, redirect.withdrawn is not None
    target = short_address(redirect.to) if both else _address(book, redirect, languages[0])
    onward = relative_address(where, target)
    return render(
        book.root,
        "old-page.html",
        parts=[_part(book, where, whole, olds, language) for language in languages],
        archived=archived,
        canonical=site_url + _address(book, redirect, languages[0]),
        onward=onward + (f"#{redirect.anchor}" if redirect.anchor else ""),
        target=onward,
        short=target if both and not archived else "",
        up=relative_address(where, ""),
        policy=plain_policy(),
    )


def _address(book: Book, redirect: Redirect, language: str) -> str:
    return book.address(book.page_keys[redirect.to], language)


def _title(book: Book, old: Old, language: str) -> str:
    view = book.in_language(language)
    if old.redirect.withdrawn:
        return old.redirect.withdrawn.title[language]
    return view.word("page-moved")


def _part(book: Book, where: str, whole: Old, olds: list[Old], language: str) -> dict[str, Any]:
    """What an old page says in one language: values for its template."""
    first = language == whole.languages[0]
    return {
        "language": language,
        "title": _title(book, whole, language),
        "word": lambda id: book.in_language(language).word(id),
        "withdrawn": whole.redirect.withdrawn,
        "link": _link(book, whole.redirect, where, language, leads_on=_leads_on(whole)),
        "sections": [(old.anchor if first else "", _note(book, old, where, language)) for old in olds if old.anchor],
    }


def _leads_on(old: Old) -> bool:
    """Whether the page's script follows its one link: not where a language is to be chosen or a text is withdrawn."""
    return len(old.languages) == 1 and old.redirect.withdrawn is None
