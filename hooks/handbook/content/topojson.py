"""The outlines of data/map/ decoded from TopoJSON into degrees."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from handbook.content.reuse import reuse_of_file

FILE = "data/map/countries-110m.json"


Point = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Topology:
    """Compared by identity: the same object while the file is unchanged."""

    arcs: Sequence[Sequence[Point]]
    land_geometry: Any
    countries: list[Any]

    def line(self, indexes: Sequence[int]) -> list[Point]:
        """The points of arcs joined end to end; a negative index is an arc read backwards."""
        points: list[Point] = []
        for index in indexes:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            points += arc[1:] if points else arc
        return _unbroken(points)


def _unbroken(points: Sequence[Point]) -> list[Point]:
    """The line without its jump from 180° to -180°: beyond the date line, longitudes count on."""
    whole: list[Point] = []
    turn = 0.0
    for index, (longitude, latitude) in enumerate(points):
        step = longitude - points[index - 1][0] if index else 0.0
        turn += -360 if step > 180 else 360 if step < -180 else 0
        whole.append((longitude + turn, latitude))
    return whole


def topology(root: Path) -> Topology:
    """The file, its delta-encoded whole numbers turned into degrees."""
    return reuse_of_file(root / FILE, topology, lambda: _read(root / FILE))


def _read(file: Path) -> Topology:
    data = json.loads(file.read_text(encoding="utf-8"))
    (width, height), (west, south) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for arc in data["arcs"]:
        xs, ys = (accumulate(steps) for steps in zip(*arc, strict=True))
        arcs.append([(x * width + west, y * height + south) for x, y in zip(xs, ys, strict=True)])
    countries = [polygon for one in data["objects"]["countries"]["geometries"] for polygon in polygons(one)]
    return Topology(arcs, data["objects"]["land"], countries)


def polygons(geometry: Any) -> Iterator[Any]:
    """Each polygon of a geometry as a list of rings, each a list of arcs."""
    if geometry["type"] == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from polygons(member)
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "Polygon":
        yield geometry["arcs"]
