"""Does this working tree make the same as a commit? Both are built side by side and compared byte for byte.

Usage: python tests/same_as.py COMMIT [--without downloads]

Compared are the site, the downloads, and what ``handbook check`` says, in both languages, of the broken examples in
``tests/broken/``. There each folder is laid over a copy of this tree's book: its files replace those of the book, and
``NAME.append`` is added to the end of NAME. Both sides check the same examples, each with its own code.

Each path that differs is printed with its first differing line. ``tests/same-as.txt`` says which paths may differ, and
why: ``pattern  # reason``, at most twenty lines; ``*`` in a pattern stands for any text, slashes included.

Exit status: 0 nothing else differs, 1 something does, 2 the comparison could not be made.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import gzip
import hashlib
import io
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

ALLOWED = "tests/same-as.txt"
BROKEN = "tests/broken"
LANGUAGES = ("es", "en")
MOST_LINES = 20
# Longest piece of a line that is printed, in characters.
SHOWN = 160
# What would make a build depend on who runs it.
_UNSET = ("SITE_URL", "REPO_URL", "REPORT_ADDRESS", "SOURCE_DATE_EPOCH", "LC_ALL", "LC_MESSAGES", "LANGUAGE")


class CannotCompareError(Exception):
    """The comparison could not be made; the text says why."""


class Allowed(NamedTuple):
    """A line of the list: which paths may differ, and why."""

    pattern: str
    reason: str


def read_allowed(file: Path) -> list[Allowed]:
    """The paths that may differ; none where there is no such file.

    Raises:
        CannotCompareError: a line has no reason, or there are too many.
    """
    allowed = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else [], 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = re.fullmatch(r"(\S+)\s+#\s*(\S.*)", line.strip())
        if not found:
            raise CannotCompareError(
                f"{ALLOWED}:{number}: write 'pattern  # reason'; this line gives no reason: {line}"
            )
        allowed.append(Allowed(found[1], found[2]))
        if len(allowed) > MOST_LINES:
            raise CannotCompareError(
                f"{ALLOWED}:{number}: more than {MOST_LINES} lines; a change this large needs a review"
            )
    return allowed


# What is compared


def files_of(folder: Path) -> dict[str, Path]:
    """Path as printed -> file, of all that a side has made."""
    return {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if file.is_file()}


def difference(old: Path | None, new: Path | None) -> str | None:
    """How two files differ, in one or more lines; ``None`` if they do not."""
    if old is None:
        return "only in this tree"
    if new is None:
        return "only in the commit"
    before, after = old.read_bytes(), new.read_bytes()
    return None if before == after else differing(before, after)


def differing(before: bytes, after: bytes) -> str:
    """Where two contents that are not equal differ first."""
    if all(zipfile.is_zipfile(io.BytesIO(one)) for one in (before, after)):
        return _differing_archives(before, after)
    if all(one.startswith(b"\x1f\x8b") for one in (before, after)):
        with contextlib.suppress(OSError, EOFError):
            unpacked = gzip.decompress(before), gzip.decompress(after)
            return "unpacked: " + differing(*unpacked) if unpacked[0] != unpacked[1] else "packed in another way"
    try:
        if b"\0" in before or b"\0" in after or before.startswith(b"%PDF"):
            return _differing_bytes(before, after)
        return _differing_lines(before.decode(), after.decode())
    except UnicodeDecodeError:
        return _differing_bytes(before, after)


def _differing_archives(before: bytes, after: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        names = list(dict.fromkeys(old.namelist() + new.namelist()))
        for name in names:
            if name not in new.namelist():
                return f"member {name}: only in the commit"
            if name not in old.namelist():
                return f"member {name}: only in this tree"
            if old.read(name) != new.read(name):
                return f"member {name}: {differing(old.read(name), new.read(name))}"
        for ours, theirs in zip(new.infolist(), old.infolist(), strict=False):
            if ours.filename != theirs.filename:
                return f"order of members: {theirs.filename} in the commit, {ours.filename} in this tree"
            if (ours.date_time, ours.external_attr) != (theirs.date_time, theirs.external_attr):
                return f"member {ours.filename}: another date or other rights"
    return "the same members, packed in another way; " + _differing_bytes(before, after)


def _differing_bytes(before: bytes, after: bytes) -> str:
    at = _first_difference(before, after)
    return (
        f"byte {at} (of {len(before)} and {len(after)})\n"
        f"  - {before[max(0, at - 16) : at + 32]!r}\n  + {after[max(0, at - 16) : at + 32]!r}"
    )


def _differing_lines(before: str, after: str) -> str:
    old, new = before.split("\n"), after.split("\n")
    number = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    ours = new[number] if number < len(new) else None
    theirs = old[number] if number < len(old) else None
    at = _first_difference(theirs or "", ours or "")
    return f"line {number + 1}, column {at + 1}\n  - {_excerpt(theirs, at)}\n  + {_excerpt(ours, at)}"


def _excerpt(line: str | None, at: int) -> str:
    """The line, or what stands around a column of a long one."""
    if line is None:
        return "(the file has ended)"
    start = max(0, at - SHOWN // 3) if len(line) > SHOWN else 0
    piece = line[start : start + SHOWN]
    return ("…" if start else "") + piece + ("…" if start + SHOWN < len(line) else "")


def _first_difference(before: bytes | str, after: bytes | str) -> int:
    pairs = enumerate(zip(before, after, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(before), len(after)))


def report(old: Path, new: Path, allowed: list[Allowed]) -> int:
    """Print each path that differs; how many of them no line of the list allows."""
    before, after = files_of(old), files_of(new)
    paths = sorted(before.keys() | after.keys())
    used: dict[Allowed, int] = {}
    shown: dict[str, str] = {}
    failures = 0
    for path in paths:
        how = difference(before.get(path), after.get(path))
        if how is None:
            continue
        reason = next((one for one in allowed if fnmatch.fnmatchcase(path, one.pattern)), None)
        if reason:
            used[reason] = used.get(reason, 0) + 1
            print(f"{path}: allowed: {reason.reason}")
        else:
            failures += 1
            first = shown.setdefault(how.partition("\n")[2], path)
            same = "\n" in how and first != path
            print(f"{path}: " + (f"{how.partition(chr(10))[0]}, as in {first}" if same else how))
    for one in allowed:
        if one not in used:
            print(f"{ALLOWED}: '{one.pattern}' is not needed: nothing that it names differs")
    print(f"{len(paths)} files compared; {failures} differ" + (f", {sum(used.values())} may differ" if used else ""))
    return failures


# The two sides


class Commands:
    """The commands that run at present, each in a session of its own, so that all of them can be ended."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[str]] = set()
        self._lock = threading.Lock()
        self._ended = False

    def run(self, command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        with self._lock:
            if self._ended:
                raise CannotCompareError("ended")
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
            self._running.add(process)
        out, error = process.communicate()
        with self._lock:
            self._running.discard(process)
        return subprocess.CompletedProcess(command, process.returncode, out, error)

    def end(self) -> None:
        with self._lock:
            self._ended = True
            for process in self._running:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)


class Side(NamedTuple):
    """One of the two: its name, its sources, the Python that runs them, and where what it makes is gathered."""

    name: str
    sources: Path
    python: Path
    made: Path
    commands: Commands
    kept: Path | None = None  # where the site of a commit is kept for the next comparison

    def handbook(self, *arguments: str, root: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run this side's command, by its own entry, for the project at ``root`` (its own sources)."""
        settings = tomllib.loads((self.sources / "pyproject.toml").read_text(encoding="utf-8"))
        module, _, function = settings["project"]["scripts"]["handbook"].partition(":")
        where = settings["tool"]["setuptools"]["packages"]["find"]["where"]
        code = f"import sys; from {module} import {function} as command; sys.exit(command())"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in _UNSET and not name.startswith(("HANDBOOK_", "PYTHON", "GIT_"))
        }
        environment["PYTHONPATH"] = os.pathsep.join(str(self.sources / folder) for folder in where)
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return self.commands.run([str(self.python), "-c", code, *arguments], root or self.sources, environment)

    def build(self, what: str) -> None:
        begun = time.monotonic()
        result = self.handbook(what)
        if result.returncode:
            raise CannotCompareError(f"{self.name}: 'handbook {what}' failed\n{result.stdout}{result.stderr}")
        _say(f"{self.name}: {what} in {time.monotonic() - begun:.0f} s")

    def check(self, broken: dict[str, Path]) -> None:
        """What this side's code says of each broken example, in each language, one file each."""
        begun = time.monotonic()
        folder = self.made / "findings"
        folder.mkdir(parents=True)
        for (name, root), language in itertools.product(broken.items(), LANGUAGES):
            result = self.handbook("check", "--lang", language, root=root)
            text = f"exit status {result.returncode}\n{result.stdout}{result.stderr}"
            (folder / f"{name}.{language}.txt").write_text(text, encoding="utf-8")
        _say(f"{self.name}: findings of {len(broken)} broken examples in {time.monotonic() - begun:.0f} s")

    def make(self, broken: dict[str, Path], *, downloads: bool) -> None:
        if self.kept and self.kept.exists():
            _say(f"{self.name}: site as it was made for an earlier comparison")
            self.check(broken)
            shutil.copytree(self.kept, self.made / "site")
            return
        self.build("site")
        if downloads:
            self.build("downloads")
        self.check(broken)
        (self.sources / "site").rename(self.made / "site")
        if self.kept:
            shutil.rmtree(self.kept.parent, ignore_errors=True)  # of one commit only
            part = self.kept.with_name("part")
            shutil.copytree(self.made / "site", part)
            part.rename(self.kept)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _git(root: Path, *arguments: str, **environment: str) -> str:
    result = subprocess.run(
        ["git", *arguments], cwd=root, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise CannotCompareError(f"git {arguments[0]}: {result.stderr.strip()}")
    return result.stdout


def write_commit(root: Path, commit: str, target: Path) -> None:
    """The files of a commit; neither the working tree nor the index of the repository is touched."""
    index = str(target.with_name("index"))
    _git(root, "read-tree", commit, GIT_INDEX_FILE=index)
    _git(root, "checkout-index", "--all", f"--prefix={target}/", GIT_INDEX_FILE=index)


def write_tree(root: Path, target: Path) -> None:
    """The files of the working tree as they are now, new ones too, but none that Git ignores."""
    for name in _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0"):
        if name and (root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, target / name)


def write_broken(tree: Path, target: Path) -> dict[str, Path]:
    """A book for each folder of broken examples: that of ``tree``, with the folder laid over it."""
    books = {}
    for example in sorted(one for one in (tree / BROKEN).glob("*") if one.is_dir()):
        book = books[example.name] = target / example.name
        for name in ("data", "docs"):
            shutil.copytree(tree / name, book / name)
        shutil.copy(tree / "mkdocs.yml", book)
        for file in sorted(one for one in example.rglob("*") if one.is_file()):
            place = book / file.relative_to(example)
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.suffix == ".append":
                with place.with_suffix("").open("ab") as longer:
                    longer.write(file.read_bytes())
            else:
                shutil.copy(file, place)
    return books


def python_for(old: Path, new: Path, cache: Path, *, downloads: bool) -> Path:
    """The Python for the commit: this one where it pins the same packages, else one of its own, kept in ``cache``."""
    names = ["requirements.txt", *(["requirements-downloads.txt"] if downloads else [])]
    pinned = [(old / name).read_bytes() for name in names if (old / name).exists()]
    if pinned == [(new / name).read_bytes() for name in names if (new / name).exists()]:
        return Path(sys.executable)
    folder = cache / hashlib.sha256(b"\0".join([sys.version.encode(), *pinned])).hexdigest()[:16]
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        _say(f"the commit pins other packages: installing them into {folder}")
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        for command in (
            [str(new / ".ci/venv"), sys.executable, str(folder)],
            *([*pip, "--no-deps", "-r", str(old / name)] for name in names if (old / name).exists()),
        ):
            if subprocess.run(command, check=False).returncode:
                raise CannotCompareError(f"the packages of the commit could not be installed: {' '.join(command)}")
        (folder / "complete").touch()
    return python


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """SIGTERM ends as Ctrl-C does: nothing is left behind."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def compare(root: Path, commit: str, *, downloads: bool) -> int:
    """Build the commit and the working tree at ``root``, and report; how many differences nobody allowed.

    Raises:
        CannotCompareError: a side could not be built, or the list of what may differ is wrong.
    """
    allowed = read_allowed(root / ALLOWED)
    if not downloads:
        allowed = [one for one in allowed if not one.pattern.startswith("site/downloads/")]
    name = _git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}").strip()
    with tempfile.TemporaryDirectory(prefix="same-as-") as temporary:
        folder = Path(temporary)
        old, new, made = folder / "old", folder / "new", folder / "made"
        write_commit(root, commit, old)
        write_tree(root, new)
        broken = write_broken(new, folder / "broken")
        if not broken:
            raise CannotCompareError(f"{BROKEN}: there is no broken example")
        cache = root / ".cache" / "same-as"
        python = python_for(old, new, cache, downloads=downloads)
        # What a commit makes with what it pins does not change: with the same Python it is made once.
        kept = cache / ("whole" if downloads else "site") / f"{name}-{sys.implementation.cache_tag}"
        commands = Commands()
        sides = [
            Side(name[:9], old, python, made / "old", commands, kept),
            Side("this tree", new, Path(sys.executable), made / "new", commands),
        ]
        with ThreadPoolExecutor(len(sides)) as pool:
            try:
                tasks = [pool.submit(side.make, broken, downloads=downloads) for side in sides]
                for task in as_completed(tasks):
                    task.result()
            except BaseException:
                commands.end()
                raise
        return report(sides[0].made, sides[1].made, allowed)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="the working tree")
    parser.add_argument("--without", choices=("downloads",), help="what to leave out, to be quicker")
    asked = parser.parse_args(arguments)
    try:
        with _ended_by_signals():
            return 1 if compare(asked.root.resolve(), asked.commit, downloads=asked.without != "downloads") else 0
    except CannotCompareError as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
