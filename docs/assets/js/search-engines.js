/* The two engines of the search. Pagefind, which fetches only what a question needs; and, opened from a folder (file:),
   where browsers do not let Pagefind fetch its files, assets/search-es.js or search-en.js. Pagefind says which pages
   have a word; the best pages, and the best section and sentence of each, are chosen here alike for both.
   Fetched by search.js. */
(function () {
  "use strict";
  const { base, language, load } = window.handbook;
  const { fold } = window.handbook.text;
  const { reader, stem, wordsAndWholes } = window.handbook.searchQuestion;
  // Of the pages that Pagefind finds, so many are read to choose the best sections; the others keep their order.
  const READ = { chapter: 10, case: 6 };
  // About as many as there are; for how rare a word is.
  const PAGES = 200;
  const FORMS = 5;
  const EXCERPT = 190;

  // ------------------------------------------------------------------- how well a text answers, for both engines

  function stemsOf(text) {
    const stems = new Set();
    for (const word of wordsAndWholes(text)) stems.add(stem(word)).add(word);
    return stems;
  }

  /* How much of a term is in a text: its words, or words that begin so. */
  function share(stems, term) {
    let best = 0;
    for (const [place, way] of term.ways.entries()) {
      const each = way.map((one) => (stems.has(one.stem) ? 1 : one.begins && begins(stems, one.word) ? 0.5 : 0));
      best = Math.max(best, Math.min(...each) * worth(place));
    }
    return best;
  }

  /* The ways of a term are in order: as it was asked, then as it may also have been meant. */
  const worth = (place) => (place ? 0.7 : 1);

  function begins(stems, beginning) {
    for (const one of stems) if (one.startsWith(beginning)) return true;
    return false;
  }

  /* A section: its heading counts more than its text; each word by how rare it is. */
  function pieceScore(piece, terms) {
    let score = 0;
    for (const term of terms) score += term.rare * (2 * share(piece.head, term) + share(piece.body, term));
    return score;
  }

  /* By what the engine says of the whole page, by its title and by its best section. */
  function rank(pages, terms) {
    const all = total(terms);
    const most = Math.max(...pages.map((page) => page.score), 0) || 1;
    for (const page of pages) {
      page.best = page.pieces
        .map((piece) => [pieceScore(piece, terms), piece])
        .filter(([score]) => score)
        .sort((a, b) => b[0] - a[0]);
      const top = page.best.length ? page.best[0][0] / (3 * all) : 0;
      const title = terms.reduce((sum, term) => sum + term.rare * share(page.head, term), 0) / all;
      page.named = title >= 0.7;
      page.rank = (page.score / most + 1.5 * title + 1.2 * top) * page.weight;
    }
    return pages.sort((a, b) => b.rank - a.rank);
  }

  const total = (terms) => terms.reduce((sum, term) => sum + term.rare, 0) || 1;

  /* Of the pages found, those that have as much of what was asked, by how rare it is, or nearly as much as any. */
  function best(found) {
    const most = Math.max(0, ...found.map((one) => one.cover));
    return found
      .filter((one) => one.cover >= 0.7 * most)
      .map((one) => ({ ...one, score: one.score * (one.cover / most) ** 2 }));
  }

  function hitOf(page, terms) {
    const named = page.kind === "term" ? [] : page.best.filter(([, piece]) => piece.section).slice(0, 2);
    // A case that is asked by its name is told by its summary.
    const first = page.kind === "case" && page.named ? null : page.best[0];
    return {
      title: page.title,
      named: page.named,
      url: page.url,
      parts: markedParts(first ? first[1].shown : page.pieces[0].shown, terms),
      sections: named.map(([, piece]) => ({ title: piece.section, url: piece.url })),
    };
  }

  /* The sentence of a text that holds most of what was asked, with the words marked. */
  function markedParts(text, terms) {
    const ways = terms.flatMap((term) => term.ways.flat());
    const places = [];
    for (const found of fold(text).matchAll(/[\p{L}\p{N}]+(?:[-\u2010\u2011/][\p{L}\p{N}]+)*/gu)) {
      const inside = wordsAndWholes(found[0]);
      const same = ways.filter((one) => inside.some((word) => stem(word) === one.stem));
      const alike = same.length
        ? same
        : ways.filter((one) => one.begins && inside.some((word) => word.startsWith(one.word)));
      if (alike.length) places.push({ start: found.index, end: found.index + found[0].length, ways: alike });
    }
    const near = (place) =>
      places.filter(({ start, end }) => start >= place.start && end <= place.start + EXCERPT - 60);
    const held = (place) => new Set(near(place).flatMap((one) => one.ways)).size;
    const first = places.reduce((best, one) => (!best || held(one) > held(best) ? one : best), null);
    const from = first ? startOfSentence(text, first.start) : 0;
    const to = text.length <= from + EXCERPT ? text.length : Math.max(text.lastIndexOf(" ", from + EXCERPT), from + 60);
    const parts = [{ text: from ? "… " : "", marked: false }];
    let at = from;
    for (const { start, end } of places.filter((one) => one.start >= from && one.end <= to)) {
      parts.push({ text: text.slice(at, start), marked: false }, { text: text.slice(start, end), marked: true });
      at = end;
    }
    parts.push({ text: text.slice(at, to) + (to < text.length ? " …" : ""), marked: false });
    return parts;
  }

  /* Where the sentence of a place begins; in a long one, some words before the place. */
  function startOfSentence(text, place) {
    const before = text.slice(Math.max(0, place - 90), place);
    const stops = [...before.matchAll(/[.?!:;]\s+/g)];
    const start = Math.max(0, place - 90);
    if (stops.length) return start + stops.at(-1).index + stops.at(-1)[0].length;
    return place <= 90 ? 0 : text.indexOf(" ", place - 60) + 1;
  }

  // ------------------------------------------------------------------------------------------------- Pagefind

  async function pagefindEngine() {
    const known = fetch(base + "pagefind/words-" + language + ".json").then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    });
    const pagefind = await import(base + "pagefind/pagefind.js");
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
      each.forEach((found, place) => (terms[place].rare = Math.log(1 + PAGES / (found.size || 1))));
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
    let given = null;
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
      each.forEach(
        (weights, place) => (terms[place].rare = Math.log(1 + PAGES / (weights.filter(Boolean).length || 1))),
      );
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

  function weight(page, term) {
    return page.pieces.reduce(
      (sum, piece) => sum + 3 * share(piece.head, term) + share(piece.body, term),
      8 * share(page.head, term),
    );
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
