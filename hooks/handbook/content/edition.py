"""In whose name and under which licence every edition is published, the file of the edition in preparation, and how
far it reaches."""

from __future__ import annotations

from handbook.content.models import Edition

FILE = "data/edition.yml"
LICENCE = "CC-BY-4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = {"es": "Equipo editorial del manual", "en": "Editorial team of the handbook"}
LOCALE = {"es": "es-419", "en": "en-GB"}

# A build asks no clock: what an edition may tell of ends so many years after its date. The work on the next edition is
# done in that time, under the number of the last, and an edition appears at least once in a year.
YEARS_AFTER_THE_EDITION = 1


def latest_date(edition: Edition) -> str:
    """The last day, as in ``2027-11-21``, that a record of the edition may name."""
    return f"{int(edition.date[:4]) + YEARS_AFTER_THE_EDITION}{edition.date[4:]}"
