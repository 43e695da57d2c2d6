"""Live preview renders only what changed, and gives what a full build gives."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import write_case

# Builds as live preview does, again and again in one process; the test writes files between two lines of its input.
PREVIEW = """
import os, sys
sys.argv = ["mkdocs", "serve", "--dirty"]
os.environ["HANDBOOK_INCREMENTAL"] = "1"
from mkdocs.commands.build import build
from mkdocs.config import load_config
import mkdocs.commands.build as building
written = []
plain = building._build_page
def noted(page, config, *rest, **named):
    if page.file.is_modified():
        written.append(page.file.dest_uri)
    return plain(page, config, *rest, **named)
building._build_page = noted
for _ in sys.stdin:
    written.clear()
    config = load_config("mkdocs.yml", site_dir="preview", strict=False)
    config.plugins.on_startup(command="serve", dirty=True)
    build(config, dirty=True)
    print("written:" + ",".join(sorted(set(written))), flush=True)
"""


class Preview:
    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PREVIEW],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def build(self) -> list[str]:
        """Build once; the files that were rendered."""
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("written:"):
                return [file for file in line.strip().removeprefix("written:").split(",") if file]
        raise AssertionError("the preview ended")

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=30)


@pytest.fixture
def preview(project: Path) -> Preview:
    preview = Preview(project)
    yield preview
    preview.end()


def full_build(root: Path) -> dict[str, bytes]:
    target = root / "full"
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--clean", "--site-dir", str(target)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    return pages(target)


def pages(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.html")}


def test_an_edited_case_renders_its_pages_and_those_that_show_what_has_changed(project: Path, preview: Preview) -> None:
    preview.build()
    write_case(project, "alfa", lambda text: text.replace("Shown by alfa", "Shown again by alfa"))
    assert preview.build() == [
        "casos/alfa/index.html",
        "en/cases/alfa/index.html",
        "en/ideas/01-aligned/index.html",
    ]


def test_a_case_with_another_name_renders_the_lists_too(project: Path, preview: Preview) -> None:
    preview.build()
    write_case(project, "alfa", lambda text: text.replace("Town alfa", "City alfa"))
    assert {"en/cases/index.html", "en/ideas/01-aligned/index.html", "en/about/sources/index.html"} < set(
        preview.build()
    )


def test_an_edited_chapter_renders_itself_alone(project: Path, preview: Preview) -> None:
    preview.build()
    page = project / "docs/ideas/index.es.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMás texto.\n", encoding="utf-8")
    assert preview.build() == ["ideas/index.html"]


def test_nothing_edited_renders_nothing(preview: Preview) -> None:
    preview.build()
    assert preview.build() == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_edits_the_preview_is_what_a_full_build_gives(project: Path, preview: Preview, seed: int) -> None:
    chance = random.Random(seed)
    preview.build()
    for number in range(4):
        for _ in range(chance.randint(1, 3)):
            edit(project, chance, number)
        preview.build()
    assert pages(project / "preview") == full_build(project)


def edit(root: Path, chance: random.Random, number: int) -> None:
    kind = chance.choice(["case", "new case", "chapter", "title", "word", "template"])
    if kind == "case":
        write_case(root, "beta", lambda text: text.replace("First lesson", f"Lesson {number}"))
    elif kind == "new case":
        write_case(root, f"nueva-{number}")
    elif kind == "chapter":
        _change(root / "docs/ideas/01-aligned.en.md", "## Cases", f"Text {number}.\n\n## Cases")
    elif kind == "title":
        _change(root / "docs/ideas/index.es.md", 'title: "', f'title: "{number} ')
    elif kind == "word":
        _change(root / "data/vocabulary/words.yml", 'es: "Casos comparados', f'es: "{number} Casos comparados')
    else:
        _change(root / "overrides/partials/footer.html", "<footer", f"<!-- {number} --><footer")


def _change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
