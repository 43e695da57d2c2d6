"""Build the site beside the old one, finish it, and put it in its place: a build that fails changes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from handbook import progress
from handbook.content.addresses import address
from handbook.content.book import Book
from handbook.content.edition import EDITION_DAY
from handbook.content.languages import LANGUAGES
from handbook.exporting.built_site import read_site
from handbook.exporting.download_links import link_downloads
from handbook.exporting.feeds import write_feeds
from handbook.exporting.open_data import write_open_data
from handbook.loading import load_book
from handbook.progress import either
from handbook.website.book_in_memory import HANDED_OVER, hand_over
from handbook.website.content_security import secure_pages
from handbook.website.search_index import SearchFailed, search_index
from handbook.website.staging_folder import build_folder, put_in_place

# In the folder of a build: what each language's process has written for the search.
_SEARCHED = "searched"


class BuildFailed(Exception):
    """MkDocs said no; what it said is on the screen."""


def build_site(root: Path, target: Path, *, proposal: bool = False) -> None:
    """Build both languages of the project at ``root`` into ``target``; of a ``proposal``, each with what there is in it.

    Raises:
        Broken: a record or chapter has a finding, in a proposal a fault; nothing was written.
        BuildFailed: MkDocs or a later step failed; ``target`` is as it was.
    """
    begin = time.monotonic()
    try:
        with build_folder(target) as beside:
            with languages(root, beside) as build:
                with progress.stage(either("Lectura y revisión", "Reading and checking")):
                    book = load_book(root, proposal=proposal)
                new = build(book)
            searching = progress.stage(either("Índice de búsqueda y datos abiertos", "Search index and open data"))
            with searching, search_index(beside / _SEARCHED, new):
                secure_pages(new)
                published = read_site(new)
                write_open_data(book.in_both, published)
                write_feeds(book, published)
                link_downloads(book, published)
            put_in_place(new, target)
        pages = sum(len(book.of(language).page_keys) for language in LANGUAGES)
        seconds = time.monotonic() - begin
        progress.tell(f"{target.name}/: {either(f'{pages} páginas', f'{pages} pages')}, {seconds:.1f} s")
    except SearchFailed as failed:
        print(f"search: {failed}", file=sys.stderr)
        raise BuildFailed from None
    except OSError as failed:  # a full disk, a folder that may not be written
        print(f"{failed.filename or target}: {failed.strerror or failed}", file=sys.stderr)
        raise BuildFailed from None


@contextmanager
def languages(root: Path, folder: Path) -> Iterator[Callable[[Book], Path]]:
    """Get a process for each language ready; what is given builds a book in them, into ``folder``, and joins the two.

    The addresses of both languages are ours, so each process knows where every page of the other will be.
    """
    (folder / _SEARCHED).mkdir()
    shared = {HANDED_OVER: str(folder / "book"), "HANDBOOK_SEARCHED": str(folder / _SEARCHED)}
    sites = [folder / language for language in LANGUAGES]
    processes = [
        _mkdocs(root, "build", "--strict", "--site-dir", str(site), HANDBOOK_LANGUAGE=language, **shared)
        for language, site in zip(LANGUAGES, sites, strict=True)
    ]

    def build(book: Book) -> Path:
        hand_over(book, folder / "book")
        for process in processes:
            process.stdin.close()
            process.stdin = None
        said: dict[str, None] = {}
        with progress.bar(len(book.page_keys) * len(LANGUAGES)) as move:
            for process in processes:
                while (output := _said(process)) is None:
                    if progress.shown():
                        move(*_written(book, folder))
                said |= dict.fromkeys(_warnings(output))
            if not any(process.returncode for process in processes):
                move(*_written(book, folder))
        print("\n".join(said), file=sys.stderr, end="\n" if said else "")
        if any(process.returncode for process in processes):
            raise BuildFailed
        return _joined(*sites)

    try:
        yield build
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _said(process: subprocess.Popen[str]) -> str | None:
    """What a process wrote to its standard error; None while it is at work."""
    try:
        return process.communicate(timeout=0.5)[1]
    except subprocess.TimeoutExpired:
        return None


def _written(book: Book, folder: Path) -> tuple[int, str]:
    """How many pages there are already, of both languages together and in words of each."""
    counts = {
        language: sum(
            (folder / language / address(book, key, language) / "index.html").is_file()
            for key in book.page_keys.values()
        )
        for language in LANGUAGES
    }
    of = either("de", "of")
    each = ", ".join(f"{language} {count} {of} {len(book.page_keys)}" for language, count in counts.items())
    return sum(counts.values()), f"{either('Páginas', 'Pages')} {each}"


def _joined(site: Path, *others: Path) -> Path:
    for other in others:
        for file in other.rglob("*"):
            place = site / file.relative_to(other)
            if file.is_file() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                file.rename(place)
    return site


def serve(root: Path, address: str) -> None:
    """Live preview of both languages.

    Raises:
        BuildFailed: MkDocs ended with an error.
    """
    process = _mkdocs(root, "serve", "--no-strict", "--dev-addr", address, capture=False)
    if process.wait():
        raise BuildFailed


def _mkdocs(root: Path, *arguments: str, capture: bool = True, **more: str) -> subprocess.Popen[str]:
    """Start MkDocs with ``more`` in its environment; never with ``--quiet``, which switches ``--strict`` off."""
    environment = {
        "SOURCE_DATE_EPOCH": EDITION_DAY,
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        **more,
    }
    pipe = subprocess.PIPE if capture else None
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.Popen(command, cwd=root, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe)


def _warnings(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.strip() and not line.startswith("INFO")]
