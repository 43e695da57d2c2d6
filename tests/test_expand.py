"""The way on: the book as plain Markdown, built by another generator, and the site by MkDocs' successor."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from posixpath import normpath

import pytest
from conftest import PROJECT, handbook, make_project
from lxml import html


@pytest.fixture(scope="module")
def expanded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("expand") / "project"
    make_project(root)
    checklist = """\
id: first
title: {es: "Lista", en: "List"}
page: aligned
groups:
  - id: all
    items:
      - id: one
        text: {es: "Un punto.", en: "One item."}
        basis: ours
      - id: two
        text: {es: "Otro punto.", en: "Another item."}
        basis: stated
        source: al-las-2014
        locator: {es: "cap. 2", en: "ch. 2"}
"""
    (root / "data/checklists").mkdir()
    (root / "data/checklists/first.yml").write_text(checklist, encoding="utf-8")
    for language in ("es", "en"):
        page = root / f"docs/ideas/01-aligned.{language}.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n<!-- handbook:checklist id=first -->\n", encoding="utf-8")
    (root / "data/figures").mkdir()
    shutil.copy(PROJECT / "data/figures/twelve-ideas.yml", root / "data/figures")
    for language in ("es", "en"):
        page = root / f"docs/index.{language}.md"
        page.write_text(
            page.read_text(encoding="utf-8") + "\n<!-- handbook:figure id=twelve-ideas -->\n", encoding="utf-8"
        )
    result = handbook("expand", str(root / "plain"), root=root)
    assert result.returncode == 0, result.stderr
    return root / "plain"


def test_every_page_of_both_languages_is_a_plain_file(expanded: Path) -> None:
    trees = [
        sorted(file.relative_to(expanded / language).as_posix() for file in (expanded / language).rglob("*.md"))
        for language in ("es", "en")
    ]
    assert trees[0] == trees[1]
    assert trees[0] == [
        "about/index.md",
        "about/sources.md",
        "cases/alfa.md",
        "cases/beta.md",
        "cases/index.md",
        "ideas/01-aligned.md",
        "ideas/index.md",
        "index.md",
    ]


def test_no_directive_is_left(expanded: Path) -> None:
    left = [file for file in expanded.rglob("*.md") if "<!-- handbook:" in file.read_text(encoding="utf-8")]
    assert left == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_zensical_builds_it_with_pages_tables_and_checklists_in_place(
    expanded: Path, language: str, tmp_path: Path
) -> None:
    shutil.copytree(expanded / language, tmp_path / "docs")
    (tmp_path / "zensical.toml").write_text('[project]\nsite_name = "Plain"\n', encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    pages = {file.relative_to(tmp_path / "site").as_posix() for file in (tmp_path / "site").rglob("index.html")}
    assert len(pages) == 8
    idea = html.parse(str(tmp_path / "site/ideas/01-aligned/index.html"))
    assert len(idea.xpath("//table//tr")) == 3
    assert len(idea.xpath("//article//li[.//input[@type='checkbox'] or contains(., '[ ]')]")) == 2


def test_links_in_drawings_lead_to_the_addresses_that_follow_from_the_files(expanded: Path) -> None:
    drawing = html.fromstring((expanded / "es/index.md").read_text(encoding="utf-8"))
    assert drawing.xpath("//svg//a/@href") == ["ideas/01-aligned/"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_successor_shows_the_pages_in_the_order_of_the_book(expanded: Path, language: str) -> None:
    command = [sys.executable, "-m", "zensical", "build", "--config-file", f"mkdocs.{language}.yml"]
    result = subprocess.run(command, cwd=expanded, capture_output=True, encoding="utf-8", check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr
    about = html.parse(str(expanded / f"site/{language}/about/index.html"))
    links = about.xpath("//nav[contains(@class, 'md-nav--primary')]//a[not(starts-with(@href, '#'))]/@href")
    order = dict.fromkeys(normpath(f"about/{link}") for link in links)
    assert list(order) == [
        ".",
        "ideas",
        "ideas/01-aligned",
        "cases",
        "cases/alfa",
        "cases/beta",
        "about",
        "about/sources",
    ]


def test_properdocs_builds_the_same_pages_as_mkdocs(project: Path) -> None:
    def build(tool: str) -> dict[str, bytes]:
        target = project / tool
        result = subprocess.run(
            [sys.executable, "-m", tool, "build", "--site-dir", str(target)],
            cwd=project,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        assert result.returncode == 0, result.stderr
        return {file.relative_to(target).as_posix(): file.read_bytes() for file in target.rglob("*.html")}

    assert build("properdocs") == build("mkdocs")
