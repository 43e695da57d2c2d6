"""Markdown as people write it elsewhere: what the handbook does not show is refused, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import PROJECT, make_project, write_chapter
from handbook.content.allowed_markdown import CONSTRUCTS, Construct
from handbook.content.languages import LANGUAGES
from handbook.loading import inspect
from handbook.reading.findings import Finding
from handbook.reading.markdown_result import judge
from handbook.reading.records import as_id
from test_markdown import rendered

Row = tuple[str, list[tuple[str, str]]]

# What somebody writes | code and place (line:column) of each finding.
WITHOUT_BLANK_LINE: list[Row] = [
    ("Las ciudades:\n- una\n- dos", [("list-without-blank-line", "2:1")]),
    ("Las ciudades:\n* una\n* dos", [("list-without-blank-line", "2:1")]),
    ("Las ciudades:\n+ una\n+ dos", [("list-without-blank-line", "2:1")]),
    ("Las ciudades:\n1. una\n2. dos", [("list-without-blank-line", "2:1")]),
    ("Las ciudades **grandes**\n- una", [("list-without-blank-line", "2:1")]),
    ("Unas.\n\nOtras:\n- una\n\nMás:\n- dos", [("list-without-blank-line", "4:1"), ("list-without-blank-line", "7:1")]),
    ("- Texto\n\n    Las ciudades:\n    - una", [("list-without-blank-line", "4:5")]),
    ("> Las ciudades:\n> - una\n>\n> — Villanueva", [("list-without-blank-line", "2:3")]),
    ("Texto\n| a | b |\n|---|---|\n| 1 | 2 |", [("table-without-blank-line", "3:1")]),
    ("Texto\n| a | b |\n| :-- | --: |\n| 1 | 2 |", [("table-without-blank-line", "3:1")]),
    ("Texto\na | b\n--- | ---\n1 | 2", [("table-without-blank-line", "3:1")]),
    ("| a | b |\n|---|---|---|\n| 1 | 2 |", [("table-without-blank-line", "2:1")]),
]
SHOWN_AS_TYPED: list[Row] = [
    ("![Foto](../assets/icon.svg)", [("image", "1:1")]),
    ("Antes ![Foto][1] después", [("image", "1:7"), ("link-by-reference", "1:8")]),
    ("[pulse][1]\n\n[1]: 01-aligned.md", [("link-by-reference", "3:1")]),
    ("Vea [pulse][1].", [("link-by-reference", "1:5")]),
    ("Va ~~tachado~~ aquí.", [("other-signs", "1:4")]),
    ("Va ==marcado con esto== aquí.", [("other-signs", "1:4")]),
    ("Va ++insertado++ aquí.", [("other-signs", "1:4")]),
    ("El H~2~O.", [("other-signs", "1:5")]),
    ("Son 5 m^2^.", [("other-signs", "1:8")]),
    ("- [ ] pendiente\n- [x] hecho", [("list-with-boxes", "1:3"), ("list-with-boxes", "2:3")]),
    ("Vea [[otra pagina]].", [("wiki-link", "1:5")]),
    ("La ONG firma.\n\n*[ONG]: Organización no gubernamental", [("abbreviation", "3:1")]),
    ("Bien :smile: hecho.", [("emoji", "1:6")]),
    ('--8<-- "otro.md"', [("snippet", "1:1")]),
    ("<!— handbook:figure id=four-stages —>", [("unclosed-comment", "1:1")]),
    ("<!– handbook:figure id=four-stages –>", [("unclosed-comment", "1:1")]),
]
HEADINGS: list[Row] = [
    ("# T\n\nTitulo suelto\n-------------\n\ntexto", [("heading-underlined", "4:1")]),
    ("# T\n\nOtro titulo\n===========", [("heading-underlined", "4:1")]),
    ("# T\n\nUna línea, y una raya.\n---", [("heading-underlined", "4:1")]),
    ("# T\n\n## U {#u}\nUna línea, y una raya.\n---", [("heading-underlined", "5:1")]),
    ("# T\n\nUna línea,\notra, y una raya.\n---", [("element", "5:1")]),
    ("> Titulo\n> ---\n>\n> — Villanueva", [("heading-underlined", "2:3")]),
    ("#ODS11 es el de las ciudades", [("heading-without-space", "1:1")]),
    ("#1 en la lista", [("heading-without-space", "1:1")]),
    ("Vea\n#ODS11 y #1", [("heading-without-space", "2:1")]),
    ("##Por qué {#why}", [("heading-without-space", "1:1")]),
    ("- #ODS11", [("heading-without-space", "1:3")]),
    ("- ## Título {#a}", [("heading-inside", "1:3")]),
    ("- uno\n\n    ### Título {#a}", [("heading-inside", "3:5")]),
    ("> ## Título {#a}\n>\n> — Villanueva", [("heading-inside", "1:3")]),
    (" ## Título", [("heading-not-read", "1:2")]),
    ("Vea\n  ## Título", [("heading-not-read", "2:3")]),
    ("# T\n\nTexto\n\n# Otro {#a}", [("second-title", "5:1")]),
    ("# T\n\nTexto\n# Otro {#a}", [("second-title", "4:1")]),
]
BOXES: list[Row] = [
    ("!!! note\n\n    Uno.", [("box-without-title", "1:1")]),
    ("!!! warning\n    Uno.", [("box-without-title", "1:1")]),
    ("!!! tip\n    Uno.", [("box-without-title", "1:1")]),
    ("!!! example\n    Uno.", [("box-without-title", "1:1")]),
    ('!!! note ""\n    Uno.', [("box-without-title", "1:1")]),
    ("- a\n\n    !!! note\n        Uno.", [("box-without-title", "3:5")]),
    ('!!! note "T"\n  Dos espacios.', [("box-with-other-indent", "2:3")]),
    ('!!! note "T"\nNinguno.', [("box-with-other-indent", "2:1")]),
    ('!!! note "T"\n      Seis.', [("box-with-other-indent", "2:7")]),
    ('!!! note "T"', [("box-with-other-indent", "1:1")]),
    ('!!! danger "T"\n    Uno.', [("box-of-other-kind", "1:5")]),
    ('??? note "T"\n    Uno.', [("box-not-read", "1:1")]),
    ('???+ note "T"\n    Uno.', [("box-not-read", "1:1")]),
    ("!!! note “T”\n    Uno.", [("box-not-read", "1:1")]),
]
NOTES: list[Row] = [
    ("Texto.[^a]", [("note-without-text", "1:7")]),
    ("Texto.[^a] Más.[^b]\n\n- y[^a]\n\n[^b]: Nota.", [("note-without-text", "1:7"), ("note-without-text", "3:4")]),
    ("Texto.\n\n[^a]: Nota.", [("note-without-mark", "3:1")]),
    ("Texto.[^a]\n\n[^a]: Nota.\n[^b]: Otra.", [("note-without-mark", "4:1")]),
    ("Texto.[^a]\n\n[^a]: Nota.\n\n[^a]: Otra.", [("note-twice", "5:1")]),
    ("Texto.[^a]\n\n[^a]:", [("note-empty", "3:1")]),
    ("Texto.[^a]\n\n[^a]: Nota.\n\nMás texto.", [("text-after-notes", "5:1")]),
    ("Texto.[^a]\n\n[^a]: Nota.\n\n## Otra {#other}\n\nMás texto.", [("text-after-notes", "5:1")]),
    ("Texto.[^a]\n\n[^a]: Nota,\n    que sigue.", [("text-after-notes", "4:1")]),
    ("Texto.[^a]\n\n[^a]: Nota,\nque sigue.", [("text-after-notes", "4:1")]),
    ("Texto.[^a]\n\n  [^a]: Nota.", [("note-not-at-end", "3:3")]),
    ("Texto.[^a]\n\n- uno\n\n    [^a]: Nota.", [("note-not-at-end", "5:5")]),
    ("Texto.[^a]\n\n- [^a]: Nota.", [("note-not-at-end", "3:3")]),
    ("Texto.[^a]\n\n> [^a]: Nota.\n>\n> — Villanueva", [("note-not-at-end", "3:3")]),
    ('Texto.[^a]\n\n!!! note "T"\n    Uno.\n\n    [^a]: Nota.', [("note-not-at-end", "6:5")]),
    ("Texto.[^año]\n\n[^año]: Nota.", [("note-key", "1:7"), ("note-key", "3:1")]),
    ("Texto.[^A b]\n\n[^A b]: Nota.", [("note-key", "1:7"), ("note-key", "3:1")]),
    ("Texto.[^a_b]\n\n[^a_b]: Nota.", [("note-key", "1:7"), ("note-key", "3:1")]),
    ("Texto.[^]\n\n[^]: Nota.", [("note-key", "1:7"), ("note-key", "3:1")]),
    ("## Título[^a] {#t}\n\n[^a]: Nota.", [("note-in-heading-or-link", "1:10")]),
    ("Vea [esto[^a]](../index.md).\n\n[^a]: Nota.", [("note-in-heading-or-link", "1:10")]),
    ("Texto.\\[^a]", [("note-without-text", "1:8")]),
    ("Texto.[^a\nb]", [("note-without-text", "2:1")]),
    ("[Texto](../index.md){: .footnote-ref }", [("attribute", "1:24")]),
    ("[Texto](../index.md){: .anchor }", [("attribute", "1:24")]),
]

LOST: list[Row] = [
    ("| a | b |\n| - | - |\n| c | d | e |\n| f |\n| g | h |", [("row-of-other-length", f"{n}:1") for n in (3, 4)]),
    ("Uno\n\n| a |\n| :-: |\n| b |\n| c | d |", [("row-of-other-length", "6:1")]),
    ("| a | b |\n| - | - |\n| c | d &#124; e |\n| f | `g|h` |\n| i | j\\|k |", []),
    ("Dijo *a**b*c y *d*.", [("star-without-pair", "1:6")]),
    ("Es **importante.", [("star-without-pair", "1:4")]),
    ("*Cifras de 2010", [("star-without-pair", "1:1")]),
    ("Son 5 * 3 * 2, cifra* y \\*otra.", []),
    ("Son 5*3*2.", [("star-in-word", "1:6")]),
    ("Es **inter**nacional.", []),
    ("El __acuerdo__ y _otro_, en a_b_c.", [("underscores", "1:4"), ("underscores", "1:18")]),
    ("La *marca*{: lang=es } y {otra}.", [("braces-after-mark", "1:14")]),
    ("Calle 3\\\nVillanueva", [("backslash-shown", "1:8")]),
    ("Pan \\& vino \\< agua", [("backslash-shown", "1:5")]),
    ("Con \\*, \\[, C:\\new y `\\&`.", []),
    ("Un ` suelto.", [("backtick-left", "1:4")]),
    ("Va `código `y `` ` ``.", [("code-with-space", "1:4")]),
    ("Dijo &#8217 y &notit; &amp; &#8217; &bien.", [("bad-entity", "1:6"), ("bad-entity", "1:15")]),
    ("Escriba `&#8217` o `&notit;`, `&#8217;` y `&#x2019`.", [("number-in-code", "1:10"), ("number-in-code", "1:44")]),
    ("[a](https://a.example/b c)", [("bad-link", "1:5")]),
]
LISTS: list[Row] = [
    ("2010. Se firma.\n2012. Se publica.", [("list-number", "1:1"), ("list-number", "2:1")]),
    ("1. Uno\n3. Tres", [("list-number", "2:1")]),
    ("1. Uno\n\nTexto\n\n2. Dos", [("list-number", "5:1")]),
    ("> 2. Uno\n>\n> — Villanueva", [("list-number", "1:3")]),
    ("- a\n\n    2. Uno", [("list-number", "3:5")]),
    ("1. Uno\n\n    Más\n\n    - a\n\n2. Dos\n\n    1. b\n    2. c\n\n## T {#t}\n1. Uno\n2. Dos", []),
    ("Se firmó en\n2010. Luego", []),
    ("- a\n\n1. b\n2. c", [("list-of-two-kinds", "3:1"), ("list-of-two-kinds", "4:1")]),
    ("1. a\n- b", [("list-of-two-kinds", "2:1")]),
    ("- a\n\nY luego:\n\n1. b", []),
    ("- 2010. Se firma", [("list-in-item", "1:3")]),
    ("1. a\n\n    - b\n2. c", [("item-without-blank-line", "4:1")]),
    ("- a\n\n    b\n- c", [("item-without-blank-line", "4:1")]),
    ('- a\n\n    !!! note "T"\n        b\n- c', [("item-without-blank-line", "5:1")]),
    ("- a\n\n    ```\n    b\n    ```\n- c", [("item-without-blank-line", "6:1")]),
    ('!!! note "T"\n    - a\n        - b\n\n        - c', [("tight-list-in-box", "5:9")]),
    ('!!! note "T"\n    - a\n\n        - b\n\n        - c\n\n    - d', []),
    ("- a\n    - b\n- c\n\n    d\n\n- e", []),
    ("- a\n    > b\n    >\n    > — c", [("quotation-without-blank-line", "2:5")]),
    ("Uno.[^a]\n\n[^a]: 2010. Acuerdo", [("note-begins-with-sign", "3:1")]),
    ("Uno.[^a]\n\n[^a]: > Acuerdo", [("note-begins-with-sign", "3:1")]),
]

# What stands after "## Qué es " | what is meant.
ODD_ANCHORS = [
    ("{#qué-es}", "#qué-es", "{#que-es}"),
    ("{#año}", "#año", "{#ano}"),
    ("{#objetivo 1}", "#objetivo 1", "{#objetivo-1}"),
    ("{#q&a}", "#q&a", "{#q-a}"),
    ("{#“x”}", "#“x”", "{#x}"),
    ("{#Que-Es}", "#Que-Es", "{#que-es}"),
    ("{#que_es}", "#que_es", "{#que-es}"),
    ('{#"x"}', '#"x"', "{#x}"),
    ("{# que-es}", "# que-es", "{#que-es}"),
    ("{ #Qué }", "#Qué", "{#que}"),
    ("{#n.º-1}", "#n.º-1", "{#n-o-1}"),
    ("{#a/b}", "#a/b", "{#a-b}"),
    ("{#a<b}", "#a<b", "{#a-b}"),
    ("{#日本}", "#日本", None),
    ("{#}", "#", None),
]
# What stands after "## Qué es": braces that would be shown.
ANCHORS_NOT_READ = [
    (" {#que-es}.", "{#que-es}", 11),
    (" {#que-es", "{#que-es", 11),
    ("{#que-es}", "{#que-es}", 10),
    (" {#que} {#es}", "{#que}", 11),
    ("\n\nTexto {#que-es}", "{#que-es}", 7),
]

# What is read as it was meant, and stays allowed.
SHOWN = [
    ("a box after a sentence", 'Texto.\n!!! note "Fechas"\n    Una.', "div[@class='admonition note']/p[2]"),
    ("a block of code in a list", "- Texto:\n    ```text\n    uno\n    ```", "ul/li//pre"),
    ("a list in an item of a list", "- Texto:\n    - uno", "ul/li/ul/li"),
    ("a list after a heading", "## Dos {#two}\n- uno", "ul/li"),
    ("a hyphen that begins a paragraph's next line as a dash", "Una ciudad\n– la mayor – firma.", "p"),
    ("a year that begins a line", "Se firmó en\n2010. Luego se publicó.", "p"),
    ("brackets, times, arithmetic", "A las 10:30: ~5 km [sic], 2 == 2, C++, x^2 y ~6: a:b:c, o [a] [b].", "p"),
    ("a note", "Uno.[^a] Dos[^b], y tres.[^a]\n\n[^a]: Una.\n[^b]: *Otra*.", "section/ol/li[2]/p/em"),
    ("a note in a table", "| a[^a] | b |\n| --- | --- |\n| 1 | 2[^b] |\n\n[^a]: A.\n\n[^b]: B.", ".//td/sup"),
    ("a colon after a mark", "- Según una fuente[^a]: sí.\n\n[^a]: A.", "ul/li/sup"),
    ("signs in code", "Se escribe `~~a~~`, `![a](b)`, `[^1]`, `a\n- b` o `[[a]]`.", "p/code"),
    ("signs in a block of code", "```text\nTexto:\n- uno\n| a |\n|---|\n!!! note\n#a\n```", ".//pre"),
]


def check(text: str) -> list[Finding]:
    return list(judge(text, "docs/ideas/01-aligned.es.md", "ideas/01-aligned", 1).findings)


def places(text: str) -> list[tuple[str, str]]:
    return [(one.code, f"{one.line}:{one.column}") for one in check(text)]


def cases(*tables: list[Row]) -> pytest.MarkDecorator:
    rows = [row for table in tables for row in table]
    return pytest.mark.parametrize(("text", "expected"), rows, ids=[repr(text) for text, _ in rows])


@cases(WITHOUT_BLANK_LINE)
def test_what_lacks_a_blank_line_before_it_is_found_where_it_begins(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@cases(SHOWN_AS_TYPED)
def test_what_the_handbook_would_show_as_it_was_typed_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@cases(LOST, LISTS)
def test_what_would_be_lost_moved_or_shown_otherwise_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@cases(HEADINGS)
def test_a_heading_that_would_have_no_place_of_its_own_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@cases(BOXES)
def test_a_box_without_title_or_indent_or_of_another_kind_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@cases(NOTES)
def test_a_note_that_would_be_lost_or_shown_with_its_signs_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize("key", ["año", "Año", "a ñ o", "“a”"])
def test_the_key_that_is_meant_is_named(key: str) -> None:
    found = check(f"Texto.[^{key}]\n\n[^{key}]: Nota.")
    assert {dict(one.words)["nearest"] for one in found} == {f"[^{as_id(key)}]"}


@pytest.mark.parametrize(("written", "found", "better"), ODD_ANCHORS, ids=[row[0] for row in ODD_ANCHORS])
@pytest.mark.parametrize("signs", ["#", "##", "####"])
def test_an_odd_anchor_is_found_where_it_stands_with_the_one_that_is_meant(
    signs: str, written: str, found: str, better: str | None
) -> None:
    heading = f"{signs} Qué es {written}"
    (one,) = check(f"Texto.\n\n{heading}\n\nTexto.")
    assert (one.code, one.line, one.column) == ("odd-anchor", 3, heading.rindex("#") + 1)
    assert (dict(one.words)["found"], dict(one.words).get("nearest")) == (found, better)


@pytest.mark.parametrize(("after", "found", "column"), ANCHORS_NOT_READ, ids=[row[0] for row in ANCHORS_NOT_READ])
def test_braces_for_an_anchor_that_would_be_shown_are_found(after: str, found: str, column: int) -> None:
    (one,) = check(f"## Qué es{after}")
    assert (one.code, one.column, dict(one.words)["found"]) == ("anchor-not-read", column, found)


@pytest.mark.parametrize("after", [" {#qué-es}", "{#que-es}", " {#que-es", " {#que-es}."])
def test_an_anchor_that_is_written_wrong_is_one_finding_in_each_language_and_no_link_is_blamed(
    after: str, tmp_path: Path
) -> None:
    make_project(tmp_path)
    text = f"# {{Alineada|Aligned}}\n\n## {{Qué es|What it is}}{after}\n\n[B](../index.md)\n"
    write_chapter(tmp_path, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", text)
    found = inspect(tmp_path)[1]
    assert [one.path for one in found] == [f"docs/ideas/01-aligned.{language}.md" for language in ("en", "es")]
    for one in found:
        assert (tmp_path / one.path).read_text(encoding="utf-8").split("\n")[one.line - 1].startswith("## ")
    assert {one.code for one in found} <= {"odd-anchor", "anchor-not-read"}


def test_every_published_anchor_may_be_written() -> None:
    addresses = (PROJECT / "data/permalinks.txt").read_text(encoding="utf-8").split()
    anchors = {anchor for one in addresses if (anchor := one.partition("#")[2])}
    assert anchors
    assert [one for one in anchors if check(f"## A {{#{one}}}")] == []


@cases(WITHOUT_BLANK_LINE[:1] + WITHOUT_BLANK_LINE[8:9])
def test_with_a_blank_line_nothing_is_left_to_mend(text: str, expected: list[tuple[str, str]]) -> None:
    first, rest = text.split("\n", 1)
    assert expected and places(f"{first}\n\n{rest}") == []


@pytest.mark.parametrize(("text", "path"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
def test_what_is_shown_as_it_was_meant_stays_allowed(text: str, path: str) -> None:
    assert rendered(text).xpath(path)
    assert check(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("construct", CONSTRUCTS, ids=[one.id for one in CONSTRUCTS])
def test_the_examples_of_the_guide_are_clean(construct: Construct, language: str) -> None:
    assert check(construct.example[language]) == []


@pytest.mark.parametrize(
    "directive", ["figure id=a", "checklist id=a", "table id=a", "cases", "adviser id=a", "comparison idea=aligned"]
)
def test_the_same_directive_stands_once_on_a_page(directive: str, tmp_path: Path) -> None:
    make_project(tmp_path)
    line = f"<!-- handbook:{directive} -->\n"
    write_chapter(tmp_path, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", f"# A\n\n{line}\nB\n\n{line}")
    found = [one for one in inspect(tmp_path)[1] if one.code == "directive-twice"]
    assert [one.path for one in found] == [f"docs/ideas/01-aligned.{language}.md" for language in ("en", "es")]
    assert {found[0].line - int(dict(one.words)["line"]) for one in found} == {4}
