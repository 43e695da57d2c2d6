"""MkDocs has its environment of templates: escape every value in them, unless it is ``Markup``."""

from __future__ import annotations

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    return env
