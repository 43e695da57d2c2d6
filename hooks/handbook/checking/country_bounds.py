"""Whether a place can lie in a country, by the rectangles around the country's parts."""

from __future__ import annotations

import json
from pathlib import Path

from babel.core import get_global

from handbook.content.reuse import reuse_of_file
from handbook.content.topojson import FILE, polygons, topology

# The outlines are rough, and a town on a border or an island near the coast is still of its country: degrees.
_ROUGH = 2.0


def may_lie_in(root: Path, country: str, latitude: float, longitude: float) -> bool:
    """Whether a place is in or near the rectangles that hold the parts of a country; True where none is known."""
    file = root / FILE
    boxes = reuse_of_file(file, may_lie_in, lambda: _boxes(root)).get(country, ()) if file.is_file() else ()
    return not boxes or any(
        west - _ROUGH <= longitude <= east + _ROUGH and south - _ROUGH <= latitude <= north + _ROUGH
        for west, south, east, north in boxes
    )


def _boxes(root: Path) -> dict[str, tuple[tuple[float, float, float, float], ...]]:
    """ISO 3166-1 code -> west, south, east, north of each of the country's parts, in degrees."""
    data = json.loads((root / FILE).read_text(encoding="utf-8"))
    outlines = topology(root)
    codes = get_global("territory_aliases")  # has the numbers of ISO 3166-1 too
    boxes: dict[str, tuple[tuple[float, float, float, float], ...]] = {}
    for one in data["objects"]["countries"]["geometries"]:
        parts = []
        for polygon in polygons(one):
            longitudes, latitudes = zip(*outlines.line(polygon[0]), strict=True)
            parts.append((min(longitudes), min(latitudes), max(longitudes), max(latitudes)))
        for code in codes.get(one.get("id", ""), ()):
            boxes[code] = tuple(parts)
    return boxes
