"""What may leave the site: the list measured on the real pages, the addresses, and what happens to anything else."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from conftest import PROJECT
from handbook.content import allowed_markdown
from handbook.content.languages import LANGUAGES
from handbook.exporting import built_pages
from handbook.exporting.allowed_html import DRAWING, ELEMENTS, NOT_TEXT, is_allowed_address, keep_allowed
from handbook.exporting.built_pages import cleaned, read_pages, text_of
from handbook.exporting.built_site import read_site
from handbook.loading import load_book
from lxml import html
from lxml.html import HtmlElement

DRAWN = '<figure><svg><rect x="1" stroke="#fff"></rect></svg></figure>'


def kept(text: str) -> str:
    body = html.fragment_fromstring(text, create_parent="article")
    keep_allowed(body)
    return html.tostring(body, encoding="unicode").removeprefix("<article>").removesuffix("</article>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a <font color=red>b <b>c</b></font> d</p>", "<p>a b c d</p>"),
        ("<center><p>a</p> b</center> c", "<p>a</p> b c"),
        ("<p>a<script>x</script> b</p>", "<p>a b</p>"),
        ("<p>a<!-- x --> b<? x ?> c</p>", "<p>a b c</p>"),
        ('<p class="lead" style="top:0">a</p>', '<p class="lead">a</p>'),
        ('<a href="data:x">a <em>b</em></a> c', "a <em>b</em> c"),
        ("<svg><text>a</text><rect/></svg>", "a"),
        ('<figure><svg><rect x="1" fill="url(#a)" stroke="#fff"></rect></svg></figure>', DRAWN),
    ],
)
def test_of_what_is_not_listed_only_the_words_stay(text: str, expected: str) -> None:
    assert kept(text) == expected


@pytest.mark.parametrize(
    "address",
    ["", "#a", "a.html", "../a/", "/a", "?a=b:c", "#a:b", "a/b:c", "https://a", "HTTP://a", "mailto:a@b.org", "./a:b"],
)
def test_an_address_that_is_relative_or_of_a_listed_scheme_is_allowed(address: str) -> None:
    assert is_allowed_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:a",
        " javascript:a",
        "java\nscript:a",
        "\x01javascript\t:a",
        "java\u200bscript:a",
        "javascript&colon;a",
        "javascript&amp;amp;colon;a",
        "&#x6A;avascript:a",
        "JAVASCRIPT:a",
        "data:a",
        "vbscript:a",
        "file:///a",
        "blob:https://a",
        "ftp://a",
        "tel:1",
        "view-source:https://a",
        "//a",
        r"\\a",
        "/\\a",
        "/\n/a",
        "&sol;/a",
    ],
)
def test_any_other_address_is_not(address: str) -> None:
    assert not is_allowed_address(address)


def test_what_a_chapter_may_become_may_leave_the_site() -> None:
    assert [element for element in allowed_markdown.ELEMENTS if element not in ELEMENTS] == []


def test_no_element_is_listed_that_fetches_runs_or_sends() -> None:
    listed = {*ELEMENTS, *DRAWING}
    bad = {"base", "embed", "foreignobject", "frame", "image", "img", "link", "meta", "object", "set", "animate", "use"}
    assert listed & (bad | NOT_TEXT) == set()
    attributes = {name for names in (*ELEMENTS.values(), *DRAWING.values()) for name in names}
    assert {
        name for name in attributes if name.startswith(("on", "data")) or name in ("style", "src", "target")
    } == set()


# ------------------------------------------------------------------------------------------------------ the real pages


Used = dict[str, set[str]]


def uses(text: HtmlElement, found: tuple[Used, Used]) -> None:
    """Note the elements of ``text``, each with the attributes it has: those of text, and those of drawings."""
    for one in text.iter():
        in_drawing = one.tag == "svg" or any(True for _ in one.iterancestors("svg"))
        found[in_drawing][one.tag] |= set(one.attrib)


@pytest.fixture(scope="module")
def before_and_after(site: Path) -> tuple[tuple[Used, Used], tuple[Used, Used], list[str]]:
    """What all real pages use as they are judged, and once they are; and the pages that lost or won a word."""
    before, after = ((defaultdict(set), defaultdict(set)) for _ in range(2))
    changed = []

    def judge(text: HtmlElement) -> None:
        uses(text, before)
        words = text_of(text)
        keep_allowed(text)
        uses(text, after)
        if text_of(text) != words:
            changed.append(words)

    book, published = load_book(PROJECT), read_site(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(built_pages, "keep_allowed", judge)
        for language in LANGUAGES:
            for page in read_pages(book, published, language):
                cleaned(page, keep_terms=True)
                for quiz in page.article.xpath(".//div[@data-quiz]"):
                    judge(html.fragment_fromstring(html.tostring(quiz, with_tail=False)))
    return before, after, changed


Measured = tuple[tuple[Used, Used], tuple[Used, Used], list[str]]


@pytest.mark.site
def test_the_list_holds_what_the_real_pages_hold_and_nothing_else(before_and_after: Measured) -> None:
    _, (text, drawing), _ = before_and_after
    assert {tag: set(names) for tag, names in ELEMENTS.items()} == text
    assert {tag: set(names) for tag, names in DRAWING.items()} == drawing


@pytest.mark.site
def test_every_element_of_the_real_pages_and_every_word_stays(before_and_after: Measured) -> None:
    before, after, changed = before_and_after
    assert [set(used) for used in before] == [set(used) for used in after]
    assert changed == []


@pytest.mark.site
def test_of_the_real_pages_only_what_the_sites_own_scripts_and_styles_read_is_taken_out(
    before_and_after: Measured,
) -> None:
    before, after, _ = before_and_after
    taken = {
        name
        for was, now in zip(before, after, strict=True)
        for tag in was
        for name in was[tag] - now[tag]
        if not name.startswith("data-")
    }
    assert taken <= {"tabindex", "aria-label", "aria-labelledby", "display", "download", "hidden"}
