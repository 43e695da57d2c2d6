/* Search: a dialog of our own, fetched at its first use with what reads a question (search-question.js) and with the
   engines that answer it (search-engines.js): {chapter, case, term}, lists of functions that give one hit each. */
(function () {
  "use strict";
  const { choose, load, make, word } = window.handbook;
  const WORDS = {
    title: word("search-title"),
    label: word("search-label"),
    close: word("close"),
    chapter: word("search-chapter"),
    case: word("search-case"),
    term: word("glossary"),
    counted: {
      chapter: [word("search-counted-chapter-one"), word("search-counted-chapter-many")],
      case: [word("search-counted-case-one"), word("search-counted-case-many")],
      term: [word("search-counted-term-one"), word("search-counted-term-many")],
    },
    results: [word("search-results-one"), word("search-results-many")],
    best: word("search-best"),
    nothing: (asked) => word("search-nothing", { words: asked.map((one) => word("quoted", { one })).join(", ") }),
    holds: (cases, countries) => word("search-holds", { cases, countries }),
    nearest: word("search-nearest"),
    similar: word("search-similar"),
    failed: word("search-failed"),
    searching: word("search-searching"),
    more: word("search-more"),
    key: word("search-key"),
    help: word("search-help"),
  };
  const KINDS = ["chapter", "case", "term"];
  const AT_FIRST = 4;
  const AT_ONCE = 10;
  const PAUSE = 150;
  // Pixels; lower screens have no room for titles.
  const LOW = 480;
  const NO_RESULTS = Object.fromEntries(KINDS.map((kind) => [kind, []]));

  // --------------------------------------------------------------------------------------------------- dialog

  let engine = null;
  let asked = "";
  let timer = 0;
  const parts = {};

  function dialog() {
    if (parts.dialog) return parts.dialog;
    parts.input = make("input", {
      id: "search-query",
      type: "search",
      autocomplete: "off",
      enterkeyhint: "search",
      "aria-label": WORDS.label,
      "aria-describedby": "search-help",
    });
    parts.status = make("p", { class: "search-status", role: "status" });
    parts.results = make("div", { class: "search-results" });
    parts.key = make("input", { id: "search-key", type: "checkbox" });
    parts.key.checked = document.documentElement.dataset.searchKey !== "off";
    const close = make("button", { type: "button", class: "search-close" }, WORDS.close);
    const form = make(
      "form",
      { role: "search", "aria-labelledby": "search-title" },
      (parts.label = make("label", { for: "search-query" }, WORDS.label)),
      parts.input,
      (parts.help = make("p", { id: "search-help", class: "note" }, WORDS.help)),
    );
    parts.title = make("h2", { id: "search-title" }, WORDS.title);
    parts.head = make("div", { class: "search-head" }, parts.title, close);
    parts.dialog = make(
      "dialog",
      { class: "search", "aria-labelledby": "search-title" },
      parts.head,
      form,
      parts.status,
      parts.results,
      make("p", { class: "search-key" }, parts.key, " ", make("label", { for: "search-key" }, WORDS.key)),
    );
    document.body.append(parts.dialog);
    close.addEventListener("click", () => parts.dialog.close());
    parts.key.addEventListener("change", () => choose("search-key", parts.key.checked ? "on" : "off"));
    parts.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(answer, PAUSE);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clearTimeout(timer);
      await answer();
      const first = parts.results.querySelector("a");
      if (first && parts.input.value.trim()) first.click();
    });
    parts.dialog.addEventListener("keydown", arrows);
    // Some browsers would only empty the field.
    parts.input.addEventListener("keydown", (event) => event.key === "Escape" && parts.dialog.close());
    // A result on another page leaves the question in this one's address, so that Back restores it.
    parts.results.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && link.href.split("#")[0] === location.href.split(/[?#]/)[0]) parts.dialog.close();
    });
    parts.dialog.addEventListener("close", () => inAddress(""));
    window.visualViewport?.addEventListener("resize", fit);
    parts.dialog.addEventListener("click", (event) => event.target === parts.dialog && parts.dialog.close());
    return parts.dialog;
  }

  /* The question stands in the address of the page that it was asked on, as ?search=. */
  function inAddress(query) {
    const address = new URL(location.href);
    if (query) address.searchParams.set("search", query);
    else address.searchParams.delete("search");
    if (address.href === location.href) return;
    history.replaceState(history.state, "", address);
    dispatchEvent(new Event("handbook:address"));
  }

  /* A keyboard on the screen leaves half of it: the dialog takes what is left, and in it the results most. */
  function fit() {
    const { height, offsetTop } = window.visualViewport;
    const low = height < LOW;
    parts.dialog.style.height = low ? height + "px" : "";
    parts.dialog.style.marginTop = low ? offsetTop + "px" : "";
    for (const one of [parts.title, parts.label, parts.help]) one.hidden = low;
    if (low) parts.head.prepend(parts.status);
    else parts.results.before(parts.status);
  }

  function arrows(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [parts.input, ...parts.results.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }

  function counted(number, one, many) {
    return number + " " + (number === 1 ? one : many);
  }

  async function answer() {
    // What was pasted may hold characters that nobody sees, as a hyphen that shows at the end of a line only.
    const query = parts.input.value.replace(/\p{Default_Ignorable_Code_Point}/gu, "").trim();
    if (query === asked) return;
    asked = query;
    inAddress(query);
    if (!query) {
      parts.results.replaceChildren();
      parts.status.textContent = "";
      return;
    }
    let hits = NO_RESULTS;
    let question, beyond;
    try {
      if (!parts.results.firstChild) parts.status.textContent = WORDS.searching;
      engine = engine || start();
      const { read, find, ...more } = await engine;
      beyond = more.beyond;
      question = read(query);
      hits = question.terms.length ? await find(question.terms) : NO_RESULTS;
    } catch {
      engine = null;
      if (query === asked) otherWays(WORDS.failed);
      return;
    }
    if (query !== asked) return;
    const { best, near, unknown } = question;
    const total = KINDS.reduce((sum, kind) => sum + hits[kind].length, 0);
    const nothing = unknown.length ? WORDS.nothing(unknown) + " " : "";
    if (!total && !best) return nothingOn(nothing || WORDS.nothing([query]) + " ", beyond);
    const kinds = (await order(query, hits)).filter((kind) => hits[kind].length);
    const groups = await Promise.all(kinds.map((kind) => group(kind, hits[kind])));
    if (query !== asked) return;
    if (best) groups.unshift(bestFirst(best, groups));
    parts.results.replaceChildren(...groups);
    const each = kinds.map((kind) => counted(hits[kind].length, ...WORDS.counted[kind]));
    const said = near.length
      ? WORDS.similar
      : total
        ? nothing + counted(total, ...WORDS.results) + ":"
        : nothing + WORDS.nearest;
    parts.status.textContent = [said, each.join(", ")].join(" ").trim();
  }

  /* Chapters first; cases where one is asked for, by its name or as a case. */
  async function order(query, hits) {
    const cases = ["case", ...KINDS.filter((kind) => kind !== "case")];
    if (!hits.case.length) return KINDS;
    if (namesCase(query, (await hits.case[0]()).title)) return cases;
    const page = hits.chapter.length && (await hits.chapter[0]()).named;
    return /\b(casos?|ejemplos?|cases?|examples?)\b/i.test(query) && !page ? cases : KINDS;
  }

  /* The answer that data/search.yml gives, before what the words give; it is not shown twice. */
  function bestFirst(best, groups) {
    const sections = best.section ? [{ title: best.section, url: best.url }] : [];
    const page = best.url.split("#")[0];
    for (const hit of groups.flatMap((one) => [...one.querySelectorAll(".hit")])) {
      if (hit.href === page) hit.closest("li").remove();
    }
    const entry = item({ ...best, url: page, sections, parts: [{ text: best.text, marked: false }] });
    entry.dataset.best = "";
    const heading = make("h3", { id: "search-best" }, WORDS.best);
    return make("section", { "aria-labelledby": "search-best" }, heading, make("ol", {}, entry));
  }

  /* What the handbook holds, and three ways on. */
  function nothingOn(said, beyond) {
    if (!beyond.nothing) return otherWays(said.trim());
    parts.status.textContent = said + WORDS.holds(beyond.cases, beyond.countries);
    const ways = beyond.nothing.map(({ title, section, url }) =>
      make("li", {}, make("a", { href: url }, section || title)),
    );
    parts.results.replaceChildren(make("ul", {}, ...ways));
  }

  // Words of names of places that by themselves name none.
  const KINDS_OF_PLACE =
    /^(asociacion|municipios?|ciudad|departamento|encuesta|estado|provincia|region|del?|las?|los|association|municipalities|city|department|province|state|survey|of|the|and)$/;

  /* Who asks for a place by its name wants its case: "Nariño" is "Departamento de Nariño". */
  function namesCase(query, title) {
    const { wordsOf } = window.handbook.text;
    const words = wordsOf(query);
    const name = wordsOf(title.replace(/\(\p{Ll}[^)]*\)/u, "")); // "Chile (regiones)" is named Chile
    return words.some((word) => !KINDS_OF_PLACE.test(word)) && ` ${name.join(" ")}`.includes(` ${words.join(" ")}`);
  }

  async function start() {
    await load("text");
    await load("search-question");
    await load("search-scores");
    await load("search-engines");
    return window.handbook.searchEngine();
  }

  function otherWays(said) {
    parts.status.textContent = said;
    const links = [...document.querySelectorAll("[data-instead-of-search] a")].map((link) =>
      make("li", {}, make("a", { href: link.href }, link.textContent)),
    );
    parts.results.replaceChildren(make("ul", {}, ...links));
  }

  async function group(kind, hits) {
    const list = make("ol", {});
    const more = make("button", { type: "button" }, WORDS.more);
    const heading = make("h3", { id: "search-" + kind }, WORDS[kind], " ", make("small", {}, "(" + hits.length + ")"));
    let shown = 0;
    const show = async (number) => {
      const next = await Promise.all(hits.slice(shown, shown + number).map((hit) => hit()));
      const items = next.map(item);
      list.append(...items);
      shown += next.length;
      more.hidden = shown >= hits.length;
      return items[0];
    };
    more.setAttribute("aria-describedby", "search-" + kind);
    more.addEventListener("click", async () => (await show(AT_ONCE)).querySelector("a").focus());
    await show(AT_FIRST);
    return make("section", { "aria-labelledby": "search-" + kind }, heading, list, more);
  }

  function item(hit) {
    const excerpt = make("p", {});
    for (const part of hit.parts) excerpt.append(part.marked ? make("mark", {}, part.text) : part.text);
    const entry = make("li", {}, make("a", { class: "hit", href: hit.url }, hit.title), excerpt);
    if (hit.sections.length) {
      const links = hit.sections
        .slice(0, parts.title.hidden ? 1 : 2)
        .map((section) => make("li", {}, make("a", { href: section.url }, section.title)));
      entry.insertBefore(make("ul", { class: "sections" }, ...links), excerpt);
    }
    return entry;
  }

  window.handbook.search = {
    open() {
      dialog();
      window.handbook.load("store"); // so that the setting of the key is saved at once
      if (!parts.dialog.open) parts.dialog.showModal();
      if (window.visualViewport) fit();
      const before = new URLSearchParams(location.search).get("search");
      if (before) {
        parts.input.value = before;
        answer();
      }
      parts.input.focus();
      parts.input.select();
      // On a slow line it arrives while somebody types.
      engine = engine || start();
      engine.catch(() => (engine = null));
    },
  };
})();
