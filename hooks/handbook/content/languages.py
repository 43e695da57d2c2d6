"""The two languages: their order, sorting, numbers and names of countries."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

_COMBINING = re.compile("[\u0300-\u036f]+")

LANGUAGES = ("es", "en")
DEFAULT = "es"
NAMES = {"es": "Español", "en": "English"}  # each in itself
# Latin American Spanish writes 1,234.5 (CLDR es-419); UN usage in English is British.
LOCALES = {"es": "es_419", "en": "en_GB"}


def other(language: str) -> str:
    return "en" if language == "es" else "es"


@cache
def country_codes() -> frozenset[str]:
    """The ISO 3166-1 alpha-2 codes (CLDR's list, without its groups and private codes)."""
    not_countries = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO", "XK", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
    codes = map(str, Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2 and code.isalpha() and code not in not_countries)


@cache
def country_name(code: str, language: str) -> str:
    return str(Locale.parse(LOCALES[language]).territories[code])


def language_name(code: str, language: str) -> str:
    """``español`` for ``es``."""
    return str(Locale.parse(LOCALES[language]).languages[code])


def number(value: int | float, language: str) -> str:
    """``value`` with the language's separators; years and small numbers stay as they are."""
    if isinstance(value, int) and abs(value) < 10_000:
        return str(value)
    return format_decimal(value, locale=LOCALES[language], decimal_quantization=False)


def folded(text: str) -> str:
    """``text`` without accents and capitals, as readers type it in a search."""
    return _COMBINING.sub("", unicodedata.normalize("NFD", text.casefold()))


def sort_key(text: str) -> tuple[str, str]:
    """Dictionary order of both languages: accents do not count, ñ comes after n."""
    return folded(unicodedata.normalize("NFC", text).casefold().replace("ñ", "n\uffff")), text
