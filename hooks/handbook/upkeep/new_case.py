"""``handbook new-case``: ask for what a case must hold and write data/cases/<id>.yml from the annotated example.

Each answer goes into the example and is judged by what judges the files of the book; so nothing is accepted here that
``handbook check`` would refuse. Optional parts of the example that nobody answered are left as comments.
"""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from handbook.checking.language_of_text import language_of
from handbook.checking.rules.dates import years_to_come
from handbook.checking.rules.unfinished import (
    EXAMPLE,
    OF_THE_EXAMPLE,
    Example,
    of_the_example,
    read_example,
    to_be_written,
)
from handbook.content.edition import FILE
from handbook.content.languages import LANGUAGES, country_codes, country_name, other
from handbook.content.models import ID, Case, Edition
from handbook.loading import inspect, load_vocabulary
from handbook.reading.chapter_files import read_chapters
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.project_tree import look_through
from handbook.reading.records import as_id, as_record, field_name, read_record
from handbook.reading.strict_yaml import load

Path_ = tuple[str | int, ...]

# A value of the example stands on one line: quoted, or plain up to a comma, a brace, a comment or the end.
_SCALAR = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s,}\]#][^,}\]#\n]*?(?=\s*(?:[,}\]#]|$))', re.M)
# Not required by the program, yet a case without them is not published: they stay in the file.
_KEPT = ("actions", "ideas")


@dataclass(frozen=True)
class Question:
    """The question, the value of the example that it fills, and how the answer is written in YAML."""

    path: Path_
    words: Mapping[str, str]
    choices: str = ""
    number: bool = False
    optional: bool = False


# The source comes first: who must add it to data/sources.yml before has no answers to lose.
QUESTIONS: tuple[Question, ...] = (
    Question(
        ("sources", 0, "source"),
        {
            "es": "Fuente, por su id (si no está en la lista, agréguela antes a data/sources.yml)",
            "en": "Source, by its id (if it is not in the list, add it to data/sources.yml first)",
        },
        "sources",
    ),
    Question(("name", "es"), {"es": "Nombre del lugar, en español", "en": "Name of the place, in Spanish"}),
    Question(("name", "en"), {"es": "Nombre del lugar, en inglés", "en": "Name of the place, in English"}),
    Question(
        ("country",), {"es": "País, dos letras (CO, BR, NO…)", "en": "Country, two letters (CO, BR, NO…)"}, "country"
    ),
    Question(("kind",), {"es": "Tipo de gobierno", "en": "Kind of government"}, "kinds"),
    Question(
        ("location", "lat"),
        {"es": "Latitud, en grados (4.60; sur: -12.05)", "en": "Latitude, in degrees (4.60; south: -12.05)"},
        number=True,
    ),
    Question(
        ("location", "lon"),
        {"es": "Longitud, en grados (oeste: -74.08)", "en": "Longitude, in degrees (west: -74.08)"},
        number=True,
    ),
    Question(
        ("period", "start"),
        {"es": "Primer año que cubre la evidencia", "en": "First year that the evidence covers"},
        number=True,
    ),
    Question(
        ("period", "end"),
        {"es": "Último año (vacío si no lo hay)", "en": "Last year (empty if there is none)"},
        number=True,
        optional=True,
    ),
    Question(
        ("summary", "es"),
        {"es": "Resumen en español, dos o tres frases", "en": "Summary in Spanish, two or three sentences"},
    ),
    Question(("summary", "en"), {"es": "Resumen en inglés", "en": "Summary in English"}),
    Question(
        ("sources", 0, "locator", "es"),
        {"es": "Dónde en la fuente, en español (cap. 2)", "en": "Where in the source, in Spanish (cap. 2)"},
    ),
    Question(
        ("sources", 0, "locator", "en"),
        {"es": "Dónde en la fuente, en inglés (ch. 2)", "en": "Where in the source, in English (ch. 2)"},
    ),
    Question(
        ("actions", 0, "text", "es"),
        {"es": "Una acción: quién, qué y cuándo, en español", "en": "One action: who, what and when, in Spanish"},
    ),
    Question(("actions", 0, "text", "en"), {"es": "La misma acción en inglés", "en": "The same action in English"}),
    Question(("ideas", 0, "id"), {"es": "Idea que ilustra", "en": "Idea that it illustrates"}, "ideas"),
    Question(
        ("ideas", 0, "basis"),
        {
            "es": "¿Lo dice la fuente (stated) o lo lee usted (supported)?",
            "en": "Does the source say so (stated) or do you read it (supported)?",
        },
        "basis",
    ),
    Question(
        ("ideas", 0, "how", "es"),
        {"es": "Cómo muestra el caso esa idea, en español", "en": "How the case shows that idea, in Spanish"},
    ),
    Question(("ideas", 0, "how", "en"), {"es": "Lo mismo en inglés", "en": "The same in English"}),
    Question(("contributors", 0), {"es": "Quién firma la ficha", "en": "Who signs the record"}),
)

_WORDS = {
    "es": {
        "id": "Nombre del archivo, en minúsculas y sin tildes (villanueva)",
        "intro": "Se escribirá data/cases/<id>.yml. Ctrl-C para salir sin escribir nada.",
        "exists": "{path} ya existe; no se cambia. Elija otro nombre.",
        "taken": "«{id}» ya es el nombre de una página; elija otro.",
        "nothing": "No se escribió nada.",
        "written": "Escrito: {path}",
        "next": "Ábralo: lo optativo va como comentario. Después: make check, y una solicitud de cambios.",
        "left": "Quedan {count} textos del ejemplo; «handbook check» los nombra hasta que los cambie.",
        "no-id": "Con --no-input hace falta --id.",
        "no-example": "No está {path}; ¿es esta la carpeta del proyecto?",
        "required": "Hace falta una respuesta.",
    },
    "en": {
        "id": "Name of the file, in lower case and without accents (villanueva)",
        "intro": "This will write data/cases/<id>.yml. Ctrl-C to leave without writing anything.",
        "exists": "{path} exists already; it is not changed. Choose another name.",
        "taken": "'{id}' is the name of a page already; choose another.",
        "nothing": "Nothing was written.",
        "written": "Written: {path}",
        "next": "Open it: what is optional stands as a comment. Then: make check, and a pull request.",
        "left": "{count} texts are still those of the example; 'handbook check' names them until you write yours.",
        "no-id": "With --no-input an --id is needed.",
        "no-example": "There is no {path}; is this the project's folder?",
        "required": "An answer is needed.",
    },
}

# What a shell says of a program that Ctrl-C has ended: 128 and the number of the signal.
INTERRUPTED = 130


def new_case(
    root: Path,
    language: str,
    case_id: str | None = None,
    *,
    ask: bool = True,
    read: Callable[[str], str] = input,
    today: datetime.date | None = None,
) -> int:
    """Ask, and write the file. 0: written; 1: not written; 2: the call lacks something; 130: Ctrl-C, not written."""
    words = _WORDS[language]
    try:
        example = (root / EXAMPLE).read_text(encoding="utf-8")
    except OSError:
        print(words["no-example"].format(path=EXAMPLE), file=sys.stderr)
        return 2
    vocabulary, _ = load_vocabulary(root)
    edition, _ = read_record(root / FILE, FILE, Edition, vocabulary)
    draft = Draft(example, vocabulary, edition.record if edition else None, read_example(root))
    try:
        if case_id is None and not ask:
            print(words["no-id"], file=sys.stderr)
            return 2
        if case_id is not None and (problem := _unfit(root, case_id, vocabulary, language)):
            print(problem, file=sys.stderr)
            return 1
        if ask:
            print(words["intro"])
        while case_id is None:
            answer = read(f"{words['id']}: ").strip()
            if problem := _unfit(root, answer, vocabulary, language):
                print(f"  {problem}")
            else:
                case_id = answer
        draft.put(("id",), case_id)
        draft.put(("reviewed",), json.dumps((today or datetime.date.today()).isoformat()))
        if ask:
            _ask(draft, language, read)
    except (EOFError, KeyboardInterrupt) as stopped:
        print(f"\n{words['nothing']}", file=sys.stderr)
        return INTERRUPTED if isinstance(stopped, KeyboardInterrupt) else 1
    path = f"data/cases/{case_id}.yml"
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as new:  # never over another
            new.write(draft.finished())
    except FileExistsError:
        print(words["exists"].format(path=path), file=sys.stderr)
        return 1
    print(words["written"].format(path=path))
    print(words["next"])
    mine = [one for one in inspect(root)[1] if one.path == path]
    left = [one for one in mine if one.code in OF_THE_EXAMPLE]
    wrong = [one for one in mine if one.code not in OF_THE_EXAMPLE]
    if left:
        print(words["left"].format(count=len(left)))
    print("\n".join(one.line_of_text(language) for one in wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


class Draft:
    """The example's text, with answers in place of its values."""

    def __init__(self, text: str, vocabulary: Mapping[str, Any], edition: Edition | None, example: Example) -> None:
        self.text, self.vocabulary, self.edition, self.example = text, vocabulary, edition, example
        self.answered: set[str] = {"id", "reviewed"}

    def with_value(self, path: Path_, value: str) -> str:
        """The text with ``value``, written as YAML, at ``path``."""
        document, _ = load(self.text.encode(), EXAMPLE)
        assert document is not None and path in document.values, path
        line, column = document.values[path]
        lines = self.text.split("\n")
        old = lines[line - 1]
        found = _SCALAR.match(old, column - 1)
        assert found is not None, old
        lines[line - 1] = old[: column - 1] + value + old[found.end() :]
        return "\n".join(lines)

    def put(self, path: Path_, value: str) -> None:
        self.text = self.with_value(path, value)
        self.answered.add(str(path[0]))

    def problems(self, path: Path_, value: str) -> list[Finding]:
        """What the book would say of ``value`` at ``path``."""
        data = self.with_value(path, value).encode("utf-8", "surrogatepass")
        loaded, found = as_record(data, EXAMPLE, Case, self.vocabulary)
        end = loaded.record.period.end if loaded else None
        if loaded and end is not None and end < loaded.record.period.start and path == ("period", "end"):
            start = loaded.record.period.start
            found = [finding(EXAMPLE, 1, 1, "period.end", "ends-before-start", start=start, end=end)]
        if loaded and self.edition and not found:
            found = list(years_to_come(loaded, self.edition))
        if loaded and path[-1] in LANGUAGES and language_of(value) == other(str(path[-1])):
            words = {"found": f"@{other(str(path[-1]))}", "language": f"@{path[-1]}"}
            found = [finding(EXAMPLE, 1, 1, "", "wrong-language", **words)]
        if loaded and not found:
            left = [*of_the_example(loaded, self.example), *to_be_written(loaded)]
            found = [one for one in left if one.field == field_name(path)]
        return found

    def finished(self) -> str:
        """The file: optional parts without an answer become comments."""
        parts = re.split(r"\n\n+", self.text.strip("\n"))
        return "\n\n".join(self._part(part) for part in parts) + "\n"

    def _part(self, part: str) -> str:
        lines = part.split("\n")
        key = next((found[1] for line in lines if (found := re.match(r"([a-z]+):", line))), "")
        optional = any(line.startswith("# Optional") for line in lines)
        if not optional or key in _KEPT or key in self.answered:
            return part
        return "\n".join(line if line.startswith("#") else f"# {line}" for line in lines)


def _ask(draft: Draft, language: str, read: Callable[[str], str]) -> None:
    for question in QUESTIONS:
        allowed = _choices(question, draft.vocabulary, language)
        print()
        if allowed and question.choices != "country":
            for id, name in allowed.items():
                print(f"  {id}" + (f"  {name}" if name else ""))
        while True:
            answer = re.sub(r"\s+", " ", read(f"{question.words[language]}: ")).strip()
            problem = _try(draft, question, answer, allowed, language)
            if not problem:
                break
            print(f"  {problem}")
    # There is no question for the lesson of an idea: its three lines become comments.
    lesson = re.compile(r"^    lesson:[^\n]*\n(?:      [^\n]*\n)+", re.M)
    draft.text = lesson.sub(lambda found: re.sub(r"^", "    # ", found[0].rstrip("\n"), flags=re.M) + "\n", draft.text)


def _try(draft: Draft, question: Question, answer: str, allowed: Mapping[str, str], language: str) -> str:
    """Put the answer into the draft; or say what is wrong with it."""
    if not answer:
        if not question.optional:
            return _WORDS[language]["required"]
        # "{start: 2010, end: 2014}" without its end.
        draft.text = re.sub(r"^(period: \{start: [^,}]*), end: [^}]*\}", r"\1}", draft.text, flags=re.M)
        return ""
    if question.choices == "country":
        answer = answer.upper()
    if allowed and answer not in allowed:
        names = {name.casefold(): id for id, name in allowed.items() if name}
        names |= _numbers(draft.vocabulary.get(question.choices, {}))
        if answer.casefold() in names:
            answer = names[answer.casefold()]
        else:
            code = {"country": "bad-country", "sources": "unknown-source"}.get(question.choices, "not-allowed")
            words = {"found": answer, "allowed": ", ".join(allowed), "nearest": nearest(answer, allowed, names)}
            return finding("", 1, 1, "", code, **words).text(language)
    value = (
        _number(answer) if question.number else answer if question.choices not in ("", "country") else _quoted(answer)
    )
    found = draft.problems(question.path, value)
    if found:
        return found[0].text(language)
    draft.put(question.path, value)
    if question.path == ("sources", 0, "source"):  # the example's own uses of a source follow the answer
        draft.put(("actions", 0, "source"), value)
    if question.path[:3] == ("sources", 0, "locator"):
        draft.put(("actions", 0, "locator", question.path[3]), value)
    return ""


def _numbers(entries: Mapping[str, Any]) -> dict[str, str]:
    """``2`` for the second idea."""
    return {str(entry.number): id for id, entry in entries.items() if hasattr(entry, "number")}


def _choices(question: Question, vocabulary: Mapping[str, Any], language: str) -> dict[str, str]:
    if question.choices == "country":
        return {code: country_name(code, language) for code in sorted(country_codes())}
    if question.choices == "basis":
        return {"stated": "", "supported": ""}
    if question.choices == "sources":
        return {id: entry.short[language] for id, entry in vocabulary.get("sources", {}).items()}
    return {id: entry.name[language] for id, entry in vocabulary.get(question.choices, {}).items()}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(text: str) -> str:
    """A decimal comma is a point; what is no number is quoted, and the models say what is wrong with it."""
    plain = text.replace(",", ".").lstrip("+")
    return plain if re.fullmatch(r"-?\d+(\.\d+)?", plain) else _quoted(text)


def _unfit(root: Path, case_id: str, vocabulary: Mapping[str, Any], language: str) -> str:
    """Why ``case_id`` cannot be the name of a new case; empty when it can."""
    words = _WORDS[language]
    if not ID.fullmatch(case_id) or len(case_id) > 60:
        return finding("", 1, 1, "", "bad-id", found=case_id, nearest=as_id(case_id) or None).text(language)
    if (root / f"data/cases/{case_id}.yml").exists():
        return words["exists"].format(path=f"data/cases/{case_id}.yml")
    if case_id in _page_ids([loaded.record for loaded in read_chapters(look_through(root), vocabulary)[0]]):
        return words["taken"].format(id=case_id)
    return ""


def _page_ids(chapters: Iterable[Any]) -> set[str]:
    return {chapter.front.id for chapter in chapters}
