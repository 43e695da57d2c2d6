/* Every page: what a handbook needs of what Material's script does (palette, drawer; the rest is in frame.js),
   language switch that keeps the section, and the scripts of what is on the page. */
(function () {
  "use strict";
  const root = document.documentElement;
  const { src: own } = /** @type {HTMLScriptElement} */ (document.currentScript);

  // What a page has for which a script is fetched.
  const FEATURES = {
    checklists: "ul.checklist, .ticked .route-progress",
    diagnosis: "[data-checklist='reactive-or-planned'], #checklist-reactive-or-planned",
    explorer: "[data-explorer]",
    compare: "[data-compare]",
    fold: "[data-fold]",
    tables: ".table-region.long",
    advisers: "[data-adviser]",
    quiz: "[data-quiz]",
    "course-builder": "[data-course-builder]",
    handout: ".handout-chapter",
    resume: "[data-ticked] [data-resume]",
    "case-form": "[data-case-form]",
  };

  const loaded = {};
  const at = (file) => new URL(file, own).href;
  const load = (name) =>
    loaded[name] ||
    (loaded[name] = new Promise((onload, onerror) =>
      document.head.append(make("script", { src: at(name + ".js"), onload, onerror })),
    ));
  const loadStyle = (name) =>
    new Promise((onload) =>
      document.head.append(
        make("link", { rel: "stylesheet", href: at("../" + name + ".css"), onload, onerror: onload }),
      ),
    );

  const words = {}; // of words.yml: each script brings its own
  const word = (id, values = {}) => words[id].replace(/%(\w+)/g, (all, name) => values[name] ?? all);

  // A setting, which the head's script has put on the root (data-theme).
  function choose(setting, value) {
    root.setAttribute("data-" + setting, value);
    load("store").then(() => window.handbook.saved.settings.set({ [setting]: value }));
  }

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === undefined || value === null) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }

  // A radio button for each scheme, of which the label of the next one is shown.
  function palette() {
    const options = [...document.querySelectorAll("[data-md-component='palette'] input")];
    if (!options.length) return;
    const show = (option) => {
      option.checked = true;
      for (const one of options) one.nextElementSibling.hidden = one !== option;
      document.body.dataset.mdColorScheme = option.dataset.mdColorScheme;
    };
    const of = (theme) => options.find((one) => one.dataset.mdColorMedia.includes(theme + ")")) || options[0];
    show(of(root.dataset.theme || "scheme"));
    for (const option of options) {
      option.parentElement.onpointerover = () => load("store");
      option.addEventListener("change", () => {
        const theme = /(light|dark)\)/.exec(option.dataset.mdColorMedia);
        choose("theme", theme ? theme[1] : "");
        show(option);
      });
    }
  }

  // Fetched at its first use. Ctrl-K anywhere; / where nobody is typing, unless switched off (WCAG 2.1.4).
  function searchOpeners() {
    const button = document.querySelector("[data-search]");
    if (!button) return;
    let style;
    const open = async () => {
      if (!window.handbook.search) await Promise.all([load("search"), style || (style = loadStyle("search"))]);
      window.handbook.search.open();
    };
    button.addEventListener("click", open);
    if (new URLSearchParams(location.search).has("search")) open(); // Back to what was asked
    addEventListener("keydown", (event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && root.dataset.searchKey !== "off";
      const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (!command && !(slash && !typing)) return;
      event.preventDefault();
      open();
    });
  }

  // Anchors and ids in an address are the same in both languages.
  function sameSectionInTheOtherLanguage() {
    const links = [...document.querySelectorAll(".md-select__link")].map((link) => [link, link.getAttribute("href")]);
    const follow = () => {
      for (const [link, plain] of links) link.setAttribute("href", plain + location.search + location.hash);
    };
    for (const change of ["hashchange", "popstate", "handbook:address"]) addEventListener(change, follow);
    follow();
  }

  function buttonFor(label) {
    const toggle = document.getElementById(label.htmlFor);
    const button = make("button", { type: "button", class: label.className, for: label.htmlFor });
    if (label.id) button.id = label.id;
    button.append(...label.childNodes);
    if (!button.textContent.trim())
      button.setAttribute("aria-label", label.closest("li").querySelector("a").textContent.trim());
    const show = () => button.setAttribute("aria-expanded", String(toggle.checked));
    button.addEventListener("click", () => toggle.click());
    toggle.addEventListener("change", show);
    show();
    label.replaceWith(button);
  }

  // Material's check boxes have labels, which no keyboard reaches: each becomes a button. The focus goes into the drawer
  // and comes back.
  function drawer() {
    const panel = document.querySelector(".md-sidebar--primary");
    if (!panel) return;
    const box = document.getElementById("__drawer");
    const labels = "[for='__drawer'].md-header__button, .md-nav__link[for], .md-nav__title[for]:not([for='__drawer'])";
    for (const label of document.querySelectorAll(labels)) {
      if (!label.closest(".md-sidebar--secondary")) buttonFor(label);
    }
    const opener = document.querySelector(".md-header [for='__drawer']");
    box.addEventListener("change", () => {
      if (box.checked) requestAnimationFrame(() => stops()[0].focus());
      else opener.focus();
    });
    const stops = () =>
      [...panel.querySelectorAll("a[href], button")].filter(
        (one) => one.getClientRects().length && getComputedStyle(one).visibility === "visible",
      );
    panel.addEventListener("keydown", (event) => {
      if (!box.checked) return;
      const all = stops();
      const leaves = event.key === "Tab" && event.target === all[event.shiftKey ? 0 : all.length - 1];
      if (event.key !== "Escape" && !leaves) return;
      event.preventDefault();
      box.click();
    });
    panel.addEventListener("click", (event) => {
      if (box.checked && event.target.closest("a[href^='#']")) box.checked = false;
    });
  }

  // A dotted word opens its meaning in place (term.js, fetched at the first use); without scripts it is a link.
  function definitions() {
    const opens = async (link, asked) => {
      await load("term");
      if (asked || link.matches(":hover")) window.handbook.term(link, asked);
    };
    for (const link of document.querySelectorAll("a.term[title]")) {
      link.dataset.definition = link.title;
      link.removeAttribute("title");
      for (const [name, value] of [
        ["role", "button"],
        ["aria-haspopup", "dialog"],
        ["aria-expanded", "false"],
      ])
        link.setAttribute(name, value);
      link.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && opens(link, false));
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        opens(link, true).catch(() => location.assign(link.href));
      });
      link.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        link.click();
      });
    }
  }

  function copying() {
    document.querySelector("details.cite")?.addEventListener("toggle", () => load("cite"), { once: true });
    addEventListener("click", (event) => {
      const link = event.target.closest("a.anchor");
      if (link) load("cite").then(() => window.handbook.copyLink(link));
    });
  }

  function printWithEverythingOpen() {
    addEventListener("beforeprint", () => {
      for (const one of document.querySelectorAll("details:not([open])")) {
        one.open = true;
        one.dataset.closedAfterPrint = "";
      }
    });
    addEventListener("afterprint", () => {
      for (const one of document.querySelectorAll("[data-closed-after-print]")) {
        one.open = false;
        delete one.dataset.closedAfterPrint;
      }
    });
  }

  // Fetched when the tool comes near the screen; at once where the address names a section or a state, for who has saved
  // something on this device, and for who prints.
  function whenNear(name, elements) {
    if (!elements.length) return;
    const fetchIt = () => load(name).catch(failed);
    if ("saved" in root.dataset || location.search || location.hash) return fetchIt();
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        fetchIt();
      },
      { rootMargin: "100px 0px" },
    );
    for (const element of elements) observer.observe(element);
    addEventListener("beforeprint", fetchIt, { once: true });
  }

  // Two fields for what is wrong with the page. The link alone is a message, for where they do not arrive.
  function reporting() {
    const link = document.querySelector("[data-report]");
    link?.addEventListener("click", (event) => {
      event.preventDefault();
      Promise.all(["store", "device", "report"].map(load)).then(
        () => window.handbook.report(link),
        () => (location.href = link.href),
      );
    });
  }

  // What a script builds at the top of a page appears with the rest of the page, so that nothing moves.
  const ready = () => root.classList.add("ready");

  // What a script that did not come would have shown or opened is shown without it.
  const failed = () => root.classList.add("ready", "failed");

  window.handbook = { load, make, word, words, choose, ready, language: root.lang, base: at("../../") };
  palette();
  searchOpeners();
  sameSectionInTheOtherLanguage();
  drawer();
  definitions();
  copying();
  printWithEverythingOpen();
  // A phone needs it from its first scroll or its menu on, a wide screen for the menu beside the text.
  const frame = () => load("frame").catch(failed);
  if (window.matchMedia("(min-width: 76.25em)").matches) frame();
  else addEventListener("scroll", frame, { once: true, passive: true });
  document.getElementById("__drawer").addEventListener("change", frame, { once: true });
  const box = document.querySelector(".teaching");
  if (box) load("teaching").catch(() => box.classList.add("set"));
  reporting();
  for (const [name, selector] of Object.entries(FEATURES)) whenNear(name, document.querySelectorAll(selector));
  // With the first scroll or key, not only when near: without its script a search in the page does not find what is closed.
  for (const name of ["fold", "tables"])
    for (const first of document.querySelector(FEATURES[name]) ? ["scroll", "keydown"] : [])
      addEventListener(first, () => load(name).catch(failed), { once: true, passive: true });
})();
