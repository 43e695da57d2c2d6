"""Live preview renders only what changed, and gives what a full build gives."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, write_case

# Runs the live preview without its server; the test writes files between two lines of its input.
PREVIEW = """
import os
import sys
import tempfile
from types import SimpleNamespace
import mkdocs.commands.build as building
from mkdocs.config import load_config
written = []
plain = building._build_page
def noted(page, *rest, **named):
    written.append(page.file.dest_uri)
    return plain(page, *rest, **named)
building._build_page = noted
def everything():
    config = load_config("mkdocs.yml", site_dir="preview", strict=False)
    config.plugins.on_startup(command="serve", dirty=False)
    building.build(config, serve_url="http://127.0.0.1:1/")
    return config
config = everything()
if "--no-private-names" in sys.argv:
    sys.modules["hooks/live_preview.py"]._build_page = None
def restarted(program, arguments):
    print("written:restarted " + arguments[-1], flush=True)
    raise SystemExit
os.execv = restarted
server = SimpleNamespace(watch=lambda path: None, unwatch=lambda path: None, get_app=lambda: None, set_app=lambda app: None)
server.root = tempfile.mkdtemp()
config.plugins.on_serve(server, config=config, builder=everything)
for _ in sys.stdin:
    written.clear()
    server.builder()
    print("written:" + ",".join(sorted(written)), flush=True)
"""


class Preview:
    def __init__(self, root: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PREVIEW, *arguments],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self.build() == []  # it has built all, and is ready

    def build(self) -> list[str]:
        """The preview after what was saved: the files that were rendered."""
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
    """Every file of a site, the cases' data and the short addresses among them."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_an_edited_case_renders_its_pages_and_those_that_show_what_has_changed(project: Path, preview: Preview) -> None:
    write_case(project, "alfa", lambda text: text.replace("Shown by alfa", "Shown again by alfa"))
    assert preview.build() == [
        "casos/alfa/index.html",
        "en/cases/alfa/index.html",
        "en/ideas/01-aligned/index.html",
    ]


def test_a_case_with_another_name_renders_the_lists_too(project: Path, preview: Preview) -> None:
    write_case(project, "alfa", lambda text: text.replace("Town alfa", "City alfa"))
    assert {"en/cases/index.html", "en/ideas/01-aligned/index.html", "en/about/sources/index.html"} < set(
        preview.build()
    )


def test_an_edited_chapter_renders_itself_alone(project: Path, preview: Preview) -> None:
    page = project / "docs/ideas/index.es.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMás texto.\n", encoding="utf-8")
    assert preview.build() == ["ideas/index.html"]


def test_a_chapter_with_another_title_renders_the_pages_that_name_it(project: Path, preview: Preview) -> None:
    _change(project / "docs/about/sources.en.md", 'title: "', 'title: "Well ')
    written = preview.build()
    assert {"en/about/sources/index.html", "en/about/index.html"} <= set(written)
    assert "en/ideas/01-aligned/index.html" not in written


def test_an_english_page_tells_when_its_spanish_section_has_been_edited(project: Path) -> None:
    assert handbook("translations", "accept", "--all", root=project).returncode == 0
    preview = Preview(project)
    _change(project / "docs/ideas/01-aligned.es.md", "## C", "Más.\n\n## C")
    assert preview.build() == ["en/ideas/01-aligned/index.html", "ideas/01-alineada/index.html"]
    preview.end()


def test_an_mkdocs_without_its_private_names_builds_everything_after_a_save(project: Path) -> None:
    preview = Preview(project, "--no-private-names")
    write_case(project, "beta", lambda text: text.replace("First lesson", "Another lesson"))
    assert len(preview.build()) > 10
    preview.end()
    assert pages(project / "preview") == full_build(project)


def test_what_only_an_editor_leaves_for_a_moment_renders_nothing(project: Path, preview: Preview) -> None:
    (project / "docs/ideas/.index.es.md.swp").write_text("x", encoding="utf-8")
    (project / "data/cases/alfa.yml~").write_text("x", encoding="utf-8")
    assert preview.build() == []


def test_while_a_file_is_broken_the_pages_stay_and_afterwards_nothing_saved_is_lost(
    project: Path, preview: Preview
) -> None:
    good = (project / "data/cases/alfa.yml").read_text(encoding="utf-8")
    (project / "data/cases/alfa.yml").write_text("id: [", encoding="utf-8")
    page = project / "docs/ideas/index.es.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMás texto.\n", encoding="utf-8")
    assert preview.build() == []
    (project / "data/cases/alfa.yml").write_text(good, encoding="utf-8")
    assert {"ideas/index.html", "casos/alfa/index.html"} <= set(preview.build())


def test_after_the_code_was_saved_the_preview_starts_anew_as_it_was_started(project: Path) -> None:
    preview = Preview(project, "--marked")
    _change(project / "hooks/handbook/rendering/links.py", "from __future__", "# Saved.\nfrom __future__")
    assert preview.build() == ["restarted --marked"]
    preview.end()


def test_an_edited_map_is_drawn_anew(project: Path) -> None:
    shutil.copytree(PROJECT / "data/map", project / "data/map")
    _change(project / "docs/ideas/index.es.md", "# Ideas", "# Ideas\n\n<!-- handbook:map -->")
    _change(project / "docs/ideas/index.en.md", "# Ideas", "# Ideas\n\n<!-- handbook:map -->")
    preview = Preview(project)
    file = project / "data/map/countries-110m.json"
    outlines = json.loads(file.read_text(encoding="utf-8"))
    outlines["transform"]["translate"][1] += 5  # every country lies further north
    file.write_text(json.dumps(outlines), encoding="utf-8")
    assert {"en/ideas/index.html", "ideas/index.html"} <= set(preview.build())
    preview.end()
    assert pages(project / "preview") == full_build(project)


def test_a_style_sheet_is_copied_and_no_page_rendered(project: Path, preview: Preview) -> None:
    (project / "docs/assets/handbook.css").write_text("p { color: red }\n", encoding="utf-8")
    assert preview.build() == []
    assert (project / "preview/assets/handbook.css").read_text(encoding="utf-8") == "p{color:red}\n"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_edits_the_preview_is_what_a_full_build_gives(project: Path, preview: Preview, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(4):
        for _ in range(chance.randint(1, 3)):
            edit(project, chance, number)
        preview.build()
    assert pages(project / "preview") == full_build(project)


def test_after_edits_of_every_kind_the_preview_of_the_whole_book_is_what_a_full_build_gives(tmp_path: Path) -> None:
    for name in ("docs", "data", "hooks", "overrides", "mkdocs.yml"):
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, tmp_path / name)
    preview = Preview(tmp_path)
    rendered = 0
    # In this order: what one edit has left as it was, no later one puts right by the way.
    for pattern, old, new in (
        *((f"data/{name}/*.yml", 'es: "', 'es: "De nuevo: ') for name in SHOWN),
        ("docs/dialogue/why.es.md", r"^title: .*", "title: Razones"),
        ("docs/tools/indicators.en.md", r"^title: .*", "title: Which indicators"),
        ("docs/cases/by-modality.es.md", r"^title: .*", "title: Por modalidades"),
        ("docs/ideas/06-focused.es.md", r"^description: .*", "description: Otra descripción."),
        ("docs/ideas/02-plural.es.md", r"^(## .*\{#discuss.*)$", r"\1\n\nUn texto más."),
        ("docs/route/03-beneficiaries.es.md", r"^(## .*)$", r"\1\n\nUn texto más."),
        ("data/cases/medellin.yml", r"^kind: \w+", "kind: region"),
        ("data/cases/medellin.yml", r'name: \{es: "', 'name: {es: "Zz '),
        ("data/cases/medellin.yml", "cooperación", "trabajo conjunto"),
        ("data/cases/[a-b]*.yml", r'name: \{es: "', 'name: {es: "Zy '),
    ):
        for file in sorted(tmp_path.glob(pattern))[:3]:
            text = file.read_text(encoding="utf-8")
            assert re.search(old, text, re.M), file
            file.write_text(re.sub(old, new, text, count=1, flags=re.M), encoding="utf-8")
        written = preview.build()
        assert 0 < len(written) < 100, pattern  # never all of them
        rendered += len(written)
    assert rendered > 50
    preview.end()
    assert pages(tmp_path / "preview") == full_build(tmp_path)


# The records that pages show, beside cases and those that every page is made from.
SHOWN = ("advisers", "checklists", "figures", "quizzes", "tables")


def edit(root: Path, chance: random.Random, number: int) -> None:
    kind = chance.choice(["case", "name", "new case", "chapter", "spanish", "title", "section", "word", "template"])
    if kind == "case":
        write_case(root, "beta", lambda text: text.replace("First lesson", f"Lesson {number}"))
    elif kind == "name":  # which may be first or last in the list from now on
        write_case(root, "alfa", lambda text: text.replace("Town alfa", chance.choice(["A", "Z"]) + f" town {number}"))
    elif kind == "spanish":  # the English section is behind from now on
        _change(root / "docs/ideas/01-aligned.es.md", "## C", f"Texto {number}.\n\n## C")
    elif kind == "new case":
        write_case(root, f"nueva-{number}")
    elif kind == "chapter":
        _change(root / "docs/ideas/01-aligned.en.md", "## Cases", f"Text {number}.\n\n## Cases")
    elif kind == "title":
        _change(root / "docs/about/sources.en.md", 'title: "', f'title: "{number} ')
    elif kind == "section":
        _change(root / "docs/ideas/index.es.md", 'title: "', f'title: "{number} ')
    elif kind == "word":
        _change(root / "data/vocabulary/words.yml", 'es: "Casos comparados', f'es: "{number} Casos comparados')
    else:
        _change(root / "overrides/partials/copyright.html", "<div", f"<!-- {number} --><div")


def _change(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
