"""Open data: /api/v1/ as JSON, CSV and GeoJSON, with a Data Package, an OpenAPI description and a change log.

Every field of a type is always there, ``null`` when unknown; both languages are inside. A field that has been
published is a promise: tests/api_fields.txt lists them.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from handbook.content import models
from handbook.content.addresses import short_address
from handbook.content.book import Book
from handbook.content.brief_notes import is_brief
from handbook.content.case_facets import SHOWN
from handbook.content.case_facts import BASES
from handbook.content.edition import LICENCE, LICENCE_ADDRESS
from handbook.content.languages import LANGUAGES, country_name
from handbook.content.models import Bilingual
from handbook.exporting.built_site import Site
from handbook.upkeep.json_schemas import with_vocabulary

API = "api/v1"
SCHEMA_VERSION = "1.3.0"
CHANGE_LOG = Path(__file__).with_name("api_changes.md")

Published = (
    models.Case
    | models.Checklist
    | models.GuidingQuestions
    | models.Table
    | models.GlossaryTerm
    | models.Acronym
    | models.Source
)
COLLECTIONS: dict[str, tuple[type[Published], str]] = {
    "cases": (models.Case, "What territories did, as the sources tell it"),
    "checklists": (models.Checklist, "Things to tick, with stable item ids"),
    "questions": (models.GuidingQuestions, "The guiding questions of the steps, with stable ids and whose they are"),
    "tables": (models.Table, "The tables of the chapters"),
    "glossary": (models.GlossaryTerm, "Terms, what they mean and the wordings to avoid"),
    "acronyms": (models.Acronym, "Acronyms in both languages"),
    "sources": (models.Source, "The bibliography"),
}


def write_open_data(book: Book, site: Site) -> None:
    """Write ``api/v1/`` into the built site."""
    folder = site.folder / API
    shutil.rmtree(folder, ignore_errors=True)
    data = {name: objects(book, site, name) for name in COLLECTIONS}
    for name, items in data.items():
        for item in items:
            _json(folder / name / f"{item['id']}.json", item)
        _json(folder / f"{name}.json", _envelope(book, items))
    _json(folder / "vocabulary.json", _envelope(book, _vocabulary(book)))
    _json(folder / "index.json", _index(book, site, data))
    _json(folder / "cases.geojson", geojson(data["cases"]))
    tables = csv_tables(book, site)
    for name, (_, fields, rows) in tables.items():
        _write(folder / f"{name}.csv", csv_text([field["name"] for field in fields], rows))
    _json(folder / "datapackage.json", data_package(book, site, tables))
    _json(folder / "openapi.json", openapi(book, site))
    _write(folder / "CHANGELOG.md", CHANGE_LOG.read_text(encoding="utf-8"))


# ------------------------------------------------------------------------------------------------------- objects


def objects(book: Book, site: Site, name: str) -> list[dict[str, Any]]:
    """All objects of a collection, sorted by id, each with its addresses."""
    records = getattr(book, name)
    return [_object(book, site, name, records[id]) for id in sorted(records)]


def _object(book: Book, site: Site, name: str, record: Published) -> dict[str, Any]:
    item = record.model_dump(mode="json")
    if isinstance(record, models.Case):
        item["modalities"] = {id: item["modalities"].get(id) for id in book.vocabulary["modalities"]}
        item["brief"] = is_brief(record)
        item["country_name"] = {language: country_name(record.country, language) for language in LANGUAGES}
    if isinstance(record, models.Table):
        for row in item["rows"]:
            row["cells"] = {column.id: row["cells"].get(column.id) for column in record.columns}
    own = isinstance(record, models.Case | models.GuidingQuestions)  # the id is that of a page
    page = record.id if own else getattr(record, "page", None)
    key = f"cases/{record.id}" if isinstance(record, models.Case) else book.chapter_keys.get(page or "")
    item["links"] = {
        "self": f"{site.url}{API}/{name}/{record.id}.json",
        "page": {language: site.url + book.address(key, language) for language in LANGUAGES} if key else None,
        "short": site.url + short_address(page) if key and page else None,
    }
    return item


def _vocabulary(book: Book) -> list[dict[str, Any]]:
    return [
        {
            "vocabulary": name,
            "id": term.id,
            "number": getattr(term, "number", None),
            "name": term.name.model_dump(),
            "summary": term.summary.model_dump() if term.summary else None,
        }
        for name, terms in sorted(book.vocabulary.items())
        for term in terms.values()
    ]


def _envelope(book: Book, items: list[dict[str, Any]]) -> dict[str, Any]:
    reviewed = [item["reviewed"] for item in items if item.get("reviewed")]
    return {
        "schema_version": SCHEMA_VERSION,
        "edition": book.edition.id,
        "last_modified": max(reviewed, default=f"{book.edition.day:%Y-%m-%d}"),
        "licence": LICENCE,
        "total": len(items),
        "items": items,
    }


def _index(book: Book, site: Site, data: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    base = f"{site.url}{API}/"
    return {
        "schema_version": SCHEMA_VERSION,
        "edition": book.edition.id,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "name": dict(site.names),
        "collections": {
            **{name: {"address": f"{base}{name}.json", "total": len(items)} for name, items in data.items()},
        },
        "vocabulary": f"{base}vocabulary.json",
        "geojson": f"{base}cases.geojson",
        "data_package": f"{base}datapackage.json",
        "openapi": f"{base}openapi.json",
        "change_log": f"{base}CHANGELOG.md",
    }


def geojson(cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The cases as points (RFC 7946: longitude first)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": case["id"],
                "geometry": {"type": "Point", "coordinates": [case["location"]["lon"], case["location"]["lat"]]},
                "properties": {
                    "id": case["id"],
                    "name": case["name"],
                    "country": case["country"],
                    "country_name": case["country_name"],
                    "kind": case["kind"],
                    "period": case["period"],
                    "summary": case["summary"],
                    "page": case["links"]["page"],
                },
            }
            for case in cases
            if case["location"]  # a proposal may lack it
        ],
    }


# ----------------------------------------------------------------------------------------------------------- CSV

Fields = list[dict[str, Any]]
Rows = list[list[object]]


def csv_text(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """RFC 4180: commas, CRLF, quotes where needed; an unknown value is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return out.getvalue()


def csv_tables(book: Book, site: Site) -> dict[str, tuple[str, Fields, Rows]]:
    """Name of the file (without .csv) -> title, fields (Table Schema) and rows."""
    cases = [book.cases[id] for id in sorted(book.cases)]
    tables = {
        "cases": ("Cases, one a row", _CASE_FIELDS, [_case_row(book, site, case) for case in cases]),
        "case-relations": (
            "Which ideas, steps and dimensions a case shows, how, and on what basis",
            [
                _text("case", required=True),
                {**_text("vocabulary", required=True), "constraints": {"required": True, "enum": list(SHOWN.values())}},
                _text("id", required=True),
                {**_text("basis"), "constraints": {"required": True, "enum": list(BASES)}},
                *_both("how"),
                *_both("lesson"),
            ],
            [
                [case.id, name, one.id, one.basis, *_values(one.how), *_values(one.lesson)]
                for case in cases
                for name in SHOWN.values()
                for one in getattr(case, name)
            ],
        ),
        "case-modalities": (
            "Which modalities a case uses, and the level where a source rates it",
            [_text("case", required=True), _text("modality", required=True), _text("level"), *_both("what")],
            [
                [case.id, id, used.level, *_values(used.what)]
                for case in cases
                for id, used in sorted(case.modalities.items())
            ],
        ),
        "case-figures": (
            "Every figure, with its source",
            [
                _text("case", required=True),
                {"name": "value", "type": "number"},
                *_both("unit"),
                *_both("label"),
                {"name": "year", "type": "integer"},
                {"name": "until", "type": "integer"},
                _DATED,
                _text("source", required=True),
                *_both("locator"),
            ],
            [
                [
                    case.id,
                    one.value,
                    *_values(one.unit),
                    *_values(one.label),
                    one.year,
                    one.until,
                    one.dated,
                    one.source,
                    *_values(one.locator),
                ]
                for case in cases
                for one in case.figures
            ],
        ),
        "checklist-items": (
            "The items of all checklists",
            [
                _text("checklist", required=True),
                _text("group", required=True),
                _text("item", required=True),
                *_both("text"),
                *_both("help"),
                _text("page"),
                _WHOSE,
                _text("source"),
                *_both("locator"),
            ],
            [
                [
                    record.id,
                    group.id,
                    item.id,
                    *_values(item.text),
                    *_values(item.help),
                    record.page,
                    item.basis,
                    item.source,
                    *_values(item.locator),
                ]
                for _, record in sorted(book.checklists.items())
                for group in record.groups
                for item in group.items
            ],
        ),
        "questions": (
            "The guiding questions of the steps, and whose they are",
            [
                _text("step", required=True),
                _text("question", required=True),
                *_both("text"),
                _WHOSE,
                _text("source"),
                *_both("locator"),
            ],
            [
                [step, one.id, *_values(one.text), one.basis, one.source, *_values(one.locator)]
                for step, record in sorted(book.questions.items())
                for one in record.questions
            ],
        ),
        "glossary": (
            "Terms and what they mean",
            [_text("id", required=True), *_both("term"), *_both("definition")],
            [[id, *_values(one.term), *_values(one.definition)] for id, one in sorted(book.glossary.items())],
        ),
    }
    for id, record in sorted(book.tables.items()):
        tables[f"table-{id}"] = (record.title.en, *_table_csv(record))
    return {name: table for name, table in tables.items() if table[2]}


def _text(name: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "type": "string", **({"constraints": {"required": True}} if required else {})}


def _both(name: str) -> Fields:
    return [_text(f"{name}_{language}") for language in LANGUAGES]


def _values(text: Bilingual | None) -> list[object]:
    return [text[language] if text else None for language in LANGUAGES]


# Whether the source gives the years, or they are those of its publication.
_DATED = {"name": "dated", "type": "string", "constraints": {"enum": ["given", "before"]}}

# Whether a source says it, or it is the handbook's own.
_WHOSE = {"name": "basis", "type": "string", "constraints": {"required": True, "enum": ["stated", "ours"]}}

_CASE_FIELDS: Fields = [
    {"name": "id", "type": "string", "constraints": {"required": True, "unique": True}},
    *_both("name"),
    {"name": "country", "type": "string", "constraints": {"required": True, "pattern": "[A-Z]{2}"}},
    *_both("country_name"),
    _text("subdivision"),
    _text("kind", required=True),
    {"name": "population", "type": "integer"},
    {"name": "population_year", "type": "integer"},
    {**_DATED, "name": "population_dated"},
    {"name": "latitude", "type": "number", "constraints": {"minimum": -90, "maximum": 90}},
    {"name": "longitude", "type": "number", "constraints": {"minimum": -180, "maximum": 180}},
    {"name": "period_start", "type": "integer"},
    {"name": "period_end", "type": "integer"},
    {**_DATED, "name": "period_dated"},
    _text("start"),
    *_both("summary"),
    _text("ideas"),
    _text("steps"),
    _text("dimensions"),
    _text("modalities"),
    _text("sources", required=True),
    {"name": "reviewed", "type": "date"},
    {"name": "brief", "type": "boolean"},
    *_both("page"),
]


def _case_row(book: Book, site: Site, case: models.Case) -> list[object]:
    return [
        case.id,
        *_values(case.name),
        case.country,
        *(country_name(case.country, language) for language in LANGUAGES),
        case.subdivision,
        case.kind,
        case.population.value if case.population else None,
        case.population.year if case.population else None,
        case.population.dated if case.population else None,
        case.location.lat if case.location else None,
        case.location.lon if case.location else None,
        case.period.start,
        case.period.end,
        case.period.dated,
        case.start.kind if case.start else None,
        *_values(case.summary),
        *(";".join(one.id for one in getattr(case, name)) or None for name in SHOWN.values()),
        ";".join(sorted(case.modalities)) or None,
        ";".join(use.source for use in case.sources),
        case.reviewed,
        str(is_brief(case)).lower(),
        *(site.url + book.address(f"cases/{case.id}", language) for language in LANGUAGES),
    ]


def _table_csv(record: models.Table) -> tuple[Fields, Rows]:
    numeric = {
        column.id
        for column in record.columns
        if all(not isinstance(row.cells.get(column.id), Bilingual) for row in record.rows)
    }
    fields: Fields = [{"name": "row", "type": "string", "constraints": {"required": True, "unique": True}}]
    for column in record.columns:
        fields += [{"name": column.id, "type": "number"}] if column.id in numeric else _both(column.id)
    rows: Rows = []
    for row in record.rows:
        values: list[object] = [row.id]
        for column in record.columns:
            cell = row.cells.get(column.id)
            if column.id in numeric:
                values.append(cell)
            else:
                values += _values(cell) if isinstance(cell, Bilingual) else [cell, cell]
        rows.append(values)
    if any(row.goals for row in record.rows):
        fields.append({"name": "goals", "type": "string"})
        rows = [[*values, ";".join(row.goals) or None] for values, row in zip(rows, record.rows, strict=True)]
    return fields, rows


# -------------------------------------------------------------------------------------------------- descriptions


def data_package(book: Book, site: Site, tables: Mapping[str, tuple[str, Fields, Rows]]) -> dict[str, Any]:
    """The CSV files as a Data Package, version 2.0."""
    resources = []
    for name, (title, fields, _) in tables.items():
        schema: dict[str, Any] = {
            "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
            "fields": fields,
            "missingValues": [""],
        }
        if name == "cases":
            schema["primaryKey"] = ["id"]
        if fields[0]["name"] == "case":
            schema["foreignKeys"] = [{"fields": ["case"], "reference": {"resource": "cases", "fields": ["id"]}}]
        resources.append(
            {
                "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
                "name": name,
                "title": title,
                "path": f"{name}.csv",
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": schema,
            }
        )
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "handbook-internationalising-territories",
        "title": " / ".join(site.names.values()),
        "homepage": site.url,
        "version": book.edition.id,
        "created": f"{book.edition.day:%Y-%m-%dT%H:%M:%SZ}",
        "licenses": [{"name": LICENCE, "path": LICENCE_ADDRESS, "title": "Creative Commons Attribution 4.0"}],
        "resources": resources,
    }


_LINKS = {
    "type": "object",
    "required": ["self", "page", "short"],
    "properties": {
        "self": {"type": "string", "format": "uri"},
        "page": {"anyOf": [{"$ref": "#/components/schemas/Addresses"}, {"type": "null"}]},
        "short": {"anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}]},
    },
}
_VOCABULARY_TERM = {
    "type": "object",
    "properties": {
        "vocabulary": {"type": "string"},
        "id": {"type": "string"},
        "number": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "name": {"$ref": "#/components/schemas/Bilingual"},
        "summary": {"anyOf": [{"$ref": "#/components/schemas/Bilingual"}, {"type": "null"}]},
    },
}


def openapi(book: Book, site: Site) -> dict[str, Any]:
    """The description of the interface, its types generated from the library's own."""
    schemas: dict[str, Any] = {
        "Addresses": {
            "type": "object",
            "required": list(LANGUAGES),
            "properties": {language: {"type": "string", "format": "uri"} for language in LANGUAGES},
        },
        "Links": _LINKS,
    }
    paths: dict[str, Any] = {}
    for name, (model, description) in COLLECTIONS.items():
        schema = model.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
        schemas |= schema.pop("$defs", {})
        schema["properties"]["links"] = {"$ref": "#/components/schemas/Links"}
        if model is models.Case:
            # Only a proposal may lack it, and what is published has no proposal in it.
            schema["properties"]["location"] = {"$ref": "#/components/schemas/Location"}
            schema["properties"]["brief"] = {"type": "boolean"}
            schema["properties"]["country_name"] = {"$ref": "#/components/schemas/Bilingual"}
            schema["properties"]["modalities"] = {
                "type": "object",
                "properties": {
                    id: {"anyOf": [{"$ref": "#/components/schemas/Modality"}, {"type": "null"}]}
                    for id in book.vocabulary["modalities"]
                },
            }
        schemas[model.__name__] = schema
        schemas[f"{model.__name__}List"] = _list_schema(model.__name__)
        paths[f"/{name}.json"] = {"get": _get(f"list-{name}", description, f"{model.__name__}List")}
        paths[f"/{name}/{{id}}.json"] = {
            "get": {
                **_get(f"get-{name}", f"{description}: one of them", model.__name__),
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            }
        }
    schemas["VocabularyTerm"] = _VOCABULARY_TERM
    schemas["VocabularyTermList"] = _list_schema("VocabularyTerm")
    described = "What the ids of ideas, steps, dimensions, modalities and the like stand for"
    paths["/vocabulary.json"] = {"get": _get("list-vocabulary", described, "VocabularyTermList")}
    schemas["Row"]["properties"]["cells"]["additionalProperties"] = {
        "anyOf": [{"$ref": "#/components/schemas/Bilingual"}, {"type": "number"}, {"type": "null"}]
    }
    known = {**book.vocabulary, "sources": book.sources}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": " / ".join(site.names.values()),
            "version": SCHEMA_VERSION,
            "description": "Read-only files: cases, checklists, guiding questions, tables and glossary, in Spanish and English.",
            "license": {"name": "CC BY 4.0", "identifier": LICENCE},
        },
        "servers": [{"url": f"{site.url}{API}"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {name: _complete(with_vocabulary(schemas[name], known)) for name in sorted(schemas)}},
    }


def _list_schema(name: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "schema_version": {"type": "string"},
            "edition": {"type": "string"},
            "last_modified": {"type": "string", "format": "date"},
            "licence": {"type": "string"},
            "total": {"type": "integer"},
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
        },
    }


def _get(operation_id: str, description: str, schema: str) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "operationId": operation_id,
        "summary": description,
        "responses": {"200": {"description": "OK", "content": content}},
    }


def _complete(node: Any) -> Any:
    """Every field is always there: each object requires all its properties. Defaults say nothing to a reader."""
    if isinstance(node, list):
        return [_complete(item) for item in node]
    if not isinstance(node, dict):
        return node
    done = {key: _complete(value) for key, value in node.items() if key not in ("default", "additionalProperties")}
    if "additionalProperties" in node and node["additionalProperties"] is not False:
        done["additionalProperties"] = _complete(node["additionalProperties"])
    if isinstance(node.get("properties"), dict) and node.get("type") == "object":
        done["required"] = list(node["properties"])
    return done


def field_paths(description: Mapping[str, Any]) -> list[str]:
    """``Case.name.es`` for every field of an OpenAPI description: what its users may rely on."""
    found: set[str] = set()
    for name, schema in description["components"]["schemas"].items():
        for property, value in schema.get("properties", {}).items():
            found.add(f"{name}.{property}: {_type(value)}")
    return sorted(found)


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(sorted(_type(one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "any"))


def _json(file: Path, value: object) -> None:
    _write(file, to_json(value, indent=1).decode() + "\n")  # nine times as fast as Python's own


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
