"""What a record may hold: frozen types, unknown keys refused, both languages required.

The JSON Schemas in data/schemas/ are generated from these types (``handbook schema``); there is no second list of
allowed values. Values of a vocabulary (``Of("ideas")``) are checked against data/vocabulary/ through the validation
context ``{"vocabulary": {"ideas": {...ids}}}``.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal, TypeGuard

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic import ValidationInfo as Info
from pydantic_core import PydanticCustomError, core_schema

from handbook.content.languages import country_codes

# Markup that a plain text must not hold: tags, comments, Markdown links and images, attribute lists, script addresses.
# Written without flags and without \b, which means another thing in JavaScript: the same pattern stands in the JSON
# Schemas, for editors and for the form.
MARKUP = re.compile(
    r"<[A-Za-z/!?][^>]{0,40}|\]\(|!\[|\{[:#.%{][^}]{0,40}|(?<![A-Za-z0-9_])[Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]\s*:"
    r"|(?<![A-Za-z0-9_])[Dd][Aa][Tt][Aa]:[Tt][Ee][Xx][Tt]/|&#?[A-Za-z0-9]{1,10};|\*\*\S|`"
)
# A text shows something: more than white space and the accents that stand upon a letter (Unicode's combining marks).
VISIBLE = re.compile(r"[^\s\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
# There is no markup without one of these; most texts have none, and looking for them is quick.
_SIGN_OF_MARKUP = re.compile(r"[<\]!{:&*`]")
# How a spreadsheet knows a formula; open data and sheets are made of these texts. A leading tab hides one.
FORMULA = re.compile(r"^\s*[=+@]|^\t")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 60
# No escape that JavaScript does not know: the same pattern stands in the JSON Schemas.
LINK = re.compile(r"""(https?://[^\s/<>"']+[^\s<>"']*|mailto:[^\s<>"':]+@[^\s<>"':]+)""")
YEARS = (1500, 2100)
OLD_ADDRESS = re.compile(r"/([a-z0-9-]+/)*(#[A-Za-z0-9_-]+)?")


def _plain(text: str) -> str:
    if not VISIBLE.search(text):
        raise PydanticCustomError("empty-text", "empty")
    if _SIGN_OF_MARKUP.search(text) and (found := MARKUP.search(text)):
        raise PydanticCustomError("markup", "markup", {"found": found.group(0)[:40]})
    if FORMULA.search(text):
        raise PydanticCustomError("formula", "formula", {"found": text.strip()[:40]})
    return " ".join(text.split())


def _identifier(text: str) -> str:
    if not ID.fullmatch(text) or len(text) > ID_LENGTH:
        raise PydanticCustomError("bad-id", "bad id", {"found": text})
    return text


def _country(code: str) -> str:
    if code not in country_codes():
        raise PydanticCustomError("bad-country", "bad country", {"found": code})
    return code


def _link(address: str) -> str:
    if not LINK.fullmatch(address):
        raise PydanticCustomError("bad-link", "bad link", {"found": address})
    return address


def _date(text: str) -> str:
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError
        datetime.date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("not-a-date", "bad date", {"found": text}) from None
    return text


class Of:
    """Marks a text as one of a vocabulary's ids; in the schema, the list of them."""

    def __init__(self, vocabulary: str) -> None:
        self.vocabulary = vocabulary

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        def allowed(text: str, info: Info) -> str:
            ids = (info.context or {}).get("vocabulary", {}).get(self.vocabulary)
            if ids is not None and text not in ids:
                raise PydanticCustomError("not-allowed", "not allowed", {"found": text, "vocabulary": self.vocabulary})
            return text

        return core_schema.with_info_after_validator_function(allowed, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "x-vocabulary": self.vocabulary}


class Between:
    """Bounds of a number, both included; one finding names both."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        def bounded(value: float) -> float:
            if not self.low <= value <= self.high:
                words = {"found": value, "low": self.low, "high": self.high}
                raise PydanticCustomError("out-of-range", "out of range", words)
            return value

        return core_schema.no_info_after_validator_function(bounded, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "minimum": self.low, "maximum": self.high}


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Number:
    """A number as it was written: 7 stays 7 and 7.5 stays 7.5."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        def number(value: Any) -> int | float:
            if not _is_number(value):
                raise PydanticCustomError("int_type", "number")
            return value

        return core_schema.no_info_plain_validator_function(number)

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "number"}


def _subdivision(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code):
        raise PydanticCustomError("bad-subdivision", "bad subdivision", {"found": code, "country": "@country"})
    return code


def _short(text: str) -> str:
    if len(text) > 170:
        raise PydanticCustomError("too-long", "too long", {"found": len(text), "high": 170})
    return text


def _old_address(text: str) -> str:
    if not OLD_ADDRESS.fullmatch(text):
        raise PydanticCustomError("bad-address", "bad address", {"found": text})
    return text


def _anchor(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise PydanticCustomError("bad-id", "bad anchor", {"found": text})
    return text


def _edition(text: str) -> str:
    if not re.fullmatch(r"\d{4}\.\d{1,2}", text):
        raise PydanticCustomError("bad-edition", "bad edition", {"found": text})
    return text


_PLAIN_TEXT = {
    "pattern": VISIBLE.pattern,
    "not": {"anyOf": [{"pattern": MARKUP.pattern}, {"pattern": FORMULA.pattern}]},
}
Text = Annotated[str, AfterValidator(_plain), Field(json_schema_extra=_PLAIN_TEXT)]
OldAddress = Annotated[str, AfterValidator(_old_address)]
Anchor = Annotated[str, AfterValidator(_anchor)]
EditionId = Annotated[str, AfterValidator(_edition)]
_ID = {"pattern": f"^{ID.pattern}$", "maxLength": ID_LENGTH}
Id = Annotated[str, AfterValidator(_identifier), Field(json_schema_extra=_ID)]
Year = Annotated[int, Between(*YEARS)]
Number = Annotated[int | float, _Number()]
Country = Annotated[str, AfterValidator(_country), Field(json_schema_extra={"enum": sorted(country_codes())})]
Link = Annotated[str, AfterValidator(_link), Field(json_schema_extra={"pattern": f"^{LINK.pattern}$"})]
Date = Annotated[str, AfterValidator(_date), Field(json_schema_extra={"format": "date"})]


class Record(BaseModel):
    """The common ground of all records."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_SOURCE = "Fuente, por su id en data/sources.yml / source, by its id in data/sources.yml"
_LOCATOR = "Dónde en la fuente / where in the source"


class Bilingual(Record):
    """The same text in Spanish and in English; both are required."""

    es: Text = Field(description="Español")
    en: Text = Field(description="English")

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.es


class SourceUse(Record):
    """A source and the place in it."""

    source: Annotated[str, Of("sources")] = Field(description="id de data/sources.yml / id in data/sources.yml")
    locator: Bilingual | None = Field(None, description="Dónde en la fuente / where in the source")


# ---------------------------------------------------------------------------------------------------- vocabulary


class Term(Record):
    """A word of a vocabulary: its id and its name."""

    id: Id
    name: Bilingual
    summary: Bilingual | None = None


class Idea(Term):
    number: Annotated[int, Between(1, 12)]
    summary: Bilingual


class Stage(Term):
    number: Annotated[int, Between(1, 4)]
    summary: Bilingual


class Step(Term):
    number: Annotated[int, Between(1, 16)]
    stage: Annotated[str, Of("stages")]
    summary: Bilingual
    ideas: Annotated[tuple[Annotated[str, Of("ideas")], ...], Field(min_length=1)]


class Goal(Term):
    """One of the Sustainable Development Goals, by its short name."""

    number: Annotated[int, Between(1, 17)]


class Vocabulary(Record):
    entries: Annotated[tuple[Term, ...], Field(min_length=1)]


class Ideas(Vocabulary):
    entries: Annotated[tuple[Idea, ...], Field(min_length=1)]


class Stages(Vocabulary):
    entries: Annotated[tuple[Stage, ...], Field(min_length=1)]


class Steps(Vocabulary):
    entries: Annotated[tuple[Step, ...], Field(min_length=1)]


class Goals(Vocabulary):
    entries: Annotated[tuple[Goal, ...], Field(min_length=1)]


# ------------------------------------------------------------------------------------------------------- records


# Whether a source gives the years; if not, the year is that of its publication, by which the facts had happened.
Dated = Literal["given", "before"]
_DATED = (
    "before: la fuente no fecha los hechos, y el año es el de su publicación; lo normal, given: la fuente da los años / "
    "before: the source does not date the facts, and the year is that of its publication; as a rule, given: the source "
    "gives the years"
)


class Population(Record):
    value: Annotated[int, Between(1, 100_000_000)] = Field(
        description="Habitantes, sin puntos ni comas / inhabitants, without separators"
    )
    year: Year = Field(description="Año de la cifra / year of the figure")
    dated: Dated = Field("given", description=_DATED)
    source: Annotated[str, Of("sources")] = Field(description=_SOURCE)
    locator: Bilingual | None = Field(None, description=_LOCATOR)


class Location(Record):
    lat: Annotated[Number, Between(-90, 90)] = Field(description="Latitud, grados WGS 84 / latitude, degrees")
    lon: Annotated[Number, Between(-180, 180)] = Field(description="Longitud, grados WGS 84 / longitude, degrees")


class Period(Record):
    """The years that the evidence covers."""

    start: Year = Field(description="Primer año / first year")
    end: Year | None = Field(None, description="Último año, si lo hay / last year, if there is one")
    dated: Dated = Field("given", description=_DATED)


class Action(Record):
    text: Bilingual = Field(description="Qué se hizo: quién, qué y cuándo / what was done: who, what and when")
    source: Annotated[str, Of("sources")] = Field(description=_SOURCE)
    locator: Bilingual | None = Field(None, description=_LOCATOR)


class Institution(Record):
    name: Bilingual = Field(description="Nombre oficial en cada idioma / official name in each language")
    role: Bilingual | None = Field(None, description="Qué hizo / what it did")


class Actor(Record):
    sector: Annotated[str, Of("sectors")] = Field(
        description="Sector, de data/vocabulary/sectors.yml / sector, from data/vocabulary/sectors.yml"
    )
    name: Bilingual = Field(description="Nombre en cada idioma / name in each language")


Basis = Literal["stated", "supported"]
_BASIS = "stated: lo dice la fuente; supported: lectura editorial / the source says so; the editors' reading"
_HOW = "Cómo lo muestra este caso, en concreto / how this case shows it, in concrete terms"


class ShowsIdea(Record):
    """How a case shows one idea, and whether a source says so or the editors read it."""

    id: Annotated[str, Of("ideas")] = Field(
        description="Idea, de data/vocabulary/ideas.yml / idea, from data/vocabulary/ideas.yml"
    )
    basis: Basis = Field(description=_BASIS)
    how: Bilingual = Field(description=_HOW)
    lesson: Bilingual | None = Field(None, description="La lección para esta idea / the lesson for this idea")


class ShowsStep(ShowsIdea):
    id: Annotated[str, Of("steps")] = Field(
        description="Paso, de data/vocabulary/steps.yml / step, from data/vocabulary/steps.yml"
    )


class ShowsDimension(ShowsIdea):
    id: Annotated[str, Of("dimensions")] = Field(
        description="Dimensión, de data/vocabulary/dimensions.yml / dimension, from data/vocabulary/dimensions.yml"
    )


class Modality(Record):
    level: Annotated[str, Of("levels")] | None = Field(
        None, description="Solo si una fuente califica este caso / only where a source rates this case"
    )
    what: Bilingual = Field(description="Qué hubo y con quién / what there was and with whom")


class Figure(Record):
    value: Number = Field(
        description="Cifra: sin comillas, con punto decimal / figure: without quotes, with a decimal point"
    )
    unit: Bilingual = Field(description="Unidad / unit")
    label: Bilingual = Field(description="Qué mide / what it measures")
    year: Year | None = Field(None, description="Año de la cifra / year of the figure")
    until: Year | None = Field(None, description="Último año, si cubre varios / last year, if it covers several")
    dated: Dated = Field("given", description=_DATED)
    source: Annotated[str, Of("sources")] = Field(description=_SOURCE)
    locator: Bilingual | None = Field(None, description=_LOCATOR)


class Event(Record):
    year: Year = Field(description="Año / year")
    until: Year | None = Field(None, description="Último año, si duró varios / last year, if it lasted several")
    event: Bilingual = Field(description="El hecho, en una frase / the event, in one sentence")
    source: Annotated[str, Of("sources")] | None = Field(None, description=_SOURCE)
    locator: Bilingual | None = Field(None, description=_LOCATOR)


class Start(Record):
    """How a territory's international action began."""

    kind: Literal["reactive", "planned", "mixed"] = Field(
        description="Reactivo, planificado o mixto / reactive, planned or mixed"
    )
    basis: Basis = Field(description=_BASIS)
    how: Bilingual = Field(description="Cómo empezó / how it began")


class Case(Record):
    """What one territory did, as the sources tell it."""

    id: Id = Field(description="El nombre del archivo sin .yml / the file name without .yml")
    name: Bilingual = Field(
        description="Como se conoce el lugar en cada idioma / as the place is known in each language"
    )
    country: Country = Field(
        description='País: dos letras de ISO 3166-1 entre comillas, "CO" / country: two letters of ISO 3166-1 in quotes'
    )
    subdivision: Annotated[str, AfterValidator(_subdivision)] | None = Field(
        None, description='Subdivisión: ISO 3166-2, "CO-ANT" / subdivision: ISO 3166-2'
    )
    kind: Annotated[str, Of("kinds")] = Field(
        description="Tipo de gobierno, de data/vocabulary/kinds.yml / kind of government, from data/vocabulary/kinds.yml"
    )
    population: Population | None = Field(None, description="Solo si una fuente la da / only if a source gives it")
    location: Location | None = Field(
        None,
        description="Lugar en grados; sur y oeste con signo menos; una propuesta puede esperarlo / place in degrees; "
        "south and west with a minus sign; a proposal may wait for it",
    )
    period: Period = Field(description="Años que cubre la evidencia / years that the evidence covers")
    start: Start | None = Field(None, description="Solo si una fuente lo permite / only where a source supports it")
    summary: Bilingual = Field(description="Dos o tres frases / two or three sentences")
    context: tuple[Bilingual, ...] = Field(
        (), description="De dónde partía, un párrafo por elemento / where it started from, a paragraph for each item"
    )
    actions: tuple[Action, ...] = Field(
        (), description="Qué se hizo, cada acción con su fuente / what was done, each action with its source"
    )
    institutions: tuple[Institution, ...] = Field((), description="Instituciones responsables / institutions in charge")
    actors: tuple[Actor, ...] = Field((), description="Quién participó / who took part")
    ideas: tuple[ShowsIdea, ...] = Field(
        (), description="Ideas que ilustra, cada una una vez / ideas that it illustrates, each of them once"
    )
    steps: tuple[ShowsStep, ...] = Field(
        (), description="Pasos de la ruta que muestra / steps of the route that it shows"
    )
    dimensions: tuple[ShowsDimension, ...] = Field(
        (), description="Dimensiones de acción que muestra / dimensions of action that it shows"
    )
    modalities: dict[Annotated[str, Of("modalities")], Modality] = Field(
        default_factory=dict, description="Solo las que traten las fuentes / only those the sources deal with"
    )
    figures: tuple[Figure, ...] = Field(
        (), description="Toda cifra que alguien podría citar / every figure that somebody might quote"
    )
    timeline: tuple[Event, ...] = Field((), description="Hechos con su año / events with their year")
    lessons: tuple[Bilingual, ...] = Field(
        (), description="Lecciones que valen fuera de este lugar / lessons that hold outside this place"
    )
    difficulties: tuple[Bilingual, ...] = Field(
        (), description="Lo que costó o no salió / what was hard or did not work"
    )
    notes: tuple[Bilingual, ...] = Field((), description="Notas editoriales / editors' notes")
    sources: Annotated[tuple[SourceUse, ...], Field(min_length=1)] = Field(
        description="Al menos una, y todas las usadas arriba / at least one, and all those used above"
    )
    reviewed: Date = Field(
        description="Cuándo se comparó con sus fuentes, año-mes-día / when compared with its sources, year-month-day"
    )
    contributors: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Quién firma: personas u organizaciones / who signs: people or organisations"
    )
    contributing_organisations: tuple[Text, ...] = Field(
        (), description="De quienes firman, las organizaciones / of those who sign, the organisations"
    )


_WHOSE = (
    "stated: lo dice la fuente, en ese lugar; ours: lo propone este manual / stated: the source says so, in that place; "
    "ours: this handbook's own"
)


class Attributed(Record):
    """Something to do or to ask, and whose it is: a source's, with the place in it, or the handbook's own."""

    id: Id
    text: Bilingual
    basis: Literal["ours", "stated"] = Field(description=_WHOSE)
    source: Annotated[str, Of("sources")] | None = Field(None, description=_SOURCE)
    locator: Bilingual | None = Field(None, description=_LOCATOR)


_LEADS_TO = "Páginas que ayudan con este punto / pages that help with this item"
_LEADS_WHEN = "Cuándo se sugieren esas páginas: con la marca o sin ella / when those pages are suggested"


class Item(Attributed):
    help: Bilingual | None = None
    leads_to: tuple[Id, ...] = Field((), description=_LEADS_TO)


class Group(Record):
    id: Id
    title: Bilingual | None = None
    leads_when: Literal["ticked", "unticked"] = Field("unticked", description=_LEADS_WHEN)
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Checklist(Record):
    """Things to tick; the id of an item never changes and is never used again."""

    id: Id
    title: Bilingual
    intro: Bilingual | None = None
    page: Id = Field(description="id de la página a la que pertenece / id of the page it belongs to")
    groups: Annotated[tuple[Group, ...], Field(min_length=1)]
    sources: tuple[SourceUse, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all groups, in their order."""
        return tuple(item for group in self.groups for item in group.items)


class GuidingQuestion(Attributed):
    """What a step asks first; its id begins with that of the step, never changes and is never used again."""


class GuidingQuestions(Record):
    """The guiding questions of a step of the route; their id is the step's."""

    id: Annotated[str, Of("steps")] = Field(
        description="id del paso, y nombre del archivo / id of the step, and file name"
    )
    questions: Annotated[tuple[GuidingQuestion, ...], Field(min_length=1)]


class Choice(Record):
    id: Id
    text: Bilingual
    help: Bilingual | None = None


class Question(Record):
    """What an adviser asks. Its choices stand here, or are the cells of a column of the adviser's table."""

    id: Id
    text: Bilingual
    help: Bilingual | None = None
    choices: tuple[Choice, ...] = ()
    column: Id | None = Field(
        None, description="Columna de «table»: sus celdas son las opciones / its cells are choices"
    )


class Evidence(Record):
    """What a source says for or against a suggestion, or what the editors read in it."""

    text: Bilingual
    source: Annotated[str, Of("sources")]
    locator: Bilingual
    basis: Basis = Field("stated", description=_BASIS)


class Suggestion(Record):
    """One answer of an adviser; ``fits`` names, for each question that matters to it, the choices it goes with."""

    id: Id
    name: Bilingual
    text: Bilingual | None = None
    row: Id | None = Field(None, description="Fila de «table» que lo describe / row of table that describes it")
    fits: dict[str, Annotated[tuple[Id, ...], Field(min_length=1)]] = Field(default_factory=dict)
    open: Bilingual | None = Field(None, description="Por qué es una cuestión abierta / why the question is open")
    evidence: tuple[Evidence, ...] = ()
    leads_to: tuple[Id, ...] = Field((), description=_LEADS_TO)
    cases: tuple[Id, ...] = Field((), description="Casos que conviene leer / cases worth reading")


class Adviser(Record):
    """A decision aid. ``choose``: questions that narrow down suggestions. ``assess``: a sheet that the reader fills in,

    its columns the questions, its suggestions the examples to start from.
    """

    id: Id
    title: Bilingual
    intro: Bilingual
    note: Bilingual | None = None
    page: Id
    use: Literal["choose", "assess"] = "choose"
    table: Id | None = Field(None, description="id de data/tables/")
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    suggestions: Annotated[tuple[Suggestion, ...], Field(min_length=1)]
    sources: tuple[SourceUse, ...] = ()


class Column(Record):
    id: Id
    title: Bilingual


def _cell(value: Any) -> Any:
    if isinstance(value, dict | Bilingual) or _is_number(value):
        return value
    raise PydanticCustomError("not-both-languages", "cell", {"value": value})


class _CellSchema:
    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        choices = {"text": handler.generate_schema(Bilingual), "number": handler.generate_schema(Number)}
        return core_schema.tagged_union_schema(
            choices, discriminator=lambda value: "text" if isinstance(value, dict | Bilingual) else "number"
        )


Cell = Annotated[Any, _CellSchema(), BeforeValidator(_cell)]


_GOALS = (
    "Objetivos de Desarrollo Sostenible, de data/vocabulary/sdgs.yml; se muestran tras la primera columna / Sustainable "
    "Development Goals, from data/vocabulary/sdgs.yml; they are shown after the first column"
)


class Row(Record):
    id: Id
    cells: dict[str, Cell]
    goals: tuple[Annotated[str, Of("sdgs")], ...] = Field((), description=_GOALS)


class Table(Record):
    """A table that a chapter shows; its first column heads the rows."""

    id: Id
    title: Bilingual
    note: Bilingual | None = None
    page: Id
    columns: Annotated[tuple[Column, ...], Field(min_length=2)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]
    sources: tuple[SourceUse, ...] = ()


DiagramKind = Literal["stages", "wheel", "spectrum", "cycle", "bars", "levels", "planes"]
_LABEL = "Puede faltar si el id es de una idea o un paso / may be left out where the id is an idea's or a step's"


class DiagramGroup(Record):
    id: Id
    label: Bilingual


class DiagramEntry(Record):
    """One thing that a figure draws. ``detail`` stands only in the figure's table."""

    id: Id
    label: Bilingual | None = Field(None, description=_LABEL)
    detail: Bilingual | None = None
    value: Annotated[Number, Between(0, 1_000_000_000)] | None = None
    group: Id | None = Field(None, description="id de «groups» / id of one of groups")
    page: Id | None = Field(None, description="id de la página a la que lleva / id of the page it leads to")
    anchor: Id | None = Field(None, description="ancla en esa página / anchor in that page")


class Diagram(Record):
    """A drawn figure. Kinds ``stages`` and ``wheel`` take their steps and ideas from the vocabulary."""

    id: Id
    title: Bilingual
    description: Bilingual = Field(description="Lo que se ve, en palabras / what it shows, in words")
    kind: DiagramKind
    groups: tuple[DiagramGroup, ...] = ()
    entries: tuple[DiagramEntry, ...] = ()
    unit: Bilingual | None = Field(None, description="Qué se cuenta en «value» / what value counts")
    note: Bilingual | None = None
    sources: tuple[SourceUse, ...] = ()


class Activity(Record):
    """A stretch of a session. With ``page``, it works with that chapter: its exercise, or another section of it."""

    title: Bilingual | None = Field(
        None, description="Puede faltar en un ejercicio: es el suyo / may be left out for an exercise"
    )
    text: Bilingual | None = Field(None, description="Qué se hace, en concreto / what is done, in concrete terms")
    minutes: Annotated[int, Between(1, 600)] | None = Field(
        None, description="Pueden faltar en un ejercicio: son los del capítulo / may be left out for an exercise"
    )
    page: Id | None = Field(None, description="id de la página con la que se trabaja / id of the page worked with")
    anchor: Id | None = Field(None, description="sección de la página: exercise, discuss… / section of that page")


class Reading(Record):
    """A chapter, or a section of it, to read before a session."""

    page: Id
    anchor: Id | None = None


class Session(Record):
    """What is done in one sitting."""

    id: Id
    title: Bilingual
    objectives: Annotated[tuple[Bilingual, ...], Field(min_length=1)]
    chapters: tuple[Reading, ...] = Field((), description="Lo que se lee antes / what is read beforehand")
    activities: Annotated[tuple[Activity, ...], Field(min_length=1)]
    outcome: Bilingual = Field(description="Con qué sale el grupo / what the group leaves with")


class Course(Record):
    """A course with the chapters and exercises of the handbook. All sums of minutes are computed."""

    id: Id
    title: Bilingual
    page: Id = Field(description="id de la página a la que pertenece / id of the page it belongs to")
    audience: Bilingual
    summary: Bilingual
    prepare: Annotated[tuple[Bilingual, ...], Field(min_length=1)] = Field(
        description="Lo que prepara quien facilita / what the trainer gets ready"
    )
    sessions: Annotated[tuple[Session, ...], Field(min_length=1)]
    after: tuple[Bilingual, ...] = Field((), description="Lo que sigue después del curso / what follows the course")


class QuizOption(Record):
    """An answer to choose. ``feedback`` says why it is right or not, and helps whoever chose it."""

    id: Literal["a", "b", "c", "d"]
    text: Bilingual
    feedback: Bilingual
    right: bool = False


class QuizQuestion(Record):
    id: Id
    text: Bilingual
    anchor: Id = Field(description="Sección del capítulo que da la respuesta / section that gives the answer")
    options: Annotated[tuple[QuizOption, ...], Field(min_length=3)]


class Quiz(Record):
    """Questions with which readers check what they take from a chapter; its id is the chapter's."""

    id: Id = Field(description="id de la página, y nombre del archivo / id of the page, and name of the file")
    questions: Annotated[tuple[QuizQuestion, ...], Field(min_length=1)]


class Source(Record):
    """One entry of the bibliography."""

    id: Id
    short: Bilingual = Field(description="Cómo se cita en el texto / how it is cited in the text")
    authors: Annotated[tuple[Text, ...], Field(min_length=1)]
    year: Year | None = None
    title: Text
    title_continued: Text | None = Field(None, description="El resto de un título largo / the rest of a long title")
    language: Literal["es", "en", "fr", "pt"]
    container: Text | None = None
    publisher: Text | None = None
    place: Text | None = None
    pages: Text | None = None
    link: Link | None = None
    note: Bilingual | None = None


class Sources(Record):
    entries: Annotated[tuple[Source, ...], Field(min_length=1)]


class GlossaryTerm(Record):
    """A term, what it means, and the wordings that the handbook does not use for it."""

    id: Id
    term: Bilingual
    definition: Bilingual
    avoid: WordLists | None = None
    forms: WordLists | None = None
    see: tuple[Id, ...] = ()
    page: Id | None = None


class WordLists(Record):
    """Wordings in each language; a language without any may be left out."""

    es: tuple[Text, ...] = ()
    en: tuple[Text, ...] = ()

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.en if language == "en" else self.es


class Glossary(Record):
    entries: Annotated[tuple[GlossaryTerm, ...], Field(min_length=1)]


class Acronym(Record):
    id: Id
    acronym: Bilingual
    name: Bilingual
    note: Bilingual | None = None


class Acronyms(Record):
    entries: Annotated[tuple[Acronym, ...], Field(min_length=1)]


SectionHash = Annotated[str, Field(pattern="^[0-9a-f]{8}$")]


class Edition(Record):
    """The edition in preparation or published."""

    id: EditionId
    date: Date

    @property
    def day(self) -> datetime.datetime:
        """Its date as midnight UTC: the time that every file made from it bears, so that two builds give the same."""
        return datetime.datetime.fromisoformat(f"{self.date}T00:00:00+00:00")


class RecordedEdition(Edition):
    """What every section of an edition was like: page id -> language -> section -> hash."""

    pages: dict[Id, dict[Literal["es", "en"], dict[str, SectionHash]]]

    def hashes(self, page: str, language: str) -> dict[str, str]:
        """Section -> hash of a page that the edition had; nothing where it had it in the other language only."""
        return next((sections for one, sections in self.pages[page].items() if one == language), {})


class EditionSite(Record):
    """What the site of an edition was: made from which commit, by which Python, and the mark of its archive."""

    commit: Annotated[str, Field(pattern="^[0-9a-f]{40}$")]
    date: Date
    files: Annotated[int, Field(ge=1)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    python: Annotated[str, Field(pattern=r"^3\.\d+\.\d+")]


class Withdrawn(Record):
    """What an archive page says of something that is no longer published."""

    title: Bilingual
    what: Bilingual = Field(description="Qué era / what it was")
    why: Bilingual = Field(description="Por qué se retiró / why it was withdrawn")


class Redirect(Record):
    """Where something that was published has gone. With ``withdrawn``, ``to`` is where to look instead."""

    old: Annotated[tuple[OldAddress, ...], Field(min_length=1)] = Field(
        alias="from", description='Como en permalinks.txt / as in permalinks.txt: "/ideas/x/", "/en/ideas/x/#why"'
    )
    to: Id = Field(description="id de una página / a page's id")
    anchor: Anchor | None = None
    withdrawn: Withdrawn | None = None


class Redirects(Record):
    entries: tuple[Redirect, ...]


class Phrases(Record):
    """What people type, in each language."""

    es: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="Español")
    en: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="English")

    def __getitem__(self, language: str) -> tuple[str, ...]:
        return self.en if language == "en" else self.es


class Synonym(Record):
    """Words that people ask with, and words of the text that mean the same."""

    asked: Phrases = Field(description="Palabras sueltas / single words")
    means: Phrases = Field(description="Como lo dice el manual / as the handbook says it")


class Answer(Record):
    """A page, or a section of one, that the search offers."""

    to: Id = Field(description="id de una página / a page's id")
    anchor: Anchor | None = None


class BestAnswer(Answer):
    """The answer to a question that holds all the words of a phrase, in any order."""

    asked: Phrases


class Search(Record):
    """What the search knows beyond the words of the text."""

    synonyms: tuple[Synonym, ...]
    best: tuple[BestAnswer, ...]
    nothing: Annotated[tuple[Answer, ...], Field(min_length=3, max_length=3)] = Field(
        description="Tres salidas cuando no hay nada / three ways on where there is nothing"
    )


class Words(Record):
    """The interface's own words, by id."""

    entries: dict[str, Bilingual]


class FrontMatter(Record):
    """What a chapter says of itself, before its text."""

    id: Id
    title: Text
    slug: Id | None = None
    description: Annotated[Text, AfterValidator(_short)]
    objectives: tuple[Text, ...] = ()
    activity_minutes: Annotated[int, Between(1, 600)] | None = None
    sources: tuple[PageSource, ...] = ()
    source_hashes: dict[Id, SectionHash] = Field(
        default_factory=dict, description="Solo en inglés: la versión española que se tradujo, sección por sección"
    )
    template: Literal["home.html"] | None = None
    hide: tuple[Literal["toc", "navigation"], ...] = ()


class PageSource(Record):
    source: Annotated[str, Of("sources")]
    locator: Text | None = None


FrontMatter.model_rebuild()
GlossaryTerm.model_rebuild()
Glossary.model_rebuild()
