"""Nothing that a contributor may write runs, escapes the tree, stops the checker or keeps it busy.

``HANDBOOK_FUZZ=100000 pytest tests/test_security.py`` is the long run.
"""

from __future__ import annotations

import base64
import contextlib
import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import CASE, PROJECT, handbook, make_project, serving, write_case, write_chapter
from handbook.content.chapters import parse_directive, prose_lines
from handbook.content.models import Case
from handbook.loading import inspect, load_vocabulary
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.findings import Finding
from handbook.reading.records import as_record
from handbook.reading.strict_yaml import MAX_BYTES, load
from handbook.rendering.markdown_text import escape
from handbook.website.content_security import INLINE_SCRIPT, page_policy, plain_policy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

EXAMPLES = int(os.environ.get("HANDBOOK_FUZZ", "300"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,  # the processor's time is measured instead: the machine may be busy
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
VOCABULARY, _ = load_vocabulary(PROJECT)
CHAPTER = (
    "---\nid: aligned\ntitle: Alineada\nslug: alineada\ndescription: Una frase.\nsources:\n"
    '  - source: al-las-2014\n    locator: "cap. 2"\n---\n# Alineada {#a}\n\n## Por qué {#why}\n\nTexto *con* '
    "[enlace](b.md#c).\n\n<!-- handbook:comparison idea=aligned columns=what,lesson -->\n\n```yaml\na: b\n```\n"
)
PIECES = [
    *"\0\x07\x1b\ufeff\u2028\u202e\ud7ff&*!|>%@`{}[]:,#?-\"'\\\t\n\r ",
    "\\u0000",
    "\\ud800",
    "\\x85",
    "&a",
    "*a",
    "!!python/object/apply:os.system [id]",
    "!!binary aGk=",
    "<<: *a",
    "---\n",
    "...\n",
    "? ",
    "- - - - - - - -",
    "{{{{{{",
    "[[[[[[[[",
    "NO",
    "yes",
    "null",
    "~",
    "0x1F",
    "1e999",
    "1" * 40,
    "-.inf",
    ".nan",
    "12:30:45",
    "2026-11-21T00:00:00Z",
    "%YAML 9.9\n",
    "<script>",
    "<!-- handbook:",
    "-->",
    "../../etc/passwd",
    "id=../../x",
    "```",
    "~~~",
    "{#",
    "{: onclick=x }",
    "](javascript:x)",
    "source_hashes:",
    "\r\n",
    "é" * 50,
]


@st.composite
def mutated(draw: st.DrawFn, seed: str) -> bytes:
    """``seed`` with a few pieces put in, taken out, doubled or swapped; as bytes, some of them no text at all."""
    text = seed
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        what = draw(st.sampled_from(("insert", "delete", "double", "replace", "move")))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)))
        if what == "insert":
            text = text[:start] + piece + text[start:]
        elif what == "delete":
            text = text[:start] + text[end:]
        elif what == "double":
            text = text[:end] + text[start:end] * draw(st.integers(1, 30)) + text[end:]
        elif what == "replace":
            text = text[:start] + piece + text[end:]
        else:
            cut = text[start:end]
            rest = text[:start] + text[end:]
            place = draw(st.integers(0, len(rest)))
            text = rest[:place] + cut + rest[place:]
    data = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 9)) == 0:
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.binary(min_size=1, max_size=8)) + data[place:]
    return data


def fit(findings: list[Finding], data: bytes) -> None:
    """Each finding has its text in both languages and a place in the file."""
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", data.decode("utf-8", "replace"))
    for one in findings:
        for language in ("es", "en"):
            assert "\n" not in one.line_of_text(language)
            one.line_of_text(language).encode("utf-8")
        assert 1 <= one.line <= len(lines) + 1
        assert one.column >= 1


@contextlib.contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


@FUZZ
@given(mutated(CASE.format(id="alfa")))
def test_a_mutated_case_is_a_record_or_findings(data: bytes) -> None:
    with no_longer_than(2):
        loaded, findings = as_record(data, "data/cases/alfa.yml", Case, VOCABULARY)
    assert (loaded is None) == any(not one.to_translate for one in findings)
    fit(findings, data)


@pytest.mark.parametrize(
    "data",
    [
        b"ideas:\n  - id: aligned\n    basis:\n",  # nothing where one of two words is wanted
        b'sources: "a\n\n\n  b"\n',  # a line break in what the message quotes
    ],
)
def test_inputs_that_once_broke_the_loader_are_findings(data: bytes) -> None:
    loaded, findings = as_record(data, "data/cases/alfa.yml", Case, VOCABULARY)
    assert loaded is None
    fit(findings, data)


@FUZZ
@given(mutated(CHAPTER))
def test_a_mutated_chapter_is_a_chapter_or_findings(data: bytes) -> None:
    with no_longer_than(2):
        loaded, findings = parse_chapter(data, "docs/a.es.md", "a", "es", VOCABULARY)
    assert loaded is not None or findings
    fit(findings, data)
    for directive in loaded.record.directives if loaded else ():
        for value in directive.arguments.values():
            assert re.fullmatch(r"[A-Za-z0-9,_-]+", value), "a directive's value could name a path"


@FUZZ
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
def test_any_bytes_are_a_document_or_a_finding(data: bytes) -> None:
    with no_longer_than(2):
        document, findings = load(data, "x.yml")
    assert (document is None) == bool(findings)


@FUZZ
@given(st.text(alphabet=st.sampled_from("<!->handbook: =,abcz019_./\\\"'`~ \t\n{}"), max_size=200))
def test_directives_take_only_names_and_ids(text: str) -> None:
    for index, line in prose_lines(text):
        directive = parse_directive(line, index)
        if directive:
            assert re.fullmatch(r"[a-z-]+", directive.name)


HUGE = {
    "deep lists": b"a: " + b"[" * 100_000,
    "deep mappings": b"{a: " * 60_000,
    "deep dashes": b"- " * 120_000,
    "many keys": b"".join(b"k%d: 1\n" % number for number in range(20_000)),
    "many items": b"contributors:\n" + b"- a\n" * 60_000,
    "a long scalar": b"id: " + b"a" * (MAX_BYTES - 10),
    "many wrong items": b"actions:\n" + b"- {text: 1}\n" * 20_000,
    "spaces": b" " * (MAX_BYTES - 1),
    "backticks": b"---\nid: a\n---\n" + b"`" * 100_000,
    "a word in braces": b"---\nid: a\n---\n{" + b"a" * 100_000 + b"}",
    "braces": b"---\nid: a\n---\n" + b"{" * 100_000,
    "brackets": b"---\nid: a\n---\n" + b"[](" * 60_000,
    "angles": b"---\nid: a\n---\n" + b"<a " * 60_000,
    "headings": b"---\nid: a\n---\n# " + b"{ " * 60_000,
    "comments": b"---\nid: a\n---\n<!-- handbook:a" + b" a=" * 60_000,
    "open front matter": b"---\n" + b"a\n" * 100_000,
    "markup almost": b'id: "' + b"<" * 100_000 + b'"',
    "entities almost": b'id: "' + b"&#" * 100_000 + b'"',
    "too large": b"a" * (MAX_BYTES + 1),
}


JUDGE = """
import sys, time
from handbook.content.models import Case
from handbook.reading.chapter_files import parse_chapter
from handbook.reading.records import as_record
data = open(sys.argv[1], "rb").read()
start = time.process_time()
as_record(data, "x.yml", Case, {})
parse_chapter(data, "x.md", "x", "es", {})
# Of this program alone: what getrusage says begins with the memory of the process that started it.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(time.process_time() - start, int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the memory where Linux tells it")
@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_is_judged_in_two_seconds_and_256_megabytes(name: str, tmp_path: Path) -> None:
    file = tmp_path / "huge"
    file.write_bytes(HUGE[name])
    result = subprocess.run([sys.executable, "-c", JUDGE, str(file)], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr[-2000:]
    seconds, megabytes = result.stdout.split()
    assert float(seconds) < 4  # two judgements of the same file
    assert int(megabytes) < 256


@pytest.mark.parametrize(
    "name", ["Ñandú.yml", "a b.yml", "-x.yml", "con.YML", "x.yaml", "a\nb.yml", "$(id).yml", "\udcff.yml"]
)
def test_odd_file_names_are_findings(project: Path, name: str) -> None:
    (project / "data/cases" / name).write_text(CASE.format(id="x"), encoding="utf-8")
    found = inspect(project)[1]
    assert [one.code for one in found] == ["odd-file-name"]
    assert "\n" not in found[0].line_of_text("es")
    assert handbook("check", root=project).stderr == ""


@pytest.mark.parametrize("place", ["data/cases/link.yml", "docs/ideas/link.es.md"])
def test_a_symbolic_link_out_of_the_tree_is_not_read(project: Path, tmp_path: Path, place: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("top: secret\n", encoding="utf-8")
    (project / place).symlink_to(secret)
    found = [one for one in inspect(project)[1] if one.path == place]
    assert [one.code for one in found] == ["not-a-file"]
    assert "secret" not in found[0].text("en").replace("secrets", "")


def test_a_folder_in_place_of_a_file_is_a_finding(project: Path) -> None:
    (project / "data/cases/folder.yml").mkdir()
    assert [one.code for one in inspect(project)[1]] == ["not-a-file"]


@pytest.mark.parametrize(
    "line",
    [
        "Texto {: onclick=alert(1) }",
        "[x](index.md){onmouseover=alert(1)}",
        "## Otro {#otro style=x }",
        '*x*{: lang=es title="}" onfocus=x }',
        "[x](index.md){: href=javascript:x }",
    ],
)
def test_attributes_in_braces_are_refused(line: str) -> None:
    data = CHAPTER.replace("Texto *con*", f"{line}\n\nTexto *con*").encode()
    found = parse_chapter(data, "docs/a.es.md", "a", "es", VOCABULARY)[1]
    assert "attribute" in {one.code for one in found}


# ------------------------------------------------------------------------------------------------ in the browser

PWN = "window.pwned=1"
PAYLOADS = [
    f"<script>{PWN}</script>",
    f"<img src=x onerror={PWN}>",
    f'"><svg onload={PWN}>',
    f"' onmouseover='{PWN}' autofocus onfocus='{PWN}",
    f'" autofocus onfocus="{PWN}" x="',
    f"[x](javascript:{PWN})",
    f"![x](x){{onerror={PWN}}}",
    f"<javascript:{PWN}>",
    f"{{: onclick={PWN} }}",
    f"{{onmouseover={PWN}}}",
    f"{{ onfocus={PWN} autofocus tabindex=0 }}",
    f"x {{#id onclick={PWN}}}",
    f"&lt;script&gt;{PWN}&lt;/script&gt;",
    f"&#60;script&#62;{PWN}&#60;/script&#62;",
    f"\\u003cscript\\u003e{PWN}\\u003c/script\\u003e",
    f"{{{{ '{PWN}' }}}} {{% raw %}}",
    f"</title><script>{PWN}</script>",
    f"--><script>{PWN}</script><!--",
    f"]]><script>{PWN}</script>",
    f"</textarea></style></script><script>{PWN}</script>",
    f"| a | b {{: onclick={PWN} }}",
    "<!-- handbook:sources -->",
    f"javascript:{PWN}",
    f"data:text/html,<script>{PWN}</script>",
    f"`<img src=x onerror={PWN}>`",
    f"< img src=x onerror={PWN} >",
    f"＜script＞{PWN}＜/script＞",
    f"[x]: javascript:{PWN}",
    f"'-{PWN}-'",
    f'";{PWN};//',
    f"${{{PWN}}}",
    f"!!! note {PWN}",
    f"# {PWN}",
]


def full_case() -> dict[str, Any]:
    """The annotated example as plain values: it has every field."""
    document, _ = load((PROJECT / "docs/contribute/example-case.yml").read_bytes(), "example")
    assert document is not None
    return json.loads(json.dumps(document.value))


def text_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts for readers in a case."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from text_paths(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from text_paths(one, (*path, index))
    elif isinstance(value, str) and (
        path[-1] in ("es", "en") or path[0] in ("contributors", "contributing_organisations")
    ):
        yield path


def with_text(case: dict[str, Any], path: tuple[Any, ...], text: str) -> dict[str, Any]:
    changed = copy.deepcopy(case)
    place = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = text
    return changed


TEXT_PATHS = list(text_paths(full_case()))


def judged(path: tuple[Any, ...], payload: str) -> tuple[Any, list[Finding]]:
    data = json.dumps(with_text(full_case(), path, payload)).encode()
    return as_record(data, "x.yml", Case, VOCABULARY)


ALLOWED = [one for one in PAYLOADS if judged(("name", "es"), one)[0]]


@pytest.mark.parametrize("payload", [one for one in PAYLOADS if one not in ALLOWED])
def test_markup_is_refused_in_every_text_field(payload: str) -> None:
    for path in TEXT_PATHS:
        loaded, found = judged(path, payload)
        assert loaded is None, path
        assert {one.code for one in found} == {"markup"}


def test_the_corpus_tries_what_is_refused_and_what_is_shown() -> None:
    assert len(TEXT_PATHS) > 40
    assert 5 <= len(ALLOWED) < len(PAYLOADS) - 10


@pytest.mark.parametrize("payload", PAYLOADS)
def test_escaped_text_is_shown_and_is_nothing_else(payload: str) -> None:
    """Whatever the models let through: the second line of defence, alone."""
    from markdown import Markdown

    extensions = ["admonition", "attr_list", "tables", "toc", "handbook.reading.markdown_extension"]
    for template in (
        "{}",
        "## {} {{#a}}",
        "- {}",
        "| a | b |\n| --- | --- |\n| x | {} |",
        "[{}](b.md)",
        "*{}*{{: lang=en }}",
    ):
        page = Markdown(extensions=extensions).convert(template.format(escape(payload)))
        tree = html.fragment_fromstring(page, create_parent=True)
        assert re.sub(r"\s+", " ", payload).strip() in re.sub(r"\s+", " ", tree.text_content())
        for element in tree.iter():
            assert element.tag in ("div", "p", "h2", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "a", "em")
            assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "src")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a case for each payload that is let through, in all of its texts."""
    root = tmp_path_factory.mktemp("hostile") / "project"
    make_project(root)
    for number, payload in enumerate(ALLOWED):
        case = full_case()
        for path in TEXT_PATHS:
            case = with_text(case, path, payload)
        case |= {"id": f"hostile-{number}", "ideas": [{**case["ideas"][0], "id": "aligned"}]}
        file = root / f"data/cases/hostile-{number}.yml"
        file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    by_idea = "# {Por idea|By idea}\n\n## {Ideas|Ideas} {#all}\n\n<!-- handbook:cases by=idea -->\n"
    write_chapter(root, "cases/by-idea", "cases-by-idea", "{por-idea|by-idea}", by_idea)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("cases/index.md", "cases/index.md\n  - cases/by-idea.md"), encoding="utf-8")
    result = handbook("site", root=root)
    assert result.returncode == 0, result.stderr
    return root / "site"


@pytest.mark.browser
@pytest.mark.parametrize("protected", [True, False], ids=["with the policy", "without the policy"])
def test_nothing_of_a_hostile_case_runs(hostile: Path, browser: Any, protected: bool) -> None:
    ran: list[str] = []
    pages = [f"casos/hostile-{number}/" for number in range(len(ALLOWED))]
    pages += [f"en/cases/hostile-{number}/" for number in range(len(ALLOWED))]
    pages += [
        "casos/",
        "en/cases/",
        "casos/por-idea/",
        "en/cases/by-idea/",
        "ideas/01-alineada/",
        "en/ideas/01-aligned/",
        "p/hostile-0/",
    ]
    context = browser.new_context()
    with serving(hostile) as address:

        def without_policy(route: Any) -> None:
            answer = route.fetch()
            body = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", answer.text())
            route.fulfill(response=answer, body=body)

        page = context.new_page()
        if not protected:
            page.route(lambda url: url.endswith("/"), without_policy)
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        for path in pages:
            page.goto(address + path)
            assert bool(page.query_selector("meta[http-equiv]")) == protected
            for element in page.query_selector_all("article a, article td, article li, article h2")[:30]:
                element.dispatch_event("mouseover")
                element.dispatch_event("focus")
                element.dispatch_event("click") if element.get_attribute("href") is None else None
            if page.evaluate("typeof window.pwned") != "undefined":
                ran.append(path)
            odd = page.eval_on_selector_all(
                "*",
                "all => all.flatMap(one => [...one.attributes].map(a => a.name)).filter(name => name.startsWith('on'))",
            )
            assert odd == [], path
    context.close()
    assert ran == []


def test_the_policy_of_a_page_allows_the_script_of_the_template_and_nothing_found_in_the_page(built: Path) -> None:
    script = (PROJECT / INLINE_SCRIPT).read_text(encoding="utf-8").rstrip("\n")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.findall(r"'sha256-[^']*'", page_policy(PROJECT)) == [f"'sha256-{digest}'"]
    assert "unsafe-inline" not in page_policy(PROJECT)
    assert f"<script>{script}</script>" in (built / "index.html").read_text(encoding="utf-8")


def test_the_headers_say_the_same_as_the_pages(built: Path) -> None:
    text = (built / "_headers").read_text(encoding="utf-8")
    assert text.startswith(f"/*\n  Content-Security-Policy: {page_policy(PROJECT)}; frame-ancestors 'self'\n")
    assert text.count("Content-Security-Policy") == 1
    for page in built.rglob("*.html"):
        if "pagefind" in page.parts:
            continue
        policies = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.read_text("utf-8"))
        assert policies in ([page_policy(PROJECT)], [plain_policy()]), page


def test_a_template_without_the_policy_fails_the_build_and_names_the_page(project: Path) -> None:
    template = project / "overrides/main.html"
    text = template.read_text(encoding="utf-8")
    template.write_text(re.sub(r"<meta http-equiv=.*\n", "", text), encoding="utf-8")
    result = handbook("site", root=project)
    assert result.returncode == 1
    assert "the page has no Content-Security-Policy" in result.stderr
    assert not (project / "site").exists()


def test_a_broken_file_never_hides_the_findings_of_another(project: Path) -> None:
    write_case(project, "gamma", lambda text: "a: [\n")
    write_case(project, "delta", lambda text: text.replace("kind: municipality", "kind: village"))
    (project / "docs/ideas/02-plural.es.md").write_bytes(b"\xff\xfe")
    paths = {one.path for one in inspect(project)[1]}
    assert {"data/cases/gamma.yml", "data/cases/delta.yml", "docs/ideas/02-plural.es.md"} <= paths
