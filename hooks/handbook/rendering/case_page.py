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
from handbook.content.case_facts import CaseFacts, Shown, figure_years, years
from handbook.content.languages import LOCALES, number
from handbook.content.models import Action, Bilingual, Case, Figure
from handbook.rendering.directives.bibliography import source_link
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, bullet_list, escape, remarked

# What is longer is closed until somebody asks for it: about a screen of a phone, in letters.
LONG = 450
# So many figures are in view; so many actions are one list.
MOST_FIGURES = 5
MOST_ACTIONS = 6
# What can be closed, and the texts of an entry that is no text itself.
_FOLDED = {"institutions": ("name", "role"), "context": (), "difficulties": (), "notes": ()}


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
        **{vocabulary: _shown(book, page, facts, vocabulary) for vocabulary in SHOWN.values()},
        "modalities": _modalities(book, page, facts),
        "figures": _figures(page, case, cited),
        "timeline": _timeline(page, case, cited),
        "actions": _actions(book, page, case, cited),
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
        fold=lambda field: Markdown(" .fold-title" if _length(case, field, language) > LONG else ""),
        reviewed=reviewed,
        **rendered,
    )
    return text.replace("\n\n\n", "\n\n")


def _bullets(texts: Iterable[Bilingual], language: str) -> Markdown:
    return bullet_list(text[language] for text in texts)


def _length(case: Case, field: str, language: str) -> int:
    """How many letters a part of a case has in ``language``."""
    texts = (
        text
        for entry in getattr(case, field)
        for text in ([getattr(entry, name) for name in _FOLDED[field]] if _FOLDED[field] else [entry])
        if text
    )
    return sum(len(text[language]) for text in texts)


def _glance(page: Page, facts: CaseFacts) -> Markdown:
    """Country, kind, years and population on one line; how it began on the next."""
    rows = [
        (page.word("column-country"), facts.country),
        (page.word("column-kind"), facts.kind),
        (page.word("column-period"), facts.period),
        (page.word("population"), facts.population or page.word("population-not-stated")),
    ]
    lines = [" · ".join(f"**{escape(name)}:** {escape(value)}" for name, value in rows)]
    if start := facts.start:
        began = f"{escape(page.word(f'start-{start.entry.kind}'))}. {remarked(start.how, start.reading)}"
        lines.append(f"**{escape(page.word('start'))}:** {began}")
    return Markdown("\n\n".join(lines))


def _actions(book: Book, page: Page, case: Case, cited: Any) -> Markdown:
    """What was done as one list; a long one under a heading for each source that tells of it, in the record's
    order, all but the first of which can be closed."""
    language = page.language
    told: dict[str, list[Action]] = {}
    for action in case.actions:
        told.setdefault(action.source, []).append(action)
    if len(case.actions) <= MOST_ACTIONS or len(told) == 1:
        return bullet_list(_followed(action.text[language], cited(action)) for action in case.actions)
    groups: list[str] = []
    for source, actions in told.items():
        title = page.word("according-to").replace("%source", book.sources[source].short[language])
        items = bullet_list(
            _followed(action.text[language], f"({escape(action.locator[language])})" if action.locator else "")
            for action in actions
        )
        closed = " .fold-title" if groups else ""
        groups.append(f"### {escape(title)} ({len(actions)}) {{: #actions-{source}{closed} }}\n\n{items}")
    return Markdown("\n\n".join(groups))


def _followed(text: str, reference: str) -> Markdown:
    """``text``, and after it the reference, which is Markdown already and may be empty."""
    return Markdown(f"{escape(text)} {reference}".rstrip())


def _told_below(page: Page, names: Iterable[Markdown], title: str, items: Iterable[Markdown]) -> Markdown:
    """The names in one row, and below a title that opens it what is told of each."""
    return Markdown(f"{' · '.join(names)}\n{{: .row }}\n\n{_title(page.word(title))}\n\n{bullet_list(items)}")


def _title(text: str) -> Markdown:
    """A title for what follows it, which can be closed."""
    return Markdown(f"{escape(text)}\n{{: .fold-title }}")


def _shown(book: Book, page: Page, facts: CaseFacts, vocabulary: str) -> Markdown:
    def named(shown: Shown) -> Markdown:
        return to_page(book, page, "dimensions" if vocabulary == "dimensions" else shown.id, shown.name)

    items = (
        Markdown(f"**{escape(shown.name)}.** {remarked(f'{shown.how} {shown.lesson}'.strip(), shown.basis)}")
        for shown in facts.shown(vocabulary)
    )
    return _told_below(page, map(named, facts.shown(vocabulary)), "told-of-each", items)


def _modalities(book: Book, page: Page, facts: CaseFacts) -> Markdown:
    """What the case did in each modality; its level only where a source rates one."""
    rated = any(modality.level for modality in facts.case.modalities.values())
    items = []
    for used in facts.used():
        level = f"{page.word('level')}: {used.level}" if rated else ""
        items.append(Markdown(f"**{escape(used.name)}.** {remarked(used.what, level)}"))
    names = (to_page(book, page, used.id, used.name) for used in facts.used())
    return _told_below(page, names, "told-of-each", items)


def _figures(page: Page, case: Case, cited: Any) -> Markdown:
    """The first figures in view, and the others below a title that opens them; what describes the territory is last."""
    language = page.language
    items = []
    for figure in sorted(case.figures, key=lambda figure: _describes(case, figure)):
        amount = f"**{escape(f'{number(figure.value, language)} {figure.unit[language]}')}**"
        known = filter(None, (amount, escape(figure.label[language]), escape(figure_years(page, figure))))
        items.append(Markdown(f"{' · '.join(known)} {cited(figure)}".rstrip()))
    shown = bullet_list(items[:MOST_FIGURES])
    if not (others := items[MOST_FIGURES:]):
        return shown
    title = page.word("more-figures").replace("%n", str(len(others)))
    return Markdown(f"{shown}\n\n{_title(title)}\n\n{bullet_list(others)}")


def _describes(case: Case, figure: Figure) -> bool:
    """Whether a figure was counted with the population, and so says what the territory is like, not what it achieved."""
    known = case.population
    return known is not None and all(
        getattr(figure, one) == getattr(known, one) for one in ("year", "dated", "source", "locator")
    )


def _timeline(page: Page, case: Case, cited: Any) -> Markdown:
    language = page.language
    return bullet_list(
        Markdown(f"**{years(event.year, event.until)}** {_followed(event.event[language], cited(event))}")
        for event in sorted(case.timeline, key=lambda event: event.year)
    )


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
