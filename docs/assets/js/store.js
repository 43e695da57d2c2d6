/* What a reader saves: read and written here alone, field by field, so that two tabs add up and the later word of one
   field holds. A key says the site (by the path of its root; many sites may share a host), the kind of thing, the
   version of its form and the field: handbook:/manual/:checklist.step-risks:1:four-types.done. Nothing waits: a field is
   written while it is typed. Pages of a past edition, under v/<edition>/, read what the site keeps and write nothing. */
(function () {
  "use strict";
  const { base, load, make, word } = window.handbook;
  const VERSION = 1;
  const TEXT = {
    blocked: word("saved-blocked"),
    full: word("saved-full"),
    edition: (id) => word("saved-edition", { id }),
    strange: word("saved-strange"),
    save: word("saved-save"),
    forget: word("saved-forget"),
    forgetTitle: word("saved-forget-title"),
    forgetText: word("saved-forget-text"),
    forgetAll: word("saved-forget-all"),
  };

  const [, root, edition] = /^(.*?\/)(?:v\/(\d{4}\.\d{1,2})\/)?$/.exec(new URL(base).pathname.replaceAll(":", "%3A"));
  const PREFIX = `handbook:${root}:`;
  const OLD = /^handbook:(?:checklist:v1:|adviser:v1:|case-form$|training$|theme$|search-key$)/;

  const drawers = new Map(); // kind -> {fields, sound, listeners}
  const unsaved = new Map(); // key -> value (undefined: deleted) that the storage did not take
  const strange = new Map(); // kind -> fields that are not ours
  const lines = new Set();
  let blocked = false;

  const keyOf = (kind, field) => `${PREFIX}${kind}:${VERSION}:${field}`;

  /** kind -> field -> value, of all that this site has saved and can read. */
  function stored() {
    const found = new Map();
    strange.clear();
    const add = (kind, field, value) => found.set(kind, (found.get(kind) ?? new Map()).set(field, value));
    const odd = (kind, field) => strange.set(kind, (strange.get(kind) ?? new Set()).add(field));
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(PREFIX)) continue;
      const [kind, version, ...rest] = key.slice(PREFIX.length).split(":");
      const field = rest.join(":");
      if (!field) continue;
      try {
        if (version === String(VERSION)) add(kind, field, JSON.parse(localStorage.getItem(key)));
        else odd(kind, `${version}:${field}`);
      } catch {
        odd(kind, field);
      }
    }
    return found;
  }

  function write(key, value) {
    if (edition || blocked) return false;
    try {
      if (value === undefined) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  /** Try again to save what the storage did not take. */
  function flush() {
    for (const [key, value] of unsaved) if (write(key, value)) unsaved.delete(key);
  }

  function say() {
    for (const line of lines) line();
  }

  /** Take in what is in the storage now; whoever shows a field that differs is told. */
  function refresh() {
    let found = new Map();
    try {
      if (!blocked) found = stored();
    } catch {
      blocked = true;
    }
    for (const [key, value] of unsaved) {
      const [kind, , ...field] = key.slice(PREFIX.length).split(":");
      if (!found.has(kind)) found.set(kind, new Map());
      if (value === undefined) found.get(kind).delete(field.join(":"));
      else found.get(kind).set(field.join(":"), value);
    }
    for (const kind of found.keys()) drawerOf(kind);
    for (const [kind, drawer] of drawers) {
      const before = drawer.fields;
      const now = found.get(kind) ?? new Map();
      const differ = new Set(
        [...before.keys(), ...now.keys()].filter(
          (one) => JSON.stringify(before.get(one)) !== JSON.stringify(now.get(one)),
        ),
      );
      drawer.fields = now;
      if (differ.size) for (const listener of drawer.listeners) listener(differ);
    }
    say();
  }

  function drawerOf(kind) {
    if (!drawers.has(kind)) drawers.set(kind, { fields: new Map(), sound: () => true, listeners: new Set() });
    return drawers.get(kind);
  }

  /** Make the changes: field -> value, or undefined to delete it. Gives what undoes them. */
  function set(kind, changes) {
    const { fields } = drawerOf(kind);
    const before = Object.fromEntries(Object.keys(changes).map((field) => [field, fields.get(field)]));
    flush();
    const deletedFirst = Object.entries(changes).sort(
      (a, b) => Number(a[1] !== undefined) - Number(b[1] !== undefined),
    );
    for (const [field, value] of deletedFirst) {
      if (value === undefined) fields.delete(field);
      else fields.set(field, value);
      const key = keyOf(kind, field);
      if (write(key, value)) unsaved.delete(key);
      else unsaved.set(key, value);
    }
    say();
    return () => set(kind, before);
  }

  /** All of the changes, or, where the storage has no space for them, none. Gives what undoes them, or null. */
  function setAll(kind, changes) {
    const undo = set(kind, changes);
    if (edition || blocked || !Object.keys(changes).some((field) => unsaved.has(keyOf(kind, field)))) return undo;
    undo();
    return null;
  }

  /** What is saved of one kind of thing, as ``checklist.step-risks``: a name for each field, and a value that JSON can
      hold. ``sound(field, value)``: whether a value is one of ours; any other is passed over, left and spoken of. */
  function drawer(kind, sound) {
    const one = drawerOf(kind);
    one.sound = sound;
    return {
      kind,
      fields() {
        return Object.fromEntries([...one.fields].filter(([field, value]) => sound(field, value)));
      },
      set: (changes) => set(kind, changes),
      setAll: (changes) => setAll(kind, changes),
      /** Called with the names of the fields that another tab has changed. */
      onChange: (listener) => one.listeners.add(listener),
    };
  }

  // ------------------------------------------------------------------------------------------- what is said of it

  const isSafe = () => !edition && !blocked && !unsaved.size;

  function isStrange(kind) {
    const one = drawerOf(kind);
    return strange.has(kind) || [...one.fields].some(([field, value]) => !one.sound(field, value));
  }

  /** A line that says whether the things of a kind are saved: ``kept`` where they are; where they are not, why, and the
      typed text as a file (``download``). */
  function line(kind, kept, download) {
    const text = make("span", {});
    const button = make("button", { type: "button", class: "md-button" }, TEXT.save);
    button.addEventListener("click", download);
    const one = make("p", { class: "checklist-kept" }, text, " ", button);
    const show = () => {
      const safe = isSafe();
      const said = edition ? TEXT.edition(edition) : blocked ? TEXT.blocked : unsaved.size ? TEXT.full : kept;
      const whole = isStrange(kind) ? `${said} ${TEXT.strange}` : said;
      if (text.textContent !== whole) text.textContent = whole;
      button.hidden = safe;
      one.classList.toggle("checklist-not-kept", !safe);
    };
    lines.add(show);
    show();
    return one;
  }

  function forget() {
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(PREFIX) || OLD.test(key)) localStorage.removeItem(key);
    } catch {
      // Nothing was saved.
    }
    unsaved.clear();
    refresh();
  }

  /** A button that deletes all that this site has saved, once that is confirmed. */
  function forgetButton() {
    const button = make("button", { type: "button", class: "md-button" }, TEXT.forget);
    button.hidden = Boolean(edition);
    button.addEventListener("click", async () => {
      await load("device");
      if (await window.handbook.device.ask(TEXT.forgetTitle, TEXT.forgetText, { all: TEXT.forgetAll })) forget();
    });
    return button;
  }

  // --------------------------------------------------------------------------------------------------- for the tools

  let made = 0;
  /** An id for a part that the reader adds; ids sort in the order in which they were made. */
  function newId() {
    made += 1;
    const random = Math.random().toString(36).slice(2, 6);
    return `${Date.now().toString(36).padStart(9, "0")}-${String(made).padStart(4, "0")}-${random}`;
  }

  /** Show a value in a control that somebody may be typing in: the caret stays. */
  function put(control, value) {
    if (control.value === value) return;
    const at = document.activeElement === control ? [control.selectionStart, control.selectionEnd] : [];
    control.value = value;
    if (typeof at[0] === "number") control.setSelectionRange(...at);
  }

  // ----------------------------------------------------------------------------- what edition 2026.1 saved, taken once

  const isObject = (value) => typeof value === "object" && value !== null;
  const inTurn = (index) => String(index).padStart(4, "0"); // an id before all that are made later

  /** ``name.es`` and what is written there, of each text in a draft. */
  function texts(value, path) {
    if (!isObject(value))
      return typeof value === "string" || typeof value === "number" ? [[path.join("."), String(value)]] : [];
    return Object.entries(value).flatMap(([key, one]) => {
      if (!Array.isArray(value)) return texts(one, [...path, key]);
      const item = [...path, inTurn(key)];
      return [[item.join("."), true], ...texts(one, item)];
    });
  }

  /** Kind and fields of what an old key holds; no kind where it is none of ours. */
  function fromOld(key, text) {
    const [, setting] = /^handbook:(theme|search-key|training)$/.exec(key) ?? [];
    if (setting) return ["settings", [[setting, text]]];
    const value = JSON.parse(text);
    const [, what, id] = /^handbook:(checklist|adviser):v1:([a-z0-9-]+)$/.exec(key) ?? [];
    if (what === "checklist") {
      const parts = Object.entries(value.items ?? {}).flatMap(([item, one]) => [
        [`${item}.done`, one?.done || undefined],
        [`${item}.note`, one?.note || undefined],
      ]);
      return [`checklist.${id}`, [...parts, ["updated", value.updated ?? undefined]]];
    }
    if (what === "adviser" && Array.isArray(value.rows)) {
      const rows = value.rows.flatMap((row, index) =>
        Object.entries(row ?? {}).map(([field, one]) => [`row.${inTurn(index)}.${field}`, one || undefined]),
      );
      return [`adviser.${id}`, rows];
    }
    if (what === "adviser") return [`adviser.${id}`, Object.entries(value.answers ?? {})];
    return key === "handbook:case-form" ? ["case-form", texts(value, [])] : [];
  }

  function takeOld() {
    const taken = drawerOf("taken").fields;
    const now = {};
    for (const key of Object.keys(localStorage)) {
      if (!OLD.test(key)) continue;
      try {
        const [kind, found] = fromOld(key, localStorage.getItem(key));
        const mark = kind === "settings" ? "settings" : "2026.1";
        if (!kind || taken.has(mark)) continue;
        const { fields } = drawerOf(kind);
        set(kind, Object.fromEntries(found.filter(([field, value]) => value !== undefined && !fields.has(field))));
        now[mark] = true;
      } catch {
        // Not written by the handbook.
      }
    }
    if (Object.keys(now).length && !unsaved.size) set("taken", now);
  }

  // ------------------------------------------------------------------------------------------------------- beginning

  /** Whether the browser refuses to save anything at all, and not only what is too much. */
  function isBlocked() {
    try {
      if (!edition) localStorage.setItem("handbook:probe", "1");
      localStorage.removeItem("handbook:probe");
      return false;
    } catch (error) {
      try {
        return error.name !== "QuotaExceededError" || !localStorage.length;
      } catch {
        return true;
      }
    }
  }

  function begin() {
    blocked = isBlocked();
    refresh();
    if (!blocked) takeOld();
  }
  begin();

  // What readers choose of the site itself. The first file of the head puts each on the root element of the page.
  const SETTINGS = { theme: ["dark", "light", ""], "search-key": ["on", "off"], training: ["on", "off"] };
  const settings = drawer("settings", (name, value) => Boolean(SETTINGS[name]?.includes(value)));

  // What other tabs write is taken in at once, but not in the middle of a letter that is being composed.
  let waiting = 0;
  let composing = false;
  function soon() {
    if (!composing)
      waiting ||= setTimeout(() => {
        waiting = 0;
        refresh();
      });
  }
  addEventListener("compositionstart", () => (composing = true), true);
  addEventListener(
    "compositionend",
    () => {
      composing = false;
      soon();
    },
    true,
  );
  addEventListener("storage", (event) => (event.key === null || event.key.startsWith(PREFIX)) && soon());
  addEventListener("pageshow", (event) => event.persisted && soon());
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? flush() : soon()));

  window.handbook.saved = { drawer, isSafe, line, forgetButton, newId, put, settings };
})();
