/* The case explorer over the table of all cases: filters with counts, free text, sorting, views, and ticks to compare.
   The state is in the address. assets/cases-es.js or cases-en.js is fetched at the first use; until then, and without
   this script, the page has its table and its map. */
(function () {
  "use strict";
  const { base, language, load, make, ready, word } = window.handbook;
  const WORDS = {
    name: word("explorer-name"),
    text: word("explorer-text"),
    sort: word("explorer-sort"),
    sorts: { name: word("explorer-sorts-name"), country: word("column-country"), year: word("explorer-sorts-year") },
    view: word("explorer-view"),
    views: { table: word("explorer-views-table"), list: word("explorer-views-list"), map: word("explorer-views-map") },
    filters: word("explorer-filters"),
    chosen: word("explorer-chosen"),
    remove: word("explorer-remove"),
    clear: word("explorer-clear"),
    loading: word("explorer-loading"),
    failed: word("explorer-failed"),
    status: (found, all, shown) =>
      (all === 1 ? word("explorer-found-of-one", { found }) : word("explorer-found", { found, all })) +
      (shown < found ? " " + word("explorer-shown", { shown }) : ""),
    none: word("explorer-none"),
    more: word("explorer-more"),
    columns: [
      word("case"),
      word("column-country"),
      word("column-kind"),
      word("column-population"),
      word("column-period"),
      word("summary"),
    ],
    population: word("population-unknown"),
    see: (n) => (n === 1 ? word("explorer-see-one") : word("explorer-see", { n })),
    close: word("close"),
    tick: word("explorer-tick"),
    brief: word("brief-note"),
    compare: (n) => word("explorer-compare", { n }),
    chosenCases: (n) => word("explorer-chosen-cases", { n }),
    onMap: (country, n) => (n === 1 ? word("map-one-case", { country }) : word("map-cases", { country, n })),
  };
  const ROWS = 50;
  const MOST_COMPARED = 4;
  const PAUSE = 150;

  const start = document.querySelector("[data-explorer]");
  const region = start.parentNode.querySelector("[data-explorer] ~ .table-region");
  const map = start.parentNode.querySelector("[data-explorer] ~ #case-map");
  const wide = window.matchMedia("(min-width: 40.01em)");

  let data = null;
  let loading = null;
  let results = [];
  let shown = 0;
  let timer = 0;
  const state = { q: "", sort: "name", view: "table", filters: new Map(), compare: new Set() };
  const parts = {};

  // ----------------------------------------------------------------------------------------------------- data

  function fetched() {
    if (!loading) {
      parts.status.textContent = WORDS.loading;
      window.handbook.cases = (sent) => (data = window.handbook.caseFilters.prepared(sent));
      loading = load("text")
        .then(() => load("case-filters"))
        .then(() => load("../cases-" + language))
        .catch((error) => {
          loading = null;
          parts.status.textContent = WORDS.failed;
          throw error;
        });
      loading.then(buildFilters);
    }
    return loading;
  }

  /* Ahead of the first query, while the browser has nothing else to do. */
  function foldAhead(from) {
    const idle = window.requestIdleCallback || setTimeout;
    idle(() => {
      const to = Math.min(from + 250, data.cases.length);
      for (let at = from; at < to; at++) window.handbook.caseFilters.textOf(data.cases[at]);
      if (to < data.cases.length) foldAhead(to);
    });
  }

  // -------------------------------------------------------------------------------------------------- address

  function readAddress() {
    const query = new URLSearchParams(location.search);
    state.q = query.get("q") || "";
    state.sort = query.get("sort") in WORDS.sorts ? query.get("sort") : "name";
    state.view = query.get("view") in WORDS.views ? query.get("view") : "table";
    if (state.view === "map" && !map) state.view = "table";
    state.compare = new Set((query.get("compare") || "").split(",").filter(Boolean).slice(0, MOST_COMPARED));
    state.filters = new Map();
    for (const [key, value] of query) {
      if (["q", "sort", "view", "compare"].includes(key)) continue;
      state.filters.set(key, new Set(value.split(",").filter(Boolean)));
    }
  }

  /* Values that no case has are dropped, once it is known which there are. */
  function knownFilters() {
    const known = new Map(data.facets.map((facet) => [facet.id, facet.places]));
    for (const [id, values] of state.filters) {
      const kept = [...values].filter((value) => known.has(id) && known.get(id).has(value));
      if (kept.length) state.filters.set(id, new Set(kept));
      else state.filters.delete(id);
    }
    const ids = new Set(data.cases.map((one) => one.id));
    state.compare = new Set([...state.compare].filter((id) => ids.has(id)));
  }

  function writeAddress(how) {
    const pairs = [];
    if (state.q.trim()) pairs.push(["q", state.q.trim()]);
    for (const facet of data.facets) {
      const values = state.filters.get(facet.id);
      if (values && values.size) pairs.push([facet.id, [...values].join(",")]);
    }
    if (state.sort !== "name") pairs.push(["sort", state.sort]);
    if (state.view !== "table") pairs.push(["view", state.view]);
    if (state.compare.size) pairs.push(["compare", [...state.compare].join(",")]);
    const query = pairs.map(([key, value]) => key + "=" + encodeURIComponent(value).replaceAll("%2C", ",")).join("&");
    const hash = location.hash;
    try {
      history[how](null, "", (query ? "?" + query : location.href.split(/[?#]/)[0]) + hash);
    } catch {
      // A browser may refuse this for files; the filters work all the same.
    }
    dispatchEvent(new Event("handbook:address"));
  }

  // --------------------------------------------------------------------------------------------------- form

  function build() {
    parts.text = make("input", { type: "search", id: "explorer-text", autocomplete: "off" });
    parts.sort = make(
      "select",
      { id: "explorer-sort" },
      ...Object.entries(WORDS.sorts).map(([value, name]) => make("option", { value }, name)),
    );
    parts.views = Object.entries(WORDS.views)
      .filter(([value]) => value !== "map" || map)
      .map(([value]) => make("input", { type: "radio", name: "view", value, id: "explorer-view-" + value }));
    parts.groups = make("div", { class: "facet-groups" });
    parts.number = make("span", {});
    parts.filters = make(
      "details",
      { class: "facets" },
      make("summary", {}, WORDS.filters, parts.number),
      parts.groups,
    );
    buildSheet();
    parts.chosen = make("div", { class: "chosen", role: "group", "aria-label": WORDS.chosen });
    parts.status = make("p", { role: "status", class: "explorer-status", tabindex: "-1" });
    parts.compare = make("p", { class: "explorer-compare" });
    parts.results = make("div", { class: "explorer-results" });
    parts.more = make("button", { type: "button", class: "md-button more" }, WORDS.more);
    parts.more.hidden = true;
    const form = make(
      "form",
      { class: "explorer-bar", role: "search", "aria-label": WORDS.name },
      make("p", { class: "explorer-field" }, make("label", { for: "explorer-text" }, WORDS.text), parts.text),
      make("p", { class: "explorer-field" }, make("label", { for: "explorer-sort" }, WORDS.sort), parts.sort),
      make(
        "fieldset",
        { class: "views" },
        make("legend", {}, WORDS.view),
        ...parts.views.map((view) => make("span", {}, view, make("label", { for: view.id }, WORDS.views[view.value]))),
      ),
      parts.opener,
      parts.filters,
    );
    parts.chosen.hidden = parts.compare.hidden = true;
    parts.explorer = make("div", { class: "explorer" }, form, parts.chosen, parts.status);
    start.before(parts.explorer);
    parts.explorer.append(parts.sheet);
    // After the results, so that it stays in view at the lower edge while they go by.
    region.after(parts.results, parts.compare, parts.more);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed("replaceState");
    });
    for (const first of ["focusin", "pointerdown"])
      form.addEventListener(first, () => fetched().catch(() => {}), { once: true });
    parts.filters.addEventListener("toggle", () => parts.filters.open && fetched().catch(() => {}));
    parts.text.addEventListener("input", () => {
      state.q = parts.text.value; // at once: whatever is shown next shows the words of the state
      clearTimeout(timer);
      timer = setTimeout(() => changed("replaceState"), PAUSE);
    });
    parts.sort.addEventListener("change", () => {
      state.sort = parts.sort.value;
      changed("pushState");
    });
    for (const view of parts.views)
      view.addEventListener("change", () => {
        state.view = view.value;
        changed("pushState");
      });
    parts.groups.addEventListener("change", (event) => {
      // in the sheet too
      const box = event.target;
      setFilter(box.name, box.value, box.checked);
      changed("pushState");
    });
    parts.more.addEventListener("click", () => {
      const next = addRows();
      if (next) next.querySelector("a").focus();
      showStatus();
    });
    parts.results.addEventListener("change", (event) => tick(event.target));
    addEventListener("popstate", () => {
      readAddress();
      fetched().then(show, () => {});
    });
  }

  /* On a phone the filters are a sheet over the page: what is found is said at its foot, and the button leads there. */
  function buildSheet() {
    parts.openerNumber = make("span", {});
    const opens = { type: "button", class: "md-button sheet-opener", "aria-haspopup": "dialog" };
    parts.opener = make("button", opens, WORDS.filters, parts.openerNumber);
    parts.found = make("p", { role: "status", class: "visually-hidden" });
    parts.see = make("button", { type: "button", class: "md-button md-button--primary" });
    const close = make(
      "button",
      { type: "button", class: "md-button", onclick: () => parts.sheet.close() },
      WORDS.close,
    );
    parts.scroll = make("div", { class: "sheet-body" });
    parts.sheet = make(
      "dialog",
      { class: "sheet", "aria-labelledby": "sheet-title" },
      make("div", { class: "sheet-head" }, make("h2", { id: "sheet-title" }, WORDS.filters), close),
      parts.scroll,
      make("div", { class: "sheet-foot" }, parts.found, parts.see),
    );
    parts.opener.addEventListener("click", () =>
      fetched().then(
        () => {
          parts.scroll.append(parts.groups);
          parts.sheet.showModal();
        },
        () => {},
      ),
    );
    parts.see.addEventListener("click", () => {
      parts.sheet.close();
      parts.chosen.hidden ? parts.status.scrollIntoView() : parts.chosen.scrollIntoView();
      parts.status.focus({ preventScroll: true });
    });
    parts.sheet.addEventListener("close", () => parts.filters.append(parts.groups));
    wide.addEventListener("change", () => parts.sheet.close());
  }

  function buildFilters() {
    parts.boxes = data.facets.map((facet) =>
      facet.values.map(([value, name]) => {
        const id = "facet-" + facet.id + "-" + value;
        const box = make("input", { type: "checkbox", id, name: facet.id, value, autocomplete: "off" });
        const count = make("span", { class: "count" });
        return { box, count, line: make("li", {}, box, make("label", { for: id }, name, " ", count)) };
      }),
    );
    parts.groups.replaceChildren(
      ...data.facets
        .map((facet, f) => [facet, parts.boxes[f].map((one) => one.line)])
        .filter(([, lines]) => lines.length)
        .map(([facet, lines]) => make("fieldset", {}, make("legend", {}, facet.name), make("ul", {}, ...lines))),
    );
    region.hidden = true;
    show();
    foldAhead(0);
  }

  function setFilter(facet, value, on) {
    const values = state.filters.get(facet) || new Set();
    if (on) values.add(value);
    else values.delete(value);
    state.filters.set(facet, values);
  }

  function changed(how) {
    fetched().then(
      () => {
        writeAddress(how);
        show();
      },
      () => {},
    );
  }

  // ------------------------------------------------------------------------------------------------- showing

  function show() {
    knownFilters();
    const { found, counts } = window.handbook.caseFilters.filtered(data, state, language);
    results = found;
    if (parts.text.value.trim() !== state.q.trim()) parts.text.value = state.q;
    parts.sort.value = state.sort;
    for (const view of parts.views) view.checked = view.value === state.view;
    data.facets.forEach((facet, f) => {
      const values = state.filters.get(facet.id);
      parts.boxes[f].forEach((one, place) => {
        one.box.checked = Boolean(values && values.has(one.box.value));
        if (one.number === counts[f][place]) return;
        one.number = counts[f][place];
        one.count.textContent = "(" + one.number + ")";
        one.line.classList.toggle("empty", !one.number);
      });
    });
    showChosen();
    showResults();
    showStatus();
    showCompare();
  }

  function showChosen() {
    const chips = [];
    for (const facet of data.facets)
      for (const value of state.filters.get(facet.id) || []) {
        const name = facet.values[facet.places.get(value)][1];
        const spoken = make("span", { class: "visually-hidden" }, WORDS.remove + " " + facet.name + ": ");
        const cross = make("span", { "aria-hidden": "true" }, "×");
        const chip = make("button", { type: "button", class: "md-button" }, spoken, name, " ", cross);
        chip.addEventListener("click", () => {
          setFilter(facet.id, value, false);
          changed("pushState");
          parts.text.focus();
        });
        chips.push(chip);
      }
    parts.number.textContent = parts.openerNumber.textContent = chips.length ? " (" + chips.length + ")" : "";
    if (chips.length || state.q.trim()) {
      const clear = make("button", { type: "button", class: "md-button clear" }, WORDS.clear);
      clear.addEventListener("click", () => {
        state.filters = new Map();
        state.q = "";
        changed("pushState");
        parts.text.focus();
      });
      chips.push(clear);
    }
    parts.chosen.replaceChildren(...chips);
    parts.chosen.hidden = !chips.length;
  }

  function showStatus() {
    const all = data.cases.length;
    const visible = state.view === "map" ? results.length : shown;
    parts.status.textContent = WORDS.status(results.length, all, visible) + (results.length ? "" : " " + WORDS.none);
    parts.see.textContent = WORDS.see(results.length);
    parts.found.textContent = WORDS.status(results.length, all, results.length);
  }

  function showResults() {
    shown = 0;
    if (map) map.hidden = state.view !== "map";
    parts.results.replaceChildren();
    parts.more.hidden = true;
    if (state.view === "map") return showMap();
    if (!results.length) return;
    if (state.view === "table") {
      parts.list = make("tbody", {});
      const heads = WORDS.columns.map((name) => make("th", { scope: "col" }, name));
      const caption = make("caption", { id: "explorer-caption", class: "visually-hidden" }, WORDS.name);
      const table = make("table", {}, caption, make("thead", {}, make("tr", {}, ...heads)), parts.list);
      const around = { class: "table-region", role: "region", tabindex: "0", "aria-labelledby": "explorer-caption" };
      parts.results.append(make("div", around, table));
    } else {
      parts.list = make("ul", { class: "case-list" });
      parts.results.append(parts.list);
    }
    addRows();
  }

  function addRows() {
    const rows = results
      .slice(shown, shown + ROWS)
      .map((one) => (state.view === "table" ? tableRow(one) : listItem(one)));
    parts.list.append(...rows);
    shown += rows.length;
    parts.more.hidden = shown >= results.length;
    limitTicks();
    return rows[0];
  }

  function address(path) {
    return base + path + (location.protocol === "file:" ? "index.html" : "");
  }

  function named(one) {
    const id = "compare-" + one.id;
    const label = WORDS.tick + ": " + one.name;
    const box = make("input", { type: "checkbox", id, value: one.id, autocomplete: "off", "aria-label": label });
    box.checked = state.compare.has(one.id);
    const link = make("a", { href: address(data.section + one.id + "/") }, one.name);
    const mark = one.brief ? [" ", make("em", {}, `(${WORDS.brief})`)] : [];
    return [...(data.compare ? [make("label", { class: "tick" }, box), " "] : []), link, ...mark];
  }

  function tableRow(one) {
    const cells = [one.country, one.kind, one.population || WORDS.population, one.period, one.summary].map((text, at) =>
      make("td", { "data-label": WORDS.columns[at + 1] }, text),
    );
    return make("tr", {}, make("th", { scope: "row" }, ...named(one)), ...cells);
  }

  function listItem(one) {
    return make(
      "li",
      {},
      make("h3", {}, ...named(one)),
      make("p", { class: "note" }, [one.country, one.kind, one.population || WORDS.population, one.period].join(" · ")),
      make("p", {}, one.summary),
    );
  }

  /* The map's own markers, with the numbers of what was found; places without any are put away. */
  function showMap() {
    const numbers = new Map();
    for (const one of results) numbers.set(one.code, (numbers.get(one.code) || 0) + 1);
    for (const marker of map.querySelectorAll("[data-country]")) {
      const number = numbers.get(marker.dataset.country) || 0;
      marker.classList.toggle("away", !number);
      const name = marker.dataset.name;
      if (!name) continue;
      const said = WORDS.onMap(name, number);
      marker.setAttribute("aria-label", said);
      marker.querySelector("title").textContent = said;
      marker.querySelector("text").textContent = number;
    }
    const ids = new Set(results.map((one) => one.id));
    for (const entry of map.querySelectorAll("[data-case]")) entry.hidden = !ids.has(entry.dataset.case);
  }

  // ------------------------------------------------------------------------------------------------ comparing

  function tick(box) {
    if (box.checked) state.compare.add(box.value);
    else state.compare.delete(box.value);
    limitTicks();
    showCompare();
    writeAddress("replaceState");
  }

  function limitTicks() {
    const full = state.compare.size >= MOST_COMPARED;
    for (const box of parts.results.querySelectorAll(".tick input")) box.disabled = full && !box.checked;
  }

  function showCompare() {
    const number = state.compare.size;
    parts.compare.hidden = !number || !data.compare;
    if (parts.compare.hidden) return;
    const said = make("span", { role: "status" }, WORDS.chosenCases(number));
    const query = "?cases=" + [...state.compare].join(",");
    const link = number > 1 ? [" ", make("a", { href: address(data.compare) + query }, WORDS.compare(number))] : [];
    parts.compare.replaceChildren(said, ...link);
  }

  build();
  readAddress();
  if (map) map.hidden = true;
  for (const view of parts.views) view.checked = view.value === state.view;
  ready();
  if (location.search) {
    // Whoever was sent a selection wants to see it, not what stands above it.
    const sent = !location.hash && performance.getEntriesByType("navigation")[0]?.["type"] === "navigate";
    fetched().then(
      () => sent && parts.explorer.scrollIntoView(),
      () => {},
    );
  }
})();
