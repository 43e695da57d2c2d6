"""Texts as people really write, paste and merge them: nothing is lost in silence, and every message helps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from conftest import CASE, PROJECT
from handbook.content.models import Case, Glossary, Sources
from handbook.loading import load_vocabulary
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded, as_record
from handbook.reading.strict_yaml import load_all

RECORD = CASE.format(id="alfa")
CHAPTER = """\
---
id: plural
title: Plural
description: Varios actores participan.
---
# Plural

## Casos {#cases}

Un párrafo con varias palabras.
"""


@pytest.fixture(scope="module")
def vocabulary() -> Mapping[str, Any]:
    return load_vocabulary(PROJECT)[0]


def read_case(text: str, vocabulary: Mapping[str, Any]) -> tuple[Loaded | None, list[Finding]]:
    return as_record(text.encode(), "data/cases/alfa.yml", Case, vocabulary)


def read_chapter(text: str, vocabulary: Mapping[str, Any]) -> tuple[Loaded | None, list[Finding]]:
    return parse_chapter(text.encode(), "docs/ideas/02-plural.es.md", "ideas/02-plural", "es", vocabulary)


def places(findings: list[Finding]) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in findings]


def test_the_case_and_the_chapter_of_these_tests_are_good(vocabulary: Mapping[str, Any]) -> None:
    assert read_case(RECORD, vocabulary)[1] == []
    assert read_chapter(CHAPTER, vocabulary)[1] == []


# ---------------------------------------------------------------------------------------------------- merge conflicts

CONFLICT = "<<<<<<< HEAD\n{0}\n=======\n{1}\n>>>>>>> branch\n"
DIFF3 = "<<<<<<< HEAD\n{0}\n||||||| 1a2b3c4\n{1}\n=======\n{1}\n>>>>>>> branch\n"


@pytest.mark.parametrize("style", [CONFLICT, DIFF3])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_conflict_in_a_record_is_one_finding_at_its_first_line(
    style: str, line_end: str, vocabulary: Mapping[str, Any]
) -> None:
    text = RECORD.replace("kind: municipality\n", style.format("kind: municipality", "kind: region"))
    loaded, found = read_case(text.replace("\n", line_end), vocabulary)
    assert (loaded, places(found)) == (None, [(4, 1, "merge-conflict")])


@pytest.mark.parametrize("model", [Sources, Glossary])
def test_a_conflict_in_a_list_of_entries_is_one_finding(model: Any, vocabulary: Mapping[str, Any]) -> None:
    text = "entries:\n" + CONFLICT.format("  - id: uno", "  - id: dos")
    assert places(as_record(text.encode(), "data/list.yml", model, vocabulary)[1]) == [(2, 1, "merge-conflict")]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (CHAPTER + "\n" + CONFLICT.format("uno", "dos"), (12, 1)),
        (CHAPTER + "\n" + DIFF3.format("uno", "dos"), (12, 1)),
        (CHAPTER + "\n```text\n" + CONFLICT.format("uno", "dos") + "```\n", (13, 1)),
        (CHAPTER.replace("title: Plural\n", CONFLICT.format("title: Plural", "title: Varios")), (3, 1)),
        ("<<<<<<< HEAD\n" + CHAPTER, (1, 1)),
        (CHAPTER + "\nuno\n\n>>>>>>> branch\n", (14, 1)),
        (CHAPTER + "\n||||||| 1a2b3c4\n", (12, 1)),
    ],
    ids=["body", "diff3", "code", "front matter", "before the front matter", "only the end", "only the middle"],
)
def test_a_conflict_in_a_chapter_is_one_finding_at_its_first_line(
    written: str, place: tuple[int, int], vocabulary: Mapping[str, Any]
) -> None:
    loaded, found = read_chapter(written, vocabulary)
    assert (loaded, places(found)) == (None, [(*place, "merge-conflict")])


@pytest.mark.parametrize("written", ["Nota <<<<<<< HEAD\n", "| a | b |\n|---|---|\n| c | d |\n", "`||||||| x`\n"])
def test_signs_that_are_no_conflict_are_let_be(written: str, vocabulary: Mapping[str, Any]) -> None:
    codes = [one.code for one in read_chapter(f"{CHAPTER}\n{written}", vocabulary)[1]]
    assert "merge-conflict" not in codes


# ------------------------------------------------------------------------------------ broken letters, unseen letters

BROKEN_LETTERS = [
    ("La oficina se creÃ³ en 2010", "creÃ³", "creó"),
    ("El plan estÃ¡ escrito", "estÃ¡", "está"),
    ("El cafÃ© de la plaza", "cafÃ©", "café"),
    ("La paÃ­s vecina", "paÃ­s", "país"),
    ("Una ciudad espaÃ±ola", "espaÃ±ola", "española"),
    ("El artículo 25Â° de la ley", "25Â°", "25°"),
    ("Â¿Para qué?", "Â¿Para", "¿Para"),
    ("De 2010 â€“ 2014", "â€“", "–"),
    ("The cityâ€™s office", "cityâ€™s", "city’s"),
    ("Dijo â€œuna oficinaâ€ de la ciudad", "â€œuna", "“una"),
    ("Una oficinaâ€ de la ciudad", "oficinaâ€", "oficina”"),
    ("La Ã\x81frica", "Ã?frica", "África"),
    ("El 100Â\u00a0% y el 5Â %", "100Â", "100"),
    ("La acciÃƒÂ³n exterior", "acciÃƒÂ³n", "acción"),
    ("La acci√≥n exterior", "acci√≥n", "acción"),
    ("La acci├│n exterior", "acci├│n", "acción"),
    ("The ‚Äúoffice", "‚Äúoffice", "“office"),
]
UNSEEN = [
    *"\x00\x07\x7f\x85\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u200b\u200c\u200d\u200e\u2028\u202e\u2060\u2066",
    *"\u206a\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufff9\uffff\U000e0000\U000e0041\U000e0fff\U0001fffe",
]
SPOILT = [
    *((one, "control-character") for one in UNSEEN),
    ("\ufffd", "lost-letter"),
    *((one, "private-character") for one in "\ue000\uf0b7\uf8ff\U000f0000\U00100000"),
]


def in_case(text: str) -> str:
    return RECORD.replace("Resumen de alfa.", text)


@pytest.mark.parametrize(("text", "found", "meant"), BROKEN_LETTERS, ids=[ascii(one[0]) for one in BROKEN_LETTERS])
def test_letters_that_a_wrong_encoding_broke_are_found_with_what_was_meant(
    text: str, found: str, meant: str, vocabulary: Mapping[str, Any]
) -> None:
    of_case = read_case(in_case(text), vocabulary)[1]
    of_chapter = read_chapter(f"{CHAPTER}\n{text}\n", vocabulary)[1]
    for findings, line in ((of_case, 7), (of_chapter, 12)):
        (one,) = findings
        assert (one.line, one.code, dict(one.words)) == (line, "broken-letters", {"found": found, "nearest": meant})


@pytest.mark.parametrize(("sign", "code"), SPOILT, ids=[ascii(one[0]) for one in SPOILT])
def test_characters_that_nobody_sees_or_that_were_lost_are_refused(
    sign: str, code: str, vocabulary: Mapping[str, Any]
) -> None:
    name = f"U+{ord(sign):04X}"
    of_case = read_case(in_case(f"inter{sign}nacional"), vocabulary)[1]
    as_escape = read_case(in_case(rf"inter\U{ord(sign):08x}nacional"), vocabulary)[1]
    of_chapter = read_chapter(f"{CHAPTER}\ninter{sign}nacional\n", vocabulary)[1]
    of_front_matter = read_chapter(CHAPTER.replace("actores", f"acto{sign}res"), vocabulary)[1]
    assert places(of_case) == [(7, 21, code)]
    assert places(as_escape) == [(7, 15, code)]
    assert places(of_chapter) == [(12, 6, code)]
    assert places(of_front_matter) == [(4, 25, code)]
    assert name in of_case[0].text("en")
    assert name in of_chapter[0].text("es")


@pytest.mark.parametrize("model", [Sources, Glossary])
def test_the_lists_of_sources_and_terms_are_judged_alike(model: Any, vocabulary: Mapping[str, Any]) -> None:
    text = "entries:\n  - id: uno\n    title: Acci\u00adón, creÃ³ \ufffd\n"
    codes = [one.code for one in as_record(text.encode(), "data/list.yml", model, vocabulary)[1]]
    assert {"control-character", "broken-letters", "lost-letter"} <= set(codes)


def test_each_line_with_something_spoilt_is_named_once(vocabulary: Mapping[str, Any]) -> None:
    found = read_chapter(f"{CHAPTER}\ncreÃ³ y leyÃ³\nbueno\nviÃ³\u00ad\n", vocabulary)[1]
    assert [(one.line, one.code) for one in found] == [
        (14, "control-character"),
        (12, "broken-letters"),
        (14, "broken-letters"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "São Paulo, MANHÃ, “AMANHÃ”, «IRMû, CAFÉ”, Ålesund, Ângela, à l’âge, naïve, œuvre",
        "☺\ufe0f 👩\u200d🔬 ❤\ufe0f\u200d🔥 ©\ufe0f",
        "100\u00a0000 y 5\u202f%",
        "\ud7ff \u0378 cafe\u0301",
    ],
)
def test_letters_of_other_languages_pictographs_and_spaces_are_let_be(text: str, vocabulary: Mapping[str, Any]) -> None:
    assert read_case(in_case(text), vocabulary)[1] == []
    assert read_chapter(f"{CHAPTER}\n{text}\n", vocabulary)[1] == []


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000 \u2003", "\u0301", " \u0301\u0308"])
def test_a_text_in_which_there_is_nothing_to_see_is_empty(text: str, vocabulary: Mapping[str, Any]) -> None:
    found = read_case(RECORD.replace("Villa alfa", text), vocabulary)[1]
    assert places(found) == [(2, 12, "empty-text")]


@pytest.mark.parametrize("text", ["\u3164", "\u00ad", "\u2800"])
def test_a_name_of_letters_that_nobody_sees_is_refused(text: str, vocabulary: Mapping[str, Any]) -> None:
    loaded, found = read_case(RECORD.replace("Villa alfa", text), vocabulary)
    assert (loaded, places(found)) == (None, [(2, 13, "control-character")])


# ---------------------------------------------------------------------------------------- quotation marks, backslashes

QUOTES: list[tuple[str, tuple[int, int, str], str | None]] = [
    ('es: "En C:\\Users hay"\n', (1, 11, "backslash"), "es: 'En C:\\Users hay'"),
    ('es: "En C:\\new y C:\\temp"\n', (1, 11, "backslash"), "es: 'En C:\\new y C:\\temp'"),
    ('es: "Va \\d+ y \\w"\n', (1, 9, "backslash"), "es: 'Va \\d+ y \\w'"),
    ('es: "Va \\x y"\n', (1, 9, "backslash"), "es: 'Va \\x y'"),
    ('es: "Va \\u12 y"\n', (1, 9, "backslash"), "es: 'Va \\u12 y'"),
    ('es: "l\'any \\d"\n', (1, 12, "backslash"), 'es: "l\'any \\\\d"'),
    ('a: 1\nb: {es: "Va \\. y", en: "x"}\n', (2, 13, "backslash"), "b: {es: 'Va \\. y', en: \"x\"}"),
    ('es: "Va \\b y"\n', (1, 9, "backslash"), "es: 'Va \\b y'"),
    ('es: “La oficina de la universidad."\n', (1, 5, "curly-quotes"), '"La oficina de la universidad."'),
    ("es: “La oficina de la universidad.”\n", (1, 5, "curly-quotes"), '"La oficina de la universidad."'),
    ("es: ‘La oficina'\n", (1, 5, "curly-quotes"), '"La oficina"'),
    ('es: «La "gran" oficina»\n', (1, 5, "curly-quotes"), "'La \"gran\" oficina'"),
    ('es: "La oficina”\nen: "Office"\n', (1, 16, "curly-quotes"), 'es: "La oficina"'),
    ('es: "La oficina”\nen: Office\n', (1, 16, "curly-quotes"), 'es: "La oficina"'),
    ("es: 'La oficina’\n", (1, 16, "curly-quotes"), 'es: "La oficina"'),
    ('a: {es: "La oficina”}\n', (1, 20, "curly-quotes"), 'a: {es: "La oficina"}'),
    ("es: 'l'Alcaldia'\nen: x\n", (1, 7, "quote-inside"), 'es: "l\'Alcaldia"'),
    ("- 'l'Alcaldia de l'Hospitalet'\n- x\n", (1, 5, "quote-inside"), "- \"l'Alcaldia de l'Hospitalet\""),
    ("a: {es: 'l'Alcaldia', en: 'x'}\n", (1, 11, "quote-inside"), "a: {es: \"l'Alcaldia\", en: 'x'}"),
    ('es: "El "gran" plan"\nen: x\n', (1, 9, "quote-inside"), "es: 'El \"gran\" plan'"),
    ('es: "Uno" y "dos"\nen: x\n', (1, 9, "quote-inside"), 'es: \'"Uno" y "dos"\''),
    ('es: "Uno" de dos\nen: x\n', (1, 9, "quote-inside"), "es: '\"Uno\" de dos'"),
    ('es: "Uno\n  dos"\nen: "a" b\n', (3, 7, "quote-inside"), "en: '\"a\" b'"),
]


@pytest.mark.parametrize(("written", "where", "example"), QUOTES, ids=[repr(one[0]) for one in QUOTES])
def test_a_wrong_quotation_mark_or_backslash_is_answered_with_what_to_write(
    written: str, where: tuple[int, int, str], example: str | None
) -> None:
    found = load_all(written.encode(), "x.yml")[1]
    assert places(found) == [where]
    assert dict(found[0].words).get("for_example") == example


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"'En C:\new'", r"En C:\new"),
        (r'"En C:\\new"', r"En C:\new"),
        (r'"a \"b\" c"', 'a "b" c'),
        (r'"a\/b"', "a/b"),
        ('"caf\\u00e9"', "café"),
        ("'l''Alcaldia'", "l'Alcaldia"),
        ('"uno \\\n  dos"', "uno dos"),
    ],
)
def test_what_yaml_reads_as_it_was_meant_stays(written: str, text: str) -> None:
    document, found = load_all(f"es: {written}\n".encode(), "x.yml")
    assert document is not None
    assert (document.value, found) == ({"es": text}, [])


# ------------------------------------------------------------------------------------- spaces and signs that look alike

SUMMARY = 'summary: {es: "Resumen de alfa.", en: "Summary of alfa."}\n'
LESSON = '  - {es: "Primera lección.", en: "First lesson."}\n'
PEOPLE = 'contributors: ["Equipo editorial"]\n'
PERIOD = "period: {start: 2008, end: 2011}"
OTHER_SPACES = "\u00a0\u2003\u202f\u3000"
ALIKE: list[tuple[str, str, list[tuple[int, int, str]], str]] = [
    *(("kind: m", f"kind:{one}m", [(4, 6, "other-space")], f"(U+{ord(one):04X}) at column 6;") for one in OTHER_SPACES),
    *(
        (SUMMARY, f'summary:\n{one}{one}es: "Uno"\n  en: "One"\n', [(8, 1, "other-space")], "at column 1; delete it")
        for one in OTHER_SPACES
    ),
    (SUMMARY, 'summary:\n  es: "Uno"\n \u00a0en: "One"\n', [(9, 2, "other-space")], "a no-break space"),
    (SUMMARY, 'summary: {es:\u00a0"Uno", en: "One"}\n', [(7, 14, "other-space")], "at column 14"),
    ("kind: m", "kind\u00a0: m", [(4, 5, "other-space")], "at column 5"),
    (LESSON, '  -\u00a0es: "Uno"\n    en: "One"\n', [(14, 4, "other-space")], "at column 4"),
    ("municipality", '"municipality\u00a0"', [(4, 7, "other-space")], "a no-break space"),
    ('"CO"', '"CO\u202f"', [(3, 10, "other-space")], "(U+202F)"),
    ("id: alfa\n", "id:\u3000alfa\n", [(1, 4, "other-space")], "a space of another kind (U+3000)"),
    ("kind: m", "kind：m", [(4, 5, "look-alike")], "looks like ':'"),
    ("kind: m", "kind： m", [(4, 5, "look-alike")], "For example: kind: municipality"),
    (PERIOD, "period: {start：2008, end: 2011}", [(6, 15, "look-alike")], "(U+FF1A)"),
    (PERIOD, "period∶\n  start: 2008", [(6, 7, "look-alike")], "For example: period:"),
    ("-76.48", "\u221276.48", [(5, 27, "look-alike")], "'\u2212' (U+2212) looks like '-'"),
    ("-76.48", "–76.48", [(5, 27, "look-alike")], "For example: -76.48"),
    ("2.8", "２.８", [(5, 17, "look-alike")], "For example: 2.8"),
    ("al-las-2014", "al‑las‑2014", [(16, 14, "look-alike")], "For example: al-las-2014"),
    ('"2026-11-21"', '"2026–11–21"', [(17, 11, "look-alike")], "For example: 2026-11-21"),
    ("municipality", "municip\u0430lity", [(4, 7, "look-alike")], "For example: municipality"),
    ("kind: m", "k\u0456nd: m", [(1, 1, "missing"), (4, 1, "look-alike")], "For example: kind"),
    (PEOPLE, "contributors: ［Uno］\n", [(18, 15, "look-alike")], "looks like '['"),
    (PEOPLE, 'contributors: ["Uno"， "Dos"]\n', [(18, 21, "look-alike")], "looks like ','"),
    (PEOPLE, "contributors:\n  – Uno\n  – Dos\n", [(19, 3, "list-mark")], "'–' does not begin an item"),
    (PEOPLE, "contributors:\n  •\u00a0Uno\n", [(19, 3, "list-mark")], "'•' does not begin an item"),
    (PEOPLE, "contributors:\n  * Uno\n  * Dos\n", [(19, 3, "list-mark")], "'*' does not begin an item"),
    (PEOPLE, "contributors:\n  + Uno\n", [(19, 3, "list-mark")], "'+' does not begin an item"),
    (LESSON, '  – es: "Uno"\n    en: "One"\n', [(14, 3, "list-mark")], 'For example: - es: "Uno"'),
    (LESSON, '  – {es: "Uno", en: "One"}\n', [(14, 3, "list-mark")], 'For example: - {es: "Uno", en: "One"}'),
    ("kind: m", "kind:m", [(4, 6, "no-space-after-colon")], "For example: kind: municipality"),
    ("id: alfa\n", "id:alfa\n", [(1, 4, "no-space-after-colon")], "For example: id: alfa"),
    (SUMMARY, 'summary:\n  es:"Uno"\n  en:"One"\n', [(8, 6, "no-space-after-colon")], "after the colon"),
    (SUMMARY, 'summary: {es:"Uno", en:"One"}\n', [(7, 14, "no-space-after-colon")], 'es: "Uno"'),
    (PERIOD, "period:{start: 2008}", [(6, 8, "no-space-after-colon")], "For example: period: {start: 2008}"),
    ("  - id: aligned", "  - id:aligned", [(9, 8, "no-space-after-colon")], "For example: - id: aligned"),
]


@pytest.mark.parametrize(("old", "new", "where", "said"), ALIKE, ids=[ascii(one[1]) for one in ALIKE])
def test_a_space_or_sign_that_only_looks_like_that_of_yaml_is_named_where_it_stands(
    old: str, new: str, where: list[tuple[int, int, str]], said: str, vocabulary: Mapping[str, Any]
) -> None:
    assert old in RECORD
    found = read_case(RECORD.replace(old, new, 1), vocabulary)[1]
    assert sorted(places(found)) == where
    assert said in "\n".join(one.text("en") for one in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: municipality", "kind: municipality\u00a0"),
        ("kind: municipality", "kind: \u3000municipality"),
        ("start: 2008", "start: 2008\u202f"),
        ("lessons:\n", "\u00a0\n\u2003\nlessons:\n"),
    ],
    ids=ascii,
)
def test_spaces_at_the_ends_of_a_value_or_alone_on_a_line_count_for_nothing(
    old: str, new: str, vocabulary: Mapping[str, Any]
) -> None:
    loaded, found = read_case(RECORD.replace(old, new), vocabulary)
    assert found == []
    assert loaded is not None
    good = read_case(RECORD, vocabulary)[0]
    assert good is not None
    assert loaded.record == good.record


@pytest.mark.parametrize("text", ["– una nota", "http://x", "12:30", "Ratio:2", "* nota", "100\u00a0km", "−5"])
def test_such_signs_stay_in_a_text(text: str, vocabulary: Mapping[str, Any]) -> None:
    assert read_case(in_case(text), vocabulary)[1] == []


# -------------------------------------------------------------------------------------------- texts cut by a comment

CUT: list[tuple[str, list[tuple[int, int]], str | None]] = [
    ("es: La oficina #1 de 2010\n", [(1, 16)], 'es: "La oficina #1 de 2010"'),
    ("- Grupo #3 de la Universidad\n", [(1, 9)], '- "Grupo #3 de la Universidad"'),
    ("a: [Grupo #3, Otra]\n", [(1, 11)], 'a: ["Grupo #3", Otra]'),
    ("a: [Otra, Grupo #3]\nb: 1\n", [(1, 17)], 'a: [Otra, "Grupo #3"]'),
    ('a: {es: cap. #2, en: "ch. 2"}\n', [(1, 14)], 'a: {es: "cap. #2", en: "ch. 2"}'),
    ("a: {es: cap. #2, en: ch. #2}\n", [(1, 14)], 'a: {es: "cap. #2", en: ch. #2}'),
    ("entries:\n  - title: Plan #3: el territorio\n", [(2, 17)], '- title: "Plan #3: el territorio"'),
    ("objectives:\n  - Aplicar la regla #1\n", [(2, 22)], '- "Aplicar la regla #1"'),
    ("locator: cap. #2\n", [(1, 15)], 'locator: "cap. #2"'),
    ("es: Uno\n  dos #3 tres\n", [(2, 7)], 'es: "Uno dos #3 tres"'),
    ("es: Uno\n  dos #3 tres\n  cuatro\nb: 1\n", [(2, 7)], 'es: "Uno dos #3 tres"'),
    ("es: #1 de la lista\n", [(1, 5)], 'es: "#1 de la lista"'),
    ("- #1\n", [(1, 3)], '- "#1"'),
    ('es: Plan "Uno" #1\n', [(1, 16)], "es: 'Plan \"Uno\" #1'"),
    ('es: L\'Hospitalet "Uno" #1\n', [(1, 24)], 'es: "L\'Hospitalet \\"Uno\\" #1"'),
    ("kind: municipality # una nota\n", [(1, 20)], 'kind: "municipality # una nota"'),
    ("value: 12 #3\n", [(1, 11)], 'value: "12 #3"'),
    ('a: "Plan" #1\n', [(1, 11)], None),
    ("a: 'Plan'#1\n", [(1, 10)], None),
    ("a: [x] #1\n", [(1, 8)], None),
    ("a: {es: #2, en: x}\nb: 1\n", [(1, 9)], None),
    ("a: [#2, x]\nb: 1\n", [(1, 5)], None),
    ("b: 2\nnombre #1: x\nc: 2\n", [(2, 8)], None),
    ("a: Uno #1\nb: Dos #2\n", [(1, 8), (2, 8)], 'a: "Uno #1"'),
]


@pytest.mark.parametrize(("written", "where", "example"), CUT, ids=[repr(one[0]) for one in CUT])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_text_that_a_comment_would_cut_is_found_where_it_is_cut(
    written: str, where: list[tuple[int, int]], example: str | None, line_end: str
) -> None:
    found = load_all(written.replace("\n", line_end).encode(), "x.yml")[1]
    assert places(found) == [(*place, "cut-by-comment") for place in where]
    assert dict(found[0].words).get("for_example") == example


def test_the_texts_that_a_comment_would_cut_are_read_whole_so_that_the_rest_is_judged_too(
    vocabulary: Mapping[str, Any],
) -> None:
    cut = RECORD.replace('{es: "Resumen de alfa.", en: "Summary of alfa."}', "\n  es: La oficina #1\n  en: Office #1")
    assert places(read_case(cut.replace("kind: municipality", "kind: town"), vocabulary)[1]) == [
        (8, 18, "cut-by-comment"),
        (9, 14, "cut-by-comment"),
        (4, 7, "not-allowed"),
    ]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        (CHAPTER.replace("title: Plural", "title: Idea #1: plural"), (3, 13)),
        (CHAPTER.replace("Varios actores", "La regla #1 de varios actores"), (4, 23)),
        (CHAPTER.replace("---\n# P", "objectives:\n  - Aplicar la regla #1\n---\n# P"), (6, 22)),
    ],
    ids=["title", "description", "objectives"],
)
def test_a_text_of_the_front_matter_that_a_comment_would_cut_is_found(
    written: str, place: tuple[int, int], vocabulary: Mapping[str, Any]
) -> None:
    assert places(read_chapter(written, vocabulary)[1]) == [(*place, "cut-by-comment")]


@pytest.mark.parametrize(
    "written",
    [
        "# una nota\na: 1\n  # otra\n#y otra\n",
        'a: "Plan #1" # una nota\n',
        "a: 'Plan'  # una nota\n",
        "a: {es: x, en: z}  # opcional / optional\n",
        "a: [x]  # opcional / optional\n",
        "year: 2014  # opcional / optional\nvalue: 7.5 # una nota\n",
        "lesson:  # opcional / optional\n  es: x\n",
        "end: # no se sabe\n",
        "a: Plan#1\nb: https://example.org/#uno\n",
        "a: >\n  Plan #1\nb: |  # una nota\n  Plan #1\n",
    ],
)
def test_a_comment_that_cuts_no_text_is_let_be(written: str) -> None:
    assert load_all(written.encode(), "x.yml")[1] == []
