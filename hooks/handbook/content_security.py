"""A Content-Security-Policy in every page: only our own files, and the inline scripts known by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

_INLINE = re.compile(r"<script>(.*?)</script>", re.S)
_PLACE = '<meta charset="utf-8">\n'
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def secure_pages(site: Path) -> None:
    """Write the policy into every HTML page of ``site`` that has none."""
    for file in sorted(site.rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        if "http-equiv" not in page and _PLACE in page:
            meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">\n'
            file.write_text(page.replace(_PLACE, _PLACE + meta, 1), encoding="utf-8")


def policy(page: str) -> str:
    """The policy for one page: the scripts written into it are allowed by their hashes, and no others."""
    digests = [hashlib.sha256(script.encode()).digest() for script in dict.fromkeys(_INLINE.findall(page))]
    return _POLICY.format(hashes="".join(f" 'sha256-{base64.b64encode(one).decode()}'" for one in digests))
