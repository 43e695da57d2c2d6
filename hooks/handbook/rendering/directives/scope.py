"""``scope``: in one line, how many cases there are and from where, and whose law is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.directive_signatures import CASES
from handbook.content.languages import country_name
from handbook.content.regions import region_name, region_of
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("scope", values={"laws": "data:tables"}, made_from=(CASES, "data/tables/.+", "data/sources.yml"))
def scope(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """How many cases there are, the region that most of them are from and the country with most, counted; with a table
    that has a country in each row, also how many countries' laws it tells and the year of its latest source.

    Example: ``<!-- handbook:scope laws=national-systems -->``
    """
    parts = [_cases(book, page)]
    if "laws" in arguments:
        table = book.tables[arguments["laws"]]
        years = [year for use in table.sources if (year := book.sources[use.source].year)]
        countries = len(table.rows)
        laws = page.word("scope-law" if countries == 1 else "scope-laws").replace("%n", str(countries))
        until = page.word("scope-until").replace("%year", str(max(years))) if years else ""
        parts.append(f"{laws} {until}".strip())
    return Markdown(escape("; ".join(part for part in parts if part) + ".") + "\n{: .scope }")


def _cases(book: Book, page: Page) -> str:
    """``36 cases, most from Latin America (Colombia: 18)``; no country where two have as many; nothing without cases."""
    countries = Counter(case.country for case in book.cases.values())
    if not countries:
        return ""
    total = countries.total()
    (country, most), *others = countries.most_common(2)
    leads = not others or others[0][1] < most
    region, here = Counter(region_of(case.country) for case in book.cases.values()).most_common(1)[0]
    said = page.word("scope-case" if total == 1 else "scope-cases").replace("%n", str(total))
    if len(countries) == 1:
        return f"{said} ({country_name(country, page.language)})"
    if 2 * here > total and region:
        share = page.word("scope-all" if here == total else "scope-most")
        said += f", {share.replace('%region', region_name(region, page.language))}"
    return said + (f" ({country_name(country, page.language)}: {most})" if leads else "")
