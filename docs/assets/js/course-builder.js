/* The course builder: readings and exercises chosen in the tables become an ordered plan with clock times and a total.
   The plan lives in the address (?title=&start=&i=kind.minutes.what&i=…), the same in both languages. */
(function () {
  "use strict";
  const place = document.querySelector("[data-course-builder]");
  if (!place) return;
  const WORDS = {
    es: {
      plan: "Su plan",
      title: "Nombre del curso",
      start: "Comienza a las",
      add: "Agregar",
      reading: "lectura",
      exercise: "ejercicio",
      read: "Leer",
      doExercise: "Ejercicio",
      empty: "Todavía no hay nada en el plan. Use los botones «Agregar» de las tablas, o agregue una actividad propia.",
      own: "Actividad propia",
      ownText: "Qué se hace",
      minutes: "Minutos",
      pause: "Pausa",
      session: "Sesión",
      addPause: "Agregar una pausa de 15 min",
      addSession: "Empezar otra sesión",
      addOwn: "Agregar actividad",
      up: "Subir",
      down: "Bajar",
      remove: "Quitar",
      clear: "Vaciar el plan",
      print: "Imprimir",
      copy: "Copiar la dirección del plan",
      handout: "Hoja con los ejercicios del plan",
      copied: "Dirección copiada.",
      notCopied: "No se pudo copiar; tome la dirección de la barra del navegador.",
      total: (text, count) => `Total: ${text} en ${count} ${count === 1 ? "actividad" : "actividades"}.`,
      added: (name, total) => `Agregado: ${name}. ${total}`,
      removed: (name, total) => `Quitado: ${name}. ${total}`,
      moved: (name, n) => `${name}: ahora en el lugar ${n}.`,
      when: "Hora",
      what: "Actividad",
      order: "Cambios",
      caption: "Plan del curso",
    },
    en: {
      plan: "Your plan",
      title: "Name of the course",
      start: "Begins at",
      add: "Add",
      reading: "reading",
      exercise: "exercise",
      read: "Read",
      doExercise: "Exercise",
      empty: "There is nothing in the plan yet. Use the 'Add' buttons of the tables, or add an activity of your own.",
      own: "Activity of your own",
      ownText: "What is done",
      minutes: "Minutes",
      pause: "Break",
      session: "Session",
      addPause: "Add a break of 15 min",
      addSession: "Begin another session",
      addOwn: "Add activity",
      up: "Up",
      down: "Down",
      remove: "Remove",
      clear: "Empty the plan",
      print: "Print",
      copy: "Copy the address of the plan",
      handout: "Handout with the exercises of the plan",
      copied: "Address copied.",
      notCopied: "It could not be copied; take the address from the browser's bar.",
      total: (text, count) => `Total: ${text} in ${count} ${count === 1 ? "activity" : "activities"}.`,
      added: (name, total) => `Added: ${name}. ${total}`,
      removed: (name, total) => `Removed: ${name}. ${total}`,
      moved: (name, n) => `${name}: now in place ${n}.`,
      when: "Time",
      what: "Activity",
      order: "Changes",
      caption: "Plan of the course",
    },
  }[window.handbook.language];

  function make(tag, properties, ...children) {
    const { attributes, ...rest } = properties;
    const element = Object.assign(document.createElement(tag), rest);
    for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  // The chapters, as the tables give them.
  const chapters = new Map();
  for (const link of document.querySelectorAll("[data-page]")) {
    const cells = link.closest("tr").querySelectorAll("td");
    const exercise = cells[1].querySelector("a");
    chapters.set(link.dataset.page, {
      name: link.textContent.trim(),
      href: link.getAttribute("href"),
      row: cells,
      read: Number(cells[0].textContent),
      exercise: exercise ? Number(exercise.textContent) : 0,
    });
  }

  // An item: kind (read, exercise, own, pause, session), minutes, and the page's id or a text of one's own.
  let items = [];
  let title = "";
  let start = "09:00";

  function readAddress() {
    const query = new URLSearchParams(location.search);
    title = (query.get("title") || "").slice(0, 120);
    start = /^([01]\d|2[0-3]):[0-5]\d$/.test(query.get("start") || "") ? query.get("start") : "09:00";
    items = query
      .getAll("i")
      .slice(0, 200)
      .flatMap((text) => {
        const [, kind, minutes, what] = text.match(/^(read|exercise|own|pause|session)\.(\d{1,3})\.(.*)$/s) || [];
        if (!kind || ((kind === "read" || kind === "exercise") && !chapters.has(what))) return [];
        return [{ kind, minutes: kind === "session" ? 0 : Math.max(1, Number(minutes)), what: what.slice(0, 200) }];
      });
  }
  function address() {
    const query = new URLSearchParams();
    if (title) query.set("title", title);
    if (start !== "09:00") query.set("start", start);
    for (const item of items) query.append("i", `${item.kind}.${item.minutes}.${item.what}`);
    const text = query.toString();
    return location.href.split(/[?#]/)[0] + (text ? "?" + text : "") + location.hash;
  }
  function writeAddress() {
    try {
      history.replaceState(null, "", address());
    } catch {
      // Some browsers refuse it for files; the plan still works.
    }
    dispatchEvent(new Event("handbook:address"));
  }

  function nameOf(item) {
    if (item.kind === "pause") return WORDS.pause;
    if (item.kind === "session") return item.what || WORDS.session;
    if (item.kind === "own") return item.what;
    return `${item.kind === "read" ? WORDS.read : WORDS.doExercise}: ${chapters.get(item.what).name}`;
  }
  function duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
  }
  function clock(minutes) {
    const of = (part) => String(part).padStart(2, "0");
    return `${of(Math.floor(minutes / 60) % 24)}:${of(minutes % 60)}`;
  }
  function totalText() {
    const done = items.filter((item) => item.kind !== "session");
    return WORDS.total(duration(done.reduce((sum, item) => sum + item.minutes, 0)), done.length);
  }

  // The frame, made once.
  const titleField = make("input", { type: "text", id: "plan-title", maxLength: 120 });
  const startField = make("input", { type: "time", id: "plan-start", required: true });
  const ownField = make("input", { type: "text", id: "plan-own", maxLength: 200 });
  const ownMinutes = make("input", { type: "number", id: "plan-own-minutes", min: 1, max: 600, value: 15 });
  const rows = make("tbody", {});
  const empty = make("p", { textContent: WORDS.empty });
  const total = make("p", { className: "plan-total" });
  const said = make("p", { className: "visually-hidden", attributes: { role: "status" } });
  const printedTitle = make("p", { className: "plan-printed-title print-only" });
  const table = make(
    "div",
    { className: "plan-region" },
    make(
      "table",
      { className: "plan" },
      make("caption", { className: "visually-hidden", textContent: WORDS.caption }),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          ...[WORDS.when, WORDS.what, WORDS.minutes, WORDS.order].map((text) =>
            make("th", { textContent: text, scope: "col" }),
          ),
        ),
      ),
      rows,
    ),
  );
  const field = (input, text) =>
    make("div", { className: "field" }, make("label", { htmlFor: input.id, textContent: text }), input);
  const button = (text, act, strong) => {
    const one = make("button", {
      type: "button",
      className: "md-button" + (strong ? " md-button--primary" : ""),
      textContent: text,
    });
    one.addEventListener("click", act);
    return one;
  };
  const ownForm = make(
    "form",
    { className: "plan-own" },
    field(ownField, `${WORDS.own}: ${WORDS.ownText}`),
    field(ownMinutes, WORDS.minutes),
    make("button", { type: "submit", className: "md-button", textContent: WORDS.addOwn }),
  );
  ownField.required = ownMinutes.required = true;
  // The handout, with the exercises of the plan alone.
  const handoutPage = document.querySelector("a[data-handout]")?.getAttribute("href");
  const handout = make("a", { className: "md-button", textContent: WORDS.handout });
  const frame = make(
    "section",
    { className: "course-plan", attributes: { "aria-labelledby": "plan" } },
    make("h2", { id: "plan", textContent: WORDS.plan }),
    printedTitle,
    make("div", { className: "plan-fields" }, field(titleField, WORDS.title), field(startField, WORDS.start)),
    empty,
    table,
    total,
    said,
    ownForm,
    make(
      "div",
      { className: "actions" },
      button(WORDS.addPause, () => add({ kind: "pause", minutes: 15, what: "" })),
      button(WORDS.addSession, () =>
        add({
          kind: "session",
          minutes: 0,
          what: `${WORDS.session} ${items.filter((item) => item.kind === "session").length + 1}`,
        }),
      ),
      button(WORDS.print, () => print(), true),
      handout,
      button(WORDS.copy, copy),
      button(WORDS.clear, () => {
        items = [];
        title = "";
        changed(WORDS.empty);
      }),
    ),
  );

  function add(item) {
    items.push(item);
    changed(WORDS.added(nameOf(item), totalText()));
  }
  async function copy() {
    try {
      await navigator.clipboard.writeText(new URL(address(), location.href).href);
      said.textContent = WORDS.copied;
    } catch {
      said.textContent = WORDS.notCopied;
    }
    said.classList.remove("visually-hidden");
  }
  function changed(message) {
    writeAddress();
    draw();
    said.classList.add("visually-hidden");
    said.textContent = message;
  }
  function move(index, by) {
    const [item] = items.splice(index, 1);
    items.splice(index + by, 0, item);
    changed(WORDS.moved(nameOf(item), index + by + 1));
    const buttons = rows.children[index + by].querySelectorAll("button");
    (buttons[by < 0 ? 0 : 1].disabled ? buttons[by < 0 ? 1 : 0] : buttons[by < 0 ? 0 : 1]).focus();
  }
  function remove(index) {
    const [item] = items.splice(index, 1);
    changed(WORDS.removed(nameOf(item), totalText()));
    const next = rows.children[Math.min(index, items.length - 1)];
    (next ? next.querySelector("button:last-of-type") : titleField).focus();
  }

  function row(item, index, now) {
    const name = nameOf(item);
    const label = (text) => ({ attributes: { "aria-label": `${text}: ${name}` } });
    const small = (text, act, off) => {
      const one = make("button", {
        type: "button",
        className: "md-button",
        textContent: text,
        disabled: off,
        ...label(text),
      });
      one.addEventListener("click", act);
      return one;
    };
    const tools = make(
      "td",
      { className: "plan-tools" },
      small(WORDS.up, () => move(index, -1), index === 0),
      " ",
      small(WORDS.down, () => move(index, 1), index === items.length - 1),
      " ",
      small(WORDS.remove, () => remove(index), false),
    );
    if (item.kind === "session")
      return make(
        "tr",
        { className: "plan-session" },
        make("th", { colSpan: 3, scope: "rowgroup", textContent: name }),
        tools,
      );
    const minutes = make("input", { type: "number", min: 1, max: 600, value: item.minutes, ...label(WORDS.minutes) });
    minutes.addEventListener("change", () => {
      item.minutes = Math.min(600, Math.max(1, Math.round(Number(minutes.value)) || item.minutes));
      changed(totalText());
      rows.children[index].querySelector("input").focus();
    });
    const chapter = item.kind === "read" || item.kind === "exercise" ? chapters.get(item.what) : null;
    const text = chapter
      ? make("a", { href: chapter.href + (item.kind === "exercise" ? "#exercise" : ""), textContent: name })
      : name;
    return make(
      "tr",
      {},
      make("td", { className: "plan-when", textContent: clock(now) }),
      make("td", {}, text),
      make("td", { className: "number" }, minutes),
      tools,
    );
  }
  function draw() {
    const [hours, minutes] = start.split(":").map(Number);
    let now = hours * 60 + minutes;
    rows.replaceChildren(
      ...items.map((item, index) => {
        if (item.kind === "session") now = hours * 60 + minutes; // each session has its own day
        const one = row(item, index, now);
        now += item.minutes;
        return one;
      }),
    );
    titleField.value = title;
    startField.value = start;
    printedTitle.textContent = title;
    const exercises = new Set(items.filter((item) => item.kind === "exercise").map((item) => item.what));
    handout.hidden = !handoutPage || !exercises.size;
    handout.href = `${handoutPage}?${new URLSearchParams([...exercises].map((id) => ["c", id]))}`;
    empty.hidden = items.length > 0;
    table.hidden = items.length === 0;
    total.textContent = items.length ? totalText() : "";
    document.body.classList.toggle("has-plan", items.length > 0);
  }

  for (const [id, chapter] of chapters) {
    for (const [kind, cell] of [
      ["read", chapter.row[0]],
      ["exercise", chapter.row[1]],
    ]) {
      if (!chapter[kind]) continue;
      const one = button(WORDS.add, () => add({ kind, minutes: chapter[kind], what: id }));
      one.setAttribute(
        "aria-label",
        `${WORDS.add}: ${chapter.name}, ${kind === "read" ? WORDS.reading : WORDS.exercise}`,
      );
      cell.append(" ", one);
    }
  }
  titleField.addEventListener("input", () => {
    title = titleField.value;
    printedTitle.textContent = title;
    writeAddress();
  });
  startField.addEventListener("change", () => {
    if (!startField.value) return;
    start = startField.value;
    changed(totalText());
    startField.focus();
  });
  ownForm.addEventListener("submit", (event) => {
    event.preventDefault();
    add({
      kind: "own",
      minutes: Math.min(600, Math.max(1, Math.round(Number(ownMinutes.value)) || 15)),
      what: ownField.value.trim(),
    });
    ownField.value = "";
    ownField.focus();
  });
  addEventListener("popstate", () => {
    readAddress();
    draw();
  });
  readAddress();
  const heading = document.getElementById("chapters");
  (heading || place).before(frame);
  draw();
  window.handbook.ready();
})();
