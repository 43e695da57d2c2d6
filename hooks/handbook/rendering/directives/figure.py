"""``figure``: a drawing of data/figures/, with the same content in words and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, tostring

from handbook.content.book import Book, Page
from handbook.content.languages import number
from handbook.content.models import Diagram, DiagramEntry, Idea, Step
from handbook.rendering.diagrams import draw
from handbook.rendering.diagrams.canvas import Group, Item, Picture, node
from handbook.rendering.links import href, source_note
from handbook.rendering.markdown_text import Markdown
from handbook.rendering.registry import directive


@directive("figure", values={"id": "data:figures"}, required=("id",), made_from=("data/figures/{id}.yml",))
def figure(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """A figure of data/figures/.

    Example: ``<!-- handbook:figure id=four-stages -->``
    """
    record = book.figures[arguments["id"]]
    picture = as_picture(book, page, record)
    language = page.language
    after = [node("p", record.note[language])] if record.note else []
    if source := source_note(book, page, record.sources):
        after.append(node("p", *source))
    return as_block(
        node(
            "figure",
            node("figcaption", picture.title),
            draw(record.kind, picture),
            *([node("div", *after, class_="diagram-note")] if after else []),
            node(
                "details",
                node("summary", page.word("figure-as-table")),
                node("p", picture.description),
                _table(book, record, picture, language),
            ),
            class_=f"diagram diagram-{record.kind}",
            id=picture.id,
        )
    )


def as_block(element: Element) -> Markdown:
    """An element as a block of raw HTML that Markdown passes on: each part on a line, none of them blank."""
    return Markdown(tostring(element, encoding="unicode").replace("><", ">\n<"))


def as_picture(book: Book, page: Page, record: Diagram) -> Picture:
    """The record in the page's language, with its vocabulary filled in and its links resolved."""
    language = page.language
    groups = tuple(Group(group.id, group.label[language]) for group in record.groups)
    if record.kind == "stages":
        stages = sorted(book.vocabulary["stages"].values(), key=lambda stage: stage.number)
        groups = tuple(Group(stage.id, stage.name[language]) for stage in stages)
        steps = sorted(book.vocabulary["steps"].values(), key=lambda step: step.number)
        items = [_named(book, page, step, step.stage) for step in steps]
    elif record.kind == "wheel":
        ideas = book.vocabulary["ideas"]
        entries = record.entries or tuple(DiagramEntry(id=id) for id in ideas)
        items = [
            _named(book, page, ideas[entry.id], entry.group or "")
            if entry.id in ideas
            else _drawn(book, page, entry, index)
            for index, entry in enumerate(entries, 1)
        ]
        if any(not item.group for item in items):
            groups = (*groups, Group("", ""))
    else:
        items = [_drawn(book, page, entry, index) for index, entry in enumerate(record.entries, 1)]
    title, description = record.title[language], record.description[language]
    return Picture(f"figure-{record.id}", title, description, tuple(items), groups)


def _named(book: Book, page: Page, entry: Idea | Step, group: str) -> Item:
    name = entry.name[page.language]
    key = book.chapter_keys.get(entry.id)
    address = href(book, page, key) if key else ""
    return Item(entry.id, entry.number, name, name, entry.summary[page.language], group=group, href=address)


def _drawn(book: Book, page: Page, entry: DiagramEntry, position: int) -> Item:
    assert entry.label is not None  # a rule: only ideas and steps go without
    label = entry.label[page.language]
    return Item(
        entry.id,
        position,
        label,
        label,
        entry.detail[page.language] if entry.detail else "",
        entry.value,
        number(entry.value, page.language) if entry.value is not None else "",
        entry.group or "",
        href(book, page, book.page_keys[entry.page], entry.anchor or "") if entry.page else "",
    )


def _table(book: Book, record: Diagram, picture: Picture, language: str) -> Element:
    """The items as a table, with those columns that have something in them."""
    view = book.in_language(language)
    numbered = record.kind in ("stages", "wheel", "cycle")
    group_names = {group.id: group.label for group in picture.groups}
    unit = record.unit[language] if record.unit else view.word("value")
    columns = [
        (
            view.word({"stages": "step", "wheel": "idea"}.get(record.kind, "figure-item")),
            [f"{item.number}. {item.name}" if numbered else item.name for item in picture.items],
        ),
        (
            view.word("figure-stage" if record.kind == "stages" else "figure-group"),
            [group_names.get(item.group, "") for item in picture.items],
        ),
        (unit[:1].upper() + unit[1:], [item.shown_value for item in picture.items]),
        (view.word("figure-detail"), [item.detail for item in picture.items]),
    ]
    columns = [(header, cells) for header, cells in columns if any(cells)]
    headers = [header for header, _ in columns]
    rows = zip(*(cells for _, cells in columns), strict=True)
    return html_table(f"{picture.id}-table", picture.title, headers, rows, numeric=unit[:1].upper() + unit[1:])


def html_table(
    caption_id: str, caption: str, headers: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: str
) -> Element:
    """The same table as the Markdown extension makes, in a region that the keyboard can scroll."""
    kinds = {header: {"class_": "number"} if header == numeric else {} for header in headers}
    lines = []
    for first, *rest in rows:
        cells = [node("th", first, scope="row")]
        for header, cell in zip(headers[1:], rest, strict=True):
            cells.append(node("td", cell or "—", data_label=header, **kinds[header]))
        lines.append(node("tr", *cells))
    head = node("tr", *(node("th", header, scope="col", **kinds[header]) for header in headers))
    table = node("table", node("caption", caption, id=caption_id), node("thead", head), node("tbody", *lines))
    return node("div", table, class_="table-region", role="region", tabindex="0", aria_labelledby=caption_id)
