"""What a reader should see of a chapter, of a record and of a page: its words, block by block, white space as one space.

A chapter is read by markdown-it, which shares no code with the Markdown of the site, and by a few lines for what it
does not know. So what both of them lose is all that a comparison cannot see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token
from playwright.sync_api import Page

_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["lheading", "reference"])
# An underscore is a letter: what it would make bold or italic is refused.
_UNDERSCORE, _LETTER = "_", "\ue000"
# What keeps the title of a box a paragraph, whatever it begins with.
_TITLE = "\ue001"
_FENCE = re.compile(r"(?P<indent>[> ]*)(?P<marks>`{3,}|~{3,})")
_DIRECTIVE = re.compile(r"\s*<!--\s*handbook:[^>]*-->\s*")
_BOX = re.compile(r'(?P<indent> *)!!! \w+ "(?P<title>.*)"\s*')
_NOTE = re.compile(r"\[\^(?P<key>[a-z0-9-]+)\]:\s*(?P<text>.*)")
_MARK = re.compile(r"\[\^(?P<key>[a-z0-9-]+)\]")
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")
_HEADING = re.compile(r"#{1,6}[ \t]")
# Its paragraph is the lead of the page, and needs no title there.
_NOT_SHOWN = re.compile(r"## .*\{#brief\}")
_ANCHOR = re.compile(r"\s*\{\s*#[^{}]*\}")
# No list begins with it here.
_NUMBER_IN_BRACKETS = re.compile(r"^([\s>]*(?:(?:-|\d+\.) +)*\d+)\)(?= |$)")
_DELIMITERS = re.compile(r"(?=.*-)[|: -]+")
_CELLS = re.compile(r"((?:`[^`]*`|\\.|[^|`\\]|`)*)(?:\||$)")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.S)

# The sign at the end of a note that leads back to its mark.
BACK = "↩"
# Elements that stand in a line of text; each other one is a block of its own.
IN_LINE = frozenset({"a", "abbr", "code", "em", "span", "strong", "sup", "bdi"})
# But for those that the site adds to what was written: the link to a heading, the sign of what is ours.
ADDED = frozenset({"anchor", "whose"})


def plain(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------------------------------------------------ chapters


def blocks_of_chapter(text: str) -> list[str]:
    """The words of a chapter's body in the order of the page: headings, paragraphs, items, cells, code, notes.

    A mark of a note is its number; a note ends with as many signs as there are marks of it. What directives bring is
    not in it.
    """
    lines, notes = _without_what_only_we_write(text.split("\n"))
    marks: list[str] = []
    blocks = [block for token in _PARSER.parse("\n".join(lines)) for block in _blocks(token, marks)]
    for key in list(dict.fromkeys(marks)):
        shown = "".join(_inline(notes.get(key, ""), marks))
        blocks.append(f"{plain(shown)} {BACK * Counter(marks)[key]}")
    return [shown for block in blocks if (shown := block.removeprefix(_TITLE))]


def _without_what_only_we_write(lines: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The lines as any Markdown has them, and the notes by key: directives and the title of the lead are left out,
    boxes are a paragraph for the title and what they hold."""
    result: list[str] = []
    notes: dict[str, str] = {}
    fence = ""
    box: list[int] = []  # how far each open box is indented
    for line in lines:
        while box and line.strip() and not line.startswith(" " * (box[-1] + 4)):
            box.pop()
        line = line.removeprefix(" " * 4 * len(box)) if box else line
        if opened := _FENCE.match(line):
            if not fence:
                fence = opened["marks"]
            elif opened["marks"].startswith(fence) and not line[opened.end() :].strip():
                fence = ""
            result.append(line)
        elif fence:
            result.append(line)
        elif _DIRECTIVE.fullmatch(line) or _NOT_SHOWN.fullmatch(line):
            result.append("")
        elif found := _BOX.fullmatch(line):
            box.append(len(found["indent"]) + 4 * len(box))
            result += ["", f"{found['indent']}{_TITLE}{found['title']}", ""]
        elif found := _NOTE.fullmatch(line):
            notes[found["key"]] = found["text"]
        else:
            line = _ANCHOR.sub("", line) if _HEADING.match(line) else line
            result.append(_NUMBER_IN_BRACKETS.sub(r"\1\\)", line))
    return result, notes


def _outside_code(text: str) -> str:
    """``text`` without the attributes that stand outside its code."""
    parts, at = [], 0
    for code in _CODE.finditer(text):
        parts += [_ATTRIBUTES.sub("", text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*parts, _ATTRIBUTES.sub("", text[at:])])


def _blocks(token: Token, marks: list[str]) -> Iterator[str]:
    if token.type == "list_item_open" and token.info:
        yield f"{token.info}."
    elif token.type in ("fence", "code_block"):
        yield plain(token.content)
    elif token.type == "inline":
        lines = token.content.split("\n")
        if (
            len(lines) > 1
            and _DELIMITERS.fullmatch(lines[1].strip())
            and len(_cells(lines[0])) == len(_cells(lines[1]))
        ):
            for row in (lines[0], *lines[2:]):
                yield from (plain(_inline(cell, marks)) for cell in _cells(row))
        else:
            yield plain(_inline(token.content, marks))


def _cells(row: str) -> list[str]:
    return _CELLS.findall(row.strip().removeprefix("|").removesuffix("|"))


def _inline(text: str, marks: list[str]) -> str:
    (token,) = _PARSER.parseInline(_outside_code(text).replace(_UNDERSCORE, _LETTER)) or [Token("inline", "", 0)]
    return "".join(_texts(token.children or [], marks)).replace(_LETTER, _UNDERSCORE)


def _texts(tokens: Iterable[Token], marks: list[str]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.type == "code_inline":
            yield token.content
        elif token.type == "image":
            yield "".join(_texts(token.children or [], marks))
        else:
            shown = token.content.replace(f"\\{_LETTER}", _LETTER)
            yield _MARK.sub(lambda mark: _number(mark["key"], marks), shown)


def _number(key: str, marks: list[str]) -> str:
    marks.append(key)
    return str(list(dict.fromkeys(marks)).index(key) + 1)


# ------------------------------------------------------------------------------------------------------------- records


def texts_of_record(value: Any, language: str) -> Iterator[str]:
    """Every text of a record, as YAML or JSON give it, that readers in ``language`` should see."""
    if isinstance(value, dict):
        if language in value and set(value) <= {"es", "en"}:
            found = value[language]
            yield from map(plain, [found] if isinstance(found, str) else found)
        else:
            for name, one in value.items():
                texts = texts_of_record(one, language)
                # A line below a list names each place once, whichever items name it.
                yield from (part for text in texts for part in text.split("; ")) if name == "locator" else texts
    elif isinstance(value, list):
        for one in value:
            yield from texts_of_record(one, language)


# --------------------------------------------------------------------------------------------------------------- pages


def blocks_of_html(page: str) -> list[str]:
    """The words of HTML, a block for each stretch of text that no other element than those of a line interrupts."""
    return [
        block for part in _stretches(html.fragment_fromstring(page, create_parent="body")) if (block := plain(part))
    ]


def _stretches(element: html.HtmlElement) -> list[str]:
    """Texts of an element that stand apart; the number of an item is one."""
    parts = [element.text or ""]
    if element.tag == "li" and element.getparent().tag == "ol":
        parts = [f"{element.getparent().index(element) + int(element.getparent().get('start', 1))}.", *parts]
    for child in element:
        apart = not isinstance(child.tag, str) or child.tag not in IN_LINE or child.get("class") in ADDED
        inner = _stretches(child) if isinstance(child.tag, str) else [""]
        if apart:
            parts += [*inner, child.tail or ""]
        else:
            parts[-1] += inner[0]
            parts += inner[1:]
            parts[-1] += child.tail or ""
    return parts


def not_in_order(wanted: Iterable[str], blocks: list[str]) -> list[str]:
    """What of ``wanted`` is no block of its own after the one before it."""
    lost, at = [], 0
    for one in wanted:
        try:
            at = blocks.index(one, at) + 1
        except ValueError:
            lost.append(one)
    return lost


def not_within(wanted: Iterable[str], text: str) -> list[str]:
    """What of ``wanted`` does not stand in ``text``, or only inside longer words."""
    return [one for one in wanted if not re.search(_whole(one), text)]


def _whole(words: str) -> str:
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return before + re.escape(words) + after


# ``blocks_of_html`` of what is visible in a browser, and of what the selector ``seen`` matches whether or not it is. Text
# that is cut to nothing, or closed, is not visible.
BLOCKS_IN_BROWSER = """([seen, lineTags, added]) => {
  const inLine = new Set(lineTags);
  const known = new Map();
  const visible = element => {
    if (!known.has(element)) {
      const style = getComputedStyle(element);
      const above = element.parentElement;
      known.set(element, element.checkVisibility({visibilityProperty: true, opacityProperty: true}) &&
        style.clipPath !== "inset(50%)" && (!above || visible(above)));
    }
    return known.get(element);
  };
  const shown = element => visible(element) || (seen && element.closest(seen));
  const stretches = element => {
    const parts = [""];
    const list = element.parentElement;
    if (element.localName === "li" && list.localName === "ol" && shown(element)) {
      parts.unshift(`${[...list.children].indexOf(element) + list.start}.`);
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (shown(element)) parts[parts.length - 1] += child.data;
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        const [first, ...rest] = stretches(child);
        if (inLine.has(child.localName) && !added.includes(child.className)) {
          parts[parts.length - 1] += first;
          parts.push(...rest);
        } else parts.push(first, ...rest, "");
      }
    }
    return parts;
  };
  const page = document.querySelector("article") || document.querySelector("main");
  return stretches(page).map(text => text.split(/\\s+/).filter(Boolean).join(" ")).filter(Boolean);
}"""


def visible_blocks(page: Page, seen: str) -> list[str]:
    found: list[str] = page.evaluate(BLOCKS_IN_BROWSER, [seen, sorted(IN_LINE), sorted(ADDED)])
    return found
