"""Figures, never a verdict: build the book with ever more cases, beside a stock MkDocs build of the same pages.

Usage: python tests/bench.py [SIZE ...]     (default: 25 250 1000 4000)

For each size, printed as it is measured: seconds by the clock and of the processors, of our build and of a stock build
(Material and static-i18n as they come: search, every case in the navigation), their ratios; the memory of our largest
process; the compressed bytes of a chapter's first view, of a first search and of the index of cases; the bytes of the
site; what grew since the size before; what a first view costs the reader; how long the live preview takes. The machine
is noisy: read the ratios.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import http.server
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import yaml
from conftest import CHROMIUM, CHROMIUM_FLAGS, serving
from handbook import progress
from playwright.sync_api import Browser, Response, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
CHAPTER = "ideas/06-focalizada/index.html"
INDEX = "casos/index.html"
STOCK = {
    "site_name": "Stock",
    "site_url": "https://manual.example/",
    "theme": {"name": "material", "language": "es"},
    "plugins": [
        "search",
        {
            "i18n": {
                "docs_structure": "folder",
                "fallback_to_default": False,
                "languages": [
                    {"locale": "es", "name": "Español", "default": True},
                    {"locale": "en", "name": "English"},
                ],
            }
        },
    ],
    "markdown_extensions": ["admonition", "attr_list", "tables", "toc", "pymdownx.superfences"],
}


def copy_project(target: Path, size: int) -> None:
    """The project with exactly ``size`` cases: the real ones first, then copies of them under other names."""
    for name in ("docs", "data", "hooks", "overrides", "mkdocs.yml", "pyproject.toml"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    cases = sorted((target / "data/cases").glob("*.yml"))
    for case in cases[size:]:
        if not _is_linked(case.stem):
            case.unlink()
    for number in range(len(list((target / "data/cases").glob("*.yml"))), size):
        original = cases[number % len(cases)]
        id = f"{original.stem}-{number}"
        text = original.read_text(encoding="utf-8").replace(f"\nid: {original.stem}\n", f"\nid: {id}\n", 1)
        (original.parent / f"{id}.yml").write_text(text, encoding="utf-8")


def _is_linked(case: str) -> bool:
    return any(f"cases/{case}.md" in file.read_text(encoding="utf-8") for file in (PROJECT / "docs").rglob("*.md"))


def stock_project(expanded: Path, target: Path) -> None:
    """The expanded book as a site of Material and static-i18n as they come."""
    shutil.copytree(expanded, target / "docs")
    (target / "mkdocs.yml").write_text(yaml.safe_dump(STOCK, allow_unicode=True), encoding="utf-8")


class Cost(NamedTuple):
    """What a command took, with the processes that it started."""

    seconds: float
    cpu: float  # seconds of both cores together: steadier than the clock on a busy machine
    memory: float  # mebibytes of its largest process


def cost(command: list[str], folder: Path) -> Cost:
    """Run a command; its failure is ours."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    before = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode()[-4000:])
    return Cost(time.perf_counter() - before, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def first_view(site: Path) -> int:
    """Bytes of a chapter with its style sheet and script, each compressed as a server would send it."""
    page = site / CHAPTER
    if not page.is_file():
        return 0
    files = [page, *(site / "assets" / name for name in ("material.css", "handbook.css", "js/page.js"))]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files if file.is_file())


def first_search(site: Path) -> int:
    """Bytes, compressed, that a reader's first search asks for."""
    asked = 0

    def count(response: Response) -> None:
        nonlocal asked
        body = response.body()
        asked += min(len(body), len(gzip.compress(body, 9)))

    with serving(site) as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        page = browser.new_page()
        page.goto(address + CHAPTER.removesuffix("index.html"), wait_until="networkidle")
        page.on("response", count)
        page.keyboard.press("Control+k")
        page.locator("dialog input[type=search]").fill("cooperacion")
        page.locator("dialog li a").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        browser.close()
    return asked


class _Compressing(http.server.SimpleHTTPRequestHandler):
    """Sends text compressed, as every host does."""

    def log_message(self, *arguments: object) -> None:
        """Nothing."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        body = gzip.compress(file.read_bytes(), 9)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def bare(site: Path) -> str:
    """The text of the chapter with a style sheet of one line: what a bare theme sends. Gives its address."""
    page = (site / CHAPTER).read_text(encoding="utf-8")
    article = page[page.index("<article") : page.index("</article>")]
    (site / "bare.css").write_text("body { max-width: 40rem; margin: auto; font: 1rem/1.5 sans-serif; }")
    (site / "bare.html").write_text(
        f'<!doctype html><html lang="es"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>Bare</title><link rel="stylesheet" href="bare.css">{article}</article></html>',
        encoding="utf-8",
    )
    return "bare.html"


def view(browser: Browser, address: str) -> tuple[float, float]:
    """Milliseconds to the largest paint, and of blocking, on a phone with a slow line (the median of five views)."""
    paints, blocks = [], []
    for _ in range(5):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        tools = context.new_cdp_session(page)
        tools.send("Network.enable")
        line = {"latency": 400, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "offline": False}
        tools.send("Network.emulateNetworkConditions", line)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        page.goto(address, wait_until="networkidle")
        paint, block = page.evaluate(
            """() => new Promise(done => {
                 let paint = 0, block = 0;
                 new PerformanceObserver(list => list.getEntries().forEach(one => (paint = one.startTime)))
                   .observe({type: "largest-contentful-paint", buffered: true});
                 new PerformanceObserver(list => list.getEntries().forEach(one => (block += one.duration - 50)))
                   .observe({type: "longtask", buffered: true});
                 setTimeout(() => done([paint, block]), 500);
               })"""
        )
        paints.append(paint)
        blocks.append(block)
        context.close()
    return statistics.median(paints), statistics.median(blocks)


def reader(site: Path) -> str:
    """What a first view costs the reader, beside the bare page."""
    other = bare(site)
    handler = functools.partial(_Compressing, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as tools:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = f"http://127.0.0.1:{server.server_port}/"
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        plain, _ = view(browser, here + other)
        paint, block = view(browser, here + CHAPTER)
        browser.close()
        server.shutdown()
    return (
        f"       first view of a chapter (1.6 Mbit/s, 400 ms, 4x slower): largest paint {paint:.0f} ms, "
        f"bare page {plain:.0f} ms, ratio {paint / plain:.2f}; blocking {block:.0f} ms"
    )


def writer(project: Path) -> str:
    """How long the live preview takes from a saved file to its page (the median of five)."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "handbook.cli", "serve", "--address", f"127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": str(project / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=project, env=environment, start_new_session=True, **silent)

    def seconds_until(address: str, text: str) -> float:
        before = time.perf_counter()
        while time.perf_counter() - before < 300:
            with contextlib.suppress(OSError):
                if text in urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=60).read().decode():
                    return time.perf_counter() - before
            time.sleep(0.02)
        raise SystemExit("the live preview did not answer")

    try:
        seconds_until("casos/medellin/", "Medell")
        times: dict[str, list[float]] = {"case": [], "chapter": []}
        case, chapter = project / "data/cases/medellin.yml", project / "docs/ideas/06-focused.es.md"
        texts = {file: file.read_text(encoding="utf-8") for file in (case, chapter)}
        for number in range(5):
            for kind, file, old, address in (
                ("case", case, 'summary:\n  es: "', "casos/medellin/"),
                ("chapter", chapter, "## En breve", "ideas/06-focalizada/"),
            ):
                time.sleep(2)
                file.write_text(texts[file].replace(old, f"{old} Nuevo{number} ", 1), encoding="utf-8")
                times[kind].append(seconds_until(address, f"Nuevo{number}"))
        case_, chapter_ = (statistics.median(times[kind]) for kind in ("case", "chapter"))
        return f"       live preview, saved to shown: a case {case_:.2f} s, a chapter {chapter_:.2f} s"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def measuring(size: int, what: str) -> contextlib.AbstractContextManager[None]:
    """Say on a terminal what is measured now, and how long it took."""
    return progress.stage(f"       {size} cases: {what}")


def main(sizes: list[int]) -> None:
    print(
        f"{'cases':>6} {'ours s':>7} {'stock s':>8} {'ratio':>6} {'ours cpu':>9} {'stock cpu':>10} {'ratio':>6} "
        f"{'MiB':>5} {'chapter B':>10} {'search B':>9} {'index B':>8} {'site MB':>8}  growth"
    )
    last: tuple[int, Cost] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            ours, plain, expanded = (Path(folder, name) for name in ("ours", "stock", "expanded"))
            ours.mkdir()
            plain.mkdir()
            python = [sys.executable, "-m"]
            with measuring(size, "the project"):
                copy_project(ours, size)
                cost([*python, "handbook.cli", "expand", str(expanded)], ours)
            with measuring(size, "our build"):
                own = cost([*python, "handbook.cli", "site"], ours)
            stock = None
            if size <= 1000:  # beyond, a stock build takes many minutes
                stock_project(expanded, plain)
                with measuring(size, "stock build"):
                    stock = cost([*python, "mkdocs", "build", "--quiet"], plain)
            site = ours / "site"
            total = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6
            index = len(gzip.compress((site / INDEX).read_bytes(), 9))
            clock, processor = (
                (
                    f"{stock.seconds:>8.1f} {own.seconds / stock.seconds:>6.2f}",
                    f"{stock.cpu:>10.1f} {own.cpu / stock.cpu:>6.2f}",
                )
                if stock
                else (f"{'-':>8} {'-':>6}", f"{'-':>10} {'-':>6}")
            )
            growth = (
                f"x{size / last[0]:.1f} cases, x{own.seconds / last[1].seconds:.2f} time, x{own.cpu / last[1].cpu:.2f} cpu"
                if last
                else ""
            )
            with measuring(size, "first search"):
                searched = first_search(site)
            print(
                f"{size:>6} {own.seconds:>7.1f} {clock} {own.cpu:>9.1f} {processor} {own.memory:>5.0f} "
                f"{first_view(site):>10} {searched:>9} {index:>8} {total:>8.1f}  {growth}",
                flush=True,
            )
            with measuring(size, "first view"):
                viewed = reader(site)
            print(viewed, flush=True)
            if size <= 1000:
                with measuring(size, "live preview"):
                    previewed = writer(ours)
                print(previewed, flush=True)
            last = (size, own)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [25, 250, 1000, 4000])
