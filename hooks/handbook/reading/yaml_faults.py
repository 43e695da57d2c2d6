"""What somebody meant where YAML cannot be read: signs that look alike, spaces of another kind, quotation marks.

Each is a fault with its place, and where it is plain what was meant, with the line as it should be.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import yaml

from handbook.reading.written_text import Position, position

# The spaces of Unicode that YAML does not take for one.
OTHER_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
CURLY = "“”„‟‘’‚«»＂＇"
# What is typed or pasted in place of the signs of YAML.
_COLONS = "：﹕∶꞉ː"
_LIST_MARKS = "–—―−‐‑‒•·▪●◦"
_MINUS = "−–—‐‑‒－﹣"

_IN_QUOTES = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_SIGN_IN_TEXT = re.compile(r"(?<=\S)(?:[ \t]+|(?<=[\[{,]))#(?=\S)")
_INDENTATION = re.compile(rf"^ *([{OTHER_SPACES}])[ {OTHER_SPACES}]*", re.M)
_LIST_MARK = re.compile(rf" *(?:- +)*([{_LIST_MARKS}+])(?=[ {OTHER_SPACES}])")
_STAR = re.compile(rf" *(?:- +)*(\*)(?=[ {OTHER_SPACES}])")
_HYPHEN = re.compile(rf" *(?:- +)*-([{OTHER_SPACES}])")
# A key, at the beginning of a line, after hyphens, or in braces; and what stands where a colon and a space should.
_KEY = re.compile(
    rf"(?:^ *(?:[-*{_LIST_MARKS}][ {OTHER_SPACES}]+)*|[{{,][ {OTHER_SPACES}]*)(?P<key>[A-Za-z_][\w-]*)"
    rf"(?:(?P<before>[{OTHER_SPACES}])[ {OTHER_SPACES}]*:|[ {OTHER_SPACES}]*(?P<colon>[{_COLONS}])"
    rf"|:(?P<after>[{OTHER_SPACES}])|:(?P<nothing>(?=[^\s/])))"
)
# A key (after hyphens of a list) and a text without quotes that holds a colon.
_COLON_IN_TEXT = re.compile(r"(?:- +)*([\w-]+): +([^\s\"'\[{&*!|>%@`#].*?: .*)")
_ESCAPE = re.compile(r"\\(.)", re.S)
# What a backslash may stand before in a text in double quotes. Any other escape would change what was written.
_ESCAPES = '"\\/xuU\n'


class Fault(NamedTuple):
    """What is wrong in a line: where, the code of a finding and its words."""

    place: Position
    code: str
    words: Mapping[str, object]


def quoted(text: str) -> str:
    """``text`` as it stands between quotation marks in YAML: double ones, or single ones where it holds double ones."""
    return f"'{text}'" if '"' in text and "'" not in text else json.dumps(text, ensure_ascii=False)


def space_fault(place: Position, space: str, *, in_text: bool = False) -> Fault:
    """A space of another kind at ``place``; outside texts, a common one belongs there."""
    name = {"\u00a0": "@no-break-space", "\u202f": "@no-break-space", "\u2007": "@no-break-space"}.get(space, "@space")
    words = {"kind": name, "found": f"U+{ord(space):04X}", "at": place[1]}
    return Fault(place, "other-space", words if in_text else {**words, "mend": "space"})


def sign_fault(place: Position, found: str, meant: str, for_example: str | None = None) -> Fault:
    """A sign that looks like the one that was meant."""
    words = {"found": found, "number": f"U+{ord(found):04X}", "meant": meant, "for_example": for_example}
    return Fault(place, "look-alike", words)


def number_fault(place: Position, text: str) -> Fault | None:
    """A number after a sign that looks like a minus, or in digits of another width."""
    number = unicodedata.normalize("NFKC", text)
    if number[:1] in tuple(_MINUS):
        number = "-" + number[1:]
    return letter_fault(place, text, number) if re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", number) else None


def letter_fault(place: Position, word: str, meant: str) -> Fault | None:
    """A word that looks like the one that was meant, with a sign or a letter of another alphabet or width."""
    if len(word) != len(meant) or word.isascii():
        return None
    found, letter = next((pair for pair in zip(word, meant, strict=True) if pair[0] != pair[1]), ("a", "a"))
    alike = not found.isascii() and not unicodedata.name(found, "").startswith("LATIN")
    return sign_fault(place, found, letter, meant) if alike else None


def fault_of_word(place: Position, word: str, meant: str | None) -> Fault | None:
    """A space of another kind, or a letter that looks like the one that was meant, in a word."""
    if space := re.search(f"[{OTHER_SPACES}]", word):
        return space_fault(place, space[0], in_text=True)
    with_hyphens = "".join("-" if one in _MINUS else one for one in word)
    return next((fault for one in (meant, with_hyphens) if one and (fault := letter_fault(place, word, one))), None)


def fault_of_value(place: Position, text: str, fields: Collection[str]) -> Fault | None:
    """What was meant by a text that stands where a list, or keys named ``fields``, should."""
    if bracket := _bracket_fault(place, text[:1]):
        return bracket
    key = re.search(r"[A-Za-z_]\w*", text)
    for fault in faults_of_line(text, *place):
        if fault.code == "list-mark" or (key and key[0] in fields):
            return Fault(fault.place, fault.code, {**fault.words, "for_example": None})  # several lines may be in it
    return None


def _bracket_fault(place: Position, sign: str) -> Fault | None:
    """A bracket or a comma of another width."""
    meant = unicodedata.normalize("NFKC", sign)
    return sign_fault(place, sign, meant) if sign != meant and meant in tuple("[]{},") else None


def faults_of_line(line: str, number: int, column: int = 1) -> Iterator[Fault]:
    """What stands in ``line``, which begins at ``column``, where a sign of YAML was meant; the first comes first."""
    bare = _IN_QUOTES.sub(lambda found: "x" * len(found[0]), line)
    if found := _LIST_MARK.match(bare):
        yield _mark_fault(line, number, column, found)
    if found := _HYPHEN.match(bare):
        yield space_fault((number, column + found.start(1)), found[1])
    for found in _KEY.finditer(bare):
        for name in ("before", "after"):
            if space := found[name]:
                yield space_fault((number, column + found.start(name)), space)
        if colon := found["colon"]:
            start, end = found.span("colon")
            fixed = _with(line, (start, end + len(line[end:]) - len(line[end:].lstrip())), ": ")
            yield sign_fault((number, column + start), colon, ":", fixed)
        if found["nothing"] is not None:
            place = (number, column + found.end())
            yield Fault(place, "no-space-after-colon", {"for_example": _with(line, (found.end(), found.end()), " ")})


def _mark_fault(line: str, number: int, column: int, found: re.Match[str]) -> Fault:
    words = {"found": found[1], "for_example": _with(line, found.span(1), "-")}
    return Fault((number, column + found.start(1)), "list-mark", words)


def with_common_indentation(text: str) -> tuple[str, list[Fault]]:
    """``text`` with common spaces at the beginning of lines, and a fault for each line that had another one there."""
    faults = [
        space_fault(position(text, found.start(1)), found[1])
        for found in _INDENTATION.finditer(text)
        if text[found.end() : found.end() + 1].strip()
    ]
    return _INDENTATION.sub(lambda found: " " * len(found[0]), text), faults


def _with(line: str, span: tuple[int, int], text: str) -> str:
    """``line`` with ``text`` in place of what is at ``span``."""
    return f"{line[: span[0]]}{text}{line[span[1] :]}".strip()


def faults_of_escapes(text: str, start: int, end: int) -> Iterator[Fault]:
    """The first backslash between double quotes, from ``start`` to ``end`` of ``text``, that stands for something else: ``C:\\new``."""
    for found in _ESCAPE.finditer(text, start, end):
        if found[1] not in _ESCAPES:
            yield _backslash(text, position(text, found.start()), start - 1)
            return


def _backslash(text: str, place: Position, start: int) -> Fault:
    """The text in quotes that begins at ``start`` has a backslash at ``place``."""
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start:].split("\n", 1)[0]
    found = _IN_QUOTES.match(line, start - line_start)
    if not found:
        return Fault(place, "backslash", {})
    content = re.sub(r'\\(["\\])', r"\1", found[0][1:-1])
    return Fault(place, "backslash", {"for_example": _with(line, found.span(), _with_backslashes(content))})


def _with_backslashes(text: str) -> str:
    return f"'{text}'" if "'" not in text else json.dumps(text, ensure_ascii=False)


def without_curly(text: str) -> str:
    """A text between quotation marks of a word processor, or between one of those and a straight one, without them."""
    inner = text[1:]
    if inner[-1:] in tuple(CURLY) or (inner[-1:] in ("'", '"') and inner.count(inner[-1]) % 2):
        inner = inner[:-1]
    return inner.strip()


def fault_at(text: str, error: yaml.MarkedYAMLError, last: Any, long_quote: Any) -> Fault:
    """Why the parser stops with ``error``.

    ``last`` is the event before it, ``long_quote`` the last text in quotes that runs over several lines.
    """
    problem, opened = error.problem or "", error.context_mark
    mark = error.problem_mark or opened
    number = mark.line + 1 if mark else 1
    lines = text.split("\n")
    if opened and "quoted scalar" in (error.context or ""):
        if mark and ("escape" in problem or "hexdecimal" in problem):
            return _backslash(text, position(text, text.rindex("\\", 0, mark.index + 1)), opened.index)
        return _not_closed(lines, opened)
    if (
        long_quote and long_quote.end_mark.line + 1 == number
    ):  # it swallowed what followed, up to the next quotation mark
        return _not_closed(lines, long_quote.start_mark)
    if mark and last and (fault := _after_quotes(lines, last, mark)):
        return fault
    before = [(index, line) for index, line in enumerate(lines[:number], 1) if line.strip()]
    for index, line in reversed(before[-2:]):
        if sign := _SIGN_IN_TEXT.search(_IN_QUOTES.sub(lambda one: "x" * len(one[0]), line)):
            return Fault((index, sign.end()), "cut-by-comment", {})
    if mark and "alias" in (error.context or "") and (star := _STAR.match(lines[number - 1])):
        return _mark_fault(lines[number - 1], number, 1, star)
    nearby = [opened.line + 1] if opened and (error.context or "").endswith("simple key") else []
    nearby += [index for index, _ in before[-2:]]
    for index in sorted(set(nearby)):
        for fault in faults_of_line(lines[index - 1], index):
            return fault
    place = (number, mark.column + 1) if mark else (1, 1)
    words = {"problem": re.sub(r"\s+", " ", problem).strip(), "for_example": _in_quotes(lines, number)}
    return Fault(place, "yaml-syntax", words)


def _not_closed(lines: list[str], opened: Any) -> Fault:
    """A text in quotes that does not end on its line, or ends with a quotation mark of a word processor."""
    place = (opened.line + 1, opened.column + 1)
    line = lines[opened.line].rstrip()
    found = re.match(rf"(.*)([{CURLY}])(\s*[\]}},]*)$", line[opened.column + 1 :])
    if not found:
        return Fault(place, "unclosed-quote", {})
    fixed = f"{line[: opened.column]}{quoted(found[1])}{found[3]}".strip()
    column = opened.column + 2 + len(found[1])
    return Fault((opened.line + 1, column), "curly-quotes", {"found": found[2], "for_example": fixed})


def _after_quotes(lines: list[str], last: Any, mark: yaml.Mark) -> Fault | None:
    """A quotation mark that closes a text before its end: ``'l'Alcaldia'``, ``"El "gran" plan"``."""
    end = last.end_mark
    style = getattr(last, "style", None)
    if style not in ("'", '"') or last.start_mark.line != end.line or mark.line != end.line:
        return None
    line, start = lines[end.line], last.start_mark.column
    rest = line[end.column :]
    if rest.strip()[:1] in ("", ",", "]", "}", ":", "#"):
        return None
    after = end.column + len(rest) - len(rest.lstrip())
    if bracket := _bracket_fault((end.line + 1, after + 1), line[after]):
        return bracket
    closed = re.match(rf"(.*?){style}(?=\s*(?:[,\]}}]|$))", rest)
    if rest[0] == " " and line[end.column - 2] != " ":  # "Uno" y "dos": the text begins with a word in quotes
        stop = end.column + (closed.end() if closed else len(rest.rstrip()))
        whole = line[start:stop]
    elif closed:
        stop, whole = end.column + closed.end(), line[start + 1 : end.column + closed.end() - 1]
    else:
        stop, whole = len(line.rstrip()), line[start + 1 :].rstrip()
    return Fault((end.line + 1, end.column), "quote-inside", {"for_example": _with(line, (start, stop), quoted(whole))})


def _in_quotes(lines: list[str], number: int) -> str | None:
    """``key: a text: with a colon`` as it should have been written; None where that is not what is wrong."""
    line = lines[number - 1].strip() if number <= len(lines) else ""
    found = _COLON_IN_TEXT.fullmatch(line) if len(line) < 1000 else None
    return f"{found[1]}: {json.dumps(found[2], ensure_ascii=False)}" if found else None
