"""The link "Report a problem with this page": a message that says where it was written, ready to be sent."""

from __future__ import annotations

from urllib.parse import quote

from handbook.website.template_context import PageFacts


def report_link(page: PageFacts, mailbox: str, repository: str) -> str:
    """An e-mail to ``mailbox``; without one, a new issue of ``repository``; without either, nothing.

    Its ``body`` holds the page's title, its address and the edition, a line each; docs/assets/js/report.js reads them.
    """
    lines = ("", "", page.cited.title, page.canonical, page.edition)
    subject = page.word("report-subject").replace("%title", page.cited.title)
    body = quote("\r\n".join(lines), safe="")
    if mailbox:
        return f"mailto:{mailbox}?subject={quote(subject, safe='')}&body={body}"
    return f"{repository.rstrip('/')}/issues/new?title={quote(subject, safe='')}&body={body}" if repository else ""
