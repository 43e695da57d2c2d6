/* Sections that can be closed: any element with data-fold that has, as children, a .fold-title and a .fold-body.

   The style sheet closes them before the first paint, for browsers that run scripts and can tell whether the address
   leads inside; here each gets a button that says so, and is opened by an address, by find in page and on paper.
   handbook.fold.reveal(element) opens whatever closes an element. */
(function () {
  "use strict";
  const { make } = window.handbook;
  const part = (section, name) => [...section.children].find((one) => one.classList.contains(name));

  function set(section, open) {
    const body = part(section, "fold-body");
    section.dataset.fold = open ? "open" : "closed";
    section.querySelector("button").setAttribute("aria-expanded", String(open));
    if (open) body.removeAttribute("hidden");
    else body.setAttribute("hidden", "until-found");
  }

  /** Open what is around an element, itself included; whether anything was closed. */
  function reveal(element) {
    let changed = false;
    for (let at = element && element.closest("[data-fold]"); at; at = at.parentElement.closest("[data-fold]")) {
      if (at.dataset.fold === "closed") changed = true;
      set(at, true);
    }
    return changed;
  }

  function prepare(section) {
    const title = part(section, "fold-title");
    const body = part(section, "fold-body");
    const button = make("button", { type: "button" });
    button.append(...title.childNodes);
    title.append(button);
    button.addEventListener("click", () => set(section, section.dataset.fold === "closed"));
    body.addEventListener("beforematch", () => set(section, true));
  }

  const named = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

  const sections = [...document.querySelectorAll("[data-fold]")];
  sections.forEach(prepare);
  for (const section of sections) set(section, false);
  const first = named(location.hash);
  if (reveal(first)) first.scrollIntoView();
  addEventListener("hashchange", () => {
    const target = named(location.hash);
    if (reveal(target)) target.scrollIntoView();
  });
  // Before the browser goes there, and where the address already says so.
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && link.hash && link.href.split("#")[0] === location.href.split("#")[0]) reveal(named(link.hash));
  });
  window.handbook.fold = { reveal };
})();
