"""A Content-Security-Policy for every page: only our own files, and the one inline script of the page's template.

The policy is written by the templates, so that nothing found in a page can add to it.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

# The script that the page's template writes into the head; it sets the theme before anything is painted.
INLINE_SCRIPT = "overrides/partials/theme-first.html"
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def plain_policy() -> str:
    """The policy of a page without an inline script."""
    return _POLICY.format(hashes="")


def page_policy(root: Path) -> str:
    """The policy of the site's pages: plain, and the template's own script by its hash."""
    script = (root / INLINE_SCRIPT).read_text(encoding="utf-8").removesuffix("\n")
    return allowing(plain_policy(), script)


def allowing(policy: str, script: str) -> str:
    """``policy`` with an inline script added by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return policy.replace("'wasm-unsafe-eval'", f"'wasm-unsafe-eval' 'sha256-{digest}'", 1)


def write_headers(root: Path, site: Path) -> None:
    """Write ``_headers``: the same policy as headers, in the form that several static hosts read, and what no
    ``meta`` element can say."""
    lines = [
        f"Content-Security-Policy: {page_policy(root)}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy: same-origin",
    ]
    (site / "_headers").write_text("/*\n" + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
