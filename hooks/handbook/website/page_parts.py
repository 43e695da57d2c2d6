"""The HTML of a page taken apart, for what the template puts between its parts."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from markupsafe import Markup

from handbook.content.teaching import DISCUSS

_TITLE = re.compile(r".*?</h1>\s*", re.DOTALL)
_LEAD = re.compile(r"(?:<p\b.*?</p>\s*)+", re.DOTALL)
_CLASSROOM = re.compile(f'<h2 id="{DISCUSS}"')
_END = re.compile('<h2 id="sources"|<section class="footnotes"')


@dataclass(frozen=True)
class PageParts:
    """The parts of a page in their order; together they are its HTML.

    Attributes:
        title: Its heading of the first level, with what stands before.
        lead: The paragraphs just below the title.
        text: What comes after.
        classroom: Its part for the classroom.
        end: Its sources and notes.
    """

    title: Markup
    lead: Markup
    text: Markup
    classroom: Markup
    end: Markup


def page_parts(html: str) -> PageParts:
    """The parts of a page's HTML; those that it does not have are empty."""
    title = found.end() if (found := _TITLE.match(html)) else 0
    lead = found.end() if (found := _LEAD.match(html, title)) else title
    end = found.start() if (found := _END.search(html, lead)) else len(html)
    classroom = found.start() if (found := _CLASSROOM.search(html, lead, end)) else end
    cuts = (0, title, lead, classroom, end, len(html))
    return PageParts(*(Markup(html[begin:stop]) for begin, stop in itertools.pairwise(cuts)))
