"""What spoils a written text before anybody reads it as YAML or Markdown.

The form for a case refuses the same: it gets these lists as they are (``for_the_form``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

Position = tuple[int, int]
Ranges = tuple[tuple[int, int], ...]

# How Git, in its default and its diff3 style, marks the two sides of a conflict. The line between them (=======) may
# underline a heading, so it does not count here.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.M)

# What nobody sees: control characters, surrogates and what is no character in Unicode, and those of which Unicode 16
# says that nothing is shown for them (DerivedCoreProperties.txt, Default_Ignorable_Code_Point); besides, the ends of
# lines and paragraphs, the marks of annotations and the blank of Braille. U+0085 is a line end of old mainframes.
UNSEEN: Ranges = (
    (0x00, 0x08),
    (0x0B, 0x0C),
    (0x0E, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200C),
    (0x200E, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xD800, 0xDFFF),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0D),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)),
)
# These join and colour pictographs; after anything else nobody sees them either.
JOINERS: Ranges = ((0x200D, 0x200D), (0xFE0E, 0xFE0F))
PICTOGRAPHS: Ranges = (
    (0xA9, 0xA9),
    (0xAE, 0xAE),
    (0x203C, 0x27FF),
    (0x2900, 0x3299),
    (0xFE0F, 0xFE0F),
    (0x1F000, 0x1FAFF),
)
# Each font may show another sign for these: Symbol and Wingdings, from which word processors take their bullets.
PRIVATE: Ranges = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
# What stands for a letter that could not be read.
LOST: Ranges = ((0xFFFD, 0xFFFD),)

# The letters and signs that Spanish, English, Portuguese and French texts hold beyond ASCII. Not among them are those
# that UTF-8 read as Windows-1252 would make of a "Ã" and a closing sign, which may end a word in capitals: Ò, Ô, ×, û.
_SIGNS = "áéíóúüñÁÉÍÓÚÜÑàèìòùâêîôãõçäëïöÇÃÂœßøåæ\N{NO-BREAK SPACE}¿¡ºª°«»·´¨©®½¼¾§¶±²³µ¢£¬–—‘’‚“”„…•€‹›™→←✓"
# What reads UTF-8 as one of these shows "Ã³", "√≥" or "├│" for "ó": Windows, old Macs, the consoles of DOS.
_WRONG_ENCODINGS = ("cp1252", "mac_roman", "cp850", "cp437")


def _read_wrongly(sign: str, encoding: str) -> str:
    """The bytes of ``sign`` in UTF-8, one by one; Windows-1252 has no sign for five of them, and browsers show none."""
    return "".join((bytes([byte]).decode(encoding, "ignore") or chr(byte)) for byte in sign.encode("utf-8"))


# What a wrong encoding makes of a sign -> the sign. Besides, what is left of a closing quotation mark and of a no-break
# space when a program has tidied up after it, and what the mark at the beginning of a file and a zero-width space become.
BROKEN: dict[str, str] = {
    **{_read_wrongly(sign, encoding): sign for encoding in _WRONG_ENCODINGS for sign in _SIGNS},
    "â€": "”",
    "Â ": " ",
    "ï»¿": "",
    "â€‹": "",
}


def _class(*sets: Ranges) -> str:
    """The inside of a character class."""
    return "".join(rf"\U{low:08x}-\U{high:08x}" for ranges in sets for low, high in ranges)


_UNSEEN = rf"[{_class(UNSEEN)}]|(?<![{_class(PICTOGRAPHS)}])[{_class(JOINERS)}]"
INVISIBLE = re.compile(_UNSEEN)
_KINDS = (
    ("control-character", INVISIBLE),
    ("lost-letter", re.compile(f"[{_class(LOST)}]")),
    ("private-character", re.compile(f"[{_class(PRIVATE)}]")),
)
_BROKEN = re.compile("|".join(map(re.escape, sorted(BROKEN, key=len, reverse=True))))
_BROKEN_WORD = re.compile(rf"(?:{_BROKEN.pattern}|\w)+")
_BEGINNING_OF_WORD = re.compile(r"\w*$")
# Without one of these nothing is wrong; most texts have none, and looking for them is quick.
_SUSPECTS = re.compile(
    rf"[{_class(UNSEEN, JOINERS, PRIVATE, LOST)}{''.join(sorted({re.escape(one[0]) for one in BROKEN}))}]"
)


class Spoilt(NamedTuple):
    """What is wrong with a text, and at which character: the code of a finding and its words."""

    at: int
    code: str
    words: Mapping[str, object]


def spoilt(text: str) -> Iterator[Spoilt]:
    """Letters that nobody sees or that a wrong encoding has broken: of each kind, the first of each line."""
    if not _SUSPECTS.search(text):
        return
    broken = list(_BROKEN.finditer(text))
    inside = {index for found in broken for index in range(*found.span())}
    for code, pattern in _KINDS:
        outside = (found for found in pattern.finditer(text) if found.start() not in inside)
        for found in _first_of_each_line(outside, text):
            yield Spoilt(found.start(), code, {"found": f"U+{ord(found[0]):04X}"})
    for found in _first_of_each_line(broken, text):
        before = _BEGINNING_OF_WORD.search(text[max(found.start() - 20, 0) : found.start()])
        rest = _BROKEN_WORD.match(text, found.start())
        assert before and rest
        word = (before[0] + rest[0])[:40]
        words = {"found": word.strip(), "nearest": mended(word).strip()}
        yield Spoilt(found.start(), "broken-letters", words)


def mended(text: str) -> str:
    """``text`` with the letters that it should have had; what was broken twice is mended twice."""
    before = None
    while text != before:
        before, text = text, _BROKEN.sub(lambda found: BROKEN[found[0]], text)
    return text


def _first_of_each_line(all_found: Iterable[re.Match[str]], text: str) -> Iterator[re.Match[str]]:
    end = -1
    for found in all_found:
        if found.start() > end:
            yield found
            end = text.find("\n", found.start())
            if end < 0:
                return


def for_the_form() -> dict[str, Any]:
    """The same lists for the browser."""
    return {
        "unseen": UNSEEN,
        "joiners": JOINERS,
        "pictographs": PICTOGRAPHS,
        "private": PRIVATE,
        "lost": LOST,
        "broken": BROKEN,
    }


def position(text: str, index: int) -> Position:
    """The line and the column, both from 1, of a character of ``text``."""
    before = text[:index]
    return before.count("\n") + 1, index - before.rfind("\n")


def conflict_marker(text: str) -> Position | None:
    """Where an unresolved merge conflict begins in ``text``, whose lines end with a line feed."""
    found = _CONFLICT.search(text)
    return position(text, found.start()) if found else None
