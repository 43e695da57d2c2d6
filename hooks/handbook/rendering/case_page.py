"""A case as a page: the template overrides/handbook/case.md, filled from the record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook.content.book import Book
from handbook.content.languages import LOCALES, country_name, number
from handbook.content.models import Bilingual, Case, ShowsIdea
from handbook.content.page import Page
from handbook.rendering.directives.bibliography import source_link
from handbook.rendering.directives.comparison import period
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, bullet_list, escape, table


@cache
def _environment(root: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(root / "overrides" / "handbook"),
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )


def case_page(book: Book, case: Case, language: str) -> str:
    """The whole page of a case as Markdown, without front matter."""
    page = Page(case.id, f"cases/{case.id}", language)

    def word(id: str) -> str:
        return book.word(id, language)

    def source(use: Any) -> Markdown:
        where = f", {escape(use.locator[language])}" if use.locator else ""
        return Markdown(f"{source_link(book, page, use.source)}{where}.")

    def cited(use: Any) -> Markdown:
        """``(AL-LAs 2014, ch. 1)`` after what it vouches for."""
        if not use.source:
            return Markdown("")
        where = f", {escape(use.locator[language])}" if use.locator else ""
        return Markdown(f"({escape(book.sources[use.source].short[language])}{where})")

    rendered = {
        "glance": _glance(book, page, case),
        "ideas": _shown(book, page, "ideas", case.ideas, "idea"),
        "steps": _shown(book, page, "steps", case.steps, "step"),
        "dimensions": _shown(book, page, "dimensions", case.dimensions, "dimension"),
        "modalities": _modalities(book, page, case),
        "figures": _figures(book, page, case, cited),
        "timeline": _timeline(book, page, case, cited),
        "actors": _actors(book, case, language),
    }
    reviewed = format_date(datetime.date.fromisoformat(case.reviewed), format="long", locale=LOCALES[language])
    template = _environment(book.root).get_template("case.md")
    text = template.render(
        case=case,
        language=language,
        word=word,
        source=source,
        cited=cited,
        bullets=lambda texts: _bullets(texts, language),
        reviewed=reviewed,
        **rendered,
    )
    return text.replace("\n\n\n", "\n\n")


def _bullets(texts: Iterable[Bilingual], language: str) -> Markdown:
    return bullet_list(text[language] for text in texts)


def _glance(book: Book, page: Page, case: Case) -> Markdown:
    language = page.language
    rows: list[list[object]] = [
        [book.word("column-country", language), country_name(case.country, language)],
        [book.word("column-kind", language), book.name("kinds", case.kind, language)],
        [book.word("column-period", language), period(case)],
    ]
    if case.population:
        people = (
            f"{number(case.population.value, language)} {book.word('inhabitants', language)} ({case.population.year})"
        )
        rows.append([book.word("population", language), people])
    if case.start:
        reading = "" if case.start.basis == "stated" else f" *({escape(book.word('editors-reading', language))})*"
        began = (
            f"{escape(book.word(f'start-{case.start.kind}', language))}. {escape(case.start.how[language])}{reading}"
        )
        rows.append([book.word("start", language), Markdown(began)])
    return table(book.word("at-a-glance", language), [book.word("field", language), book.word("value", language)], rows)


def _shown(book: Book, page: Page, vocabulary: str, entries: Iterable[ShowsIdea], word: str) -> Markdown:
    language = page.language
    rows = [
        [
            _concept(book, page, vocabulary, entry.id),
            entry.how[language] + (f" {entry.lesson[language]}" if entry.lesson else ""),
            book.word(f"basis-{entry.basis}", language),
        ]
        for entry in entries
    ]
    headers = [book.word(word, language), book.word("column-what", language), book.word("column-basis", language)]
    return table(book.word(f"{vocabulary}-shown", language), headers, rows)


def _concept(book: Book, page: Page, vocabulary: str, id: str) -> Markdown:
    entry = book.vocabulary[vocabulary][id]
    number_ = getattr(entry, "number", None)
    name = f"{number_}. {entry.name[page.language]}" if number_ else entry.name[page.language]
    return to_page(book, page, "dimensions" if vocabulary == "dimensions" else id, name)


def _modalities(book: Book, page: Page, case: Case) -> Markdown:
    """What the case did in each modality; the column of levels only where a source rates one."""
    language = page.language
    used = {id: case.modalities[id] for id in book.vocabulary["modalities"] if id in case.modalities}
    rated = any(modality.level for modality in used.values())
    rows = []
    for id, modality in used.items():
        level = book.name("levels", modality.level, language) if modality.level else book.word("not-rated", language)
        rows.append([book.name("modalities", id, language), modality.what[language], level][: 3 if rated else 2])
    headers = [book.word(id, language) for id in ("modality", "what", "level")][: 3 if rated else 2]
    return table(book.word("modalities-used", language), headers, rows)


def _figures(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    rows = [
        [
            figure.label[language],
            f"{number(figure.value, language)} {figure.unit[language]}",
            str(figure.year or book.word("no-date", language)),
            cited(figure),
        ]
        for figure in case.figures
    ]
    headers = [book.word(id, language) for id in ("figure-label", "figure-value", "year", "source")]
    return table(book.word("figures", language), headers, rows)


def _timeline(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    rows = [
        [
            f"{event.year}–{event.until}" if event.until else str(event.year),
            Markdown(f"{escape(event.event[language])} {cited(event)}".strip()),
        ]
        for event in sorted(case.timeline, key=lambda event: event.year)
    ]
    return table(book.word("timeline", language), [book.word("year", language), book.word("event", language)], rows)


def _actors(book: Book, case: Case, language: str) -> list[tuple[str, str]]:
    groups = []
    for sector in book.vocabulary["sectors"]:
        names = [actor.name[language] for actor in case.actors if actor.sector == sector]
        if names:
            groups.append((book.name("sectors", sector, language), "; ".join(names)))
    return groups
