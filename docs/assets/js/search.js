/* Search: a dialog of our own, fetched at its first use with what reads a question (search-question.js) and with the
   engines that answer it (search-engines.js): {chapter, case, term}, lists of functions that give one hit each. */
(function () {
  "use strict";
  const { language, make, store } = window.handbook;
  const WORDS = {
    es: {
      title: "Buscar en el manual",
      label: "Palabras que busca",
      close: "Cerrar",
      chapter: "Capítulos",
      case: "Casos",
      term: "Glosario",
      counted: { chapter: ["capítulo", "capítulos"], case: ["caso", "casos"], term: ["término", "términos"] },
      results: ["resultado", "resultados"],
      none: "Nada con esas palabras. Pruebe con menos, o con otras.",
      similar: "Nada con esas palabras. Lo más parecido:",
      failed: "La búsqueda no está disponible aquí.",
      searching: "Buscando…",
      more: "Ver más",
      key: "Abrir también con la tecla /",
      help: "Flechas para recorrer, Enter para abrir, Escape para cerrar.",
    },
    en: {
      title: "Search the handbook",
      label: "Words to look for",
      close: "Close",
      chapter: "Chapters",
      case: "Cases",
      term: "Glossary",
      counted: { chapter: ["chapter", "chapters"], case: ["case", "cases"], term: ["term", "terms"] },
      results: ["result", "results"],
      none: "Nothing with those words. Try fewer words, or others.",
      similar: "Nothing with those words. The nearest:",
      failed: "Search is not available here.",
      searching: "Searching…",
      more: "Show more",
      key: "Also open with the / key",
      help: "Arrow keys to move, Enter to open, Escape to close.",
    },
  }[language];
  const KINDS = ["chapter", "case", "term"];
  const AT_FIRST = 4;
  const AT_ONCE = 10;
  const PAUSE = 150;
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
      "aria-describedby": "search-help",
    });
    parts.status = make("p", { class: "search-status", role: "status" });
    parts.results = make("div", { class: "search-results" });
    parts.key = make("input", { id: "search-key", type: "checkbox" });
    parts.key.checked = store("handbook:search-key") !== "off";
    const close = make("button", { type: "button", class: "search-close" }, WORDS.close);
    const form = make(
      "form",
      { role: "search", "aria-labelledby": "search-title" },
      make("label", { for: "search-query" }, WORDS.label),
      parts.input,
      make("p", { id: "search-help", class: "note" }, WORDS.help),
    );
    parts.dialog = make(
      "dialog",
      { class: "search", "aria-labelledby": "search-title" },
      make("div", { class: "search-head" }, make("h2", { id: "search-title" }, WORDS.title), close),
      form,
      parts.status,
      parts.results,
      make("p", { class: "search-key" }, parts.key, " ", make("label", { for: "search-key" }, WORDS.key)),
    );
    document.body.append(parts.dialog);
    close.addEventListener("click", () => parts.dialog.close());
    parts.key.addEventListener("change", () => store("handbook:search-key", parts.key.checked ? "on" : "off"));
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
    parts.results.addEventListener("click", (event) => event.target.closest("a") && parts.dialog.close());
    parts.dialog.addEventListener("click", (event) => event.target === parts.dialog && parts.dialog.close());
    return parts.dialog;
  }

  function arrows(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [parts.input, ...parts.results.querySelectorAll("a, button")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }

  function counted(number, [one, many]) {
    return number + " " + (number === 1 ? one : many);
  }

  async function answer() {
    // What was pasted may hold characters that nobody sees, as a hyphen that shows at the end of a line only.
    const query = parts.input.value.replace(/\p{Default_Ignorable_Code_Point}/gu, "").trim();
    if (query === asked) return;
    asked = query;
    if (!query) {
      parts.results.replaceChildren();
      parts.status.textContent = "";
      return;
    }
    let found = null;
    let question = null;
    try {
      if (!parts.results.firstChild) parts.status.textContent = WORDS.searching;
      engine = engine || start();
      const { read, find } = await engine;
      question = read(query);
      found = question.terms.length ? await find(question.terms) : { hits: NO_RESULTS };
    } catch {
      engine = null;
      if (query === asked) otherWays(WORDS.failed);
      return;
    }
    if (query !== asked) return;
    const { hits } = found;
    const total = KINDS.reduce((sum, kind) => sum + hits[kind].length, 0);
    if (!total) return otherWays(WORDS.none);
    const first = hits.case.length && namesCase(query, (await hits.case[0]()).title) ? ["case"] : [];
    const kinds = [...new Set([...first, ...KINDS])].filter((kind) => hits[kind].length);
    const groups = await Promise.all(kinds.map((kind) => group(kind, hits[kind])));
    if (query !== asked) return;
    parts.results.replaceChildren(...groups);
    const each = kinds.map((kind) => counted(hits[kind].length, WORDS.counted[kind]));
    const said = question.near.length ? WORDS.similar : counted(total, WORDS.results) + ":";
    parts.status.textContent = said + " " + each.join(", ");
  }

  // Words of names of places that by themselves name none.
  const KINDS_OF_PLACE =
    /^(asociacion|municipios?|ciudad|departamento|encuesta|estado|provincia|region|del?|las?|los|association|municipalities|city|department|province|state|survey|of|the|and)$/;

  /* Who asks for a place by its name wants its case: "Nariño" is "Departamento de Nariño". */
  function namesCase(query, title) {
    const { wordsOf } = window.handbook.searchQuestion;
    const words = wordsOf(query);
    const name = wordsOf(title.replace(/\(\p{Ll}[^)]*\)/u, "")); // "Chile (regiones)" is named Chile
    return words.some((word) => !KINDS_OF_PLACE.test(word)) && ` ${name.join(" ")}`.includes(` ${words.join(" ")}`);
  }

  async function start() {
    const { load } = window.handbook;
    await load("search-question");
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
      const links = hit.sections.map((section) => make("li", {}, make("a", { href: section.url }, section.title)));
      entry.append(make("ul", { class: "sections" }, ...links));
    }
    return entry;
  }

  window.handbook.search = {
    open() {
      dialog();
      if (!parts.dialog.open) parts.dialog.showModal();
      parts.input.focus();
      parts.input.select();
      // On a slow line it arrives while somebody types.
      engine = engine || start();
      engine.catch(() => (engine = null));
    },
  };
})();
