"""``sources`` and ``bibliography``: where a page's facts come from, and all sources with the pages that use them."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CASES, CHAPTERS
from handbook.content.languages import sort_key
from handbook.content.models import Source
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape, link
from handbook.rendering.registry import directive


@directive("sources", made_from=())
def sources(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The sources in the page's front matter, each with its place and a link to the bibliography.

    Example: ``<!-- handbook:sources -->``
    """
    lines = []
    for use in book.chapter(page.key, page.language).front.sources:
        where = f", {escape(use.locator)}" if use.locator else ""
        lines.append(f"- {source_link(book, page, use.source)}{where}.")
    return Markdown("\n".join(lines))


def source_link(book: Book, page: Page, source_id: str) -> Markdown:
    return to_page(book, page, "bibliography", book.sources[source_id].short[page.language], f"source-{source_id}")


@directive("bibliography", made_from=(CASES, CHAPTERS))
def bibliography(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Every source, described in full, with the pages and cases that use it.

    Example: ``<!-- handbook:bibliography -->``
    """
    entries = sorted(book.sources.values(), key=lambda source: sort_key(source.authors[0]))
    return Markdown("\n\n".join(_entry(book, page, source) for source in entries))


def description(source: Source) -> str:
    """Authors, year, title and container as plain text, in the source's own language."""
    year = f" ({source.year})" if source.year else " (s. f.)" if source.language == "es" else " (n.d.)"
    rest = [part for part in (source.container, source.publisher, source.place, source.pages) if part]
    title = " ".join(filter(None, (source.title, source.title_continued)))
    return f"{'; '.join(source.authors)}{year}. {title}." + (f" {', '.join(rest)}." if rest else "")


def _entry(book: Book, page: Page, source: Source) -> str:
    language = page.language
    parts = [f"### {escape(source.short[language])} {{#source-{source.id}}}"]
    foreign = f"{{: lang={source.language} }}" if source.language != language else ""
    parts.append(f"{escape(description(source))}" + (f"\n{foreign}" if foreign else ""))
    if source.note:
        parts.append(escape(source.note[language]))
    if source.link:
        parts.append(f"<{source.link}>")
    chapters = [
        link(chapter.front.title, chapter.key, page.key)
        for (_, one), chapter in book.chapters.items()
        if one == language and any(use.source == source.id for use in chapter.front.sources)
    ]
    cases = [
        link(case.name[language], f"cases/{case.id}", page.key)
        for case in book.cases_sorted(language)
        if any(use.source == source.id for use in case.sources)
    ]
    for word, links in (("used-in-chapters", chapters), ("used-in-cases", cases)):
        if links:
            parts.append(f"{escape(page.word(word))}: {', '.join(links)}.")
    return "\n\n".join(parts)
