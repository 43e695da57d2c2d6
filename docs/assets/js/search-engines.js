/* The two engines of the search. Pagefind, which fetches only what a question needs; and, opened from a folder (file:),
   where browsers do not let Pagefind fetch its files, assets/search-es.js or search-en.js. Pagefind says which pages
   have a word; the best pages, and the best section and sentence of each, are chosen alike for both (search-scores.js).
   Fetched by search.js. */
(function () {
  "use strict";
  const { base, language, load } = window.handbook;
  const { reader, wordsAndWholes } = window.handbook.searchQuestion;
  const { best, hitOf, rank, rarity, share, stemsOf, weight, worth } = window.handbook.searchScores;
  // Of the pages that Pagefind finds, so many are read to choose the best sections; the others keep their order.
  const READ = { chapter: 10, case: 6 };
  const FORMS = 5;

  // ------------------------------------------------------------------------------------------------- Pagefind

  async function pagefindEngine() {
    const bundle = base + "pagefind/" + language + "/";
    const known = fetch(bundle + "words-" + language + ".json").then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    const pagefind = await import(bundle + "pagefind.js");
    await pagefind.init();
    const { kinds, words, beyond } = await known;
    const kindOf = new Map();
    for (const [kind, ids] of Object.entries(kinds)) for (const id of ids) kindOf.set(id, kind);
    const read = reader(words.split(" "), beyond);
    const pages = new Map(); // id -> the page as read

    async function pageOf(result) {
      if (!pages.has(result.id)) pages.set(result.id, readPage(await result.data()));
      return pages.get(result.id);
    }

    /* id -> score and result, of the pages with any form of the word. */
    async function withWord({ forms }) {
      const found = new Map();
      for (const { results } of await Promise.all(forms.slice(0, FORMS).map((form) => pagefind.search(form)))) {
        for (const one of results) {
          if (!(found.get(one.id)?.score >= one.score)) found.set(one.id, { score: one.score, result: one });
        }
      }
      return found;
    }

    async function withTerm(term) {
      const found = new Map();
      for (const [place, way] of term.ways.entries()) {
        const [first, ...others] = await Promise.all(way.map(withWord));
        for (const [id, { score, result }] of first) {
          if (!others.every((one) => one.has(id))) continue;
          const sum = (score + others.reduce((total, one) => total + one.get(id).score, 0)) * worth(place);
          if (!(found.get(id)?.score >= sum)) found.set(id, { score: sum, result });
        }
      }
      return found;
    }

    async function find(terms) {
      const each = await Promise.all(terms.map(withTerm));
      each.forEach((found, place) => (terms[place].rare = rarity(found.size)));
      const together = new Map();
      each.forEach((found, place) => {
        for (const [id, { score, result }] of found) {
          const one = together.get(id) || { id, result, score: 0, cover: 0 };
          one.score += score;
          one.cover += terms[place].rare;
          together.set(id, one);
        }
      });
      const ranked = best([...together.values()]).sort((a, b) => b.score - a.score);
      const found = { chapter: [], case: [], term: [] };
      for (const one of ranked) found[kindOf.get(one.id) || "case"].push(one);
      const hits = {};
      for (const kind of ["chapter", "case"]) {
        const read = await Promise.all(found[kind].slice(0, READ[kind]).map(scored));
        const rest = found[kind].slice(READ[kind]);
        hits[kind] = [
          ...rank(read, terms).map((page) => async () => hitOf(page, terms)),
          ...rest.map((one) => async () => hitOf(rank([await scored(one)], terms)[0], terms)),
        ];
      }
      const entries = (await Promise.all(found.term.map(scored))).flatMap((page) => page.entries);
      hits.term = termHits(entries, terms);
      return hits;
    }

    const scored = async (one) => ({
      ...(await pageOf(one.result)),
      kind: kindOf.get(one.id) || "case",
      score: one.score,
    });
    return { read, find, beyond: located(beyond, here) };
  }

  /* The places that data/search.yml names, as links. */
  function located(beyond, link) {
    for (const one of [...(beyond.best || []), ...(beyond.nothing || [])]) one.url = link(one.url);
    return beyond;
  }

  /* A page of Pagefind's: its text is one, and each heading says at which word its section begins. */
  function readPage(data) {
    const url = here(data.raw_url || data.url);
    const words = data.content.split(/\s+/);
    const anchors = data.anchors.filter(({ element, id }) => /^h[123]$/.test(element) && id);
    const pieces = [];
    let start = 0;
    let section = "";
    let hash = "";
    const add = (end) => {
      const shown = words.slice(start, end).join(" ");
      if (shown || section)
        pieces.push({ section, url: url + hash, shown, head: stemsOf(section), body: stemsOf(shown) });
    };
    for (const { element, id, text, location } of anchors) {
      const heading = text.trim();
      if (element !== "h1") {
        add(location);
        section = heading;
        hash = "#" + id;
      }
      start = location + heading.split(/\s+/).length;
    }
    add(words.length);
    const title = data.meta.title;
    const own = pieces.filter((piece) => piece.url.includes("#term-"));
    const entries = (own.length ? own : pieces.filter((piece) => piece.shown)).map((piece) => {
      const name = own.length ? piece.section : title;
      const place = own.length ? piece.url : url;
      return { kind: "term", title: name, url: place, head: stemsOf(name), weight: 1, pieces: [piece] };
    });
    const { name = "", weight = 1 } = data.meta;
    return { title, url, head: stemsOf(`${title} ${name}`), weight: Number(weight), pieces, entries };
  }

  function here(raw) {
    return new URL(raw.replace(/^\//, ""), base).href;
  }

  /* Each term of the glossary stands for itself. */
  function termHits(entries, terms) {
    const covers = (one) => terms.every((term) => share(one.head, term) || share(one.pieces[0].body, term));
    const found = entries.filter(covers).map((one) => ({ ...one, score: 1 }));
    return rank(found, terms).map((page) => async () => hitOf(page, terms));
  }

  // ------------------------------------------------------------------------------------- opened from a folder

  async function folderEngine() {
    let given = [];
    let beyond = {};
    window.handbook.searchIndex = (entries, more) => ([given, beyond] = [entries, more]);
    await load("../search-" + language);
    const pages = pagesOf(given);
    const words = new Set();
    for (const [, title, section, , text] of given)
      for (const one of wordsAndWholes(`${title} ${section} ${text}`)) words.add(one);
    const read = reader(words, beyond);

    async function find(terms) {
      const each = terms.map((term) => pages.map((page) => weight(page, term)));
      each.forEach((weights, place) => (terms[place].rare = rarity(weights.filter(Boolean).length)));
      const found = pages.map((page, at) => {
        const sum = (value) => terms.reduce((total, term, place) => total + term.rare * value(each[place][at]), 0);
        return { ...page, score: sum((one) => one / (one + 4)), cover: sum(Boolean) };
      });
      const scored = best(found.filter((page) => page.cover));
      const hits = {};
      for (const kind of ["chapter", "case", "term"]) {
        const ranked = rank(
          scored.filter((page) => page.kind === kind),
          terms,
        );
        hits[kind] = ranked.map((page) => async () => hitOf(page, terms));
      }
      return hits;
    }

    return { read, find, beyond: located(beyond, address) };
  }

  function pagesOf(entries) {
    const pages = new Map();
    for (const [kind, title, section, url, text, weight, also = ""] of entries) {
      const [shown, rest] = text.split("\n");
      const piece = {
        section,
        url: address(url),
        shown,
        head: stemsOf(section),
        body: stemsOf(shown + " " + (rest || "")),
      };
      const own = kind === "term" && url.includes("#term-");
      const key = own ? url : url.split("#")[0];
      if (kind === "term" && !own && !shown) continue;
      if (!pages.has(key)) {
        const name = own ? section : title;
        pages.set(key, { kind, title: name, url: address(key), head: stemsOf(`${name} ${also}`), weight, pieces: [] });
      }
      pages.get(key).pieces.push(piece);
    }
    return [...pages.values()];
  }

  function address(url) {
    const [path, hash] = url.split("#");
    return base + path + "index.html" + (hash ? "#" + hash : "");
  }

  /* The folder's index is there for a server too whose headers forbid WebAssembly. */
  async function start() {
    if (location.protocol === "file:") return folderEngine();
    try {
      /** @type {{ read: any, find: any, beyond: any }} */
      let engine = await pagefindEngine();
      return {
        beyond: engine.beyond,
        read: (query) => engine.read(query),
        find: (terms) =>
          engine.find(terms).catch(async () => {
            engine = await folderEngine();
            return engine.find(terms);
          }),
      };
    } catch {
      return folderEngine();
    }
  }

  window.handbook.searchEngine = start;
})();
