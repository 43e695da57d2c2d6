/* The rules of the form for a case: shapes and limits by the types that "handbook check" uses, and, under the names that
   they have in hooks/handbook/checking/rules/, the rules of meaning that both share. A finding has the check's code. */
(function () {
  "use strict";
  const { word } = window.handbook;
  const ours = window.handbook.caseForm; // shape, choices, and what case-form-data.js adds

  /** The words of a finding, for a field of a kind: INPUT, TEXTAREA, SELECT, or FIELDSET where there is none to fill in. */
  function say(code, kind, words) {
    const of =
      code === "missing"
        ? { SELECT: "choice-missing", FIELDSET: "item-missing" }[kind]
        : code === "named-twice" && words.found && "source-named-twice";
    return word(`finding-${of || code}`, { lost: "\ufffd", ...words });
  }

  const finding = (path, code, words = {}) => ({ path, code, words });
  /** ``ideas[2].id``, as the check names a field. */
  const fieldName = (path) =>
    path
      .map((one) => (typeof one === "number" ? `[${one + 1}]` : `.${one}`))
      .join("")
      .slice(1);
  const isEmpty = (value) => value === undefined || (typeof value === "object" && Object.values(value).every(isEmpty));

  // ------------------------------------------------------------------------------------------------- shapes and limits

  function ofShape(node, value, path, isRequired) {
    if (path.length && isEmpty(value)) return isRequired ? [finding(path, "missing")] : [];
    if (node.type === "object") {
      return Object.entries(node.fields).flatMap(([key, child]) =>
        ofShape(child, value[key], [...path, key], node.required.includes(key)),
      );
    }
    if (node.type === "both") {
      return ["es", "en"].flatMap((one) =>
        value[one] === undefined
          ? [finding([...path, one], "missing-language")]
          : ofText("text", value[one], [...path, one]),
      );
    }
    if (node.type === "array") return value.flatMap((one, index) => ofShape(node.items, one, [...path, index], false));
    if (node.type === "choice") return []; // nothing else can be chosen
    return node.type === "number" || node.type === "integer"
      ? ofNumber(node, value, path)
      : ofText(node.type, value, path);
  }

  function ofNumber({ type, minimum: low = -Infinity, maximum: high = Infinity }, value, path) {
    if (typeof value !== "number") {
      if (type === "integer" && /^-?(0|[1-9][0-9]*)[.,][0-9]+$/.test(value))
        return [finding(path, "not-a-whole-number")];
      const meant = value.normalize("NFKC").replace(MINUS, "-");
      return /^-?[0-9]+([.,][0-9]+)?$/.test(meant)
        ? lookAlike(value, meant, path, "not-a-number")
        : [finding(path, "not-a-number")];
    }
    return value < low || value > high ? [finding(path, "out-of-range", { low, high })] : [];
  }

  function ofText(kind, value, path) {
    const { pattern, not, maxLength = Infinity, format } = ours.texts[kind];
    const spoilt = spoiltBy(value);
    if (spoilt) return [finding(path, ...spoilt)];
    if (format === "date") return isDate(value) ? [] : lookAlike(value, value.replace(MINUS, "-"), path, "not-a-date");
    const [markup, formula] = (not ? not.anyOf : []).map((one) => new RegExp(one.pattern, "u").exec(value));
    if (markup) return [finding(path, "markup", { found: markup[0].slice(0, 40) })];
    if (formula) return [finding(path, "formula", { found: value.trim().slice(0, 40) })];
    if (new RegExp(pattern, "u").test(value) && value.length <= maxLength) return [];
    if (kind === "text") return [finding(path, "empty-text")];
    return lookAlike(value, value.normalize("NFKC").replace(MINUS, "-"), path, `bad-${kind}`);
  }

  function isDate(text) {
    const day = new Date(`${text}T00:00:00Z`);
    return (
      /^\d{4}-\d\d-\d\d$/.test(text) &&
      !isNaN(Number(day)) &&
      day.toISOString().startsWith(text) &&
      !text.startsWith("0000")
    );
  }

  const MINUS = /[−–—‐‑‒－﹣]/gu;
  /** A sign of another alphabet or width in a word, where it is plain which one was meant; else another code. */
  function lookAlike(value, meant, path, otherwise) {
    const [letters, others] = [[...value], [...meant]];
    const at = letters.length === others.length ? letters.findIndex((one, index) => one !== others[index]) : -1;
    if (at < 0) return [finding(path, otherwise, { found: value })];
    return [finding(path, "look-alike", { found: letters[at], meant: others[at], example: meant })];
  }

  // What spoils any text, by the same lists as the check: a code and its words, or undefined. Made at the first use, when
  // the lists are there.
  let spoiltBy;
  function makeSpoiltBy({ unseen, joiners, pictographs, private: fonts, lost, broken }) {
    const inClass = (ranges) =>
      ranges.map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join("");
    /** @type {[string, RegExp][]} */
    const kinds = [
      [
        "control-character",
        new RegExp(`[${inClass(unseen)}]|(?<![${inClass(pictographs)}])[${inClass(joiners)}]`, "u"),
      ],
      ["lost-letter", new RegExp(`[${inClass(lost)}]`, "u")],
      ["private-character", new RegExp(`[${inClass(fonts)}]`, "u")],
    ];
    const sequences = new RegExp(
      Object.keys(broken)
        .sort((a, b) => b.length - a.length)
        .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("|"),
      "gu",
    );
    return (text) => {
      const found = text.match(sequences);
      if (found) return ["broken-letters", { found: found[0], meant: broken[found[0]] }];
      const kind = kinds.find(([, pattern]) => pattern.test(text));
      return kind && [kind[0]];
    };
  }

  // ------------------------------------------------------------------------------------------------- what both share

  const year = (date) => Number(date.slice(0, 4));
  const lists = (value) => value || [];

  /** Id of a source -> the year when it was published, also of those that are added. */
  function yearsOfSources(newSources) {
    const added = lists(newSources)
      .map((one) => [one?.id, one?.year])
      .filter(([, one]) => typeof one === "number");
    return { ...ours.sourceYears, ...Object.fromEntries(added) };
  }

  /** Every field of the form that has a value: its node, the value and its path. */
  function fields(node, value, path = []) {
    if (isEmpty(value)) return [];
    const inner =
      node.type === "object"
        ? Object.entries(node.fields)
        : node.type === "array"
          ? value.map((one, index) => [index, node.items])
          : [];
    return [[node, value, path], ...inner.flatMap(([key, child]) => fields(child, value[key], [...path, key]))];
  }

  /** @type {Record<string, any>} */
  const NONE = {}; // a part that is not filled in

  const RULES = {
    a_period_runs_forward({ period, figures }) {
      const { start, end } = period ?? NONE;
      const spans = [
        [["period", "end"], start, end],
        ...lists(figures).map((one, index) => [["figures", index, "until"], one?.year, one?.until]),
      ];
      return spans
        .filter(([, first, last]) => last < first)
        .map(([path, first]) => finding(path, "ends-before-start", { start: first }));
    },

    a_period_is_that_of_the_facts({ period, sources, newSources, actions, figures }) {
      const { start, end, dated } = period ?? NONE;
      if (dated === "before") return end === undefined ? [] : [finding(["period", "end"], "before-several-years")];
      const years = yearsOfSources(newSources);
      const published = lists(sources)
        .map((one) => years[one?.source])
        .filter(Boolean);
      const texts = lists(actions).flatMap((one) => Object.values(one?.text ?? {}));
      const given = lists(figures).filter((one) => one && one.dated !== "before");
      const isDated = (year) =>
        texts.some((text) => new RegExp(`(?<!\\p{Nd})${year}(?!\\p{Nd})`, "u").test(text)) ||
        given.some((one) => one.year <= year && year <= (one.until ?? one.year));
      return [
        ["start", start],
        ["end", end],
      ]
        .filter(([, year]) => published.includes(year) && !isDated(year))
        .map(([key, year]) => finding(["period", key], "year-of-publication", { found: year }));
    },

    a_figure_has_its_year_or_says_why_not({ figures }) {
      return lists(figures).flatMap((one, index) => {
        if (isEmpty(one)) return [];
        if (one.year === undefined) return [finding(["figures", index, "year"], "figure-without-year")];
        return one.dated === "before" && one.until !== undefined
          ? [finding(["figures", index, "until"], "before-several-years")]
          : [];
      });
    },

    a_case_names_an_idea_once({ ideas }) {
      const ids = lists(ideas).map((one) => one?.id);
      return ids.flatMap((id, index) =>
        id && ids.indexOf(id) < index ? [finding(["ideas", index, "id"], "named-twice")] : [],
      );
    },

    a_case_has_a_place({ location }) {
      return isEmpty(location) ? [finding(["location"], "no-location")] : [];
    },

    a_case_lies_in_its_country({ country, location }) {
      const { lat, lon } = location ?? NONE;
      if (typeof lat !== "number" || typeof lon !== "number") return [];
      const boxes = ours.bounds[country];
      const mayLie = ([y, x]) =>
        boxes.some(([west, south, east, north]) => west <= x && x <= east && south <= y && y <= north);
      if (!boxes || mayLie([lat, lon])) return [];
      const signs = [
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ];
      const meant = [
        [lat, lon],
        [lon, lat],
      ]
        .flatMap(([y, x]) => signs.map(([a, b]) => [a * y, b * x]))
        .find(mayLie);
      return meant
        ? [finding(["location"], "place-elsewhere", { lat, lon, meantLat: meant[0], meantLon: meant[1] })]
        : [];
    },

    no_ambiguous_thousands_separator(data, typed) {
      return lists(data.figures).flatMap((one, index) => {
        const found = typed[`figures.${index}.value`] ?? "";
        if (!/^-?[1-9]\d{0,2}\.\d{3}$/.test(found)) return [];
        return [
          finding(["figures", index, "value"], "thousands-or-decimals", {
            found,
            thousands: found.replace(".", ""),
            decimals: `${found}0`,
          }),
        ];
      });
    },

    no_year_is_still_to_come(data) {
      const years = fields(ours.shape, data).filter(
        ([, value, path]) => ["year", "until", "start", "end"].includes(path.at(-1)) && value > year(ours.latest),
      );
      return years.map(([, , path]) => finding(path, "year-to-come", { latest: ours.latest }));
    },

    a_case_is_reviewed_after_its_sources_and_before_the_next_edition({ reviewed, sources, newSources }) {
      if (!reviewed || !isDate(reviewed)) return [];
      if (reviewed > ours.latest) return [finding(["reviewed"], "year-to-come", { latest: ours.latest })];
      const years = yearsOfSources(newSources);
      const listed = lists(sources)
        .map((one) => years[one?.source])
        .filter(Boolean);
      const newest = listed.length ? Math.max(...listed) : Math.min(...Object.values(years));
      return year(reviewed) < newest && Number.isFinite(newest)
        ? [finding(["reviewed"], "reviewed-before-source", { newest })]
        : [];
    },

    an_id_is_used_once({ id }) {
      return ours.taken.includes(id) ? [finding(["id"], "duplicate-id", { found: id })] : [];
    },

    vocabulary_ids_are_used_once({ newSources }) {
      const ids = [...ours.choices.sources.map(([id]) => id), ...lists(newSources).map((one) => one?.id)];
      const old = ours.choices.sources.length;
      return ids.flatMap((id, index) =>
        index >= old && id && ids.indexOf(id) < index
          ? [finding(["newSources", index - old, "id"], "named-twice", { found: id })]
          : [],
      );
    },

    every_text_is_written(data) {
      const { toWrite, suggested, names } = ours.unfinished;
      const begins = new RegExp(toWrite, "muy");
      const unwritten = (text) => suggested.includes(text) || ((begins.lastIndex = 0), begins.test(text));
      return fields(ours.shape, data).flatMap(([node, value, path]) => {
        const texts =
          node.type === "both"
            ? Object.entries(value).map(([own, text]) => [[...path, own], text])
            : node.type === "text" && path.some((one) => names.includes(one))
              ? [[path, value]]
              : [];
        return texts
          .filter(([, text]) => text && unwritten(text))
          .map(([where, text]) => finding(where, "to-be-written", { found: text }));
      });
    },

    texts_are_in_their_language(data) {
      const texts = fields(ours.shape, data).filter(([node]) => node.type === "both");
      return texts.flatMap(([, value, path]) =>
        ["es", "en"].flatMap((own) => {
          const other = own === "es" ? "en" : "es";
          return value[own] && languageOf(value[own]) === other
            ? [
                finding([...path, own], "wrong-language", {
                  own: word(`finding-language-${own}`),
                  other: word(`finding-language-${other}`),
                }),
              ]
            : [];
        }),
      );
    },
  };

  /** "es" or "en"; undefined where the text is too short or too mixed to tell. */
  function languageOf(text) {
    const { words, fewest, times } = ours.languages;
    const found = text.toLowerCase().match(/[\p{L}\p{Nl}\p{No}]+/gu) || [];
    if (found.length < fewest) return undefined;
    const count = (language) => found.filter((word) => words[language].includes(word)).length;
    const [most, least] = count("en") > count("es") ? ["en", "es"] : ["es", "en"];
    return count(most) >= fewest && count(most) > times * count(least) ? most : undefined;
  }

  /** What a proposal may wait for: others can add it. */
  const mayWait = ({ code }) => code === "missing-language" || code === "no-location";

  /** All that is wrong: shapes in the order of the fields, then the rules. ``typed``: path -> number as it was typed. */
  function findings(data, typed) {
    spoiltBy ??= makeSpoiltBy(ours.refused);
    return [...ofShape(ours.shape, data, [], true), ...Object.values(RULES).flatMap((rule) => rule(data, typed))];
  }

  /** What a brief note lacks, as missing_parts of hooks/handbook/content/brief_notes.py; nothing where it is none. */
  function missingParts(data) {
    const { enoughActions, parts } = ours.brief;
    const written = (part) => lists(data[part]).filter((one) => !isEmpty(one));
    if (written("actions").length >= enoughActions || parts.every((part) => written(part).length)) return [];
    const empty = parts.filter((part) => part !== "actions" && !written(part).length);
    const named = new Set(written("sources").map((one) => one.source));
    return ["actions", ...empty, ...(named.size < 2 ? ["sources"] : [])];
  }

  Object.assign(ours, { findings, mayWait, missingParts, say, fieldName, rules: Object.keys(RULES) });
})();
