"""Links of chapters lead to pages of the book; whether these have their anchors is seen when they are rendered."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Set
from urllib.parse import unquote

from handbook.checking.rule import rule
from handbook.reading.draft import Draft
from handbook.reading.findings import Finding, finding, nearest


@rule(
    {
        "empty-link": (
            "el enlace no lleva a ninguna parte; escriba entre los paréntesis la página o la dirección, o quite el enlace.",
            "the link leads nowhere; write the page or the address between its parentheses, or take out the link.",
        ),
        "link-to-no-page": (
            "«{found}» no lleva a ninguna página; escriba la ruta de su archivo desde este, sin idioma y con .md, por "
            "ejemplo: ../tools/index.md.",
            "'{found}' leads to no page; write the path of its file from this one, without the language and with .md, "
            "such as: ../tools/index.md.",
        ),
    }
)
def links_lead_to_pages(draft: Draft) -> Iterator[Finding]:
    keys = _keys(draft)
    for chapter in draft.chapters:
        for link in chapter.links:
            place = (chapter.path, link.line, link.column, "")
            if link.target in ("", "#"):
                yield finding(*place, "empty-link")
            elif link.page(chapter.key) not in keys:
                meant = _meant(link.target, chapter.key, keys)
                yield finding(*place, "link-to-no-page", found=link.target, nearest=meant)


def _keys(draft: Draft) -> Set[str]:
    """The keys of all pages, of those too whose files cannot be read."""
    chapters = re.findall(r"^docs/(.+)\.(?:es|en)\.md$", "\n".join(draft.tree.listed), re.M)
    cases = re.findall(r"^data/(cases/.+)\.yml$", "\n".join(draft.tree.listed), re.M)
    return {*chapters, *cases}


def _meant(target: str, key: str, keys: Set[str]) -> str | None:
    """The link that was probably meant by one that leads to no page."""
    path, hash, anchor = unquote(target).strip().replace("\\", "/").partition("#")
    folder = "" if path.startswith("/") else posixpath.dirname(key)
    plain = re.sub(r"(\.(es|en))?\.(md|html?)$", "", path.strip("/").lower().replace(" ", "-"))
    page = posixpath.normpath(posixpath.join(folder, plain))
    guess = next((one for one in (page, f"{page}/index") if one in keys), None) or nearest(page, keys)
    return f"{posixpath.relpath(f'{guess}.md', posixpath.dirname(key) or '.')}{hash}{anchor}" if guess else None
