"""Every page is valid HTML, says the W3C's own checker (vnu)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import PROJECT

# Material's base.html writes autocomplete="off" on its two switches, outside any block.
THE_THEMES = re.compile("Attribute .autocomplete. is only allowed when the input type is")
VNU = PROJECT / "node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.site
@pytest.mark.node
@pytest.mark.skipif(shutil.which("java") is None, reason="vnu needs Java, and .ci/java could not install it")
def test_every_page_is_valid_html(site: Path) -> None:
    command = ["java", "-jar", str(VNU), "--errors-only", "--skip-non-html", "--format", "text", str(site)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    errors = [line for line in result.stderr.splitlines() if "error:" in line and not THE_THEMES.search(line)]
    assert errors[:20] == []
    assert result.returncode in (0, 1)
