"""A pull request: the lane it takes, and what its author is told, in a fresh clone step by step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, make_project, write_case
from workflow_jobs import Run, make_repository, propose, read_workflow, run_job

CHECK = read_workflow("check")
SPANISH_ONLY = (
    'id: gama\nname: {es: "Villa"}\nsummary:\n  es: >-\n    Resumen.\n  # en: "Not yet"\nnotes: {es: "Sí", en: ""}\n'
)
BOTH = 'id: gama\nname: {es: "Villa", en: "Town"}\n'


def lane(*paths: str, folder: Path = PROJECT) -> dict[str, str]:
    """What the script says about a pull request that changes ``paths`` of the project in ``folder``."""
    result = subprocess.run(
        [sys.executable, str(PROJECT / ".ci/lane")],
        input=b"".join(os.fsencode(path) + b"\0" for path in paths),
        cwd=folder,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return dict(line.split("=", 1) for line in result.stdout.decode().splitlines())


@pytest.mark.parametrize(
    "paths",
    [
        ["data/cases/lima.yml"],
        ["data/cases/lima.yml", "data/cases/cali.yml", "data/templates/letter.yml"],
        ["docs/ideas/01-aligned.es.md", "docs/ideas/01-aligned.en.md"],
        ["docs/ideas/01-aligned.en.md"],
        ["docs/index.es.md"],
        ["docs/ideas/01-aligned.es.md", "docs/ideas/01-aligned.en.md", "data/cases/lima.yml"],
        ["data/cases/Medellín (copia) 'nueva'.yml"],
        ['data/cases/two\nlines "quoted".yml'],
    ],
)
def test_cases_templates_and_one_chapter_take_the_quick_lane(paths: list[str]) -> None:
    assert lane(*paths)["lane"] == "quick"


@pytest.mark.parametrize(
    "paths",
    [
        [],
        ["docs/ideas/01-aligned.es.md", "docs/ideas/02-plural.es.md"],
        ["docs/ideas/01-aligned.es.md", "docs/route/01-aligned.es.md"],
        ["hooks/handbook/checking/rules.py"],
        ["data/cases/lima.yml", "hooks/handbook/checking/rules.py"],
        ["data/sources.yml"],
        [".github/workflows/check.yml"],
        ["docs/assets/js/search.js"],
        ["docs/ideas/01-aligned.fr.md"],
        ["Makefile\ndata/cases/lima.yml"],
        ["x/data/cases/lima.yml"],
        ["data/cases/lima.yml\n", "Makefile"],
    ],
)
def test_anything_else_takes_the_full_lane_and_is_answered_in_both_languages(paths: list[str]) -> None:
    assert lane(*paths) == {"lane": "full", "languages": "es en"}


@pytest.mark.parametrize(
    ("files", "languages"),
    [
        ({"data/cases/gama.yml": SPANISH_ONLY}, "es"),
        ({"data/cases/gama.yml": SPANISH_ONLY.replace("es:", "xx:").replace("en:", "es:").replace("xx:", "en:")}, "en"),
        ({"data/cases/gama.yml": BOTH}, "es en"),
        ({"data/cases/gama.yml": "id: gama\n"}, "es en"),
        ({"docs/index.es.md": "# Inicio\n"}, "es"),
        ({"docs/index.en.md": "# Home\n"}, "en"),
        ({"docs/index.es.md": "# Inicio\n", "docs/index.en.md": "# Home\n"}, "es en"),
        ({"docs/index.es.md": "# Inicio\n", "data/cases/gama.yml": SPANISH_ONLY}, "es"),
        ({"docs/index.en.md": "# Home\n", "data/cases/gama.yml": SPANISH_ONLY}, "es en"),
    ],
)
def test_the_answer_is_in_the_language_of_the_contribution(
    files: dict[str, str], languages: str, tmp_path: Path
) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert lane(*files, folder=tmp_path) == {"lane": "quick", "languages": languages}


def test_a_case_that_is_taken_out_is_answered_in_both_languages(tmp_path: Path) -> None:
    assert lane("data/cases/gone.yml", folder=tmp_path) == {"lane": "quick", "languages": "es en"}


FAKE = """\
#!/bin/sh
echo "$@" >> calls
while [ $# -gt 0 ]; do
  case $1 in
    --summary) echo "summary $4" > "$2"; shift ;;
  esac
  shift
done
exit %d
"""


def said(script: str, *arguments: str, folder: Path, ends: int, event: str = "pull_request") -> tuple[int, list[str]]:
    """How a script of the job ends where ``handbook`` ends with ``ends``, and how it has called it."""
    command = folder / ".venv/bin/handbook"
    command.parent.mkdir(parents=True)
    command.write_text(FAKE % ends, encoding="utf-8")
    command.chmod(0o755)
    outputs = {"GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    environment = {**os.environ, **outputs, "GITHUB_EVENT_NAME": event}
    status = subprocess.run([PROJECT / ".ci" / script, *arguments], cwd=folder, env=environment, timeout=60).returncode
    calls = folder / "calls"
    return status, calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


@pytest.mark.parametrize(
    ("event", "ends", "status"),
    [
        ("pull_request", 0, 0),
        ("pull_request", 1, 1),
        ("pull_request", 2, 0),
        ("pull_request", 127, 127),
        ("push", 0, 0),
        ("push", 2, 2),
        ("merge_group", 2, 2),
        ("workflow_dispatch", 2, 2),
    ],
)
def test_the_step_ends_as_the_check_does_but_for_a_proposal_to_be_translated(
    event: str, ends: int, status: int, tmp_path: Path
) -> None:
    assert said("findings", "es", folder=tmp_path, ends=ends, event=event)[0] == status
    assert (tmp_path / "output").read_text(encoding="utf-8") == f"state={ends}\n"


def test_the_summary_is_in_each_language_and_lines_are_marked_once(tmp_path: Path) -> None:
    _, calls = said("findings", "es", "en", folder=tmp_path, ends=1)
    assert (tmp_path / "summary").read_text(encoding="utf-8").split() == ["summary", "es", "summary", "en"]
    assert [call for call in calls if "--format github" in call] == ["check --format github --language es"]


@pytest.mark.parametrize(
    ("state", "calls"), [("0", ["site --to preview"]), ("2", ["site --proposal --to preview"]), ("1", []), ("", [])]
)
def test_a_preview_is_built_unless_there_are_faults(state: str, calls: list[str], tmp_path: Path) -> None:
    assert said("preview", state, folder=tmp_path, ends=0) == (0 if calls else 1, calls)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    make_project(root)
    make_repository(root)
    return root


def contribute(repository: Path, event: str = "pull_request") -> Run:
    propose(repository)
    folder = repository.parent
    return run_job(
        CHECK["jobs"]["contribution"], repository, folder / "clone", {"github.event_name": event}, folder / "cache"
    )


def suite(repository: Path, event: str, lane: str = "", state: str = "") -> Run:
    """The second job, but for its tests, which are those that this is one of."""
    names = {
        "github.event_name": event,
        "needs.contribution.outputs.lane": lane,
        "needs.contribution.outputs.state": state,
    }
    steps = [
        {**step, "run": "echo tested"} if step.get("run") == "make test" else step
        for step in CHECK["jobs"]["suite"]["steps"]
    ]
    return run_job({"steps": steps}, repository, repository.parent / "suite", names, repository.parent / "cache")


def test_a_good_case_passes_with_a_preview(repository: Path) -> None:
    write_case(repository, "gama")
    run = contribute(repository)
    assert not run.failed, run.log
    assert run.outputs == {"lane": "quick", "state": "0"}
    assert (run.artifacts[0] / "casos/gama/index.html").is_file()
    assert (run.artifacts[0] / "en/cases/gama/index.html").is_file()


def test_a_case_with_a_fault_fails_and_its_author_reads_the_line_in_both_languages(repository: Path) -> None:
    write_case(repository, "gama", lambda text: text.replace("id: aligned", "id: alined"))
    run = contribute(repository)
    assert run.failed == "Findings"
    assert run.outputs == {"lane": "quick", "state": "1"}
    assert not run.artifacts
    assert "::error file=data/cases/gama.yml,line=9" in run.log
    assert "Revisión del manual" in run.summary
    assert "Check of the handbook" in run.summary
    assert run.summary.count("gama.yml&#58;9") == 2


def test_a_case_in_spanish_only_passes_with_notices_and_a_preview_and_is_answered_in_spanish(repository: Path) -> None:
    write_case(repository, "gama", in_spanish)
    run = contribute(repository)
    assert not run.failed, run.log
    assert run.outputs == {"lane": "quick", "state": "2"}
    assert "::notice file=data/cases/gama.yml,line=2" in run.log
    assert "::error" not in run.log
    assert "Por traducir" in run.summary
    assert "To be translated" not in run.summary
    assert (run.artifacts[0] / "casos/gama/index.html").is_file()
    assert not (run.artifacts[0] / "en/cases/gama/index.html").exists()


def in_spanish(text: str) -> str:
    return re.sub(r', en: "[^"]*"', "", text)


def test_a_change_of_code_leaves_the_verdict_to_the_suite(repository: Path) -> None:
    (repository / "hooks/on_config.py").write_text("# nothing\n", encoding="utf-8")
    run = contribute(repository)
    assert run.outputs == {"lane": "full", "state": ""}
    assert run.ran == ["actions/checkout", "Choose the lane"]


def test_the_suite_builds_the_preview_of_a_change_of_code(repository: Path) -> None:
    run = suite(repository, "pull_request", lane="full")
    assert not run.failed, run.log
    assert (run.artifacts[0] / "index.html").is_file()
    assert run.ran[-1] == "Test"


def test_the_suite_does_not_repeat_what_the_quick_lane_has_done(repository: Path) -> None:
    assert suite(repository, "pull_request", lane="quick", state="0").ran[-2:] == ["Install", "Test"]


@pytest.mark.parametrize(("event", "passes"), [("pull_request", True), ("merge_group", False), ("push", False)])
def test_what_is_only_to_be_translated_waits_in_a_pull_request_and_is_refused_on_main(
    event: str, passes: bool, repository: Path
) -> None:
    write_case(repository, "gama", in_spanish)
    propose(repository)
    run = suite(repository, event, lane="full" if passes else "")
    assert run.failed == ("" if passes else "Findings"), run.log
    assert "Test" not in run.ran


def test_the_suite_runs_whatever_the_quick_lane_said_and_first_of_all_on_main() -> None:
    job = CHECK["jobs"]["suite"]
    assert job["needs"] == "contribution"
    assert job["if"] == "${{ !cancelled() }}"
    assert CHECK["jobs"]["contribution"]["if"] == "github.event_name == 'pull_request'"
    assert any(step.get("run") == "make test" for step in job["steps"])


def test_the_quick_lane_ends_within_six_minutes() -> None:
    assert int(CHECK["jobs"]["contribution"]["timeout-minutes"]) <= 6
