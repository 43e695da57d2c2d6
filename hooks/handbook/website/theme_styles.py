"""The style sheets as they are published: Material's, cut to what this site uses, and ours without comments.

Material styles far more than a handbook shows: whole, its sheets are most of what a phone would fetch. A selector is
kept when every name in it (element, class, id, attribute) is in the list ``material-names.txt`` beside this file. It
holds the names that occur in a built page, in a template, in a script, or that Markdown may make
(``handbook theme-names --update`` renews it), so that every build makes the same sheet without looking at its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import rcssmin
import tinycss2
from lxml import html

from handbook.content.allowed_markdown import BOXES, ELEMENTS
from handbook.reading.theme_files import material_templates

NAMES = "hooks/handbook/website/material-names.txt"
# Where the theme keeps its sheets, below its folder of templates; in the order in which it links them.
_SHEETS = ("assets/stylesheets/main.*.min.css", "assets/stylesheets/palette.*.min.css")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_STATES = {"[open]", "[hidden]", "[checked]"}  # attributes that come and go
_MADE = re.compile(r'\bmake\(\s*"([a-z0-9]+)"')  # elements that a script makes
_WORD = re.compile(r"[\w-]+")
# Where ours gives Material's colours their values; what Material's own schemes say of them is never used.
_OURS = re.compile(r":root:root:root body\[data-md-color-scheme\]\s*\{([^}]*)\}")
_SLATE = "[data-md-color-scheme=slate]"
# The dark scheme before any script has run: as the reader chose it on this device, else as their system has it.
_DARK = (
    ("screen", ':root[data-theme="dark"] [data-md-color-scheme]'),
    ("screen and (prefers-color-scheme:dark)", ':root:not([data-theme="light"]) [data-md-color-scheme]'),
)


def theme_sheet() -> str:
    """The style sheets that Material brings, one after the other."""
    files = [next(iter(material_templates().glob(pattern))) for pattern in _SHEETS]
    return "\n".join(re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL) for file in files)


def write_theme_sheet(root: Path, site: Path) -> None:
    """Write ``assets/material.css``, the part of Material's sheets that is used, into ``site``."""
    names = frozenset((root / NAMES).read_text(encoding="utf-8").split())
    ours = "".join(file.read_text(encoding="utf-8") for file in sorted((root / "docs/assets").glob("*.css")))
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets/material.css").write_text(cut(theme_sheet(), names, ours), encoding="utf-8")


def write_own_sheets(root: Path, site: Path) -> None:
    """Write our sheets into ``site`` without comments and needless white space, which are a tenth of what they weigh."""
    for file in sorted((root / "docs/assets").glob("*.css")):
        (site / "assets" / file.name).write_text(
            rcssmin.cssmin(file.read_text(encoding="utf-8")) + "\n", encoding="utf-8"
        )


def cut(sheet: str, names: frozenset[str], ours: str = "") -> str:
    """``sheet`` without the selectors that ask for a name that is not in ``names``, the custom properties that
    neither it nor ``ours`` uses or that ``ours`` sets, and the animations that nothing starts. Its dark scheme is also
    that of a reader's system."""
    given = frozenset(re.findall(r"(--[\w-]+)\s*:", "".join(_OURS.findall(ours))))
    rules = list(_kept(_parsed(sheet), names))
    while True:
        text = "".join(rule.text() for rule in rules)
        used = frozenset(_VARIABLE.findall(text + ours)) - given
        smaller = [one for rule in rules if (one := rule.using(used, text))]
        if "".join(rule.text() for rule in smaller) == text:
            return text + "\n"
        rules = smaller


def names_of(sheet: str) -> frozenset[str]:
    """Every name that a selector of ``sheet`` asks for: ``kbd``, ``.md-nav``, ``#__toc``, ``[dir=ltr]``."""
    return frozenset(name for prelude in _preludes(_parsed(sheet)) for one in _split(prelude) for name in _names(one))


def used_names(sheet: str, pages: Iterable[str], sources: Iterable[str]) -> list[str]:
    """Those names of ``sheet`` that occur in ``pages`` (HTML), in ``sources`` (templates, scripts), or in what Markdown
    may make, sorted."""
    found = set(ELEMENTS) | {f".{box}" for box in BOXES} | _STATES
    for page in pages:
        for element in html.document_fromstring(page).iter():
            if isinstance(element.tag, str):
                found.add(element.tag)
                for name, value in element.attrib.items():
                    found |= {f"[{name}]", f"[{name}={value}]"}
                found |= {f".{one}" for one in element.get("class", "").split()} | {f"#{element.get('id')}"}
    words: set[str] = set()
    for source in sources:
        words |= set(_WORD.findall(source))
        found |= set(_MADE.findall(source))
    return sorted(
        name for name in names_of(sheet) if name in found or ("md-" in name and words >= set(_WORD.findall(name)))
    )


def update_names(root: Path, site: Path) -> None:
    """Write the list of names anew, from the pages of the built ``site`` and the templates and scripts of ``root``."""
    pages = (file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html")) if "partials/" not in str(file))
    names = used_names(theme_sheet(), pages, sources(root))
    (root / NAMES).write_text("\n".join(names) + "\n", encoding="utf-8")


def sources(root: Path) -> list[str]:
    """Our templates and scripts, in which a name may stand that no built page has yet."""
    files = [*sorted((root / "overrides").rglob("*.html")), *sorted((root / "docs/assets/js").glob("*.js"))]
    return [file.read_text(encoding="utf-8") for file in files]


class _Rule:
    """A rule, or a group of rules with its condition."""

    def __init__(self, head: str, declarations: list[tuple[str, str]], inner: list[_Rule] | None = None) -> None:
        self.head, self.declarations, self.inner = head, declarations, inner

    def text(self) -> str:
        body = (
            "".join(rule.text() for rule in self.inner)
            if self.inner is not None
            else ";".join(f"{name}:{value}" for name, value in self.declarations)
        )
        return f"{self.head}{{{body}}}"

    def using(self, variables: frozenset[str], everything: str) -> _Rule | None:
        """The rule without the custom properties that are not in ``variables``; None where nothing is left."""
        if self.head.startswith("@keyframes"):
            name = self.head.split()[1]
            return self if re.search(rf"animation(-name)?:[^;}}]*\b{re.escape(name)}\b", everything) else None
        if self.inner is not None:
            inner = [one for rule in self.inner if (one := rule.using(variables, everything))]
            return _Rule(self.head, [], inner) if inner else None
        left = [one for one in self.declarations if not one[0].startswith("--") or one[0] in variables]
        return _Rule(self.head, left) if left else None


def _parsed(sheet: str) -> list[Any]:
    return list(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))


def _inner(rule: Any) -> list[Any]:
    return list(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _preludes(rules: Iterable[Any]) -> Iterator[list[Any]]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule.prelude
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            yield from _preludes(_inner(rule))


def _kept(rules: Iterable[Any], names: frozenset[str]) -> Iterator[_Rule]:
    for rule in rules:
        if rule.type == "at-rule":
            head = f"@{rule.at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
            if rule.lower_at_keyword in ("media", "supports"):
                inner = list(_kept(_inner(rule), names))
                dark = [one for one in inner if one.head == _SLATE]
                yield _Rule(head, [], inner)
                yield from (
                    _Rule(f"@media {media}", [], [_Rule(selector, one.declarations)])
                    for one in dark
                    for media, selector in _DARK
                )
            elif rule.lower_at_keyword == "keyframes":
                yield _Rule(
                    head, [], [_Rule(tinycss2.serialize(one.prelude).strip(), _declared(one)) for one in _inner(rule)]
                )
        elif rule.type == "qualified-rule":
            selectors = [tinycss2.serialize(one).strip() for one in _split(rule.prelude) if _names(one) <= names]
            if selectors:
                yield _Rule(",".join(selectors), _declared(rule))


def _declared(rule: Any) -> list[tuple[str, str]]:
    return [
        (one.name, tinycss2.serialize(one.value).strip() + ("!important" if one.important else ""))
        for one in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if one.type == "declaration"
    ]


def _split(prelude: list[Any]) -> Iterator[list[Any]]:
    """The selectors of a list of selectors."""
    one: list[Any] = []
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            yield one
            one = []
        else:
            one.append(token)
    yield one


def _names(selector: list[Any]) -> frozenset[str]:
    """The names that ``selector`` asks for; what stands in ``:not()`` and the like is not looked at."""
    found = set()
    before = ""
    for token in selector:
        if token.type == "ident" and before != ":":
            found.add(f".{token.value}" if before == "." else token.value)
        elif token.type == "hash":
            found.add(f"#{token.value}")
        elif token.type == "[] block":
            found.add(_attribute(token.content))
        before = token.value if token.type == "literal" else ""
    return frozenset(found)


def _attribute(tokens: list[Any]) -> str:
    words = [token for token in tokens if token.type in ("ident", "string")]
    signs = "".join(token.value for token in tokens if token.type == "literal")
    return f"[{words[0].value}={words[1].value}]" if signs == "=" else f"[{words[0].value}]"
