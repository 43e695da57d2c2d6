"""A site is built with what pyproject.toml names for it, and nothing of the downloads or the tests."""

from __future__ import annotations

import subprocess
import sys
import tomllib

from conftest import PROJECT

MODULES = {"EbookLib": "ebooklib", "python-docx": "docx", "XlsxWriter": "xlsxwriter"}
ALSO_OF_WEASYPRINT = ["cssselect2", "tinycss2", "pydyf"]


def extra(name: str) -> list[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [line.split(">")[0].split("=")[0].split("[")[0] for line in project["optional-dependencies"][name]]
    return [MODULES.get(one, one.replace("-", "_")) for one in names]


def test_the_command_and_the_site_need_no_package_of_the_downloads() -> None:
    blocked = [*extra("downloads"), *ALSO_OF_WEASYPRINT]
    code = f"import sys\nfor name in {blocked!r}: sys.modules[name] = None\nimport handbook.command, handbook.site"
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert result.stderr == ""


def test_the_lock_files_name_no_host() -> None:
    named = [
        (file.name, line)
        for file in PROJECT.glob("requirements*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if "://" in line or "index-url" in line
    ]
    assert named == []
