"""Files that are kept once made, each under a key of all that it is made from.

What changes gets another key and is made again; what does not is never made twice, not even after a run that was
stopped half-way.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import inspect
import os
import platform
import shutil
import subprocess
import time
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from handbook.content import addresses, case_facts, edition, languages, reading_order, teaching
from handbook.exporting import reproducible_zip
from handbook.rendering.directives.bibliography import description

KEPT_DAYS = 30
# The packages whose own code goes into a file.
PACKAGES = (
    "WeasyPrint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "pyphen",
    "fonttools",
    "Pillow",
    "pikepdf",
    "EbookLib",
    "XlsxWriter",
    "python-docx",
    "lxml",
    "segno",
    "Babel",
)
# From each module outside this folder that shapes a file: itself, or what is used of it.
_BESIDE = (addresses, case_facts, description, edition, languages, reading_order, teaching)
_NATIVE = {"pango-1.0": "pango_version_string", "harfbuzz": "hb_version_string"}


def key(ingredients: Iterable[str | bytes]) -> str:
    """A name for what is made from exactly these, in this order."""
    digest = hashlib.sha256()
    for one in ingredients:
        data = one.encode() if isinstance(one, str) else one
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def code() -> str:
    """The code and the styles of the exports, and the code that they share with the site."""
    own = [file for file in sorted(Path(__file__).parent.iterdir()) if file.is_file()]
    return key(file.read_bytes() for file in (*own, *(Path(inspect.getfile(one)) for one in _BESIDE)))


def versions() -> list[str]:
    """The packages, the libraries below them and Python, each with its version."""
    found = [f"python {platform.python_version()}", f"zlib {zlib.ZLIB_RUNTIME_VERSION}"]
    for name in PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found.append(f"{name} {metadata.version(name)}")
    return found


@cache
def drawing() -> str:
    """What only a PDF depends on: the versions of Pango and HarfBuzz, and the fonts of this machine.

    Each as far as the machine can tell.
    """
    found = []
    for name, function in _NATIVE.items():
        with suppress(OSError, AttributeError):
            version = getattr(ctypes.CDLL(ctypes.util.find_library(name) or f"no {name}"), function)
            version.restype = ctypes.c_char_p
            found.append(f"{name} {version().decode()}")
    with suppress(OSError):
        command = ["fc-list", "--format", "%{postscriptname} %{fontversion}\n"]
        output = subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout
        found += sorted(output.splitlines())
    return key(found)


def keep(file: Path, data: bytes) -> None:
    """Write a kept file, whole or not at all."""
    part = file.with_suffix(f".{os.getpid()}")
    reproducible_zip.write(part, data)
    part.replace(file)


def take(file: Path, to: Path) -> None:
    """Copy a kept file to where it is wanted, and note that it was used today."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)
    os.utime(file)


def prune(folder: Path) -> None:
    """Remove what no run has used for ``KEPT_DAYS`` days."""
    oldest = time.time() - KEPT_DAYS * 86_400
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # another run was quicker
            if file.stat().st_mtime < oldest:
                file.unlink()
