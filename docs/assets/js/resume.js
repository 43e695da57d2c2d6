/* The home page: the checklist that was ticked last on this device, how far it is, and the way back to it. */
Promise.all(["store", "checklist-state"].map(handbook.load)).then(function () {
  "use strict";
  const { base, make, word } = handbook;
  const { isSound, itemsOf } = handbook.checklistState;
  const index = location.protocol === "file:" ? "index.html" : "";
  const lists = Object.entries(handbook.checklists).map(([id, place]) => ({
    ...place,
    saved: handbook.saved.drawer(`checklist.${id}`, isSound),
  }));

  /** How many items are ticked, of those that the list has in this edition, and when that was changed last. */
  function stateOf({ saved, items }) {
    const fields = saved.fields();
    const found = itemsOf(fields);
    return { done: items.filter((id) => found[id]?.done).length, updated: fields.updated ?? "" };
  }

  function show() {
    const begun = lists.map((list) => ({ ...list, ...stateOf(list) })).filter((list) => list.done);
    const [last] = begun.sort((a, b) => (a.updated < b.updated ? 1 : -1));
    const place = document.querySelector("[data-resume]");
    if (!last) return place.replaceChildren();
    const count = word("n-of-all", { n: last.done, all: last.items.length });
    const href = `${base}${last.address}${index}#${last.anchor}`;
    return place.replaceChildren(`${word("resume")}: ${count}`, make("a", { href }, last.title));
  }

  for (const { saved } of lists) saved.onChange(show);
  show();
});
