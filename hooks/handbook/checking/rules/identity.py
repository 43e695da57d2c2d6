"""Ids, file names and addresses are used once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook.checking.references import all
from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding
from handbook.reading.records import Loaded


@rule()
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
    }
)
def an_id_is_used_once(draft: Draft) -> Iterator[Finding]:
    """Pages and cases share the short addresses; the other collections have namespaces of their own."""
    for name in ("checklists", "tables", "figures", "advisers", "courses", "quizzes"):
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


@rule()
def vocabulary_ids_are_used_once(draft: Draft) -> Iterator[Finding]:
    for loaded in draft.vocabulary_files.values():
        seen: set[str] = set()
        for index, entry in enumerate(loaded.record.entries):
            if entry.id in seen:
                yield loaded.finding(("entries", index, "id"), "named-twice", found=entry.id)
            seen.add(entry.id)


@rule(
    {
        "number-used-twice": (
            "el número {found} ya es el de «{other}»; dé a cada entrada un número propio.",
            "the number {found} is already that of '{other}'; give each entry a number of its own.",
        ),
    }
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
            "la dirección «{found}» ya es la de {other}; cambie el «slug».",
            "the address '{found}' is already that of {other}; change the slug.",
        ),
    }
)
def addresses_are_used_once(draft: Draft) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str], str] = {}
    for chapter in draft.chapters:
        if chapter.front.slug and not chapter.key.endswith("index"):
            address = (chapter.language, chapter.section, chapter.front.slug)
            if address in seen:
                yield draft.front_matter(chapter).finding(
                    ("slug",), "duplicate-slug", found=chapter.front.slug, other=seen[address]
                )
            seen.setdefault(address, chapter.path)


def _repeated(pairs: Iterable[tuple[str, Loaded]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for id, loaded in pairs:
        if id in seen:
            yield loaded.finding(("id",), "duplicate-id", found=id, other=seen[id])
        seen.setdefault(id, loaded.path)
