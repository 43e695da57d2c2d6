"""The live preview answers only to the names of the machine that it runs on.

A page of any site could let its own name lead to this machine and then read the unpublished book (DNS rebinding). Its
requests carry that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_OWN = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]*)?")


def own_hosts_only(app: WSGIApplication, given: str) -> WSGIApplication:
    """Wrap ``app``: answer 403 unless the host is localhost or ``given``; ports are ignored."""
    own = {*_OWN, given.strip("[]").lower()}

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _host(environ.get("HTTP_HOST", "")) in own:
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        names = ", ".join(sorted(own))
        return [f"La vista previa solo responde a / The preview only answers to: {names}\n".encode()]

    return guarded


def _host(header: str) -> str:
    """The name in a ``Host`` header, in lower case and without brackets; empty where there is none."""
    found = _HOST.fullmatch(header.lower())
    return found[1].strip("[]") if found else ""
