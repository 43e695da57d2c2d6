"""``adviser``: a decision aid, readable as questions, a table and reasons; a script narrows it to the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handbook.content.book import Book, Page
from handbook.content.case_facts import editors_reading
from handbook.content.directive_signatures import CASES, CHECKLISTS
from handbook.content.models import Adviser, Evidence, Question, Suggestion
from handbook.rendering.directives.bibliography import source_link
from handbook.rendering.directives.data_table import cell_text
from handbook.rendering.directives.relations import named_page
from handbook.rendering.links import source_paragraph
from handbook.rendering.markdown_text import Markdown, escape, link, table
from handbook.rendering.registry import directive


@directive(
    "adviser",
    values={"id": "data:advisers"},
    required=("id",),
    made_from=("data/advisers/{id}.yml", "data/tables/.+", CHECKLISTS, CASES),
)
def adviser(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A decision aid of data/advisers/: its questions, which suggestion goes with which answers, and the evidence.

    Example: ``<!-- handbook:adviser id=which-space -->``
    """
    record = book.advisers[arguments["id"]]
    language = page.language
    mark = f"{{: .adviser-title #adviser-{record.id} data-adviser={record.id} data-use={record.use} }}"
    parts = [f"{escape(record.title[language])}\n{mark}", escape(record.intro[language])]
    parts += ["\n".join(_question(book, record, question, language)) for question in record.questions]
    parts.append(_overview(book, record, language))
    parts += [_suggestion(book, page, record, one) for one in record.suggestions]
    if record.note:
        parts.append(f"{escape(record.note[language])}\n{{: .note .adviser-note }}")
    return "\n\n".join([*parts, *source_paragraph(book, page, record.sources, ".note .adviser-note")])


def _question(book: Book, record: Adviser, question: Question, language: str) -> Iterable[str]:
    """The question as a paragraph, its choices as a list below."""
    help = f" *{escape(question.help[language])}*" if question.help else ""
    yield f"**{escape(question.text[language])}**{help}\n{{: .adviser-question data-question={question.id} }}\n"
    for id, text in _choices(book, record, question, language).items():
        yield f"- {escape(text)}\n    {{: data-choice={id} }}"


def _choices(book: Book, record: Adviser, question: Question, language: str) -> dict[str, str]:
    """The choices by id: the question's own, or the cells of a column of the adviser's table."""
    if question.column and record.table:
        rows = book.tables[record.table].rows
        return {row.id: text for row in rows if (text := cell_text(row, question.column, language))}
    return {choice.id: choice.text[language] for choice in question.choices}


def _overview(book: Book, record: Adviser, language: str) -> Markdown:
    """What goes with what, one suggestion a row; questions that no suggestion turns on are left out."""
    view = book.in_language(language)
    questions = [one for one in record.questions if any(one.id in other.fits for other in record.suggestions)]
    assess = record.use == "assess"
    rows = []
    for one in record.suggestions:
        cells: list[object] = [one.name[language]]
        for question in questions:
            choices = _choices(book, record, question, language)
            fitting = [choices[id] for id in one.fits.get(question.id, ())]
            anything = not assess and len(fitting) in (0, len(choices))
            cells.append(view.word("any-answer") if anything else "; ".join(fitting))
        rows.append(cells)
    headers = [
        view.word("adviser-example" if assess else "adviser-suggestion"),
        *(question.text[language] for question in questions),
    ]
    return table(view.word("adviser-examples" if assess else "adviser-overview"), headers, rows)


def _suggestion(book: Book, page: Page, record: Adviser, one: Suggestion) -> str:
    language = page.language
    fits = ";".join(f"{question}={','.join(choices)}" for question, choices in one.fits.items())
    mark = f'{{#{record.id}-{one.id} data-suggestion={one.id} data-fits="{fits}"}}'
    parts = [f"### {escape(one.name[language])} {mark}"]
    if one.text:
        parts.append(escape(one.text[language]))
    if one.row and record.table:
        parts.append(_row(book, record, one.row, one.name[language], language))
    if one.open:
        parts.append(f"**{escape(page.word('open-question'))}** {escape(one.open[language])}\n{{: .open }}")
    if one.evidence:
        parts.append("\n".join(f"- {_evidence(book, page, evidence)}" for evidence in one.evidence))
    if one.leads_to:
        pages = "; ".join(named_page(book, page, id) for id in one.leads_to)
        parts.append(f"{escape(page.word('go-on-with'))}: {pages}.")
    if one.cases:
        cases = "; ".join(link(book.cases[id].name[language], f"cases/{id}", page.key) for id in one.cases)
        parts.append(f"{escape(page.word('cases'))}: {cases}.")
    return "\n\n".join(parts)


def _row(book: Book, record: Adviser, row_id: str, name: str, language: str) -> str:
    """The cells of a row of the adviser's table, each with the title of its column, but for ``name`` itself."""
    source = book.tables[record.table or ""]
    row = next(row for row in source.rows if row.id == row_id)
    return "\n".join(
        f"- {escape(column.title[language])}: {escape(text)}"
        for column in source.columns
        if (text := cell_text(row, column.id, language)) and text != name
    )


def _evidence(book: Book, page: Page, evidence: Evidence) -> str:
    language = page.language
    reading = editors_reading(page, evidence.basis)
    where = f"{source_link(book, page, evidence.source)}, {escape(evidence.locator[language])}"
    where += f"; *{escape(reading)}*" if reading else ""
    return f"{escape(evidence.text[language])} ({where})"
