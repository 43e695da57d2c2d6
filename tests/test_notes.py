"""Notes wherever a chapter goes: on its page, on pages that gather several, in plain Markdown, on paper and in courses."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from conftest import PROJECT, built_once, make_project, make_project_to_export, must, write_chapter
from docx import Document
from handbook.checking.translations import section_hashes
from handbook.content.chapters import Chapter
from handbook.content.languages import LANGUAGES
from handbook.content.recorded_editions import chapter_sections, present
from handbook.loading import inspect, load_book
from handbook.reading.markdown_result import new_converter
from handbook.rendering.glossary_links import link_terms
from handbook.rendering.reading_time import reading_minutes
from handbook.upkeep.permalinks import published
from lxml import etree, html
from test_export_pdf import failures
from test_markdown import rendered

ALIGNED = """# {Alineada|Aligned}

## {Por qué|Why} {#cases}

- {Uno|One}.[^office] {Dos|Two}.[^law]

{Tres|Three}.[^office]

## {Para el aula|For the classroom} {#discuss}

1. {¿Quién firma?|Who signs?}[^law]

### {Ejercicio|Exercise} (10 {minutos|minutes}) {#exercise}

{Lean|Read}.

### {Notas para quien facilita|Notes for trainers} {#trainer-notes}

- {Aquí|Here}.[^trainer]

[^law]: {Ley|Law} 1, **{artículo|article} 2**, [{casos|cases}](../cases/index.md).

[^office]: {Acuerdo|Agreement} 12.

[^trainer]: {Solo para quien facilita|For the trainer only}.
"""
STEP = """# %s

## {Preguntas|Questions} {#questions}

{Las preguntas son de este manual|The questions are this handbook's own}.

{¿Para qué|What for}?[^office]

## {Resultado|Result} {#result}

{Una hoja|A sheet}.[^office]

## {Otra parte|Another part} {#other}

{No va en la ruta entera|Not in the whole route}.[^other]

[^office]: {NOTA|NOTE} %s.
[^other]: {De la otra parte|Of the other part}.
"""


def make_project_with_notes(root: Path) -> None:
    make_project_to_export(root)
    write_chapter(root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", ALIGNED)
    for language in LANGUAGES:
        file = root / f"docs/ideas/01-aligned.{language}.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("\n---\n", "\nactivity_minutes: 10\n---\n", 1), encoding="utf-8")
    for key, id, name in (
        ("route/01-alignment", "alignment", "{Alineación|Alignment}"),
        ("route/02-actors", "actors-and-capacities", "{Actores y capacidades|Actors and capacities}"),
    ):
        write_chapter(root, key, id, f"{id}-{{es|en}}", STEP % (name, id))
    write_chapter(root, "route/whole", "whole-route", "{entera|whole}", "# {Entera|Whole}\n\n<!-- handbook:route -->\n")
    write_chapter(root, "training/index", "training", "training", "# {Aula|Training}\n")
    write_chapter(root, "training/handout", "handout", "handout", "# {Hoja|Sheet}\n\n<!-- handbook:handout -->\n")
    nav = root / "mkdocs.yml"
    text = nav.read_text(encoding="utf-8").replace(
        "  - route/01-alignment.md\n", "  - route/01-alignment.md\n  - route/02-actors.md\n  - route/whole.md\n"
    )
    nav.write_text(f"{text}- Training:\n  - training/index.md\n  - training/handout.md\n", encoding="utf-8")


@pytest.fixture(scope="session")
def noted(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A small project with notes, its site, its downloads, and the book as plain Markdown."""

    def make(root: Path) -> None:
        make_project_with_notes(root)
        must("site", root=root)
        must("downloads", root=root)
        must("expand", str(root / "plain"), root=root)

    return built_once(tmp_path_factory, worker_id, "noted", make)


def article(root: Path, address: str) -> html.HtmlElement:
    page = html.fromstring(
        (root / "site" / address / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    )
    return page.find(".//article")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def problems(article: html.HtmlElement) -> list[str]:
    """Ids that stand twice, and links between marks and notes that lead nowhere or not back."""
    ids = Counter(article.xpath(".//@id"))
    found = [id for id, times in ids.items() if times > 1]
    for link in article.xpath(".//a[@role='doc-noteref' or @role='doc-backlink']"):
        target = article.xpath(".//*[@id=$id]", id=link.get("href")[1:])
        source = link.getparent() if link.get("role") == "doc-noteref" else link.xpath("ancestor::li[@id][1]")[0]
        if len(target) != 1 or not target[0].xpath(".//a[@href=$to]", to=f"#{source.get('id')}"):
            found.append(link.get("href"))
    return found


# ------------------------------------------------------------------------------------------------------------ numbers


def test_notes_are_numbered_as_they_are_read_whatever_is_converted_first() -> None:
    body = rendered(
        "Uno.[^d]\n\n- Dos.[^b]\n\nTres.[^a]\n\n| Cuatro[^e] | x |\n| --- | --- |\n| Cinco[^c] | y |\n\n"
        "[^a]: A.\n[^b]: B.\n[^c]: C.\n[^d]: D.\n[^e]: E."
    )
    assert [mark.text for mark in body.xpath(".//sup/a")] == ["1", "2", "3", "4", "5"]
    assert [words(item)[0] for item in body.xpath("section/ol/li")] == ["D", "B", "A", "E", "C"]


def test_a_note_that_is_referred_to_twice_has_one_number_and_leads_back_to_both_places_in_order() -> None:
    body = rendered("- Uno.[^a]\n\nDos.[^b] Tres.[^a]\n\n[^a]: A.\n\n[^b]: B.")
    assert [mark.text for mark in body.xpath(".//sup/a")] == ["1", "2", "1"]
    places = body.xpath(".//sup[a[.='1']]/@id")
    assert [link.lstrip("#") for link in body.xpath("section/ol/li[1]//a/@href")] == places == ["fnref-a", "fnref2-a"]


def test_a_text_without_notes_has_no_section_of_them() -> None:
    assert "footnote" not in new_converter().convert("# A\n\nTexto.")


# ---------------------------------------------------------------------------------------------------------- on the site


@pytest.mark.parametrize(
    ("address", "title", "mark", "back"),
    [
        ("ideas/01-alineada", "Notas", "Nota 1", "Volver al texto desde la nota 1 (2)"),
        ("en/ideas/01-aligned", "Notes", "Note 1", "Back to the text from note 1 (2)"),
    ],
)
def test_marks_notes_and_the_links_back_are_named_in_the_language_of_the_page(
    address: str, title: str, mark: str, back: str, noted: Path
) -> None:
    page = article(noted, address)
    (section,) = page.xpath("./section[@role='doc-endnotes']")
    assert page.xpath("string(.//*[@id=$id])", id=section.get("aria-labelledby")) == title
    assert page.xpath("(.//a[@role='doc-noteref'])[1]/@aria-label") == [mark]
    assert page.xpath(".//li[@id='fn-aligned--office']//a[@role='doc-backlink']/@aria-label")[1] == back


@pytest.mark.parametrize("address", ["ideas/01-alineada", "training/handout"])
def test_no_id_stands_twice_and_every_link_between_text_and_note_leads_there_and_back(
    address: str, noted: Path
) -> None:
    page = article(noted, address)
    assert page.xpath(".//a[@role='doc-noteref']")
    assert problems(page) == []


def test_a_page_that_gathers_chapters_has_the_notes_of_each_and_no_note_of_what_it_leaves_out(noted: Path) -> None:
    (item,) = article(noted, "training/handout").xpath(".//section[@role='doc-endnotes']/ol/li")
    assert words(item).startswith("Ley 1")


def test_a_link_in_a_note_leads_to_the_same_page_from_where_it_is_gathered(noted: Path) -> None:
    assert "../../casos/" in article(noted, "training/handout").xpath(".//section[@role='doc-endnotes']//a/@href")


def test_notes_and_their_numbers_are_not_searched(noted: Path) -> None:
    text = (noted / "site/assets/search-es.js").read_text(encoding="utf-8")
    assert "Tres." in text
    assert "Acuerdo 12" not in text
    assert "Tres.1" not in text


def test_the_anchor_of_a_note_is_not_promised(noted: Path) -> None:
    page = published(noted / "site")["/ideas/01-alineada/"]
    assert "cases" in page.anchors
    assert [one for one in page.anchors if one.startswith("f")] == []


def test_terms_of_the_glossary_are_linked_neither_in_keys_nor_in_notes() -> None:
    book = load_book(PROJECT)
    text = "Texto.[^hermanamiento] Un hermanamiento.\n\n[^hermanamiento]: Acuerdo de cooperación descentralizada."
    linked = link_terms(text, book, book.page("context/risks", "es"))
    assert linked.startswith("Texto.[^hermanamiento] Un [hermanamiento](")
    assert linked.endswith(text.split("\n")[-1])


# ------------------------------------------------------------------------------------------------------- plain Markdown


def test_plain_markdown_keeps_the_notes_as_they_were_written(noted: Path) -> None:
    text = (noted / "plain/en/ideas/01-aligned.md").read_text(encoding="utf-8")
    assert "- One.[^office] Two.[^law]" in text
    assert text.endswith("\n\n[^office]: Agreement 12.\n\n[^trainer]: For the trainer only.\n")


def test_plain_markdown_of_a_gathered_page_can_be_converted_by_itself(noted: Path) -> None:
    text = (noted / "plain/en/training/handout.md").read_text(encoding="utf-8").partition("---\n\n")[2]
    body = rendered(text)
    assert [mark.text for mark in body.xpath(".//sup/a")] == ["1"]
    assert "[^" not in words(body)


# ------------------------------------------------------------------------------------------------------------ downloads


def test_in_the_pdf_of_the_book_each_mark_leads_to_its_note(noted: Path) -> None:
    data = next((noted / "site/downloads/es").glob("*.pdf")).read_bytes()
    assert failures(data) == []
    with pikepdf.open(io.BytesIO(data)) as document:
        names = {str(name) for name in document.Root.Names.Dests.Names if isinstance(name, pikepdf.String)}
        led = {
            str(link.get("/Dest") or link.A.get("/D", ""))
            for page in document.pages
            for link in page.get("/Annots", [])
            if link.get("/Dest") is not None or "/D" in link.A
        }
    to_notes = {name for name in led if "--fn-" in name}
    assert to_notes <= names
    assert len(to_notes) == 3 + 2 + 2  # of the idea and of the two steps


def test_the_pdf_of_a_page_with_notes_is_pdf_ua(noted: Path) -> None:
    assert failures((noted / "site/downloads/en/pdf/ideas-01-aligned.pdf").read_bytes()) == []


def test_in_the_epub_reading_programs_know_marks_and_notes(noted: Path) -> None:
    with zipfile.ZipFile(next((noted / "site/downloads/es").glob("*.epub"))) as archive:
        page = etree.fromstring(archive.read("EPUB/aligned.xhtml"))
    kinds = Counter(page.xpath("//@epub:type", namespaces={"epub": "http://www.idpf.org/2007/ops"}))
    assert kinds == {"noteref": 5, "backlink": 5, "footnotes": 1, "footnote": 3}
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [link for link in page.xpath("//@href") if link.startswith("#") and link[1:] not in ids] == []


def test_in_course_packages_notes_are_plain_text_at_the_end_and_trainers_notes_keep_theirs(noted: Path) -> None:
    pages = {}
    for file in sorted((noted / "site/downloads/es/lms").glob("book*")):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                if name.endswith(".html") and "aligned" in name:
                    pages[f"{file.name}/{name}"] = html.fromstring(archive.read(name).decode())
    assert len([name for name in pages if "/pages/" in name]) == 2
    for name, page in pages.items():
        assert page.xpath("//a[starts-with(@href, '#')] | //@role[starts-with(., 'doc-')]") == [], name
        notes = [words(item) for item in page.xpath("//h2[.='Notas']/following-sibling::ol[1]/li")]
        marks = [mark.text_content() for mark in page.xpath("//sup")]
        if "/pages/" in name:
            assert notes == ["Acuerdo 12.", "Ley 1, artículo 2, casos."]
            assert marks == ["[1]", "[2]", "[1]", "[2]"]
        else:
            assert notes == ["Solo para quien facilita."]
            assert marks == ["[1]"]


def test_the_plan_to_fill_in_has_the_questions_without_the_numbers_of_notes(noted: Path) -> None:
    document = Document(str(noted / "site/downloads/es/plan.docx"))
    texts = [one.text for one in document.paragraphs]
    assert "¿Para qué?" in texts
    assert "Una hoja." in texts


# ------------------------------------------------------------------------------------- editions, translations, minutes


def chapter(text: str, root: Path) -> Chapter:
    make_project(root)
    write_chapter(root, "ideas/01-aligned", "aligned", "01-{alineada|aligned}", text)
    return load_book(root).chapters["ideas/01-aligned", "es"]


NOTE = "# {Alineada|Aligned}\n\n## B {#b}\n\nUno.[^a]\n\n## C {#cases}\n\nDos.\n\n[^a]: Nota.\n"


def test_a_note_belongs_to_the_section_that_refers_to_it(tmp_path: Path) -> None:
    sections = chapter_sections(chapter(NOTE, tmp_path))
    assert [line for _, line in sections["b"] if line] == ["## B {#b}", "Uno.[^a]", "[^a]: Nota."]
    assert [line for _, line in sections["cases"] if line] == ["## C {#cases}", "Dos."]


def test_a_changed_note_makes_the_translation_and_the_edition_of_its_section_old_and_no_other(tmp_path: Path) -> None:
    old = chapter(NOTE, tmp_path / "old")
    new = chapter(NOTE.replace("Nota.", "Otra."), tmp_path / "new")
    before, after = section_hashes(old), section_hashes(new)
    assert [id for id in before if before[id] != after[id]] == ["b"]
    hashes = [present(load_book(tmp_path / one), "es")["aligned"] for one in ("old", "new")]
    assert [id for id in hashes[0] if hashes[0][id] != hashes[1][id]] == ["b"]


def test_another_key_is_no_change_of_the_edition(tmp_path: Path) -> None:
    for name, text in (("old", NOTE), ("new", NOTE.replace("[^a]", "[^other]"))):
        chapter(text, tmp_path / name)
    assert present(load_book(tmp_path / "old"), "es") == present(load_book(tmp_path / "new"), "es")


def test_notes_do_not_count_as_reading(tmp_path: Path) -> None:
    text = f"# {{Alineada|Aligned}}\n\n## B {{#cases}}\n\n{'Uno dos tres. ' * 66}[^a]\n\n"
    one = chapter(f"{text}[^a]: {'Cuatro. ' * 200}\n", tmp_path)
    assert reading_minutes(load_book(tmp_path).of("es"), one) == 1


def test_both_languages_of_a_section_have_the_same_notes(tmp_path: Path) -> None:
    chapter(NOTE, tmp_path)
    file = tmp_path / "docs/ideas/01-aligned.en.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Uno.[^a]", "Uno.").replace("Dos.", "Dos.[^a]"), encoding="utf-8")
    found = [(one.code, dict(one.words)["what"], dict(one.words)["here"]) for one in inspect(tmp_path)[1]]
    assert found == [("pair-counts", "notas / notes", here) for here in ("0 × «[^a]»", "1 × «[^a]»")]


# ------------------------------------------------------------------------------------------------------ the real chapters


def test_a_real_chapter_has_its_notes_in_both_languages() -> None:
    book = load_book(PROJECT)
    for language in LANGUAGES:
        body = rendered(book.chapters["context/risks", language].body)
        assert len(body.xpath("section/ol/li")) == 6
        assert not re.search(r"\((?:AL-LAs )?(?:19|20)\d\d\)", words(body))
