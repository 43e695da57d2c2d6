"""The command ``handbook``: one function for each subcommand, with its help and examples of how to call it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from handbook import building, edition_site, progress
from handbook.checking import edition_wording
from handbook.checking import translations as translated
from handbook.content import recorded_editions
from handbook.loading import inspect, load_book
from handbook.reading import findings
from handbook.upkeep import json_schemas, mending
from handbook.upkeep import permalinks as addresses
from handbook.upkeep.brief_ahead import brief_ahead
from handbook.upkeep.new_case import INTERRUPTED
from handbook.upkeep.new_case import new_case as write_case
from handbook.upkeep.plain_markdown import expand_book
from handbook.upkeep.present_wording import present_wording
from handbook.website import theme_styles

# EX_USAGE, as 2 means that texts are to be translated.
WRONG_CALL = 64
OUTPUT_CLOSED = 141

_FORMATS = {"text": findings.as_text, "json": findings.as_json, "github": findings.as_github}
_FOLDER = click.Path(path_type=Path)
_LANGUAGE = click.option(
    "--lang",
    "--language",
    "language",
    type=click.Choice(("es", "en")),
    default=findings.preferred_language,
    help="Language of what is printed: es or en. By default, that of your terminal.",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with ``argv``, or with the arguments of this process.

    Returns its exit status: 0 is done, 1 is faults or a failed build, 2 is texts to be translated, 64 is a usage error,
    130 is Ctrl-C, 141 is that whoever read the output has closed it.
    """
    _write_any_letter()
    try:
        status = _reported(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()  # what cannot be written is seen here, and not at the end of the process
        return status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # as in handbook check | head -1
        _write_nothing_more()
        return OUTPUT_CLOSED
    except OSError as failed:
        _write_nothing_more()
        print(progress.system_error(failed), file=sys.stderr)
        return 1


def _write_any_letter() -> None:
    """Write a letter that the output's encoding lacks as its number; pipes of Windows have few letters."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _write_nothing_more() -> None:
    """Let what is left for standard output go nowhere, so that Python does not try again when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reported(arguments: list[str]) -> int:
    """Run the command, and say why it cannot be done."""
    try:
        # click's own main() would print an empty line after Ctrl-C and end with 1 when the output is closed.
        with handbook.make_context("handbook", arguments) as context:
            return handbook.invoke(context) or 0
    except click.exceptions.Exit as ended:  # --help
        return ended.exit_code
    except click.ClickException as wrong:
        wrong.show()
        return WRONG_CALL
    except findings.FindingsError as broken:
        print(broken.report(), file=sys.stderr)
        return broken.status
    except building.BuildError:
        return 1
    except building.NoAddressError as problem:
        print(problem, file=sys.stderr)
        return 1


def _examples(*lines: str) -> str:
    """The end of a help text; the tests run these lines."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 done, 1 faults or a failed build, 2 only translations are missing, 64 a usage error.\n\n"
    + _examples("handbook check", "handbook --root ../other-handbook check", "handbook translations accept --help"),
)
@click.option("--root", type=_FOLDER, default=Path(), help="Folder of the project. By default, this folder.")
@click.pass_context
def handbook(context: click.Context, root: Path) -> None:
    """Check, build and look after the handbook. Each command has its own help: handbook COMMAND --help."""
    context.obj = root.resolve()


@handbook.command(
    epilog=_examples(
        *("handbook check", "handbook check --fix", "handbook check --lang en --format json"),
        "handbook check --summary summary.md",
    )
)
@_LANGUAGE
@click.option("--summary", type=_FOLDER, metavar="FILE", help="Also write them as Markdown, for a pull request.")
@click.option("--format", "form", type=click.Choice(tuple(_FORMATS)), default="text", help="By default, text.")
@click.option("--fix", is_flag=True, help="First mend what has one right answer, and show what has changed.")
@click.pass_obj
def check(root: Path, language: str, summary: Path | None, form: str, fix: bool) -> int:
    """Print every finding: its place and what to write instead.

    Ends with 0 if there is nothing to mend, 1 with faults, 2 with translations missing only. --fix mends spaces of
    another kind, texts cut at a #, lists without a blank line before them or with too little indentation, and the line
    that names the schema; it never changes what a text says. A new case that tells little is named as well: it will be
    a brief note, which is no finding.
    """
    if fix:
        for change in mending.mend(root):
            print(change, file=sys.stdout if form == "text" else sys.stderr)
    book, found = inspect(root)
    if book:  # a build does without the text of past editions
        found = [*found, *edition_wording.wording_findings(root, book.editions)]
    notices = brief_ahead(book, language) if book else []
    output = _FORMATS[form](found, language)
    if output or form == "text":
        print(output or findings.NOTHING_FOUND[language])
    if notices and form == "text":
        print(f"\n{findings.notices_as_text(notices, language)}")
    if notices and form == "github":
        print(findings.notices_as_github(notices))
    if summary:
        try:
            text = findings.as_summary(found, language) + findings.notices_as_summary(notices, language)
            summary.write_text(text, encoding="utf-8")
        except OSError as failed:  # a full disk does not say which file it was
            raise OSError(failed.errno, failed.strerror, str(summary)) from None
    return findings.status(found)


@handbook.command(epilog=_examples("handbook site", "handbook site --proposal --to preview"))
@click.option("--to", type=_FOLDER, metavar="FOLDER", help="Another folder than site/.")
@click.option("--proposal", is_flag=True, help="Show what is to be translated, in its own language only.")
@click.pass_obj
def site(root: Path, to: Path | None, proposal: bool) -> None:
    """Build both languages into site/. The old site stays as it was if the build fails."""
    building.build_site(root, (to or root / "site").resolve(), proposal=proposal)


@handbook.command(epilog=_examples("handbook serve", "handbook serve --address 127.0.0.1:8001"))
@click.option("--address", default="127.0.0.1:8000", metavar="HOST:PORT", help="By default, 127.0.0.1:8000.")
@click.pass_obj
def serve(root: Path, address: str) -> None:
    """Serve a live preview, renewed with each file you save. Ctrl-C ends it."""
    building.require_free(address)
    load_book(root)
    building.serve(root, address)


@handbook.command(epilog=_examples("handbook downloads"))
@click.pass_obj
def downloads(root: Path) -> int:
    """Make PDF, EPUB and other files from the built site. They go into site/downloads/."""
    from handbook.exporting.downloads import write_downloads
    from handbook.exporting.pdf import NoPangoError

    try:
        files = write_downloads(root, root / "site")
    except (NoPangoError, FileNotFoundError) as problem:
        missing = f"{problem.filename}: run 'make site' first." if isinstance(problem, FileNotFoundError) else problem
        print(missing, file=sys.stderr)
        return 1
    print(f"site/downloads/: {len(files)} files, {sum(file.bytes for file in files) / 1_000_000:.0f} MB")
    return 0


@handbook.command(epilog=_examples("handbook expand .build/plain"))
@click.argument("to", type=_FOLDER, metavar="FOLDER")
@click.pass_obj
def expand(root: Path, to: Path) -> None:
    """Write the book as plain Markdown into FOLDER.

    It makes a tree for each language, with no directives left, and beside it the settings for a generator that reads
    mkdocs.yml: FOLDER/mkdocs.es.yml and FOLDER/mkdocs.en.yml.
    """
    expand_book(load_book(root), to.resolve())


@handbook.command(
    "new-case",
    epilog=_examples("handbook new-case", "handbook new-case --id villanueva --no-input"),
)
@click.option("--id", "case", metavar="ID", help="Name of the file, without .yml.")
@click.option("--no-input", is_flag=True, help="Ask nothing: write the annotated example under that id.")
@_LANGUAGE
@click.pass_obj
def new_case(root: Path, case: str | None, no_input: bool, language: str) -> int:
    """Ask for what a case must hold and write data/cases/ID.yml."""
    return write_case(root, language, case, ask=not no_input)


@handbook.command(epilog=_examples("handbook schema", "handbook schema --check"))
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if one is out of date.")
@click.pass_obj
def schema(root: Path, only_check: bool) -> int:
    """Write the JSON Schemas in data/schemas/ from the types."""
    return json_schemas.write_schemas(root, only_check=only_check)


@handbook.group(epilog=_examples("handbook translations status", "handbook translations accept --all"))
def translations() -> None:
    """See and record which English sections are up to date."""


@translations.command(epilog=_examples("handbook translations status", "handbook translations status --strict"))
@_LANGUAGE
@click.option("--strict", is_flag=True, help="Exit 1 when a page is behind.")
@click.pass_obj
def status(root: Path, language: str, strict: bool) -> int:
    """Print a line for each page that is behind."""
    text, behind = translated.report(load_book(root), language)
    print(text)
    return 1 if behind and strict else 0


@translations.command(
    epilog=_examples("handbook translations accept ideas/01-aligned", "handbook translations accept --all")
)
@click.argument("pages", nargs=-1, metavar="[PAGE]...")
@click.option("--all", "every", is_flag=True, help="Every page.")
@click.pass_obj
def accept(root: Path, pages: tuple[str, ...], every: bool) -> int:
    """Record that an English page says what the Spanish one says.

    PAGE is its path, its path without the language, or its id.
    """
    book = load_book(root)
    names = [key for key, language in book.chapters if language == "en"] if every else pages
    keys = {name: translated.key_of(book, root, name) for name in names}
    if unknown := [name for name, key in keys.items() if key is None]:
        known = {**book.chapter_keys, **{key: key for key in book.chapter_keys.values()}}
        for name in unknown:
            guess = findings.nearest(name, known)
            print(f"{name}: ?" + (f" → {guess}" if guess else ""), file=sys.stderr)
        return 2
    if not keys:
        print("handbook translations accept PAGE… | --all", file=sys.stderr)
        return 2
    print("\n".join(translated.accept(book, [key for key in keys.values() if key])))
    return 0


@handbook.command(epilog=_examples("handbook permalinks --check", "handbook permalinks --update"))
@click.option("--check", "only_check", is_flag=True, help="Name each published address that is lost; exit 1.")
@click.option("--update", is_flag=True, help="Add what is new to data/permalinks.txt; nothing is taken out.")
@click.pass_obj
def permalinks(root: Path, only_check: bool, update: bool) -> int:
    """Check or renew the list of addresses that must stay.

    It compares data/permalinks.txt with the built site. Give one of the options.
    """
    if only_check == update:
        raise click.UsageError("Give one of --check and --update.")
    try:
        if update:
            print(f"{addresses.FILE}: {addresses.update(root, root / 'site')} new addresses")
        found = addresses.lost(root, root / "site")
    except FileNotFoundError as missing:
        print(f"{missing.filename}: run 'make site' first.", file=sys.stderr)
        return 1
    if found:
        print(findings.as_text(found, findings.preferred_language()))
    elif not update and (new := addresses.unlisted(root, root / "site")):
        print(f"{new} new addresses are not promised yet: handbook permalinks --update")
    return 1 if found else 0


@handbook.command("theme-names", epilog=_examples("handbook theme-names --update"))
@click.option("--update", is_flag=True, help="Write the list anew.", required=True)
@click.pass_obj
def theme_names(root: Path, update: bool) -> int:
    """Renew the list of what is used of the theme's style.

    It is made from the built site, the templates and the scripts, and a build keeps the selectors whose names are in
    it. Renew it after a change of templates or scripts, or of Material.
    """
    if not (root / "site/index.html").is_file():
        print("site/index.html: run 'make site' first.", file=sys.stderr)
        return 1
    theme_styles.update_names(root, root / "site")
    print(theme_styles.NAMES)
    return 0


@handbook.command(
    epilog=_examples("handbook edition", "handbook edition --record", "handbook edition --typo aligned#cases")
)
@click.option("--record", is_flag=True, help="Write hashes and text of all sections into data/editions/.")
@click.option("--typo", is_flag=True, help="Each SECTION has changed since the last edition, and not in substance.")
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@click.pass_obj
def edition(root: Path, record: bool, typo: bool, sections: tuple[str, ...]) -> int:
    """Print the edition, or record the state of its sections.

    SECTION is the id of a page and the anchor of a section in it: aligned#why.
    """
    if typo != bool(sections):
        raise click.UsageError("Give --typo and the sections together: --typo aligned#why.")
    book = load_book(root)
    if record:
        print(recorded_editions.record(book).relative_to(book.root))
        book = load_book(book.root)  # one of its pages speaks of the editions
        kept = recorded_editions.keep_wording(book.root, book.edition.id, present_wording(book))
        print(kept.relative_to(book.root))
    elif typo:
        if not book.editions:
            print("No edition is recorded: handbook edition --record", file=sys.stderr)
            return 1
        if unknown := recorded_editions.accept(book, sections):
            print(f"No such section, here or in {book.editions[-1].id}: {', '.join(unknown)}", file=sys.stderr)
            return 1
    else:
        print(f"{book.edition.id} ({book.edition.day:%Y-%m-%d})")
    return 0


@handbook.command(
    "edition-site",
    epilog=_examples(
        "handbook edition-site 2026.1 --to .build/edition-2026.1",
        "handbook edition-site 2026.2 --commit HEAD --to .build/edition-2026.2 --record",
    ),
)
@click.argument("name", metavar="EDITION")
@click.option("--to", type=_FOLDER, required=True, metavar="FOLDER", help="A new folder.")
@click.option("--commit", metavar="COMMIT", help="Where no tag has the edition's number and nothing is recorded.")
@click.option("--archive", type=_FOLDER, metavar="FILE", help="Write the archive that the mark is made of (.tar).")
@click.option("--record", is_flag=True, help="Write the mark into data/editions/.")
@click.pass_obj
def past_site(root: Path, name: str, to: Path, commit: str | None, archive: Path | None, record: bool) -> int:
    """Make the site of a past EDITION again. It is compared with the mark that was recorded of it."""
    target = to.resolve()
    try:
        revision = edition_site.commit_of(root, name, commit)
        known = edition_site.recorded(root, name)
        made = edition_site.make_again(root, revision, target)
    except edition_site.NoSuchEditionError as problem:
        print(problem, file=sys.stderr)
        return 1
    except FileExistsError as problem:
        print(f"{problem}: is there already; name a new folder.", file=sys.stderr)
        return 1
    if archive:
        edition_site.mark(target, revision, made.date, archive.resolve())
    print(f"{target}: edition {name}, commit {revision[:12]}, {made.files} files, sha256 {made.sha256}")
    if record:
        print(edition_site.record(root, name, made).relative_to(root))
    elif known and known.sha256 != made.sha256:
        print(
            f"It differs from the recorded site: {known.files} files, sha256 {known.sha256}, made with Python "
            f"{known.python}; this is {made.python}.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
