/* The course builder: readings and exercises chosen in the tables become an ordered plan with clock times and a total.
   The plan lives in the address (course-plan.js). */
window.handbook.load("course-plan").then(function () {
  "use strict";
  const { make, ready, word } = window.handbook;
  const place = document.querySelector("[data-course-builder]");
  if (!place) return;
  const WORDS = {
    plan: word("builder-plan"),
    title: word("builder-title"),
    start: word("builder-start"),
    add: word("add"),
    reading: word("builder-a-reading"),
    exercise: word("builder-an-exercise"),
    read: word("builder-read"),
    doExercise: word("builder-do-exercise"),
    empty: word("builder-empty"),
    own: word("builder-own"),
    ownText: word("builder-own-text"),
    minutes: word("builder-minutes-of-activity"),
    pause: word("builder-pause"),
    session: word("session"),
    addPause: word("builder-add-pause"),
    addSession: word("builder-add-session"),
    addOwn: word("builder-add-own"),
    up: word("builder-up"),
    down: word("builder-down"),
    remove: word("remove"),
    clear: word("builder-clear"),
    print: word("builder-print"),
    copy: word("builder-copy"),
    handout: word("builder-handout-of-plan"),
    copied: word("builder-copied"),
    notCopied: word("builder-not-copied"),
    total: (time, count) =>
      count === 1 ? word("builder-total-one", { time }) : word("builder-total", { time, count }),
    added: (name, total) => word("builder-added", { name, total }),
    removed: (name, total) => word("builder-removed", { name, total }),
    moved: (name, n) => word("builder-moved", { name, n }),
    when: word("builder-when"),
    what: word("builder-what"),
    order: word("builder-order"),
    caption: word("builder-caption"),
  };

  const { asMinutes, duration, planOf, queryOf, sums, times, LONGEST, LONGEST_ITEM, START } =
    window.handbook.coursePlan;

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

  let plan = { title: "", start: START, items: [] };

  const readAddress = () => (plan = planOf(location.search, (id) => chapters.has(id)));
  function address() {
    const query = queryOf(plan);
    return location.href.split(/[?#]/)[0] + (query ? "?" + query : "") + location.hash;
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
  function totalText() {
    const { minutes, count } = sums(plan.items);
    return WORDS.total(duration(minutes), count);
  }

  // The frame, made once.
  const titleField = make("input", { type: "text", id: "plan-title", maxlength: LONGEST.title });
  const startField = make("input", { type: "time", id: "plan-start", required: true });
  const ownField = make("input", { type: "text", id: "plan-own", maxlength: LONGEST.what, required: true });
  const spans = { type: "number", min: 1, max: LONGEST_ITEM };
  const ownMinutes = make("input", { ...spans, id: "plan-own-minutes", value: 15, required: true });
  const rows = make("tbody");
  const empty = make("p", {}, WORDS.empty);
  const total = make("p", { class: "plan-total" });
  const said = make("p", { class: "visually-hidden", role: "status" });
  const printedTitle = make("p", { class: "plan-printed-title print-only" });
  const heads = [WORDS.when, WORDS.what, WORDS.minutes, WORDS.order].map((text) => make("th", { scope: "col" }, text));
  const caption = make("caption", { class: "visually-hidden" }, WORDS.caption);
  const inside = make("table", { class: "plan" }, caption, make("thead", {}, make("tr", {}, ...heads)), rows);
  const table = make("div", { class: "plan-region" }, inside);
  const field = (input, text) => make("div", { class: "field" }, make("label", { for: input.id }, text), input);
  const button = (text, onclick, more = {}) =>
    make("button", { type: "button", class: "md-button", onclick, ...more }, text);
  const ownForm = make(
    "form",
    { class: "plan-own" },
    field(ownField, `${WORDS.own}: ${WORDS.ownText}`),
    field(ownMinutes, WORDS.minutes),
    make("button", { type: "submit", class: "md-button" }, WORDS.addOwn),
  );
  // The handout, with the exercises of the plan alone.
  const handoutPage = document.querySelector("a[data-handout]")?.getAttribute("href");
  const handout = make("a", { class: "md-button" }, WORDS.handout);
  const frame = make(
    "section",
    { class: "course-plan", "aria-labelledby": "plan" },
    make("h2", { id: "plan" }, WORDS.plan),
    printedTitle,
    make("div", { class: "plan-fields" }, field(titleField, WORDS.title), field(startField, WORDS.start)),
    empty,
    table,
    total,
    said,
    ownForm,
    make(
      "div",
      { class: "actions" },
      button(WORDS.addPause, () => add({ kind: "pause", minutes: 15, what: "" })),
      button(WORDS.addSession, addSession),
      button(WORDS.print, () => print(), { class: "md-button md-button--primary" }),
      handout,
      button(WORDS.copy, copy),
      button(WORDS.clear, () => {
        plan = { ...plan, title: "", items: [] };
        changed(WORDS.empty);
      }),
    ),
  );

  function add(item) {
    plan.items.push(item);
    changed(WORDS.added(nameOf(item), totalText()));
  }
  function addSession() {
    const number = plan.items.filter((item) => item.kind === "session").length + 1;
    add({ kind: "session", minutes: 0, what: `${WORDS.session} ${number}` });
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
    const [item] = plan.items.splice(index, 1);
    plan.items.splice(index + by, 0, item);
    changed(WORDS.moved(nameOf(item), index + by + 1));
    const buttons = rows.children[index + by].querySelectorAll("button");
    (buttons[by < 0 ? 0 : 1].disabled ? buttons[by < 0 ? 1 : 0] : buttons[by < 0 ? 0 : 1]).focus();
  }
  function remove(index) {
    const [item] = plan.items.splice(index, 1);
    changed(WORDS.removed(nameOf(item), totalText()));
    const next = rows.children[Math.min(index, plan.items.length - 1)];
    (next ? next.querySelector("button:last-of-type") : titleField).focus();
  }

  function row(item, index, when) {
    const name = nameOf(item);
    const label = (text) => ({ "aria-label": `${text}: ${name}` });
    const small = (text, act, disabled) => button(text, act, { disabled, ...label(text) });
    const tools = make(
      "td",
      { class: "plan-tools" },
      small(WORDS.up, () => move(index, -1), index === 0),
      " ",
      small(WORDS.down, () => move(index, 1), index === plan.items.length - 1),
      " ",
      small(WORDS.remove, () => remove(index), false),
    );
    if (item.kind === "session")
      return make("tr", { class: "plan-session" }, make("th", { colspan: 3, scope: "rowgroup" }, name), tools);
    const minutes = make("input", { ...spans, value: item.minutes, ...label(WORDS.minutes) });
    minutes.addEventListener("change", () => {
      item.minutes = asMinutes(minutes.value, item.minutes);
      changed(totalText());
      rows.children[index].querySelector("input").focus();
    });
    const chapter = item.kind === "read" || item.kind === "exercise" ? chapters.get(item.what) : null;
    const hash = item.kind === "exercise" ? "#exercise" : "";
    return make(
      "tr",
      {},
      make("td", { class: "plan-when" }, when),
      make("td", {}, chapter ? make("a", { href: chapter.href + hash }, name) : name),
      make("td", { class: "number" }, minutes),
      tools,
    );
  }
  function draw() {
    const when = times(plan);
    rows.replaceChildren(...plan.items.map((item, index) => row(item, index, when[index])));
    titleField.value = plan.title;
    startField.value = plan.start;
    printedTitle.textContent = plan.title;
    const exercises = new Set(plan.items.filter((item) => item.kind === "exercise").map((item) => item.what));
    handout.hidden = !handoutPage || !exercises.size;
    handout.href = `${handoutPage}?${new URLSearchParams([...exercises].map((id) => ["c", id]))}`;
    empty.hidden = plan.items.length > 0;
    table.hidden = plan.items.length === 0;
    total.textContent = plan.items.length ? totalText() : "";
    document.body.classList.toggle("has-plan", plan.items.length > 0);
  }

  for (const [id, chapter] of chapters) {
    for (const kind of ["read", "exercise"]) {
      const minutes = chapter[kind];
      if (!minutes) continue;
      const label = `${WORDS.add}: ${chapter.name}, ${kind === "read" ? WORDS.reading : WORDS.exercise}`;
      const one = button(WORDS.add, () => add({ kind, minutes, what: id }), { "aria-label": label });
      chapter.row[kind === "read" ? 0 : 1].append(" ", one);
    }
  }
  titleField.addEventListener("input", () => {
    plan.title = titleField.value;
    printedTitle.textContent = plan.title;
    writeAddress();
  });
  startField.addEventListener("change", () => {
    if (!startField.value) return;
    plan.start = startField.value;
    changed(totalText());
    startField.focus();
  });
  ownForm.addEventListener("submit", (event) => {
    event.preventDefault();
    add({ kind: "own", minutes: asMinutes(ownMinutes.value, 15), what: ownField.value.trim() });
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
  ready();
}, window.handbook.ready);
