"""What the tests share: small projects in tmp_path, the real site built once, and the browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
import yaml
from handbook.content.book import Book
from handbook.content.models import Edition
from handbook.loading import load_book
from playwright.sync_api import Page
from xdist.scheduler import LoadFileScheduling

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

PROJECT = Path(__file__).resolve().parent.parent

# The edition in preparation, as data/edition.yml says.
EDITION = Edition.model_validate(yaml.safe_load((PROJECT / "data/edition.yml").read_text(encoding="utf-8")))

# Many visits of the browser each, and no fixture but the real site: their tests are given out one by one.
ONE_BY_ONE = ("test_promises.py", "test_browser.py")


# Files with tests of the library alone. Each of their tests that asks for no site, browser or Node is marked "library":
# it passes on every system that is supported.
LIBRARY = (
    *("test_case_facts.py", "test_case_findings.py", "test_chapter_findings.py", "test_dependencies.py"),
    *("test_expand.py", "test_extending.py", "test_facts.py", "test_language_of_text.py", "test_links.py"),
    *("test_markdown.py", "test_new_case.py", "test_platforms.py", "test_status.py", "test_strict_yaml.py"),
    *("test_translations.py", "test_unfinished.py", "test_written_chapters.py", "test_written_texts.py"),
)


class ByFile(LoadFileScheduling):
    """The tests of a file go to one worker, so that what they build for themselves is built once."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return nodeid if file.endswith(ONE_BY_ONE) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile | None:
    # The marks of --dist loadgroup would say it better, but pytest-xdist 3.8 loses them under pytest 9.2.
    return ByFile(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With ``-m library`` the other files are not even read: they may import what this system lacks."""
    other = collection_path.suffix == ".py" and collection_path.name not in LIBRARY
    return True if other and config.option.markexpr == "library" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs the real site comes first: it takes longest, and two workers then end together."""
    for item in items:
        if item.path.name in LIBRARY and not {"site", "browser", "node"} & {one.name for one in item.iter_markers()}:
            item.add_marker("library")
    items.sort(key=lambda item: item.get_closest_marker("site") is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What needs Node is left out only when that is asked for; else its absence is a failure that says what to do."""
    if item.get_closest_marker("node"):
        if os.environ.get("HANDBOOK_WITHOUT_NODE") == "1":
            pytest.skip("needs Node, and HANDBOOK_WITHOUT_NODE=1 is set")
        if not (shutil.which("node") and (PROJECT / "node_modules").is_dir()):
            pytest.fail("Node or node_modules is missing: run .ci/validator, or set HANDBOOK_WITHOUT_NODE=1", False)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name each test that was left out, under the reason for it."""
    if terminalreporter.config.option.collectonly:
        return
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.getreports("skipped"):
        reasons.setdefault(report.longrepr[2].removeprefix("Skipped: "), []).append(report.nodeid)
    if not reasons:
        terminalreporter.section("nothing was left out")
        return
    terminalreporter.section(f"left out: {sum(map(len, reasons.values()))}")
    for reason, tests in sorted(reasons.items()):
        terminalreporter.line(f"{reason}:")
        for test in sorted(tests):
            terminalreporter.line(f"  {test}")


CASE = """\
id: {id}
name: {{es: "Villa {id}", en: "Town {id}"}}
country: "CO"
kind: municipality
location: {{lat: 2.8, lon: -76.48}}
period: {{start: 2008, end: 2011}}
summary: {{es: "Resumen de {id}.", en: "Summary of {id}."}}
ideas:
  - id: aligned
    basis: stated
    how: {{es: "Lo muestra {id}.", en: "Shown by {id}."}}
    lesson: {{es: "Lección de {id}.", en: "Lesson of {id}."}}
lessons:
  - {{es: "Primera lección.", en: "First lesson."}}
sources:
  - {{source: al-las-2014, locator: {{es: "cap. 2", en: "ch. 2"}}}}
reviewed: "2026-11-21"
contributors: ["Equipo editorial"]
"""

CHAPTERS = {
    "index": ("home", None, "# {Inicio|Home}\n\n[{Ideas|Ideas}](ideas/index.md)\n"),
    "ideas/index": ("ideas", "ideas", "# {Ideas|Ideas}\n\n## {Una|One} {#one}\n\n[{Una|One}](01-aligned.md#cases)\n"),
    "ideas/01-aligned": (
        "aligned",
        "01-{alineada|aligned}",
        "# {Alineada|Aligned}\n\n## {Casos|Cases} {#cases}\n\n<!-- handbook:comparison idea=aligned -->\n",
    ),
    "cases/index": ("cases", "{casos|cases}", "# {Casos|Cases}\n\n## {Todos|All} {#all}\n\n<!-- handbook:cases -->\n"),
    "about/sources": (
        "bibliography",
        "{fuentes|sources}",
        "# {Fuentes|Sources}\n\n## {Lista|List} {#list}\n\n<!-- handbook:bibliography -->\n",
    ),
    "about/index": ("about", "{acerca|about}", "# {Acerca|About}\n"),
}


def in_language(text: str, language: str) -> str:
    """``{uno|one}`` in one language."""
    return re.sub(r"\{([^{}|]*)\|([^{}|]*)\}", lambda found: found[1 if language == "es" else 2], text)


def write_chapter(root: Path, key: str, page_id: str, slug: str | None, body: str) -> None:
    """Both languages of a chapter; ``{uno|one}`` in slug and body picks the language."""
    for language in ("es", "en"):
        file = root / "docs" / f"{key}.{language}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        title = in_language(body.split("\n")[0].removeprefix("# "), language)
        front = [f"id: {page_id}", f'title: "{title}"', f'description: "{title}."']
        if slug:
            front.append(f"slug: {in_language(slug, language)}")
        text = "---\n" + "\n".join(front) + "\n---\n" + in_language(body, language)
        file.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A whole small project: the real code and vocabulary, six chapters, two cases."""
    root = tmp_path / "project"
    make_project(root)
    return root


def make_project(root: Path) -> None:
    for folder in ("hooks", "overrides", "data/vocabulary", "data/schemas", "docs/assets"):
        shutil.copytree(PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__", "*.png"))
    for name in ("sources.yml", "edition.yml"):
        shutil.copy(PROJECT / "data" / name, root / "data" / name)
    for key, (id, slug, body) in CHAPTERS.items():
        write_chapter(root, key, id, slug, body)
    for id in ("alfa", "beta"):
        write_case(root, id)
    nav = [
        "index.md",
        {"Ideas": ["ideas/index.md", "ideas/01-aligned.md"]},
        {"Cases": ["cases/index.md"]},
        {"About": ["about/index.md", "about/sources.md"]},
    ]
    text = settings_without_navigation() + yaml.safe_dump({"nav": nav})
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")


def settings_without_navigation() -> str:
    """The real settings for a small project: what its navigation does not name is no fault."""
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8").split("\n# The titles of sections")[0]
    hidden = "not_in_nav: |\n  cases/*\n"
    assert hidden in text
    return text.replace(hidden, "not_in_nav: |\n  *\n") + "\n"


def write_case(root: Path, case_id: str, change: Callable[[str], str] = lambda text: text) -> Path:
    file = root / "data" / "cases" / f"{case_id}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(change(CASE.format(id=case_id)), encoding="utf-8")
    return file


def handbook(*arguments: str, root: Path, timeout: int = 300) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, from the project's folder."""
    paths = os.pathsep.join([str(root / "hooks"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "handbook.cli", *arguments],
        cwd=root,
        env={"PYTHONIOENCODING": "utf-8", **os.environ, "PYTHONPATH": paths, "LC_ALL": "en_GB.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=timeout,
    )


def built_once(factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], object]) -> Path:
    """A folder for all workers, filled by ``make`` in the one that asks first; the others wait for it.

    Where folders cannot be locked, the tests are run by one worker. No test may change what is in it: take a copy.

    Raises:
        AssertionError: ``make`` failed, in this worker or in another, and why.
    """
    own = factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    target, outcome = shared / name, shared / f"{name}.outcome"
    with (shared / f"{name}.lock").open("w", encoding="utf-8") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        if not outcome.exists():
            try:
                make(target)
                wrong = ""
            except Exception:
                wrong = traceback.format_exc()
            outcome.write_text(wrong, encoding="utf-8")
        wrong = outcome.read_text(encoding="utf-8")
    assert not wrong, wrong
    return target


def must(*arguments: str, root: Path) -> None:
    """Run the command, which has to end well."""
    result = handbook(*arguments, root=root)
    assert result.returncode == 0, result.stdout + result.stderr


# Words that people type without accents or in another number.
WORDS = """# {Acción exterior|External action}

## {Por qué|Why} {#why}

{Cada niño de Bogotá vive la internacionalización. La evaluación llega después.|Every child lives internationalisation.}
"""
FORM = "# {Formulario|Form}\n\n## {Formulario|Form} {#form}\n\n<!-- handbook:form -->\n"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site of the small project with words to search for and the form for a case, built once for all workers."""

    def make(root: Path) -> None:
        make_project(root)
        write_chapter(root, "about/index", "about", "{acerca|about}", WORDS)
        write_chapter(root, "contribute/form", "case-form", "case-form", FORM)
        shutil.copy(PROJECT / "docs/contribute/example-case.yml", root / "docs/contribute")
        shutil.copytree(PROJECT / "data/map", root / "data/map")
        settings = root / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(f"{text}- Form:\n  - contribute/form.md\n", encoding="utf-8")
        must("site", root=root)

    return built_once(tmp_path_factory, worker_id, "small", make) / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The real site, built once for all workers."""
    return built_once(
        tmp_path_factory, worker_id, "real-site", lambda target: must("site", "--to", str(target), root=PROJECT)
    )


def html_pages(site: Path) -> list[Path]:
    """Every page of a site but the short addresses and what other tools wrote."""
    return [
        file for file in sorted(site.rglob("*.html")) if file.relative_to(site).parts[0] not in ("p", "pagefind", "api")
    ]


AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def change_language(page: Page, name: str) -> None:
    """Choose the language called ``name`` in the header's menu."""
    page.locator(".md-select").hover()
    page.get_by_role("link", name=name, exact=True).click()


def axe(page: Page, only: str = "") -> list[str]:
    """What axe finds on the page as it stands, by the rules of WCAG 2.0 to 2.2, A and AA, and good practice.

    ``only``: those of one category, as ``cat.color``.
    """
    page.emulate_media(reduced_motion="reduce")  # colours that are still changing are not those of the page
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    result = page.evaluate(
        """([tags, only]) => {
          const rules = axe.getRules(tags).filter(rule => !only || rule.tags.includes(only)).map(rule => rule.ruleId);
          return axe.run(document, {runOnly: only ? rules : tags, resultTypes: ["violations"]});
        }""",
        [AXE_RULES, only],
    )
    return [f"{one['id']}: {node['html'][:160]}" for one in result["violations"] for node in one["nodes"]]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[str]:
    """``folder`` on loopback; gives its address, with a slash at the end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


# Without the windows, menus and bars of a whole browser, each new context costs a fifth.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium where there is one; else the one that Playwright brings."""
    return {
        **browser_type_launch_args,
        "args": CHROMIUM_FLAGS,
        **({"executable_path": CHROMIUM} if CHROMIUM else {}),
    }


CHECKLIST = """\
id: idea-aligned
title: {es: "¿Está alineada?", en: "Is it aligned?"}
intro: {es: "Marque lo que pueda mostrar.", en: "Tick what you can show."}
page: aligned
groups:
  - id: purpose
    title: {es: "Propósito", en: "Purpose"}
    items:
      - id: written
        text: {es: "Está escrito para qué.", en: "The purpose is written."}
        help: {es: "Una frase.", en: "One sentence."}
        basis: stated
        source: al-las-2014
        locator: {es: "cap. 2, Idea 1", en: "ch. 2, Idea 1"}
      - {id: sum, text: {es: "-1+1 no es una fórmula.", en: "-1+1 is no formula."}, basis: ours}
"""
QUESTIONS = """\
id: alignment
questions:
  - id: alignment-what-for
    text: {es: "¿Para qué?", en: "What for?"}
    basis: stated
    source: al-las-2014
    locator: {es: "cap. 4, Paso 1", en: "ch. 4, Step 1"}
  - {id: alignment-with-whom, text: {es: "¿Con quién?", en: "With whom?"}, basis: ours}
"""
TABLE = """\
id: spaces
title: {es: "Espacios", en: "Spaces"}
page: aligned
columns:
  - {id: space, title: {es: "Espacio", en: "Space"}}
  - {id: people, title: {es: "Personas", en: "People"}}
rows:
  - {id: one, cells: {space: {es: "Mesa «ñandú»", en: "Table, round"}, people: 12}}
  - {id: two, cells: {space: {es: "Foro", en: "Forum"}}}
"""


def make_project_to_export(root: Path) -> None:
    """The small project with a checklist, a table, a step of the route and the page of downloads."""
    make_project(root)
    records = (
        ("checklists", "idea-aligned", CHECKLIST),
        ("tables", "spaces", TABLE),
        ("questions", "alignment", QUESTIONS),
    )
    for folder, id, text in records:
        (root / "data" / folder).mkdir(parents=True, exist_ok=True)
        (root / "data" / folder / f"{id}.yml").write_text(text, encoding="utf-8")
    aligned = (
        "# {Alineada|Aligned}\n\n{Véase|See} [{casos|cases}](../cases/index.md).\n\n## {Casos|Cases} {#cases}\n\n"
        "<!-- handbook:comparison idea=aligned -->\n\n## {Lista|List} {#checklist}\n\n- {uno|one}\n\n    {dos|two}\n\n"
        "- {tres|three}\n\n<!-- handbook:checklist id=idea-aligned -->\n\n<!-- handbook:table id=spaces -->\n"
    )
    write_chapter(root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", aligned)
    write_chapter(root, "route/index", "route", "{ruta|route}", "# {La ruta|The route}\n")
    step = (
        "# {Alineación|Alignment}\n\n## {Preguntas|Questions} {#questions}\n\n"
        "<!-- handbook:questions id=alignment -->\n\n## {Resultado|Result} {#result}\n\n{Una hoja.|A sheet.}\n"
    )
    write_chapter(root, "route/01-alignment", "alignment", "01-{alineacion|alignment}", step)
    for language in ("es", "en"):
        shutil.copy(PROJECT / f"docs/about/downloads.{language}.md", root / "docs/about")
    nav = [
        "index.md",
        {"Ideas": ["ideas/index.md", "ideas/01-aligned.md"]},
        {"Route": ["route/index.md", "route/01-alignment.md"]},
        {"Cases": ["cases/index.md"]},
        {"About": ["about/index.md", "about/sources.md", "about/downloads.md"]},
    ]
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:")[0]
    (root / "mkdocs.yml").write_text(settings + "\n" + yaml.safe_dump({"nav": nav}), encoding="utf-8")


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A small project whose site is built and whose downloads are made; ``site-alone`` is the site before them."""

    def make(root: Path) -> None:
        make_project_to_export(root)
        must("site", root=root)
        shutil.copytree(root / "site", root / "site-alone")
        must("downloads", root=root)

    return built_once(tmp_path_factory, worker_id, "exported", make)


def words_without_meaning() -> dict[str, dict[str, str]]:
    """Every word of the interface as its own id, so that a change of a word changes no page here.

    What is filled in at rendering stays, but for the number of rules.
    """
    real = yaml.safe_load((PROJECT / "data/vocabulary/words.yml").read_text(encoding="utf-8"))["entries"]
    return {
        id: {
            language: " ".join((f"{id}-{language}", *sorted(set(re.findall(r"%[a-z]+", texts[language])) - {"%rules"})))
            for language in ("es", "en")
        }
        for id, texts in real.items()
    }


def golden_project(root: Path) -> None:
    """The book of tests/golden/book at ``root``, with the real templates, hooks, settings and map."""
    shutil.copytree(PROJECT / "tests/golden/book", root)
    for folder in ("overrides", "hooks"):
        shutil.copytree(PROJECT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "docs/assets").mkdir()
    shutil.copy(PROJECT / "docs/assets/icon.svg", root / "docs/assets")
    nav = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(settings_without_navigation() + nav, encoding="utf-8")
    shutil.copytree(PROJECT / "data/map", root / "data/map")
    text = "# yaml-language-server: $schema=../schemas/words.json\n" + yaml.safe_dump(
        {"entries": words_without_meaning()}
    )
    (root / "data/vocabulary/words.yml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def golden_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A small book in which each kind of record has all that it may have, and as little as it may."""
    root = tmp_path_factory.mktemp("golden") / "book"
    golden_project(root)
    return load_book(root)


def wait_until(page: Any, expression: str) -> None:
    """Wait until ``expression`` is true in the page. Playwright's own way evaluates it inside the page, whose policy
    refuses that from the second try on."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within ten seconds: {expression}")
