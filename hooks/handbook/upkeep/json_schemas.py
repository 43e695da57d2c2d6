"""JSON Schemas for editors and the form, generated from the types and the vocabulary; never written by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handbook.content import models
from handbook.loading import load_vocabulary
from handbook.reading.record_files import SCHEMAS


def schemas(root: Path) -> dict[str, str]:
    """File name -> text of every schema, with the ids of the vocabularies filled in."""
    vocabulary, _ = load_vocabulary(root)
    return {
        f"{name}.json": json.dumps(with_vocabulary(_schema(name, model), vocabulary), ensure_ascii=False, indent=2)
        + "\n"
        for name, model in SCHEMAS.items()
    }


def write_schemas(root: Path, *, only_check: bool = False) -> int:
    """Write data/schemas/; with ``only_check`` write nothing, name the stale ones and return 1."""
    folder = root / "data" / "schemas"
    stale = []
    for name, text in schemas(root).items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
            if not only_check:
                folder.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    if only_check and stale:
        print(f"data/schemas/: {', '.join(stale)}: run 'handbook schema'", file=sys.stderr)
        return 1
    return 0


def _schema(name: str, model: type[models.Record]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"{name}.json", **schema}


def with_vocabulary(node: Any, vocabulary: Mapping[str, Mapping[str, Any]]) -> Any:
    """Replace each ``x-vocabulary`` mark by the list of its ids."""
    if isinstance(node, list):
        return [with_vocabulary(item, vocabulary) for item in node]
    if not isinstance(node, dict):
        return node
    filled = {key: with_vocabulary(value, vocabulary) for key, value in node.items() if key != "x-vocabulary"}
    if "x-vocabulary" in node:
        filled["enum"] = list(vocabulary.get(node["x-vocabulary"], {}))
    return filled
