"""Figures drawn by hand as inline SVG: one module for each kind, each a function from a picture to shapes."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from handbook.rendering.diagrams.bars import bars
from handbook.rendering.diagrams.canvas import Drawing, Picture, image
from handbook.rendering.diagrams.cycle import cycle
from handbook.rendering.diagrams.levels import levels
from handbook.rendering.diagrams.planes import planes
from handbook.rendering.diagrams.spectrum import spectrum
from handbook.rendering.diagrams.stages import stages
from handbook.rendering.diagrams.wheel import wheel

DRAWERS: dict[str, Callable[[Picture], Drawing]] = {
    "stages": stages,
    "wheel": wheel,
    "spectrum": spectrum,
    "cycle": cycle,
    "bars": bars,
    "levels": levels,
    "planes": planes,
}


def draw(kind: str, picture: Picture) -> Element:
    """The figure as an ``svg`` element."""
    drawing = DRAWERS[kind](picture)
    return image(picture.id, picture.title, picture.description, drawing)
