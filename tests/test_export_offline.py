"""The offline copy: opened from a folder, in a browser without a network, it works and asks for nothing."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from conftest import PROJECT, change_language
from handbook.exporting.built_site import read_site
from handbook.exporting.offline import FOLDERS, offline_copy
from handbook.loading import load_book
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def copies(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both copies unpacked side by side."""
    folder = tmp_path_factory.mktemp("offline")
    for name in ("manual-es", "handbook-en"):
        with zipfile.ZipFile(exported / f"site/downloads/{name}.zip") as archive:
            archive.extractall(folder)
    return folder


@pytest.fixture
def offline(browser: Browser) -> Iterator[tuple[Page, list[Request], list[str]]]:
    """A page without a network, what it asked for, and what its console said."""
    context: BrowserContext = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[Request] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, asked, said
    context.close()


Offline = tuple[Page, list[Request], list[str]]


def test_a_page_opens_with_its_style_and_asks_for_files_only(copies: Path, offline: Offline) -> None:
    page, asked, said = offline
    page.goto((copies / "manual-es/index.html").as_uri())
    page.get_by_role("main").get_by_role("link", name="Ideas", exact=True).click()
    page.get_by_role("article").get_by_role("link", name="Una", exact=True).click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("heading", level=1).inner_text() == "Alineada"
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).backgroundColor") == "rgb(11, 79, 108)"
    assert [request.url for request in asked if not request.url.startswith("file:")] == []
    assert said == []


def test_ticks_stay_when_the_page_is_opened_again(copies: Path, offline: Offline) -> None:
    page, _, said = offline
    address = (copies / "manual-es/ideas/01-alineada/index.html").as_uri()
    page.goto(address)
    page.get_by_label("Está escrito para qué.").first.check()
    expect(page.locator("[data-checklist] .checklist-progress").first).to_contain_text("1 de")  # its script is there
    page.goto(address)
    expect(page.get_by_label("Está escrito para qué.").first).to_be_checked()
    assert said == []


def test_search_finds_without_accents(copies: Path, offline: Offline) -> None:
    page, asked, said = offline
    page.goto((copies / "manual-es/index.html").as_uri())
    page.locator("[data-search-open], .search-open, a[href*='#search'], button:has-text('Buscar')").first.click()
    page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first.fill("villa alfa")
    result = page.get_by_role("link", name="Villa alfa").or_(page.get_by_role("option", name="Villa alfa")).first
    result.wait_for()
    assert [request.url for request in asked if not request.url.startswith("file:")] == []
    assert said == []
    result.click()
    page.wait_for_url("**/casos/alfa/index.html*")


def test_the_language_switch_leads_to_the_other_copy(copies: Path, offline: Offline) -> None:
    page, _, _ = offline
    page.goto((copies / "manual-es/ideas/01-alineada/index.html").as_uri())
    change_language(page, "English")
    page.wait_for_url("**/handbook-en/en/ideas/01-aligned/index.html")
    assert page.get_by_role("heading", level=1).inner_text() == "Aligned"


def test_the_language_switch_finds_copies_that_were_unpacked_into_folders_of_their_own(
    copies: Path, offline: Offline, tmp_path: Path
) -> None:
    for name in ("manual-es", "handbook-en"):
        shutil.copytree(copies / name, tmp_path / name / name)
    page, _, _ = offline
    page.goto((tmp_path / "handbook-en/handbook-en/en/index.html").as_uri())
    page.wait_for_function(
        "document.querySelector('header a[data-other-copy]').getAttribute('href').includes('manual-es/manual-es')"
    )
    change_language(page, "Español")
    page.wait_for_url("**/manual-es/manual-es/index.html")


def test_alone_a_copy_says_that_the_other_is_not_there(copies: Path, offline: Offline, tmp_path: Path) -> None:
    shutil.copytree(copies / "manual-es", tmp_path / "alone/manual-es")
    page, _, _ = offline
    page.goto((tmp_path / "alone/manual-es/index.html").as_uri())
    page.get_by_text("La copia en inglés no está junto a esta").wait_for()


def test_every_link_of_a_copy_leads_to_a_file_or_to_the_site(copies: Path) -> None:
    for file in sorted(copies.rglob("*.html")):
        text = re.sub(r'<link rel="?(canonical|alternate)[^>]*>', "", file.read_text(encoding="utf-8"))
        for target in re.findall(r'(?:href|src)="([^"#]+)', text):
            if not target.startswith(("https:", "http:", "mailto:", "data:")):
                assert (file.parent / unquote(target)).resolve().is_file(), f"{file}: {target}"


@pytest.mark.parametrize(("folder", "foreign"), [("manual-es", "-en"), ("handbook-en", "-es")])
def test_a_copy_carries_no_file_that_only_the_other_language_uses(copies: Path, folder: str, foreign: str) -> None:
    names = [file.relative_to(copies).as_posix() for file in (copies / folder).rglob("*") if file.is_file()]
    assert f"{folder}/assets/cases-{folder[-2:]}.js" in names
    assert [name for name in names if Path(name).stem.endswith(foreign)] == []


def test_the_english_copy_opens_at_its_top(copies: Path, offline: Offline) -> None:
    page, _, _ = offline
    page.goto((copies / "handbook-en/index.html").as_uri())
    page.wait_for_url("**/handbook-en/en/index.html")


# --------------------------------------------------------------------------------------------------- the real book


# Also those that a browser fetches only when they come into view; settled when each has loaded or failed.
ALL_IMAGES = """
Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.complete || new Promise((done) => { image.onload = image.onerror = done; });
})).then(() => [...document.images].every((image) => image.naturalWidth))
"""


@pytest.fixture(scope="module")
def real_copies(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both copies of the real book, unpacked side by side."""
    folder = tmp_path_factory.mktemp("real-offline")
    book, published = load_book(PROJECT), read_site(site)
    for language in FOLDERS:
        with zipfile.ZipFile(io.BytesIO(offline_copy(book, published, language))) as archive:
            archive.extractall(folder)
    return folder


@pytest.fixture
def real(real_copies: Path, offline: Offline) -> Iterator[tuple[Page, Path]]:
    """A page without a network and the folder of the copies; nothing but files may be asked for, nothing may fail."""
    page, asked, said = offline
    missing: list[str] = []
    # What a reader leaves behind by going on to another page was not missing.
    page.on(
        "requestfailed", lambda request: None if request.failure == "net::ERR_ABORTED" else missing.append(request.url)
    )
    yield page, real_copies
    assert [request.url for request in asked if not request.url.startswith(("file:", "data:", "blob:"))] == []
    assert (said, missing) == ([], [])


@pytest.mark.site
@pytest.mark.parametrize("folder", FOLDERS.values())
def test_every_page_of_the_real_copy_opens_with_its_images(folder: str, real: tuple[Page, Path]) -> None:
    page, copies = real
    home = copies / folder / ("" if folder == FOLDERS["es"] else "en")
    missing = []
    for file in sorted(home.rglob("index.html")):
        if file.relative_to(home).parts[0] == "p" or 'http-equiv="refresh"' in file.read_text(encoding="utf-8"):
            continue  # short and former addresses lead on
        page.goto(file.as_uri())
        if not page.evaluate(ALL_IMAGES):
            missing.append(file)
    assert missing == []


@pytest.mark.site
def test_the_explorer_filters_and_compares_cases_in_the_copy(real: tuple[Page, Path]) -> None:
    page, copies = real
    page.goto((copies / "manual-es/casos/index.html").as_uri() + "?country=CL&view=list")
    expect(page.locator(".case-list h3 a")).to_have_text(["Chile (regiones)", "Región de Valparaíso"])
    page.locator(".case-list input[type=checkbox]").first.check()
    page.locator(".case-list input[type=checkbox]").last.check()
    page.locator(".explorer-compare a").click()
    page.wait_for_url("**/casos/comparar/index.html?cases=*")
    expect(page.locator(".compare-table thead th a")).to_have_count(2)
    page.locator(".compare-table thead th a").last.click()
    page.wait_for_url("**/manual-es/casos/*/index.html")


@pytest.mark.site
def test_advisers_the_test_of_where_one_starts_and_quizzes_answer_in_the_copy(real: tuple[Page, Path]) -> None:
    page, copies = real
    page.goto((copies / "handbook-en/en/tools/which-space/index.html").as_uri())
    page.get_by_label("A clear way forward, without the hands").check()
    expect(page.locator(".suggestion.whole h3")).to_have_text(["Negotiation"])
    page.goto((copies / "handbook-en/en/route/where-you-start/index.html").as_uri())
    before = page.locator(".diagnosis").inner_text()
    page.locator(".checklist input").first.check()
    expect(page.locator(".diagnosis")).not_to_have_text(before)
    page.goto((copies / "handbook-en/en/training/quizzes-ideas/index.html").as_uri())
    question = page.locator("[data-quiz=aligned] [data-question]").first
    question.get_by_role("button", name="Check").click()
    expect(question.locator("[role=status]")).to_have_text("Choose an answer.")


@pytest.mark.site
def test_search_and_the_language_switch_work_in_the_copy(real: tuple[Page, Path]) -> None:
    page, copies = real
    page.goto((copies / "manual-es/ruta/index.html").as_uri())
    page.click("[data-search]")
    page.fill("#search-query", "medellin")
    page.locator(".search-results .hit", has_text="Medellín").first.click()
    page.wait_for_url("**/manual-es/**/index.html*")
    page.goto((copies / "manual-es/p/medellin/index.html").as_uri())
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/handbook-en/en/cases/medellin/index.html*")
    change_language(page, "Español")
    page.wait_for_url("**/manual-es/casos/medellin/index.html*")
