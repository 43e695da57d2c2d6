/* The form for a case: its fields, the draft of what is typed, and where a finding is shown. The fields and their limits
   are made from the types that "handbook check" uses (case-form-shape.js); here are their names. The lists to choose
   from, the rules, the making of the file and drafts as files (case-form-*.js) are fetched once somebody writes. */
(function () {
  "use strict";
  const place = document.querySelector("[data-case-form]");
  if (!place) return;
  const { language, load, make, ready, word } = window.handbook;
  const LATER = [
    `case-form-choices-${language}`,
    ...["data", "rules", "place", "file", "drafts"].map((one) => `case-form-${one}`),
    "device",
  ];
  // Repeated parts that begin with an item to fill in.
  const STARTED = new Set(["sources", "actions", "ideas", "contributors"]);
  // What the form fills in by itself, at its end.
  const BY_ITSELF = new Set(["reviewed", "id"]);
  const LONG = new Set(["summary", "text", "how", "lesson", "lessons", "difficulties"]);

  const T = {
    id: word("form-id"),
    name: word("form-name"),
    country: word("column-country"),
    kind: word("column-kind"),
    location: word("form-location"),
    lat: word("form-lat"),
    lon: word("form-lon"),
    period: word("form-period"),
    start: word("form-first-year"),
    end: word("form-end"),
    until: word("form-until"),
    dated: word("form-dated"),
    summary: word("form-summary"),
    sources: word("form-sources"),
    source: word("source"),
    locator: word("form-locator"),
    actions: word("form-actions"),
    text: word("form-text"),
    ideas: word("ideas-shown"),
    "ideas.id": word("idea"),
    basis: word("column-basis"),
    how: word("form-how"),
    lesson: word("form-lesson"),
    figures: word("figures"),
    value: word("figure-value"),
    unit: word("form-unit"),
    label: word("figure-label"),
    year: word("year"),
    lessons: word("lessons"),
    difficulties: word("difficulties"),
    reviewed: word("form-reviewed"),
    contributors: word("form-contributors"),
    es: word("form-es"),
    en: word("form-en"),
    optional: word("form-optional"),
    choose: word("choose"),
    add: word("form-add"),
    remove: word("remove"),
    "help.id": word("form-help-id"),
    "help.lat": word("form-help-lat"),
    "help.lon": word("form-help-lon"),
    "help.source": word("form-help-source"),
    newSources: word("form-new-sources"),
    "newSources.id": word("form-new-sources-id"),
    short: word("form-short"),
    authors: word("form-authors"),
    title: word("form-title"),
    language: word("form-language"),
    link: word("form-link"),
    "help.newSources.id": word("form-help-new-sources-id"),
    "help.short": word("form-help-short"),
    "help.authors": word("form-help-authors"),
    "help.link": word("form-help-link"),
    "help.text": word("form-help-text"),
    "help.reviewed": word("form-help-reviewed"),
    "help.contributors": word("form-help-contributors"),
    "help.basis": word("form-help-basis"),
    place: word("form-place"),
    placeHelp: word("form-help-place"),
    badPlace: word("form-bad-place"),
    more: word("form-more"),
    waits: word("form-waits"),
    make: word("form-make"),
    cut: word("form-cut"),
    kept: word("form-kept"),
    saved: word("form-saved"),
    clear: word("form-clear"),
    sure: word("form-sure"),
    restored: word("form-restored"),
    undo: word("undo"),
    undone: word("undone"),
    organisation: word("form-organisation"),
    draftOut: word("form-draft-out"),
    draftIn: word("form-draft-in"),
  };

  let ours, shape, saved, form, status, summary, result, brief;

  // --------------------------------------------------------------------------------------- what is fetched for writing
  let isWhole = false;
  const fetchAll = () => Promise.all(LATER.map(load)).then(() => (isWhole = true));

  /** Do it at once where all is there; else as soon as it is. */
  function withAll(act) {
    if (isWhole) return act();
    const then = () => {
      for (const select of form.querySelectorAll("select")) offer(select);
      offerNewSources();
      showBrief();
      act();
    };
    return fetchAll().then(then, () => (status.textContent = T.cut));
  }

  /** Put what may be chosen into a select, once that is known. */
  function offer(select) {
    const { of } = select.dataset;
    if (!isWhole || "offered" in select.dataset) return;
    const byName = (a, b) => a[1].localeCompare(b[1], language);
    const all = ours.choices[of].length > 20 ? [...ours.choices[of]].sort(byName) : ours.choices[of];
    select.append(...all.map(([value, name]) => make("option", { value }, name)));
    select.dataset.offered = "";
  }
  const isChoice = (of, value) => !isWhole || of === "sources" || ours.choices[of].some(([id]) => id === value);

  // The sources that the writer adds can be chosen like the others.
  const newIds = () =>
    [...form.querySelectorAll("[data-part=newSources] [data-path$='.id']")]
      .map((one) => one.value.trim())
      .filter(Boolean);
  const offerNewSources = () => form.querySelectorAll("select[data-of=sources]").forEach(offerIn);
  function offerIn(select) {
    const chosen = select.value;
    for (const old of select.querySelectorAll("[data-new]")) old.remove();
    select.append(...newIds().map((id) => make("option", { value: id, "data-new": "" }, id)));
    select.value = chosen;
    if (select.selectedIndex < 0) select.value = "";
  }

  // ------------------------------------------------------------------------------------------------- the fields
  const nameOf = (path) => {
    const keys = path.filter((one) => typeof one === "string");
    const last = keys[keys.length - 1];
    if ((last === "es" || last === "en") && keys.length > 1) return `${nameOf(keys.slice(0, -1))} ${T[last]}`;
    return T[keys.slice(-2).join(".")] || T[last] || last;
  };
  const legend = (path, required) => nameOf(path) + (required ? "" : ` (${T.optional})`);

  function field(node, path, required) {
    if (node.type === "both") {
      return make(
        "fieldset",
        { class: "form-both", "data-path": path.join(".") },
        make("legend", {}, legend(path, required)),
        ...["es", "en"].map((one) => control({ type: "text" }, [...path, one], required)),
      );
    }
    if (node.type === "object") return group(node, path, required);
    if (node.type === "array") return repeated(node, path);
    return control(node, path, required);
  }

  function group(node, path, required) {
    return make(
      "fieldset",
      { "data-path": path.join("."), "data-object": "" },
      make("legend", {}, legend(path, required)),
      ...(path.join() === "location" ? [pastedPlace()] : []),
      ...Object.entries(node.fields).map(([key, child]) =>
        field(child, [...path, key], [...node.required, ...node.asked].includes(key)),
      ),
    );
  }

  /** Where a map's link or coordinates are pasted: the fields below it are filled from it. */
  function pastedPlace() {
    const input = make("input", { id: "case-place", type: "text", autocomplete: "off", spellcheck: "false" });
    const hint = make("span", { class: "form-hint", id: "case-place-hint" }, T.placeHelp);
    const said = make("span", { class: "form-hint", role: "status" });
    input.setAttribute("aria-describedby", hint.id);
    input.addEventListener("input", () =>
      withAll(() => {
        const place = ours.placeOf(input.value);
        said.textContent = input.value.trim() && !place ? T.badPlace : "";
        if (!place) return;
        saved.set({ "location.lat": place[0], "location.lon": place[1] });
        takeSaved();
      }),
    );
    return make("p", { class: "form-field" }, make("label", { for: input.id }, T.place), hint, input, said);
  }

  const adders = new Map(); // of each repeated part, what adds an item with an id to it
  function repeated(node, path) {
    const list = make("div", { class: "form-items" });
    const button = make("button", { type: "button", class: "form-add" }, `${T.add}: ${nameOf(path)}`);
    const box = make(
      "fieldset",
      { "data-path": path.join("."), "data-array": "", tabindex: "-1" },
      make("legend", {}, legend(path, node.least > 0)),
      list,
      button,
    );
    adders.set(box, addItem);
    function addItem(id) {
      const item = field(node.items, [...path, list.children.length], true);
      const name = `${nameOf(path)} ${list.children.length + 1}`;
      const title = item.querySelector(":scope > legend") || item.querySelector("label");
      title.textContent = name;
      const wrap = make(
        "div",
        { class: "form-item", "data-item": id },
        item,
        ...(path[0] === "contributors" ? [organisation(list.children.length)] : []),
        make("button", { type: "button", class: "form-remove" }, `${T.remove}: ${name}`),
      );
      list.append(wrap);
      return wrap;
    }
    button.addEventListener("click", () => {
      const ids = [...list.querySelectorAll(":scope > .form-item")].map((wrap) => wrap.dataset.item);
      const added = window.handbook.saved.newId();
      const there = saved.fields();
      const none = ["object", "both"].includes(node.items.type) ? true : "";
      saved.set(
        Object.fromEntries(
          [...ids, added].map((id) => `${fieldOf(box)}.${id}`).map((one) => [one, there[one] ?? none]),
        ),
      );
      const wrap = addItem(added);
      wrap.querySelector("input, textarea, select").focus();
      offerNewSources();
      status.textContent = word("form-added", { f: nameOf(path) });
    });
    list.addEventListener("click", (event) => {
      const wrap = event.target.closest(".form-remove") && event.target.closest(".form-item");
      if (!wrap || wrap.parentElement !== list) return;
      const gone = `${fieldOf(box)}.${wrap.dataset.item}`;
      const fields = Object.keys(saved.fields()).filter((one) => one === gone || one.startsWith(`${gone}.`));
      if (path[0] === "contributors") fields.push(`organisations.${wrap.dataset.item}`);
      const undo = saved.set(Object.fromEntries(fields.map((one) => [one, undefined])));
      takeSaved();
      button.focus();
      const back = make("button", { type: "button", class: "md-button" }, T.undo);
      back.addEventListener("click", () => {
        undo();
        takeSaved();
        status.textContent = T.undone;
      });
      status.replaceChildren(`${word("form-removed", { f: nameOf(path) })} `, back);
    });
    return box;
  }

  /** The field under which something is saved: its path with the ids of repeated parts in place of their numbers. */
  function fieldOf(element) {
    const parts = element.dataset.path.split(".");
    let item = element.closest(".form-item");
    for (let at = parts.length - 1; at >= 0; at -= 1) {
      if (!/^\d+$/.test(parts[at])) continue;
      parts[at] = item.dataset.item;
      item = item.parentElement.closest(".form-item");
    }
    return parts.join(".");
  }

  /** Whether one who signs is an organisation: so it says in "contributing_organisations". */
  function organisation(index) {
    const box = make("input", { type: "checkbox", id: `case-contributors-${index}-organisation`, autocomplete: "off" });
    return make("label", { class: "choice", for: box.id }, box, make("span", {}, T.organisation));
  }
  const organisationTicks = () =>
    [...form.querySelectorAll("[data-part=contributors] .form-item")].map((wrap) => [
      wrap,
      wrap.querySelector(":scope > .choice input"),
    ]);

  function control(node, path, required) {
    const id = `case-${path.join("-")}`;
    const key = path[path.length - 1];
    const both = key === "es" || key === "en";
    const parent = both ? path.filter((one) => typeof one === "string").slice(-2)[0] : key;
    const numeric = node.type === "number" || node.type === "integer";
    const shared = {
      id,
      "data-path": path.join("."),
      "data-kind": node.type,
      "aria-required": required ? "true" : null,
    };
    let input;
    if (node.type === "choice") {
      input = make("select", { ...shared, "data-of": node.of }, make("option", { value: "" }, T.choose));
      offer(input);
      if (node.of === "sources") offerIn(input);
    } else if (LONG.has(parent)) {
      input = make("textarea", { ...shared, rows: "3" });
    } else {
      input = make("input", {
        ...shared,
        type: "text",
        autocomplete: "off",
        inputmode: numeric ? "text" : null,
        spellcheck: key === "id" || numeric ? "false" : null,
      });
    }
    if (both) input.lang = key;
    const hint =
      T[`help.${path[0]}.${key}`] ||
      (key !== "id" || path.length === 1 ? T[`help.${key}`] : "") ||
      (key === "es" && T[`help.${parent}`]) ||
      (key === 0 && T[`help.${parent}`]);
    const described = [];
    const wrap = make(
      "p",
      { class: "form-field" },
      make("label", { for: id }, both ? T[key][0].toUpperCase() + T[key].slice(1) : legend(path, required)),
    );
    if (hint) {
      wrap.append(make("span", { class: "form-hint", id: `${id}-hint` }, hint));
      described.push(`${id}-hint`);
    }
    wrap.append(make("span", { class: "form-error", id: `${id}-error`, hidden: "" }));
    if (described.length) input.setAttribute("aria-describedby", described.join(" "));
    wrap.append(input);
    return wrap;
  }

  // --------------------------------------------------------------------------------------------- values in, values out
  const NUMBERS = { number: /^-?(0|[1-9]\d{0,14})(\.\d+)?$/, integer: /^-?(0|[1-9]\d{0,14})$/ };
  function read(element) {
    if (element.matches("[data-array]")) {
      return [...element.querySelector(":scope > .form-items").children].map((wrap) => read(wrap.firstElementChild));
    }
    if (element.matches("fieldset")) {
      const value = {};
      for (const child of element.children) {
        const path = child.dataset.path || (child.querySelector("[data-path]") || { dataset: {} }).dataset.path;
        if (!path || child.tagName === "LEGEND") continue;
        const one = read(child);
        if (one !== undefined) value[path.split(".").pop()] = one;
      }
      return Object.keys(value).length ? value : undefined;
    }
    const input = element.querySelector("[data-path]");
    const text = input.value.replace(/\s+/g, " ").trim();
    if (text === "") return undefined;
    const number = text.replace(",", ".");
    return NUMBERS[input.dataset.kind]?.test(number) ? Number(number) : text;
  }

  /** Path -> number as it was typed, with a point: 1.2340 stays 1.2340. */
  function typedNumbers() {
    const numbers = [...form.querySelectorAll("[data-kind=number]")];
    return Object.fromEntries(numbers.map((one) => [one.dataset.path, one.value.trim().replace(",", ".")]));
  }

  /** Whether a saved field is of this form, and a value one that may stand in it. */
  function isSound(field, value) {
    const [first, ...rest] = field.split(".");
    if (first === "organisations") return rest.length === 1 && value === true;
    if (!Object.hasOwn(shape.fields, first)) return false;
    let node = shape.fields[first];
    let isItem = false;
    for (const key of rest) {
      isItem = node.type === "array";
      if (isItem) node = node.items;
      else if (node.type === "both" && (key === "es" || key === "en")) node = { type: "text" };
      else if (node.type === "object" && Object.hasOwn(node.fields, key)) node = node.fields[key];
      else return false;
    }
    if (node.type === "object" || node.type === "both") return isItem && value === true;
    if (node.type === "choice" && value && !isChoice(node.of, value)) return false;
    return node.type !== "array" && typeof value === "string";
  }

  /** What is saved, as it is nested in the form; an item of a repeated part under its id. */
  function tree() {
    const all = Object.create(null);
    for (const [field, value] of Object.entries(saved.fields())) {
      const keys = field.split(".");
      const last = keys.pop();
      let at = all;
      for (const key of keys) at = at[key] ??= Object.create(null);
      at[last] = value === true ? (at[last] ?? Object.create(null)) : value;
    }
    return all;
  }

  function write(element, value) {
    if (element.matches("[data-array]")) {
      const items = element.querySelector(":scope > .form-items").children;
      const ids = Object.keys(value ?? {}).sort();
      if (!ids.length && STARTED.has(element.dataset.path)) ids.push("0");
      if (ids.join() !== [...items].map((wrap) => wrap.dataset.item).join()) {
        for (const wrap of [...items]) wrap.remove();
        for (const id of ids) adders.get(element)(id);
      }
      for (const wrap of items) write(wrap.firstElementChild, value?.[wrap.dataset.item]);
    } else if (element.matches("fieldset")) {
      for (const child of element.children) {
        const path = child.dataset.path || (child.querySelector("[data-path]") || { dataset: {} }).dataset.path;
        if (path) write(child, value?.[path.split(".").pop()]);
      }
    } else {
      window.handbook.saved.put(element.querySelector("[data-path]"), typeof value === "string" ? value : "");
    }
  }

  /** What is dated "before" has one year: the field of its last year is shown only while something is in it. */
  function showLastYears() {
    for (const dated of form.querySelectorAll("[data-of=dated]")) {
      const last = dated.closest("[data-object]").querySelector("[data-path$='.end'], [data-path$='.until']");
      last.closest(".form-field").hidden = dated.value === "before" && !last.value;
    }
  }

  /** Show what is saved. Where somebody is typing, focus and caret stay. */
  function takeSaved() {
    const all = tree();
    const active = form.querySelector("[data-kind]:focus");
    const at = active && [fieldOf(active), active.selectionStart, active.selectionEnd];
    for (const box of form.querySelectorAll("[data-part]")) {
      offerNewSources();
      write(box.firstElementChild, all[box.dataset.part]);
    }
    for (const [wrap, tick] of organisationTicks()) tick.checked = wrap.dataset.item in (all.organisations ?? {});
    showLastYears();
    showBrief();
    if (!at || document.activeElement === active) return;
    const again = [...form.querySelectorAll("[data-kind]")].find((one) => fieldOf(one) === at[0]);
    again?.focus();
    if (typeof at[1] === "number") again?.setSelectionRange(at[1], at[2]);
  }

  /** Say beforehand that the case, as far as it is written, would be a brief note, and what it lacks. */
  function showBrief() {
    if (!isWhole) return;
    const missing = Object.keys(saved.fields()).length ? ours.missingParts(complete(gather())) : [];
    const named = missing.map((part) => word(`brief-missing-${part}`)).join(", ");
    brief.textContent = named && word("brief-ahead", { missing: named });
    brief.hidden = !named;
  }

  function gather() {
    const data = {};
    for (const box of form.querySelectorAll("[data-part]")) {
      const value = read(box.firstElementChild);
      if (value !== undefined) data[box.dataset.part] = value;
    }
    return data;
  }

  // A source named by an action or a figure is listed.
  function complete(data) {
    const signing = organisationTicks()
      .filter(([, tick]) => tick.checked)
      .map(([wrap]) => read(wrap.firstElementChild))
      .filter(Boolean);
    const listed = [...(data.sources || [])];
    for (const one of [...(data.actions || []), ...(data.figures || [])]) {
      if (one?.source && !listed.some((other) => other?.source === one.source)) listed.push({ source: one.source });
    }
    const id = data.id ?? (ours.idOf(data.name?.es ?? data.name?.en ?? "", ours.taken) || undefined);
    const today = new Date().toLocaleDateString("sv"); // as 2026-11-21, where the reader is
    const reviewed = data.reviewed ?? (today > ours.latest ? ours.latest : today);
    return { ...data, id, reviewed, sources: listed, contributing_organisations: signing };
  }

  // ------------------------------------------------------------------------------------------------- findings
  /** Where a finding is shown: at its field; what is missing in a group, at the fields of it that are empty. */
  function placesOf({ path, code }) {
    const box = form.querySelector(`[data-path="${path.join(".")}"]`);
    if (!box || !box.matches("fieldset")) return [box || document.getElementById("case-name-es")];
    const inside = [...box.querySelectorAll("[data-kind]")];
    const missing = inside.filter(
      (one) => code === "missing" && one.getAttribute("aria-required") && !one.value.trim(),
    );
    return missing.length ? missing : inside.length ? [inside[0]] : [box];
  }

  function show(found) {
    for (const error of form.querySelectorAll(".form-error")) {
      error.hidden = true;
      error.textContent = "";
    }
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      const rest = (input.getAttribute("aria-describedby") || "")
        .split(" ")
        .filter((id) => id && !id.endsWith("-error"));
      if (rest.length) input.setAttribute("aria-describedby", rest.join(" "));
      else input.removeAttribute("aria-describedby");
    }
    summary.hidden = !found.length;
    if (!found.length) return;
    const shown = found.flatMap((one) => placesOf(one).map((target) => [target, one]));
    const itemOf = ([target, one]) => {
      const { path, code, words } = one;
      const named = target.dataset.path.split(".").map((one) => (/^\d+$/.test(one) ? Number(one) : one));
      const text = ours.say(code, target.tagName, { f: nameOf(named), ...words });
      const error = document.getElementById(`${target.id}-error`);
      if (error && error.hidden && !ours.mayWait(one)) {
        error.textContent = text;
        error.hidden = false;
        target.setAttribute("aria-invalid", "true");
        const before = target.getAttribute("aria-describedby");
        target.setAttribute("aria-describedby", `${before ? before + " " : ""}${error.id}`);
      }
      const link = make("a", { href: `#${target.id || "case-name-es"}` }, text);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        target.closest("details")?.setAttribute("open", "");
        target.focus();
      });
      return make("li", { "data-code": code, "data-field": ours.fieldName(path) }, link);
    };
    const wrong = shown.filter(([, one]) => !ours.mayWait(one));
    const later = shown.filter(([, one]) => ours.mayWait(one));
    const title = wrong.length === 1 ? word("form-summary-one") : word("form-summary-many", { n: wrong.length });
    const [errors, rest] = [wrong, later].map((some) => make("ul", {}, ...some.map(itemOf)));
    summary.replaceChildren(
      ...(wrong.length ? [make("h3", { id: "case-form-errors" }, title), errors] : []),
      ...(later.length && !wrong.length ? [make("h3", {}, T.waits)] : []),
      ...(later.length ? [rest] : []),
    );
    summary.focus();
  }

  // ------------------------------------------------------------------------------------------------- the form
  const exportDraft = () => withAll(() => ours.exportDraft(saved.fields()));

  async function importDraft(text) {
    const said = await ours.importDraft(text, saved, isSound);
    if (!said) return;
    takeSaved();
    status.textContent = said;
  }

  function build() {
    form = make("form", { class: "case-form", novalidate: "", "aria-label": document.querySelector("h1").textContent });
    status = make("p", { role: "status", class: "form-status" });
    summary = make("div", { class: "form-summary", tabindex: "-1", role: "alert", hidden: "" });
    brief = make("p", { class: "note", "data-brief": "", hidden: "" });
    result = make("div", { class: "form-result", tabindex: "-1", hidden: "" });
    form.append(summary, window.handbook.saved.line(saved.kind, T.kept, exportDraft));
    const more = make("details", { class: "form-more" }, make("summary", {}, T.more));
    for (const [key, node] of Object.entries(shape.fields)) {
      const isRequired = shape.required.includes(key) && !BY_ITSELF.has(key);
      (BY_ITSELF.has(key) ? more : form).append(make("div", { "data-part": key }, field(node, [key], isRequired)));
    }
    form.append(more);
    const action = (label, act, kind = "md-button") => {
      const button = make("button", { type: "button", class: kind }, label);
      button.addEventListener("click", act);
      return button;
    };
    form.append(
      brief,
      make("p", { class: "form-end" }, make("button", { type: "submit", class: "form-button" }, T.make)),
      make(
        "div",
        { class: "actions" },
        action(T.draftOut, exportDraft),
        action(T.draftIn, () => withAll(() => window.handbook.device.pickFile(importDraft))),
        action(T.clear, clear, "md-button form-clear"),
        window.handbook.saved.forgetButton(),
      ),
      status,
      result,
    );
    takeSaved();
    if (Object.keys(saved.fields()).length) status.textContent = T.restored;
    form.addEventListener("input", (event) => {
      const typed = event.target.closest("input, textarea, select");
      const tick = organisationTicks().find(([, one]) => one === typed);
      if (tick) saved.set({ [`organisations.${tick[0].dataset.item}`]: typed.checked || undefined });
      else if (typed.dataset.path)
        saved.set({
          [fieldOf(typed)]: typed.value || (typed.closest("p").parentElement.matches(".form-item") ? "" : undefined),
        });
      if (typed.closest("[data-part=newSources]")) offerNewSources();
      showBrief();
      status.textContent = window.handbook.saved.isSafe() ? T.saved : "";
    });
    form.addEventListener("change", showLastYears);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      result.hidden = true;
      withAll(finish);
    });
    for (const use of ["pointerenter", "focusin"]) form.addEventListener(use, () => withAll(() => {}), { once: true });
    saved.onChange(() => withAll(takeSaved));
    place.replaceWith(form);
  }

  function finish() {
    const data = complete(gather());
    const numbers = typedNumbers();
    const all = ours.findings(data, numbers);
    // The file's name is made of the place's: without that one, it is not asked for.
    const isOfName = all.some(({ path, code }) => code === "missing" && path[0] === "name");
    const found = all.filter(({ path, code }) => !(isOfName && code === "missing" && path[0] === "id"));
    show(found);
    if (!found.every(ours.mayWait)) return;
    result.replaceChildren(...ours.makeFile(data, numbers));
    result.hidden = false;
    result.focus();
  }

  function clear() {
    if (!confirm(T.sure)) return;
    saved.set(Object.fromEntries(Object.keys(saved.fields()).map((one) => [one, undefined])));
    result.hidden = true;
    status.textContent = "";
    show([]);
    takeSaved();
    document.getElementById("case-name-es").focus();
  }

  // A draft needs the lists that it was chosen from; an empty form opens without them.
  Promise.all(["case-form-shape", "store"].map(load))
    .then(async () => {
      ours = window.handbook.caseForm;
      ({ shape } = ours);
      saved = window.handbook.saved.drawer("case-form", isSound);
      const arrived = !Object.keys(saved.fields()).length || (await fetchAll().catch(() => false));
      build();
      if (!arrived) status.textContent = T.cut;
    })
    .catch(() => {})
    .finally(ready);
})();
