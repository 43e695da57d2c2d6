"""The records parsed so far, with their positions: what the rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from handbook.content import models
from handbook.content.chapters import Chapter
from handbook.content.directive_signatures import Signature
from handbook.reading.project_tree import Tree
from handbook.reading.records import Loaded


@dataclass(frozen=True)
class Draft:
    """The records and chapters parsed so far, with source positions: the input of the rules."""

    root: Path
    tree: Tree
    settings: Loaded | None
    edition: models.Edition | None
    words: Loaded | None
    vocabulary: Mapping[str, Mapping[str, Any]]
    vocabulary_files: Mapping[str, Loaded]
    sources: Mapping[str, models.Source]
    collections: Mapping[str, list[Loaded]]
    lists: Mapping[str, Loaded]
    chapter_files: list[Loaded]
    unread: frozenset[str]
    directives: Mapping[str, Signature]

    @cached_property
    def chapters(self) -> list[Chapter]:
        return [loaded.record for loaded in self.chapter_files]

    def front_matter(self, chapter: Chapter) -> Loaded:
        """The chapter's file, whose positions are those of its front matter."""
        return self._by_path[chapter.path]

    @cached_property
    def _by_path(self) -> Mapping[str, Loaded]:
        return {loaded.path: loaded for loaded in self.chapter_files}
