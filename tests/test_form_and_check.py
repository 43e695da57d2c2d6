"""The form for a case and ``handbook check`` have one set of rules: each says the same of the same records.

``form_and_check.yml`` has what is typed and what is found. A rule that looks at what the form makes, cases and sources,
is marked: shared with the form, or the check's alone with the reason.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, make_project, serving
from handbook import loading
from handbook.checking.rule import FORM, SHARED
from handbook.checking.rules import RULES
from handbook.content.book import Book
from handbook.content.brief_notes import missing_parts
from handbook.loading import inspect
from handbook.reading.draft import Draft
from handbook.reading.findings import MESSAGES, Finding
from handbook.website.case_form_data import shape
from playwright.sync_api import Page, expect

FILE = yaml.safe_load((PROJECT / "tests/form_and_check.yml").read_text(encoding="utf-8"))
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
Said = dict[str, dict[str, str]]


def typed(record: Mapping[str, Any]) -> dict[str, str]:
    """Field -> what is typed into it; a field that stays empty is not there."""
    return {field: text for field, text in {**FILE["good"], **record["typed"]}.items() if text is not None}


EXPECTED: Said = {record["what"]: record["found"] for record in FILE["records"]}


# ------------------------------------------------------------------------------------------------------- the check


def nested(fields: Mapping[str, str]) -> dict[str, Any]:
    """The record that is typed: lists by their numbers, numbers as they are written, all else as texts."""
    root: dict[str, Any] = {}
    for field, text in fields.items():
        node, at, value = shape(), root, root
        for key in field.split("."):
            at, value = value, value.setdefault(key, {})
            node = node["items"] if node["type"] == "array" else node.get("fields", {}).get(key, {"type": "text"})
        at[key] = text if node["type"] in ("number", "integer") and NUMBER.fullmatch(text) else quoted(text)
    return root


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def as_yaml(value: Any) -> str:
    """Flow style, in which all of it stands on one line."""
    if isinstance(value, str):
        return value
    if all(key.isdecimal() for key in value):
        return f"[{', '.join(map(as_yaml, value.values()))}]"
    return "{" + ", ".join(f"{key}: {as_yaml(one)}" for key, one in value.items()) + "}"


def checked(root: Path, fields: Mapping[str, str]) -> dict[str, str]:
    """Field -> code of what the check finds in a case, and in the sources that come with it."""
    record = nested(fields)
    added = record.pop("newSources", {})
    id = fields.get("id", "")
    case = root / f"data/cases/{id if re.fullmatch('[a-z0-9][a-z0-9-]*', id) else 'villanueva'}.yml"
    sources = root / "data/sources.yml"
    before = sources.read_text(encoding="utf-8")
    known = len(yaml.safe_load(before)["entries"])
    case.write_text("".join(f"{key}: {as_yaml(one)}\n" for key, one in record.items()), encoding="utf-8")
    sources.write_text(before + "".join(f"  - {as_yaml(one)}\n" for one in added.values()), encoding="utf-8")
    try:
        return {_field(one, root, fields, known): one.code for one in inspect(root)[1]}
    finally:
        case.unlink()
        sources.write_text(before, encoding="utf-8")


def _field(found: Finding, root: Path, fields: Mapping[str, str], known: int) -> str:
    """How the form names the field of a finding: a source that is added is one of ``newSources``.

    What spoils a text is found before it is known in which field that stands: it is the one that is there.
    """
    if found.field:
        return re.sub(r"entries\[(\d+)\]", lambda entry: f"newSources[{int(entry[1]) - known}]", found.field)
    line = (root / found.path).read_text(encoding="utf-8").splitlines()[found.line - 1]
    field = next(
        field
        for field, text in fields.items()
        if (start := line.find(quoted(text))) >= 0 and start < found.column <= start + len(quoted(text))
    )
    return re.sub(r"\.(\d+)", lambda number: f"[{int(number[1]) + 1}]", field)


@pytest.fixture(scope="module")
def by_the_check(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, set[str]]:
    """What the check finds in each record, and the names of the rules that find it."""
    root = tmp_path_factory.mktemp("check") / "project"
    make_project(root)
    shutil.copytree(PROJECT / "data/map", root / "data/map")
    rules: set[str] = set()

    def watched(rule: Callable[[Draft], Iterator[Finding]]) -> Callable[[Draft], list[Finding]]:
        def watch(draft: Draft) -> list[Finding]:
            found = list(rule(draft))
            rules.update([rule.__name__] if found else [])
            return found

        return watch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "RULES", [watched(rule) for rule in RULES])
        said = {record["what"]: checked(root, typed(record)) for record in FILE["records"]}
    return said, rules


def test_the_check_finds_in_each_record_what_is_said_of_it(by_the_check: tuple[Said, set[str]]) -> None:
    assert by_the_check[0] == EXPECTED


def test_every_shared_rule_finds_something_in_a_record(by_the_check: tuple[Said, set[str]]) -> None:
    shared = {name for name, mark in FORM.items() if mark == SHARED}
    assert shared - by_the_check[1] == set()


# -------------------------------------------------------------------------------------------------------- the marks


class Watched(dict[str, Any]):
    """A mapping that tells when somebody looks at one of some keys."""

    def __init__(self, mapping: Mapping[str, Any], keys: set[str], tell: Callable[[], None]) -> None:
        super().__init__(mapping)
        self._keys, self._tell = keys, tell

    def __getitem__(self, key: str) -> Any:
        if key in self._keys:
            self._tell()
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        if key in self._keys:
            self._tell()
        return super().get(key, default)

    def values(self) -> Any:
        self._tell()
        return super().values()

    def items(self) -> Any:
        self._tell()
        return super().items()


def test_every_rule_that_looks_at_cases_or_sources_is_marked() -> None:
    looked: set[str] = set()

    def watched(rule: Callable[[Draft], Iterator[Finding]]) -> Callable[[Draft], list[Finding]]:
        def watch(draft: Draft) -> list[Finding]:
            def tell() -> None:
                looked.add(rule.__name__)

            collections = Watched(draft.collections, {"cases"}, tell)
            files = Watched(draft.vocabulary_files, {"sources"}, tell)
            return list(rule(replace(draft, collections=collections, vocabulary_files=files)))

        return watch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "RULES", [watched(rule) for rule in RULES])
        inspect(PROJECT)
    assert looked - FORM.keys() == set()


def test_a_rule_that_only_the_check_has_says_why() -> None:
    assert {name: mark for name, mark in FORM.items() if mark != SHARED and len(mark.split()) < 4} == {}


# --------------------------------------------------------------------------------------------------------- the form


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as url:
        yield url


# The draft is put where another tab would save it; the form takes it in, and is sent.
SUBMIT = """drafts => drafts.reduce(async (before, draft) => {
  const all = await before;
  localStorage.clear();
  for (const [field, value] of Object.entries(draft)) localStorage.setItem(`handbook:/:case-form:1:${field}`, JSON.stringify(value));
  dispatchEvent(new StorageEvent("storage", {key: null}));
  await new Promise(done => setTimeout(done, 20));
  document.querySelector("form.case-form [type=submit]").click();
  const found = [...document.querySelectorAll(".form-summary:not([hidden]) li")].map(one => [one.dataset.field, one.dataset.code]);
  const file = document.querySelector(".form-result:not([hidden]) pre");
  return [...all, {found: Object.fromEntries(found), file: Boolean(file)}];
}, [])"""


def draft(fields: Mapping[str, str]) -> dict[str, str | bool]:
    """The fields, and before them each item of a list that they are in."""
    items = {
        ".".join(parts[: at + 1]): True
        for field in fields
        for parts in [field.split(".")]
        for at in range(1, len(parts) - 1)
        if parts[at].isdecimal()
    }
    return items | dict(fields)


@pytest.mark.browser
def test_the_form_finds_in_each_record_what_is_said_of_it(page: Page, address: str) -> None:
    open_form(page, address)
    said = page.evaluate(SUBMIT, [draft(typed(record)) for record in FILE["records"]])
    names = [record["what"] for record in FILE["records"]]
    assert {name: one["found"] for name, one in zip(names, said, strict=True)} == EXPECTED
    assert [name for name, one in zip(names, said, strict=True) if one["file"]] == [
        name for name, found in EXPECTED.items() if set(found.values()) <= {"missing-language", "no-location"}
    ]


def open_form(page: Page, address: str) -> None:
    """The form, with all that it fetches once somebody writes."""
    page.goto(f"{address}contribute/case-form/")
    page.focus("#case-name-es")
    page.wait_for_selector("#case-country[data-offered]", state="attached")


@pytest.mark.browser
def test_the_form_has_the_shared_rules_and_no_other(page: Page, address: str) -> None:
    open_form(page, address)
    rules = page.evaluate("window.handbook.caseForm.rules")
    assert set(rules) == {name for name, mark in FORM.items() if mark == SHARED}


def test_the_form_has_words_for_every_code_of_the_records() -> None:
    words = yaml.safe_load((PROJECT / "data/vocabulary/words.yml").read_text(encoding="utf-8"))["entries"]
    codes = {code for found in EXPECTED.values() for code in found.values()}
    assert codes <= MESSAGES.keys()
    assert {code for code in codes if f"finding-{code}" not in words} == set()


@pytest.mark.browser
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"actions.1.text.es": "Otra acción de la oficina.", "actions.2.text.es": "Y otra más, de 2012."},
        {"figures.0.value": "3", "lessons.0.es": "Una lección."},
        {"figures.0.value": "3", "lessons.0.es": "Una lección.", "difficulties.0.es": "Faltó dinero."},
        {"sources.1.source": "jimenez"},
        {"sources.1.source": "al-las-2014"},
        {"actions.1.source": "jimenez"},
    ],
)
def test_the_form_says_of_a_record_what_makes_it_a_brief_note(
    more: dict[str, str], page: Page, address: str, golden_book: Book
) -> None:
    open_form(page, address)
    fields = {**FILE["good"], **more}
    page.evaluate(SUBMIT, [draft(fields)])
    record = nested(fields)
    counted = {part: tuple(record.get(part, {}).values()) for part in ("actions", "figures", "lessons", "difficulties")}
    listed = {one["source"] for part in ("sources", "actions") for one in record[part].values() if "source" in one}
    bare = golden_book.cases["bare"]
    sources = tuple(bare.sources[0].model_copy(update={"source": one}) for one in listed)
    case = bare.model_copy(update={**counted, "sources": sources})
    words = yaml.safe_load((PROJECT / "data/vocabulary/words.yml").read_text(encoding="utf-8"))["entries"]
    lacks = ", ".join(words[f"brief-missing-{part}"]["es"] for part in missing_parts(case))
    said = page.locator("[data-brief]")
    if lacks:
        expect(said).to_have_text(words["brief-ahead"]["es"].replace("%missing", lacks))
    else:
        expect(said).to_be_hidden()


# ``HANDBOOK_FUZZ=10000`` is the long run.
ROUNDS = int(os.environ.get("HANDBOOK_FUZZ", "40"))
WRITTEN = {
    "text": ["Una oficina", "The office of the town is in the plan", "1.200", "-1", "=1", "a\u00adb", "<b>", "NO", "{:", "ñ: #1"],
    "id": ["aligned", "villa", "Villa", "villa–nueva", "al-las-2014", "plan-2020", "2020", "null", "-a"],
    "link": ["https://example.org", "http://", "mailto:a@b", "www.example.org", "https://a b", "HTTPS://example.org"],
    "date": ["2014-01-01", "2013-12-31", "2027-11-21", "2027-11-22", "2024-02-30", "0000-01-01", "21-11-2026", "2026-11-2"],
    "number": ["0", "-0", "4.60", "74.08", "-74.08", "91", "1.200", "1.2000", "12.3450", "007", "+1", "1e3", ".5", "999999999999999"],
    "integer": ["2010", "2009", "2014", "2015", "2027", "2028", "2101", "1499", "2010.0", "2010.5", "-2010", "MMX"],
    "country": ["CO", "ES", "FR", "NO", "US"],
    "kinds": ["municipality", "region"],
    "sources": ["al-las-2014", "jimenez", "plan-2020"],
    "ideas": ["aligned", "focused"],
    "basis": ["stated", "supported"],
    "dated": ["given", "before"],
    "language": ["es", "en"],
}  # fmt: skip


def leaves(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every field of the form, of lists the first two items, with what may be written there."""
    if node["type"] == "object":
        for key, child in node["fields"].items():
            yield from leaves(child, f"{path}.{key}" if path else key)
    elif node["type"] == "array":
        for number in range(2):
            yield from leaves(node["items"], f"{path}.{number}")
    elif node["type"] == "both":
        yield from ((f"{path}.{language}", "text") for language in ("es", "en"))
    else:
        yield path, node.get("of", node["type"])


def invented(chance: random.Random) -> dict[str, str]:
    """A record with nothing wrong in it, of which some fields are left empty and others written anew."""
    all_fields = list(leaves(shape()))
    starting = [record for record in FILE["records"] if not record["found"]]
    fields = typed(chance.choice(starting))
    for field, kind in chance.sample(all_fields, chance.randrange(1, 4)):
        if chance.random() < 0.2:
            fields.pop(field, None)
        elif field in fields or not field.startswith(("newSources", "figures", "ideas", "sources.1", "actions.1")):
            fields[field] = chance.choice(WRITTEN[kind])
    return fields


@pytest.mark.browser
def test_the_form_makes_a_file_of_any_record_that_the_check_accepts_and_of_no_other(
    page: Page, address: str, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    make_project(root)
    shutil.copytree(PROJECT / "data/map", root / "data/map")
    open_form(page, address)
    chance = random.Random(20261127)
    records = [invented(chance) for _ in range(ROUNDS)]
    for record, said in zip(records, page.evaluate(SUBMIT, [draft(record) for record in records]), strict=True):
        found = checked(root, record)
        found = {field: code for field, code in found.items() if code != "source-not-listed"}  # the form lists it
        assert said["file"] == (set(found.values()) <= {"missing-language", "no-location"}), (
            record,
            said["found"],
            found,
        )
