"""``stages``: a route that runs down through stages, with a stop for each step."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import (
    LINE,
    SIZE,
    WIDTH,
    Drawing,
    Item,
    Picture,
    linked,
    middle,
    node,
    number,
    text,
    tone,
    wrap,
)

_RAIL = 20
_STOP = 13
_TEXT = 46
_GAP = 9


def stages(picture: Picture) -> Drawing:
    """A band for each stage and, under it, its steps along the rail."""
    shapes: list[Element] = []
    y = 0.0
    for index, group in enumerate(picture.groups):
        lines = wrap(f"{index + 1}. {group.label}", WIDTH - 24, bold=True)
        height = len(lines) * LINE + 14
        shapes += [
            node("rect", x=0, y=y, width=WIDTH, height=height, rx=4, class_=f"solid {tone(index)}"),
            text(lines, 12, middle(lines, y + height / 2), class_="strong on-solid"),
        ]
        top = y + height
        stops, bottom = _stops(picture.members(group.id), top + _GAP, tone(index))
        shapes += [
            node("path", d=f"M{_RAIL} {number(top)}V{number(bottom - 2 * _STOP)}", class_=f"rail {tone(index)}"),
            *stops,
        ]
        y = bottom + 14
    return Drawing(y - 14, shapes)


def _stops(items: list[Item], y: float, colour: str) -> tuple[list[Element], float]:
    shapes = []
    for item in items:
        lines = wrap(item.label, WIDTH - _TEXT)
        height = max(len(lines) * LINE, 2 * _STOP)
        center = y + height / 2
        shapes.append(
            linked(
                item,
                node("rect", x=0, y=y - _GAP / 2, width=WIDTH, height=height + _GAP, class_="area"),
                node("circle", cx=_RAIL, cy=center, r=_STOP, class_=f"mark open {colour}"),
                text([str(item.number)], _RAIL, center + SIZE * 0.36, class_="strong", text_anchor="middle"),
                text(lines, _TEXT, middle(lines, center), class_="name"),
            )
        )
        y += height + _GAP
    return shapes, y
