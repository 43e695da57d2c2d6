"""Figures drawn by hand as inline SVG: one module for each kind, each a function from a picture to shapes."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from handbook.diagrams.bars import bars
from handbook.diagrams.canvas import Drawing, Picture, image
from handbook.diagrams.cycle import cycle
from handbook.diagrams.levels import levels
from handbook.diagrams.planes import planes
from handbook.diagrams.spectrum import spectrum
from handbook.diagrams.stages import stages
from handbook.diagrams.wheel import wheel

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
