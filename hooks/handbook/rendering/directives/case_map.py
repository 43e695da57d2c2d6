"""``map``: the cases on a map, a marker for each country, with the same list beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from xml.etree.ElementTree import Element

from handbook.content.book import Book, Page
from handbook.content.case_facts import CaseFacts
from handbook.content.directive_signatures import CASES
from handbook.content.languages import country_name, sort_key
from handbook.content.models import Case
from handbook.content.topojson import Point
from handbook.rendering.diagrams.canvas import SIZE, WIDTH, Drawing, image, node, number, text, text_width
from handbook.rendering.directives.figure import as_block
from handbook.rendering.links import href
from handbook.rendering.map_outline import borders, frame_around, land
from handbook.rendering.registry import directive

# 15 units are 12 px on a screen of 320 px: the whole marker is a target of 24 px.
_RADIUS = 15.0
_APART = 2 * _RADIUS + 1
_ROUNDS = 60
# A page's weight may not grow with the cases.
_MOST_LISTED = 200


@dataclass(frozen=True)
class Marker:
    """A country on the map: where its cases are on average, and where its circle stands."""

    name: str
    cases: tuple[Case, ...]
    home: Point
    place: Point

    @property
    def country(self) -> str:
        return self.cases[0].country


@directive("map", made_from=(CASES, "data/map/.+"))
def case_map(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The cases on a map, a marker for each country.

    Example: ``<!-- handbook:map -->``
    """
    located = [case.location for case in book.cases.values() if case.location]
    if not located:
        return ""
    language = page.language
    title, description = page.word("map-title"), page.word("map-description")
    frame = frame_around((place.lon, place.lat) for place in located)
    markers = _markers(book, language, frame.point, frame.height)
    shapes = [
        node("path", d=land(book.root, frame), class_="land"),
        node("path", d=borders(book.root, frame), class_="borders"),
        *_leaders(markers),
        *(_link(book, page, marker) for marker in markers),
        *_names(markers, frame.height),
    ]
    return as_block(
        node(
            "figure",
            node("figcaption", title),
            image("case-map", title, description, Drawing(frame.height, shapes)),
            node("div", node("p", description), class_="diagram-note"),
            node("details", node("summary", page.word("map-list")), _list(book, page, markers)),
            class_="diagram diagram-map",
            id="case-map",
        )
    )


def _markers(book: Book, language: str, project: Callable[[float, float], Point], height: float) -> list[Marker]:
    """A marker for each country, by name, moved apart where they would cover each other."""
    by_country: dict[str, list[Case]] = {}
    for case in book.cases_sorted(language):
        if case.location:  # a proposal may lack it
            by_country.setdefault(case.country, []).append(case)
    codes = sorted(by_country)
    homes = []
    for code in codes:
        places = [project(case.location.lon, case.location.lat) for case in by_country[code] if case.location]
        homes.append((sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)))
    markers = [
        Marker(country_name(code, language), tuple(by_country[code]), home, place)
        for code, home, place in zip(codes, homes, _moved_apart(homes, height), strict=True)
    ]
    return sorted(markers, key=lambda marker: sort_key(marker.name))


def _moved_apart(homes: Sequence[Point], height: float) -> list[Point]:
    """The places pushed away from each other, a little in each round, until none overlap."""
    places = list(homes)
    for _ in range(_ROUNDS):
        for one in range(len(places)):
            for other in range(one):
                (x, y), (a, b) = places[one], places[other]
                distance = hypot(x - a, y - b)
                if distance >= _APART:
                    continue
                across, down = ((x - a) / distance, (y - b) / distance) if distance else (1.0, 0.0)
                push = (_APART - distance) / 2
                places[one] = _inside((x + across * push, y + down * push), height)
                places[other] = _inside((a - across * push, b - down * push), height)
    return places


def _inside(place: Point, height: float) -> Point:
    return min(max(place[0], _RADIUS), WIDTH - _RADIUS), min(max(place[1], _RADIUS), height - _RADIUS)


def _leaders(markers: Sequence[Marker]) -> list[Element]:
    """A dot at home and a line to the circle, where the circle had to leave its home."""
    shapes = []
    for marker in markers:
        (x, y), (a, b) = marker.home, marker.place
        if all(hypot(x - one.place[0], y - one.place[1]) > _RADIUS for one in markers):
            line = f"M{number(x)} {number(y)}L{number(a)} {number(b)}"
            shapes.append(node("path", d=line, class_="axis", data_country=marker.country))
            shapes.append(node("circle", cx=x, cy=y, r=2.5, class_="arrow", data_country=marker.country))
    return shapes


def _link(book: Book, page: Page, marker: Marker) -> Element:
    """The circle: to the case, or to the country's list where there are several."""
    count = len(marker.cases)
    phrase = page.word("map-one-case" if count == 1 else "map-cases")
    label = phrase.replace("%country", marker.name).replace("%n", str(count))
    if count == 1:
        label += f", {marker.cases[0].name[page.language]}"
    x, y = marker.place
    return node(
        "a",
        node("title", label),
        node("circle", cx=x, cy=y, r=_RADIUS, class_="mark solid tone-1"),
        text([str(count)], x, y + SIZE * 0.36, class_="strong on-solid", text_anchor="middle"),
        href=_address(book, page, marker),
        aria_label=label,
        data_country=marker.country,
        data_name=marker.name,
    )


def _address(book: Book, page: Page, marker: Marker) -> str:
    first = marker.cases[0]
    if len(marker.cases) == 1:
        return href(book, page, f"cases/{first.id}")
    return href(book, page, "cases/by-country", f"country-{first.country.lower()}")


def _names(markers: Sequence[Marker], height: float) -> list[Element]:
    """The countries' names, each beside its circle where there is room; where there is none, the title has it."""
    taken = [_box(*marker.place, _RADIUS, _RADIUS) for marker in markers]
    shapes = []
    for marker in markers:
        x, y = marker.place
        half = text_width(marker.name) / 2
        beside = _RADIUS + 4 + half
        above_or_below = [
            (min(max(x + shift, half), WIDTH - half), y + down) for shift in (0, -half, half) for down in (26, -26)
        ]
        for a, b in ((x + beside, y), (x - beside, y), *above_or_below):
            box = _box(a, b, half, SIZE / 2 + 1)
            fits = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= height
            if fits and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                name = text([marker.name], a, b + SIZE * 0.36, class_="halo", text_anchor="middle")
                name.set("data-country", marker.country)
                shapes.append(name)
                break
    return shapes


def _box(x: float, y: float, half_width: float, half_height: float) -> tuple[float, float, float, float]:
    return x - half_width, y - half_height, x + half_width, y + half_height


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _list(book: Book, page: Page, markers: Sequence[Marker]) -> Element:
    """The same as nested lists: countries, and in each its cases; with very many cases, countries alone."""
    countries = []
    many = len(book.cases) > _MOST_LISTED
    for marker in markers:
        if many:
            name = node("a", f"{marker.name} ({len(marker.cases)})", href=_address(book, page, marker))
            countries.append(node("li", name, data_country=marker.country))
            continue
        cases = (
            node(
                "li",
                node("a", facts.name, href=href(book, page, f"cases/{facts.case.id}")),
                f" ({facts.mark})" if facts.mark else "",
                data_case=facts.case.id,
            )
            for facts in (CaseFacts(page, one) for one in marker.cases)
        )
        countries.append(node("li", marker.name, node("ul", *cases), data_country=marker.country))
    return node("ul", *countries)
