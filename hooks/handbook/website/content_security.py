"""A Content-Security-Policy in every page: only our own files, and the inline scripts known by their hashes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_INLINE = re.compile(r"<script>(.*?)</script>", re.S)
_HASH = re.compile(r"'sha256-[^']+'")
_PLACE = '<meta charset="utf-8">\n'
_NAME = 'http-equiv="Content-Security-Policy"'
# So much of a page says whether it has a policy, and which.
_HEAD = 1000
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def secure_pages(site: Path) -> None:
    """Write the policy into every HTML page of ``site`` that has none, and into ``_headers`` for all of them."""
    hashes: dict[str, None] = {}
    for file in sorted(site.rglob("*.html")):
        with file.open(encoding="utf-8") as page:
            head = page.read(_HEAD)
            if _NAME not in head:
                head = secured(head + page.read())
                file.write_text(head, encoding="utf-8")
        hashes |= dict.fromkeys(_HASH.findall(head))
    (site / "_headers").write_text(headers(hashes), encoding="utf-8")


def secured(page: str) -> str:
    """The page with its policy; one that has no place for it stays as it is."""
    return page.replace(_PLACE, f'{_PLACE}<meta {_NAME} content="{policy(page)}">\n', 1)


def headers(hashes: Iterable[str]) -> str:
    """The same for the whole site as headers, in the form that several static hosts read, with what no meta can say."""
    lines = [
        f"Content-Security-Policy: {_policy(hashes)}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy: same-origin",
    ]
    return "/*\n" + "".join(f"  {line}\n" for line in lines)


def policy(page: str) -> str:
    """The policy for one page: the scripts written into it are allowed by their hashes, and no others."""
    digests = [hashlib.sha256(script.encode()).digest() for script in dict.fromkeys(_INLINE.findall(page))]
    return _policy(f"'sha256-{base64.b64encode(one).decode()}'" for one in digests)


def _policy(hashes: Iterable[str]) -> str:
    return _POLICY.format(hashes="".join(f" {one}" for one in hashes))
