"""IMS Common Cartridge 1.1, which Moodle and Canvas import: pages, web links, quizzes, and notes for teachers only.

Moodle knows a cartridge by the namespace in the first 500 bytes of its manifest, hence the order of the attributes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from handbook.content.book import Book
from handbook.content.edition import LOCALE
from handbook.content.models import Quiz, QuizQuestion
from handbook.exporting import reproducible_zip
from handbook.exporting.built_site import Site
from handbook.exporting.course_outline import Lesson, Outline, Part, identifier, lesson_text, notes_text, plan_text

_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"
_LOM_MANIFEST = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PROFILE = "http://www.imsglobal.org/profile/cc/ccv1p1"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_QUIZ_TYPE = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
_FOR_TEACHERS = (
    "<metadata><lom:lom><lom:educational><lom:intendedEndUserRole><lom:source>IMSGLC_CC_Rolesv1p1</lom:source>"
    "<lom:value>Instructor</lom:value></lom:intendedEndUserRole></lom:educational></lom:lom></metadata>"
)


@dataclass(frozen=True)
class Resource:
    """A file of the cartridge and what it is."""

    id: str
    type: str
    href: str
    data: bytes
    for_teachers: bool = False


def cartridge(book: Book, site: Site, outline: Outline) -> bytes:
    """The cartridge of the book or of a course."""
    resources: dict[str, Resource] = {}
    parts = [_part(book, site, outline, part, resources) for part in outline.parts]
    manifest = _manifest(book, outline, "\n".join(parts), resources.values())
    files = sorted((one.href, one.data) for one in resources.values())
    return reproducible_zip.zip_bytes([("imsmanifest.xml", manifest.encode()), *files], book.edition.day)


def _part(book: Book, site: Site, outline: Outline, part: Part, resources: dict[str, Resource]) -> str:
    view = book.in_language(outline.language)
    items = []
    if plan := plan_text(book, site, part):
        id = identifier(outline.language, "plan", outline.about, part.id)
        resources[id] = Resource(id, "webcontent", f"plans/{part.id}.html", plan.encode())
        items.append(_item(identifier(id, "item"), view.word("lms-plan"), id))
    for lesson in part.lessons:
        inside = []
        for resource, title in _resources(book, site, lesson, outline.language):
            resources[resource.id] = resource
            inside.append(_item(identifier(resource.id, outline.about, part.id), title, resource.id))
        folder = identifier(outline.language, outline.about, part.id, lesson.id)
        items.append(_item(folder, lesson.title, inside=inside))
    return _item(identifier(outline.language, outline.about, part.id), part.title, inside=items)


def _resources(book: Book, site: Site, lesson: Lesson, language: str) -> Iterator[tuple[Resource, str]]:
    """What a chapter gives: its text, the link to it, its quiz, its notes; each with its title."""

    view = book.in_language(language)

    def made(kind: str, resource_type: str, ending: str, text: str, *, for_teachers: bool = False) -> Resource:
        id = identifier(language, kind, lesson.id)
        return Resource(id, resource_type, f"{kind}/{lesson.id}.{ending}", text.encode(), for_teachers)

    yield made("pages", "webcontent", "html", lesson_text(book, site, lesson)), lesson.title
    online = f"{lesson.title} ({view.word('lms-online')})"
    yield made("links", "imswl_xmlv1p1", "xml", _web_link(online, site.short(lesson.id))), online
    if lesson.quiz:
        title = view.word("quiz-of").replace("%title", lesson.title)
        yield made("quizzes", _QUIZ_TYPE, "xml", assessment(lesson.quiz, title, language)), title
    if notes := notes_text(book, site, lesson):
        title = f"{lesson.title}: {view.word('lms-notes')}"
        yield made("notes", "webcontent", "html", notes, for_teachers=True), title


def _item(item_id: str, title: str, resource: str = "", inside: list[str] | None = None) -> str:
    reference = f' identifierref="{resource}"' if resource else ""
    return f'<item identifier="{item_id}"{reference}><title>{escape(title)}</title>' + "".join(inside or []) + "</item>"


def _manifest(book: Book, outline: Outline, items: str, resources: Iterable[Resource]) -> str:
    language = LOCALE[outline.language]
    listed = "\n".join(_listed(one) for one in sorted(resources, key=lambda one: one.href))

    def text(value: str) -> str:
        return f"<lomimscc:string language={quoteattr(language)}>{escape(value)}</lomimscc:string>"

    return (
        f'{_HEAD}<manifest xmlns="{_CP}" identifier="{identifier(outline.language, "cartridge", outline.about)}"'
        f' xmlns:lom="{_LOM}" xmlns:lomimscc="{_LOM_MANIFEST}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_CP} {_PROFILE}/ccv1p1_imscp_v1p2_v1p0.xsd'
        f" {_LOM} {_PROFILE}/LOM/ccv1p1_lomresource_v1p0.xsd"
        f' {_LOM_MANIFEST} {_PROFILE}/LOM/ccv1p1_lommanifest_v1p0.xsd">\n'
        "<metadata><schema>IMS Common Cartridge</schema><schemaversion>1.1.0</schemaversion>"
        f"<lomimscc:lom><lomimscc:general><lomimscc:title>{text(outline.title)}</lomimscc:title>"
        f"<lomimscc:language>{language}</lomimscc:language>"
        f"<lomimscc:description>{text(outline.description)}</lomimscc:description></lomimscc:general>"
        f"<lomimscc:lifeCycle><lomimscc:version>{text(book.edition.id)}</lomimscc:version></lomimscc:lifeCycle>"
        "<lomimscc:rights><lomimscc:copyrightAndOtherRestrictions><lomimscc:source>LOMv1.0</lomimscc:source>"
        "<lomimscc:value>yes</lomimscc:value></lomimscc:copyrightAndOtherRestrictions>"
        f"<lomimscc:description>{text('CC BY 4.0')}</lomimscc:description></lomimscc:rights></lomimscc:lom></metadata>\n"
        f'<organizations><organization identifier="{identifier(outline.language, "organization", outline.about)}"'
        ' structure="rooted-hierarchy">\n'
        f'<item identifier="{identifier(outline.language, "root", outline.about)}">\n{items}\n</item>\n'
        f"</organization></organizations>\n<resources>\n{listed}\n</resources>\n</manifest>\n"
    )


def _listed(one: Resource) -> str:
    href = f' href="{one.href}"' if one.type == "webcontent" else ""
    metadata = _FOR_TEACHERS if one.for_teachers else ""
    return f'<resource identifier="{one.id}" type="{one.type}"{href}>{metadata}<file href="{one.href}"/></resource>'


def _web_link(title: str, address: str) -> str:
    return (
        f'{_HEAD}<webLink xmlns="{_LINK}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_LINK} {_PROFILE}/ccv1p1_imswl_v1p1.xsd">\n'
        f'<title>{escape(title)}</title>\n<url href={quoteattr(address)} target="_blank"/>\n</webLink>\n'
    )


# ---------------------------------------------------------------------------------------------------------- QTI 1.2


def assessment(quiz: Quiz, title: str, language: str) -> str:
    """A quiz in QTI 1.2, in the profile of Common Cartridge: as often as one likes, feedback on every answer."""
    fields = (
        ("cc_profile", "cc.exam.v0p1"),
        ("qmd_assessmenttype", "Examination"),
        ("qmd_scoretype", "Percentage"),
        ("qmd_feedbackpermitted", "Yes"),
        ("qmd_hintspermitted", "No"),
        ("qmd_solutionspermitted", "Yes"),
        ("cc_maxattempts", "unlimited"),
    )
    items = "\n".join(_question(quiz, question, language) for question in quiz.questions)
    return (
        f'{_HEAD}<questestinterop xmlns="{_QTI}" xmlns:xsi="{_XSI}"'
        f' xsi:schemaLocation="{_QTI} {_PROFILE}/ccv1p1_qtiasiv1p2p1_v1p0.xsd">\n'
        f'<assessment ident="{identifier(language, "assessment", quiz.id)}" title={quoteattr(title)}>\n'
        f'{_metadata(fields)}\n<section ident="root_section">\n{items}\n</section>\n</assessment>\n'
        "</questestinterop>\n"
    )


def _question(quiz: Quiz, question: QuizQuestion, language: str) -> str:
    options = question.options
    labels = "".join(
        f'<response_label ident="{one.id}">{_material(one.text[language])}</response_label>' for one in options
    )
    # The right answer first, and every condition stops: Open edX takes what stands before a stop as right, and Moodle
    # shows everybody the feedback of a condition that goes on.
    conditions = "".join(
        f'<respcondition continue="No"><conditionvar><varequal respident="response">{one.id}</varequal></conditionvar>'
        + ('<setvar action="Set" varname="SCORE">100</setvar>' if one.right else "")
        + f'<displayfeedback feedbacktype="Response" linkrefid="{one.id}_feedback"/></respcondition>'
        for one in sorted(options, key=lambda one: not one.right)
    )
    feedback = "".join(
        f'<itemfeedback ident="{one.id}_feedback"><flow_mat>{_material(one.feedback[language])}</flow_mat></itemfeedback>'
        for one in options
    )
    return (
        f'<item ident="{identifier(language, "question", quiz.id, question.id)}"'
        f" title={quoteattr(question.text[language][:80])}>"
        f"<itemmetadata>{_metadata((('cc_profile', 'cc.multiple_choice.v0p1'),))}</itemmetadata>"
        f"<presentation>{_material(question.text[language])}"
        f'<response_lid ident="response" rcardinality="Single"><render_choice>{labels}</render_choice></response_lid>'
        "</presentation><resprocessing>"
        '<outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>'
        f"{conditions}</resprocessing>{feedback}</item>"
    )


def _metadata(fields: tuple[tuple[str, str], ...]) -> str:
    entries = "".join(
        f"<qtimetadatafield><fieldlabel>{label}</fieldlabel><fieldentry>{entry}</fieldentry></qtimetadatafield>"
        for label, entry in fields
    )
    return f"<qtimetadata>{entries}</qtimetadata>"


def _material(text: str) -> str:
    return f'<material><mattext texttype="text/plain">{escape(text)}</mattext></material>'
