"""What all figures share: the picture to draw, elements with rounded numbers, and text that wraps.

Every figure is 360 units wide and its text 15 units high: on a screen of 320 px that is 12 px, and handbook.css lets
no figure grow so wide that its text is larger than the text around it. Colours and fonts are classes of handbook.css;
nothing here writes a style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

WIDTH = 360
SIZE = 15
LINE = 19
TONES = 4

# Widths of letters in ems, taken from a wide system font, so that narrower ones fit too.
_NARROW, _WIDE = frozenset("fijlrtI1.,;:!¡'|()[] í"), frozenset("mwMWOQGDHNU%@—")
_LETTER = {"narrow": 0.37, "wide": 0.86, "capital": 0.69, "other": 0.62}


@dataclass(frozen=True)
class Group:
    id: str
    label: str


@dataclass(frozen=True)
class Item:
    """One thing in a picture. ``name`` is its full name where ``label`` is a shorter one."""

    id: str
    number: int
    label: str
    name: str
    detail: str = ""
    value: int | float | None = None
    shown_value: str = ""
    group: str = ""
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure in one language, ready to be drawn."""

    id: str
    title: str
    description: str
    items: tuple[Item, ...]
    groups: tuple[Group, ...] = ()

    def members(self, group: str) -> list[Item]:
        return [item for item in self.items if item.group == group]


@dataclass(frozen=True)
class Drawing:
    height: float
    shapes: Sequence[Element]
    width: float = WIDTH


def number(value: float) -> str:
    """At most one decimal, so that the same picture gives the same bytes everywhere."""
    rounded = round(float(value), 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def node(tag: str, *content: Element | str, **attributes: str | float) -> Element:
    """An element; ``class_`` stands for ``class`` and an underscore inside a name for a hyphen."""
    element = Element(tag)
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        element.set(key, value if isinstance(value, str) else number(value))
    for part in content:
        if isinstance(part, Element):
            element.append(part)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + part
        else:
            element.text = (element.text or "") + part
    return element


def image(figure_id: str, title: str, description: str, drawing: Drawing) -> Element:
    """The ``svg`` around the shapes, with its name and description. An image, unless there are links in it."""
    linked = any(shape.tag == "a" or shape.find(".//a") is not None for shape in drawing.shapes)
    return node(
        "svg",
        node("title", title, id=f"{figure_id}-title"),
        node("desc", description, id=f"{figure_id}-desc"),
        *drawing.shapes,
        viewBox=f"0 0 {number(drawing.width)} {number(drawing.height)}",
        width=drawing.width,
        height=drawing.height,
        font_size=SIZE,
        role="group" if linked else "img",
        aria_labelledby=f"{figure_id}-title {figure_id}-desc",
        # The search reads the same content in the table.
        data_pagefind_ignore="all",
    )


def linked(item: Item, *shapes: Element) -> Element:
    """The shapes, as one link where the item has a page."""
    if not item.href:
        return node("g", *shapes)
    return node("a", *shapes, href=item.href, aria_label=f"{item.number}. {item.label}")


def text_width(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Estimate the width of a text; errs on the wide side."""
    ems = sum(_LETTER[_kind(letter)] for letter in text)
    return ems * size * (1.09 if bold else 1)


def _kind(letter: str) -> str:
    if letter in _NARROW:
        return "narrow"
    if letter in _WIDE:
        return "wide"
    return "capital" if letter.isupper() or letter.isdigit() else "other"


def wrap(text: str, width: float, size: float = SIZE, *, bold: bool = False) -> list[str]:
    """The text in lines that fit ``width``; a word too long for it stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def text(lines: Sequence[str], x: float, y: float, **attributes: str | float) -> Element:
    """Lines of text below each other; ``y`` is the first one's baseline."""
    if len(lines) == 1:
        return node("text", lines[0], x=x, y=y, **attributes)
    spans = [node("tspan", line, x=x, y=y + index * LINE) for index, line in enumerate(lines)]
    return node("text", *spans, **attributes)


def middle(lines: Sequence[str], center: float) -> float:
    """The first baseline of lines that stand centred on ``center``."""
    return center - (len(lines) - 1) * LINE / 2 + SIZE * 0.36


def tone(index: int) -> str:
    """The class of the n-th colour, from 0."""
    return f"tone-{index % TONES + 1}"


def arrow(points: Sequence[tuple[float, float]]) -> Element:
    """A filled triangle."""
    return node("path", d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + "Z", class_="arrow")
