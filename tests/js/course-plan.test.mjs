import assert from "node:assert/strict";
import { test } from "node:test";
import { handbookOf, ours } from "./scripts.mjs";

const { asMinutes, duration, planOf, queryOf, sums, times } = handbookOf(["course-plan"]).coursePlan;
const isChapter = (id) => ["aligned", "focused"].includes(id);
const item = (kind, minutes, what = "") => ({ kind, minutes, what });

test("a plan comes back from its address as it was", () => {
  const items = [
    item("session", 0, "Día 1"),
    item("read", 12, "aligned"),
    item("own", 45, "a.b & c=d"),
    item("pause", 15),
  ];
  const plan = { title: "Curso «uno»", start: "14:30", items };
  assert.deepEqual(ours(planOf(queryOf(plan), isChapter)), plan);
});

test("an empty plan has an empty address", () => {
  assert.equal(queryOf(planOf("", isChapter)), "");
});

test("an item of a chapter that is not there is left out", () => {
  const { items } = planOf("?i=read.12.aligned&i=read.12.gone&i=exercise.5.focused", isChapter);
  assert.deepEqual(ours(items), [item("read", 12, "aligned"), item("exercise", 5, "focused")]);
});

test("what an address cannot mean is passed over", () => {
  const { items, start } = planOf("?start=25:00&i=sing.5.x&i=read.x.aligned&i=own.1000.x&i=", isChapter);
  assert.deepEqual(ours(items), []);
  assert.equal(start, "09:00");
});

test("a session takes no time, and anything else at least a minute", () => {
  const { items } = planOf("?i=session.50.One&i=own.0.Talk", isChapter);
  assert.deepEqual(ours(items.map(({ minutes }) => minutes)), [0, 1]);
});

test("a long address gives at most 200 items, and texts are cut", () => {
  const { items, title } = planOf(`?title=${"t".repeat(500)}&${`i=own.5.${"x".repeat(500)}&`.repeat(300)}`, isChapter);
  assert.equal(items.length, 200);
  assert.equal(items[0].what.length, 200);
  assert.equal(title.length, 120);
});

test("the sum counts activities and not sessions", () => {
  const items = [
    item("session", 0),
    item("read", 50, "aligned"),
    item("pause", 15),
    item("session", 0),
    item("own", 30, "x"),
  ];
  assert.deepEqual(ours(sums(items)), { minutes: 95, count: 3 });
  assert.deepEqual(ours(sums([])), { minutes: 0, count: 0 });
});

test("a duration is said in hours and minutes, without what is nothing", () => {
  assert.deepEqual([0, 45, 60, 95].map(duration), ["0 min", "45 min", "1 h", "1 h 35 min"]);
});

test("each item begins when the one before it ends", () => {
  const items = [item("read", 50, "aligned"), item("pause", 15), item("own", 30, "x")];
  assert.deepEqual(ours(times({ start: "09:00", items })), ["09:00", "09:50", "10:05"]);
});

test("a session begins again at the hour of the plan", () => {
  const items = [item("read", 50, "aligned"), item("session", 0), item("own", 30, "x"), item("pause", 15)];
  assert.deepEqual(ours(times({ start: "14:00", items })), ["14:00", "14:00", "14:00", "14:30"]);
});

test("a plan over midnight goes on with the hours of the next day", () => {
  const items = [item("own", 90, "x"), item("own", 30, "y")];
  assert.deepEqual(ours(times({ start: "23:00", items })), ["23:00", "00:30"]);
});

test("minutes that are typed are whole, from 1 to 600, or what they were", () => {
  assert.deepEqual(
    ["20", "20.6", "-5", "9999", "", "abc"].map((text) => asMinutes(text, 15)),
    [20, 21, 1, 600, 15, 15],
  );
});
