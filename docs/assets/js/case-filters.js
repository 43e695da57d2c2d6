/* Which cases pass the filters of the explorer, and how many would with each value. For explorer.js, which shows them. */
(function () {
  "use strict";
  const { fold } = window.handbook.text;
  // Facets whose values say whether a source states them: 2 × place, + 1 for an editors' reading.
  const WITH_BASIS = new Set(["idea", "step", "dimension"]);
  // Marks that no letter takes in, and characters that nobody sees, part no word.
  const UNSEEN = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu;

  /** Each word of a text, folded, with a space before it: so the beginning of a word can be found. */
  const wordsOf = (text) =>
    (
      fold(text)
        .replace(UNSEEN, "")
        .match(/[\p{L}\p{N}]+/gu) || []
    ).map((word) => " " + word);

  /** What assets/cases-es.js sends, with names for the parts of a row and, for each value of a facet, its place. */
  function prepared(sent) {
    const facets = sent.facets.map(([id, name, values]) => {
      const places = new Map(values.map(([value], place) => [value, place]));
      return { id, name, values, places };
    });
    const at = Object.fromEntries(facets.map((facet, place) => [facet.id, place]));
    const plain = (values) =>
      values.map((ones, f) => (WITH_BASIS.has(facets[f].id) ? ones.map((one) => one >> 1) : ones));
    const cases = sent.cases.map(([id, name, first, period, summary, extra, values, population, brief]) => ({
      id,
      name,
      first,
      period,
      summary,
      extra,
      values,
      population,
      brief,
      places: plain(values),
      country: facets[at.country].values[values[at.country][0]][1],
      code: facets[at.country].values[values[at.country][0]][0],
      kind: facets[at.kind].values[values[at.kind][0]][1],
      text: null,
    }));
    return { facets, at, cases, section: sent.section, compare: sent.compare };
  }

  /** The words of a case that are looked into; made at the first use. */
  function textOf(one) {
    one.text ??= wordsOf([one.name, one.country, one.kind, one.summary, one.extra].join(" ")).join("");
    return one.text;
  }

  /** The cases that pass, and for each value of each facet how many would: those that fail in no facet, or in its own
      alone. ``state``: q, what is typed; filters, facet -> chosen values; sort, "name" (as sent), "country" or "year". */
  function filtered({ facets, at, cases }, { q, filters, sort }, language) {
    const asked = wordsOf(q);
    const chosen = facets.map((facet) => {
      const values = filters.get(facet.id);
      return values && values.size ? new Set([...values].map((value) => facet.places.get(value))) : null;
    });
    const basisOf = (place) => Number(facets[at.basis].values[place][0] !== "stated");
    const bases = chosen[at.basis] && new Set([...chosen[at.basis]].map(basisOf));
    const onTheseBases = (all, values, f) =>
      WITH_BASIS.has(facets[f].id) ? values.filter((value) => bases.has(value & 1)).map((value) => value >> 1) : all;
    const counts = facets.map((facet) => new Uint32Array(facet.values.length));
    const found = [];
    for (const one of cases) {
      if (!asked.every((word) => textOf(one).includes(word))) continue;
      const places = bases ? one.places.map((all, f) => onTheseBases(all, one.values[f], f)) : one.places;
      let failed = -1;
      let failures = 0;
      for (let f = 0; f < facets.length && failures < 2; f++) {
        if (chosen[f] && !places[f].some((place) => chosen[f].has(place))) {
          failures++;
          failed = f;
        }
      }
      if (failures > 1) continue;
      if (!failures) found.push(one);
      for (let f = 0; f < facets.length; f++) {
        if (failures && f !== failed) continue;
        for (const place of places[f]) counts[f][place]++;
      }
    }
    const { compare } = new Intl.Collator(language);
    if (sort === "country") found.sort((a, b) => compare(a.country, b.country));
    if (sort === "year") found.sort((a, b) => b.first - a.first);
    return { found, counts };
  }

  window.handbook.caseFilters = { filtered, prepared, textOf };
})();
