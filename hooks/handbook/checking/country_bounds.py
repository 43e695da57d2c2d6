"""Whether a place can lie in a country, by the rectangles around the country's parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from babel.core import get_global

from handbook.content.reuse import reuse_of_file
from handbook.content.topojson import FILE, polygons, topology

# The outlines are rough, and a town on a border or an island near the coast is still of its country: degrees.
_ROUGH = 2.0

Box = tuple[float, float, float, float]


def may_lie_in(root: Path, country: str, latitude: float, longitude: float) -> bool:
    """Whether a place is in or near the rectangles that hold the parts of a country; True where none is known."""
    boxes = bounds(root).get(country, ())
    return not boxes or any(
        west <= longitude <= east and south <= latitude <= north for west, south, east, north in boxes
    )


def bounds(root: Path) -> Mapping[str, tuple[Box, ...]]:
    """ISO 3166-1 code -> west, south, east, north of what is in or near each of the country's parts, in degrees.

    The form for a case gets them as they are.
    """
    file = root / FILE
    return reuse_of_file(file, bounds, lambda: _bounds(root)) if file.is_file() else {}


def _bounds(root: Path) -> dict[str, tuple[Box, ...]]:
    data = json.loads((root / FILE).read_text(encoding="utf-8"))
    outlines = topology(root)
    codes = get_global("territory_aliases")  # has the numbers of ISO 3166-1 too
    boxes: dict[str, tuple[Box, ...]] = {}
    for one in data["objects"]["countries"]["geometries"]:
        parts = []
        for polygon in polygons(one):
            longitudes, latitudes = zip(*outlines.line(polygon[0]), strict=True)
            west, south = min(longitudes) - _ROUGH, min(latitudes) - _ROUGH
            east, north = max(longitudes) + _ROUGH, max(latitudes) + _ROUGH
            parts.append((round(west, 1), round(south, 1), round(east, 1), round(north, 1)))
        for code in codes.get(one.get("id", ""), ()):
            boxes[code] = tuple(parts)
    return boxes
