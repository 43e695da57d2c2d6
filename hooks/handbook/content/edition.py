"""In whose name and under which licence every edition is published, and the file of the edition in preparation."""

from __future__ import annotations

FILE = "data/edition.yml"
LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = {"es": "Equipo editorial del manual", "en": "Editorial team of the handbook"}
LOCALE = {"es": "es-419", "en": "en-GB"}
