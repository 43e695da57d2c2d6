"""Which file holds records of which type: by its name below data/, and as a schema."""

from __future__ import annotations

from handbook.content import models

# data/vocabulary/<name>.yml; with them data/vocabulary/words.yml.
VOCABULARIES: dict[str, type[models.Record]] = {
    "stages": models.Stages,
    "ideas": models.Ideas,
    "steps": models.Steps,
    "dimensions": models.Vocabulary,
    "kinds": models.Vocabulary,
    "levels": models.Vocabulary,
    "modalities": models.Vocabulary,
    "sectors": models.Vocabulary,
    "sdgs": models.Goals,
}
# data/<name>.yml; a small site may do without.
LISTS: dict[str, type[models.Record]] = {
    "glossary": models.Glossary,
    "acronyms": models.Acronyms,
}
# data/<name>.yml too, each read by itself.
SINGLE: dict[str, type[models.Record]] = {
    "sources": models.Sources,
    "edition": models.Edition,
    "redirects": models.Redirects,
    "search": models.Search,
}
# data/<name>/<id>.yml
COLLECTIONS: dict[str, type[models.Record]] = {
    "cases": models.Case,
    "checklists": models.Checklist,
    "tables": models.Table,
    "figures": models.Diagram,
    "advisers": models.Adviser,
    "courses": models.Course,
    "quizzes": models.Quiz,
    "questions": models.GuidingQuestions,
}
# data/schemas/<name>.json
SCHEMAS: dict[str, type[models.Record]] = {
    "case": models.Case,
    "checklist": models.Checklist,
    "table": models.Table,
    "adviser": models.Adviser,
    "figure": models.Diagram,
    "course": models.Course,
    "quiz": models.Quiz,
    "questions": models.GuidingQuestions,
    "ideas": models.Ideas,
    "stages": models.Stages,
    "steps": models.Steps,
    "sdgs": models.Goals,
    "vocabulary": models.Vocabulary,
    "words": models.Words,
    "sources": models.Sources,
    "glossary": models.Glossary,
    "acronyms": models.Acronyms,
    "edition": models.Edition,
    "recorded-edition": models.RecordedEdition,
    "redirects": models.Redirects,
    "search": models.Search,
}
