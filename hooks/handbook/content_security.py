"""A Content-Security-Policy in every page: only our own files, and the inline scripts known by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_INLINE = re.compile(r"<script>(.*?)</script>", re.S)
_PLACE = '<meta charset="utf-8">\n'
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def secure_pages(site: Path) -> None:
    """Write the policy into every HTML page of ``site`` that has none, and into ``_headers`` for all of them."""
    scripts: dict[str, None] = {}
    for file in sorted(site.rglob("*.html")):
        page = file.read_text(encoding="utf-8")
        scripts |= dict.fromkeys(_INLINE.findall(page))
        if 'http-equiv="Content-Security-Policy"' not in page and _PLACE in page:
            meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">\n'
            file.write_text(page.replace(_PLACE, _PLACE + meta, 1), encoding="utf-8")
    (site / "_headers").write_text(headers(scripts), encoding="utf-8")


def headers(scripts: Iterable[str]) -> str:
    """The same for the whole site as headers, in the form that several static hosts read, with what no meta can say."""
    lines = [
        f"Content-Security-Policy: {_policy(scripts)}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy: same-origin",
    ]
    return "/*\n" + "".join(f"  {line}\n" for line in lines)


def policy(page: str) -> str:
    """The policy for one page: the scripts written into it are allowed by their hashes, and no others."""
    return _policy(dict.fromkeys(_INLINE.findall(page)))


def _policy(scripts: Iterable[str]) -> str:
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return _POLICY.format(hashes="".join(f" 'sha256-{base64.b64encode(one).decode()}'" for one in digests))
