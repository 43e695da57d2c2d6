/* The two engines of the search. Pagefind, which fetches only what a question needs; and, opened from a folder (file:),
   where browsers do not let Pagefind fetch its files, assets/search-es.js or search-en.js. Pagefind says which pages
   have a word; the best pages, and the best section and sentence of each, are chosen here alike for both.
   Fetched by search.js. */
(function () {
  "use strict";
  const { base, language, load } = window.handbook;
  const { fold, reader, stem, wordsOf, wordsAndWholes } = window.handbook.searchQuestion;
  // Of the pages that Pagefind finds, so many are read to choose the best sections; the others keep their order.
  const READ = { chapter: 8, case: 6 };
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
  const worth = (place) => 0.7 ** place;

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

  function rank(pages, terms) {
    const all = terms.reduce((sum, term) => sum + term.rare, 0) || 1;
    for (const page of pages) {
      page.best = page.pieces
        .map((piece) => [pieceScore(piece, terms), piece])
        .filter(([score]) => score)
        .sort((a, b) => b[0] - a[0]);
      const top = page.best.length ? page.best[0][0] / all : 0;
      const title = terms.reduce((sum, term) => sum + term.rare * share(page.head, term), 0) / all;
      page.named = title >= 0.7;
      page.rank = page.score * (1 + top + 2 * title);
    }
    return pages.sort((a, b) => b.rank - a.rank);
  }

  function hitOf(page, terms) {
    const named = page.kind === "term" ? [] : page.best.filter(([, piece]) => piece.section).slice(0, 2);
    // A case that is asked by its name is told by its summary.
    const first = page.kind === "case" && page.named ? null : page.best[0];
    return {
      title: page.title,
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
      const alike = same.length ? same : ways.filter((one) => one.begins && inside.some((word) => word.startsWith(one.word)));
      if (alike.length) places.push({ start: found.index, end: found.index + found[0].length, ways: alike });
    }
    const near = (place) => places.filter(({ start, end }) => start >= place.start && end <= place.start + EXCERPT - 60);
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
    const { kinds, words } = await known;
    const kindOf = new Map();
    for (const [kind, ids] of Object.entries(kinds)) for (const id of ids) kindOf.set(id, kind);
    const read = reader(words.split(" "));
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
      each.forEach((found, place) => (terms[place].rare = Math.log(1 + kindOf.size / (found.size || 1))));
      const together = new Map();
      for (const found of each) {
        for (const [id, { score, result }] of found) {
          const one = together.get(id) || { id, result, score: 0, terms: 0 };
          one.score += score;
          one.terms += 1;
          together.set(id, one);
        }
      }
      const all = [...together.values()];
      const most = Math.max(0, ...all.map((one) => one.terms));
      const ranked = all.filter((one) => one.terms === most).sort((a, b) => b.score - a.score);
      const found = { chapter: [], case: [], term: [] };
      for (const one of ranked) found[kindOf.get(one.id) || "case"].push(one);
      const hits = {};
      for (const kind of ["chapter", "case"]) {
        const best = await Promise.all(found[kind].slice(0, READ[kind]).map(scored));
        const rest = found[kind].slice(READ[kind]);
        hits[kind] = [
          ...rank(best, terms).map((page) => async () => hitOf(page, terms)),
          ...rest.map((one) => async () => hitOf(rank([await scored(one)], terms)[0], terms)),
        ];
      }
      const entries = (await Promise.all(found.term.map(scored))).flatMap((page) => page.entries);
      hits.term = termHits(entries, terms);
      return { hits, whole: most === terms.length };
    }

    const scored = async (one) => ({ ...(await pageOf(one.result)), kind: kindOf.get(one.id) || "case", score: one.score });
    return { read, find };
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
      if (shown || section) pieces.push({ section, url: url + hash, shown, head: stemsOf(section), body: stemsOf(shown) });
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
      return { kind: "term", title: name, url: own.length ? piece.url : url, head: stemsOf(name), pieces: [piece] };
    });
    return { title, url, head: stemsOf(title), pieces, entries };
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
    window.handbook.searchIndex = (entries) => (given = entries);
    await load("../search-" + language);
    const pages = pagesOf(given);
    const words = new Set();
    for (const [, title, section, , text] of given) for (const one of wordsAndWholes(`${title} ${section} ${text}`)) words.add(one);
    const read = reader(words);

    async function find(terms) {
      const found = pages.map((page) => ({ page, each: terms.map((term) => weight(page, term)) }));
      terms.forEach((term, place) => {
        term.rare = Math.log(1 + pages.length / (found.filter(({ each }) => each[place]).length || 1));
      });
      const has = ({ each }) => each.filter(Boolean).length;
      const most = Math.max(...found.map(has));
      const best = most ? found.filter((one) => has(one) === most) : [];
      const scored = best.map(({ page, each }) => {
        const score = page.weight * each.reduce((sum, one, place) => sum + terms[place].rare * (one / (one + 4)), 0);
        return { ...page, score };
      });
      const hits = {};
      for (const kind of ["chapter", "case", "term"]) {
        const ranked = rank(scored.filter((page) => page.kind === kind), terms);
        hits[kind] = ranked.map((page) => async () => hitOf(page, terms));
      }
      return { hits, whole: most === terms.length };
    }

    return { read, find };
  }

  function weight(page, term) {
    return page.pieces.reduce((sum, piece) => sum + 3 * share(piece.head, term) + share(piece.body, term), 8 * share(page.head, term));
  }

  function pagesOf(entries) {
    const pages = new Map();
    for (const [kind, title, section, url, text, weight] of entries) {
      const [shown, rest] = text.split("\n");
      const piece = { section, url: address(url), shown, head: stemsOf(section), body: stemsOf(shown + " " + (rest || "")) };
      const own = kind === "term" && url.includes("#term-");
      const key = own ? url : url.split("#")[0];
      if (kind === "term" && !own && !shown) continue;
      if (!pages.has(key)) {
        const name = own ? section : title;
        pages.set(key, { kind, title: name, url: address(key), head: stemsOf(name), weight, pieces: [] });
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
