"""The walk of ARCHITECTURE.md: one case, from its file to a row, the API and a PDF."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import PROJECT, make_project_to_export

# Runs the commands with a profiler that notes each stop when it is first called with this case in hand, also in the
# processes that they fork.
TRACE = """
import os, sys
stops, log = dict(line.split("=") for line in sys.argv[1].split(",")), os.open(sys.argv[2], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
def note(frame, event, argument):
    if event == "call":
        path = frame.f_code.co_filename.rpartition("/handbook/")[2]
        stop = f"{path}:{frame.f_code.co_name}"
        if stop in stops:
            values = [repr(value)[:2000] for value in frame.f_locals.values()]
            if not stops[stop] or any(stops[stop] in value for value in values):
                os.write(log, (stop + chr(10)).encode())

sys.setprofile(note)
from handbook.cli import main
assert not main(["site"])
assert not main(["downloads"])
"""
# What a stop must have in its arguments to count; the others are called for the whole book.
IN_HAND = {
    "reading/records.py:read_record": "data/cases/alfa.yml",
    "reading/strict_yaml.py:load_all": "alfa",
    "reading/records.py:as_record": "data/cases/alfa.yml",
    "exporting/pdf.py:page_pdf": "cases/alfa",
}


def walk() -> list[str]:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return re.findall(r"^\d+\. `([\w/]+\.py:\w+)`", text, re.M)


def test_a_case_takes_the_walk_of_the_architecture_in_its_order(tmp_path: Path) -> None:
    root, log = tmp_path / "project", tmp_path / "log"
    make_project_to_export(root)
    stops = walk()
    assert 5 <= len(stops) <= 10
    subprocess.run(
        [sys.executable, "-c", TRACE, ",".join(f"{stop}={IN_HAND.get(stop, '')}" for stop in stops), str(log)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "hooks")},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    called = list(dict.fromkeys(log.read_text(encoding="utf-8").splitlines()))
    assert called == stops
