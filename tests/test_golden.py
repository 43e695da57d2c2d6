"""What each directive and a case's page make of a small book: tests/golden/book, which has words of its own.

The Markdown that is expected lies in tests/golden/. After an intended change, write it anew with
``HANDBOOK_GOLDEN=write pytest tests/test_golden.py`` and read the difference, which is what readers will see.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from handbook.content.book import Book
from handbook.rendering.case_page import case_page
from handbook.rendering.registry import expand_to_read, renderers

PROJECT = Path(__file__).resolve().parent.parent
GOLDEN = PROJECT / "tests/golden"
LANGUAGES = ("es", "en")

# The page that a directive stands on, and the directive; on other pages it may bring something else.
DIRECTIVES = {
    "acronyms": ("about/index", "acronyms"),
    "adviser": ("about/index", "adviser id=which-space"),
    "adviser-to-assess": ("about/index", "adviser id=risks"),
    "bibliography": ("about/sources", "bibliography"),
    "cases": ("cases/index", "cases"),
    "cases-by-basis": ("cases/index", "cases by=basis"),
    "cases-by-country": ("cases/by-country", "cases by=country"),
    "cases-by-idea": ("cases/by-idea", "cases by=idea"),
    "cases-by-kind-of-a-country": ("cases/index", "cases by=kind country=CO"),
    "cases-by-modality": ("cases/index", "cases by=modality"),
    "cases-of-a-country": ("cases/index", "cases country=CO"),
    "changes": ("about/index", "changes"),
    "checklist": ("route/02-actors", "checklist id=start"),
    "checklist-without-titles": ("about/index", "checklist id=before"),
    "checklists": ("about/index", "checklists"),
    "compare": ("cases/compare", "compare"),
    "comparison": ("ideas/01-aligned", "comparison idea=aligned"),
    "comparison-with-all-columns": (
        "ideas/01-aligned",
        "comparison idea=aligned columns=country,kind,population,period,what,basis,lesson,difficulty,level",
    ),
    "comparison-of-a-modality": (
        "ideas/01-aligned",
        "comparison modality=cooperation columns=what,level,basis,lesson",
    ),
    "comparison-of-none": ("ideas/01-aligned", "comparison idea=durable"),
    "comparison-of-all-cases": ("about/index", "comparison"),
    "comparison-with-several-filters": ("ideas/01-aligned", "comparison country=CO,NO kind=region columns=what,period"),
    "course": ("training/long", "course id=long"),
    "course-of-one-session": ("training/short", "course id=short"),
    "course-builder": ("training/builder", "course-builder"),
    "courses": ("training/index", "courses"),
    "edition": ("about/index", "edition"),
    "example-of-a-case": ("about/index", "example of=case"),
    "example-of-schemas": ("about/index", "example of=schema"),
    "explorer": ("cases/index", "explorer"),
    "figure-bars": ("ideas/01-aligned", "figure id=bars"),
    "figure-cycle": ("ideas/01-aligned", "figure id=cycle"),
    "figure-levels": ("ideas/01-aligned", "figure id=levels"),
    "figure-planes": ("ideas/01-aligned", "figure id=planes"),
    "figure-spectrum": ("ideas/01-aligned", "figure id=spectrum"),
    "figure-stages": ("ideas/01-aligned", "figure id=stages"),
    "figure-wheel": ("ideas/01-aligned", "figure id=wheel"),
    "figure-wheel-with-groups": ("ideas/01-aligned", "figure id=grouped-wheel"),
    "files": ("about/index", "files of=book"),
    "form": ("about/index", "form"),
    "form-as-link": ("about/index", "form as=link"),
    "glossary": ("about/index", "glossary"),
    "handout": ("training/handout", "handout"),
    "leads": ("route/02-actors", "leads id=start"),
    "map": ("cases/index", "map"),
    "next": ("route/01-alignment", "next"),
    "questions": ("route/01-alignment", "questions id=alignment"),
    "questions-of-the-handbook": ("route/02-actors", "questions id=actors"),
    "quizzes": ("training/index", "quizzes of=ideas"),
    "related-to-a-step": ("route/01-alignment", "related"),
    "related-to-an-idea": ("ideas/01-aligned", "related"),
    "related-to-neither": ("about/index", "related"),
    "route": ("route/index", "route"),
    "scope": ("about/index", "scope"),
    "scope-with-laws": ("about/index", "scope laws=spaces"),
    "sources": ("ideas/01-aligned", "sources"),
    "starts": ("cases/index", "starts"),
    "status": ("about/index", "status"),
    "table": ("ideas/01-aligned", "table id=spaces"),
    "table-without-a-note": ("ideas/01-aligned", "table id=plain"),
}


def expect(name: str, language: str, text: str) -> None:
    """Compare with the golden file; or write it, where that is asked for."""
    file = GOLDEN / f"{name}.{language}.md"
    if os.environ.get("HANDBOOK_GOLDEN") == "write":
        file.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == file.read_text(encoding="utf-8")


def rendered(book: Book, key: str, directive: str, language: str) -> str:
    return expand_to_read(f"<!-- handbook:{directive} -->", book, book.page(key, language)).strip("\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_directive_brings_what_it_should(name: str, language: str, golden_book: Book) -> None:
    expect(name, language, rendered(golden_book, *DIRECTIVES[name], language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ["whole", "bare", "second"])
def test_the_page_of_a_case_has_what_its_record_has(case: str, language: str, golden_book: Book) -> None:
    expect(f"case-{case}", language, case_page(golden_book, golden_book.cases[case], language))


def test_levels_are_told_only_where_a_source_rates_one(golden_book: Book) -> None:
    unrated = {id: one.model_copy(update={"level": None}) for id, one in golden_book.cases["whole"].modalities.items()}
    page = case_page(golden_book, golden_book.cases["whole"].model_copy(update={"modalities": unrated}), "en")
    assert "not-rated" in case_page(golden_book, golden_book.cases["whole"], "en")
    assert "not-rated" not in page


def test_every_directive_has_a_golden_page() -> None:
    # What contributors copy is tested with the list it is made from: test_allowed_markdown.
    tried = {directive.split()[0] for _, directive in DIRECTIVES.values()} | {"markdown-guide"}
    assert sorted(renderers()) == sorted(tried)


def test_every_golden_page_is_expected_by_a_test() -> None:
    names = {*DIRECTIVES, "case-whole", "case-bare", "case-second"}
    expected = {f"{name}.{language}.md" for name in names for language in LANGUAGES}
    assert {file.name for file in GOLDEN.glob("*.md")} == expected


def test_a_value_of_nothing_is_told_as_such(golden_book: Book) -> None:
    bars = golden_book.figures["bars"]
    first, *others = bars.entries
    entries = (first.model_copy(update={"value": 0}), *others)
    book = replace(golden_book, figures={"bars": bars.model_copy(update={"entries": entries})})
    assert ">0</td>" in rendered(book, "ideas/01-aligned", "figure id=bars", "en")
