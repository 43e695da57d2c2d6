"""Text into Markdown and Markdown into accessible HTML, with exactly the extensions of mkdocs.yml."""

from __future__ import annotations

import re
from functools import cache

import pytest
import yaml
from conftest import PROJECT
from handbook.content.languages import number, sort_key
from handbook.reading.markdown_result import EXTENSIONS, new_converter
from handbook.rendering.markdown_text import Markdown, bullet_list, escape, link, relative, table
from hypothesis import example, given, settings
from hypothesis import strategies as some
from lxml import html

converter = cache(new_converter)


def rendered(text: str) -> html.HtmlElement:
    """The text as a page's body."""
    return html.fragment_fromstring(converter().reset().convert(text), create_parent="body")


def shown(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_chapters_are_judged_with_the_extensions_of_the_site_and_their_options() -> None:
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    lines = re.search(r"^markdown_extensions:\n((?:[ #-].*\n|\n)+)", text, re.M)
    assert lines
    named = [one if isinstance(one, dict) else {one: {}} for one in yaml.safe_load(lines[1])]
    assert [pair for one in named for pair in one.items()] == list(EXTENSIONS.items())


# Letters, digits and every sign that means something to Markdown, to an extension of ours, to HTML or to YAML.
SIGNS = some.text(alphabet="ab1 ñ.:-+=#*_`~^|\\/<>&;\"'!?()[]{}@$%,\t\n§«»—", max_size=40)
ANY = some.text(some.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=40)
MEANT = [
    "# not a title",
    "1. not a list",
    "1) no",
    "- no",
    "+ no",
    "* no",
    "> no",
    "=== no",
    "---",
    "***",
    "___",
    "!!! note",
    '??? note "x"',
    ": no definition",
    "[ ] no box",
    "- [ ] no box",
    "``` python",
    "~~~",
    "<b>no</b>",
    "<!-- handbook:cases -->",
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp;amp; &nbsp;",
    "[no](javascript:alert(1))",
    "![no](x.png)",
    "[no]: https://x.example",
    "<https://x.example>",
    "https://x.example",
    "a@b.example",
    "| a | b |",
    "{: .x }",
    "{{ config }} {% x %}",
    "{#id}",
    "text {: #id .x }",
    "*[HTML]: x",
    "[^1] [^1]: x",
    "a_b_c *d* __e__ ~~f~~ ^^g^^ ==h==",
    "C:\\new\\*x*",
    "2 < 3 & 4 > 3",
    "    four spaces",
    "\u2028",
    "--8<-- 'x'",
    "::: x",
    "wzxhzdk:0",
    "klzzwxh:0001",
]


@settings(max_examples=300, deadline=None)
@given(SIGNS | ANY)
def test_any_plain_text_is_shown_exactly_and_makes_nothing_but_a_paragraph(text: str) -> None:
    body = rendered(escape(text))
    assert shown(body.text_content()) == shown(text)
    assert [element.tag for element in body.iterdescendants()] in (["p"], [] if not shown(text) else ["p"])
    assert not any(element.attrib for element in body.iterdescendants())


@pytest.mark.parametrize("text", MEANT)
def test_what_means_something_to_markdown_is_shown_as_it_was_written(text: str) -> None:
    test_any_plain_text_is_shown_exactly_and_makes_nothing_but_a_paragraph.hypothesis.inner_test(text)


@settings(max_examples=150, deadline=None)
@given(some.lists(SIGNS.filter(str.strip), min_size=1, max_size=3))
@example(["[ ] a", "# b"])
def test_any_plain_text_is_shown_exactly_in_a_list(texts: list[str]) -> None:
    body = rendered(bullet_list(texts))
    assert [shown(item.text_content()) for item in body.findall("ul/li")] == [shown(text) for text in texts]
    assert {element.tag for element in body.iterdescendants()} == {"ul", "li"}


@settings(max_examples=150, deadline=None)
@given(some.lists(SIGNS.filter(str.strip), min_size=4, max_size=4))
@example(["|", "a|b", "`|`", "\\|"])
def test_any_plain_text_is_shown_exactly_in_a_table(texts: list[str]) -> None:
    body = rendered(table("Caption", texts[:2], [texts[2:]]))
    assert [shown(cell.text_content()) for cell in body.iter("th", "td")] == [shown(text) for text in texts]
    assert {element.tag for element in body.iterdescendants()} == {
        *("div", "table", "caption", "thead", "tbody", "tr", "th", "td")
    }


@settings(max_examples=100, deadline=None)
@given(SIGNS.filter(str.strip))
def test_any_plain_text_is_shown_exactly_in_a_link(text: str) -> None:
    body = rendered(link(text, "cases/medellin#why", "ideas/01-aligned"))
    (anchor,) = body.iter("a")
    assert shown(anchor.text_content()) == shown(text)
    assert dict(anchor.attrib) == {"href": "../cases/medellin.md#why"}


def test_what_is_markdown_already_is_not_escaped_again() -> None:
    assert escape(Markdown("*a*")) == "*a*"
    assert escape(escape("*a*")) == escape("*a*")


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("cases/medellin", "index", "cases/medellin.md"),
        ("cases/medellin", "ideas/01-aligned", "../cases/medellin.md"),
        ("ideas/02-plural#cases", "ideas/01-aligned", "02-plural.md#cases"),
        ("index", "ideas/01-aligned", "../index.md"),
    ],
)
def test_a_link_leads_from_file_to_file_so_that_any_generator_can_check_it(
    target: str, page: str, expected: str
) -> None:
    assert relative(target, page) == expected


@pytest.mark.parametrize(
    ("text", "tag", "attributes"),
    [
        ("![A map](map.png)", "img", {"alt": "A map", "src": "map.png"}),
        ("![A map][m]\n\n[m]: map.png", "img", {"alt": "A map", "src": "map.png"}),
        ("![m]\n\n[m]: map.png", "img", {"alt": "m", "src": "map.png"}),
        ("[here][m]\n\n[m]: page.md", "a", {"href": "page.md"}),
        ("[m]\n\n[m]: page.md", "a", {"href": "page.md"}),
        ("one  \ntwo", "br", {}),
    ],
    ids=["image", "image by reference", "image by short reference", "reference", "short reference", "line break"],
)
def test_what_markdown_knows_is_not_printed_literally(text: str, tag: str, attributes: dict[str, str]) -> None:
    body = rendered(text)
    (element,) = body.iter(tag)
    assert dict(element.attrib) == attributes
    assert "[" not in body.text_content()


def test_a_mail_address_in_angle_brackets_is_a_link() -> None:
    body = rendered("Write to <team@handbook.example>.")
    (link,) = body.iter("a")
    assert (link.get("href"), link.text) == ("mailto:team@handbook.example", "team@handbook.example")


# ------------------------------------------------------------------------------------------------------------ tables


def test_a_table_has_a_caption_scopes_and_a_region_that_the_keyboard_can_scroll() -> None:
    body = rendered("## Places {#places}\n\n" + table("Cities", ["City", "People"], [["Lima", "9"]], [False, True]))
    (region,) = body.find_class("table-region")
    assert (region.tag, region.get("role"), region.get("tabindex")) == ("div", "region", "0")
    (one,) = region
    assert [child.tag for child in one] == ["caption", "thead", "tbody"]
    assert one[0].text_content() == "Cities"
    assert region.get("aria-labelledby") == one[0].get("id")
    assert [cell.get("scope") for cell in one.iter("th")] == ["col", "col", "row"]
    assert [cell.text for cell in one.iter("td")] == ["9"]


def test_a_cell_knows_the_title_of_its_column_and_its_alignment_without_a_style() -> None:
    body = rendered(table("Cities", ["City", "People"], [["Lima", "9"]], [False, True]))
    (cell,) = body.iter("td")
    assert dict(cell.attrib) == {"class": "number", "data-label": "People"}
    assert not body.xpath(".//@style")


def test_a_table_that_a_chapter_writes_itself_is_named_after_its_heading() -> None:
    body = rendered("## Places {#places}\n\n| City | People |\n| --- | ---: |\n| Lima | 9 |\n")
    (region,) = body.find_class("table-region")
    assert region.get("aria-label") == "Places"
    assert [cell.get("scope") for cell in region.iter("th")] == ["col", "col", "row"]
    assert not body.xpath(".//@style")


def test_a_table_in_a_box_is_named_after_the_heading_above_the_box() -> None:
    body = rendered(
        '## Places {#places}\n\n!!! note "Box"\n    | City | People |\n    | --- | --- |\n    | Lima | 9 |\n'
    )
    (region,) = body.find_class("table-region")
    assert region.get("aria-label") == "Places"


def test_each_table_of_a_page_has_its_own_caption_and_id() -> None:
    body = rendered(table("One", ["a", "b"], [["1", "2"]]) + "\n\n" + table("Two", ["a", "b"], [["1", "2"]]))
    captions = list(body.iter("caption"))
    assert [caption.text for caption in captions] == ["One", "Two"]
    assert len({caption.get("id") for caption in captions}) == 2


def test_a_caption_that_repeats_the_heading_is_for_screen_readers_only() -> None:
    body = rendered("## Cities {#cities}\n\n" + table("Cities", ["a", "b"], [["1", "2"]]))
    (caption,) = body.iter("caption")
    assert caption.get("class") == "visually-hidden"


def test_an_empty_cell_is_a_dash() -> None:
    body = rendered(table("Cities", ["City", "People"], [["Lima", ""]]))
    assert [cell.text for cell in body.iter("td")] == ["—"]


# ------------------------------------------------------------------------------------------------------- check boxes

BOXES = (
    "Ready?\n{: .checklist-title #checklist-ready }\n\n"
    "- [ ] One *thing*\n    {: #ready--one }\n- [ ] Two\n    {: #ready--two }\n"
)


def test_the_heading_of_the_lead_is_not_shown_and_the_lead_has_its_anchor() -> None:
    body = rendered("# A\n\n## In brief {#brief}\n\nThe *answer*.\n\nMore.\n\n## Why {#why}\n\nText.\n")
    assert [one.get("id") for one in body.iter("h2")] == ["why"]
    lead, more = body.findall("p")[:2]
    assert (lead.get("id"), lead.get("class"), lead.text_content()) == ("brief", "lead", "The answer.")
    assert (more.get("id"), more.get("class")) == (None, None)
    assert body.xpath(".//a[@href='#brief']") == []


def test_a_section_in_brief_that_begins_with_no_sentence_keeps_its_heading() -> None:
    body = rendered("## In brief {#brief}\n\n- One.\n")
    assert body.find("h2").get("id") == "brief"


def test_a_box_has_a_label_and_an_id_that_never_changes() -> None:
    body = rendered(BOXES)
    boxes = list(body.iter("input"))
    assert [(box.get("type"), box.get("id")) for box in boxes] == [
        ("checkbox", "ready--one-box"),
        ("checkbox", "ready--two-box"),
    ]
    labels = {label.get("for"): shown(label.text_content()) for label in body.iter("label")}
    assert labels == {"ready--one-box": "One thing", "ready--two-box": "Two"}
    assert [item.get("id") for item in body.iter("li")] == ["ready--one", "ready--two"]


def test_the_boxes_of_a_checklist_are_one_group_named_by_its_title() -> None:
    (group,) = rendered(BOXES).find_class("checklist-box")
    assert (group.get("role"), group.get("data-checklist")) == ("group", "ready")
    assert group.get("aria-labelledby") == "checklist-ready"
    assert group[0].get("id") == "checklist-ready"


def test_boxes_that_a_chapter_writes_itself_get_ids_too() -> None:
    body = rendered("- [ ] One\n- [ ] Two\n\ntext\n\n- [ ] Three\n")
    ids = [box.get("id") for box in body.iter("input")]
    assert len(set(ids)) == 3
    assert [label.get("for") for label in body.iter("label")] == ids


def test_a_list_without_boxes_stays_a_list() -> None:
    body = rendered("- [no box](x.md)\n- two\n")
    assert not list(body.iter("input"))
    assert [item.get("class") for item in body.iter("ul")] == [None]


# --------------------------------------------------------------------------------------------------- sorting, numbers


@pytest.mark.parametrize(
    "in_order",
    [
        ["Ávila", "Barcelona", "Bogotá", "Boyacá", "Bucaramanga"],
        ["Nariño", "Nord", "Ñuble", "Oaxaca"],
        ["ana", "Ánimas", "año", "aro"],
        ["Belén", "Bélgica", "Belo Horizonte"],
        ["Mexico", "México", "Mexico City"],
        ["cana", "caña", "capa"],
    ],
)
def test_names_are_sorted_as_in_a_dictionary(in_order: list[str]) -> None:
    assert sorted(reversed(in_order), key=sort_key) == in_order


def test_decomposed_letters_sort_like_composed_ones() -> None:
    assert sort_key("n\u0303uble")[0] == sort_key("ñuble")[0]


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (7, "7", "7"),
        (2010, "2010", "2010"),
        (9999, "9999", "9999"),
        (10_000, "10,000", "10,000"),
        (1_234_567, "1,234,567", "1,234,567"),
        (7.5, "7.5", "7.5"),
        (0.125, "0.125", "0.125"),
        (12345.25, "12,345.25", "12,345.25"),
        (-1_234_567, "-1,234,567", "-1,234,567"),
    ],
)
def test_numbers_are_written_as_latin_america_and_britain_write_them(
    value: int | float, spanish: str, english: str
) -> None:
    assert (number(value, "es"), number(value, "en")) == (spanish, english)
