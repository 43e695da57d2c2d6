"""The case explorer and the comparison: whole without JavaScript, shareable, usable with thousands of cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import change_language
from lxml import html
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.site, pytest.mark.browser]
MANY = 4000


def cases_of(site: Path, language: str = "es") -> dict:  # type: ignore[type-arg]
    text = (site / f"assets/cases-{language}.js").read_text(encoding="utf-8")
    return json.loads(text.removeprefix("handbook.cases(").removesuffix(");\n"))


def value_counts(site: Path, facet: str) -> dict[str, int]:
    """How many cases have each value, counted from the data."""
    sent = cases_of(site)
    at = [id for id, _, _ in sent["facets"]].index(facet)
    values = [id for id, _ in sent["facets"][at][2]]
    counts = dict.fromkeys(values, 0)
    for row in sent["cases"]:
        for place in row[6][at]:
            counts[values[place]] += 1
    return counts


def open_filters(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("[data-explorer]").scroll_into_view_if_needed()
    page.click(".facets summary")
    page.locator(".facet-groups fieldset").first.wait_for()


def test_without_javascript_every_case_is_in_the_table(site: Path, site_url: str, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}casos/")
    rows = page.locator("[data-explorer] ~ .table-region tbody tr")
    expect(rows).to_have_count(len(cases_of(site)["cases"]))
    expect(rows.first).to_be_visible()


def test_the_cases_are_fetched_at_the_first_use_and_not_before(site_url: str, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site_url}casos/", wait_until="networkidle")
    page.locator("[data-explorer]").scroll_into_view_if_needed()
    page.locator(".facets summary").wait_for()
    assert [one for one in asked if "cases-es" in one] == []
    page.click(".facets summary")
    page.locator(".facet-groups fieldset").first.wait_for()
    assert len([one for one in asked if "cases-es" in one]) == 1


def test_a_filter_shows_as_many_rows_as_its_count_said(site: Path, site_url: str, page: Page) -> None:
    open_filters(page, f"{site_url}casos/")
    number = value_counts(site, "country")["CL"]
    expect(page.locator("label[for=facet-country-CL]")).to_contain_text(f"({number})")
    page.check("#facet-country-CL")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(number)
    expect(page.locator(".explorer-status")).to_contain_text(f"{number} de ")


@pytest.mark.parametrize("view", ["table", "list"])
def test_the_explorer_marks_brief_notes_and_no_other_case(view: str, site: Path, site_url: str, page: Page) -> None:
    brief = [row[1] for row in cases_of(site)["cases"] if row[8:]]
    assert brief
    page.goto(f"{site_url}casos/?view={view}")
    marks = page.locator(".explorer-results em")
    marks.first.wait_for()
    beside = marks.evaluate_all(
        "all => all.map(one => [one.parentElement.querySelector('a').textContent, one.textContent])"
    )
    assert beside == [[name, "(nota breve)"] for name in brief]


def test_the_comparison_marks_a_brief_note_in_its_heading(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/compare/?cases=boyaca,medellin")
    headings = page.locator("table thead th")
    expect(headings.filter(has_text="Boyacá")).to_contain_text("Department of Boyacá (brief note)")
    expect(headings.filter(has_text="Medellín")).not_to_contain_text("brief note")


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(site: Path, site_url: str, page: Page) -> None:
    counts = value_counts(site, "country")
    open_filters(page, f"{site_url}casos/?country=CL,BR")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(counts["CL"] + counts["BR"])
    said = page.locator("label[for=facet-kind-region] .count").inner_text()
    page.check("#facet-kind-region")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(int(said.strip("()")))


def test_an_idea_with_a_basis_means_that_basis_for_that_idea(site: Path, site_url: str, page: Page) -> None:
    sent = cases_of(site)
    facets = [id for id, _, _ in sent["facets"]]
    at = facets.index("idea")
    place = [id for id, _ in sent["facets"][at][2]].index("aligned")
    stated = [row for row in sent["cases"] if 2 * place in row[6][at]]
    page.goto(f"{site_url}casos/?idea=aligned&basis=stated")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(len(stated))


def test_words_are_found_without_their_accents(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?q=medellin&view=list")
    expect(page.locator(".case-list h3 a", has_text="Medellín")).to_have_count(1)


def test_words_typed_just_before_enter_are_not_lost(site_url: str, page: Page) -> None:
    open_filters(page, f"{site_url}casos/")
    page.evaluate(
        """() => {
          const field = document.getElementById("explorer-text");
          field.value = "medellin";
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.form.requestSubmit();
        }"""
    )
    expect(page).to_have_url(f"{site_url}casos/?q=medellin")
    expect(page.locator("#explorer-text")).to_have_value("medellin")


def test_the_address_holds_the_state_and_the_back_button_undoes_a_filter(site_url: str, page: Page) -> None:
    open_filters(page, f"{site_url}casos/")
    page.check("#facet-country-CL")
    page.select_option("#explorer-sort", "year")
    expect(page).to_have_url(f"{site_url}casos/?country=CL&sort=year")
    page.go_back()
    expect(page).to_have_url(f"{site_url}casos/?country=CL")
    expect(page.locator("#explorer-sort")).to_have_value("name")
    page.go_back()
    expect(page.locator("#facet-country-CL")).not_to_be_checked()


def test_the_language_switch_keeps_the_filters(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?country=CL")
    page.locator(".chosen button").first.wait_for()
    number = page.locator(".explorer-results tbody tr").count()
    change_language(page, "English")
    expect(page).to_have_url(f"{site_url}en/cases/?country=CL")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(number)


def test_clear_all_brings_every_case_back(site: Path, site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?country=CL&q=valparaiso")
    page.click(".chosen .clear")
    expect(page.locator(".explorer-status")).to_contain_text(f"{len(cases_of(site)['cases'])} de ")
    expect(page).to_have_url(f"{site_url}casos/")


def test_the_map_shows_the_countries_of_what_was_found(site: Path, site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?country=CL&view=map")
    expect(page.locator("#case-map")).to_be_visible()
    expect(page.locator("#case-map a[data-country]:visible text")).to_have_text(
        [str(value_counts(site, "country")["CL"])]
    )


def test_thousands_of_cases_are_filtered_and_shown_fifty_at_a_time(site: Path, site_url: str, page: Page) -> None:
    sent = cases_of(site)
    rows = sent["cases"]
    sent["cases"] = [[f"case-{n}", f"Caso {n}", *rows[n % len(rows)][2:]] for n in range(MANY)]
    at = [id for id, _, _ in sent["facets"]].index("country")
    place = [id for id, _ in sent["facets"][at][2]].index("CO")
    expected = sum(place in row[6][at] for row in sent["cases"])
    page.route("**/assets/cases-es.js", lambda route: route.fulfill(body=f"handbook.cases({json.dumps(sent)});"))
    open_filters(page, f"{site_url}casos/")
    seconds = page.evaluate(
        """() => new Promise((done) => {
          const begun = performance.now();
          document.getElementById("facet-country-CO").click();
          setTimeout(() => { document.body.offsetHeight; done((performance.now() - begun) / 1000); });
        })"""
    )
    print(f"one filter over {MANY} cases: {seconds:.3f} s")
    expect(page.locator(".explorer-status")).to_contain_text(f"{expected} de {MANY}")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(50)
    page.click("button.more")
    expect(page.locator(".explorer-results tbody tr")).to_have_count(100)


def test_ticked_cases_are_compared_at_an_address_that_can_be_sent(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?view=list&q=a")
    page.check("#compare-bogota")
    page.check("#compare-lima")
    page.click(".explorer-compare a")
    expect(page).to_have_url(f"{site_url}casos/comparar/?cases=bogota,lima")
    expect(page.locator(".compare-table thead th a")).to_have_text(["Bogotá D. C.", "Lima Metropolitana"])


def test_a_fifth_case_cannot_be_ticked(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/?compare=bogota,lima,cali,pasto")
    expect(page.locator("#compare-medellin")).to_be_disabled()
    expect(page.locator("#compare-cali")).to_be_enabled()


def test_the_comparison_lists_every_case_under_its_country(site: Path, site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/comparar/")
    options = page.locator("#compare-name optgroup option")
    expect(options).to_have_count(len(cases_of(site)["cases"]))
    expect(page.locator("#compare-name optgroup[label=Chile] option")).to_have_count(
        value_counts(site, "country")["CL"]
    )


def test_a_case_that_is_compared_cannot_be_chosen_again(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/comparar/?cases=lima")
    expect(page.locator("#compare-name option[value=lima]")).to_be_disabled()
    expect(page.locator("#compare-name option[value=bogota]")).to_be_enabled()


def test_a_case_is_added_to_the_comparison_from_the_list(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/comparar/?cases=lima")
    page.select_option("#compare-name", "bogota")
    page.click(".compare-form button")
    expect(page).to_have_url(f"{site_url}casos/comparar/?cases=lima,bogota")


def test_an_unknown_case_in_the_address_is_named_and_the_others_compared(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}casos/comparar/?cases=lima,nowhere,cali")
    expect(page.locator("main p[role=status]")).to_contain_text("nowhere")
    expect(page.locator(".compare-table thead th a")).to_have_count(2)


def test_without_javascript_the_comparison_page_leads_to_the_tables_of_the_ideas(site: Path) -> None:
    page = html.parse(str(site / "casos/comparar/index.html"))
    links = page.xpath("//*[@data-compare]/following-sibling::ul[1]//a/@href")
    assert len(links) == 12
    assert all(link.endswith("#cases") for link in links)


def test_the_data_of_a_case_does_not_grow_with_its_record(site: Path) -> None:
    assert max(len(json.dumps(row, ensure_ascii=False)) for row in cases_of(site)["cases"]) < 1500


# ------------------------------------------------------------------------------------------------------- on a phone


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_on_a_phone_the_filters_are_a_sheet_whose_button_says_how_many_cases_it_leads_to(
    site: Path, site_url: str, phone: Page
) -> None:
    number = value_counts(site, "country")["CL"]
    phone.goto(f"{site_url}casos/")
    phone.click(".sheet-opener")
    phone.check("#facet-country-CL")
    see = phone.locator(".sheet-foot button")
    expect(see).to_have_text(f"Ver {number} casos" if number > 1 else "Ver 1 caso")
    see.click()
    expect(phone.locator("dialog.sheet")).to_be_hidden()
    expect(phone.locator(".explorer-results tbody tr")).to_have_count(number)
    expect(phone.locator(".explorer-results tbody tr").first).to_be_in_viewport()


def test_the_sheet_says_see_one_case_where_there_is_one(site_url: str, phone: Page) -> None:
    phone.goto(f"{site_url}en/cases/?q=medellin")
    phone.click(".sheet-opener")
    expect(phone.locator(".sheet-foot button")).to_have_text("See 1 case")


def test_the_sheet_is_closed_by_escape_and_the_focus_goes_back_to_what_opened_it(site_url: str, phone: Page) -> None:
    phone.goto(f"{site_url}casos/")
    phone.click(".sheet-opener")
    phone.locator("dialog.sheet").wait_for()
    phone.keyboard.press("Escape")
    expect(phone.locator(".sheet-opener")).to_be_focused()


def test_a_case_of_stated_population_is_found_by_its_size_and_shows_it(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/?size=from-20000")
    row = page.locator(".explorer-results tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("32,000 inhabitants (before 2012)")


def test_the_list_of_cases_says_where_no_source_gives_a_population(site_url: str, page: Page) -> None:
    page.goto(f"{site_url}en/cases/?q=medellin")
    expect(page.locator(".explorer-results tbody tr")).to_contain_text("population not stated")
