"""Whether the kept text of each edition is there and whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from handbook.content.models import RecordedEdition
from handbook.content.recorded_editions import (
    _section_names,
    _wording_file,
    wording,
)
from handbook.reading.findings import Finding, finding


def wording_findings(root: Path, recorded: Iterable[RecordedEdition]) -> Iterator[Finding]:
    """A finding for each edition whose text is not there, cannot be read, or is not that of its hashed sections."""
    for one in recorded:
        path = _wording_file(root, one.id).relative_to(root).as_posix()
        try:
            kept = wording(root, one.id)
        except FileNotFoundError:
            yield finding(path, 1, 1, "", "wording-missing", edition=one.id)
        except (OSError, ValueError):
            yield finding(path, 1, 1, "", "wording-unreadable", edition=one.id)
        else:
            hashed, found = (_section_names(pages) for pages in (one.pages, kept))
            if differ := sorted(hashed ^ found):
                words = {"edition": one.id, "count": len(differ), "found": differ[0]}
                yield finding(path, 1, 1, "", "wording-incomplete", **words)
