"""Where the files of the theme are: the package is found and not imported."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path


@cache
def material_templates() -> Path:
    """The folder of Material's templates, icons and style sheets."""
    package = importlib.util.find_spec("material")
    assert package and package.submodule_search_locations, "mkdocs-material is not installed"
    return Path(package.submodule_search_locations[0]) / "templates"
