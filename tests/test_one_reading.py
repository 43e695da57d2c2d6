"""What a chapter may hold is judged on what Markdown makes of it: check and site read a chapter in the same way.

``make fuzz`` (HANDBOOK_FUZZ=10000) is the long run.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import PROJECT, handbook, make_project
from handbook.content.allowed_markdown import ELEMENTS, SCHEMES, VALUES, may_lead, scheme
from handbook.content.book import Book
from handbook.content.chapters import as_text, parse_directive, prose_lines
from handbook.content.code_fences import LESS_THAN, code_fences
from handbook.exporting.built_pages import BuiltPage, cleaned
from handbook.loading import inspect, load_book
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.findings import Finding, FindingsError
from handbook.reading.markdown_result import new_converter
from handbook.rendering.glossary_links import link_terms
from handbook.rendering.registry import expand, expand_to_read
from handbook.website.stale_pages import Freshness
from lxml import html

SOURCES = int(os.environ.get("HANDBOOK_FUZZ", "300"))
KEY = "ideas/01-aligned"
FRONT = "---\nid: aligned\ntitle: A\ndescription: A.\n---\n"

# What was tried in the security review, and what else is of its kind | what it must not become.
SAMPLES: dict[str, str] = {
    "F1: words after the language of a fence": "``` hola que tal\n\n<script>window.__x=9</script>\n\n```",
    "F1a: a backtick after a fence": "``` a`b\n\n<img src=x onerror=y>\n\n```",
    "F1b: words after tildes": "~~~ x y z\n\n<img src=x onerror=y>\n\n~~~",
    "F1c: an indented fence": "    ```\n\n<img src=x onerror=y>\n\n    ```",
    "F1d: a comment that a browser ends at once": "<!-->\n`<img src=x onerror=y>`\n-->",
    "F1e: a processing instruction": "<? `<img src=x onerror=y>` ?>",
    "F1e: CDATA": "<![CDATA[ `<img src=x onerror=y>` ]]>",
    "F1: an element that leaves the page": '``` a b c\n<div><meta http-equiv="refresh" content="2;url=x"></div>\n```',
    "F2a: a link over two lines": "[uno](\njavascript:window.__x=1)",
    "F2a: a scheme over two lines": "[uno](java\nscript:window.__x=1)",
    "F2a: data over two lines": "[uno](\ndata:text/html,x)",
    "F2b: attributes between escaped backticks": '\\`*cuatro*{: onclick="x" style="position:fixed" }\\`',
    "F2b: a link between escaped backticks": "\\`[x](javascript:x)\\`",
    "F2c: attributes without a value": "*esto*{: onclick }",
    "F2c: hidden": "*esto*{: hidden }",
    "F11: a picture that is not there": '<img src="x">',
    "F11: a picture in Markdown": "![x](x)",
    "a scheme in an entity": "[x](&#106;avascript:x)",
    "a colon in an entity": "[x](javascript&colon;x)",
    "a tab in a scheme": "[x](java&Tab;script:x)",
    "a reference": "[x][1]\n\n[1]: javascript:x",
    "another host without a scheme": "[x](//evil.invalid/a)",
    "an address between angles": "<javascript:x>",
    "a link between angles": "[x](<javascript:x>)",
    "attributes of a fence": "```{ .yaml onclick=x }\na\n```",
    "an id of a fence that ends its quotes": '```{ #x"onclick="y .yaml }\na\n```',
    "options of a fence": '```yaml title="x" linenums="1"\na\n```',
    "a fence that ends in a quotation": "> ```\n<img src=x onerror=y>\n```",
    "a fence in a list that ends outside it": "- a\n\n    ```\n<img src=x onerror=y>\n    ```",
    "HTML after a lone carriage return": "a\r<img src=x onerror=y>",
    "HTML over two lines": "a <img\nsrc=x onerror=y> b",
    "a comment to oneself": "<!-- to be checked -->",
    "a comment that looks like a directive": "<!-- handbook:cases <img src=x onerror=y> -->",
    "attributes of a heading": "## A {#b onclick=x }",
    "attributes of a cell": "| a | b {: onclick=x } |\n| --- | --- |\n| c | d {: style=x } |",
    "attributes of an item": "- a\n{: onclick=x }",
    "attributes over two lines": "a\n{: .lead\nonclick=x }",
    "an attribute that names a script of ours": "*a*{: data-checklist=x }",
    "a form": "<form action=https://evil.invalid><button>x</button></form>",
    "a style": "``` a b\n<style>body{display:none}</style>\n```",
}
EACH_SAMPLE = pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)


@cache
def book() -> Book:
    return load_book(PROJECT)


def checked(text: str) -> list[Finding]:
    return parse_chapter((FRONT + text).encode(), f"docs/{KEY}.es.md", KEY, "es", {})[1]


def accepted(text: str) -> bool:
    """Whether the check takes it; that each link leads to a page is judged with the other chapters."""
    loaded, found = parse_chapter((FRONT + text).encode(), f"docs/{KEY}.es.md", KEY, "es", {})
    return (
        loaded is not None
        and not found
        and all((link.page(KEY), "es") in book().chapters for link in loaded.record.links)
    )


def on_the_site(text: str) -> str:
    """What the site makes of a chapter's text, whatever was checked."""
    page = book().page(KEY, "es")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return new_converter().convert(link_terms(expand(text, book(), page), book(), page))


class Seen(HTMLParser):
    """Each element with its attributes, and what is no element and no text; as a program that knows no Markdown."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.others: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        self.others.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.others.append(f"<!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.others.append(f"<![{data}")

    def handle_pi(self, data: str) -> None:
        self.others.append(f"<?{data}")


def unlisted(page: str) -> list[str]:
    """What stands in a page and is not in the lists, links to glossary terms aside."""
    seen = Seen(page)
    found = list(seen.others)
    for tag, attributes in seen.elements:
        if tag == "a" and attributes.get("class") == "term":
            attributes = {"href": attributes["href"]}
        for name, value in attributes.items() if tag in ELEMENTS else [("", "")]:
            pattern = VALUES.get(f"{tag} class" if name == "class" else name)
            values = value.split() if name == "class" else [value]
            if name not in ELEMENTS.get(tag, ()) or (pattern and not all(map(pattern.fullmatch, values))):
                found.append(f"<{tag} {name}={value}>")
        if not may_lead(attributes.get("href", ""), KEY):
            found.append(attributes["href"])
    return found


def dangerous(page: str) -> list[str]:
    """What could run, restyle or leave the page, whether it is listed or not."""
    seen = Seen(page)
    return [
        *seen.others,
        *(tag for tag, _ in seen.elements if tag not in {*ELEMENTS, "img", "hr", "br"}),
        *(
            f"{name}={value}"
            for _, attributes in seen.elements
            for name, value in attributes.items()
            if name.startswith("on")
            or name in ("style", "hidden")
            or (name == "src" and scheme(value) != "")
            or (name == "href" and scheme(value) not in ("", *SCHEMES))
        ),
    ]


# ------------------------------------------------------------------------------------------------ samples of the review


@EACH_SAMPLE
def test_a_sample_is_a_finding_in_one_of_its_lines(sample: str) -> None:
    found = checked(f"# A\n\n{sample}\n\nB.\n")
    first, last = 8, 8 + re.sub("\r", "\n", sample).count("\n")
    assert found
    assert [one for one in found if not first <= one.line <= last] == []


@EACH_SAMPLE
def test_a_sample_that_nobody_checked_is_harmless_on_the_site(sample: str) -> None:
    assert dangerous(on_the_site(f"# A\n\n{sample}\n\nB.\n")) == []


@EACH_SAMPLE
def test_a_sample_after_a_directive_is_harmless_too(sample: str) -> None:
    before = on_the_site("<!-- handbook:checklist id=idea-aligned -->")
    page = on_the_site(f"<!-- handbook:checklist id=idea-aligned -->\n{sample}\n\n    {sample}\n").replace(
        'src="x"', ""
    )
    brought = Seen(before).elements
    rest = [one for one in Seen(page).elements if one not in brought]
    assert [name for _, names in rest for name in names if name.startswith("on") or name in ("style", "hidden")] == []
    assert Seen(page).others == []
    assert {tag for tag, _ in rest} <= {*ELEMENTS, "img", "label", "input", "fieldset", "legend"}


def test_build_and_check_refuse_the_same_chapter_with_the_same_lines(tmp_path: Path) -> None:
    make_project(tmp_path)
    sample = SAMPLES["F1: words after the language of a fence"]
    for language in ("es", "en"):
        file = tmp_path / f"docs/{KEY}.{language}.md"
        file.write_text(file.read_text(encoding="utf-8") + f"\n{sample}\n", encoding="utf-8")
    places = [f"docs/{KEY}.{language}.md:13:1: " for language in ("en", "es")]
    assert [one.line_of_text("es")[: len(places[0])] for one in inspect(tmp_path)[1]] == places
    built = handbook("site", root=tmp_path)
    assert built.returncode == 1
    assert [place for place in places if place not in built.stderr] == []
    assert not (tmp_path / "site").exists()


def test_the_preview_refuses_it_after_a_save(tmp_path: Path) -> None:
    make_project(tmp_path)
    fresh = Freshness(tmp_path)
    file = tmp_path / f"docs/{KEY}.es.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}\n{SAMPLES['F2a: a link over two lines']}\n", encoding="utf-8")
    assert not fresh.code_was_saved()
    with pytest.raises(FindingsError) as broken:
        fresh.look()
    assert [one.code for one in broken.value.findings] == ["bad-link"]


def test_a_front_matter_that_mkdocs_ends_sooner_gives_the_page_nothing(tmp_path: Path) -> None:
    make_project(tmp_path)
    for language in ("es", "en"):
        file = tmp_path / f"docs/{KEY}.{language}.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("\n---\n", "\n...\n# <script>sooner</script>\n---\n", 1), encoding="utf-8")
    assert inspect(tmp_path)[1] == []
    built = handbook("site", root=tmp_path)
    assert built.returncode == 0, built.stderr
    assert "sooner" not in (tmp_path / "site/ideas/01-alineada/index.html").read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------------------ what is said and shown


@pytest.mark.parametrize(
    "text",
    [
        "2 < 3, a <3 b and 4 > 3",
        "`<b>` and ``a ` <i>``",
        "```html\n<b onclick=x>\n```",
        "    <b onclick=x>",
        "> ```\n> <b>\n> ```",
        "Fish & chips &amp; &lt;b&gt;",
    ],
)
def test_what_is_text_is_shown_as_it_was_written_by_site_and_plain_markdown(text: str) -> None:
    assert checked(text) == []
    assert LESS_THAN not in (page := on_the_site(text))
    assert unlisted(page) == []
    plain = html.fragment_fromstring(new_converter().convert(text), create_parent="body")
    if "```" in text or text.startswith(("2", "`", " ")):
        written = {found for found in re.findall(r"<b[^>]*>|<i>|2 < 3", text)}
        assert [one for one in written if one not in html.fromstring(f"<body>{page}</body>").text_content()] == []
    assert plain is not None
    assert expand_to_read(text, book(), book().page(KEY, "es")) == text


def test_code_that_an_author_wrote_has_its_colours() -> None:
    assert '<span class="nt">b</span>' in on_the_site("```html\n<b>\n```\n")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("A [b](javascript:x) [b](javascript:x)\n\n[b](javascript:x)", 6, 7),
        ("[uno](\n\n[dos](\njavascript:x)", 9, 1),
        ("*a*{: onclick=x } *b*{: lang=es }", 6, 7),
        ("a\n\n```\n[b](javascript:x)\n```\n\n[b](javascript:x)", 12, 5),
        ("a\n\n- b\n\n    c <b", 10, 7),
    ],
)
def test_a_finding_names_the_line_and_the_column(text: str, line: int, column: int) -> None:
    first = checked(text)[0]
    assert (first.line, first.column) == (line, column)


def test_each_of_several_equal_links_is_found_on_its_own_line() -> None:
    text = "[b](javascript:x)\n\nA.\n\n[b](javascript:x)\n\n- [b](javascript:x)\n"
    assert [one.line for one in checked(text)] == [6, 10, 12]


@pytest.mark.parametrize(
    "text",
    ["```\na\n```", "~~~~ yaml\n```\n~~~~", "- a\n\n    ```\n    b\n    ```", "> ```\n> a\n> ```", "\t```\n\ta\n\t```"],
)
def test_a_directive_in_a_fence_is_text(text: str) -> None:
    lines = text.split("\n")
    lines.insert(-1, re.match(r"[> \t]*", lines[-1])[0] + "<!-- handbook:cases -->")
    text = "\n".join(lines)
    assert checked(text) == []
    assert not [one for index, line in prose_lines(text) if (one := parse_directive(line, index))]
    assert "&lt;!-- " in re.sub(r"<[^>]*>", "", on_the_site(text))


# ------------------------------------------------------------------------------------------- two readings, made to differ

CLEAN = (
    *("Un párrafo *con* **énfasis** y `código <b>`.", "## Título {#t%d}", "- uno\n- dos", "1. uno\n{: .ours }\n2. dos"),
    *("[enlace](02-plural.md#why)", "[fuera](https://example.org/a?b=c)", "> Cita.\n>\n> — Fuente", "2 < 3 & 4 > 3"),
    *('!!! note "Nota"\n    Texto.', "| A | B |\n| --- | --: |\n| 1 | 2 |", "Pie\n{: .caption }", "Uno.\n{: .lead }"),
    *(
        "```yaml\na: <b>\n```",
        "~~~\n<!-- handbook:cases -->\n~~~",
        "*city brand*{: lang=en }",
        "Una tregua y un hermanamiento.",
    ),
    *("<!-- handbook:table id=dialogue-spaces -->", "<!-- handbook:checklist id=idea-aligned -->"),
)
ODD = (
    *(
        "```",
        "~~~",
        "``` yaml",
        "``` a b",
        "``` a`b",
        "````",
        "```{ .a #b }",
        "    ```",
        "> ```",
        "- ```",
        "\t~~~",
        "\x02",
        "\x03",
    ),
    *(
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<!-->",
        "<?",
        "?>",
        "<![CDATA[",
        "]]>",
        "<b",
        ">",
        "<a\nhref=x>",
        "<!doctype>",
    ),
    *(
        "&lt;",
        "&#60;",
        "&#x3c;script&#x3e;",
        "&colon;",
        "&Tab;",
        "&NewLine;",
        "&#106;",
        "&amp",
        "\\",
        "\\`",
        "\\<",
        "`",
        "``",
    ),
    *(
        "{: onclick=x }",
        "{: .lead }",
        "{#x}",
        '{: title="}" onclick=x }',
        "{: href=javascript:x }",
        "{ style=a",
        "}",
        "{:",
    ),
    *(
        "*a*",
        "_a_",
        "**",
        "[a](",
        "[a](\n",
        "[a][b]",
        "\n[b]: javascript:x",
        "](",
        ")",
        "javascript:x",
        "java\nscript:x",
    ),
    *(
        "![a](b)",
        "<javascript:x>",
        "data:text/html,x",
        "mailto:a@b.example",
        "//evil.invalid",
        "<https://a.example>",
        "a@b.c",
    ),
    *(
        "    ",
        "\t",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "!!! note\n    ",
        "| a | b |\n| - | - |\n| ",
        "# ",
        "---",
        "  \n",
        "\r",
    ),
    *(
        LESS_THAN,
        LESS_THAN + "img onerror=x>",
        "wzxhzdk:0",
        "klzzwxh:0001",
        "\x02wzxhzdk:0\x03",
        "\U000f0000",
        "img onerror=x",
    ),
    *(
        "<!-- handbook:table id=dialogue-spaces -->",
        "<!-- handbook:table id=",
        "javascript&colon;x",
        "{: hidden }",
        " ",
    ),
)


def generated(count: int) -> Iterator[str]:
    """Texts of chapters, the same each time: what is allowed, and in two of three some of what is not."""
    chance = random.Random(24)
    number = 0
    while number < count:
        blocks = [
            one.replace("%d", str(index)) for index, one in enumerate(chance.choices(CLEAN, k=chance.randint(1, 4)))
        ]
        text = "\n\n".join(blocks)
        for _ in range(chance.randint(1, 5) if number % 3 else 0):
            start = chance.randint(0, len(text))
            piece = "".join(chance.choices(ODD, k=chance.randint(1, 3)))
            text = text[:start] + piece + text[start + chance.choice((0, 0, 0, 1, 4)) :]
        if all(line.strip() in CLEAN for line in text.splitlines() if parse_directive(line, 1)):
            number += 1  # a directive that does not exist is found by a rule, and cannot be expanded
            yield text


BROUGHT_TO_PACKAGES = {"fieldset", "label", "input", "legend"}


@cache
def brought_by_directives() -> frozenset[str]:
    """What the directives of the generated texts bring that no author may write."""
    return frozenset(found for text in CLEAN for found in unlisted(on_the_site(text)))


def as_package(page: str) -> list[str]:
    """What stands in a page of the course packages and the EPUB and is not listed."""
    article = html.fragment_fromstring(page, create_parent="article")
    one = BuiltPage("aligned", KEY, "es", "ideas/01-alineada/", "A", "", article, PROJECT / "docs/assets/handbook.css")
    text = html.tostring(cleaned(one, keep_terms=True), encoding="unicode")
    return dangerous(text.removeprefix("<article>").removesuffix("</article>"))


def test_what_check_accepts_becomes_only_what_is_listed_on_the_site_and_in_packages() -> None:
    clean, wrong = 0, []
    for text in generated(SOURCES):
        if accepted(text):
            clean += 1
            page = on_the_site(text)
            found = {*unlisted(page), *as_package(page)} - brought_by_directives() - BROUGHT_TO_PACKAGES
            if found:
                wrong.append((text, found))
    assert wrong == []
    assert SOURCES / 3 < clean < SOURCES * 2 / 3


def test_what_nobody_checked_is_harmless_whatever_it_is() -> None:
    allowed = {"fieldset", "label", "input", "legend", "h5", "h6", "img"}
    wrong = [
        (text, found)
        for text in generated(SOURCES)
        if (found := [one for one in dangerous(on_the_site(text)) if one not in allowed])
    ]
    assert wrong == []


@pytest.mark.parametrize("head", ['```yaml title="a"', "``` yaml linenums", "```{ .yaml }", "```{ #a }"])
def test_a_fence_takes_the_name_of_a_language_and_nothing_else(head: str) -> None:
    assert code_fences(f"{head}\na\n```") == ((), (0, 2))
    assert 'class="highlight"' not in on_the_site(f"{head}\na\n```")


def test_fences_are_those_that_the_site_makes() -> None:
    wrong = []
    for text in generated(SOURCES):
        text = text.replace("\r", "\n")
        made: list[tuple[int, int]] = []
        converter = new_converter()
        fences = converter.preprocessors["fenced_code_block"]
        store = fences._store
        fences._store = lambda source, code, start, end, made=made, store=store: (
            made.append((start, end)),
            store(source, code, start, end),
        )
        converter.convert("\n".join(as_text(line) for line in text.split("\n")))
        if made != list(code_fences(text)[0]):
            wrong.append(text)
    assert wrong == []
