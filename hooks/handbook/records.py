"""Files into records: read, check the shape, and say in a finding what does not fit."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from handbook.findings import MESSAGES, Finding, finding, nearest
from handbook.languages import LANGUAGES
from handbook.models import ID, Bilingual, Record
from handbook.strict_yaml import Document, load

# Pydantic's error types -> our codes; those of our own validators already are codes.
_CODES = {
    "string_type": "not-text",
    "int_type": "not-a-number",
    "float_type": "not-a-number",
    "tuple_type": "not-a-list",
    "dict_type": "not-keys",
    "literal_error": "not-allowed",
    "too_short": "too-few",
    "string_pattern_mismatch": "bad-hash",  # the only text with a pattern of pydantic's own is a section's hash
}


Result = TypeVar("Result")


@dataclass(frozen=True)
class Loaded:
    """A record, and the file and places that it came from (for the rules)."""

    record: Any
    path: str
    document: Document

    def finding(self, where: tuple[str | int, ...], code: str, *, at_key: bool = False, **words: object) -> Finding:
        place = self.document.key_place(where) if at_key else self.document.place(where)
        return finding(self.path, *place, field_name(where), code, **words)


def read_record(
    file: Path, path: str, model: type[Record], vocabulary: Mapping[str, Any]
) -> tuple[Loaded | None, list[Finding]]:
    """The record in ``file`` (shown as ``path``), or None and the findings that say why not."""
    if not file.exists() and not file.is_symlink():
        return None, [finding(path, 1, 1, "", "file-missing")]
    if not file.is_file() or file.is_symlink():
        return None, [finding(path, 1, 1, "", "not-a-file")]
    return remembered(file, (path, model), vocabulary, lambda: as_record(file.read_bytes(), path, model, vocabulary))


_known: dict[tuple[Path, object], tuple[object, Any]] = {}


def remembered(file: Path, what: object, vocabulary: Mapping[str, Any], read: Callable[[], Result]) -> Result:
    """What ``read`` gives for ``file``; the same again while neither the file nor the allowed ids change.

    Live preview reads the whole book after each saved file.
    """
    stat = file.stat()
    state = (stat.st_mtime_ns, stat.st_size, tuple((name, *ids) for name, ids in vocabulary.items()))
    known = _known.get((file, what))
    if known and known[0] == state:
        return known[1]
    result = read()
    _known[file, what] = (state, result)
    return result


def as_record(
    data: bytes, path: str, model: type[Record], vocabulary: Mapping[str, Any], first_line: int = 1
) -> tuple[Loaded | None, list[Finding]]:
    document, findings = load(data, path, first_line=first_line)
    if document is None:
        return None, findings
    if document.value is None:
        return None, [finding(path, first_line, 1, "", "empty-file")]
    if not isinstance(document.value, dict):
        place = document.place(())
        return None, [finding(path, *place, "", "not-a-mapping", found=described(document.value))]
    try:
        record = model.model_validate(document.value, context={"vocabulary": vocabulary})
    except ValidationError as error:
        errors = error.errors(include_url=False)
        return None, [_as_finding(one, path, document, model, vocabulary) for one in errors if not _follows(one)]
    return Loaded(record, path, document), []


def read_folder(
    root: Path, folder: str, model: type[Record], vocabulary: Mapping[str, Any]
) -> tuple[list[Loaded], list[Finding]]:
    """All records of a folder, in the order of their names, and the findings about the others."""
    records: list[Loaded] = []
    findings: list[Finding] = []
    directory = root / folder
    for file in sorted(directory.iterdir()) if directory.is_dir() else []:
        if file.name.startswith("."):
            continue
        path = f"{folder}/{file.name}"
        if not ID.fullmatch(file.stem) or file.suffix != ".yml":
            findings.append(finding(path, 1, 1, "", "odd-file-name"))
            continue
        loaded, problems = read_record(file, path, model, vocabulary)
        findings += problems
        if loaded:
            records.append(loaded)
    return records, findings


def field_name(where: tuple[str | int, ...]) -> str:
    """``figures[2].unit.es`` for a path of keys and indexes; indexes count from 1, as a reader does."""
    name = ""
    for part in where:
        name += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def described(value: Any) -> str:
    """A value as a person would name it; ``@…`` is a phrase of the findings."""
    if value is None:
        return "@nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "@list"
    if isinstance(value, dict):
        return "@keys"
    text = str(value)
    return f"«{text[:40]}…»" if len(text) > 40 else f"«{text}»"


def _follows(error: Any) -> bool:
    """Whether an error only follows from another: Pydantic counts no item that has an error of its own."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _as_finding(
    error: Any, path: str, document: Document, model: type[Record], vocabulary: Mapping[str, Any]
) -> Finding:
    kind, words = error["type"], dict(error.get("ctx") or {})
    where = _known_path(error["loc"], document, kind)
    value = error.get("input")
    if kind == "missing":
        if where[-1] in LANGUAGES and _type_at(model, where[:-1]) is Bilingual:
            code, words = "missing-language", {"language": f"@{where[-1]}", "code": where[-1]}
        else:
            code, words = "missing", {"field": where[-1], "for_example": _example(_type_at(model, where), where[-1])}
        return finding(path, *document.place(where[:-1]), field_name(where), code, **words)
    if kind == "extra_forbidden":
        fields = _fields(_type_at(model, where[:-1]))
        guess = nearest(where[-1], fields)
        return finding(
            path,
            *document.key_place(where),
            field_name(where),
            "unknown-key",
            key=where[-1],
            allowed=", ".join(fields),
            nearest=guess,
        )
    code = _CODES.get(kind, kind)
    if kind == "model_type":
        code = "not-both-languages" if words.get("class_name") == "Bilingual" else "not-keys"
    elif code == "not-text" and value is None:
        code = "empty-text"
    elif code == "not-allowed" and words.get("vocabulary") == "sources":
        code, words = "unknown-source", {"found": value, "nearest": nearest(value, vocabulary.get("sources", ()))}
    elif code == "not-allowed":
        ids = sorted(vocabulary.get(words.get("vocabulary", ""), ())) or _quoted(words.get("expected", ""))
        found = value if isinstance(value, str) else described(value)
        words = {"found": found, "allowed": ", ".join(ids), "nearest": nearest(value, ids)}
    elif code == "too-few":
        words = {"low": words.get("min_length", 1), "for_example": _example(_type_at(model, where), where[-1])}
    elif code == "not-a-number" and isinstance(value, float):
        code, words = "not-a-whole-number", {"found": described(value), "example": 2014}
    elif code == "bad-hash":
        words = {"found": value}
    elif code not in MESSAGES:
        code, words = "wrong-type", {"problem": kind}
    if code in ("not-text", "not-both-languages", "not-a-list", "not-keys", "not-a-number"):
        words = {"found": described(value), "example": 2014 if code == "not-a-number" else _quotable(value)}
        if code in ("not-a-list", "not-keys") and where:
            words["for_example"] = _example(_type_at(model, where), where[-1])
    at_key = error["loc"][-1] == "[key]"
    place = document.key_place(where) if at_key else document.place(where)
    return finding(path, *place, field_name(where), code, **words)


def _quotable(value: Any) -> str:
    """A value that was written without quotes, as it would stand between them."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else "..."


# What a field of this name may look like; for the others, its type says it.
_EXAMPLES = {
    "id": "villanueva",
    "country": '"CO"',
    "kind": "municipality",
    "source": "al-las-2014",
    "sector": "academic",
    "basis": "supported",
    "year": "2014",
    "start": "2010",
    "end": "2014",
    "lat": "4.60",
    "lon": "-74.08",
    "value": "12",
    "reviewed": '"2026-11-21"',
    "locator": '{es: "cap. 2", en: "ch. 2"}',
}


def _example(kind: Any, name: str | int, deep: int = 0) -> str:
    """``location: {lat: 4.60, lon: -74.08}``: a field as it could be written, with what it must hold."""
    if kind is Bilingual:
        value = '{es: "Texto en español", en: "Text in English"}'
    elif isinstance(kind, type) and issubclass(kind, Record) and deep < 3:
        required = [(key, field.annotation) for key, field in kind.model_fields.items() if field.is_required()]
        value = "{" + ", ".join(_example(_bare(one), key, deep + 1) for key, one in required) + "}"
    elif typing.get_origin(kind) is tuple and deep < 3:
        inner = _bare(typing.get_args(kind)[0])
        value = "[" + _example(inner, "", deep + 1) + "]"
    elif typing.get_origin(kind) is typing.Literal:
        value = str(typing.get_args(kind)[0])
    else:
        value = _EXAMPLES.get(str(name), "2014" if kind in (int, float) else '"texto / text"')
    return f"{name}: {value}" if isinstance(name, str) and name else value


def _quoted(expected: str) -> list[str]:
    return [part for index, part in enumerate(expected.split("'")) if index % 2]


def _known_path(location: tuple[Any, ...], document: Document, kind: str) -> tuple[str | int, ...]:
    """Pydantic's location without the steps that are not in the file (tags of a union, ``[key]``)."""
    where: tuple[str | int, ...] = ()
    for index, part in enumerate(location):
        last = index == len(location) - 1
        if (*where, part) in document.values or (kind == "missing" and last):
            where = (*where, part)
    return where


def _type_at(model: Any, where: tuple[str | int, ...]) -> Any:
    """The type that the models expect at a path; None when they expect none."""
    kind: Any = model
    for part in where:
        kind = _bare(kind)
        if isinstance(kind, type) and issubclass(kind, Record):
            field = kind.model_fields.get(str(part))
            kind = field.annotation if field else None
        elif typing.get_origin(kind) is tuple:
            kind = typing.get_args(kind)[0]
        elif typing.get_origin(kind) is dict:
            kind = typing.get_args(kind)[1]
            if _bare(kind) is Any:
                kind = Bilingual
        else:
            return None
    return _bare(kind)


def _bare(kind: Any) -> Any:
    """A type without ``Annotated`` and without ``| None``."""
    while True:
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            kind = typing.get_args(kind)[0]
        elif origin in (typing.Union, types.UnionType):
            kind = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        else:
            return kind


def _fields(kind: Any) -> list[str]:
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, Record) else []
