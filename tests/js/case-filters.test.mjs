import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const { filtered, prepared } = handbookOf(["text", "case-filters"]).caseFilters;
const FACETS = [
  [
    "country",
    "Country",
    [
      ["CO", "Colombia"],
      ["MX", "Mexico"],
      ["AR", "Argentina"],
    ],
  ],
  [
    "kind",
    "Kind",
    [
      ["municipality", "Municipality"],
      ["region", "Region"],
    ],
  ],
  [
    "idea",
    "Idea",
    [
      ["aligned", "Aligned"],
      ["focused", "Focused"],
    ],
  ],
  [
    "basis",
    "Basis",
    [
      ["stated", "Stated by the source"],
      ["supported", "Editors' reading"],
    ],
  ],
];
const STATED = (place) => 2 * place;
const READ = (place) => 2 * place + 1;
// Country, kind, ideas with their bases, bases.
const CASES = [
  ["bogota", "Bogotá", 2008, "2008–2011", "A city in the Andes.", "Office", [[0], [0], [STATED(0), READ(1)], [0, 1]]],
  ["cauca", "Cauca", 2016, "2016", "A department.", "", [[0], [1], [READ(0)], [1]]],
  ["jalisco", "Jalisco", 2012, "2012", "A state, with co\u00adoperation.", "", [[1], [1], [STATED(1)], [0]]],
  ["cordoba", "Córdoba", 2012, "2012", "A city.", "", [[2], [0], [], []]],
];
const DATA = prepared({ facets: FACETS, cases: CASES, section: "cases/", compare: "" });

function shown({ q = "", sort = "name", ...chosen } = {}) {
  const filters = new Map(Object.entries(chosen).map(([facet, values]) => [facet, new Set(values)]));
  const { found, counts } = filtered(DATA, { q, sort, filters }, "en");
  const number = Object.fromEntries(
    FACETS.map(([facet, , values], f) => [
      facet,
      Object.fromEntries(values.map(([id], place) => [id, counts[f][place]])),
    ]),
  );
  return { ids: ours(found.map(({ id }) => id)), number };
}

test("without a filter all cases are found, and each value counts those that have it", () => {
  const { ids, number } = shown();
  assert.deepEqual(ids, ["bogota", "cauca", "jalisco", "cordoba"]);
  assert.deepEqual(number.country, { CO: 2, MX: 1, AR: 1 });
  assert.deepEqual(number.idea, { aligned: 2, focused: 2 });
});

test("two values of one facet widen, two facets narrow", () => {
  assert.deepEqual(shown({ country: ["CO", "MX"] }).ids, ["bogota", "cauca", "jalisco"]);
  assert.deepEqual(shown({ country: ["CO", "MX"], kind: ["region"] }).ids, ["cauca", "jalisco"]);
});

test("a value counts how many cases it would give with the other facets as they are", () => {
  const { number } = shown({ country: ["CO"], kind: ["region"] });
  assert.deepEqual(number.country, { CO: 1, MX: 1, AR: 0 }); // of regions
  assert.deepEqual(number.kind, { municipality: 1, region: 1 }); // of Colombia
  assert.deepEqual(number.idea, { aligned: 1, focused: 0 }); // of what is found
});

test("a facet without chosen values is no filter", () => {
  assert.equal(shown({ country: [] }).ids.length, 4);
});

test("a basis asks that an idea stand on it", () => {
  assert.deepEqual(shown({ idea: ["aligned"] }).ids, ["bogota", "cauca"]);
  assert.deepEqual(shown({ idea: ["aligned"], basis: ["stated"] }).ids, ["bogota"]);
  assert.deepEqual(shown({ idea: ["aligned"], basis: ["supported"] }).ids, ["cauca"]);
  assert.deepEqual(shown({ idea: ["aligned"], basis: ["stated", "supported"] }).ids, ["bogota", "cauca"]);
});

test("with a basis chosen, ideas count the cases in which they stand on it", () => {
  assert.deepEqual(shown({ basis: ["stated"] }).number.idea, { aligned: 1, focused: 1 });
  assert.deepEqual(shown({ basis: ["supported"] }).number.idea, { aligned: 1, focused: 1 });
});

test("words are found where a word begins so, in any field, without accents", () => {
  assert.deepEqual(shown({ q: "BOGOTA" }).ids, ["bogota"]);
  assert.deepEqual(shown({ q: "córd" }).ids, ["cordoba"]);
  assert.deepEqual(shown({ q: "colombia depart" }).ids, ["cauca"]);
  assert.deepEqual(shown({ q: "ogota" }).ids, []);
});

test("a hyphen that nobody sees parts no word", () => {
  assert.deepEqual(shown({ q: "cooperation" }).ids, ["jalisco"]);
});

test("signs that are no words are as if nothing was typed", () => {
  assert.equal(shown({ q: " …? " }).ids.length, 4);
});

test("the values count only cases that have the words", () => {
  assert.deepEqual(shown({ q: "city" }).number.country, { CO: 1, MX: 0, AR: 1 });
});

test("cases are in the order that was sent, by country, or by year from the latest", () => {
  assert.deepEqual(shown({ sort: "country" }).ids, ["cordoba", "bogota", "cauca", "jalisco"]);
  assert.deepEqual(shown({ sort: "year" }).ids, ["cauca", "jalisco", "cordoba", "bogota"]);
});
