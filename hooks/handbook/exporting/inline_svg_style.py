"""The drawn figures outside the site: what the style sheet says of their parts, written onto the parts themselves.

PDF and EPUB readers do not apply a page's style sheet, its variables and its light and dark colours inside a drawing.
Written as attributes of SVG, not as ``style``: a policy without 'unsafe-inline' lets them be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cssselect2
import tinycss2
from lxml.html import HtmlElement

_PROPERTIES = re.compile(r"(fill|stroke|font|text-anchor|dominant-baseline|opacity|paint-order|display|visibility)")
_VARIABLE = re.compile(r"var\((--[\w-]+)(?:,\s*([^()]*))?\)")
_LIGHT = re.compile(r"light-dark\(\s*([^,()]+|[^,()]*\([^()]*\))\s*,[^()]*(?:\([^()]*\))?[^()]*\)")
_FAMILY = "Open Sans, DejaVu Sans, sans-serif"


@cache
def _rules(style: Path) -> tuple[tuple[cssselect2.compiler.CompiledSelector, tuple[tuple[str, str], ...]], ...]:
    """The style sheet's plain rules: compiled selectors and their declarations; media queries are skipped."""
    found = []
    for rule in tinycss2.parse_stylesheet(style.read_text(encoding="utf-8"), skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        declarations = tuple(
            (one.name if one.name.startswith("--") else one.lower_name, tinycss2.serialize(one.value).strip())
            for one in tinycss2.parse_declaration_list(rule.content, skip_comments=True, skip_whitespace=True)
            if one.type == "declaration"
        )
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError:
            continue
        found += [(selector, declarations) for selector in selectors if selector.pseudo_element is None]
    return tuple(found)


def draw(article: HtmlElement, style: Path) -> None:
    """Write the light colours and weights of ``style`` onto every part of every drawing in ``article``."""
    if article.find(".//svg") is None:
        return
    rules = _rules(style)
    roots = [value for selector, values in rules for value in values if value[0].startswith("--")]
    first = {name: value for name, value in reversed(roots)}
    variables: dict[HtmlElement, dict[str, str]] = {}
    for wrapper in _drawn(article):
        element = wrapper.etree_element
        parent = element.getparent()
        own = dict(variables.get(parent, {}))
        matched: list[tuple[tuple[int, ...], int, str, str]] = []
        for order, (selector, declarations) in enumerate(rules):
            if selector.test(wrapper):
                matched += [(selector.specificity, order, name, value) for name, value in declarations]
        matched.sort(key=lambda one: one[:2])
        own |= {name: value for _, _, name, value in matched if name.startswith("--")}
        variables[element] = own
        if element.tag != "svg" and not any(True for _ in element.iterancestors("svg")):
            continue
        values = {name: value for _, _, name, value in matched if _PROPERTIES.match(name)}
        values = {name: _plain(value, own, first) for name, value in values.items()}
        if "font-family" in values:
            values["font-family"] = _FAMILY
        for name, value in values.items():
            element.set(name, value)


def _drawn(article: HtmlElement) -> Iterator[cssselect2.ElementWrapper]:
    """The drawings' parts and what they stand in, from the outside inwards; the rest of the article is passed over."""
    drawings = list(article.iter("svg"))
    wanted = {one for drawing in drawings for one in (*drawing.iterancestors(), *drawing.iter())}
    waiting = [cssselect2.ElementWrapper.from_html_root(article)]
    while waiting:
        wrapper = waiting.pop()
        yield wrapper
        waiting += [child for child in wrapper.iter_children() if child.etree_element in wanted]


def _plain(value: str, own: dict[str, str], first: dict[str, str]) -> str:
    """The value without variables, as it is on light paper."""
    for _ in range(5):
        value = _VARIABLE.sub(
            lambda found: own.get(found[1]) or first.get(found[1]) or found[2] or "currentColor", value
        )
        value = _LIGHT.sub(lambda found: found[1].strip(), value)
    return value
