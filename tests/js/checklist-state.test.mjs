import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const state = handbookOf(["checklist-state"]).checklistState;
const NOW = "2026-11-21T10:00:00.000Z";
const LONG = "x".repeat(state.LONGEST_NOTE);
const ABOUT = { list: "idea-aligned", ids: ["written", "sum"], title: "Is it aligned?", language: "en", updated: NOW };
const ITEMS = { written: { done: true, note: "" }, sum: { done: false, note: "Not yet" } };

test("ticks and notes come back from the fields that are saved of them", () => {
  const fields = JSON.parse(JSON.stringify(state.asFields(ITEMS, NOW))); // as a storage keeps them
  assert.deepEqual(fields, { "written.done": true, "sum.note": "Not yet", updated: NOW });
  assert.deepEqual(ours(state.itemsOf(fields)), ITEMS);
});

test("a field that is not of a list makes no item", () => {
  assert.deepEqual(ours(state.itemsOf({ updated: NOW, "x.y": 1, "A.done": true, done: true })), {});
});

test("fields of a list are a tick, a note of at most 4,000 characters, and a time", () => {
  const sound = { "a-1.done": true, "a-1.note": LONG, updated: NOW };
  const odd = { "a-1.done": "yes", "a-1.note": `${LONG}x`, "A.done": true, "a.x": "", updated: 5, "a b.note": "" };
  for (const [field, value] of Object.entries(sound)) assert.ok(state.isSound(field, value), field);
  for (const [field, value] of Object.entries(odd)) assert.ok(!state.isSound(field, value), field);
});

test("nothing but spaces is nothing to ask about", () => {
  assert.equal(state.anything({ a: { done: false, note: " \n" } }), false);
  assert.equal(state.anything({ a: { done: false, note: "x" } }), true);
  assert.equal(state.anything({ a: { done: true, note: "" } }), true);
});

test("two states make one with the ticks of both and notes one below the other", () => {
  const here = { a: { done: true, note: "ours" }, b: { done: false, note: "same" } };
  const arriving = {
    a: { done: false, note: "theirs" },
    b: { done: true, note: "same" },
    c: { done: false, note: "new" },
  };
  assert.deepEqual(ours(state.merged(here, arriving)), {
    a: { done: true, note: "ours\ntheirs" },
    b: { done: true, note: "same" },
    c: { done: false, note: "new" },
  });
  assert.deepEqual(here.a, { done: true, note: "ours" });
});

test("a merged note is no longer than a note may be", () => {
  const both = state.merged({ a: { done: false, note: LONG } }, { a: { done: false, note: "more" } });
  assert.equal(both.a.note.length, state.LONGEST_NOTE);
});

test("an exported file gives the same items back", () => {
  assert.deepEqual(ours(state.readFile(state.fileText(ABOUT, ITEMS), "idea-aligned")), { items: ITEMS });
});

test("a file says which items its list had, in whatever order", () => {
  const edition = (ids) => JSON.parse(state.fileText({ ...ABOUT, ids }, {})).edition;
  assert.equal(edition(["sum", "written"]), edition(["written", "sum"]));
  assert.notEqual(edition(["sum", "written"]), edition(["sum"]));
  assert.match(edition([]), /^[0-9a-f]{8}$/);
});

test("a file of another list says of which", () => {
  const found = state.readFile(state.fileText({ ...ABOUT, title: "T".repeat(300) }, ITEMS), "step-risks");
  assert.deepEqual(ours(found), { problem: "other", title: "T".repeat(120) });
});

test("a file of a later form is refused as newer", () => {
  const file = { ...JSON.parse(state.fileText(ABOUT, ITEMS)), schema: 2 };
  assert.deepEqual(ours(state.readFile(JSON.stringify(file), "idea-aligned")), { problem: "newer" });
});

const WITH = (items) => JSON.stringify({ ...JSON.parse(state.fileText(ABOUT, {})), items });
for (const [what, text] of Object.entries({
  "no JSON": "ticks",
  "JSON of something else": "[1]",
  null: "null",
  "another kind": JSON.stringify({ kind: "handbook-risk-matrix", schema: 1 }),
  "no items": WITH(undefined),
  "a list of items": WITH([]),
  "an item that is null": WITH({ a: null }),
  "an id that no item may have": WITH({ "<b>": { done: true } }),
  "a tick that is no tick": WITH({ a: { done: 1 } }),
  "a note that is too long": WITH({ a: { note: `${LONG}x` } }),
}))
  test(`a file with ${what} is refused`, () => {
    assert.deepEqual(ours(state.readFile(text, "idea-aligned")), { problem: "bad" });
  });

test("a file cannot reach the prototype of the items", () => {
  const { problem } = state.readFile(
    WITH({}).replace('"items":{}', '"items":{"__proto__":{"done":true}}'),
    "idea-aligned",
  );
  assert.equal(problem, "bad");
  const { items } = state.readFile(WITH({ constructor: { done: true } }), "idea-aligned");
  assert.equal(Object.getPrototypeOf(items), null);
});

test("an address gives the ticks and notes back that it carries", () => {
  const sent = JSON.parse(JSON.stringify(state.packed(ITEMS)));
  assert.deepEqual(sent, { done: ["written"], notes: { sum: "Not yet" } });
  assert.deepEqual(ours(state.unpacked(sent)), ITEMS);
});

test("a damaged address gives nothing", () => {
  for (const sent of [null, {}, { done: "written", notes: {} }, { done: [5], notes: {} }, { done: [], notes: null }])
    assert.equal(state.unpacked(sent), null);
  assert.equal(state.unpacked({ done: [], notes: { a: 5 } }), null);
  assert.equal(state.unpacked({ done: ["NO"], notes: {} }), null);
});
