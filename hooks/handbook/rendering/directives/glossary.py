"""``glossary`` and ``acronyms``: the words of the trade, in the page's language with the other beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handbook.content.book import Book, Page
from handbook.content.languages import other, sort_key
from handbook.content.models import GlossaryTerm
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape, table
from handbook.rendering.registry import directive


@directive("glossary", made_from=())
def glossary(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Every term: what it means, how the other language says it, what not to say, where it is explained.

    Example: ``<!-- handbook:glossary -->``
    """
    language = page.language
    terms = sorted(book.glossary.values(), key=lambda term: sort_key(term.term[language]))
    entries = [_entry(book, page, term) for term in terms]
    return Markdown("\n\n".join([_letters(language, terms), *entries] if terms else []))


def _letters(language: str, terms: Sequence[GlossaryTerm]) -> str:
    """A link for each letter to the first term that begins with it; the terms come in order."""
    first: dict[str, str] = {}
    for term in terms:
        first.setdefault(sort_key(term.term[language])[0][0].upper(), term.id)
    return " ".join(f"[{letter}](#term-{id})" for letter, id in first.items()) + "\n{: .letters }"


def _entry(book: Book, page: Page, term: GlossaryTerm) -> str:
    language, foreign = page.language, other(page.language)
    parts = [f"### {escape(term.term[language])} {{#term-{term.id}}}", escape(term.definition[language])]
    facts = [f"{escape(page.word(f'in-{foreign}'))}: *{escape(term.term[foreign])}*{{: lang={foreign} }}"]
    if term.avoid and term.avoid[language]:
        facts.append(f"{escape(page.word('do-not-say'))}: {escape(', '.join(term.avoid[language]))}")
    if term.see:
        seen = [f"[{escape(book.glossary[id].term[language])}](#term-{id})" for id in term.see]
        facts.append(f"{escape(page.word('see-also'))}: {', '.join(seen)}")
    if term.page:
        chapter = book.chapter(book.chapter_keys[term.page], language)
        link = to_page(book, page, term.page, chapter.front.title)
        facts.append(f"{escape(page.word('explained-in'))}: {link}")
    parts.append(". ".join(facts) + ".\n{: .note }")
    return "\n\n".join(parts)


@directive("acronyms", made_from=())
def acronyms(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """Every acronym with its full name.

    Example: ``<!-- handbook:acronyms -->``
    """
    language = page.language
    entries = sorted(book.acronyms.values(), key=lambda entry: sort_key(entry.acronym[language]))
    rows = (
        [
            entry.acronym[language],
            entry.name[language] + (f". {entry.note[language]}" if entry.note else ""),
            entry.acronym[other(language)],
        ]
        for entry in entries
    )
    headers = [
        page.word("acronym"),
        page.word("full-name"),
        page.word(f"in-{other(language)}"),
    ]
    return table(page.word("acronyms"), headers, rows)
