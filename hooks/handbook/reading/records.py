"""Files into records: read, check the shape, and say in a finding what does not fit."""

from __future__ import annotations

import datetime
import json
import re
import types
import typing
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handbook.content.languages import LANGUAGES, country_codes, country_name, other
from handbook.content.models import (
    Bilingual,
    Of,
    Period,
    Record,
    RecordedEdition,
    Redirects,
    Source,
    Vocabulary,
    Words,
)
from handbook.content.reuse import reuse_of_file
from handbook.content.settings import Settings
from handbook.reading.findings import MESSAGES, Finding, finding, nearest
from handbook.reading.project_tree import Tree, kind
from handbook.reading.strict_yaml import Document, load_all
from handbook.reading.yaml_faults import Fault, fault_of_value, fault_of_word, letter_fault, number_fault

# Pydantic's error types -> our codes; those of our own validators already are codes.
_CODES = {
    "string_type": "not-text",
    "bool_type": "not-true-or-false",
    "int_type": "not-a-number",
    "float_type": "not-a-number",
    "tuple_type": "not-a-list",
    "dict_type": "not-keys",
    "literal_error": "not-allowed",
    "too_short": "too-few",
    "string_pattern_mismatch": "bad-hash",  # the only text with a pattern of pydantic's own is a section's hash
}


# Findings about a value that is one word: all of its letters are of ASCII, and there is no space in it.
_OF_ONE_WORD = {"not-allowed", "unknown-source", "bad-country", "bad-subdivision", "bad-id", "bad-link", "not-a-date"}

# What is on pages of both languages, whatever the page: a proposal cannot lack one of the languages.
_IN_BOTH = (Vocabulary, Words, Redirects, RecordedEdition)

Where = tuple[str | int, ...]

# In a file with more mistakes, what was meant is not looked for: with 20,000 it takes six seconds.
_WITH_GUESS = 500


@dataclass(frozen=True, eq=False)
class Loaded:
    """A record, and the file and places that it came from (for the rules). Compared by identity, as a chapter is.

    ``untranslated`` has the places of texts that are not there (``(..., "en")``); in the record, the text in the other
    language stands for them. Nobody may show it: see ``handbook.proposal``.
    """

    record: Any
    path: str
    document: Document
    untranslated: frozenset[Where] = frozenset()

    def lacking(self) -> dict[Where, set[str]]:
        """Which languages the record lacks in some text, under ``()``; in a file of entries, under each entry's place."""
        found: dict[Where, set[str]] = {}
        for where in sorted(self.untranslated, key=str):
            found.setdefault(() if hasattr(self.record, "id") else where[:2], set()).add(str(where[-1]))
        return found

    def finding(self, where: tuple[str | int, ...], code: str, **words: object) -> Finding:
        return finding(self.path, *self.document.place(where), field_name(where), code, **words)

    def finding_at_key(self, where: tuple[str | int, ...], code: str, **words: object) -> Finding:
        """A finding about the key of what stands at ``where``."""
        return finding(self.path, *self.document.key_place(where), field_name(where), code, **words)


def read_record(
    file: Path, path: str, model: type[Record], vocabulary: Mapping[str, Any]
) -> tuple[Loaded | None, list[Finding]]:
    """The record in ``file`` (shown as ``path``), or None and the findings that say why not."""
    if not file.exists() and not file.is_symlink():
        return None, [finding(path, 1, 1, "", "file-missing")]
    if not file.is_file() or file.is_symlink():
        return None, [finding(path, 1, 1, "", "not-a-file", found=kind(file.lstat()))]
    return reuse_of_file(
        file, (path, model), lambda: as_record(file.read_bytes(), path, model, vocabulary), ids_of(vocabulary)
    )


def ids_of(vocabulary: Mapping[str, Any]) -> tuple[object, ...]:
    """The ids that a file may name, which its findings depend on."""
    return tuple((name, *ids) for name, ids in vocabulary.items())


def as_record(
    data: bytes, path: str, model: type[Record], vocabulary: Mapping[str, Any], first_line: int = 1
) -> tuple[Loaded | None, list[Finding]]:
    document, findings = load_all(data, path, first_line=first_line, environment=model is Settings)
    if document is None:
        return None, findings
    if document.value is None:
        return None, [*findings, finding(path, first_line, 1, "", "empty-file")]
    if not isinstance(document.value, dict):
        place = document.place(())
        return None, [*findings, finding(path, *place, "", "not-a-mapping", found=described(document.value))]
    try:
        record = model.model_validate(document.value, context={"vocabulary": vocabulary})
    except ValidationError as error:
        errors = [one for one in error.errors(include_url=False) if not _follows(one)]
        missing = _missing_texts(errors, document, model)
        found = {
            _as_finding(one, path, document, model, vocabulary, index < _WITH_GUESS) for index, one in enumerate(errors)
        }
        if findings or len(missing) < len(errors) or any(not one.to_translate for one in found):
            return None, [*findings, *found]
        value = document.value
        for where in missing:
            value = _filled(value, where)
        record = model.model_validate(value, context={"vocabulary": vocabulary})
        return Loaded(record, path, document, missing), sorted(found)
    return (None if findings else Loaded(record, path, document)), findings


def _missing_texts(errors: Iterable[Any], document: Document, model: type[Record]) -> frozenset[Where]:
    """The places of the texts that stand in the other language only."""
    missing = {
        where
        for one in errors
        if one["type"] == "missing"
        and (where := _known_path(one["loc"], document, "missing"))[-1] in LANGUAGES
        and _type_at(model, where[:-1]) is Bilingual
    }
    return frozenset(where for where in missing if (*where[:-1], other(str(where[-1]))) not in missing)


def _filled(value: Any, where: Where) -> Any:
    """``value`` with the text in the other language at a place where one is missing."""
    first, rest = where[0], where[1:]
    if isinstance(first, int):
        return (*value[:first], _filled(value[first], rest), *value[first + 1 :])
    return {**value, first: _filled(value[first], rest) if rest else value[other(first)]}


def read_folder(
    tree: Tree, folder: str, model: type[Record], vocabulary: Mapping[str, Any]
) -> tuple[list[Loaded], list[Finding]]:
    """All records of a folder, in the order of their names, and the findings about the others."""
    records: list[Loaded] = []
    findings: list[Finding] = []
    for path in tree.files_in(folder):
        if not path.endswith(".yml"):
            continue
        loaded, problems = read_record(tree.root / path, path, model, vocabulary)
        findings += problems
        if loaded:
            records.append(loaded)
    for path in tree.strays_in(folder):
        if path.lower().endswith((".yml", ".yaml")):  # the name is not all that may be wrong
            findings += read_record(tree.root / path, path, model, vocabulary)[1]
    return records, findings


def as_id(text: str) -> str:
    """``san-jose`` for ``San José``; empty when nothing is left of the text."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")[:60].strip("-")


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
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _as_finding(
    error: Any, path: str, document: Document, model: type[Record], vocabulary: Mapping[str, Any], guesses: bool
) -> Finding:
    kind, words = error["type"], dict(error.get("ctx") or {})
    where = _known_path(error["loc"], document, kind)
    value = error.get("input")
    if fault := _look_alike(error, where, document, model):
        return finding(path, *fault.place, field_name(where), fault.code, **fault.words)
    if kind == "missing":
        if where[-1] in LANGUAGES and _type_at(model, where[:-1]) is Bilingual:
            if not error["input"]:
                words = {"found": "@nothing"}
                return finding(path, *document.place(where[:-1]), field_name(where[:-1]), "not-both-languages", **words)
            code = "language-everywhere" if issubclass(model, _IN_BOTH) else "missing-language"
            words = {"language": f"@{where[-1]}", "code": where[-1]}
        else:
            code, words = "missing", {"field": where[-1], "for_example": _example(_type_at(model, where), where[-1])}
        return finding(path, *document.place(where[:-1]), field_name(where), code, **words)
    if kind == "extra_forbidden":
        fields = _fields(_type_at(model, where[:-1]))
        if str(where[-1]).isdecimal():
            return finding(path, *document.key_place(where), field_name(where), "decimal-comma", key=where[-1])
        named = {word: key for word, key in _SPANISH_KEYS.items() if key in fields}
        guess = nearest(where[-1], fields, named) if guesses else None
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
        guess = nearest(value, vocabulary.get("sources", ()))
        entry = {"id": as_id(str(value)) or "nueva-fuente"}
        code, words = "unknown-source", {"found": value, "nearest": guess}
        if not guess:
            words["for_example"] = _example(Source, "", 0, entry)
    elif code == "not-allowed" or (type(value) is int and _vocabulary_at(model, where)):
        code, entries = "not-allowed", vocabulary.get(words.get("vocabulary") or _vocabulary_at(model, where), {})
        expected = words.get("expected", "")
        ids = sorted(entries) or _quoted(expected) or [expected.lower()]  # true or false, without quotes
        found = described(value) if isinstance(value, (tuple, dict, bool, type(None))) else value
        words = {"found": found, "allowed": ", ".join(ids), "nearest": nearest(value, ids, _names_of(entries))}
    elif code == "too-few":
        words = {"low": words.get("min_length", 1), "for_example": _example(_type_at(model, where), where[-1])}
    elif code == "not-a-number" and isinstance(value, float):
        written = document.written.get(where, str(value))
        code, words = "not-a-whole-number", {"found": f"«{written}»", "example": _number(written, where)}
    elif code == "bad-hash":
        words = {"found": value}
    elif code == "bad-country":
        code_meant = str(value).strip().upper()
        words["nearest"] = code_meant if code_meant in country_codes() else nearest(value, (), _countries())
    elif code == "bad-id":
        words["nearest"] = as_id(value) or None
    elif code == "not-a-date":
        words["nearest"] = _iso(value)
    elif code not in MESSAGES:
        code, words = "wrong-type", {"problem": kind}
    if code == "not-a-list" and value is None:
        code, words = "empty-list", {"for_example": _example(_type_at(model, where), where[-1])}
    elif code in ("not-text", "not-true-or-false", "not-both-languages", "not-a-list", "not-keys", "not-a-number"):
        words = {
            "found": described(value),
            "example": _number(value, where) if code == "not-a-number" else _quotable(value),
        }
        if code == "not-both-languages" and isinstance(value, str) and len(value) <= 60 and where:
            words["for_example"] = (
                f'{field_name(where[-1:])}: {{es: {json.dumps(value, ensure_ascii=False)}, en: "..."}}'
            )
        if code in ("not-a-list", "not-keys") and where:
            words["for_example"] = _example(_type_at(model, where), where[-1], 0, {"": value})
    at_key = error["loc"][-1] == "[key]"
    place = document.key_place(where) if at_key else document.place(where)
    if isinstance(value, str) and code in _OF_ONE_WORD:
        fault = fault_of_word(place, value, words.get("nearest"))
        if fault:
            return finding(path, *place, field_name(where), fault.code, **fault.words)
    return finding(path, *place, field_name(where), code, **words)


def _look_alike(error: Any, where: Where, document: Document, model: type[Record]) -> Fault | None:
    """What was meant by a value, or a key, with a sign in it that looks like another."""
    value, kind = error.get("input"), error["type"]
    if kind == "extra_forbidden":
        key, fields = str(where[-1]), _fields(_type_at(model, where[:-1]))
        guess = None if key.isascii() else nearest(key, fields)
        return letter_fault(document.key_place(where), key, guess) if guess else None
    if not isinstance(value, str):
        return None
    place = document.place(where)
    if _CODES.get(kind, kind) == "not-a-number":
        return number_fault(place, value)
    if kind in ("model_type", "tuple_type", "dict_type"):
        inner = _type_at(model, (*where, 0)) if kind == "tuple_type" else _type_at(model, where)
        return fault_of_value(place, value, _fields(inner))
    return None


def _quotable(value: Any) -> str:
    """A value that was written without quotes, as it would stand between them."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else "..."


def _number(value: Any, where: tuple[str | int, ...]) -> str:
    """The number that a text seems to mean (``4,60`` is 4.60, ``1.200.000`` is 1200000), else one that fits the field."""
    text = str(value).strip()
    if re.fullmatch(r"-?\d+,\d+", text):
        return text.replace(",", ".")
    digits = re.sub(r"[.,\s](?=\d{3}(\D|$))", "", text)
    return str(int(digits)) if re.fullmatch(r"-?[0-9]{1,18}", digits) else _EXAMPLES.get(str(where[-1]), "2014")


def _iso(text: str) -> str | None:
    """The date that a text seems to mean, day before month as in Spanish."""
    parts = re.fullmatch(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})", text.strip())
    if not parts:
        return None
    year, month, day = (int(parts[one]) for one in ((1, 2, 3) if len(parts[1]) == 4 else (3, 2, 1)))
    try:
        return datetime.date(year, month, day).isoformat() if year > 1000 else None
    except ValueError:
        return None


def _countries() -> dict[str, str]:
    """Names of countries in both languages, in small letters, and their codes."""
    return {country_name(code, language).casefold(): code for code in country_codes() for language in LANGUAGES}


def _names_of(entries: Mapping[str, Any]) -> dict[str, str]:
    """Other words for the ids of a vocabulary: the names in both languages, and the numbers."""
    names = {
        entry.name[language].casefold(): id
        for id, entry in entries.items()
        if hasattr(entry, "name")
        for language in LANGUAGES
    }
    return names | {str(entry.number): id for id, entry in entries.items() if hasattr(entry, "number")}


def _vocabulary_at(model: Any, where: tuple[str | int, ...]) -> str:
    """The vocabulary whose ids stand at a path; empty when it is another text."""
    parent = _type_at(model, where[:-1]) if where else None
    if not (isinstance(parent, type) and issubclass(parent, Record)) or where[-1] not in parent.model_fields:
        return ""
    field = parent.model_fields[str(where[-1])]
    marks = [*field.metadata, *(one for kind in typing.get_args(field.annotation) for one in typing.get_args(kind))]
    return next((one.vocabulary for one in marks if isinstance(one, Of)), "")


# Spanish words that contributors write for our keys.
_SPANISH_KEYS = {
    "nombre": "name",
    "país": "country",
    "pais": "country",
    "subdivisión": "subdivision",
    "tipo": "kind",
    "población": "population",
    "poblacion": "population",
    "ubicación": "location",
    "ubicacion": "location",
    "latitud": "lat",
    "longitud": "lon",
    "período": "period",
    "periodo": "period",
    "inicio": "start",
    "fin": "end",
    "resumen": "summary",
    "contexto": "context",
    "acciones": "actions",
    "instituciones": "institutions",
    "actores": "actors",
    "ideas": "ideas",
    "pasos": "steps",
    "dimensiones": "dimensions",
    "modalidades": "modalities",
    "cifras": "figures",
    "cronología": "timeline",
    "lecciones": "lessons",
    "lección": "lesson",
    "dificultades": "difficulties",
    "notas": "notes",
    "fuentes": "sources",
    "fuente": "source",
    "revisado": "reviewed",
    "autores": "contributors",
    "colaboradores": "contributors",
    "texto": "text",
    "cómo": "how",
    "como": "how",
    "qué": "what",
    "nivel": "level",
    "valor": "value",
    "unidad": "unit",
    "etiqueta": "label",
    "año": "year",
    "hasta": "until",
    "evento": "event",
    "papel": "role",
    "título": "title",
    "autoría": "authors",
    "idioma": "language",
    "enlace": "link",
}

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
    "contributors": '"Su nombre / Your name"',
    "contributing_organisations": '"Su organización / Your organisation"',
    "authors": '"Apellido, Nombre"',
}
# What the examples of messages hold in place of a text.
_TEXT = {"": "texto / text", "es": "Texto en español", "en": "Text in English"}
EXAMPLE_TEXTS = {*_TEXT.values(), *(_EXAMPLES[one].strip('"') for one in ("contributing_organisations", "authors"))}


def _example(kind: Any, name: str | int, deep: int = 0, known: Mapping[Any, Any] = types.MappingProxyType({})) -> str:
    """``location: {lat: 4.60, lon: -74.08}``: a field as it could be written, with what it must hold.

    ``known`` has values of inner fields; under the empty name, a text that should have been a list's item.
    """
    written = known.get("")
    if name in known:
        value = str(known[name])
    elif kind is Period:
        value = "{start: 2010, end: 2014}"
    elif kind is Bilingual:
        value = f'{{es: "{_TEXT["es"]}", en: "{_TEXT["en"]}"}}'
    elif isinstance(kind, type) and issubclass(kind, Record) and deep < 3:
        required = [(key, field.annotation) for key, field in kind.model_fields.items() if field.is_required()]
        value = "{" + ", ".join(_example(_bare(one), key, deep + 1, known) for key, one in required) + "}"
    elif typing.get_origin(kind) is tuple and deep < 3:
        inner = _bare(typing.get_args(kind)[0])
        item = json.dumps(written, ensure_ascii=False) if inner is str and isinstance(written, str) else ""
        value = "[" + (item or _EXAMPLES.get(str(name)) or _example(inner, "", deep + 1)) + "]"
    elif typing.get_origin(kind) is typing.Literal:
        value = str(typing.get_args(kind)[0])
    else:
        value = _EXAMPLES.get(str(name), "2014" if kind in (int, float) else f'"{_TEXT[""]}"')
    return f"{name}: {value}" if isinstance(name, str) and name else value


def _quoted(expected: str) -> list[str]:
    return [part for index, part in enumerate(expected.split("'")) if index % 2]


def _known_path(location: tuple[Any, ...], document: Document, kind: str) -> tuple[str | int, ...]:
    """Drop the parts of Pydantic's ``loc`` that do not exist in the YAML (tags of a union, ``[key]``)."""
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
