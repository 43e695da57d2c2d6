/* How well a text answers a question, for both engines of the search (search-engines.js). A question is a list of terms,
   as search-question.js reads them, each with how rare it is; a page has its stems, its pieces and what the engine says
   of it. */
(function () {
  "use strict";
  const { fold } = window.handbook.text;
  const { stem, wordsAndWholes } = window.handbook.searchQuestion;
  // About as many as there are; for how rare a word is.
  const PAGES = 200;
  const EXCERPT = 190;

  /** How rare a term is that so many pages have. */
  const rarity = (pages) => Math.log(1 + PAGES / (pages || 1));

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

  /** How much of a term is on a whole page: most in its title, then in the headings of its sections. */
  function weight(page, term) {
    return page.pieces.reduce(
      (sum, piece) => sum + 3 * share(piece.head, term) + share(piece.body, term),
      8 * share(page.head, term),
    );
  }

  window.handbook.searchScores = { best, hitOf, markedParts, rank, rarity, share, stemsOf, weight, worth };
})();
