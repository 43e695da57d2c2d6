/* Checklists: ticks and notes stay on this device; progress; files and addresses to carry them to another one.
   The boxes, their labels and their groups are in the page itself and work without this. */
Promise.all(["device", "store", "checklist-state"].map(handbook.load)).then(function () {
  "use strict";
  const { make, word } = handbook;
  const { download, fileName, pickFile, ask, copy, pack, unpack, printOnly } = handbook.device;
  const { drawer, line, forgetButton, put } = handbook.saved;
  const state = handbook.checklistState;
  const LONGEST_ADDRESS = 8000;
  const TEXT = {
    of: (n, all) => word("n-of-all", { n, all }),
    route: (n, all) => word("checklist-route", { n, all }),
    tools: word("checklist-tools"),
    addNote: word("checklist-add-note"),
    editNote: word("checklist-edit-note"),
    note: word("checklist-note"),
    exportFile: word("export-file"),
    spreadsheet: word("checklist-spreadsheet"),
    document: word("checklist-document"),
    notMade: word("checklist-not-made"),
    importFile: word("import-file"),
    copyAddress: word("checklist-copy-address"),
    print: word("checklist-print"),
    clear: word("checklist-clear"),
    undo: word("undo"),
    kept: word("checklist-kept"),
    noSpace: word("checklist-no-space"),
    exported: word("checklist-exported"),
    cleared: word("checklist-cleared"),
    taken: word("checklist-taken"),
    undone: word("undone"),
    copied: word("checklist-copied"),
    tooLong: word("checklist-too-long"),
    badFile: word("checklist-bad-file"),
    otherList: (title) => word("checklist-other-list", { title }),
    newer: word("newer-file"),
    badAddress: word("checklist-bad-address"),
    unknown: (n) => (n === 1 ? word("checklist-unknown-one") : word("checklist-unknown", { n })),
    askTitle: word("checklist-ask-title"),
    askText: word("checklist-ask-text"),
    merge: word("merge"),
    replace: word("replace"),
  };

  const drawerOf = (list) => drawer(`checklist.${list}`, state.isSound);

  /** The ticks and notes that are saved of a list. */
  const itemsOf = (list) => state.itemsOf(drawerOf(list).fields());
  const now = () => new Date().toISOString();

  let openNote = null; // closes the note that is open: at most one is

  function pencil() {
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4");
    svg.append(path);
    return svg;
  }

  class List {
    constructor(box) {
      this.box = box;
      this.id = box.dataset.checklist;
      this.title = box.querySelector(".checklist-title").textContent.trim();
      this.items = new Map();
      for (const row of box.querySelectorAll("ul.checklist > li")) {
        const id = row.id.slice(this.id.length + 2);
        if (id) this.items.set(id, this.#row(row, id));
      }
      this.saved = drawerOf(this.id);
      this.#takeOver();
      this.#bar();
      this.show();
      this.saved.onChange(() => this.show());
    }

    #row(row, id) {
      const tick = row.querySelector("input");
      tick.setAttribute("autocomplete", "off"); // or Firefox brings back what was ticked before the page was loaded again
      const field = make("textarea", { id: `${row.id}-note`, rows: "2", maxlength: state.LONGEST_NOTE });
      const text = make("p", { class: "note-text", hidden: true });
      const area = make(
        "div",
        { class: "note-area", hidden: true },
        make("label", { for: field.id }, TEXT.note),
        field,
      );
      const act = make("span", {}, TEXT.addNote);
      const about = ` ${row.querySelector("label").textContent}`;
      const name = make("span", { class: "visually-hidden" }, act, about);
      const button = make("button", { type: "button", class: "note-button", "aria-expanded": "false" }, pencil(), name);
      row.append(button, text, area);
      const showNote = () => {
        const note = field.value.trim();
        if (text.textContent !== note) text.textContent = note;
        text.hidden = !note || !area.hidden;
        act.textContent = note ? TEXT.editNote : TEXT.addNote;
        button.classList.toggle("noted", Boolean(note));
      };
      const open = (yes) => {
        if (yes) openNote?.();
        openNote = yes ? () => open(false) : null;
        area.hidden = !yes;
        showNote();
        button.setAttribute("aria-expanded", String(yes));
      };
      const item = {
        isTicked: () => tick.checked,
        show({ done, note }) {
          tick.checked = done;
          put(field, note);
          showNote();
        },
      };
      button.addEventListener("click", () => {
        open(area.hidden);
        if (!area.hidden) field.focus();
      });
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        open(false);
        button.focus();
      });
      tick.addEventListener("change", () => this.change(id, "done", tick.checked));
      field.addEventListener("input", () => {
        showNote();
        this.change(id, "note", field.value);
      });
      return item;
    }

    /** Save what the reader ticked before this script was there. */
    #takeOver() {
      const ticked = [...this.items].filter(([, item]) => item.isTicked()).map(([id]) => [`${id}.done`, true]);
      if (ticked.length) this.saved.set({ ...Object.fromEntries(ticked), updated: now() });
    }

    #bar() {
      this.count = make("span");
      this.meter = make("progress", { max: this.items.size, value: 0, "aria-hidden": "true" });
      const progress = make(
        "p",
        { class: "checklist-progress" },
        make("span", { role: "status" }, this.count),
        this.meter,
      );
      const first = this.box.querySelector("fieldset, ul.checklist");
      first.before(progress);
      const action = (label, act) => make("button", { type: "button", class: "md-button", onclick: act }, label);
      this.message = make("p", { class: "checklist-message", role: "status" });
      this.box.append(
        make(
          "details",
          { class: "checklist-tools" },
          make("summary", {}, TEXT.tools),
          make(
            "div",
            { class: "actions" },
            action(TEXT.exportFile, () => this.exportFile()),
            action(TEXT.importFile, () => pickFile((text) => this.importText(text))),
            action(TEXT.spreadsheet, () => this.officeFile("xlsx")),
            action(TEXT.document, () => this.officeFile("docx")),
            action(TEXT.copyAddress, () => this.copyAddress()),
            action(TEXT.print, () => printOnly(this.box)),
            action(TEXT.clear, () => this.replaceBy(this.#unknown(), TEXT.cleared)),
            forgetButton(),
          ),
        ),
        line(this.saved.kind, TEXT.kept, () => this.exportFile()),
        this.message,
      );
    }

    /** What is saved of items that are not in this edition of the list: clearing does not touch them. */
    #unknown() {
      const items = itemsOf(this.id);
      for (const id of this.items.keys()) delete items[id];
      return items;
    }

    show() {
      const items = itemsOf(this.id);
      let done = 0;
      for (const [id, item] of this.items) {
        const one = items[id] ?? { done: false, note: "" };
        item.show(one);
        if (one.done) done += 1;
      }
      const text = done ? TEXT.of(done, this.items.size) : ""; // before, there is nothing to count
      if (this.count.textContent !== text) this.count.textContent = text;
      this.meter.hidden = !done;
      this.meter.value = done;
      this.box.dispatchEvent(new CustomEvent("handbook:checklist", { bubbles: true, detail: { list: this.id } }));
      showRoute();
    }

    change(id, part, value) {
      this.saved.set({ [`${id}.${part}`]: value || undefined, updated: now() });
      this.say("");
      this.show();
    }

    replaceBy(items, said) {
      const none = Object.fromEntries(Object.keys(this.saved.fields()).map((field) => [field, undefined]));
      const undo = this.saved.setAll({ ...none, ...state.asFields(items, now()) });
      if (!undo) return this.say(TEXT.noSpace);
      this.show();
      return this.say(said, () => {
        undo();
        this.show();
        this.say(TEXT.undone);
      });
    }

    say(text, undo) {
      this.message.replaceChildren(text);
      if (undo)
        this.message.append(" ", make("button", { type: "button", class: "md-button", onclick: undo }, TEXT.undo));
    }

    exportFile() {
      const items = itemsOf(this.id);
      const updated = this.saved.fields().updated ?? null;
      const about = { list: this.id, ids: this.items.keys(), title: this.title, language: handbook.language, updated };
      download(`${fileName(this.title)}.json`, state.fileText(about, items), "application/json");
      this.say(TEXT.exported);
    }

    /** The list with its ticks and notes for Excel or Word; what makes such files is fetched when asked for. */
    async officeFile(kind) {
      try {
        await handbook.load("checklist-files");
        handbook.checklistFile(this.box, itemsOf(this.id), kind);
        this.say(TEXT.exported);
      } catch {
        this.say(TEXT.notMade);
      }
    }

    importText(text) {
      const { items, problem, title } = state.readFile(text, this.id);
      if (problem === "bad") return this.say(TEXT.badFile);
      if (problem === "newer") return this.say(TEXT.newer);
      if (problem === "other") return this.say(TEXT.otherList(title));
      return this.take(items);
    }

    /** Take in what arrives; where there is something already, ask first. */
    async take(items) {
      const here = itemsOf(this.id);
      let answer = "replace";
      if (state.anything(here))
        answer = await ask(TEXT.askTitle, TEXT.askText, { merge: TEXT.merge, replace: TEXT.replace });
      if (!answer) return;
      const strangers = Object.keys(items).filter((id) => !this.items.has(id)).length;
      const result = answer === "merge" ? state.merged(here, items) : Object.assign(this.#unknown(), items);
      this.replaceBy(result, strangers ? `${TEXT.taken} ${TEXT.unknown(strangers)}` : TEXT.taken);
    }

    async copyAddress() {
      // A page opened from a folder has an address that means nothing elsewhere.
      const page = location.protocol === "file:" ? document.querySelector("link[rel=canonical]").href : location.href;
      const address = `${page.split("#")[0]}#checklist-${this.id}:${await pack(state.packed(itemsOf(this.id)))}`;
      if (address.length > LONGEST_ADDRESS) return this.say(TEXT.tooLong);
      if (await copy(address)) this.say(TEXT.copied);
    }
  }

  const lists = new Map();
  const route = document.querySelector("[data-route-progress]");
  let routeText, routeMeter;

  function showRoute() {
    if (!route) return;
    const wanted = JSON.parse(route.dataset.routeProgress);
    let done = 0;
    let all = 0;
    for (const [list, ids] of Object.entries(wanted)) {
      const items = itemsOf(list);
      all += ids.length;
      done += ids.filter((id) => items[id]?.done).length;
    }
    if (!routeText) {
      routeText = make("span");
      routeMeter = make("progress", { max: all, "aria-hidden": "true" });
      route.replaceChildren(make("span", { role: "status" }, routeText), routeMeter);
    }
    const text = TEXT.route(done, all);
    if (routeText.textContent !== text) routeText.textContent = text;
    document.documentElement.classList.toggle("ticked", done > 0); // before, there is nothing to count
    routeMeter.value = done;
  }

  /** An address may carry the state of a list: #checklist-ID:STATE. It is taken in once and leaves the address. */
  async function takeFromAddress() {
    const found = /^#checklist-([a-z0-9-]+):([a-z][A-Za-z0-9_-]*)$/.exec(decodeURI(location.hash));
    const list = found && lists.get(found[1]);
    if (!list) return;
    history.replaceState(null, "", `#checklist-${list.id}`);
    dispatchEvent(new HashChangeEvent("hashchange"));
    list.box.scrollIntoView();
    const items = state.unpacked(await unpack(found[2]));
    if (items) await list.take(items);
    else list.say(TEXT.badAddress);
  }

  for (const box of document.querySelectorAll("[data-checklist]")) lists.set(box.dataset.checklist, new List(box));
  showRoute();
  for (const list of Object.keys(JSON.parse(route?.dataset.routeProgress ?? "{}"))) drawerOf(list).onChange(showRoute);
  addEventListener("hashchange", takeFromAddress);
  takeFromAddress();
});
