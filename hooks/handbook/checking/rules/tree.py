"""In docs/, data/ and overrides/ lies only what is read or published, and a drawing only draws."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.project_tree import Tree
from handbook.reading.record_files import COLLECTIONS
from handbook.reading.records import as_id

_RECORD = re.compile(r"\.ya?ml$", re.I)
_CHAPTER = re.compile(r"(\.([a-z]{2}))?\.(md|markdown|mdown|mkdn?)(\.txt)?$", re.I)
_IMAGE = re.compile(r"\.(svg|png|jpe?g|gif|webp|avif|ico|bmp|tiff?)$", re.I)
_CODE = re.compile(r"\.(html?|xhtml|jinja2?|j2|css|m?js)$", re.I)
# What an editor or a browser makes of the ending of a record.
_RECORD_ENDINGS = re.compile(r"(\.(ya?ml|txt|md|json))+$", re.I)


@rule(
    {
        "odd-file-name": (
            "el nombre del archivo no sirve; use minúsculas sin tilde, cifras y guiones, y termine en «.yml».",
            "the file name is not valid; use lower-case letters without accents, digits and hyphens, ending in '.yml'.",
        ),
        "odd-chapter-name": (
            "el nombre del capítulo no sirve; use minúsculas sin tilde, cifras y guiones, y termine en .es.md o .en.md.",
            "the name of the chapter is not valid; use lower-case letters without accents, digits and hyphens, ending in "
            ".es.md or .en.md.",
        ),
        "stray-record": (
            "nada lee este registro aquí; póngalo en la carpeta de su tipo, por ejemplo un caso en data/cases/, "
            "o bórrelo.",
            "nothing reads this record here; put it in the folder of its kind, for instance a case in data/cases/, "
            "or delete it.",
        ),
        "stray-chapter": (
            "nada lee este texto aquí; un capítulo va en una sección de docs/ y termina en .es.md o .en.md. "
            "Muévalo o bórrelo.",
            "nothing reads this text here; a chapter goes into a section of docs/ and ends in .es.md or .en.md. "
            "Move it or delete it.",
        ),
        "stray-image": (
            "el manual no publica imágenes sueltas; haga de ella una figura en data/figures/ o bórrela.",
            "the handbook publishes no loose image; make it a figure in data/figures/ or delete it.",
        ),
        "stray-code": (
            "aquí no va una página, un estilo ni un programa; un texto se escribe en Markdown como capítulo, las "
            "plantillas van en overrides/ y los programas en docs/assets/js/. Muévalo o bórrelo.",
            "a page, a style sheet or a script does not belong here; a text is written in Markdown as a chapter, "
            "templates go into overrides/ and scripts into docs/assets/js/. Move it or delete it.",
        ),
        "stray-file": (
            "el manual no usa archivos de este tipo aquí; guárdelo fuera de docs/, data/ y overrides/, o bórrelo.",
            "the handbook has no use for a file of this kind here; keep it outside docs/, data/ and overrides/, or "
            "delete it.",
        ),
    }
)
def files_lie_where_they_are_read(draft: Draft) -> Iterator[Finding]:
    yield from about_files(draft.tree)


def about_files(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the files as such: their kind, place, name and size; none is opened."""
    for path, what in tree.not_plain:
        yield finding(path, 1, 1, "", "not-a-file", found=what)
    for path in tree.strays:
        code, guess = _stray(path)
        yield finding(path, 1, 1, "", code, nearest=guess)
    for path, size, limit in tree.too_large:
        yield finding(path, 1, 1, "", "file-too-large", size=-(-size // 1024), limit=limit // 1024)


def _stray(path: str) -> tuple[str, str | None]:
    """The code of the finding about a stray file, and the name or folder that may be meant."""
    folder, _, name = path.rpartition("/")
    root, _, section = folder.partition("/")
    if root == "data" and section in COLLECTIONS and (_RECORD_ENDINGS.search(name) or "." not in name):
        better = as_id(_RECORD_ENDINGS.sub("", name))
        return "odd-file-name", f"{better}.yml" if better else None
    if _RECORD.search(name):
        return "stray-record", _meant_folder(folder)
    if found := _CHAPTER.search(name):
        if root != "docs" or section.partition("/")[0] == "assets":
            return "stray-chapter", None
        parts = [as_id(part) for part in [*section.split("/"), name[: found.start()]] if part]
        language = "en" if (found[2] or "").lower() == "en" else "es"
        return "odd-chapter-name", f"docs/{'/'.join(parts)}.{language}.md" if all(parts) else None
    if _IMAGE.search(name):
        return "stray-image", None
    return ("stray-code" if _CODE.search(name) else "stray-file"), None


def _meant_folder(folder: str) -> str | None:
    """The folder of records whose name is most like that of a folder on the way to a file, the last first."""
    for part in reversed(folder.split("/")):
        if guess := nearest(part, COLLECTIONS):
            return f"data/{guess}/"
    return None


_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    {f"{_SVG}{name}" for name in ("svg", "title", "desc", "g", "path", "rect", "circle", "ellipse", "line")}
    | {f"{_SVG}{name}" for name in ("polyline", "polygon")}
)
_ATTRIBUTES = re.compile(
    "id|class|role|viewBox|width|height|x[12]?|y[12]?|c[xy]|r[xy]?|d|points|transform|opacity|fill(-rule|-opacity)?|"
    "stroke(-width|-linecap|-linejoin|-dasharray|-opacity)?"
)
# An address, or a way of writing one.
_ADDRESS = re.compile(r"url\s*\(|[:\\]", re.I)


@rule(
    {
        "svg-broken": (
            "el dibujo no es un SVG que se pueda leer; guárdelo de nuevo con un programa de dibujo.",
            "the drawing is no SVG that can be read; save it again with a drawing program.",
        ),
        "svg-content": (
            "en el dibujo hay «{found}», que puede ejecutar o traer algo de fuera; deje solo formas con sus colores.",
            "the drawing holds '{found}', which may run or fetch something; leave only shapes with their colours.",
        ),
    }
)
def a_drawing_only_draws(draft: Draft) -> Iterator[Finding]:
    """An SVG that is opened by its own address is a page of the site: what it may hold is listed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for path in draft.tree.listed:
        if not path.endswith(".svg"):
            continue
        try:
            drawing = etree.fromstring((draft.root / path).read_bytes(), parser)
        except etree.XMLSyntaxError as broken:
            yield finding(path, broken.lineno or 1, 1, "", "svg-broken")
            continue
        if drawing.getroottree().docinfo.doctype:
            yield finding(path, 1, 1, "", "svg-content", found="<!DOCTYPE>")
        for node in [*drawing.itersiblings(preceding=True), *drawing.iter(), *drawing.itersiblings()]:
            for found in _not_drawing(node):
                yield finding(path, node.sourceline or 1, 1, "", "svg-content", found=found)


def _not_drawing(node: etree._Element) -> Iterator[str]:
    """What of an element, a comment or an instruction is more than a shape."""
    tag: object = node.tag  # of a comment, the function that makes comments
    if tag is etree.Comment:
        return
    if tag not in _ELEMENTS:
        yield f"<{etree.QName(node).localname}>" if isinstance(tag, str) else str(node)[:40]
        return
    for name, value in node.attrib.items():
        if not _ATTRIBUTES.fullmatch(name) or _ADDRESS.search(value):
            yield etree.QName(name).localname
