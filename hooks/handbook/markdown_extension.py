"""One Markdown extension for what Markdown leaves out: accessible tables and check boxes with labels.

Tables: a paragraph of class ``caption`` just before a table becomes its caption; header cells get a ``scope``; the
table stands in a region that the keyboard can scroll; alignment is a class, not a style; each cell knows its column's
title (``data-label``), for narrow screens. Lists: ``- [ ] text`` becomes a check box with a real label.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_BOX = "[ ] "


class HandbookExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # After inline text (20) and attribute lists (8), before unescaping (0).
        md.treeprocessors.register(_Accessible(md), "handbook", 5)


def makeExtension(**kwargs: Any) -> HandbookExtension:
    return HandbookExtension(**kwargs)


class _Accessible(Treeprocessor):
    def run(self, root: Element) -> None:
        self.tables = 0
        self._walk(root)

    def _walk(self, parent: Element) -> None:
        heading = ""
        children = list(parent)
        for index, child in enumerate(children):
            if child.tag in ("h1", "h2", "h3", "h4"):
                heading = "".join(child.itertext())
            if child.tag == "table":
                before = children[index - 1] if index else None
                self._table(parent, child, before, heading)
            elif child.tag in ("ul", "ol") and any(_is_box(item) for item in child):
                self._checklist(child)
            else:
                self._walk(child)

    def _table(self, parent: Element, table: Element, before: Element | None, heading: str) -> None:
        self.tables += 1
        region = Element("div", {"class": "table-region", "role": "region", "tabindex": "0"})
        parent[list(parent).index(table)] = region
        region.append(table)
        region.tail, table.tail = table.tail, None
        if before is not None and before.tag == "p" and "caption" in before.get("class", "").split():
            parent.remove(before)
            before.tag = "caption"
            del before.attrib["class"]
            before.set("id", before.get("id") or f"table-{self.tables}")
            if "".join(before.itertext()).strip() == heading.strip():
                before.set("class", "visually-hidden")  # the heading just above says it already
            table.insert(0, before)
            region.set("aria-labelledby", before.get("id", ""))
        else:
            region.set("aria-label", heading or f"{self.tables}")
        titles = ["".join(cell.itertext()).strip() for cell in table.iterfind("thead/tr/th")]
        for cell in table.iter():
            if cell.tag in ("th", "td"):
                style = cell.attrib.pop("style", "")
                if "right" in style:
                    cell.set("class", "number")
        for cell in table.iterfind("thead/tr/th"):
            cell.set("scope", "col")
        for row in table.iterfind("tbody/tr"):
            for index, cell in enumerate(row):
                if index == 0:
                    cell.tag = "th"
                    cell.set("scope", "row")
                elif index < len(titles):
                    cell.set("data-label", titles[index])

    def _checklist(self, items: Element) -> None:
        items.set("class", "checklist")
        items.set("role", "list")
        for item in items:
            if not _is_box(item):
                continue
            id = item.get("id") or f"item-{list(items).index(item) + 1}"
            box = Element("input", {"type": "checkbox", "id": f"{id}-box", "autocomplete": "off"})
            label = Element("label", {"for": f"{id}-box"})
            label.text = (item.text or "").removeprefix(_BOX)
            label.extend(list(item))
            for child in list(item):
                item.remove(child)
            item.text = None
            item.append(box)
            item.append(label)


def _is_box(item: Element) -> bool:
    return item.tag == "li" and (item.text or "").startswith(_BOX)
