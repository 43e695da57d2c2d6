"""Proposals: texts in one language only are told from faults, and a proposal is built with what there is of it."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from conftest import CHECKLIST, TABLE, handbook, make_project_to_export, write_case, write_chapter
from handbook.content.book import Book
from handbook.loading import inspect, load_book
from handbook.reading.findings import Finding, FindingsError, as_summary, finding, status
from lxml import etree, html

pytestmark = pytest.mark.xdist_group("proposals")

GAMA = "data/cases/gama.yml"
GLOSSARY = """\
entries:
  - {id: twinning, term: {es: Hermanamiento, en: Twinning}, definition: {es: "Uno.", en: "One."}, see: [network]}
  - {id: network, term: {es: Red, en: Network}, definition: {es: "Dos.", en: "Two."}}
"""
SOURCE = '  - {id: extra, short: {es: "Extra (2020)", en: "Extra, 2020"}, authors: [E], title: E, language: es}\n'


@pytest.fixture(scope="module")
def one_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("proposals") / "project"
    make_project_to_export(root)
    (root / "data/glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    return root


@pytest.fixture
def project(one_project: Path, tmp_path: Path) -> Iterator[Path]:
    """A small project that is clean; what a test does to it is undone afterwards."""
    for folder in ("data", "docs"):
        shutil.copytree(one_project / folder, tmp_path / folder)
    shutil.copy(one_project / "mkdocs.yml", tmp_path)
    yield one_project
    shutil.rmtree(one_project / "site", ignore_errors=True)
    for folder in ("data", "docs"):
        shutil.rmtree(one_project / folder)
        shutil.copytree(tmp_path / folder, one_project / folder)
    shutil.copy(tmp_path / "mkdocs.yml", one_project)


def only_in(language: str) -> Callable[[str], str]:
    """A change of a record: every text in ``language`` only."""
    gone = r', en: "[^"]*"' if language == "es" else r'es: "[^"]*", '
    return lambda text: re.sub(gone, "", text)


def without(root: Path, path: str, old: str) -> None:
    """Take the text ``old`` out of a file, once."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    file.write_text(text.replace(old, "", 1), encoding="utf-8")


def add_source(root: Path, entry: str) -> None:
    file = root / "data/sources.yml"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + "\n" + entry, encoding="utf-8")


def add_section(root: Path, language: str) -> None:
    """Write a section, with a list and a directive, into one language of the chapter on alignment."""
    file = root / f"docs/ideas/01-aligned.{language}.md"
    more = "\n## Nuevo {#new}\n\n- x\n\n[y](#new)\n\n<!-- handbook:cases idea=aligned -->\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")


def add_chapter(root: Path, language: str, key: str = "ideas/02-new") -> None:
    """Write a chapter in one language, and put it into the navigation."""
    write_chapter(root, key, "new", "02-{nueva|new}", "# {Nueva|New}\n\n## {Eso|That} {#that}\n\nx\n")
    (root / f"docs/{key}.{'en' if language == 'es' else 'es'}.md").unlink()
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - ideas/01-aligned.md\n", f"  - ideas/01-aligned.md\n  - {key}.md\n"), "utf-8")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


# ------------------------------------------------------------------------------------------ what is to be translated

# What is in one language | how it comes to be so | the findings: path, line and field | code
ONE_LANGUAGE: list[tuple[str, Callable[[Path], object], list[tuple[str, int, str]], str]] = [
    (
        "a field of a case",
        lambda root: without(root, "data/cases/alfa.yml", ', en: "Summary of alfa."'),
        [("data/cases/alfa.yml", 7, "summary.en")],
        "missing-language",
    ),
    (
        "a text in a list of a case",
        lambda root: without(root, "data/cases/alfa.yml", 'es: "Primera lección.", '),
        [("data/cases/alfa.yml", 14, "lessons[1].es")],
        "missing-language",
    ),
    (
        "an item of a checklist",
        lambda root: without(root, "data/checklists/idea-aligned.yml", ', en: "The purpose is written."'),
        [("data/checklists/idea-aligned.yml", 10, "groups[1].items[1].text.en")],
        "missing-language",
    ),
    (
        "a cell of a table",
        lambda root: without(root, "data/tables/spaces.yml", ', en: "Forum"'),
        [("data/tables/spaces.yml", 9, "rows[2].cells.space.en")],
        "missing-language",
    ),
    (
        "an entry of the glossary",
        lambda root: without(root, "data/glossary.yml", ', en: "Two."'),
        [("data/glossary.yml", 3, "entries[2].definition.en")],
        "missing-language",
    ),
    (
        "a source",
        lambda root: add_source(root, SOURCE.replace(', en: "Extra, 2020"', "")),
        [("data/sources.yml", 0, "short.en")],
        "missing-language",
    ),
    (
        "a Spanish chapter",
        lambda root: add_chapter(root, "es"),
        [("docs/ideas/02-new.es.md", 1, "")],
        "chapter-without-pair",
    ),
    (
        "an English chapter",
        lambda root: add_chapter(root, "en"),
        [("docs/ideas/02-new.en.md", 1, "")],
        "chapter-without-pair",
    ),
    (
        "a section of a Spanish chapter",
        lambda root: add_section(root, "es"),
        [("docs/ideas/01-aligned.es.md", 27, "")],
        "section-without-pair",
    ),
    (
        "a section of an English chapter",
        lambda root: add_section(root, "en"),
        [("docs/ideas/01-aligned.en.md", 27, "")],
        "section-without-pair",
    ),
]


@pytest.mark.parametrize(
    ("make", "places", "code"), [row[1:] for row in ONE_LANGUAGE], ids=[row[0] for row in ONE_LANGUAGE]
)
def test_what_is_in_one_language_only_is_to_be_translated_and_no_fault(
    make: Callable[[Path], object], places: list[tuple[str, int, str]], code: str, project: Path
) -> None:
    make(project)
    book, found = inspect(project)
    if code == "missing-language" and places[0][0] == "data/sources.yml":  # its lines are those of the real file
        assert [(one.path, one.field.partition(".")[2]) for one in found] == [(places[0][0], places[0][2])]
    else:
        assert [(one.path, one.line, one.field) for one in found] == places
    assert [one.code for one in found] == [code]
    assert status(found) == 2
    assert book is not None
    with pytest.raises(FindingsError):
        load_book(project)


# What is wrong | how it comes to be so | code
FAULTS: list[tuple[str, Callable[[Path], object], str]] = [
    (
        "a text in no language",
        lambda root: without(root, "data/cases/alfa.yml", 'es: "Resumen de alfa.", en: "Summary of alfa."'),
        "not-both-languages",
    ),
    (
        "a word of a vocabulary in one language",
        lambda root: without(root, "data/vocabulary/words.yml", 'es: "Inicio", '),
        "language-everywhere",
    ),
    ("a home page in one language", lambda root: (root / "docs/index.en.md").unlink(), "home-without-pair"),
]


@pytest.mark.parametrize(("make", "code"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_what_every_page_needs_is_a_fault_when_a_language_is_missing(
    make: Callable[[Path], object], code: str, project: Path
) -> None:
    words = (project / "data/vocabulary/words.yml").read_text(encoding="utf-8")
    (project / "data/vocabulary/words.yml").write_text(
        re.sub(r"\n  home: .*", '\n  home: {es: "Inicio", en: "Home"}', words), encoding="utf-8"
    )
    make(project)
    book, found = inspect(project)
    assert [one.code for one in found] == [code]
    assert status(found) == 1
    assert book is None


def test_a_record_without_a_text_in_either_language_says_that_it_is_shown_in_neither(project: Path) -> None:
    without(project, "data/cases/alfa.yml", ', en: "Summary of alfa."')
    without(project, "data/cases/alfa.yml", 'es: "Primera lección.", ')
    book, found = inspect(project)
    assert [(one.line, one.code) for one in found] == [
        (1, "in-neither-language"),
        (7, "missing-language"),
        (14, "missing-language"),
    ]
    assert found[0].line_of_text("en") == (
        "data/cases/alfa.yml:1:5: id: some texts stand in Spanish only and others in English only, so it is shown in "
        "neither; complete one language."
    )
    assert status(found) == 2
    assert book is not None
    assert [sorted(book.of(language).cases) for language in ("es", "en")] == [["beta"], ["beta"]]


def test_rules_look_at_a_case_in_one_language_too(project: Path) -> None:
    write_case(project, "gama", lambda text: only_in("es")(text).replace("2011", "2001"))
    found = inspect(project)[1]
    assert [one.code for one in found if not one.to_translate] == ["ends-before-start"]
    assert len([one for one in found if one.to_translate]) == 6
    assert status(found) == 1


# --------------------------------------------------------------------------------------------------- what is printed


def test_the_command_ends_with_two_and_prints_what_is_to_be_translated_apart(project: Path) -> None:
    without(project, "data/cases/alfa.yml", ', en: "Summary of alfa."')
    result = handbook("check", "--language", "en", root=project)
    assert (result.returncode, result.stderr) == (2, "")
    assert result.stdout == (
        "To be translated:\n\n"
        "data/cases/alfa.yml:7:10: summary.en: the text in English is missing; write 'en: ...' beside the other "
        "language.\n\n"
        "1 text is still to be translated; a proposal may wait for it, the main branch may not.\n"
    )


def test_faults_come_first_and_decide_the_status(project: Path) -> None:
    write_case(project, "alfa", lambda text: text.replace(', en: "First lesson."', ""))
    write_case(project, "beta", lambda text: text.replace("2011", "2001").replace(', en: "Summary of beta."', ""))
    result = handbook("check", "--language", "es", root=project)
    assert result.returncode == 1
    assert [line.partition(": ")[0] for line in result.stdout.splitlines() if line] == [
        "data/cases/beta.yml:6:28",
        "Por traducir:",
        "data/cases/alfa.yml:14:5",
        "data/cases/beta.yml:7:10",
        "Falta traducir 2 textos; una propuesta puede esperarlos, la rama principal no.",
    ]


def test_a_clean_project_ends_with_zero(project: Path) -> None:
    assert handbook("check", root=project).returncode == 0


def test_a_wrong_call_does_not_end_as_a_missing_translation(project: Path) -> None:
    assert handbook("check", "--nonsense", root=project).returncode == 64


def test_json_and_workflow_commands_name_the_kind(project: Path) -> None:
    write_case(project, "alfa", lambda text: text.replace("2011", "2001").replace(', en: "First lesson."', ""))
    rows = json.loads(handbook("check", "--format", "json", root=project).stdout)
    assert [(row["line"], row["kind"]) for row in rows] == [(6, "fault"), (14, "to-translate")]
    result = handbook("check", "--language", "en", "--format", "github", root=project)
    assert result.returncode == 1
    assert result.stdout == (
        "::error file=data/cases/alfa.yml,line=6,col=28::period.end: the period ends in 2001, before it begins in 2008; "
        "correct one of the two years.\n"
        "::notice file=data/cases/alfa.yml,line=14,col=5::lessons[1].en: the text in English is missing; write 'en: ...' "
        "beside the other language.\n"
    )


@pytest.mark.parametrize(
    ("language", "headings", "count"),
    [
        ("es", ["## Revisión del manual", "### Errores (1)", "### Por traducir"], "Falta traducir 1 texto;"),
        ("en", ["## Check of the handbook", "### Errors (1)", "### To be translated"], "1 text is still to be "),
    ],
)
def test_a_summary_for_a_pull_request_is_in_the_language_that_was_asked_for(
    language: str, headings: list[str], count: str, project: Path
) -> None:
    write_case(project, "alfa", lambda text: text.replace("2011", "2001").replace(', en: "First lesson."', ""))
    summary = project / "summary.md"
    result = handbook("check", "--language", language, "--summary", str(summary), root=project)
    assert result.returncode == 1
    text = summary.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == headings
    assert f"\n\n{count}" in text
    shown = etree.HTML(text)
    items = [line for line in "".join(shown.itertext()).splitlines() if line.startswith("- ")]
    assert [re.match(r"- \*\*(\S+)\*\* ", one)[1] for one in items] == [
        "data/cases/alfa.yml:6",
        "data/cases/alfa.yml:14",
    ]


def test_a_summary_shows_what_a_file_holds_and_runs_nothing_of_it() -> None:
    bad = finding("data/cases/`x`.yml", 3, 1, "<b>[a](//x)</b>", "unknown-key", key="@everybody **x**", allowed="id")
    text = as_summary([bad], "en")
    assert not re.search(r"[<>`@]|\]\(|everybody \*\*", text.split("\n- **")[1].replace("** ", "", 1))
    assert "<b>[a](//x)</b>" in "".join(etree.HTML(text).itertext())


def test_a_summary_of_nothing_says_so(project: Path) -> None:
    handbook("check", "--language", "es", "--summary", str(project / "summary.md"), root=project)
    assert (project / "summary.md").read_text("utf-8") == "## Revisión del manual\n\nNada que corregir.\n"


# ----------------------------------------------------------------------------------------------- the book of a language


def only_there(root: Path) -> tuple[Book, Book]:
    """The Spanish and the English book of a proposal."""
    book = load_book(root, proposal=True)
    return book.of("es"), book.of("en")


@pytest.mark.parametrize(("language", "other"), [("es", "en"), ("en", "es")])
def test_a_record_in_one_language_is_in_the_book_of_that_language_only(
    language: str, other: str, project: Path
) -> None:
    for folder, id, text in (("checklists", "idea-aligned", CHECKLIST), ("tables", "spaces", TABLE)):
        (project / f"data/{folder}/{id}.yml").write_text(only_in(language)(text), encoding="utf-8")
    write_case(project, "gama", only_in(language))
    gone = ', en: "Two."' if language == "es" else 'es: "Dos.", '
    without(project, "data/glossary.yml", gone)
    book = load_book(project, proposal=True)
    here, there = book.of(language), book.of(other)
    assert {"gama", "idea-aligned", "spaces", "network"} <= {
        *here.cases,
        *here.checklists,
        *here.tables,
        *here.glossary,
    }
    assert sorted({**there.cases, **there.checklists, **there.tables, **there.glossary}) == ["alfa", "beta", "twinning"]
    assert there.glossary["twinning"].see == ()
    assert here.glossary["twinning"].see == ("network",)
    assert book.languages_of("cases/gama") == (language,)
    assert "handbook:checklist" not in there.chapter("ideas/01-aligned", other).body
    assert "handbook:checklist" in here.chapter("ideas/01-aligned", language).body


def test_a_case_whose_source_is_in_one_language_is_in_that_language_only(project: Path) -> None:
    add_source(project, SOURCE.replace(', en: "Extra, 2020"', ""))
    write_case(project, "gama", lambda text: text.replace("source: al-las-2014", "source: extra"))
    spanish, english = only_there(project)
    assert "extra" in spanish.sources and "gama" in spanish.cases
    assert "extra" not in english.sources and "gama" not in english.cases


def test_a_checklist_of_a_page_in_one_language_is_in_that_language_only(project: Path) -> None:
    add_chapter(project, "es")
    file = project / "data/checklists/of-new.yml"
    file.write_text(CHECKLIST.replace("idea-aligned", "of-new").replace("page: aligned", "page: new"), "utf-8")
    spanish, english = only_there(project)
    assert "of-new" in spanish.checklists
    assert "of-new" not in english.checklists


def test_a_whole_section_goes_with_its_first_page(project: Path) -> None:
    (project / "docs/cases/index.en.md").unlink()
    spanish, english = only_there(project)
    assert sorted(spanish.cases) == ["alfa", "beta"]
    assert "cases" in spanish.page_keys
    assert sorted(english.cases) == []
    assert "cases" not in english.page_keys


def test_a_clean_book_is_the_same_in_both_languages(project: Path) -> None:
    book = load_book(project)
    assert book.of("es") is book.of("en") is book.in_both is book


# ------------------------------------------------------------------------------------------------- the site of a proposal


def build(root: Path, name: str) -> Path:
    result = handbook("site", "--proposal", "--to", str(root / name), root=root)
    assert result.returncode == 0, result.stdout + result.stderr
    return root / name


def paths(site: Path) -> set[str]:
    """Every file of a site but Pagefind's, whose names are hashes."""
    return {path for path in fingerprint(site) if not path.startswith("pagefind/")}


def dead_links(site: Path) -> list[tuple[str, str]]:
    """Page and link of what leads to no file of the site."""
    dead = []
    for file in sorted(site.rglob("*.html")):
        here = "/" + file.relative_to(site).as_posix()
        for link in html.parse(str(file)).xpath("//@href | //@src"):
            address = link.replace("https://manual.example/", "/", 1).partition("#")[0].partition("?")[0]
            if not address or ":" in address:
                continue
            target = site / unquote(posixpath.normpath(urljoin(here, address))).lstrip("/")
            if not (target / "index.html" if target.is_dir() else target).is_file():
                dead.append((here, link))
    return dead


def in_language(site: Path, language: str) -> str:
    """All that the site says in a language: its pages, scripts, feed and lists."""
    both = ("case-form-data.js", "sitemap.xml", "index.html")  # the ids that are taken, all pages, short addresses
    said = []
    for file in sorted(site.rglob("*")):
        first = file.relative_to(site).parts[0]
        if file.suffix not in (".html", ".js", ".xml", ".txt", ".bib", ".ris") or first in ("api", "pagefind"):
            continue
        if file.name in both[:2] or (first == "p" and file.name in both):
            continue
        english = first == "en" or file.stem.endswith("-en")
        if english == (language == "en"):
            said.append(file.read_text("utf-8"))
    return "\n".join(said)


@pytest.fixture(scope="module")
def clean_paths(one_project: Path) -> set[str]:
    """The files of the clean project's site."""
    result = handbook("site", "--to", str(one_project / "clean"), root=one_project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert dead_links(one_project / "clean") == []
    return paths(one_project / "clean")


@pytest.mark.parametrize(
    ("language", "other", "page", "absent"),
    [("es", "en", "casos/gama", "en/cases/gama"), ("en", "es", "en/cases/gama", "casos/gama")],
)
def test_a_case_in_one_language_is_on_the_site_in_that_language_only(
    language: str, other: str, page: str, absent: str, project: Path, clean_paths: set[str]
) -> None:
    write_case(project, "gama", only_in(language))
    site = build(project, f"proposal-{language}")
    files = [f"cite-{language}.bib", f"cite-{language}.ris", f"card-{language}.png", "qr.svg", "qr.png", "index.html"]
    assert paths(site) - clean_paths == {
        f"{page}/index.html",
        f"assets/cases/gama-{language}.js",
        *(f"p/gama/{name}" for name in files),
    }
    assert clean_paths - paths(site) == set()
    assert "gama" in in_language(site, language)
    assert "gama" not in in_language(site, other)
    assert "gama" not in (site / "api/v1/cases.json").read_text(encoding="utf-8")
    assert (site / "sitemap.xml").read_text(encoding="utf-8").count("gama") == 1
    assert f"/{page}/</loc></url>" in (site / "sitemap.xml").read_text(encoding="utf-8")
    tree = html.parse(str(site / page / "index.html"))
    assert tree.xpath("//link[@rel='alternate'][@hreflang] | //header//a[@hreflang]") == []
    assert "Translation" not in "".join(tree.xpath("//script[@type='application/ld+json']/text()"))
    short = html.parse(str(site / "p/gama/index.html"))
    assert [link.split("../")[-1] for link in short.xpath("//main//a/@href")] == [f"{page}/"]
    assert dead_links(site) == []
    for path in ("ideas/01-alineada/index.html", "casos/alfa/index.html"):  # these are in both
        assert (site / path).read_bytes().count(b"md-select__link") == 2
        assert len(html.parse(str(site / path)).xpath("//link[@rel='alternate'][@hreflang]")) == 3


@pytest.mark.parametrize(
    ("language", "page", "other"), [("es", "ideas/02-nueva", "en"), ("en", "en/ideas/02-new", "es")]
)
def test_a_chapter_in_one_language_is_on_the_site_and_in_its_navigation_in_that_language_only(
    language: str, page: str, other: str, project: Path, clean_paths: set[str]
) -> None:
    add_chapter(project, language)
    for one in ("es", "en"):  # both languages of another chapter lead to it
        file = project / f"docs/ideas/index.{one}.md"
        file.write_text(file.read_text(encoding="utf-8") + "\n[Lo nuevo](02-new.md#that) `[z](02-new.md)`\n", "utf-8")
    site = build(project, f"chapter-{language}")
    new = {path for path in paths(site) - clean_paths if not path.startswith("p/new/")}
    assert new == {f"{page}/index.html"}
    assert re.search(r'href="[^"]*02-(new|nueva)', in_language(site, language))
    said = in_language(site, other)
    assert not re.search(r'href="[^"]*02-(new|nueva)', said)
    assert "<p>Lo nuevo <code>[z](02-new.md)</code></p>" in said
    assert dead_links(site) == []


def test_a_section_in_one_language_is_on_its_page_in_that_language_only(project: Path, clean_paths: set[str]) -> None:
    add_section(project, "es")
    for one in ("es", "en"):
        file = project / f"docs/ideas/index.{one}.md"
        file.write_text(file.read_text(encoding="utf-8") + "\n[Lo nuevo](01-aligned.md#new)\n", "utf-8")
    site = build(project, "section")
    assert paths(site) == clean_paths
    assert 'id="new"' in (site / "ideas/01-alineada/index.html").read_text("utf-8")
    assert 'id="new"' not in (site / "en/ideas/01-aligned/index.html").read_text("utf-8")
    assert '01-alineada/#new">Lo nuevo</a>' in (site / "ideas/index.html").read_text("utf-8")
    assert "<p>Lo nuevo</p>" in (site / "en/ideas/index.html").read_text("utf-8")


def test_every_kind_at_once_and_a_whole_section_make_a_site_without_a_dead_link(
    project: Path, clean_paths: set[str]
) -> None:
    for _, make, _, code in ONE_LANGUAGE:
        if code == "missing-language":
            make(project)
    add_section(project, "es")
    (project / "docs/about/index.en.md").unlink()
    site = build(project, "everything")
    assert dead_links(site) == []
    assert not (site / "casos/alfa").exists()
    assert not (site / "en/cases/alfa").exists()
    assert not (site / "en/about").exists()
    assert (site / "acerca/index.html").is_file()
    assert "Foro" in in_language(site, "es")
    assert "Foro" not in in_language(site, "en")


def test_without_being_asked_for_a_proposal_nothing_is_built(project: Path) -> None:
    write_case(project, "gama", only_in("es"))
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site", encoding="utf-8")
    before = fingerprint(project / "site")
    result = handbook("site", root=project)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("To be translated:\n\n" + GAMA)
    assert fingerprint(project / "site") == before
    assert not [file.name for file in project.iterdir() if file.name.startswith(".site")]
    assert handbook("downloads", root=project).returncode == 2


def test_a_proposal_with_a_fault_is_not_built(project: Path) -> None:
    write_case(project, "gama", lambda text: only_in("es")(text).replace("2011", "2001"))
    result = handbook("site", "--proposal", root=project)
    assert result.returncode == 1
    assert "gama.yml:6:28: period.end: " in result.stderr
    assert not (project / "site").exists()


def test_codes_of_translations_are_those_that_a_proposal_may_lack(project: Path) -> None:
    one = Finding("x", 1, 1, "", "missing-language")
    assert [status([]), status([one]), status([one, Finding("x", 1, 1, "", "tab")])] == [0, 2, 1]


def test_a_case_without_its_place_is_to_be_completed_and_no_fault(project: Path) -> None:
    without(project, "data/cases/alfa.yml", "location: {lat: 2.8, lon: -76.48}\n")
    book, found = inspect(project)
    assert [(one.field, one.code, one.to_translate, one.may_wait) for one in found] == [
        ("location", "no-location", False, True)
    ]
    assert book is not None
    assert status(found) == 2
    assert "The location of 1 case is missing; a proposal may wait for it" in as_summary(found, "en")
