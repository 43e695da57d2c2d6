"""The texts of our scripts: each is published with the words of data/vocabulary/words.yml that it asks for.

A script names them as ``word("close")``, or as a word that begins so: ``word(`finding-${code}`)``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from handbook.content.book import Book
from handbook.content.languages import LANGUAGES

FOLDER = "assets/js"
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


def write_scripts(book: Book, site: Path) -> None:
    """Write into the built ``site`` our scripts, each with its words, in both languages, on its first line."""
    known = frozenset(book.words)
    for file in sorted((book.root / "docs" / FOLDER).glob("*.js")):
        script = file.read_text(encoding="utf-8")
        if asked := words_asked(script, known):
            words = {language: {id: book.words[id][language] for id in asked} for language in LANGUAGES}
            sent = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
            script = f"Object.assign(handbook.words,{sent}[handbook.language]);{script}"
        (site / FOLDER).mkdir(parents=True, exist_ok=True)
        (site / FOLDER / file.name).write_text(script, encoding="utf-8")
