"""What the form for a case needs in the browser: the schemas as they are, and the names of what can be chosen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, get_args

from handbook.content.book import Book
from handbook.content.case_facts import BASES
from handbook.content.edition import latest_date
from handbook.content.languages import LANGUAGES, country_name, language_name
from handbook.content.models import YEARS, Dated
from handbook.reading import written_text
from handbook.reading.record_files import SCHEMAS

# The vocabularies whose ids the form offers.
_NAMED = ("kinds", "ideas")


def write_form_data(book: Book, site: Path, repository: str) -> None:
    """Publish data/schemas/ as assets/schemas/, and the same schema with names as a script.

    A script, because a page opened from a folder (file:) may not fetch.
    """
    folder = site / "assets" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        if (file := book.root / "data" / "schemas" / f"{name}.json").is_file():
            shutil.copyfile(file, folder / file.name)
    schema = folder / "case.json"
    if not schema.is_file():
        return
    of_case = json.loads(schema.read_text(encoding="utf-8"))
    source = json.loads((folder / "sources.json").read_text(encoding="utf-8"))["$defs"]["Source"]
    of_case["$defs"]["Source"] = source  # for the sources that a writer adds
    latest = latest_date(book.edition)
    _end_years(of_case, int(latest[:4]))
    countries = of_case["properties"]["country"].get("enum", [])
    names = {
        language: {
            **{id: entry.name[language] for name in _NAMED for id, entry in book.vocabulary[name].items()},
            **{id: source.short[language] for id, source in book.of(language).sources.items()},
            **{code: country_name(code, language) for code in countries},
            **{code: language_name(code, language) for code in source["properties"]["language"]["enum"]},
            **{dated: book.in_language(language).word(f"dated-{dated}") for dated in get_args(Dated)},
            **{basis: book.in_language(language).word(f"basis-{basis}") for basis in BASES},
        }
        for language in LANGUAGES
    }
    data = {
        "schema": of_case,
        "names": names,
        "taken": sorted(book.page_keys),
        "refused": written_text.for_the_form(),
        "edition": book.edition.id,
        "latest": latest,
        "sourceYears": {id: source.year for id, source in book.sources.items() if source.year},
        "repository": repository.rstrip("/"),
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    script = site / "assets" / "js" / "case-form-data.js"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(f"window.handbook.caseForm = {text};\n", encoding="utf-8")


def _end_years(node: Any, latest: int) -> None:
    """Let every year of a schema end where those of the edition do."""
    if isinstance(node, dict):
        if (node.get("minimum"), node.get("maximum")) == YEARS:
            node["maximum"] = latest
        for one in node.values():
            _end_years(one, latest)
    elif isinstance(node, list):
        for one in node:
            _end_years(one, latest)
