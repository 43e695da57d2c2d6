"""``related`` and ``next``: the relation of ideas and steps, written once in steps.yml and shown at both ends."""

from __future__ import annotations

from collections.abc import Mapping

from handbook.content.book import Book, Page
from handbook.content.models import Idea, Step
from handbook.rendering.links import to_page
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive("related", made_from=())
def related(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """On an idea: the steps that put it into practice. On a step: the ideas it puts into practice.

    Example: ``<!-- handbook:related -->``
    """
    steps, ideas = book.vocabulary["steps"], book.vocabulary["ideas"]
    if page.id in ideas:
        links = [step_link(book, page, step) for step in steps.values() if page.id in step.ideas]
        word = "steps-of-this-idea"
    else:
        links = [idea_link(book, page, ideas[id]) for id in steps[page.id].ideas] if page.id in steps else []
        word = "ideas-of-this-step"
    return Markdown(f"{escape(page.word(word))}: {', '.join(links)}.\n{{: .related }}") if links else ""


@directive("next", made_from=())
def next_step(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """On a step: the step that follows, or, on the last one, the way back to the first.

    Example: ``<!-- handbook:next -->``
    """
    steps = sorted(book.vocabulary["steps"].values(), key=lambda step: step.number)
    number = book.vocabulary["steps"][page.id].number
    following = steps[number % len(steps)]
    word = page.word("next-step" if number < len(steps) else "first-step")
    summary = escape(following.summary[page.language])
    return Markdown(f"{escape(word)}: {step_link(book, page, following)}. {summary}")


def step_link(book: Book, page: Page, step: Step) -> Markdown:
    name = f"{page.word('step')} {step.number}, {step.name[page.language]}"
    return to_page(book, page, step.id, name)


def idea_link(book: Book, page: Page, idea: Idea) -> Markdown:
    name = f"{page.word('idea')} {idea.number}, {idea.name[page.language]}"
    return to_page(book, page, idea.id, name)


def named_page(book: Book, page: Page, page_id: str) -> Markdown:
    """A link to the page with ``page_id``: a step or an idea with its number, any other by its title."""
    if page_id in book.vocabulary["steps"]:
        return step_link(book, page, book.vocabulary["steps"][page_id])
    if page_id in book.vocabulary["ideas"]:
        return idea_link(book, page, book.vocabulary["ideas"][page_id])
    return to_page(book, page, page_id, book.chapter(book.chapter_keys[page_id], page.language).front.title)
