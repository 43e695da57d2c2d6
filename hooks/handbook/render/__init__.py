"""Objects and a language in, Markdown out. One module for each directive or page."""

from __future__ import annotations

from handbook.directives import KINDS, Renderer
from handbook.render.adviser import adviser
from handbook.render.bibliography import bibliography, sources
from handbook.render.case_list import case_list
from handbook.render.changes import changes
from handbook.render.checklist import checklist, checklists, leads
from handbook.render.compare import compare
from handbook.render.comparison import comparison
from handbook.render.course import course, courses
from handbook.render.course_builder import course_builder
from handbook.render.data_table import data_table
from handbook.render.example import example
from handbook.render.explorer import explorer
from handbook.render.figure import figure
from handbook.render.files import files
from handbook.render.form import form
from handbook.render.glossary import acronyms, glossary
from handbook.render.handout import handout
from handbook.render.map import case_map
from handbook.render.markdown_guide import markdown_guide
from handbook.render.quiz import quizzes
from handbook.render.relations import next_step, related
from handbook.render.starts import starts
from handbook.render.status import status
from handbook.render.whole_route import whole_route

RENDERERS: dict[str, Renderer] = {
    "comparison": comparison,
    "cases": case_list,
    "explorer": explorer,
    "compare": compare,
    "checklist": checklist,
    "checklists": checklists,
    "leads": leads,
    "starts": starts,
    "adviser": adviser,
    "table": data_table,
    "figure": figure,
    "map": case_map,
    "form": form,
    "status": status,
    "related": related,
    "next": next_step,
    "route": whole_route,
    "sources": sources,
    "bibliography": bibliography,
    "glossary": glossary,
    "acronyms": acronyms,
    "changes": changes,
    "files": files,
    "course": course,
    "courses": courses,
    "course-builder": course_builder,
    "handout": handout,
    "quizzes": quizzes,
    "markdown-guide": markdown_guide,
    "example": example,
}

assert RENDERERS.keys() == KINDS.keys()
