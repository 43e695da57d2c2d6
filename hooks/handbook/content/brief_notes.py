"""Brief notes: cases of which the sources tell little. It follows from the record, and nobody writes it."""

from __future__ import annotations

from handbook.content.models import Case

# With so many actions a record tells a case, whatever else it lacks.
ENOUGH_ACTIONS = 3
# With something of each of these it tells one too, however few its actions.
PARTS = ("actions", "figures", "lessons", "difficulties")


def is_brief(case: Case) -> bool:
    """Whether a record is a brief note: it has fewer than three actions, and of actions, figures, lessons and
    difficulties one is missing altogether."""
    return len(case.actions) < ENOUGH_ACTIONS and not all(getattr(case, part) for part in PARTS)


def missing_parts(case: Case) -> tuple[str, ...]:
    """What would make a case of a brief note, as names of fields; nothing where the record is no brief note.

    First more actions, then the parts that are empty, then ``sources`` where all it says rests on one.
    """
    if not is_brief(case):
        return ()
    empty = [part for part in PARTS[1:] if not getattr(case, part)]
    alone = ["sources"] if len({use.source for use in case.sources}) < 2 else []
    return ("actions", *empty, *alone)
