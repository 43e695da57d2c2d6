"""Rules of figures."""

from __future__ import annotations

from collections.abc import Iterator

from handbook.checking.references import anchors_by_page
from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, nearest


@rule()
def figures_have_what_they_draw(draft: Draft) -> Iterator[Finding]:
    """Ids are used once, groups exist, bars have values, a spectrum two poles, and what no vocabulary names a label."""
    for loaded in draft.collections["figures"]:
        figure = loaded.record
        named = draft.vocabulary.get({"wheel": "ideas", "stages": "steps"}.get(figure.kind, ""), {})
        groups = [group.id for group in figure.groups]
        for index, id in enumerate(groups):
            if id in groups[:index]:
                yield loaded.finding(("groups", index, "id"), "named-twice", found=id)
        if not figure.entries and not named:
            yield loaded.finding(("entries",), "too-few", low=1)
        if figure.kind == "spectrum" and len(groups) < 2:
            yield loaded.finding(("groups",), "too-few", low=2)
        seen: set[str] = set()
        for index, entry in enumerate(figure.entries):
            place = ("entries", index)
            if entry.id in seen:
                yield loaded.finding((*place, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)
            if entry.label is None and entry.id not in named:
                yield loaded.finding((*place, "label"), "missing", field="label")
            if entry.value is None and figure.kind == "bars":
                yield loaded.finding((*place, "value"), "missing", field="value")
            if entry.group is None and figure.kind == "spectrum":
                yield loaded.finding((*place, "group"), "missing", field="group")
            if entry.group and entry.group not in groups:
                words = {"allowed": ", ".join(groups) or "—", "nearest": nearest(entry.group, groups)}
                yield loaded.finding((*place, "group"), "not-allowed", found=entry.group, **words)


@rule(form="it looks at figures, which only name cases")
def figures_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    """The page of an entry is a chapter or a case; its anchor is one of that chapter's headings."""
    if any(path.startswith(("docs/", "data/cases/")) for path in draft.unread):
        return  # an unreadable page would only be reported twice
    anchors: dict[str, list[str]] = {loaded.record.id: [] for loaded in draft.collections["cases"]}
    anchors |= anchors_by_page(draft)
    for loaded in draft.collections["figures"]:
        for index, entry in enumerate(loaded.record.entries):
            place = ("entries", index)
            if entry.page and entry.page not in anchors:
                words = {"found": entry.page, "nearest": nearest(entry.page, anchors)}
                yield loaded.finding((*place, "page"), "unknown-page", **words)
            elif entry.anchor and entry.anchor not in (known := anchors.get(entry.page or "", [])):
                words = {"allowed": ", ".join(known) or "—", "nearest": nearest(entry.anchor, known)}
                yield loaded.finding((*place, "anchor"), "not-allowed", found=entry.anchor, **words)
