"""Comments, docstrings and messages of the code are in plain engineering English: no phrase that once puzzled readers.

Names of parameters and exceptions are kept in order by ruff (A002, N818 in pyproject.toml).
"""

from __future__ import annotations

import re
import tokenize

from conftest import PROJECT

# A phrase and what to write instead.
PUZZLING = {
    r"\basked anew\b": "expanded again, computed again",
    r"\bstands? twice\b": "is duplicated",
    r"\bwill not do\b": "is not valid",
    r"\bsaid (no|yes)\b": "failed, succeeded",
    r"\bwhat (it|they) said\b": "its output",
    r"\bstand in line\b": "align",
    r"\bequal to itself alone\b": "compared by identity",
    r"\brather too (much|little)\b": "errs on the wide (narrow) side",
    r"\brather not have said\b": "the wordings to avoid",
    r"\b(said|asked) to be\b": "declared",
    r"\bby who (writes|wrote)\b": "by its author",
    r"\bfor who (writes|wrote)\b": "for its author",
    r"\b(nobody|whoever) holds\b": "unlocked, the process that locks",
    r"\b(is|are) believed\b": "accepted",
    r"\ba wrong call\b": "a usage error",
    r"\bno riddle\b": "not ambiguous",
}


def test_no_comment_docstring_or_message_uses_a_phrase_that_puzzles() -> None:
    found = []
    for file in sorted((PROJECT / "hooks").rglob("*.py")):
        with tokenize.open(file) as source:
            texts = [
                (token.start[0], token.string)
                for token in tokenize.generate_tokens(source.readline)
                if token.type in (tokenize.COMMENT, tokenize.STRING)
            ]
        for line, text in texts:
            for phrase, better in PUZZLING.items():
                if re.search(phrase, text, re.I):
                    found.append(f"{file.relative_to(PROJECT)}:{line}: {phrase}; write: {better}")
    assert found == []
