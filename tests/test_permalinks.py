"""The contract on addresses: what was published stays reachable, by a page, a redirect or an archive page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import PROJECT, handbook, make_project, serving, write_chapter
from handbook.loading import inspect
from handbook.reading.findings import MESSAGES
from handbook.upkeep import permalinks
from lxml import html
from playwright.sync_api import Browser

ALIGNED = "# {Alineada|Aligned}\n\n## {Casos|Cases} {#cases}\n\n<!-- handbook:comparison idea=aligned -->\n"
IDEAS = "# {Ideas|Ideas}\n\n## {Una|One} {#one}\n\n[{Una|One}](%s.md#cases)\n\n## {Otra|Another} {#another}\n\n{Más|More}.\n"

REDIRECTS = """\
# yaml-language-server: $schema=schemas/redirects.json
entries:
  - from: ["/ideas/01-alineada/", "/en/ideas/01-aligned/"]
    to: aligned
  - from: ["/ideas/01-alineada/#why", "/en/ideas/01-aligned/#why"]
    to: ideas
    anchor: one
  - from: ["/ideas/#two", "/en/ideas/#two"]
    to: ideas
    anchor: another
  - from: ["/ideas/#three", "/en/ideas/#three"]
    to: aligned
    anchor: cases
  - from: ["/casos/vieja/", "/en/cases/old/", "/p/old/"]
    to: about
    withdrawn:
      title: {es: "La página vieja", en: "The old page"}
      what: {es: "Explicaba lo viejo.", en: "It explained the old."}
      why: {es: "Ya no vale.", en: "It no longer holds."}
  - from: ["/p/once/"]
    to: aligned
"""


class Story(NamedTuple):
    """A project whose chapter has moved: its site, and what the check said before and after the redirects."""

    root: Path
    site: Path
    promised: list[str]
    before: str
    after: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    root = tmp_path_factory.mktemp("moved") / "project"
    make_project(root)
    write_chapter(
        root,
        "ideas/index",
        "ideas",
        "ideas",
        IDEAS.replace("{#another}", "{#two}") % "01-aligned" + "\n## {T|T} {#three}\n",
    )
    write_chapter(
        root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", ALIGNED + "\n## {P|W} {#why}\n\n{A|B}.\n"
    )
    write_chapter(root, "cases/old", "old", "{vieja|old}", "# {Vieja|Old}\n\n## {Q|W} {#what}\n\n{A|B}.\n")
    assert handbook("site", root=root).returncode == 0
    assert handbook("permalinks", "--update", root=root).returncode == 0
    promised = permalinks.listed(root)

    for file in [*root.glob("docs/ideas/01-*"), *root.glob("docs/cases/old.*")]:
        file.unlink()
    write_chapter(root, "ideas/index", "ideas", "ideas", IDEAS % "07-purpose")
    write_chapter(root, "ideas/07-purpose", "aligned", "07-{proposito|purpose}", ALIGNED)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text().replace("01-aligned.md", "07-purpose.md"))
    for file in root.glob("data/**/*.yml"):
        file.write_text(file.read_text().replace("01-aligned", "07-purpose"))
    result = handbook("site", root=root)
    assert result.returncode == 0, result.stdout + result.stderr
    before = handbook("permalinks", "--check", root=root)
    assert before.returncode == 1

    (root / "data/redirects.yml").write_text(REDIRECTS, encoding="utf-8")
    # An address that changed once before, and is still promised.
    listed = root / permalinks.FILE
    listed.write_text("".join(f"{line}\n" for line in sorted([*promised, "/p/once/"])), encoding="utf-8")
    result = handbook("site", root=root)
    assert result.returncode == 0, result.stdout + result.stderr
    after = handbook("permalinks", "--check", root=root)
    return Story(root, root / "site", promised, before.stdout + before.stderr, after.stdout + after.stderr)


def page(story: Story, address: str) -> html.HtmlElement:
    return html.fromstring((story.site / address.strip("/") / "index.html").read_bytes())


def test_the_list_has_pages_anchors_and_short_addresses_in_both_languages_sorted(story: Story) -> None:
    assert {"/", "/en/", "/ideas/01-alineada/", "/en/ideas/01-aligned/#cases", "/p/aligned/", "/casos/alfa/"} <= set(
        story.promised
    )
    assert story.promised == sorted(set(story.promised))


def test_no_anchor_is_promised_that_only_counts_things(story: Story) -> None:
    assert [line for line in story.promised if re.search(r"#(table|item|cite)-|-box$", line)] == []


def test_every_lost_address_and_anchor_is_named_with_its_line(story: Story) -> None:
    for line in ("/ideas/#two", "/en/ideas/#three", "/p/old/"):
        number = story.promised.index(line) + 1
        gone = MESSAGES["address-lost"][1].format(found=line)
        assert f"data/permalinks.txt:{number}:1: {gone}" in story.before


def test_a_lost_page_is_named_once_with_the_number_of_its_anchors(story: Story) -> None:
    for line, anchors in (("/ideas/01-alineada/", 2), ("/en/cases/old/", 1)):
        number = story.promised.index(line) + 1
        gone = MESSAGES["page-lost"][1].format(found=line, count=anchors)
        assert f"data/permalinks.txt:{number}:1: {gone}" in story.before
    assert "01-alineada/#" not in story.before and "cases/old/#" not in story.before


def test_what_is_not_lost_is_not_named(story: Story) -> None:
    assert not re.search(r"address /casos/alfa/|address /p/aligned/|address /ideas/ ", story.before)


def test_with_the_redirects_nothing_is_lost(story: Story) -> None:
    assert "is gone" not in story.after and "leads to" not in story.after


def test_an_old_page_has_a_refresh_a_canonical_address_and_a_real_link(story: Story) -> None:
    old = page(story, "/en/ideas/01-aligned/")
    assert old.get("lang") == "en"
    assert old.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../07-purpose/"]
    assert old.xpath("//link[@rel='canonical']/@href") == ["https://manual.example/en/ideas/07-purpose/"]
    assert old.xpath("//main//p/a/@href")[0] == "../07-purpose/"
    assert old.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_an_old_page_has_the_policy_of_every_page(story: Story) -> None:
    assert page(story, "/ideas/01-alineada/").xpath("//meta[@http-equiv='Content-Security-Policy']")


def test_an_archive_page_says_what_it_was_why_it_went_and_where_to_look(story: Story) -> None:
    old = page(story, "/casos/vieja/")
    text = old.find(".//main").text_content()
    assert "La página vieja" in text and "Explicaba lo viejo." in text and "Ya no vale." in text
    assert old.xpath("//main//a/@href") == ["../../acerca/"]
    assert not old.xpath("//meta[@http-equiv='refresh']")


def test_the_short_address_of_something_withdrawn_says_it_in_both_languages(story: Story) -> None:
    sections = page(story, "/p/old/").xpath("//section")
    assert [one.get("lang") for one in sections] == ["es", "en"]
    assert "It explained the old." in sections[1].text_content()


def test_updating_adds_and_never_removes(story: Story) -> None:
    before = permalinks.listed(story.root)
    permalinks.update(story.root, story.site)
    after = permalinks.listed(story.root)
    assert set(before) < set(after)
    assert "/ideas/07-proposito/#cases" in after


def test_a_redirect_to_a_page_that_was_not_built_is_named(story: Story, tmp_path: Path) -> None:
    import shutil

    site = shutil.copytree(story.site, tmp_path / "site")
    shutil.rmtree(site / "ideas" / "07-proposito")
    codes = {(one.code, dict(one.words)["found"]) for one in permalinks.lost(story.root, site)}
    assert ("redirect-broken", "/ideas/01-alineada/") in codes
    assert ("redirect-broken", "/ideas/#three") in codes


def test_without_a_built_site_the_command_says_what_to_do(project: Path) -> None:
    result = handbook("permalinks", "--check", root=project)
    assert result.returncode == 1
    assert "make site" in result.stderr and "Traceback" not in result.stderr


@pytest.fixture(scope="module")
def address(story: Story) -> Iterator[str]:
    with serving(story.site) as where:
        yield where


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_old_address_lands_on_the_new_page(scripts: bool, address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        tab = context.new_page()
        tab.goto(address + "en/ideas/01-aligned/")
        tab.wait_for_url("**/en/ideas/07-purpose/")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ideas/01-alineada/#cases", "ideas/07-proposito/#cases"),
        ("ideas/01-alineada/#why", "ideas/#one"),
        ("p/once/#cases", "p/aligned/#cases"),
    ],
)
def test_an_old_anchor_of_an_old_page_lands_on_its_section(old: str, new: str, address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + old)
        tab.wait_for_url(address + new)


@pytest.mark.browser
def test_a_short_address_keeps_the_section_for_both_languages(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + "p/aligned/#cases")
        links = tab.locator("main a").evaluate_all("links => links.map(link => link.hash)")
        assert links == ["#cases", "#cases"]


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_old_anchor_of_a_living_page_finds_its_section(scripts: bool, address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=scripts, viewport={"width": 900, "height": 300}) as context:
        tab = context.new_page()
        tab.goto(address + "ideas/#two")
        tab.wait_for_timeout(800)
        assert tab.locator("#another").bounding_box()["y"] < 100
        assert not tab.locator("#three").is_visible()
        tab.goto(address + "en/ideas/#three")
        note = tab.locator("#three")
        assert note.is_visible()
        assert note.locator("a").get_attribute("href") == "07-purpose/#cases"


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('{from: ["/x/"], to: nowhere}', "unknown-page"),
        ('{from: ["/x/"], to: about, anchor: nothing}', "not-allowed"),
        ('{from: ["/ideas/01-alineada/"], to: ideas}', "redirect-from-page"),
        ('{from: ["/en/ideas/01-aligned/#cases"], to: ideas}', "redirect-from-page"),
        ('{from: ["/p/aligned/"], to: ideas}', "redirect-from-page"),
        ('{from: ["/x/", "/x/"], to: ideas}', "named-twice"),
        ('{from: ["https://example.org/"], to: ideas}', "bad-address"),
        ('{from: ["x/"], to: ideas}', "bad-address"),
        ("{from: [], to: ideas}", "too-few"),
        ("{to: ideas}", "missing"),
    ],
)
def test_a_redirect_that_cannot_work_is_a_finding(entry: str, code: str, project: Path) -> None:
    (project / "data/redirects.yml").write_text(f"entries:\n  - {entry}\n", encoding="utf-8")
    _, found = inspect(project)
    assert [(one.path, one.line, one.code) for one in found] == [("data/redirects.yml", 2, code)]


def test_an_anchor_that_a_directive_brings_is_looked_for_in_the_built_site(project: Path) -> None:
    entry = '{from: ["/x/#y"], to: aligned, anchor: brought-by-a-directive}'
    (project / "data/redirects.yml").write_text(f"entries:\n  - {entry}\n", encoding="utf-8")
    assert inspect(project)[1] == []


@pytest.mark.site
def test_no_address_of_the_handbook_that_was_ever_published_is_lost(site: Path) -> None:
    assert [one.text("en") for one in permalinks.lost(PROJECT, site)] == []


def test_the_handbook_promises_its_addresses() -> None:
    listed = permalinks.listed(PROJECT)
    assert {"/", "/en/", "/p/aligned/", "/ideas/01-alineada/#why", "/en/ideas/01-aligned/#why"} <= set(listed)
    assert listed == sorted(set(listed))
