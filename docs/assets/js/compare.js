/* Two to four cases side by side, named in the address: ?cases=medellin,lima. Each case is a script of its own
   (assets/cases/medellin-es.js), fetched when it is compared; the list of names, after them. */
(function () {
  "use strict";
  const { language, load, make, ready, word } = window.handbook;
  const WORDS = {
    label: word("compare-label"),
    choose: word("compare-choose"),
    add: word("add"),
    remove: word("remove"),
    few: word("compare-few"),
    full: word("compare-full"),
    failed: word("compare-failed"),
    status: (names) => word("compare-status", { n: names.length, names: names.join(", ") }),
    one: (name) => word("compare-one", { name }),
    shared: word("compare-shared"),
    caption: word("compare-caption"),
    point: word("compare-point"),
    silent: word("compare-silent"),
    byQuestion: word("compare-by-question"),
    beside: word("compare-beside"),
    all: (n) => word("rows-all", { n }),
  };
  const MOST = 4;

  const start = document.querySelector("[data-compare]");
  const records = new Map();
  const state = { cases: [], shared: false };
  const parts = {};
  let names = null;

  function namesFetched() {
    if (!names) {
      window.handbook.cases = offer;
      names = load("../cases-" + language).catch((error) => {
        names = null;
        parts.status.textContent = WORDS.failed;
        throw error;
      });
    }
    return names;
  }

  /* All cases in the list, under their countries. */
  function offer(sent) {
    const at = sent.facets.findIndex(([id]) => id === "country");
    const countries = sent.facets[at][2].map(([, name]) => make("optgroup", { label: name }));
    for (const [id, name, , , , , values] of sent.cases)
      countries[values[at][0]].append(make("option", { value: id }, name));
    parts.list.append(...countries.filter((one) => one.children.length));
    showChosen();
  }

  /* What is compared already cannot be chosen again. */
  function showChosen() {
    for (const option of parts.list.querySelectorAll("optgroup option"))
      option.disabled = state.cases.includes(option.value);
    parts.list.value = "";
  }

  async function record(id) {
    if (!/^[a-z0-9-]+$/.test(id)) return null;
    if (!records.has(id)) {
      window.handbook.caseRecord = (one) => records.set(one.id, one);
      await load("../cases/" + id + "-" + language).catch(() => {});
    }
    return records.get(id) || null;
  }

  function readAddress() {
    const query = new URLSearchParams(location.search);
    state.cases = [...new Set((query.get("cases") || "").split(",").filter(Boolean))].slice(0, MOST);
    state.shared = query.get("shared") === "1";
  }

  function go() {
    const query = (state.cases.length ? "?cases=" + state.cases.join(",") : "") + (state.shared ? "&shared=1" : "");
    try {
      history.pushState(null, "", (query || location.href.split(/[?#]/)[0]) + location.hash);
    } catch {
      // A browser may refuse this for files; the comparison works all the same.
    }
    dispatchEvent(new Event("handbook:address"));
    return show();
  }

  function build() {
    parts.list = make("select", { id: "compare-name" }, make("option", { value: "" }, WORDS.choose));
    parts.status = make("p", { role: "status" }, WORDS.few);
    parts.table = make("div", {});
    parts.shared = make("input", { type: "checkbox", id: "compare-shared", autocomplete: "off" });
    const label = make("label", { for: "compare-shared" }, WORDS.shared);
    parts.onlyShared = make("p", { class: "compare-shared" }, parts.shared, " ", label);
    const form = make(
      "form",
      { class: "compare-form" },
      make("label", { for: "compare-name" }, WORDS.label),
      parts.list,
      make("button", { type: "submit", class: "md-button" }, WORDS.add),
    );
    const list = start.nextElementSibling;
    start.before(form, parts.status, parts.onlyShared, parts.table);
    start.remove();
    if (list && list.tagName === "UL") list.remove();
    parts.list.addEventListener("focus", () => namesFetched().catch(() => {}));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      add(parts.list.value);
    });
    parts.shared.addEventListener("change", () => {
      state.shared = parts.shared.checked;
      go();
    });
    addEventListener("popstate", () => {
      readAddress();
      show();
    });
  }

  function add(id) {
    if (!id) return;
    if (state.cases.length >= MOST) parts.status.textContent = WORDS.full;
    else {
      state.cases.push(id);
      go();
    }
  }

  async function show() {
    const asked = [...state.cases];
    const loaded = await Promise.all(asked.map(record));
    if (asked.join() !== state.cases.join()) return;
    const failed = asked.filter((id, at) => !loaded[at]);
    const cases = loaded.filter(Boolean);
    state.cases = cases.map((one) => one.id);
    showChosen();
    parts.shared.checked = state.shared;
    parts.onlyShared.hidden = cases.length < 2;
    await load("tables").catch(() => {});
    parts.table.replaceChildren(...(cases.length ? shown(cases) : []));
    let said = WORDS.few;
    if (cases.length === 1) said = WORDS.one(cases[0].name);
    if (cases.length > 1) said = WORDS.status(cases.map((one) => one.name));
    parts.status.textContent = (failed.length ? WORDS.failed + ": " + failed.join(", ") + ". " : "") + said;
  }

  /* Group -> row -> the texts of each case, in the order that the records give. */
  function lined(cases) {
    const groups = new Map();
    cases.forEach((one, at) => {
      for (const group of one.groups) {
        if (!groups.has(group.id)) groups.set(group.id, { id: group.id, name: group.name, rows: new Map() });
        for (const [key, place, name, texts] of group.rows) {
          const rows = groups.get(group.id).rows;
          if (!rows.has(key)) rows.set(key, { place, name, texts: cases.map(() => null) });
          rows.get(key).texts[at] = texts;
        }
      }
    });
    return [...groups.values()].map((group) => ({
      ...group,
      rows: [...group.rows.values()]
        .filter((row) => !state.shared || group.id === "glance" || row.texts.filter(Boolean).length > 1)
        .sort((a, b) => a.place - b.place),
    }));
  }

  /* The table; of two cases on a phone, with a switch between question by question and side by side. */
  function shown(cases) {
    const region = table(cases);
    const ways = [false, true].map((beside) => {
      const label = beside ? WORDS.beside : WORDS.byQuestion;
      const choose = () => {
        parts.beside = beside;
        show();
      };
      return make("button", { type: "button", class: "md-button", onclick: choose }, label);
    });
    const show = () => {
      region.classList.toggle("beside", parts.beside === true && cases.length === 2);
      ways.forEach((way, at) => way.setAttribute("aria-pressed", String(Boolean(at) === Boolean(parts.beside))));
    };
    show();
    return cases.length === 2 ? [make("div", { class: "actions compare-ways" }, ...ways), region] : [region];
  }

  const ORDER = ["glance", "ideas", "steps", "modalities", "dimensions", "learned"];

  function table(cases) {
    const heads = cases.map((one) => {
      const remove = make(
        "button",
        { type: "button", class: "md-button", "aria-label": WORDS.remove + ": " + one.name },
        WORDS.remove,
      );
      remove.addEventListener("click", () => {
        state.cases = state.cases.filter((id) => id !== one.id);
        go().then(() => parts.list.focus());
      });
      const link = make("a", { href: caseAddress(one.id) }, one.name);
      return make(
        "th",
        { scope: "col" },
        link,
        " ",
        ...(one.mark ? [make("em", {}, `(${one.mark})`), " "] : []),
        remove,
      );
    });
    const bodies = lined(cases)
      .sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id))
      .filter((group) => group.rows.length)
      .flatMap((group) => {
        const title = make("th", { scope: "rowgroup", colspan: String(cases.length + 1) }, group.name);
        const rows = group.rows.map((row) => {
          const cells = row.texts.map((texts, at) => cell(texts, cases[at].name));
          return make("tr", {}, make("th", { scope: "row" }, row.name), ...cells);
        });
        const heading = make("tr", { class: "compare-group" }, title);
        const { openable } = window.handbook;
        if (group.id === "glance" || !openable) return [make("tbody", {}, heading, ...rows)];
        // On a phone each group but the first is closed under its heading.
        const rest = make("tbody", { class: "rest" }, ...rows);
        title.append(
          " ",
          openable(rest, WORDS.all(rows.length), (byButton) => byButton && focusOn(rows[0])),
        );
        return [make("tbody", {}, heading), rest];
      });
    const caption = make("caption", { id: "compare-caption", class: "visually-hidden" }, WORDS.caption);
    const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, WORDS.point), ...heads));
    const around = { role: "region", tabindex: "0", "aria-labelledby": "compare-caption" };
    return make("div", { class: "table-region compare-table", ...around }, make("table", {}, caption, head, ...bodies));
  }

  function focusOn(row) {
    row.tabIndex = -1; // where the reader goes on when the button is gone
    row.focus({ preventScroll: true });
  }

  function cell(texts, name) {
    const content = texts
      ? texts.map((text) => make("p", {}, text))
      : [make("span", { "aria-hidden": "true" }, "—"), make("span", { class: "visually-hidden" }, WORDS.silent)];
    return make("td", { "data-label": name }, ...content);
  }

  /* The case's page lies beside this one. */
  function caseAddress(id) {
    const section = new URL("../", location.href.split(/[?#]/)[0]).href;
    return section + id + "/" + (location.protocol === "file:" ? "index.html" : "");
  }

  build();
  readAddress();
  show().finally(() => {
    ready();
    namesFetched().catch(() => {});
  });
})();
