"""The contract on addresses: data/permalinks.txt lists what was ever published, and nothing of it may be lost.

What is published is read from the built site, so that the list says what readers can really link: every page, every
short address, and every anchor that somebody may link (headings, items of lists, figures), in both languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

from lxml import html

from handbook.reading.findings import Finding, finding, nearest

FILE = "data/permalinks.txt"
# Folders of the site that hold no pages of the book.
_NOT_PAGES = ("pagefind/", "api/", "partials/", "downloads/", "assets/")
_LINKABLE = frozenset({"h2", "h3", "h4", "li", "figure", "dt"})


@dataclass(frozen=True)
class Published:
    """A page of the built site: all its ids, those that are promised, and where it leads on to (an old address)."""

    ids: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    leads_to: str = ""
    is_archive: bool = False
    old_anchors: dict[str, str] = field(default_factory=dict)


def published(site: Path) -> dict[str, Published]:
    """Address -> page, of every page in the folder of a built site.

    Raises:
        FileNotFoundError: there is no built site.
    """
    if not (site / "index.html").is_file():
        raise FileNotFoundError(2, "no built site", str(site))
    pages = {}
    for file in sorted(site.rglob("index.html")):
        where = file.relative_to(site).as_posix().removesuffix("index.html")
        if not where.startswith(_NOT_PAGES):
            pages[f"/{where}"] = _read(file, f"/{where}")
    return pages


def _read(file: Path, where: str) -> Published:
    page = html.fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
    main = page.find(".//main")
    if main is None:
        return Published()
    ids = {id for one in main.iter() if isinstance(one.tag, str) and (id := one.get("id"))}
    anchors = {id for article in main.iter("article") for one in article.iter(*_LINKABLE) if (id := one.get("id"))}
    anchors |= set(main.xpath(".//article//p[@class='lead']/@id"))
    # Notes come and go with the sentences that they belong to.
    of_notes = set(main.xpath(".//section[@class='footnotes']//@id"))
    refresh = page.xpath("string(//meta[@http-equiv='refresh']/@content)").partition("url=")[2]
    old = {
        one.get("id"): urljoin(where, one.xpath("string(.//a/@href)"))
        for one in main.xpath(".//*[@data-old-anchor]")
        if one.xpath(".//a/@href")
    }
    return Published(
        frozenset(ids),
        frozenset(anchors - of_notes),
        urljoin(where, refresh) if refresh else "",
        "data-archive" in main.attrib,
        old,
    )


def addresses(pages: dict[str, Published]) -> set[str]:
    """Everything that can be linked now."""
    return {*pages, *(f"{where}#{anchor}" for where, page in pages.items() for anchor in page.anchors)}


def listed(root: Path) -> list[str]:
    """The lines of data/permalinks.txt; none in a project that has published nothing."""
    file = root / FILE
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def update(root: Path, site: Path) -> int:
    """Add what is published now; remove nothing. Return how many are new."""
    before = {line for line in listed(root) if line}
    # Only what pages themselves offer: an old address that leads on is in the list already.
    now = addresses({where: page for where, page in published(site).items() if not page.leads_to})
    (root / FILE).write_text("".join(f"{line}\n" for line in sorted(before | now)), encoding="utf-8")
    return len(now - before)


def lost(root: Path, site: Path) -> list[Finding]:
    """A finding for each listed address that leads nowhere now; a lost page is one finding, its anchors counted."""
    pages, lines = published(site), listed(root)
    gone = {line for line in lines if "#" not in line and line not in pages}
    anchors = Counter(urldefrag(line).url for line in lines if "#" in line)
    found: list[Finding] = []
    for number, line in enumerate(lines, 1):
        if line in gone and anchors[line]:
            found.append(finding(FILE, number, 1, "", "page-lost", found=line, count=anchors[line]))
        elif urldefrag(line).url not in gone or line in gone:
            found += _lost(pages, line, number)
    return found


def unlisted(root: Path, site: Path) -> int:
    """How many addresses are published and not yet promised."""
    now = addresses({where: page for where, page in published(site).items() if not page.leads_to})
    return len(now - set(listed(root)))


def _lost(pages: dict[str, Published], line: str, number: int) -> Iterator[Finding]:
    where, anchor = urldefrag(line)
    page = pages.get(where)
    if page is None:
        yield finding(FILE, number, 1, "", "address-lost", found=line)
        return
    if anchor and anchor in page.old_anchors:
        target = page.old_anchors[anchor]
    elif page.leads_to:
        target = f"{urldefrag(page.leads_to).url}#{anchor}" if anchor else page.leads_to
    else:
        if anchor and anchor not in page.ids and not page.is_archive:
            yield finding(FILE, number, 1, "", "address-lost", found=line, nearest=nearest(anchor, page.ids))
        return
    if (problem := _missing(pages, unquote(target))) is not None:
        yield finding(FILE, number, 1, "", "redirect-broken", found=line, target=problem)


def _missing(pages: dict[str, Published], target: str) -> str | None:
    """What is not there of a redirect's target: its page, or its anchor."""
    where, anchor = urldefrag(target)
    page = pages.get(where)
    if page is None:
        return where
    if page.leads_to:
        return None if _missing(pages, page.leads_to) is None else where
    return target if anchor and anchor not in page.ids and not where.startswith("/p/") else None
