"""Readers and contributors meet no command line: those stand on the maintainers' page alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import html_pages
from lxml import html

COMMAND = re.compile(
    r"(?:^|[\s«'\"])make [a-z]+|\bhandbook [a-z]+(-[a-z]+)* ?(--|$)|\.venv|\bpip install|\bgit [a-z]+ "
)
MAINTAINERS = ("contribuir/mantener/index.html", "en/contribute/maintain/index.html")


@pytest.mark.site
def test_only_the_maintainers_page_holds_command_lines(site: Path) -> None:
    found = {}
    for file in html_pages(site):
        spans = [one.text_content() for one in html.fromstring(file.read_bytes()).xpath("//main//code")]
        if commands := [one for one in spans if COMMAND.search(one)]:
            found[file.relative_to(site).as_posix()] = commands
    assert sorted(found) == sorted(MAINTAINERS)


@pytest.mark.site
def test_no_page_for_readers_speaks_of_making_the_downloads(site: Path) -> None:
    named = [file for file in html_pages(site) if "make downloads" in file.read_text(encoding="utf-8")]
    assert [
        file.relative_to(site).as_posix() for file in named if "mant" not in str(file) and "maint" not in str(file)
    ] == []


@pytest.mark.site
@pytest.mark.parametrize("address", ["contribuir/", "en/contribute/"])
def test_contributing_begins_with_the_form_alone(site: Path, address: str) -> None:
    main = html.fromstring((site / address / "index.html").read_bytes()).xpath("//main")[0]
    (first,) = main.xpath(".//h2[@id='five-minutes']")
    below = first.xpath("following-sibling::*[not(self::a)]")
    assert [one.tag for one in below[:3]] == ["p", "p", "h2"]
    (button,) = main.xpath(".//a[contains(@class, 'md-button--primary')]")
    assert button.get("href").rstrip("/").rpartition("/")[2] in ("formulario", "form")
