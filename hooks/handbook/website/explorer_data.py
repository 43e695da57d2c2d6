"""The cases as data for the explorer and the comparison page: scripts, so that a copy opened from a folder works.

``assets/cases-es.js`` has a few hundred bytes for each case, whatever its record holds; ``assets/cases/<id>-es.js`` has
one whole case, for the pages that show it beside others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from handbook.content.book import Book
from handbook.content.brief_notes import is_brief
from handbook.content.case_facets import SHOWN, facet_values
from handbook.content.case_facts import BASES, CaseFacts
from handbook.content.languages import LANGUAGES
from handbook.content.models import Case
from handbook.rendering.directives.case_list import facet_names

_FACETS = {
    "country": "column-country",
    "kind": "column-kind",
    "size": "size",
    "idea": "idea",
    "step": "step",
    "modality": "modality",
    "level": "level",
    "dimension": "dimension",
    "basis": "column-basis",
}
# Institutions are searched by name; of each case at most so many letters of them are sent.
_MOST_LETTERS = 200


def write_case_data(
    book: Book, site: Path, ids: Collection[str] | None = None, languages: Iterable[str] = LANGUAGES
) -> None:
    """Write the scripts of ``languages`` into the built ``site``: that of all cases, and one for each of the cases with
    ``ids``, or for every case."""
    folder = site / "assets" / "cases"
    folder.mkdir(parents=True, exist_ok=True)
    for language in languages:
        _write(folder.parent / f"cases-{language}.js", "cases", _all_cases(book.of(language), language))
        for case in book.of(language).cases.values():
            if ids is None or case.id in ids:
                _write(folder / f"{case.id}-{language}.js", "caseRecord", _one_case(book.of(language), case, language))


def _write(file: Path, function: str, data: Any) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    file.write_text(f"handbook.{function}({text});\n", encoding="utf-8")


def _all_cases(book: Book, language: str) -> dict[str, Any]:
    view = book.in_language(language)
    facets = {facet: _values(book, facet, language) for facet in _FACETS}
    index = {facet: {id: at for at, (id, _) in enumerate(values)} for facet, values in facets.items()}
    return {
        "section": book.address("cases/index", language),
        "compare": book.address(key, language) if (key := book.chapter_keys.get("compare-cases")) else "",
        "facets": [[facet, view.word(word), facets[facet]] for facet, word in _FACETS.items()],
        "cases": [_row(book, case, index, language) for case in book.cases_sorted(language)],
    }


def _values(book: Book, facet: str, language: str) -> list[tuple[str, str]]:
    """A facet's values that some case has, with their names."""
    view = book.in_language(language)
    if facet != "level":
        used = {value for case in book.cases.values() for value in facet_values(case, facet)}
        return [(id, name) for id, name in facet_names(book, facet, language) if id in used]
    used = {value for case in book.cases.values() for value in _levels(case)}
    return [
        (f"{modality}-{level}", f"{view.name('modalities', modality)}: {name[language].lower()}")
        for modality in book.vocabulary["modalities"]
        for level, name in ((one.id, one.name) for one in book.vocabulary["levels"].values())
        if f"{modality}-{level}" in used
    ]


def _levels(case: Case) -> set[str]:
    return {f"{modality}-{used.level}" for modality, used in case.modalities.items() if used.level}


def _row(book: Book, case: Case, index: dict[str, dict[str, int]], language: str) -> list[Any]:
    """Id, name, first year, period, summary, words to search, for each facet the places of its values, the population
    or nothing, and of a brief note 1.

    Of an idea, a step or a dimension the place is twice that of the value, and one more for an editors' reading.
    """
    values = [
        [2 * index[facet][shown.id] + BASES.index(shown.basis) for shown in getattr(case, SHOWN[facet])]
        if facet in SHOWN
        else sorted(index[facet][id] for id in (_levels(case) if facet == "level" else facet_values(case, facet)))
        for facet in _FACETS
    ]
    institutions = " ".join(institution.name[language] for institution in case.institutions)[:_MOST_LETTERS]
    facts = CaseFacts(book.in_language(language), case)
    row = [case.id, facts.name, case.period.start, facts.period, facts.summary, institutions, values, facts.population]
    return [*row, 1] if is_brief(case) else row


def _one_case(book: Book, case: Case, language: str) -> dict[str, Any]:
    """A case as groups of rows; a row's key and place are the same in every case, so that rows of different cases align."""
    facts = CaseFacts(book.in_language(language), case)
    word = facts.view.word
    groups = [
        ("glance", word("at-a-glance"), list(_glance(facts))),
        ("ideas", word("ideas-shown"), list(_shown(facts, "ideas"))),
        ("steps", word("steps-shown"), list(_shown(facts, "steps"))),
        ("modalities", word("modalities-used"), list(_modalities(facts))),
        ("dimensions", word("dimensions-shown"), list(_shown(facts, "dimensions"))),
        ("learned", word("lessons"), list(_learned(facts))),
    ]
    return {
        "id": case.id,
        "name": facts.name,
        **({"mark": facts.mark} if facts.mark else {}),
        "groups": [{"id": id, "name": name, "rows": rows} for id, name, rows in groups if rows],
    }


def _glance(facts: CaseFacts) -> Iterator[list[Any]]:
    word = facts.view.word
    yield ["country", 0, word("column-country"), [facts.country]]
    yield ["kind", 1, word("column-kind"), [facts.kind]]
    yield ["period", 2, word("column-period"), [facts.period]]
    if facts.population:
        yield ["population", 3, word("population"), [facts.population]]
    yield ["summary", 4, word("summary"), [facts.summary]]


def _shown(facts: CaseFacts, vocabulary: str) -> Iterator[list[Any]]:
    places = {id: place for place, id in enumerate(facts.view.book.vocabulary[vocabulary])}
    for shown in facts.shown(vocabulary):
        how = f"{shown.how} ({shown.reading})" if shown.reading else shown.how
        yield [shown.id, places[shown.id], shown.name, [how, *([shown.lesson] if shown.lesson else [])]]


def _modalities(facts: CaseFacts) -> Iterator[list[Any]]:
    places = {id: place for place, id in enumerate(facts.view.book.vocabulary["modalities"])}
    for used in facts.used():
        yield [used.id, places[used.id], used.name, [used.what, f"{facts.view.word('level')}: {used.level}"]]


def _learned(facts: CaseFacts) -> Iterator[list[Any]]:
    for place, (field, texts) in enumerate((("lessons", facts.lessons), ("difficulties", facts.difficulties))):
        if texts:
            yield [field, place, facts.view.word(field), list(texts)]
