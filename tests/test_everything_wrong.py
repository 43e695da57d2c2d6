"""Small projects in which everything is wrong, and all that is said of it in one file: a changed message shows there.

A folder of ``tests/everything_wrong/`` is laid over the small project of the tests; a name that ends in ``.append`` is
added to the file of that name. What Git or an editor would not leave as it is, is made here. There are several because
the check ends early: what cannot be read keeps rules that look at all pages from being run, and any fault keeps links
from being followed into what pages show.

``findings.txt`` has every finding in order, in both languages. Renew it after a message has changed, and read what is
different: ``HANDBOOK_UPDATE=1 .venv/bin/pytest tests/test_everything_wrong.py``.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from conftest import CASE, PROJECT, golden_project, make_project, write_case, write_chapter
from handbook import loading
from handbook.checking.edition_wording import wording_findings
from handbook.checking.rules import RULES
from handbook.loading import inspect
from handbook.reading.draft import Draft
from handbook.reading.findings import MESSAGES, Finding
from handbook.upkeep import permalinks

FOLDER = PROJECT / "tests/everything_wrong"
GOLDEN = FOLDER / "findings.txt"

# Codes without a line in the golden file, and why.
WITHOUT_A_LINE = {
    "wrong-type": "for a type of which no record has a field; test_case_findings.py makes one",
}


def lay_over(root: Path, name: str) -> None:
    """The small project at ``root`` with a folder of ``tests/everything_wrong/`` over it."""
    make_project(root)
    for file in sorted(one for one in (FOLDER / name).rglob("*") if one.is_file()):
        place = root / file.relative_to(FOLDER / name)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.suffix == ".append":
            place = place.with_suffix("")
            place.write_bytes(place.read_bytes() + file.read_bytes())
        else:
            shutil.copy(file, place)


# What stands in the settings, and what is to stand there.
WRONG_SETTINGS = {
    "- ideas/index.md": "- ideas/indez.md\n  - Uno:\n  - ideas/01-aligned.md",
    "not_in_nav: |\n  *\n": "not_in_nav: |\n  cases/*\n",
    "  example-case.yml\n": "  example-case.yml\n  about/index.*\n",
    "hooks/on_nav.py": "hooks/on_navi.py",
    "logo: material/earth": "logo: material/earthh",
    "  - attr_list\n": "  - attr_lst\n",
    "toc_depth: 3": "toc_depth: 6",
    "plugins:\n": "plugins:\n  - i18n: {docs_structure: suffix, fallback_to_default: false, reconfigure_search: false, "
    "languages: [{locale: es, name: Castellano, theme: {palette: [{}, {toggle: {icon: material/erth}}, {}, {}]}}]}\n",
}
# Shapes of settings; with them no rule looks at what the settings ask for.
SHAPES_OF_SETTINGS = {
    "strict: true": 'strict: "true"',
    "frame_ancestors: \"'self'\"": "frame_ancestors: all",
    '!ENV [REPORT_ADDRESS, ""]': "the team",
    '"https://manual.example/"': "manual.example",
}


def change(file: Path, old: str, new: str) -> None:
    text = re.sub(old, new, file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")


def shapes(root: Path) -> list[Finding]:
    """What cannot be read: files, records and chapters of another shape; files in the wrong place."""
    lay_over(root, "shapes")
    write_case(root, "latin").write_bytes(CASE.format(id="latin").encode("latin-1"))
    write_case(root, "large", lambda text: f"{text}# {'x' * 300_000}\n")
    ours, middle, theirs = (sign * 7 for sign in "<=>")
    write_case(root, "conflict", lambda text: f"{ours} ours\n{text}{middle}\n{theirs} theirs\n")
    write_chapter(root, "ideas/09-page", "page", "page", "# A\n\n" + "A b c d.\n\n" * 7000)
    write_chapter(root, "ideas/10-paragraph", "paragraph", "paragraph", "# A\n\n" + "A b c d.\n" * 1000)
    write_chapter(root, "ideas/11-brackets", "brackets", "brackets", "# A\n\n" + "[a] [b]\n" * 100)
    change(root / "data/vocabulary/words.yml", r"\n  home: .*", '\n  home: {es: "Inicio"}')
    (root / "data/vocabulary/dimensions.yml").unlink()
    (root / "docs/assets/js").mkdir(exist_ok=True)
    (root / "docs/assets/js/large.js").write_bytes(b"/" * 700_000)
    for old, new in SHAPES_OF_SETTINGS.items():
        change(root / "mkdocs.yml", re.escape(old), new)
    return inspect(root)[1]


def meaning(root: Path) -> list[Finding]:
    """What can be read, and does not go with the rest."""
    lay_over(root, "meaning")
    shutil.copytree(PROJECT / "data/map", root / "data/map")
    change(root / "data/vocabulary/ideas.yml", r"number: 11\n", "number: 10\n")
    change(root / "data/vocabulary/steps.yml", r"(ideas: \[.*)inclusive, ", r"\1")
    (root / "docs/index.en.md").unlink()
    return inspect(root)[1]


def whole(root: Path) -> list[Finding]:
    """Links into what other pages show; addresses that have moved."""
    lay_over(root, "whole")
    return inspect(root)[1]


def published(root: Path) -> list[Finding]:
    """What was promised: the text of editions, and addresses, beside a site of two pages."""
    lay_over(root, "published")
    editions = root / "data/editions"
    (editions / "2024.1.text.json.gz").write_bytes(b"damaged")
    (editions / "2025.1.text.json.gz").write_bytes(gzip.compress(b"{}", mtime=0))
    for page, head in (("", ""), ("moved/", '<meta http-equiv="refresh" content="0; url=/nowhere/">')):
        (root / "site" / page).mkdir(parents=True)
        text = f"<!doctype html><title>A</title>{head}<main><h1>A</h1></main>"
        (root / "site" / page / "index.html").write_text(text, encoding="utf-8")
    book, found = inspect(root)
    assert book is not None and found == []
    return [*wording_findings(root, book.editions), *permalinks.lost(root, root / "site")]


def settings(root: Path) -> list[Finding]:
    """mkdocs.yml and templates that no site can be made with; pages with the address of another."""
    lay_over(root, "settings")
    file = root / "mkdocs.yml"
    for old, new in WRONG_SETTINGS.items():
        change(file, re.escape(old), new)
    (root / "overrides/404.html").unlink()
    (root / "overrides/partials/latin.html").write_bytes("<p>\n  {{ page }} é</p>\n".encode("latin-1"))
    ours = "<" * 7
    (root / "overrides/partials/conflict.html").write_text(f"<p>\n{ours} ours\n</p>\n", encoding="utf-8")
    return inspect(root)[1]


def not_plain(root: Path) -> list[Finding]:
    """A folder where a file belongs; nothing else is looked at then."""
    make_project(root)
    (root / "data/cases/folder.yml").mkdir()
    return inspect(root)[1]


def no_project(root: Path) -> list[Finding]:
    """Another folder than that of the project."""
    return inspect(root)[1]


STAGES: tuple[Callable[[Path], list[Finding]], ...] = (
    *(shapes, meaning, whole, published),
    *(settings, not_plain, no_project),
)


@dataclass
class Said:
    """What is said of the broken projects: the golden text, the codes in it, and the rules that found something."""

    text: str = ""
    codes: set[str] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Said:
    all_said = Said()

    def watched(rule: Callable[[Draft], Iterator[Finding]]) -> Callable[[Draft], list[Finding]]:
        def watch(draft: Draft) -> list[Finding]:
            found = list(rule(draft))
            if found:
                all_said.rules.add(rule.__name__)
            return found

        return watch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "RULES", [watched(rule) for rule in RULES])
        for stage in STAGES:
            found = stage(tmp_path_factory.mktemp("wrong") / stage.__name__)
            assert found == sorted(found) or stage is published
            all_said.codes |= {one.code for one in found}
            all_said.text += f"# {stage.__name__}: {stage.__doc__}\n\n"
            for one in found:
                all_said.text += f"{one.code}\n  {one.line_of_text('es')}\n  {one.line_of_text('en')}\n\n"
    return all_said


def test_all_that_is_said_of_what_is_wrong_is_as_it_was(said: Said) -> None:
    if os.environ.get("HANDBOOK_UPDATE") == "1":
        GOLDEN.write_text(said.text, encoding="utf-8", newline="\n")
    assert said.text == GOLDEN.read_text(encoding="utf-8")


def test_every_message_has_a_line_or_a_reason(said: Said) -> None:
    assert sorted(MESSAGES.keys() - said.codes) == sorted(WITHOUT_A_LINE)


def test_every_rule_finds_something(said: Said) -> None:
    assert sorted({rule.__name__ for rule in RULES} - said.rules) == []


def test_nothing_is_said_of_a_small_book_with_all_that_a_record_may_have(tmp_path: Path) -> None:
    golden_project(tmp_path / "book")
    assert inspect(tmp_path / "book")[1] == []


def test_nothing_is_said_of_the_handbook_itself() -> None:
    assert inspect(PROJECT)[1] == []
