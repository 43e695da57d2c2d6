"""Broken chapters: every rule answers with one line for each language's file, and leaves code alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import CHECKLIST, handbook, make_project, write_case, write_chapter
from handbook.loading import inspect
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.findings import Finding, as_text
from handbook.rendering.registry import signatures

KEY = "docs/ideas/01-aligned"
IDEAS = (
    "aligned, attuned, durable, flexible, focused, inclusive, measurable, multidimensional, plural, professional, "
    "territorial, visible"
)
DIRECTIVE = "<!-- handbook:comparison idea=aligned -->"

# What is wrong with both languages | code | this text of them … | … becomes this | the line printed, after the path.
# "" instead of a text adds at the end (line 13).
BROKEN_IN_BOTH: list[tuple[str, str, str, str, str]] = [
    (
        "no front matter",
        "no-front-matter",
        "---\n",
        "",
        "1:1: the page has no front matter; begin the file with '---', the keys and another '---'.",
    ),
    (
        "front matter that does not end",
        "no-front-matter",
        "\n---\n",
        "\n",
        "1:1: the page has no front matter; begin the file with '---', the keys and another '---'.",
    ),
    (
        "a tab in the front matter",
        "tab",
        "id: aligned\n",
        "id: aligned\nsources:\n\t- source: al-las-2014\n",
        "4:1: the line begins with a tab; use spaces, two for each level.",
    ),
    (
        "a source in the front matter that nobody knows",
        "unknown-source",
        "id: aligned\n",
        "id: aligned\nsources:\n  - {source: al-las-2041}\n",
        "4:14: sources[1].source: the source 'al-las-2041' is not in data/sources.yml; correct the name or "
        "add it there. Did you mean 'al-las-2014'?",
    ),
    (
        "a handbook comment that is not closed",
        "unclosed-comment",
        "",
        "\n<!-- handbook:cases\n",
        "13:1: this handbook comment is not complete; write it alone on its line: <!-- handbook:name key=value -->.",
    ),
    (
        "a handbook comment inside a sentence",
        "unclosed-comment",
        "",
        "\nA <!-- handbook:cases --> b\n",
        "13:3: this handbook comment is not complete; write it alone on its line: <!-- handbook:name key=value -->.",
    ),
    (
        "a handbook comment with a capital",
        "unclosed-comment",
        "",
        "\n<!-- handbook:Cases -->\n",
        "13:1: this handbook comment is not complete; write it alone on its line: <!-- handbook:name key=value -->.",
    ),
    (
        "a directive that does not exist",
        "unknown-directive",
        "handbook:comparison",
        "handbook:comparisn",
        f"11:1: there is no directive 'comparisn'; those that exist are: {', '.join(signatures())}. "
        "Did you mean 'comparison'?",
    ),
    (
        "a key that the directive does not take",
        "directive-key",
        "idea=aligned",
        "ieda=aligned",
        "11:1: the directive 'comparison' has no key 'ieda'; those it takes are: "
        f"{', '.join(signatures()['comparison'].values)}. Did you mean 'idea'?",
    ),
    (
        "a value that the vocabulary does not have",
        "directive-value",
        "idea=aligned",
        "idea=alined",
        f"11:1: 'alined' is not a value of 'idea' in the directive 'comparison'; use one of: {IDEAS}. "
        "Did you mean 'aligned'?",
    ),
    (
        "one wrong value among several",
        "directive-value",
        "idea=aligned",
        "idea=aligned columns=what,leson",
        "11:1: 'leson' is not a value of 'columns' in the directive 'comparison'; use one of: "
        f"{', '.join(sorted(signatures()['comparison'].values['columns']))}. Did you mean 'lesson'?",
    ),
    (
        "a directive without the key that it needs",
        "directive-missing-key",
        DIRECTIVE,
        "<!-- handbook:table -->",
        "11:1: the directive 'table' lacks 'id'; write <!-- handbook:table id=... -->.",
    ),
    (
        "a directive that asks for a table nobody wrote",
        "directive-value",
        DIRECTIVE,
        "<!-- handbook:table id=grid -->",
        "11:1: 'grid' is not a value of 'id' in the directive 'table'; use one of: —.",
    ),
    (
        "an anchor that is duplicated",
        "duplicate-heading-id",
        "",
        "\n## 2 {#cases}\n",
        "13:1: the anchor 'cases' is duplicated on the page; change one, in both languages.",
    ),
    (
        "a heading without an anchor",
        "heading-without-id",
        "",
        "\n## 2.\n",
        "13:1: the heading '2.' has no anchor; add one at its end, the same in both languages: {#anchor}.",
    ),
    (
        "raw HTML",
        "raw-html",
        "",
        "\nA <b>b</b>.\n",
        "13:3: there is HTML in the chapter ('<b>'); use Markdown.",
    ),
    (
        "raw HTML after code",
        "raw-html",
        "",
        '\n`<i>` <img src="x" onerror="y">\n',
        '13:7: there is HTML in the chapter (\'<img src="x" onerror="y">\'); use Markdown.',
    ),
    (
        "a comment that is no directive",
        "raw-html",
        "",
        "\nA.\n\n<!-- to be checked -->\n",
        "15:1: there is HTML in the chapter ('<!-- to be checked -->'); use Markdown.",
    ),
    (
        "a link that runs a script",
        "bad-link",
        "",
        "\nA [b](javascript:alert).\n",
        "13:7: the address 'javascript:alert' is not accepted; use one that begins with https://, http:// or mailto:.",
    ),
    (
        "an attribute that runs a script",
        "attribute",
        "",
        "\nA.\n{: .lead onclick=alert }\n",
        "14:10: the attribute 'onclick' is not accepted in braces; use only: #id, .class, lang=.",
    ),
    (
        "a class that the site does not know",
        "attribute",
        "",
        "\nA.\n{: .red }\n",
        "14:4: the attribute '.red' is not accepted in braces; use only: .caption, .lead, .ours.",
    ),
    (
        "an attribute on what cannot have it",
        "attribute",
        "",
        "\nA.\n{: lang=fr }\n",
        "14:4: the attribute 'lang' is not accepted in braces; use only: #id, .class, lang=.",
    ),
    (
        "a list of attributes that is none to Markdown",
        "attribute",
        "",
        "\nA {: .lead } b.\n",
        "13:3: the attribute '{: .lead }' is not accepted in braces; use only: #id, .class, lang=.",
    ),
    (
        "a mail address outside docs/about/",
        "mail-link",
        "",
        "\n[A](mailto:a@b.example)\n",
        "13:5: 'mailto:a@b.example': mail addresses stand only in the pages of docs/about/; link to one of those.",
    ),
    (
        "a picture",
        "image",
        "",
        "\n![A](a.png)\n",
        "13:1: there is an image here ('![') and chapters hold none; make a figure in data/figures/: "
        "<!-- handbook:figure id=... -->.",
    ),
    (
        "a rule across the page",
        "element",
        "",
        "\n---\n",
        "13:1: this becomes <hr>, which a chapter may not use; write it with what docs/contribute/markdown.en.md "
        "shows.",
    ),
    (
        "words after the language of a fence",
        "odd-fence",
        "",
        "\n``` uno dos tres\n\nA\n\n```\n",
        "13:1: this line looks like the beginning of a block of code and is none; after the three marks write one "
        "word at most: the language.",
    ),
    (
        "a code fence that nothing closes",
        "unclosed-fence",
        "",
        "\n```\nA <b>\n",
        "13:1: the code block that begins here is never closed; add a line with the same marks at its end.",
    ),
    (
        "a page that is too long",
        "chapter-too-long",
        "",
        "\nA b c d.\n" * 7000,
        "7:1: the page has more than 60000 characters; divide it into several.",
    ),
    (
        "a paragraph that is too long",
        "paragraph-too-long",
        "",
        "\nA.\n\n" + "A b c d.\n" * 1000,
        "15:1: the paragraph, list or table that begins here has more than 8000 characters; divide it.",
    ),
    (
        "too many brackets in a paragraph",
        "too-many-brackets",
        "",
        "\nA.\n\n" + "[a] [b]\n" * 100,
        "15:1: the paragraph, list or table that begins here has more than 150 square brackets; divide it.",
    ),
    (
        "a character that nobody sees",
        "control-character",
        "",
        "\nA\u200bb\n",
        "13:2: there is an invisible character (U+200B); delete it and type that word again.",
    ),
]

# What is wrong with the English | code | this of it … | … becomes this | the line printed, after the path.
ENGLISH_DIFFERS: list[tuple[str, str, str, str, str]] = [
    (
        "its last heading is another",
        "pair-differs",
        "## Cases {#cases}\n",
        "## Other {#other}\n",
        "9:1: the two versions differ in headings: '## other' here and '## cases' in docs/ideas/01-aligned.es.md; "
        "make them equal.",
    ),
    (
        "it has a section more",
        "section-without-pair",
        "",
        "\n## More {#more}\n",
        "13:1: the section 'more' is missing in the other language; write it in docs/ideas/01-aligned.es.md.",
    ),
    (
        "a heading has another anchor",
        "pair-differs",
        "{#cases}",
        "{#examples}",
        "9:1: the two versions differ in headings: '## examples' here and '## cases' in docs/ideas/01-aligned.es.md; "
        "make them equal.",
    ),
    (
        "a heading has another level",
        "pair-differs",
        "## Cases",
        "### Cases",
        "9:1: the two versions differ in headings: '### cases' here and '## cases' in docs/ideas/01-aligned.es.md; "
        "make them equal.",
    ),
    (
        "a directive asks for something else",
        "pair-differs",
        "idea=aligned",
        "idea=plural",
        "11:1: the two versions differ in directives: 'comparison idea=plural' here and 'comparison idea=aligned' in "
        "docs/ideas/01-aligned.es.md; make them equal.",
    ),
    (
        "a directive is missing",
        "pair-differs",
        DIRECTIVE,
        "Cases.",
        "7:1: the two versions differ in directives: '—' here and 'comparison idea=aligned' in "
        "docs/ideas/01-aligned.es.md; make them equal.",
    ),
    (
        "it has another id",
        "pair-differs",
        "id: aligned",
        "id: another",
        "2:5: id: the two versions differ in id: 'another' here and 'aligned' in docs/ideas/01-aligned.es.md; "
        "make them equal.",
    ),
    (
        "it names a source more",
        "pair-differs",
        "id: aligned\n",
        "id: aligned\nsources:\n  - {source: al-las-2014}\n",
        "4:3: sources: the two versions differ in sources: 'al-las-2014' here and '—' in docs/ideas/01-aligned.es.md; "
        "make them equal.",
    ),
    (
        "it has a list that the Spanish lacks",
        "pair-counts",
        "",
        "\n- one\n- two\n",
        "13:1: the two versions differ in list items: 2 here and 0 in docs/ideas/01-aligned.es.md:9; make them equal.",
    ),
    (
        "its description is too long",
        "too-long",
        'description: "Aligned."',
        'description: "' + "A long one. " * 20 + '"',
        "4:14: description: the text has 239 characters and 170 fit; shorten it.",
    ),
    (
        "the mark of a translated section is written by hand",
        "bad-hash",
        "id: aligned\n",
        'id: aligned\nsource_hashes: {cases: "today"}\n',
        "3:24: source_hashes.cases: 'today' is not the mark of a section; do not write it by hand: use 'handbook "
        "translations accept'.",
    ),
]


@pytest.fixture(scope="module")
def one_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("findings") / "project"
    make_project(root)
    return root


@pytest.fixture
def project(one_project: Path, tmp_path: Path) -> Iterator[Path]:
    """The small project; what a test does to its chapters and data is undone afterwards."""
    for folder in ("data", "docs"):
        shutil.copytree(one_project / folder, tmp_path / folder)
    yield one_project
    for folder in ("data", "docs"):
        shutil.rmtree(one_project / folder)
        shutil.copytree(tmp_path / folder, one_project / folder)


@pytest.fixture
def check(project: Path) -> Callable[[], list[Finding]]:
    return lambda: inspect(project)[1]


def change(project: Path, language: str, old: str, new: str) -> None:
    file = project / f"{KEY}.{language}.md"
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


@pytest.mark.parametrize(
    ("code", "old", "new", "line"), [row[1:] for row in BROKEN_IN_BOTH], ids=[row[0] for row in BROKEN_IN_BOTH]
)
def test_what_is_wrong_in_both_languages_is_said_of_both_files(
    code: str, old: str, new: str, line: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    for language in ("en", "es"):
        change(project, language, old, new)
    found = check()
    assert [one.line_of_text("en") for one in found] == [f"{KEY}.en.md:{line}", f"{KEY}.es.md:{line}"]
    assert {one.code for one in found} == {code}


@pytest.mark.parametrize(
    ("code", "old", "new", "line"), [row[1:] for row in ENGLISH_DIFFERS], ids=[row[0] for row in ENGLISH_DIFFERS]
)
def test_an_english_page_that_is_not_its_spanish_one_is_said_of_the_english_file(
    code: str, old: str, new: str, line: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "en", old, new)
    found = check()
    assert [one.line_of_text("en") for one in found] == [f"{KEY}.en.md:{line}"]
    assert [one.code for one in found] == [code]


def test_an_empty_front_matter_is_none(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / f"{KEY}.en.md").write_text("---\n---\n# A\n", encoding="utf-8")
    assert as_text(check(), "en") == (
        f"{KEY}.en.md:1:1: the page has no front matter; begin the file with '---', the keys and another '---'."
    )


def test_a_misspelt_key_of_the_front_matter_is_found_with_what_is_missing_for_it(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "en", "title:", "tilte:")
    missing, unknown = check()
    assert (missing.code, missing.line, missing.column, missing.field) == ("missing", 2, 1, "title")
    assert (unknown.code, unknown.line, unknown.column, unknown.field) == ("unknown-key", 3, 1, "tilte")
    assert unknown.text("en").endswith("Did you mean 'title'?")
    assert unknown.text("es").endswith("¿Quiso decir «title»?")


@pytest.mark.parametrize(("gone", "left"), [("en", "es"), ("es", "en")])
def test_a_page_in_one_language_is_said_of_the_file_that_is_there(
    gone: str, left: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    (project / f"docs/about/index.{gone}.md").unlink()
    (found,) = check()
    assert found.code == "chapter-without-pair"
    assert found.line_of_text("en") == (
        f"docs/about/index.{left}.md:1:1: the page is missing in the other language; "
        f"write docs/about/index.{gone}.md with the same sections."
    )


def test_a_page_whose_pair_cannot_be_read_is_not_reported_too(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "en", "---\n", "")
    assert [one.path for one in check()] == [f"{KEY}.en.md"]


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("extra.md", "extra.es.md"),
        ("Extra.en.md", "extra.en.md"),
        ("extra.fr.md", "extra.es.md"),
        ("uña.es.md", "una.es.md"),
        ("a b.es.md", "a-b.es.md"),
        ("extra.es.markdown", "extra.es.md"),
        ("extra.en.mkd", "extra.en.md"),
        ("extra.es.MD", "extra.es.md"),
        ("extra.en.md.txt", "extra.en.md"),
    ],
)
def test_an_odd_chapter_name_is_refused(
    name: str, better: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    (project / "docs/ideas" / name).write_text("# Extra\n", encoding="utf-8")
    (found,) = check()
    assert found.code == "odd-chapter-name"
    assert found.line_of_text("en") == (
        f"docs/ideas/{name}:1:1: the name of the chapter is not valid; use lower-case letters without accents, digits "
        f"and hyphens, ending in .es.md or .en.md. Did you mean 'docs/ideas/{better}'?"
    )


@pytest.mark.parametrize(
    ("make", "what"), [(lambda file: file.mkdir(), "folder"), (lambda file: file.symlink_to(__file__), "link")]
)
def test_a_chapter_that_is_a_folder_or_a_link_is_refused(
    make: Callable[[Path], None], what: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    make(project / "docs/ideas/extra.es.md")
    assert as_text(check(), "en") == (
        f"docs/ideas/extra.es.md:1:1: this is no plain file but a {what}; put the file itself here, or delete it."
    )


def test_a_chapter_that_is_not_utf_8_is_found_where_it_stands(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    file = project / f"{KEY}.en.md"
    file.write_bytes(file.read_bytes() + "\nlección\n".encode("latin-1"))
    assert as_text(check(), "en") == (
        f"{KEY}.en.md:13:6: the file is not UTF-8; save it again with UTF-8 as its encoding."
    )


def test_two_pages_of_a_section_cannot_have_one_address(project: Path, check: Callable[[], list[Finding]]) -> None:
    write_chapter(
        project, "ideas/02-plural", "plural", "01-{alineada|plural}", "# {Plural y ciudadana|Plural and citizen-led}\n"
    )
    (found,) = check()
    assert found.code == "duplicate-slug"
    assert found.line_of_text("en") == (
        "docs/ideas/02-plural.es.md:5:7: slug: the address '/ideas/01-alineada/' is already that of "
        "docs/ideas/01-aligned.es.md; change the slug or, of a case, the id."
    )


def test_two_pages_cannot_have_one_id(project: Path, check: Callable[[], list[Finding]]) -> None:
    write_chapter(project, "ideas/02-plural", "aligned", "02-plural", "# {Alineada|Aligned}\n")
    assert as_text(check(), "en") == (
        "docs/ideas/02-plural.es.md:2:5: id: the id 'aligned' is already used in docs/ideas/01-aligned.es.md; "
        "choose another."
    )


def test_a_wording_that_the_glossary_avoids_is_found_with_the_one_to_use(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    (project / "data/glossary.yml").write_text(
        "entries:\n"
        "  - id: twinning\n"
        "    term: {es: Hermanamiento, en: Twinning}\n"
        "    avoid: {en: [brotherhood]}\n"
        '    definition: {es: "Uno.", en: "One."}\n',
        encoding="utf-8",
    )
    for language in ("es", "en"):
        change(project, language, "", "\nA `brotherhood`, and a Brotherhood.\n")
    (found,) = check()
    assert found.code == "avoided-word"
    assert found.line_of_text("en") == (
        f"{KEY}.en.md:13:24: the glossary asks not to say 'Brotherhood'; write 'Twinning'."
    )


def test_a_wording_that_the_glossary_avoids_is_found_in_a_record_too(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    (project / "data/glossary.yml").write_text(
        "entries:\n"
        "  - id: twinning\n"
        "    term: {es: Hermanamiento, en: Twinning}\n"
        "    avoid: {es: [hermandad]}\n"
        '    definition: {es: "Uno.", en: "One."}\n',
        encoding="utf-8",
    )
    write_case(project, "alfa", lambda text: text.replace("Resumen de alfa", "Una hermandad"))
    (found,) = check()
    assert found.line_of_text("en").endswith(
        "summary.es: the glossary asks not to say 'hermandad'; write 'Hermanamiento'."
    )


def test_a_wording_that_the_glossary_avoids_may_stand_in_the_whole_name_of_a_term(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    (project / "data/glossary.yml").write_text(
        "entries:\n"
        "  - id: network\n"
        "    term: {es: Red del Valle, en: Red del Valle}\n"
        "    avoid: {es: [red], en: [red]}\n"
        '    definition: {es: "Uno.", en: "One."}\n',
        encoding="utf-8",
    )
    for language in ("es", "en"):
        change(project, language, "", "\nLa Red del Valle.\n")
    assert check() == []


@pytest.mark.parametrize(
    ("old", "place"),
    [('title: "Aligned"', ":3:8: title"), ("# Aligned", ":7:1")],
    ids=["in the menu", "as a heading"],
)
def test_a_page_that_is_not_called_like_its_idea_is_named(
    project: Path, check: Callable[[], list[Finding]], old: str, place: str
) -> None:
    change(project, "en", old, old.replace("Aligned", "Align"))
    assert as_text(check(), "en") == (
        f"{KEY}.en.md{place}: 'Align' is not the name that stands in data/vocabulary/ideas.yml; write 'Aligned', or "
        "change both."
    )


def test_a_heading_may_say_more_than_the_name_of_the_idea(project: Path, check: Callable[[], list[Finding]]) -> None:
    change(project, "en", "# Aligned", "# Aligned: purpose comes first")
    assert check() == []


def test_a_section_with_the_anchor_of_a_dimension_is_called_like_the_dimension(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "es", "", "\n## Servicios ciudadanos {#citizen-services}\n\nUno.\n")
    change(project, "en", "", "\n## Citizen services {#citizen-services}\n\nOne.\n")
    assert as_text(check(), "en") == (
        f"{KEY}.en.md:13:1: 'Citizen services' is not the name that stands in data/vocabulary/dimensions.yml; write "
        "'Services for citizens', or change both."
    )


@pytest.mark.parametrize(
    "words",
    [
        "Step 6",
        "Steps 2",
        "Idea 12",
        "the step 6",
        "6",
        "**Step 6**",
        "here",
        "this page",
        "Paso 6",
        "la etapa 2",
        "aquí",
    ],
)
def test_a_link_whose_whole_text_is_a_number_or_a_pointing_word_is_refused(
    words: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "es", "", "\n[Uno](index.md).\n")
    change(project, "en", "", f"\nSee [{words}](index.md).\n")
    assert [(one.code, one.path, one.line, one.column) for one in check()] == [
        ("link-says-only-a-number", f"{KEY}.en.md", 13, 5)
    ]


@pytest.mark.parametrize("words", ["Step 6 (strengths)", "of Step 6, strengths", "2014", "where to go", "`Step 6`"])
def test_a_link_that_says_a_name_with_the_number_is_let_be(
    words: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    change(project, "es", "", "\n[Uno](index.md).\n")
    change(project, "en", "", f"\nSee [{words}](index.md).\n")
    assert check() == []


def test_the_checklist_of_a_step_is_called_like_the_step(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/checklists").mkdir()
    text = CHECKLIST.replace("idea-aligned", "step-alignment").replace("¿Está alineada?", "Paso 1. Alineación")
    text = text.replace("Is it aligned?", "Step 1. Strategy aligned")
    (project / "data/checklists/step-alignment.yml").write_text(text, encoding="utf-8")
    assert [found.line_of_text("en") for found in check() if found.code == "another-name"] == [
        "data/checklists/step-alignment.yml:2:39: title.en: 'Step 1. Strategy aligned' is not the name that stands in "
        "data/vocabulary/steps.yml; write 'Alignment', or change both."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- handbook:nothing -->\n<b>text</b>\n## No anchor\n```\n",
        "~~~~ html\n```\n<!-- handbook:cases\n~~~\n<b>\n~~~~\n",
        "- item\n\n    ```\n    <!-- handbook:nothing -->\n    ```\n",
        "`<b>` and ``<!-- handbook:cases` -->``\n",
        "2 < 3, a <3 b and 4 > 3\n",
    ],
    ids=["fence", "long tilde fence", "fence in a list", "inline code", "less than"],
)
def test_what_only_looks_like_a_directive_or_html_is_text(
    text: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    for language in ("en", "es"):
        change(project, language, "", "\n" + text)
    assert check() == []


def test_headings_and_directives_are_seen_with_their_lines() -> None:
    text = (
        b'---\r\nid: a\r\ntitle: "A"\r\ndescription: "A."\r\n---\r\n# A\r\n\r\n```\r\n# not\r\n```\r\n'
        b"## B {#b}\r\n<!-- handbook:cases by=idea -->\r\n"
    )
    loaded, found = parse_chapter(text, "a.es.md", "a", "es", {})
    assert found == []
    assert loaded is not None
    chapter = loaded.record
    assert [(one.level, one.text, one.id, one.line) for one in chapter.headings] == [
        (1, "A", None, 6),
        (2, "B", "b", 11),
    ]
    assert [(one.name, dict(one.arguments), one.line) for one in chapter.directives] == [("cases", {"by": "idea"}, 12)]


def test_a_broken_chapter_stops_the_build_with_its_line_and_no_traceback(project: Path) -> None:
    change(project, "es", "handbook:comparison", "handbook:comparisn")
    change(project, "en", "handbook:comparison", "handbook:comparisn")
    built = handbook("site", root=project)
    assert built.returncode == 1
    assert "Traceback" not in built.stderr + built.stdout
    assert f"{KEY}.es.md:11:1: there is no directive 'comparisn'" in built.stderr
    assert "Did you mean 'comparison'?" in built.stderr
    assert not (project / "site").exists()


def test_a_step_that_does_not_say_whose_its_questions_are_is_found(tmp_path: Path) -> None:
    make_project(tmp_path)
    write_chapter(
        tmp_path, "route/01-a", "a-step", "01-a", "# {Uno|One}\n\n## {Dos|Two} {#questions}\n\n1. {Tres|Three}\n"
    )
    found = [one for one in inspect(tmp_path)[1] if one.code == "whose-is-not-said"]
    assert [(one.path, one.field) for one in found] == [
        (f"docs/route/01-a.{language}.md", "") for language in ("en", "es")
    ]
