"""The registry of rules: what a draft is checked by, and what each rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from handbook.reading.draft import Draft
from handbook.reading.findings import MESSAGES, Finding

Rule = Callable[[Draft], Iterable[Finding]]

RULES: list[Rule] = []
# Name of a rule that looks at cases or sources, which the form makes too -> SHARED, or why only the check has it.
FORM: dict[str, str] = {}
SHARED = "shared"


def rule(messages: Mapping[str, tuple[str, str]] | None = None, *, form: str | None = None) -> Callable[[Rule], Rule]:
    """Register the decorated function as a rule; every rule runs on every draft.

    Args:
        messages: Code of a finding -> its text in Spanish and in English: what is wrong, a semicolon, what to write
            instead. Only for codes that no other rule uses.
        form: Of a rule that looks at cases or sources: ``SHARED`` where docs/assets/js/case-form-rules.js has the same
            rule under the same name, or why the form for a case does without it.
    """

    def register(function: Rule) -> Rule:
        for code, texts in (messages or {}).items():
            if code in MESSAGES:
                raise ValueError(f"two messages have the code {code!r}")
            MESSAGES[code] = texts
        if form:
            FORM[function.__name__] = form
        RULES.append(function)
        return function

    return register
