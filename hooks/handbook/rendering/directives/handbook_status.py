"""``status``: how the handbook stands, computed from what it is made of and from no clock but the edition's day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from babel.dates import format_date

from handbook.checking.rules import RULES
from handbook.checking.translations import state
from handbook.content.book import Book
from handbook.content.edition import DAY, edition
from handbook.content.languages import LOCALES, country_name, sort_key
from handbook.content.models import Case
from handbook.content.page import Page
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
    word = book.word
    rows = [
        (word("status-chapters", language), sum(one == language for _, one in book.chapters)),
        (word("cases", language), len(book.cases)),
        (word("status-countries", language), len({case.country for case in book.cases.values()})),
        (word("status-checklists", language), len(book.checklists)),
        (word("status-tables", language), len(book.tables)),
        (word("status-figures", language), len(book.figures)),
        (word("status-terms", language), len(book.glossary)),
        (word("sources", language), len(book.sources)),
    ]
    columns = (word("status-what", language), word("status-number", language))
    return _part(book, "coverage", language, table(word("status-coverage", language), columns, rows, (False, True)))


def translation(book: Book, page: Page) -> Markdown:
    """The English pages that are behind, section by section; or that none is."""
    language = page.language
    rows = []
    for key, one in sorted(book.chapters):
        if one != "en" or (key, "es") not in book.chapters:
            continue
        now = state(book, key)
        said = ", ".join(now.behind) if now.recorded else book.word("status-not-compared", language)
        if said:
            rows.append((link(book.chapters[key, language].front.title, key, page.key), said))
    if not rows:
        return _part(book, "translation", language, escape(book.word("status-up-to-date", language)))
    columns = (book.word("status-page", language), book.word("status-sections", language))
    return _part(book, "translation", language, table(book.word("status-behind", language), columns, rows))


def by_idea(book: Book, page: Page) -> Markdown:
    """For each idea and step, the cases that show it, by basis: where the handbook is thin."""
    language = page.language
    rows = []
    for field, vocabulary, word in (("ideas", "ideas", "idea"), ("steps", "steps", "step")):
        for id, entry in book.vocabulary[vocabulary].items():
            shown = [one.basis for case in book.cases.values() for one in getattr(case, field) if one.id == id]
            name = f"{book.word(word, language)} {entry.number}. {entry.name[language]}"
            rows.append((name, shown.count("stated"), shown.count("supported")))
    columns = (
        book.word("status-idea-or-step", language),
        book.word("basis-stated", language),
        book.word("basis-supported", language),
    )
    caption = book.word("status-by-idea", language)
    return _part(book, "by-idea", language, table(caption, columns, rows, (False, True, True)))


def by_country(book: Book, language: str) -> Markdown:
    rows = []
    codes = {case.country for case in book.cases.values()}
    for code in sorted(codes, key=lambda code: sort_key(country_name(code, language))):
        cases = [case for case in book.cases.values() if case.country == code]
        basis = [one.basis for case in cases for one in (*case.ideas, *case.steps, *case.dimensions)]
        rows.append((country_name(code, language), len(cases), basis.count("stated"), basis.count("supported")))
    columns = [book.word(id, language) for id in ("column-country", "cases", "basis-stated", "basis-supported")]
    caption = book.word("status-by-country", language)
    return _part(book, "by-country", language, table(caption, columns, rows, (False, True, True, True)))


def review(book: Book, page: Page) -> Markdown:
    language = page.language
    due = due_for_review(book, DAY.date())
    if not due:
        text = book.word("status-none-due", language).replace("%months", str(REVIEW_MONTHS))
        return _part(book, "review", language, escape(text))
    rows = [(link(case.name[language], f"cases/{case.id}", page.key), date(case.reviewed, language)) for case in due]
    columns = (book.word("case", language), book.word("status-reviewed", language))
    return _part(book, "review", language, table(book.word("status-due", language), columns, rows))


def due_for_review(book: Book, day: datetime.date) -> list[Case]:
    """The cases reviewed more than ``REVIEW_MONTHS`` before ``day``, the oldest first."""
    months = day.year * 12 + day.month - 1 - REVIEW_MONTHS
    limit = f"{months // 12:04}-{months % 12 + 1:02}-{day.day:02}"
    return sorted((case for case in book.cases.values() if case.reviewed < limit), key=lambda case: case.reviewed)


def checks(book: Book, language: str) -> Markdown:
    text = book.word("status-checked", language)
    for word, value in {
        "%rules": len(RULES),
        "%date": date(f"{DAY:%Y-%m-%d}", language),
        "%edition": edition(),
    }.items():
        text = text.replace(word, str(value))
    return _part(book, "checks", language, escape(text))


def date(text: str, language: str) -> str:
    return format_date(datetime.date.fromisoformat(text), "long", locale=LOCALES[language])


def _part(book: Book, id: str, language: str, content: str) -> Markdown:
    return Markdown(f"## {escape(book.word(f'status-{id}', language))} {{#{id}}}\n\n{content}")
