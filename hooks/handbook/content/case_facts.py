"""The facts of a case in one language, as text without markup.

Its page, the tables of the chapters, the data for the browser and the spreadsheets all take them from here, and differ
only in how they set them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handbook.content.book import View
from handbook.content.brief_notes import missing_parts
from handbook.content.case_facets import SHOWN
from handbook.content.languages import country_name, number
from handbook.content.models import Basis, Case, Dated, Figure, Modality, ShowsIdea, Start

# Who draws a link between a case and an idea: a source itself, or the editors.
BASES: tuple[Basis, ...] = ("stated", "supported")


@dataclass(frozen=True)
class Claim:
    """How a case shows something, or how it began, and whether a source says so."""

    view: View
    entry: ShowsIdea | Start

    @property
    def how(self) -> str:
        return self.entry.how[self.view.language]

    @property
    def basis(self) -> str:
        """The name of the basis: stated by a source, or the editors' reading."""
        return self.view.word(f"basis-{self.entry.basis}")

    @property
    def reading(self) -> str:
        """The remark beside the claim that it is the editors' reading; empty where a source states it."""
        return editors_reading(self.view, self.entry.basis)


@dataclass(frozen=True)
class Beginning(Claim):
    """How a case's international action began."""

    entry: Start


@dataclass(frozen=True)
class Shown(Claim):
    """What a case shows of an idea, a step or a dimension."""

    entry: ShowsIdea
    vocabulary: str

    @property
    def id(self) -> str:
        return self.entry.id

    @property
    def name(self) -> str:
        """The idea, step or dimension, with its number where it has one."""
        return self.view.numbered(self.vocabulary, self.id)

    @property
    def lesson(self) -> str:
        """The lesson for this idea, step or dimension; empty where the case draws none."""
        return self.entry.lesson[self.view.language] if self.entry.lesson else ""


@dataclass(frozen=True)
class Used:
    """What a case did in a modality."""

    view: View
    id: str
    modality: Modality

    @property
    def name(self) -> str:
        return self.view.name("modalities", self.id)

    @property
    def what(self) -> str:
        return self.modality.what[self.view.language]

    @property
    def level(self) -> str:
        """The name of the level that a source gives; or that none rates it."""
        level = self.modality.level
        return self.view.name("levels", level) if level else self.view.word("not-rated")


@dataclass(frozen=True)
class CaseFacts:
    """A case as the readers of ``view`` see it."""

    view: View
    case: Case

    @property
    def name(self) -> str:
        return self.case.name[self.view.language]

    @property
    def country(self) -> str:
        return country_name(self.case.country, self.view.language)

    @property
    def kind(self) -> str:
        return self.view.name("kinds", self.case.kind)

    @property
    def period(self) -> str:
        """The years that the evidence covers: ``2008–2011``, or the first of them, or ``before 2014``."""
        period = self.case.period
        return dated_years(self.view, period.start, period.end, period.dated)

    @property
    def population_year(self) -> int | str | None:
        """The year of its population as a number, or ``before 2014``."""
        if not (known := self.case.population):
            return None
        return known.year if known.dated == "given" else dated_years(self.view, known.year, None, known.dated)

    @property
    def population(self) -> str:
        """``12,345 inhabitants (2020)``; empty where no source gives it."""
        if not (known := self.case.population):
            return ""
        return f"{number(known.value, self.view.language)} {self.view.word('inhabitants')} ({self.population_year})"

    @property
    def summary(self) -> str:
        return self.case.summary[self.view.language]

    @property
    def mark(self) -> str:
        """The remark that lists set beside the name of a brief note; empty beside any other."""
        return self.view.word("brief-note") if missing_parts(self.case) else ""

    @property
    def missing(self) -> str:
        """What a brief note lacks: ``figures, a second source``; empty where the case is none."""
        return ", ".join(self.view.word(f"brief-missing-{part}") for part in missing_parts(self.case))

    @property
    def start(self) -> Beginning | None:
        """How its international action began; None where no source supports saying so."""
        return Beginning(self.view, self.case.start) if self.case.start else None

    @property
    def lessons(self) -> tuple[str, ...]:
        return tuple(text[self.view.language] for text in self.case.lessons)

    @property
    def difficulties(self) -> tuple[str, ...]:
        return tuple(text[self.view.language] for text in self.case.difficulties)

    def shown(self, vocabulary: str) -> Iterator[Shown]:
        """What it shows of ``ideas``, ``steps`` or ``dimensions``, in the order of its record."""
        return (Shown(self.view, entry, vocabulary) for entry in getattr(self.case, vocabulary))

    def shown_of(self, arguments: Mapping[str, str]) -> Shown | None:
        """What it says of the first idea, step or dimension that ``arguments`` ask for."""
        for facet, vocabulary in SHOWN.items():
            if facet in arguments:
                ids = arguments[facet].split(",")
                return next((one for one in self.shown(vocabulary) if one.id in ids), None)
        return None

    def used(self) -> Iterator[Used]:
        """What it did in each modality, in the order of the vocabulary."""
        return (
            Used(self.view, id, self.case.modalities[id])
            for id in self.view.book.vocabulary["modalities"]
            if id in self.case.modalities
        )

    def used_of(self, arguments: Mapping[str, str]) -> Used | None:
        """What it did in the first modality that ``arguments`` ask for."""
        id = arguments.get("modality", "").split(",")[0]
        return Used(self.view, id, self.case.modalities[id]) if id in self.case.modalities else None


def editors_reading(view: View, basis: Basis) -> str:
    """``editors' reading`` for what no source says itself, else nothing."""
    return "" if basis == "stated" else view.word("editors-reading")


def figure_years(view: View, figure: Figure) -> str:
    """The years of a figure, or ``before 2014``; empty where the record gives none."""
    return dated_years(view, figure.year, figure.until, figure.dated) if figure.year else ""


def dated_years(view: View, first: int, last: int | None, dated: Dated) -> str:
    """``2008–2011`` or ``2008``; ``before 2014`` where the source, published then, does not date the facts."""
    return f"{view.word('before-year')} {first}" if dated == "before" else years(first, last)


def years(first: int, last: int | None) -> str:
    """``2008–2011``, or ``2008``."""
    return f"{first}–{last}" if last else str(first)
