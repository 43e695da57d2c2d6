"""What no check found and stands in a built page all the same never leaves the site: packages, EPUB, PDF, feeds.

Each sample holds ``mark`` and its number only where it would run, load, style or lead somewhere, and ``word`` and its
number where it is text.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import serving
from handbook.content.book import Book
from handbook.exporting import course_outline, course_packages
from handbook.exporting.built_pages import BuiltPage, read_pages
from handbook.exporting.built_site import Site, read_site
from handbook.exporting.epub import book_epub
from handbook.exporting.feeds import feed, llms
from handbook.exporting.offline import FOLDERS, offline_copy
from handbook.exporting.pdf import page_pdf
from handbook.loading import load_book
from lxml import etree, html
from markdown import Markdown
from playwright.sync_api import Browser, Page

SAMPLES = {
    "a link to javascript": '<p><a href="javascript:mark()">word</a></p>',
    "a link over two lines": '<p><a href="java\nscript:mark()">word</a></p>',
    "a link over two lines with tabs": '<p><a href="\n\tjava\t\nscript\n:mark()">word</a></p>',
    "a link behind a control character": '<p><a href="&#1;javascript:mark()">word</a></p>',
    "a link with a numbered entity": '<p><a href="&#106;avascript:mark()">word</a></p>',
    "a link with a named entity": '<p><a href="javascript&colon;mark()">word</a></p>',
    "a link with entities of white space": '<p><a href="java&Tab;&NewLine;script&colon;mark()">word</a></p>',
    "a link that is escaped twice": '<p><a href="&amp;#106;avascript&amp;colon;mark()">word</a></p>',
    "a link in capitals": '<p><a href="JaVaScRiPt:mark()">word</a></p>',
    "a link to vbscript": '<p><a href="vbscript:mark()">word</a></p>',
    "a link to data": '<p><a href="data:text/html,mark">word</a></p>',
    "a link to a file": '<p><a href="file:///mark">word</a></p>',
    "a link to another host of the same scheme": '<p><a href="//mark.invalid/">word</a></p>',
    "the same with backslashes": r'<p><a href="\\mark.invalid\x">word</a></p>',
    "a link that reports clicks": '<p><a href="#a" ping="https://mark.invalid/">word</a></p>',
    "a handler": '<p><em onclick="mark()">word</em></p>',
    "a handler without quotation marks": "<p><em onpointerover=mark()>word</em></p>",
    "a handler after a slash": '<p/onclick="mark()">word</p>',
    "a style": '<p style="position:fixed;background:url(//mark.invalid)">word</p>',
    "an attribute for a platform's own scripts": '<p data-toggle="mark" hx-get="mark">word</p>',
    "a focus that is taken": '<p tabindex="1" autofocus="mark" contenteditable="mark">word</p>',
    "an element of a component": '<p is="mark" slot="mark">word</p><x-mark><p>word</p></x-mark>',
    "a script": "<p>word</p><script>mark()</script>",
    "a script of another host": '<p>word</p><script src="https://mark.invalid/"></script>',
    "a style sheet": "<p>word</p><style>p { content: 'mark' }</style>",
    "a linked style sheet": '<p>word</p><link rel="stylesheet" href="https://mark.invalid/">',
    "a frame": '<p>word</p><iframe src="https://mark.invalid/"></iframe>',
    "a frame with a page": '<p>word</p><iframe srcdoc="&lt;script&gt;mark()&lt;/script&gt;"><b>mark</b></iframe>',
    "an old frame": '<p>word</p><frameset><frame src="https://mark.invalid/"></frameset>',
    "an object": '<object data="https://mark.invalid/" type="text/html"><p>word</p></object>',
    "an embedded object": '<p>word</p><embed src="https://mark.invalid/">',
    "an applet": '<applet code="mark" codebase="https://mark.invalid/"><p>word</p></applet>',
    "a picture": '<p>word<img src="https://mark.invalid/" onerror="mark()"></p>',
    "a picture with sources": '<picture><source srcset="https://mark.invalid/">word</picture>',
    "a film": '<video src="https://mark.invalid/" poster="https://mark.invalid/" onloadstart="mark()">word</video>',
    "a form": '<p>word</p><form action="https://mark.invalid/"><input name="mark"><button formaction="/mark">x</button></form>',
    "a field alone": '<p>word<input onfocus="mark()" autofocus><textarea>mark</textarea><select><option>mark</select></p>',
    "a way to another page": '<p>word</p><div><meta http-equiv="refresh" content="0;url=https://mark.invalid/"></div>',
    "a base": '<p>word</p><base href="https://mark.invalid/">',
    "a background": '<table background="https://mark.invalid/"><tr><td background="//mark.invalid/">word</td></tr></table>',
    "a part that opens": '<details open ontoggle="mark()"><summary onclick="mark()">word</summary><p>word</p></details>',
    "moving text": '<marquee onstart="mark()">word</marquee>',
    "a drawing with a script": '<svg onload="mark()"><script>mark()</script><text>word</text></svg>',
    "a drawing with a style": "<svg><style>p { content: 'mark' }</style><text>word</text></svg>",
    "a drawing with a page": (
        '<svg><foreignObject><iframe src="//mark.invalid/"></iframe><p onclick="mark()">word</p></foreignObject></svg>'
    ),
    "a drawing that uses another": '<svg><use href="https://mark.invalid/#a" xlink:href="//mark.invalid/#a"/><text>word</text></svg>',
    "a drawing with a picture": '<svg><image href="https://mark.invalid/"/><text>word</text></svg>',
    "a drawing with a link": '<svg><a xlink:href="javascript:mark()"><text>word</text></a></svg>',
    "a drawing whose link changes": '<svg><a><animate attributeName="href" values="javascript:mark()"/><text>word</text></a></svg>',
    "a drawing that is painted from elsewhere": '<svg><rect fill="url(//mark.invalid/#a)"/><text>word</text></svg>',
    "a drawing with an effect from elsewhere": '<svg><rect filter="url(//mark.invalid/#a)"/><text>word</text></svg>',
    "a drawing with a hidden address": r'<svg><rect stroke="u\72l(//mark.invalid/#a)"/><text>word</text></svg>',
    "formulas": '<math><mtext><a href="javascript:mark()">word</a></mtext><annotation-xml encoding="mark"></annotation-xml></math>',
    "a comment that ends early": "<p>word</p><!--><img src=x onerror=mark()>-->",
    "a comment": "<p>word</p><!-- mark -->",
    "an instruction": "<p>word</p><? <img src=x onerror=mark()> ?>",
    "a section of characters": "<p>word</p><![CDATA[<img src=x onerror=mark()>]]>",
    "a template": "<p>word</p><template><img src=x onerror=mark()></template>",
    "what shows without scripts": "<p>word</p><noscript><p title='</noscript><img src=x onerror=mark()>'></noscript>",
}
# The same drawings where ours stand.
SAMPLES |= {
    f"{name}, as a figure": f'<figure class="diagram">{sample}</figure>'
    for name, sample in SAMPLES.items()
    if sample.startswith("<svg")
}
each_sample = pytest.mark.parametrize("name", SAMPLES)
PAGE = "ideas/01-alineada/index.html"


def numbered(name: str) -> str:
    number = list(SAMPLES).index(name)
    return re.sub(r"\b(mark|word)\b", rf"\g<1>{number}z", SAMPLES[name])


def mark(name: str) -> bytes:
    return b"mark%dz" % list(SAMPLES).index(name)


def word(name: str) -> bytes:
    return b"word%dz" % list(SAMPLES).index(name)


Made = dict[str, bytes]


@pytest.fixture(scope="module")
def hostile(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small project whose built page holds every sample, in its text and in a quiz."""
    root = shutil.copytree(exported, tmp_path_factory.mktemp("hostile") / "project")
    file = root / "site" / PAGE
    text = file.read_text(encoding="utf-8")
    samples = "\n".join(f"<div>{numbered(name)}</div>" for name in SAMPLES)
    changed = text.replace("</article>", f'{samples}<div data-quiz="aligned">{samples}</div></article>', 1)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def opened(hostile: Path) -> tuple[Book, Site, list[BuiltPage]]:
    book, site = load_book(hostile), read_site(hostile / "site")
    return book, site, read_pages(book, site, "es")


def unzipped(data: bytes) -> Made:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def made(opened: tuple[Book, Site, list[BuiltPage]]) -> Made:
    """The page as each of the packages has it."""
    book, site, pages = opened
    (outline,) = course_outline.outlines(book, site, pages, "es")
    cartridge, scorm = (
        unzipped(course_packages.package(book, site, outline, format, pages)) for format in course_packages.FORMATS
    )
    lesson = next(lesson for lesson in outline.lessons() if lesson.id == "aligned")
    return {
        "cartridge": cartridge["pages/aligned.html"],
        "scorm": scorm["pages/aligned.html"],
        "quiz": course_outline.quiz_text(book, site, lesson, pages).encode(),
        "epub": unzipped(book_epub(book, site, pages, "es"))["EPUB/aligned.xhtml"],
    }


@each_sample
@pytest.mark.parametrize("package", ["cartridge", "scorm", "quiz", "epub"])
def test_nothing_of_a_sample_is_in_a_package_but_its_words(made: Made, package: str, name: str) -> None:
    assert mark(name) not in made[package]
    assert made[package].count(word(name)) >= numbered(name).count(word(name).decode())


def test_every_address_in_a_package_is_one_of_those_that_a_chapter_may_use(made: Made) -> None:
    for package, data in made.items():
        for href in html.fromstring(data).xpath("//a/@href"):
            assert re.match(r"(https?:|mailto:|#|[\w-]+\.xhtml)", href), (package, href)


def test_no_link_of_a_pdf_leads_where_a_chapter_may_not_lead(opened: tuple[Book, Site, list[BuiltPage]]) -> None:
    book, site, pages = opened
    page = next(page for page in pages if page.id == "aligned")
    with pikepdf.open(io.BytesIO(page_pdf(book, site, page))) as document:
        links = [str(one.A.URI) for sheet in document.pages for one in sheet.get("/Annots", []) if "/URI" in one.A]
    assert links
    assert [link for link in links if not link.startswith(("https://", "http://", "mailto:"))] == []


MARKUP = "</summary><script>mark()</script>[x](javascript:mark()) <a href='javascript:mark()' onclick='mark()'>&#106;"


@pytest.fixture
def poisoned(opened: tuple[Book, Site, list[BuiltPage]]) -> Book:
    """A book with markup in the summary of a case, as if no record had been checked."""
    book, _, _ = opened
    case = book.cases["alfa"]
    changed = case.model_copy(update={"summary": case.summary.model_copy(update={"es": MARKUP})})
    return replace(book, cases={**book.cases, "alfa": changed})


def test_a_feed_shows_markup_as_text(poisoned: Book, opened: tuple[Book, Site, list[BuiltPage]]) -> None:
    root = etree.fromstring(feed(poisoned, opened[1], "es").encode())
    assert MARKUP in [one.text for one in root.iter("{http://www.w3.org/2005/Atom}summary")]
    assert {etree.QName(one).namespace for one in root.iter()} == {"http://www.w3.org/2005/Atom"}
    assert not root.xpath("//*[local-name() = 'script' or local-name() = 'a' or @onclick]")


def test_the_list_of_pages_for_programs_shows_markup_as_text(
    poisoned: Book, opened: tuple[Book, Site, list[BuiltPage]]
) -> None:
    made = html.fragment_fromstring(Markdown().convert(llms(poisoned, opened[1], "es")), create_parent=True)
    assert " ".join(MARKUP.split()) in made.text_content()
    assert not made.xpath(".//script | .//@onclick")
    assert [href for href in made.xpath(".//@href") if not href.startswith("https://")] == []


# ------------------------------------------------------------------------------------------------------- the policies


def policies(data: bytes) -> list[str]:
    return html.fromstring(data).xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")


@pytest.fixture(scope="module")
def whole(opened: tuple[Book, Site, list[BuiltPage]]) -> dict[str, Made]:
    book, site, pages = opened
    (outline,) = course_outline.outlines(book, site, pages, "es")
    packages = [course_packages.package(book, site, outline, format, pages) for format in course_packages.FORMATS]
    names = ("cartridge", "scorm", "epub")
    return dict(zip(names, map(unzipped, (*packages, book_epub(book, site, pages, "es"))), strict=True))


@pytest.mark.parametrize(
    ("package", "ending", "policy"),
    [
        ("cartridge", ".html", "default-src 'none'; form-action 'none'; base-uri 'none'"),
        (
            "scorm",
            ".html",
            "default-src 'none'; script-src 'self'; style-src 'self'; form-action 'none'; base-uri 'none'",
        ),
        (
            "epub",
            ".xhtml",
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline' blob:; "
            "font-src 'self' data: blob:; form-action 'none'",
        ),
    ],
)
def test_every_page_of_a_package_has_the_policy_of_its_format(
    whole: dict[str, Made], package: str, ending: str, policy: str
) -> None:
    found = {name: policies(data) for name, data in whole[package].items() if name.endswith(ending)}
    assert found
    assert {name: one for name, one in found.items() if one != [policy]} == {}


def test_the_policy_stands_before_whatever_it_is_about(whole: dict[str, Made]) -> None:
    head = whole["scorm"]["pages/aligned.html"].split(b"</head>")[0]
    assert 0 < head.index(b"Content-Security-Policy") < min(head.index(b"<link"), head.index(b"<script"))


def test_a_book_to_read_holds_no_script_that_its_policy_would_run(whole: dict[str, Made]) -> None:
    assert {Path(name).suffix for name in whole["epub"]} <= {"", ".xml", ".opf", ".ncx", ".xhtml", ".css"}


ATTACK = """<script>window.ran = ["inline script"]</script>
<p><a id="attack" href="javascript:window.ran = ['link']">word</a></p>
<p><em id="handler" onclick="window.ran = ['handler']">word</em></p>
<img src="x" onerror="window.ran = ['picture']">
<svg onload="window.ran = ['drawing']"></svg>
<iframe srcdoc="&lt;script&gt;parent.ran = ['frame']&lt;/script&gt;"></iframe>
<script src="data:text/javascript,window.ran = ['data']"></script>
"""


def unpack(files: Made, folder: Path) -> None:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def attack(file: Path) -> None:
    """Beside ``file``, ``attacked.html`` with the attack in it, and ``unprotected.html`` that has no policy either."""
    attacked = file.read_text(encoding="utf-8").replace("</body>", f"{ATTACK}</body>")
    file.with_name("attacked.html").write_text(attacked, encoding="utf-8")
    unprotected = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", attacked)
    file.with_name("unprotected.html").write_text(unprotected, encoding="utf-8")


def ran(page: Page, address: str) -> list[str] | None:
    page.goto(address)
    page.locator("#handler").click()
    page.locator("#attack").click()
    page.wait_for_timeout(200)
    return page.evaluate("window.ran")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("package", "file"),
    [("cartridge", "pages/aligned.html"), ("scorm", "pages/aligned.html"), ("epub", "EPUB/aligned.xhtml")],
)
def test_the_policy_of_a_page_refuses_what_cleaning_would_have_missed(
    whole: dict[str, Made], package: str, file: str, tmp_path: Path, browser: Browser
) -> None:
    unpack(whole[package], tmp_path)
    attack(tmp_path / file)
    folder = file.split("/")[0]
    with serving(tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        assert ran(page, f"{address}{folder}/unprotected.html"), "the attack itself must work"
        assert ran(page, f"{address}{folder}/attacked.html") is None


@pytest.mark.browser
def test_the_policy_of_the_offline_copy_refuses_the_same(
    opened: tuple[Book, Site, list[BuiltPage]], tmp_path: Path, browser: Browser
) -> None:
    book, site, _ = opened
    unpack(unzipped(offline_copy(book, site, "es")), tmp_path)
    folder = tmp_path / FOLDERS["es"] / "casos/alfa"
    attack(folder / "index.html")
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        assert ran(page, (folder / "unprotected.html").as_uri()), "the attack itself must work"
        assert ran(page, (folder / "attacked.html").as_uri()) is None


@pytest.mark.browser
def test_the_policy_of_a_scorm_page_lets_its_style_and_its_script_be(
    whole: dict[str, Made], tmp_path: Path, browser: Browser
) -> None:
    unpack(whole["scorm"], tmp_path)
    platform = "window.API = new Proxy({}, {get: (_, name) => (...words) => (window.said = name, 'true')})"
    with serving(tmp_path) as address, browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(platform)
        page.goto(f"{address}pages/aligned.html")
        assert page.evaluate("window.said") == "LMSCommit"
        assert page.evaluate("getComputedStyle(document.body).maxWidth") == "736px"
