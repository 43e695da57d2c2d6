"""The registry of rules: what a draft is checked by, and what each rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handbook.reading.draft import Draft
from handbook.reading.findings import MESSAGES, Finding

Rule = Callable[[Draft], Iterable[Finding]]

RULES: list[Rule] = []


def rule(messages: Mapping[str, tuple[str, str]] | None = None) -> Callable[[Rule], Rule]:
    """Register the decorated function as a rule; every rule runs on every draft.

    Args:
        messages: Code of a finding -> its text in Spanish and in English: what is wrong, a semicolon, what to write
            instead. Only for codes that no other rule uses.
    """

    def register(function: Rule) -> Rule:
        for code, texts in (messages or {}).items():
            if code in MESSAGES:
                raise ValueError(f"two messages have the code {code!r}")
            MESSAGES[code] = texts
        RULES.append(function)
        return function

    return register
