/* The rules of the form for a case: shapes and limits by the types that "handbook check" uses, and, under the names that
   they have in hooks/handbook/checking/rules/, the rules of meaning that both share. A finding has the check's code. */
(function () {
  "use strict";
  const ours = window.handbook.caseForm; // shape, choices, and what case-form-data.js adds

  const SAID = {
    es: {
      missing: "Escriba: %f.",
      "choice-missing": "Elija: %f.",
      "item-missing": "%f: añada al menos uno.",
      "missing-language": "Escriba: %f.",
      "empty-text": "Escriba: %f.",
      "not-a-number": "%f: escriba un número con cifras, por ejemplo 4.60.",
      "not-a-whole-number": "%f: escriba un año o número entero, por ejemplo 2014.",
      "out-of-range": "%f: escriba un valor entre %low y %high.",
      "look-alike": "%f: «%found» se parece a «%meant» y es otro signo; escriba %example.",
      "bad-id":
        "%f: %found no sirve; use minúsculas sin tildes, cifras y guiones, 60 signos como máximo, por ejemplo villanueva.",
      "bad-link": "%f: escriba una dirección que empiece por https://, http:// o mailto:.",
      "not-a-date": "%f: escriba la fecha como 2026-11-21.",
      markup: "%f: hay código o formato (%found); escriba solo texto, sin HTML, Markdown ni enlaces.",
      formula:
        "%f: «%found» empieza con =, +, @ o un tabulador, como una fórmula de hoja de cálculo; escriba antes una palabra.",
      "control-character": "%f: hay un carácter invisible; borre y escriba de nuevo esa palabra.",
      "lost-letter": "%f: se perdió una letra (\ufffd) al cambiar la codificación; escríbala de nuevo.",
      "private-character":
        "%f: hay un carácter que solo se ve con la letra de un procesador de textos; escriba un signo corriente.",
      "broken-letters": "%f: una codificación equivocada rompió una letra: donde dice «%found» escriba «%meant».",
      "duplicate-id": "%f: «%found» ya es el nombre de otra página; elija otro.",
      "ends-before-start": "%f: no puede ser anterior al primer año, %start.",
      "year-of-publication":
        "%f: en %found se publicó la fuente y nada más de la ficha es de ese año; feche así una acción o una cifra, o diga que la fuente no da los años.",
      "before-several-years": "%f: si la fuente no da los años, deje este vacío.",
      "figure-without-year":
        "%f: escriba el año de la cifra; si la fuente no lo da, el de su publicación, y diga después que no lo da.",
      "year-to-come": "%f: no puede ser posterior al %latest.",
      "reviewed-before-source": "%f: no puede ser anterior a las fuentes, que son de %newest.",
      "named-twice": "%f: esta idea ya está más arriba; deje una sola.",
      "source-named-twice": "%f: «%found» ya está en la lista; elíjala allí.",
      "place-elsewhere":
        "%f: %lat, %lon no está en ese país ni cerca; ¿quiso decir latitud %meantLat y longitud %meantLon?",
      "thousands-or-decimals":
        "%f: «%found» se lee como un número con decimales; si son miles, escriba %thousands; si no, %decimals.",
      "wrong-language": "%f: este texto parece estar en %other; escríbalo en %own, o intercambie los dos.",
      "to-be-written": "%f: «%found» dice que el texto está por escribir; escríbalo o borre lo escrito.",
      es: "español",
      en: "inglés",
    },
    en: {
      missing: "Write: %f.",
      "choice-missing": "Choose: %f.",
      "item-missing": "%f: add at least one.",
      "missing-language": "Write: %f.",
      "empty-text": "Write: %f.",
      "not-a-number": "%f: write a number in figures, such as 4.60.",
      "not-a-whole-number": "%f: write a year or whole number, such as 2014.",
      "out-of-range": "%f: write a value between %low and %high.",
      "look-alike": "%f: '%found' looks like '%meant' and is another sign; write %example.",
      "bad-id":
        "%f: %found will not do; use lower case without accents, digits and hyphens, 60 signs at most, such as villanueva.",
      "bad-link": "%f: write an address that begins with https://, http:// or mailto:.",
      "not-a-date": "%f: write the date like 2026-11-21.",
      markup: "%f: there is code or markup (%found); write text only, without HTML, Markdown or links.",
      formula: "%f: '%found' begins with =, +, @ or a tab, like a formula of a spreadsheet; write a word before it.",
      "control-character": "%f: there is an invisible character; delete that word and type it again.",
      "lost-letter": "%f: a letter was lost (\ufffd) when the encoding changed; type it again.",
      "private-character": "%f: there is a character that shows only in a word processor's font; write a common sign.",
      "broken-letters": "%f: a wrong encoding has broken a letter: where it says '%found' write '%meant'.",
      "duplicate-id": "%f: '%found' is the name of another page already; choose another.",
      "ends-before-start": "%f: it cannot be before the first year, %start.",
      "year-of-publication":
        "%f: in %found the source was published, and nothing else in the record is of that year; date an action or a figure to it, or say that the source does not give the years.",
      "before-several-years": "%f: if the source does not give the years, leave this empty.",
      "figure-without-year":
        "%f: write the year of the figure; if the source does not give it, that of its publication, and say below that it does not.",
      "year-to-come": "%f: it cannot be after %latest.",
      "reviewed-before-source": "%f: it cannot be before the sources, which are of %newest.",
      "named-twice": "%f: this idea stands above already; keep one.",
      "source-named-twice": "%f: '%found' is in the list already; choose it there.",
      "place-elsewhere":
        "%f: %lat, %lon is not in that country or near it; did you mean latitude %meantLat and longitude %meantLon?",
      "thousands-or-decimals":
        "%f: '%found' is read as a number with decimals; if these are thousands, write %thousands; if not, %decimals.",
      "wrong-language": "%f: this text seems to be in %other; write it in %own, or swap the two.",
      "to-be-written": "%f: '%found' says that the text is still to be written; write it, or delete what is there.",
      es: "Spanish",
      en: "English",
    },
  }[window.handbook.language];

  /** The words of a finding, for a field of a kind: INPUT, TEXTAREA, SELECT, or FIELDSET where there is none to fill in. */
  function say(code, kind, words) {
    const of =
      code === "missing"
        ? { SELECT: "choice-missing", FIELDSET: "item-missing" }[kind]
        : code === "named-twice" && words.found && "source-named-twice";
    return SAID[of || code].replace(/%(\w+)/g, (all, word) => (word in words ? words[word] : all));
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
            ? [finding([...path, own], "wrong-language", { own: SAID[own], other: SAID[other] })]
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

  /** All that is wrong: shapes in the order of the fields, then the rules. ``typed``: path -> number as it was typed. */
  function findings(data, typed) {
    spoiltBy ??= makeSpoiltBy(ours.refused);
    return [...ofShape(ours.shape, data, [], true), ...Object.values(RULES).flatMap((rule) => rule(data, typed))];
  }

  Object.assign(ours, { findings, say, fieldName, rules: Object.keys(RULES) });
})();
