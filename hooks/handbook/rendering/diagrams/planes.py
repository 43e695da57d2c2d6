"""``planes``: flat layers seen at an angle, one above the other, none before the others."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import (
    LINE,
    WIDTH,
    Drawing,
    Picture,
    linked,
    middle,
    node,
    number,
    text,
    tone,
    wrap,
)

_SLANT = 46
_GAP = 14
_DEPTH = 7


def planes(picture: Picture) -> Drawing:
    """A slanted sheet for each entry, with its name on it, threaded on two upright lines."""
    shapes: list[Element] = []
    y = 0.0
    for index, item in enumerate(picture.items):
        lines = wrap(item.label, WIDTH - 2 * _SLANT - 12, bold=True)
        height = max(len(lines) * LINE + 26, 58)
        shapes.append(
            linked(
                item,
                node("path", d=_edge(y, height), class_=f"solid {tone(index)}"),
                node("path", d=_sheet(y, height), class_=f"mark sheet {tone(index)}"),
                text(lines, WIDTH / 2, middle(lines, y + height / 2), class_="strong name", text_anchor="middle"),
            )
        )
        y += height + _DEPTH + _GAP
    bottom = y - _GAP
    threads = [node("path", d=f"M{x} 0V{number(bottom)}", class_="thread") for x in (_SLANT + 14, WIDTH - _SLANT - 14)]
    return Drawing(bottom + 1, [*threads, *shapes])


def _sheet(y: float, height: float) -> str:
    return f"M{_SLANT} {number(y + 1)}H{WIDTH - 1}L{WIDTH - _SLANT - 1} {number(y + height)}H1Z"


def _edge(y: float, height: float) -> str:
    """The thickness of the sheet, along its two near sides."""
    low = y + height
    return (
        f"M1 {number(low)}H{WIDTH - _SLANT - 1}L{WIDTH - 1} {number(y + 1)}v{_DEPTH}"
        f"L{WIDTH - _SLANT - 1} {number(low + _DEPTH)}H1Z"
    )
