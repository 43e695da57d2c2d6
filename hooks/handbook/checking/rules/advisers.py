"""Rules of advisers."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checking.references import named_twice, not_among
from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, nearest


@rule()
def adviser_questions_have_choices(draft: Draft) -> Iterator[Finding]:
    """Ids are used once; a question has choices of its own or takes them from a column of the adviser's table."""
    tables = {loaded.record.id: loaded.record for loaded in draft.collections["tables"]}
    if any(path.startswith("data/tables/") for path in draft.unread):
        return
    for loaded in draft.collections["advisers"]:
        adviser = loaded.record
        if adviser.table:
            yield from not_among(loaded, ("table",), adviser.table, tables, "not-allowed")
        columns = [column.id for column in tables[adviser.table].columns] if adviser.table in tables else []
        yield from named_twice(loaded, ("questions",), adviser.questions)
        for number, question in enumerate(adviser.questions):
            where = ("questions", number)
            yield from named_twice(loaded, (*where, "choices"), question.choices)
            if question.column:
                yield from not_among(loaded, (*where, "column"), question.column, columns, "not-allowed")
            elif not question.choices:
                yield loaded.finding(where, "missing", field="choices")


@rule(form="it looks at decision aids, which only name cases")
def adviser_suggestions_fit_the_questions(draft: Draft) -> Iterator[Finding]:
    """What a suggestion names exists: its questions and choices, the row that describes it, its pages and cases."""
    if any(path.startswith(("docs/", "data/tables/", "data/cases/")) for path in draft.unread):
        return
    tables = {loaded.record.id: loaded.record for loaded in draft.collections["tables"]}
    pages = {chapter.front.id for chapter in draft.chapters}
    cases = {loaded.record.id for loaded in draft.collections["cases"]}
    for loaded in draft.collections["advisers"]:
        adviser = loaded.record
        rows = {row.id: row.cells for row in tables[adviser.table].rows} if adviser.table in tables else {}
        choices = {
            question.id: [id for id, cells in rows.items() if question.column in cells]
            if question.column
            else [choice.id for choice in question.choices]
            for question in adviser.questions
        }
        yield from named_twice(loaded, ("suggestions",), adviser.suggestions)
        for index, one in enumerate(adviser.suggestions):
            where = ("suggestions", index)
            if one.row:
                yield from not_among(loaded, (*where, "row"), one.row, rows, "not-allowed")
            elif one.text is None:
                yield loaded.finding(where, "missing", field="text")
            for question, wanted in one.fits.items():
                place = (*where, "fits", question)
                if question not in choices:
                    words = {"allowed": ", ".join(choices), "nearest": nearest(question, choices)}
                    yield loaded.finding_at_key(place, "not-allowed", found=question, **words)
                else:
                    yield from not_among(loaded, place, wanted, choices[question], "not-allowed")
            yield from not_among(loaded, (*where, "leads_to"), one.leads_to, pages, "unknown-page")
            yield from not_among(loaded, (*where, "cases"), one.cases, cases, "not-allowed")
