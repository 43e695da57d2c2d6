"""Build the site beside the old one, finish it, and put it in its place: a build that fails changes nothing."""

from __future__ import annotations

import errno
import ipaddress
import multiprocessing
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from handbook import progress
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.exporting.built_site import read_site
from handbook.exporting.download_links import link_downloads
from handbook.exporting.feeds import write_feeds
from handbook.exporting.open_data import write_open_data
from handbook.progress import either
from handbook.website.book_in_memory import book_of
from handbook.website.search_index import SearchError, search_index
from handbook.website.staging_folder import build_folder, put_in_place

# In the folder of a build: what each language's process has written for the search.
_SEARCHED = "searched"


class BuildError(Exception):
    """MkDocs failed; its output has been printed."""


def build_site(root: Path, target: Path, *, proposal: bool = False) -> None:
    """Build both languages of the project at ``root`` into ``target``; of a ``proposal``, each with what there is in it.

    Raises:
        FindingsError: a record or chapter has a finding, in a proposal a fault; nothing was written.
        BuildError: MkDocs or a later step failed; ``target`` is as it was.
    """
    begin = time.monotonic()
    try:
        with build_folder(target) as beside:
            with progress.stage(either("Lectura y revisión", "Reading and checking")):
                book = book_of(root, proposal=proposal)
            new = _build_languages(book, beside, proposal=proposal)
            searching = progress.stage(either("Índice de búsqueda y datos abiertos", "Search index and open data"))
            with searching, search_index(beside / _SEARCHED, new):
                published = read_site(new)
                write_open_data(book.in_both, published)
                write_feeds(book, published)
                link_downloads(book, published)
            put_in_place(new, target)
        pages = sum(len(book.of(language).page_keys) for language in LANGUAGES)
        seconds = time.monotonic() - begin
        progress.tell(f"{target.name}/: {either(f'{pages} páginas', f'{pages} pages')}, {seconds:.1f} s")
    except SearchError as failed:
        print(f"search: {failed}", file=sys.stderr)
        raise BuildError from None
    except OSError as failed:  # a full disk, a folder that may not be written
        print(progress.system_error(failed, target), file=sys.stderr)
        raise BuildError from None


def _build_languages(book: Book, folder: Path, *, proposal: bool) -> Path:
    """Build each language in a process of its own below ``folder``; join the two.

    The addresses of both languages are ours, so each process knows where every page of the other will be. On Linux the
    processes are forked and inherit the book; elsewhere forking is not safe, and each reads the book for itself.
    """
    (folder / _SEARCHED).mkdir()
    fork = sys.platform == "linux"
    context = multiprocessing.get_context("fork") if fork else multiprocessing.get_context("spawn")
    sites = [folder / language for language in LANGUAGES]
    outputs = [folder / f"{language}.txt" for language in LANGUAGES]
    processes = [
        context.Process(target=_build_language, args=(book.root, language, site, folder / _SEARCHED, output, proposal))
        for language, site, output in zip(LANGUAGES, sites, outputs, strict=True)
    ]
    try:
        for process in processes:
            process.start()
        _wait(book, folder, processes)
    finally:
        for process in processes:
            process.kill()
            process.join()
    output = "".join(file.read_text(encoding="utf-8", errors="replace") for file in outputs if file.is_file())
    for line in dict.fromkeys(output.splitlines()):
        if line.strip() and not line.startswith("INFO"):
            print(line, file=sys.stderr)
    if any(process.exitcode for process in processes):
        raise BuildError
    return _joined(*sites)


def _build_language(root: Path, language: str, site: Path, searched: Path, output: Path, proposal: bool) -> None:
    """Run ``mkdocs build`` for one language in this process, its output in a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # after Ctrl-C the process that waits for this one ends it
    with output.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    book_of(root, proposal=proposal)  # where this process has not inherited it; the hooks ask for the same
    os.chdir(root)
    # MkDocs' command takes no values for plugins and hooks: mkdocs.yml and the hooks read these two in the environment.
    os.environ.update(_environment(HANDBOOK_LANGUAGE=language, HANDBOOK_SEARCHED=str(searched)))
    # Never with --quiet, which switches --strict off.
    sys.argv = ["mkdocs", "build", "--strict", "--site-dir", str(site)]
    runpy.run_module("mkdocs", run_name="__main__")


def _wait(book: Book, folder: Path, processes: Sequence[BaseProcess]) -> None:
    """Wait for the processes, and show how many pages they have written."""
    with progress.bar(len(book.page_keys) * len(LANGUAGES)) as move:
        for process in processes:
            while progress.shown() and process.is_alive():
                move(*_written(book, folder))
                process.join(timeout=0.5)
            process.join()
        if not any(process.exitcode for process in processes):
            move(*_written(book, folder))


def _written(book: Book, folder: Path) -> tuple[int, str]:
    """How many pages there are already, of both languages together and in words of each."""
    counts = {
        language: sum(
            (folder / language / book.address(key, language) / "index.html").is_file()
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


class NoAddressError(Exception):
    """The live preview cannot be at an address: what is wrong, and what to write instead."""


def require_free(address: str) -> None:
    """See that a live preview can be at ``address``, host and port.

    Raises:
        NoAddressError: it is none, or something else is there.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        number = int(port)
        is_v6 = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).version == 6
        if not 0 < number < 2**16:
            raise ValueError
    except ValueError:
        raise NoAddressError(
            either(
                f"«{address}» no es una dirección de este equipo con su puerto; escriba una como 127.0.0.1:8001.",
                f"'{address}' is no address of this machine with its port; write one such as 127.0.0.1:8001.",
            )
        ) from None
    try:
        socket.create_server((host, number), family=socket.AF_INET6 if is_v6 else socket.AF_INET).close()
    except OSError as failed:
        if failed.errno != errno.EADDRINUSE:
            raise NoAddressError(progress.system_error(failed, address)) from None
        other = f"{address.removesuffix(port)}{number + 1 if number < 2**16 - 1 else 8000}"
        raise NoAddressError(
            either(
                f"el puerto {number} está ocupado; use otro: handbook serve --address {other}",
                f"port {number} is in use; use another: handbook serve --address {other}",
            )
        ) from None


def serve(root: Path, address: str) -> None:
    """Live preview of both languages.

    Raises:
        BuildError: MkDocs ended with an error.
        KeyboardInterrupt: somebody ended it; MkDocs has ended too.
    """
    command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--dev-addr", address]
    with subprocess.Popen(command, cwd=root, env={**os.environ, **_environment()}) as preview:
        try:
            failed = preview.wait()
        except KeyboardInterrupt:
            _wait_for_end(preview)
            raise
    if failed:
        raise BuildError


def _wait_for_end(preview: subprocess.Popen[bytes]) -> None:
    """Let MkDocs clear away its temporary site; it has had the Ctrl-C of a terminal as well."""
    ends: tuple[Callable[[], object], ...] = (lambda: None, lambda: preview.send_signal(signal.SIGINT), preview.kill)
    for end in ends:
        with suppress(subprocess.TimeoutExpired, ValueError):  # Windows has no such signal
            end()
            preview.wait(timeout=5)
            return


def _environment(**more: str) -> dict[str, str]:
    """What MkDocs is to find in its environment besides what is there."""
    return {"NO_MKDOCS_2_WARNING": "1", **more}
