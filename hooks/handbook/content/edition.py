"""Which edition this is: its number and day (from data/edition.yml), in whose name and under which licence."""

from __future__ import annotations

import datetime
from pathlib import Path

import yaml

FILE = "data/edition.yml"
LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = {"es": "Equipo editorial del manual", "en": "Editorial team of the handbook"}
LOCALE = {"es": "es-419", "en": "en-GB"}


def _read() -> tuple[str, datetime.datetime]:
    """Number and day of the project that this library stands in.

    A file that cannot be used is a finding of ``handbook check``, and nothing is built then; so importing never fails.
    """
    try:
        record = yaml.safe_load((Path(__file__).resolve().parents[3] / FILE).read_text(encoding="utf-8"))
        return str(record["id"]), datetime.datetime.fromisoformat(f"{record['date']}T00:00:00+00:00")
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
        return "", datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)


_NUMBER, DAY = _read()
# The edition's day in seconds, so that two builds give the same bytes.
EDITION_DAY = str(int(DAY.timestamp()))


def edition() -> str:
    """The edition's number, such as ``2026.1``."""
    return _NUMBER
