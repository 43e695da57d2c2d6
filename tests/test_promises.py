"""The promises that every page keeps: accessible, within its window, from this host only, light."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
import yaml
from conftest import PROJECT, axe, html_pages
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.loading import load_book
from lxml import html
from playwright.sync_api import Page, Route
from written_words import blocks_of_chapter, not_in_order, not_within, plain, texts_of_record, visible_blocks

CHUNKS = 8
SIDE_BY_SIDE = 5

# The box for teaching, what is long of a case, and on a phone the further rows of a table.
CLOSED = ".teaching > div, .fold-body, .table-region tbody.rest"
# What of a page is written but not seen at once, and why that is no loss. At most ten, these and the next together.
NOT_SEEN_AT_ONCE = {
    CLOSED: "closed until the reader, the trainer's switch, an anchor, a search in the page or print opens them",
    "[data-no-files]": "which files there are to take away, where this copy of the site has none of them; it says so",
    "figure.diagram details": "closed until the reader opens it: what the figure draws, in words and as a table",
    ".quiz-answer": "what is right and why: shown when the reader has answered, and at once without JavaScript",
    "select": "a choice of a list, seen when the reader opens it",
    ".table-region thead": "on a narrow screen the title of its column stands before each cell",
}
# Fields of a record that stand elsewhere or otherwise, and why.
ELSEWHERE = {
    "avoid": "of a term: what the handbook does not say; the check reads it",
    "forms": "of a term: other forms of it in a text, by which its links are found",
    "title": "of a course: where others lead to it; its own page has the title of the chapter",
    "unit": "of a figure: heads a column, with a capital letter",
}
# Tools: they show their page when they have read what is kept.
TOOLS = "[data-compare], [data-case-form], [data-course-builder]"
# Directives with the id of a record -> the folder of data/ in which it is.
RECORDS = {
    "adviser": "advisers",
    "checklist": "checklists",
    "course": "courses",
    "figure": "figures",
    "table": "tables",
}

# Each kind of page once, by what stands on it before anybody scrolls.
ONE_OF_EACH = (
    "",
    "404.html",
    "acerca/",
    "casos/",
    "casos/comparar/",
    "contribuir/formulario/",
    "dialogo/",
    "en/cases/medellin/",
    "formacion/",
    "formacion/armar-un-curso/",
    "formacion/cuestionarios-de-la-ruta/",
    "herramientas/",
    "herramientas/glosario/",
    "herramientas/que-modalidad/",
    "ideas/06-focalizada/",
    "ruta/",
    "ruta/05-instrumento/",
    "ruta/donde-empieza/",
)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_axe_finds_nothing_on_any_page_light_or_dark_wide_or_narrow(
    chunk: int, site: Path, site_url: str, page: Page
) -> None:
    """Each page wide in one scheme and narrow in the other, by turns; HANDBOOK_AXE=all takes twice as long and looks at
    every page in all four ways."""
    found = []
    for number, file in enumerate(html_pages(site)[chunk::CHUNKS]):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(site_url + address)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            for index, scheme in enumerate(("light", "dark")):
                if os.environ.get("HANDBOOK_AXE") == "all" or (number + index + (width == 320)) % 2 == 0:
                    page.emulate_media(color_scheme=scheme)
                    found += [f"{address} {width} {scheme} {finding}" for finding in axe(page)]
            found += [f"{address} {width}: not seen: {words}" for words in not_seen(page, address)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} {width}: the page scrolls sideways")
    assert found == []


def not_seen(page: Page, address: str, excepted: str = ", ".join(NOT_SEEN_AT_ONCE)) -> list[str]:
    """What was written for the page at ``address``, and its browser does not show in its place, to the letter."""
    book = the_book()
    if page.query_selector(TOOLS):
        page.wait_for_selector("html.ready", state="attached")
    blocks = visible_blocks(page, excepted)
    text = "\n".join(blocks)
    language = "en" if address.startswith("en/") else "es"
    key = pages_by_address().get(address)
    if key is None:  # the page for what is not there
        return []
    if case := book.case_at(key):
        record = yaml.safe_load((PROJECT / f"data/cases/{case.id}.yml").read_text(encoding="utf-8"))
        return not_within([*texts_of_record(record, language), *record["contributors"]], text)
    written = (PROJECT / f"docs/{key}.{language}.md").read_text(encoding="utf-8")
    _, front, body = written.split("---\n", 2)
    lost = not_in_order(blocks_of_chapter(body), blocks)
    objectives = yaml.safe_load(front).get("objectives", ())
    lost += [one for one in objectives if plain(one) not in blocks]
    for kind, record in records_on(body):
        lost += not_within(texts_of_record(without(record, kind), language), text)
    return lost


def records_on(body: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The records that the directives of a chapter show, each with its kind."""
    for name, id in re.findall(r"<!-- handbook:([a-z-]+)(?: (?:id|of)=([a-z0-9-]+))?", body):
        paths = {
            "quizzes": [
                f"quizzes/{quiz}" for quiz in the_book().quizzes if id and the_book().page_keys[quiz].startswith(id)
            ],
            "glossary": ["glossary"],
            "acronyms": ["acronyms"],
        }.get(name, [f"{RECORDS[name]}/{id}"] if name in RECORDS else [])
        for path in paths:
            yield name, yaml.safe_load((PROJECT / f"data/{path}.yml").read_text(encoding="utf-8"))


def without(record: dict[str, Any], kind: str) -> dict[str, Any]:
    """The record without the fields that stand elsewhere."""
    elsewhere = {"course": {"title"}, "figure": {"unit"}, "glossary": {"avoid", "forms"}}.get(kind, set())
    assert elsewhere <= set(ELSEWHERE)
    if kind == "glossary":
        return {"entries": [{field: entry[field] for field in entry.keys() - elsewhere} for entry in record["entries"]]}
    return {field: value for field, value in record.items() if field not in elsewhere}


@functools.cache
def the_book() -> Book:
    return load_book(PROJECT)


@functools.cache
def pages_by_address() -> dict[str, str]:
    """The address of each page -> its key."""
    book = the_book()
    return {book.address(key, language): key for key in book.page_keys.values() for language in LANGUAGES}


def test_what_is_not_seen_at_once_or_stands_elsewhere_are_ten_things_at_most() -> None:
    assert len(NOT_SEEN_AT_ONCE) + len(ELSEWHERE) <= 10


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("selector", "address", "width"),
    [
        (CLOSED, "ruta/05-instrumento/", 1280),
        (CLOSED, "casos/medellin/", 1280),
        (CLOSED, "herramientas/indicadores/", 320),
        ("[data-no-files]", "acerca/descargas/", 1280),
        ("figure.diagram details", "ideas/", 1280),
        (".quiz-answer", "formacion/cuestionarios-de-la-ruta/", 1280),
        ("select", "herramientas/matriz-de-riesgos/", 1280),
        (".table-region thead", "herramientas/medir/", 320),
    ],
)
def test_each_thing_that_is_not_seen_at_once_has_to_be_excepted(
    selector: str, address: str, width: int, site_url: str, page: Page
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site_url + address, wait_until="networkidle")
    rest = ", ".join(one for one in NOT_SEEN_AT_ONCE if one != selector)
    assert not_seen(page, address) == []
    assert not_seen(page, address, rest) != []


def test_dark_differs_from_light_in_colours_alone() -> None:
    """So that what axe finds in light, colours apart, holds in dark."""
    short = (PROJECT / "docs/assets/short.css").read_text(encoding="utf-8")
    assert "prefers-color-scheme" not in short
    sheet = (PROJECT / "docs/assets/handbook.css").read_text(encoding="utf-8")
    dark = re.findall(r":root(?:\[data-theme=\"dark\"\]|:not\(\[data-theme=\"light\"\]\)) \{([^}]*)\}", sheet)
    assert len(dark) == 2
    for block in dark:
        rules = [rule.strip() for rule in block.split(";") if rule.strip()]
        assert [rule for rule in rules if not re.fullmatch(r"color-scheme: dark|--[\w-]+: #[0-9a-f]{6}", rule)] == []


# Where a reader works with the page, it may weigh more.
HEAVIER = re.compile(
    "(en/)?("  # the home page,
    "|(ideas|ruta|route|dialogo|dialogue|herramientas|tools)/.*"
    "|(casos|cases)/((comparar|compare)/)?"
    "|(contribuir/formulario|contribute/form)/"
    "|(formacion|training)/(armar-un-curso|build-a-course|hoja-de-ejercicios|handout|cuestionarios-.*|quizzes-.*)/"
    ")"
)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_what_a_browser_receives_for_a_page_is_at_most_30_kb_and_40_where_readers_work(
    chunk: int, site: Path, site_url: str, page: Page
) -> None:
    """Until the network is idle, unscrolled, each file as Brotli. Pages side by side, as idle is half a second of waiting."""
    heavy = {}
    files = html_pages(site)[chunk::CHUNKS]
    for begin in range(0, len(files), SIDE_BY_SIDE):
        visits = [open_beside(page, site_url, site, file) for file in files[begin : begin + SIDE_BY_SIDE]]
        for tab, address, received in visits:
            tab.wait_for_load_state("networkidle")
            size = sum(sent(site, url.removeprefix(site_url)) for url in received if url.startswith(site_url))
            if size > (40_000 if HEAVIER.fullmatch(address) else 30_000):
                heavy[address] = size
            tab.close()
    assert heavy == {}


def open_beside(page: Page, site_url: str, site: Path, file: Path) -> tuple[Page, str, set[str]]:
    """Begin to load the built page ``file`` in a new tab of a phone's size: the tab, the page's address on the site, and
    the addresses of all that is asked for."""
    received: set[str] = set()
    address = file.relative_to(site).as_posix().removesuffix("index.html")
    tab = page.context.new_page()
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.on("request", lambda request: received.add(request.url.partition("#")[0]))
    tab.goto(site_url + address, wait_until="commit")
    return tab, address, received


@functools.cache
def sent(site: Path, address: str) -> int:
    """Bytes of the file at ``address`` as a server would send it, compressed by Brotli."""
    file = site / address
    return len(brotli.compress((file / "index.html" if file.is_dir() else file).read_bytes()))


@pytest.mark.site
def test_every_name_in_the_style_sheets_is_used(site: Path) -> None:
    ours = "".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "docs/assets").glob("*.css")))
    sheet = re.sub(r"/\*.*?\*/", "", ours, flags=re.S)
    selectors = " ".join(re.findall(r"([^{}]+)\{", sheet))
    names = set(re.findall(r"[.#]([a-zA-Z][\w-]*)", selectors))
    on_pages = {name for file in html_pages(site) for name in _names(file)}
    # What only some pages have, at some times, stands in a script, a template or a renderer, which may put it together
    # ("cell-" + level).
    makers = [*(site / "assets/js").glob("*.js"), *PROJECT.glob("overrides/**/*.html"), *PROJECT.glob("hooks/**/*.py")]
    made = "".join(file.read_text(encoding="utf-8") for file in makers)
    unused = {
        name
        for name in names - on_pages
        if not re.search(rf"[\"'`. #]({re.escape(name)}|{re.escape(name.rpartition('-')[0] or name)})\b", made)
    }
    assert unused == set()


def _names(file: Path) -> set[str]:
    attributes = html.parse(str(file)).xpath("//@class | //@id")
    return {name for value in attributes for name in value.split()}


@pytest.mark.site
def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    foreign = []
    for file in html_pages(site):
        tree = html.parse(str(file))
        for address in tree.xpath("//script/@src | //img/@src | //iframe/@src | //source/@src | //object/@data"):
            if re.match(r"(https?:)?//", address):
                foreign.append((file.name, address))
        for link in tree.xpath("//link[@href]"):
            if link.get("rel") in ("stylesheet", "icon", "preload") and re.match(r"(https?:)?//", link.get("href")):
                foreign.append((file.name, link.get("href")))
    assert foreign == []


@pytest.mark.site
def test_no_page_has_an_inline_style_or_an_inline_handler(site: Path) -> None:
    inline = [
        (file.relative_to(site).as_posix(), element.tag)
        for file in html_pages(site)
        for element in html.parse(str(file)).xpath("//*[@style or @*[starts-with(name(), 'on')]] | //style")
    ]
    assert inline == []


@pytest.mark.site
@pytest.mark.browser
def test_the_browser_asks_no_other_host_and_reports_no_violation(site_url: str, page: Page) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in ("", "en/", "ideas/06-focalizada/", "casos/", "en/cases/medellin/", "ruta/donde-empieza/"):
        page.goto(site_url + address, wait_until="networkidle")
    assert [url for url in asked if not url.startswith(site_url) and not url.startswith("data:")] == []
    assert said == []


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_on_a_page_moves_while_it_loads(site_url: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})

    # Scripts that arrive after the first paint, as on a slow line.
    def late(route: Route) -> None:
        page.wait_for_timeout(150)
        route.continue_()

    page.route("**/*.js", late)
    moved = {}
    for address in ONE_OF_EACH:
        page.goto(site_url + address, wait_until="networkidle")
        shift = page.evaluate(
            """() => new Promise(done => {
                 let sum = 0;
                 new PerformanceObserver(list => {
                   for (const entry of list.getEntries()) sum += entry.value;
                 }).observe({type: "layout-shift", buffered: true});
                 setTimeout(() => done(sum), 200);
               })"""
        )
        if shift >= 0.01:
            moved[address] = shift
    assert moved == {}
