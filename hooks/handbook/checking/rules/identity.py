"""Ids, file names and addresses are used once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.checking.references import all
from handbook.checking.rule import SHARED, rule
from handbook.content.chapters import page_address
from handbook.content.languages import DEFAULT, LANGUAGES
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded


@rule(form="the form names the file after the id")
def id_is_the_file_name(draft: Draft) -> Iterator[Finding]:
    for loaded in all(draft):
        expected = loaded.path.rsplit("/", 1)[1].removesuffix(".yml")
        if loaded.record.id != expected:
            yield loaded.finding(("id",), "id-not-file-name", found=loaded.record.id, expected=expected)


@rule(
    {
        "duplicate-id": (
            "el identificador «{found}» ya se usa en {other}; elija otro.",
            "the id '{found}' is already used in {other}; choose another.",
        ),
    },
    form=SHARED,
)
def an_id_is_used_once(draft: Draft) -> Iterator[Finding]:
    """Pages and cases share the short addresses; the other collections have namespaces of their own."""
    for name in ("checklists", "tables", "figures", "advisers", "courses", "quizzes", "questions"):
        yield from _repeated((loaded.record.id, loaded) for loaded in draft.collections[name])
    seen: dict[str, str] = {}
    present = {(chapter.key, chapter.language) for chapter in draft.chapters}
    for chapter in draft.chapters:
        if chapter.language == "es" or (chapter.key, "es") not in present:
            id = chapter.front.id
            if id in seen:
                yield draft.front_matter(chapter).finding(("id",), "duplicate-id", found=id, other=seen[id])
            seen.setdefault(id, chapter.path)
    for loaded in draft.collections["cases"]:
        id = loaded.record.id
        if id in seen:
            yield loaded.finding(("id",), "duplicate-id", found=id, other=seen[id])
        seen.setdefault(id, loaded.path)


@rule(form=SHARED)
def vocabulary_ids_are_used_once(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.vocabulary_files.values():
        seen: set[str] = set()
        for index, entry in enumerate(loaded.record.entries):
            if entry.id in seen:
                yield loaded.finding(("entries", index, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)


# What the site has at its root beside the pages: files, short addresses, other editions, and the other language.
_NOT_OF_PAGES = ("api", "assets", "downloads", "p", "pagefind", "v", *(one for one in LANGUAGES if one != DEFAULT))


@rule(
    {
        "number-used-twice": (
            "el número {found} ya es el de «{other}»; dé a cada entrada un número propio.",
            "the number {found} is already that of '{other}'; give each entry a number of its own.",
        ),
    },
    form="no case and no source has a number",
)
def numbers_are_used_once(draft: Draft) -> Iterator[Finding]:
    """Ideas, steps and stages are called by their number: no two of a kind share one."""
    for loaded in draft.vocabulary_files.values():
        seen: dict[int, str] = {}
        for index, entry in enumerate(loaded.record.entries):
            number = getattr(entry, "number", None)
            if number in seen:
                where = ("entries", index, "number")
                yield loaded.finding(where, "number-used-twice", found=number, other=seen[number])
            elif number is not None:
                seen[number] = entry.id


@rule(
    {
        "duplicate-slug": (
            "la dirección «{found}» ya es la de {other}; cambie el «slug» o, de un caso, el «id».",
            "the address '{found}' is already that of {other}; change the slug or, of a case, the id.",
        ),
        "reserved-slug": (
            "la dirección «{found}» empieza como las que el sitio usa para otra cosa ({allowed}); cambie el «slug».",
            "the address '{found}' begins like those that the site has another use for ({allowed}); change the slug.",
        ),
    },
    form="to the form, the names of the pages beside the cases are ids that are taken",
)
def addresses_are_used_once(draft: Draft) -> Iterator[Finding]:
    """No two pages have one address, whatever their sections, languages and kinds."""
    slugs = {(chapter.key, chapter.language): chapter.front.slug for chapter in draft.chapters}

    def slug(key: str, language: str) -> str | None:
        return slugs.get((key, language))

    pages = [(chapter.key, chapter.language, draft.front_matter(chapter), "slug") for chapter in draft.chapters]
    pages += [
        (f"cases/{loaded.record.id}", language, loaded, "id")
        for loaded in draft.collections["cases"]
        for language in LANGUAGES
    ]
    seen: dict[str, str] = {}
    for key, language, loaded, field in pages:
        address = page_address(key, language, slug)
        if language == DEFAULT and address.partition("/")[0] in _NOT_OF_PAGES:
            yield loaded.finding((field,), "reserved-slug", found=f"/{address}", allowed=", ".join(_NOT_OF_PAGES))
            continue
        other = seen.setdefault(address, loaded.path)
        if other != loaded.path:
            yield loaded.finding((field,), "duplicate-slug", found=f"/{address}", other=other)


def _repeated(pairs: Iterable[tuple[str, Loaded]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for id, loaded in pairs:
        if id in seen:
            yield loaded.finding(("id",), "duplicate-id", found=id, other=seen[id])
        seen.setdefault(id, loaded.path)
