"""Notes on a page: numbered in the order of the text, named for those who hear them, and in a section at the end.

Python-Markdown's ``footnotes`` makes the marks, the notes and the links between them. It numbers either in the order of
the notes or in that in which it converts the text, in which a list may come before what stands above it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

# Ids of interface words: the heading of the notes, the name of a mark, and that of the link back to it.
WORDS = ("footnotes", "footnote", "footnote-back")


class Notes(Treeprocessor):
    """``words``: the interface words; without them there is no heading, and the links have no names but their signs."""

    def __init__(self, md: Markdown, words: Mapping[str, str]) -> None:
        super().__init__(md)
        self.title, self.mark, self.back = (words[id] for id in WORDS)

    def run(self, root: Element) -> None:
        section = next((one for one in root if one.tag == "div" and one.get("class") == "footnote"), None)
        if section is None:
            return
        numbers: dict[str, int] = {}
        times: Counter[str] = Counter()
        for place in [one for one in root.iter("sup") if one.get("id")]:
            (mark,) = place
            note = mark.get("href", "")[1:]
            times[note] += 1
            which = "" if times[note] == 1 else str(times[note])
            place.set("id", f"fnref{which}{note.removeprefix('fn')}")
            number = numbers.setdefault(note, len(numbers) + 1)
            mark.text = str(number)
            mark.set("role", "doc-noteref")
            _name(mark, self.mark, str(number))
        (items,) = section.findall("ol")
        items[:] = sorted(items, key=lambda item: numbers.get(item.get("id", ""), len(numbers) + 1))
        for item in items:
            links = [link for link in item.iter("a") if link.get("class") == "footnote-backref"]
            for index, link in enumerate(links, 1):
                del link.attrib["title"]
                link.set("role", "doc-backlink")
                of_note = str(numbers.get(item.get("id", ""), ""))
                _name(link, self.back, f"{of_note} ({index})" if len(links) > 1 else of_note)
        for rule in section.findall("hr"):
            section.remove(rule)
        section.tag = "section"
        section.set("class", "footnotes")
        section.set("role", "doc-endnotes")
        if self.title:
            heading = Element("h2", {"id": "footnotes"})
            heading.text = self.title
            section.insert(0, heading)
            section.set("aria-labelledby", "footnotes")


def _name(link: Element, word: str, number: str) -> None:
    if word:
        link.set("aria-label", word.replace("%number", number))
