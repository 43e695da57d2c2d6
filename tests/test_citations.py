"""Link and cite: what a reader copies, what programs read, and the codes that lead back to the page."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import bibtexparser
import pytest
import rispy
import yaml
import zxingcpp
from conftest import EDITION, PROJECT, html_pages, serving, write_case
from handbook.content.edition import AUTHOR, LICENCE_ADDRESS
from handbook.loading import load_book
from handbook.website.citation_files import qr_codes
from handbook.website.citations import Citation, structured_data
from handbook.website.share_image import SIZE, card
from lxml import html
from PIL import Image
from playwright.sync_api import Browser

SITE = "https://manual.example/"
PAGES = {"es": "ideas/01-alineada/", "en": "en/ideas/01-aligned/"}


def cited(
    title: str = "Aligned", language: str = "en", authors: tuple[str, ...] = ("Ana Peña", "Red & Co.")
) -> Citation:
    book = {"es": "Manual", "en": "Handbook"}[language]
    short, address = f"{SITE}p/aligned/", SITE + PAGES[language]
    return Citation("aligned", language, title, book, authors, "2026.1", EDITION.day.date(), address, short)


def page(built: Path, language: str) -> html.HtmlElement:
    return html.fromstring((built / PAGES[language] / "index.html").read_bytes())


def meta(built: Path, language: str, name: str) -> list[str]:
    return page(built, language).xpath("//meta[@name=$name or @property=$name]/@content", name=name)


def structured(file: Path) -> dict[str, object]:
    return json.loads(html.fromstring(file.read_bytes()).xpath("string(//script[@type='application/ld+json'])"))


# ---------------------------------------------------------------------------------------------------- in words


def test_the_citation_is_in_the_language_of_the_page_with_edition_and_date(built: Path) -> None:
    spanish, english = (page(built, language).xpath("string(//details[@class='cite'])") for language in ("es", "en"))
    assert "Equipo editorial del manual. 2026. «Alineada». En Manual para internacionalizar el territorio." in spanish
    assert "Edición 2026.1, 21 de noviembre de 2026." in spanish
    assert (
        "“Aligned.” In Handbook for Internationalising Cities and Regions. Edition 2026.1, 21 November 2026." in english
    )


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("apa", "Ana Peña &amp; Red &amp; Co. (2026). Aligned. In <i>Handbook</i> (2026.1 ed.). "),
        (
            "chicago",
            "Ana Peña and Red &amp; Co. 2026. “Aligned.” In <i>Handbook</i>. Edition 2026.1, 21 November 2026. ",
        ),
        (
            "iso690",
            "ANA PEÑA AND RED &amp; CO. Aligned. In: <i>Handbook</i> [online]. Edition 2026.1. 21 November 2026. ",
        ),
    ],
)
def test_each_style_has_its_order(style: str, text: str) -> None:
    assert getattr(cited(), style)().startswith(text)
    assert f"{SITE}p/aligned/" in getattr(cited(), style)()


THREE = ("Ana Peña", "Red & Co.", "Luz Díaz")


@pytest.mark.parametrize(
    ("style", "language", "names"),
    [
        ("apa", "en", "Ana Peña, Red &amp; Co., &amp; Luz Díaz. ("),
        ("apa", "es", "Ana Peña, Red &amp; Co. y Luz Díaz. ("),
        ("chicago", "en", "Ana Peña, Red &amp; Co. and Luz Díaz. 2026"),
        ("chicago", "es", "Ana Peña, Red &amp; Co. y Luz Díaz. 2026"),
    ],
)
def test_several_authors_are_joined_as_the_style_does_it_in_that_language(
    style: str, language: str, names: str
) -> None:
    assert getattr(cited(language=language, authors=THREE), style)().startswith(names)


def test_a_title_that_ends_with_a_question_gets_no_full_stop() -> None:
    assert "Which space? In <i>" in cited("Which space?").apa()


def test_the_links_lead_to_the_page_in_its_language(built: Path) -> None:
    copied = page(built, "en").xpath("//details[@class='cite']//*[@data-copy]")
    assert [one.text_content() for one in copied[:4]] == [
        SITE + PAGES["en"],
        f"{SITE}p/aligned/",
        f"[Aligned]({SITE}{PAGES['en']})",
        f'<a href="{SITE}{PAGES["en"]}" hreflang="en">Aligned</a>',
    ]


def test_a_title_with_marks_stays_a_link() -> None:
    assert cited("A [b] *c* <d>").markdown() == rf"[A \[b\] \*c\* <d>]({SITE}{PAGES['en']})"
    assert "A [b] *c* &lt;d&gt;</a>" in cited("A [b] *c* <d>").html()


def test_a_case_is_cited_by_its_contributors(built: Path) -> None:
    case = html.fromstring((built / "en/cases/alfa/index.html").read_bytes())
    assert case.xpath("//meta[@name='citation_author']/@content") == [AUTHOR["en"]]
    assert case.xpath("//meta[@name='citation_title']/@content") == ["Town alfa"]


# ---------------------------------------------------------------------------------------------------- as files


def test_bibtex_can_be_read_again() -> None:
    library = bibtexparser.parse_string(cited("50 % & {más}", "es").bibtex())
    assert library.failed_blocks == []
    entry = library.entries[0]
    assert (entry.entry_type, entry.key) == ("incollection", "handbook-aligned-es")
    assert entry["author"] == r"{Ana Peña} and {Red \& Co.}"
    assert entry["title"] == r"{50 \% \& \{más\}}"
    assert (entry["edition"], entry["year"], entry["url"]) == ("2026.1", "2026", f"{SITE}p/aligned/")


def test_ris_can_be_read_again() -> None:
    (entry,) = rispy.loads(cited("Territorio, año", "es").ris())
    assert entry["type_of_reference"] == "CHAP"
    assert entry["authors"] == ["Ana Peña", "Red & Co."]
    assert (entry["title"], entry["secondary_title"]) == ("Territorio, año", "Manual")
    assert (entry["year"], entry["date"], entry["language"]) == ("2026", "2026/11/21", "es")
    assert entry["urls"] == [f"{SITE}p/aligned/"]


def test_every_page_has_the_files_that_it_offers(built: Path) -> None:
    missing = []
    for file in html_pages(built):
        for offered in html.fromstring(file.read_bytes()).xpath(
            "//details[@class='cite']//@href | //details//img/@src"
        ):
            if "/p/" in offered and not (file.parent / offered).resolve().is_file():
                missing.append((file.relative_to(built).as_posix(), offered))
    assert missing == []


def test_the_files_of_a_page_are_in_its_language(built: Path) -> None:
    assert "title = {{Alineada}}" in (built / "p/aligned/cite-es.bib").read_text(encoding="utf-8")
    assert "TI  - Aligned\n" in (built / "p/aligned/cite-en.ris").read_text(encoding="utf-8")


# --------------------------------------------------------------------------------------------------- QR, picture


@pytest.mark.parametrize("page_id", ["aligned", "alfa", "home"])
def test_a_scanner_reads_the_short_address(page_id: str, built: Path) -> None:
    (code,) = zxingcpp.read_barcodes(Image.open(built / f"p/{page_id}/qr.png").convert("L"))
    assert code.text == f"{SITE}p/{page_id}/"


def test_the_drawn_code_is_that_of_the_picture(built: Path) -> None:
    svg, png = qr_codes(f"{SITE}p/aligned/")
    assert ((built / "p/aligned/qr.svg").read_bytes(), (built / "p/aligned/qr.png").read_bytes()) == (svg, png)
    side = int(re.search(rb'width="(\d+)"', svg)[1])
    assert side / 4 == Image.open(io.BytesIO(png)).width / 12


def test_the_picture_to_share_has_the_size_that_previews_ask_for(built: Path) -> None:
    for language in PAGES:
        (address,) = meta(built, language, "og:image")
        with Image.open(built / address.removeprefix(SITE)) as picture:
            assert picture.size == SIZE
            assert [str(side) for side in picture.size] == [
                *meta(built, language, "og:image:width"),
                *meta(built, language, "og:image:height"),
            ]


def test_another_process_draws_the_same_picture() -> None:
    code = "import sys; from handbook.website.share_image import card; sys.stdout.buffer.write(card('Ñandú', 'Casos', 'Manual'))"
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    assert subprocess.check_output([sys.executable, "-c", code], env=environment) == card("Ñandú", "Casos", "Manual")


def test_another_title_gives_another_picture() -> None:
    assert card("Ñandú", "Casos", "Manual") != card("Nandu", "Casos", "Manual")


def test_a_very_long_title_stays_in_the_picture() -> None:
    with Image.open(io.BytesIO(card("internacionalización " * 30, "Casos", "Manual " * 40))) as picture:
        right = picture.crop((SIZE[0] - 20, 0, SIZE[0], SIZE[1] - 30))
        assert right.getextrema() == (0, 0)


# ---------------------------------------------------------------------------------------------- for programs


def test_zotero_finds_what_it_needs(built: Path) -> None:
    for language, address in PAGES.items():
        assert meta(built, language, "citation_public_url") == [SITE + address]
        assert meta(built, language, "citation_language") == [language]
        assert meta(built, language, "citation_publication_date") == ["2026/11/21"]
        assert meta(built, language, "citation_author") == [AUTHOR[language]]
        assert meta(built, language, "DC.rights") == [LICENCE_ADDRESS]
    assert meta(built, "es", "citation_title") == ["Alineada"]
    assert meta(built, "en", "citation_inbook_title") == ["Handbook for Internationalising Cities and Regions"]


def test_a_chapter_is_a_learning_resource_of_the_book_and_names_its_translation(built: Path) -> None:
    data = structured(built / PAGES["es"] / "index.html")
    assert data["@type"] == ["WebPage", "LearningResource"]
    assert (data["inLanguage"], data["license"]) == ("es-419", LICENCE_ADDRESS)
    assert re.fullmatch(r"PT\d+M", str(data["timeRequired"]))
    assert data["isPartOf"] == {"@type": "Book", "@id": SITE, "name": "Manual para internacionalizar el territorio"}
    assert data["workTranslation"] == {"@id": SITE + PAGES["en"]}
    assert structured(built / PAGES["en"] / "index.html")["translationOfWork"] == {"@id": SITE + PAGES["es"]}


def test_the_index_of_cases_is_a_data_set_whose_files_are_there(built: Path) -> None:
    data = structured(built / "casos/index.html")
    assert "Dataset" in data["@type"]
    files = [one["contentUrl"].removeprefix(SITE) for one in data["distribution"]]
    assert files and [one for one in files if not (built / one).is_file()] == []


def test_who_signs_a_case_is_a_person_unless_it_says_that_they_are_an_organisation(project: Path) -> None:
    signed = 'contributors: ["Equipo editorial", "Ana Peña", "Red & Co."]\ncontributing_organisations: ["Red & Co."]'
    write_case(project, "alfa", lambda text: text.replace('contributors: ["Equipo editorial"]', signed))
    data = json.loads(structured_data(load_book(project), "cases/alfa", "en", "Handbook", SITE))
    assert data["author"] == [
        {"@type": "Organization", "name": AUTHOR["en"]},
        {"@type": "Person", "name": "Ana Peña"},
        {"@type": "Organization", "name": "Red & Co."},
    ]


@pytest.mark.site
def test_every_page_of_the_handbook_tells_programs_what_it_is(site: Path) -> None:
    wrong = []
    for file in html_pages(site):
        tree = html.fromstring(file.read_bytes())
        if tree.find(".//article") is None:
            continue
        data = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))
        (picture,) = tree.xpath("//meta[@property='og:image']/@content")
        if data["url"] != tree.xpath("string(//link[@rel='canonical']/@href)"):
            wrong.append((file.relative_to(site).as_posix(), "url"))
        if not (site / picture.removeprefix(SITE)).is_file():
            wrong.append((file.relative_to(site).as_posix(), picture))
    assert wrong == []


@pytest.mark.site
def test_what_an_idea_teaches_is_its_objectives(site: Path) -> None:
    assert len(structured(site / PAGES["en"] / "index.html")["teaches"]) >= 3


# -------------------------------------------------------------------------------------------------- the edition


def test_the_edition_is_the_same_everywhere() -> None:
    record = yaml.safe_load((PROJECT / "data/edition.yml").read_text(encoding="utf-8"))
    cff = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    package = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    book = cff["preferred-citation"]
    numbers = {record["id"], package["version"], cff["version"], book["edition"], book["version"], EDITION.id}
    dates = {record["date"], cff["date-released"], book["date-released"], f"{EDITION.day:%Y-%m-%d}"}
    assert (len(numbers), len(dates)) == (1, 1)
    assert (book["year"], book["month"]) == (EDITION.day.year, EDITION.day.month)


def test_the_citation_file_has_what_its_format_requires() -> None:
    cff = yaml.safe_load((PROJECT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= cff.keys()
    assert (cff["cff-version"], cff["type"], cff["preferred-citation"]["type"]) == ("1.2.0", "software", "book")
    assert {"title", "authors", "type"} <= cff["preferred-citation"].keys()
    assert all(author.keys() == {"name"} for author in [*cff["authors"], *cff["preferred-citation"]["authors"]])
    assert all(re.fullmatch(r"[a-z]{2,3}", code) for code in cff["preferred-citation"]["languages"])


# ------------------------------------------------------------------------------------------------- in the browser


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serving(built) as where:
        yield where


def test_each_section_has_a_link_named_after_it(built: Path) -> None:
    tree = page(built, "en")
    headings = tree.xpath("//article//h2[@id] | //article//h3[@id]")
    links = [heading.getnext() for heading in headings]
    assert headings and [link.get("href") for link in links] == [f"#{heading.get('id')}" for heading in headings]
    assert {link.get("aria-labelledby") for link in links} == {f"section-link {one.get('id')}" for one in headings}
    assert tree.xpath("string(//*[@id='section-link'])") == "Link to section"


@pytest.mark.browser
def test_the_link_of_a_section_is_read_and_copied(address: str, browser: Browser) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = context.new_page()
        tab.goto(address + PAGES["en"])
        link = tab.get_by_role("link", name="Link to section Cases", exact=True)
        link.focus()
        tab.keyboard.press("Enter")
        tab.locator(".cite-status", has_text="Address of the section copied").wait_for()
        assert tab.evaluate("navigator.clipboard.readText()") == f"{SITE}{PAGES['en']}#cases"
        assert tab.url.endswith("#cases")


@pytest.mark.browser
def test_a_citation_is_copied_with_the_section_that_was_chosen(address: str, browser: Browser) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = context.new_page()
        tab.goto(address + PAGES["en"])
        tab.locator("details.cite summary").click()
        tab.locator("details.cite").get_by_label("Link to").select_option("Cases")
        tab.get_by_role("button", name="Copy Citation, APA 7").click()
        tab.locator(".cite-status", has_text="Copied").wait_for()
        assert tab.evaluate("navigator.clipboard.readText()").endswith(f"{SITE}p/aligned/#cases")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("form", "link"),
    [
        ("Markdown", f"[Aligned: Cases]({SITE}{PAGES['en']}#cases)"),
        ("HTML", f'<a href="{SITE}{PAGES["en"]}#cases" hreflang="en">Aligned: Cases</a>'),
    ],
)
def test_a_link_to_a_section_bears_its_heading(form: str, link: str, address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + PAGES["en"])
        tab.locator("details.cite summary").click()
        tab.locator("details.cite").get_by_label("Link to").select_option("Cases")
        assert tab.locator("dt", has_text=form).locator("+ dd [data-copy]").text_content() == link


@pytest.mark.browser
def test_the_link_of_a_heading_chooses_its_section_in_the_box(address: str, browser: Browser) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + PAGES["en"])
        tab.locator("details.cite summary").click()
        tab.get_by_role("link", name="Link to section Cases", exact=True).click()
        tab.locator("details.cite [data-copy]", has_text=f"{SITE}p/aligned/#cases").first.wait_for()


@pytest.mark.parametrize(("language", "home"), [("es", ""), ("en", "en/")])
def test_the_home_page_offers_the_citation_of_the_whole_handbook(language: str, home: str, built: Path) -> None:
    box = html.fromstring((built / home / "index.html").read_bytes()).find(".//details[@id='cite-this']")
    assert (built / "p/home/qr.svg").is_file()
    assert re.search(r"\(2026\)\. \S.*p/home/", " ".join(box.text_content().split()))
    assert f"p/home/cite-{language}.bib" in next(link.get("href") for link in box.iter("a"))


@pytest.mark.parametrize("name", ["description", "og:description"])
def test_a_case_that_is_shared_is_described_by_its_summary(name: str, built: Path) -> None:
    case = html.fromstring((built / "casos/alfa/index.html").read_bytes())
    summary = structured(built / "casos/alfa/index.html")["description"]
    assert case.xpath("//meta[@name=$name or @property=$name]/@content", name=name) == [summary]


@pytest.mark.parametrize("home", ["", "en/"], ids=["es", "en"])
def test_the_title_of_the_home_page_is_the_name_of_the_handbook(home: str, built: Path) -> None:
    tree = html.fromstring((built / home / "index.html").read_bytes())
    assert tree.findtext(".//title") == tree.xpath("string(//meta[@property='og:site_name']/@content)")


@pytest.mark.browser
def test_without_scripts_there_are_addresses_and_citations_and_no_dead_button(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(address + PAGES["es"])
        tab.locator("details.cite summary").click()
        assert tab.get_by_text("(ed. 2026.1)").is_visible()
        assert tab.locator("details.cite button").count() == 0


def test_the_script_is_fetched_only_when_it_is_used(built: Path) -> None:
    assert "cite.js" not in (built / PAGES["en"] / "index.html").read_text(encoding="utf-8")
    assert len(gzip.compress((built / "assets/js/cite.js").read_bytes())) < 2_500
