"""What a directive takes and what it is made from: the type of a signature, and the filters that several share.

A chapter asks with an HTML comment alone on its line, ``<!-- handbook:table id=dialogue-spaces -->``. Inside code
fences it is text. The signatures themselves stand beside the renderers, in ``rendering/directives/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Patterns of the paths that a directive may be made from.
CASES, CHAPTERS, CHECKLISTS = "data/cases/.+", "docs/.+md", "data/checklists/.+"
EVERYTHING = ("data/.+", "docs/.+")

# Keys that choose cases, and where their values come from.
FILTERS = {
    "idea": "vocabulary:ideas",
    "step": "vocabulary:steps",
    "dimension": "vocabulary:dimensions",
    "modality": "vocabulary:modalities",
    "kind": "vocabulary:kinds",
    "country": "country",
}


@dataclass(frozen=True)
class Signature:
    """The keys of a directive.

    Attributes:
        values: For each key, where its allowed values come from: ``vocabulary:NAME`` and ``data:NAME`` name ids of the
            book, a tuple lists them, ``country`` is ISO 3166-1. Several values are joined by commas.
        required: Keys that must be given.
        defaults: Values of keys that are not given.
        made_from: Regular expressions of the paths of the files that the output is made from, besides the vocabulary
            and the page itself; ``{id}`` and ``{of}`` stand for the directive's own values. Live preview expands a
            directive again when one of these files is saved.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)
    made_from: tuple[str, ...] = EVERYTHING
