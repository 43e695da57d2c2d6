"""A stranger adds a directive and a rule as ARCHITECTURE.md says: one module and one word, or one function."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import handbook, make_project, write_chapter

DIRECTIVE = '''\
"""``greeting``: a word of welcome."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.rendering.markdown_text import escape
from handbook.rendering.registry import directive


@directive("greeting", values={"of": "data:cases"}, required=("of",), made_from=("data/cases/{of}.yml",))
def greeting(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Greets the reader in the name of a case.

    Example: ``<!-- handbook:greeting of=alfa -->``
    """
    return f"{escape(book.cases[arguments['of']].name[page.language])}: {escape(page.title)}!"
'''
WORD = '  directive-greeting: {es: "Saluda en nombre de un caso.", en: "Greets in the name of a case."}\n'
RULE = '''\
"""A rule of words."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding


@rule(
    {
        "bad-word": (
            "«{found}» no dice nada; escriba qué se hizo.",
            "'{found}' says nothing; write what was done.",
        ),
    }
)
def no_bad_word(draft: Draft) -> Iterator[Finding]:
    for chapter in draft.chapters:
        for index, line in enumerate(chapter.body.split("\\n")):
            if "paradigm" in line:
                yield finding(chapter.path, chapter.first_line + index, line.index("paradigm") + 1, "", "bad-word", found="paradigm")
'''


def with_directive(root: Path, asked: str) -> None:
    """The small project with the directive ``greeting``, asked for by a chapter, and the contributors' list."""
    make_project(root)
    (root / "hooks/handbook/rendering/directives/greeting.py").write_text(DIRECTIVE, encoding="utf-8")
    with (root / "data/vocabulary/words.yml").open("a", encoding="utf-8") as words:
        words.write(WORD)
    body = f"# {{Acerca|About}}\n\n{asked}\n\n## {{Directivas|Directives}} {{#list}}\n\n<!-- handbook:example of=directives -->\n"
    write_chapter(root, "about/index", "about", "{acerca|about}", body)


@pytest.fixture(scope="module")
def expanded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plain Markdown of a project with the new directive."""
    root = tmp_path_factory.mktemp("directive") / "project"
    with_directive(root, "<!-- handbook:greeting of=beta -->")
    result = handbook("expand", str(root / "plain"), root=root)
    assert result.returncode == 0, result.stdout + result.stderr
    return root / "plain"


def test_a_new_directive_is_expanded_in_both_languages(expanded: Path) -> None:
    pages = [(expanded / f"{language}/about/index.md").read_text(encoding="utf-8") for language in ("es", "en")]
    assert ["Villa beta: Acerca!" in pages[0], "Town beta: About!" in pages[1]] == [True, True]


def test_a_new_directive_stands_in_the_contributors_list_with_its_word_and_example(expanded: Path) -> None:
    page = (expanded / "en/about/index.md").read_text(encoding="utf-8")
    entry = page.partition("### greeting ")[2].partition("\n### ")[0]
    assert "Greets in the name of a case." in entry
    assert "<!-- handbook:greeting of=alfa -->" in entry


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("<!-- handbook:greeting fo=beta -->", "has no key 'fo'"),
        ("<!-- handbook:greeting of=gama -->", "'gama' is not a value"),
        ("<!-- handbook:greetin of=beta -->", "Did you mean 'greeting'?"),
    ],
    ids=["key", "value", "name"],
)
def test_a_wrong_use_of_a_new_directive_is_a_finding(asked: str, said: str, tmp_path: Path) -> None:
    with_directive(tmp_path, asked)
    result = handbook("check", "--lang", "en", root=tmp_path)
    assert result.returncode == 1
    assert "docs/about/index.en.md:9:1" in result.stdout
    assert said in result.stdout


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a new rule, and a chapter that breaks it in one language."""
    root = tmp_path_factory.mktemp("rule") / "project"
    make_project(root)
    (root / "hooks/handbook/checking/rules/no_bad_word.py").write_text(RULE, encoding="utf-8")
    write_chapter(root, "about/index", "about", "{acerca|about}", "# {Acerca|About}\n\n{Un plan.|A new paradigm.}\n")
    return root


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "«paradigm» no dice nada; escriba qué se hizo."), ("en", "'paradigm' says nothing; write what was done.")],
)
def test_a_new_rule_is_run_and_speaks_both_languages(language: str, said: str, ruled: Path) -> None:
    result = handbook("check", "--lang", language, root=ruled)
    assert result.returncode == 1
    assert f"docs/about/index.en.md:9:7: {said}" in result.stdout
