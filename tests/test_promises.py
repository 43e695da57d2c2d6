"""The promises that every page keeps: accessible, within its window, from this host only, light."""

from __future__ import annotations

import functools
import os
import re
from pathlib import Path

import brotli
import pytest
from conftest import PROJECT, axe, html_pages
from lxml import html
from playwright.sync_api import Page, Route

CHUNKS = 8
SIDE_BY_SIDE = 5

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
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{address} {width}: the page scrolls sideways")
    assert found == []


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
