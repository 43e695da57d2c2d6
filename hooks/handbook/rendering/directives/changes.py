"""``changes``: what has changed in substance since each recorded edition, section by section, with links."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from babel.dates import format_date

from handbook.content.book import Book, Page
from handbook.content.languages import LOCALES
from handbook.content.models import RecordedEdition
from handbook.content.reading_order import reading_order
from handbook.content.recorded_editions import CASE_SECTIONS, TOP, PageChange
from handbook.content.recorded_editions import changes as changes_since
from handbook.rendering.markdown_text import Markdown, escape, link
from handbook.rendering.registry import directive


@directive("changes")
def changes(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Every edition that was recorded, the last one first, compared with the present text.

    Example: ``<!-- handbook:changes -->``
    """
    parts = [_since(book, page, one) for one in reversed(book.editions)]
    if len(book.editions) <= 1 and all(one.id == book.edition.id for one in book.editions):
        # Until there is a second edition, only what has been mended since the first can be listed.
        parts.insert(0, escape(page.word("changes-first").replace("%edition", book.edition.id)))
    return Markdown("\n\n".join(parts))


def _since(book: Book, page: Page, then: RecordedEdition) -> Markdown:
    language = page.language
    day = format_date(datetime.date.fromisoformat(then.date), format="long", locale=LOCALES[language])
    heading = page.word("changes-since").replace("%edition", then.id).replace("%date", day)
    parts = [f"### {escape(heading)} {{#since-{then.id.replace('.', '-')}}}"]
    pages, gone = changes_since(book, then, language)
    if not pages and not gone:
        parts.append(escape(page.word("changes-none").replace("%edition", then.id)))
    order = {key: index for index, key in enumerate(reading_order(book, language))}
    lines = [_line(book, page, one) for one in sorted(pages, key=lambda one: order.get(one.key, len(order)))]
    if gone:
        names = ", ".join(f"`{id}`" for id in gone)
        lines.append(Markdown(f"- {escape(page.word('changes-gone-pages'))}: {names}"))
    parts += ["\n".join(lines)] if lines else []
    return Markdown("\n\n".join(parts))


def _line(book: Book, page: Page, change: PageChange) -> Markdown:
    language = page.language
    name = link(book.page(change.key, language).title, change.key, page.key)
    if change.is_new:
        return Markdown(f"- {name}: {escape(page.word('changes-new-page'))}")
    parts = []
    for kind, sections in (("changed", change.changed), ("new", change.added), ("gone", change.gone)):
        for section in sections:
            words = _section(book, change.key, section, language)
            there = words if kind == "gone" or section == TOP else link(words, f"{change.key}#{section}", page.key)
            parts.append(f"{there} ({escape(page.word(f'changes-{kind}'))})")
    return Markdown(f"- {name}: {'; '.join(parts)}")


def _section(book: Book, key: str, section: str, language: str) -> Markdown:
    view = book.in_language(language)
    if section == TOP:
        return escape(view.word("changes-beginning"))
    if key not in {one for id, one in book.page_keys.items() if id in book.cases}:
        texts = [heading.text for heading in book.chapters[key, language].headings if heading.id == section]
        return escape(re.sub(r"[*`]", "", texts[0])) if texts else Markdown(f"`#{section}`")
    word = CASE_SECTIONS.get(section, ("",))[0]
    return escape(view.word(word)) if word else Markdown(f"`#{section}`")
