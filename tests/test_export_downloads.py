"""The downloads page and the links on each page: what is there is linked with its size, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from conftest import axe, handbook, make_project_to_export, must, serving
from handbook.exporting.download_links import size
from lxml import html
from playwright.sync_api import Page

PAGES = {"es": "acerca/descargas/", "en": "en/about/downloads/"}


def links(site: Path, page: str) -> list[str]:
    text = (site / page / "index.html").read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    return [
        unquote(urljoin(f"https://x/{page}", href)).removeprefix("https://x/")
        for href in re.findall(r'<a href="([^"]+)"', article)
    ]


def test_every_file_is_linked_from_the_page_of_its_language(exported: Path) -> None:
    files = json.loads((exported / "site/downloads/manifest.json").read_text(encoding="utf-8"))["files"]
    assert {file["kind"] for file in files} >= {"book", "pages", "checklists", "plan", "tables", "courses", "offline"}
    for language, page in PAGES.items():
        own = {file["address"] for file in files if file["language"] == language}
        assert own and own <= set(links(exported / "site", page))


def test_every_link_to_a_file_leads_to_a_file(exported: Path) -> None:
    for page in (*PAGES.values(), "ideas/01-alineada/", "en/ideas/01-aligned/"):
        for target in links(exported / "site", page):
            if target.startswith(("downloads/", "api/")):
                assert (exported / "site" / target).is_file(), target


def test_sizes_are_those_of_the_files(exported: Path) -> None:
    file = exported / "site/downloads/es/manual.epub"
    text = (exported / "site/acerca/descargas/index.html").read_text(encoding="utf-8")
    assert f"EPUB ({size(file.stat().st_size, 'es')})" in text


def test_a_page_offers_itself_and_its_lists_and_tables(exported: Path) -> None:
    targets = links(exported / "site", "ideas/01-alineada/")
    assert "downloads/es/pdf/ideas-01-alineada.pdf" in targets
    assert "downloads/es/checklists/idea-aligned.xlsx" in targets
    assert "api/v1/table-spaces.csv" in targets


@pytest.mark.browser
@pytest.mark.parametrize("address", [*PAGES.values(), "ideas/01-alineada/"])
def test_a_page_with_its_files_is_accessible_and_fits_a_phone(address: str, exported: Path, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    with serving(exported / "site") as root:
        page.goto(root + address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_without_downloads_the_page_offers_only_the_data(exported: Path) -> None:
    built_alone = exported / "site-alone"
    targets = links(built_alone, PAGES["es"])
    assert "api/v1/datapackage.json" in targets
    assert not [target for target in targets if target.startswith("downloads/")]
    text = (built_alone / PAGES["es"] / "index.html").read_text(encoding="utf-8")
    assert "Esta copia del sitio se publicó sin archivos de estas clases: El manual completo; " in text
    assert 'class="take-away"' not in (built_alone / "ideas/01-alineada/index.html").read_text(encoding="utf-8")


def test_a_section_without_its_files_is_neither_shown_nor_listed(exported: Path) -> None:
    page = html.fromstring((exported / "site-alone" / PAGES["en"] / "index.html").read_bytes())
    shown = page.xpath("//h2[@id and not(ancestor::*[@hidden])]/@id")
    assert shown == ["tables", "data", "feeds"]
    listed = page.xpath("//li[not(@hidden)]/a[starts-with(@href, '#')]/@href")
    assert {one for one in listed if one in ("#book", "#pages", "#offline", "#data")} == {"#data"}
    assert "make downloads" not in page.text_content()


def test_a_section_whose_files_were_made_later_is_shown_again(exported: Path) -> None:
    page = html.fromstring((exported / "site" / PAGES["en"] / "index.html").read_bytes())
    shown = page.xpath("//h2[@id and not(ancestor::*[@hidden])]/@id")
    assert {"book", "pages", "checklists", "plan", "offline"} <= set(shown)
    assert not page.xpath("//li[@hidden]/a[@href='#book']")


def contents(site: Path) -> dict[str, bytes]:
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What a second project like ``exported`` holds once its downloads are made, and after making them again."""
    root = tmp_path_factory.mktemp("anew") / "project"
    make_project_to_export(root)
    must("site", root=root)
    must("downloads", root=root)
    made = contents(root / "site")
    must("downloads", root=root)
    return made, contents(root / "site")


def test_a_second_run_gives_the_same_bytes(exported: Path, anew: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    first, second = contents(exported / "site"), anew[0]
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_running_downloads_again_changes_nothing(anew: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    made, again = anew
    assert made == again


def test_without_a_site_one_line_says_what_to_do(project: Path) -> None:
    result = handbook("downloads", root=project)
    assert result.returncode == 1
    assert "run 'make site' first" in result.stderr
    assert "Traceback" not in result.stderr


def test_sizes_are_written_to_be_read() -> None:
    assert [size(400, "es"), size(8_300, "es"), size(1_250_000, "es"), size(12_000_000, "en")] == [
        "1 KB",
        "8 KB",
        "1.2 MB",
        "12 MB",
    ]
