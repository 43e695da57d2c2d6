"""``cycle``: phases in a ring, each handing over to the next and the last to the first."""

from __future__ import annotations

from math import cos, pi, sin
from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import LINE, WIDTH, Drawing, Picture, arrow, linked, node, text, tone, wrap

_NODE = 47.0
_RING = WIDTH / 2 - _NODE - 2
_CENTER = (WIDTH / 2, WIDTH / 2)


def cycle(picture: Picture) -> Drawing:
    """A circle for each phase, with an arrow to the next one along the ring."""
    count = max(len(picture.items), 1)
    step = 2 * pi / count
    x, y = _CENTER
    shapes: list[Element] = [node("circle", cx=x, cy=y, r=_RING, class_="ring")]
    for index in range(count):
        shapes.append(_handover((index + 0.5) * step))
    for index, item in enumerate(picture.items):
        cx, cy = _point(index * step)
        lines = wrap(item.label, 2 * _NODE - 8, bold=True)
        top = cy - len(lines) * LINE / 2
        shapes.append(
            linked(
                item,
                node("circle", cx=cx, cy=cy, r=_NODE, class_=f"mark open {tone(0)}"),
                text(
                    [str(item.number)], cx, top + 1, class_=f"strong ink-{tone(0)}", text_anchor="middle", font_size=20
                ),
                text(lines, cx, top + LINE + 1, class_="name", text_anchor="middle"),
            )
        )
    return Drawing(WIDTH, shapes)


def _handover(angle: float) -> Element:
    """An arrow head on the ring, pointing clockwise."""
    x, y = _point(angle)
    along, out = (cos(angle), sin(angle)), (sin(angle), -cos(angle))
    tip = (x + 10 * along[0], y + 10 * along[1])
    sides = [(x - 7 * along[0] + side * 8 * out[0], y - 7 * along[1] + side * 8 * out[1]) for side in (1, -1)]
    return arrow([tip, *sides])


def _point(angle: float) -> tuple[float, float]:
    """The place on the ring at ``angle``, clockwise from the top."""
    return _CENTER[0] + _RING * sin(angle), _CENTER[1] - _RING * cos(angle)
