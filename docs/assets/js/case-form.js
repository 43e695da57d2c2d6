/* The form for a case. Its fields, what is required and what may be chosen come from the JSON Schema that the handbook
   itself checks with; here are only the names of the fields and the order of the parts. Ends with a .yml file. */
(function () {
  "use strict";
  const place = document.querySelector("[data-case-form]");
  if (!place) return;
  const { language, load, ready } = window.handbook;
  const KIND = "handbook-case-form";
  const SCHEMA = 1;
  // The address of a prefilled page has a limit on the hosts' side.
  const LONGEST_ADDRESS = 7500;
  // "newSources" is not of the case: it becomes lines for data/sources.yml.
  const PARTS = ["id", "name", "country", "kind", "location", "period", "summary", "newSources", "sources", "actions", "ideas",
    "figures", "lessons", "difficulties", "reviewed", "contributors"];
  // Inside a part, what the form leaves to the file.
  const LEFT_OUT = new Set(["Action.locator", "Figure.locator", ...["title_continued", "container", "publisher", "place", "pages", "note"]
    .map((one) => `Source.${one}`)]);
  // What the schema leaves open because the open data promises it so, and the handbook's rules ask for.
  const ASKED_FOR = new Set(["Figure.year"]);
  // Repeated parts that begin with an item to fill in.
  const STARTED = new Set(["sources", "actions", "ideas", "contributors"]);
  const LONG = new Set(["summary", "text", "how", "lesson", "lessons", "difficulties"]);

  const T = {
    es: {
      id: "Nombre del archivo", name: "Nombre del lugar", country: "País", kind: "Tipo de gobierno",
      location: "Ubicación", lat: "Latitud, en grados", lon: "Longitud, en grados", period: "Años que cubre la evidencia",
      start: "Primer año", end: "Último año", until: "Último año, si cubre varios", dated: "¿Da la fuente los años?", summary: "Resumen", sources: "Fuentes", source: "Fuente",
      locator: "Dónde en la fuente", actions: "Acciones", text: "Quién hizo qué, y cuándo", ideas: "Ideas que ilustra",
      "ideas.id": "Idea", basis: "Base", how: "Cómo la muestra este caso", lesson: "Lección para esta idea",
      figures: "Cifras", value: "Cifra", unit: "Unidad", label: "Qué mide", year: "Año", lessons: "Lecciones",
      difficulties: "Dificultades", reviewed: "Fecha en que se comparó con sus fuentes", contributors: "Quién firma",
      es: "en español", en: "en inglés", optional: "opcional", choose: "Elija", add: "Añadir", remove: "Quitar",
      "help.id": "Minúsculas sin tildes, cifras y guiones: villanueva. No se cambia después.",
      "help.lat": "Al sur del ecuador, con signo menos: -12.05", "help.lon": "Al oeste, con signo menos: -74.08",
      "help.source": "¿Falta la suya? Descríbala arriba, en «Fuentes que faltan en la lista».",
      newSources: "Fuentes que faltan en la lista", "newSources.id": "Nombre corto de la fuente", short: "Cómo se cita", authors: "Autoría",
      title: "Título", language: "Idioma de la fuente", link: "Dirección en la web",
      "help.newSources.id": "Minúsculas sin tildes, cifras y guiones: plan-tunja-2020.", "help.short": "Por ejemplo: Plan de Tunja 2020",
      "help.authors": "Personas u organizaciones; apellido primero.", "help.link": "Empieza por https://",
      address: "%f: escriba una dirección que empiece por https://, http:// o mailto:.",
      known: "%f: «%found» ya está en la lista; elíjala allí.", lines: "Agregue la fuente", append: "Copie estas líneas al final de data/sources.yml, en la misma solicitud:",
      edit: "Abrir data/sources.yml en el repositorio",
      "help.text": "Solo texto: ni HTML, ni Markdown, ni enlaces.", "help.reviewed": "Año-mes-día: 2026-11-21",
      "help.contributors": "Persona u organización.", "help.basis": "Ante la duda, lectura editorial.",
      required: "Escriba: %f.", pick: "Elija: %f.", number: "%f: escriba un número con cifras, por ejemplo 4.60.",
      integer: "%f: escriba un año o número entero, por ejemplo 2014.", range: "%f: escriba un valor entre %low y %high.",
      pattern: "%f: %found no sirve; use minúsculas sin tildes, cifras y guiones, por ejemplo villanueva.",
      markup: "%f: hay código o formato (%found); escriba solo texto, sin HTML, Markdown ni enlaces.",
      formula: "%f: «%found» empieza con =, +, @ o un tabulador, como una fórmula de hoja de cálculo; escriba antes una palabra.",
      control: "%f: hay un carácter invisible; borre y escriba de nuevo esa palabra.",
      lost: "%f: se perdió una letra (\ufffd) al cambiar la codificación; escríbala de nuevo.",
      font: "%f: hay un carácter que solo se ve con la letra de un procesador de textos; escriba un signo corriente.",
      broken: "%f: una codificación equivocada rompió una letra: donde dice «%found» escriba «%meant».",
      date: "%f: escriba la fecha como 2026-11-21.", late: "%f: no puede ser posterior al %latest.",
      early: "%f: no puede ser anterior a las fuentes, que son de %newest.", few: "%f: añada al menos uno.",
      taken: "%f: «%found» ya es el nombre de otra página; elija otro.", order: "%f: no puede ser anterior al primer año.",
      undated: "%f: si la fuente no da los años, deje este vacío.",
      published: "%f: en %found se publicó la fuente y nada más de la ficha es de ese año; feche así una acción o una cifra, o diga que la fuente no da los años.",
      twice: "%f: esta idea ya está más arriba; deje una sola.", long: "%f: use 60 caracteres como máximo.",
      summaryOne: "Hay un error que corregir", summaryMany: "Hay %n errores que corregir", make: "Crear el archivo",
      kept: "El borrador se guarda en este dispositivo y en ninguna otra parte.", saved: "Borrador guardado en este dispositivo.",
      clear: "Borrar el borrador", sure: "¿Borrar todo lo escrito?", done: "El archivo está listo",
      then: "Descárguelo y póngalo en data/cases/, o abra la página del repositorio con el texto ya puesto.",
      download: "Descargar %f", open: "Abrir en el repositorio", tooLong: "El texto no cabe en una dirección: descárguelo y súbalo en",
      upload: "la página de carga del repositorio", added: "Se añadió: %f", removed: "Se quitó: %f", restored: "Se recuperó su borrador.",
      undo: "Deshacer", undone: "Se deshizo el cambio.", organisation: "Es una organización",
      draftOut: "Descargar el borrador", draftIn: "Abrir un borrador", draftFile: "borrador-de-caso", opened: "Se abrió el borrador.",
      badDraft: "Ese archivo no es un borrador descargado desde este formulario, o está dañado. No se cambió nada.",
      newerDraft: "Ese archivo es de una versión más nueva del manual. No se cambió nada.",
      unknown: "No se tomó lo que este formulario no conoce: %found.", noSpace: "No hay espacio en este navegador para ese borrador. No se cambió nada.",
      replaceTitle: "Ya hay un borrador", replaceText: "¿Quiere poner en su lugar el del archivo?", replace: "Reemplazar",
    },
    en: {
      id: "Name of the file", name: "Name of the place", country: "Country", kind: "Kind of government",
      location: "Location", lat: "Latitude, in degrees", lon: "Longitude, in degrees", period: "Years the evidence covers",
      start: "First year", end: "Last year", until: "Last year, if it covers several", dated: "Does the source give the years?", summary: "Summary", sources: "Sources", source: "Source",
      locator: "Where in the source", actions: "Actions", text: "Who did what, and when", ideas: "Ideas it illustrates",
      "ideas.id": "Idea", basis: "Basis", how: "How this case shows it", lesson: "Lesson for this idea",
      figures: "Figures", value: "Figure", unit: "Unit", label: "What it measures", year: "Year", lessons: "Lessons",
      difficulties: "Difficulties", reviewed: "Date when it was compared with its sources", contributors: "Who signs",
      es: "in Spanish", en: "in English", optional: "optional", choose: "Choose", add: "Add", remove: "Remove",
      "help.id": "Lower case without accents, digits and hyphens: villanueva. Never changed later.",
      "help.lat": "South of the equator, with a minus sign: -12.05", "help.lon": "West, with a minus sign: -74.08",
      "help.source": "Yours is missing? Describe it above, in 'Sources missing from the list'.",
      newSources: "Sources missing from the list", "newSources.id": "Short name of the source", short: "How it is cited", authors: "Authors",
      title: "Title", language: "Language of the source", link: "Address on the web",
      "help.newSources.id": "Lower case without accents, digits and hyphens: plan-tunja-2020.", "help.short": "For example: Plan of Tunja 2020",
      "help.authors": "Persons or organisations; family name first.", "help.link": "Begins with https://",
      address: "%f: write an address that begins with https://, http:// or mailto:.",
      known: "%f: '%found' is in the list already; choose it there.", lines: "Add the source", append: "Copy these lines to the end of data/sources.yml, in the same request:",
      edit: "Open data/sources.yml in the repository",
      "help.text": "Text only: no HTML, no Markdown, no links.", "help.reviewed": "Year-month-day: 2026-11-21",
      "help.contributors": "A person or an organisation.", "help.basis": "When in doubt, editors' reading.",
      required: "Write: %f.", pick: "Choose: %f.", number: "%f: write a number in figures, such as 4.60.",
      integer: "%f: write a year or whole number, such as 2014.", range: "%f: write a value between %low and %high.",
      pattern: "%f: %found will not do; use lower case without accents, digits and hyphens, such as villanueva.",
      markup: "%f: there is code or markup (%found); write text only, without HTML, Markdown or links.",
      formula: "%f: '%found' begins with =, +, @ or a tab, like a formula of a spreadsheet; write a word before it.",
      control: "%f: there is an invisible character; delete that word and type it again.",
      lost: "%f: a letter was lost (\ufffd) when the encoding changed; type it again.",
      font: "%f: there is a character that shows only in a word processor's font; write a common sign.",
      broken: "%f: a wrong encoding has broken a letter: where it says '%found' write '%meant'.",
      date: "%f: write the date like 2026-11-21.", late: "%f: it cannot be after %latest.",
      early: "%f: it cannot be before the sources, which are of %newest.", few: "%f: add at least one.",
      taken: "%f: '%found' is the name of another page already; choose another.", order: "%f: it cannot be before the first year.",
      undated: "%f: if the source does not give the years, leave this empty.",
      published: "%f: in %found the source was published, and nothing else in the record is of that year; date an action or a figure to it, or say that the source does not give the years.",
      twice: "%f: this idea stands above already; keep one.", long: "%f: use 60 characters at most.",
      summaryOne: "There is one error to mend", summaryMany: "There are %n errors to mend", make: "Make the file",
      kept: "The draft is kept on this device and nowhere else.", saved: "Draft kept on this device.",
      clear: "Delete the draft", sure: "Delete all that is written?", done: "The file is ready",
      then: "Download it and put it in data/cases/, or open the repository's page with the text already there.",
      download: "Download %f", open: "Open in the repository", tooLong: "The text is too long for an address: download it and send it through",
      upload: "the repository's upload page", added: "Added: %f", removed: "Removed: %f", restored: "Your draft was restored.",
      undo: "Undo", undone: "The change was undone.", organisation: "It is an organisation",
      draftOut: "Download the draft", draftIn: "Open a draft", draftFile: "draft-of-a-case", opened: "The draft was opened.",
      badDraft: "That file is not a draft downloaded from this form, or it is damaged. Nothing was changed.",
      newerDraft: "That file is from a newer version of the handbook. Nothing was changed.",
      unknown: "What this form does not know was left out: %found.", noSpace: "There is no space in this browser for that draft. Nothing was changed.",
      replaceTitle: "There is a draft already", replaceText: "Do you want to put the one of the file in its place?", replace: "Replace",
    },
  }[language === "en" ? "en" : "es"];

  let schema, names, taken, repository, refused, latest, sourceYears, edition, saved, form, status, summary, result;

  const say = (message, words) => message.replace(/%(\w+)/g, (all, word) => (words && word in words ? words[word] : all));
  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== null) element.setAttribute(name, value);
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  // ------------------------------------------------------------------------------------------------- the schema
  const resolve = (node) => {
    if (node.$ref) return { ...schema.$defs[node.$ref.split("/").pop()], $name: node.$ref.split("/").pop() };
    const inner = node.anyOf && node.anyOf.find((one) => one.type !== "null");
    return inner ? resolve(inner) : node;
  };
  const needs = (rule, key) => (rule.required || []).includes(key) || ASKED_FOR.has(`${rule.$name}.${key}`);
  const isBoth = (node) => node.$name === "Bilingual";
  const part = (key) => (key === "newSources" ? { type: "array", items: { $ref: "#/$defs/Source" } } : schema.properties[key]);

  // The sources that the writer adds can be chosen like the others.
  const isSource = (path) => path[path.length - 1] === "source";
  const newIds = () => [...form.querySelectorAll("[data-part=newSources] [data-path$='.id']")].map((one) => one.value.trim()).filter(Boolean);
  function offerNewSources() {
    for (const select of form.querySelectorAll("select[data-path$='.source']")) {
      const chosen = select.value;
      for (const old of select.querySelectorAll("[data-new]")) old.remove();
      select.append(...newIds().map((id) => make("option", { value: id, "data-new": "" }, id)));
      select.value = chosen;
      if (select.selectedIndex < 0) select.value = "";
    }
  }

  // What spoils any text, by the same lists as the handbook's own check: a message key and its words, or undefined.
  const inClass = (ranges) => ranges.map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join("");
  function refusedBy({ unseen, joiners, pictographs, private: fonts, lost, broken }) {
    const kinds = [
      ["control", new RegExp(`[${inClass(unseen)}]|(?<![${inClass(pictographs)}])[${inClass(joiners)}]`, "u")],
      ["lost", new RegExp(`[${inClass(lost)}]`, "u")],
      ["font", new RegExp(`[${inClass(fonts)}]`, "u")],
    ];
    const sequences = new RegExp(Object.keys(broken).sort((a, b) => b.length - a.length)
      .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gu");
    return (text) => {
      const found = text.match(sequences);
      if (found) return ["broken", { found: found[0], meant: broken[found[0]] }];
      const kind = kinds.find(([, pattern]) => pattern.test(text));
      return kind && [kind[0], {}];
    };
  }

  // What is wrong with a value, by the schema: [path, message key, words].
  function problems(node, value, path, required) {
    const rule = resolve(node);
    const missing = value === undefined || value === "";
    if (missing && rule.type === "object" && required) return problems(node, {}, path, true);
    if (missing) return required ? [[path, rule.enum ? "pick" : "required", {}]] : [];
    if (rule.type === "object") {
      return Object.entries(rule.properties).flatMap(([key, child]) =>
        problems(child, value[key], [...path, key], needs(rule, key)));
    }
    if (rule.type === "array") {
      const found = value.flatMap((item, index) => problems(rule.items, item, [...path, index], true));
      return value.length < (rule.minItems || 0) ? [[path, "few", {}], ...found] : found;
    }
    if (rule.type === "number" || rule.type === "integer") {
      if (typeof value !== "number" || (rule.type === "integer" && !Number.isInteger(value))) return [[path, rule.type, {}]];
      const low = rule.minimum, high = rule.maximum;
      return (low !== undefined && value < low) || (high !== undefined && value > high) ? [[path, "range", { low, high }]] : [];
    }
    if (rule.enum) return rule.enum.includes(value) || (isSource(path) && newIds().includes(value)) ? [] : [[path, "pick", {}]];
    const spoilt = refused(value);
    if (spoilt) return [[path, ...spoilt]];
    if (rule.format === "date") {
      const day = new Date(value + "T00:00:00Z");
      const good = /^\d{4}-\d\d-\d\d$/.test(value) && !isNaN(day) && day.toISOString().startsWith(value);
      return good ? [] : [[path, "date", {}]];
    }
    // What a text must not hold, in this order: markup, and the beginning of a formula.
    const [markup, formula] = ((rule.not && rule.not.anyOf) || []).map((one) => new RegExp(one.pattern, "u").exec(value));
    if (markup) return [[path, "markup", { found: markup[0].slice(0, 40) }]];
    if (formula) return [[path, "formula", { found: value.trim().slice(0, 40) }]];
    if (rule.pattern && !new RegExp(rule.pattern, "u").test(value)) return [[path, rule.not ? "required" : path.includes("link") ? "address" : "pattern", { found: value }]];
    return [];
  }

  // What the shape cannot say, as in the handbook's own rules.
  function meaning(data) {
    const found = [];
    if (taken.includes(data.id)) found.push([["id"], "taken", { found: data.id }]);
    if (data.id && data.id.length > 60) found.push([["id"], "long", {}]);
    const listed = schema.$defs.SourceUse.properties.source.enum;
    (data.newSources || []).forEach((one, index, all) => {
      if (!one || !one.id) return;
      if (listed.includes(one.id) || all.findIndex((other) => other && other.id === one.id) < index) {
        found.push([["newSources", index, "id"], "known", { found: one.id }]);
      } else if (one.id.length > 60) found.push([["newSources", index, "id"], "long", {}]);
    });
    const { start, end, dated } = data.period || {};
    if (typeof start === "number" && typeof end === "number" && end < start) found.push([["period", "end"], "order", {}]);
    if (dated === "before" && end !== undefined) found.push([["period", "end"], "undated", {}]);
    (data.figures || []).forEach((one, index) => {
      if (!one || one.until === undefined) return;
      if (one.dated === "before") found.push([["figures", index, "until"], "undated", {}]);
      else if (one.until < one.year) found.push([["figures", index, "until"], "order", {}]);
    });
    if (data.reviewed > latest) found.push([["reviewed"], "late", { latest }]);
    const years = { ...sourceYears, ...Object.fromEntries((data.newSources || []).map((one) => [one && one.id, one && one.year])) };
    const listedYears = (data.sources || []).map((one) => one && years[one.source]).filter(Boolean);
    const isDated = (year) => (data.figures || []).some((one) => one && one.dated !== "before" && one.year <= year && year <= (one.until || one.year)) ||
      (data.actions || []).some((one) => new RegExp(`(^|\\D)${year}(\\D|$)`).test(`${one?.text?.es} ${one?.text?.en}`));
    for (const [key, year] of dated === "before" ? [] : [["start", start], ["end", end]]) {
      if (listedYears.includes(year) && !isDated(year)) found.push([["period", key], "published", { found: year }]);
    }
    const newest = listedYears.length ? Math.max(...listedYears) : Math.min(...Object.values(sourceYears), latest.slice(0, 4));
    if (Number(String(data.reviewed).slice(0, 4)) < newest) found.push([["reviewed"], "early", { newest }]);
    (data.ideas || []).forEach((idea, index) => {
      if (idea.id && data.ideas.findIndex((other) => other.id === idea.id) < index) found.push([["ideas", index, "id"], "twice", {}]);
    });
    return found;
  }

  // ------------------------------------------------------------------------------------------------- the fields
  const nameOf = (path) => {
    const keys = path.filter((one) => typeof one === "string");
    const last = keys[keys.length - 1];
    if ((last === "es" || last === "en") && keys.length > 1) return `${nameOf(keys.slice(0, -1))} ${T[last]}`;
    return T[keys.slice(-2).join(".")] || T[last] || last;
  };
  const legend = (path, required) => nameOf(path) + (required ? "" : ` (${T.optional})`);

  function field(node, path, required) {
    const rule = resolve(node);
    if (isBoth(rule)) {
      return make("fieldset", { class: "form-both", "data-path": path.join(".") }, make("legend", null, legend(path, required)),
        ...["es", "en"].map((one) => control(rule.properties[one], [...path, one], required)));
    }
    if (rule.type === "object") return group(rule, path, required);
    if (rule.type === "array") return repeated(rule, path, required);
    return control(rule, path, required);
  }

  function group(rule, path, required) {
    const parts = Object.entries(rule.properties).filter(([key]) => !LEFT_OUT.has(`${rule.$name}.${key}`));
    return make("fieldset", { "data-path": path.join("."), "data-object": "" }, make("legend", null, legend(path, required)),
      ...parts.map(([key, child]) => field(child, [...path, key], needs(rule, key))));
  }

  function repeated(rule, path) {
    const least = rule.minItems || 0;
    const list = make("div", { class: "form-items" });
    const button = make("button", { type: "button", class: "form-add" }, `${T.add}: ${nameOf(path)}`);
    const box = make("fieldset", { "data-path": path.join("."), "data-array": "", tabindex: "-1" },
      make("legend", null, legend(path, least > 0)), list, button);
    box.addItem = (id) => {
      const item = field(rule.items, [...path, list.children.length], true);
      const name = `${nameOf(path)} ${list.children.length + 1}`;
      const title = item.querySelector(":scope > legend") || item.querySelector("label");
      title.textContent = name;
      const wrap = make("div", { class: "form-item", "data-item": id }, item, path[0] === "contributors" ? organisation(list.children.length) : null,
        make("button", { type: "button", class: "form-remove" }, `${T.remove}: ${name}`));
      list.append(wrap);
      return wrap;
    };
    button.addEventListener("click", () => {
      const ids = [...list.children].map((wrap) => wrap.dataset.item);
      const added = window.handbook.saved.newId();
      const there = saved.fields();
      const none = resolve(rule.items).type === "object" ? true : "";
      saved.set(Object.fromEntries([...ids, added].map((id) => `${fieldOf(box)}.${id}`).map((one) => [one, there[one] ?? none])));
      const wrap = box.addItem(added);
      wrap.querySelector("input, textarea, select").focus();
      offerNewSources();
      status.textContent = say(T.added, { f: nameOf(path) });
    });
    list.addEventListener("click", (event) => {
      const wrap = event.target.closest(".form-remove") && event.target.closest(".form-item");
      if (!wrap || wrap.parentElement !== list) return;
      const gone = `${fieldOf(box)}.${wrap.dataset.item}`;
      const fields = Object.keys(saved.fields()).filter((one) => one === gone || one.startsWith(`${gone}.`));
      if (path[0] === "contributors") fields.push(`organisations.${wrap.dataset.item}`);
      const undo = saved.set(Object.fromEntries(fields.map((one) => [one, undefined])));
      takeSaved();
      button.focus();
      const back = make("button", { type: "button", class: "action" }, T.undo);
      back.addEventListener("click", () => {
        undo();
        takeSaved();
        status.textContent = T.undone;
      });
      status.replaceChildren(`${say(T.removed, { f: nameOf(path) })} `, back);
    });
    return box;
  }

  /** The field under which something is saved: its path with the ids of repeated parts in place of their numbers. */
  function fieldOf(element) {
    const parts = element.dataset.path.split(".");
    let item = element.closest(".form-item");
    for (let at = parts.length - 1; at >= 0; at -= 1) {
      if (!/^\d+$/.test(parts[at])) continue;
      parts[at] = item.dataset.item;
      item = item.parentElement.closest(".form-item");
    }
    return parts.join(".");
  }

  /** Whether one who signs is an organisation: so it says in "contributing_organisations". */
  function organisation(index) {
    const box = make("input", { type: "checkbox", id: `case-contributors-${index}-organisation`, autocomplete: "off" });
    return make("label", { class: "choice", for: box.id }, box, make("span", null, T.organisation));
  }
  const organisationTicks = () => [...form.querySelectorAll("[data-part=contributors] .form-item")].map((wrap) => [wrap, wrap.querySelector(":scope > .choice input")]);

  function control(node, path, required) {
    const rule = resolve(node);
    const id = `case-${path.join("-")}`;
    const key = path[path.length - 1];
    const both = key === "es" || key === "en";
    const parent = both ? path.filter((one) => typeof one === "string").slice(-2)[0] : key;
    const numeric = rule.type === "number" || rule.type === "integer";
    const shared = { id, "data-path": path.join("."), "data-kind": rule.type, "aria-required": required ? "true" : null };
    let input;
    if (rule.enum) {
      const sorted = rule.enum.length > 20 ? [...rule.enum].sort((a, b) => (names[a] || a).localeCompare(names[b] || b, language)) : rule.enum;
      input = make("select", shared, make("option", { value: "" }, T.choose),
        ...sorted.map((value) => make("option", { value }, names[value] ? names[value] : value)),
        ...(isSource(path) ? newIds() : []).map((value) => make("option", { value, "data-new": "" }, value)));
    } else if (LONG.has(parent)) {
      input = make("textarea", { ...shared, rows: "3" });
    } else {
      input = make("input", { ...shared, type: "text", autocomplete: "off", inputmode: numeric ? "text" : null, spellcheck: key === "id" || numeric ? "false" : null });
    }
    if (both) input.lang = key;
    const hint = T[`help.${path[0]}.${key}`] || (key !== "id" || path.length === 1 ? T[`help.${key}`] : "") || (key === "es" && T[`help.${parent}`]) || (key === 0 && T[`help.${parent}`]);
    const described = [];
    const wrap = make("p", { class: "form-field" }, make("label", { for: id }, both ? T[key][0].toUpperCase() + T[key].slice(1) : legend(path, required)));
    if (hint) {
      wrap.append(make("span", { class: "form-hint", id: `${id}-hint` }, hint));
      described.push(`${id}-hint`);
    }
    wrap.append(make("span", { class: "form-error", id: `${id}-error`, hidden: "" }));
    if (described.length) input.setAttribute("aria-describedby", described.join(" "));
    wrap.append(input);
    return wrap;
  }

  // --------------------------------------------------------------------------------------------- values in, values out
  function read(element) {
    if (element.matches("[data-array]")) {
      return [...element.querySelector(":scope > .form-items").children].map((wrap) => read(wrap.firstElementChild));
    }
    if (element.matches("fieldset")) {
      const value = {};
      for (const child of element.children) {
        const path = child.dataset.path || (child.querySelector("[data-path]") || { dataset: {} }).dataset.path;
        if (!path || child.tagName === "LEGEND") continue;
        const one = read(child);
        if (one !== undefined) value[path.split(".").pop()] = one;
      }
      return Object.keys(value).length ? value : undefined;
    }
    const input = element.querySelector("[data-path]");
    const text = input.value.replace(/\s+/g, " ").trim();
    if (text === "") return undefined;
    const number = text.replace(",", ".");
    return /number|integer/.test(input.dataset.kind) && /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(number) ? Number(number) : text;
  }

  /** Whether a saved field is of this form, and a value one that may stand in it. */
  function isSound(field, value) {
    const [first, ...rest] = field.split(".");
    if (first === "organisations") return rest.length === 1 && value === true;
    if (!PARTS.includes(first)) return false;
    let rule = resolve(part(first));
    let isItem = false;
    for (const key of rest) {
      isItem = rule.type === "array";
      const known = isItem || (rule.type === "object" && Object.hasOwn(rule.properties, key) && !LEFT_OUT.has(`${rule.$name}.${key}`));
      if (!known) return false;
      rule = resolve(isItem ? rule.items : rule.properties[key]);
    }
    if (rule.type === "object") return isItem && value === true;
    if (rule.enum && !isSource(["", ...rest]) && value && !rule.enum.includes(value)) return false;
    return rule.type !== "array" && typeof value === "string";
  }

  /** What is saved, as it is nested in the form; an item of a repeated part under its id. */
  function tree() {
    const all = Object.create(null);
    for (const [field, value] of Object.entries(saved.fields())) {
      const keys = field.split(".");
      const last = keys.pop();
      let at = all;
      for (const key of keys) at = at[key] ??= Object.create(null);
      at[last] = value === true ? at[last] ?? Object.create(null) : value;
    }
    return all;
  }

  function write(element, value) {
    if (element.matches("[data-array]")) {
      const items = element.querySelector(":scope > .form-items").children;
      const ids = Object.keys(value ?? {}).sort();
      if (!ids.length && STARTED.has(element.dataset.path)) ids.push("0");
      if (ids.join() !== [...items].map((wrap) => wrap.dataset.item).join()) {
        for (const wrap of [...items]) wrap.remove();
        for (const id of ids) element.addItem(id);
      }
      for (const wrap of items) write(wrap.firstElementChild, value?.[wrap.dataset.item]);
    } else if (element.matches("fieldset")) {
      for (const child of element.children) {
        const path = child.dataset.path || (child.querySelector("[data-path]") || { dataset: {} }).dataset.path;
        if (path) write(child, value?.[path.split(".").pop()]);
      }
    } else {
      window.handbook.saved.put(element.querySelector("[data-path]"), typeof value === "string" ? value : "");
    }
  }

  /** Show what is saved. Where somebody is typing, focus and caret stay. */
  function takeSaved() {
    const all = tree();
    const active = form.contains(document.activeElement) && document.activeElement.dataset.kind ? document.activeElement : null;
    const at = active && [fieldOf(active), active.selectionStart, active.selectionEnd];
    for (const box of form.querySelectorAll(":scope > [data-part]")) {
      offerNewSources();
      write(box.firstElementChild, all[box.dataset.part]);
    }
    for (const [wrap, tick] of organisationTicks()) tick.checked = wrap.dataset.item in (all.organisations ?? {});
    if (!at || document.activeElement === active) return;
    const again = [...form.querySelectorAll("[data-kind]")].find((one) => fieldOf(one) === at[0]);
    again?.focus();
    if (typeof at[1] === "number") again?.setSelectionRange(at[1], at[2]);
  }

  function gather() {
    const data = {};
    for (const box of form.querySelectorAll(":scope > [data-part]")) {
      const value = read(box.firstElementChild);
      if (value !== undefined) data[box.dataset.part] = value;
    }
    return data;
  }

  // A repeated part without text is as if it were not there; so is a source named by an action and listed nowhere.
  function complete(data) {
    const empty = (value) => value === undefined || (typeof value === "object" && Object.values(value).every(empty));
    const tidy = { ...data };
    const signing = organisationTicks().filter(([, tick]) => tick.checked).map(([wrap]) => read(wrap.firstElementChild)).filter(Boolean);
    if (signing.length) tidy.contributing_organisations = signing;
    for (const [key, value] of Object.entries(tidy)) {
      if (Array.isArray(value) && value.every(empty) && !((part(key).minItems || 0) > 0)) delete tidy[key];
    }
    const used = [...(tidy.actions || []), ...(tidy.figures || [])].map((one) => one && one.source).filter(Boolean);
    const listed = (tidy.sources || []).filter((one) => !empty(one));
    for (const source of used) if (!listed.some((one) => one.source === source)) listed.push({ source });
    tidy.sources = listed.length ? listed : tidy.sources;
    return tidy;
  }

  // ------------------------------------------------------------------------------------------------------- YAML
  // Texts always in double quotes, which JSON and YAML share; so no colon, quote, NO or space can mean anything else.
  function yaml(value, indent) {
    const pad = "  ".repeat(indent);
    if (Array.isArray(value)) {
      return value.map((one) => `${pad}- ${typeof one === "object" ? yaml(one, indent + 1).trimStart() : scalar(one)}`).join("\n");
    }
    return Object.entries(value).map(([key, one]) =>
      `${pad}${key}:${typeof one === "object" ? "\n" + yaml(one, indent + 1) : " " + scalar(one)}`).join("\n");
  }
  const scalar = (value) => (typeof value === "number" ? plainNumber(value) : JSON.stringify(value));
  const plainNumber = (value) => {
    const text = String(value);
    return /e/i.test(text) ? value.toFixed(6) : text;
  };
  function file(data) {
    const ordered = Object.fromEntries(Object.keys(schema.properties).filter((key) => key in data).map((key) => [key, data[key]]));
    return `# yaml-language-server: $schema=../schemas/case.json\n${yaml(ordered, 0)}\n`;
  }

  // ------------------------------------------------------------------------------------------------- errors, result
  function show(found) {
    for (const error of form.querySelectorAll(".form-error")) {
      error.hidden = true;
      error.textContent = "";
    }
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      const rest = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && !id.endsWith("-error"));
      if (rest.length) input.setAttribute("aria-describedby", rest.join(" "));
      else input.removeAttribute("aria-describedby");
    }
    summary.hidden = !found.length;
    if (!found.length) return;
    const links = found.map(([path, key, words]) => {
      const text = say(T[key], { f: nameOf(path), ...words });
      const input = document.getElementById(`case-${path.join("-")}`) ||
        form.querySelector(`[data-path="${path.join(".")}"]`) || form.querySelector(`[data-part="${path[0]}"]`);
      const target = input.id ? input : input.querySelector("input, textarea, select, button");
      const error = document.getElementById(`${input.id}-error`);
      if (error) {
        error.textContent = text;
        error.hidden = false;
        input.setAttribute("aria-invalid", "true");
        const before = input.getAttribute("aria-describedby");
        input.setAttribute("aria-describedby", `${before ? before + " " : ""}${error.id}`);
      }
      const link = make("a", { href: `#${target.id || "case-id"}` }, text);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        target.focus();
      });
      return make("li", null, link);
    });
    const title = found.length === 1 ? T.summaryOne : say(T.summaryMany, { n: found.length });
    summary.replaceChildren(make("h3", { id: "case-form-errors" }, title), make("ul", null, ...links));
    summary.focus();
  }

  const inOrder = (source) => Object.fromEntries(Object.keys(schema.$defs.Source.properties).filter((key) => key in source).map((key) => [key, source[key]]));

  function finish(data) {
    const text = file(data);
    const filename = `${data.id}.yml`;
    const download = make("a", { class: "form-button", download: filename, href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })) },
      say(T.download, { f: filename }));
    const query = new URLSearchParams({ filename, value: text });
    const address = `${repository}/new/main/data/cases?${query}`;
    const parts = [make("h3", null, T.done), make("p", null, T.then), make("p", null, download)];
    const ofHost = /^https?:\/\//.test(repository);
    if (ofHost) {
      parts.push(address.length <= LONGEST_ADDRESS
        ? make("p", null, make("a", { class: "form-button", href: address, rel: "noopener" }, T.open))
        : make("p", null, `${T.tooLong} `, make("a", { href: `${repository}/upload/main/data/cases`, rel: "noopener" }, T.upload), "."));
    }
    parts.push(make("pre", { tabindex: "0" }, make("code", null, text)));
    if (data.newSources) {
      parts.push(make("h3", null, T.lines), make("p", null, T.append),
        make("pre", { tabindex: "0", class: "form-sources" }, make("code", null, yaml(data.newSources.map(inOrder), 1) + "\n")));
      if (ofHost) parts.push(make("p", null, make("a", { class: "form-button", href: `${repository}/edit/main/data/sources.yml`, rel: "noopener" }, T.edit)));
    }
    result.replaceChildren(...parts);
    result.hidden = false;
    result.focus();
  }

  // ------------------------------------------------------------------------------------------------- the draft as a file
  function exportDraft() {
    const file = { kind: KIND, schema: SCHEMA, edition, language, fields: saved.fields() };
    window.handbook.device.download(`${T.draftFile}.json`, JSON.stringify(file, null, 2) + "\n", "application/json");
  }

  async function importDraft(text) {
    let file = null;
    try {
      file = JSON.parse(text);
    } catch {
      // Said below.
    }
    const tell = (message) => (status.textContent = message);
    if (file?.kind !== KIND) return tell(T.badDraft);
    if (file.schema > SCHEMA) return tell(T.newerDraft);
    const arriving = Object.entries(Object(file.fields));
    if (!arriving.length || arriving.some(([, value]) => value !== true && typeof value !== "string")) return tell(T.badDraft);
    const here = Object.keys(saved.fields());
    if (here.length && !(await window.handbook.device.ask(T.replaceTitle, T.replaceText, { replace: T.replace }))) return undefined;
    const ours = arriving.filter(([field, value]) => isSound(field, value));
    const none = Object.fromEntries(here.map((field) => [field, undefined]));
    if (!saved.setAll({ ...none, ...Object.fromEntries(ours) })) return tell(T.noSpace);
    takeSaved();
    const unknown = arriving.filter((one) => !ours.includes(one)).map(([field]) => field);
    return tell(unknown.length ? `${T.opened} ${say(T.unknown, { found: unknown.join(", ") })}` : T.opened);
  }

  function build() {
    form = make("form", { class: "case-form", novalidate: "", "aria-label": document.querySelector("h1").textContent });
    status = make("p", { role: "status", class: "form-status" });
    summary = make("div", { class: "form-summary", tabindex: "-1", role: "alert", hidden: "" });
    result = make("div", { class: "form-result", tabindex: "-1", hidden: "" });
    form.append(summary, window.handbook.saved.line(saved.kind, T.kept, exportDraft));
    for (const key of PARTS) {
      const required = schema.required.includes(key);
      form.append(make("div", { "data-part": key }, field(part(key), [key], required)));
    }
    const action = (label, act, kind = "action") => {
      const button = make("button", { type: "button", class: kind }, label);
      button.addEventListener("click", act);
      return button;
    };
    form.append(make("p", { class: "form-end" }, make("button", { type: "submit", class: "form-button" }, T.make)),
      make("div", { class: "actions" }, action(T.draftOut, exportDraft), action(T.draftIn, () => window.handbook.device.pickFile(importDraft)),
        action(T.clear, clear, "action form-clear"), window.handbook.saved.forgetButton()), status, result);
    takeSaved();
    if (Object.keys(saved.fields()).length) status.textContent = T.restored;
    form.addEventListener("input", (event) => {
      const typed = event.target;
      const tick = organisationTicks().find(([, one]) => one === typed);
      if (tick) saved.set({ [`organisations.${tick[0].dataset.item}`]: typed.checked || undefined });
      else if (typed.dataset.path) saved.set({ [fieldOf(typed)]: typed.value || (typed.closest("p").parentElement.matches(".form-item") ? "" : undefined) });
      if (typed.closest("[data-part=newSources]")) offerNewSources();
      status.textContent = window.handbook.saved.isSafe() ? T.saved : "";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      result.hidden = true;
      const data = complete(gather());
      const found = [...PARTS.flatMap((key) => problems(part(key), data[key], [key], schema.required.includes(key))), ...meaning(data)];
      show(found);
      if (!found.length) finish(data);
    });
    saved.onChange(takeSaved);
    place.replaceWith(form);
  }

  function clear() {
    if (!confirm(T.sure)) return;
    saved.set(Object.fromEntries(Object.keys(saved.fields()).map((one) => [one, undefined])));
    result.hidden = true;
    status.textContent = "";
    show([]);
    takeSaved();
    document.getElementById("case-id").focus();
  }

  Promise.all(["case-form-data", "device", "store"].map(load)).then(() => {
    ({ schema, taken, repository, latest, sourceYears, edition } = window.handbook.caseForm);
    refused = refusedBy(window.handbook.caseForm.refused);
    names = window.handbook.caseForm.names[language === "en" ? "en" : "es"];
    saved = window.handbook.saved.drawer("case-form", isSound);
    build();
  }).catch(() => {}).finally(ready);
})();
