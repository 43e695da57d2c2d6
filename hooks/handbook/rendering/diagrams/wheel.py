"""``wheel``: a ring with a part for each entry, the parts of a group side by side, and their names below."""

from __future__ import annotations

from math import cos, pi, sin
from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import (
    LINE,
    SIZE,
    WIDTH,
    Drawing,
    Item,
    Picture,
    linked,
    node,
    number,
    text,
    tone,
    wrap,
)

_OUTER, _INNER = 148.0, 94.0
_CENTER = (WIDTH / 2, _OUTER + 2)
_BETWEEN_PARTS, _BETWEEN_GROUPS = 0.018, 0.075
_COLUMN = 172
_ROW_GAP = 8
_INDENT = 30


def wheel(picture: Picture) -> Drawing:
    """The ring, the groups' names inside it, and a list of names in two columns. A part and its name are one link."""
    parts = _ring(picture)
    names, headings, bottom = _lists(picture, 2 * _OUTER + 34)
    links = [
        linked(item, *parts[item.id], *names[item.id]) for group in picture.groups for item in picture.members(group.id)
    ]
    return Drawing(bottom, [*_center(picture), *headings, *links])


def _angles(picture: Picture) -> tuple[list[float], float]:
    """Where each group begins, and the angle of one part."""
    step = (2 * pi - len(picture.groups) * _BETWEEN_GROUPS) / max(len(picture.items), 1)
    starts = [_BETWEEN_GROUPS / 2]
    for group in picture.groups:
        starts.append(starts[-1] + len(picture.members(group.id)) * step + _BETWEEN_GROUPS)
    return starts, step


def _ring(picture: Picture) -> dict[str, list[Element]]:
    """Each item's part of the ring."""
    starts, step = _angles(picture)
    return {
        item.id: _wedge(item, starts[index] + place * step, starts[index] + (place + 1) * step, index)
        for index, group in enumerate(picture.groups)
        for place, item in enumerate(picture.members(group.id))
    }


def _center(picture: Picture) -> list[Element]:
    """The names of the groups, each inside the ring beside its own parts."""
    starts, step = _angles(picture)
    names = []
    for index, group in enumerate(picture.groups):
        half = len(picture.members(group.id)) * step / 2
        x, y = _point(starts[index] + half, _INNER * 0.52)
        names.append(text([group.label], x, y + SIZE * 0.36, class_=f"strong ink-{tone(index)}", text_anchor="middle"))
    return names


def _wedge(item: Item, start: float, end: float, group: int) -> list[Element]:
    start, end = start + _BETWEEN_PARTS / 2, end - _BETWEEN_PARTS / 2
    a, b = _point(start, _OUTER), _point(end, _OUTER)
    c, d = _point(end, _INNER), _point(start, _INNER)
    path = (
        f"M{_pair(a)}A{number(_OUTER)} {number(_OUTER)} 0 0 1 {_pair(b)}"
        f"L{_pair(c)}A{number(_INNER)} {number(_INNER)} 0 0 0 {_pair(d)}Z"
    )
    x, y = _point((start + end) / 2, (_OUTER + _INNER) / 2)
    return [
        node("path", d=path, class_=f"mark solid {tone(group)}"),
        text([str(item.number)], x, y + 22 * 0.36, class_="strong on-solid", text_anchor="middle", font_size=22),
    ]


def _lists(picture: Picture, top: float) -> tuple[dict[str, list[Element]], list[Element], float]:
    """Names by item, headings, and where they end. Each group goes to the column that is shorter so far."""
    names: dict[str, list[Element]] = {}
    headings: list[Element] = []
    ends = [top, top]
    for index, group in enumerate(picture.groups):
        column = ends.index(min(ends))
        x, y = column * (WIDTH - _COLUMN), ends[column]
        headings.append(text([group.label], x, y, class_=f"strong ink-{tone(index)}"))
        y += LINE + _ROW_GAP / 2
        for item in picture.members(group.id):
            lines = wrap(item.label, _COLUMN - _INDENT)
            names[item.id] = [
                text([str(item.number)], x + _INDENT - 10, y, class_="strong name", text_anchor="end"),
                text(lines, x + _INDENT - 4, y, class_="name"),
            ]
            y += len(lines) * LINE + _ROW_GAP
        ends[column] = y + LINE - _ROW_GAP
    return names, headings, max(ends) - 2 * LINE + _ROW_GAP


def _point(angle: float, radius: float) -> tuple[float, float]:
    """The place at ``angle``, clockwise from the top."""
    return _CENTER[0] + radius * sin(angle), _CENTER[1] - radius * cos(angle)


def _pair(point: tuple[float, float]) -> str:
    return f"{number(point[0])} {number(point[1])}"
