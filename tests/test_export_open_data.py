"""Open data: every object at its address, nothing missing, described, and kept as published."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import frictionless
import jsonschema
import pytest
from conftest import PROJECT
from handbook.content.book import Book
from handbook.exporting.built_site import Site
from handbook.exporting.open_data import COLLECTIONS, field_paths, objects, openapi
from handbook.loading import load_book

FIELDS = Path(__file__).with_name("api_fields.txt")


@pytest.fixture(scope="module")
def book() -> Book:
    return load_book(PROJECT)


@pytest.fixture(scope="module")
def nowhere() -> Site:
    return Site(Path("/nowhere"), "https://manual.example/", {"es": "M", "en": "H"}, {"es": "m", "en": "h"})


def api(exported: Path, name: str) -> Any:
    return json.loads((exported / "site/api/v1" / name).read_text(encoding="utf-8"))


def test_no_published_field_goes(book: Book, nowhere: Site) -> None:
    published = FIELDS.read_text(encoding="utf-8").split("\n")
    present = set(field_paths(openapi(book, nowhere)))
    gone = [line for line in published if line and line not in present]
    assert not gone, f"users of /api/v1/ rely on these: {gone}"


def test_every_field_is_listed_as_published(book: Book, nowhere: Site) -> None:
    published = set(FIELDS.read_text(encoding="utf-8").split("\n"))
    new = [line for line in field_paths(openapi(book, nowhere)) if line not in published]
    assert not new, "new fields: add to tests/api_fields.txt and to api_changes.md:\n" + "\n".join(new)


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_object_of_the_book_is_as_the_description_says(book: Book, nowhere: Site, name: str) -> None:
    description = openapi(book, nowhere)
    model = COLLECTIONS[name][0].__name__
    schema = {"$ref": f"#/components/schemas/{model}", "components": description["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    for item in objects(book, nowhere, name):
        errors = [f"{item['id']}: {error.json_path}: {error.message[:200]}" for error in validator.iter_errors(item)]
        assert not errors, errors[:3]


def test_every_collection_of_the_index_is_as_the_description_says(exported: Path, book: Book, nowhere: Site) -> None:
    description = openapi(book, nowhere)
    for path, operations in description["paths"].items():
        if "{id}" not in path:
            content = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            validator = jsonschema.Draft202012Validator({**content, "components": description["components"]})
            errors = [
                f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(api(exported, path[1:]))
            ]
            assert not errors, (path, errors[:3])
    named = api(exported, "index.json")
    assert {f"/{name}.json" for name in (*named["collections"], "vocabulary")} == {
        path for path in description["paths"] if "{id}" not in path
    }


def test_each_object_has_an_address_of_its_own_with_both_languages(exported: Path) -> None:
    case = api(exported, "cases/alfa.json")
    assert case["name"] == {"es": "Villa alfa", "en": "Town alfa"}
    assert case["links"]["page"]["en"].endswith("/en/cases/alfa/")
    assert (exported / "site/en/cases/alfa/index.html").is_file()


def test_what_is_unknown_is_null_and_never_missing(exported: Path) -> None:
    case = api(exported, "cases/alfa.json")
    assert case["population"] is None
    assert case["modalities"]["cooperation"] is None
    assert api(exported, "tables/spaces.json")["rows"][1]["cells"]["people"] is None


def test_a_collection_counts_its_objects(exported: Path) -> None:
    cases = api(exported, "cases.json")
    assert cases["total"] == len(cases["items"]) == 2
    assert cases["last_modified"] == "2026-11-21"


def test_geojson_puts_longitude_first(exported: Path) -> None:
    assert api(exported, "cases.geojson")["features"][0]["geometry"]["coordinates"] == [-76.48, 2.8]


def test_csv_has_crlf_and_survives_commas_and_accents(exported: Path) -> None:
    text = (exported / "site/api/v1/table-spaces.csv").read_bytes().decode("utf-8")
    assert text.count("\r\n") == text.count("\n") == 3
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == ["one", "Mesa «ñandú»", "Table, round", "12"]
    assert rows[2][3] == ""


def test_the_data_package_is_valid(exported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(exported / "site/api/v1")
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["message"])


@pytest.mark.site
def test_the_data_package_of_the_real_book_is_valid(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "api/v1")
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["title", "message"])[:5]


@pytest.mark.parametrize(("folder", "language"), [("", "es"), ("en/", "en")])
def test_the_feed_tells_each_case_in_its_language(exported: Path, folder: str, language: str) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(exported / "site" / f"{folder}feed.xml").getroot()
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    titles = [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")]
    assert titles == (["Villa alfa", "Villa beta"] if language == "es" else ["Town alfa", "Town beta"])
    assert len({entry.findtext(f"{atom}id") for entry in feed.iter(f"{atom}entry")}) == 2


@pytest.mark.parametrize(("folder", "link"), [("", "/ideas/01-alineada/"), ("en/", "/en/ideas/01-aligned/")])
def test_llms_txt_names_the_pages_of_its_language_only(exported: Path, folder: str, link: str) -> None:
    text = (exported / "site" / f"{folder}llms.txt").read_text(encoding="utf-8")
    assert link in text
    assert ("/en/" in text) == (folder == "en/")
