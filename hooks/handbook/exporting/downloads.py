"""All files to take away, made from the built site: kept files stay, the others are made anew by all processors.

``handbook downloads`` writes them into ``site/downloads/`` with ``manifest.json``, the list of what there is, and the
links to them into the pages.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from pathlib import Path

from handbook import progress
from handbook.exporting import download_cache
from handbook.exporting.built_site import read_site
from handbook.exporting.download_files import Material, Wanted, copies, key, make, read_material, wanted
from handbook.exporting.download_links import FOLDER, File, link_downloads, write_manifest
from handbook.loading import load_book
from handbook.progress import either

CACHE = ".cache/downloads"
# What a process makes files from. A process that is forked has it from its parent; another reads it.
_material: Material | None = None


def write_downloads(root: Path, folder: Path) -> list[File]:
    """Make every file from the site in ``folder`` and link them.

    Raises:
        FileNotFoundError: the site has not been built.
        NoPangoError: PDF cannot be drawn here.
    """
    global _material
    with progress.stage(either("Lectura y revisión", "Reading and checking")):
        book, site = load_book(root), read_site(folder)
        shutil.rmtree(folder / FOLDER, ignore_errors=True)
        link_downloads(book, site)  # as if there were none, so that nothing is made from an earlier run's links
        _material = material = read_material(book, site)
    with tempfile.TemporaryDirectory(prefix=".downloads-", dir=folder.parent) as beside:
        files = _put(root, material, wanted(material), Path(beside))
        (Path(beside) / FOLDER).rename(folder / FOLDER)
    with progress.stage(either("Enlaces", "Links")):
        write_manifest(book, site, files)
        link_downloads(book, site)
    # Last, so that the copies know all other files; they stay on the site, and the copies link them there.
    files += _put(root, material, copies(book), folder)
    write_manifest(book, site, files)
    link_downloads(book, site)
    download_cache.prune(root / CACHE)
    return files


def _put(root: Path, material: Material, files: Sequence[Wanted], target: Path) -> list[File]:
    """Make what is not kept, and put all ``files`` below ``target``."""
    kept = {file: root / CACHE / key(material, file) for file in files}
    missing = {file: place for file, place in kept.items() if not place.is_file()}
    if have := len(files) - len(missing):
        progress.tell(either(f"Sin cambios: {have} de {len(files)}", f"Unchanged: {have} of {len(files)}"))
    if missing:
        _make_all(root, material, missing)
    found = []
    for file, place in kept.items():
        goal = target / file.address
        download_cache.take(place, goal)
        size = goal.stat().st_size
        found.append(File(file.kind, file.language, file.about, file.title, file.address, size))
    return found


def _make_all(root: Path, material: Material, missing: dict[Wanted, Path]) -> None:
    """Make the files in as many processes as there are processors, the longest first: no processor waits at the end."""
    order = sorted(missing, key=lambda file: -file.effort)
    of, made, effort = Counter(file.format for file in order), Counter[str](), 0
    workers = min(os.cpu_count() or 1, len(order))
    with (
        progress.bar(sum(file.effort for file in order)) as move,
        ProcessPoolExecutor(workers, initializer=_start, initargs=(root, material.site.folder)) as pool,
    ):
        futures = {pool.submit(_make, file, missing[file]): file for file in order}
        waiting = set(futures)
        last = order[0].format
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=1, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
                    last = futures[future].format
                    made[last] += 1
                    effort += futures[future].effort
                move(effort, f"{last} {made[last]} {either('de', 'of')} {of[last]}")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _start(root: Path, folder: Path) -> None:
    global _material
    if _material is None:
        _material = read_material(load_book(root), read_site(folder))


def _make(file: Wanted, place: Path) -> None:
    assert _material is not None
    download_cache.keep(place, make(_material, file))
