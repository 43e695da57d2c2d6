"""Run a job of a workflow as GitHub does, in a fresh clone, step by step; actions are played by a few lines each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from conftest import PROJECT

# What a clone needs beside docs/, data/, hooks/ and overrides/ to run ``make``.
BUILT_WITH = ("Makefile", ".ci", ".gitignore", "pyproject.toml")


def read_workflow(name: str) -> Any:
    """The workflow as GitHub reads it; YAML 1.1 would take the key ``on`` for true."""
    text = (PROJECT / f".github/workflows/{name}.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main")
    return subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=60
    ).stdout


def make_repository(root: Path) -> None:
    """Commit the project at ``root``, with what it is built with, on the branch main."""
    for name in BUILT_WITH:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, root / name)
    for file in PROJECT.glob("requirements*.txt"):
        shutil.copy(file, root)
    git(root, "init", "--quiet")
    commit(root, "The project")


def commit(root: Path, subject: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", subject)


def propose(root: Path) -> None:
    """Commit what has changed on a branch and check out its merge into main, as GitHub does for a pull request."""
    git(root, "checkout", "--quiet", "-b", "proposal")
    commit(root, "A proposal")
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--message", "The merge", "proposal")


@dataclass
class Run:
    """A job that has run: how it ended, what its steps put out, and what it leaves."""

    folder: Path
    failed: str = ""  # the name of the step
    ran: list[str] = field(default_factory=list)
    log: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    artifacts: list[Path] = field(default_factory=list)


_TOKEN = re.compile(r"'[^']*'|&&|\|\||!=|==|!|[()]|hashFiles\([^)]*\)|[\w.-]+(?:\(\))?|\s+")
_WORDS = {"&&": " and ", "||": " or ", "!": " not ", "cancelled()": "False"}


class Expression:
    """The part of GitHub's expressions that our workflows use: names, texts, ``==``, ``!=``, ``&&``, ``||``, ``!``."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def value(self, text: str) -> Any:
        rest = _TOKEN.sub("", text)
        assert not rest, f"not understood: {rest!r} in {text!r}"
        return eval(_TOKEN.sub(lambda found: self._python(found[0]), text).strip())

    def _python(self, token: str) -> str:
        if token in _WORDS:
            return _WORDS[token]
        if token.startswith("hashFiles"):
            return "'0123'"
        return repr(self.names.get(token, "")) if re.match(r"[a-z]", token) else token

    def filled(self, text: str) -> str:
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: str(self.value(found[1])), text)

    def holds(self, condition: str) -> bool:
        return bool(self.value(re.sub(r"^\$\{\{\s*(.*?)\s*\}\}$", r"\1", condition)))


def run_job(job: dict[str, Any], repository: Path, folder: Path, names: dict[str, str], cache: Path) -> Run:
    """Run each step in ``folder``, which is made by the step that checks out ``repository``.

    ``names`` are the values of ``github.*`` and ``needs.*``; ``cache`` keeps what the job's cache keeps between runs.
    """
    run, said = Run(folder), folder.with_name(f"{folder.name}-said")
    said.mkdir()
    names = dict(names)
    to_keep: list[str] = []
    for number, step in enumerate(job["steps"]):
        expression = Expression(names)
        condition = step.get("if", "success")
        if condition != "success" and not expression.holds(condition):
            continue
        if run.failed and "cancelled()" not in condition:
            continue
        name = step.get("name") or step["uses"].split("@")[0]
        run.ran.append(name)
        given = {key: expression.filled(value) for key, value in step.get("with", {}).items()}
        if "uses" in step:
            _act(step["uses"].split("@")[0], given, repository, run, cache, to_keep)
            continue
        output, summary = said / f"{number}.output", said / f"{number}.summary"
        environment = {
            **os.environ,
            "CI": "true",
            "PYTHONPATH": str(folder / "hooks"),
            "LC_ALL": "C.UTF-8",
            "GITHUB_EVENT_NAME": names["github.event_name"],
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{key: expression.filled(value) for key, value in step.get("env", {}).items()},
        }
        output.touch()
        summary.touch()
        shell = ["bash", "-eo", "pipefail"] if step.get("shell") == "bash" else ["bash", "-e"]
        result = subprocess.run(
            [*shell, "-c", step["run"]], cwd=folder, env=environment, capture_output=True, text=True, timeout=600
        )
        run.log += result.stdout + result.stderr
        run.summary += summary.read_text(encoding="utf-8")
        for line in output.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            names[f"steps.{step['id']}.outputs.{key}"] = value
        if result.returncode and not run.failed:
            run.failed = name
    for path in to_keep:
        if not run.failed and (folder / path).is_dir():
            shutil.copytree(folder / path, cache / path, dirs_exist_ok=True)
    run.outputs = {key: Expression(names).filled(value) for key, value in job.get("outputs", {}).items()}
    return run


def _act(action: str, given: dict[str, str], repository: Path, run: Run, cache: Path, to_keep: list[str]) -> None:
    if action == "actions/checkout":
        depth = given.get("fetch-depth", "1")
        git(repository, "clone", "--quiet", "--depth", depth, f"file://{repository}", str(run.folder))
    elif action == "actions/setup-python":
        # What is locked is installed here already; the marks keep ``make`` from installing it into these tests.
        venv = run.folder / ".venv"
        venv.mkdir()
        for entry in Path(sys.prefix).iterdir():
            if not entry.name.startswith("."):
                (venv / entry.name).symlink_to(entry)
        for mark in (".site", ".downloads"):
            (venv / mark).touch()
    elif action == "actions/cache":
        to_keep.append(given["path"])
        if (cache / given["path"]).is_dir():
            shutil.copytree(cache / given["path"], run.folder / given["path"])
    elif action in ("actions/upload-pages-artifact", "actions/upload-artifact"):
        run.artifacts.append(run.folder / given["path"])
    else:
        raise AssertionError(f"no part is written for {action}")
