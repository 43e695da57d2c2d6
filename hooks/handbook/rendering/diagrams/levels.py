"""``levels``: a staircase, the lowest entry at the bottom; what belongs to no group stands apart below it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.canvas import LINE, WIDTH, Drawing, Item, Picture, node, text, tone, wrap

_RISE = 16
_PADDING = 12
_GAP = 6


def levels(picture: Picture) -> Drawing:
    """The rungs from the top down, each set in a little from the one below it, under its group's name."""
    rungs = [item for item in picture.items if item.group]
    shapes: list[Element] = []
    y = 0.0
    groups = [group.id for group in picture.groups]
    names = {group.id: group.label for group in picture.groups}
    for index, item in reversed(list(enumerate(rungs))):
        if index == len(rungs) - 1 or rungs[index + 1].group != item.group:
            y += 6 if shapes else 0
            shapes.append(
                text([names[item.group]], index * _RISE, y + LINE - 4, class_=f"strong ink-{_tone(groups, item)}")
            )
            y += LINE + 5
        y = _rung(shapes, item, index * _RISE, y, f"edge {_tone(groups, item)}", str(item.number))
    for item in picture.items:
        if not item.group:
            y = _rung(shapes, item, 0, y + 14, "dashed", "")
    return Drawing(y - _GAP + 1, shapes)


def _rung(shapes: list[Element], item: Item, x: float, y: float, edge: str, mark: str) -> float:
    """Draw one rung with its left edge at ``x`` and return where the next may begin."""
    width = WIDTH - x - 1
    left = _PADDING + (34 if mark else 6)
    name = wrap(item.label, width - left - _PADDING, bold=True)
    detail = wrap(item.detail, width - left - _PADDING)
    height = (len(name) + len(detail)) * LINE + 16
    if mark:
        shapes.append(node("rect", x=x, y=y, width=width, height=height, rx=4, class_="card"))
        shapes.append(node("rect", x=x, y=y, width=6, height=height, class_=edge))
        shapes.append(text([mark], x + 26, y + 26, class_="strong", text_anchor="middle", font_size=20))
    else:
        shapes.append(node("rect", x=x + 1, y=y, width=width - 1, height=height, rx=4, class_=edge))
    shapes.append(text(name, x + left, y + LINE + 4, class_="strong"))
    if detail:
        shapes.append(text(detail, x + left, y + (1 + len(name)) * LINE + 4, class_="quiet"))
    return y + height + _GAP


def _tone(groups: list[str], item: Item) -> str:
    return tone(groups.index(item.group) * 3)
