"""How a page is cited: in words, as files for reference managers, as tags in its head, as structured data.

A citation names the short address, which outlives every change of title and place. Authors and titles stand as they
are written: the books of rules differ in capitals and initials, and guessing a person's surname would do harm.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from babel.dates import format_date
from markupsafe import Markup

from handbook.content.addresses import short_address
from handbook.content.book import Book
from handbook.content.edition import AUTHOR, LICENCE_ADDRESS, LOCALE
from handbook.content.languages import DEFAULT, LOCALES, country_name, other
from handbook.rendering.reading_time import reading_minutes

STYLES = {"apa": "APA 7", "chicago": "Chicago 17", "iso690": "ISO 690"}
# The team signs its cases with the short form of its name.
_TEAM = ("Equipo editorial",)
_WORDS = {
    "es": {
        "in": "En",
        "edition": "Edición",
        "apa": "ed. {}",
        "online": "en línea",
        "from": "Disponible en",
        "and": " y ",
    },
    "en": {
        "in": "In",
        "edition": "Edition",
        "apa": "{} ed.",
        "online": "online",
        "from": "Available from",
        "and": " and ",
    },
}
_BIBTEX = str.maketrans(
    {"{": r"\{", "}": r"\}", "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_"}
)


@dataclass(frozen=True)
class Citation:
    """What identifies a page. ``container`` is the book; the home page is the book itself and has none."""

    id: str
    language: str
    title: str
    container: str
    authors: tuple[str, ...]
    edition: str
    date: datetime.date
    address: str
    short: str

    @property
    def day(self) -> str:
        return format_date(self.date, format="long", locale=LOCALES[self.language])

    @property
    def names(self) -> str:
        """The authors, joined as a sentence joins them."""
        return self._joined(_WORDS[self.language]["and"])

    @property
    def apa_names(self) -> str:
        """The authors as APA 7 joins them: in English with "&", after a comma where there are more than two."""
        if self.language == "es":
            return self.names
        return self._joined(" & " if len(self.authors) == 2 else ", & ")

    def _joined(self, before_last: str) -> str:
        *first, last = self.authors
        return (", ".join(first) + before_last if first else "") + last

    def styles(self) -> Iterator[tuple[str, Markup]]:
        """Each style's name, and the citation as HTML."""
        for style, name in STYLES.items():
            yield name, Markup(getattr(self, style)())

    def apa(self) -> str:
        words = _WORDS[self.language]
        edition = words["apa"].format(self.edition)
        if not self.container:
            return (
                f"{_sentence(self.apa_names)} ({self.date:%Y}). <i>{escape(self.title)}</i> ({edition}). {self.short}"
            )
        book = f"{words['in']} <i>{escape(self.container)}</i> ({edition})"
        return f"{_sentence(self.apa_names)} ({self.date:%Y}). {_sentence(self.title)} {book}. {self.short}"

    def chicago(self) -> str:
        words = _WORDS[self.language]
        end = f"{words['edition']} {self.edition}, {self.day}. {self.short}."
        if not self.container:
            return f"{_sentence(self.names)} {self.date:%Y}. <i>{escape(self.title)}</i>. {end}"
        title = f"«{escape(self.title)}»." if self.language == "es" else f"“{_sentence(self.title)}”"
        return f"{_sentence(self.names)} {self.date:%Y}. {title} {words['in']} <i>{escape(self.container)}</i>. {end}"

    def iso690(self) -> str:
        words = _WORDS[self.language]
        end = f" [{words['online']}]. {words['edition']} {self.edition}. {self.day}. {words['from']}: {self.short}"
        if not self.container:
            return f"{_sentence(self.names.upper())} <i>{escape(self.title)}</i>{end}"
        book = f"{words['in']}: <i>{escape(self.container)}</i>"
        return f"{_sentence(self.names.upper())} {_sentence(self.title)} {book}{end}"

    def bibtex(self) -> str:
        """An ``@incollection``, or the ``@book``; names in braces, so that no program takes them apart."""
        fields = {
            "author": " and ".join(f"{{{_bibtex(name)}}}" for name in self.authors),
            "title": f"{{{_bibtex(self.title)}}}",
            **({"booktitle": f"{{{_bibtex(self.container)}}}"} if self.container else {}),
            "edition": self.edition,
            "year": f"{self.date:%Y}",
            "date": f"{self.date:%Y-%m-%d}",
            "publisher": f"{{{_bibtex(AUTHOR[self.language])}}}",
            "langid": {"es": "spanish", "en": "british"}[self.language],
            "url": self.short,
        }
        kind = "incollection" if self.container else "book"
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@{kind}{{handbook-{self.id}-{self.language},\n{lines}\n}}\n"

    def ris(self) -> str:
        lines = [
            ("TY", "CHAP" if self.container else "BOOK"),
            *(("AU", name) for name in self.authors),
            ("TI", self.title),
            *([("T2", self.container)] if self.container else []),
            ("ET", self.edition),
            ("PY", f"{self.date:%Y}"),
            ("DA", f"{self.date:%Y/%m/%d}"),
            ("PB", AUTHOR[self.language]),
            ("LA", self.language),
            ("UR", self.short),
            ("ID", f"handbook-{self.id}-{self.language}"),
            ("ER", ""),
        ]
        return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)

    def markdown(self) -> str:
        """The page as a Markdown link."""
        text = "".join(f"\\{letter}" if letter in "[]\\*_`" else letter for letter in self.title)
        return f"[{text}]({self.address})"

    def html(self) -> str:
        """The page as an HTML link."""
        return f'<a href="{escape(self.address)}" hreflang="{self.language}">{escape(self.title, quote=False)}</a>'

    def meta(self) -> Iterator[tuple[str, str]]:
        """Name and content of the tags that Zotero and catalogues read."""
        yield "citation_title", self.title
        for name in self.authors:
            yield "citation_author", name
        if self.container:
            yield "citation_inbook_title", self.container
        yield "citation_publication_date", f"{self.date:%Y/%m/%d}"
        yield "citation_language", self.language
        yield "citation_public_url", self.address
        yield "DC.title", self.title
        for name in self.authors:
            yield "DC.creator", name
        yield "DC.language", LOCALE[self.language]
        yield "DC.identifier", self.short
        yield "DC.rights", LICENCE_ADDRESS
        yield "DCTERMS.modified", f"{self.date:%Y-%m-%d}"


def citation(book: Book, key: str, language: str, site_name: str, site_url: str) -> Citation:
    """How the page with ``key`` is cited in ``language``."""
    chapter = book.chapters.get((key, language))
    page = book.page(key, language)
    is_book = key == "index"
    return Citation(
        id=page.id,
        language=language,
        title=site_name if is_book else page.title,
        container="" if is_book else site_name,
        authors=(AUTHOR[language],) if chapter else _contributors(book, page.id, language),
        edition=book.edition.id,
        date=book.edition.day.date(),
        address=site_url + page.address,
        short=site_url + short_address(page.id),
    )


def _contributors(book: Book, case_id: str, language: str) -> tuple[str, ...]:
    return tuple(AUTHOR[language] if name in _TEAM else name for name in book.cases[case_id].contributors)


def _sentence(text: str) -> str:
    """As HTML, with a full stop unless it ends by itself."""
    return escape(text if text.endswith((".", "?", "!")) else f"{text}.", quote=False)


def _bibtex(text: str) -> str:
    return text.translate(_BIBTEX)


# ------------------------------------------------------------------------------------------------ structured data


def structured_data(book: Book, key: str, language: str, site_name: str, site_url: str) -> Markup:
    """The page in the words of schema.org, as JSON that may stand in a ``<script>``."""
    text = json.dumps(_data(book, key, language, site_name, site_url), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _data(book: Book, key: str, language: str, site_name: str, site_url: str) -> dict[str, Any]:
    cited = citation(book, key, language, site_name, site_url)
    home = site_url + book.address("index", language)
    case = book.case_at(key)
    organisations = (AUTHOR[language], *(case.contributing_organisations if case else ()))
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": cited.address,
        "url": cited.address,
        "name": cited.title,
        "inLanguage": LOCALE[language],
        "identifier": cited.short,
        "license": LICENCE_ADDRESS,
        "author": [
            {"@type": "Organization" if name in organisations else "Person", "name": name} for name in cited.authors
        ],
        "dateModified": f"{cited.date:%Y-%m-%d}",
        "version": cited.edition,
    }
    if other(language) in book.languages_of(key):
        counterpart = {"@id": site_url + book.address(key, other(language))}
        page["workTranslation" if language == DEFAULT else "translationOfWork"] = counterpart
    if key == "index":
        return {**page, "@type": "Book", "bookEdition": cited.edition}
    page["isPartOf"] = {"@type": "Book", "@id": home, "name": site_name}
    if case:
        place = {"@type": "Place", "name": case.name[language], "address": country_name(case.country, language)}
        return {
            **page,
            "@type": "Article",
            "description": case.summary[language],
            "about": place,
            "dateModified": case.reviewed,
        }
    chapter = book.chapter(key, language)
    page["description"] = chapter.front.description
    if key == "cases/index":
        return {**page, "@type": ["WebPage", "Dataset"], "distribution": list(_distribution(site_url))}
    return {
        **page,
        "@type": ["WebPage", "LearningResource"],
        "learningResourceType": "chapter",
        "timeRequired": f"PT{reading_minutes(book, chapter)}M",
        **({"teaches": list(chapter.front.objectives)} if chapter.front.objectives else {}),
    }


def _distribution(site_url: str) -> Iterator[dict[str, str]]:
    formats = {"json": "application/json", "csv": "text/csv", "geojson": "application/geo+json"}
    for ending, kind in formats.items():
        yield {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{site_url}api/v1/cases.{ending}"}
