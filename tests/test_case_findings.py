"""Broken data files: every one is answered by one line that says where, what is wrong and what to write instead."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import shutil
import string
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

import pytest
from conftest import CASE, PROJECT, handbook, make_project, write_case
from handbook.content.models import Record
from handbook.loading import inspect
from handbook.reading.findings import MESSAGES, Finding, as_text
from handbook.reading.records import as_record

ALFA = "data/cases/alfa.yml"

# What is wrong with the case | code | this text of it … | … becomes this | the line printed, after the path.
# "" instead of a text adds at the end; None replaces the whole file.
BROKEN: list[tuple[str, str, str | None, str, str]] = [
    (
        "the English is missing",
        "missing-language",
        ', en: "Summary of alfa."',
        "",
        "7:10: summary.en: the text in English is missing; write 'en: ...' beside the other language.",
    ),
    (
        "the Spanish is missing",
        "missing-language",
        'es: "Resumen de alfa.", ',
        "",
        "7:10: summary.es: the text in Spanish is missing; write 'es: ...' beside the other language.",
    ),
    (
        "a required field is missing",
        "missing",
        'reviewed: "2026-11-21"\n',
        "",
        ("1:1: reviewed: this required field is missing; write 'reviewed: ...'. For example: reviewed: \"2026-11-21\""),
    ),
    (
        "a key is misspelt",
        "unknown-key",
        "",
        "lesons: []\n",
        (
            "19:1: lesons: there is no key 'lesons' here; the accepted ones are: id, name, country, "
            "subdivision, kind, population, location, period, start, summary, context, actions, "
            "institutions, actors, ideas, steps, dimensions, modalities, figures, timeline, lessons, "
            "difficulties, notes, sources, reviewed, contributors, contributing_organisations. Did you mean 'lessons'?"
        ),
    ),
    (
        "a key inside a field does not exist",
        "unknown-key",
        '{es: "Resumen de alfa.",',
        '{fr: "Sommaire.", es: "Resumen de alfa.",',
        "7:11: summary.fr: there is no key 'fr' here; the accepted ones are: es, en.",
    ),
    ("a key is duplicated", "duplicate-key", "", "kind: city\n", "19:1: the key 'kind' is duplicated; keep one."),
    (
        "an idea is misspelt",
        "not-allowed",
        "id: aligned",
        "id: alined",
        (
            "9:9: ideas[1].id: 'alined' is not an allowed value; use one of: aligned, attuned, durable, "
            "flexible, focused, inclusive, measurable, multidimensional, plural, professional, territorial, "
            "visible. Did you mean 'aligned'?"
        ),
    ),
    (
        "a modality is misspelt",
        "not-allowed",
        "",
        "modalities:\n  cooperatoin: {what: {es: a, en: b}}\n",
        (
            "20:3: modalities.cooperatoin: 'cooperatoin' is not an allowed value; use one of: cooperation, "
            "marketing, networks, twinning. Did you mean 'cooperation'?"
        ),
    ),
    (
        "a level is misspelt",
        "not-allowed",
        "",
        "modalities:\n  cooperation: {level: hihg, what: {es: a, en: b}}\n",
        (
            "20:24: modalities.cooperation.level: 'hihg' is not an allowed value; use one of: high, low, "
            "medium, medium-low. Did you mean 'high'?"
        ),
    ),
    (
        "a fixed word is misspelt",
        "not-allowed",
        "basis: stated",
        "basis: sated",
        (
            "10:12: ideas[1].basis: 'sated' is not an allowed value; use one of: stated, supported. Did you "
            "mean 'stated'?"
        ),
    ),
    (
        "a bare NO",
        "bare-boolean",
        '"CO"',
        "NO",
        '3:10: the word NO without quotes is not text in YAML; write it in quotes: "NO".',
    ),
    (
        "a tab indents",
        "tab",
        "  - id: aligned",
        "\t- id: aligned",
        "9:1: the line begins with a tab; use spaces, two for each level.",
    ),
    (
        "an alias bomb",
        "alias",
        "",
        'a: &a ["x", "x"]\nb: &b [*a, *a]\nc: [*b, *b]\n',
        "19:4: YAML anchors and aliases (& * <<) are not accepted; write the value in full.",
    ),
    (
        "an alias",
        "alias",
        "kind: municipality",
        "kind: *other",
        "4:7: YAML anchors and aliases (& * <<) are not accepted; write the value in full.",
    ),
    (
        "a merge key",
        "alias",
        "kind: municipality",
        "<<: {kind: municipality}",
        "4:1: YAML anchors and aliases (& * <<) are not accepted; write the value in full.",
    ),
    (
        "a tag that asks for code",
        "tag",
        "kind: municipality",
        'kind: !!python/object/apply:os.system ["true"]',
        ("4:7: YAML tags (tag:yaml.org,2002:python/object/apply:os.system) are not accepted; write only the value."),
    ),
    (
        "a tag of one's own",
        "tag",
        "kind: municipality",
        "kind: !mine municipality",
        "4:7: YAML tags (!mine) are not accepted; write only the value.",
    ),
    ("an empty file", "empty-file", None, "", "1:1: the file is empty; copy the annotated example and fill it in."),
    (
        "a file of comments",
        "empty-file",
        None,
        "# nothing yet\n",
        "1:1: the file is empty; copy the annotated example and fill it in.",
    ),
    (
        "a list at the top",
        "not-a-mapping",
        None,
        "- alfa\n- beta\n",
        "1:1: the file must hold keys and values, not a list; begin with 'id: ...'.",
    ),
    (
        "a text at the top",
        "not-a-mapping",
        None,
        "hola\n",
        "1:1: the file must hold keys and values, not 'hola'; begin with 'id: ...'.",
    ),
    (
        "HTML in a text",
        "markup",
        '"Resumen de alfa."',
        '"Resumen <b>de</b> alfa."',
        (
            "7:15: summary.es: the text holds code or markup ('<b'); write plain text only, without HTML, "
            "Markdown or links."
        ),
    ),
    (
        "the beginning of a formula",
        "formula",
        '"Resumen de alfa."',
        '"=1+1"',
        (
            "7:15: summary.es: '=1+1' begins with =, +, @ or a tab, and a spreadsheet would take it for a formula; write a "
            "word before it, such as 'over 5' or 'total: 5'."
        ),
    ),
    (
        "a script in a text",
        "markup",
        '"Resumen de alfa."',
        '"<script>alert(1)</script>"',
        (
            "7:15: summary.es: the text holds code or markup ('<script'); write plain text only, without "
            "HTML, Markdown or links."
        ),
    ),
    (
        "a Markdown link in a text",
        "markup",
        '"Resumen de alfa."',
        '"Vea [esto](https://x.example)."',
        (
            "7:15: summary.es: the text holds code or markup (']('); write plain text only, without HTML, "
            "Markdown or links."
        ),
    ),
    (
        "a javascript: address in a text",
        "markup",
        '"Resumen de alfa."',
        '"javascript:alert(1)"',
        (
            "7:15: summary.es: the text holds code or markup ('javascript:'); write plain text only, "
            "without HTML, Markdown or links."
        ),
    ),
    (
        "an HTML entity in a text",
        "markup",
        '"Resumen de alfa."',
        '"Uno&nbsp;dos"',
        (
            "7:15: summary.es: the text holds code or markup ('&nbsp;'); write plain text only, without "
            "HTML, Markdown or links."
        ),
    ),
    (
        "an attribute list in a text",
        "markup",
        '"Resumen de alfa."',
        '"Resumen {: .grande }"',
        (
            "7:15: summary.es: the text holds code or markup ('{: .grande '); write plain text only, "
            "without HTML, Markdown or links."
        ),
    ),
    (
        "a template in a text",
        "markup",
        '"Resumen de alfa."',
        '"{{ config }} {% raw %}"',
        (
            "7:15: summary.es: the text holds code or markup ('{{ config '); write plain text only, without "
            "HTML, Markdown or links."
        ),
    ),
    (
        "the year 20144",
        "out-of-range",
        "2011",
        "20144",
        "6:28: period.end: 20144 is out of range; write a value between 1500 and 2100.",
    ),
    (
        "a year with a decimal",
        "not-a-whole-number",
        "2011",
        "2011.5",
        (
            "6:28: period.end: a whole number was expected and there is '2011.5'; write it without "
            "decimals, for example: 2014."
        ),
    ),
    (
        "a year with a leading zero",
        "not-a-number",
        "2011",
        "02011",
        (
            "6:28: period.end: a number was expected and there is '02011'; write it in figures without "
            "quotes, for example: 2011."
        ),
    ),
    (
        "a latitude off the globe",
        "out-of-range",
        "lat: 2.8",
        "lat: 280",
        "5:17: location.lat: 280 is out of range; write a value between -90 and 90.",
    ),
    (
        "an id unlike the file name",
        "id-not-file-name",
        "id: alfa",
        "id: gama",
        "1:5: id: the id 'gama' is not the name of the file; write 'id: alfa' or rename the file.",
    ),
    (
        "an id with a capital",
        "bad-id",
        "id: alfa",
        "id: Alfa",
        (
            "1:5: id: 'Alfa' is not valid as an id; use lower-case letters without accents, digits and "
            "hyphens, such as: medellin. Did you mean 'alfa'?"
        ),
    ),
    (
        "two documents",
        "several-documents",
        "",
        "---\nid: beta\n",
        "19:1: there is more than one document in the file; take out the line '---' and keep one.",
    ),
    (
        "a control character",
        "control-character",
        "Resumen",
        "Resu\x07men",
        "7:20: there is an invisible character (U+0007); delete it and type that word again.",
    ),
    (
        "a control character as an escape",
        "control-character",
        '"Resumen de alfa."',
        '"Resumen \\x00"',
        "7:15: there is an invisible character (U+0000); delete it and type that word again.",
    ),
    (
        "a zero-width space",
        "control-character",
        "Resumen",
        "Resu\u200bmen",
        "7:20: there is an invisible character (U+200B); delete it and type that word again.",
    ),
    (
        "a mark that turns the writing",
        "control-character",
        "Resumen",
        "Resu\u202emen",
        "7:20: there is an invisible character (U+202E); delete it and type that word again.",
    ),
    (
        "nesting too deep",
        "too-deep",
        "",
        "deep: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "19:27: there are more than 20 nested levels; follow the shape of the example.",
    ),
    (
        "nesting beyond all measure",
        "too-deep",
        "",
        "deep: " + "[" * 9000 + "]" * 9000 + "\n",
        "19:27: there are more than 20 nested levels; follow the shape of the example.",
    ),
    (
        "a file too large",
        "file-too-large",
        "",
        "# " + "x" * 300_000 + "\n",
        "1:1: the file has 293 KB and the limit is 256 KB; split it or take out what is not needed.",
    ),
    (
        "text where a number is expected",
        "not-a-number",
        "lat: 2.8",
        'lat: "north"',
        (
            "5:17: location.lat: a number was expected and there is 'north'; write it in figures without "
            "quotes, for example: 4.60."
        ),
    ),
    (
        "a number where text is expected",
        "not-text",
        '"Resumen de alfa."',
        "2014",
        "7:15: summary.es: text was expected and there is '2014'; write it in quotes, for example: \"2014\".",
    ),
    (
        "a number in a list of texts",
        "not-text",
        '["Equipo editorial"]',
        "[2014]",
        ("18:16: contributors[1]: text was expected and there is '2014'; write it in quotes, for example: \"2014\"."),
    ),
    (
        "nothing where text is expected",
        "empty-text",
        "kind: municipality",
        "kind:",
        "4:6: kind: the text is empty; write it, or take out the field if it is optional.",
    ),
    (
        "nothing where both languages are expected",
        "not-both-languages",
        '{es: "Resumen de alfa.", en: "Summary of alfa."}',
        "",
        ("7:9: summary: a text in both languages was expected and there is nothing; write '{es: ..., en: ...}'."),
    ),
    (
        "an empty text",
        "empty-text",
        '"Resumen de alfa."',
        '""',
        "7:15: summary.es: the text is empty; write it, or take out the field if it is optional.",
    ),
    (
        "one language where both are expected",
        "not-both-languages",
        '{es: "Resumen de alfa.", en: "Summary of alfa."}',
        "Resumen de alfa",
        (
            "7:10: summary: a text in both languages was expected and there is 'Resumen de alfa'; write "
            '\'{es: ..., en: ...}\'. For example: summary: {es: "Resumen de alfa", en: "..."}'
        ),
    ),
    (
        "a list where text is expected",
        "not-text",
        "kind: municipality",
        "kind: [municipality]",
        '4:7: kind: text was expected and there is a list; write it in quotes, for example: "...".',
    ),
    (
        "a text where a list is expected",
        "not-a-list",
        '["Equipo editorial"]',
        "Equipo editorial",
        (
            "18:15: contributors: a list was expected and there is 'Equipo editorial'; begin each item with "
            'a hyphen on its own line. For example: contributors: ["Equipo editorial"]'
        ),
    ),
    (
        "keys where a list is expected",
        "not-a-list",
        '- {source: al-las-2014, locator: {es: "cap. 2", en: "ch. 2"}}',
        "{source: al-las-2014}",
        (
            "16:3: sources: a list was expected and there is a set of keys and values; begin each item with "
            "a hyphen on its own line. For example: sources: [{source: al-las-2014}]"
        ),
    ),
    (
        "an organisation that does not sign",
        "not-a-contributor",
        "",
        'contributing_organisations: ["Equipo editrial"]\n',
        (
            "19:30: contributing_organisations[1]: 'Equipo editrial' is not among the 'contributors'; write a name as it "
            "stands there, or add it. Did you mean 'Equipo editorial'?"
        ),
    ),
    (
        "a number where keys are expected",
        "not-keys",
        "{lat: 2.8, lon: -76.48}",
        "2.8",
        (
            "5:11: location: keys and values were expected and there is '2.8'; follow the shape of the "
            "example. For example: location: {lat: 4.60, lon: -74.08}"
        ),
    ),
    (
        "an empty list that needs an item",
        "too-few",
        '["Equipo editorial"]',
        "[]",
        (
            '18:15: contributors: there are too few items; write at least 1. For example: contributors: ["Su nombre / Your name"]'
        ),
    ),
    (
        "a true where text is expected",
        "not-text",
        "kind: municipality",
        "kind: true",
        '4:7: kind: text was expected and there is true; write it in quotes, for example: "true".',
    ),
    (
        "a true where a number is expected",
        "not-a-number",
        "lat: 2.8",
        "lat: true",
        (
            "5:17: location.lat: a number was expected and there is true; write it in figures without "
            "quotes, for example: 4.60."
        ),
    ),
    (
        "not a number",
        "not-a-number",
        "lat: 2.8",
        "lat: .nan",
        (
            "5:17: location.lat: a number was expected and there is '.nan'; write it in figures without "
            "quotes, for example: 4.60."
        ),
    ),
    (
        "an infinity",
        "not-a-number",
        "lat: 2.8",
        "lat: -.inf",
        (
            "5:17: location.lat: a number was expected and there is '-.inf'; write it in figures without "
            "quotes, for example: 4.60."
        ),
    ),
    (
        "a very long integer",
        "number-too-long",
        "2011",
        "9" * 5000,
        "6:28: the number has 5000 digits and 18 fit; check it, or write it in quotes if it is text.",
    ),
    (
        "a period that ends before it starts",
        "ends-before-start",
        "start: 2008, end: 2011",
        "start: 2011, end: 2008",
        "6:28: period.end: the period ends in 2008, before it begins in 2011; correct one of the two years.",
    ),
    (
        "an event that ends before it starts",
        "ends-before-start",
        "",
        "timeline:\n  - {year: 2010, until: 2009, event: {es: a, en: b}}\n",
        ("20:25: timeline[1].until: the period ends in 2009, before it begins in 2010; correct one of the two years."),
    ),
    (
        "a source that the case does not list",
        "source-not-listed",
        "",
        "actions:\n  - {text: {es: a, en: b}, source: nivia-ruiz-2012}\n",
        (
            "20:36: actions[1].source: the source 'nivia-ruiz-2012' is not among the 'sources' of this "
            "file; add it there with its locator."
        ),
    ),
    (
        "a source that nobody knows",
        "unknown-source",
        "source: al-las-2014",
        "source: al-las-2041",
        (
            "16:14: sources[1].source: the source 'al-las-2041' is not in data/sources.yml; correct the name "
            "or add it there. Did you mean 'al-las-2014'?"
        ),
    ),
    (
        "a subdivision of another country",
        "bad-subdivision",
        "kind: municipality",
        'subdivision: "CL-RM"\nkind: municipality',
        (
            "4:14: subdivision: 'CL-RM' is not the code of a subdivision of CO; use that of ISO 3166-2, for "
            'example: "CO-ANT".'
        ),
    ),
    (
        "a subdivision by its name",
        "bad-subdivision",
        "kind: municipality",
        "subdivision: Cauca\nkind: municipality",
        (
            "4:14: subdivision: 'Cauca' is not the code of a subdivision of this country; use that of ISO "
            '3166-2, for example: "CO-ANT".'
        ),
    ),
    (
        "a country that does not exist",
        "bad-country",
        '"CO"',
        '"XX"',
        ("3:10: country: there is no country 'XX'; use the two letters of ISO 3166-1 in quotes, for example: \"CO\"."),
    ),
    (
        "a country by its name",
        "bad-country",
        '"CO"',
        "Colombia",
        (
            "3:10: country: there is no country 'Colombia'; use the two letters of ISO 3166-1 in quotes, "
            "for example: \"CO\". Did you mean 'CO'?"
        ),
    ),
    (
        "a country in small letters",
        "bad-country",
        '"CO"',
        "co",
        (
            "3:10: country: there is no country 'co'; use the two letters of ISO 3166-1 in quotes, "
            "for example: \"CO\". Did you mean 'CO'?"
        ),
    ),
    (
        "a date of another form",
        "not-a-date",
        '"2026-11-21"',
        '"21/11/2026"',
        "17:11: reviewed: the date '21/11/2026' cannot be read; write it as \"2026-11-21\". Did you mean '2026-11-21'?",
    ),
    (
        "a day that does not exist",
        "not-a-date",
        '"2026-11-21"',
        '"2026-02-30"',
        "17:11: reviewed: the date '2026-02-30' cannot be read; write it as \"2026-11-21\".",
    ),
    (
        "an idea named twice",
        "named-twice",
        "lessons:",
        "  - {id: aligned, basis: stated, how: {es: a, en: b}}\nlessons:",
        "13:10: ideas[2].id: 'aligned' is duplicated in the list; keep one.",
    ),
    (
        "a quotation mark that is not closed",
        "unclosed-quote",
        '"CO"',
        '"CO',
        "3:10: the quotation mark that opens here is not closed on its line; close it at the end of the text.",
    ),
    (
        "a colon in a bare text",
        "yaml-syntax",
        '"Resumen de alfa."',
        "Resumen: de alfa",
        (
            "7:22: this cannot be read as YAML (a comma or the closing } is missing, or there is a colon in text "
            "without quotes); check the indentation, "
            'colons and quotes of this line and the one before; a text is written like this: "Text: with a '
            'colon".'
        ),
    ),
    (
        "an indentation out of place",
        "yaml-syntax",
        "kind: municipality",
        "  kind: municipality",
        (
            "4:3: this cannot be read as YAML (the indentation is not that of the keys around it, or something "
            "follows a closing quotation mark); check the indentation, colons "
            'and quotes of this line and the one before; a text is written like this: "Text: with a colon".'
        ),
    ),
    (
        "a colon in a text on its own line",
        "yaml-syntax",
        "kind: municipality",
        "kind: municipality: of Cauca",
        (
            "4:19: this cannot be read as YAML (a colon inside text without quotes, or too much indentation); check the "
            'indentation, colons and quotes of this line and the one before; a text is written like this: "Text: with a '
            'colon". For example: kind: "municipality: of Cauca"'
        ),
    ),
    (
        "tabs indent several lines",
        "tabs",
        "  - id: aligned\n    basis",
        "\t- id: aligned\n\t\tbasis",
        "9:1: 2 lines begin with a tab, and this is the first; use spaces, two for each level.",
    ),
    (
        "quotation marks of a word processor",
        "curly-quotes",
        '"Resumen de alfa."',
        "“Resumen de alfa.”",
        (
            "7:15: the quotation mark “ is a word processor's and does not count here; use straight ones: \". "
            'For example: "Resumen de alfa."'
        ),
    ),
    (
        "a decimal comma",
        "decimal-comma",
        "lat: 2.8,",
        "lat: 2,80,",
        "5:19: location.80: the comma parts values, and '80' stands alone; decimals take a point: 4.60.",
    ),
    (
        "thousands with a point",
        "thousands-or-decimals",
        "",
        "figures:\n  - {value: 1.200, unit: {es: a, en: b}, label: {es: a, en: b}, year: 2012, source: al-las-2014}\n",
        (
            "20:13: figures[1].value: '1.200' is read as a number with decimals; if these are thousands, write 1200; "
            "if not, 1.2000."
        ),
    ),
    (
        "a population with a point",
        "not-a-whole-number",
        "",
        "population: {value: 50.000, year: 2014, source: al-las-2014}\n",
        (
            "19:21: population.value: a whole number was expected and there is '50.000'; write it without decimals, "
            "for example: 50000."
        ),
    ),
    (
        "a key without its list",
        "empty-list",
        "",
        "notes:\n",
        (
            "19:7: notes: nothing follows the key; write the items below it, each with its hyphen, or delete the key "
            'if it is optional. For example: notes: [{es: "Texto en español", en: "Text in English"}]'
        ),
    ),
    (
        "the number of an idea",
        "not-allowed",
        "id: aligned",
        "id: 2",
        (
            "9:9: ideas[1].id: '2' is not an allowed value; use one of: aligned, attuned, durable, flexible, focused, "
            "inclusive, measurable, multidimensional, plural, professional, territorial, visible. Did you mean 'plural'?"
        ),
    ),
    (
        "a key in Spanish",
        "unknown-key",
        "",
        "modalities:\n  networks: {nivel: high, what: {es: a, en: b}}\n",
        (
            "20:14: modalities.networks.nivel: there is no key 'nivel' here; the accepted ones are: level, what. Did "
            "you mean 'level'?"
        ),
    ),
    (
        "a kind by its name",
        "not-allowed",
        "kind: municipality",
        "kind: Departamento",
        (
            "4:7: kind: 'Departamento' is not an allowed value; use one of: association, capital-city, "
            "capital-district, city, city-group, department, fund, metropolitan-area, municipality, "
            "national-framework, province, region, state. Did you mean 'department'?"
        ),
    ),
    (
        "a source with no like",
        "unknown-source",
        "source: al-las-2014",
        "source: Plan de desarrollo",
        (
            "16:14: sources[1].source: the source 'Plan de desarrollo' is not in data/sources.yml; correct the name or "
            'add it there. For example: {id: plan-de-desarrollo, short: {es: "Texto en español", en: "Text in '
            'English"}, authors: ["Apellido, Nombre"], title: "texto / text", language: es}'
        ),
    ),
    (
        "Spanish in the place of English",
        "wrong-language",
        "Summary of alfa.",
        "El municipio abrió una oficina con la universidad y los gremios.",
        (
            "7:39: summary.en: this text seems to be in Spanish, where English belongs; write it in English, or "
            "swap the two texts."
        ),
    ),
    ("a list as a key", "key-not-text", "", "? [a, b]\n: c\n", "19:3: the key is not a word; write 'key: value'."),
    (
        "an anchor on a key",
        "alias",
        "",
        "&a x: c\n",
        "19:1: YAML anchors and aliases (& * <<) are not accepted; write the value in full.",
    ),
    (
        "a tag on a key",
        "tag",
        "",
        "!!str x: c\n",
        "19:1: YAML tags (tag:yaml.org,2002:str) are not accepted; write only the value.",
    ),
    (
        "a quotation mark that is not closed in the last line",
        "unclosed-quote",
        '["Equipo editorial"]',
        '["Equipo editorial]',
        ("18:16: the quotation mark that opens here is not closed on its line; close it at the end of the text."),
    ),
    (
        "an escape that does not exist",
        "backslash",
        '"Resumen de alfa."',
        '"Resumen \\q"',
        (
            "7:24: a backslash (\\) in double quotes is not read as one; use single quotes, or write it twice. For "
            "example: summary: {es: 'Resumen \\q', en: \"Summary of alfa.\"}"
        ),
    ),
]

CHECKLIST = """\
id: list
title: {es: "Lista", en: "List"}
page: aligned
groups:
  - id: first
    items:
      - {id: one, text: {es: "Uno.", en: "One."}, basis: ours}
      - {id: two, text: {es: "Dos.", en: "Two."}, basis: ours}
"""
TABLE = """\
id: grid
title: {es: "Tabla", en: "Table"}
page: aligned
columns:
  - {id: who, title: {es: "Quién", en: "Who"}}
  - {id: what, title: {es: "Qué", en: "What"}}
rows:
  - {id: one, cells: {who: {es: "A", en: "A"}, what: 3}}
"""
QUIZ = """\
id: aligned
questions:
  - id: first
    text: {es: "¿Cuál?", en: "Which?"}
    anchor: cases
    options:
      - {id: a, text: {es: A, en: A}, feedback: {es: "Sí.", en: "Yes."}, right: true}
      - {id: b, text: {es: B, en: B}, feedback: {es: "Otra.", en: "Other."}}
      - {id: c, text: {es: C, en: C}, feedback: {es: "Otra.", en: "Other."}}
"""
GLOSSARY = """\
entries:
  - {id: twinning, term: {es: Hermanamiento, en: Twinning}, definition: {es: "Uno.", en: "One."}, see: [network]}
  - {id: network, term: {es: Red, en: Network}, definition: {es: "Dos.", en: "Two."}}
"""

# The same for other files: what is wrong | code | file | its text | this of it … | … becomes this | the line printed.
OTHERS: list[tuple[str, str, str, str, str, str, str]] = [
    (
        "a checklist names an item twice",
        "named-twice",
        "data/checklists/list.yml",
        CHECKLIST,
        "id: two",
        "id: one",
        "8:14: groups[1].items[2].id: 'one' is duplicated in the list; keep one.",
    ),
    (
        "a checklist belongs to a page that does not exist",
        "unknown-page",
        "data/checklists/list.yml",
        CHECKLIST,
        "page: aligned",
        "page: alinged",
        "3:7: page: there is no page with the id 'alinged'; correct the name or write the page. "
        "Did you mean 'aligned'?",
    ),
    (
        "an item of a checklist leads to a page that does not exist",
        "unknown-page",
        "data/checklists/list.yml",
        CHECKLIST,
        '"One."},',
        '"One."}, leads_to: [aligned, home-page],',
        "7:71: groups[1].items[1].leads_to[2]: there is no page with the id 'home-page'; correct the name or write "
        "the page. Did you mean 'home'?",
    ),
    (
        "a checklist without items",
        "too-few",
        "data/checklists/list.yml",
        CHECKLIST,
        CHECKLIST[CHECKLIST.index("    items:") :],
        "    items: []\n",
        "6:12: groups[1].items: there are too few items; write at least 1. "
        'For example: items: [{id: villanueva, text: {es: "Texto en español", en: "Text in English"}, basis: ours}]',
    ),
    (
        "a cell stands under no column",
        "unknown-column",
        "data/tables/grid.yml",
        TABLE,
        "what: 3",
        "waht: 3",
        "8:48: rows[1].cells.waht: the column 'waht' is not among those of the table; use one of: who, what. "
        "Did you mean 'what'?",
    ),
    (
        "a row is tied to a Goal that does not exist",
        "not-allowed",
        "data/tables/grid.yml",
        TABLE,
        "{id: one, cells",
        "{id: one, goals: [sdg-4, sdg-18], cells",
        "8:30: rows[1].goals[2]: 'sdg-18' is not an allowed value; use one of: sdg-1, sdg-10, sdg-11, sdg-12, sdg-13, "
        "sdg-14, sdg-15, sdg-16, sdg-17, sdg-2, sdg-3, sdg-4, sdg-5, sdg-6, sdg-7, sdg-8, sdg-9. "
        "Did you mean 'sdg-8'?",
    ),
    (
        "a cell in one language",
        "missing-language",
        "data/tables/grid.yml",
        TABLE,
        ', en: "A"',
        "",
        "8:28: rows[1].cells.who.en: the text in English is missing; write 'en: ...' beside the other language.",
    ),
    (
        "a cell that is a bare text",
        "not-both-languages",
        "data/tables/grid.yml",
        TABLE,
        "what: 3",
        "what: tres",
        "8:54: rows[1].cells.what: a text in both languages was expected and there is 'tres'; "
        'write \'{es: ..., en: ...}\'. For example: what: {es: "tres", en: "..."}',
    ),
    (
        "a question without a right answer",
        "not-one-right",
        "data/quizzes/aligned.yml",
        QUIZ,
        ", right: true",
        "",
        "7:7: questions[1].options: there are 0 right answers; mark exactly one with 'right: true'.",
    ),
    (
        "a term of the glossary leads nowhere",
        "not-allowed",
        "data/glossary.yml",
        GLOSSARY,
        "see: [network]",
        "see: [netwrok]",
        "2:105: entries[1].see[1]: 'netwrok' is not an allowed value; use one of: network, twinning. "
        "Did you mean 'network'?",
    ),
    (
        "a term is listed twice in the glossary",
        "named-twice",
        "data/glossary.yml",
        GLOSSARY,
        "  - {id: network, ",
        "  - {id: network, term: {es: Red, en: Net}, definition: {es: a, en: b}}\n  - {id: network, ",
        "4:10: entries[3].id: 'network' is duplicated in the list; keep one.",
    ),
]


@pytest.fixture(scope="module")
def one_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("findings") / "project"
    make_project(root)
    return root


@pytest.fixture
def project(one_project: Path, tmp_path: Path) -> Iterator[Path]:
    """The small project; what a test does to its data is undone afterwards."""
    shutil.copytree(one_project / "data", tmp_path / "data")
    yield one_project
    shutil.rmtree(one_project / "data")
    shutil.rmtree(one_project / "site", ignore_errors=True)
    shutil.copytree(tmp_path / "data", one_project / "data")


@pytest.fixture
def check(project: Path) -> Callable[[], list[Finding]]:
    """All findings of the small project, as the command would print them."""
    return lambda: inspect(project)[1]


def changed(text: str, old: str | None, new: str) -> str:
    if old is None:
        return new
    assert old in text, old
    return text.replace(old, new, 1) if old else text + new


def same_placeholders(messages: tuple[str, str]) -> bool:
    names = [sorted({field for _, field, _, _ in string.Formatter().parse(text) if field}) for text in messages]
    return names[0] == names[1]


@pytest.mark.parametrize(("code", "old", "new", "line"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_case_is_answered_with_the_place_and_the_remedy(
    code: str, old: str | None, new: str, line: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    write_case(project, "alfa", lambda text: changed(text, old, new))
    found = check()
    assert [one.line_of_text("en") for one in found] == [f"{ALFA}:{line}"]
    assert [one.code for one in found] == [code]
    spanish = found[0].line_of_text("es")
    assert spanish.startswith(f"{ALFA}:{found[0].line}:{found[0].column}: ")
    assert spanish != found[0].line_of_text("en")
    assert not re.search("@[a-z]", spanish)


@pytest.mark.parametrize(
    ("code", "file", "text", "old", "new", "line"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS]
)
def test_a_broken_file_of_another_kind_is_answered_in_the_same_way(
    code: str, file: str, text: str, old: str, new: str, line: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    write(project, file, text)
    assert check() == []
    write(project, file, changed(text, old, new))
    found = check()
    assert [one.line_of_text("en") for one in found] == [f"{file}:{line}"]
    assert [one.code for one in found] == [code]


def write(project: Path, file: str, text: str) -> None:
    (project / file).parent.mkdir(parents=True, exist_ok=True)
    (project / file).write_text(text, encoding="utf-8")


def test_text_that_is_not_utf_8_is_found_where_it_stands(project: Path, check: Callable[[], list[Finding]]) -> None:
    file = write_case(project, "alfa")
    file.write_bytes(file.read_bytes().replace("lección".encode(), "lección".encode("latin-1")))
    (found,) = check()
    assert found.code == "not-utf-8"
    assert found.line_of_text("en") == (
        f"{ALFA}:14:24: the file is not UTF-8; save it again with UTF-8 as its encoding."
    )


def test_what_is_plain_in_meaning_hides_nothing_else_of_its_file(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    text = CASE.format(id="alfa").replace('"CO"', "NO").replace("kind: municipality", "kind: town\nkind: city")
    text = text.replace("  - id: aligned\n", "\t- id: alined\n").replace("lección", "lecci\u200bón")
    (project / ALFA).write_text(text, encoding="utf-8")
    codes = ["bare-boolean", "control-character", "duplicate-key", "not-allowed", "not-allowed", "tab"]
    assert sorted(one.code for one in check()) == codes


def test_a_place_with_its_numbers_in_the_other_order_is_brought_back(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    shutil.copytree(PROJECT / "data/map", project / "data/map")
    write_case(project, "alfa", lambda text: text.replace("{lat: 2.8, lon: -76.48}", "{lat: -76.48, lon: 2.8}"))
    write_case(project, "beta", lambda text: text.replace("lon: -76.48", "lon: 76.48"))
    # San Andrés, an island that the map does not have.
    write_case(project, "gamma", lambda text: text.replace("{lat: 2.8, lon: -76.48}", "{lat: 12.54, lon: -81.72}"))
    remedy = (
        "check the sign and the order: 'lat' is north-south, 'lon' is east-west. Did you mean 'lat: 2.8, lon: -76.48'?"
    )
    assert [one.line_of_text("en") for one in check()] == [
        f"{ALFA}:5:11: location: -76.48, 2.8 is not in 'CO' or near it; {remedy}",
        f"data/cases/beta.yml:5:11: location: 2.8, 76.48 is not in 'CO' or near it; {remedy}",
    ]
    assert [one.code for one in check()] == ["place-elsewhere"] * 2


def test_a_place_is_brought_back_from_every_sign_and_order(project: Path, check: Callable[[], list[Finding]]) -> None:
    shutil.copytree(PROJECT / "data/map", project / "data/map")
    pairs = [(a * x, b * y) for x, y in ((60.39, 5.32), (5.32, 60.39)) for a in (1, -1) for b in (1, -1)]
    for number, (lat, lon) in enumerate(pairs):
        write_case(
            project,
            f"norway-{number}",
            lambda text, place=f"{{lat: {lat}, lon: {lon}}}": text.replace('"CO"', '"NO"').replace(
                "{lat: 2.8, lon: -76.48}", place
            ),
        )
    assert [dict(one.words)["nearest"] for one in check()] == ["lat: 60.39, lon: 5.32"] * 7


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    file = write_case(project, "alfa")
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert check() == []


@pytest.mark.parametrize("name", ["Gama Uno.yml", "gamá.yml", "gama.yaml", "gama.yml.txt", "gama_uno.yml"])
def test_an_odd_file_name_is_refused(name: str, project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/cases" / name).write_text(CASE.format(id="gama"), encoding="utf-8")
    found = check()
    assert [one.code for one in found] == ["odd-file-name"]
    better = {"Gama Uno.yml": "gama-uno.yml", "gama_uno.yml": "gama-uno.yml", "gamá.yml": "gama.yml"}
    assert as_text(found, "en") == (
        f"data/cases/{name}:1:1: the file name is not valid; use lower-case letters without accents, digits and "
        f"hyphens, ending in '.yml'. Did you mean '{better.get(name, 'gama.yml')}'?"
    )


def test_an_odd_file_name_hides_nothing_of_what_the_file_holds(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    text = CASE.format(id="gama").replace("kind: municipality", "kind: Municipio")
    (project / "data/cases/Gamá.yml").write_text(text, encoding="utf-8")
    assert [one.code for one in check()] == ["odd-file-name", "not-allowed"]


NOT_A_FILE = "1:1: this is no plain file but a {}; put the file itself here, or delete it."


def test_a_symbolic_link_is_refused_even_to_a_good_case(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/cases/gama.yml").symlink_to(project / ALFA)
    assert as_text(check(), "en") == f"data/cases/gama.yml:{NOT_A_FILE.format('link')}"


def test_a_symbolic_link_to_nowhere_is_refused(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/cases/gama.yml").symlink_to("/nowhere/at/all")
    assert as_text(check(), "en") == f"data/cases/gama.yml:{NOT_A_FILE.format('link')}"


def test_a_folder_with_the_name_of_a_case_is_refused(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/cases/gama.yml").mkdir()
    found = check()
    assert as_text(found, "en") == f"data/cases/gama.yml:{NOT_A_FILE.format('folder')}"
    assert found[0].code == "not-a-file"


def test_a_case_with_the_id_of_a_page_is_refused(project: Path, check: Callable[[], list[Finding]]) -> None:
    write_case(project, "aligned")
    (found,) = check()
    assert found.code == "duplicate-id"
    assert found.line_of_text("en") == (
        "data/cases/aligned.yml:1:5: id: the id 'aligned' is already used in docs/ideas/01-aligned.es.md; "
        "choose another."
    )


def test_a_vocabulary_that_is_gone_is_said_to_be_missing(project: Path, check: Callable[[], list[Finding]]) -> None:
    (project / "data/vocabulary/words.yml").unlink()
    (found,) = check()
    assert found.code == "file-missing"
    assert found.line_of_text("en") == (
        "data/vocabulary/words.yml:1:1: this file is not there; bring it back from the history or from another copy "
        "of the project."
    )


def test_an_idea_that_no_step_practises_is_found(project: Path, check: Callable[[], list[Finding]]) -> None:
    file = project / "data/vocabulary/ideas.yml"
    more = '  - {id: thirteenth, number: 12, name: {es: Otra, en: Other}, summary: {es: "A.", en: "A."}}\n'
    lines = file.read_text(encoding="utf-8").rstrip("\n") + "\n" + more
    file.write_text(lines, encoding="utf-8")
    orphan, number = check()  # there is no thirteenth number
    assert (orphan.code, number.code) == ("orphan-idea", "number-used-twice")
    assert orphan.line_of_text("en") == (
        f"data/vocabulary/ideas.yml:{lines.count(chr(10))}:10: entries[13].id: no step of the route puts the idea "
        "'thirteenth' into practice; name it in at least one."
    )


@pytest.mark.parametrize("name", ["ideas", "steps", "stages"])
def test_a_number_that_two_entries_share_is_found(name: str, project: Path, check: Callable[[], list[Finding]]) -> None:
    file = project / f"data/vocabulary/{name}.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("    number: 4\n") == 1
    file.write_text(text.replace("    number: 4\n", "    number: 3\n"), encoding="utf-8")
    (found,) = check()
    assert found.path == f"data/vocabulary/{name}.yml"
    assert found.field == "entries[4].number"
    assert found.text("en").startswith("the number 3 is already that of '")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://", "ftp://x.example", "mailto:x"]
)
def test_a_source_links_only_to_the_web_or_to_mail(
    link: str, project: Path, check: Callable[[], list[Finding]]
) -> None:
    file = project / "data/sources.yml"
    text = file.read_text(encoding="utf-8").rstrip("\n") + "\n"
    entry = '  - {id: extra, short: {es: E, en: E}, authors: [E], title: E, language: es, link: "@"}\n'.replace(
        "@", link
    )
    file.write_text(text + entry, encoding="utf-8")
    found = [one for one in check() if one.path == "data/sources.yml"]
    assert [one.code for one in found] == ["bad-link"]
    assert (
        found[0]
        .line_of_text("en")
        .endswith(f": the address '{link}' is not accepted; use one that begins with https://, http:// or mailto:.")
    )


def test_a_folder_without_data_is_not_taken_for_a_project(tmp_path: Path) -> None:
    book, found = inspect(tmp_path)
    assert book is None
    assert [one.code for one in found] == ["no-data"]
    assert as_text(found, "en") == "data:1:1: there is no data file; is this the project's folder?"


def test_a_type_that_no_message_foresees_still_gets_a_line() -> None:
    class Alarm(Record):
        at: time

    _, found = as_record(b"at: []\n", "x.yml", Alarm, {})
    assert [one.code for one in found] == ["wrong-type"]
    assert as_text(found, "en") == (
        "x.yml:1:5: at: the value is not of the expected type (time_type); follow the shape of the example."
    )


def test_all_findings_of_all_files_are_printed_together_and_sorted(
    project: Path, check: Callable[[], list[Finding]]
) -> None:
    write_case(project, "beta", lambda text: text.replace("id: aligned", "id: alined").replace("2011", "20144"))
    write_case(project, "alfa", lambda text: text.replace("kind: municipality", "kind: towm"))
    places = [(one.path, one.line, one.field) for one in check()]
    assert places == [
        ("data/cases/alfa.yml", 4, "kind"),
        ("data/cases/beta.yml", 6, "period.end"),
        ("data/cases/beta.yml", 9, "ideas[1].id"),
    ]


# ------------------------------------------------------------------------------------------- as the command prints it

FOR_THE_COMMAND = [
    row
    for row in BROKEN
    if row[0]
    in (
        "a required field is missing",
        "a bare NO",
        "an alias bomb",
        "a script in a text",
        "nesting beyond all measure",
        "nothing where text is expected",
    )
]


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.mark.parametrize("row", FOR_THE_COMMAND, ids=[row[0] for row in FOR_THE_COMMAND])
def test_the_command_prints_exactly_that_line_and_leaves_the_old_site_alone(row: tuple, project: Path) -> None:
    _, _, old, new, line = row
    write_case(project, "alfa", lambda text: changed(text, old, new))
    (project / "site/en").mkdir(parents=True)
    (project / "site/index.html").write_text("the last good site", encoding="utf-8")
    (project / "site/en/index.html").write_text("and its English", encoding="utf-8")
    before = fingerprint(project / "site")

    checked = handbook("check", "--lang", "en", root=project)
    assert (checked.returncode, checked.stdout, checked.stderr) == (1, f"{ALFA}:{line}\n", "")

    built = handbook("site", root=project)
    assert (built.returncode, built.stdout, built.stderr) == (1, "", f"{ALFA}:{line}\n")
    assert fingerprint(project / "site") == before
    assert not [file.name for file in project.iterdir() if file.name.startswith(".site")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lang", "en"], "Nothing to mend.\n"),
        (["--lang", "es"], "Nada que corregir.\n"),
        (["--format", "github"], ""),
        (["--format", "json"], "[]\n"),
    ],
)
def test_a_good_project_is_said_to_be_good(project: Path, arguments: list[str], said: str) -> None:
    checked = handbook("check", *arguments, root=project)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, said, "")


def test_several_findings_are_grouped_by_file_and_counted(project: Path) -> None:
    write_case(project, "alfa", lambda text: text.replace("2011", "20144").replace("kind: municipality", "kind: towm"))
    write_case(project, "beta", lambda text: text.replace("id: aligned", "id: alined"))
    blocks = handbook("check", "--lang", "en", root=project).stdout.split("\n\n")
    assert [[line.split(":")[0] for line in block.splitlines()] for block in blocks[:2]] == [
        ["data/cases/alfa.yml"] * 2,
        ["data/cases/beta.yml"],
    ]
    assert blocks[2] == "3 errors in 2 files.\n"
    assert "\n\n3 errores en 2 archivos.\n" in handbook("check", "--lang", "es", root=project).stdout


def test_the_findings_come_as_json_and_as_workflow_commands_too(project: Path) -> None:
    write_case(project, "alfa", lambda text: text.replace("2011", "20144"))
    as_json = handbook("check", "--lang", "en", "--format", "json", root=project).stdout
    assert json.loads(as_json) == [
        {
            "path": ALFA,
            "line": 6,
            "column": 28,
            "field": "period.end",
            "code": "out-of-range",
            "kind": "fault",
            "message": "20144 is out of range; write a value between 1500 and 2100.",
        }
    ]
    commands = handbook("check", "--lang", "en", "--format", "github", root=project).stdout
    assert commands == (
        f"::error file={ALFA},line=6,col=28::period.end: 20144 is out of range; write a value between 1500 and 2100.\n"
    )


# ------------------------------------------------------------------------------------------------------ the messages


def literals(files: list[Path]) -> set[str]:
    """Every text constant in some Python files."""
    return {
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_message_is_used_by_the_code() -> None:
    library = [file for file in (PROJECT / "hooks/handbook").rglob("*.py") if file.name != "findings.py"]
    assert sorted(MESSAGES.keys() - literals(library)) == []


def test_every_message_is_asked_for_by_a_test() -> None:
    assert sorted(MESSAGES.keys() - literals(list((PROJECT / "tests").glob("test_*.py")))) == []


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_in_both_languages_what_is_wrong_and_what_to_do(code: str) -> None:
    assert same_placeholders(MESSAGES[code])
    for text in MESSAGES[code]:
        assert text.endswith((".", "?"))
        assert ";" in text, "what is wrong; what to write instead"
