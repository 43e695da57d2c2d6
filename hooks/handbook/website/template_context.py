"""What the templates know of a page: its addresses in both languages, its place in the book, the interface's words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from babel.dates import format_date
from markupsafe import Markup

from handbook.checking.translations import behind_titles
from handbook.content.addresses import relative_address, short_address
from handbook.content.book import Book
from handbook.content.chapters import Chapter
from handbook.content.languages import DEFAULT, LOCALES, NAMES, other
from handbook.content.teaching import EXERCISE, courses_with, has_section
from handbook.rendering.reading_time import reading_minutes
from handbook.website.citations import Citation, citation, structured_data


@dataclass(frozen=True)
class Teaching:
    """Objectives, and where to go on: links as address and text."""

    objectives: tuple[str, ...]
    quiz: str
    courses: tuple[tuple[str, str], ...]


def _teaching(book: Book, chapter: Chapter, href: Callable[..., str]) -> Teaching:
    """The facts of a chapter for its box for teaching; ``href`` makes links from its page."""
    id = chapter.front.id
    quiz_page = f"quizzes-{chapter.section}"
    return Teaching(
        objectives=chapter.front.objectives,
        quiz=href(quiz_page, f"quiz-{id}") if id in book.quizzes and quiz_page in book.chapter_keys else "",
        courses=tuple((href(one.page), one.title[chapter.language]) for one in courses_with(book, id)),
    )


# Style sheet in assets/ -> what a page holds when it needs it.
_SHEETS = {
    "checklists": ("data-checklist=",),
    "cases": ("data-explorer", "data-compare"),
    "case-page": ("data-fold", 'id="glance"'),
    "form": ("data-case-form",),
    "tools": (
        "data-compare",
        "data-adviser",
        "data-case-form",
        "data-course-builder",
        "data-quiz",
        "handout-chapter",
        'data-checklist="reactive-or-planned"',
    ),
}


def further_sheets(page: PageFacts, content: str) -> list[str]:
    """The style sheets in assets/, without ending, that ``page`` with the HTML ``content`` needs beside those of every
    page."""
    needed = [sheet for sheet, marks in _SHEETS.items() if any(mark in content for mark in marks)]
    if page.section == "route" and "checklists" not in needed:
        needed.insert(0, "checklists")  # for the progress over the route
    if page.teaching:
        needed.append("teaching")
    return needed + (["home"] if page.key == "index" else [])


_HEADS = re.compile("<thead>.*?</thead>", re.DOTALL)
_WIDE = 5  # columns that do not fit beside the contents


def hidden_parts(key: str, content: str) -> list[str]:
    """What Material leaves out of the page with ``key`` and the HTML ``content``: on the home page both navigations, on
    pages with a wide table or tool the contents beside the text (they stand above it)."""
    if key == "index":
        return ["navigation", "toc"]
    wide = "data-explorer" in content or "data-compare" in content
    return ["toc"] if wide or any(head.count("<th") >= _WIDE for head in _HEADS.findall(content)) else []


# The buttons below the lead: the word of each, and the sections that it may lead to, the first that there is.
_SHORTCUTS = {
    "shortcut-checklist": ("checklist",),
    "shortcut-examples": ("cases", "examples"),
    "builder-do-exercise": (EXERCISE,),
}

_NUMBERED = {"ideas": "idea-of", "steps": "step-of"}


@dataclass(frozen=True)
class PageFacts:
    book: Book
    id: str
    key: str
    language: str
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    other_language: str
    other_href: str
    short: str
    place: str
    number: int | None
    cited: Citation
    structured: Markup

    @property
    def languages(self) -> list[dict[str, str]]:
        """The page in each language, as Material's menu of languages reads it; nothing where there is but one."""
        languages = self.book.languages_of(self.key) if self.other_href else ()
        return [{"lang": one, "name": NAMES[one], "link": self.book.address(self.key, one) or "."} for one in languages]

    @property
    def section(self) -> str:
        return self.key.rpartition("/")[0]

    @property
    def description(self) -> str:
        """What previews and search engines say of the page: a chapter's description, a case's summary."""
        return self.book.page(self.key, self.language).description

    def word(self, word_id: str) -> str:
        return self.book.in_language(self.language).word(word_id)

    @property
    def edition(self) -> str:
        """Number and date of the edition."""
        date = format_date(self.book.edition.day, format="long", locale=LOCALES[self.language])
        return self.word("edition-of").replace("%edition", self.book.edition.id).replace("%date", date)

    @property
    def changes_title(self) -> str:
        return self.book.chapter(self.book.chapter_keys["changes"], self.language).front.title

    @property
    def route_items(self) -> dict[str, list[str]]:
        """The items of the steps' checklists, in the order of the steps; only on pages of the route."""
        if self.section != "route":
            return {}
        lists = [self.book.checklists.get(f"step-{id}") for id in self.book.vocabulary["steps"]]
        return {one.id: [item.id for group in one.groups for item in group.items] for one in lists if one}

    def has(self, page_id: str) -> bool:
        return page_id in self.book.page_keys

    @property
    def teaching(self) -> Teaching | None:
        """What the page offers to those who learn or teach with it; None where it has no objectives."""
        chapter = self.book.chapters.get((self.key, self.language))
        return _teaching(self.book, chapter, self.href) if chapter and chapter.front.objectives else None

    @property
    def reading(self) -> int | None:
        """Minutes to read the page; None where it is no text but a tool, a list or a case."""
        chapter = self.book.chapters.get((self.key, self.language))
        return reading_minutes(self.book, chapter) if chapter and chapter.front.sources else None

    @property
    def shortcuts(self) -> list[tuple[str, str]]:
        """Anchor and name of what readers of a chapter come back for: its checklist, its examples, its exercise."""
        chapter = self.book.chapters.get((self.key, self.language))
        if not chapter:
            return []
        there = {
            word: next((one for one in anchors if has_section(chapter, one)), "")
            for word, anchors in _SHORTCUTS.items()
        }
        return [(anchor, self.word(word)) for word, anchor in there.items() if anchor]

    @property
    def behind(self) -> list[tuple[str, str]]:
        """Anchor and title of the sections whose Spanish text has changed since they were translated."""
        return behind_titles(self.book, self.key, self.language)

    def href(self, page_id: str, anchor: str = "") -> str:
        """The link from this page to the page with ``page_id``, in the same language."""
        target = self.book.address(self.book.page_keys[page_id], self.language)
        here = self.book.address(self.key, self.language)
        return relative_address(here, target) + (f"#{anchor}" if anchor else "")


def page_facts(book: Book, key: str, language: str, site_url: str, site_name: str) -> PageFacts:
    """The facts of the page with ``key`` in ``language``; absolute addresses begin with ``site_url``."""
    id = book.page(key, language).id
    here = {one: book.address(key, one) for one in book.languages_of(key)}
    alternates = [(one, site_url + where) for one, where in here.items()] if len(here) > 1 else []
    return PageFacts(
        book=book,
        id=id,
        key=key,
        language=language,
        canonical=site_url + here[language],
        alternates=(*alternates, ("x-default", site_url + here[DEFAULT])) if alternates else (),
        other_language=other(language),
        other_href=relative_address(here[language], here[other(language)]) if alternates else "",
        short=short_address(id),
        place=place_of(book, id, language),
        number=next((entry.number for name in _NUMBERED if (entry := book.vocabulary[name].get(id))), None),
        cited=citation(book, key, language, site_name, site_url),
        structured=structured_data(book, key, language, site_name, site_url),
    )


def place_of(book: Book, page_id: str, language: str) -> str:
    """``Idea 3 of 12``, ``Step 5 of 16``, or nothing."""
    view = book.in_language(language)
    for vocabulary, word in _NUMBERED.items():
        entries = book.vocabulary[vocabulary]
        if page_id in entries:
            return view.word(word).replace("%n", str(entries[page_id].number)).replace("%m", str(len(entries)))
    return ""
