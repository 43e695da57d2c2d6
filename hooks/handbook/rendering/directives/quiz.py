"""``quizzes``: questions to check what one takes from a chapter. Without a script the answers open one by one."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element, tostring

from handbook.content.book import Book, Page
from handbook.content.models import Quiz, QuizQuestion
from handbook.content.reading_order import reading_order
from handbook.content.teaching import heading_of, numbered_title
from handbook.rendering.diagrams.canvas import node
from handbook.rendering.directives.relations import named_page
from handbook.rendering.links import href
from handbook.rendering.markdown_text import Markdown, escape
from handbook.rendering.registry import directive


@directive(
    "quizzes",
    values={"of": ("ideas", "dialogue", "route")},
    required=("of",),
    made_from=("data/quizzes/.+", "docs/{of}/.+md"),
)
def quizzes(book: Book, page: Page, arguments: Mapping[str, str]) -> str:
    """The quizzes of data/quizzes/ about the chapters of a section.

    Example: ``<!-- handbook:quizzes of=ideas -->``
    """
    language = page.language
    parts: list[str] = []
    for key in reading_order(book, language):
        chapter = book.chapters.get((key, language))
        quiz = book.quizzes.get(chapter.front.id) if chapter else None
        if chapter and quiz and chapter.section == arguments["of"]:
            title = numbered_title(book, quiz.id, chapter.front.title, language)
            parts.append(f"## {escape(title)} {{#quiz-{quiz.id}}}")
            link = named_page(book, page, quiz.id)
            parts.append(f"{escape(page.word('quiz-chapter'))}: {link}.\n{{: .note }}")
            parts.append(tostring(_quiz(book, page, quiz), encoding="unicode"))
    return Markdown("\n\n".join(parts))


def _quiz(book: Book, page: Page, quiz: Quiz) -> Element:
    questions = [_question(book, page, quiz, question) for question in quiz.questions]
    return node("div", node("ol", *questions, class_="quiz-questions"), class_="quiz", data_quiz=quiz.id)


def _question(book: Book, page: Page, quiz: Quiz, question: QuizQuestion) -> Element:
    language = page.language
    options = [node("li", option.text[language], data_option=option.id) for option in question.options]
    right = next(option for option in question.options if option.right)
    reasons = [
        node(
            "li",
            node("strong", f"{option.id}) {page.word('quiz-right' if option.right else 'quiz-wrong')}"),
            f" {option.feedback[language]}",
            data_feedback=option.id,
        )
        for option in question.options
    ]
    again = node(
        "a", heading_of(book, quiz.id, question.anchor, language), href=href(book, page, *_target(book, quiz, question))
    )
    answer = node(
        "details",
        node("summary", page.word("quiz-answer")),
        node("ul", *reasons, class_="quiz-reasons"),
        node("p", f"{page.word('quiz-again')}: ", again, ".", class_="quiz-again"),
        class_="quiz-answer",
    )
    text = node("p", question.text[language], class_="quiz-question", id=f"quiz-{quiz.id}-{question.id}")
    choices = node("ol", *options, class_="quiz-options", type="a")
    return node("li", text, choices, answer, data_question=question.id, data_right=right.id)


def _target(book: Book, quiz: Quiz, question: QuizQuestion) -> tuple[str, str]:
    return book.chapter_keys[quiz.id], question.anchor
