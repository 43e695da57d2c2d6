"""The outlines of data/map/ as SVG paths: TopoJSON decoded, projected, cropped and simplified, all at build time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

from handbook.content.reuse import reuse
from handbook.content.topojson import Point, Topology, polygons, topology
from handbook.rendering.diagrams.canvas import WIDTH, number

# In units of the drawing: islands smaller than this are dropped, and lines may stray this far from the true ones.
_SMALLEST, _STRAY = 8.0, 0.7
# A degree of latitude is drawn longer than one of longitude: shapes are true at 35°, between Colombia and Europe.
_STRETCH = 1 / cos(radians(35))
# Land goes on for a little beyond the frame, so that its cut edge is out of sight.
_BEYOND = 4.0
# Never crop so close that a single case fills the world.
_LEAST_DEGREES = 40.0


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


def land(root: Path, frame: Frame) -> str:
    """The land as one path."""
    outlines = topology(root)
    return reuse((land, root), (outlines, frame), lambda: _land(outlines, frame))


def _land(outlines: Topology, frame: Frame) -> str:
    rings = [ring for polygon in polygons(outlines.land_geometry) for ring in polygon]
    return "".join(_ring_path(outlines.line(ring), frame) for ring in rings)


def borders(root: Path, frame: Frame) -> str:
    """The lines that two countries share, as one path."""
    outlines = topology(root)
    return reuse((borders, root), (outlines, frame), lambda: _borders(outlines, frame))


def _borders(outlines: Topology, frame: Frame) -> str:
    uses: dict[int, int] = {}
    for polygon in outlines.countries:
        for ring in polygon:
            for arc in ring:
                index = arc if arc >= 0 else ~arc
                uses[index] = uses.get(index, 0) + 1
    shared = sorted(index for index, times in uses.items() if times > 1)
    return "".join(_line_path(outlines.line([index]), frame) for index in shared)


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
