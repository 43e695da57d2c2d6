"""Plain text into Markdown that shows exactly that text, and the few Markdown shapes that renderers share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Entities, not backslashes: they mean the same to every Markdown reader, in tables and out of them.
_ENTITIES = {ord(c): f"&#{ord(c)};" for c in "\\`*_{}[]|<>~^"} | {ord("&"): "&amp;"}
# What makes a heading, a rule, a list, an admonition or a definition of the text that it begins.
_LEADING = re.compile(r"^(#|[-+=](?=[-+=\s]|$)|\d+[.)](?=\s|$)|!!!|\?\?\?|:(?=\s|$))")
# What would close a heading, and be left out.
_TRAILING = re.compile(r"#$")


class Markdown(str):
    """A text that already is Markdown."""

    __slots__ = ()


def escape(text: object) -> Markdown:
    """``text`` as Markdown that reads the same; what is Markdown already stays as it is."""
    if isinstance(text, Markdown):
        return text
    plain = " ".join(str(text).split()).translate(_ENTITIES)
    plain = _TRAILING.sub("&#35;", plain)
    return Markdown(_LEADING.sub(lambda found: f"&#{ord(found[1][0])};" + found[1][1:], plain))


def relative(target: str, page_key: str) -> str:
    """The link from a page to ``target`` (a key such as ``cases/medellin``, with or without an #anchor)."""
    key, hash, anchor = target.partition("#")
    (folder, _, name), (here, _, _) = key.rpartition("/"), page_key.rpartition("/")
    if folder != here:
        name = "../" * (here.count("/") + bool(here)) + key
    return f"{name}.md{hash}{anchor}"


def link(text: object, target: str, page_key: str) -> Markdown:
    return Markdown(f"[{escape(text)}]({relative(target, page_key)})")


def remarked(text: object, remark: str) -> Markdown:
    """``text`` and, in italics in parentheses, the remark on it, if any."""
    return Markdown(escape(text) + (f" *({escape(remark)})*" if remark else ""))


def bullet_list(items: Iterable[object]) -> Markdown:
    return Markdown("\n".join(f"- {escape(item)}" for item in items))


ROWS = ".caption .rows"


def table(
    caption: object,
    columns: Sequence[object],
    rows: Iterable[Sequence[object]],
    numeric: Sequence[bool] = (),
    *,
    marks: str = ".caption",
) -> Markdown:
    """A Markdown table; its caption is the paragraph of class ``caption`` just before it. With the marks ``ROWS`` a phone
    shows its first rows, each in few lines, and the rest on demand."""
    rules = ["---:" if index < len(numeric) and numeric[index] else "---" for index in range(len(columns))]
    lines = [
        "| " + " | ".join(escape(column) for column in columns) + " |",
        "| " + " | ".join(rules) + " |",
        *("| " + " | ".join(escape(cell) or "—" for cell in row) + " |" for row in rows),
    ]
    return Markdown(f"{escape(caption)}\n{{: {marks} }}\n\n" + "\n".join(lines))
