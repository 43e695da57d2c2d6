"""What mkdocs.yml may hold: the settings of MkDocs, Material and static-i18n that the site is made with.

Narrower than theirs. What the hooks, the templates or the library rely on has the one value that they rely on, and what
they know nothing of is refused: MkDocs would stop at some of it with a traceback and pass over the rest in silence.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from handbook.content.models import Record, Text

FILE = "mkdocs.yml"

_SITE = re.compile(r"https?://[^\s/<>\"'?#]+(/[^\s<>\"'?#]*)?")
_ORIGIN = r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?"
_MAILBOX = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_FRAMES = re.compile(rf"'none'|('self'|{_ORIGIN})( ('self'|{_ORIGIN}))*")


def _site(address: str) -> str:
    if not _SITE.fullmatch(address):
        raise PydanticCustomError("bad-site", "bad address", {"found": address})
    return address


def _frames(setting: str) -> str:
    if not _FRAMES.fullmatch(setting):
        raise PydanticCustomError("bad-frames", "bad frames", {"found": setting})
    return setting


def _mailbox(address: str) -> str:
    if address and not _MAILBOX.fullmatch(address):
        raise PydanticCustomError("bad-mailbox", "bad mailbox", {"found": address})
    return address


Site = Annotated[str, AfterValidator(_site)]
Level = Literal["warn", "info", "ignore"]


class Toggle(Record):
    icon: str | None = None
    name: Text | None = None


class Palette(Record):
    """Colours: for whom, and the button that leads on to the next."""

    media: str | None = None
    scheme: Literal["default", "slate"] | None = None
    primary: str | None = None
    accent: str | None = None
    toggle: Toggle | None = None


class Theme(Record):
    name: Literal["material"]
    custom_dir: Literal["overrides"]
    language: Literal["es", "en"] = "es"
    font: Literal[False]
    favicon: str | None = None
    icon: dict[str, str] = Field(default_factory=dict)
    features: tuple[str, ...] = ()
    palette: tuple[Palette, ...] = ()


class LanguageTheme(Record):
    palette: tuple[Palette, ...] = ()


class Language(Record):
    """What of the settings is another in one of the languages."""

    locale: Literal["es", "en"]
    name: Text
    default: bool = False
    site_name: Text | None = None
    site_description: Text | None = None
    theme: LanguageTheme | None = None


class I18n(Record):
    docs_structure: Literal["suffix"]
    build_only_locale: Literal["es", "en"] | None = None
    fallback_to_default: Literal[False]
    reconfigure_material: Literal[True] = True
    reconfigure_search: Literal[False]
    languages: tuple[Language, ...]


class Plugin(Record):
    i18n: I18n


class Extra(Record):
    generator: bool = True
    frame_ancestors: Annotated[str, AfterValidator(_frames)] = "'self'"
    # Where problems with a page are sent; empty: to the issues of the repository.
    report_to: Annotated[str, AfterValidator(_mailbox)] | None = None


class NavValidation(Record):
    omitted_files: Level = "warn"
    not_found: Level = "warn"
    absolute_links: Level = "warn"


class LinkValidation(Record):
    not_found: Level = "warn"
    anchors: Level = "warn"
    absolute_links: Level = "warn"
    unrecognized_links: Level = "warn"


class Validation(Record):
    nav: NavValidation | None = None
    links: LinkValidation | None = None


class Settings(Record):
    """mkdocs.yml. The shape of ``nav`` and of ``markdown_extensions`` is judged by rules."""

    site_name: Text
    site_description: Text | None = None
    site_author: Text | None = None
    site_url: Site
    repo_url: Site | None = None
    edit_uri: str | None = None
    copyright: Text | None = None
    docs_dir: Literal["docs"] = "docs"
    site_dir: Literal["site"] = "site"
    use_directory_urls: Literal[True] = True
    strict: bool = True
    theme: Theme
    extra: Extra | None = None
    hooks: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    plugins: Annotated[tuple[Plugin, ...], Field(min_length=1)]
    markdown_extensions: tuple[Any, ...] = ()
    validation: Validation | None = None
    not_in_nav: str | None = None
    exclude_docs: str | None = None
    nav: tuple[Any, ...]
