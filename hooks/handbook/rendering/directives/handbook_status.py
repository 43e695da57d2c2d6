"""``status``: how the handbook stands, computed from what it is made of and from no clock but the edition's day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from babel.dates import format_date

from handbook.checking.rules import RULES
from handbook.checking.translations import state
from handbook.content.book import Book, Page
from handbook.content.languages import LOCALES, country_name, sort_key
from handbook.content.models import Case
from handbook.rendering.markdown_text import Markdown, escape, link, table
from handbook.rendering.registry import directive

# A case is read again with its sources when this many months have passed.
REVIEW_MONTHS = 24


@directive("status")
def status(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Coverage, translation, cases by country and basis, cases due for review, and checks.

    Example: ``<!-- handbook:status -->``
    """
    language = page.language
    parts = [coverage(book, language), translation(book, page), by_idea(book, page), by_country(book, language)]
    return Markdown("\n\n".join([*parts, review(book, page), checks(book, language)]))


def coverage(book: Book, language: str) -> Markdown:
    view = book.in_language(language)
    rows = [
        (view.word("status-chapters"), sum(one == language for _, one in book.chapters)),
        (view.word("cases"), len(book.cases)),
        (view.word("status-countries"), len({case.country for case in book.cases.values()})),
        (view.word("status-checklists"), len(book.checklists)),
        (view.word("status-tables"), len(book.tables)),
        (view.word("status-figures"), len(book.figures)),
        (view.word("status-terms"), len(book.glossary)),
        (view.word("sources"), len(book.sources)),
    ]
    columns = (view.word("status-what"), view.word("status-number"))
    return _part(book, "coverage", language, table(view.word("status-coverage"), columns, rows, (False, True)))


def translation(book: Book, page: Page) -> Markdown:
    """The English pages that are behind, section by section; or that none is."""
    language = page.language
    rows = []
    for key, one in sorted(book.chapters):
        if one != "en" or (key, "es") not in book.chapters:
            continue
        now = state(book, key)
        sections = ", ".join(now.behind) if now.recorded else page.word("status-not-compared")
        if sections:
            rows.append((link(book.chapters[key, language].front.title, key, page.key), sections))
    if not rows:
        return _part(book, "translation", language, escape(page.word("status-up-to-date")))
    columns = (page.word("status-page"), page.word("status-sections"))
    return _part(book, "translation", language, table(page.word("status-behind"), columns, rows))


def by_idea(book: Book, page: Page) -> Markdown:
    """For each idea and step, the cases that show it, by basis: where the handbook is thin."""
    language = page.language
    rows = []
    for field, vocabulary, word in (("ideas", "ideas", "idea"), ("steps", "steps", "step")):
        for id, entry in book.vocabulary[vocabulary].items():
            shown = [one.basis for case in book.cases.values() for one in getattr(case, field) if one.id == id]
            name = f"{page.word(word)} {entry.number}. {entry.name[language]}"
            rows.append((name, shown.count("stated"), shown.count("supported")))
    columns = (
        page.word("status-idea-or-step"),
        page.word("basis-stated"),
        page.word("basis-supported"),
    )
    caption = page.word("status-by-idea")
    return _part(book, "by-idea", language, table(caption, columns, rows, (False, True, True)))


def by_country(book: Book, language: str) -> Markdown:
    view = book.in_language(language)
    rows = []
    codes = {case.country for case in book.cases.values()}
    for code in sorted(codes, key=lambda code: sort_key(country_name(code, language))):
        cases = [case for case in book.cases.values() if case.country == code]
        basis = [one.basis for case in cases for one in (*case.ideas, *case.steps, *case.dimensions)]
        rows.append((country_name(code, language), len(cases), basis.count("stated"), basis.count("supported")))
    columns = [view.word(id) for id in ("column-country", "cases", "basis-stated", "basis-supported")]
    caption = view.word("status-by-country")
    return _part(book, "by-country", language, table(caption, columns, rows, (False, True, True, True)))


def review(book: Book, page: Page) -> Markdown:
    language = page.language
    due = due_for_review(book, book.edition.day.date())
    if not due:
        text = page.word("status-none-due").replace("%months", str(REVIEW_MONTHS))
        return _part(book, "review", language, escape(text))
    rows = [(link(case.name[language], f"cases/{case.id}", page.key), date(case.reviewed, language)) for case in due]
    columns = (page.word("case"), page.word("status-reviewed"))
    return _part(book, "review", language, table(page.word("status-due"), columns, rows))


def due_for_review(book: Book, day: datetime.date) -> list[Case]:
    """The cases reviewed more than ``REVIEW_MONTHS`` before ``day``, the oldest first."""
    months = day.year * 12 + day.month - 1 - REVIEW_MONTHS
    limit = f"{months // 12:04}-{months % 12 + 1:02}-{day.day:02}"
    return sorted((case for case in book.cases.values() if case.reviewed < limit), key=lambda case: case.reviewed)


def checks(book: Book, language: str) -> Markdown:
    view = book.in_language(language)
    text = view.word("status-checked")
    for word, value in {
        "%rules": len(RULES),
        "%date": date(f"{book.edition.day:%Y-%m-%d}", language),
        "%edition": book.edition.id,
    }.items():
        text = text.replace(word, str(value))
    return _part(book, "checks", language, escape(text))


def date(text: str, language: str) -> str:
    return format_date(datetime.date.fromisoformat(text), "long", locale=LOCALES[language])


def _part(book: Book, section_id: str, language: str, content: str) -> Markdown:
    view = book.in_language(language)
    return Markdown(f"## {escape(view.word(f'status-{section_id}'))} {{#{section_id}}}\n\n{content}")
