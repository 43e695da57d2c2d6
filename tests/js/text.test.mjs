import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const { fold, wordsOf } = handbookOf(["text"]).text;

test("accents and capitals are folded away", () => {
  assert.equal(fold("ÁÉÍÓÚ Ñandú, Güell"), "aeiou nandu, guell");
});

test("a composed and a decomposed letter fold to the same one", () => {
  assert.equal(fold("Bogota\u0301"), fold("Bogotá"));
});

test("each letter keeps its place in the composed text", () => {
  const text = "La cooperación de 𝒜ntioquía";
  assert.equal(fold(text).length, text.length);
  assert.equal(fold(text).indexOf("ntioquia"), text.indexOf("ntioquía"));
});

test("words are letters and digits, without what stands between them", () => {
  assert.deepEqual(ours(wordsOf("¿Qué es AL-LAs 2014?")), ["que", "es", "al", "las", "2014"]);
  assert.deepEqual(ours(wordsOf("…")), []);
});
