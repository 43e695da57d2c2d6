"""Our scripts by the tools of npm: format, rules and types (``npm run lint``), and their unit tests (``npm test``)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT
from handbook.website.script_words import shortened, words_asked

SCRIPTS = PROJECT / "docs/assets/js"


def npm(*arguments: str, root: Path = PROJECT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["npm", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.node
@pytest.mark.parametrize("check", ["format", "rules", "types"])
def test_the_scripts_are_clean(check: str) -> None:
    result = npm("run", "--silent", check)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.node
def test_the_unit_tests_of_the_scripts_pass() -> None:
    result = npm("test", "--silent")
    assert result.returncode == 0, result.stdout + result.stderr
    assert int(re.search(r"^(?:#|ℹ) pass (\d+)$", result.stdout, re.M)[1]) > 60


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the tools read, to be broken."""
    for folder in ("docs/assets/js", "tests/js", "hooks/handbook/exporting"):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    for file in (PROJECT / "tests").glob("*.mjs"):
        shutil.copy(file, tmp_path / "tests")
    shutil.copy(PROJECT / "package.json", tmp_path)
    (tmp_path / "node_modules").symlink_to((PROJECT / "node_modules").resolve())
    return tmp_path


@pytest.mark.node
@pytest.mark.parametrize(
    ("check", "line", "said"),
    [
        ("format", "  const a  = 1;", "handout.js"),
        ("rules", '  localStorage.setItem("a", "b");', "Save through store.js"),
        ("rules", "  const nobody = 1;", "'nobody' is assigned a value but never used"),
        ("rules", "  nobodyMade(1);", "'nobodyMade' is not defined"),
        ("rules", '  document.title = "Hoja";', "words.yml"),
        ("rules", '  document.body.append(window.handbook.make("p", {}, "Hoja"));', "words.yml"),
        ("rules", '  window.handbook.make("p", { "aria-label": `Hoja ${location.hash}` });', "words.yml"),
        ("rules", '  window.handbook.said = ["Solo los ejercicios"];', "words.yml"),
        ("rules", '  window.handbook.said = { all: "Todos" };', "words.yml"),
        ("rules", '  window.handbook.device.download("hoja", "", "");', "words.yml"),
        ("types", '  window.handbook.make("p").href = "x";', "Property 'href' does not exist"),
        ("types", "  window.handbook.load();", "Expected 1 arguments, but got 0"),
    ],
)
def test_the_tools_find_what_is_wrong_in_a_script(check: str, line: str, said: str, copy: Path) -> None:
    script = copy / "docs/assets/js/handout.js"
    script.write_text(script.read_text("utf-8").replace('"use strict";', f'"use strict";\n{line}', 1), encoding="utf-8")
    result = npm("run", "--silent", check, root=copy)
    assert result.returncode != 0
    assert said in result.stdout + result.stderr


# -------------------------------------------------------------------------------------------------------------- words

OWN = sorted(SCRIPTS.glob("*.js"))


@pytest.mark.parametrize("file", OWN, ids=lambda file: file.stem)
def test_every_word_that_a_script_asks_for_is_in_the_vocabulary(file: Path, known: frozenset[str]) -> None:
    script = file.read_text(encoding="utf-8")
    asked = words_asked(script, known)
    assert len(re.findall(r"\bword\(", script)) == 0 or asked
    # In no other way than the build can read: a literal, or a literal beginning.
    calls = re.findall(r"\bword\(\s*(?![\"`][a-z0-9-]+(?:\"|\$\{))\S*", script)
    assert [call for call in calls if file.name != "page.js"] == []


@pytest.fixture(scope="session")
def known() -> frozenset[str]:
    words = yaml.safe_load((PROJECT / "data/vocabulary/words.yml").read_text(encoding="utf-8"))
    return frozenset(words["entries"])


def test_a_word_that_is_in_no_vocabulary_stops_the_build() -> None:
    with pytest.raises(KeyError, match="close-it"):
        words_asked('make("p", {}, word("close-it"))', frozenset({"close"}))
    with pytest.raises(KeyError, match="closing-"):
        words_asked("word(`closing-${kind}`)", frozenset({"close"}))


def test_words_are_asked_by_name_or_by_their_beginning() -> None:
    known = frozenset({"close", "closed", "finding-a", "finding-b", "n-of-all"})
    script = 'word("close"); word(\n "n-of-all", { n }); word(`finding-${code}`); password("closed")'
    assert words_asked(script, known) == ["close", "finding-a", "finding-b", "n-of-all"]


def test_a_published_script_brings_its_words_in_both_languages_on_its_first_line(built: Path) -> None:
    published = (built / "assets/js/device.js").read_text(encoding="utf-8")
    source = (SCRIPTS / "device.js").read_text(encoding="utf-8")
    sent = re.match(r"Object\.assign\(handbook\.words,(\{.*?\})\[handbook\.language\]\);", published)[1]
    words = json.loads(sent)
    assert words["es"]["close"] == "Cerrar"
    assert words["en"]["close"] == "Close"
    assert words["es"].keys() == words["en"].keys() == set(words_asked(source, frozenset(words["es"])))


def test_a_script_without_words_is_published_shortened(built: Path) -> None:
    published = (built / "assets/js/page.js").read_text(encoding="utf-8")
    assert published == shortened((SCRIPTS / "page.js").read_text(encoding="utf-8"))


# Prints the program that a script is, without places and comments. Our only texts over several lines are lists of words,
# where one space is as good as many.
_PROGRAM = """
const text = require("fs").readFileSync(0, "utf8");
const plain = (value) => (typeof value === "string" ? value.replace(/\\n\\s*/g, "\\n") : value);
const tree = require("espree").parse(text, { ecmaVersion: "latest", sourceType: "script" });
console.log(JSON.stringify(tree, (key, value) => (["start", "end"].includes(key) ? undefined : plain(value))));
"""


@pytest.mark.parametrize("file", sorted((PROJECT / "docs/assets/js").glob("*.js")), ids=lambda file: file.stem)
def test_a_shortened_script_is_the_same_program(file: Path) -> None:
    def program(text: str) -> str:
        return subprocess.run(
            ["node", "-e", _PROGRAM], cwd=PROJECT, input=text, capture_output=True, encoding="utf-8", check=True
        ).stdout

    text = file.read_text(encoding="utf-8")
    shorter = shortened(text)
    assert len(shorter) < len(text)
    assert program(shorter) == program(text)


def test_a_comment_beside_code_stays() -> None:
    assert shortened('/* a\n   b */\n\n  x = 1; // c\n  // d\ny = "// e";\n') == 'x = 1; // c\ny = "// e";\n'


def test_sheets_are_published_without_their_comments(built: Path) -> None:
    published = (built / "assets/short.css").read_text(encoding="utf-8")
    assert "/*" in (PROJECT / "docs/assets/short.css").read_text(encoding="utf-8")
    assert "max-width:36rem" in published
    assert "/*" not in published


def test_each_place_for_a_value_is_in_both_languages_of_a_word() -> None:
    words = yaml.safe_load((PROJECT / "data/vocabulary/words.yml").read_text(encoding="utf-8"))["entries"]
    places = {
        id: [sorted(re.findall(r"%(\w+)", text[language])) for language in ("es", "en")] for id, text in words.items()
    }
    assert {id: found for id, found in places.items() if found[0] != found[1]} == {}


# ---------------------------------------------------------------------------------------------------------- the tools


def test_the_lock_file_names_no_address_of_a_registry() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package] == []


def test_every_tool_of_npm_is_pinned() -> None:
    versions = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))["devDependencies"].values()
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_make_lint_runs_what_npm_knows_of_the_scripts() -> None:
    recipe = subprocess.run(["make", "-n", "lint"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    assert "npm run --silent lint" in recipe
