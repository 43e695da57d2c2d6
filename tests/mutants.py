"""``make mutants``: does a test fail when a line of the rules, of strict YAML or of a page with cases is changed?

Cosmic Ray makes the changes, one at a time, in a copy of the project: ``<`` becomes ``<=``, ``and`` becomes ``or``, a
loop is not entered, a decorator is gone. The tests of the module then have to fail ("killed"). What survives is printed
as a difference: either a test is missing, or the change makes no difference that anybody could see.

A random sample is tried, as all of them take long: ``make mutants N=150 SEED=1``; ``ONLY=cases`` takes the modules
with that in their path. Ctrl-C ends with the figures so far. An error below 90 % killed. Not part of CI.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cosmic_ray.commands import init
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import use_db
from cosmic_ray.work_item import MutationSpec

PROJECT = Path(__file__).resolve().parent.parent
COPY = PROJECT / ".cache/mutants"
COPIED = ("hooks", "tests", "data", "docs", "overrides", "mkdocs.yml", "pyproject.toml")
LIBRARY = "hooks/handbook"
SECONDS = 600  # a mutant whose tests take longer never ends
LEAST = 90  # per cent killed

# The tests of each module, the one that tells most first; the first failure ends them. What needs the real site or a
# browser is left out. A new module of rules has the tests of all of them.
RULES = "checking/rules"
EXAMPLES = "everything_wrong"  # one broken project for all rules, and books in which nothing is wrong
TESTS = {
    f"{RULES}/advisers.py": (EXAMPLES, "advisers"),
    f"{RULES}/cases.py": (EXAMPLES, "dates", "case_findings"),
    f"{RULES}/chapter_pairs.py": (EXAMPLES, "translations", "chapter_findings"),
    f"{RULES}/chapters_alone.py": (EXAMPLES, "chapter_findings", "written_chapters"),
    f"{RULES}/checklists_and_tables.py": (EXAMPLES, "case_findings"),
    f"{RULES}/courses.py": (EXAMPLES, "courses", "quizzes"),
    f"{RULES}/dates.py": (EXAMPLES, "dates"),
    f"{RULES}/figures.py": (EXAMPLES, "figures"),
    f"{RULES}/identity.py": (EXAMPLES, "settings", "chapter_findings", "case_findings"),
    f"{RULES}/language.py": (EXAMPLES, "case_findings", "proposals"),
    f"{RULES}/linked_pages.py": (EXAMPLES, "links"),
    f"{RULES}/site_settings.py": (EXAMPLES, "settings"),
    f"{RULES}/templates.py": (EXAMPLES, "settings"),
    f"{RULES}/terms.py": (EXAMPLES, "chapter_findings"),
    f"{RULES}/tree.py": (EXAMPLES, "tree", "case_findings", "chapter_findings"),
    f"{RULES}/unfinished.py": (EXAMPLES, "unfinished"),
    "content/case_selection.py": ("comparison",),
    "reading/strict_yaml.py": ("strict_yaml", EXAMPLES, "case_findings"),
    "rendering/case_page.py": ("golden",),
    "rendering/directives/comparison.py": ("comparison", "golden"),
}

# One of each kind of change: those left out (``==`` to ``<``, ``+`` to ``**``) fail wherever these do. ``|`` is left
# alone, as most are in types.
OPERATORS = {
    *("AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd"),
    *("ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "NumberReplacer"),
    *("RemoveDecorator", "ZeroIterationForLoop", "ReplaceUnaryOperator_Delete_Not"),
    *("ReplaceUnaryOperator_USub_UAdd", "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add"),
    *("ReplaceBinaryOperator_Mul_Div", "ReplaceBinaryOperator_FloorDiv_Mul", "ReplaceComparisonOperator_Eq_NotEq"),
    *("ReplaceComparisonOperator_NotEq_Eq", "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_LtE_Lt"),
    *("ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_GtE_Gt", "ReplaceComparisonOperator_Is_IsNot"),
    "ReplaceComparisonOperator_IsNot_Is",
}

# Without these the same is said, only later.
CACHES = ("@cache", "@once_for_each_file")

# Imported once and shared by the processes of all mutants. Nothing of what is changed may be among them.
SHARED = (
    *("pytest", "hypothesis", "playwright.sync_api", "axe_playwright_python", "xdist.scheduler", "babel.dates"),
    *("jinja2", "lxml.html", "markdown", "handbook.content.book", "handbook.reading.yaml_faults"),
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sample", type=int, default=150)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="")
    chosen = options.parse_args()

    shutil.rmtree(COPY, ignore_errors=True)
    for name in COPIED:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        COPY.mkdir(parents=True, exist_ok=True)
        copy(PROJECT / name, COPY / name)
    os.chdir(COPY)
    sys.path[:0] = [str(COPY / "hooks"), str(COPY / "tests")]
    for name in SHARED:
        importlib.import_module(name)

    every = [one for one in mutations() if chosen.only in str(one.module_path)]
    sample = random.Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    unchanged = sorted({test for one in sample for test in tests_of(one)})
    if fails(unchanged):
        print(f"Without a change one of these tests fails already: {', '.join(unchanged)}", file=sys.stderr)
        return 1
    sys.dont_write_bytecode = True  # of a mutant; that of the tests was written just now
    tried, killed = Counter[str](), Counter[str]()
    try:
        for one in sample:
            path = Path(one.module_path)
            module = path.relative_to(LIBRARY).as_posix()
            with use_mutation(path, get_operator(one.operator_name)(), one.occurrence) as (before, after):
                died = fails(tests_of(one))
            tried[module] += 1
            killed[module] += died
            if not died:
                show(one, before, after)
    except KeyboardInterrupt:
        print("ended early")
    for module in sorted(tried):
        print(f"{module:45} {killed[module]:4} of {tried[module]:4} killed")
    share = 100 * killed.total() / max(1, tried.total())
    print(
        f"{killed.total()} of {tried.total()} mutants killed ({share:.1f} %), out of {len(every)}; seed {chosen.seed}"
    )
    return 0 if share >= LEAST else 1


def mutations() -> list[MutationSpec]:
    """Every change of ``OPERATORS`` that can be made in the modules of ``TESTS``."""
    modules = sorted({*Path(LIBRARY, RULES).glob("*.py"), *(Path(LIBRARY, name) for name in TESTS)})
    with use_db("mutants.sqlite") as database:
        init(modules, database, {})
        found = [one for item in database.work_items for one in item.mutations]
    chosen = [one for one in found if one.operator_name.removeprefix("core/") in OPERATORS and not of_cache(one)]
    return sorted(chosen, key=lambda one: (str(one.module_path), one.operator_name, one.occurrence))


def of_cache(mutation: MutationSpec) -> bool:
    """Whether the change begins at the line of a cache: that it takes the cache away."""
    line = Path(mutation.module_path).read_text(encoding="utf-8").splitlines()[mutation.start_pos[0] - 1]
    return line.split("#")[0].strip() in CACHES


def tests_of(mutation: MutationSpec) -> tuple[str, ...]:
    module = Path(mutation.module_path).relative_to(LIBRARY).as_posix()
    return tuple(f"tests/test_{name}.py" for name in TESTS.get(module, (EXAMPLES,)))


def fails(tests: Sequence[str]) -> bool:
    """Whether one of ``tests`` fails with the copy as it is, in a process of its own."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        signal.alarm(SECONDS)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        import pytest

        options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not site and not browser"]
        os._exit(int(pytest.main([*options, *tests]) != 0))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def show(mutation: MutationSpec, before: str, after: str) -> None:
    """Print the lines that a surviving mutant changed."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    changed = next(((a, b) for a, b in pairs if a != b), ("", ""))
    print(f"survived: {mutation.module_path}:{mutation.start_pos[0]}: {mutation.operator_name.removeprefix('core/')}")
    for sign, line in zip("-+", changed, strict=True):
        print(f"  {sign} {line.strip()}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
