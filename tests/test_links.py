"""Links of chapters: what a strict build would refuse, the check refuses with line, column and what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import handbook, write_case, write_chapter
from handbook.loading import inspect
from handbook.reading.findings import Finding, as_text

LINKING = "# {Ideas|Ideas}\n\n## {Una|One} {#one}\n\n{Vea|See} [x](TARGET).\n"
NO_PAGE = (
    "'{}' leads to no page; write the path of its file from this one, without the language and with .md, "
    "such as: ../tools/index.md."
)


def findings_with(project: Path, target: str) -> list[Finding]:
    write_chapter(project, "ideas/index", "ideas", "ideas", LINKING.replace("TARGET", target))
    return inspect(project)[1]


def line_of(found: list[Finding]) -> str:
    english = [one for one in found if one.path.endswith(".en.md")]
    assert len(english) == 1 and len(found) == 2, as_text(found, "en")
    return as_text(english, "en").strip().split("\n")[0].removeprefix("docs/ideas/index.en.md:")


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("01-Aligned.md", "01-aligned.md"),
        (r"..\about\index.md", "../about/index.md"),
        ("../about/", "../about/index.md"),
        ("/about/", "../about/index.md"),
        ("/about/sources.md", "../about/sources.md"),
        ("01-aligned.html", "01-aligned.md"),
        ("01-aligned", "01-aligned.md"),
        ("01-aligned.es.md", "01-aligned.md"),
        ("01 aligned.md", "01-aligned.md"),
        ("01%20aligned.md", "01-aligned.md"),
        ("01-alined.md#cases", "01-aligned.md#cases"),
        ("../../ideas/01-aligned.md", "01-aligned.md"),
        ("../cases/alfaa.md", "../cases/alfa.md"),
    ],
)
def test_a_link_to_no_page_is_found_where_it_stands_with_the_page_that_was_meant(
    project: Path, target: str, meant: str
) -> None:
    found = line_of(findings_with(project, target))
    assert found == f"11:9: {NO_PAGE.format(target)} Did you mean '{meant}'?"


def test_a_link_to_no_page_without_a_likeness_is_found_without_a_guess(project: Path) -> None:
    found = findings_with(project, "../zzz/qqqqqqqq.md")
    assert line_of(found) == f"11:9: {NO_PAGE.format('../zzz/qqqqqqqq.md')}"
    assert {one.code for one in found} == {"link-to-no-page"}


@pytest.mark.parametrize("target", ["", "#"])
def test_an_empty_link_is_found(project: Path, target: str) -> None:
    found = findings_with(project, target)
    assert line_of(found) == (
        "11:9: the link leads nowhere; write the page or the address between its parentheses, or take out the link."
    )
    assert {one.code for one in found} == {"empty-link"}


def test_an_address_of_another_host_without_its_scheme_is_found(project: Path) -> None:
    assert {one.code for one in findings_with(project, "//host.example/")} == {"bad-link"}


@pytest.mark.parametrize("image", ["![x](my photo.png)", "![x](photo.png)"])
def test_an_image_is_found_whatever_its_name(project: Path, image: str) -> None:
    write_chapter(project, "about/index", "about", "about", f"# {{Acerca|About}}\n\n{image}\n")
    assert {one.code for one in inspect(project)[1]} == {"image"}


@pytest.mark.parametrize(
    ("target", "file", "allowed", "meant"),
    [
        ("01-aligned.md#casos", "docs/ideas/01-aligned.en.md", "cases", "cases"),
        ("#two", "docs/ideas/index.en.md", "one", None),
        ("../about/index.md#history", "docs/about/index.en.md", "—", None),
        ("../about/sources.md#source-al-las-2041", "docs/about/sources.en.md", "list", "source-al-las-2014"),
    ],
)
def test_a_link_to_no_anchor_is_found_where_it_stands_with_the_anchors_of_the_page(
    project: Path, target: str, file: str, allowed: str, meant: str | None
) -> None:
    found = findings_with(project, target)
    guess = f" Did you mean '{meant}'?" if meant else ""
    assert line_of(found) == (
        f"11:9: the page {file} has no anchor '#{target.partition('#')[2]}'; use one that it has ({allowed}), or link to "
        f"the page without '#'.{guess}"
    )
    assert {one.code for one in found} == {"link-to-no-anchor"}


def test_a_link_to_no_anchor_of_a_case_names_those_that_its_page_has(project: Path) -> None:
    found = findings_with(project, "../cases/alfa.md#sumary")
    assert {one.code for one in found} == {"link-to-no-anchor"}
    assert "data/cases/alfa.yml" in line_of(found)


@pytest.mark.parametrize(
    "target",
    [
        "01-aligned.md",
        "01-aligned.md#cases",
        "#one",
        "../about/index.md",
        "../cases/alfa.md",
        "../cases/alfa.md#sources",
        "../about/sources.md#source-al-las-2014",
        "https://example.org/a%20b.md",
    ],
)
def test_a_link_that_leads_somewhere_is_accepted(project: Path, target: str) -> None:
    assert findings_with(project, target) == []


def test_the_second_of_two_equal_links_has_its_own_line(project: Path) -> None:
    body = "# {Ideas|Ideas}\n\n`[x](no.md)`\n\n[x](no.md)\n\n```text\n[x](no.md)\n```\n\n[x](a.md) [x](no.md)\n"
    write_chapter(project, "ideas/index", "ideas", "ideas", body)
    found = [one for one in inspect(project)[1] if one.path.endswith(".en.md")]
    assert [(one.line, one.column) for one in found] == [(11, 5), (17, 5), (17, 15)]


def test_an_old_anchor_that_is_kept_on_a_page_may_be_linked(project: Path) -> None:
    (project / "data/redirects.yml").write_text(
        'entries:\n  - {from: ["/ideas/01-alineada/#old", "/en/ideas/01-aligned/#old"], to: aligned, anchor: cases}\n',
        encoding="utf-8",
    )
    assert findings_with(project, "01-aligned.md#old") == []


def test_a_link_to_a_page_with_a_fault_is_not_blamed(project: Path) -> None:
    write_case(project, "alfa", lambda text: text.replace("kind: municipality", "kind: town"))
    assert {one.path for one in findings_with(project, "../cases/alfa.md")} == {"data/cases/alfa.yml"}


def test_the_message_is_in_spanish_too(project: Path) -> None:
    said = as_text(findings_with(project, "01-Aligned.md"), "es")
    assert "«01-Aligned.md» no lleva a ninguna página; escriba la ruta de su archivo" in said


def test_what_a_strict_build_refuses_of_links_the_check_has_refused_before(project: Path) -> None:
    findings_with(project, "01-aligned.md#nowhere")
    result = handbook("site", root=project)
    assert result.returncode == 1
    assert "docs/ideas/index.en.md:11:9: " in result.stderr and "WARNING" not in result.stderr
