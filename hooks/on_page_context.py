"""MkDocs renders a page: tell the templates its addresses, its place in the book and its interface words."""

from __future__ import annotations

from typing import Any

from handbook.website.page_parts import page_parts
from handbook.website.report_link import report_link
from handbook.website.template_context import further_sheets, hidden_parts, page_facts
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    key = page.file.norm_src_uri.removesuffix(".md")
    context["handbook"] = page_facts(
        config.extra["book"].of(page.file.locale), key, page.file.locale, config.site_url or "", config.site_name
    )
    # Material's menu of languages leads to this page in the other one. An attribute, as mkdocs-static-i18n sets it too:
    # in a template it wins over an item.
    config.extra.alternate = context["handbook"].languages  # type: ignore[attr-defined]  # any name
    config.repo_name = context["handbook"].word("repository")
    page.meta["hide"] = hidden_parts(key, page.content)
    context["parts"] = page_parts(page.content)
    context["report"] = report_link(context["handbook"], config.extra.get("report_to") or "", config.repo_url or "")
    context["sheets"] = further_sheets(context["handbook"], page.content)
    return context
