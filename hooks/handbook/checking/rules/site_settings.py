"""mkdocs.yml asks for what is there: the navigation, hooks, icons, extensions and languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pathspec import GitIgnoreSpec

from handbook.checking.rule import rule
from handbook.content.languages import DEFAULT, LANGUAGES
from handbook.content.settings import Palette, Settings
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest
from handbook.reading.markdown_result import EXTENSIONS
from handbook.reading.records import Where, described
from handbook.reading.theme_files import material_templates


@rule(
    {
        "nav-entry": (
            "esta entrada de la navegación no es una página ni un título con sus páginas ({found}); escriba "
            "«- carpeta/pagina.md» o «- Título: [carpeta/pagina.md]».",
            "this entry of the navigation is neither a page nor a title with its pages ({found}); write "
            "'- folder/page.md' or '- Title: [folder/page.md]'.",
        ),
        "nav-no-page": (
            "la navegación nombra «{found}», que no es una página de docs/; escriba su ruta sin idioma: carpeta/pagina.md.",
            "the navigation names '{found}', which is no page in docs/; write its path without the language: folder/page.md.",
        ),
        "nav-twice": (
            "la página «{found}» ya está en la línea {line} de la navegación; deje una sola entrada.",
            "the page '{found}' stands in line {line} of the navigation already; keep one entry.",
        ),
        "not-in-nav": (
            "la página no está en la navegación de mkdocs.yml; agregue allí «- {found}», o su ruta en «not_in_nav».",
            "the page is not in the navigation of mkdocs.yml; add '- {found}' there, or its path to 'not_in_nav'.",
        ),
        "excluded-page": (
            "«exclude_docs» de mkdocs.yml deja esta página fuera del sitio; quite de allí lo que la nombra, o borre la página.",
            "'exclude_docs' in mkdocs.yml keeps this page out of the site; take out what names it there, or delete the page.",
        ),
    }
)
def the_navigation_names_every_page(draft: Draft) -> Iterator[Finding]:
    """Each chapter stands in the navigation once, and nothing else does."""
    loaded = draft.settings
    if loaded is None:
        return
    settings: Settings = loaded.record
    pages = {
        path.removeprefix("docs/")[: -len(".es.md")] + ".md": path
        for path in draft.tree.listed  # sorted: the Spanish one, the last, stands for both
        if path.startswith("docs/") and path.endswith(".md")
    }
    places: dict[str, Where] = {}
    for where, entry in _entries(settings.nav, ("nav",)):
        if not isinstance(entry, str):
            yield loaded.finding(where, "nav-entry", found=described(entry))
        elif entry not in pages:
            if not entry.startswith(("https://", "http://")):
                yield loaded.finding(where, "nav-no-page", found=entry, nearest=nearest(entry, pages))
        elif entry in places:
            yield loaded.finding(where, "nav-twice", found=entry, line=loaded.document.place(places[entry])[0])
        places.setdefault(str(entry), where)
    hidden, excluded = _patterns(settings.not_in_nav), _patterns(settings.exclude_docs)
    for page, path in sorted(pages.items()):
        if excluded.match_file(path.removeprefix("docs/")) or excluded.match_file(page):
            yield finding(path, 1, 1, "", "excluded-page")
        elif page not in places and not hidden.match_file(page):
            yield finding(path, 1, 1, "", "not-in-nav", found=page)


def _entries(value: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    """Each page of the navigation, or what stands where a page should, with its place."""
    for index, item in enumerate(value):
        place = (*where, index)
        if isinstance(item, dict) and len(item) == 1:
            ((title, inner),) = item.items()
            place = (*place, title)
            if isinstance(inner, tuple) and inner:
                yield from _entries(inner, place)
            else:
                yield place, inner
        else:
            yield place, item


@cache
def _patterns(text: str | None) -> GitIgnoreSpec:
    """Patterns as Git ignores by them, which MkDocs reads in the same way."""
    return GitIgnoreSpec.from_lines((text or "").splitlines())


@rule(
    {
        "no-such-path": (
            "«{found}» no está en el proyecto; corrija la ruta, que empieza en la carpeta de mkdocs.yml, o borre la línea.",
            "'{found}' is not in the project; correct the path, which begins in the folder of mkdocs.yml, or delete the line.",
        ),
        "hook-not-listed": (
            "mkdocs.yml no nombra {found} y el sitio no se puede construir sin él; agregue esa línea bajo «hooks».",
            "mkdocs.yml does not name {found}, and the site cannot be built without it; add that line under 'hooks'.",
        ),
    }
)
def the_paths_in_the_settings_exist(draft: Draft) -> Iterator[Finding]:
    """Hooks and watched folders are there, and every hook is named, once."""
    loaded = draft.settings
    if loaded is None:
        return
    settings: Settings = loaded.record
    for index, path in enumerate(settings.hooks):
        if not (draft.root / path).is_file():
            yield loaded.finding(("hooks", index), "no-such-path", found=path)
        elif path in settings.hooks[:index]:
            yield loaded.finding(("hooks", index), "named-twice", found=path)
    for index, path in enumerate(settings.watch):
        if not (draft.root / path).exists():
            yield loaded.finding(("watch", index), "no-such-path", found=path)
    if not (draft.root / settings.theme.custom_dir).is_dir():
        yield loaded.finding(("theme", "custom_dir"), "no-such-path", found=settings.theme.custom_dir)
    if settings.theme.favicon and f"docs/{settings.theme.favicon}" not in draft.tree.listed:
        yield loaded.finding(("theme", "favicon"), "no-such-path", found=f"docs/{settings.theme.favicon}")
    for file in sorted((draft.root / "hooks").glob("*.py")):
        if f"hooks/{file.name}" not in settings.hooks:
            yield loaded.finding_at_key(("hooks",), "hook-not-listed", found=f"hooks/{file.name}")


@rule(
    {
        "no-such-icon": (
            "Material no tiene el icono «{found}»; elija uno de su lista, por ejemplo: material/earth.",
            "Material has no icon '{found}'; choose one of its list, such as: material/earth.",
        ),
    }
)
def icons_exist(draft: Draft) -> Iterator[Finding]:
    """Material stops at an icon that it does not have."""
    loaded = draft.settings
    if loaded is None:
        return
    settings: Settings = loaded.record
    asked: list[tuple[Where, str | None]] = [
        (("theme", "icon", name), icon) for name, icon in settings.theme.icon.items()
    ]
    asked += _of_palette(settings.theme.palette, ("theme", "palette"))
    for number, language in enumerate(settings.plugins[0].i18n.languages):
        where = ("plugins", 0, "i18n", "languages", number, "theme", "palette")
        asked += _of_palette(language.theme.palette if language.theme else (), where)
    for place, icon in asked:
        if icon is not None and not (material_templates() / ".icons" / f"{icon}.svg").is_file():
            yield loaded.finding(place, "no-such-icon", found=icon, nearest=_nearest_icon(icon))


def _of_palette(palettes: tuple[Palette, ...], where: Where) -> list[tuple[Where, str | None]]:
    return [((*where, index, "toggle", "icon"), one.toggle.icon) for index, one in enumerate(palettes) if one.toggle]


def _nearest_icon(icon: str) -> str | None:
    folder, _, name = icon.rpartition("/")
    files = (material_templates() / ".icons" / folder).glob("*.svg") if ".." not in icon else ()
    guess = nearest(name, [file.stem for file in files])
    return f"{folder}/{guess}" if guess else None


@rule(
    {
        "other-extension": (
            "los capítulos se leen sin la extensión «{found}»; borre esta línea. Las que hay son: {allowed}.",
            "chapters are read without the extension '{found}'; delete this line. Those in use are: {allowed}.",
        ),
        "extension-missing": (
            "falta la extensión «{found}», con la que se leen los capítulos; agréguela aquí, en este orden: {allowed}.",
            "the extension '{found}', with which chapters are read, is missing; add it here, in this order: {allowed}.",
        ),
        "extension-options": (
            "los capítulos se leen con otras opciones de «{found}»; escriba: {meant}.",
            "chapters are read with other options of '{found}'; write: {meant}.",
        ),
    }
)
def the_extensions_are_those_that_chapters_are_read_with(draft: Draft) -> Iterator[Finding]:
    """What is accepted is shown as it was judged: the site turns Markdown into HTML as the check does."""
    loaded = draft.settings
    if loaded is None:
        return
    allowed = ", ".join(EXTENSIONS)
    named: list[str] = []
    for index, item in enumerate(loaded.record.markdown_extensions):
        pairs = item.items() if isinstance(item, dict) else [(str(item), None)]
        for name, options in pairs:
            where = (
                ("markdown_extensions", index) if not isinstance(item, dict) else ("markdown_extensions", index, name)
            )
            if name not in EXTENSIONS:
                guess = nearest(name, EXTENSIONS)
                yield loaded.finding_at_key(where, "other-extension", found=name, allowed=allowed, nearest=guess)
            elif name in named:
                yield loaded.finding_at_key(where, "named-twice", found=name)
            elif _as_lists(options or {}) != EXTENSIONS[name]:
                meant = ", ".join(f"{key}: {_written(value)}" for key, value in EXTENSIONS[name].items()) or "—"
                yield loaded.finding_at_key(where, "extension-options", found=name, meant=meant)
            named.append(name)
    for name in EXTENSIONS:
        if name not in named:
            place = ("markdown_extensions",)
            yield loaded.finding_at_key(place, "extension-missing", found=name, allowed=allowed)


def _as_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_lists(one) for key, one in value.items()}
    return [_as_lists(one) for one in value] if isinstance(value, tuple) else value


def _written(value: Any) -> str:
    """A value as YAML has it."""
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


@rule(
    {
        "plugin-twice": (
            "«plugins» nombra i18n más de una vez; deje una sola.",
            "'plugins' names i18n more than once; keep one.",
        ),
        "not-two-languages": (
            "el sitio tiene dos idiomas y aquí están {found}; escriba uno con «locale: es» y «default: true», y otro con "
            "«locale: en».",
            "the site has two languages and here are {found}; write one with 'locale: es' and 'default: true', and one "
            "with 'locale: en'.",
        ),
        "palette-too-long": (
            "este idioma cambia {found} paletas y el tema tiene {high}; deje una entrada para cada una, en su orden.",
            "this language changes {found} palettes and the theme has {high}; keep one entry for each, in their order.",
        ),
    }
)
def the_site_has_its_two_languages(draft: Draft) -> Iterator[Finding]:
    """Spanish, the default, and English, each once."""
    loaded = draft.settings
    if loaded is None:
        return
    settings: Settings = loaded.record
    if len(settings.plugins) > 1:
        yield loaded.finding(("plugins", 1), "plugin-twice")
    where: Where = ("plugins", 0, "i18n", "languages")
    languages = settings.plugins[0].i18n.languages
    locales = [one.locale for one in languages]
    if sorted(locales) != sorted(LANGUAGES) or [one.locale for one in languages if one.default] != [DEFAULT]:
        yield loaded.finding(where, "not-two-languages", found=_languages(locales, settings))
    for number, one in enumerate(languages):
        if one.theme and len(one.theme.palette) > len(settings.theme.palette):
            words = {"found": len(one.theme.palette), "high": len(settings.theme.palette)}
            yield loaded.finding((*where, number, "theme", "palette"), "palette-too-long", **words)


def _languages(locales: Iterable[str], settings: Settings) -> str:
    defaults = {one.locale for one in settings.plugins[0].i18n.languages if one.default}
    return ", ".join(f"{one} (default)" if one in defaults else one for one in locales) or "—"
