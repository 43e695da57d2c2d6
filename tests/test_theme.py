"""The pages are Material's own: few of its templates are changed, each a little and for a reason."""

from __future__ import annotations

import difflib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import PROJECT, html_pages
from handbook.loading import load_book
from handbook.website.theme_styles import NAMES, cut, names_of, sources, theme_sheet, used_names
from lxml import etree, html
from playwright.sync_api import Browser, Page

OVERRIDES = PROJECT / "overrides"
MOST_PARTIALS = 12
MOST_LINES = 30
HEAD = re.compile(r"\A\{#-?.*?-?#\}\n?", re.DOTALL)  # the comment that gives the reason
WHOLE_BLOCKS = {"header", "tabs", "site_nav", "container", "footer"}


def material() -> Path:
    """The folder of Material's templates."""
    package = find_spec("material")
    assert package and package.submodule_search_locations
    return Path(package.submodule_search_locations[0]) / "templates"


def overridden() -> list[str]:
    """Our partials that have the name of one of Material's."""
    ours = (file.relative_to(OVERRIDES).as_posix() for file in sorted((OVERRIDES / "partials").rglob("*.html")))
    return [name for name in ours if (material() / name).is_file()]


def without_heads(text: str) -> list[str]:
    """The lines of a template after the comments that it begins with (in Material's, its licence)."""
    while HEAD.match(text):
        text = HEAD.sub("", text, count=1)
    return text.splitlines()


def changed_lines(name: str) -> int:
    """Lines of ours that Material does not have, or of Material's that ours does not have, whichever are more."""
    theirs = without_heads((material() / name).read_text(encoding="utf-8"))
    ours = without_heads((OVERRIDES / name).read_text(encoding="utf-8"))
    changes = difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in changes if kind != "equal")


def dark_variables() -> list[list[str]]:
    """The declarations of each block of our sheet that sets the dark colours."""
    sheet = (PROJECT / "docs/assets/handbook.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root(?:\[data-theme=\"?dark\"?\]|:not\(\[data-theme=\"light\"\]\))\s*\{([^}]*)\}", sheet)
    return [[line.strip() for line in block.splitlines() if line.strip()] for block in blocks if "--ink:" in block]


def test_at_most_twelve_partials_of_the_theme_are_overridden_by_at_most_thirty_lines_each() -> None:
    counts = {name: changed_lines(name) for name in overridden()}
    for name, count in counts.items():
        print(f"{count:4} {name}")
    print(f"{sum(counts.values()):4} lines in {len(counts)} partials")
    assert len(counts) <= MOST_PARTIALS
    assert {name: count for name, count in counts.items() if count > MOST_LINES} == {}


def test_each_overridden_partial_begins_with_its_reason() -> None:
    silent = [name for name in overridden() if not HEAD.match((OVERRIDES / name).read_text(encoding="utf-8"))]
    assert not silent, f"say in a comment at the head why it is not Material's: {silent}"


def test_the_partials_that_hold_inline_scripts_are_among_the_overridden() -> None:
    assert {f"partials/javascripts/{name}.html" for name in ("base", "content", "palette")} <= set(overridden())


def test_the_main_template_extends_the_theme_and_leaves_its_frame_alone() -> None:
    main = (OVERRIDES / "main.html").read_text(encoding="utf-8")
    assert '{% extends "base.html" %}' in main
    assert not WHOLE_BLOCKS & set(re.findall(r"\{%-?\s*block\s+(\w+)", main))


def test_no_hook_touches_the_folders_of_the_theme() -> None:
    files = sorted((PROJECT / "hooks").rglob("*.py"))
    assert [str(file) for file in files if "theme.dirs" in file.read_text(encoding="utf-8")] == []


def test_the_dark_colours_are_the_same_by_choice_and_by_the_system() -> None:
    blocks = dark_variables()
    assert len(blocks) == 2, "one block for the reader's choice, one for the system's"
    assert blocks[0] == blocks[1]


@pytest.mark.site
def test_the_list_of_used_names_is_the_one_that_its_command_writes(site: Path) -> None:
    pages = [page.read_text(encoding="utf-8") for page in html_pages(site) if "partials/" not in str(page)]
    names = used_names(theme_sheet(), pages, sources(PROJECT))
    assert (PROJECT / NAMES).read_text(encoding="utf-8").split() == names, "run `handbook theme-names --update`"


@pytest.mark.site
def test_no_file_of_the_theme_is_published_that_no_page_asks_for(site: Path) -> None:
    folders = [name for name in ("assets/javascripts", "assets/stylesheets") if (site / name).exists()]
    assert folders == []
    files = [file for file in site.rglob("*") if file.is_file()]
    strays = [str(file.relative_to(site)) for file in files if "lunr" in file.name or file.suffix == ".map"]
    assert strays == []


# Chromium's computed style is whole here; custom properties are not in it.
COLOURS = """() => ["body", "main a[href]", ".md-header", "code", ".admonition", "article h1"].flatMap((name) => {
  const element = document.querySelector(name);
  if (!element) return [];
  const style = getComputedStyle(element);
  return [[name, style.color, style.backgroundColor, style.borderTopColor]];
})"""


@pytest.mark.site
@pytest.mark.browser
def test_without_scripts_the_dark_of_the_system_is_the_dark_that_can_be_chosen(browser: Browser, site_url: str) -> None:
    with browser.new_context(java_script_enabled=False, color_scheme="dark", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(site_url)
        system = page.evaluate(COLOURS)
    with browser.new_context(color_scheme="light", reduced_motion="reduce") as context:
        context.add_init_script('localStorage.setItem("handbook:theme", "dark")')
        page = context.new_page()
        page.goto(site_url)
        chosen = page.evaluate(COLOURS)
    assert len(system) >= 3
    assert system == chosen


# ------------------------------------------------------------------------------------- the same as the plain theme

TEN = (
    "index",
    "ideas/index",
    "ideas/01-aligned",
    "route/05-instrument",
    "dialogue/why",
    "context/powers",
    "modalities/cooperation",
    "tools/measuring",
    "about/accessibility",
    "actors/coordinator",
)
# What ours has in the frame and the plain theme has not; each of the overridden partials gives its reason.
ADDED = {
    "header": [
        "span",  # the name of the switch of the drawer
        "span",  # the site's name, long
        "span",  # and short
        "div md-header__option",  # the menu of languages, which static-i18n makes for a build of both languages only
        "div md-select",
        "button md-header__button md-icon",
        "svg",
        "div md-select__inner",
        "ul md-select__list",
        "li md-select__item",
        "a md-select__link",
        "li md-select__item",
        "a md-select__link",
        "button md-header__button md-icon",  # our search, instead of Material's
        "svg",
        "span",
        "kbd",
        "p",  # on paper: which edition, and where
    ],
    "footer": ["p", "a", "p", "a", "p", "a", "a", "p", "a", "a", "p"],
}
# What the plain theme has there and ours has not.
LEFT_OUT = {"header": ["script"]}  # the inline script of the palette, which the page's policy forbids
FRAME = {
    "header": "//header[contains(@class, 'md-header')]",
    "tabs": "//nav[contains(@class, 'md-tabs')]",
    "navigation": "//div[contains(@class, 'md-sidebar--primary')]",
    "contents": "//div[contains(@class, 'md-sidebar--secondary')]",
    "path": "//nav[contains(@class, 'md-path')]",
    "footer": "//footer",
}


def plain_settings() -> str:
    """mkdocs.yml without what is ours: hooks, templates, our Markdown extension; one language, not strict."""
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = re.sub(r"\nhooks:\n.*?\nplugins:", "\nplugins:", settings, flags=re.DOTALL)
    for line in ("  custom_dir: overrides\n", "  - handbook.reading.markdown_extension\n", "strict: true\n"):
        assert line in settings
        settings = settings.replace(line, "")
    return re.sub(r"build_only_locale: .*", "build_only_locale: es", settings)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Spanish chapters built with ``theme: material`` and nothing of ours."""
    root = tmp_path_factory.mktemp("plain")
    shutil.copytree(PROJECT / "docs", root / "docs")
    home = root / "docs/index.es.md"
    home.write_text(
        home.read_text(encoding="utf-8").replace("template: home.html\n", "hide: [navigation, toc]\n"), encoding="utf-8"
    )
    for chapter in root.glob("docs/*/*.es.md"):  # the heading of the lead is in no list of contents
        text = chapter.read_text(encoding="utf-8")
        chapter.write_text(re.sub(r"^## .*\{#brief\}$", "", text, flags=re.MULTILINE), encoding="utf-8")
    (root / "mkdocs.yml").write_text(plain_settings(), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=root, check=True, capture_output=True)
    return root / "site"


def elements(page: Path, part: str) -> list[str]:
    """Every element of a part of a page with its names that are Material's, in order; nothing inside drawings."""
    tree = html.parse(str(page), html.HTMLParser(encoding="utf-8"))
    found = []
    for top in tree.xpath(part):
        for element in top.iter(etree.Element):
            if not any(above.tag == "svg" for above in element.iterancestors()):
                names = [name for name in (element.get("class") or "").split() if name.startswith("md-")]
                found.append(" ".join([element.tag, *sorted(names)]))
    return found


@pytest.mark.site
@pytest.mark.parametrize("part", FRAME)
def test_ten_pages_have_the_frame_of_the_plain_theme_but_for_what_the_overridden_partials_add(
    part: str, plain: Path, site: Path
) -> None:
    book = load_book(PROJECT)
    differing = {}
    for key in TEN:
        theirs = elements(plain / key.removesuffix("index") / "index.html", FRAME[part])
        ours = elements(site / book.address(key, "es") / "index.html", FRAME[part])
        changes = difflib.SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
        lost = [name for kind, a, b, _, _ in changes if kind != "equal" for name in theirs[a:b]]
        added = [name for kind, _, _, c, d in changes if kind != "equal" for name in ours[c:d]]
        if lost != LEFT_OUT.get(part, []) or added != ADDED.get(part, []):
            differing[key] = (lost, added)
    assert differing == {}


@pytest.mark.site
def test_the_text_of_ten_pages_stands_in_the_content_frame_of_the_plain_theme(plain: Path, site: Path) -> None:
    def frame(page: Path) -> list[str]:
        (article,) = html.parse(str(page)).xpath("//article")
        return [f"{one.tag} {one.get('class')}" for one in (article, *article.iterancestors())]

    book = load_book(PROJECT)
    for key in TEN:
        theirs = frame(plain / key.removesuffix("index") / "index.html")
        assert [one.replace("html no-js", "html") for one in theirs] == [
            one.replace("html no-js", "html") for one in frame(site / book.address(key, "es") / "index.html")
        ]


@pytest.mark.site
def test_the_contents_have_one_name_on_wide_and_narrow_screens(site: Path) -> None:
    tree = html.parse(str(site / "en/ideas/01-aligned/index.html"))
    narrow = tree.xpath("//details[@class='toc']/summary")
    wide = tree.xpath("//nav[contains(@class, 'md-nav--secondary')]/label")
    assert [one.text_content().strip() for one in (*narrow, *wide)] == ["Table of contents"] * 3


# ---------------------------------------------------------------------------------------- whole and cut style sheet

# Each kind of page, in one language or the other.
THIRTY = (
    *("", "en/", "404.html", "actores/", "en/actors/universities/", "ideas/", "ideas/01-alineada/", "dialogo/"),
    *("en/dialogue/spaces/", "ruta/", "ruta/donde-empieza/", "en/route/05-instrument/", "ruta/ruta-completa/"),
    *("modalidades/cooperacion/", "en/context/risks/", "contexto/competencias/", "casos/", "casos/comparar/"),
    *("casos/medellin/", "en/cases/by-country/", "herramientas/", "herramientas/glosario/", "acerca/descargas/"),
    *("herramientas/matriz-de-riesgos/", "en/tools/which-modality/", "formacion/", "formacion/armar-un-curso/"),
    *("formacion/cuestionarios-de-la-ruta/", "contribuir/formulario/", "contribuir/markdown/"),
)
# How each element of the page looks: kept in the page, as it is some ten megabytes, until the next look is compared with
# it. The palette's radio buttons are never seen; only their labels are.
LOOK = r"""() => {
  const properties = [...getComputedStyle(document.body)].filter(name => !name.startsWith("--"));
  const found = [];
  for (const element of document.querySelectorAll("html, body, body *:not(svg *, .md-option)"))
    for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      if (part && ["none", "normal"].includes(style.content)) continue;
      const values = properties.map(property => style.getPropertyValue(property));
      found.push({name: element.outerHTML.slice(0, 90) + part, values});
    }
  const before = window.lookedLike;
  window.lookedLike = found;
  const seen = {elements: found.length, properties: properties.length};
  if (!before) return seen;
  const names = all => all.map(one => one.name).join("\n");
  if (names(before) !== names(found)) return {...seen, different: ["other elements"]};
  const changed = (one, other) => properties.filter((_, at) => one.values[at] !== other.values[at]);
  const different = found.map((one, at) => [one.name, changed(before[at], one)]).filter(([, which]) => which.length);
  return {...seen, different: different.map(([name, which]) => `${name}: ${which.slice(0, 4)}`)};
}"""
SWAP = """href => new Promise(done => {
  const link = document.querySelector("link[href$='assets/material.css']");
  link.onload = done;
  link.href = href;
})"""


def settle(page: Page) -> None:
    """Wait until no script adds anything to the page."""
    length = -1
    while (now := page.evaluate("document.documentElement.outerHTML.length")) != length:
        length = now
        page.wait_for_timeout(300)


def differences(page: Page, site_url: str) -> list[str]:
    """Which elements of the page as it stands look otherwise with the whole sheet of the theme than with the cut one."""
    settle(page)
    page.evaluate("delete window.lookedLike")
    page.evaluate(LOOK)
    page.evaluate(SWAP, f"{site_url}assets/whole.css")
    page.evaluate("new Promise(requestAnimationFrame)")
    seen = page.evaluate(LOOK)
    assert seen["elements"] > 100
    assert seen["properties"] > 200  # every property was read
    return seen["different"]


@pytest.fixture
def with_whole_sheet(page: Page) -> Page:
    whole = cut(theme_sheet(), names_of(theme_sheet()))
    page.route("**/assets/whole.css", lambda route: route.fulfill(body=whole, content_type="text/css"))
    page.emulate_media(reduced_motion="reduce")
    return page


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("half", [0, 1])
def test_thirty_kinds_of_page_look_the_same_with_the_whole_sheet_of_the_theme(
    width: int, half: int, site_url: str, with_whole_sheet: Page
) -> None:
    page = with_whole_sheet
    page.set_viewport_size({"width": width, "height": 900})
    found = {}
    for address in THIRTY[half::2]:
        if address == "404.html":
            continue  # it has a sheet of its own
        page.goto(site_url + address, wait_until="networkidle")
        if differing := differences(page, site_url):
            found[address] = differing[:5]
    assert found == {}


def drawer(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".md-header [for='__drawer']").click()


def search(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator(".search input").first.wait_for()


def ticked(page: Page) -> None:
    page.locator(".checklist input").first.check()


def opened(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => (one.open = true))")


def dark(page: Page) -> None:
    page.locator(".md-header [for='__palette_1']").click()
    page.locator(".md-header [for='__palette_2']").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"


def dark_system(page: Page) -> None:
    page.emulate_media(color_scheme="dark")


def forced(page: Page) -> None:
    page.emulate_media(forced_colors="active")


def printed(page: Page) -> None:
    page.emulate_media(media="print")


def focused(page: Page) -> None:
    for _ in range(4):
        page.keyboard.press("Tab")


STATES = (drawer, search, ticked, opened, dark, dark_system, forced, printed, focused)


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
@pytest.mark.parametrize("address", ["ruta/05-instrumento/", "en/contribute/markdown/"])
def test_every_state_of_a_page_looks_the_same_with_the_whole_sheet_of_the_theme(
    address: str, state: Callable[[Page], None], site_url: str, with_whole_sheet: Page
) -> None:
    page = with_whole_sheet
    if state is ticked and address.endswith("markdown/"):
        address = "ideas/06-focalizada/"
    page.goto(site_url + address, wait_until="networkidle")
    state(page)
    assert differences(page, site_url)[:5] == []


# ------------------------------------------------------------------------------------------------- scripts and pages


@pytest.mark.site
def test_scripts_look_for_no_class_that_no_page_and_no_script_has(site: Path) -> None:
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "docs/assets/js").glob("*.js")))
    looked_for = {
        name
        for selector in re.findall(r"(?:querySelector(?:All)?|closest|matches)\(\s*[\"`]([^\"`]+)[\"`]", scripts)
        for name in re.findall(r"\.([a-z][\w-]*)", re.sub(r"\[[^]]*\]|\$\{[^}]*\}", "", selector))
    }
    made = {
        name
        for text in re.findall(r"(?:class|className|classList\.\w+)\W{1,3}[\"'`]([^\"'`]+)", scripts)
        for name in text.split()
    }
    in_pages = {
        name
        for file in html_pages(site)
        for classes in re.findall(r'class="?([^">]+)', file.read_text(encoding="utf-8"))
        for name in classes.split()
    }
    assert len(looked_for) > 20
    assert looked_for - made - in_pages == set()
