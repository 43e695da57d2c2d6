"""What a reader saves in an edition, from a real browser on the real site, as files in tests/saved/<edition>/.

    make site && .venv/bin/python tests/saved/capture.py [KIND…]

Run once for each edition, on the edition's own site. The files are never edited: they are what is on readers' devices.
Each ``*.storage.json`` is the browser's storage as it was left, each ``*.export.json`` and ``*.export.yml`` the file
that the reader took away, and ``addresses.json`` the addresses that the tools made, with what they showed.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

TESTS = Path(__file__).resolve().parent.parent
LANGUAGES = ("es", "en")
PAGES = {
    "explorer": {"es": "casos/", "en": "en/cases/"},
    "comparison": {"es": "casos/comparar/", "en": "en/cases/compare/"},
    "builder": {"es": "formacion/armar-un-curso/", "en": "en/training/build-a-course/"},
    "handout": {"es": "formacion/hoja-de-ejercicios/", "en": "en/training/handout/"},
    "diagnosis": {"es": "ruta/donde-empieza/", "en": "en/route/where-you-start/"},
    "risk-matrix": {"es": "herramientas/matriz-de-riesgos/", "en": "en/tools/risk-matrix/"},
    "case-form": {"es": "contribuir/formulario/", "en": "en/contribute/form/"},
    "which-space": {"es": "herramientas/que-espacio/", "en": "en/tools/which-space/"},
    "which-instrument": {"es": "herramientas/que-instrumento/", "en": "en/tools/which-instrument/"},
    "which-modality": {"es": "herramientas/que-modalidad/", "en": "en/tools/which-modality/"},
}
DIAGNOSIS = "reactive-or-planned"
NOTE = "Preguntar a «la cámara» & anotar <b>tal cual</b>\nsegunda línea: ñ, 日本, 🙂"


def pages_of_lists(site: Path) -> dict[str, dict[str, str]]:
    """Checklist -> language -> the address, within the site, of the first page that has it as its own."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(site.rglob("index.html"), key=lambda one: one.stat().st_size):
        address = file.relative_to(site).parent.as_posix() + "/"
        for list_ in re.findall(r'data-checklist="([a-z0-9-]+)"', file.read_text(encoding="utf-8")):
            found.setdefault(list_, {}).setdefault("en" if address.startswith("en/") else "es", address)
    return dict(sorted(found.items()))


# ------------------------------------------------------------------------------------------------- what a page shows


def until(page: Page, expression: str) -> None:
    """Wait for an expression to be true; the pages' policy lets Playwright's own waiting evaluate nothing."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(f"{page.url}: {expression}")


def opened(page: Page, address: str, waits_for: str) -> None:
    page.goto("about:blank")  # else an address that differs in its query or fragment alone might not be loaded anew
    page.goto(address)
    for place in page.locator(waits_for.split()[0]).all()[:1]:
        place.scroll_into_view_if_needed()  # a tool's script is fetched when the tool comes near the screen
    page.wait_for_selector(waits_for, state="attached")


def ticks(page: Page, list_: str) -> dict[str, dict[str, Any]]:
    """Item -> whether it is ticked, and its note, of a list on the page."""
    return page.eval_on_selector_all(
        f"[data-checklist={list_}] ul.checklist > li",
        """(rows, list) => Object.fromEntries(rows.map((row) => [row.id.slice(list.length + 2),
          { done: row.querySelector("input").checked, note: row.querySelector("textarea").value }]))""",
        list_,
    )


def risks(page: Page) -> list[dict[str, str]]:
    """The rows of the matrix, each as the form shows it when it is about to be changed."""
    rows = []
    for index in range(page.locator(".risk-rows tbody tr").count()):
        page.locator(".risk-rows tbody tr").nth(index).locator("button").first.click()
        rows.append(
            page.eval_on_selector_all(
                ".risk-form [id*='-field-']",
                'all => Object.fromEntries(all.map((one) => [one.id.split("-field-")[1], one.value]))',
            )
        )
    return rows


def signs(page: Page) -> list[int]:
    """How many reactive and how many planned signs the diagnosis has counted."""
    reactive, _, planned, _ = re.findall(r"\d+", page.locator(".diagnosis-words").inner_text())
    return [int(reactive), int(planned)]


def answers(page: Page) -> dict[str, str]:
    """Question -> answer, of a decision aid."""
    return page.eval_on_selector_all(
        ".adviser-form input:checked",
        "all => Object.fromEntries(all.map((one) => [one.name, one.value]))",
    )


def form_fields(page: Page) -> dict[str, str]:
    """What is written in the form for a case, by field."""
    return page.eval_on_selector_all(
        "form.case-form [data-path][data-kind]",
        "all => Object.fromEntries(all.filter((one) => one.value).map((one) => [one.dataset.path, one.value]))",
    )


_SHOWN = {
    "explorer": """() => ({
      words: document.getElementById("explorer-text").value,
      sort: document.getElementById("explorer-sort").value,
      view: document.querySelector("input[name=view]:checked").value,
      filters: [...document.querySelectorAll(".facet-groups input:checked")].map((one) => one.name + "=" + one.value).sort(),
      cases: document.querySelector("input[name=view]:checked").value === "map"
        ? [...document.querySelectorAll("#case-map [data-case]")].filter((one) => !one.hidden).map((one) => one.dataset.case).sort()
        : [...document.querySelectorAll(".explorer-results .tick input")].map((one) => one.value).sort(),
      chosen: [...new URLSearchParams((document.querySelector(".explorer-compare a")?.href ?? "").split("?")[1] ?? "")].map(String),
    })""",
    "comparison": """() => ({
      cases: [...document.querySelectorAll(".compare-table thead th a")].map((one) => one.pathname.split("/").at(-2)),
      shared: document.getElementById("compare-shared").checked,
      groups: document.querySelectorAll(".compare-table .compare-group").length,
    })""",
    "builder": """() => {
      const ids = new Map([...document.querySelectorAll("[data-page]")].map((one) => [one.getAttribute("href"), one.dataset.page]));
      return {
        title: document.getElementById("plan-title").value,
        start: document.getElementById("plan-start").value,
        rows: [...document.querySelectorAll(".plan tbody tr")].map((row) => {
          const link = row.querySelector("td a");
          const [href, part] = (link?.getAttribute("href") ?? "").split("#");
          const text = row.querySelector("th, td:nth-child(2)").textContent;
          const own = ["Pausa", "Break"].includes(text) ? "pause" : text;
          const what = link ? ids.get(href) + (part ? "#" + part : "") : own;
          return [row.querySelector(".plan-when")?.textContent ?? "", row.querySelector("input")?.value ?? "", what];
        }),
      };
    }""",
    "handout": """() => ({
      chapters: [...document.querySelectorAll(".handout-chapter")].filter((one) => !one.hidden).map((one) => one.id),
    })""",
}
# Present once the tool has read its address.
READY = {
    "explorer": ".facet-groups fieldset",
    "comparison": ".compare-table thead",
    "builder": ".plan tbody tr",
    "handout": ".handout-choice",
}


def shown(page: Page, kind: str) -> dict[str, Any]:
    """What a tool shows: choices, and the ids of cases and chapters."""
    return page.evaluate(_SHOWN[kind])


# ------------------------------------------------------------------------------------------------------ what is saved


class Capture:
    """A reader of the site at ``url`` who saves things; ``folder`` takes what was saved."""

    def __init__(self, page: Page, url: str, site: Path, folder: Path) -> None:
        self.page, self.url, self.site, self.folder = page, url, site, folder

    def go(self, kind: str, waits_for: str, language: str = "es") -> None:
        opened(self.page, self.url + PAGES[kind][language], waits_for)

    def forget(self) -> None:
        self.page.goto(self.url + "404.html")
        self.page.evaluate("localStorage.clear()")

    def keep_storage(self, name: str) -> None:
        storage = self.page.evaluate("Object.fromEntries(Object.entries(localStorage))")
        self.write(
            f"{name}.storage.json", json.dumps(dict(sorted(storage.items())), ensure_ascii=False, indent=2) + "\n"
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def keep_download(self, name: str, button: str) -> None:
        with self.page.expect_download() as download:
            self.page.locator(button).click()
        shutil.copy(download.value.path(), self.folder / name)

    def tick_list(self, list_: str, every_third_too: bool) -> None:
        """Tick all but the third item, or all but every third; write a note at the first and at the third."""
        rows = self.page.locator(f"[data-checklist={list_}] ul.checklist > li")
        for index in range(rows.count()):
            if index % 3 != 2 or (every_third_too and index > 2):
                rows.nth(index).locator("input").check()
            if index in (0, 2):
                rows.nth(index).locator(".note-button").click()
                rows.nth(index).locator("textarea").fill(NOTE if index == 0 else "Falta.")

    def checklists(self) -> None:
        self.forget()
        for list_, pages in pages_of_lists(self.site).items():
            opened(self.page, self.url + pages["es"], f"[data-checklist={list_}] .checklist-tools")
            self.tick_list(list_, every_third_too=True)
        self.keep_storage("checklists")
        opened(self.page, self.url + pages_of_lists(self.site)["step-risks"]["es"], ".checklist-tools")
        tools = "[data-checklist=step-risks] .checklist-tools"
        self.page.locator(f"{tools} summary").click()
        self.keep_download("checklists.export.json", f"{tools} button >> nth=0")

    def diagnosis(self) -> None:
        self.forget()
        self.go("diagnosis", ".diagnosis")
        self.tick_list(DIAGNOSIS, every_third_too=False)
        self.keep_storage("diagnosis")
        tools = f"[data-checklist={DIAGNOSIS}] .checklist-tools"
        self.page.locator(f"{tools} summary").click()
        self.keep_download("diagnosis.export.json", f"{tools} button >> nth=0")
        self.write("diagnosis.shows.json", json.dumps(signs(self.page)) + "\n")

    def risk_matrix(self) -> None:
        self.forget()
        self.go("risk-matrix", ".risk-form")
        values = {
            field: [
                one
                for one in self.page.eval_on_selector_all(
                    f"#risk-matrix-field-{field} option", "all => all.map((one) => one.value)"
                )
                if one
            ]
            for field in ("type", "probability", "response")
        }
        rows = max(map(len, values.values()))
        for index in range(rows):
            for field, allowed in values.items():
                self.page.select_option(f"#risk-matrix-field-{field}", allowed[index % len(allowed)])
            self.page.fill("#risk-matrix-field-risk", f"Riesgo {index + 1}: «corte» & <b>cambio</b>")
            self.page.fill("#risk-matrix-field-reason", f"Dato {index + 1}")
            if index % 2 == 0:
                self.page.fill("#risk-matrix-field-detail", f"Acción {index + 1}")
                self.page.fill("#risk-matrix-field-person", "Planeación")
                self.page.fill("#risk-matrix-field-date", f"2027-01-{index + 10}")
            self.page.locator(".risk-form button[type=submit]").click()
        # One row as it is when little is filled in.
        self.page.fill("#risk-matrix-field-risk", "=1+1")
        self.page.select_option("#risk-matrix-field-type", values["type"][0])
        self.page.select_option("#risk-matrix-field-probability", values["probability"][0])
        self.page.locator(".risk-form button[type=submit]").click()
        self.keep_storage("risk-matrix")
        self.keep_download("risk-matrix.export.json", ".risk-tools button >> nth=1")

    def advisers(self) -> None:
        self.forget()
        for kind in ("which-space", "which-instrument", "which-modality"):
            self.go(kind, ".adviser-form")
            questions = self.page.locator(".adviser-form fieldset")
            for index in range(questions.count()):
                choices = questions.nth(index).locator("input")
                choices.nth((index + 1) % choices.count()).check()
        self.keep_storage("advisers")

    def case_form(self) -> None:
        self.forget()
        self.go("case-form", "form.case-form")
        page = self.page
        lists = ["actions", "ideas", "figures", "lessons", "difficulties", "newSources"]
        for part in lists:
            page.locator(f"[data-part={part}] .form-add").first.click()
        page.locator("[data-part=newSources] .form-items [data-path$='.authors'] .form-add").click()
        special = {
            "id": "villanueva",
            "location.lat": "4,60",
            "location.lon": "-74.08",
            "period.start": "2010",
            "period.end": "2014",
            "reviewed": "2026-11-21",
            "newSources.0.id": "plan-2020",
            "newSources.0.link": "https://example.org/plan",
        }
        for field in page.locator("form.case-form [data-path][data-kind]").all():
            path = field.get_attribute("data-path") or ""
            if field.evaluate("one => one.tagName") == "SELECT":
                continue
            number = field.get_attribute("data-kind") in ("number", "integer")
            field.fill(special.get(path, "2012" if number else f"Texto: «{path.replace('.', ' ')}» & más"))
        for field in page.locator("form.case-form select").all():
            path = field.get_attribute("data-path") or ""
            options = field.evaluate("one => [...one.options].map((option) => option.value).filter(Boolean)")
            wanted = {"country": "CO", "sources.0.source": "plan-2020"}.get(path)
            field.select_option(wanted or options[sum(map(ord, path)) % len(options)])
        self.keep_storage("case-form")
        page.click("form.case-form button[type=submit]")
        if page.locator(".form-summary").is_visible():
            raise ValueError(page.locator(".form-summary").inner_text())
        self.keep_download("case-form.export.yml", ".form-result a[download]")

    def course(self) -> None:
        """The course of the builder is kept in its address and nowhere else."""
        self.forget()
        self.write("course.json", json.dumps(self._course("builder", 11), ensure_ascii=False, indent=1) + "\n")

    # -------------------------------------------------------------------------------------------------- addresses

    def addresses(self) -> None:
        self.forget()
        kinds = {
            "explorer": self._explorer,
            "comparison": self._comparison,
            "builder": self._builder,
            "handout": self._handout,
        }
        made = [one for kind, make in kinds.items() for one in make(kind)]
        self.write("addresses.json", json.dumps(made, ensure_ascii=False, indent=1) + "\n")

    def _made(self, kind: str, language: str) -> dict[str, Any]:
        """The address that the tool has made, and what whoever opens it is shown."""
        address = self.page.url
        opened(self.page, address, READY[kind])
        parts, shows = urlsplit(address), shown(self.page, kind)
        if not (shows.get("cases") or shows.get("rows") or shows.get("chapters")):
            raise ValueError(f"{address} shows nothing")
        return {
            "kind": kind,
            "language": language,
            "address": f"{parts.path.lstrip('/')}?{parts.query}",
            "shows": shows,
        }

    def _explorer(self, kind: str) -> Iterator[dict[str, Any]]:
        plans: list[dict[str, Any]] = [
            {"filters": ["country-CO"]},
            {"filters": ["country-CL", "country-BR"], "sort": "year"},
            {"filters": ["idea-aligned", "basis-stated"], "view": "list"},
            {"filters": ["step-alignment", "basis-supported"]},
            {"filters": ["kind-city", "dimension-economy"], "sort": "country"},
            {"filters": ["modality-networks"], "view": "map"},
            {"text": "desarrollo plán"},
            {"text": "universidad", "view": "list"},
            {"text": "network", "filters": ["country-CO"], "language": "en"},
            {"compare": ["bogota", "lima", "medellin"], "language": "en"},
        ]
        for plan in plans:
            language = plan.get("language", "es")
            self.go(kind, ".explorer", language)
            self.page.click(".facets summary")
            self.page.wait_for_selector(READY[kind])
            for filter_ in plan.get("filters", []):
                self.page.check(f"#facet-{filter_}")
            if text := plan.get("text"):
                self.page.fill("#explorer-text", text)
                until(self.page, "location.search.includes('q=')")
            if "sort" in plan:
                self.page.select_option("#explorer-sort", plan["sort"])
            if "view" in plan:
                self.page.locator(f"label[for=explorer-view-{plan['view']}]").click()
            for case in plan.get("compare", []):
                self.page.check(f"#compare-{case}")
            yield self._made(kind, language)

    def _comparison(self, kind: str) -> Iterator[dict[str, Any]]:
        plans = [
            (["Medellín", "Lima Metropolitana"], False),
            (["Bogotá D. C.", "Medellín", "Cali"], False),
            (["Bogotá D. C.", "Medellín", "Cali", "Lima Metropolitana"], True),
        ]
        names = [one for one in self._names() if one not in {name for plan, _ in plans for name in plan}]
        plans += [([*names[at * 3 : at * 3 + 2 + at % 3]], at % 2 == 1) for at in range(7)]
        for at, (chosen, shared) in enumerate(plans):
            language = LANGUAGES[at % 2]
            self.go(kind, "#compare-name", language)
            names_here = self._names(language)
            for name in chosen:
                self.page.select_option("#compare-name", label=names_here[self._names().index(name)])
                self.page.click(".compare-form button")
                until(self.page, "!document.getElementById('compare-name').value")
            until(self.page, f"document.querySelectorAll('.compare-table thead th a').length === {len(chosen)}")
            if shared:
                self.page.check("#compare-shared")
            yield self._made(kind, language)

    def _names(self, language: str = "es") -> list[str]:
        """The names of all cases, in the same order in both languages."""
        text = (self.site / f"assets/cases-{language}.js").read_text(encoding="utf-8")
        sent = json.loads(text.removeprefix("handbook.cases(").removesuffix(");\n"))
        return [row[1] for row in sorted(sent["cases"])]

    def _builder(self, kind: str) -> Iterator[dict[str, Any]]:
        yield from (self._course(kind, at) for at in range(8))
        for course in ("autoridades-electas", "municipios-pequenos"):  # courses of the book, opened in the builder
            self.page.goto(f"{self.url}formacion/{course}/")
            self.page.locator("article a[href*='armar-un-curso/?']").first.click()
            yield self._made(kind, "es")

    def _course(self, kind: str, at: int) -> dict[str, Any]:
        """A plan of readings, exercises, breaks, sessions and an activity of one's own, more of them as ``at`` grows."""
        language = LANGUAGES[at % 2]
        self.go(kind, ".course-plan", language)
        page = self.page
        chapters = page.locator("tr:has([data-page])")
        for index in range(at, at + 3 + at):
            cells = chapters.nth(index * 3 % chapters.count()).locator("td button")
            cells.nth(index % cells.count()).click()
            if index % 4 == 1:
                page.locator(".course-plan .actions button").nth(0).click()
            if index % 5 == 3:
                page.locator(".course-plan .actions button").nth(1).click()
        if at % 2:
            page.fill("#plan-title", f"Curso {at}: «año & más» <b>")
            page.fill("#plan-own", f"Debate {at}. ¿Y qué? a=b&c")
            page.fill("#plan-own-minutes", str(10 + at))
            page.press("#plan-own-minutes", "Enter")
        if at % 3 == 2:
            page.fill("#plan-start", "14:30")
            page.locator("#plan-start").dispatch_event("change")
            page.locator(".plan tbody .plan-tools button:nth-of-type(2)").first.click()
        return self._made(kind, language)

    def _handout(self, kind: str) -> Iterator[dict[str, Any]]:
        """From a plan in the builder, with the exercises that it has."""
        for at in range(10):
            language = LANGUAGES[at % 2]
            self.go("builder", ".course-plan", language)
            with_exercise = self.page.locator("tr:has([data-page]):has(td:nth-of-type(2) button)")
            for index in range(1 + at % 4):
                row = with_exercise.nth((at * 4 + index) % with_exercise.count())
                row.locator("td:nth-of-type(2) button").click()
            self.page.locator(".course-plan .actions a.action").click()
            self.page.wait_for_selector(READY[kind])
            yield self._made(kind, language)


KINDS = ("checklists", "diagnosis", "risk_matrix", "advisers", "case_form", "course", "addresses")


def main(site: Path, folder: Path, kinds: Iterable[str]) -> None:
    sys.path.insert(0, str(TESTS))
    from conftest import CHROMIUM, CHROMIUM_FLAGS, serving

    folder.mkdir(parents=True, exist_ok=True)
    with serving(site) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        capture = Capture(browser.new_page(), url, site, folder)
        for kind in kinds:
            getattr(capture, kind)()
        browser.close()


if __name__ == "__main__":
    from conftest import EDITION

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], help="all of them, where none is named")
    parser.add_argument("--site", type=Path, default=TESTS.parent / "site")
    asked = parser.parse_args()
    main(asked.site.resolve(), TESTS / "saved" / EDITION.id, asked.kinds or KINDS)
