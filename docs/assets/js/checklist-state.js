/* Ticks and notes of a checklist as an object, {id: {done, note}}: out of what is saved, from a file or an address, and
   two of them made one. For checklists.js, which shows them. */
(function () {
  "use strict";
  const SCHEMA = 1;
  const KIND = "handbook-checklist";
  const LONGEST_NOTE = 4000;
  const FIELD = /^([a-z0-9-]{1,80})\.(done|note)$/;

  /** Whether a saved field is one of ours, with a value that may stand in it. */
  function isSound(field, value) {
    if (field === "updated") return typeof value === "string";
    if (field.endsWith(".done")) return FIELD.test(field) && typeof value === "boolean";
    return FIELD.test(field) && typeof value === "string" && value.length <= LONGEST_NOTE;
  }

  /** The ticks and notes in saved fields. */
  function itemsOf(fields) {
    const items = Object.create(null);
    for (const [field, value] of Object.entries(fields)) {
      const [, id, part] = FIELD.exec(field) ?? [];
      if (id) items[id] = { done: false, note: "", ...items[id], [part]: value };
    }
    return items;
  }

  /** Ticks and notes as fields to save; no tick and no note are no field. ``now``: a date and time as text. */
  function asFields(items, now) {
    const parts = Object.entries(items).flatMap(([id, { done, note }]) => [
      [`${id}.done`, done || undefined],
      [`${id}.note`, note || undefined],
    ]);
    return { ...Object.fromEntries(parts), updated: now };
  }

  /** Whether anything is ticked or noted. */
  const anything = (items) => Object.values(items).some((item) => item.done || item.note.trim());

  /** What is here with what arrives: a tick on either side is a tick; notes that differ stand one below the other. */
  function merged(here, arriving) {
    const items = Object.assign(Object.create(null), here);
    for (const [id, item] of Object.entries(arriving)) {
      const old = items[id] ?? { done: false, note: "" };
      const notes = [old.note, item.note].filter((note) => note.trim());
      const note = old.note.includes(item.note) ? old.note : notes.join("\n");
      items[id] = { done: old.done || item.done, note: note.slice(0, LONGEST_NOTE) };
    }
    return items;
  }

  /** A short mark of which items a list has, so that a file says to which edition of the list it belongs. */
  function edition(ids) {
    let hash = 0x811c9dc5;
    for (const character of [...ids].sort().join(" "))
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    return hash.toString(16).padStart(8, "0");
  }

  /** Items that came from anywhere, checked: null when something in them is not as it should be. */
  function checkedItems(items) {
    if (typeof items !== "object" || items === null || Array.isArray(items)) return null;
    const result = Object.create(null);
    for (const [id, item] of Object.entries(items)) {
      if (!/^[a-z0-9-]{1,80}$/.test(id) || typeof item !== "object" || item === null) return null;
      const { done = false, note = "" } = item;
      if (typeof done !== "boolean" || typeof note !== "string" || note.length > LONGEST_NOTE) return null;
      result[id] = { done, note };
    }
    return result;
  }

  /** The text of a file with a list. ``about``: its id, its item ids, title, language, and when it was last changed. */
  function fileText({ list, ids, title, language, updated }, items) {
    const file = { kind: KIND, schema: SCHEMA, list, edition: edition(ids), title, language, updated, items };
    return JSON.stringify(file, null, 2) + "\n";
  }

  /** What a file of the list with id ``list`` holds: its ``items``, or a ``problem``: bad, newer or other, and then the
      ``title`` of the list that it is of. */
  function readFile(text, list) {
    let file = null;
    try {
      file = JSON.parse(text);
    } catch {
      // No JSON: none of ours.
    }
    if (file?.kind !== KIND) return { problem: "bad" };
    if (file.schema > SCHEMA) return { problem: "newer" };
    if (file.list !== list) return { problem: "other", title: String(file.title ?? file.list).slice(0, 120) };
    const items = checkedItems(file.items);
    return items ? { items } : { problem: "bad" };
  }

  /** What an address carries of a list: the ids of what is done, and id -> note. */
  function packed(items) {
    const all = Object.entries(items);
    const notes = all.filter(([, item]) => item.note.trim()).map(([id, item]) => [id, item.note]);
    return { done: all.filter(([, item]) => item.done).map(([id]) => id), notes: Object.fromEntries(notes) };
  }

  /** The items again, checked; null when something is not as it should be. */
  function unpacked(state) {
    const { done, notes } = state ?? {};
    if (!Array.isArray(done) || !done.every((id) => typeof id === "string") || typeof notes !== "object" || !notes)
      return null;
    const items = Object.create(null);
    for (const id of done) items[id] = { done: true, note: "" };
    for (const [id, note] of Object.entries(notes)) items[id] = { done: done.includes(id), note };
    return checkedItems(items);
  }

  Object.assign(window.handbook, {
    checklistState: {
      LONGEST_NOTE,
      anything,
      asFields,
      fileText,
      isSound,
      itemsOf,
      merged,
      packed,
      readFile,
      unpacked,
    },
  });
})();
