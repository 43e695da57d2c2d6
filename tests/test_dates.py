"""Years and dates: none is still to come, and no case was reviewed before its sources were there."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import EDITION, make_project, write_case
from handbook.checking.rules.dates import meant_year
from handbook.content.edition import latest_date
from handbook.content.models import Edition
from handbook.loading import inspect
from handbook.reading.findings import Finding

CASE = "data/cases/alfa.yml"
LATEST = latest_date(EDITION)
YEAR = int(LATEST[:4])
FIGURE = (
    'figures:\n  - {value: 1, unit: {es: "u", en: "v"}, label: {es: "u", en: "v"}, year: 2014, source: al-las-2014}\n'
)
EVENT = 'timeline:\n  - {year: 2010, until: 2011, event: {es: "Se abrió.", en: "It opened."}}\n'
PEOPLE = "population: {value: 5000, year: 2014, source: al-las-2014}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("dates")
    make_project(root)
    return root


def check(root: Path, old: str, new: str, extra: str = "") -> list[Finding]:
    def change(text: str) -> str:
        whole = text + extra
        assert old in whole
        return whole.replace(old, new)

    write_case(root, "alfa", change)
    return inspect(root)[1]


@pytest.mark.parametrize(
    ("old", "new", "extra", "field", "meant"),
    [
        ("end: 2011", "end: 2041", "", "period.end", "2014"),
        ("start: 2008, end: 2011", "start: 2080", "", "period.start", "2008"),
        ("year: 2014", "year: 2041", FIGURE, "figures[1].year", "2014"),
        ("year: 2010, until: 2011", "year: 2031, until: 2032", EVENT, "timeline[1].year", "2013"),
        ("until: 2011", "until: 2099", EVENT, "timeline[1].until", None),
        ("year: 2014", "year: 2100", PEOPLE, "population.year", "2010"),
        ("end: 2011", f"end: {YEAR + 1}", "", "period.end", None),
    ],
)
def test_a_year_after_the_edition_is_found_with_the_year_that_was_meant(
    root: Path, old: str, new: str, extra: str, field: str, meant: str | None
) -> None:
    found = [one for one in check(root, old, new, extra) if one.code == "year-to-come"]
    assert (found[0].path, found[0].field) == (CASE, field)
    assert dict(found[0].words).get("nearest") == meant
    assert f"up to {LATEST}; correct the year" in found[0].text("en")


def test_the_last_year_that_the_edition_can_tell_of_is_let_be(root: Path) -> None:
    assert check(root, "end: 2011", f"end: {YEAR}") == []
    assert check(root, "2026-11-21", LATEST) == []


@pytest.mark.parametrize(
    ("written", "code", "meant"),
    [
        ("2099-12-31", "year-to-come", "2026-12-31"),
        ("2062-11-21", "year-to-come", "2026-11-21"),
        ("2051-11-21", "year-to-come", "2015-11-21"),
        (f"{YEAR}-12-31", "year-to-come", "2026-12-31"),
        ("9999-12-31", "year-to-come", "2026-12-31"),
        ("0001-01-01", "reviewed-before-source", "2026-01-01"),
        ("0206-11-21", "reviewed-before-source", "2026-11-21"),
        ("2013-12-31", "reviewed-before-source", "2026-12-31"),
    ],
)
def test_a_case_is_reviewed_after_its_sources_and_before_the_next_edition(
    root: Path, written: str, code: str, meant: str
) -> None:
    (found,) = check(root, "2026-11-21", written)
    assert (found.path, found.field, found.code) == (CASE, "reviewed", code)
    assert dict(found.words)["nearest"] == meant
    assert written in found.text("es")


def test_a_case_whose_sources_have_no_year_is_not_older_than_the_oldest_source_of_all(root: Path) -> None:
    def change(text: str) -> str:
        return text.replace("source: al-las-2014", "source: jimenez").replace("2026-11-21", "2009-12-31")

    write_case(root, "alfa", change)
    (found,) = inspect(root)[1]
    assert (found.code, dict(found.words)["year"]) == ("reviewed-before-source", "2010")


def test_the_year_of_a_source_is_not_still_to_come(root: Path) -> None:
    check(root, "kind", "kind")
    file = root / "data/sources.yml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace("year: 2010", "year: 2100"), encoding="utf-8")
    found = inspect(root)[1]
    file.write_text(before, encoding="utf-8")
    assert [(one.path, one.field, one.code) for one in found] == [
        ("data/sources.yml", "entries[3].year", "year-to-come")
    ]
    assert dict(found[0].words)["nearest"] == "2010"


def test_the_bound_is_the_day_of_the_edition_a_year_later() -> None:
    assert latest_date(Edition(id="2026.1", date="2026-11-21")) == "2027-11-21"


@pytest.mark.parametrize(("year", "meant"), [(2041, 2014), (2107, 2017), (3012, 2013), (2099, None), (9999, None)])
def test_two_digits_in_the_other_order_give_the_year_that_was_meant(year: int, meant: int | None) -> None:
    assert meant_year(year, 2027) == meant


UNDATED = "start: 2008, end: 2014"  # 2014 is the year in which the source of the case was published
ACTION = 'actions:\n  - {text: {es: "Abrió en 2014.", en: "It opened in 2014."}, source: al-las-2014}\n'


def test_a_year_of_publication_is_not_taken_for_the_period_of_a_case(root: Path) -> None:
    (found,) = check(root, "start: 2008, end: 2011", UNDATED)
    assert (found.code, found.field, found.line) == ("year-of-publication", "period.end", 6)
    assert "write: period: {start: 2014, dated: before}." in found.text("en")


@pytest.mark.parametrize("extra", [ACTION, FIGURE, PEOPLE, EVENT.replace("2011", "2014")])
def test_a_year_of_publication_in_which_something_happened_may_end_a_period(root: Path, extra: str) -> None:
    assert check(root, "start: 2008, end: 2011", UNDATED, extra) == []


def test_a_figure_that_the_source_does_not_date_is_no_evidence_of_a_period(root: Path) -> None:
    undated = FIGURE.replace("year: 2014", "year: 2014, dated: before")
    assert [one.code for one in check(root, "start: 2008, end: 2011", UNDATED, undated)] == ["year-of-publication"]


def test_what_begins_and_ends_in_one_year_is_let_be(root: Path) -> None:
    one_year = EVENT.replace("2011", "2010") + FIGURE.replace("year: 2014", "year: 2009, until: 2009")
    assert check(root, "start: 2008, end: 2011", "start: 2008, end: 2008", one_year) == []


def test_a_period_before_a_year_has_no_last_year(root: Path) -> None:
    (found,) = check(root, "end: 2011", "end: 2011, dated: before")
    assert (found.code, found.field) == ("before-several-years", "period.end")


def test_a_period_that_the_source_does_not_date_may_be_that_of_its_publication(root: Path) -> None:
    assert check(root, "start: 2008, end: 2011", "start: 2014, dated: before") == []


def test_a_figure_without_a_year_is_found(root: Path) -> None:
    (found,) = check(root, ", year: 2014, source", ", source", FIGURE)
    assert (found.code, found.field) == ("figure-without-year", "figures[1].year")
