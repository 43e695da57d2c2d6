"""Rules of a chapter by itself: anchors, directives and the words of links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from handbook.checking.rule import rule
from handbook.content.chapters import INLINE_CODE, Chapter, Directive, prose_lines
from handbook.content.languages import country_codes
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest


@rule(
    {
        "orphan-idea": (
            "ningún paso de la ruta pone en práctica la idea «{found}»; nómbrela en al menos uno.",
            "no step of the route puts the idea '{found}' into practice; name it in at least one.",
        ),
    }
)
def every_idea_is_put_into_practice(draft: Draft) -> Iterator[Finding]:
    """The relation of ideas and steps is written once, in steps.yml; no idea is left out of it."""
    if "ideas" not in draft.vocabulary_files or "steps" not in draft.vocabulary_files:
        return
    practised = {idea for step in draft.vocabulary["steps"].values() for idea in step.ideas}
    loaded = draft.vocabulary_files["ideas"]
    for index, idea in enumerate(loaded.record.entries):
        if idea.id not in practised:
            yield loaded.finding(("entries", index, "id"), "orphan-idea", found=idea.id)


@rule(
    {
        "heading-without-id": (
            "el título «{found}» no tiene ancla; añada una al final, la misma en los dos idiomas: {{#ancla}}.",
            "the heading '{found}' has no anchor; add one at its end, the same in both languages: {{#anchor}}.",
        ),
        "duplicate-heading-id": (
            "el ancla «{found}» está dos veces en la página; cambie una en los dos idiomas.",
            "the anchor '{found}' is duplicated on the page; change one, in both languages.",
        ),
    }
)
def headings_have_anchors(draft: Draft) -> Iterator[Finding]:
    for chapter in draft.chapters:
        seen: set[str] = set()
        for heading in chapter.headings:
            if heading.level > 1 and heading.id is None and "{#" not in heading.text:  # that is anchor-not-read
                yield finding(chapter.path, heading.line, 1, "", "heading-without-id", found=heading.text)
            if heading.id in seen:
                yield finding(chapter.path, heading.line, 1, "", "duplicate-heading-id", found=heading.id)
            if heading.id:
                seen.add(heading.id)


# A link whose words a reader who does not know the numbers by heart, or who hears links one by one, cannot place.
_ONLY_A_NUMBER = re.compile(
    r"(?<![!\\])\[[*_\s]*((?:(?:el|la|los|las|the) )?(?:(?:pasos?|ideas?|etapas?|steps?|stages?) )?\d{1,2}"
    r"|aquí|here|(?:esta|this) (?:página|page)|este enlace|this link)[*_\s]*\]\(",
    re.IGNORECASE,
)


@rule(
    {
        "link-says-only-a-number": (
            "el enlace «{found}» no dice a qué lleva; escriba el nombre: [Paso 6 (fortalezas, visión)](...).",
            "the link '{found}' does not say what it leads to; write the name: [Step 6 (strengths, vision)](...).",
        ),
    }
)
def links_say_what_they_lead_to(draft: Draft) -> Iterator[Finding]:
    """No link whose whole text is the number of a step, an idea or a stage, or a word like "here"."""
    for chapter in draft.chapters:
        for index, line in prose_lines(chapter.body):
            own = INLINE_CODE.sub(lambda code: " " * len(code.group()), line)
            for link in _ONLY_A_NUMBER.finditer(own):
                place = (chapter.path, chapter.first_line + index, link.start() + 1, "")
                yield finding(*place, "link-says-only-a-number", found=link.group(1))


@rule(
    {
        "unknown-directive": (
            "no existe la directiva «{found}»; las que hay son: {allowed}.",
            "there is no directive '{found}'; those that exist are: {allowed}.",
        ),
        "directive-missing-key": (
            "a la directiva «{name}» le falta «{found}»; escriba <!-- handbook:{name} {found}=... -->.",
            "the directive '{name}' lacks '{found}'; write <!-- handbook:{name} {found}=... -->.",
        ),
        "directive-key": (
            "la directiva «{name}» no acepta la clave «{found}»; las que acepta son: {allowed}.",
            "the directive '{name}' has no key '{found}'; those it takes are: {allowed}.",
        ),
        "directive-value": (
            "«{found}» no es un valor de «{key}» en la directiva «{name}»; use uno de: {allowed}.",
            "'{found}' is not a value of '{key}' in the directive '{name}'; use one of: {allowed}.",
        ),
        "directive-twice": (
            "la directiva «{name}» con estas claves ya está en la línea {line} de la página; borre una.",
            "the directive '{name}' with these keys stands in line {line} of the page already; delete one.",
        ),
    }
)
def directives_ask_for_what_exists(draft: Draft) -> Iterator[Finding]:
    for chapter in draft.chapters:
        seen: dict[tuple[str, str], int] = {}
        for directive in chapter.directives:
            yield from _directive(draft, chapter, directive)
            # The ids on the page come from the name and the record.
            key = (directive.name, directive.arguments.get("id") or str(sorted(directive.arguments.items())))
            if key in seen:
                words = {"name": directive.name, "line": seen[key]}
                yield finding(chapter.path, directive.line, 1, "", "directive-twice", **words)
            seen.setdefault(key, directive.line)


def _directive(draft: Draft, chapter: Chapter, directive: Directive) -> Iterator[Finding]:
    signature = draft.directives.get(directive.name)
    place = (chapter.path, directive.line, 1, "")
    if signature is None:
        words = {"allowed": ", ".join(draft.directives), "nearest": nearest(directive.name, draft.directives)}
        yield finding(*place, "unknown-directive", found=directive.name, **words)
        return
    for key in signature.required:
        if key not in directive.arguments:
            yield finding(*place, "directive-missing-key", name=directive.name, found=key)
    for key, values in directive.arguments.items():
        if key not in signature.values:
            words = {"allowed": ", ".join(signature.values) or "—", "nearest": nearest(key, signature.values)}
            yield finding(*place, "directive-key", name=directive.name, found=key, **words)
            continue
        allowed = _allowed_values(draft, signature.values[key])
        if allowed is None:
            continue
        for value in values.split(","):
            if value not in allowed:
                words = {"allowed": ", ".join(sorted(allowed)) or "—", "nearest": nearest(value, allowed)}
                yield finding(*place, "directive-value", name=directive.name, key=key, found=value, **words)


def _allowed_values(draft: Draft, values: Any) -> Collection[str] | None:
    """The values that a directive's key takes; None when they could not be read (which is a finding already)."""
    if isinstance(values, tuple):
        return values
    if values == "country":
        return country_codes()
    origin, name = values.split(":")
    if origin == "vocabulary":
        return draft.vocabulary.get(name)
    if any(path.startswith(f"data/{name}/") for path in draft.unread):
        return None
    return {loaded.record.id for loaded in draft.collections[name]}
