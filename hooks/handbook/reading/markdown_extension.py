"""One Markdown extension for what Markdown leaves out: accessible tables and check boxes with labels.

Tables: a paragraph of class ``caption`` just before a table becomes its caption; header cells get a ``scope``; the
table stands in a region that the keyboard can scroll; alignment is a class, not a style; each cell knows its column's
title (``data-label``), for narrow screens. A caption of class ``rows`` asks for rows instead of cards on a phone, see
``_rows``. Lists: ``- [ ] text`` becomes a check box with a real label; a paragraph of
class ``checklist-title`` and the lists after it are one group, and a paragraph of class ``checklist-group`` is the
legend of its part. Emphasis of a whole parenthesis is a remark on whose a statement is, and quiet: class ``whose``.
Sections: what follows a heading or a paragraph of class ``fold-title``, up to the next of them or the
next heading, stands with it in an element that docs/assets/js/fold.js can close; nothing is closed here.

The section ``brief``: its heading is not shown, and its first paragraph is the lead.

Notes: see ``markdown_notes``; its words are the options of this extension.

And what keeps raw HTML to the renderers and safe attributes to everything that is written in Markdown.
"""

from __future__ import annotations

import itertools
import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesCodeExtension

from handbook.content.allowed_markdown import SCHEMES, scheme
from handbook.content.code_fences import BOUNDARY, LESS_THAN, PlainFences, use
from handbook.reading.markdown_notes import WORDS, Notes

LEAD = "brief"
_BOX = "[ ] "

# Of a table that becomes rows on a phone: beyond the first number of rows, the second number of them is shown at first.
_MOST_ROWS, _FIRST_ROWS = 6, 5
# Characters of the longest cell of a column that shares a line with others.
_BRIEF = 40


class HandbookExtension(Extension):
    def __init__(self, **words: str) -> None:
        self.config = {id: ["", f"The interface word {id} in the language of the page."] for id in WORDS}
        super().__init__(**words)

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline text (20) and attribute lists (8), before the list of contents (5).
        md.treeprocessors.register(_Lead(md), "handbook-lead", 6)
        # After inline text (20) and attribute lists (8), before unescaping (0).
        md.treeprocessors.register(_Accessible(md), "handbook", 5)
        md.treeprocessors.register(Notes(md, self.getConfigs()), "handbook-notes", 14)  # after those of footnotes (15)
        md.treeprocessors.register(_Boundaries(md), "handbook-boundaries", 30)  # before inline text
        # After everything else, the extensions that MkDocs adds included.
        md.treeprocessors.register(_SafeAttributes(md), "handbook-attributes", -10)
        md.postprocessors.register(_LessThan(md), "handbook-less-than", -10)
        for extension in md.registeredExtensions:
            if isinstance(extension, SuperFencesCodeExtension):
                use(PlainFences(md), extension)


def makeExtension(**kwargs: Any) -> HandbookExtension:
    return HandbookExtension(**kwargs)


class _LessThan(Postprocessor):
    """Print the "<" that a chapter's author wrote."""

    def run(self, text: str) -> str:
        return text.replace(LESS_THAN, "&lt;")


class _Boundaries(Treeprocessor):
    """Take out the paragraphs that kept what directives bring apart from what is around it."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if child.tag == "p" and child.text == BOUNDARY and not len(child):
                    parent.remove(child)


class _SafeAttributes(Treeprocessor):
    """Drop what runs or restyles from all that is Markdown. For chapters the check has refused it already; here it
    cannot come back with what directives put beside their text. Raw HTML of the renderers is not in this tree."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for name, value in list(element.attrib.items()):
                leads = name in _SCHEMES and scheme(value) in _SCHEMES[name]
                if not (leads or name in _SAFE or name.startswith(_SAFE_BEGIN)):
                    del element.attrib[name]


_SCHEMES = {"href": {"", *SCHEMES}, "src": {""}}
_SAFE = {"id", "class", "title", "lang", "role", "tabindex", "scope", "for", "type", "start", "alt"}
_SAFE_BEGIN = ("data-", "aria-")


class _Lead(Treeprocessor):
    """A page begins with its answer: of the section ``brief`` the heading is not shown, and its first paragraph is the
    lead and has its anchor."""

    def run(self, root: Element) -> None:
        for heading, lead in itertools.pairwise(list(root)):
            if heading.tag == "h2" and heading.get("id") == LEAD and lead.tag == "p":
                root.remove(heading)
                lead.set("id", LEAD)
                lead.set("class", "lead")


class _Accessible(Treeprocessor):
    def run(self, root: Element) -> None:
        self.tables = self.boxes = 0
        self._walk(root)
        self._link_sections(root)
        self._fold(root)
        for remark in root.iter("em"):
            if not remark.get("class") and re.fullmatch(r"\(.+\)", "".join(remark.itertext())):
                remark.set("class", "whose")
        for title in [one for one in root.iter("p") if _has_class(one, "checklist-title")]:
            parent = next(one for one in root.iter() if title in list(one))
            self._group(parent, title)

    def _walk(self, parent: Element, heading: str = "") -> None:
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
                self._walk(child, heading)

    def _link_sections(self, root: Element) -> None:
        """After each heading a link to it. Its name is a hidden word of the page (``section-link``) and the heading."""
        for index, heading in reversed(list(enumerate(root))):
            id = heading.get("id")
            if heading.tag in ("h2", "h3") and id:
                names = {"class": "anchor", "href": f"#{id}", "aria-labelledby": f"section-link {id}"}
                root.insert(index + 1, Element("a", names))

    def _fold(self, root: Element) -> None:
        """``<section class="fold" data-fold>``: the title, its link if it has one, and the rest in one ``div``."""
        children = list(root)
        for title in [one for one in children if _has_class(one, "fold-title")]:
            at = children.index(title) + 1
            heads = [title]
            if at < len(children) and _has_class(children[at], "anchor"):
                heads.append(children[at])
                at += 1
            ends = (one for one in range(at, len(children)) if _ends_fold(children[one]))
            rest = children[at : next(ends, len(children))]
            section = Element("section", {"class": "fold", "data-fold": ""})
            body = Element("div", {"class": "fold-body"})
            root[list(root).index(title)] = section
            for one in (*heads[1:], *rest):
                root.remove(one)
            section.extend([*heads, body])
            body.extend(rest)

    def _table(self, parent: Element, table: Element, before: Element | None, heading: str) -> None:
        self.tables += 1
        region = Element("div", {"class": "table-region", "role": "region", "tabindex": "0"})
        parent[list(parent).index(table)] = region
        region.append(table)
        region.tail, table.tail = table.tail, None
        as_rows = before is not None and _has_class(before, "rows")
        if before is not None and before.tag == "p" and _has_class(before, "caption"):
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
        if as_rows:
            region.set("class", "table-region rows long" if _rows(table, len(titles)) else "table-region rows")

    def _checklist(self, items: Element) -> None:
        items.set("class", "checklist")
        items.set("role", "list")
        for item in items:
            if not _is_box(item):
                continue
            self.boxes += 1
            id = item.get("id") or f"item-{self.boxes}"
            box = Element("input", {"type": "checkbox", "id": f"{id}-box"})
            label = Element("label", {"for": f"{id}-box"})
            label.text = (item.text or "").removeprefix(_BOX)
            label.extend(list(item))
            for child in list(item):
                item.remove(child)
            item.text = None
            item.append(box)
            item.append(label)

    def _group(self, parent: Element, title: Element) -> None:
        """Put a checklist's title and its lists into one group; each part with a title becomes a field set."""
        rest = list(parent)[list(parent).index(title) + 1 :]
        members: list[Element] = []
        for index, one in enumerate(rest):
            if one.tag not in ("p", "ul") or _has_class(one, "checklist-title"):
                break
            if _has_class(one, "checklist"):
                members = rest[: index + 1]
        id = next((item.get("id", "") for one in members for item in one.iter("li")), "").partition("--")[0]
        if not id:
            return
        group = Element("div", {"class": "checklist-box", "role": "group", "data-checklist": id})
        title.set("id", title.get("id") or f"checklist-{id}")
        group.set("aria-labelledby", title.get("id", ""))
        parent[list(parent).index(title)] = group
        group.append(title)
        part = None
        for one in members:
            parent.remove(one)
            if _has_class(one, "checklist-group"):
                one.tag = "legend"
                part = Element("fieldset", {"class": "checklist-part"})
                part.append(one)
                group.append(part)
            elif part is not None and _has_class(one, "checklist"):
                part.append(one)
                part = None
            else:
                group.append(one)


def _rows(table: Element, columns: int) -> bool:
    """Classes for a table whose rows take two lines on a phone: the name, and what is brief of the rest.

    ``brief`` is a cell of a column in which no cell is long. Where the second column says of which group a row is, its
    cell is ``group`` in the first row of each group, and ``same`` in the others. The rows that a phone shows on demand
    only stand in a body of their own, ``rest``: the answer is whether there are any.
    """
    rows = table.findall("tbody/tr")
    texts = [["".join(cell.itertext()).strip() for cell in row] for row in rows]
    of_group = columns > 2 and _groups([row[1] for row in texts])
    for column in range(1, columns if columns > 2 else 1):
        if column == 1 and of_group:
            for index, row in enumerate(rows):
                _add_class(row[1], "same" if index and texts[index - 1][1] == texts[index][1] else "group")
        elif max(len(row[column]) for row in texts) <= _BRIEF:
            for row in rows:
                _add_class(row[column], "brief")
    if len(rows) <= _MOST_ROWS:
        return False
    (body,) = table.findall("tbody")
    rest = Element("tbody", {"class": "rest"})
    for row in rows[_FIRST_ROWS:]:
        body.remove(row)
        rest.append(row)
    table.append(rest)
    return True


def _groups(values: list[str]) -> bool:
    """Whether ``values``, a column from top to bottom, name groups: one run of each value, of two rows or more on average."""
    runs = [value for value, _ in itertools.groupby(values)]
    return len(runs) == len(set(runs)) and 1 < len(runs) <= len(values) / 2


def _add_class(element: Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _has_class(element: Element, name: str) -> bool:
    return name in element.get("class", "").split()


def _ends_fold(element: Element) -> bool:
    return element.tag in ("h1", "h2", "h3") or _has_class(element, "fold-title")


def _is_box(item: Element) -> bool:
    return item.tag == "li" and (item.text or "").startswith(_BOX)
