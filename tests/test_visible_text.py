"""Valid means visible: what the check accepts is shown as it was written, none of it lost, moved or altered.

Invented chapters and records here; the real book in test_promises.py, where a browser visits each page anyway. ``make
fuzz`` (HANDBOOK_FUZZ=10000) is the long run.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.content.models import Bilingual, Text
from handbook.reading.markdown_result import new_converter
from handbook.rendering.case_page import case_page
from handbook.rendering.glossary_links import link_terms
from handbook.rendering.registry import expand
from pydantic import BaseModel, TypeAdapter, ValidationError
from test_one_reading import accepted, generated, on_the_site
from written_words import blocks_of_chapter, blocks_of_html, not_in_order, not_within, plain, texts_of_record

TEXTS = int(os.environ.get("HANDBOOK_FUZZ", "300"))

# Words as people write them, and whatever Markdown, HTML or YAML might take for something else.
WORDS = re.findall(
    r"\w+", "La oficina responde ante el concejo y cada año publica sus cuentas ciudad región acuerdo niñez"
)
ODD = [*(PROJECT / "tests/odd_words.txt").read_text(encoding="utf-8").splitlines(), "\u00a0", "5\u00a0%", "\t"]


class Writer:
    """Writes chapters of everything that a chapter may hold, nested as deep as it may be; now and then with odd words."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def words(self, most: int) -> str:
        count = self.chance.randint(1, most)
        return " ".join(self.chance.choice(ODD if self.chance.random() < self.odd else WORDS) for _ in range(count))

    def line(self) -> str:
        forms: tuple[Callable[[], str], ...] = (
            *[lambda: self.words(5)] * 8,
            *[lambda: f"**{self.words(4)}**", lambda: f"*{self.words(4)}*"] * 2,
            *[lambda: f"`{self.words(3)}`", lambda: f"[{self.words(4)}](02-plural.md#why)"] * 2,
            *(lambda: f"*{self.words(3)}*{{: lang=en }}", lambda: f"{self.words(4)}[^n{self.chance.randint(1, 3)}]"),
            lambda: f"[{self.words(3)}](https://example.org/a?b=c)",
        )
        return self.chance.choice("   ,").replace(",", "").join(form() for form in self.chance.choices(forms, k=3))

    def block(self, depth: int = 0) -> str:
        forms: list[Callable[[int], str]] = [
            self.paragraph,
            self.list,
            self.list,
            self.table,
            self.quotation,
            self.code,
        ]
        if depth == 0:
            forms.append(self.heading)
        if depth < 2:
            forms.append(self.box)
        return self.chance.choice(forms)(depth)

    def paragraph(self, depth: int) -> str:
        return "\n".join(self.line() for _ in range(self.chance.randint(1, 2))) + self.chance.choice(
            ("", "", "", "\n{: .lead }")
        )

    def heading(self, depth: int) -> str:
        self.headings += 1
        return f"{'#' * self.chance.randint(2, 4)} {self.words(5)} {{#h{self.headings}}}"

    def list(self, depth: int) -> str:
        numbered, items = self.chance.random() < 0.5, []
        for number in range(1, self.chance.randint(1, 4) + 1):
            number = number if self.chance.random() < 0.98 else self.chance.randint(0, 2012)
            item = f"{number}." if numbered else "-"
            item += " " + self.line() + self.chance.choice(("", "", f"\n{self.line()}"))
            if depth < 2 and self.chance.random() < 0.4:
                item += self.chance.choice(("\n", "\n\n", "\n\n")) + self.block(depth + 1)
            items.append(item.replace("\n", "\n    ") + self.chance.choice(("", "", "", "\n    {: .ours }")))
        return self.chance.choice(("\n", "\n\n")).join(items)

    def table(self, depth: int) -> str:
        columns = self.chance.randint(1, 3)
        rows = [[self.line() for _ in range(columns)] for _ in range(self.chance.randint(2, 4))]
        rows.insert(1, self.chance.choices(("---", "--:"), k=columns))
        if self.chance.random() < 0.1:
            rows[-1].append(self.line())
        caption = self.chance.choice(("", f"{self.words(4)}\n{{: .caption }}\n\n"))
        return caption + "\n".join(f"| {' | '.join(cells)} |" for cells in rows)

    def quotation(self, depth: int) -> str:
        return f"> {self.line()}\n> {self.line()}\n>\n> — {self.words(3)}"

    def box(self, depth: int) -> str:
        kind = self.chance.choice(("note", "tip", "example", "warning"))
        body = "\n\n".join(self.block(depth + 1) for _ in range(self.chance.randint(1, 2)))
        return f'!!! {kind} "{self.words(4)}"\n' + re.sub("(?m)^(?=.)", "    ", body)

    def code(self, depth: int) -> str:
        return f"```{self.chance.choice(('', 'yaml', 'text'))}\n{self.words(6)}\n    {self.words(5)}\n```"

    def chapter(self) -> str:
        self.odd, self.headings = self.chance.choice((0, 0, 0.01, 0.03, 0.06)), 0
        text = "\n\n".join(self.block() for _ in range(self.chance.randint(1, 3)))
        keys = sorted(set(re.findall(r"\[\^(n\d)\]", text)))
        return text + "".join(f"\n\n[^{key}]: {self.line().replace('[^', '')}" for key in keys)


def without_signs(blocks: list[str]) -> list[str]:
    """Without the signs of emphasis and code: which of several belong together, Markdown's programs see differently."""
    return [block for one in blocks if (block := plain(re.sub(r"[*`]", "", one)))]


def lost_words(text: str) -> list[str]:
    """The words of a chapter that its page has not, or in another order, however they are put together."""
    shown = iter(words_of(blocks_of_html(on_the_site(text))))
    return [word for word in words_of(blocks_of_chapter(text)) if word not in shown]


def words_of(blocks: list[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(without_signs(blocks)))


def lost_of_chapter(text: str) -> list[str]:
    return not_in_order(without_signs(blocks_of_chapter(text)), without_signs(blocks_of_html(on_the_site(text))))


def test_every_word_of_an_invented_chapter_that_is_accepted_stands_on_its_page_in_order() -> None:
    writer, tried, wrong = Writer(23), 0, []
    while tried < TEXTS:
        text = writer.chapter()
        if accepted(text):
            tried += 1
            if lost := lost_of_chapter(text):
                wrong.append((text, lost))
    assert wrong == []


def test_every_word_of_an_accepted_chapter_with_pieces_of_anything_stands_on_its_page() -> None:
    tried, wrong = 0, []
    for text in generated(TEXTS):
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if accepted(text):
            tried += 1
            if lost := lost_words(text):
                wrong.append((text, lost))
    assert wrong == []
    assert tried > TEXTS / 4


# ------------------------------------------------------------------------------------------------------------- records

# A kind of record -> the page and the directive that show it; each of the book in tests/golden.
SHOWN: dict[str, tuple[tuple[str, str], ...]] = {
    "cases": (),
    "checklists": (("route/02-actors", "checklist id={id}"),),
    "tables": (("ideas/01-aligned", "table id={id}"),),
    "figures": (("ideas/01-aligned", "figure id={id}"),),
    "advisers": (("about/index", "adviser id={id}"),),
    "courses": (("training/{id}", "course id={id}"),),
    "quizzes": (("training/index", "quizzes of=ideas"),),
    "glossary": (("about/index", "glossary"),),
    "acronyms": (("about/index", "acronyms"),),
}
# What of a record stands elsewhere or otherwise, and why.
ELSEWHERE = {
    "courses": {"title": "names the course where others lead to it; its own page has the chapter's title"},
    "figures": {"unit": "heads a column, with a capital letter"},
}
TEXT = TypeAdapter(Text)


def may_be_text(words: str) -> bool:
    try:
        return TEXT.validate_python(words) != ""
    except ValidationError:
        return False


def rewritten(value: Any, write: Callable[[], str]) -> Any:
    """The same record with other texts."""
    if isinstance(value, Bilingual):
        return Bilingual(es=write(), en=write())
    if isinstance(value, BaseModel):
        return value.model_copy(
            update={name: rewritten(getattr(value, name), write) for name in type(value).model_fields}
        )
    if isinstance(value, tuple):
        return tuple(rewritten(one, write) for one in value)
    if isinstance(value, dict):
        return {key: rewritten(one, write) for key, one in value.items()}
    return value


def shown(book: Book, kind: str, name: str, language: str) -> str:
    if kind == "cases":
        page, text = book.page(f"cases/{name}", language), case_page(book, book.cases[name], language)
    else:
        ((key, directive),) = SHOWN[kind]
        page = book.page(key.format(id=name), language)
        text = expand(f"<!-- handbook:{directive.format(id=name)} -->", book, page)
    return "\n".join(blocks_of_html(new_converter().convert(link_terms(text, book, page))))


def test_every_text_of_an_invented_record_stands_on_its_page(golden_book: Book) -> None:
    writer, wrong = Writer(24), []
    records = [(kind, name) for kind in SHOWN for name in getattr(golden_book, kind)]
    for number in range(TEXTS):
        kind, name = records[number % len(records)]
        writer.odd = writer.chance.choice((0.1, 0.3, 0.6))
        record = rewritten(
            getattr(golden_book, kind)[name],
            lambda: next(text for _ in range(99) if may_be_text(text := writer.words(5))),
        )
        changed = replace(golden_book, **{kind: {**getattr(golden_book, kind), name: record}})
        for language in LANGUAGES:
            texts = texts_of_record(record.model_dump(mode="json", exclude=set(ELSEWHERE.get(kind, ()))), language)
            if lost := not_within(texts, shown(changed, kind, name, language)):
                wrong.append((kind, name, language, lost))
    assert wrong == []


@pytest.mark.parametrize("name", ["Villa #", "Villa ##", "C#", "#", "# Villa", "Villa \\#"])
def test_a_name_is_whole_in_the_title_of_its_page(name: str, golden_book: Book) -> None:
    case = golden_book.cases["bare"].model_copy(update={"name": Bilingual(es=name, en=name)})
    changed = replace(golden_book, cases={**golden_book.cases, "bare": case})
    assert shown(changed, "cases", "bare", "es").split("\n")[0] == name


@pytest.mark.parametrize(
    ("text", "page", "lost"),
    [
        ("Uno dos.", "<p>Uno.</p>", ["Uno dos."]),
        ("Uno dos.", "<p>Uno tres dos.</p>", ["Uno dos."]),
        ("Uno.\n\nDos.", "<p>Dos.</p><p>Uno.</p>", ["Dos."]),
        ("| a |\n| - |\n| b |", "<table><tr><td>a</td></tr></table>", ["b"]),
        ("1. a\n2. b", "<ul><li>a</li><li>b</li></ul>", ["1.", "2."]),
        ("Uno.[^a]\n\n[^a]: Dos.", "<p>Uno.<sup>1</sup></p>", ["Dos. ↩"]),
        ('!!! note "T"\n    Uno.', "<p>Uno.</p>", ["T"]),
        ("A &amp; `*b*` _c_ [d](e.md){: .f }", "<p>A &amp; <code>*b*</code> _c_ <a>d</a></p>", []),
    ],
)
def test_what_is_lost_moved_or_altered_is_seen(text: str, page: str, lost: list[str]) -> None:
    assert not_in_order(blocks_of_chapter(text), blocks_of_html(page)) == lost
