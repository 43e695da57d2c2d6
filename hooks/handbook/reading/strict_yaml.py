"""YAML as contributors expect it: every value with its place, and none of YAML's surprises.

One pass over PyYAML's events builds plain Python values (dict, tuple, str, int, float, bool, None). Refused, each
with its line and column: aliases, anchors, tags, duplicate keys, bare YAML 1.1 booleans (``NO``), quotation marks of a
word processor, texts that `` #`` would cut, tabs in indentation, several documents, text that is not UTF-8, files above
256 KB, nesting deeper than 20, integers above 18 digits, and what spoils a text (``handbook.reading.written_text``).
Dates, sexagesimals and ``1_000`` stay text. The one tag that may be allowed is MkDocs' ``!ENV``, in its settings.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from handbook.reading.findings import Finding, finding
from handbook.reading.written_text import INVISIBLE, conflict_marker, position, spoilt
from handbook.reading.yaml_faults import (
    CURLY,
    OTHER_SPACES,
    Fault,
    fault_at,
    faults_of_escapes,
    faults_of_line,
    quoted,
    space_fault,
    with_common_indentation,
    without_curly,
)

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20

Path = tuple[str | int, ...]
Position = tuple[int, int]

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# PyYAML from 6.0.4 on stops at a thousand levels.
_BEYOND_THE_PARSER = "exceeded maximum nesting depth"
MAX_DIGITS = 18
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_NO_TEXT = re.compile(rf"~?|null|true|false|{_INTEGER.pattern}|{_FLOAT.pattern}")
_TABBED = re.compile(r"(?=[ ]*\t)[ \t]+(?=\S)")
_OTHER_SPACE = re.compile(f"[{OTHER_SPACES}]")
# A sign that begins a comment, after a value on the same line.
_COMMENT = re.compile(r"[ \t]*#")
_END_IN_BRACKETS = re.compile(r"\s*(?=[,\]}])|\s*$")
_YAML_1_1_BOOLEAN = {"y", "n", "yes", "no", "on", "off"}


@dataclass(frozen=True)
class Document:
    """A parsed file: its value, and the place (line, column, both from 1) of each value and of each key."""

    value: Any
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)  # a number with decimals, as it stands in the file

    def place(self, path: Path) -> Position:
        """Where ``path`` stands; for a path that is not there, where its nearest parent stands."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return (1, 1)

    def key_place(self, path: Path) -> Position:
        """Where the key that ends ``path`` stands, else where its value or nearest parent stands."""
        return self.keys.get(path) or self.place(path)


class _RefusedError(Exception):
    def __init__(self, line: int, column: int, code: str, **words: object) -> None:
        super().__init__(code)
        self.place, self.code, self.words = (line, column), code, words


def _refused(fault: Fault) -> _RefusedError:
    line, column = fault.place
    return _RefusedError(line, column, fault.code, **fault.words)


def load(data: bytes, path: str, *, first_line: int = 1) -> tuple[Document | None, list[Finding]]:
    """Parse ``data``; return the document, or None and the findings that say why not.

    ``path`` is only for the findings; ``first_line`` is the line of the file where ``data`` begins
    (front matter begins on line 2).
    """
    document, findings = load_all(data, path, first_line=first_line)
    return (None if findings else document), findings


def load_all(
    data: bytes, path: str, *, first_line: int = 1, environment: bool = False
) -> tuple[Document | None, list[Finding]]:
    """Parse as ``load`` does, but recover from unambiguous mistakes: return the document and the findings.

    So a tab or a bare ``NO`` does not hide other mistakes in the file. With ``environment``, ``!ENV NAME`` and
    ``!ENV [NAME, value]`` stand for what the environment has, or for the value.
    """
    noted: list[_RefusedError] = []
    document = None
    try:
        document = _parse(_decoded(data, noted), first_line, noted, environment)
    except _RefusedError as refused:
        # Drop the syntax error that follows from a tab, a bad byte or a lost bracket that is already reported.
        if refused.code in ("yaml-syntax", "unclosed-quote") and any(one.code in _SPOILING for one in noted):
            pass
        elif not any(one.code == refused.code and one.place[0] == refused.place[0] for one in noted):
            noted.append(refused)
    return document, [
        finding(path, one.place[0] + first_line - 1, one.place[1], "", one.code, **one.words) for one in noted
    ]


_SPOILING = ("tab", "tabs", "control-character", "cut-by-comment", "other-space", "look-alike", "backslash")


def _decoded(data: bytes, noted: list[_RefusedError]) -> str:
    """The text of a file; what was mended to go on reading is noted."""
    if len(data) > MAX_BYTES:
        raise _RefusedError(1, 1, "file-too-large", size=len(data) // 1024, limit=MAX_BYTES // 1024)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        wrong = _RefusedError(before.count(b"\n") + 1, error.start - before.rfind(b"\n"), "not-utf-8")
        try:
            text = data.decode("cp1252")  # what Windows writes when it does not write UTF-8
        except UnicodeDecodeError:
            raise wrong from None
        if INVISIBLE.search(text):
            raise wrong from None
        noted.append(wrong)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if place := conflict_marker(text):
        raise _RefusedError(*place, "merge-conflict")
    if not noted:  # what is not UTF-8 was read as best it could be
        noted += [_refused(Fault(position(text, one.at), one.code, one.words)) for one in spoilt(text)]
    text, spaces = with_common_indentation(INVISIBLE.sub("?", text))
    noted += map(_refused, spaces)
    lines = text.splitlines(keepends=True)
    tabs = [(number, found[0]) for number, line in enumerate(lines, 1) if (found := _TABBED.match(line))]
    if tabs:
        number, indentation = tabs[0]
        place = (number, indentation.index("\t") + 1)
        noted.append(_RefusedError(*place, "tabs", count=len(tabs)) if len(tabs) > 1 else _RefusedError(*place, "tab"))
        for number, indentation in tabs:
            line = lines[number - 1]
            lines[number - 1] = indentation.replace("\t", "  ") + line[len(indentation) :]
        text = "".join(lines)
    return text


def _parse(text: str, first_line: int, noted: list[_RefusedError], environment: bool) -> Document:
    parser = _PARSER(text)
    before = len(noted)
    builder = _Builder(parser, text, first_line, noted, environment)
    try:
        return builder.document()
    except yaml.MarkedYAMLError as error:
        if (
            error.problem == _BEYOND_THE_PARSER and error.problem_mark
        ):  # it looks ahead: the builder has not come to our limit yet
            del noted[before:]
            return _parse(text[: error.problem_mark.index], first_line, noted, environment)
        raise _refused(fault_at(text, error, builder.last, builder.long_quote)) from None
    except yaml.YAMLError:
        raise _RefusedError(1, 1, "yaml-syntax", problem="unreadable") from None
    finally:
        parser.dispose()


class _Builder:
    def __init__(self, parser: Any, text: str, first_line: int, noted: list[_RefusedError], environment: bool) -> None:
        self.parser, self.text, self.offset, self.noted = parser, text, first_line - 1, noted
        self.environment = environment
        self.lines = text.split("\n")
        self.escapes = "\\" in text
        self.brackets = 0  # in how many flow lists and mappings the parser is
        self.written: dict[Path, str] = {}
        self.values: dict[Path, Position] = {}
        self.keys: dict[Path, Position] = {}
        self.last: Any = None  # the event before
        self.long_quote: Any = None  # the last text in quotation marks that runs over several lines

    def document(self) -> Document:
        self.next()  # StreamStart
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return self._finished(None)
        value = self._value(self.next(), ())
        if isinstance(value, str):  # no key was read
            line, _ = self.values[()]
            for fault in faults_of_line(self.lines[line - 1], line):
                raise _refused(fault)
        self.next()  # DocumentEnd
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(*_place(event), "several-documents")
        return self._finished(value)

    def next(self) -> Any:
        """The next event; a comment that cuts it or a backslash that changes it is noted."""
        event = self.last = self.parser.get_event()
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.CollectionStartEvent):
            self.brackets += bool(event.flow_style)
        elif isinstance(event, yaml.CollectionEndEvent) and end.index > start.index:
            self.brackets -= 1
            self._note_cut(event, plain=False)
        elif isinstance(event, yaml.ScalarEvent) and event.style not in ("|", ">"):
            self._note_cut(event, plain=event.implicit[0])
            if self.escapes and event.style == '"':
                for fault in faults_of_escapes(self.text, start.index + 1, end.index - 1):
                    self.noted.append(_refused(fault))
                    event.value = self.text[start.index + 1 : end.index - 1]
        return event

    def _note_cut(self, event: Any, *, plain: bool) -> None:
        """Note a comment that follows a text without quotes, and a ``#1`` that follows any value."""
        line, column = event.end_mark.line, event.end_mark.column
        found = _COMMENT.match(self.lines[line], column) if line < len(self.lines) else None
        if not found:
            return
        comment = (self.lines[line] + " ")[found.end()].isspace()
        if comment and (not plain or _NO_TEXT.fullmatch(event.value)):
            return
        words = {}
        if plain:
            text, words["for_example"], span = self._uncut(event)
            if not comment:
                event.value = text
                words.update({"mend": f"quote {span[0]} {span[1]}"} if span else {})
        self.noted.append(_RefusedError(line + 1, found.end(), "cut-by-comment", **words))

    def _uncut(self, event: Any) -> tuple[str, str, tuple[int, int] | None]:
        """The whole text, and its line with that in quotes; of several lines, all in one.

        If it is on one line, also where in that it begins and ends.
        """
        start, end = event.start_mark, event.end_mark
        rest, after = self.lines[end.line][end.column :], ""
        if self.brackets and (stop := _END_IN_BRACKETS.search(rest)):
            rest, after = rest[: stop.start()], rest[stop.end() :]
        before = self.lines[start.line][: start.column].lstrip()
        text = f"{event.value}{rest}".strip()
        span = (start.column, start.column + len(text)) if start.line == end.line else None
        return text, f"{before}{' ' if before[-1:] in (':', '-') else ''}{quoted(text)}{after}".rstrip(), span

    def _finished(self, value: Any) -> Document:
        def moved(places: dict[Path, Position]) -> dict[Path, Position]:
            if not self.offset:
                return places
            return {path: (line + self.offset, column) for path, (line, column) in places.items()}

        return Document(value, moved(self.values), moved(self.keys), self.written)

    def _value(self, event: Any, path: Path) -> Any:
        place, last_line = _place(event), event.end_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(*place, "alias")
        if event.anchor is not None:
            raise _RefusedError(*place, "alias")
        if event.tag is not None and not (self.environment and event.tag == "!ENV"):
            raise _RefusedError(*place, "tag", tag=event.tag)
        if len(path) > MAX_DEPTH:
            raise _RefusedError(*place, "too-deep", limit=MAX_DEPTH)
        self.values[path] = place
        if event.tag is not None:
            return self._from_environment(event, path)
        if isinstance(event, yaml.ScalarEvent):
            if event.style in ("'", '"') and last_line > place[0]:
                self.long_quote = event
            value = self._scalar(event)
            if isinstance(value, float):
                self.written[path] = event.value
            return value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _from_environment(self, event: Any, path: Path) -> Any:
        """The value of the first variable that is set, else the last item."""
        if isinstance(event, yaml.MappingStartEvent):
            raise _RefusedError(*_place(event), "tag", tag=event.tag)
        items = self._sequence(path) if isinstance(event, yaml.SequenceStartEvent) else (event.value,)
        names, default = (items[:-1], items[-1]) if len(items) > 1 else (items, None)
        written = next((os.environ[name] for name in names if isinstance(name, str) and name in os.environ), None)
        return default if written is None else _typed(written)

    def _sequence(self, path: Path) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return tuple(items)

    def _mapping(self, path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            place = _place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(*place, "key-not-text")
            if event.anchor is not None or event.tag is not None:
                raise _RefusedError(*place, "alias" if event.anchor else "tag", tag=event.tag)
            key = self._key(event)
            if key == "<<":
                raise _RefusedError(*place, "alias", key=key)
            if key in items:
                self.noted.append(_RefusedError(*place, "duplicate-key", key=key))
                self._value(
                    self.next(), (*path, key, "twice")
                )  # parse and discard the duplicate; keep the positions of the first
                continue
            self.keys[(*path, key)] = place
            items[key] = self._value(self.next(), (*path, key))
        return items

    def _key(self, event: yaml.ScalarEvent) -> str:
        """The text of a key; what makes it another than was meant is a fault of its own."""
        key = str(event.value)
        if not event.implicit[0] or (key.isascii() and key.replace("-", "").replace("_", "").isalnum()):
            return key
        line, column = _place(event)
        rest = self.lines[line - 1][column - 1 :]
        faults = [one for one in faults_of_line(rest, line, column) if one.place[1] <= column + len(key)]
        if not faults and (space := _OTHER_SPACE.search(key)):
            faults.append(space_fault((line, column + space.start()), space[0]))
        for fault in faults:
            if fault.code != "other-space" or ":" in key:
                raise _refused(fault)
            self.noted.append(_refused(fault))
        return key.strip(OTHER_SPACES)

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        text = event.value
        if self.escapes:  # the text of the file does not show what "\\0" stands for
            for one in spoilt(text):
                raise _refused(Fault(_place(event), one.code, one.words))
        if not event.implicit[0]:  # quoted or block text
            return text
        text = text.strip(OTHER_SPACES)
        if text.lower() in _YAML_1_1_BOOLEAN:
            self.noted.append(_RefusedError(*_place(event), "bare-boolean", word=text))
            return text
        if _INTEGER.fullmatch(text) and len(text.lstrip("-")) > MAX_DIGITS:
            raise _RefusedError(*_place(event), "number-too-long", found=len(text.lstrip("-")), high=MAX_DIGITS)
        value = _typed(text)
        if value is text and text[0] in CURLY:
            straight = without_curly(text)
            example = quoted(straight)
            self.noted.append(_RefusedError(*_place(event), "curly-quotes", found=text[0], for_example=example))
            return straight
        return value


def _typed(text: str) -> Any:
    """What ``text`` stands for without quotes."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _place(event: Any) -> Position:
    return (event.start_mark.line + 1, event.start_mark.column + 1)
