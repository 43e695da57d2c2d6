"""Which Markdown a chapter may use: each construct with its example, what it replaces, and what the result may hold.

Plain data. The contributors' page is generated from it (``markdown-guide``) and its tests convert every example;
whoever judges a chapter reads the same lists. What is not named here is not allowed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Both:
    """A text in Spanish and in English."""

    es: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.es


@dataclass(frozen=True)
class Refused:
    """What is not allowed, in Markdown.

    ``what`` names it and says what to write instead (Markdown, one line). ``better`` is ``example`` written as it
    should be; empty where it is to be left out.
    """

    id: str
    what: Both
    example: Both
    better: Both


@dataclass(frozen=True)
class Construct:
    """Something that a chapter may use.

    ``how`` says how it is written (Markdown, one paragraph), ``example`` shows it. Where the example cannot be
    rendered on the guide's own page, ``shown`` says why, or where else to see it. ``folder``: the construct is allowed
    only in pages below this folder of docs/; empty means everywhere.
    """

    id: str
    name: Both
    how: Both
    example: Both
    refused: tuple[Refused, ...]
    shown: Both | None = None
    folder: str = ""


def _same(text: str) -> Both:
    return Both(text, text)


CONSTRUCTS: tuple[Construct, ...] = (
    Construct(
        "headings",
        Both("Títulos", "Headings"),
        Both(
            "`##` abre una sección, `###` una parte de ella y `####` una parte de esa parte. El `#` es solo para el "
            "título de la página, en su primera línea. Tras los signos va un espacio; al final, entre llaves, un "
            "nombre en minúsculas y sin tildes, igual en los dos idiomas: es la dirección de esa sección.",
            "`##` opens a section, `###` a part of it and `####` a part of that. `#` is for the title of the page "
            "only, on its first line. Leave a space after the signs. At the end, in braces, give a name in lower case "
            "without accents, the same in both languages: it is the section's address.",
        ),
        Both(
            "## Por qué importa {#why}\n\n### Si el municipio es pequeño {#small}\n\n#### Quién firma {#signs}",
            "## Why it matters {#why}\n\n### If the municipality is small {#small}\n\n#### Who signs {#signs}",
        ),
        (
            Refused(
                "heading-underlined",
                Both(
                    "Título subrayado. Ponga `##` delante.",
                    "A title that is underlined. Put `##` in front of it.",
                ),
                Both("Por qué importa\n---------------", "Why it matters\n--------------"),
                Both("## Por qué importa {#why}", "## Why it matters {#why}"),
            ),
            Refused(
                "heading-without-space",
                Both("Sin espacio tras los signos. Escríbalo.", "No space after the signs. Write one."),
                Both("##Por qué importa {#why}", "##Why it matters {#why}"),
                Both("## Por qué importa {#why}", "## Why it matters {#why}"),
            ),
            Refused(
                "heading-with-hash",
                Both("Un `#` en el texto. Escriba la palabra.", "A `#` in the text. Write the word."),
                Both("## La meta #1 {#first-goal}", "## Goal #1 {#first-goal}"),
                Both("## La meta número uno {#first-goal}", "## Goal number one {#first-goal}"),
            ),
            Refused(
                "heading-id-not-ascii",
                Both(
                    "Tildes, eñes, mayúsculas o espacios en el nombre. Use letras minúsculas sin tilde, cifras y guiones.",
                    "Accents, capitals or spaces in the name. Use plain lower-case letters, digits and hyphens.",
                ),
                Both("## La misión {#misión}", "## The mission {#misión}"),
                Both("## La misión {#mission}", "## The mission {#mission}"),
            ),
        ),
        shown=Both(
            "Como los títulos de esta página. Aquí no se repiten para que no entren en su índice.",
            "Like the headings of this page. They are not repeated here, so that they stay out of its contents.",
        ),
    ),
    Construct(
        "text",
        Both("Párrafos, negrita, cursiva y código", "Paragraphs, bold, italic and code"),
        Both(
            "Una línea en blanco separa los párrafos. La negrita va entre dos asteriscos y la cursiva entre uno; "
            "los nombres de archivos y lo que se teclea, entre acentos graves. Una expresión en otro idioma va en "
            "cursiva y dice cuál es, para que un lector de pantalla la pronuncie bien.",
            "Leave a blank line between paragraphs. Bold goes between double asterisks and italic between single "
            "ones; file names and anything to be typed go between backticks. An expression in another language is in "
            "italic and says which language it is, so that a screen reader pronounces it properly.",
        ),
        Both(
            "La alcaldía **publica** el acuerdo en *Gaceta* y lo guarda en `acuerdo.pdf`.\n\n"
            "El modelo se conoce como *city brand*{: lang=en }.",
            "The mayor's office **publishes** the agreement in *Gaceta* and keeps it in `agreement.pdf`.\n\n"
            "The model is known as *marca ciudad*{: lang=es }.",
        ),
        (
            Refused(
                "html",
                Both("HTML. Use los signos de Markdown.", "HTML. Use the signs of Markdown."),
                Both("La alcaldía <b>publica</b> el acuerdo.", "The office <b>publishes</b> the agreement."),
                Both("La alcaldía **publica** el acuerdo.", "The office **publishes** the agreement."),
            ),
            Refused(
                "hard-line-break",
                Both(
                    "Una barra inversa, o dos espacios, para cortar la línea. Empiece otro párrafo o una lista.",
                    "A backslash, or two spaces, to break a line. Begin another paragraph or a list.",
                ),
                Both("Alcaldía de Villanueva\\\nCalle 3", "Villanueva town hall\\\n3 Main Street"),
                Both("Alcaldía de Villanueva\n\nCalle 3", "Villanueva town hall\n\n3 Main Street"),
            ),
            Refused(
                "emphasis-with-underscores",
                Both("Guiones bajos. Use asteriscos.", "Underscores. Use asterisks."),
                Both("La alcaldía __publica__ el acuerdo.", "The office __publishes__ the agreement."),
                Both("La alcaldía **publica** el acuerdo.", "The office **publishes** the agreement."),
            ),
            Refused(
                "rule",
                Both("Una raya de lado a lado. Use un título.", "A rule across the page. Use a heading."),
                Both(
                    "Hasta aquí, la ley.\n\n---\n\nSigue la práctica.", "So far, the law.\n\n---\n\nPractice follows."
                ),
                Both(
                    "Hasta aquí, la ley.\n\n## La práctica {#practice}\n\nSigue la práctica.",
                    "So far, the law.\n\n## Practice {#practice}\n\nPractice follows.",
                ),
            ),
        ),
    ),
    Construct(
        "marks",
        Both("Marcas: entrada, rótulo y «propio»", "Marks: opening, caption and 'ours'"),
        Both(
            "Una marca entre llaves va sola en la línea que sigue al texto. Hay tres: `{: .lead }` en el párrafo que "
            "abre la portada, `{: .caption }` en el rótulo de una tabla y `{: .ours }` en una acción numerada o en "
            "una señal que es de quienes editan y no de las fuentes; esta última con cuatro espacios delante: en su lugar se "
            "lee «(nuestro)», y al comienzo de la sección, qué quiere decir.",
            "A mark in braces goes alone on the line after the text. There are three: `{: .lead }` for the "
            "paragraph that opens the home page, `{: .caption }` for the caption of a table and `{: .ours }` for a "
            "numbered action or a sign that is the editors' and not the sources'; indent this last one by four "
            "spaces: in its place readers see '(ours)' and, at the beginning of the section, what that means.",
        ),
        Both(
            "Un gobierno local se abre al mundo con un propósito.\n{: .lead }\n\n"
            "1. Nombre a una persona responsable.\n"
            "2. Anote en el calendario cuándo se revisa el acuerdo.\n    {: .ours }\n\n"
            "Costo de cada medio\n{: .caption }\n\n"
            "| Medio | Costo al año |\n| --- | ---: |\n| Red de ciudades | 1200 |",
            "A local government opens to the world with a purpose.\n{: .lead }\n\n"
            "1. Name one person in charge.\n"
            "2. Note in the calendar when the agreement is reviewed.\n    {: .ours }\n\n"
            "Cost of each means\n{: .caption }\n\n"
            "| Means | Cost a year |\n| --- | ---: |\n| City network | 1200 |",
        ),
        (
            Refused(
                "other-mark",
                Both(
                    "Colores, tamaños u otras marcas. El aspecto lo pone el sitio.",
                    "Colours, sizes or other marks. The site decides how things look.",
                ),
                Both("Muy importante.\n{: .red }", "Very important.\n{: .red }"),
                Both("**Muy importante.**", "**Very important.**"),
            ),
        ),
    ),
    Construct(
        "lists",
        Both("Listas", "Lists"),
        Both(
            "Cada punto empieza con `-`, o con `1.` si el orden cuenta. Antes de la lista va una línea en blanco; lo "
            "que cuelga de un punto lleva cuatro espacios delante.",
            "Begin each item with `-`, or with `1.` where the order counts. Leave a blank line before the list, and "
            "indent whatever belongs to an item by four spaces.",
        ),
        Both(
            "Lleve a la reunión:\n\n- el acuerdo firmado;\n- dos cifras:\n    - lo gastado;\n    - lo que falta.\n\n"
            "Al terminar:\n\n1. Lea en voz alta lo acordado.\n2. Fije la fecha siguiente.",
            "Take to the meeting:\n\n- the signed agreement;\n- two figures:\n    - what was spent;\n    - what is "
            "left."
            "\n\nAt the end:\n\n1. Read out what was agreed.\n2. Set the next date.",
        ),
        (
            Refused(
                "list-nested-by-two",
                Both(
                    "Dos espacios: el punto de dentro quedaría al nivel del de fuera. Ponga cuatro.",
                    "Two spaces: the inner item would end up level with the outer one. Use four.",
                ),
                Both("- Dos cifras:\n  - lo gastado.", "- Two figures:\n  - what was spent."),
                Both("- Dos cifras:\n    - lo gastado.", "- Two figures:\n    - what was spent."),
            ),
            Refused(
                "list-with-other-sign",
                Both("Asteriscos o signos de más. Use `-`.", "Asterisks or plus signs. Use `-`."),
                Both("* el acuerdo firmado;", "* the signed agreement;"),
                Both("- el acuerdo firmado;", "- the signed agreement;"),
            ),
            Refused(
                "list-without-blank-line",
                Both(
                    "Sin línea en blanco antes: se vería como un párrafo, con sus guiones. Déjela.",
                    "No blank line before it: it would show as a paragraph, hyphens and all. Leave one.",
                ),
                Both("Lleve a la reunión:\n- el acuerdo firmado.", "Take to the meeting:\n- the signed agreement."),
                Both("Lleve a la reunión:\n\n- el acuerdo firmado.", "Take to the meeting:\n\n- the signed agreement."),
            ),
            Refused(
                "list-with-boxes",
                Both(
                    "Casillas escritas a mano: lo que alguien marque no se guardaría. Use una lista de verificación "
                    "de "
                    "`data/checklists/` y su directiva.",
                    "Tick boxes written by hand: what a reader ticks would not be kept. Use a checklist of "
                    "`data/checklists/` "
                    "and its directive.",
                ),
                Both("- [ ] El acuerdo está firmado.", "- [ ] The agreement is signed."),
                _same("<!-- handbook:checklist id=reactive-or-planned -->"),
            ),
        ),
    ),
    Construct(
        "tables",
        Both("Tablas", "Tables"),
        Both(
            "Una línea en blanco, la fila de títulos, la de guiones y las demás, con barras entre las celdas. Todas "
            "las filas tienen tantas celdas como la primera; donde no hay nada que decir va una raya. `---:` alinea "
            "las cifras a la derecha. Una tabla que hace falta en varias páginas o que tiene fuentes va en "
            "`data/tables/`.",
            "A blank line, the row of titles, the row of hyphens and then the others, with bars between the cells. "
            "Every row has as many cells as the first; put a dash where there is nothing to say. `---:` aligns "
            "figures to the right. A table that several pages need, or that has sources, belongs in `data/tables/`.",
        ),
        Both(
            "| Aliado | Desde | Reuniones |\n| --- | --- | ---: |\n| Universidad | 2010 | 12 |\n| Gremio | — | 3 |",
            "| Ally | Since | Meetings |\n| --- | --- | ---: |\n| University | 2010 | 12 |\n| Business association | "
            "— | 3 |",
        ),
        (
            Refused(
                "table-row-of-other-length",
                Both(
                    "Filas más cortas o más largas: lo que sobra no se vería. Cuente las celdas.",
                    "Rows that are too short or too long: extra cells would not be shown. Count the cells.",
                ),
                Both(
                    "| Aliado | Desde |\n| --- | --- |\n| Universidad | 2010 | 12 |",
                    "| Ally | Since |\n| --- | --- |\n| University | 2010 | 12 |",
                ),
                Both(
                    "| Aliado | Desde | Reuniones |\n| --- | --- | ---: |\n| Universidad | 2010 | 12 |",
                    "| Ally | Since | Meetings |\n| --- | --- | ---: |\n| University | 2010 | 12 |",
                ),
            ),
            Refused(
                "table-without-blank-line",
                Both(
                    "Sin línea en blanco antes: se verían las barras. Déjela.",
                    "No blank line before it: the bars would show. Leave one.",
                ),
                Both(
                    "Los aliados:\n| Aliado | Desde |\n| --- | --- |\n| Universidad | 2010 |",
                    "The allies:\n| Ally | Since |\n| --- | --- |\n| University | 2010 |",
                ),
                Both(
                    "Los aliados:\n\n| Aliado | Desde |\n| --- | --- |\n| Universidad | 2010 |",
                    "The allies:\n\n| Ally | Since |\n| --- | --- |\n| University | 2010 |",
                ),
            ),
        ),
    ),
    Construct(
        "links",
        Both("Enlaces", "Links"),
        Both(
            "Entre corchetes, las palabras que se leen; entre paréntesis, adónde van. A otra página se va por su "
            "archivo, sin idioma, con `#` y el nombre de la sección si hace falta. A otro sitio, por su dirección "
            "completa. Las palabras dicen qué se encontrará: nunca «aquí».",
            "Put the words to be read in square brackets, and where they lead in round ones. For a page of the "
            "handbook, give its file, without the language, and if need be `#` and the name of a section. For another "
            "site, give the whole address. The words say what the reader will find: never 'here'.",
        ),
        Both(
            "Empiece por [decidir para qué](../ideas/01-aligned.md#why). El texto se publica con la licencia "
            "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.es).",
            "Begin by [deciding what for](../ideas/01-aligned.md#why). The text is published under the licence "
            "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/deed.en).",
        ),
        (
            Refused(
                "link-bare",
                Both(
                    "Una dirección suelta: no se puede tocar. Póngale palabras.",
                    "A bare address: it cannot be tapped. Give it words.",
                ),
                Both("Vea https://example.org/acuerdo.", "See https://example.org/agreement."),
                Both(
                    "Vea [el acuerdo](https://example.org/acuerdo).",
                    "See [the agreement](https://example.org/agreement).",
                ),
            ),
            Refused(
                "link-in-angle-brackets",
                Both("Una dirección entre ángulos. Póngale palabras.", "An address in angle brackets. Give it words."),
                Both("Vea <https://example.org/acuerdo>.", "See <https://example.org/agreement>."),
                Both(
                    "Vea [el acuerdo](https://example.org/acuerdo).",
                    "See [the agreement](https://example.org/agreement).",
                ),
            ),
            Refused(
                "link-by-reference",
                Both(
                    "La dirección al final del archivo. Póngala junto a las palabras.",
                    "The address at the end of the file. Put it beside the words.",
                ),
                Both(
                    "Vea [el acuerdo][1].\n\n[1]: https://example.org/acuerdo",
                    "See [the agreement][1].\n\n[1]: https://example.org/agreement",
                ),
                Both(
                    "Vea [el acuerdo](https://example.org/acuerdo).",
                    "See [the agreement](https://example.org/agreement).",
                ),
            ),
            Refused(
                "link-by-address",
                Both(
                    "Una página del manual por su dirección en el sitio. Use su archivo, que no cambia aunque cambie "
                    "la dirección.",
                    "A page of the handbook by its address on the site. Use its file, which stays the same when the "
                    "address changes.",
                ),
                Both("[Alineada](/ideas/01-alineada/)", "[Aligned](/en/ideas/01-aligned/)"),
                Both("[Alineada](../ideas/01-aligned.md)", "[Aligned](../ideas/01-aligned.md)"),
            ),
            Refused(
                "link-to-mail",
                Both(
                    "Un correo (`mailto:`) fuera de `docs/about/`. Enlace «Acerca del manual».",
                    "An e-mail address (`mailto:`) outside `docs/about/`. Link to 'About the handbook'.",
                ),
                Both("[Escríbanos](mailto:equipo@example.org)", "[Write to us](mailto:team@example.org)"),
                Both("[Escríbanos](../about/index.md)", "[Write to us](../about/index.md)"),
            ),
        ),
    ),
    Construct(
        "notes",
        Both("Notas", "Notes"),
        Both(
            "Quién lo dice y dónde va en una nota, no en la frase. En el texto, tras el punto, una clave entre "
            "corchetes con `^`; al final del archivo, la misma clave con la nota. El número lo pone el sitio.",
            "Who says it, and where, goes into a note and not into the sentence. After the full stop, put a key in "
            "square brackets with `^`; at the end of the file, the same key with the note. The site numbers them.",
        ),
        Both(
            "La oficina dependía del despacho del alcalde.[^office]\n\n"
            "[^office]: Villanueva (municipio inventado), Acuerdo 12 de 2010, artículo 3.",
            "The office answered to the mayor.[^office]\n\n"
            "[^office]: Villanueva (an invented municipality), Agreement 12 of 2010, article 3.",
        ),
        (
            Refused(
                "author-and-year",
                Both(
                    "Autoría y año entre paréntesis. Haga una nota.",
                    "Author and year in brackets. Make it a note.",
                ),
                Both(
                    "La oficina dependía del despacho del alcalde (Villanueva 2010).",
                    "The office answered to the mayor (Villanueva 2010).",
                ),
                Both(
                    "La oficina dependía del despacho del alcalde.[^office]\n\n[^office]: Villanueva, Acuerdo 12.",
                    "The office answered to the mayor.[^office]\n\n[^office]: Villanueva, Agreement 12.",
                ),
            ),
        ),
    ),
    Construct(
        "code",
        Both("Bloques de código", "Blocks of code"),
        Both(
            "Tres acentos graves antes y tres después, cada uno en su línea; tras los primeros, el lenguaje, o "
            "`text`. "
            "Lo de dentro se muestra tal cual, también una directiva.",
            "Three backticks before and three after, each on a line of its own; after the first three, the language, "
            "or `text`. Whatever is inside is shown as it is, even a directive.",
        ),
        Both(
            '```yaml\nid: villanueva\nname: {es: "Villanueva", en: "Villanueva"}\n```',
            '```yaml\nid: villanueva\nname: {es: "Villanueva", en: "Villanueva"}\n```',
        ),
        (
            Refused(
                "code-by-indent",
                Both(
                    "Cuatro espacios para hacer un bloque. Use los acentos graves.",
                    "Four spaces to make a block. Use backticks.",
                ),
                _same("    id: villanueva"),
                _same("```yaml\nid: villanueva\n```"),
            ),
        ),
        folder="contribute/",
    ),
    Construct(
        "boxes",
        Both("Recuadros", "Boxes"),
        Both(
            "`!!!`, la clase y el título entre comillas; debajo, el texto con cuatro espacios delante de cada línea. "
            "Las clases son `note` (aclaración), `tip` (consejo), `example` (ejemplo) y `warning` (advertencia).",
            "`!!!`, the kind and the title in quotation marks; below, the text, each line indented by four spaces. "
            "The kinds are `note`, `tip`, `example` and `warning`.",
        ),
        Both(
            '!!! tip "Si tiene muy poco tiempo"\n    Haga solo dos cosas:\n\n    - nombre a una persona;\n'
            "    - fije una fecha.",
            '!!! tip "If you have very little time"\n    Do two things only:\n\n    - name one person;\n'
            "    - set a date.",
        ),
        (
            Refused(
                "box-without-title",
                Both(
                    "Sin título: el sitio pondría la clase, en inglés. Escríbalo.",
                    "No title: the site would put the name of the kind. Write one.",
                ),
                Both("!!! tip\n    Fije una fecha.", "!!! tip\n    Set a date."),
                Both(
                    '!!! tip "Si tiene poco tiempo"\n    Fije una fecha.',
                    '!!! tip "If you have little time"\n    Set a date.',
                ),
            ),
            Refused(
                "box-with-other-indent",
                Both(
                    "Otra sangría: el texto quedaría fuera del recuadro. Ponga cuatro espacios.",
                    "Another indent: the text would fall outside the box. Use four spaces.",
                ),
                Both(
                    '!!! tip "Si tiene poco tiempo"\n  Fije una fecha.',
                    '!!! tip "If you have little time"\n  Set a date.',
                ),
                Both(
                    '!!! tip "Si tiene poco tiempo"\n    Fije una fecha.',
                    '!!! tip "If you have little time"\n    Set a date.',
                ),
            ),
        ),
    ),
    Construct(
        "quotations",
        Both("Citas", "Quotations"),
        Both(
            "Cada línea empieza con `>`. La última, tras una raya larga, dice de quién es y dónde está. Se citan "
            "textos oficiales breves; lo demás se cuenta con palabras propias.",
            "Begin each line with `>`. The last one, after a dash, says whose words they are and where to find them. "
            "Quote short official texts; tell the rest in your own words.",
        ),
        Both(
            "> La oficina rinde cuentas una vez al año, en público.\n>\n"
            "> — Villanueva (municipio inventado), Acuerdo 12 de 2010, artículo 3",
            "> The office reports once a year, in public.\n>\n"
            "> — Villanueva (an invented municipality), Agreement 12 of 2010, article 3",
        ),
        (
            Refused(
                "quotation-without-source",
                Both("Sin fuente. Dígala en la última línea.", "No source. Name it on the last line."),
                Both("> La oficina rinde cuentas una vez al año.", "> The office reports once a year."),
                Both(
                    "> La oficina rinde cuentas una vez al año.\n>\n> — Villanueva, Acuerdo 12",
                    "> The office reports once a year.\n>\n> — Villanueva, Agreement 12",
                ),
            ),
        ),
    ),
    Construct(
        "directives",
        Both(
            "Directivas: figuras, tablas y listas de verificación",
            "Directives: figures, tables and checklists",
        ),
        Both(
            "Una directiva trae lo que está en los datos. Va sola en su línea, igual en los dos idiomas, y es el "
            "único comentario que puede haber en un capítulo. Las clases están en "
            "[Contribuir](index.md#directives).",
            "A directive brings in what is kept in the data. It goes alone on its line, the same in both languages, "
            "and is the only comment that a chapter may hold. The kinds are listed in "
            "[Contribute](index.md#directives).",
        ),
        _same("<!-- handbook:table id=dialogue-spaces -->"),
        (
            Refused(
                "image",
                Both(
                    "Imágenes y fotos. Haga una figura en `data/figures/`: también se lee sin verla.",
                    "Images and photographs. Make a figure in `data/figures/`: it can also be read without being seen.",
                ),
                Both("![Las etapas de la ruta](etapas.png)", "![The stages of the route](stages.png)"),
                _same("<!-- handbook:figure id=four-stages -->"),
            ),
            Refused(
                "svg",
                Both("SVG. Lo mismo: una figura de los datos.", "SVG. The same: a figure from the data."),
                _same('<svg viewBox="0 0 9 9"><circle r="4"/></svg>'),
                _same("<!-- handbook:figure id=four-stages -->"),
            ),
            Refused(
                "comment",
                Both(
                    "Notas para uno mismo: se publicarían. Bórrelas o póngalas en la solicitud de cambios.",
                    "Notes to yourself: they would be published. Delete them or put them into the pull request.",
                ),
                Both("<!-- falta revisar la fecha -->", "<!-- the date is still to be checked -->"),
                _same(""),
            ),
        ),
    ),
)

# Classes that a chapter may ask for in braces, and the kinds of boxes.
CLASSES = frozenset({"lead", "caption", "ours"})
BOXES = frozenset({"note", "tip", "example", "warning"})

# What the text of a chapter may become, and nothing else: each element with its attributes. It is exactly what the real
# chapters and the examples above become (a test measures it). Not here is what directives bring, which is made by the
# renderers. Where an element or attribute is not what somebody wrote, the site's Markdown extensions add it.
ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # Headings; h1 is the page's title. After h2 and h3 stands a link to the section, named by aria-labelledby; role is
        # for the links between the text and its notes.
        "h1": frozenset({"id"}),
        "h2": frozenset({"id"}),
        "h3": frozenset({"id"}),
        "h4": frozenset({"id"}),
        "a": frozenset({"href", "class", "role", "aria-labelledby"}),
        # Text; class for .lead and the title of a box, id for the text that begins a page, lang for words of another
        # language.
        "p": frozenset({"class", "id"}),
        "strong": frozenset(),
        "em": frozenset({"lang"}),
        "code": frozenset(),
        # Notes: the mark in the text, and the notes themselves, each of which has an id.
        "sup": frozenset({"id"}),
        "section": frozenset({"class", "role"}),
        # Lists; class for .ours.
        "ul": frozenset(),
        "ol": frozenset(),
        "li": frozenset({"class", "id"}),
        "blockquote": frozenset(),
        # Boxes, blocks of code, and the region in which a table scrolls, named by its caption or by its heading.
        "div": frozenset({"class", "role", "tabindex", "aria-label", "aria-labelledby"}),
        "pre": frozenset(),
        "span": frozenset({"class"}),
        # Tables; class for cells with figures, data-label for the title of the column on narrow screens.
        "table": frozenset(),
        "caption": frozenset({"id", "class"}),  # class for a caption that says what the heading above it says
        "thead": frozenset(),
        "tbody": frozenset(),
        "tr": frozenset(),
        "th": frozenset({"scope", "class"}),
        "td": frozenset({"class", "data-label"}),
    }
)

# What an attribute may hold; of a class each of its words. Not here are href (see SCHEMES) and what names other elements
# or is read out, which is any text.
VALUES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "id": re.compile(r"[A-Za-z0-9_-]+"),
        "lang": re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"),
        # After the hyphen stands the key of a note, which is judged with the notes.
        "li id": re.compile(r"fn-.*", re.S),
        "sup id": re.compile(r"fnref\d*-.*", re.S),
        "role": re.compile("region|doc-noteref|doc-backlink|doc-endnotes"),
        "tabindex": re.compile("0"),
        "scope": re.compile("row|col"),
        "p id": re.compile("brief"),
        "p class": re.compile("lead|caption|admonition-title"),
        "li class": re.compile("ours"),
        "a class": re.compile("anchor|footnote-ref|footnote-backref"),
        "section class": re.compile("footnotes"),
        "div class": re.compile(f"admonition|{'|'.join(sorted(BOXES))}|highlight|table-region"),
        "span class": re.compile("[A-Za-z0-9-]+"),  # the kinds of words in a block of code
        "caption class": re.compile("visually-hidden"),
        "th class": re.compile("number"),
        "td class": re.compile("number"),
    }
)

# Schemes of addresses, each with the folder of docs/ in which it is allowed (empty: everywhere); beside them relative
# links and anchors. http is for documents of public bodies that have no other address.
SCHEMES: Mapping[str, str] = MappingProxyType({"https": "", "http": "", "mailto": "about/"})


def scheme(address: str) -> str:
    """The scheme of an address in HTML as a browser takes it, entities and what it skips aside.

    Empty for a relative address or an anchor; ``//`` for one that names another host and no scheme.
    """
    plain = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029]", "", _unescaped(address)).lower()
    found = re.match(r"([^/?#\\]*?):", plain)
    return found[1] if found else "//" if re.match(r"[/\\]{2}", plain) else ""


def may_lead(address: str, key: str) -> bool:
    """Whether the chapter with ``key`` may hold a link to ``address``."""
    found = scheme(address)
    if re.search(r"[\x00-\x20\x7f]", _unescaped(address)):
        return False
    return not found or (found in SCHEMES and key.startswith(SCHEMES[found]))


def _unescaped(address: str) -> str:
    """``address`` with its entities resolved, however often it was escaped."""
    while (plain := html.unescape(address)) != address:
        address = plain
    return address
