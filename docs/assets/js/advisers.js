/* Decision aids. "choose": the questions become choices and the suggestions are put in the order in which they fit.
   "assess": a sheet of rows, kept on this device. The questions, the suggestions and their reasons are in the page. */
handbook.load("store").then(function () {
  "use strict";
  const { make, word } = handbook;
  // What asks, prints and makes files is fetched at its first use.
  const device = (name, ...given) => handbook.load("device").then(() => handbook.device[name](...given));
  const { drawer, line, forgetButton, newId, put } = handbook.saved;
  const SCHEMA = 1;
  const KIND = "handbook-risk-matrix";
  const LONGEST = 600;
  const MOST_ROWS = 200;
  const TEXT = {
    clear: word("adviser-clear"),
    answersKept: word("adviser-answers-kept"),
    none: word("adviser-none"),
    fits: (n) =>
      n === 0 ? word("adviser-fits-none") : n === 1 ? word("adviser-fits-one") : word("adviser-fits", { n }),
    whole: word("adviser-whole"),
    partly: word("adviser-partly"),
    others: (n) => word("adviser-others", { n }),
    table: word("adviser-table"),
    form: word("adviser-form"),
    edit: word("adviser-edit"),
    risk: word("adviser-risk"),
    reason: word("adviser-reason"),
    detail: word("adviser-detail"),
    person: word("adviser-person"),
    date: word("adviser-date"),
    choose: word("choose"),
    undecided: word("adviser-undecided"),
    add: word("add"),
    save: word("adviser-save"),
    cancel: word("cancel"),
    change: word("adviser-change"),
    remove: word("remove"),
    use: word("adviser-use"),
    needed: word("adviser-needed"),
    sheet: word("adviser-sheet"),
    matrix: word("adviser-matrix"),
    empty: word("adviser-empty"),
    count: (n, high) => (n === 1 ? word("adviser-count-one", { high }) : word("adviser-count", { n, high })),
    missing: word("adviser-missing"),
    actions: word("adviser-actions"),
    exportFile: word("export-file"),
    exportTable: word("adviser-export-table"),
    importFile: word("import-file"),
    print: word("adviser-print"),
    clearRows: word("adviser-clear-rows"),
    undo: word("undo"),
    kept: word("adviser-kept"),
    noSpace: word("adviser-no-space"),
    added: word("adviser-added"),
    saved: word("adviser-saved"),
    removed: word("adviser-removed"),
    cleared: word("adviser-cleared"),
    taken: word("adviser-taken"),
    undone: word("undone"),
    filled: word("adviser-filled"),
    badFile: word("adviser-bad-file"),
    newer: word("newer-file"),
    askTitle: word("adviser-ask-title"),
    askText: word("adviser-ask-text"),
    merge: word("merge"),
    replace: word("replace"),
    file: word("adviser-file"),
  };

  /** The parts of an adviser, from its title to the next heading of the page. */
  function partsOf(title) {
    const adviser = { id: title.dataset.adviser, title, questions: [], suggestions: [], overview: null, last: title };
    for (let one = title.nextElementSibling; one && !/^H[12]$/.test(one.tagName); one = one.nextElementSibling) {
      adviser.last = one;
      if (one.matches("[data-question]")) {
        const choices = new Map(
          [...one.nextElementSibling.children].map((item) => [item.dataset.choice, item.textContent.trim()]),
        );
        adviser.questions.push({ id: one.dataset.question, paragraph: one, list: one.nextElementSibling, choices });
      } else if (one.matches(".table-region")) adviser.overview = one;
      else if (one.matches("[data-suggestion]")) {
        const fits = new Map(
          one.dataset.fits
            .split(";")
            .filter(Boolean)
            .map((pair) => [pair.split("=")[0], pair.split("=")[1].split(",")]),
        );
        adviser.suggestions.push({ id: one.dataset.suggestion, heading: one, fits, parts: [] });
      } else if (adviser.suggestions.length && !one.matches(".adviser-note"))
        adviser.suggestions.at(-1).parts.push(one);
    }
    for (const question of adviser.questions) {
      question.text = question.paragraph.querySelector("strong").textContent;
      question.help = question.paragraph.querySelector("em")?.textContent ?? "";
    }
    return adviser;
  }

  function choose(adviser) {
    const choicesOf = new Map(adviser.questions.map(({ id, choices }) => [id, choices]));
    const saved = drawer(`adviser.${adviser.id}`, (id, choice) => Boolean(choicesOf.get(id)?.has(choice)));
    const answers = new Map();
    const status = make("p", { class: "adviser-status", role: "status" });
    const form = make("form", { class: "adviser-form" });
    form.addEventListener("submit", (event) => event.preventDefault());
    adviser.questions[0].paragraph.before(form);
    for (const { id, text, help, choices, paragraph, list } of adviser.questions) {
      const part = make("fieldset", {}, make("legend", {}, text, help ? make("small", {}, ` ${help}`) : ""));
      for (const [choice, label] of choices) {
        const radio = make("input", { type: "radio", name: `${adviser.id}-${id}`, value: choice, autocomplete: "off" });
        radio.addEventListener("change", () => {
          saved.set({ [id]: choice });
          takeSaved();
        });
        part.append(make("label", { class: "choice" }, radio, make("span", {}, label)));
      }
      paragraph.remove();
      list.remove();
      form.append(part);
    }
    const clear = () => {
      saved.set(Object.fromEntries(adviser.questions.map(({ id }) => [id, undefined])));
      takeSaved();
    };
    const clearButton = make("button", { type: "button", class: "md-button", onclick: clear }, TEXT.clear);
    form.append(
      make("div", { class: "actions" }, clearButton, forgetButton()),
      line(saved.kind, TEXT.answersKept, exportAnswers),
    );
    function takeSaved() {
      answers.clear();
      for (const [id, choice] of Object.entries(saved.fields())) answers.set(id, choice);
      for (const radio of form.querySelectorAll("input"))
        radio.checked = answers.get(radio.name.slice(adviser.id.length + 1)) === radio.value;
      show();
    }
    /** The questions with what was answered, as plain text. */
    async function exportAnswers() {
      const text = adviser.questions.map(
        ({ id, text, choices }) => `${text}\n${choices.get(answers.get(id)) ?? "—"}\n`,
      );
      const name = await device("fileName", adviser.title.textContent);
      device("download", `${name}.txt`, text.join("\n"), "text/plain");
    }
    if (adviser.overview) {
      const fold = make("details", { class: "adviser-table" }, make("summary", {}, TEXT.table));
      adviser.overview.before(fold);
      fold.append(adviser.overview);
    }
    const shown = make("div", { class: "adviser-suggestions" });
    const others = make("details", { class: "adviser-others" }, make("summary"));
    adviser.suggestions[0].heading.before(status, shown, others);
    for (const one of adviser.suggestions) {
      one.verdict = make("p", { class: "verdict" });
      one.card = make(
        "section",
        { class: "suggestion", "aria-labelledby": one.heading.id },
        one.heading,
        one.verdict,
        ...one.parts,
      );
    }

    function show() {
      const ranked = adviser.suggestions.map((one) => {
        const asked = [...answers].filter(([id]) => one.fits.has(id));
        const wrong = asked.filter(([id, choice]) => !one.fits.get(id).includes(choice)).map(([id]) => id);
        return { one, right: asked.length - wrong.length, wrong };
      });
      const whole = ranked.filter(({ right, wrong }) => right && !wrong.length).sort((a, b) => b.right - a.right);
      const partly = ranked
        .filter(({ right, wrong }) => wrong.length && right >= wrong.length)
        .sort((a, b) => a.wrong.length - b.wrong.length || b.right - a.right);
      const rest = ranked.filter((one) => !whole.includes(one) && !partly.includes(one));
      for (const { one, wrong } of ranked) {
        const kind = whole.some((other) => other.one === one)
          ? "whole"
          : partly.some((other) => other.one === one)
            ? "partly"
            : "";
        one.card.className = `suggestion ${kind}`.trim();
        one.verdict.hidden = !kind;
        const names = adviser.questions.filter(({ id }) => wrong.includes(id)).map(({ text }) => text);
        one.verdict.textContent = kind === "whole" ? TEXT.whole : `${TEXT.partly} ${names.join("; ")}`;
      }
      if (answers.size) {
        shown.replaceChildren(...whole.map(({ one }) => one.card), ...partly.map(({ one }) => one.card));
        others.replaceChildren(make("summary", {}, TEXT.others(rest.length)), ...rest.map(({ one }) => one.card));
        others.hidden = !rest.length;
        status.textContent = TEXT.fits(whole.length);
      } else {
        shown.replaceChildren(...adviser.suggestions.map((one) => one.card));
        others.hidden = true;
        status.textContent = TEXT.none;
      }
    }
    saved.onChange(takeSaved);
    takeSaved();
    openTarget();
  }

  /** An address may name a suggestion that is folded away. */
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest(".adviser-others");
    if (fold) fold.open = true;
    if (target && target.closest(".suggestion")) target.scrollIntoView();
  }

  function assess(adviser) {
    const questions = new Map(adviser.questions.map((question) => [question.id, question]));
    const [type, probability, response] = ["type", "probability", "response"].map((id) => questions.get(id));
    const order = [...probability.choices.keys()];
    const FIELDS = ["risk", "type", "probability", "reason", "response", "detail", "person", "date"];
    // Saved are "row.<id>.<field>" and, of a row whose change or addition is not finished, "edit.<id or new>.<field>".
    const FIELD = new RegExp(`^(row|edit)\\.([a-z0-9-]+)\\.(${FIELDS.join("|")})$`);
    const choicesOf = { type: type.choices, probability: probability.choices, response: response.choices };
    const saved = drawer(`adviser.${adviser.id}`, (field, value) => {
      const name = FIELD.exec(field)?.[3];
      return (
        Boolean(name) &&
        typeof value === "string" &&
        value.length <= LONGEST &&
        (!value || (choicesOf[name]?.has(value) ?? true))
      );
    });
    let rows = [];
    let editing = "new";

    /** Of rows ("row") or of what is not finished ("edit"): id -> field -> text, in the order of the ids. */
    function savedAs(wanted) {
      const found = new Map();
      for (const [field, value] of Object.entries(saved.fields()).sort()) {
        const [, what, id, name] = FIELD.exec(field);
        if (what === wanted) found.set(id, { ...found.get(id), [name]: value });
      }
      return found;
    }
    function takeSaved() {
      const whole = (row) => checkedRows([row])?.[0];
      rows = [...savedAs("row")].flatMap(([id, row]) => (whole(row) ? [{ id, ...whole(row) }] : []));
    }
    const fieldsOf = (what, id, row) =>
      Object.fromEntries(FIELDS.map((name) => [`${what}.${id}.${name}`, row?.[name] || undefined]));

    /** Rows from anywhere, checked: null when something in them is not as it should be. */
    function checkedRows(found) {
      if (!Array.isArray(found) || found.length > MOST_ROWS) return null;
      const result = [];
      for (const row of found) {
        if (typeof row !== "object" || row === null) return null;
        const clean = {};
        for (const field of FIELDS) {
          const value = row[field] ?? "";
          if (typeof value !== "string" || value.length > LONGEST) return null;
          clean[field] = value;
        }
        if (!clean.risk.trim() || !type.choices.has(clean.type) || !probability.choices.has(clean.probability))
          return null;
        if (clean.response && !response.choices.has(clean.response)) return null;
        if (clean.date && !/^\d{4}-\d{2}-\d{2}$/.test(clean.date)) return null;
        result.push(clean);
      }
      return result;
    }

    const inputs = {};
    function field(id, label, control) {
      control.id = `${adviser.id}-field-${id}`;
      control.autocomplete = "off";
      inputs[id] = control;
      return make("div", { class: `field field-${id}` }, make("label", { for: control.id }, label), control);
    }
    const select = (question, first) =>
      make(
        "select",
        {},
        make("option", { value: "" }, first),
        ...[...question.choices].map(([value, text]) => make("option", { value }, text)),
      );
    const textLine = () => make("input", { type: "text", maxlength: LONGEST });
    const formTitle = make("h3", { id: `${adviser.id}-form` }, TEXT.form);
    const submit = make("button", { type: "submit", class: "md-button md-button--primary" }, TEXT.add);
    const cancel = make(
      "button",
      { type: "button", class: "md-button", hidden: true, onclick: () => finish(editing) },
      TEXT.cancel,
    );
    const problem = make("p", { class: "adviser-problem", role: "alert" });
    const form = make(
      "form",
      { class: "risk-form", "aria-labelledby": formTitle.id, novalidate: true },
      formTitle,
      field("risk", TEXT.risk, make("textarea", { rows: "2", maxlength: LONGEST, required: true })),
      field("type", type.text, select(type, TEXT.choose)),
      field("probability", probability.text, select(probability, TEXT.choose)),
      field("reason", TEXT.reason, textLine()),
      field("response", response.text, select(response, TEXT.undecided)),
      field("detail", TEXT.detail, textLine()),
      field("person", TEXT.person, textLine()),
      field("date", TEXT.date, make("input", { type: "date" })),
      problem,
      make("div", { class: "actions" }, submit, cancel),
    );
    const status = make("p", { class: "adviser-status", role: "status" });
    const message = make("p", { class: "checklist-message", role: "status" });
    const kept = line(saved.kind, TEXT.kept, exportFile);
    const sheet = make("div", { class: "risk-sheet" });
    const action = (label, act) => make("button", { type: "button", class: "md-button", onclick: act }, label);
    const tools = make(
      "div",
      { class: "actions risk-tools" },
      action(TEXT.print, () => device("printOnly", sheet)),
      action(TEXT.exportFile, exportFile),
      action(TEXT.exportTable, exportTable),
      action(TEXT.importFile, () => device("pickFile", importText)),
      action(TEXT.clearRows, () =>
        changed(saved.set(Object.assign({}, ...rows.map(({ id }) => fieldsOf("row", id)))), TEXT.cleared),
      ),
      forgetButton(),
    );
    adviser.questions[0].paragraph.before(form, message, status, sheet, tools, kept);
    for (const { paragraph, list } of adviser.questions) {
      paragraph.remove();
      list.remove();
    }
    for (const one of adviser.suggestions) {
      const use = make("button", { type: "button", class: "md-button", "aria-describedby": one.heading.id }, TEXT.use);
      use.addEventListener("click", () => {
        const example = { risk: one.heading.textContent };
        for (const [id, choices] of one.fits) example[id] = choices[0];
        edit("new");
        changed(saved.set(fieldsOf("edit", "new", example)), TEXT.filled);
        inputs.probability.focus();
      });
      (one.parts.at(-1) ?? one.heading).after(use);
    }

    form.addEventListener("input", (event) => {
      const name = FIELDS.find((one) => inputs[one] === event.target);
      if (name) saved.set({ [`edit.${editing}.${name}`]: inputs[name].value });
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const row = Object.fromEntries(FIELDS.map((id) => [id, inputs[id].value.trim()]));
      const missing = ["risk", "type", "probability"].filter((id) => !row[id]);
      for (const id of ["risk", "type", "probability"]) {
        if (missing.includes(id)) inputs[id].setAttribute("aria-invalid", "true");
        else inputs[id].removeAttribute("aria-invalid");
      }
      problem.textContent = missing.length ? TEXT.needed : "";
      if (missing.length) return inputs[missing[0]].focus();
      const isNew = editing === "new";
      const done = { ...fieldsOf("row", isNew ? newId() : editing, row), ...fieldsOf("edit", editing) };
      editing = "new";
      changed(saved.set(done), isNew ? TEXT.added : TEXT.saved);
      return inputs.risk.focus();
    });

    /** Show a row in the form to change it, with what was begun of that, or what was begun of a new one. */
    function edit(id) {
      editing = id;
      problem.textContent = "";
      for (const input of Object.values(inputs)) input.removeAttribute("aria-invalid");
      fillForm();
      if (id !== "new") inputs.risk.focus();
    }
    function fillForm() {
      const row = rows.find(({ id }) => id === editing);
      if (!row && editing !== "new") {
        // It was removed in another tab: what was begun here becomes a new one.
        const typed = Object.fromEntries(FIELDS.map((name) => [name, inputs[name].value]));
        saved.set({
          ...(savedAs("edit").has(editing) && fieldsOf("edit", "new", typed)),
          ...fieldsOf("edit", editing),
        });
        editing = "new";
      }
      const begun = savedAs("edit").get(editing);
      for (const name of FIELDS) put(inputs[name], begun?.[name] ?? row?.[name] ?? "");
      formTitle.textContent = row ? TEXT.edit : TEXT.form;
      submit.textContent = row ? TEXT.save : TEXT.add;
      cancel.hidden = !row;
    }
    /** Give up what was begun. */
    function finish(id) {
      saved.set(fieldsOf("edit", id));
      edit("new");
    }

    /** Show what has changed and offer to undo it; without an ``undo`` nothing has changed, for want of space. */
    function changed(undo, said) {
      if (!undo) return say(TEXT.noSpace);
      show();
      return say(said, () => {
        undo();
        show();
        say(TEXT.undone);
      });
    }

    function say(text, undo) {
      message.replaceChildren(text);
      if (undo) message.append(" ", action(TEXT.undo, undo));
    }

    const sorted = () => [...rows].sort((a, b) => order.indexOf(a.probability) - order.indexOf(b.probability));
    const name = (question, id) => question.choices.get(id) ?? "";

    function show() {
      takeSaved();
      fillForm();
      const open = rows.filter((row) => row.probability === order[0] && !row.response).length;
      status.textContent = rows.length ? TEXT.count(rows.length, open) : TEXT.empty;
      tools.hidden = false;
      sheet.replaceChildren(...(rows.length ? [sheetTable(), countTable()] : []));
    }

    function region(caption, table) {
      caption.id = `${adviser.id}-rows`;
      table.prepend(caption);
      return make(
        "div",
        { class: "table-region", role: "region", tabindex: "0", "aria-labelledby": caption.id },
        table,
      );
    }
    const head = (...titles) =>
      make("thead", {}, make("tr", {}, ...titles.map((title) => make("th", { scope: "col" }, title))));

    function sheetTable() {
      const titles = [TEXT.risk, type.text, probability.text, response.text, TEXT.actions];
      const body = make("tbody");
      for (const row of sorted()) {
        const more = (text) => (text ? make("small", {}, text) : "");
        const answer = row.response
          ? name(response, row.response)
          : row.probability === order[0]
            ? make("strong", { class: "missing" }, TEXT.missing)
            : TEXT.undecided;
        const hidden = make("span", { class: "visually-hidden" }, ` ${row.risk}`);
        const cells = [
          [name(type, row.type)],
          [
            make("span", { class: `probability probability-${row.probability}` }, name(probability, row.probability)),
            more(row.reason),
          ],
          [
            answer,
            more(row.detail),
            more(row.person && `${TEXT.person}: ${row.person}`),
            more(row.date && `${TEXT.date}: ${row.date}`),
          ],
          [
            make("button", { type: "button", class: "md-button", onclick: () => edit(row.id) }, TEXT.change, hidden),
            make(
              "button",
              { type: "button", class: "md-button", onclick: () => drop(row) },
              TEXT.remove,
              hidden.cloneNode(true),
            ),
          ],
        ];
        body.append(
          make(
            "tr",
            {},
            make("th", { scope: "row" }, row.risk),
            ...cells.map((cell, index) =>
              make("td", { "data-label": titles[index + 1], class: index === 3 ? "risk-actions" : null }, ...cell),
            ),
          ),
        );
      }
      const table = make("table", { class: "risk-rows" }, head(...titles), body);
      return region(make("caption", {}, TEXT.sheet), table);
    }

    function drop(row) {
      changed(
        saved.set({ ...fieldsOf("row", row.id), ...(editing === row.id && fieldsOf("edit", row.id)) }),
        TEXT.removed,
      );
      message.querySelector("button").focus();
    }

    function countTable() {
      const body = make("tbody");
      for (const [id, text] of type.choices) {
        const cells = order.map((level) => {
          const count = rows.filter((row) => row.type === id && row.probability === level).length;
          return make(
            "td",
            { class: `cell-${count ? level : "none"}`, "data-label": name(probability, level) },
            String(count),
          );
        });
        body.append(make("tr", {}, make("th", { scope: "row" }, text), ...cells));
      }
      const table = make(
        "table",
        { class: "risk-counts" },
        head(type.text, ...order.map((level) => name(probability, level))),
        body,
      );
      table.prepend(make("caption", {}, TEXT.matrix));
      return table; // four narrow columns: it stays a table on a phone
    }

    function exportFile() {
      const bare = rows.map((row) => Object.fromEntries(FIELDS.map((name) => [name, row[name]])));
      const file = { kind: KIND, schema: SCHEMA, language: handbook.language, rows: bare };
      const unfinished = [...savedAs("edit").values()];
      if (unfinished.length) file.unfinished = unfinished;
      device("download", `${TEXT.file}.json`, JSON.stringify(file, null, 2) + "\n", "application/json");
    }

    function exportTable() {
      // A cell that begins like a formula would be run by a spreadsheet.
      const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;
      const titles = [
        TEXT.risk,
        type.text,
        probability.text,
        TEXT.reason,
        response.text,
        TEXT.detail,
        TEXT.person,
        TEXT.date,
      ];
      const lines = sorted().map((row) => [
        row.risk,
        name(type, row.type),
        name(probability, row.probability),
        row.reason,
        name(response, row.response),
        row.detail,
        row.person,
        row.date,
      ]);
      const text = [titles, ...lines].map((one) => one.map(cell).join(",")).join("\r\n");
      device("download", `${TEXT.file}.csv`, `\ufeff${text}\r\n`, "text/csv");
    }

    async function importText(text) {
      let file = null;
      try {
        file = JSON.parse(text);
      } catch {
        // Said below.
      }
      if (file?.kind === KIND && file.schema > SCHEMA) return say(TEXT.newer);
      const found = file?.kind === KIND ? checkedRows(file.rows) : null;
      if (!found) return say(TEXT.badFile);
      let answer = "replace";
      if (rows.length)
        answer = await device("ask", TEXT.askTitle, TEXT.askText, { merge: TEXT.merge, replace: TEXT.replace });
      if (!answer) return undefined;
      const same = (row) => rows.some((one) => FIELDS.every((name) => one[name] === row[name]));
      const gone = answer === "merge" ? [] : rows.map(({ id }) => fieldsOf("row", id));
      const arriving = found
        .filter((row) => answer !== "merge" || !same(row))
        .map((row) => fieldsOf("row", newId(), row));
      return changed(saved.setAll(Object.assign({}, ...gone, ...arriving)), TEXT.taken);
    }

    saved.onChange(show);
    takeSaved();
    for (const id of savedAs("edit").keys()) {
      if (rows.some((row) => row.id === id)) editing = id;
      else if (id !== "new") saved.set(fieldsOf("edit", id)); // of a row that is gone
    }
    show();
  }

  for (const title of document.querySelectorAll("[data-adviser]")) {
    (title.dataset.use === "assess" ? assess : choose)(partsOf(title));
  }
  addEventListener("hashchange", openTarget);
});
