"""Packages for learning platforms: read as a platform reads them, from the zip and the manifest alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import PROJECT, serving
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.exporting import course_outline, course_packages
from handbook.exporting.built_pages import read_pages
from handbook.exporting.built_site import Site, read_site
from handbook.loading import load_book
from lxml import etree, html
from playwright.sync_api import Browser

pytestmark = pytest.mark.site

CP = "{http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource}"
LINK = "{http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1}"
QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
SCORM = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
QUIZ = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
ABOUT = ["book", *sorted(path.stem for path in (PROJECT / "data/courses").glob("*.yml"))]
packages = pytest.mark.parametrize(("language", "about"), [(one, about) for one in LANGUAGES for about in ABOUT])


@dataclass(frozen=True)
class Package:
    """A zip as a platform sees it."""

    data: bytes

    @property
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            assert len(names) == len(set(names))
            return {name: archive.read(name) for name in names}

    @property
    def manifest(self) -> etree._Element:
        return etree.fromstring(self.files["imsmanifest.xml"])


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


@pytest.fixture(scope="module")
def published(site: object) -> Site:
    return read_site(site)  # type: ignore[arg-type]


def made(book: Book, published: Site, language: str) -> dict[tuple[str, str], bytes]:
    pages = read_pages(book, published, language)
    return {
        (outline.about, ending): course_packages.package(book, published, outline, ending, pages)
        for outline in course_outline.outlines(book, published, pages, language)
        for ending in course_packages.FORMATS
    }


@pytest.fixture(scope="module")
def all_packages(book: Book, published: Site) -> dict[tuple[str, str, str], Package]:
    return {
        (language, about, ending): Package(data)
        for language in LANGUAGES
        for (about, ending), data in made(book, published, language).items()
    }


def check_manifest(package: Package, space: str) -> None:
    """What holds for both formats: unique ids, references that resolve, files listed and there."""
    manifest, files = package.manifest, package.files
    ids = [one.get("identifier") for one in manifest.iter() if isinstance(one.tag, str) and one.get("identifier")]
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id) for id in ids)
    resources = {one.get("identifier") for one in manifest.iter(f"{space}resource")}
    references = [one.get("identifierref") for one in manifest.iter() if one.get("identifierref")]
    assert references
    assert set(references) == resources, "a reference without resource, or a resource without reference"
    listed = [one.get("href") for one in manifest.iter(f"{space}file")]
    assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9-]+\.(html|xml|js|css)", name) for name in listed)
    for one in manifest.iter(f"{space}resource"):
        if one.get("href"):
            assert one.get("href") in [file.get("href") for file in one.iter(f"{space}file")]
    for one in manifest.iter(f"{space}item"):
        root = space == CP and one.getparent().tag == f"{CP}organization"
        assert root or (one.findtext(f"{space}title") or "").strip()


def pages_of(package: Package) -> dict[str, html.HtmlElement]:
    parser = html.HTMLParser(encoding="utf-8")
    files = package.files.items()
    return {name: html.fromstring(data, parser=parser) for name, data in files if name.endswith(".html")}


@packages
def test_a_cartridge_lists_what_it_holds_and_nothing_else(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str
) -> None:
    check_manifest(all_packages[language, about, ".imscc"], CP)


@packages
def test_a_scorm_package_lists_what_it_holds_and_nothing_else(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str
) -> None:
    package = all_packages[language, about, "-scorm.zip"]
    check_manifest(package, SCORM)
    manifest = package.manifest
    assert manifest.findtext(f"{SCORM}metadata/{SCORM}schema") == "ADL SCORM"
    assert manifest.findtext(f"{SCORM}metadata/{SCORM}schemaversion") == "1.2"
    organizations = manifest.find(f"{SCORM}organizations")
    assert organizations.get("default") == organizations[0].get("identifier")
    kinds = {one.get(f"{ADL}scormtype") for one in manifest.iter(f"{SCORM}resource")}
    assert kinds == {"sco", "asset"}


@packages
def test_moodle_recognises_a_cartridge_by_its_first_bytes(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str
) -> None:
    package = all_packages[language, about, ".imscc"]
    assert f'xmlns="{CP[1:-1]}"'.encode() in package.files["imsmanifest.xml"][:500]
    manifest = package.manifest
    assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "1.1.0"
    organization = manifest.find(f"{CP}organizations/{CP}organization")
    assert organization.get("structure") == "rooted-hierarchy"
    (root,) = organization
    assert root.find(f"{CP}title") is None, "the root item has no title"
    types = {one.get("type") for one in manifest.iter(f"{CP}resource")}
    assert types == {"webcontent", "imswl_xmlv1p1", QUIZ}


@packages
def test_notes_for_the_trainer_are_for_teachers_only(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str
) -> None:
    manifest = all_packages[language, about, ".imscc"].manifest
    for one in manifest.iter(f"{CP}resource"):
        file = one.find(f"{CP}file").get("href")
        role = one.findtext(f".//{LOM}intendedEndUserRole/{LOM}value")
        assert (role == "Instructor") == file.startswith("notes/"), file
    for ending in (".imscc", "-scorm.zip"):
        for name, page in pages_of(all_packages[language, about, ending]).items():
            assert bool(page.xpath("//*[@id='trainer-notes']")) == name.startswith("notes/"), name


@packages
def test_fragments_are_static_and_their_links_are_absolute(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str, published: Site
) -> None:
    for name, page in pages_of(all_packages[language, about, ".imscc"]).items():
        assert page.get("lang") == language
        assert not page.xpath("//script | //button | //input | //form | //link | //iframe"), name
        assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]"), name
        anchors = set(page.xpath("//@id"))
        for href in page.xpath("//a/@href"):
            assert href.startswith(("https://", "http://", "mailto:")) or href[1:] in anchors, (name, href)
        assert page.xpath(f"//a[starts-with(@href, '{published.url}p/')]"), name


@packages
def test_web_links_lead_to_short_addresses_that_exist(
    all_packages: dict[tuple[str, str, str], Package], language: str, about: str, published: Site
) -> None:
    files = all_packages[language, about, ".imscc"].files
    links = {name: etree.fromstring(data) for name, data in files.items() if name.startswith("links/")}
    assert len(links) == len([name for name in files if name.startswith("pages/")])
    for link in links.values():
        address = link.find(f"{LINK}url").get("href")
        assert address.startswith(f"{published.url}p/")
        assert (published.folder / address.removeprefix(published.url) / "index.html").is_file()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_input_gives_the_same_bytes(
    published: Site, all_packages: dict[tuple[str, str, str], Package], language: str
) -> None:
    for (about, ending), data in made(load_book(PROJECT), published, language).items():
        assert data == all_packages[language, about, ending].data


@pytest.mark.parametrize("ending", [".imscc", "-scorm.zip"])
def test_titles_keep_their_accents(all_packages: dict[tuple[str, str, str], Package], ending: str) -> None:
    manifest = all_packages["es", "dialogue-workshop", ending].manifest
    titles = ["".join(one.itertext()) for one in manifest.iter("{*}title")]
    assert "Diseñar un diálogo en un día" in titles
    assert "Sesión 2. En qué espacio y para quiénes" in titles


def test_a_chapter_has_the_same_id_in_every_edition() -> None:
    """Platforms know a chapter by this id: it may never change."""
    assert course_outline.identifier("es", "pages", "aligned") == "i482411980d4056afbd1184a5b937945b"
    assert course_outline.identifier("es", "pages", "aligned") != course_outline.identifier("en", "pages", "aligned")


def test_a_chapter_is_the_same_resource_in_the_book_and_in_a_course(
    all_packages: dict[tuple[str, str, str], Package],
) -> None:
    def id_of(about: str) -> str:
        manifest = all_packages["es", about, ".imscc"].manifest
        return next(
            one.get("identifier") for one in manifest.iter(f"{CP}resource") if one.get("href") == "pages/aligned.html"
        )

    assert id_of("book") == id_of("elected-officials")


def test_each_session_of_a_course_is_a_part_with_its_plan(
    all_packages: dict[tuple[str, str, str], Package], book: Book
) -> None:
    course = book.courses["route-in-five-sessions"]
    manifest = all_packages["en", course.id, ".imscc"].manifest
    (root,) = manifest.find(f"{CP}organizations/{CP}organization")
    titles = [part.findtext(f"{CP}title") for part in root]
    assert titles == [f"Session {n}. {one.title.en}" for n, one in enumerate(course.sessions, 1)]
    files = all_packages["en", course.id, ".imscc"].files
    for session in course.sessions:
        page = html.fromstring(files[f"plans/{session.id}.html"])
        assert len(page.xpath("//tbody/tr")) == len(session.activities)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quiz_is_an_assessment_whose_references_resolve(
    all_packages: dict[tuple[str, str, str], Package], book: Book, language: str
) -> None:
    files = all_packages[language, "book", ".imscc"].files
    assert {name for name in files if name.startswith("quizzes/")} == {f"quizzes/{id}.xml" for id in book.quizzes}
    idents: Counter[str] = Counter()
    for id, quiz in book.quizzes.items():
        root = etree.fromstring(files[f"quizzes/{id}.xml"])
        items = list(root.iter(f"{QTI}item"))
        assert len(items) == len(quiz.questions)
        for item, question in zip(items, quiz.questions, strict=True):
            idents[item.get("ident")] += 1
            assert item.find(f".//{QTI}fieldentry").text == "cc.multiple_choice.v0p1"
            assert item.findtext(f"{QTI}presentation/{QTI}material/{QTI}mattext") == question.text[language]
            labels = {one.get("ident"): one.findtext(f".//{QTI}mattext") for one in item.iter(f"{QTI}response_label")}
            assert labels == {option.id: option.text[language] for option in question.options}
            scored = [one for one in item.iter(f"{QTI}respcondition") if one.find(f"{QTI}setvar") is not None]
            (right,) = scored
            assert right.findtext(f".//{QTI}varequal") == next(one.id for one in question.options if one.right)
            told = {one.get("linkrefid") for one in item.iter(f"{QTI}displayfeedback")}
            assert told == {one.get("ident") for one in item.iter(f"{QTI}itemfeedback")}
    assert max(idents.values()) == 1


def test_platforms_that_read_conditions_in_order_find_one_right_answer_and_its_own_feedback(
    all_packages: dict[tuple[str, str, str], Package], book: Book
) -> None:
    # Open edX takes each answer as right up to the first condition that stops; Moodle takes the feedback of each
    # condition that goes on as feedback for everybody.
    files = all_packages["es", "book", ".imscc"].files
    for id, quiz in book.quizzes.items():
        items = etree.fromstring(files[f"quizzes/{id}.xml"]).iter(f"{QTI}item")
        for item, question in zip(items, quiz.questions, strict=True):
            conditions = list(item.iter(f"{QTI}respcondition"))
            assert {one.get("continue") for one in conditions} == {"No"}
            assert [one.find(f"{QTI}setvar") is not None for one in conditions] == [True, False, False]
            answers = [one.findtext(f".//{QTI}varequal") for one in conditions]
            assert sorted(answers) == sorted(one.id for one in question.options)
            told = [one.find(f"{QTI}displayfeedback").get("linkrefid") for one in conditions]
            assert told == [f"{answer}_feedback" for answer in answers]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_package_bears_the_name_of_the_handbook(
    all_packages: dict[tuple[str, str, str], Package], published: Site, language: str
) -> None:
    home = html.fromstring((published.folder / ("" if language == "es" else "en") / "index.html").read_bytes())
    name = home.xpath("string(//meta[@property='og:site_name']/@content)")
    assert all_packages[language, "book", "-scorm.zip"].manifest.find(f".//{SCORM}organization")[0].text == name


def test_a_page_of_a_scorm_package_reports_itself_and_finds_its_files(
    all_packages: dict[tuple[str, str, str], Package],
) -> None:
    package = all_packages["es", "elected-officials", "-scorm.zip"]
    for page in pages_of(package).values():
        assert page.xpath("//script/@src") == ["../shared/scorm.js"]
        assert page.xpath("//link/@href") == ["../shared/style.css"]
    assert b"LMSInitialize" in package.files["shared/scorm.js"]


PLATFORM = """<!doctype html><script>
const said = (window.said = []);
const values = { "cmi.core.lesson_status": "not attempted" };
const note = (name, answer) => (...words) => { said.push([name, ...words]); return answer(...words); };
window.API = {
  LMSInitialize: note("LMSInitialize", () => "true"),
  LMSGetValue: note("LMSGetValue", (name) => values[name] ?? ""),
  LMSSetValue: note("LMSSetValue", (name, value) => { values[name] = value; return "true"; }),
  LMSCommit: note("LMSCommit", () => "true"),
  LMSFinish: note("LMSFinish", () => "true"),
};
</script><iframe id="player"></iframe>"""


@pytest.mark.browser
def test_a_platform_hears_that_a_page_was_opened_and_left(
    all_packages: dict[tuple[str, str, str], Package], tmp_path: Path, browser: Browser
) -> None:
    with zipfile.ZipFile(io.BytesIO(all_packages["es", "elected-officials", "-scorm.zip"].data)) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "player.html").write_text(PLATFORM, encoding="utf-8")
    status = "cmi.core.lesson_status"
    opened = [
        ["LMSInitialize", ""],
        ["LMSGetValue", status],
        ["LMSSetValue", status, "completed"],
        ["LMSCommit", ""],
    ]
    with serving(tmp_path) as address, browser.new_context() as context:
        tab = context.new_page()
        tab.goto(address + "player.html")
        player = tab.locator("#player")
        player.evaluate("(frame) => (frame.src = 'pages/aligned.html')")
        tab.wait_for_function("said.length >= 4")
        assert tab.evaluate("said") == opened
        player.evaluate("(frame) => (frame.src = 'about:blank')")
        tab.wait_for_function("said.length >= 5")
        assert tab.evaluate("said") == [*opened, ["LMSFinish", ""]]
