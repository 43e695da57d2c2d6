"""Figures, never a verdict: build the book with ever more cases, beside a stock MkDocs build of the same pages.

Usage: python tests/bench.py [SIZE ...]     (default: 25 250 1000 4000)

For each size, printed as it is measured: seconds and peak memory of our build and of a stock build (Material and
static-i18n as they come: search, every case in the navigation), their ratio, the compressed bytes of a chapter's first
view, the bytes of the site. The machine is noisy: read the ratios.
"""

from __future__ import annotations

import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parent.parent
CHAPTER = "ideas/06-focalizada/index.html"
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


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak mebibytes of a command; its failure is ours."""
    before = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(folder / "hooks"), "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    _, said = process.communicate()
    if process.returncode:
        raise SystemExit(said[-4000:])
    seconds = time.perf_counter() - before
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def first_view(site: Path) -> int:
    """Bytes of a chapter with its style sheet and script, each compressed as a server would send it."""
    page = site / CHAPTER
    if not page.is_file():
        return 0
    files = [page, site / "assets/handbook.css", site / "assets/js/page.js"]
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files if file.is_file())


def main(sizes: list[int]) -> None:
    print(f"{'cases':>6} {'ours s':>8} {'stock s':>8} {'ratio':>6} {'MiB':>6} {'chapter B':>10} {'site MB':>8}  growth")
    last: tuple[int, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            ours, plain, expanded = (Path(folder, name) for name in ("ours", "stock", "expanded"))
            ours.mkdir()
            plain.mkdir()
            copy_project(ours, size)
            python = [sys.executable, "-m"]
            timed([*python, "handbook.command", "expand", str(expanded)], ours)
            seconds, memory = timed([*python, "handbook.command", "site"], ours)
            stock = 0.0
            if size <= 1000:  # beyond, a stock build takes many minutes
                stock_project(expanded, plain)
                stock, _ = timed([*python, "mkdocs", "build", "--quiet"], plain)
            site = ours / "site"
            total = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6
            ratio = f"{seconds / stock:6.2f}" if stock else "     -"
            growth = f"x{size / last[0]:.1f} cases, x{seconds / last[1]:.2f} time" if last else ""
            print(
                f"{size:>6} {seconds:>8.1f} {stock:>8.1f} {ratio} {memory:>6.0f} {first_view(site):>10} {total:>8.1f}  "
                f"{growth}",
                flush=True,
            )
            last = (size, seconds)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [25, 250, 1000, 4000])
