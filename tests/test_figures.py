"""The drawn figures and the map of the cases."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import tostring

import pytest
import yaml
from handbook.content.book import Book
from handbook.content.languages import LANGUAGES
from handbook.content.models import Diagram
from handbook.loading import inspect, load_book
from handbook.rendering.diagrams import DRAWERS, draw
from handbook.rendering.diagrams.canvas import Group, Item, Picture, text_width, wrap
from handbook.rendering.directives.case_map import case_map
from handbook.rendering.directives.figure import figure
from handbook.rendering.map_outline import frame_around, land
from lxml import etree
from markdown import Markdown

ROOT = Path(__file__).parent.parent
FIGURES = sorted(path.stem for path in (ROOT / "data/figures").glob("*.yml"))
every_figure = pytest.mark.parametrize("figure_id", FIGURES)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(ROOT)


def ask(book: Book, language: str, figure_id: str = "") -> str:
    """The block that the page of the ideas gets, for a figure or without ``id`` for the map."""
    page = book.page("ideas/index", language)
    return figure(book, page, {"id": figure_id}) if figure_id else case_map(book, page, {})


def parsed(block: str) -> etree._Element:
    return etree.fromstring(block)


@every_figure
@both_languages
def test_a_figure_is_well_formed_and_needs_no_style_or_script(book: Book, figure_id: str, language: str) -> None:
    block = ask(book, language, figure_id)
    root = parsed(block)
    assert root.tag == "figure"
    assert not root.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"\n\s*\n", block), "a blank line would end the block of HTML"


@every_figure
@both_languages
def test_a_figure_is_named_and_described_in_its_language(book: Book, figure_id: str, language: str) -> None:
    svg = parsed(ask(book, language, figure_id)).find("svg")
    named, described = (svg.find(f"*[@id='{one}']") for one in svg.get("aria-labelledby").split())
    assert (named.tag, named.text) == ("title", book.figures[figure_id].title[language])
    assert (described.tag, described.text) == ("desc", book.figures[figure_id].description[language])


@every_figure
@both_languages
def test_only_a_figure_without_links_is_an_image(book: Book, figure_id: str, language: str) -> None:
    svg = parsed(ask(book, language, figure_id)).find("svg")
    assert svg.get("role") == ("group" if svg.findall(".//a") else "img")


@pytest.fixture(scope="module")
def elsewhere() -> dict[str, str]:
    """Every figure and the map ("") as a process with another order of sets draws them: language and id -> block."""
    code = (
        "import json, sys; sys.path.insert(0, 'tests')\n"
        "from test_figures import FIGURES, LANGUAGES, ROOT, ask, load_book\n"
        "book = load_book(ROOT)\n"
        "print(json.dumps({f'{one} {id}': ask(book, one, id) for one in LANGUAGES for id in ['', *FIGURES]}))"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return json.loads(subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, env=environment, text=True))


@every_figure
@both_languages
def test_another_process_draws_the_same_bytes(
    book: Book, figure_id: str, language: str, elsewhere: dict[str, str]
) -> None:
    assert ask(book, language, figure_id) == elsewhere[f"{language} {figure_id}"]


@every_figure
def test_numbers_have_one_decimal(book: Book, figure_id: str) -> None:
    assert not re.search(r'[" ]-?\d+\.\d{2,}', ask(book, "es", figure_id))


@every_figure
@both_languages
def test_the_table_says_what_the_record_says(book: Book, figure_id: str, language: str) -> None:
    entries = yaml.safe_load((ROOT / f"data/figures/{figure_id}.yml").read_text(encoding="utf-8")).get("entries", [])
    rows = ["|".join(row.itertext()) for row in parsed(ask(book, language, figure_id)).findall(".//tbody/tr")]
    assert len(rows) == (len(entries) or len(book.vocabulary["steps"]))
    for entry, row in zip(entries, rows, strict=False):
        for text in (entry.get("label"), entry.get("detail")):
            assert text is None or text[language] in row
        assert "value" not in entry or str(entry["value"]) in row


@every_figure
@both_languages
def test_markdown_passes_a_figure_on_untouched(book: Book, figure_id: str, language: str) -> None:
    block = ask(book, language, figure_id)
    page = Markdown(extensions=["attr_list", "tables", "handbook.reading.markdown_extension"])
    assert block in page.convert(f"before\n\n{block}\n\nafter")


@every_figure
@both_languages
def test_text_stays_inside_its_drawing(book: Book, figure_id: str, language: str) -> None:
    for element in parsed(ask(book, language, figure_id)).find("svg").iter("text"):
        bold = "strong" in element.get("class", "")
        for line in [element, *element]:
            if not (line.text or "").strip():
                continue
            width = text_width(line.text, float(element.get("font-size", 15)), bold=bold)
            before = {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0)
            start = float(line.get("x")) - before
            assert start >= -1, line.text
            assert start + width <= 361, line.text


@both_languages
def test_each_of_the_twelve_ideas_and_sixteen_steps_is_a_link(book: Book, language: str) -> None:
    for id, vocabulary in (("twelve-ideas", "ideas"), ("four-stages", "steps")):
        links = parsed(ask(book, language, id)).findall("svg//a")
        pages = {link.get("href") for link in links}
        assert len(links) == len(pages) == len(book.vocabulary[vocabulary])
    assert "01-alineada/" in {link.get("href") for link in parsed(ask(book, "es", "twelve-ideas")).findall("svg//a")}


def test_the_groups_of_ideas_are_those_of_the_index(book: Book) -> None:
    groups: dict[str | None, list[int]] = {}
    for entry in book.figures["twelve-ideas"].entries:
        groups.setdefault(entry.group, []).append(book.vocabulary["ideas"][entry.id].number)
    assert groups == {"guide": [1, 3, 4, 6, 7], "convene": [2, 8, 12], "sustain": [5, 9, 10, 11]}


def test_bars_are_in_proportion_to_their_values(book: Book) -> None:
    bars = parsed(ask(book, "es", "bahia-actions")).findall("svg//rect")
    widths = [float(bar.get("width")) for bar in bars]
    values = [entry.value for entry in book.figures["bahia-actions"].entries]
    shares = [value / values[0] for value in values]
    assert [width / widths[0] for width in widths] == pytest.approx(shares, abs=0.001)


def test_the_bars_of_bahia_add_up_as_its_note_says(book: Book) -> None:
    record = book.figures["bahia-actions"]
    total = sum(entry.value for entry in record.entries)
    assert total == 474
    assert all("462" in record.note[language] and "474" in record.note[language] for language in LANGUAGES)


@pytest.mark.parametrize("kind", sorted(DRAWERS))
def test_text_from_a_record_is_text_and_never_markup(kind: str) -> None:
    label = '<script>a</script> & "b"'
    items = tuple(
        Item(str(n), n, label, label, label, value=n, shown_value=str(n), group=group, href='x/?a=1&b="2"')
        for n, group in ((1, "one"), (2, "two"))
    )
    picture = Picture("figure-x", label, label, items, (Group("one", label), Group("two", label)))
    text = tostring(draw(kind, picture), encoding="unicode")
    svg = parsed(text)
    assert "<script" not in text
    assert svg.findtext("title") == svg.findtext("desc") == label
    assert {link.get("href") for link in svg.iter("a")} <= {'x/?a=1&b="2"'}


def test_long_labels_wrap_to_the_width() -> None:
    lines = wrap("Eventos en el exterior con participación de Bahía", 180)
    assert " ".join(lines) == "Eventos en el exterior con participación de Bahía"
    assert all(text_width(line) <= 180 for line in lines)


def test_every_kind_of_the_model_can_be_drawn() -> None:
    assert set(DRAWERS) == set(Diagram.model_json_schema()["properties"]["kind"]["enum"])


# ---------------------------------------------------------------------------------------------------------- rules


def findings_after(tmp_path: Path, figure_id: str, before: str, after: str) -> list[str]:
    """What is found in a figure's record after one change to it, in both languages."""
    for folder in ("data", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    file = tmp_path / f"data/figures/{figure_id}.yml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [one for one in inspect(tmp_path)[1] if one.path == f"data/figures/{figure_id}.yml"]
    return [one.line_of_text(language) for one in found for language in LANGUAGES]


@pytest.mark.parametrize(
    ("figure_id", "before", "after", "message"),
    [
        (
            "projects-three-territories",
            "page: caldono",
            "page: caldonno",
            "entries[3].page: there is no page with the id 'caldonno'; correct the name or write the page."
            " Did you mean 'caldono'?",
        ),
        (
            "bahia-actions",
            ", value: 203",
            "",
            "entries[1].value: this required field is missing; write 'value: ...'.",
        ),
        (
            "actor-planes",
            'label: {es: "Inversión", en: "Investment"}',
            'detail: {es: "Inversión", en: "Investment"}',
            "entries[1].label: this required field is missing; write 'label: ...'.",
        ),
        (
            "twelve-ideas",
            "{id: aligned, group: guide}",
            "{id: aligned, group: gide}",
            "entries[1].group: 'gide' is not an allowed value; use one of: guide, convene, sustain."
            " Did you mean 'guide'?",
        ),
        (
            "twelve-ideas",
            "{id: territorial,",
            "{id: aligned,",
            "entries[2].id: 'aligned' is duplicated in the list; keep one.",
        ),
        (
            "reactive-to-planned",
            "    group: reactive\n",
            "",
            "entries[1].group: this required field is missing; write 'group: ...'.",
        ),
        (
            "dialogue-cycle",
            "anchor: report",
            "anchor: reporting",
            "entries[6].anchor: 'reporting' is not an allowed value; use one of:",
        ),
    ],
)
def test_a_wrong_figure_is_found(tmp_path: Path, figure_id: str, before: str, after: str, message: str) -> None:
    spanish, english = findings_after(tmp_path, figure_id, before, after)
    assert f": {message}" in english
    assert re.fullmatch(r"data/figures/[a-z-]+\.yml:\d+:\d+: .+", spanish)


def test_an_unknown_page_is_found_in_its_place(tmp_path: Path) -> None:
    spanish, _ = findings_after(tmp_path, "projects-three-territories", "page: caldas", "page: nowhere")
    line = (tmp_path / "data/figures/projects-three-territories.yml").read_text(encoding="utf-8").split("\n")
    number = next(index for index, text in enumerate(line, 1) if "nowhere" in text)
    column = line[number - 1].index("nowhere") + 1
    assert spanish == (
        f"data/figures/projects-three-territories.yml:{number}:{column}: entries[2].page: no hay ninguna página con el "
        "identificador «nowhere»; corrija el nombre o cree la página."
    )


# ------------------------------------------------------------------------------------------------------------ map


@both_languages
def test_the_map_leads_to_every_case_or_to_its_country(book: Book, language: str) -> None:
    root = parsed(ask(book, language))
    markers = {link.get("href") for link in root.findall("svg//a")}
    listed = {link.get("href") for link in root.findall("details//a")}
    countries = [case.country for case in book.cases.values()]
    cases = {"es": "../casos/", "en": "../cases/"}[language] if _has_cases_section(book) else "../cases/"
    for case in book.cases.values():
        assert f"{cases}{case.id}/" in listed
        if countries.count(case.country) == 1:
            assert f"{cases}{case.id}/" in markers
        else:
            assert any(href.endswith(f"#country-{case.country.lower()}") for href in markers)


def _has_cases_section(book: Book) -> bool:
    return ("cases/index", "es") in book.chapters


@both_languages
def test_the_numbers_on_the_map_add_up_to_the_cases(book: Book, language: str) -> None:
    markers = parsed(ask(book, language)).findall("svg//a")
    assert sum(int(marker.findtext("text")) for marker in markers) == len(book.cases)
    assert all(marker.findtext("title") == marker.get("aria-label") for marker in markers)


def test_markers_are_large_enough_and_do_not_cover_each_other(book: Book) -> None:
    svg = parsed(ask(book, "es")).find("svg")
    circles = [tuple(float(circle.get(key)) for key in ("cx", "cy", "r")) for circle in svg.findall(".//a/circle")]
    at_320 = 288 / float(svg.get("viewBox").split()[2])
    assert all(2 * r * at_320 >= 24 for _, _, r in circles)
    for index, (x, y, r) in enumerate(circles):
        assert all(((x - a) ** 2 + (y - b) ** 2) ** 0.5 >= 2 * r - 1 for a, b, _ in circles[:index])


@both_languages
def test_the_map_is_small_and_the_same_in_another_process(book: Book, language: str, elsewhere: dict[str, str]) -> None:
    block = ask(book, language)
    assert block == elsewhere[f"{language} "]
    assert len(block[block.index("<svg") : block.index("</svg>")].encode()) < 25_000
    assert not parsed(block).xpath("//script | //style | //@style")


def test_land_stays_near_the_frame_and_has_no_line_across_the_date_line() -> None:
    frame = frame_around([(-99.1, 19.4), (24.9, 60.2), (-58.4, -34.6)])
    for ring in land(ROOT, frame).split("M")[1:]:
        start, *steps = re.findall(r"-?\d*\.?\d+ ?-?\d*\.?\d+", ring.replace("l", "|"))
        x, y = _pair(start)
        for step in steps:
            across, down = _pair(step)
            assert abs(across) < 200 or not 0 < y < frame.height
            x, y = x + across, y + down
            assert -5 <= x <= 365 and -5 <= y <= frame.height + 5


def _pair(text: str) -> tuple[float, float]:
    first, second = re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", text)
    return float(first), float(second)
