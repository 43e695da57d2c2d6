"""Rules of checklists and tables."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checking.references import not_among
from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, nearest


@rule()
def checklist_items_have_their_own_id(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["checklists"]:
        seen: set[str] = set()
        for number, group in enumerate(loaded.record.groups):
            for index, item in enumerate(group.items):
                if item.id in seen:
                    yield loaded.finding(("groups", number, "items", index, "id"), "named-twice", found=item.id)
                seen.add(item.id)


@rule(
    {
        "unknown-column": (
            "la columna «{found}» no está entre las de la tabla; use una de: {allowed}.",
            "the column '{found}' is not among those of the table; use one of: {allowed}.",
        ),
    }
)
def cells_stand_under_a_column(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["tables"]:
        columns = [column.id for column in loaded.record.columns]
        for index, row in enumerate(loaded.record.rows):
            for column in row.cells:
                if column not in columns:
                    where = ("rows", index, "cells", column)
                    words = {"allowed": ", ".join(columns), "nearest": nearest(column, columns)}
                    yield loaded.finding_at_key(where, "unknown-column", found=column, **words)


@rule()
def checklists_and_tables_belong_to_a_page(draft: Draft) -> Iterator[Finding]:
    pages = {chapter.front.id for chapter in draft.chapters}
    if any(path.startswith("docs/") for path in draft.unread):
        return  # an unreadable chapter would only be reported twice
    for name in ("checklists", "tables", "advisers", "courses"):
        for loaded in draft.collections[name]:
            page = loaded.record.page
            if page not in pages:
                yield loaded.finding(("page",), "unknown-page", found=page, nearest=nearest(page, pages))


@rule()
def checklist_items_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    if any(path.startswith("docs/") for path in draft.unread):
        return  # an unreadable chapter would only be reported twice
    pages = {chapter.front.id for chapter in draft.chapters}
    for loaded in draft.collections["checklists"]:
        for number, group in enumerate(loaded.record.groups):
            for index, item in enumerate(group.items):
                where = ("groups", number, "items", index, "leads_to")
                yield from not_among(loaded, where, item.leads_to, pages, "unknown-page")
