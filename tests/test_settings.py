"""What MkDocs, Material and static-i18n would refuse, or pass over in silence, is said by the check, with its place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT, make_project, write_chapter
from handbook.checking.rules.templates import OF_A_PAGE
from handbook.loading import inspect
from handbook.reading.findings import Finding
from handbook.website.template_context import PageFacts

MAIN, HOME, HEADER = "overrides/main.html", "overrides/home.html", "overrides/partials/header.html"
SHORT = "overrides/handbook/short-page.html"

# What somebody changes in mkdocs.yml: the old text, the new one, the code of the finding and its field.
SETTINGS = {
    # The navigation
    "a page that is not there": ("- ideas/01-aligned.md", "- ideas/01-alined.md", "nav-no-page", "nav[2].Ideas[2]"),
    "a page with its language": ("- ideas/01-aligned.md", "- ideas/01-aligned.es.md", "nav-no-page", "nav[2].Ideas[2]"),
    "a page without its ending": ("- ideas/01-aligned.md", "- ideas/01-aligned", "nav-no-page", "nav[2].Ideas[2]"),
    "a page by its address": ("- ideas/01-aligned.md", "- /ideas/01-aligned/", "nav-no-page", "nav[2].Ideas[2]"),
    "a page in capitals": ("- ideas/01-aligned.md", "- ideas/01-Aligned.md", "nav-no-page", "nav[2].Ideas[2]"),
    "a page above docs": ("- ideas/01-aligned.md", "- ../README.md", "nav-no-page", "nav[2].Ideas[2]"),
    "a page with a title": ("- ideas/01-aligned.md", "- Uno: ideas/01-alined.md", "nav-no-page", "nav[2].Ideas[2].Uno"),
    "a page twice": ("- about/sources.md", "- about/sources.md\n  - about/index.md", "nav-twice", "nav[4].About[3]"),
    "a title without pages": ("- ideas/01-aligned.md", "- Uno:", "nav-entry", "nav[2].Ideas[2].Uno"),
    "a title with an empty list": ("- ideas/01-aligned.md", "- Uno: []", "nav-entry", "nav[2].Ideas[2].Uno"),
    "a title with keys": ("- ideas/01-aligned.md", "- Uno: {Dos: index.md}", "nav-entry", "nav[2].Ideas[2].Uno"),
    "two titles in one entry": (
        "- about/sources.md",
        "- {A: about/sources.md, B: index.md}",
        "nav-entry",
        "nav[4].About[2]",
    ),
    "a number": ("- ideas/01-aligned.md", "- 1", "nav-entry", "nav[2].Ideas[2]"),
    "nothing": ("- ideas/01-aligned.md", "-", "nav-entry", "nav[2].Ideas[2]"),
    "a list in a list": ("- ideas/01-aligned.md", "- [ideas/01-aligned.md]", "nav-entry", "nav[2].Ideas[2]"),
    "no list at all": ("\nnav:\n", "\nnav: index.md\nother:\n", "not-a-list", "nav"),
    "a page kept out of the site": ("  example-case.yml\n", "  example-case.yml\n  ideas/*\n", "excluded-page", ""),
    # Keys and types
    "a key with a slip": ("site_name:", "site_nane:", "unknown-key", "site_nane"),
    "a key that MkDocs no longer has": ("docs_dir: docs", "pages: []", "unknown-key", "pages"),
    "a key twice": ("docs_dir: docs", "docs_dir: docs\ndocs_dir: docs", "duplicate-key", ""),
    "no name": ("site_name: Manual para internacionalizar el territorio\n", "", "missing", "site_name"),
    "a name that is a number": (
        "site_name: Manual para internacionalizar el territorio",
        "site_name: 2026",
        "not-text",
        "site_name",
    ),
    "an address without its beginning": ('"https://manual.example/"', "manual.example", "bad-site", "site_url"),
    "an address that is a number": ('!ENV [SITE_URL, "https://manual.example/"]', "8000", "not-text", "site_url"),
    "a repository without its beginning": (
        '"https://git.example/manual/manual"',
        "git.example",
        "bad-site",
        "repo_url",
    ),
    "another folder of pages": ("docs_dir: docs", "docs_dir: pages", "not-allowed", "docs_dir"),
    "addresses of files": (
        "use_directory_urls: true",
        "use_directory_urls: false",
        "not-allowed",
        "use_directory_urls",
    ),
    "a word for yes": ("strict: true", "strict: yes", "bare-boolean", ""),
    "a text for true": ("strict: true", 'strict: "true"', "not-true-or-false", "strict"),
    "a tag of Python": ("docs_dir: docs", "docs_dir: !!python/name:os.sep", "tag", ""),
    "a tag of another kind": ("!ENV [SITE_URL,", "!EMV [SITE_URL,", "tag", ""),
    "a tab": ("  name: material", "\tname: material", "tab", ""),
    "a broken quotation": ('"https://manual.example/"]', '"https://manual.example/]', "unclosed-quote", ""),
    "who may frame the site": (
        "frame_ancestors: \"'self'\"",
        "frame_ancestors: all",
        "bad-frames",
        "extra.frame_ancestors",
    ),
    "where problems are reported": ('!ENV [REPORT_ADDRESS, ""]', "the team", "bad-mailbox", "extra.report_to"),
    "two mailboxes": ('!ENV [REPORT_ADDRESS, ""]', "a@example.org,b@example.org", "bad-mailbox", "extra.report_to"),
    "a mailbox with a subject": (
        '!ENV [REPORT_ADDRESS, ""]',
        "a@example.org?cc=b@example.org",
        "bad-mailbox",
        "extra.report_to",
    ),
    # The theme
    "another theme": ("  name: material", "  name: materiel", "not-allowed", "theme.name"),
    "a language without texts": ("  language: es\n", "  language: xx\n", "not-allowed", "theme.language"),
    "fonts from elsewhere": ("  font: false", "  font: true", "not-allowed", "theme.font"),
    "another folder of templates": (
        "  custom_dir: overrides",
        "  custom_dir: templates",
        "not-allowed",
        "theme.custom_dir",
    ),
    "a logo that is not there": ("logo: material/earth", "logo: material/eart", "no-such-icon", "theme.icon.logo"),
    "an icon of a palette": (
        "icon: material/weather-night",
        "icon: material/weather-nigt",
        "no-such-icon",
        "theme.palette[3].toggle.icon",
    ),
    "an icon that is no name": ("logo: material/earth", "logo: 7", "not-text", "theme.icon.logo"),
    "features that are no list": (
        "  features:\n",
        "  features: toc.follow\n  other:\n",
        "not-a-list",
        "theme.features",
    ),
    "a favicon that is not there": (
        "favicon: assets/icon.svg",
        "favicon: assets/icon.png",
        "no-such-path",
        "theme.favicon",
    ),
    "a scheme that is not there": ("scheme: slate", "scheme: dark", "not-allowed", "theme.palette[3].scheme"),
    "a key of the theme": ("  favicon:", "  favikon:", "unknown-key", "theme.favikon"),
    # Hooks and folders
    "a hook that is not there": ("hooks/on_nav.py", "hooks/on_navi.py", "no-such-path", "hooks[4]"),
    "a hook left out": ("  - hooks/on_files.py\n", "", "hook-not-listed", "hooks"),
    "a hook twice": ("- hooks/on_nav.py", "- hooks/on_nav.py\n  - hooks/on_nav.py", "named-twice", "hooks[5]"),
    "a watched folder": ("  - overrides\n", "  - templates\n", "no-such-path", "watch[3]"),
    # Plugins
    "an unknown plugin": ("plugins:\n", "plugins:\n  - serch: {}\n", "unknown-key", "plugins[1].serch"),
    "a plugin without options": ("plugins:\n", "plugins:\n  - search\n", "not-keys", "plugins[1]"),
    "a plugin twice": (
        "\nmarkdown_extensions:\n",
        "  - i18n: {docs_structure: suffix, fallback_to_default: false, reconfigure_search: false, languages: "
        "[{locale: es, name: A, default: true}, {locale: en, name: B}]}\n"
        "\nmarkdown_extensions:\n",
        "plugin-twice",
        "plugins[2]",
    ),
    "an option of a plugin": ("docs_structure:", "docs_structur:", "unknown-key", "plugins[1].i18n.docs_structur"),
    "another structure": (
        "docs_structure: suffix",
        "docs_structure: folder",
        "not-allowed",
        "plugins[1].i18n.docs_structure",
    ),
    "a language that is not ours": (
        "- locale: en",
        "- locale: fr",
        "not-allowed",
        "plugins[1].i18n.languages[2].locale",
    ),
    "a language twice": ("- locale: en", "- locale: es", "not-two-languages", "plugins[1].i18n.languages"),
    "no default language": ("          default: true\n", "", "not-two-languages", "plugins[1].i18n.languages"),
    "a language without a name": ("          name: English\n", "", "missing", "plugins[1].i18n.languages[2].name"),
    "a palette too many": (
        "            palette:\n",
        "            palette:\n              - toggle: {name: A}\n",
        "palette-too-long",
        "plugins[1].i18n.languages[2].theme.palette",
    ),
    "an option of a language": (
        "site_description: Why",
        "site_descripton: Why",
        "unknown-key",
        "plugins[1].i18n.languages[2].site_descripton",
    ),
    # Extensions
    "an unknown extension": ("  - attr_list", "  - attr_lst", "other-extension", "markdown_extensions[2]"),
    "one more extension": (
        "  - attr_list",
        "  - attr_list\n  - pymdownx.snippets",
        "other-extension",
        "markdown_extensions[3]",
    ),
    "an extension left out": ("  - attr_list\n", "", "extension-missing", "markdown_extensions"),
    "an unknown option": ("toc_depth: 3", "toc_dept: 3", "extension-options", "markdown_extensions[5].toc"),
    "another value": ("toc_depth: 3", "toc_depth: deep", "extension-options", "markdown_extensions[5].toc"),
    "an extension twice": ("  - attr_list", "  - attr_list\n  - attr_list", "named-twice", "markdown_extensions[3]"),
    # Validation
    "a level that is not there": (
        "omitted_files: warn",
        "omitted_files: warm",
        "not-allowed",
        "validation.nav.omitted_files",
    ),
    "a check that is not there": (
        "omitted_files: warn",
        "omited_files: warn",
        "unknown-key",
        "validation.nav.omited_files",
    ),
    "patterns that are a list": ("exclude_docs: |\n", "exclude_docs:\n  - x\nother: |\n", "not-text", "exclude_docs"),
}

# What somebody changes in a template: the file, the old text, the new one, and the code.
TEMPLATES = {
    "a block that is not closed": (MAIN, "{% block libs %}{% endblock %}", "{% block libs %}", "template-syntax"),
    "a tag that is not there": (MAIN, "{% block libs %}", "{% blok libs %}", "template-syntax"),
    "a bracket that is not closed": (
        HOME,
        '{{ handbook.word("section-link") }}',
        '{{ handbook.word("section-link") }',
        "template-syntax",
    ),
    "an end too many": (HOME, "{% endblock %}", "{% endif %}{% endblock %}", "template-syntax"),
    "the same block twice": (MAIN, "{% block libs %}", "{% block styles %}", "template-block-twice"),
    "a filter that is not there": (MAIN, "| tojson }}", "| tojsn }}", "template-filter"),
    "a test that is not there": (HEADER, "palette is mapping", "palette is maping", "template-filter"),
    "a name that is not there": (HOME, "page.content", "pge.content", "template-name"),
    "a fact that is not there": (MAIN, "handbook.description", "handbook.descripton", "template-name"),
    "a word that is not there": (
        HOME,
        'handbook.word("section-link")',
        'handbook.word("section-lnk")',
        "template-word",
    ),
    "a part that is not there": (HOME, "partials/cite.html", "partials/site.html", "template-missing"),
    "a parent that is not there": (HOME, '"main.html"', '"mian.html"', "template-missing"),
    "an icon that is not there": (
        HEADER,
        ".icons/material/magnify.svg",
        ".icons/material/magnifi.svg",
        "template-missing",
    ),
    "a block that the parent has not": (MAIN, "{% block libs %}", "{% block lib %}", "template-block"),
    "a name in a page of ours": (SHORT, "{{ canonical }}", "{{ canonica }}", "template-name"),
    "a filter of MkDocs in a page of ours": (SHORT, "{{ canonical }}", "{{ canonical | url }}", "template-filter"),
    "an unresolved conflict": (HOME, '<div class="home">', '<<<<<<< ours\n<div class="home">', "merge-conflict"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("settings") / "project"
    make_project(root)
    assert inspect(root)[1] == []
    return root


@pytest.fixture
def root(small: Path) -> Iterator[Path]:
    """The small project; mkdocs.yml and templates are brought back afterwards."""
    before = (small / "mkdocs.yml").read_bytes()
    yield small
    (small / "mkdocs.yml").write_bytes(before)
    shutil.rmtree(small / "overrides")
    shutil.copytree(PROJECT / "overrides", small / "overrides")


def change(file: Path, old: str, new: str) -> int:
    """Change a text in a file; say in which line it was."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def named(found: list[Finding], code: str) -> Finding:
    return next(one for one in found if one.code == code)


@pytest.mark.parametrize("what", SETTINGS)
def test_a_wrong_setting_is_refused_where_it_stands(what: str, root: Path) -> None:
    old, new, code, field = SETTINGS[what]
    line = change(root / "mkdocs.yml", old, new)
    found = inspect(root)[1]
    assert code in [one.code for one in found], found
    one = named(found, code)
    assert one.field == field
    if one.path == "mkdocs.yml" and code not in ("missing", "not-a-list", "not-two-languages"):
        assert abs(one.line - line) <= 4


@pytest.mark.parametrize("what", TEMPLATES)
def test_a_wrong_template_is_refused_where_it_is_wrong(what: str, root: Path) -> None:
    path, old, new, code = TEMPLATES[what]
    line = change(root / path, old, new)
    found = [one for one in inspect(root)[1] if one.code == code]
    assert [one.path for one in found[:1]] == [path]
    if code != "template-syntax":
        assert (found[0].line, found[0].column > 0) == (line, True)


@pytest.mark.parametrize(
    "path", ["mkdocs.yml", MAIN, HOME, "overrides/404.html", "overrides/partials/theme-first.html"]
)
def test_a_file_that_the_site_is_made_with_is_missed(path: str, root: Path) -> None:
    (root / path).unlink()
    assert ("file-missing", path) in [(one.code, one.path) for one in inspect(root)[1]]


def test_a_slip_is_answered_with_what_was_meant(root: Path) -> None:
    change(root / "mkdocs.yml", "- ideas/01-aligned.md", "- ideas/01-alined.md")
    change(root / "mkdocs.yml", "logo: material/earth", "logo: material/earthh")
    change(root / HOME, "partials/cite.html", "partials/site.html")
    said = "\n".join(one.line_of_text("en") for one in inspect(root)[1])
    assert "Did you mean 'ideas/01-aligned.md'?" in said
    assert "Did you mean 'material/earth'?" in said


def test_a_page_that_the_navigation_leaves_out_is_refused(root: Path) -> None:
    change(root / "mkdocs.yml", "  - about/sources.md\n", "")
    assert inspect(root)[1] == []
    change(root / "mkdocs.yml", "not_in_nav: |\n  *\n", "not_in_nav: |\n  cases/*\n")
    found = inspect(root)[1]
    assert [(one.path, one.code) for one in found] == [("docs/about/sources.es.md", "not-in-nav")]
    assert "add '- about/sources.md' there" in found[0].text("en")


def test_a_page_of_another_site_may_stand_in_the_navigation(root: Path) -> None:
    change(root / "mkdocs.yml", "- about/sources.md", "- about/sources.md\n  - Otra: https://example.org/")
    assert inspect(root)[1] == []


def test_a_value_comes_from_the_environment_where_it_is_set(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "manual.example")
    change(root / "mkdocs.yml", "strict: true", "strict: true\n")  # it is read again
    assert [(one.code, one.field) for one in inspect(root)[1]] == [("bad-site", "site_url")]


@pytest.mark.parametrize(
    ("key", "slug", "code"),
    [
        ("cases/by-country", "alfa", "duplicate-slug"),  # a case of that id
        ("ideas/02-plural", "01-{alineada|aligned}", "duplicate-slug"),
        ("about/aligned", "{acerca|about}", None),
        ("other/index", "ideas", "duplicate-slug"),  # the section of another
        ("home", "{ideas|ideas}", "duplicate-slug"),  # a page beside the sections
        ("english", "{en|english}", "reserved-slug"),
        ("assets-of-a-town", "{assets|town}", "reserved-slug"),
        ("short", "{p|short}", "reserved-slug"),
    ],
)
def test_no_two_pages_have_one_address(project: Path, key: str, slug: str, code: str | None) -> None:
    write_chapter(project, key, "another", slug, "# {Otra|Another}\n")
    found = {one.code for one in inspect(project)[1]}
    assert found == ({code} if code else set())


def test_what_templates_may_ask_of_a_page_is_what_it_has() -> None:
    fields = set(PageFacts.__dataclass_fields__) | {name for name in vars(PageFacts) if not name.startswith("_")}
    assert fields == OF_A_PAGE
