/* Every page: theme, section in view, language switch that keeps the section, and the scripts of what is on the page.
   Plain scripts, not modules, so that the copy opened from a folder (file:) works too. */
(function () {
  "use strict";
  const root = document.documentElement;
  const script = document.currentScript;

  // What each feature needs to be on the page before its script is fetched. Search is fetched at its first use.
  const FEATURES = {
    checklists: "ul.checklist, [data-route-progress]",
    diagnosis: "[data-checklist='reactive-or-planned'], #checklist-reactive-or-planned",
    explorer: "[data-explorer]",
    compare: "[data-compare]",
    advisers: "[data-adviser]",
    training: "[data-training-switch]",
    quiz: "[data-quiz]",
    "course-builder": "[data-course-builder]",
    handout: ".handout-chapter",
    "case-form": "[data-case-form]",
  };

  const loaded = {};
  function load(name) {
    loaded[name] ??= new Promise((done, failed) => {
      const one = document.createElement("script");
      one.src = new URL(name + ".js", script.src).href;
      one.onload = done;
      one.onerror = failed;
      document.head.append(one);
    });
    return loaded[name];
  }

  function store(key, value) {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch {
      // Storage may be switched off; the page works without it.
    }
    return null;
  }

  // For the scripts that build something: an element with its attributes and children.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function themeSwitch() {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const dark = () =>
      (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      store("handbook:theme", root.dataset.theme);
      show();
    });
  }

  function sectionInView() {
    const links = new Map(
      [...document.querySelectorAll(".toc a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
    );
    if (!links.size) return;
    // Beside the text it is open without a click; so it says.
    const toc = document.querySelector(".toc");
    if (getComputedStyle(toc).float === "right") toc.open = true;
    const seen = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
        const first = [...seen].sort((a, b) => a.offsetTop - b.offsetTop)[0];
        if (!first) return;
        for (const [id, link] of links) {
          if (id === first.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      },
      { rootMargin: "0px 0px -60% 0px" },
    );
    for (const id of links.keys()) {
      const heading = document.getElementById(id);
      if (heading) observer.observe(heading);
    }
  }

  // Fetched at its first use. Ctrl-K anywhere; / where nobody is typing, unless switched off (WCAG 2.1.4).
  function searchOpeners() {
    const button = document.querySelector("[data-search]");
    if (!button) return;
    const open = async () => {
      if (!window.handbook.search) await load("search");
      window.handbook.search.open();
    };
    button.addEventListener("click", open);
    addEventListener("keydown", (event) => {
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && store("handbook:search-key") !== "off";
      const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
      if (!command && !(slash && !typing)) return;
      event.preventDefault();
      open();
    });
  }

  // Sections have the same anchors in both languages, and a filter in the address the same ids.
  function sameSectionInTheOtherLanguage() {
    const link = document.querySelector("[data-language-link]");
    if (!link) return;
    const plain = link.getAttribute("href");
    const follow = () => link.setAttribute("href", plain + location.search + location.hash);
    for (const change of ["hashchange", "popstate", "handbook:address"]) addEventListener(change, follow);
    follow();
  }

  function menu() {
    const link = document.querySelector(".menu-link");
    const panel = document.getElementById("menu");
    if (!link || !panel) return;
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && location.hash === "#menu") {
        location.hash = "#content";
        link.focus();
      }
    });
  }

  // The definition of a glossary term, on pointing and on focus; Escape puts it away (WCAG 1.4.13).
  function definitions() {
    let tip = null;
    const hide = () => {
      if (tip) tip.remove();
      tip = null;
    };
    const show = (link) => {
      hide();
      tip = document.createElement("span");
      tip.className = "definition";
      tip.setAttribute("role", "tooltip");
      tip.textContent = link.dataset.definition;
      tip.addEventListener("pointerleave", hide);
      document.body.append(tip);
      const place = link.getBoundingClientRect();
      const left = Math.min(place.left, innerWidth - tip.offsetWidth - 16);
      tip.style.left = Math.max(16, left) + scrollX + "px";
      tip.style.top = place.bottom + scrollY + "px";
    };
    for (const link of document.querySelectorAll("a.term[title]")) {
      link.dataset.definition = link.title;
      link.removeAttribute("title");
      link.setAttribute("aria-description", link.dataset.definition);
      link.addEventListener("pointerenter", () => show(link));
      link.addEventListener("pointerleave", (event) => {
        if (event.relatedTarget !== tip) hide();
      });
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", hide);
    }
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
  }

  // Copying an address or a citation: fetched at its first use.
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

  // What a script builds at the top of a page appears with the rest of the page, so that nothing moves.
  const ready = () => root.classList.add("ready");

  window.handbook = { load, make, ready, store, language: root.lang, base: new URL("../../", script.src).href };
  themeSwitch();
  searchOpeners();
  sectionInView();
  sameSectionInTheOtherLanguage();
  menu();
  definitions();
  copying();
  printWithEverythingOpen();
  for (const [name, selector] of Object.entries(FEATURES)) if (document.querySelector(selector)) load(name).catch(ready);
})();
