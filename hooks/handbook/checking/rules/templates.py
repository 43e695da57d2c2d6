"""Templates in overrides/ can be read, and ask for what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from handbook.checking.rule import rule
from handbook.content.reuse import reuse_of_file
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.theme_files import material_templates
from handbook.reading.written_text import conflict_marker

# In overrides/handbook/ lie those that the library fills itself; MkDocs fills the others.
_OWN = "overrides/handbook/"
_ENVIRONMENT = Environment()
_FILTERS = {True: {*FILTERS, *TESTS}, False: {*FILTERS, *TESTS, "url", "script_tag"}}
# What MkDocs, Material and hooks/on_page_context.py give; a test compares what is given to the pages of the small site.
OF_MKDOCS = {
    *(
        "base_url",
        "build_date_utc",
        "config",
        "extra_css",
        "extra_javascript",
        "mkdocs_version",
        "nav",
        "page",
        "pages",
    ),
    *(
        "handbook",
        "parts",
        "report",
        "sheets",
        "features",
        "lang",
        "self",
        "super",
        "caller",
        "varargs",
        "kwargs",
        "loop",
    ),
    *("i18n_config", "i18n_alternates", "i18n_current_language"),
    *DEFAULT_NAMESPACE,
}
OF_THE_LIBRARY = {
    *(
        "actions",
        "actors",
        "addresses",
        "archived",
        "author",
        "body",
        "bullets",
        "canonical",
        "case",
        "choose",
        "cited",
        "day",
    ),
    *("dimensions", "edition", "edition_word", "figures", "fold", "glance", "home", "ideas", "invitation"),
    *("language", "modalities", "name", "names"),
    *("onward", "parts", "policy", "reviewed", "scorm", "short", "source", "start", "steps", "target", "text", "told"),
    *("timeline", "title", "titles", "up", "word", "loop", "caller", "varargs", "kwargs"),
    *DEFAULT_NAMESPACE,
}
# What a template may ask of ``handbook``: the fields of website.template_context.PageFacts, a test says.
OF_A_PAGE = {
    *("alternates", "behind", "book", "canonical", "changes_title", "cited", "description", "edition", "has", "href"),
    *("id", "key", "language", "languages", "number", "other_href", "other_language", "place", "reading"),
    *("route_items", "section", "short", "shortcuts", "structured", "teaching", "word"),
}
# Without these Material's own would be taken, or the library would look in vain.
_BLOCK = re.compile(r"{%-? *block +(\w+)")
_EXTENDS = re.compile(r"""{%-? *extends +["']([^"']+)""")
_NEEDED = ("overrides/main.html", "overrides/home.html", "overrides/404.html", "overrides/partials/theme-first.html")


@rule(
    {
        "template-syntax": (
            "la plantilla no se puede leer ({problem}); corrija esta línea o la etiqueta que se abrió antes.",
            "the template cannot be read ({problem}); correct this line or the tag that was opened before it.",
        ),
        "template-missing": (
            "la plantilla «{found}» no está en overrides/ ni en Material; corrija el nombre o escriba la plantilla.",
            "the template '{found}' is neither in overrides/ nor in Material; correct the name or write the template.",
        ),
        "template-name": (
            "nada da a la plantilla «{found}»; corrija el nombre.",
            "nothing gives '{found}' to the template; correct the name.",
        ),
        "template-filter": (
            "no hay ningún filtro ni prueba «{found}»; corrija el nombre.",
            "there is no filter or test '{found}'; correct the name.",
        ),
        "template-word": (
            "la palabra «{found}» no está en data/vocabulary/words.yml; corrija el nombre o agréguela allí.",
            "the word '{found}' is not in data/vocabulary/words.yml; correct the name or add it there.",
        ),
        "template-block-twice": (
            "el bloque «{found}» está dos veces en la plantilla; junte los dos.",
            "the block '{found}' is duplicated in the template; make one of the two.",
        ),
        "template-block": (
            "«{parent}» no tiene el bloque «{found}» y este texto no se vería; use uno de los suyos: {allowed}.",
            "'{parent}' has no block '{found}' and this would not be shown; use one that it has: {allowed}.",
        ),
    }
)
def templates_ask_for_what_there_is(draft: Draft) -> Iterator[Finding]:
    """Syntax, names, filters, other templates and words, as far as they are written out."""
    words = set(draft.words.record.entries) if draft.words else None
    for path in draft.tree.listed:
        if path.startswith("overrides/") and path.endswith((".html", ".md")):
            template = read_template(draft.root / path)
            for asked in template.asked:
                yield from _finding(draft.root, path, asked, words)
            yield from _blocks_without_a_place(draft.root, path, template)
    if draft.settings:
        for path in _NEEDED:
            if path not in draft.tree.listed:
                yield finding(path, 1, 1, "", "file-missing")


class Asked(NamedTuple):
    """What a template asks for, and where: the kind is the code of the finding if it is not there."""

    code: str
    name: str
    line: int
    column: int


class Template(NamedTuple):
    asked: tuple[Asked, ...] = ()
    blocks: tuple[Asked, ...] = ()
    parent: str | None = None


def read_template(file: Path) -> Template:
    """What ``file`` asks for; of one that cannot be read, why not."""
    return reuse_of_file(file, read_template, lambda: _read(file.read_bytes()))


def _read(data: bytes) -> Template:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start]
        place = before.count(b"\n") + 1, wrong.start - before.rfind(b"\n")
        return Template((Asked("not-utf-8", "", *place),))
    if marker := conflict_marker(text):
        return Template((Asked("merge-conflict", "", *marker),))
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as wrong:
        line = text.split("\n")[wrong.lineno - 1]
        column = max(line.find("{%"), line.find("{{"), len(line) - len(line.lstrip())) + 1
        return Template((Asked("template-syntax", str(wrong.message), wrong.lineno, column),))
    lines = text.split("\n")

    def asked(code: str, name: str, node: nodes.Node) -> Asked:
        return Asked(code, name, node.lineno, max(lines[node.lineno - 1].find(name), 0) + 1)

    given: set[str] = set()
    found: list[Asked] = []
    blocks: list[Asked] = []
    parent = None
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.iter_child_nodes())
        if isinstance(node, nodes.Name):
            if node.ctx == "load":
                found.append(asked("template-name", node.name, node))
            else:
                given.add(node.name)
        elif isinstance(node, nodes.Macro):
            given.add(node.name)
        elif isinstance(node, nodes.Import):
            given.add(node.target)
        elif isinstance(node, nodes.FromImport):
            given.update(one if isinstance(one, str) else one[1] for one in node.names)
        elif isinstance(node, nodes.Filter | nodes.Test):
            found.append(asked("template-filter", node.name, node))
        elif isinstance(node, nodes.Block):
            blocks.append(asked("template-block", node.name, node))
        elif isinstance(node, nodes.Getattr):
            if isinstance(node.node, nodes.Name) and node.node.name == "handbook":
                found.append(asked("template-fact", node.attr, node))
        elif isinstance(node, nodes.Call) and (word := _word(node)):
            found.append(asked("template-word", word, node))
        if isinstance(node, nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport):
            name = getattr(node.template, "value", None)
            if isinstance(name, str) and not getattr(node, "ignore_missing", False):
                found.append(asked("template-missing", name, node))
            if isinstance(node, nodes.Extends) and isinstance(name, str):
                parent = name
    blocks.sort(key=lambda one: one.line)
    names = [one.name for one in blocks]
    found += [
        one._replace(code="template-block-twice") for index, one in enumerate(blocks) if one.name in names[:index]
    ]
    known = tuple(one for one in found if one.code != "template-name" or one.name not in given)
    return Template(known, tuple(blocks), parent)


def _word(call: nodes.Call) -> str | None:
    """The word for which ``word("home")`` or ``handbook.word("home")`` asks."""
    name = getattr(call.node, "attr", getattr(call.node, "name", ""))
    value = getattr(call.args[0], "value", None) if call.args else None
    return value if name == "word" and isinstance(value, str) else None


def _finding(root: Path, path: str, asked: Asked, words: set[str] | None) -> Iterator[Finding]:
    own = path.startswith(_OWN)
    code, name, line, column = asked
    if code == "template-syntax":
        yield finding(path, line, column, "", code, problem=name)
    elif code == "template-missing":
        if _file_of(root, name, own=own) is None:
            yield finding(path, line, column, "", code, found=name)
    elif code == "template-block-twice":
        yield finding(path, line, column, "", code, found=name)
    elif code in ("not-utf-8", "merge-conflict"):
        yield finding(path, line, column, "", code)
    else:
        known = {
            "template-name": OF_THE_LIBRARY if own else OF_MKDOCS,
            "template-fact": OF_A_PAGE,
            "template-filter": _FILTERS[own],
            "template-word": words,
        }[code]
        if known is not None and name not in known:
            shown = f"handbook.{name}" if code == "template-fact" else name
            code = code.replace("fact", "name")
            yield finding(path, line, column, "", code, found=shown, nearest=nearest(name, known))


def _file_of(root: Path, name: str, *, own: bool) -> Path | None:
    folders = [root / _OWN] if own else [root / "overrides", material_templates()]
    return next((folder / name for folder in folders if (folder / name).is_file()), None)


def _blocks_without_a_place(root: Path, path: str, template: Template) -> Iterator[Finding]:
    """What a template says for a block that none of those it extends has."""
    parent, allowed = template.parent, set[str]()
    seen: set[Path] = set()
    while parent and (file := _file_of(root, parent, own=False)) and file not in seen:
        seen.add(file)
        text = file.read_text(encoding="utf-8", errors="replace")
        allowed.update(_BLOCK.findall(text))
        extended = _EXTENDS.search(text)
        parent = extended[1] if extended else None
    for block in template.blocks if allowed else ():
        if block.name not in allowed:
            words = {"allowed": ", ".join(sorted(allowed)), "nearest": nearest(block.name, allowed)}
            yield finding(
                path, block.line, block.column, "", block.code, found=block.name, parent=template.parent, **words
            )
