"""Which edition this is: its day and number, in whose name and under which licence."""

from __future__ import annotations

import datetime
from importlib.metadata import PackageNotFoundError, version

# The edition's day in seconds, so that two builds give the same bytes.
EDITION_DAY = "1795219200"  # 2026-11-21
DAY = datetime.datetime.fromtimestamp(int(EDITION_DAY), datetime.UTC)
LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = {"es": "Equipo editorial del manual", "en": "Editorial team of the handbook"}
LOCALE = {"es": "es-419", "en": "en-GB"}


def edition() -> str:
    """The edition's number, as in pyproject.toml."""
    try:
        return version("handbook")
    except PackageNotFoundError:  # the library may be used from its folder, without being installed
        return f"{DAY:%Y}"
