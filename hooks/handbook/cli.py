"""The ``handbook`` command: check, new-case, translations, site, downloads, serve, schema, expand."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from handbook import building, edition_site, progress
from handbook.checking import edition_wording, translations
from handbook.content import recorded_editions
from handbook.content.book import Book
from handbook.loading import inspect, load_book
from handbook.reading import findings
from handbook.upkeep import json_schemas, permalinks
from handbook.upkeep.new_case import INTERRUPTED, new_case
from handbook.upkeep.plain_markdown import expand_book
from handbook.upkeep.present_wording import present_wording

_FORMATS = {"text": findings.as_text, "json": findings.as_json, "github": findings.as_github}


class _Parser(argparse.ArgumentParser):
    """A wrong call ends with EX_USAGE, as 2 means that texts are to be translated."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(64, f"{self.prog}: error: {message}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    0 is done, 1 is faults or a failed build, 2 is texts to be translated, 64 is a wrong call, 130 is Ctrl-C, 141 is that
    whoever read the output has closed it.
    """
    parser = _Parser(prog="handbook", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project (this folder)")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser(
        "check", help="print every finding; exit 1 with faults, 2 with translations missing only"
    )
    check.add_argument("--lang", "--language", choices=("es", "en"), default=findings.preferred_language())
    check.add_argument("--summary", type=Path, metavar="FILE", help="also write them as Markdown, for a pull request")
    check.add_argument("--format", choices=tuple(_FORMATS), default="text")
    build = commands.add_parser("site", help="build both languages into site/")
    build.add_argument("--to", type=Path, default=None, help="another folder than site/")
    build.add_argument("--proposal", action="store_true", help="what is to be translated, in its own language only")
    commands.add_parser("serve", help="live preview").add_argument("--address", default="127.0.0.1:8000")
    schemas = commands.add_parser("schema", help="write data/schemas/ from the types")
    schemas.add_argument("--check", action="store_true", help="only say whether they are up to date")
    commands.add_parser("downloads", help="the files to take away, from the built site, into site/downloads/")
    commands.add_parser("expand", help="the book as plain Markdown, a tree for each language").add_argument(
        "to", type=Path
    )
    new = commands.add_parser("new-case", help="ask for a case and write data/cases/<id>.yml")
    new.add_argument("--id", default=None, help="the name of the file, without .yml")
    new.add_argument("--no-input", action="store_true", help="ask nothing: the annotated example under that id")
    new.add_argument("--lang", choices=("es", "en"), default=findings.preferred_language())
    pages = commands.add_parser("translations", help="which English sections are behind the Spanish ones")
    what = pages.add_subparsers(dest="what", required=True)
    status = what.add_parser("status", help="a line for each page that is behind")
    status.add_argument("--lang", choices=("es", "en"), default=findings.preferred_language())
    status.add_argument("--strict", action="store_true", help="exit 1 when there is one")
    taken = what.add_parser("accept", help="record that the English page says what the Spanish one says now")
    taken.add_argument("page", nargs="*", help="its path, its path without language, or its id")
    taken.add_argument("--all", action="store_true", help="every page")
    links = commands.add_parser(
        "permalinks", help="the contract on addresses, from the built site"
    ).add_mutually_exclusive_group(required=True)
    links.add_argument("--check", action="store_true", help="name each published address that is lost; exit 1")
    links.add_argument("--update", action="store_true", help="add what is new to data/permalinks.txt")
    editions_ = commands.add_parser("edition", help="the edition, and what sections were like in it")
    editions_.add_argument(
        "--record", action="store_true", help="write hashes and text of all sections into data/editions/"
    )
    editions_.add_argument("--typo", nargs="+", metavar="ID#SECTION", help="changed since, and not in substance")
    past = commands.add_parser(
        "edition-site", help="make the site of a past edition again, and compare it with its mark"
    )
    past.add_argument("edition", help="such as 2026.1")
    past.add_argument("--to", type=Path, required=True, help="a new folder")
    past.add_argument("--commit", default=None, help="where no tag has the edition's number and nothing is recorded")
    past.add_argument("--archive", type=Path, default=None, help="write the archive that the mark is made of (.tar)")
    past.add_argument("--record", action="store_true", help="write the mark into data/editions/")
    arguments = parser.parse_args(argv)
    root = arguments.root.resolve()
    try:
        status = _reported(arguments, root)
        sys.stdout.flush()  # what cannot be written is seen here, and not at the end of the process
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # as in handbook check | head -1
        _write_nothing_more()
        return 141
    except OSError as failed:
        _write_nothing_more()
        print(progress.system_error(failed), file=sys.stderr)
        return 1


def _write_nothing_more() -> None:
    """Let what is left for standard output go nowhere, so that Python does not try again when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reported(arguments: argparse.Namespace, root: Path) -> int:
    """Run the command, and say why it cannot be done."""
    try:
        return _run(arguments, root)
    except findings.Broken as broken:
        print(broken.report(), file=sys.stderr)
        return broken.status
    except building.BuildFailed:
        return 1
    except building.NoAddress as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace, root: Path) -> int:
    if arguments.command == "check":
        book, found = inspect(root)
        if book:  # a build does without the text of past editions
            found = [*found, *edition_wording.wording_findings(root, book.editions)]
        output = _FORMATS[arguments.format](found, arguments.lang)
        if output or arguments.format == "text":
            print(output or findings.NOTHING_FOUND[arguments.lang])
        if arguments.summary:
            try:
                arguments.summary.write_text(findings.as_summary(found, arguments.lang), encoding="utf-8")
            except OSError as failed:  # a full disk does not say which file it was
                raise OSError(failed.errno, failed.strerror, str(arguments.summary)) from None
        return findings.status(found)
    if arguments.command == "site":
        building.build_site(root, (arguments.to or root / "site").resolve(), proposal=arguments.proposal)
    elif arguments.command == "serve":
        building.require_free(arguments.address)
        load_book(root)
        building.serve(root, arguments.address)
    elif arguments.command == "schema":
        return json_schemas.write_schemas(root, only_check=arguments.check)
    elif arguments.command == "downloads":
        return _downloads(root)
    elif arguments.command == "expand":
        expand_book(load_book(root), arguments.to.resolve())
    elif arguments.command == "new-case":
        return new_case(root, arguments.lang, arguments.id, ask=not arguments.no_input)
    elif arguments.command == "translations":
        return _translations(arguments, load_book(root))
    elif arguments.command == "permalinks":
        return _permalinks(root, update=arguments.update)
    elif arguments.command == "edition":
        return _edition(load_book(root), arguments)
    elif arguments.command == "edition-site":
        return _edition_site(root, arguments)
    return 0


def _permalinks(root: Path, *, update: bool) -> int:
    try:
        if update:
            print(f"{permalinks.FILE}: {permalinks.update(root, root / 'site')} new addresses")
        found = permalinks.lost(root, root / "site")
    except FileNotFoundError as missing:
        print(f"{missing.filename}: run 'make site' first.", file=sys.stderr)
        return 1
    if found:
        print(findings.as_text(found, findings.preferred_language()))
    elif not update and (new := permalinks.unlisted(root, root / "site")):
        print(f"{new} new addresses are not promised yet: handbook permalinks --update")
    return 1 if found else 0


def _edition(book: Book, arguments: argparse.Namespace) -> int:
    if arguments.record:
        print(recorded_editions.record(book).relative_to(book.root))
        book = load_book(book.root)  # one of its pages speaks of the editions
        kept = recorded_editions.keep_wording(book.root, book.edition.id, present_wording(book))
        print(kept.relative_to(book.root))
    elif arguments.typo:
        if not book.editions:
            print("No edition is recorded: handbook edition --record", file=sys.stderr)
            return 1
        if unknown := recorded_editions.accept(book, arguments.typo):
            print(f"No such section, here or in {book.editions[-1].id}: {', '.join(unknown)}", file=sys.stderr)
            return 1
    else:
        print(f"{book.edition.id} ({book.edition.day:%Y-%m-%d})")
    return 0


def _edition_site(root: Path, arguments: argparse.Namespace) -> int:
    id, target = arguments.edition, arguments.to.resolve()
    try:
        commit = edition_site.commit_of(root, id, arguments.commit)
        known = edition_site.recorded(root, id)
        made = edition_site.make_again(root, commit, target)
    except edition_site.NoSuchEdition as problem:
        print(problem, file=sys.stderr)
        return 1
    except FileExistsError as problem:
        print(f"{problem}: is there already; name a new folder.", file=sys.stderr)
        return 1
    if arguments.archive:
        edition_site.mark(target, commit, made.date, arguments.archive.resolve())
    print(f"{target}: edition {id}, commit {commit[:12]}, {made.files} files, sha256 {made.sha256}")
    if arguments.record:
        print(edition_site.record(root, id, made).relative_to(root))
    elif known and known.sha256 != made.sha256:
        print(
            f"It differs from the recorded site: {known.files} files, sha256 {known.sha256}, made with Python "
            f"{known.python}; this is {made.python}.",
            file=sys.stderr,
        )
        return 1
    return 0


def _downloads(root: Path) -> int:
    from handbook.exporting.downloads import write_downloads
    from handbook.exporting.pdf import NoPango

    try:
        files = write_downloads(root, root / "site")
    except (NoPango, FileNotFoundError) as problem:
        missing = f"{problem.filename}: run 'make site' first." if isinstance(problem, FileNotFoundError) else problem
        print(missing, file=sys.stderr)
        return 1
    print(f"site/downloads/: {len(files)} files, {sum(file.bytes for file in files) / 1_000_000:.0f} MB")
    return 0


def _translations(arguments: argparse.Namespace, book: Book) -> int:
    if arguments.what == "status":
        text, behind = translations.report(book, arguments.lang)
        print(text)
        return 1 if behind and arguments.strict else 0
    names = [key for key, language in book.chapters if language == "en"] if arguments.all else arguments.page
    keys = {name: translations.key_of(book, book.root, name) for name in names}
    if unknown := [name for name, key in keys.items() if key is None]:
        known = {**book.chapter_keys, **{key: key for key in book.chapter_keys.values()}}
        for name in unknown:
            guess = findings.nearest(name, known)
            print(f"{name}: ?" + (f" → {guess}" if guess else ""), file=sys.stderr)
        return 2
    if not keys:
        print("handbook translations accept PAGE… | --all", file=sys.stderr)
        return 2
    print("\n".join(translations.accept(book, [key for key in keys.values() if key])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
