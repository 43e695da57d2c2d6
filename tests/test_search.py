"""Search: forgives accents, stays in its language, groups what it finds, works from a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT, serving
from handbook.content.languages import folded
from handbook.loading import load_book
from playwright.sync_api import Page, expect


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Served below a path, as many sites are."""
    with serving(built.parent) as root:
        yield f"{root}site/"


def ask(page: Page, query: str) -> None:
    page.fill("#search-query", query)
    expect(page.locator(".search-status")).not_to_have_text("")


@pytest.mark.browser
@pytest.mark.parametrize(
    "query", ["accion", "nino", "Bogota", "evaluaciones", "internacionalizacion", "accion\u00ades"]
)
@pytest.mark.parametrize("opened", ["served", "folder"])
def test_a_query_without_accents_or_in_the_plural_finds_the_page(
    opened: str, query: str, built: Path, address: str, page: Page
) -> None:
    page.goto(address if opened == "served" else (built / "index.html").as_uri())
    page.click("[data-search]")
    ask(page, query)
    expect(page.locator(".search-results .hit").first).to_have_text("Acción exterior")


@pytest.mark.browser
def test_search_from_an_english_page_finds_english_pages_only(address: str, page: Page) -> None:
    page.goto(f"{address}en/")
    page.click("[data-search]")
    ask(page, "villa")  # the Spanish name of both cases
    expect(page.locator(".search-status")).to_contain_text("Nothing")
    page.fill("#search-query", "internationalisation")
    expect(page.locator(".search-results .hit").first).to_have_attribute("href", f"{address}en/about/")


@pytest.mark.browser
def test_nothing_of_search_is_fetched_before_its_first_use(address: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert [one for one in asked if "search" in one or "pagefind" in one] == []


@pytest.mark.browser
def test_search_is_fetched_while_somebody_begins_to_type(address: str, page: Page) -> None:
    page.goto(address)
    with page.expect_request("**/pagefind/es/pagefind.js"):
        page.keyboard.press("/")
    expect(page.locator("#search-query")).to_have_value("")


@pytest.mark.browser
@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_search_and_escape_returns_to_where_one_was(key: str, address: str, page: Page) -> None:
    page.goto(address)
    link = page.locator("article a").first
    link.focus()
    page.keyboard.press(key)
    expect(page.locator("#search-query")).to_be_focused()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


@pytest.mark.browser
def test_escape_closes_search_also_when_something_is_typed(address: str, page: Page) -> None:
    page.goto(address)
    page.keyboard.press("/")
    ask(page, "accion")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()


@pytest.mark.site
@pytest.mark.browser
def test_a_place_asked_by_its_name_comes_before_the_chapters(site_url: str, page: Page) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    ask(page, "bogota")
    expect(page.locator(".search-results .hit").first).to_have_text("Bogotá D. C.")


def opened(site: Path, site_url: str, engine: str, language: str) -> str:
    """A small page of the real site: served, for Pagefind, or from its folder, for our own engine."""
    place = "acerca/accesibilidad/" if language == "es" else "en/about/accessibility/"
    return f"{site_url}{place}" if engine == "served" else (site / place / "index.html").as_uri()


def first_hits(page: Page, address: str, query: str) -> list[tuple[str, str]]:
    """Title and address, from the root of the site, of what the search shows, in order."""
    page.goto(address)
    page.click("[data-search]")
    return answers(page, query)


def answers(page: Page, query: str) -> list[tuple[str, str]]:
    """Those of a search that is open already."""
    page.fill("#search-query", "")
    expect(page.locator(".search-status")).to_have_text("")
    ask(page, query)
    expect(page.locator(".search-status")).not_to_have_text(re.compile("Buscando|Searching"))
    found = page.locator(".search-results .hit").all()
    root = re.compile(r"^https?://[^/]+|^file:.*/real-site|index\.html")
    return [(one.inner_text(), root.sub("", one.get_attribute("href") or "")) for one in found]


ENGINES = pytest.mark.parametrize("engine", ["served", "folder"])


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize(
    ("language", "query", "case"),
    [
        ("es", "Nord-Pas-de-Calais", "Región Nord-Pas de Calais"),
        ("es", "Nord Pas de Calais", "Región Nord-Pas de Calais"),
        ("en", "Nord-Pas-de-Calais", "Nord-Pas de Calais Region"),
        ("es", "Nord\u2011Pas\u2010de\u2011Calais", "Región Nord-Pas de Calais"),  # hyphens of a word processor
        ("es", "Nariño", "Departamento de Nariño"),
        ("es", "Departamento de Nariño", "Departamento de Nariño"),
        ("es", "chiapas", "Estado de Chiapas"),
        ("es", "Estado de Bahía", "Estado de Bahía"),
        ("es", "AMUNORCA", "Asociación de Municipios del Norte del Cauca (AMUNORCA)"),
        ("en", "Bahia", "State of Bahia"),
    ],
)
def test_a_case_asked_by_its_name_comes_first_however_the_name_is_written(
    engine: str, language: str, query: str, case: str, site: Path, site_url: str, page: Page
) -> None:
    assert first_hits(page, opened(site, site_url, engine, language), query)[0][0] == case


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize("query", ["departamento", "regiones", "marco nacional"])
def test_a_word_that_many_names_share_names_no_case(
    engine: str, query: str, site: Path, site_url: str, page: Page
) -> None:
    assert "/casos/" not in first_hits(page, opened(site, site_url, engine, "es"), query)[0][1]


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("es", "AL-LAs", "AL LAs"),
        ("es", "público/privada", "público-privada"),
        ("en", "organizations", "organisations"),
        ("en", "internationalization", "internationalisation"),
        ("en", "center", "centre"),
        ("en", "program", "programme"),
        ("en", "neighbors", "neighbours"),
        ("en", "councilor", "councillor"),
    ],
)
def test_two_spellings_of_a_question_have_one_answer(
    engine: str, language: str, one: str, other: str, site: Path, site_url: str, page: Page
) -> None:
    address = opened(site, site_url, engine, language)
    found = first_hits(page, address, one)
    assert found
    assert found == first_hits(page, address, other)


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize(
    ("language", "query", "first"),
    [
        ("en", "sub-national", "/en/modalities/networks/"),
        ("en", "subnational", "/en/modalities/networks/"),
        ("en", "sub national", "/en/modalities/networks/"),
        ("es", "ONU-Hábitat", "/casos/medellin/"),
        ("es", "ONU Hábitat", "/casos/medellin/"),
    ],
)
def test_words_with_hyphens_are_found_with_and_without_them(
    engine: str, language: str, query: str, first: str, site: Path, site_url: str, page: Page
) -> None:
    found = first_hits(page, opened(site, site_url, engine, language), query)
    assert first in [where for _, where in found]


@pytest.mark.site
@pytest.mark.browser
@ENGINES
def test_a_pair_with_a_hyphen_is_shown_where_it_stands_together(
    engine: str, site: Path, site_url: str, page: Page
) -> None:
    first_hits(page, opened(site, site_url, engine, "es"), "público-privada")
    first = page.locator(".search-results li").first
    expect(first.locator("mark", has_text="público-privad")).not_to_have_count(0)


QUESTIONS = yaml.safe_load((PROJECT / "tests/search_questions.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def addresses() -> dict[str, dict[str, str]]:
    """Language -> id of a page -> its address from the root of the site."""
    book = load_book(PROJECT)
    return {
        language: {id: f"/{book.address(key, language)}" for id, key in book.page_keys.items()}
        for language in QUESTIONS
    }


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize("language", ["es", "en"])
def test_each_of_sixty_questions_has_its_page_among_the_first_two_or_an_honest_nothing(
    engine: str, language: str, addresses: dict[str, dict[str, str]], site: Path, site_url: str, page: Page
) -> None:
    page.goto(opened(site, site_url, engine, language))
    page.click("[data-search]")
    wrong = {}
    for question in QUESTIONS[language]:
        found = [where.split("#")[0] for _, where in answers(page, question["asked"])]
        wanted = {addresses[language][id] for id in question.get("pages", [])}
        best = page.locator("[data-best] .hit").count()
        if not (wanted & set(found[:2]) if wanted else not found) or (best and not question.get("best")):
            wrong[question["asked"]] = found[:4]
    assert wrong == {}


def test_few_of_the_sixty_questions_need_a_best_answer() -> None:
    asked = [one for questions in QUESTIONS.values() for one in questions]
    assert len(asked) == 60
    assert sum(one.get("best", False) for one in asked) <= 15


@pytest.mark.site
@pytest.mark.parametrize("language", ["es", "en"])
def test_where_nothing_is_promised_the_text_has_nothing(language: str, site: Path) -> None:
    text = folded((site / f"assets/search-{language}.js").read_text(encoding="utf-8"))
    absent = [one["asked"] for one in QUESTIONS[language] if "pages" not in one]
    words = [word for question in absent for word in re.findall(r"\w+", folded(question))]
    assert [word for word in words if re.search(rf"\b{word}\b", text)] == []


@pytest.mark.site
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_synonym_leads_to_words_of_the_text(language: str, site: Path) -> None:
    known = json.loads((site / f"pagefind/{language}/words-{language}.json").read_text(encoding="utf-8"))
    words = set(known["words"].split())
    means = [word for _, phrases in known["beyond"]["synonyms"] for one in phrases for word in folded(one).split()]
    assert [word for word in means if word not in words] == []


@pytest.mark.site
@pytest.mark.browser
@ENGINES
def test_where_there_is_nothing_the_search_says_so_and_gives_three_ways_on(
    engine: str, site: Path, site_url: str, page: Page
) -> None:
    page.goto(opened(site, site_url, engine, "es"))
    page.click("[data-search]")
    assert answers(page, "Ghana") == []
    expect(page.locator(".search-status")).to_contain_text(re.compile(r"Nada sobre «Ghana»\. .*\d+ casos"))
    links = page.locator(".search-results a")
    expect(links).to_have_count(3)
    for link in links.all():
        address = link.get_attribute("href") or ""
        assert page.request.get(address).ok if engine == "served" else Path(address[7:].split("#")[0]).is_file()


@pytest.mark.site
@pytest.mark.browser
@ENGINES
def test_a_word_that_is_not_in_the_text_is_named_beside_what_the_others_find(
    engine: str, site: Path, site_url: str, page: Page
) -> None:
    page.goto(opened(site, site_url, engine, "en"))
    page.click("[data-search]")
    assert answers(page, "twinning in Ghana")
    expect(page.locator(".search-status")).to_contain_text("Nothing on “Ghana”.")


@pytest.mark.site
@pytest.mark.browser
def test_the_best_section_is_named_first_with_its_sentence(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/")
    page.click("[data-search]")
    answers(page, "Lomé")
    first = page.locator(".search-results li").first
    expect(first.locator(".sections a").first).to_have_text("From Lomé to Bogotá")
    expect(first.locator(".sections + p mark").first).to_be_visible()


@pytest.mark.site
@pytest.mark.browser
def test_with_a_keyboard_over_half_of_a_phone_two_results_are_seen(site_url: str, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 380})
    page.goto(site_url)
    page.click("[data-search]")
    answers(page, "hermanamiento")
    expect(page.locator(".search-results .hit").nth(1)).to_be_in_viewport()
    expect(page.locator("#search-query")).to_be_in_viewport(ratio=1)
    expect(page.locator(".search-status")).to_be_in_viewport(ratio=1)


@pytest.mark.browser
@pytest.mark.parametrize("opened", ["served", "folder"])
def test_back_from_a_result_restores_the_question(opened: str, built: Path, address: str, page: Page) -> None:
    page.goto(address if opened == "served" else (built / "index.html").as_uri())
    page.click("[data-search]")
    ask(page, "accion")
    page.locator(".search-results .hit").first.click()
    page.wait_for_url("**/acerca/**")
    page.go_back()
    expect(page.locator("#search-query")).to_have_value("accion")
    expect(page.locator(".search-results .hit").first).to_have_text("Acción exterior")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"^[^?]*$"))


@pytest.mark.site
@pytest.mark.browser
@ENGINES
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\ufb01nanciación", "financiación"),  # a ligature, from a printed page
        ("riesgo", "riesgos"),
        ("¿qué es una red?", "red"),
    ],
)
def test_what_does_not_change_the_question_does_not_change_the_first_answer(
    engine: str, one: str, other: str, site: Path, site_url: str, page: Page
) -> None:
    page.goto(opened(site, site_url, engine, "es"))
    page.click("[data-search]")
    first = answers(page, one)[0]
    assert first == answers(page, other)[0]


@pytest.mark.site
@pytest.mark.browser
def test_words_that_only_begin_alike_are_not_given_as_what_was_asked(site_url: str, page: Page) -> None:
    page.goto(site_url)
    page.keyboard.press("/")
    ask(page, "internasionalizacion")
    expect(page.locator(".search-status")).to_contain_text("Lo más parecido")
    page.fill("#search-query", "evaluaciones")
    expect(page.locator(".search-status")).to_contain_text("resultados:")


@pytest.mark.browser
def test_the_slash_key_can_be_switched_off(address: str, page: Page) -> None:
    page.goto(address)
    page.click("[data-search]")
    page.uncheck("#search-key")
    page.reload()
    page.keyboard.press("/")
    page.wait_for_timeout(300)
    expect(page.locator("dialog.search[open]")).to_have_count(0)


@pytest.mark.browser
def test_arrows_and_enter_open_a_result(address: str, page: Page) -> None:
    page.goto(address)
    page.click("[data-search]")
    ask(page, "niño")
    page.locator(".search-results .hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}acerca/")


@pytest.mark.browser
def test_search_works_where_a_header_forbids_webassembly(built: Path, address: str, page: Page) -> None:
    def without_wasm(route) -> None:  # type: ignore[no-untyped-def]
        answer = route.fetch()
        policy = {"content-security-policy": "script-src 'self' 'unsafe-inline'"}
        route.fulfill(response=answer, headers={**answer.headers, **policy})

    page.route("**/*", without_wasm)
    page.goto(address)
    page.click("[data-search]")
    ask(page, "accion")
    expect(page.locator(".search-results .hit").first).to_have_text("Acción exterior")


@pytest.mark.site
@pytest.mark.browser
def test_results_come_in_groups_with_their_counts_and_marked_words(site_url: str, page: Page) -> None:
    page.goto(site_url)
    page.click("[data-search]")
    ask(page, "hermanamiento")
    expect(page.locator(".search-results h3")).to_contain_text(["Capítulos", "Casos", "Glosario"])
    expect(page.locator(".search-status")).to_contain_text("capítulos")
    expect(page.locator("#search-term + ol .hit").first).to_have_text("Hermanamiento")
    expect(page.locator("#search-case + ol mark").first).to_be_visible()


def test_short_addresses_and_the_page_of_errors_are_not_in_the_index(built: Path) -> None:
    text = (built / "assets/search-es.js").read_text(encoding="utf-8")
    assert '"p/' not in text
    assert "404" not in text
