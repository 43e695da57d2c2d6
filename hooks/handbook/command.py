"""The ``handbook`` command: check, site, downloads, serve, schema, expand."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from handbook import findings, schema, site
from handbook.book import inspect, load_book
from handbook.expand import expand_book

_FORMATS = {"text": findings.as_text, "json": findings.as_json, "github": findings.as_github}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 is done, 1 is findings or a failed build, 2 is a wrong call."""
    parser = argparse.ArgumentParser(prog="handbook", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project (this folder)")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="print every finding; exit 1 when there is one")
    check.add_argument("--lang", choices=("es", "en"), default=findings.preferred_language())
    check.add_argument("--format", choices=tuple(_FORMATS), default="text")
    build = commands.add_parser("site", help="build both languages into site/")
    build.add_argument("--to", type=Path, default=None, help="another folder than site/")
    commands.add_parser("serve", help="live preview").add_argument("--address", default="127.0.0.1:8000")
    schemas = commands.add_parser("schema", help="write data/schemas/ from the types")
    schemas.add_argument("--check", action="store_true", help="only say whether they are up to date")
    commands.add_parser("downloads", help="the files to take away, from the built site, into site/downloads/")
    commands.add_parser("expand", help="the book as plain Markdown, a tree for each language").add_argument(
        "to", type=Path
    )
    arguments = parser.parse_args(argv)
    root = arguments.root.resolve()
    try:
        return _run(arguments, root)
    except findings.Broken as broken:
        print(broken.report(), file=sys.stderr)
        return 1
    except site.BuildFailed:
        return 1


def _run(arguments: argparse.Namespace, root: Path) -> int:
    if arguments.command == "check":
        _, found = inspect(root)
        output = _FORMATS[arguments.format](found, arguments.lang)
        if output:
            print(output)
        return 1 if found else 0
    if arguments.command == "site":
        site.build_site(root, (arguments.to or root / "site").resolve())
    elif arguments.command == "serve":
        load_book(root)
        site.serve(root, arguments.address)
    elif arguments.command == "schema":
        return schema.write_schemas(root, only_check=arguments.check)
    elif arguments.command == "downloads":
        return _downloads(root)
    elif arguments.command == "expand":
        expand_book(load_book(root), arguments.to.resolve())
    return 0


def _downloads(root: Path) -> int:
    from handbook.export.downloads import write_downloads
    from handbook.export.pdf import NoPango

    try:
        files = write_downloads(root, root / "site")
    except (NoPango, FileNotFoundError) as problem:
        missing = f"{problem.filename}: run 'make site' first." if isinstance(problem, FileNotFoundError) else problem
        print(missing, file=sys.stderr)
        return 1
    print(f"site/downloads/: {len(files)} files, {sum(file.bytes for file in files) / 1_000_000:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
