"""The page on which a directive is expanded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """The page that asks: its id, its key (path without language) and its language."""

    id: str
    key: str
    language: str
