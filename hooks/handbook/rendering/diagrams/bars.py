"""``bars``: one horizontal bar for each entry, from zero, with its name above and its number at its end."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import (
    LINE,
    SIZE,
    WIDTH,
    Drawing,
    Picture,
    linked,
    node,
    text,
    text_width,
    tone,
    wrap,
)

_BAR = 24
_GAP = 14


def bars(picture: Picture) -> Drawing:
    """The longest bar fills the width that its number leaves; all others are in proportion."""
    most = max((float(item.value or 0) for item in picture.items), default=0) or 1
    room = WIDTH - 12 - max(text_width(item.shown_value, 18, bold=True) for item in picture.items)
    shapes: list[Element] = []
    y = 0.0
    for item in picture.items:
        lines = wrap(item.label, WIDTH)
        below = y + len(lines) * LINE + 3
        length = max(float(item.value or 0) / most * room, 1)
        shapes.append(
            linked(
                item,
                text(lines, 0, y + SIZE, class_="name"),
                node("rect", x=0, y=below, width=length, height=_BAR, class_=f"mark solid {tone(0)}"),
                text([item.shown_value], length + 8, below + _BAR / 2 + 6.5, class_="strong", font_size=18),
            )
        )
        y = below + _BAR + _GAP
    return Drawing(y - _GAP + 1, shapes)
