"""Zip archives whose bytes depend on nothing but their content: fixed dates, fixed order, fixed rights."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path


def zip_bytes(entries: Iterable[tuple[str, bytes]], day: datetime.datetime) -> bytes:
    """An archive of ``entries`` in their order, each dated ``day``; ``mimetype`` is stored as it is, as EPUB asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, day.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return out.getvalue()


def rewritten(
    data: bytes, day: datetime.datetime, change: Callable[[str, bytes], bytes] = lambda name, content: content
) -> bytes:
    """The archive ``data`` with every entry dated ``day``, each entry passed through ``change``."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zip_bytes(((name, change(name, archive.read(name))) for name in archive.namelist()), day)


def write(file: Path, data: bytes) -> Path:
    """Write ``data``, its folder made where it is missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file
