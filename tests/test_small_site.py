"""A small book through the real hooks: which files come out, under which addresses, and how they hang together."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from conftest import WORDS, handbook, html_pages, make_project, must, write_case, write_chapter
from lxml import etree, html

ROOT = "https://x.example/manual/"
# Page -> its address in Spanish and in English.
ADDRESSES = {
    "home": ("", "en/"),
    "ideas": ("ideas/", "en/ideas/"),
    "aligned": ("ideas/01-alineada/", "en/ideas/01-aligned/"),
    "cases": ("casos/", "en/cases/"),
    "alfa": ("casos/alfa/", "en/cases/alfa/"),
    "beta": ("casos/beta/", "en/cases/beta/"),
    "about": ("acerca/", "en/about/"),
    "bibliography": ("acerca/fuentes/", "en/about/sources/"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small project with its site, built to live under a path."""
    root = tmp_path_factory.mktemp("small-site") / "project"
    make_project(root)
    write_chapter(root, "about/index", "about", "{acerca|about}", WORDS)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SITE_URL", ROOT)
        result = handbook("site", root=root)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
        yield root


def page(root: Path, address: str) -> html.HtmlElement:
    return html.parse(str(root / "site" / address / "index.html")).getroot()


def links(tree: html.HtmlElement, xpath: str) -> list[str]:
    return tree.xpath(xpath + "/@href")


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


# -------------------------------------------------------------------------------------------------- files, addresses


def test_the_pages_of_a_site_are_exactly_those_of_the_book(small: Path) -> None:
    written = {file.relative_to(small / "site").as_posix() for file in (small / "site").rglob("*.html")}
    expected = {f"{address}index.html" for pair in ADDRESSES.values() for address in pair}
    expected |= {f"p/{id}/index.html" for id in ADDRESSES}
    assert written == expected | {"404.html"}


def test_the_home_page_of_each_language_is_titled_with_the_name_of_the_site(small: Path) -> None:
    titles = [page(small, address).findtext(".//title") for address in ADDRESSES["home"]]
    assert titles == [
        "Manual para internacionalizar el territorio",
        "Handbook for Internationalising Cities and Regions",
    ]


def test_nothing_of_the_theme_that_no_page_asks_for_is_written(small: Path) -> None:
    assert not (small / "site/assets/javascripts").exists()
    assert not (small / "site/assets/stylesheets").exists()
    assert not (small / "site/sitemap.xml.gz").exists()
    assert not [file for file in small.iterdir() if file.name.startswith(".site")]


@pytest.mark.parametrize("page_id", ADDRESSES)
def test_both_languages_of_a_page_name_each_other_with_absolute_addresses(page_id: str, small: Path) -> None:
    spanish, english = (ROOT + address for address in ADDRESSES[page_id])
    for language, address in (("es", spanish), ("en", english)):
        tree = page(small, address.removeprefix(ROOT))
        assert tree.get("lang") == language
        assert links(tree, "//link[@rel='canonical']") == [address]
        alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
        assert alternates == {"es": spanish, "en": english, "x-default": spanish}
        switch = {
            link.get("hreflang"): urljoin(address, link.get("href")) for link in tree.xpath("//header//a[@hreflang]")
        }
        assert switch == {"es": spanish, "en": english}


@pytest.mark.parametrize("page_id", ADDRESSES)
def test_a_short_address_offers_both_languages(page_id: str, small: Path) -> None:
    tree = page(small, f"p/{page_id}/")
    here = f"{ROOT}p/{page_id}/"
    offered = {link.get("hreflang"): urljoin(here, link.get("href")) for link in tree.xpath("//main//a[@hreflang]")}
    assert offered == dict(zip(("es", "en"), (ROOT + address for address in ADDRESSES[page_id]), strict=True))
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert links(tree, "//link[@rel='stylesheet']") == ["../../assets/short.css"]


def test_every_page_says_its_short_address(small: Path) -> None:
    for id, pair in ADDRESSES.items():
        for address in pair:
            (short,) = page(small, address).xpath(f"//footer//a[text()='/p/{id}/']/@href")
            assert urljoin(ROOT + address, short) == f"{ROOT}p/{id}/"


def test_the_page_for_what_is_not_there_speaks_both_languages_and_its_links_work_at_any_depth(small: Path) -> None:
    tree = html.parse(str(small / "site/404.html")).getroot()
    assert [element.get("lang") for element in tree.xpath("//*[@lang]")] == ["es", "en"]
    for address in tree.xpath("//@href"):
        target = urljoin(f"{ROOT}some/where/else/", address)
        assert target.startswith(ROOT)
        file = small / "site" / target.removeprefix(ROOT)
        assert file.is_file() or (file / "index.html").is_file()
    hrefs = [urljoin(ROOT, address).removeprefix(ROOT) for address in tree.xpath("//a/@href")]
    assert {"", "en/", "casos/", "en/cases/"} <= set(hrefs)


@pytest.mark.parametrize("where", ["404.html", "p/aligned/index.html"])
def test_a_page_that_stands_alone_shows_whose_it_is_and_leads_home(small: Path, where: str) -> None:
    (link,) = html.parse(str(small / "site" / where)).xpath("//header/a[img[@alt='Inicio · Home']]")
    (shown,) = link.xpath("img/@src")
    base = ROOT + where.removesuffix("index.html")
    assert [urljoin(base, one) for one in (link.get("href"), shown)] == [ROOT, f"{ROOT}assets/icon.svg"]


def test_the_sitemap_names_every_page_with_its_alternates(small: Path) -> None:
    tree = etree.parse(str(small / "site/sitemap.xml"))
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = {
        entry.findtext("s:loc", namespaces=names): {
            link.get("hreflang"): link.get("href") for link in entry.findall("x:link", names)
        }
        for entry in tree.getroot()
    }
    assert entries == {
        ROOT + address: {"es": ROOT + spanish, "en": ROOT + english, "x-default": ROOT + spanish}
        for spanish, english in ADDRESSES.values()
        for address in (spanish, english)
    }
    assert f"Sitemap: {ROOT}sitemap.xml" in (small / "site/robots.txt").read_text(encoding="utf-8")


def test_no_page_links_outside_its_language_but_where_it_says_so(small: Path) -> None:
    for spanish, english in ADDRESSES.values():
        for address in (spanish, english):
            for link in page(small, address).xpath("//a[@href and not(@hreflang)]"):
                target = urljoin(ROOT + address, link.get("href"))
                if target.startswith((ROOT + "p/", ROOT + "api/")) or not target.startswith(ROOT):
                    continue
                assert target.startswith(ROOT + "en/") == (address == english), (address, target)


# --------------------------------------------------------------------------------------------- a case among its pages


@pytest.mark.parametrize(
    ("address", "home", "section"),
    [("casos/alfa/", "Inicio", "Casos"), ("en/cases/alfa/", "Home", "Cases")],
)
def test_a_case_stands_in_its_section_of_menu_and_path(address: str, home: str, section: str, small: Path) -> None:
    tree = page(small, address)
    here = tree.xpath(
        "//li[contains(@class, 'md-tabs__item--active')]/a | //li[contains(@class, 'md-nav__item--active')]/div/a"
    )
    assert {(link.text_content().strip(), urljoin(address, link.get("href"))) for link in here} == {
        (section, urljoin(address, "../"))
    }
    path = tree.xpath("//nav[contains(@class, 'md-path')]//a")
    assert [link.text_content().strip() for link in path] == [home, section]


def test_cases_are_not_in_the_menu_so_that_pages_do_not_grow_with_them(small: Path) -> None:
    for pair in ADDRESSES.values():
        for address in pair:
            assert not page(small, address).xpath("//nav[contains(@class, 'md-nav--primary')]//a[contains(., 'alfa')]")


def test_cases_follow_one_another_in_the_order_of_their_names(small: Path) -> None:
    def neighbours(address: str) -> dict[str, str]:
        found = page(small, address).xpath("//nav[contains(@class, 'md-footer__inner')]//a")
        return {
            link.get("class").rpartition("--")[2]: urljoin(ROOT + address, link.get("href")).removeprefix(ROOT)
            for link in found
        }

    assert neighbours("casos/alfa/") == {"prev": "casos/", "next": "casos/beta/"}
    assert neighbours("en/cases/beta/") == {"prev": "en/cases/alfa/"}


def test_the_edit_link_of_a_case_leads_to_its_record_and_that_of_a_chapter_to_its_file(small: Path) -> None:
    for address, file in (
        ("casos/alfa/", "data/cases/alfa.yml"),
        ("en/cases/alfa/", "data/cases/alfa.yml"),
        ("en/ideas/01-aligned/", "docs/ideas/01-aligned.en.md"),
    ):
        (link,) = set(links(page(small, address), "//a[@rel='edit']"))
        assert urljoin(link, ".") + link.rpartition("/")[2] == link
        assert link == f"https://git.example/manual/manual/edit/main/{file}"


@pytest.fixture(scope="module")
def grown(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project built again with a third case, whose summary is full of signs."""
    root = copied(small, tmp_path_factory.mktemp("grown"))
    write_case(
        root, "gama", lambda text: text.replace("Resumen de gama.", "2 < 3 & 4 > 1 *a* _b_ # c 1. d | e \\\\ ~ ^")
    )
    must("site", root=root)
    return root


def test_text_of_a_record_is_text_on_the_page(grown: Path) -> None:
    (lead,) = page(grown, "casos/gama/").xpath("//*[contains(@class, 'lead')]")
    assert lead.text_content() == "2 < 3 & 4 > 1 *a* _b_ # c 1. d | e \\ ~ ^"


def test_one_new_file_brings_a_case_to_every_place_in_both_languages(small: Path, grown: Path) -> None:
    for address, name in (("casos/", "Villa gama"), ("en/cases/", "Town gama")):
        assert page(grown, f"{address}gama/").findtext(".//h1") == name
    for address, target in (
        ("casos/", "casos/gama/"),
        ("en/cases/", "en/cases/gama/"),
        ("ideas/01-alineada/", "casos/gama/"),
        ("en/ideas/01-aligned/", "en/cases/gama/"),
        ("casos/beta/", "casos/gama/"),
        ("acerca/fuentes/", "casos/gama/"),
        ("p/gama/", "en/cases/gama/"),
    ):
        assert ROOT + target in [urljoin(ROOT + address, link) for link in links(page(grown, address), "//a")]
    assert (grown / "site/sitemap.xml").read_text(encoding="utf-8").count("/gama/</loc>") == 2
    before, after = fingerprint(small / "site"), fingerprint(grown / "site")
    assert {name for name in before if after.get(name) != before[name] and name.endswith("about/index.html")} == set()


# --------------------------------------------------------------------------------------------------- building it again


def copied(small: Path, tmp_path: Path) -> Path:
    root = tmp_path / "copy"
    shutil.copytree(small, root, ignore=shutil.ignore_patterns(".build", ".cache", "__pycache__"))
    return root


def test_two_builds_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    assert handbook("site", "--to", str(tmp_path / "again"), root=small).returncode == 0
    assert fingerprint(tmp_path / "again") == fingerprint(small / "site")


def test_the_order_of_the_languages_in_the_settings_changes_nothing(small: Path, tmp_path: Path) -> None:
    root = copied(small, tmp_path)
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    before, _, rest = settings.partition("        - locale: es\n")
    spanish, _, rest = rest.partition("        - locale: en\n")
    english, _, rest = rest.partition("\n\n")
    swapped = f"{before}        - locale: en\n{english}\n        - locale: es\n{spanish.rstrip()}\n\n{rest}"
    assert sorted(swapped.split("\n")) == sorted(settings.split("\n"))
    (root / "mkdocs.yml").write_text(swapped, encoding="utf-8")
    result = handbook("site", root=root)
    assert (result.returncode, result.stderr) == (0, "")
    assert fingerprint(root / "site") == fingerprint(small / "site")


def test_mkdocs_itself_builds_the_same_pages_strictly(small: Path, tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")],
        cwd=small,
        env={**os.environ, "PYTHONPATH": str(small / "hooks"), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    assert [file.relative_to(tmp_path / "site") for file in html_pages(tmp_path / "site")] == [
        file.relative_to(small / "site") for file in html_pages(small / "site")
    ]
    text = {
        root: html.parse(str(root / "en/ideas/01-aligned/index.html")).getroot().xpath("string(//article)")
        for root in (tmp_path / "site", small / "site")
    }
    assert len(set(text.values())) == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("<!-- handbook:comparisn idea=aligned -->", "there is no directive 'comparisn'"),
        ("[gone](../nowhere.md)", "nowhere.md"),
        ("[gone](index.md#nowhere)", "#nowhere"),
    ],
    ids=["directive", "link", "anchor"],
)
def test_a_broken_directive_link_or_anchor_stops_the_build_and_leaves_the_site_as_it_was(
    change: str, says: str, small: Path, tmp_path: Path
) -> None:
    root = copied(small, tmp_path)
    before = fingerprint(root / "site")
    for language in ("es", "en"):
        with (root / f"docs/ideas/01-aligned.{language}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n{change}\n")
    result = handbook("site", root=root)
    assert result.returncode == 1
    assert says in result.stderr
    assert "ideas/01-aligned.es.md" in result.stderr
    assert "Traceback" not in result.stderr
    assert fingerprint(root / "site") == before
    assert not [file.name for file in root.iterdir() if file.name.startswith(".site")]


def test_a_project_in_a_folder_named_as_the_theme_keeps_its_templates(tmp_path: Path) -> None:
    root = tmp_path / "material" / "project"
    make_project(root)
    result = handbook("site", root=root)
    assert result.returncode == 0, result.stderr
    assert "data-search" in (root / "site/index.html").read_text(encoding="utf-8")


# Lists of files that only `handbook site` writes after the pages, and the links to them at the foot of pages.
FILES_AFTER_THE_PAGES = re.compile(
    r'<(p|div)(?=[^>]*\bid="files-)[^>]*>.*?</\1>|<aside class="take-away".*?</aside>\n', re.S
)


def test_a_plain_mkdocs_build_gives_the_same_pages(built: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(built.parent, root, ignore=shutil.ignore_patterns("site", "plain"))
    # Whichever test asked for the shared site first: this build gets the address that it has.
    address = re.search(r'rel="canonical" href="([^"]*)"', (built / "index.html").read_text("utf-8"))[1]
    told = ("REPO_URL", "HANDBOOK_LANGUAGE", "HANDBOOK_SEARCHED")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        env={name: value for name, value in os.environ.items() if name not in told} | {"SITE_URL": address},
        check=True,
        stderr=subprocess.DEVNULL,
    )

    def pages(folder: Path) -> dict[str, str]:
        found = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.html")}
        return {path: FILES_AFTER_THE_PAGES.sub("", text) for path, text in found.items()}

    plain, ours = pages(root / "site"), pages(built)
    assert sorted(plain) == sorted(ours)
    assert [path for path in ours if plain[path] != ours[path]] == []
    assert len(ours) > 20
