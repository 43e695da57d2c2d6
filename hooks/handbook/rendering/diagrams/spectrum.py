"""``spectrum``: from one pole to another; what marks each pole stands under its end."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import (
    LINE,
    SIZE,
    WIDTH,
    Drawing,
    Item,
    Picture,
    middle,
    node,
    number,
    text,
    tone,
    wrap,
)

_BAND = 36
_GUTTER = 16
_COLUMN = (WIDTH - _GUTTER) / 2
_PADDING = 8
_GAP = 6


def spectrum(picture: Picture) -> Drawing:
    """An arrow from the first group to the last, and a column of cards for each of the two."""
    first, last = picture.groups[0], picture.groups[-1]
    tip, half = WIDTH - 1, _BAND / 2
    start, notch = _COLUMN - 2, _COLUMN - 2 + half
    ahead = f"M{number(start)} 0H{number(tip - half)}L{tip} {number(half)}L{number(tip - half)} {_BAND}H{number(start)}"
    behind = f"M0 0H{number(start - 3)}L{number(notch - 3)} {number(half)}L{number(start - 3)} {_BAND}H0Z"
    shapes: list[Element] = [
        node("path", d=behind, class_="pale"),
        node("path", d=f"{ahead}L{number(notch)} {number(half)}Z", class_=f"solid {tone(0)}"),
        text([first.label], 10, half + SIZE * 0.36, class_="strong"),
        text([last.label], notch + 8, half + SIZE * 0.36, class_="strong on-solid"),
    ]
    bottoms = []
    for x, group, edge in ((0.0, first, "line"), (_COLUMN + _GUTTER, last, f"edge {tone(0)}")):
        cards, bottom = _cards(picture.members(group.id), x, _BAND + 14, edge)
        shapes += cards
        bottoms.append(bottom)
    return Drawing(max(bottoms) - _GAP, shapes)


def _cards(items: list[Item], x: float, y: float, edge: str) -> tuple[list[Element], float]:
    shapes: list[Element] = []
    for item in items:
        lines = wrap(item.label, _COLUMN - 2 * _PADDING - 3)
        height = len(lines) * LINE + 11
        shapes += [
            node("rect", x=x, y=y, width=_COLUMN, height=height, rx=3, class_="card"),
            node("rect", x=x, y=y, width=4, height=height, class_=edge),
            text(lines, x + _PADDING + 4, middle(lines, y + height / 2)),
        ]
        y += height + _GAP
    return shapes, y
