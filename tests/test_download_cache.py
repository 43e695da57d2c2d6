"""A file to take away is made once, and again as soon as something that it is made from has changed."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from conftest import make_project_to_export, write_case
from handbook.exporting import download_cache, downloads
from handbook.exporting.built_site import read_site
from handbook.exporting.download_files import Material, Wanted, copies, key, read_material, wanted
from handbook.exporting.pdf import NoPangoError
from handbook.loading import load_book

PAGE, PAGE_PDF = "ideas/01-alineada/index.html", "downloads/es/pdf/ideas-01-alineada.pdf"
BOOK = {"downloads/es/manual.pdf", "downloads/es/manual.epub"}
PACKAGES = {"downloads/es/lms/book.imscc", "downloads/es/lms/book-scorm.zip"}


@pytest.fixture
def root(exported: Path, tmp_path: Path) -> Path:
    """A copy of the small project, with its site, its downloads and what is kept."""
    return shutil.copytree(exported, tmp_path / "project")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def material(root: Path) -> Material:
    return read_material(load_book(root), read_site(root / "site"))


def keys(found: Material) -> dict[str, str]:
    return {file.address: key(found, file) for file in [*wanted(found), *copies(found.book)]}


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_a_letter_of_a_page_changes_that_page_and_what_holds_it(root: Path) -> None:
    before = keys(material(root))
    edit(root / "site" / PAGE, "tres", "tras")
    assert changed(before, keys(material(root))) == {PAGE_PDF, *BOOK, *PACKAGES, "downloads/manual-es.zip"}


def test_the_style_sheet_changes_what_has_a_drawing(root: Path) -> None:
    edit(root / "site" / PAGE, "</article>", '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg></article>')
    before = keys(material(root))
    edit(root / "site/assets/handbook.css", "{", "{ stroke: red;")
    after = changed(before, keys(material(root)))
    assert after == {PAGE_PDF, *BOOK, *PACKAGES, "downloads/manual-es.zip", "downloads/handbook-en.zip"}


@pytest.mark.parametrize("package", ["WeasyPrint", "EbookLib", "pikepdf", "XlsxWriter", "python-docx"])
def test_another_version_of_a_package_changes_all(
    exported: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, real = keys(material(exported)), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "99" if name == package else real(name))
    assert changed(before, keys(material(exported))) == before.keys()


def test_every_package_of_the_key_is_installed() -> None:
    assert {line.split()[0] for line in download_cache.versions()} >= set(download_cache.PACKAGES)


def test_another_pango_or_font_changes_each_pdf_and_nothing_else(
    exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keys(material(exported))
    monkeypatch.setattr(download_cache, "drawing", lambda: "another")
    assert changed(before, keys(material(exported))) == {name for name in before if name.endswith(".pdf")}


def test_a_word_of_the_interface_changes_all(exported: Path) -> None:
    found = material(exported)
    word = found.book.words["edition"].model_copy(update={"es": "Tirada"})
    other = read_material(replace(found.book, words={**found.book.words, "edition": word}), found.site)
    assert changed(keys(found), keys(other)) == keys(found).keys()


def test_a_case_changes_the_sheets_with_cases(root: Path) -> None:
    before = keys(material(root))
    write_case(root, "alfa", lambda text: text.replace("Summary of", "About"))
    sheets = {f"downloads/{language}/{name}.xlsx" for language in ("es", "en") for name in ("cases", "comparisons")}
    assert changed(before, keys(material(root))) == sheets


@pytest.mark.parametrize(("folder", "record_id"), [("checklists", "idea-aligned"), ("tables", "spaces")])
def test_a_record_changes_its_own_files(root: Path, folder: str, record_id: str) -> None:
    before = keys(material(root))
    edit(root / f"data/{folder}/{record_id}.yml", 'es: "', 'es: "Nuevo ')
    own = {name for name in before if f"/{folder}/{record_id}." in name}
    assert own and changed(before, keys(material(root))) == own


def test_code_of_the_exports_changes_the_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = download_cache.code()
    copy = tmp_path / "export"
    shutil.copytree(Path(download_cache.__file__).parent, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(download_cache, "__file__", str(copy / "download_cache.py"))
    assert download_cache.code() == before
    edit(copy / "print.css", "A4", "A5")
    assert download_cache.code() != before


def test_parts_that_read_the_same_when_joined_are_not_the_same() -> None:
    assert download_cache.key(["ab", "c"]) != download_cache.key(["a", "bc"])


# ------------------------------------------------------------------------------------------------------------- a run


@pytest.fixture
def run(tmp_path: Path, exported: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Run the downloads of a small site of its own, and tell which files were made, in their order."""
    root, made = tmp_path / "project", []
    make_project_to_export(root)
    shutil.copytree(exported / "site", root / "site")

    def make(material: Material, file: Wanted) -> bytes:
        made.append(file.address)
        return f"{file.address} {len(made)}".encode()

    def run() -> list[str]:
        made.clear()
        downloads.write_downloads(root, root / "site")
        return list(made)

    monkeypatch.setattr(downloads, "make", make)
    monkeypatch.setattr(downloads, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(downloads.os, "cpu_count", lambda: 1)
    return run


def test_a_first_run_makes_every_file_once(run: Callable[[], list[str]], exported: Path) -> None:
    made = run()
    assert sorted(made) == sorted(keys(material(exported)))


def test_the_books_are_begun_first(run: Callable[[], list[str]]) -> None:
    assert set(run()[:2]) == {"downloads/es/manual.pdf", "downloads/en/handbook.pdf"}


def test_a_second_run_makes_nothing_and_leaves_the_same_files(run: Callable[[], list[str]], tmp_path: Path) -> None:
    run()
    folder = tmp_path / "project/site"
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert run() == []
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_after_a_change_only_what_holds_it_is_made(run: Callable[[], list[str]], tmp_path: Path) -> None:
    run()
    edit(tmp_path / "project/site" / PAGE, "tres", "tras")
    made = set(run())
    assert {PAGE_PDF, *BOOK, *PACKAGES} <= made
    # The copies show the sizes of files that were made again.
    assert made - {PAGE_PDF, *BOOK, *PACKAGES} <= {"downloads/manual-es.zip"}


def test_what_no_run_used_for_a_month_is_removed(run: Callable[[], list[str]], tmp_path: Path) -> None:
    run()
    cache = tmp_path / "project/.cache/downloads"
    used = set(cache.iterdir())
    old, young = cache / "old", cache / "young"
    for file in (old, young):
        file.write_bytes(b"")
    for file in (old, *used):
        os.utime(file, (0, time.time() - (download_cache.KEPT_DAYS + 1) * 86_400))
    assert run() == []
    assert set(cache.iterdir()) == {young, *used}


def test_what_was_made_before_a_failure_is_kept(run: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    make = downloads.make

    def fails_at_a_sheet(material: Material, file: Wanted) -> bytes:
        if file.how == "cases.xlsx":
            raise OSError("disk full")
        return make(material, file)

    monkeypatch.setattr(downloads, "make", fails_at_a_sheet)
    with pytest.raises(OSError, match="disk full"):
        run()
    monkeypatch.setattr(downloads, "make", make)
    made = run()
    assert "downloads/es/cases.xlsx" in made and not BOOK & set(made)


def test_that_pango_is_missing_can_be_told_by_another_process() -> None:
    assert "needs the library Pango" in str(pickle.loads(pickle.dumps(NoPangoError())))
