"""What a shape cannot say: one small function for each rule. All run; each yields what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from handbook.checking.country_bounds import may_lie_in
from handbook.checking.language_of_text import language_of
from handbook.checking.translations import (
    ADMONITIONS,
    ITEMS,
    LINKS,
    ROWS,
    blocks,
    internal_links,
    sections,
    sections_only_in,
)
from handbook.content.chapters import Chapter, Directive, prose_lines
from handbook.content.languages import LANGUAGES, country_codes, other
from handbook.content.models import Bilingual, Record
from handbook.content.phrase_matcher import WordForms
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.records import Loaded

if TYPE_CHECKING:
    from handbook.reading.draft import Draft

# A passage marked as another language, a link's target, code: not the chapter's own words.
_FOREIGN = re.compile(r"\*[^*]+\*\{:\s*lang=\w+\s*\}|\]\([^)]*\)|`[^`]*`|<!--.*?-->")

# What was found in a chapter or a record is kept while it is the same: live preview asks again after each saved file.
_KEPT = 16_384

Rule = Callable[["Draft"], Iterable[Finding]]


def id_is_the_file_name(draft: Draft) -> Iterator[Finding]:
    for loaded in _all(draft):
        expected = loaded.path.rsplit("/", 1)[1].removesuffix(".yml")
        if loaded.record.id != expected:
            yield loaded.finding(("id",), "id-not-file-name", found=loaded.record.id, expected=expected)


def an_id_is_used_once(draft: Draft) -> Iterator[Finding]:
    """Pages and cases share the short addresses; the other collections have namespaces of their own."""
    for name in ("checklists", "tables", "figures", "advisers", "courses", "quizzes"):
        yield from _repeated((loaded.record.id, loaded) for loaded in draft.collections[name])
    seen: dict[str, str] = {}
    present = {(chapter.key, chapter.language) for chapter in draft.chapters}
    for chapter in draft.chapters:
        if chapter.language == "es" or (chapter.key, "es") not in present:
            id = chapter.front.id
            if id in seen:
                yield draft.front_matter(chapter).finding(("id",), "duplicate-id", found=id, other=seen[id])
            seen.setdefault(id, chapter.path)
    for loaded in draft.collections["cases"]:
        id = loaded.record.id
        if id in seen:
            yield loaded.finding(("id",), "duplicate-id", found=id, other=seen[id])
        seen.setdefault(id, loaded.path)


def vocabulary_ids_are_used_once(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.vocabulary_files.values():
        seen: set[str] = set()
        for index, entry in enumerate(loaded.record.entries):
            if entry.id in seen:
                yield loaded.finding(("entries", index, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)


def a_used_source_is_listed(draft: Draft) -> Iterator[Finding]:
    """Every figure, action and event of a case names a source that the case lists."""
    for loaded in draft.collections["cases"]:
        case = loaded.record
        listed = {use.source for use in case.sources}
        if case.population and case.population.source not in listed:
            yield loaded.finding(("population", "source"), "source-not-listed", found=case.population.source)
        for field in ("actions", "figures", "timeline"):
            for index, entry in enumerate(getattr(case, field)):
                if entry.source and entry.source not in listed:
                    yield loaded.finding((field, index, "source"), "source-not-listed", found=entry.source)


def a_period_runs_forward(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        period = loaded.record.period
        if period.end is not None and period.end < period.start:
            yield loaded.finding(("period", "end"), "ends-before-start", start=period.start, end=period.end)
        for index, event in enumerate(loaded.record.timeline):
            if event.until is not None and event.until < event.year:
                where = ("timeline", index, "until")
                yield loaded.finding(where, "ends-before-start", start=event.year, end=event.until)


def a_subdivision_is_of_its_country(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        case = loaded.record
        if case.subdivision and not case.subdivision.startswith(case.country + "-"):
            words = {"found": case.subdivision, "country": case.country}
            yield loaded.finding(("subdivision",), "bad-subdivision", **words)


def a_case_names_an_idea_once(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["cases"]:
        for field in ("ideas", "steps", "dimensions"):
            seen: set[str] = set()
            for index, shown in enumerate(getattr(loaded.record, field)):
                if shown.id in seen:
                    yield loaded.finding((field, index, "id"), "named-twice", found=shown.id)
                seen.add(shown.id)


def checklist_items_have_their_own_id(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["checklists"]:
        seen: set[str] = set()
        for number, group in enumerate(loaded.record.groups):
            for index, item in enumerate(group.items):
                if item.id in seen:
                    yield loaded.finding(("groups", number, "items", index, "id"), "named-twice", found=item.id)
                seen.add(item.id)


def cells_stand_under_a_column(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.collections["tables"]:
        columns = [column.id for column in loaded.record.columns]
        for index, row in enumerate(loaded.record.rows):
            for column in row.cells:
                if column not in columns:
                    where = ("rows", index, "cells", column)
                    words = {"allowed": ", ".join(columns), "nearest": nearest(column, columns)}
                    yield loaded.finding(where, "unknown-column", at_key=True, found=column, **words)


def checklists_and_tables_belong_to_a_page(draft: Draft) -> Iterator[Finding]:
    pages = {chapter.front.id for chapter in draft.chapters}
    if any(path.startswith("docs/") for path in draft.unread):
        return  # an unreadable chapter would only be reported twice
    for name in ("checklists", "tables", "advisers", "courses"):
        for loaded in draft.collections[name]:
            page = loaded.record.page
            if page not in pages:
                yield loaded.finding(("page",), "unknown-page", found=page, nearest=nearest(page, pages))


def checklist_items_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    if any(path.startswith("docs/") for path in draft.unread):
        return  # an unreadable chapter would only be reported twice
    pages = {chapter.front.id for chapter in draft.chapters}
    for loaded in draft.collections["checklists"]:
        for number, group in enumerate(loaded.record.groups):
            for index, item in enumerate(group.items):
                where = ("groups", number, "items", index, "leads_to")
                yield from _not_among(loaded, where, item.leads_to, pages, "unknown-page")


def adviser_questions_have_choices(draft: Draft) -> Iterator[Finding]:
    """Ids are used once; a question has choices of its own or takes them from a column of the adviser's table."""
    tables = {loaded.record.id: loaded.record for loaded in draft.collections["tables"]}
    if any(path.startswith("data/tables/") for path in draft.unread):
        return
    for loaded in draft.collections["advisers"]:
        adviser = loaded.record
        if adviser.table:
            yield from _not_among(loaded, ("table",), adviser.table, tables, "not-allowed")
        columns = [column.id for column in tables[adviser.table].columns] if adviser.table in tables else []
        yield from _named_twice(loaded, ("questions",), adviser.questions)
        for number, question in enumerate(adviser.questions):
            where = ("questions", number)
            yield from _named_twice(loaded, (*where, "choices"), question.choices)
            if question.column:
                yield from _not_among(loaded, (*where, "column"), question.column, columns, "not-allowed")
            elif not question.choices:
                yield loaded.finding(where, "missing", field="choices")


def adviser_suggestions_fit_the_questions(draft: Draft) -> Iterator[Finding]:
    """What a suggestion names exists: its questions and choices, the row that describes it, its pages and cases."""
    if any(path.startswith(("docs/", "data/tables/", "data/cases/")) for path in draft.unread):
        return
    tables = {loaded.record.id: loaded.record for loaded in draft.collections["tables"]}
    pages = {chapter.front.id for chapter in draft.chapters}
    cases = {loaded.record.id for loaded in draft.collections["cases"]}
    for loaded in draft.collections["advisers"]:
        adviser = loaded.record
        rows = [row.id for row in tables[adviser.table].rows] if adviser.table in tables else []
        choices = {
            question.id: rows if question.column else [choice.id for choice in question.choices]
            for question in adviser.questions
        }
        yield from _named_twice(loaded, ("suggestions",), adviser.suggestions)
        for index, one in enumerate(adviser.suggestions):
            where = ("suggestions", index)
            if one.row:
                yield from _not_among(loaded, (*where, "row"), one.row, rows, "not-allowed")
            elif one.text is None:
                yield loaded.finding(where, "missing", field="text")
            for question, wanted in one.fits.items():
                place = (*where, "fits", question)
                if question not in choices:
                    words = {"allowed": ", ".join(choices), "nearest": nearest(question, choices)}
                    yield loaded.finding(place, "not-allowed", at_key=True, found=question, **words)
                else:
                    yield from _not_among(loaded, place, wanted, choices[question], "not-allowed")
            yield from _not_among(loaded, (*where, "leads_to"), one.leads_to, pages, "unknown-page")
            yield from _not_among(loaded, (*where, "cases"), one.cases, cases, "not-allowed")


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


def figures_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    """The page of an entry is a chapter or a case; its anchor is one of that chapter's headings."""
    if any(path.startswith(("docs/", "data/cases/")) for path in draft.unread):
        return  # an unreadable page would only be reported twice
    anchors: dict[str, list[str]] = {loaded.record.id: [] for loaded in draft.collections["cases"]}
    anchors |= _anchors(draft)
    for loaded in draft.collections["figures"]:
        for index, entry in enumerate(loaded.record.entries):
            place = ("entries", index)
            if entry.page and entry.page not in anchors:
                words = {"found": entry.page, "nearest": nearest(entry.page, anchors)}
                yield loaded.finding((*place, "page"), "unknown-page", **words)
            elif entry.anchor and entry.anchor not in (known := anchors.get(entry.page or "", [])):
                words = {"allowed": ", ".join(known) or "—", "nearest": nearest(entry.anchor, known)}
                yield loaded.finding((*place, "anchor"), "not-allowed", found=entry.anchor, **words)


def courses_use_what_exists(draft: Draft) -> Iterator[Finding]:
    """Sessions have ids of their own; readings and activities name pages and sections; every activity has minutes."""
    if any(path.startswith("docs/") for path in draft.unread):
        return
    chapters = {chapter.front.id: chapter for chapter in draft.chapters}  # the Spanish one, where there are both
    anchors = _anchors(draft)
    for loaded in draft.collections["courses"]:
        yield from _named_twice(loaded, ("sessions",), loaded.record.sessions)
        for number, session in enumerate(loaded.record.sessions):
            for field in ("chapters", "activities"):
                for index, one in enumerate(getattr(session, field)):
                    where = ("sessions", number, field, index)
                    yield from _place_in_the_book(loaded, where, one, anchors)
            for index, activity in enumerate(session.activities):
                chapter = chapters.get(activity.page or "")
                exercise = chapter is not None and activity.anchor == "exercise"
                where = ("sessions", number, "activities", index)
                if activity.title is None and not exercise:
                    yield loaded.finding((*where, "title"), "missing", field="title")
                if activity.minutes is None and not (exercise and chapter and chapter.front.activity_minutes):
                    yield loaded.finding((*where, "minutes"), "missing", field="minutes")


def quizzes_belong_to_chapters(draft: Draft) -> Iterator[Finding]:
    """A quiz has the id of its chapter; each question one right option and a section that gives the answer."""
    if any(path.startswith("docs/") for path in draft.unread):
        return
    anchors = _anchors(draft)
    for loaded in draft.collections["quizzes"]:
        quiz = loaded.record
        yield from _not_among(loaded, ("id",), quiz.id, anchors, "unknown-page")
        yield from _named_twice(loaded, ("questions",), quiz.questions)
        for index, question in enumerate(quiz.questions):
            where = ("questions", index)
            yield from _named_twice(loaded, (*where, "options"), question.options)
            if (right := sum(option.right for option in question.options)) != 1:
                yield loaded.finding((*where, "options"), "not-one-right", found=right)
            if quiz.id in anchors:
                yield from _not_among(loaded, (*where, "anchor"), question.anchor, anchors[quiz.id], "not-allowed")


def every_idea_is_put_into_practice(draft: Draft) -> Iterator[Finding]:
    """The relation of ideas and steps is written once, in steps.yml; no idea is left out of it."""
    if "ideas" not in draft.vocabulary_files or "steps" not in draft.vocabulary_files:
        return
    practised = {idea for step in draft.vocabulary["steps"].values() for idea in step.ideas}
    loaded = draft.vocabulary_files["ideas"]
    for index, idea in enumerate(loaded.record.entries):
        if idea.id not in practised:
            yield loaded.finding(("entries", index, "id"), "orphan-idea", found=idea.id)


def glossary_terms_lead_somewhere(draft: Draft) -> Iterator[Finding]:
    """Ids are used once; ``see`` names other terms, ``page`` names a page."""
    pages = {chapter.front.id for chapter in draft.chapters}
    for name in draft.lists:
        seen: set[str] = set()
        for index, entry in enumerate(draft.lists[name].record.entries):
            if entry.id in seen:
                yield draft.lists[name].finding(("entries", index, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)
    if loaded := draft.lists.get("glossary"):
        ids = {entry.id for entry in loaded.record.entries}
        for index, entry in enumerate(loaded.record.entries):
            for number, id in enumerate(entry.see):
                if id not in ids:
                    words = {"allowed": ", ".join(sorted(ids)), "nearest": nearest(id, ids)}
                    yield loaded.finding(("entries", index, "see", number), "not-allowed", found=id, **words)
            if entry.page and entry.page not in pages and not draft.unread:
                yield loaded.finding(("entries", index, "page"), "unknown-page", found=entry.page)


def chapters_use_the_words_of_the_glossary(draft: Draft) -> Iterator[Finding]:
    """No wording that the glossary lists under ``avoid``, in the prose of chapters; foreign passages are let be."""
    loaded = draft.lists.get("glossary")
    if loaded is None:
        return
    for chapter in draft.chapters:
        yield from _avoided_words_of(chapter, _avoided_words(loaded, chapter.language))


@lru_cache(maxsize=8)
def _avoided_words(glossary: Loaded, language: str) -> WordForms:
    """What the glossary would rather not have said; it stands for the term to use."""
    return WordForms(
        {
            word: entry.term[language]
            for entry in glossary.record.entries
            for word in (entry.avoid[language] if entry.avoid else ())
        }
    )


@lru_cache(maxsize=_KEPT)
def _avoided_words_of(chapter: Chapter, avoided: WordForms) -> list[Finding]:
    findings = []
    for index, line in prose_lines(chapter.body):
        own = _FOREIGN.sub(lambda found: " " * len(found.group(0)), line)
        for found, instead in avoided.find(own):
            place = (chapter.path, chapter.first_line + index, found.start() + 1, "")
            findings.append(finding(*place, "avoided-word", found=found.group(0), instead=instead))
    return findings


def texts_are_in_their_language(draft: Draft) -> Iterator[Finding]:
    """What stands under ``es`` is Spanish and what stands under ``en`` English; so is each section of a chapter."""
    for loaded in [*_all(draft), *draft.vocabulary_files.values(), *draft.lists.values()]:
        yield from _texts_in_the_other_language(loaded)
    for chapter in draft.chapters:
        yield from _sections_in_the_other_language(chapter)


@lru_cache(maxsize=_KEPT)
def _texts_in_the_other_language(loaded: Loaded) -> list[Finding]:
    findings = []
    for where, texts in _bilingual(loaded.record, ()):
        for language in LANGUAGES:
            if (*where, language) not in loaded.untranslated and language_of(texts[language]) == other(language):
                words = {"found": f"@{other(language)}", "language": f"@{language}"}
                findings.append(loaded.finding((*where, language), "wrong-language", **words))
    return findings


@lru_cache(maxsize=_KEPT)
def _sections_in_the_other_language(chapter: Chapter) -> list[Finding]:
    findings = []
    for number, lines in sections(chapter):
        own = _FOREIGN.sub(" ", " ".join(line for _, line in lines))
        if language_of(own) == other(chapter.language):
            words = {"found": f"@{other(chapter.language)}", "language": f"@{chapter.language}"}
            findings.append(finding(chapter.path, number, 1, "", "wrong-language", **words))
    return findings


def _bilingual(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Bilingual]]:
    """Every text in both languages inside a record, with its place."""
    if isinstance(value, Bilingual):
        yield where, value
    elif isinstance(value, Record):
        for name, one in value:
            yield from _bilingual(one, (*where, name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _bilingual(one, (*where, key))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _bilingual(one, (*where, index))


def a_case_lies_in_its_country(draft: Draft) -> Iterator[Finding]:
    """A place far from its country that a missing sign or the other order of lat and lon would bring back.

    Any other place is believed: the outlines of data/map/ know no small island.
    """
    for loaded in draft.collections["cases"]:
        country, place = loaded.record.country, loaded.record.location
        lat, lon = place.lat, place.lon
        if may_lie_in(draft.root, country, lat, lon):
            continue
        meant = [(a * x, b * y) for x, y in ((lat, lon), (lon, lat)) for a in (1, -1) for b in (1, -1)]
        right = next((pair for pair in meant if may_lie_in(draft.root, country, *pair)), None)
        if right:
            words = {"lat": lat, "lon": lon, "nearest": f"lat: {right[0]}, lon: {right[1]}"}
            yield loaded.finding(("location",), "place-elsewhere", country=f"«{country}»", **words)


def a_figure_is_no_riddle(draft: Draft) -> Iterator[Finding]:
    """``1.200`` is 1.2 for the program and may be one thousand two hundred for who wrote it."""
    for loaded in draft.collections["cases"]:
        for index in range(len(loaded.record.figures)):
            where = ("figures", index, "value")
            written = loaded.document.written.get(where, "")
            if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", written):
                words = {"thousands": written.replace(".", ""), "decimals": f"{written}0"}
                yield loaded.finding(where, "thousands-or-decimals", found=written, **words)


def chapters_come_in_pairs(draft: Draft) -> Iterator[Finding]:
    present = {(chapter.key, chapter.language) for chapter in draft.chapters}
    for chapter in draft.chapters:
        pair = f"docs/{chapter.key}.{other(chapter.language)}.md"
        if (chapter.key, other(chapter.language)) not in present and pair not in draft.unread:
            code = "home-without-pair" if chapter.key == "index" else "chapter-without-pair"
            yield finding(chapter.path, 1, 1, "", code, other=pair)


def sections_come_in_pairs(draft: Draft) -> Iterator[Finding]:
    """What is still to be written in the other language of a page; its other parts are compared without it."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for chapter in draft.chapters:
        if twin := chapters.get((chapter.key, other(chapter.language))):
            for heading in sections_only_in(chapter, twin):
                words = {"found": heading.id, "other": twin.path}
                yield finding(chapter.path, heading.line, 1, "", "section-without-pair", **words)


def a_record_is_whole_in_one_language(draft: Draft) -> Iterator[Finding]:
    """What lacks texts in both languages would be seen in neither, even as a proposal."""
    for loaded in [*_all(draft), *draft.vocabulary_files.values(), *draft.lists.values()]:
        for where, languages in loaded.lacking().items():
            if len(languages) == len(LANGUAGES):
                yield loaded.finding((*where, "id"), "in-neither-language")


def headings_have_anchors(draft: Draft) -> Iterator[Finding]:
    for chapter in draft.chapters:
        seen: set[str] = set()
        for heading in chapter.headings:
            if heading.level > 1 and heading.id is None:
                yield finding(chapter.path, heading.line, 1, "", "heading-without-id", found=heading.text)
            if heading.id in seen:
                yield finding(chapter.path, heading.line, 1, "", "duplicate-heading-id", found=heading.id)
            if heading.id:
                seen.add(heading.id)


def pairs_have_the_same_shape(draft: Draft) -> Iterator[Finding]:
    """The English page has the id, headings, directives and sources of the Spanish one."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for (key, language), chapter in chapters.items():
        spanish = chapters.get((key, "es"))
        if language == "es" or spanish is None:
            continue
        for what, here, there in (
            ("id", [chapter.front.id], [spanish.front.id]),
            ("sources", [s.source for s in chapter.front.sources], [s.source for s in spanish.front.sources]),
            ("objectives", [str(len(chapter.front.objectives))], [str(len(spanish.front.objectives))]),
            ("activity_minutes", [str(chapter.front.activity_minutes)], [str(spanish.front.activity_minutes)]),
        ):
            if here != there:
                yield draft.front_matter(chapter).finding(
                    (what,), "pair-differs", what=what, **_difference(here, there), other=spanish.path
                )
        for what, here, there in (
            ("títulos / headings", _headings(chapter, spanish), _headings(spanish, chapter)),
            ("directivas / directives", _directives(chapter, spanish), _directives(spanish, chapter)),
        ):
            if [text for text, _ in here] != [text for text, _ in there]:
                first = next(
                    (at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a[0] != b[0]),
                    min(len(here), len(there)),
                )
                line = here[min(first, len(here) - 1)][1] if here else chapter.first_line
                difference = _difference([text for text, _ in here], [text for text, _ in there])
                yield finding(chapter.path, line, 1, "", "pair-differs", what=what, **difference, other=spanish.path)


def pairs_have_the_same_parts(draft: Draft) -> Iterator[Finding]:
    """Section by section: the same links to pages, lists as long, tables as long, and the same admonitions."""
    chapters = {(chapter.key, chapter.language): chapter for chapter in draft.chapters}
    for (key, language), english in chapters.items():
        spanish = chapters.get((key, "es"))
        if language != "es" and spanish:
            yield from _parts_differ(english, spanish)


@lru_cache(maxsize=_KEPT)
def _parts_differ(english: Chapter, spanish: Chapter) -> list[Finding]:
    if _texts(_headings(spanish, english)) != _texts(_headings(english, spanish)):
        return []  # without the same headings every section would be reported again
    findings: list[Finding] = []
    pairs = zip(_common_sections(english, spanish), _common_sections(spanish, english), strict=True)
    for (here_line, here), (there_line, there) in pairs:
        findings += _links_differ(english, spanish, here_line, here, there_line, there)
        for what in (ITEMS, ROWS, ADMONITIONS):
            mine, theirs = ([part for part in blocks(lines) if part.what == what] for lines in (here, there))
            for a, b in zip_longest(mine, theirs):
                if (a and a.text) != (b and b.text):
                    words = {"what": what, "here": a.text if a else "0", "there": b.text if b else "0"}
                    line = a.line if a else here_line
                    words |= {"other": spanish.path, "line": b.line if b else there_line}
                    findings.append(finding(english.path, line, 1, "", "pair-counts", **words))
                    break
    return findings


def _links_differ(
    english: Chapter,
    spanish: Chapter,
    heading: int,
    here: list[tuple[int, str]],
    there_line: int,
    there: list[tuple[int, str]],
) -> Iterator[Finding]:
    """A finding for each link that one language of a section has more often than the other."""
    mine, theirs = internal_links(here), internal_links(there)
    for target in dict.fromkeys(part.text for part in (*mine, *theirs)):
        a, b = ([part for part in parts if part.text == target] for parts in (mine, theirs))
        if len(a) != len(b):
            words = {"what": LINKS, "here": f"{len(a)} × «{target}»", "there": len(b), "other": spanish.path}
            line = a[-1].line if a else heading
            yield finding(english.path, line, 1, "", "pair-counts", line=b[-1].line if b else there_line, **words)


def addresses_are_used_once(draft: Draft) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for chapter in draft.chapters:
        if chapter.front.slug and not chapter.key.endswith("index"):
            address = (chapter.language, chapter.section, chapter.front.slug)
            if address in seen:
                yield draft.front_matter(chapter).finding(
                    ("slug",), "duplicate-slug", found=chapter.front.slug, other=seen[address]
                )
            seen.setdefault(address, chapter.path)


def directives_ask_for_what_exists(draft: Draft) -> Iterator[Finding]:
    for chapter in draft.chapters:
        for directive in chapter.directives:
            yield from _directive(draft, chapter, directive)


RULES: tuple[Rule, ...] = (
    id_is_the_file_name,
    an_id_is_used_once,
    vocabulary_ids_are_used_once,
    a_used_source_is_listed,
    a_period_runs_forward,
    a_subdivision_is_of_its_country,
    a_case_names_an_idea_once,
    a_case_lies_in_its_country,
    a_figure_is_no_riddle,
    checklist_items_have_their_own_id,
    cells_stand_under_a_column,
    checklists_and_tables_belong_to_a_page,
    checklist_items_lead_somewhere,
    adviser_questions_have_choices,
    adviser_suggestions_fit_the_questions,
    figures_have_what_they_draw,
    figures_lead_somewhere,
    courses_use_what_exists,
    quizzes_belong_to_chapters,
    every_idea_is_put_into_practice,
    glossary_terms_lead_somewhere,
    chapters_use_the_words_of_the_glossary,
    texts_are_in_their_language,
    a_record_is_whole_in_one_language,
    chapters_come_in_pairs,
    sections_come_in_pairs,
    headings_have_anchors,
    pairs_have_the_same_shape,
    pairs_have_the_same_parts,
    addresses_are_used_once,
    directives_ask_for_what_exists,
)


def _all(draft: Draft) -> Iterator[Loaded]:
    for collection in draft.collections.values():
        yield from collection


def _repeated(pairs: Iterable[tuple[str, Loaded]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for id, loaded in pairs:
        if id in seen:
            yield loaded.finding(("id",), "duplicate-id", found=id, other=seen[id])
        seen.setdefault(id, loaded.path)


def _named_twice(loaded: Loaded, where: tuple[str | int, ...], entries: Iterable[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            yield loaded.finding((*where, index, "id"), "named-twice", found=entry.id)
        seen.add(entry.id)


def _not_among(
    loaded: Loaded, where: tuple[str | int, ...], found: str | tuple[str, ...], allowed: Iterable[str], code: str
) -> Iterator[Finding]:
    """A finding for each id that is not among those allowed."""
    known = sorted(allowed)
    for index, id in enumerate((found,) if isinstance(found, str) else found):
        if id not in known:
            place = where if isinstance(found, str) else (*where, index)
            words = {"allowed": ", ".join(known) or "—", "nearest": nearest(id, known)}
            yield loaded.finding(place, code, found=id, **words)


def _anchors(draft: Draft) -> dict[str, list[str]]:
    """The anchors of each chapter, by its id; of both languages, as one of them may have a section more."""
    anchors: dict[str, list[str]] = {}
    for chapter in draft.chapters:
        known = anchors.setdefault(chapter.front.id, [])
        known += [one.id for one in chapter.headings if one.id and one.id not in known]
    return anchors


def _place_in_the_book(
    loaded: Loaded, where: tuple[str | int, ...], one: Any, anchors: Mapping[str, list[str]]
) -> Iterator[Finding]:
    """A finding where ``page`` is no chapter, or ``anchor`` none of its headings."""
    if one.page is None:
        if one.anchor:
            yield loaded.finding(where, "missing", field="page")
        return
    yield from _not_among(loaded, (*where, "page"), one.page, anchors, "unknown-page")
    if one.anchor and one.page in anchors:
        yield from _not_among(loaded, (*where, "anchor"), one.anchor, anchors[one.page], "not-allowed")


def _headings(chapter: Chapter, twin: Chapter) -> list[tuple[str, int]]:
    new = sections_only_in(chapter, twin)
    return [
        ("#" * heading.level + f" {heading.id or ''}".rstrip(), heading.line)
        for heading in chapter.headings
        if heading not in new
    ]


def _common_sections(chapter: Chapter, twin: Chapter) -> list[tuple[int, list[tuple[int, str]]]]:
    """The sections of a chapter without those that are still to be written in its twin."""
    new = {heading.line for heading in sections_only_in(chapter, twin)}
    return [section for section in sections(chapter) if section[0] not in new]


def _texts(pairs: list[tuple[str, int]]) -> list[str]:
    return [text for text, _ in pairs]


def _directives(chapter: Chapter, twin: Chapter) -> list[tuple[str, int]]:
    common = {number for _, lines in _common_sections(chapter, twin) for number, _ in lines}
    return [
        (" ".join([one.name, *(f"{key}={value}" for key, value in one.arguments.items())]), one.line)
        for one in chapter.directives
        if one.line in common
    ]


def _difference(here: list[str], there: list[str]) -> dict[str, str]:
    """The first place where two lists part, as words of a finding."""
    nothing = "—"
    for index in range(max(len(here), len(there))):
        a = here[index] if index < len(here) else nothing
        b = there[index] if index < len(there) else nothing
        if a != b:
            return {"here": f"«{a}»", "there": f"«{b}»"}
    return {"here": nothing, "there": nothing}


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
        for value in values.split(",") if allowed is not None else []:
            if value not in allowed:
                words = {"allowed": ", ".join(sorted(allowed)) or "—", "nearest": nearest(value, allowed)}
                yield finding(*place, "directive-value", name=directive.name, key=key, found=value, **words)


def _allowed_values(draft: Draft, values: Any) -> Mapping[str, Any] | Iterable[str] | None:
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
