"""What a page may run, who may frame it, who is answered by the preview, and that texts stay texts."""

from __future__ import annotations

import contextlib
import csv
import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import (
    CASE,
    FORM,
    PROJECT,
    handbook,
    make_project,
    make_project_to_export,
    must,
    write_chapter,
)
from handbook.content.models import Case
from handbook.loading import load_vocabulary
from handbook.reading.records import as_record
from handbook.website.content_security import page_policy
from handbook.website.staging_folder import build_folder
from lxml import html
from playwright.sync_api import Page as Tab

VOCABULARY, _ = load_vocabulary(PROJECT)

# ----------------------------------------------------------------------------------------------------- live preview


@dataclass
class Preview:
    """A running ``handbook serve`` of the small project; ``pages`` is where MkDocs put what it built."""

    root: Path
    address: str
    pages: Path
    log: Path


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    root, temporary, log, port = folder / "project", folder / "temporary", folder / "log", free_port()
    make_project(root)
    temporary.mkdir()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "handbook.cli", "serve", "--address", f"127.0.0.1:{port}"],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root / "hooks"), "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_for("Serving on", log)
        (pages,) = temporary.glob("mkdocs_*")
        yield Preview(root, f"http://127.0.0.1:{port}/", pages, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(text: str, log: Path, tries: int = 600) -> None:
    """Wait until ``text`` stands in the output of the preview."""
    for _ in range(tries):
        if text in log.read_text(encoding="utf-8", errors="replace"):
            return
        time.sleep(0.2)
    raise AssertionError(f"{text!r} never came:\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def noting_violations(page: Tab) -> Tab:
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => (window.violations ||= []).push(event.blockedURI))"
    )
    return page


@pytest.mark.browser
@pytest.mark.parametrize("path", ["", "en/", "casos/", "en/cases/alfa/", "p/alfa/"])
def test_a_page_of_the_preview_has_the_policy_and_its_reload_script_runs_under_it(
    preview: Preview, page: Tab, path: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    noting_violations(page).goto(preview.address + path)
    policy = page.get_attribute("meta[http-equiv='Content-Security-Policy']", "content")
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
    assert "unsafe-inline" not in policy
    assert page.evaluate("window.violations") is None
    assert "Enabled live reload" in said


@pytest.mark.browser
def test_a_page_of_the_preview_is_shown_anew_after_a_save(preview: Preview, page: Tab) -> None:
    page.goto(preview.address + "acerca/")
    file = preview.root / "docs/about/index.es.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nGuardado hace un momento.\n", encoding="utf-8")
    page.get_by_text("Guardado hace un momento.").wait_for(timeout=60_000)


@pytest.mark.browser
@pytest.mark.parametrize("protected", [True, False], ids=["with the policy", "without the policy"])
def test_a_script_in_a_page_of_the_preview_runs_only_without_the_policy(
    preview: Preview, page: Tab, protected: bool
) -> None:
    built = preview.pages / "ideas/index.html"
    good = built.read_text(encoding="utf-8")
    evil = "<script>window.pwned = 1</script><img src=none.png onerror='window.pwned = 2'>"
    bad = good.replace("</article>", evil + "</article>", 1)
    assert bad != good
    if not protected:
        bad = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", bad)
    try:
        built.write_text(bad, encoding="utf-8")
        noting_violations(page).goto(preview.address + "ideas/", wait_until="load")
        assert (page.evaluate("window.pwned") is None) == protected
        assert bool(page.evaluate("window.violations")) == protected
    finally:
        built.write_text(good, encoding="utf-8")


POLICY_TAG = re.compile(r"<meta http-equiv=.*\n")


def test_a_page_without_the_policy_is_not_shown_by_a_running_preview(preview: Preview) -> None:
    template = preview.root / "overrides/main.html"
    good = template.read_text(encoding="utf-8")
    try:
        template.write_text(POLICY_TAG.sub("", good).replace("<main ", "<main data-unprotected "), encoding="utf-8")
        wait_for("the page has no Content-Security-Policy", preview.log)
        pages = [file.read_text(encoding="utf-8") for file in preview.pages.rglob("*.html")]
        assert [page for page in pages if "data-unprotected" in page] == []
    finally:
        template.write_text(good, encoding="utf-8")
    # Mended, it is shown again.
    assert asked(preview, "localhost")[0] == 200


def test_the_preview_does_not_begin_with_a_page_that_has_no_policy(project: Path) -> None:
    template = project / "overrides/main.html"
    template.write_text(POLICY_TAG.sub("", template.read_text(encoding="utf-8")), encoding="utf-8")
    result = handbook("serve", "--address", f"127.0.0.1:{free_port()}", root=project, timeout=120)
    assert result.returncode == 1
    assert "the page has no Content-Security-Policy" in result.stderr


def test_the_policy_as_a_text_in_a_chapter_is_no_policy(project: Path) -> None:
    template = project / "overrides/main.html"
    template.write_text(POLICY_TAG.sub("", template.read_text(encoding="utf-8")), encoding="utf-8")
    words = project / "overrides/partials/copyright.html"
    words.write_text(f"{words.read_text(encoding='utf-8')}<p>{page_policy(project)}</p>\n", encoding="utf-8")
    result = handbook("site", root=project)
    assert result.returncode == 1
    assert "the page has no Content-Security-Policy" in result.stderr


def asked(preview: Preview, host: str | None) -> tuple[int, str]:
    """Status and text of the home page, asked for under the name ``host``."""
    there = urlsplit(preview.address)
    connection = http.client.HTTPConnection(there.hostname, there.port, timeout=60)
    connection.putrequest("GET", "/", skip_host=True)
    if host is not None:
        connection.putheader("Host", host)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8")


@pytest.mark.parametrize(
    "host",
    [
        "evil.invalid",
        "localhost.evil.invalid",
        "127.0.0.1.evil.invalid:8000",
        "evil.invalid:80@localhost",
        "[::2]",
        "[",
        "",
    ],
)
def test_the_preview_answers_to_no_other_host_name(preview: Preview, host: str) -> None:
    status, text = asked(preview, host)
    assert status == 403
    assert "Manual" not in text


def test_the_preview_answers_to_nobody_who_names_no_host(preview: Preview) -> None:
    assert asked(preview, None)[0] == 403


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_the_preview_answers_to_its_own_host_names(preview: Preview, host: str) -> None:
    status, text = asked(preview, host)
    assert status == 200
    assert "<title>Manual" in text


# --------------------------------------------------------------------------------------------------------- framing


def with_frames(root: Path, setting: str) -> None:
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^  frame_ancestors: .*$", f"  frame_ancestors: {json.dumps(setting)}", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")


def test_other_sites_may_not_frame_the_site(built: Path) -> None:
    text = (built / "_headers").read_text(encoding="utf-8")
    assert f"  Content-Security-Policy: {page_policy(PROJECT)}; frame-ancestors 'self'\n" in text


def test_a_learning_platform_may_frame_the_site_where_the_settings_say_so(project: Path) -> None:
    with_frames(project, "'self' https://aula.example.org https://*.campus.example:8443")
    must("site", root=project)
    text = (project / "site/_headers").read_text(encoding="utf-8")
    assert "; frame-ancestors 'self' https://aula.example.org https://*.campus.example:8443\n" in text
    # A policy in a page cannot say it: browsers would complain of it.
    assert "frame-ancestors" not in (project / "site/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "setting",
    [
        "aula.example.org",
        "*",
        "'self'; script-src *",
        "'self'\n  X: y",
        "'none' https://a.example",
        "https://a.example/x",
        "",
    ],
)
def test_a_wrong_setting_of_who_may_frame_is_named_and_nothing_is_built(project: Path, setting: str) -> None:
    with_frames(project, setting)
    result = handbook("site", root=project)
    assert result.returncode == 1
    assert "mkdocs.yml:" in result.stderr
    if "\n" not in setting:  # of an escape in YAML, that is said
        assert ": extra.frame_ancestors: " in result.stderr
        assert "https://campus.example.org" in result.stderr
    assert not (project / "site").exists()


# --------------------------------------------------------------------------------------------- interface words (F6)

ATTACK = ' " onmouseover="window.pwned=1" x=\'1 < i & b'


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a project in which every word of the interface and the site's name try to leave their place."""
    root = tmp_path_factory.mktemp("words") / "project"
    make_project_to_export(root)
    write_chapter(root, "contribute/form", "case-form", "case-form", FORM)
    (root / "docs/contribute/example-case.yml").write_bytes((PROJECT / "docs/contribute/example-case.yml").read_bytes())
    settings = root / "mkdocs.yml"
    name = f"site_name: {json.dumps(f'Manual{ATTACK}')}"
    text = re.sub(r"site_name: .*", lambda _: name, settings.read_text(encoding="utf-8"))
    settings.write_text(f"{text}- Form:\n  - contribute/form.md\n", encoding="utf-8")
    file = root / "data/vocabulary/words.yml"
    words = yaml.safe_load(file.read_text(encoding="utf-8"))
    for entry in words["entries"].values():
        for language in entry:
            entry[language] += ATTACK
    file.write_text(yaml.safe_dump(words, allow_unicode=True, default_style="'", width=9999), encoding="utf-8")
    must("site", root=root)
    return root / "site"


def test_a_word_of_the_interface_stays_a_text_in_every_page(attacked: Path) -> None:
    wrong = []
    for file in attacked.rglob("*.html"):
        if "pagefind" in file.parts:
            continue
        for element in html.document_fromstring(file.read_bytes()).iter(html.etree.Element):
            odd = [name for name in element.attrib if name.startswith("on") or name == "x"]
            if odd or (element.tag in ("i", "b") and (element.text or "").startswith("onm")):
                wrong.append((file.relative_to(attacked).as_posix(), element.tag, odd))
    assert wrong == []


def test_a_word_of_the_interface_is_shown_to_the_letter(attacked: Path) -> None:
    page = html.document_fromstring((attacked / "ideas/01-alineada/index.html").read_bytes())
    assert page.xpath("string(//header//label[@for='__drawer']/span)") == f"Menú{ATTACK}"
    assert page.find_class("md-path")[0].get("aria-label") == f"Usted está en{ATTACK}"
    assert page.find(".//title").text == f"Alineada · Manual{ATTACK}"
    missing = html.document_fromstring((attacked / "404.html").read_bytes())
    assert missing.find(".//h1").text.endswith(ATTACK)


# ------------------------------------------------------------------------------------------- formulas in data (F7)

FORMULAS = ['=HYPERLINK("http://evil.invalid")', "=cmd|x!A1", "@SUM(1)", "+1+1", " =1", "\tTexto"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_refused(text: str) -> None:
    data = CASE.format(id="alfa").replace('"Villa alfa"', f"'{text}'")
    loaded, found = as_record(data.encode(), "data/cases/alfa.yml", Case, VOCABULARY)
    assert loaded is None
    assert [(one.code, one.field) for one in found] == [("formula", "name.es")]


@pytest.mark.parametrize("text", ["Más +1", "a=b", "equipo@villa.example", "-12 %", "- a"])
def test_a_text_that_holds_such_a_sign_elsewhere_is_a_text(text: str) -> None:
    data = CASE.format(id="alfa").replace('"Villa alfa"', json.dumps(text))
    loaded, found = as_record(data.encode(), "data/cases/alfa.yml", Case, VOCABULARY)
    assert found == []
    assert loaded is not None


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "escriba antes una palabra"), ("en", "write a word before it")],
)
def test_a_formula_is_refused_with_what_to_write_instead(language: str, said: str) -> None:
    data = CASE.format(id="alfa").replace('"Villa alfa"', '"=1+1"')
    _, (found,) = as_record(data.encode(), "data/cases/alfa.yml", Case, VOCABULARY)
    assert said in found.text(language)


def test_the_schema_for_editors_refuses_the_same_texts() -> None:
    schema = json.loads((PROJECT / "data/schemas/case.json").read_text(encoding="utf-8"))
    refused = [one["pattern"] for one in schema["$defs"]["Bilingual"]["properties"]["es"]["not"]["anyOf"]]
    for text in FORMULAS:
        assert any(re.search(pattern, text) for pattern in refused), text


@pytest.mark.site
def test_no_cell_of_the_open_data_begins_as_a_formula_does(site: Path) -> None:
    files = sorted((site / "api").rglob("*.csv"))
    assert len(files) > 1
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.reader(lines):
                assert [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))] == []


# ------------------------------------------------------------------------------------------------ the build's folder


def test_the_folder_of_a_build_is_open_to_its_owner_only(tmp_path: Path) -> None:
    old = os.umask(0o002)
    try:
        with build_folder(tmp_path / "site") as folder:
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        os.umask(old)


@pytest.mark.parametrize(("mask", "folder", "file"), [(0o002, 0o775, 0o664), (0o022, 0o755, 0o644)])
def test_a_finished_site_has_the_rights_that_its_owner_gives(project: Path, mask: int, folder: int, file: int) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "handbook.cli", "site"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "hooks")},
        umask=mask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    site = project / "site"
    assert {stat.S_IMODE(one.stat().st_mode) for one in (site, *site.rglob("*")) if one.is_dir()} == {folder}
    assert {stat.S_IMODE(one.stat().st_mode) for one in site.rglob("*.html")} == {file}


# --------------------------------------------------------------------------------------------------- addresses (F9)


def test_no_script_makes_an_address_of_the_path_alone() -> None:
    """A path that begins with two slashes names another host."""
    scripts = [*(PROJECT / "docs/assets/js").glob("*.js"), *(PROJECT / "hooks/handbook").rglob("*.js")]
    assert len(scripts) > 10
    assert [file.name for file in scripts if "location.pathname" in file.read_text(encoding="utf-8")] == []


@pytest.mark.site
@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "query"),
    [("formacion%2fhoja-de-ejercicios/", "?c=aligned"), ("casos/", "?q=medellin"), ("formacion/armar-un-curso/", "")],
    ids=["handout", "explorer", "builder"],
)
def test_an_address_with_another_host_in_its_path_leads_nowhere_else(
    site_url: str, page: Tab, path: str, query: str
) -> None:
    """The test's server decodes and tidies paths, as some do: it finds the page below ``//evil.invalid/..%2f``."""
    page.goto(f"{site_url}/evil.invalid/..%2f{path}{query}")
    assert page.locator("article h1").count() == 1
    page.wait_for_load_state("networkidle")
    # Also those in a drawing, whose ``href`` is no text.
    links: list[str] = page.eval_on_selector_all(
        "a[href]", "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"
    )
    assert links
    assert [one for one in links if urlsplit(one).hostname == "evil.invalid"] == []
