"""A deployment, step by step in a fresh clone: everything is published, at the address that Pages gives."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from conftest import html_pages, make_project_to_export
from workflow_jobs import Run, make_repository, read_workflow, run_job

DEPLOY = read_workflow("deploy")
# What `actions/configure-pages` says, with the slash at the end that the site must have.
ADDRESSES = {
    "project": ("https://ana.github.io/manual", "https://ana.github.io/manual/"),
    "user": ("https://ana.github.io", "https://ana.github.io/"),
    "own domain": ("https://manual.example.org/", "https://manual.example.org/"),
}
PAGES = {"es": "acerca/descargas/", "en": "en/about/downloads/"}
GITHUB = {
    "github.server_url": "https://github.com",
    "github.repository": "ana/manual",
    "github.ref": "refs/heads/main",
    "github.event_name": "push",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository") / "manual"
    make_project_to_export(root)
    make_repository(root)
    return root


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the runs keep for one another."""
    return tmp_path_factory.mktemp("cache")


def deploy(repository: Path, folder: Path, cache: Path, base_url: str) -> Run:
    names = {**GITHUB, "needs.address.outputs.base_url": base_url}
    run = run_job(DEPLOY["jobs"]["build"], repository, folder, names, cache)
    assert not run.failed, run.log
    return run


@pytest.fixture(scope="module", params=ADDRESSES)
def deployed(
    request: pytest.FixtureRequest, repository: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """An address and the folder that Pages gets."""
    said, address = ADDRESSES[request.param]
    run = deploy(repository, tmp_path_factory.mktemp("deployed") / "clone", cache, said)
    assert run.artifacts == [run.folder / "site"]
    return address, run.artifacts[0]


def link(text: str, relation: str) -> str:
    found = re.search(rf'<link rel="?{relation}"?[^>]*?href="([^"]+)"', text)
    assert found, relation
    return found[1]


def file_at(site: Path, root: str, address: str) -> Path:
    """The file that Pages answers with."""
    assert address.startswith(root), address
    path = unquote(urlsplit(address).path).removeprefix(urlsplit(root).path)
    return site / path / "index.html" if path.endswith("/") or not path else site / path


def test_each_page_names_its_address_on_pages(deployed: tuple[str, Path]) -> None:
    root, site = deployed
    for page in html_pages(site):
        if page.name == "index.html":
            here = page.parent.relative_to(site).as_posix()
            wanted = root if here == "." else f"{root}{here}/"
            assert link(page.read_text(encoding="utf-8"), "canonical") == wanted


def test_the_sitemap_lists_pages_that_are_there(deployed: tuple[str, Path]) -> None:
    root, site = deployed
    listed = re.findall(r"<loc>([^<]+)</loc>", (site / "sitemap.xml").read_text(encoding="utf-8"))
    assert len(listed) > 10
    assert [address for address in listed if not file_at(site, root, address).is_file()] == []
    assert f"Sitemap: {root}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_the_page_of_a_wrong_address_is_whole_at_any_depth(deployed: tuple[str, Path]) -> None:
    root, site = deployed
    text = (site / "404.html").read_text(encoding="utf-8")
    wanted = re.findall(r'<(?:link[^>]*rel="?stylesheet"?[^>]*href|script[^>]*src)="([^"]+)"', text)
    assert wanted
    for one in wanted:
        assert file_at(site, root, urljoin(f"{root}no/such/page/", one)).is_file(), one


@pytest.mark.parametrize("language", PAGES)
def test_the_page_of_downloads_offers_all_and_each_leads_to_a_file(language: str, deployed: tuple[str, Path]) -> None:
    root, site = deployed
    text = (site / PAGES[language] / "index.html").read_text(encoding="utf-8")
    article = text[text.index("<article") : text.index("</article>")]
    offered = [urljoin(root + PAGES[language], href) for href in re.findall(r'<a href="([^"]+)"', article)]
    files = [file_at(site, root, one) for one in offered if re.search(r"/(downloads|api)/", one)]
    assert {file.suffix for file in files} >= {".pdf", ".epub", ".xlsx", ".docx", ".zip", ".imscc", ".csv"}
    assert [file for file in files if not file.is_file()] == []
    assert '<p class="files"' not in article, "a kind of file is said to be missing"


def test_a_page_is_edited_in_the_repository_it_comes_from(deployed: tuple[str, Path]) -> None:
    text = (deployed[1] / "ideas/01-alineada/index.html").read_text(encoding="utf-8")
    assert "https://github.com/ana/manual/edit/main/docs/ideas/01-aligned.es.md" in text


def test_the_next_run_makes_nothing_again_and_publishes_the_same(
    deployed: tuple[str, Path], repository: Path, cache: Path, tmp_path: Path
) -> None:
    root, site = deployed
    kept = {file.relative_to(cache) for file in (cache / ".cache/downloads").rglob("*")}
    assert kept
    again = deploy(repository, tmp_path / "clone", cache, root)
    assert {file.relative_to(again.folder) for file in (again.folder / ".cache/downloads").rglob("*")} == kept
    second = again.artifacts[0]
    differ = [
        str(file.relative_to(site))
        for file in sorted(site.rglob("*"))
        if file.is_file() and (second / file.relative_to(site)).read_bytes() != file.read_bytes()
    ]
    assert differ == []


def test_nothing_is_built_before_the_checks_and_nothing_published_before_the_build() -> None:
    jobs = DEPLOY["jobs"]
    assert jobs["check"]["uses"] == "./.github/workflows/check.yml"
    assert "check" in jobs["build"]["needs"]
    assert jobs["deploy"]["needs"] == "build"
    # A job that is needed and fails keeps back the next, unless that one asks to run all the same.
    assert "if" not in jobs["build"] and "if" not in jobs["deploy"]
    assert "workflow_call" in read_workflow("check")["on"]
    assert "push" not in read_workflow("check")["on"], "main would be checked twice"
