"""Report a problem with this page: an e-mail, an issue of the repository, or, where there is neither, no link at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import PROJECT, axe, built_once, handbook, make_project, serving
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser
MAILBOX = "reports@handbook.example.org"
REPOSITORY = '"https://git.example/manual/manual"'


@pytest.fixture(scope="module")
def with_mail(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    def make(root: Path) -> None:
        make_project(root)
        settings = root / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8").replace('[REPORT_ADDRESS, ""]', f'[REPORT_ADDRESS, "{MAILBOX}"]')
        settings.write_text(text, encoding="utf-8")
        result = handbook("site", root=root)
        assert result.returncode == 0, result.stdout + result.stderr

    return built_once(tmp_path_factory, worker_id, "with-mail", make) / "site"


@pytest.fixture(scope="module")
def mail_url(with_mail: Path) -> Iterator[str]:
    with serving(with_mail) as address:
        yield address


@pytest.fixture(scope="module")
def issues_url(built: Path) -> Iterator[str]:
    with serving(built) as address:
        yield address


def link_of(file: Path) -> str:
    (link,) = html.fromstring(file.read_bytes()).xpath("//a[@data-report]/@href")
    return str(link)


def body_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["body"][0]


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.click("[data-report]")
    page.wait_for_selector("dialog[open]")
    return page


def test_the_footer_says_edition_date_team_and_countries(built: Path) -> None:
    (footer,) = html.fromstring((built / "en/ideas/01-aligned/index.html").read_bytes()).xpath("//footer")
    text = " ".join(footer.text_content().split())
    told = "Editorial team. Cases from Latin America and Europe; laws of four countries, up to 2014. About the handbook"
    assert f"Edition 2026.1, 21 November 2026. {told}" in text


def test_the_cases_are_of_the_parts_of_the_world_that_the_footer_names() -> None:
    cases = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in (PROJECT / "data/cases").glob("*.yml")]
    there = {one["country"] for one in cases}
    assert there - {"AR", "BR", "CL", "CO", "MX", "PE", "UY"} - {"ES", "FI", "FR", "GB"} == set()


def test_without_javascript_the_link_is_an_e_mail_that_names_the_page(with_mail: Path) -> None:
    link = link_of(with_mail / "en/ideas/01-aligned/index.html")
    assert link.startswith(f"mailto:{MAILBOX}?subject=")
    assert body_of(link).split("\r\n") == [
        *("", "", "Aligned", "https://manual.example/en/ideas/01-aligned/"),
        "Edition 2026.1, 21 November 2026",
    ]


def test_without_an_address_the_link_is_an_issue_of_the_repository(built: Path) -> None:
    link = link_of(built / "ideas/01-alineada/index.html")
    assert link.startswith("https://git.example/manual/manual/issues/new?title=")
    assert "https://manual.example/ideas/01-alineada/" in body_of(link)


def test_with_neither_there_is_no_link(project: Path) -> None:
    settings = project / "mkdocs.yml"
    lines = settings.read_text(encoding="utf-8").splitlines(keepends=True)
    settings.write_text("".join(one for one in lines if not one.startswith(("repo_url", "edit_uri"))), encoding="utf-8")
    result = handbook("site", root=project)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "data-report" not in (project / "site/index.html").read_text(encoding="utf-8")


def test_two_fields_make_an_e_mail_with_page_section_address_and_edition(page: Page, mail_url: str) -> None:
    opened(page, mail_url + "en/ideas/01-aligned/#cases")
    page.get_by_label("What were you doing?").fill("Reading & comparing")
    page.get_by_label("What is wrong?").fill("The year: 2010?\nIt is 2012.")
    link = page.get_by_role("link", name="Make the e-mail").get_attribute("href") or ""
    assert link.startswith(f"mailto:{MAILBOX}?subject=A%20problem%20with%20")
    assert body_of(link).split("\r\n") == [
        *("What were you doing?", "Reading & comparing", "", "What is wrong?", "The year: 2010?", "It is 2012.", ""),
        *("Aligned", "Section: Cases", "https://manual.example/en/ideas/01-aligned/#cases"),
        "Edition 2026.1, 21 November 2026",
    ]


def test_two_fields_make_an_issue_where_there_is_no_address(page: Page, issues_url: str) -> None:
    opened(page, issues_url + "ideas/01-alineada/")
    page.get_by_label("¿Qué está mal?").fill("Un año")
    link = page.get_by_role("link", name="Preparar el aviso").get_attribute("href") or ""
    assert link.startswith("https://git.example/manual/manual/issues/new?title=")
    assert "Un año" in body_of(link)


def test_what_is_typed_is_there_again_until_it_is_deleted(page: Page, mail_url: str) -> None:
    wrong = page.get_by_label("What is wrong?")
    opened(page, mail_url + "en/ideas/01-aligned/")
    wrong.fill("kept")
    opened(page, mail_url + "en/ideas/01-aligned/")
    expect(wrong).to_have_value("kept")
    page.get_by_role("button", name="Delete what you wrote").click()
    opened(page, mail_url + "en/ideas/01-aligned/")
    expect(wrong).to_have_value("")


def test_what_is_typed_on_one_page_is_not_on_another(page: Page, mail_url: str) -> None:
    opened(page, mail_url + "en/ideas/01-aligned/")
    page.get_by_label("What is wrong?").fill("here")
    opened(page, mail_url + "en/ideas/")
    expect(page.get_by_label("What is wrong?")).to_have_value("")


def test_the_text_can_be_copied(context: BrowserContext, mail_url: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(context.new_page(), mail_url + "en/ideas/01-aligned/")
    page.get_by_label("What is wrong?").fill("A year")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator("dialog [role=status]")).to_have_text("Text copied.")
    assert "What is wrong?\nA year\n" in page.evaluate("navigator.clipboard.readText()")


def test_a_text_too_long_for_an_address_is_offered_to_be_copied(page: Page, mail_url: str) -> None:
    opened(page, mail_url + "en/ideas/01-aligned/")
    page.get_by_label("What is wrong?").fill("word " * 500)
    expect(page.get_by_role("link", name="Make the e-mail")).to_be_hidden()
    expect(page.get_by_text("too long to be made ready")).to_be_visible()
    expect(page.get_by_role("link", name=MAILBOX)).to_have_attribute("href", f"mailto:{MAILBOX}")


def test_the_form_works_from_a_folder(page: Page, with_mail: Path) -> None:
    opened(page, (with_mail / "en/ideas/01-aligned/index.html").as_uri())
    page.get_by_label("What is wrong?").fill("A year")
    link = page.get_by_role("link", name="Make the e-mail").get_attribute("href") or ""
    assert "A year" in body_of(link)
    assert "https://manual.example/en/ideas/01-aligned/" in body_of(link)


def test_the_keyboard_opens_the_form_types_and_comes_back_to_the_link(page: Page, mail_url: str) -> None:
    page.goto(mail_url + "en/ideas/01-aligned/")
    page.locator("[data-report]").press("Enter")
    expect(page.get_by_label("What were you doing?")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("What is wrong?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-report]")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form(browser: Browser, mail_url: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 600})  # type: ignore[arg-type]
    page = opened(context.new_page(), mail_url + "en/ideas/01-aligned/")
    page.get_by_label("What is wrong?").fill("word " * 500)
    assert axe(page) == []
    context.close()


def test_nothing_of_it_is_fetched_before_it_is_tapped(page: Page, mail_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(mail_url + "en/ideas/01-aligned/", wait_until="networkidle")
    assert not [one for one in asked if "report" in one]
    page.click("[data-report]")
    page.wait_for_selector("dialog[open]")
    assert [one for one in asked if one.endswith("/report.js")]
