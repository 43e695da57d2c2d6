"""Rules of what is proposed to the reader: it is a source's, which and where, or it is the handbook's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handbook.checking.references import named_twice
from handbook.checking.rule import rule
from handbook.checking.translations import sections
from handbook.content.chapters import prose_lines
from handbook.content.models import Attributed, GuidingQuestions
from handbook.content.own_actions import actions, is_mark, says_whose
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding
from handbook.reading.records import Loaded

_ITEM = re.compile(r"(\d+\.|-) ")


@rule(
    {
        "stated-without-place": (
            "dice que lo afirma una fuente, pero no cuál o en qué lugar; escriba «source» y «locator», o «basis: ours» si "
            "lo propone el manual.",
            "it says that a source states it, but not which or where; write 'source' and 'locator', or 'basis: ours' if it "
            "is the handbook's own.",
        ),
        "ours-with-source": (
            "dice que lo propone el manual y nombra una fuente; quite «source» y «locator», o escriba «basis: stated».",
            "it says that it is the handbook's own and names a source; take out 'source' and 'locator', or write "
            "'basis: stated'.",
        ),
    }
)
def what_is_stated_has_its_place(draft: Draft) -> Iterator[Finding]:
    """What a source states names the source and the place in it; what is the handbook's own names none."""
    for loaded, where, one in _attributed(draft):
        if one.basis == "stated" and not (one.source and one.locator):
            yield loaded.finding((*where, "basis"), "stated-without-place")
        if one.basis == "ours" and (one.source or one.locator):
            yield loaded.finding((*where, "basis"), "ours-with-source")


def _attributed(draft: Draft) -> Iterator[tuple[Loaded, tuple[str | int, ...], Attributed]]:
    """Every guiding question and every item of a checklist, with its file and its place there."""
    for loaded in draft.collections["questions"]:
        for index, question in enumerate(loaded.record.questions):
            yield loaded, ("questions", index), question
    for loaded in draft.collections["checklists"]:
        for number, group in enumerate(loaded.record.groups):
            for index, item in enumerate(group.items):
                yield loaded, ("groups", number, "items", index), item


@rule(
    {
        "question-id": (
            "el id «{found}» no empieza por el del paso; escriba «{step}-…», y no lo cambie después: con él se guarda lo que "
            "se responde.",
            "the id '{found}' does not begin with that of the step; write '{step}-…', and do not change it afterwards: "
            "answers are saved under it.",
        ),
    }
)
def questions_are_named_after_their_step(draft: Draft) -> Iterator[Finding]:
    """The ids of guiding questions are used once, and begin with the id of their step."""
    for loaded in draft.collections["questions"]:
        record: GuidingQuestions = loaded.record
        yield from named_twice(loaded, ("questions",), record.questions)
        for index, question in enumerate(record.questions):
            if not question.id.startswith(f"{record.id}-"):
                yield loaded.finding(("questions", index, "id"), "question-id", found=question.id, step=record.id)


@rule(
    {
        "whose-is-not-said": (
            "aquí no se dice de quién son las preguntas; escríbalas en data/questions/{found}.yml, cada una con «basis», y "
            "aquí solo <!-- handbook:questions id={found} -->.",
            "it is not said here whose the questions are; write them into data/questions/{found}.yml, each with its "
            "'basis', and here only <!-- handbook:questions id={found} -->.",
        ),
    }
)
def guiding_questions_are_records(draft: Draft) -> Iterator[Finding]:
    """The questions of a step are brought by their directive, which says whose each is; none is typed."""
    for chapter in draft.chapters:
        if chapter.section != "route":
            continue
        asked = {heading.line for heading in chapter.headings if heading.id == "questions"}
        for number, lines in sections(chapter):
            if number in asked and any(_ITEM.match(line) for _, line in lines):
                yield finding(chapter.path, number, 1, "", "whose-is-not-said", found=chapter.front.id)


@rule(
    {
        "actions-without-source": (
            "la página no nombra ninguna fuente, y en «{found}» hay acciones o señales sin «{{: .ours }}»; nombre las fuentes "
            "en el encabezado y muéstrelas en una sección {{#sources}}, o marque las que propone el manual.",
            "the page names no source, and in '{found}' there are actions or signs without '{{: .ours }}'; name the sources "
            "in the front matter and show them in a section {{#sources}}, or mark those that are the handbook's own.",
        ),
        "mark-on-nothing": (
            "«{{: .ours }}» no está debajo de una acción numerada ni de una señal; póngalo en la línea que sigue al texto de "
            "una de ellas.",
            "'{{: .ours }}' does not stand below a numbered action or a sign; put it in the line after the text of one.",
        ),
    }
)
def actions_are_the_sources_or_marked(draft: Draft) -> Iterator[Finding]:
    """What is not marked is said to come from the sources of the page, so it has some; a mark stands where it is seen."""
    for chapter in draft.chapters:
        shown = any(heading.id == "sources" for heading in chapter.headings) and bool(chapter.front.sources)
        seen: set[int] = set()
        for found in actions(chapter.body):
            seen.update(found.marks)
            if says_whose(chapter.section, found) and not all(found.ours) and not shown:
                line = chapter.first_line + found.line
                yield finding(chapter.path, line, 1, "", "actions-without-source", found=f"#{found.id}")
        for index, line_text in prose_lines(chapter.body):
            if is_mark(line_text) and index not in seen:
                yield finding(chapter.path, chapter.first_line + index, 1, "", "mark-on-nothing")
