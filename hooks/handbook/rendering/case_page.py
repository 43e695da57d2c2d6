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
from handbook.content.case_facets import SHOWN
from handbook.content.case_facts import CaseFacts, figure_years, years
from handbook.content.languages import LOCALES, number
from handbook.content.models import Bilingual, Case
from handbook.rendering.directives.bibliography import source_link
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, bullet_list, escape, remarked, table


@cache  # 0.6 ms a page instead of 8.7; Jinja itself looks whether a template was saved
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
    page = book.page(f"cases/{case.id}", language)
    facts = CaseFacts(page, case)

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
        "told": page.word("brief-told") if facts.mark else "",
        "glance": _glance(page, facts),
        **{vocabulary: _shown(book, page, facts, vocabulary, word) for word, vocabulary in SHOWN.items()},
        "modalities": _modalities(page, facts),
        "figures": _figures(book, page, case, cited),
        "timeline": _timeline(book, page, case, cited),
        "actors": _actors(book, case, language),
        "invitation": _invitation(book, page, facts),
    }
    reviewed = format_date(datetime.date.fromisoformat(case.reviewed), format="long", locale=LOCALES[language])
    template = _environment(book.root).get_template("case.md")
    text = template.render(
        case=case,
        language=language,
        word=page.word,
        source=source,
        cited=cited,
        bullets=lambda texts: _bullets(texts, language),
        reviewed=reviewed,
        **rendered,
    )
    return text.replace("\n\n\n", "\n\n")


def _bullets(texts: Iterable[Bilingual], language: str) -> Markdown:
    return bullet_list(text[language] for text in texts)


def _glance(page: Page, facts: CaseFacts) -> Markdown:
    rows: list[list[object]] = [
        [page.word("column-country"), facts.country],
        [page.word("column-kind"), facts.kind],
        [page.word("column-period"), facts.period],
    ]
    if facts.population:
        rows.append([page.word("population"), facts.population])
    if start := facts.start:
        began = f"{escape(page.word(f'start-{start.entry.kind}'))}. {remarked(start.how, start.reading)}"
        rows.append([page.word("start"), Markdown(began)])
    return table(page.word("at-a-glance"), [page.word("field"), page.word("value")], rows)


def _shown(book: Book, page: Page, facts: CaseFacts, vocabulary: str, word: str) -> Markdown:
    rows = [
        [
            to_page(book, page, "dimensions" if vocabulary == "dimensions" else shown.id, shown.name),
            f"{shown.how} {shown.lesson}",
            shown.basis,
        ]
        for shown in facts.shown(vocabulary)
    ]
    headers = [page.word(word), page.word("column-what"), page.word("column-basis")]
    return table(page.word(f"{vocabulary}-shown"), headers, rows)


def _modalities(page: Page, facts: CaseFacts) -> Markdown:
    """What the case did in each modality; the column of levels only where a source rates one."""
    columns = 3 if any(modality.level for modality in facts.case.modalities.values()) else 2
    rows = [[used.name, used.what, used.level][:columns] for used in facts.used()]
    headers = [page.word(id) for id in ("modality", "what", "level")][:columns]
    return table(page.word("modalities-used"), headers, rows)


def _figures(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    rows = [
        [
            figure.label[language],
            f"{number(figure.value, language)} {figure.unit[language]}",
            figure_years(page, figure),
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
            years(event.year, event.until),
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


def _invitation(book: Book, page: Page, facts: CaseFacts) -> Markdown:
    """What a brief note lacks, and where to send it; nothing where the case is none."""
    if not facts.mark:
        return Markdown("")
    asked = page.word("brief-invitation").replace("%missing", facts.missing)
    return Markdown(f"{escape(asked)} {to_page(book, page, 'case-form', page.word('brief-contribute'))}.")
