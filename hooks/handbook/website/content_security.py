"""A Content-Security-Policy for every page: only our own files, and the one inline script of the page's template.

The policy is written by the templates, so that nothing found in a page can add to it. Who may frame the site is said in
the headers alone: browsers do not read it in a page.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

# The script that the page's template writes into the head; it sets the theme before anything is painted.
INLINE_SCRIPT = "overrides/partials/theme-first.html"
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)


def plain_policy() -> Markup:
    """The policy of a page without an inline script, as it may stand in an attribute."""
    return Markup(_POLICY.format(hashes=""))


def page_policy(root: Path) -> Markup:
    """The policy of the site's pages: plain, and the template's own script by its hash."""
    script = (root / INLINE_SCRIPT).read_text(encoding="utf-8").removesuffix("\n")
    return allowing(plain_policy(), script)


def allowing(policy: Markup, script: str) -> Markup:
    """``policy`` with an inline script added by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    unsafe = Markup("'wasm-unsafe-eval'")
    return policy.replace(unsafe, unsafe + Markup(f" 'sha256-{digest}'"), 1)


def protects(policy: str, page: str) -> bool:
    """Whether ``page`` says ``policy`` in its head, before any script."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in page.partition("<script")[0]


def write_headers(root: Path, site: Path, frames: str) -> None:
    """Write ``_headers``: the same policy as headers, in the form that several static hosts read, and what no
    ``meta`` element can say: ``frames``, who may frame the site, is part of it."""
    lines = [
        f"Content-Security-Policy: {page_policy(root)}; frame-ancestors {frames}",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Permissions-Policy: camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy: same-origin",
    ]
    (site / "_headers").write_text("/*\n" + "".join(f"  {line}\n" for line in lines), encoding="utf-8")
