"""``checklist`` and ``checklists``: things to tick, each box with its label and its stable id."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CHECKLISTS
from handbook.content.languages import sort_key
from handbook.content.models import Checklist, Item
from handbook.rendering import whose
from handbook.rendering.directives.relations import named_page
from handbook.rendering.links import source_paragraph, to_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("checklist", values={"id": "data:checklists"}, required=("id",), made_from=("data/checklists/{id}.yml",))
def checklist(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A checklist of data/checklists/; a line says which items are a source's and which the handbook's.

    Example: ``<!-- handbook:checklist id=reactive-or-planned -->``
    """
    record = book.checklists[arguments["id"]]
    language = page.language
    parts = [f"{escape(record.title[language])}\n{{: .checklist-title #{anchor(record)} }}"]
    if record.intro:
        parts.append(escape(record.intro[language]))
    line, signs = whose.of_records(book, page, record.items, "items")
    parts.append(line)
    sign = iter(signs)
    for group in record.groups:
        if group.title:
            parts.append(f"{escape(group.title[language])}\n{{: .checklist-group }}")
        lines = []
        for item in group.items:
            help = f" *{escape(item.help[language])}*" if item.help else ""
            lines.append(f"- [ ] {escape(item.text[language])}{next(sign)}{help}\n    {{: #{record.id}--{item.id} }}")
        parts.append("\n".join(lines))
    return "\n\n".join([*parts, *source_paragraph(book, page, record.sources)])


@directive("checklists", made_from=(CHECKLISTS,))
def checklists(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """All checklists, each with a link to it and its number of items: by title, then by idea and by step.

    Example: ``<!-- handbook:checklists -->``
    """
    language = page.language
    records = sorted(book.checklists.values(), key=lambda record: sort_key(record.title[language]))
    parts = []
    for vocabulary in ("", "ideas", "steps"):
        numbers = {id: entry.number for id, entry in book.vocabulary[vocabulary].items()} if vocabulary else {}
        own = [record for record in records if _numbered_in(book, record) == vocabulary]
        lines = [
            f"- {to_page(book, page, record.page, record.title[language], anchor(record))}"
            f" ({sum(len(group.items) for group in record.groups)})"
            for record in sorted(own, key=lambda record: numbers.get(record.page, 0))
        ]
        if lines and vocabulary:
            parts.append(f"**{escape(page.word(f'checklists-by-{vocabulary}'))}**")
        if lines:
            parts.append("\n".join(lines))
    return Markdown("\n\n".join(parts))


def _numbered_in(book: Book, record: Checklist) -> str:
    """``ideas`` or ``steps`` if its page is one of them, else nothing."""
    return next((name for name in ("ideas", "steps") if record.page in book.vocabulary[name]), "")


@directive("leads", values={"id": "data:checklists"}, required=("id",), made_from=("data/checklists/{id}.yml",))
def leads(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Where each item of a checklist leads, with or without its tick.

    Example: ``<!-- handbook:leads id=reactive-or-planned -->``
    """
    record = book.checklists[arguments["id"]]
    language = page.language
    parts: list[str] = []
    for group in record.groups:
        lines = [
            f"- {escape(item.text[language])} {_pages(book, page, item)}"
            f"\n    {{: data-leads-from={record.id}--{item.id} data-leads-when={group.leads_when} }}"
            for item in group.items
            if item.leads_to
        ]
        if lines:
            parts.append(escape(page.word(f"leads-{group.leads_when}")))
            parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _pages(book: Book, page: Page, item: Item) -> str:
    """``→ Step 2, …; Idea 9, …`` as links, each with what it is, for the script that counts them."""
    links = []
    for id in item.leads_to:
        kind = next((name for name in ("steps", "ideas") if id in book.vocabulary[name]), "pages")
        links.append(f"{named_page(book, page, id)}{{: data-leads-to={id} data-kind={kind} }}")
    return "→ " + "; ".join(links) + "."


def anchor(record: Checklist) -> str:
    return f"checklist-{record.id}"
