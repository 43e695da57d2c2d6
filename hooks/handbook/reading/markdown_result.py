"""What Markdown makes of a chapter, and findings about what a chapter may not hold.

A chapter is converted as the site converts it, and the elements of the result are compared with the lists of
``allowed_markdown``: what Markdown takes for a link, an attribute or a block of code is judged, not what looks like one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple, cast

from lxml import etree
from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder, isheader

from handbook.content.allowed_markdown import BOXES, CLASSES, ELEMENTS, VALUES, may_lead, scheme
from handbook.content.chapters import _COMMENT, ANCHOR, INLINE_CODE, Link, parse_directive, prose_lines
from handbook.content.code_fences import BOUNDARY, LESS_THAN, code_fences
from handbook.reading.boxes import badly_written_boxes
from handbook.reading.entities import badly_written_entities
from handbook.reading.findings import Finding, finding
from handbook.reading.list_numbers import badly_numbered_lists
from handbook.reading.nested_lists import badly_indented_lists
from handbook.reading.note_mistakes import badly_written_notes
from handbook.reading.noted_losses import NotedCode, NotedRows, NotedStars
from handbook.reading.records import as_id
from handbook.reading.shown_raw import shown_raw

# The extensions of mkdocs.yml and their options, in its order; a test compares the two.
EXTENSIONS: dict[str, dict[str, Any]] = {
    "admonition": {},
    "attr_list": {},
    "footnotes": {"SEPARATOR": "-"},
    "tables": {},
    "toc": {"marker": "", "permalink": False, "toc_depth": 3},
    "pymdownx.highlight": {"anchor_linenums": False, "auto_title": False, "use_pygments": True},
    "pymdownx.superfences": {"custom_fences": []},
    "handbook.reading.markdown_extension": {},
}

# MkDocs puts these before them, in this order.
_OF_MKDOCS: dict[str, dict[str, Any]] = {"toc": {}, "tables": {}, "fenced_code": {}}

# What a chapter may measure: Markdown takes time that grows with the square of a paragraph and of its brackets. The
# longest chapter of 2026 has 11 KB, its longest paragraph 2,100 characters, the richest 17 brackets.
MAX_CHARACTERS, MAX_OF_A_PARAGRAPH, MAX_BRACKETS = 60_000, 8_000, 150
# How many characters may be converted once more to find the lines of what is wrong in one chapter.
_SEARCHED = 300_000

# A "<" is marked with its number; what follows tells HTML from arithmetic.
_NUMBERED = re.compile(f"{LESS_THAN}([\U000f0000-\U000ffffd])")
_HTML = re.compile(r"</?[A-Za-z][^>]*>?|<![^>]*>?|<\?[^>]*>?")
# What a word processor makes of "<!--".
_COMMENT_WITH_DASH = re.compile("<![\u2013\u2014-]+\\s*handbook\\b")
# Elements that have a finding of their own.
_OF_ELEMENT = {"img": ("image", "!["), "input": ("list-with-boxes", "[ ]")}
# What an attribute list may hold.
_ACCEPTED = {"id", "lang", *(f".{one}" for one in CLASSES)}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Where the signs of a heading are noted.
_SIGNS = "data-signs"
# Braces that Markdown left in the text though they look like a list of attributes.
_BRACES = re.compile(r"\{(?::|\s*[#.][^\s{}]|[^{}]*?[^\s{}=]=)[^{}]*\}")
_NAME_IN_BRACES = re.compile(r"([^\s{}=]{1,60})\s*=")
# The anchor in the braces of a heading, and braces that were to hold one.
_ANCHOR_IN_BRACES = re.compile(r"#(.*?)\s*(\s(?:\.|[\w-]+=).*)?")
_ANCHOR_LEFT = re.compile(r"\{:?\s*#[^{}]*\}?")

# Code of a finding, and what it is about.
_Problem = tuple[str, str]


def new_converter() -> Markdown:
    """Python-Markdown as the site uses it."""
    return Markdown(extensions=list(dict.fromkeys((*_OF_MKDOCS, *EXTENSIONS))), extension_configs=EXTENSIONS)


class Result(NamedTuple):
    """What a chapter holds and may not, its links into the book, and the ids of its elements."""

    findings: list[Finding]
    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()


def judge(text: str, path: str, key: str, first_line: int) -> Result:
    """What Markdown makes of the body of the chapter with ``key``."""
    if too_much := _too_much(text):
        line, code, limit = too_much
        return Result([finding(path, first_line + line, 1, "", code, limit=limit)])
    lines = text.split("\n")
    fences, odd = code_fences(text)
    if odd:  # what is code and what is text below it is not known
        code = "odd-fence" if _has_more(lines[odd[0]]) else "unclosed-fence"
        return Result([finding(path, first_line + odd[0], 1, "", code)])
    html, others, targets, anchors = _converted(text, key)
    # One for each line, the first: a tag is seldom alone.
    firsts = {text.count("\n", 0, position): position for position in sorted(html, reverse=True)}
    found = [_html_finding(text, position, path, first_line) for position in firsts.values()]
    found += [finding(path, first_line + line, column, "", code) for line, column, code in badly_written_boxes(text)]
    indents = list(badly_indented_lists(text))
    found += [
        finding(path, first_line + line, own + 1, "", "list-indent", found=own, meant=meant, mend=f"indent {meant}")
        for line, own, meant in indents
    ]
    # Until each item is in its place, nobody knows which list it belongs to.
    by_line = [*([] if indents else badly_numbered_lists(text)), *badly_written_entities(text)]
    found += [finding(path, first_line + line, column, "", code, **words) for line, column, code, words in by_line]
    lost_items = {line + 1 for line, _, code, _ in by_line if code == "item-without-blank-line"}
    if about_notes := list(badly_written_notes(text)):
        found += [
            finding(path, first_line + line, column, "", code, **words) for line, column, code, words in about_notes
        ]
        others = [one for one in others if one[0] != "note-without-text"]  # those are without their lines
    if others:
        inside = {index for start, end in fences for index in range(start + 1, end)}
        ends = [index for index in range(1, len(lines) + 1) if index not in inside]
        for (code, about), end in _located(
            others, ends, lambda end: _converted("\n".join(lines[:end]), key).others, lines
        ):
            if code == "list-without-blank-line" and end in lost_items:
                continue
            column = max(lines[end - 1].rfind(about) if code == "odd-anchor" else lines[end - 1].find(about), 0) + 1
            words = _words(code, about)
            if code == "list-without-blank-line" and not lines[end - 1].startswith(">"):
                words["mend"] = "blank"
            found.append(finding(path, first_line + end - 1, column, "", code, **words))
    return Result(sorted(set(found)), tuple(_links(targets, text, first_line)), frozenset(anchors))


def _links(targets: list[str], text: str, first_line: int) -> Iterator[Link]:
    """Each target with its place: the n-th of several equal ones is the n-th that is written."""
    lines = prose_lines(text)
    places: dict[str, Iterator[tuple[int, int]]] = {}
    for target in targets:
        if target not in places:
            places[target] = _places(target, lines)
        index, column = next(places[target], (0, 1))
        yield Link(target, first_line + index, column)


def _places(target: str, lines: tuple[tuple[int, str], ...]) -> Iterator[tuple[int, int]]:
    pattern = re.escape(target).replace(r"\&", "&(?:amp;)?")
    written = re.compile(rf"\](?:\(|:)\s*<?({pattern})(?=[\s)>]|$)")
    for index, line in lines:
        for found in written.finditer(INLINE_CODE.sub(lambda code: "x" * len(code[0]), line)):
            yield index, found.start(1) + 1


def _too_much(text: str) -> tuple[int, str, int] | None:
    """Line, code and limit of the first thing that is too large to be converted."""
    if len(text) > MAX_CHARACTERS:
        return 0, "chapter-too-long", MAX_CHARACTERS
    line = 0
    for block in re.split(r"(\n\s*\n)", text):
        if len(block) > MAX_OF_A_PARAGRAPH and block.strip():
            return line, "paragraph-too-long", MAX_OF_A_PARAGRAPH
        if block.count("[") > MAX_BRACKETS:
            return line, "too-many-brackets", MAX_BRACKETS
        line += block.count("\n")
    return None


def _has_more(line: str) -> bool:
    """Whether a line that begins like a fence has more after its marks than the name of a language."""
    return not re.fullmatch(r"[> \t]*(`{3,}|~{3,})[ \t]*[\w#.+-]*[ \t]*", line)


def _html_finding(text: str, position: int, path: str, first_line: int) -> Finding:
    start = text.rfind("\n", 0, position) + 1
    place = (path, first_line + text.count("\n", 0, position), position - start + 1, "")
    if _COMMENT.match(text, position) or _COMMENT_WITH_DASH.match(text, position):
        return finding(*place, "unclosed-comment")
    found = _HTML.match(text[position:].split("\n", 1)[0])
    return finding(*place, "raw-html", found=found[0][:40] if found else "<")


def _words(code: str, about: str) -> dict[str, str]:
    if code == "attribute":
        classes = ", ".join(f".{one}" for one in sorted(CLASSES))
        if about.startswith("."):
            return {"found": about[:40], "allowed": classes}
        return {"found": about[:40], "allowed": "#id, .class, lang="}
    if code == "odd-anchor":
        better = as_id(about)
        return {"found": about[:60], **({"nearest": f"{{#{better}}}"} if better else {})}
    if code == "box-of-other-kind":
        return {"found": about[:40], "allowed": ", ".join(sorted(BOXES))}
    return {"found": about[:60]}


# ----------------------------------------------------------------------------------------------------- the conversion


class _NotedAttributes(AttrListTreeprocessor):
    """Attribute lists, with the names that were written in them, the anchors of headings that cannot be one, and lists
    that reach to other braces."""

    def run(self, doc: Any) -> None:
        self.names: list[str] = []
        self.odd_anchors: list[str] = []
        self.too_far: list[str] = []
        super().run(doc)

    def assign_attrs(self, elem: Any, attrs_string: str, *, strict: bool = False) -> str:
        anchor = _ANCHOR_IN_BRACES.fullmatch(attrs_string) if isheader(elem) else None
        if anchor and not ANCHOR.fullmatch(anchor[1]) and "}" not in attrs_string:
            self.odd_anchors.append(f"#{anchor[1]}")
            attrs_string = anchor[2] or ""
        if "}" in attrs_string and not isheader(
            elem
        ):  # up to the last brace of the line; what is between would be moved
            self.too_far.append(attrs_string)
        self.names += [f".{value}" if name == "." else name for name, value in get_attrs_and_remainder(attrs_string)[0]]
        return super().assign_attrs(elem, attrs_string, strict=strict)


class _NotedSigns(HashHeaderProcessor):
    """Headings with the signs that made them: what stands before the text."""

    def run(self, parent: Any, blocks: list[str]) -> None:
        found = next(self.RE.finditer(blocks[0]))
        super().run(parent, blocks)
        parent[-1].set(_SIGNS, found["level"] + next(re.finditer(r"\s*\S*", found["header"]))[0])


class _NotedUnderlines(SetextHeaderProcessor):
    """Underlined headings with what stands below them."""

    def run(self, parent: Any, blocks: list[str]) -> None:
        underline = blocks[0].split("\n")[1]
        super().run(parent, blocks)
        parent[-1].set(_SIGNS, underline.strip())


@lru_cache(maxsize=1)
def _judging() -> Markdown:
    """The site's converter, but it notes attributes and the signs of headings, drops nothing, leaves each "<" marked."""
    converter = new_converter()
    converter.parser.blockprocessors.register(_NotedSigns(converter.parser), "hashheader", 70)
    converter.parser.blockprocessors.register(_NotedUnderlines(converter.parser), "setextheader", 60)
    converter.treeprocessors.register(_NotedAttributes(converter), "attr_list", 8)
    converter.parser.blockprocessors.register(NotedRows(converter.parser), "table", 75)
    converter.inlinePatterns.register(NotedCode(), "backtick", 190)
    converter.inlinePatterns.register(NotedStars(converter), "em_strong", 60)
    converter.treeprocessors.deregister("handbook-lead")  # the heading of the lead is judged too
    converter.treeprocessors.deregister("handbook-attributes")
    converter.postprocessors.deregister("handbook-less-than")
    return converter


class _Converted(NamedTuple):
    """Where HTML begins in a text, what else a chapter may not hold, the targets of links into the book, and ids; each
    in the order of the page."""

    html: list[int]
    others: list[_Problem]
    targets: list[str]
    ids: list[str]


def _converted(text: str, key: str) -> _Converted:
    positions = [found.start() for found in re.finditer("<", text)]
    numbers = iter(range(len(positions)))
    lines = text.replace(LESS_THAN, "?").split("\n")
    directives = {index for index, line in prose_lines(text) if parse_directive(line, index)}
    for index, line in enumerate(lines):
        marked = re.sub("<", lambda _: LESS_THAN + chr(0xF0000 + next(numbers)), line)
        lines[index] = f"\n{BOUNDARY}\n\n{BOUNDARY}\n" if index in directives else marked
    converter = _judging().reset()
    rows = cast(NotedRows, converter.parser.blockprocessors["table"])
    stars = cast(NotedStars, converter.inlinePatterns["em_strong"])
    code = cast(NotedCode, converter.inlinePatterns["backtick"])
    for noted_before in (code.spaces, rows.rows, stars.unpaired, stars.in_words, stars.underscores):
        noted_before.clear()
    try:
        page = converter.convert("\n".join(lines))
        tree = etree.fromstring(f"<body>{page}</body>", etree.HTMLParser(huge_tree=True))
    except RecursionError:
        return _Converted([], [("element", "<…>")], [], [])
    html: list[int] = []
    others: list[_Problem] = []
    targets: list[str] = []
    ids: list[str] = []
    # What is defined at the end of the file is not in the result.
    others += [("link-by-reference", f"[{key}]:") for key in converter.references]
    noted = cast(_NotedAttributes, converter.treeprocessors["attr_list"])
    others += [("odd-anchor", _NUMBERED.sub("<", anchor)) for anchor in noted.odd_anchors]
    for problem, losses in (
        ("code-with-space", code.spaces),
        ("row-of-other-length", rows.rows),
        ("star-without-pair", stars.unpaired),
        ("star-in-word", stars.in_words),
        ("underscores", stars.underscores),
        ("braces-after-mark", noted.too_far),
    ):
        others += [(problem, _NUMBERED.sub("<", about)) for about in losses]
    refused = [name for name in noted.names if name not in _ACCEPTED]
    others += [("attribute", name) for name in refused]
    for element in tree.iterdescendants():
        if element.tag == "body":
            continue
        others += [one for one in _of_element(element, key) if one[1] not in refused]
        made = element.get("aria-labelledby") or element.get("role")  # the link to a section, the links of notes
        if (id := element.get("id")) is not None and not _is_of_note(element):
            ids.append(id)
        if (href := element.get("href")) is not None and not scheme(href) and not made:
            targets.append(_NUMBERED.sub("<", href))
        for part in _outside_code(element):
            for less in _NUMBERED.finditer(part):
                position = positions[ord(less[1]) - 0xF0000]
                if _HTML.match("<" + text[position + 1 : position + 3]):
                    html.append(position)
            others += _in_braces(part, element.tag in _HEADINGS)
            others += [(code, _NUMBERED.sub("<", about)) for code, about in shown_raw(part)]
    return _Converted(html, others, targets, ids)


def _outside_code(element: Any) -> Iterator[str]:
    """The texts of an element and after it that are no code."""
    if element.text and not any(one.tag in ("code", "pre") for one in (element, *element.iterancestors())):
        yield element.text
    if element.tail and not any(one.tag in ("code", "pre") for one in element.iterancestors()):
        yield element.tail


def _in_braces(text: str, heading: bool) -> Iterator[_Problem]:
    """The lists of attributes, and what was to be one, that are left in a text, which may be that of a heading."""
    for braces in _BRACES.finditer(text):
        name = _NAME_IN_BRACES.search(braces[0])
        if not _ANCHOR_LEFT.match(braces[0]):
            yield "attribute", name[1] if name else _NUMBERED.sub("<", braces[0])
        elif not heading:
            yield "anchor-not-read", _NUMBERED.sub("<", braces[0])
    if heading and (left := _ANCHOR_LEFT.search(text)):
        yield "anchor-not-read", _NUMBERED.sub("<", left[0])


def _is_of_note(element: Any) -> bool:
    """Whether it is a mark or a note: on its page their ids are others."""
    return element.tag == "sup" or bool(element.xpath("parent::ol/parent::section"))


def _of_element(element: Any, key: str) -> Iterator[_Problem]:
    if element.tag in _OF_ELEMENT:
        yield _OF_ELEMENT[element.tag]
        return
    if element.tag == "label" or element.get("class") == "checklist":  # around an input
        return
    allowed = ELEMENTS.get(element.tag) if isinstance(element.tag, str) else None
    if allowed is None:
        yield "element", f"<{element.tag}>" if isinstance(element.tag, str) else "<!-- -->"
        return
    if signs := element.attrib.pop(_SIGNS, ""):
        yield from _of_heading(element, _NUMBERED.sub("<", signs))
    for name, value in element.attrib.items():
        value = _NUMBERED.sub("<", value)
        if name not in allowed:
            yield "attribute", name
        elif name == "href":
            # A space in the name of a page is judged with all else that leads to no page.
            if not may_lead(value if scheme(value) else value.replace(" ", ""), key) or "<" in value:
                yield "mail-link" if scheme(value) == "mailto" else "bad-link", value
        elif name == "class":
            listed = VALUES[f"{element.tag} class"]
            box = "admonition" in value.split()
            for word in value.split():
                if not listed.fullmatch(word):
                    yield ("box-of-other-kind", word) if box else ("attribute", f".{word}")
        elif (pattern := VALUES.get(f"{element.tag} {name}") or VALUES.get(name)) and not pattern.fullmatch(value):
            yield "attribute", f"#{value}" if name == "id" else f"{name}={value}"


def _of_heading(heading: Any, signs: str) -> Iterator[_Problem]:
    hashes = signs[: len(signs) - len(signs.lstrip("#"))]
    if not hashes:
        yield "heading-underlined", signs
    elif signs[len(hashes) : len(hashes) + 1] not in (" ", "\t"):
        yield "heading-without-space", signs
    elif heading.getparent().tag != "body":
        yield "heading-inside", hashes
    elif heading.tag == "h1" and any(one.tag == "h1" for one in heading.itersiblings(preceding=True)):
        yield "second-title", signs


# ----------------------------------------------------------------------------------------------------------- the lines


def _located(
    problems: list[_Problem], ends: list[int], problems_before: Callable[[int], list[_Problem]], lines: list[str]
) -> Iterator[tuple[_Problem, int]]:
    """Each problem with the number of lines, one of ``ends``, that must be read for it to be there.

    The n-th of several equal ones is there as soon as n are. When too much would have to be converted, the last line
    that is known to do is good enough.
    """
    known = {0: Counter(), ends[-1]: Counter(problems)}
    left = _SEARCHED

    def before(end: int) -> Counter[_Problem]:
        nonlocal left
        if end not in known:
            left -= sum(len(line) + 1 for line in lines[:end])
            known[end] = Counter(problems_before(end))
        return known[end]

    number: Counter[_Problem] = Counter()
    for one in problems:
        number[one] += 1
        low, high = -1, len(ends) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if ends[middle] not in known and left <= 0:
                break
            if before(ends[middle])[one] >= number[one]:
                high = middle
            else:
                low = middle
        yield one, ends[high]
