"""YAML as contributors expect it: the value, the place of everything, and none of YAML's surprises."""

from __future__ import annotations

import json

import pytest
from handbook.reading.strict_yaml import load, load_all
from handbook.reading.written_text import spoilt
from hypothesis import example, given, settings
from hypothesis import strategies as some

MAX_DEPTH = 20  # written out here too: it is a promise


def value(text: str) -> object:
    document, findings = load(text.encode(), "x.yml")
    assert findings == []
    assert document is not None
    return document.value


def refusal(data: bytes | str) -> tuple[int, int, str]:
    document, findings = load(data.encode() if isinstance(data, str) else data, "x.yml")
    assert document is None
    (found,) = findings
    assert found.path == "x.yml"
    assert found.text("es")
    assert found.text("en")
    return found.line, found.column, found.code


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("9" * 18, 10**18 - 1),
        ("-" + "9" * 18, 1 - 10**18),
        ("7.50", 7.5),
        ("-0.5", -0.5),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ('"7"', "7"),
        ('"true"', "true"),
        ('"NO"', "NO"),
        ("'no'", "no"),
        ("007", "007"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2010-05-01", "2010-05-01"),
        ("0x1F", "0x1F"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".nan", ".nan"),
        ("True", "True"),
        ("NULL", "NULL"),
        ("Norte", "Norte"),
        ("a: b", {"a": "b"}),
        ("[1, dos, 3.5]", (1, "dos", 3.5)),
        ("|\n  uno\n  dos\n", "uno\ndos\n"),
        (">\n  uno\n  dos\n", "uno dos\n"),
        ("# only a remark", None),
    ],
)
def test_a_plain_value_is_read_as_it_looks(written: str, read: object) -> None:
    found = value(written)
    assert found == read
    assert type(found) is type(read)


def test_every_value_and_every_key_knows_its_place() -> None:
    document, _ = load(b"id: x\nname: {es: Uno, en: One}\nlist:\n  - a\n  - {b: 1}\n", "x.yml")
    assert document is not None
    assert document.place(()) == (1, 1)
    assert document.place(("name", "en")) == (2, 21)
    assert document.key_place(("name", "en")) == (2, 17)
    assert document.place(("list", 1, "b")) == (5, 9)
    assert document.place(("list", 1, "missing")) == (5, 5)
    assert document.place(("missing", "deeper")) == (1, 1)


def test_what_is_missing_stands_where_its_file_begins_to_say_something() -> None:
    for text, place in ((b"\n  a: 1\n", (2, 3)), (b"", (1, 1)), (b"# only a remark\n", (1, 1))):
        document, _ = load(text, "x.yml")
        assert document is not None
        assert document.place(("missing",)) == document.key_place(("missing",)) == place


def test_places_count_from_the_line_where_the_text_begins_in_its_file() -> None:
    document, _ = load(b"id: x\ntitle: z\n", "x.md", first_line=2)
    assert document is not None
    assert document.place(("title",)) == (3, 8)
    _, (found,) = load(b"id: x\nid: z\n", "x.md", first_line=2)
    assert (found.line, found.column) == (3, 1)


@pytest.mark.parametrize(
    ("written", "place_and_code"),
    [
        ("a: &x 1\nb: *x\n", (1, 4, "alias")),
        ("a: *x\n", (1, 4, "alias")),
        ("*x : 1\n", (1, 1, "key-not-text")),
        ("&x a: 1\n", (1, 1, "alias")),
        ("a: {<<: {b: 1}}\n", (1, 5, "alias")),
        ("a: !!str 1\n", (1, 4, "tag")),
        ("a: !ENV HOME\n", (1, 4, "tag")),
        ("a: !!python/object/apply:os.system [x]\n", (1, 4, "tag")),
        ("--- !x\na: 1\n", (1, 5, "tag")),
        ("a: 1\nb: {c: 1, c: 2}\n", (2, 11, "duplicate-key")),
        ("a: 1\n'a': 2\n", (2, 1, "duplicate-key")),
        ("{a: 1}: 2\n", (1, 1, "key-not-text")),
        ("a: no\n", (1, 4, "bare-boolean")),
        ("a: [Yes]\n", (1, 5, "bare-boolean")),
        ("a: OFF\n", (1, 4, "bare-boolean")),
        ("a: y\n", (1, 4, "bare-boolean")),
        ("a:\n\tb: 1\n", (2, 1, "tab")),
        ("a:\n  \t- b\n", (2, 3, "tab")),
        ("a: 1\n---\nb: 2\n", (2, 1, "several-documents")),
        ("a: 1\n--- \n", (2, 1, "several-documents")),
        ("a: " + "9" * 19, (1, 4, "number-too-long")),
        ("a: -" + "9" * 5000, (1, 4, "number-too-long")),
        ('a: "b\nc: d\ne: "f"\n', (1, 4, "unclosed-quote")),
        ("a: 'b\n", (1, 4, "unclosed-quote")),
        ("a: b: c\n", (1, 5, "yaml-syntax")),
        ("a: [1, 2\n", (2, 1, "yaml-syntax")),
        ("a: @b\n", (1, 4, "yaml-syntax")),
        ("a\x00b: 1\n", (1, 2, "control-character")),
        ("a: 1\nb: x\x1b[31m\n", (2, 5, "control-character")),
        ('a: "\\x00"\n', (1, 4, "control-character")),
        ("a: \u202ex\n", (1, 4, "control-character")),
        (b"a: 1\nb: \xe9\n", (2, 4, "not-utf-8")),
        ("a: 1".encode("utf-16"), (1, 1, "not-utf-8")),
        (b"#" * 262_145, (1, 1, "file-too-large")),
    ],
)
def test_what_surprises_is_refused_where_it_stands(written: bytes | str, place_and_code: tuple[int, int, str]) -> None:
    assert refusal(written) == place_and_code


def test_a_text_may_run_over_several_lines_within_its_quotation_marks() -> None:
    assert value('a: "one\n  two"\nb: 1\n') == {"a": "one two", "b": 1}


def test_a_file_of_just_256_kilobytes_is_read() -> None:
    assert value("#" * 262_144) is None


def test_a_file_that_is_too_large_is_told_its_size_and_the_limit() -> None:
    _, (found,) = load(b"#" * 700_000, "x.yml")
    assert "has 683 KB and the limit is 256 KB" in found.text("en")


def test_nesting_of_twenty_one_brackets_is_read_and_one_more_is_not() -> None:
    assert value("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) is not None
    assert refusal("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)) == (1, MAX_DEPTH + 2, "too-deep")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: ñandú\nb: " + "[" * 9000 + "]" * 9000, (2, 3 + MAX_DEPTH + 1)),
        ("{a: " * 9000 + "1" + "}" * 9000, (1, 4 * (MAX_DEPTH + 1) + 1)),
        ("- " * 9000 + "1", (1, 2 * (MAX_DEPTH + 1) + 1)),
        ("a: " + "[" * 9000, (1, 3 + MAX_DEPTH + 1)),
    ],
    ids=["lists in brackets", "keys in braces", "lists with hyphens", "never closed"],
)
def test_nesting_beyond_what_the_parser_reads_is_found_where_it_goes_too_deep(
    text: str, place: tuple[int, int]
) -> None:
    """PyYAML up to 6.0.3 reads any depth, later ones a thousand levels: the finding is the same."""
    assert refusal(text) == (*place, "too-deep")


def test_what_was_found_before_nesting_beyond_the_parser_is_said_once() -> None:
    _, found = load_all(b"a: NO\nb: " + b"[" * 9000, "x.yml")
    assert [(one.line, one.code) for one in found] == [(1, "bare-boolean"), (2, "too-deep")]


def test_an_alias_bomb_costs_nothing() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refusal(bomb) == (1, 4, "alias")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    document, findings = load(b"\xef\xbb\xbfa: 1\r\nb: dos\r\n", "x.yml")
    assert findings == []
    assert document is not None
    assert document.value == {"a": 1, "b": "dos"}
    assert document.place(("b",)) == (2, 4)


def test_a_line_may_end_as_it_did_on_old_macs() -> None:
    document, _ = load(b"a: 1\rb: dos\r", "x.yml")
    assert (document.value, document.place(("b",))) == ({"a": 1, "b": "dos"}, (2, 4))
    _, (found,) = load(b'a: 1\rb: "dos\r', "x.yml")
    assert (found.code, found.line, found.column) == ("unclosed-quote", 2, 4)


@settings(max_examples=300, deadline=None)
@given(some.binary(max_size=200))
@example(b'\r"')
def test_no_bytes_at_all_end_in_a_traceback(data: bytes) -> None:
    document, findings = load(data, "x.yml")
    assert (document is None) == bool(findings)
    for found in findings:
        assert found.line >= 1
        assert found.column >= 1


@settings(max_examples=300, deadline=None)
@given(some.text(alphabet=" \n\t-:{}[]&*!|>'\"%@`,?#abc01.<~\\é", max_size=60))
def test_no_text_made_of_yamls_own_signs_ends_in_a_traceback(text: str) -> None:
    document, findings = load(text.encode(), "x.yml")
    assert (document is None) == bool(findings)


words = some.text(some.characters(exclude_categories=["Cc", "Cs", "Co"]), max_size=12).filter(
    lambda text: not list(spoilt(text))
)
values = some.recursive(
    some.none() | some.booleans() | some.integers(-(10**17), 10**17) | words,
    lambda inner: (
        some.lists(inner, max_size=4) | some.dictionaries(words.filter(lambda key: key != "<<"), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(values)
def test_what_json_writes_is_read_as_it_was_written(written: object) -> None:
    def as_tuples(one: object) -> object:
        if isinstance(one, list):
            return tuple(as_tuples(item) for item in one)
        if isinstance(one, dict):
            return {key: as_tuples(item) for key, item in one.items()}
        return one

    assert value(json.dumps(written, ensure_ascii=False)) == as_tuples(written)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{a: 1 #2\n", [1]),  # the comment hides the bracket, which is the same mistake
        ("a: one #two\n- b #c\n", [1, 2]),
        ("a: [b, c #d, e]\nf: [g #h\n", [1, 2]),
    ],
)
def test_a_text_that_a_comment_cuts_is_found_once_on_each_line(text: str, lines: list[int]) -> None:
    _, findings = load_all(text.encode(), "x.yml")
    assert [(one.line, one.code) for one in findings] == [(line, "cut-by-comment") for line in lines]


@pytest.mark.parametrize(
    ("written", "read", "place_and_code", "words"),
    [
        ('a: "C:\\new"\n', {"a": "C:\\new"}, (1, 7, "backslash"), {"for_example": "a: 'C:\\new'"}),
        ("a: b #c\n", {"a": "b #c"}, (1, 6, "cut-by-comment"), {"for_example": 'a: "b #c"', "mend": "quote 3 7"}),
        ("a: 7 #c\n", {"a": "7 #c"}, (1, 6, "cut-by-comment"), {"for_example": 'a: "7 #c"', "mend": "quote 3 7"}),
        ("- b #c\n", ("b #c",), (1, 5, "cut-by-comment"), {"for_example": '- "b #c"', "mend": "quote 2 6"}),
        ("- b #c, d\n", ("b #c, d",), (1, 5, "cut-by-comment"), {"for_example": '- "b #c, d"', "mend": "quote 2 9"}),
        ("a: b\n  c #d\n", {"a": "b c #d"}, (2, 5, "cut-by-comment"), {"for_example": 'a: "b c #d"'}),
        ("a: b # c\n", {"a": "b"}, (1, 6, "cut-by-comment"), {"for_example": 'a: "b # c"'}),
        ("a: [{b: c}]\nd: e #f\n", {"a": ({"b": "c"},), "d": "e #f"}, (2, 6, "cut-by-comment"), None),
        ("a: [[1], 2]\nb: c #d, e\n", {"a": ((1,), 2), "b": "c #d, e"}, (2, 6, "cut-by-comment"), None),
        ('a: "b" #c\n', {"a": "b"}, (1, 8, "cut-by-comment"), {}),
        ('a: "b\n  c" #d\n', {"a": "b c"}, (2, 6, "cut-by-comment"), {}),
        ("a: [1, 2] #3\n", {"a": (1, 2)}, (1, 11, "cut-by-comment"), {}),
        ("a: “b”\n", {"a": "b"}, (1, 4, "curly-quotes"), {"found": "“", "for_example": '"b"'}),
        ("a: NO\n", {"a": "NO"}, (1, 4, "bare-boolean"), {"word": "NO"}),
        ("a:\n\tb: 1\n\tc: 2\n", {"a": {"b": 1, "c": 2}}, (2, 1, "tabs"), {"count": "2"}),
        ("a:\n  b: 1\n \tc: 2\n", None, (3, 2, "tab"), {}),
        ("a\u00a0: 1\n", {"a": 1}, (1, 2, "other-space"), None),
        ("a: {b: 1, b: {c: 2}, d: 3}\n", {"a": {"b": 1, "d": 3}}, (1, 11, "duplicate-key"), {"key": "b"}),
    ],
)
def test_what_can_be_guessed_is_read_as_it_was_meant_and_said_with_what_to_write(
    written: str, read: object, place_and_code: tuple[int, int, str], words: dict[str, str] | None
) -> None:
    document, (found,) = load_all(written.encode(), "x.yml")
    assert (document and document.value, (found.line, found.column, found.code)) == (read, place_and_code)
    assert words in (None, dict(found.words))


@pytest.mark.parametrize(
    "written", ["a: 7 # b\n", "a: [b, c] # d\n", 'a: "b" # c\n', "a: # b\n  c: 1\n", "a: |\n  b #c\n"]
)
def test_a_remark_after_what_it_cannot_be_part_of_is_let_be(written: str) -> None:
    assert load_all(written.encode(), "x.yml")[1] == []


@pytest.mark.parametrize("written", ["a: C:\\new\n", "a: 'C:\\new'\n", "a: |\n  C:\\new\n", 'a: "C:\\\\new"\n'])
def test_a_backslash_that_stands_for_itself_is_let_be(written: str) -> None:
    document, findings = load(written.encode(), "x.yml")
    assert findings == []
    assert document is not None
    assert document.value["a"].strip() == "C:\\new"
