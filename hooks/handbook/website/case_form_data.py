"""What the form for a case needs in the browser: its fields and their limits, made from the types that the check uses.

Scripts, because a page opened from a folder (file:) may not fetch. What the page needs when it opens is small and stands
alone (``case-form-shape.js``); the lists to choose from and what the rules compare with come once somebody writes.
"""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import TypeAdapter

from handbook.checking import language_of_text
from handbook.checking.country_bounds import bounds
from handbook.checking.rules import unfinished
from handbook.content import models
from handbook.content.book import Book
from handbook.content.brief_notes import ENOUGH_ACTIONS
from handbook.content.brief_notes import PARTS as TOLD_PARTS
from handbook.content.case_facts import BASES
from handbook.content.edition import latest_date
from handbook.content.languages import LANGUAGES, country_codes, country_name, language_name
from handbook.reading import written_text
from handbook.reading.record_files import SCHEMAS

# The parts of the form in their order. "newSources" is not of the case: it becomes lines for data/sources.yml.
PARTS = (
    *("name", "country", "kind", "location", "period", "summary", "newSources", "sources", "actions", "ideas"),
    *("figures", "lessons", "difficulties", "contributors", "reviewed", "id"),
)
# Inside a part, what the form leaves to the file.
LEFT_OUT = {
    "Action": {"locator"},
    "Figure": {"locator"},
    "Source": {"title_continued", "container", "publisher", "place", "pages", "note"},
}
# What the types leave open because the open data promises it so, and a rule asks for.
ASKED_FOR = {"Figure": {"year"}}
# Each kind of text has patterns of its own.
_TEXTS = {"text": models.Text, "id": models.Id, "link": models.Link, "date": models.Date}
_RULES = ("pattern", "not", "maxLength", "format")


def write_form_data(book: Book, site: Path, repository: str) -> None:
    """Publish data/schemas/ as assets/schemas/, and beside the scripts what the form is made of."""
    folder = site / "assets" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        if (file := book.root / "data" / "schemas" / f"{name}.json").is_file():
            shutil.copyfile(file, folder / file.name)
    scripts = site / "assets" / "js"
    scripts.mkdir(parents=True, exist_ok=True)
    opening = {"shape": shape(), "edition": book.edition.id, "repository": repository.rstrip("/")}
    (scripts / "case-form-shape.js").write_text(f"window.handbook.caseForm = {_json(opening)};\n", encoding="utf-8")
    for language in LANGUAGES:
        listed = {"choices": _choices(book, language)}
        _add_to_form(scripts / f"case-form-choices-{language}.js", listed)
    compared = {
        "texts": text_rules(),
        "refused": written_text.for_the_form(),
        "languages": language_of_text.for_the_form(),
        "bounds": bounds(book.root),
        "unfinished": unfinished.for_the_form(),
        "taken": sorted({*book.page_keys, *_names_beside_the_cases(book)}),
        "latest": latest_date(book.edition),
        "sourceYears": {id: source.year for id, source in book.sources.items() if source.year},
        "brief": {"enoughActions": ENOUGH_ACTIONS, "parts": TOLD_PARTS},
        "order": {"case": list(models.Case.model_fields), "source": list(models.Source.model_fields)},
    }
    _add_to_form(scripts / "case-form-data.js", compared)


def _names_beside_the_cases(book: Book) -> set[str]:
    """The last parts of the addresses of the pages in the section of the cases, in both languages."""
    keys = [key for key in book.page_keys.values() if key.startswith("cases/") and key != "cases/index"]
    return {book.address(key, language).split("/")[-2] for key in keys for language in LANGUAGES}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _add_to_form(script: Path, data: Mapping[str, Any]) -> None:
    script.write_text(f"Object.assign(window.handbook.caseForm, {_json(data)});\n", encoding="utf-8")


def _choices(book: Book, language: str) -> dict[str, list[tuple[str, str]]]:
    """List that a field names -> what may be chosen from it, with names in ``language``."""
    part = book.in_language(language)
    return {
        "country": [(code, country_name(code, language)) for code in sorted(country_codes())],
        "language": [(code, language_name(code, language)) for code in _allowed(models.Source, "language")],
        "dated": [(dated, part.word(f"dated-{dated}")) for dated in get_args(models.Dated)],
        "basis": [(basis, part.word(f"basis-{basis}")) for basis in BASES],
        "sources": [(id, source.short[language]) for id, source in book.of(language).sources.items()],
        **{
            name: [(id, entry.name[language]) for id, entry in book.vocabulary[name].items()]
            for name in ("kinds", "ideas")
        },
    }


def _allowed(model: type[models.Record], field: str) -> list[str]:
    found: list[str] = model.model_json_schema()["properties"][field]["enum"]
    return found


# ---------------------------------------------------------------------------------------------------- from the types


@functools.cache
def text_rules() -> dict[str, dict[str, Any]]:
    """What each kind of text must be, in the words of JSON Schema."""
    rules = {}
    for name, kind in _TEXTS.items():
        schema = TypeAdapter(kind).json_schema()
        rules[name] = {word: schema[word] for word in _RULES if word in schema}
    return rules


@functools.cache
def shape() -> dict[str, Any]:
    """The form as nested fields: a kind, limits, what is required; see ``_node`` for the kinds."""
    case, source = models.Case.model_json_schema(), models.Source.model_json_schema()
    definitions = {**case["$defs"], **source["$defs"], "Source": source}
    case["properties"]["newSources"] = {"type": "array", "items": {"$ref": "#/$defs/Source"}}
    ordered = {name: case["properties"][name] for name in PARTS}
    return _node({**case, "properties": ordered}, "Case", definitions)


def _node(node: Mapping[str, Any], name: str, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A field: ``object`` with fields, ``array`` of items, ``both`` languages of a text, ``choice`` of a list, a kind of
    text, ``number`` or ``integer``."""
    node, name = _resolved(node, name, definitions)
    if name == "Bilingual":
        return {"type": "both"}
    if node["type"] == "object":
        fields = {
            key: _node(child, key, definitions)
            for key, child in node["properties"].items()
            if key not in LEFT_OUT.get(name, ())
        }
        required = [key for key in node["required"] if key in fields]
        return {"type": "object", "required": required, "asked": sorted(ASKED_FOR.get(name, ())), "fields": fields}
    if node["type"] == "array":
        return {"type": "array", "least": node.get("minItems", 0), "items": _node(node["items"], "", definitions)}
    if "x-vocabulary" in node or "enum" in node:
        return {"type": "choice", "of": node.get("x-vocabulary", name)}
    if node["type"] in ("number", "integer"):
        return {key: node[key] for key in ("type", "minimum", "maximum") if key in node}
    rule = {word: node[word] for word in _RULES if word in node}
    return {"type": next(kind for kind, own in text_rules().items() if own == rule)}


def _resolved(node: Mapping[str, Any], name: str, definitions: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """What a node refers to, with its name; of a field that may be missing, what it is where it stands."""
    if "anyOf" in node:
        node = next(one for one in node["anyOf"] if one.get("type") != "null")
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        node = definitions[name]
    return node, name
