"""What the text of a page may hold outside the site: the elements, attributes and addresses listed here, nothing else.

Course packages, the EPUB and the PDF are opened by programs that have no policy of ours, or do not heed it. What a
chapter may hold is judged when it is checked; this is the second line, and knows nothing of the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from types import MappingProxyType

from lxml.html import HtmlElement

from handbook.content.allowed_markdown import SCHEMES

# Each element with its attributes. It is exactly what the real pages hold once their controls are taken out (a test
# measures it): a directive that brings another element adds it here.
ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "article": frozenset(),
        "section": frozenset({"class", "aria-label", "role", "aria-labelledby"}),
        "div": frozenset({"class", "id", "role", "aria-labelledby"}),
        "h1": frozenset({"id"}),
        "h2": frozenset({"id"}),
        "h3": frozenset({"id", "class"}),
        "h4": frozenset({"id"}),
        "p": frozenset({"class", "id", "lang"}),
        "a": frozenset({"href", "class", "role", "aria-label"}),
        "sup": frozenset({"id"}),
        "strong": frozenset(),
        "em": frozenset({"class", "lang"}),
        "span": frozenset({"class"}),
        "code": frozenset(),
        "pre": frozenset(),
        "blockquote": frozenset(),
        "ul": frozenset({"class", "role"}),
        "ol": frozenset({"class", "type"}),
        "li": frozenset({"class", "id"}),
        "table": frozenset(),
        "caption": frozenset({"class", "id"}),
        "thead": frozenset(),
        "tbody": frozenset({"class"}),
        "tr": frozenset(),
        "th": frozenset({"scope", "class"}),
        "td": frozenset({"class"}),
        "figure": frozenset({"class", "id"}),
        "figcaption": frozenset(),
        # The answers of a quiz open one by one.
        "details": frozenset({"class"}),
        "summary": frozenset(),
    }
)

_LINE = frozenset({"class", "fill", "stroke"})
_TYPE = frozenset({"font-family", "font-size", "font-weight", "text-anchor"})

# The same for our own drawings (rendering/diagrams and the map), which stand in a figure. An svg elsewhere is not ours.
DRAWING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "svg": frozenset({"viewbox", "width", "height", "font-size", "role", "aria-labelledby"}),
        "title": frozenset({"id"}),
        "desc": frozenset({"id"}),
        "g": frozenset(),
        "a": frozenset({"href", "aria-label"}),
        "rect": _LINE | {"x", "y", "width", "height", "rx", "stroke-dasharray"},
        "circle": _LINE | {"cx", "cy", "r", "stroke-width"},
        "path": _LINE | {"d", "stroke-width", "stroke-dasharray"},
        "text": _LINE | _TYPE | {"x", "y", "stroke-width", "stroke-linejoin", "paint-order"},
        "tspan": frozenset({"x", "y"}),
    }
)

# Elements with what is in them: code, or what a program shows in place of text. Of any other that is not listed, only
# the tag goes, so that no word is lost.
NOT_TEXT = frozenset(
    {
        "button",
        "dialog",
        "form",
        "iframe",
        "input",
        "noscript",
        "script",
        "select",
        "style",
        "template",
        "textarea",
    }
)

# A colour by its name or number: no address of a pattern to paint with, and no escape that could hide one.
_COLOUR = re.compile(r"#?\w*")
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060\ufeff]")


def keep_allowed(text: HtmlElement) -> None:
    """Take out of ``text`` what is not listed. Its words stay, also those of a link whose address is not allowed."""
    drawn = {part for drawing in text.xpath(".//figure/svg") for part in drawing.iter()}
    for one in list(text.iter()):
        if not isinstance(one.tag, str):  # a comment, or what the parser took for one
            one.drop_tree()
            continue
        listed = (DRAWING if one in drawn else ELEMENTS).get(one.tag)
        if listed is None and one.getparent() is not None:
            one.drop_tree() if one.tag in NOT_TEXT else one.drop_tag()
            continue
        for name, value in one.attrib.items():
            if name not in (listed or ()) or (name in ("fill", "stroke") and not _COLOUR.fullmatch(value)):
                del one.attrib[name]
        if not is_allowed_address(one.get("href", "")):
            one.drop_tag()


def is_allowed_address(address: str) -> bool:
    """Whether ``address`` is relative, an anchor, or has one of the schemes that a chapter may use.

    It is judged as the most forgiving program reads it: without control characters, with entities resolved however
    often they were escaped. An address that begins with two slashes leaves the folder it is opened from: not allowed.
    """
    while (plain := _CONTROLS.sub("", unescape(address))) != address:
        address = plain
    if re.match(r"[/\\]{2}", address):
        return False
    before = re.split(r"[/\\?#]", address, maxsplit=1)[0]
    scheme, colon, _ = before.partition(":")
    return not colon or scheme.lower() in SCHEMES
