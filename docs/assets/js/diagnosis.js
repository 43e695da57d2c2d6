/* Where you start: the ticks of the checklist reactive-or-planned as a chart, in words, and as what to do next.
   What each sign leads to, and how others began, is on the page already; this only counts and picks. */
handbook.load("device").then(function () {
  "use strict";
  const { make, word } = handbook;
  const { printOnly } = handbook.device;
  const LIST = "reactive-or-planned";
  // A rule of the handbook, not of the source: up to three ticks are few; a quarter of difference tips the balance.
  const FEW = 3;
  const BALANCE = 0.25;
  const MOST = 3;
  const TEXT = {
    title: word("diagnosis-title"),
    empty: word("diagnosis-empty"),
    chart: word("diagnosis-chart"),
    reactive: word("diagnosis-reactive"),
    planned: word("diagnosis-planned"),
    of: (n, all) => word("n-of-all", { n, all }),
    words: (reactive, ofReactive, planned, ofPlanned) =>
      word("diagnosis-words", { reactive, ofReactive, planned, ofPlanned }),
    readings: {
      few: word("diagnosis-readings-few"),
      reactive: word("diagnosis-readings-reactive"),
      planned: word("diagnosis-readings-planned"),
      mixed: word("diagnosis-readings-mixed"),
    },
    rule: word("diagnosis-rule"),
    more: word("diagnosis-more"),
    then: { few: "if-few", reactive: "if-reactive", planned: "if-planned", mixed: "if-mixed" },
    step: new RegExp(`^${word("step")} \\d+`),
    idea: new RegExp(`^${word("idea")} \\d+`),
    date: (day) => word("diagnosis-date", { day }),
    steps: word("diagnosis-steps"),
    ideas: word("diagnosis-ideas"),
    because: word("diagnosis-because"),
    notTicked: word("diagnosis-not-ticked"),
    ticked: word("diagnosis-ticked"),
    starts: word("diagnosis-starts"),
    marked: word("diagnosis-marked"),
    print: word("diagnosis-print"),
    source: word("diagnosis-source"),
  };

  const box = document.querySelector(`[data-checklist="${LIST}"]`);
  if (!box) return;
  const [reactive, planned] = [...box.querySelectorAll("ul.checklist")].map((list) => [
    ...list.querySelectorAll("input"),
  ]);
  const counted = (ticks) => ticks.filter((tick) => tick.checked).length;
  const statement = (tick) => tick.labels[0].firstChild.textContent.trim();

  const heading = make("h3", { id: "diagnosis-title" }, TEXT.title);
  const reading = make("p", { class: "diagnosis-reading", role: "status" });
  const rest = make("div");
  const section = make("section", { class: "diagnosis", "aria-labelledby": heading.id }, heading, reading, rest);
  box.after(section);

  function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function chart(words) {
    const picture = svg("svg", {
      viewBox: "0 0 360 104",
      role: "img",
      "aria-labelledby": "diagnosis-chart diagnosis-words",
    });
    picture.append(svg("title", { id: "diagnosis-chart" }, TEXT.chart), svg("desc", { id: "diagnosis-words" }, words));
    for (const [index, [kind, ticks]] of Object.entries({ reactive, planned }).entries()) {
      const y = index * 52;
      const full = 360;
      picture.append(
        svg("text", { x: 0, y: y + 15 }, TEXT[kind]),
        svg(
          "text",
          { x: full, y: y + 15, "text-anchor": "end", class: "strong" },
          TEXT.of(counted(ticks), ticks.length),
        ),
        svg("rect", { x: 0, y: y + 22, width: full, height: 20, class: "track" }),
        svg("rect", { x: 0, y: y + 22, width: (full * counted(ticks)) / ticks.length, height: 20, class: kind }),
      );
      // One mark for each sign, so that the bar can be counted.
      for (let mark = 1; mark < ticks.length; mark += 1) {
        const x = (full * mark) / ticks.length;
        picture.append(svg("line", { x1: x, x2: x, y1: y + 22, y2: y + 42, class: "mark" }));
      }
    }
    return picture;
  }

  function kindOf(r, p) {
    if (r + p <= FEW) return "few";
    const difference = r / reactive.length - p / planned.length;
    if (Math.abs(difference) <= BALANCE) return "mixed";
    return difference > 0 ? "reactive" : "planned";
  }

  /** The pages that most signs lead to, those of planned signs that are missing first; each with its reasons. */
  function leads(kind) {
    const found = new Map();
    for (const row of document.querySelectorAll("[data-leads-from]")) {
      const tick = document.getElementById(`${row.dataset.leadsFrom}-box`);
      const when = row.dataset.leadsWhen;
      if (!tick || tick.checked !== (when === "ticked")) continue;
      for (const link of row.querySelectorAll(`a[data-kind="${kind}"]`)) {
        const id = link.dataset.leadsTo;
        const lead = found.get(id) ?? { link, weight: 0, reasons: [] };
        lead.weight += when === "unticked" ? 100 : 1;
        lead.reasons.push([when, statement(tick)]);
        found.set(id, lead);
      }
    }
    return [...found.values()].sort((a, b) => b.weight - a.weight).slice(0, MOST);
  }

  /** Up to three: where the signs give fewer, those that the page itself names for such a result. */
  function filled(chosen, part, name) {
    const known = new Set(chosen.map(({ link }) => link.getAttribute("href")));
    for (let one = part?.nextElementSibling; one && !/^H[23]$/.test(one.tagName); one = one.nextElementSibling) {
      for (const link of one.querySelectorAll("a")) {
        const href = link.getAttribute("href");
        if (chosen.length < MOST && name.test(link.textContent) && !known.has(href)) {
          known.add(href);
          chosen.push({ link, reasons: [["page", part.textContent.toLowerCase()]] });
        }
      }
    }
    return chosen;
  }

  function leadList(title, chosen) {
    const list = make("ol");
    for (const { link, reasons } of chosen) {
      reasons.sort((a, b) => (a[0] === b[0] ? 0 : a[0] === "unticked" ? -1 : 1));
      const [when, text] = reasons[0];
      const why =
        when === "page" ? text : `${TEXT.because} ${when === "ticked" ? TEXT.ticked : TEXT.notTicked} ${text}`;
      list.append(
        make("li", {}, make("a", { href: link.getAttribute("href") }, link.textContent), make("small", {}, ` ${why}`)),
      );
    }
    return chosen.length ? [make("h4", {}, title), list] : [];
  }

  function starts(kind) {
    const wanted = kind === "few" ? [] : [...document.querySelectorAll(`li[data-start="${kind}"]`)];
    if (!wanted.length) return [];
    const copies = wanted.map((one) => {
      const copy = one.cloneNode(true);
      copy.removeAttribute("data-start");
      return copy;
    });
    return [make("h4", {}, TEXT.starts), make("ul", {}, ...copies)];
  }

  function show() {
    const [r, p] = [counted(reactive), counted(planned)];
    if (!r && !p) {
      if (reading.textContent !== TEXT.empty) reading.textContent = TEXT.empty;
      rest.replaceChildren();
      return;
    }
    const kind = kindOf(r, p);
    if (reading.textContent !== TEXT.readings[kind]) reading.textContent = TEXT.readings[kind];
    const words = TEXT.words(r, reactive.length, p, planned.length);
    const part = document.getElementById(TEXT.then[kind]);
    const more = part
      ? [make("p", {}, `${TEXT.more} `, make("a", { href: `#${part.id}` }, part.textContent), ".")]
      : [];
    const marked = [...reactive, ...planned]
      .filter((tick) => tick.checked)
      .map((tick) => make("li", {}, statement(tick)));
    rest.replaceChildren(
      chart(words),
      make("p", { class: "diagnosis-words" }, words),
      make(
        "p",
        { class: "print-only" },
        TEXT.date(new Date().toLocaleDateString(handbook.language, { dateStyle: "long" })),
      ),
      ...leadList(TEXT.steps, filled(leads("steps"), part, TEXT.step)),
      ...leadList(TEXT.ideas, filled(leads("ideas"), part, TEXT.idea)),
      ...starts(kind),
      make(
        "div",
        { class: "print-only" },
        make("h4", {}, TEXT.marked),
        make("ul", { class: "diagnosis-marked" }, ...marked),
      ),
      ...more,
      make("p", { class: "note" }, TEXT.rule, " ", TEXT.source),
      make("button", { type: "button", class: "md-button", onclick: () => printOnly(section) }, TEXT.print),
    );
  }

  box.addEventListener("change", show);
  box.addEventListener("handbook:checklist", show);
  show();
});
