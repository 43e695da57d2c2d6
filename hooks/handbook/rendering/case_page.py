"""A case as a page: the template overrides/handbook/case.md, filled from the record."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook.content.book import Book, Page
from handbook.content.languages import LOCALES, country_name, number
from handbook.content.models import Bilingual, Case, ShowsIdea
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
    view = book.in_language(language)
    page = book.page(f"cases/{case.id}", language)

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
        word=view.word,
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
        [page.word("column-country"), country_name(case.country, language)],
        [page.word("column-kind"), page.name("kinds", case.kind)],
        [page.word("column-period"), period(case)],
    ]
    if case.population:
        people = f"{number(case.population.value, language)} {page.word('inhabitants')} ({case.population.year})"
        rows.append([page.word("population"), people])
    if case.start:
        reading = "" if case.start.basis == "stated" else f" *({escape(page.word('editors-reading'))})*"
        began = f"{escape(page.word(f'start-{case.start.kind}'))}. {escape(case.start.how[language])}{reading}"
        rows.append([page.word("start"), Markdown(began)])
    return table(page.word("at-a-glance"), [page.word("field"), page.word("value")], rows)


def _shown(book: Book, page: Page, vocabulary: str, entries: Iterable[ShowsIdea], word: str) -> Markdown:
    language = page.language
    rows = [
        [
            _concept(book, page, vocabulary, entry.id),
            entry.how[language] + (f" {entry.lesson[language]}" if entry.lesson else ""),
            page.word(f"basis-{entry.basis}"),
        ]
        for entry in entries
    ]
    headers = [page.word(word), page.word("column-what"), page.word("column-basis")]
    return table(page.word(f"{vocabulary}-shown"), headers, rows)


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
        level = page.name("levels", modality.level) if modality.level else page.word("not-rated")
        rows.append([page.name("modalities", id), modality.what[language], level][: 3 if rated else 2])
    headers = [page.word(id) for id in ("modality", "what", "level")][: 3 if rated else 2]
    return table(page.word("modalities-used"), headers, rows)


def _figures(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    rows = [
        [
            figure.label[language],
            f"{number(figure.value, language)} {figure.unit[language]}",
            str(figure.year or page.word("no-date")),
            cited(figure),
        ]
        for figure in case.figures
    ]
    headers = [page.word(id) for id in ("figure-label", "figure-value", "year", "source")]
    return table(page.word("figures"), headers, rows)


def _timeline(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    rows = [
        [
            f"{event.year}–{event.until}" if event.until else str(event.year),
            Markdown(f"{escape(event.event[language])} {cited(event)}".strip()),
        ]
        for event in sorted(case.timeline, key=lambda event: event.year)
    ]
    return table(page.word("timeline"), [page.word("year"), page.word("event")], rows)


def _actors(book: Book, case: Case, language: str) -> list[tuple[str, str]]:
    view = book.in_language(language)
    groups = []
    for sector in book.vocabulary["sectors"]:
        names = [actor.name[language] for actor in case.actors if actor.sector == sector]
        if names:
            groups.append((view.name("sectors", sector), "; ".join(names)))
    return groups
