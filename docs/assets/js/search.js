/* Search: a dialog of our own over Pagefind, fetched at its first use. Opened from a folder (file:), where browsers do
   not let Pagefind fetch its files, it searches assets/search-es.js or search-en.js instead, with the same results
   list. Each engine answers a query with {chapter, case, term}: lists of functions that give one hit each. */
(function () {
  "use strict";
  const { base, language, load, make, store } = window.handbook;
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

  /* Letter by letter, so that places in the folded text are places in the text. */
  function fold(text) {
    return Array.from(text.normalize("NFC").toLowerCase(), (letter) => letter.normalize("NFD")[0]).join("");
  }

  function wordsOf(text) {
    return fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  }

  // ------------------------------------------------------------------------------------------------- Pagefind

  async function pagefindEngine() {
    const pagefind = await import(base + "pagefind/pagefind.js");
    await pagefind.options({ excerptLength: 22 });
    await pagefind.init();
    const answer = await fetch(base + "pagefind/kinds-" + language + ".json");
    if (!answer.ok) throw new Error(answer.statusText);
    const kinds = new Map();
    for (const [kind, ids] of Object.entries(await answer.json())) for (const id of ids) kinds.set(id, kind);
    return async (query) => {
      const { results } = await pagefind.search(query);
      const found = { chapter: [], case: [], term: [] };
      const terms = [];
      for (const one of results) {
        const kind = kinds.get(one.id) || "case";
        if (kind === "term") terms.push(one.data());
        else found[kind].push(async () => pageHit(await one.data()));
      }
      found.term = termHits(await Promise.all(terms), query).map((hit) => async () => hit);
      return found;
    };
  }

  function pageHit(page) {
    const best = [...page.sub_results]
      .filter((section) => section.url.includes("#"))
      .sort((a, b) => b.locations.length - a.locations.length)
      .slice(0, 2);
    return {
      title: page.meta.title,
      url: here(page.raw_url || page.url),
      parts: excerptParts(page.excerpt),
      sections: best
        .filter((section) => section.title !== page.meta.title)
        .map((section) => ({ title: section.title, url: here(page.raw_url || page.url, section.url) })),
    };
  }

  /* Each term is a section of its page; those that begin with what was asked come first. */
  function termHits(pages, query) {
    const asked = fold(query.trim());
    const hits = pages.flatMap((page) => {
      const terms = page.sub_results.filter((section) => section.url.includes("#term-"));
      const sections = terms.length ? terms : [{ ...page, title: page.meta.title, url: "" }];
      return sections.map((section) => ({
        title: section.title,
        url: here(page.raw_url || page.url, section.url),
        parts: excerptParts(section.excerpt),
        sections: [],
      }));
    });
    const rank = (hit) => (fold(hit.title).startsWith(asked) ? 0 : 1);
    return hits.sort((a, b) => rank(a) - rank(b));
  }

  function here(raw, section) {
    const at = section ? section.indexOf("#") : -1;
    return new URL(raw.replace(/^\//, ""), base).href + (at < 0 ? "" : section.slice(at));
  }

  /* Pagefind marks words in HTML; only the marks are taken over, the rest as text. */
  function excerptParts(markup) {
    const body = new DOMParser().parseFromString(markup, "text/html").body;
    return [...body.childNodes].map((node) => ({ text: node.textContent, marked: node.nodeName === "MARK" }));
  }

  // ------------------------------------------------------------------------------------- opened from a folder

  async function folderEngine() {
    let pages = null;
    window.handbook.searchIndex = (entries) => (pages = pagesOf(entries));
    await load("../search-" + language);
    return async (query) => {
      const asked = wordsOf(query);
      const found = { chapter: [], case: [], term: [] };
      if (!asked.length) return found;
      const ranked = [];
      for (const page of pages) {
        const score = scoreOf(page, asked);
        if (score) ranked.push([score, page]);
      }
      ranked.sort((a, b) => b[0] - a[0]);
      for (const [, page] of ranked) found[page.kind].push(async () => folderHit(page, asked));
      return found;
    };
  }

  function pagesOf(entries) {
    const pages = new Map();
    for (const [kind, title, section, url, text, weight] of entries) {
      const [shown, rest] = text.split("\n");
      const piece = { section, url, shown, head: stems(section), body: stems(shown + " " + (rest || "")) };
      const own = kind === "term" && url.includes("#term-");
      const key = own ? url : url.split("#")[0];
      if (kind === "term" && !own && !shown) continue;
      if (!pages.has(key)) {
        const name = own ? section : title;
        pages.set(key, { kind, title: name, url: own ? url : key, head: stems(name), weight, pieces: [] });
      }
      pages.get(key).pieces.push(piece);
    }
    return [...pages.values()];
  }

  /* Plural and singular count as one word; enough for a fallback. */
  function stem(word) {
    if (word.length < 5) return word;
    if (language === "en") return word.replace(/ies$/, "y").replace(/([^s])s$/, "$1");
    return word.replace(/([dnrlszj])es$/, "$1").replace(/([^s])s$/, "$1");
  }

  function stems(text) {
    return new Set(wordsOf(text).map(stem));
  }

  function weightIn(words, one) {
    if (words.has(stem(one))) return 3;
    if (one.length < 3) return 0;
    for (const word of words) if (word.startsWith(one)) return 1;
    return 0;
  }

  /* Every word must be somewhere on the page; a title counts most. */
  function scoreOf(page, asked) {
    let score = 0;
    for (const one of asked) {
      const title = 12 * weightIn(page.head, one);
      let text = 0;
      for (const piece of page.pieces) text += 4 * weightIn(piece.head, one) + weightIn(piece.body, one);
      if (!title && !text) return 0;
      score += title + text;
    }
    return score * page.weight;
  }

  function folderHit(page, asked) {
    const weight = (piece) =>
      asked.reduce((sum, one) => sum + 4 * weightIn(piece.head, one) + weightIn(piece.body, one), 0);
    const best = page.pieces.filter(weight).sort((a, b) => weight(b) - weight(a));
    const named = page.kind === "chapter" ? best.filter((piece) => piece.section).slice(0, 2) : [];
    const address = (url) => {
      const [path, hash] = url.split("#");
      return base + path + "index.html" + (hash ? "#" + hash : "");
    };
    return {
      title: page.title,
      url: address(page.url),
      parts: markedParts((best[0] || page.pieces[0]).shown, asked),
      sections: named.map((piece) => ({ title: piece.section, url: address(piece.url) })),
    };
  }

  function markedParts(text, asked) {
    const wanted = new Set(asked.map(stem));
    const folded = fold(text);
    const places = [];
    for (const found of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
      const fits = wanted.has(stem(found[0])) || asked.some((one) => one.length > 2 && found[0].startsWith(one));
      if (fits) places.push([found.index, found.index + found[0].length]);
    }
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, (places[0] ? places[0][0] : 0) - 60)) + 1);
    const to = Math.min(text.length, from + 190);
    const parts = [{ text: from ? "… " : "", marked: false }];
    let at = from;
    for (const [start, end] of places.filter(([, end]) => end <= to)) {
      parts.push({ text: text.slice(at, start), marked: false }, { text: text.slice(start, end), marked: true });
      at = end;
    }
    parts.push({ text: text.slice(at, to) + (to < text.length ? " …" : ""), marked: false });
    return parts;
  }

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
    let found = NO_RESULTS;
    try {
      if (!parts.results.firstChild) parts.status.textContent = WORDS.searching;
      engine = engine || start();
      const search = await engine;
      found = await search(query);
    } catch {
      engine = null;
      if (query === asked) otherWays(WORDS.failed);
      return;
    }
    if (query !== asked) return;
    const total = KINDS.reduce((sum, kind) => sum + found[kind].length, 0);
    if (!total) return otherWays(WORDS.none);
    const kinds = KINDS.filter((kind) => found[kind].length);
    const groups = await Promise.all(kinds.map((kind) => group(kind, found[kind])));
    if (query !== asked) return;
    // Who asks for a place by its name wants its case.
    const title = groups[kinds.indexOf("case")]?.querySelector(".hit").textContent;
    const named = title && fold(title).startsWith(fold(query));
    const each = kinds.map((kind) => counted(found[kind].length, WORDS.counted[kind]));
    parts.results.replaceChildren(...(named ? [...groups].sort((a, b) => caseFirst(b) - caseFirst(a)) : groups));
    const said = nearOnly(query) ? WORDS.similar : counted(total, WORDS.results) + ":";
    parts.status.textContent = said + " " + each.join(", ");
  }

  const caseFirst = (group) => Number(group.getAttribute("aria-labelledby") === "search-case");

  /* Pagefind answers an unknown word with words that begin alike ("nino": "ninguno"); that has to be said. */
  function nearOnly(query) {
    const long = wordsOf(query).filter((word) => word.length > 3);
    const beginnings = long.map((word) => word.slice(0, Math.max(4, word.length - 6)));
    const marks = [...parts.results.querySelectorAll("mark")].flatMap((mark) => wordsOf(mark.textContent));
    return long.length && marks.length && !beginnings.some((one) => marks.some((mark) => mark.startsWith(one)));
  }

  /* The folder's index is there for a server too whose headers forbid WebAssembly. */
  async function start() {
    if (location.protocol === "file:") return folderEngine();
    try {
      const search = await pagefindEngine();
      return (query) =>
        search(query).catch(async () => {
          engine = folderEngine();
          return (await engine)(query);
        });
    } catch {
      return folderEngine();
    }
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
