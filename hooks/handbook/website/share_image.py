"""The picture that shows when somebody shares a page (Open Graph): its title on the colour of the handbook.

Drawn here and not by a browser, with a font of our own: the same bytes on every machine.
"""

from __future__ import annotations

import io
import zlib
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_FONT = Path(__file__).with_name("fonts") / "OpenSans-Bold.ttf"
_MARGIN = 80
_LARGEST, _SMALLEST = 84, 40
_LINES = 4
# Background, its shades towards white for the edges of letters, and the sun of the handbook.
_BRAND, _WHITE, _SUN = (11, 79, 108), (255, 255, 255), (242, 177, 52)
_SHADES = 2  # with the background and the sun: four colours, two bits


def card(title: str, place: str, site_name: str) -> bytes:
    """A PNG with the page's title, its place in the book above, the book's name below."""
    image = _background(site_name).copy()
    draw = _on(image)
    size, lines = _fitting(title)
    height = round(size * 1.2)
    top = (SIZE[1] - height * len(lines)) // 2
    for index, line in enumerate(lines):
        draw.text((_MARGIN, top + index * height), line, font=_font(size), fill=_SHADES)
    draw.text((_MARGIN, 64), place, font=_font(34), fill=_SHADES)
    out = io.BytesIO()
    image.save(out, "PNG", bits=2, compress_type=zlib.Z_RLE)
    return out.getvalue()


@cache
def _background(site_name: str) -> Image.Image:
    """What all pictures have in common."""
    image = Image.new("P", SIZE, 0)
    image.putpalette(_palette())
    draw = _on(image)
    draw.text((_MARGIN, SIZE[1] - 110), _cut(site_name), font=_font(34), fill=_SHADES)
    draw.rectangle((0, SIZE[1] - 20, SIZE[0], SIZE[1]), fill=_SHADES + 1)
    return image


def _on(image: Image.Image) -> ImageDraw.ImageDraw:
    draw = ImageDraw.Draw(image)
    draw.fontmode = "L"  # edges of letters in shades, which the palette has in their order
    return draw


def _fitting(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title fits, and its lines."""
    for size in range(_LARGEST, _SMALLEST - 1, -4):
        lines, widest = _wrapped(title, size)
        if len(lines) <= _LINES and widest <= SIZE[0] - 2 * _MARGIN:
            return size, lines
    return _SMALLEST, lines[:_LINES]


def _wrapped(text: str, size: int) -> tuple[list[str], float]:
    """The lines of a text, and the width of the widest."""
    space = _font(size).getlength(" ")
    lines: list[str] = []
    end = widest = 0.0
    for word in text.split():
        width = _font(size).getlength(word)
        if lines and end + space + width <= SIZE[0] - 2 * _MARGIN:
            lines[-1] += f" {word}"
            end += space + width
        else:
            lines.append(word)
            end = width
        widest = max(widest, end)
    return lines, widest


def _cut(text: str) -> str:
    while _font(34).getlength(text) > SIZE[0] - 2 * _MARGIN:
        text = text.rstrip("…").rpartition(" ")[0] + "…"
    return text


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    # The basic layout needs no library that only some machines have.
    return ImageFont.truetype(str(_FONT), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _palette() -> list[int]:
    shades = [
        round(dark + (light - dark) * step / _SHADES)
        for step in range(_SHADES + 1)
        for dark, light in zip(_BRAND, _WHITE, strict=True)
    ]
    return [*shades, *_SUN]
