"""What a public repository shows beside its site: change log, how to contribute, commands of make, hooks for commits."""

from __future__ import annotations

import itertools
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from handbook.content.models import RecordedEdition
from handbook.loading import load_book

PROJECT = Path(__file__).resolve().parent.parent
CHANGELOG = PROJECT / ".github/CHANGELOG.md"
CONTRIBUTING = PROJECT / ".github/CONTRIBUTING.md"
# Those of https://keepachangelog.com/en/1.1.0/
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def unlike_the_record(text: str, editions: Sequence[RecordedEdition]) -> list[str]:
    """What a change log has to say of the recorded editions, which come in their order, and does not."""
    parts = re.split(r"^## ", text, flags=re.M)[1:]
    headings = [part.splitlines()[0] for part in parts]
    expected = ["[Unreleased]", *(f"[{one.id}] - {one.date}" for one in reversed(editions))]
    wrong = [] if headings == expected else [f"headings: {headings} instead of {expected}"]
    for before, after in itertools.pairwise(editions):
        entry = next((part for part in parts if part.startswith(f"[{after.id}]")), "")
        for kind, pages in (
            ("Added", set(after.pages) - set(before.pages)),
            ("Removed", set(before.pages) - set(after.pages)),
        ):
            section = re.search(rf"^### {kind}$(.*?)(?=^### |\Z)", entry, re.M | re.S)
            named = set(re.findall(r"`([^`]+)`", section[1])) if section else set()
            wrong += [f"{after.id}, {kind}: `{page}`" for page in sorted(pages - named)]
    return wrong


def edition(edition_id: str, date: str, *pages: str) -> RecordedEdition:
    return RecordedEdition.model_validate(
        {
            "id": edition_id,
            "date": date,
            "pages": {page: {"es": {"top": "0" * 8}, "en": {"top": "0" * 8}} for page in pages},
        }
    )


EDITIONS = [edition("2026.1", "2026-11-21", "aligned", "old"), edition("2026.2", "2026-12-01", "aligned", "new")]
GOOD = """\
# Changelog

## [Unreleased]

## [2026.2] - 2026-12-01

### Added

- A page on partners, `new`.

### Removed

- `old`, which is part of `aligned` now.

## [2026.1] - 2026-11-21
"""


def test_the_change_log_names_the_recorded_editions_and_the_pages_that_came_and_went() -> None:
    assert unlike_the_record(CHANGELOG.read_text(encoding="utf-8"), load_book(PROJECT).editions) == []


@pytest.mark.parametrize(
    ("good", "bad", "wrong"),
    [
        ("", "", None),
        ("`new`", "new", "2026.2, Added: `new`"),
        ("### Removed", "### Fixed", "2026.2, Removed: `old`"),
        ("2026-12-01", "2026-12-02", "headings: "),
        ("## [Unreleased]\n", "", "headings: "),
        ("## [2026.1] - 2026-11-21\n", "", "headings: "),
    ],
)
def test_a_change_log_unlike_the_record_is_seen(good: str, bad: str, wrong: str | None) -> None:
    found = unlike_the_record(GOOD.replace(good, bad), EDITIONS)
    assert len(found) == (wrong is not None)
    assert "".join(found).startswith(wrong or "")


def test_the_change_log_has_the_kinds_of_changes_of_keep_a_changelog() -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.*)$", text, re.M)) <= KINDS
    assert set(re.findall(r"^## \[(.*?)\]", text, re.M)) == set(re.findall(r"^\[(.*?)\]: ", text, re.M))


def local_links(file: Path) -> Iterator[str]:
    """The targets of the links of a Markdown file that lead to a file of the project, without anchors."""
    for target in re.findall(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", file.read_text(encoding="utf-8"), re.M):
        if "://" not in (path := target[0] or target[1]) and not path.startswith("#"):
            yield path.partition("#")[0]


@pytest.mark.parametrize("file", sorted((PROJECT / ".github").glob("*.md")), ids=lambda file: file.name)
def test_the_links_of_the_repositorys_own_pages_lead_to_files(file: Path) -> None:
    assert [path for path in local_links(file) if not (file.parent / path).is_file()] == []


def test_who_contributes_is_led_to_the_same_pages_in_both_languages() -> None:
    spanish_and_english = CONTRIBUTING.read_text(encoding="utf-8").split("\n---\n")
    pages = [re.findall(r"docs/(\S+)\.(es|en)\.md", text) for text in spanish_and_english]
    assert pages[0] == [(page, "en") for page, _ in pages[1]]
    assert {language for _, language in pages[1]} == {"es"}


def runs_of_words(text: str, length: int = 8) -> set[tuple[str, ...]]:
    """Every run of so many words in a text."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def test_the_contributing_file_repeats_nothing_of_the_pages_that_it_names() -> None:
    own = CONTRIBUTING.read_text(encoding="utf-8")
    for path in set(local_links(CONTRIBUTING)):
        theirs = (CONTRIBUTING.parent / path).read_text(encoding="utf-8")
        assert runs_of_words(own) & runs_of_words(theirs) == set(), path


def test_make_help_lists_every_command() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.M)[1].split()
    # Run by make itself, make would say which folder it enters.
    command = ["make", "--no-print-directory", "help"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert [re.fullmatch(r"make (\S+)\s+\S.*", line)[1] for line in listed.splitlines()] == phony


def test_the_hooks_for_commits_are_local_and_run_what_make_runs() -> None:
    settings = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [one["repo"] for one in settings["repos"]] == ["local"]
    assert [one["entry"] for one in settings["repos"][0]["hooks"]] == ["make check", "make lint"]


def test_make_test_begins_with_what_the_hooks_for_commits_run() -> None:
    recipe = subprocess.run(["make", "-n", "test"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    for command in ("ruff check", "ruff format --check", "lint-imports", "mypy", "handbook check"):
        assert command in recipe.partition("pytest")[0]
