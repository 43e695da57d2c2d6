"""Findings: what is wrong in a file, where, and what to write instead, in Spanish or English."""

from __future__ import annotations

import difflib
import html
import itertools
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# The codes of what a proposal may lack: a text that stands in one language only. All others are faults.
TO_TRANSLATE = frozenset({"missing-language", "chapter-without-pair", "section-without-pair", "in-neither-language"})
# What is no fault and no text either.
TO_COMPLETE = frozenset({"no-location"})
CLEAN, FAULTS, ONLY_TO_TRANSLATE = 0, 1, 2


@dataclass(frozen=True, order=True)
class Finding:
    """One thing to mend. ``path`` is relative to the project, ``line`` and ``column`` count from 1."""

    path: str
    line: int
    column: int
    field: str
    code: str
    words: tuple[tuple[str, str], ...] = ()

    @property
    def to_translate(self) -> bool:
        """Whether only a translation is missing: a proposal may wait for it, the main branch may not."""
        return self.code in TO_TRANSLATE

    @property
    def may_wait(self) -> bool:
        """Whether a proposal may wait for it: a translation, or something else that others can add."""
        return self.to_translate or self.code in TO_COMPLETE

    @property
    def mend(self) -> str:
        """What ``handbook check --fix`` does about it, where there is one right answer: see ``upkeep.mending``."""
        return dict(self.words).get("mend", "")

    def text(self, language: str = "es") -> str:
        """``what is wrong; what to write instead`` in ``language`` (es or en)."""
        words = {key: _in_language(value, language) for key, value in self.words}
        message = MESSAGES[self.code][0 if language == "es" else 1].format(**words)
        example = words.get("for_example")
        if example:
            message += f" Por ejemplo: {example}" if language == "es" else f" For example: {example}"
        nearest = words.get("nearest")
        if nearest:
            message += f" ¿Quiso decir «{nearest}»?" if language == "es" else f" Did you mean '{nearest}'?"
        if self.mend:
            message += (
                " «handbook check --fix» lo corrige." if language == "es" else " 'handbook check --fix' mends it."
            )
        return message

    def line_of_text(self, language: str = "es") -> str:
        """``path:line:column: field: what is wrong; what to write instead``."""
        where = f"{self.path}:{self.line}:{self.column}: "
        return where + (f"{self.field}: " if self.field else "") + self.text(language)


@dataclass(frozen=True)
class Notice:
    """What whoever wrote a file may like to know, in one language; nothing to mend, and no reason not to build."""

    path: str
    text: str


def finding(path: str, line: int, column: int, field: str, code: str, /, **words: object) -> Finding:
    """Make a finding; ``words`` fill the braces of its message."""
    filled = tuple(
        sorted(
            (key, _shortened(_on_one_line(str(value)), _LIMITS.get(key, 300)))
            for key, value in words.items()
            if value is not None
        )
    )
    shown = _UNPRINTABLE.sub("?", path)  # a file's name may hold anything, line breaks too
    return Finding(shown, line, column, field, code, filled)


# What a finding may name instead of quoting it.
PHRASES: dict[str, tuple[str, str]] = {
    "@nothing": ("nada", "nothing"),
    "@list": ("una lista", "a list"),
    "@keys": ("un grupo de claves y valores", "a set of keys and values"),
    "@country": ("este país", "this country"),
    "@link": ("un enlace", "a link"),
    "@folder": ("una carpeta", "a folder"),
    "@device": ("un dispositivo o una tubería", "a device or a pipe"),
    "@es": ("español", "Spanish"),
    "@en": ("inglés", "English"),
    "@no-break-space": ("un espacio de no separación", "a no-break space"),
    "@space": ("un espacio de otra clase", "a space of another kind"),
    # What the parser of YAML says, in words that help.
    "mapping values are not allowed in this context": (
        "hay dos puntos dentro de un texto sin comillas, o una sangría que sobra",
        "a colon inside text without quotes, or too much indentation",
    ),
    "did not find expected key": (
        "la sangría no coincide con la de las claves vecinas, o sobra algo después de unas comillas",
        "the indentation is not that of the keys around it, or something follows a closing quotation mark",
    ),
    "did not find expected '-' indicator": (
        "dentro de una lista hay una línea sin guion o con otra sangría",
        "in a list there is a line without its hyphen or with another indentation",
    ),
    "did not find expected ',' or '}'": (
        "falta una coma o la llave } que cierra; o hay dos puntos en un texto sin comillas",
        "a comma or the closing } is missing, or there is a colon in text without quotes",
    ),
    "did not find expected ',' or ']'": (
        "falta una coma o el corchete ] que cierra",
        "a comma or the closing ] is missing",
    ),
    "could not find expected ':'": (
        "una clave no lleva dos puntos, o un texto sigue en otra línea sin sangría",
        "a key has no colon, or a text goes on in another line without indentation",
    ),
    "found character that cannot start any token": (
        "un texto sin comillas empieza con un signo reservado: @, ` o %",
        "text without quotes begins with a reserved sign: @, ` or %",
    ),
    "block sequence entries are not allowed in this context": (
        "un guion de lista no puede ir aquí; póngalo en la línea siguiente",
        "a hyphen of a list cannot stand here; put it on the next line",
    ),
    "did not find expected <document start>": (
        "sobra texto después del valor, o una línea perdió su sangría",
        "text is left over after the value, or a line lost its indentation",
    ),
    "did not find expected node content": ("falta un valor", "a value is missing"),
}


# English has other quotation marks: «x», or 2 × «x».
_QUOTED = re.compile(r"((?:\d+ × )?)«(.*)»")
# «títulos / headings»: a word of the code's own, in both languages. What a file holds always stands in quotation marks.
_PAIR = re.compile(r"([a-záéíóúñü ]+) / ([a-z ]+)")


def _in_language(word: str, language: str) -> str:
    """A phrase, a pair or a quotation in ``language``."""
    if word in PHRASES:
        return PHRASES[word][0 if language == "es" else 1]
    if found := _PAIR.fullmatch(word):
        return found[1 if language == "es" else 2]
    if language != "es":
        return f"{found[1]}'{found[2]}'" if (found := _QUOTED.fullmatch(word)) else word
    return word


# A line as it should be, with a whole paragraph in it; and what may be written, such as every directive.
_LIMITS = {"for_example": 1000, "allowed": 500}


def _shortened(word: str, limit: int) -> str:
    """A long list ends after a whole entry, with an ellipsis."""
    if len(word) <= limit:
        return word
    head = word[:limit]
    return (head.rpartition(", ")[0] + ", …") if ", " in head else head + "…"


def printable(line: str) -> str:
    """A line without what a terminal would take for an instruction."""
    return _UNPRINTABLE.sub("?", line)


def _on_one_line(text: str) -> str:
    return _UNPRINTABLE.sub("?", re.sub(r"\s+", " ", text))


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")


class FindingsError(Exception):
    """Raised once, with all findings, when there are any."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__(f"{len(self.findings)} finding(s)")

    @property
    def status(self) -> int:
        """With which status the command ends."""
        return status(self.findings)

    def report(self, language: str | None = None) -> str:
        return as_text(self.findings, language or preferred_language())


def status(findings: Iterable[Finding]) -> int:
    """``CLEAN`` without findings, ``FAULTS`` with a fault, ``ONLY_TO_TRANSLATE`` where a proposal may wait for
    all that is missing."""
    kinds = {one.may_wait for one in findings}
    return FAULTS if False in kinds else ONLY_TO_TRANSLATE if kinds else CLEAN


def preferred_language() -> str:
    """English where the locale says so, else Spanish."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "es"


def as_text(findings: Iterable[Finding], language: str) -> str:
    """A line for each finding, a blank line between files: first the faults and how many there are, if more than one,
    then what is to be translated and what is to be completed, each under a heading of its own, and its number."""
    faults, to_translate, to_complete = _apart(findings)
    parts = [_lines(faults, language)] if faults else []
    if len(faults) > 1:
        parts.append(_counted(len(faults), len({one.path for one in faults}), language))
    if to_translate:
        parts += [f"{_TO_TRANSLATE_HEADING[language]}:", _lines(to_translate, language)]
        parts.append(texts_to_translate(to_translate, language))
    if to_complete:
        parts += [f"{_TO_COMPLETE_HEADING[language]}:", _lines(to_complete, language)]
        parts.append(places_to_add(to_complete, language))
    return "\n\n".join(parts)


def _apart(findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding], list[Finding]]:
    """The faults, what is to be translated, and what is to be completed."""
    found = list(findings)
    return (
        [one for one in found if not one.may_wait],
        [one for one in found if one.to_translate],
        [one for one in found if one.code in TO_COMPLETE],
    )


def _lines(findings: Iterable[Finding], language: str) -> str:
    of_files = itertools.groupby(findings, key=lambda one: one.path)
    return "\n\n".join("\n".join(one.line_of_text(language) for one in group) for _, group in of_files)


_FAULTS_HEADING = {"es": "Errores", "en": "Errors"}
_TO_TRANSLATE_HEADING = {"es": "Por traducir", "en": "To be translated"}


_TO_COMPLETE_HEADING = {"es": "Por completar", "en": "To be completed"}


def places_to_add(findings: Iterable[Finding], language: str) -> str:
    """Of how many cases the place is missing, and who may wait for it."""
    count = sum(1 for _ in findings)
    if language == "es":
        cases = "1 caso" if count == 1 else f"{count} casos"
        return f"Falta la ubicación de {cases}; una propuesta puede esperarla, la rama principal no."
    cases = "1 case" if count == 1 else f"{count} cases"
    return f"The location of {cases} is missing; a proposal may wait for it, the main branch may not."


def texts_to_translate(findings: Iterable[Finding], language: str) -> str:
    """How many texts are to be translated, and who may wait for them."""
    count = sum(one.code != "in-neither-language" for one in findings)
    if language == "es":
        texts, them = ("1 texto", "lo") if count == 1 else (f"{count} textos", "los")
        return f"Falta traducir {texts}; una propuesta puede esperar{them}, la rama principal no."
    texts, them = ("1 text is", "it") if count == 1 else (f"{count} texts are", "them")
    return f"{texts} still to be translated; a proposal may wait for {them}, the main branch may not."


def as_summary(findings: Iterable[Finding], language: str) -> str:
    """Markdown for the page of a pull request: faults and what is to be translated apart, each with its line."""
    faults, to_translate, to_complete = _apart(findings)
    parts = [f"## {'Revisión del manual' if language == 'es' else 'Check of the handbook'}"]
    if faults:
        parts += [f"### {_FAULTS_HEADING[language]} ({len(faults)})", _items(faults, language)]
    if to_translate:
        parts += [f"### {_TO_TRANSLATE_HEADING[language]}", texts_to_translate(to_translate, language)]
        parts.append(_items(to_translate, language))
    if to_complete:
        parts += [f"### {_TO_COMPLETE_HEADING[language]}", places_to_add(to_complete, language)]
        parts.append(_items(to_complete, language))
    return "\n\n".join(parts if len(parts) > 1 else [*parts, NOTHING_FOUND[language]]) + "\n"


def _items(findings: Iterable[Finding], language: str) -> str:
    return "\n".join(
        f"- **{_as_markdown(f'{one.path}:{one.line}')}** "
        + _as_markdown(f"{one.field}: {one.text(language)}" if one.field else one.text(language))
        for one in findings
    )


def _as_markdown(text: str) -> str:
    """``text`` as Markdown that shows just that: a file may hold anything, tags, links and mentions too."""
    return re.sub(r"[\\`*_{}\[\]()#+!|~@:-]", lambda found: f"&#{ord(found[0])};", html.escape(text))


def _counted(findings: int, files: int, language: str) -> str:
    if language == "es":
        return f"{findings} errores en {files} archivo{'s' if files > 1 else ''}."
    return f"{findings} errors in {files} file{'s' if files > 1 else ''}."


NOTHING_FOUND = {"es": "Nada que corregir.", "en": "Nothing to mend."}


_NOTICES_HEADING = {"es": "No es un error", "en": "Not an error"}


def notices_as_text(notices: Iterable[Notice], language: str) -> str:
    """A heading and a line for each notice; nothing where there is none."""
    lines = [f"{one.path}: {one.text}" for one in notices]
    return "\n".join([f"{_NOTICES_HEADING[language]}:", "", *lines]) if lines else ""


def notices_as_summary(notices: Iterable[Notice], language: str) -> str:
    """The same as Markdown for the page of a pull request."""
    lines = [f"- **{_as_markdown(one.path)}** {_as_markdown(one.text)}" for one in notices]
    return "\n".join(["", f"### {_NOTICES_HEADING[language]}", "", *lines, ""]) if lines else ""


def notices_as_github(notices: Iterable[Notice]) -> str:
    """The same as workflow commands, each on the first line of its file."""
    return "\n".join(f"::notice file={_property(one.path)},line=1::{_escaped(one.text)}" for one in notices)


def as_json(findings: Iterable[Finding], language: str) -> str:
    rows = [
        {
            "path": one.path,
            "line": one.line,
            "column": one.column,
            "field": one.field,
            "code": one.code,
            "kind": "to-translate" if one.to_translate else "to-complete" if one.may_wait else "fault",
            "message": one.text(language),
        }
        for one in findings
    ]
    return json.dumps(rows, indent=2)


def as_github(findings: Iterable[Finding], language: str) -> str:
    """Workflow commands, which GitHub shows on the lines of a pull request: errors, and notices of what a
    proposal may wait for."""
    return "\n".join(
        f"::{'notice' if one.may_wait else 'error'} file={_property(one.path)},line={one.line},col={one.column}::"
        + _escaped(f"{one.field}: {one.text(language)}" if one.field else one.text(language))
        for one in findings
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def nearest(word: object, allowed: Iterable[str], named: Mapping[str, str] | None = None) -> str | None:
    """The allowed value most like ``word``, or None when nothing is like it.

    ``named`` has other words, in small letters, that mean an allowed value: ``{"país": "country"}``.
    """
    if named and (found := difflib.get_close_matches(str(word).casefold(), sorted(named), n=1, cutoff=0.8)):
        return named[found[0]]
    close = difflib.get_close_matches(str(word).lower(), sorted(allowed), n=1, cutoff=0.6)
    return close[0] if close else None


# code: (Spanish, English). «What is wrong; what to write instead.» Every code is used, and tested with its text.
MESSAGES: dict[str, tuple[str, str]] = {
    "file-too-large": (
        "el archivo pesa {size} KB y el límite es {limit} KB; divida su contenido o quite lo que sobra.",
        "the file has {size} KB and the limit is {limit} KB; split it or take out what is not needed.",
    ),
    "not-utf-8": (
        "el archivo no está en UTF-8; guárdelo de nuevo eligiendo la codificación UTF-8.",
        "the file is not UTF-8; save it again with UTF-8 as its encoding.",
    ),
    "merge-conflict": (
        "aquí hay un conflicto de Git sin resolver; deje una sola de las versiones y borre las líneas <<<<<<<, |||||||, "
        "======= y >>>>>>>.",
        "there is an unresolved Git conflict here; keep one of the versions and delete the lines <<<<<<<, |||||||, "
        "======= and >>>>>>>.",
    ),
    "control-character": (
        "hay un carácter invisible ({found}); bórrelo y escriba de nuevo esa palabra.",
        "there is an invisible character ({found}); delete it and type that word again.",
    ),
    "lost-letter": (
        "aquí se perdió una letra al cambiar la codificación ({found}); escríbala de nuevo.",
        "a letter was lost here when the encoding changed ({found}); type it again.",
    ),
    "private-character": (
        "este carácter ({found}) solo se ve con la letra de un procesador de textos, como las viñetas de Word; escriba en "
        "su lugar un signo corriente.",
        "this character ({found}) shows only in a word processor's font, as the bullets of Word do; write a common sign "
        "instead.",
    ),
    "broken-letters": (
        "una codificación equivocada rompió letras de «{found}»; escríbalas de nuevo.",
        "a wrong encoding has broken letters of '{found}'; type them again.",
    ),
    "tab": (
        "la línea comienza con un tabulador; use espacios, dos por nivel.",
        "the line begins with a tab; use spaces, two for each level.",
    ),
    "tabs": (
        "{count} líneas comienzan con un tabulador, y esta es la primera; use espacios, dos por nivel.",
        "{count} lines begin with a tab, and this is the first; use spaces, two for each level.",
    ),
    "curly-quotes": (
        'las comillas {found} son de un procesador de textos y aquí no valen; use las rectas: ".',
        "the quotation mark {found} is a word processor's and does not count here; use straight ones: \".",
    ),
    "quote-inside": (
        "estas comillas cierran el texto antes de su fin; ponga todo el texto entre comillas de la otra clase.",
        "this quotation mark closes the text before its end; put the whole text in quotes of the other kind.",
    ),
    "backslash": (
        "una barra inversa (\\) entre comillas dobles no se lee como tal; use comillas simples o escríbala dos veces.",
        "a backslash (\\) in double quotes is not read as one; use single quotes, or write it twice.",
    ),
    "other-space": (
        "hay {kind} ({found}) en la columna {at}; bórrelo y escriba un espacio común.",
        "there is {kind} ({found}) at column {at}; delete it and type a common space.",
    ),
    "look-alike": (
        "«{found}» ({number}) se parece a «{meant}» y es otro signo; escriba «{meant}» con el teclado.",
        "'{found}' ({number}) looks like '{meant}' and is another sign; type '{meant}' on the keyboard.",
    ),
    "list-mark": (
        "«{found}» no empieza un elemento de una lista; escriba un guion y un espacio.",
        "'{found}' does not begin an item of a list; type a hyphen and a space.",
    ),
    "no-space-after-colon": (
        "falta un espacio después de los dos puntos; escríbalo.",
        "a space is missing after the colon; type it.",
    ),
    "decimal-comma": (
        "la coma separa valores y «{key}» queda suelto; los decimales llevan punto: 4.60.",
        "the comma parts values, and '{key}' stands alone; decimals take a point: 4.60.",
    ),
    "yaml-syntax": (
        "el archivo no se puede leer como YAML ({problem}); revise la sangría, los dos puntos y las comillas de esta "
        'línea y de la anterior; un texto se escribe así: "Texto: con dos puntos".',
        "this cannot be read as YAML ({problem}); check the indentation, colons and quotes of this line and the one "
        'before; a text is written like this: "Text: with a colon".',
    ),
    "cut-by-comment": (
        "lo que sigue a « #» es un comentario y no se lee; ponga todo el texto entre comillas o, si es un comentario, "
        "póngalo en una línea aparte.",
        "what follows ' #' is a comment and is not read; put the whole text in quotes or, if it is a comment, put it on a "
        "line of its own.",
    ),
    "unclosed-quote": (
        "las comillas que se abren aquí no se cierran en su línea; ciérrelas al final del texto.",
        "the quotation mark that opens here is not closed on its line; close it at the end of the text.",
    ),
    "several-documents": (
        "hay más de un documento en el archivo; quite la línea «---» y deje uno solo.",
        "there is more than one document in the file; take out the line '---' and keep one.",
    ),
    "alias": (
        "no se aceptan anclas ni alias de YAML (& * <<); escriba el valor completo.",
        "YAML anchors and aliases (& * <<) are not accepted; write the value in full.",
    ),
    "tag": (
        "no se aceptan etiquetas de YAML ({tag}); escriba solo el valor.",
        "YAML tags ({tag}) are not accepted; write only the value.",
    ),
    "too-deep": (
        "hay más de {limit} niveles anidados; siga la forma del ejemplo.",
        "there are more than {limit} nested levels; follow the shape of the example.",
    ),
    "key-not-text": (
        "la clave no es una palabra; escriba «clave: valor».",
        "the key is not a word; write 'key: value'.",
    ),
    "duplicate-key": (
        "la clave «{key}» está dos veces; deje una sola.",
        "the key '{key}' is duplicated; keep one.",
    ),
    "bare-boolean": (
        'la palabra {word} sin comillas no es un texto en YAML; escríbala entre comillas: "{word}".',
        'the word {word} without quotes is not text in YAML; write it in quotes: "{word}".',
    ),
    "number-too-long": (
        "el número tiene {found} cifras y caben {high}; revíselo, o póngalo entre comillas si es un texto.",
        "the number has {found} digits and {high} fit; check it, or write it in quotes if it is text.",
    ),
    "empty-file": (
        "el archivo está vacío; copie el ejemplo anotado y complételo.",
        "the file is empty; copy the annotated example and fill it in.",
    ),
    "not-a-mapping": (
        "el archivo debe contener claves y valores, no {found}; empiece por «id: ...».",
        "the file must hold keys and values, not {found}; begin with 'id: ...'.",
    ),
    "missing": (
        "falta este campo obligatorio; escriba «{field}: ...».",
        "this required field is missing; write '{field}: ...'.",
    ),
    "missing-language": (
        "falta el texto en {language}; escriba «{code}: ...» junto al otro idioma.",
        "the text in {language} is missing; write '{code}: ...' beside the other language.",
    ),
    "language-everywhere": (
        "falta el texto en {language} y muchas páginas lo muestran; escriba «{code}: ...» también en una propuesta.",
        "the text in {language} is missing and many pages show it; write '{code}: ...' in a proposal too.",
    ),
    "in-neither-language": (
        "unos textos están solo en español y otros solo en inglés, y así no se muestra en ninguno de los dos; complete "
        "un idioma.",
        "some texts stand in Spanish only and others in English only, so it is shown in neither; complete one language.",
    ),
    "unknown-key": (
        "la clave «{key}» no existe aquí; las que se aceptan son: {allowed}.",
        "there is no key '{key}' here; the accepted ones are: {allowed}.",
    ),
    "not-text": (
        'se esperaba un texto y hay {found}; escríbalo entre comillas, por ejemplo: "{example}".',
        'text was expected and there is {found}; write it in quotes, for example: "{example}".',
    ),
    "empty-text": (
        "el texto está vacío; escríbalo o quite el campo si es opcional.",
        "the text is empty; write it, or take out the field if it is optional.",
    ),
    "not-both-languages": (
        "se esperaba un texto en los dos idiomas y hay {found}; escriba «{{es: ..., en: ...}}».",
        "a text in both languages was expected and there is {found}; write '{{es: ..., en: ...}}'.",
    ),
    "not-a-list": (
        "se esperaba una lista y hay {found}; empiece cada elemento con un guion en su propia línea.",
        "a list was expected and there is {found}; begin each item with a hyphen on its own line.",
    ),
    "empty-list": (
        "después de la clave no hay nada; escriba los elementos debajo, cada uno con su guion, o borre la clave si es "
        "opcional.",
        "nothing follows the key; write the items below it, each with its hyphen, or delete the key if it is optional.",
    ),
    "not-keys": (
        "se esperaban claves y valores y hay {found}; siga la forma del ejemplo.",
        "keys and values were expected and there is {found}; follow the shape of the example.",
    ),
    "not-a-number": (
        "se esperaba un número y hay {found}; escríbalo con cifras y sin comillas, por ejemplo: {example}.",
        "a number was expected and there is {found}; write it in figures without quotes, for example: {example}.",
    ),
    "not-true-or-false": (
        "se esperaba true o false y hay {found}; escriba una de las dos palabras, sin comillas.",
        "true or false was expected and there is {found}; write one of the two words, without quotes.",
    ),
    "not-a-whole-number": (
        "se esperaba un número entero y hay {found}; escríbalo sin decimales, por ejemplo: {example}.",
        "a whole number was expected and there is {found}; write it without decimals, for example: {example}.",
    ),
    "out-of-range": (
        "{found} está fuera de lo posible; escriba un valor entre {low} y {high}.",
        "{found} is out of range; write a value between {low} and {high}.",
    ),
    "too-long": (
        "el texto tiene {found} caracteres y caben {high}; acórtelo.",
        "the text has {found} characters and {high} fit; shorten it.",
    ),
    "not-a-date": (
        'la fecha «{found}» no se entiende; escríbala como "2026-11-21".',
        "the date '{found}' cannot be read; write it as \"2026-11-21\".",
    ),
    "bad-id": (
        "«{found}» no sirve como identificador; use minúsculas sin tilde, cifras y guiones, por ejemplo: medellin.",
        "'{found}' is not valid as an id; use lower-case letters without accents, digits and hyphens, such as: "
        "medellin.",
    ),
    "bad-country": (
        'no existe el país «{found}»; use las dos letras de ISO 3166-1 entre comillas, por ejemplo: "CO".',
        "there is no country '{found}'; use the two letters of ISO 3166-1 in quotes, for example: \"CO\".",
    ),
    "bad-subdivision": (
        '«{found}» no es el código de una subdivisión de {country}; use el de ISO 3166-2, por ejemplo: "CO-ANT".',
        "'{found}' is not the code of a subdivision of {country}; use that of ISO 3166-2, for example: \"CO-ANT\".",
    ),
    "bad-link": (
        "la dirección «{found}» no se acepta; use una que empiece por https://, http:// o mailto:.",
        "the address '{found}' is not accepted; use one that begins with https://, http:// or mailto:.",
    ),
    "bad-site": (
        "«{found}» no es la dirección de un sitio; escriba una que empiece por https:// o http://, con su servidor y sin ? "
        "ni #.",
        "'{found}' is not the address of a site; write one that begins with https:// or http://, with its host, and "
        "without ? or #.",
    ),
    "bad-mailbox": (
        "«{found}» no es una dirección de correo; escriba una sola, como avisos@manual.example.org, o deje las comillas "
        'vacías: "".',
        "'{found}' is not an e-mail address; write a single one, such as reports@handbook.example.org, or leave the quotes "
        'empty: "".',
    ),
    "bad-frames": (
        "«{found}» no dice quién puede mostrar el sitio en un marco; escriba 'self', 'none' o direcciones sin ruta, "
        "por ejemplo 'self' https://campus.example.org, separadas por un espacio.",
        "'{found}' does not say who may show the site in a frame; write 'self', 'none' or addresses without a path, such "
        "as 'self' https://campus.example.org, with a space between them.",
    ),
    "markup": (
        "el texto contiene código o formato («{found}»); escriba solo texto, sin HTML, Markdown ni enlaces.",
        "the text holds code or markup ('{found}'); write plain text only, without HTML, Markdown or links.",
    ),
    "formula": (
        "«{found}» empieza con =, +, @ o un tabulador, y una hoja de cálculo lo tomaría por una fórmula; escriba antes una "
        "palabra, por ejemplo «más de 5» o «suma: 5».",
        "'{found}' begins with =, +, @ or a tab, and a spreadsheet would take it for a formula; write a word before it, "
        "such as 'over 5' or 'total: 5'.",
    ),
    "not-allowed": (
        "«{found}» no es un valor permitido; use uno de: {allowed}.",
        "'{found}' is not an allowed value; use one of: {allowed}.",
    ),
    "wrong-type": (
        "el valor no es del tipo esperado ({problem}); siga la forma del ejemplo.",
        "the value is not of the expected type ({problem}); follow the shape of the example.",
    ),
    "too-few": (
        "faltan elementos; escriba al menos {low}.",
        "there are too few items; write at least {low}.",
    ),
    "id-not-file-name": (
        "el identificador «{found}» no es el nombre del archivo; escriba «id: {expected}» o cambie el nombre.",
        "the id '{found}' is not the name of the file; write 'id: {expected}' or rename the file.",
    ),
    "not-a-file": (
        "no es un archivo normal, es {found}; ponga aquí el archivo mismo o bórrelo.",
        "this is no plain file but {found}; put the file itself here, or delete it.",
    ),
    "file-missing": (
        "este archivo no está; recupérelo del historial o cópielo de otra versión del proyecto.",
        "this file is not there; bring it back from the history or from another copy of the project.",
    ),
    "unknown-source": (
        "la fuente «{found}» no está en data/sources.yml; corrija el nombre o agréguela allí.",
        "the source '{found}' is not in data/sources.yml; correct the name or add it there.",
    ),
    "ends-before-start": (
        "el período termina en {end}, antes de comenzar en {start}; corrija uno de los dos años.",
        "the period ends in {end}, before it begins in {start}; correct one of the two years.",
    ),
    "named-twice": (
        "«{found}» está dos veces en la lista; deje uno solo.",
        "'{found}' is duplicated in the list; keep one.",
    ),
    "bad-address": (
        "«{found}» no es una dirección del sitio; cópiela de data/permalinks.txt, por ejemplo: /ideas/x/#why.",
        "'{found}' is not an address of the site; copy it from data/permalinks.txt, such as: /ideas/x/#why.",
    ),
    "bad-edition": (
        '«{found}» no es el número de una edición; escriba año y número entre comillas, por ejemplo: "2026.1".',
        "'{found}' is not the number of an edition; write year and number in quotes, such as: \"2026.1\".",
    ),
    "wording-missing": (
        "falta el texto de la edición {edition}; recupérelo del repositorio: se guardó con «handbook edition --record».",
        "the text of edition {edition} is missing; bring it back from the repository: 'handbook edition --record' "
        "kept it.",
    ),
    "wording-unreadable": (
        "el texto de la edición {edition} está dañado y no se puede leer; recupérelo del repositorio.",
        "the text of edition {edition} is damaged and cannot be read; bring it back from the repository.",
    ),
    "wording-incomplete": (
        "el texto de la edición {edition} no es el de sus secciones: difieren {count}, la primera {found}; "
        "recupérelo del repositorio.",
        "the text of edition {edition} is not that of its sections: {count} differ, the first {found}; "
        "bring it back from the repository.",
    ),
    "address-lost": (
        "la dirección publicada {found} ya no existe; añada a data/redirects.yml una entrada con "
        'from: ["{found}"] que diga adónde fue.',
        "the published address {found} is gone; add an entry to data/redirects.yml with "
        'from: ["{found}"] that says where it went.',
    ),
    "page-lost": (
        "la página publicada {found} ya no existe, ni sus anclas ({count}); añada a data/redirects.yml una entrada con "
        'from: ["{found}"] que diga adónde fue: las anclas irán con ella.',
        "the published page {found} is gone, and its anchors with it ({count}); add an entry to data/redirects.yml "
        'with from: ["{found}"] that says where it went: its anchors will follow.',
    ),
    "redirect-broken": (
        "la dirección antigua {found} lleva a {target}, que no está en el sitio; corrija su entrada en "
        "data/redirects.yml.",
        "the old address {found} leads to {target}, which is not on the site; correct its entry in data/redirects.yml.",
    ),
    "redirect-from-page": (
        "«{found}» es una dirección en uso; quite esta redirección o cambie la dirección de la página.",
        "'{found}' is an address in use; take out this redirect or change the address of the page.",
    ),
    "unknown-page": (
        "no hay ninguna página con el identificador «{found}»; corrija el nombre o cree la página.",
        "there is no page with the id '{found}'; correct the name or write the page.",
    ),
    "link-to-no-anchor": (
        "la página {page} no tiene el ancla «#{found}»; use una de las suyas ({allowed}) o enlace la página sin «#».",
        "the page {page} has no anchor '#{found}'; use one that it has ({allowed}), or link to the page without '#'.",
    ),
    "no-front-matter": (
        "falta el encabezado de la página; empiece el archivo con «---», las claves y otro «---».",
        "the page has no front matter; begin the file with '---', the keys and another '---'.",
    ),
    "unclosed-comment": (
        "el comentario del manual no está completo; escríbalo solo en su línea: <!-- handbook:nombre clave=valor -->.",
        "this handbook comment is not complete; write it alone on its line: <!-- handbook:name key=value -->.",
    ),
    "unclosed-fence": (
        "el bloque de código que empieza aquí no se cierra; añada al final una línea con los mismos signos.",
        "the code block that begins here is never closed; add a line with the same marks at its end.",
    ),
    "mail-link": (
        "«{found}»: las direcciones de correo van solo en las páginas de docs/about/; enlace una de ellas.",
        "'{found}': mail addresses stand only in the pages of docs/about/; link to one of those.",
    ),
    "odd-fence": (
        "esta línea parece el comienzo de un bloque de código y no lo es; tras los tres signos escriba, como mucho, "
        "una palabra: el lenguaje.",
        "this line looks like the beginning of a block of code and is none; after the three marks write one word at "
        "most: the language.",
    ),
    "chapter-too-long": (
        "la página tiene más de {limit} caracteres; divídala en varias.",
        "the page has more than {limit} characters; divide it into several.",
    ),
    "paragraph-too-long": (
        "el párrafo, la lista o la tabla que empieza aquí tiene más de {limit} caracteres; divídalo.",
        "the paragraph, list or table that begins here has more than {limit} characters; divide it.",
    ),
    "too-many-brackets": (
        "el párrafo, la lista o la tabla que empieza aquí tiene más de {limit} corchetes; divídalo.",
        "the paragraph, list or table that begins here has more than {limit} square brackets; divide it.",
    ),
    "element": (
        "de esto sale {found}, que un capítulo no puede usar; escríbalo con lo que enseña docs/contribute/markdown.es.md.",
        "this becomes {found}, which a chapter may not use; write it with what docs/contribute/markdown.en.md shows.",
    ),
    "raw-html": (
        "hay HTML en el capítulo («{found}»); use Markdown.",
        "there is HTML in the chapter ('{found}'); use Markdown.",
    ),
    "list-without-blank-line": (
        "aquí empieza una lista («{found}») que se vería como un párrafo; deje antes una línea en blanco.",
        "a list begins here ('{found}') that would show as a paragraph; leave a blank line before it.",
    ),
    "list-indent": (
        "lo que cuelga de un punto de una lista lleva cuatro espacios delante por cada nivel y aquí hay {found}; ponga "
        "{meant}.",
        "what belongs to an item of a list is indented by four spaces for each level and here are {found}; put {meant}.",
    ),
    "table-without-blank-line": (
        "de estas barras no sale una tabla («{found}»); deje una línea en blanco antes de la fila de títulos, que tiene "
        "tantas celdas como la de guiones.",
        "these bars do not become a table ('{found}'); leave a blank line before the row of titles, which has as many "
        "cells as the row of hyphens.",
    ),
    "list-with-boxes": (
        "una casilla escrita a mano («{found}») no guarda lo que se marca; use una lista de verificación de "
        "data/checklists/: <!-- handbook:checklist id=... -->.",
        "a tick box written by hand ('{found}') keeps nothing that is ticked; use a checklist of data/checklists/: "
        "<!-- handbook:checklist id=... -->.",
    ),
    "image": (
        "aquí hay una imagen («{found}») y los capítulos no llevan imágenes; haga una figura en data/figures/: "
        "<!-- handbook:figure id=... -->.",
        "there is an image here ('{found}') and chapters hold none; make a figure in data/figures/: "
        "<!-- handbook:figure id=... -->.",
    ),
    "note-key": (
        "la clave de la nota «{found}» no sirve; escríbala con letras minúsculas sin tilde (a-z), cifras y guiones, igual "
        "en el texto y al final del archivo.",
        "the key of the note '{found}' is not valid; write it with lower-case letters without accents (a-z), digits and "
        "hyphens, the same in the text and at the end of the file.",
    ),
    "note-without-text": (
        "«{found}» no tiene nota y se vería tal cual; escríbala al final del archivo, en su propia línea: [^clave]: texto.",
        "'{found}' has no note and would show as it is; write it at the end of the file, on its own line: [^key]: text.",
    ),
    "note-without-mark": (
        "nada en el texto lleva a la nota «{found}»; ponga esa marca en el texto, tras el punto, o borre la nota.",
        "nothing in the text leads to the note '{found}'; put that mark into the text, after the full stop, or delete the "
        "note.",
    ),
    "note-twice": (
        "la nota «{found}» está dos veces y solo una se vería; cambie la clave de una, o borre la que sobra.",
        "the note '{found}' is duplicated and only one would show; change the key of one, or delete the other.",
    ),
    "note-empty": (
        "la nota «{found}» no dice nada; escriba en la misma línea quién lo dice y dónde.",
        "the note '{found}' is empty; write on the same line who says it and where.",
    ),
    "note-not-at-end": (
        "una nota no va dentro de una lista, una cita o un recuadro, ni con espacios delante; póngala al final del archivo, "
        "en su propia línea.",
        "a note does not stand in a list, a quotation or a box, nor after spaces; put it at the end of the file, on its "
        "own line.",
    ),
    "text-after-notes": (
        "después de la primera nota solo van notas, cada una en una línea; suba este texto, o únalo a la línea de su nota.",
        "after the first note there are only notes, each on one line; move this text up, or join it to the line of its "
        "note.",
    ),
    "note-in-heading-or-link": (
        "la marca «{found}» está en un título o dentro de un enlace; póngala en una frase del texto, tras el punto.",
        "the mark '{found}' stands in a heading or inside a link; put it into a sentence of the text, after the full stop.",
    ),
    "wiki-link": (
        "«{found}» no es un enlace en este manual; escriba [palabras](pagina.md).",
        "'{found}' is not a link in this handbook; write [words](page.md).",
    ),
    "link-by-reference": (
        "la dirección de este enlace está en otra línea («{found}»); póngala junto a las palabras: "
        "[palabras](pagina.md).",
        "the address of this link stands on another line ('{found}'); put it beside the words: [words](page.md).",
    ),
    "abbreviation": (
        "el sitio no explica siglas así («{found}») y se vería el signo; explíquela entre paréntesis en la frase.",
        "the site does not explain abbreviations in this way ('{found}') and would show the signs; explain it in "
        "brackets in the sentence.",
    ),
    "other-signs": (
        "«{found}» se vería con sus signos: no hay texto tachado, resaltado, subrayado, subíndices ni superíndices; "
        "quite los signos, o use **negrita** o *cursiva*.",
        "'{found}' would show with its signs: there is no struck, highlighted or underlined text, no subscript or "
        "superscript; take the signs out, or use **bold** or *italic*.",
    ),
    "quotation-without-blank-line": (
        "aquí empieza una cita («>») que se vería con sus signos; deje antes una línea en blanco.",
        "a quotation begins here ('>') that would show with its signs; leave a blank line before it.",
    ),
    "item-without-blank-line": (
        "falta una línea en blanco antes de este punto: se vería como uno de la lista de dentro; déjela.",
        "there is no blank line before this item: it would be shown as one of the inner list; leave one.",
    ),
    "tight-list-in-box": (
        "en un recuadro, la lista de dentro cambiaría de lugar; deje una línea en blanco también antes de su primer punto, o "
        "ninguna entre sus puntos.",
        "in a box the inner list would change its place; leave a blank line before its first item too, or none between its "
        "items.",
    ),
    "list-number": (
        "el punto «{found}» se vería con el número {meant}; escriba ese número; si «{found}» es un año u otra parte de la "
        "frase, empiece por una palabra.",
        "the item '{found}' would be shown with the number {meant}; write that number; where '{found}' is a year or another "
        "part of the sentence, begin with a word.",
    ),
    "list-of-two-kinds": (
        "en una misma lista, unos puntos llevan número y otros guion, y se verían iguales; use un solo signo, o ponga una frase "
        "entre las dos listas.",
        "in one list some items have a number and others a hyphen, and they would look the same; use one sign, or put a "
        "sentence between the two lists.",
    ),
    "list-in-item": (
        "tras el signo de la lista va «{found}», que empezaría otra lista; quítelo, o empiece por una palabra.",
        "after the sign of the list stands '{found}', which would begin another list; take it out, or begin with a word.",
    ),
    "note-begins-with-sign": (
        "la nota empieza por «{found}», que no se vería; empiece por una palabra.",
        "the note begins with '{found}', which would not be shown; begin with a word.",
    ),
    "row-of-other-length": (
        "la fila «{found}» no tiene tantas celdas como la de títulos, y lo que sobra no se vería; cuente las celdas, y donde no "
        "haya nada que decir ponga una raya.",
        "the row '{found}' has not as many cells as that of the titles, and what is too much would not be shown; count the "
        "cells, and put a dash where there is nothing to say.",
    ),
    "star-without-pair": (
        "el asterisco de «{found}» no tiene pareja: se vería, o se perdería alguna letra; ponga los dos junto a palabras "
        "enteras, como en *esto*, o escriba \\* si es un asterisco.",
        "the asterisk of '{found}' has no pair: it would show, or a letter would be lost; put both of them beside whole words, "
        "as in *this*, or write \\* where an asterisk is meant.",
    ),
    "star-in-word": (
        "los asteriscos de «{found}», dentro de una palabra, no se verían; si son de una cuenta, escriba ×; si no, póngalos "
        "alrededor de palabras enteras.",
        "the asterisks of '{found}', inside a word, would not be shown; write × where something is multiplied, or put them "
        "around whole words.",
    ),
    "underscores": (
        "los guiones bajos de «{found}» no se verían; para negrita o cursiva use asteriscos, y para un nombre con guiones "
        "bajos, acentos graves: `nombre`.",
        "the underscores of '{found}' would not be shown; use asterisks for bold or italic, and backticks for a name with "
        "underscores: `name`.",
    ),
    "braces-after-mark": (
        "tras «{{: ... }}» hay otra llave en la misma línea, y lo que va entre ambas cambiaría de lugar; quite la segunda, o "
        "escriba paréntesis.",
        "after '{{: ... }}' stands another brace in the same line, and what is between them would change its place; take the "
        "second one out, or write brackets.",
    ),
    "backslash-shown": (
        "la barra inversa se vería; quítela, y si era para cortar la línea, empiece otro párrafo o una lista.",
        "the backslash would be shown; take it out, and where it was to break the line, begin another paragraph or a list.",
    ),
    "bad-entity": (
        "«{found}» se vería de otro modo; escriba el signo mismo, o «&amp;» donde quiera un «&».",
        "'{found}' would be shown otherwise; write the sign itself, or '&amp;' where an '&' is meant.",
    ),
    "number-in-code": (
        "en el código, a «{found}» se le añadiría un punto y coma; escriba «{found};», o separe los signos.",
        "in code, '{found}' would be given a semicolon; write '{found};', or put the signs apart.",
    ),
    "code-with-space": (
        "los espacios al borde de «{found}» no se verían; póngalos fuera de los acentos graves.",
        "the spaces at the edge of '{found}' would not be shown; put them outside the backticks.",
    ),
    "backtick-left": (
        "el acento grave no tiene pareja y se vería; ponga otro igual donde termina el código, o quítelo.",
        "the backtick has no pair and would be shown; put another one where the code ends, or take it out.",
    ),
    "emoji": (
        "«{found}» se vería tal cual; escriba la palabra.",
        "'{found}' would show as it is; write the word.",
    ),
    "snippet": (
        "«{found}» se vería tal cual: ningún archivo entra así en un capítulo; escriba el texto aquí o use una directiva.",
        "'{found}' would show as it is: no file comes into a chapter in this way; write the text here or use a "
        "directive.",
    ),
    "heading-underlined": (
        "esta raya («{found}») convierte en título la línea de arriba; si es un título, escriba delante ## y al final "
        "{{#ancla}}, y si no, borre la raya.",
        "this line ('{found}') makes a heading of the one above; if it is a heading, put ## before it and {{#anchor}} at "
        "its end, and if not, delete the line.",
    ),
    "heading-without-space": (
        "la línea empieza con «{found}» y se vería como un título; deje un espacio tras los signos si lo es, y si no, "
        "empiece con otra palabra, sin #.",
        "the line begins with '{found}' and would show as a heading; leave a space after the signs if it is one, and if "
        "not, begin with a word without #.",
    ),
    "heading-inside": (
        "hay un título («{found}») dentro de una lista, una cita o un recuadro; sáquelo, o use **negrita**.",
        "there is a heading ('{found}') inside a list, a quotation or a box; take it out, or use **bold**.",
    ),
    "heading-not-read": (
        "el título no empieza donde empieza la línea y se vería «{found}»; borre los espacios que tiene delante.",
        "the heading does not begin where the line begins and '{found}' would show; delete the spaces before it.",
    ),
    "odd-anchor": (
        "el ancla «{found}» no sirve; escríbala con letras minúsculas sin tilde (a-z), cifras y guiones, igual en los dos "
        "idiomas.",
        "the anchor '{found}' is not valid; write it with lower-case letters without accents (a-z), digits and hyphens, "
        "the same in both languages.",
    ),
    "anchor-not-read": (
        "«{found}» se vería tal cual; un ancla va una sola vez, al final de un título, tras un espacio y entre llaves que "
        "se cierran: {{#ancla}}.",
        "'{found}' would show as it is; an anchor stands once, at the end of a heading, after a space and in braces that "
        "are closed: {{#anchor}}.",
    ),
    "second-title": (
        "«{found}» sería otro título de la página; escriba ## y al final {{#ancla}}.",
        "'{found}' would be a second title of the page; write ##, and {{#anchor}} at its end.",
    ),
    "box-without-title": (
        "el recuadro no tiene título y el sitio pondría una palabra en inglés; escríbalo entre comillas rectas: "
        '!!! note "Título".',
        'the box has no title and the site would put the name of its kind; write one in straight quotes: !!! note "Title".',
    ),
    "box-with-other-indent": (
        "el texto del recuadro no está cuatro espacios más adentro que sus signos; ponga cuatro delante de cada línea.",
        "the text of the box is not indented by four spaces from its signs; put four before each line.",
    ),
    "box-of-other-kind": (
        "no hay recuadros «{found}»; las clases son: {allowed}.",
        "there is no box '{found}'; the kinds are: {allowed}.",
    ),
    "box-not-read": (
        "de «{found}» no sale un recuadro; escriba !!! y la clase, y el título entre comillas rectas: "
        '!!! note "Título".',
        "'{found}' does not become a box; write !!! and the kind, and the title in straight quotes: !!! note \"Title\".",
    ),
    "chapter-without-pair": (
        "falta la página en el otro idioma; cree {other} con las mismas secciones.",
        "the page is missing in the other language; write {other} with the same sections.",
    ),
    "section-without-pair": (
        "la sección «{found}» falta en el otro idioma; escríbala en {other}.",
        "the section '{found}' is missing in the other language; write it in {other}.",
    ),
    "wrong-language": (
        "este texto parece estar en {found} y aquí va el {language}; escríbalo en {language}, o intercambie los dos textos.",
        "this text seems to be in {found}, where {language} belongs; write it in {language}, or swap the two texts.",
    ),
    "attribute": (
        "no se acepta el atributo «{found}» entre llaves; use solo: {allowed}.",
        "the attribute '{found}' is not accepted in braces; use only: {allowed}.",
    ),
    "bad-hash": (
        "«{found}» no es la marca de una sección; no la escriba a mano: use «handbook translations accept».",
        "'{found}' is not the mark of a section; do not write it by hand: use 'handbook translations accept'.",
    ),
    "no-data": (
        "no hay ningún archivo de datos; ¿es esta la carpeta del proyecto?",
        "there is no data file; is this the project's folder?",
    ),
}
