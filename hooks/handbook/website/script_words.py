"""The texts of our scripts: each is published with the words of data/vocabulary/words.yml that it asks for.

A script names them as ``word("close")``, or as a word that begins so: ``word(`finding-${code}`)``. One that asks for
``handbook.checklists`` is also published with where each checklist is.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.rendering.directives.checklist import anchor

FOLDER = "assets/js"
# Lines that hold nothing but a comment, and the space before any other: a fifth of what a page sends. Our texts over
# several lines are lists of words; a test compares the programs.
_LEFT_OUT = re.compile(r"^[ \t]*(?:(?://[^\n]*|/\*(?:(?!\*/).)*\*/)?\n)?", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(r"\bword\(\s*(?:\"([a-z0-9-]+)\"|`([a-z0-9-]+)\$\{)")


def words_asked(script: str, known: frozenset[str]) -> list[str]:
    """Ids of the words that the text of a script asks for, sorted; of a beginning, those of ``known`` that begin so.

    Raises:
        KeyError: a word that is not known, or a beginning that no known word has.
    """
    asked: set[str] = set()
    for word, beginning in _ASKED.findall(script):
        found = {word} & known if word else {one for one in known if one.startswith(beginning)}
        if not found:
            raise KeyError(word or beginning)
        asked |= found
    return sorted(asked)


def checklist_places(book: Book, language: str) -> dict[str, dict[str, Any]]:
    """Of each checklist its title, its address from the site's root and the ids of its items."""
    return {
        one.id: {
            "title": one.title[language],
            "address": book.address(key, language),
            "anchor": anchor(one),
            "items": [item.id for group in one.groups for item in group.items],
        }
        for one in book.checklists.values()
        if (key := book.chapter_keys.get(one.page)) and language in book.languages_of(key)
    }


def shortened(script: str) -> str:
    """``script`` without indents, empty lines, and lines that hold nothing but a comment."""
    return _LEFT_OUT.sub("", script)


def write_scripts(book: Book, site: Path) -> None:
    """Write into the built ``site`` our scripts, shortened, each with its words, in both languages, on its first
    line."""
    known = frozenset(book.words)
    for file in sorted((book.root / "docs" / FOLDER).glob("*.js")):
        script = shortened(file.read_text(encoding="utf-8"))
        if asked := words_asked(script, known):
            words = {language: {id: book.words[id][language] for id in asked} for language in LANGUAGES}
            sent = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
            script = f"Object.assign(handbook.words,{sent}[handbook.language]);{script}"
        if "handbook.checklists" in script:
            places = {language: checklist_places(book, language) for language in LANGUAGES}
            sent = json.dumps(places, ensure_ascii=False, separators=(",", ":"))
            script = f"handbook.checklists={sent}[handbook.language];{script}"
        (site / FOLDER).mkdir(parents=True, exist_ok=True)
        (site / FOLDER / file.name).write_text(script, encoding="utf-8")
