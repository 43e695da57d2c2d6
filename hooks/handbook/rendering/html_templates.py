"""HTML documents from the templates in overrides/handbook/: every value is escaped unless it is ``Markup``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def render(root: Path, template: str, /, **values: Any) -> str:
    """The template ``overrides/handbook/<template>`` of the project at ``root``, filled with ``values``.

    Raises:
        jinja2.UndefinedError: the template asks for a value that was not given.
    """
    return _environment(root).get_template(template).render(values)


@cache  # 0.04 ms a document instead of 2; Jinja itself looks whether a template was saved
def _environment(root: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(root / "overrides" / "handbook"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
