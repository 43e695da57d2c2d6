"""Files that this process has written: live preview asks for hundreds after each save, and few have changed."""

from __future__ import annotations

from pathlib import Path

_last: dict[Path, str] = {}


def write_if_new(file: Path, text: str) -> None:
    """Write ``text`` to ``file``, unless this process has done so and the file is still there."""
    if _last.get(file) == text and file.exists():
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    _last[file] = text
