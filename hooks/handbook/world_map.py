"""The outlines of data/map/ as SVG paths: TopoJSON decoded, projected, cropped and simplified, all at build time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from babel.core import get_global

from handbook.diagrams.canvas import WIDTH, number

FILE = "data/map/countries-110m.json"
# In units of the drawing: islands smaller than this are dropped, and lines may stray this far from the true ones.
_SMALLEST, _STRAY = 8.0, 0.7
# A degree of latitude is drawn longer than one of longitude: shapes are true at 35°, between Colombia and Europe.
_STRETCH = 1 / cos(radians(35))
# Land goes on for a little beyond the frame, so that its cut edge is out of sight.
_BEYOND = 4.0
# Never crop so close that a single case fills the world.
_LEAST_DEGREES = 40.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """The part of the world that is shown, in degrees, and its projection: equirectangular."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        """Units for a degree of longitude."""
        return WIDTH / (self.east - self.west)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale * _STRETCH

    def point(self, longitude: float, latitude: float) -> Point:
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * _STRETCH


def frame_around(places: Iterable[Point]) -> Frame:
    """The frame that holds all places (longitude, latitude) with a margin; names need most of it in the east."""
    longitudes, latitudes = zip(*places, strict=True)
    west, east = _spread(min(longitudes) - 9, max(longitudes) + 17)
    south, north = _spread(min(latitudes) - 12, max(latitudes) + 12)
    return Frame(max(west, -180), max(south, -58), min(east, 180), min(north, 80))


def _spread(low: float, high: float) -> tuple[float, float]:
    lacking = max(_LEAST_DEGREES - (high - low), 0) / 2
    return low - lacking, high + lacking


@cache
def land(root: Path, frame: Frame) -> str:
    """The land as one path."""
    topology = _topology(root)
    rings = [ring for polygon in _polygons(topology.land) for ring in polygon]
    return "".join(_ring_path(topology.line(ring), frame) for ring in rings)


@cache
def borders(root: Path, frame: Frame) -> str:
    """The lines that two countries share, as one path."""
    topology = _topology(root)
    uses: dict[int, int] = {}
    for polygon in topology.countries:
        for ring in polygon:
            for arc in ring:
                index = arc if arc >= 0 else ~arc
                uses[index] = uses.get(index, 0) + 1
    shared = sorted(index for index, times in uses.items() if times > 1)
    return "".join(_line_path(topology.line([index]), frame) for index in shared)


# The outlines are rough, and a town on a border or an island near the coast is still of its country: degrees.
_ROUGH = 2.0


def may_lie_in(root: Path, country: str, latitude: float, longitude: float) -> bool:
    """Whether a place is in or near the rectangles that hold the parts of a country; True where none is known."""
    boxes = _boxes(root).get(country, ()) if (root / FILE).is_file() else ()
    return not boxes or any(
        west - _ROUGH <= longitude <= east + _ROUGH and south - _ROUGH <= latitude <= north + _ROUGH
        for west, south, east, north in boxes
    )


@cache
def _boxes(root: Path) -> dict[str, tuple[tuple[float, float, float, float], ...]]:
    """ISO 3166-1 code -> west, south, east, north of each of the country's parts, in degrees."""
    data = json.loads((root / FILE).read_text(encoding="utf-8"))
    topology = _topology(root)
    codes = get_global("territory_aliases")  # has the numbers of ISO 3166-1 too
    boxes: dict[str, tuple[tuple[float, float, float, float], ...]] = {}
    for one in data["objects"]["countries"]["geometries"]:
        parts = []
        for polygon in _polygons(one):
            longitudes, latitudes = zip(*topology.line(polygon[0]), strict=True)
            parts.append((min(longitudes), min(latitudes), max(longitudes), max(latitudes)))
        for code in codes.get(one.get("id", ""), ()):
            boxes[code] = tuple(parts)
    return boxes


@dataclass(frozen=True)
class _Topology:
    arcs: Sequence[Sequence[Point]]
    land: Any
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


@cache
def _topology(root: Path) -> _Topology:
    """The file, its delta-encoded whole numbers turned into degrees."""
    data = json.loads((root / FILE).read_text(encoding="utf-8"))
    (width, height), (west, south) = data["transform"]["scale"], data["transform"]["translate"]
    arcs = []
    for arc in data["arcs"]:
        xs, ys = (accumulate(steps) for steps in zip(*arc, strict=True))
        arcs.append([(x * width + west, y * height + south) for x, y in zip(xs, ys, strict=True)])
    countries = [polygon for one in data["objects"]["countries"]["geometries"] for polygon in _polygons(one)]
    return _Topology(arcs, data["objects"]["land"], countries)


def _polygons(geometry: Any) -> Iterator[Any]:
    """Each polygon of a geometry as a list of rings, each a list of arcs."""
    if geometry["type"] == "GeometryCollection":
        for member in geometry["geometries"]:
            yield from _polygons(member)
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["arcs"]
    elif geometry["type"] == "Polygon":
        yield geometry["arcs"]


def _ring_path(ring: Sequence[Point], frame: Frame) -> str:
    points = _simplified([_held(frame.point(*place), frame) for place in ring])
    return f"{_path(points)}Z" if len(points) > 3 and abs(_area(points)) > _SMALLEST else ""


def _line_path(line: Sequence[Point], frame: Frame) -> str:
    places = [frame.point(*place) for place in line]
    if not any(0 <= x <= WIDTH and 0 <= y <= frame.height for x, y in places):
        return ""
    points = _simplified([_held(place, frame) for place in places])
    return _path(points) if len(points) > 1 else ""


def _held(point: Point, frame: Frame) -> Point:
    """The point, or where it lies outside the frame, the nearest place just beyond the frame's edge."""
    x, y = point
    return (
        min(max(x, -_BEYOND), WIDTH + _BEYOND),
        min(max(y, -_BEYOND), frame.height + _BEYOND),
    )


def _simplified(points: Sequence[Point]) -> list[Point]:
    """As few of the points as keep the line within reach of all of them (Douglas and Peucker)."""
    first, last = points[0], points[-1]
    distances = [_distance(point, first, last) for point in points]
    farthest = max(range(len(points)), key=distances.__getitem__)
    if distances[farthest] <= _STRAY:
        return [first, last]
    return [*_simplified(points[: farthest + 1])[:-1], *_simplified(points[farthest:])]


def _distance(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the line through two others, or from the one point that they are."""
    (x, y), (a, b), (c, d) = point, first, last
    length = hypot(c - a, d - b)
    return abs((c - a) * (b - y) - (a - x) * (d - b)) / length if length else hypot(x - a, y - b)


def _area(points: Sequence[Point]) -> float:
    following = [*points[1:], points[0]]
    return sum(x * b - a * y for (x, y), (a, b) in zip(points, following, strict=True)) / 2


def _path(points: Sequence[Point]) -> str:
    """Relative steps between points on a grid of tenths, so that roundings do not add up; as short as SVG allows."""
    grid = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [grid[0], *((c - a, d - b) for (a, b), (c, d) in pairwise(grid))]
    start, *others = (" ".join(_tenths(value) for value in step) for step in steps)
    return f"M{start}l{' '.join(others)}".replace(" -", "-")


def _tenths(value: int) -> str:
    """``-0.4`` as ``-.4``."""
    return number(value / 10).replace("0.", ".", 1) if abs(value) < 10 and value else number(value / 10)
