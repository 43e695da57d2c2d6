import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const { placeOf, idOf } = handbookOf(["case-form-place"]).caseForm;

for (const [text, place] of [
  ["4.60, -74.08", ["4.6", "-74.08"]],
  ["4.60 -74.08", ["4.6", "-74.08"]],
  ["4,60; -74,08", ["4.6", "-74.08"]],
  ["−12.05, −77.04", ["-12.05", "-77.04"]],
  ["4°36′N 74°4′48″W", ["4.6", "-74.08"]],
  ["74° 4' 48\" O, 4° 36' N", ["4.6", "-74.08"]],
  ["12.05° S, 77.04° W", ["-12.05", "-77.04"]],
  ["https://maps.example/maps/@4.60,-74.08,14z", ["4.6", "-74.08"]],
  ["https://map.example/#map=12/4.60/-74.08", ["4.6", "-74.08"]],
  ["https://maps.example/?q=4.60%2C-74.08", ["4.6", "-74.08"]],
  ["geo: nothing", null],
  ["104.60, -74.08", null],
  ["4.60", null],
  ["4°N 74°N", null],
]) {
  test(`the place in ${text}`, () => assert.deepEqual(ours(placeOf(text)), place));
}

test("an id is made of a name", () => assert.equal(idOf("  Villa Ñandú (2.ª) ", []), "villa-nandu-2"));
test("an id that is taken gets a number", () => assert.equal(idOf("Lima", ["lima", "lima-2"]), "lima-3"));
test("no id is made of no letters", () => assert.equal(idOf("¿?", [""]), ""));
