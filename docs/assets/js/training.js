/* The switch "Training": the notes for the trainer at the end of a chapter fold away unless it is on. Kept in the
   browser. Nothing else appears or disappears, and without this script everything is open. */
(function () {
  "use strict";
  const { store, language } = window.handbook;
  const WORDS = {
    es: {
      show: "Ver las notas",
      shown: "Las notas para quien facilita están abiertas al final del capítulo.",
      hidden: "Las notas para quien facilita están plegadas.",
    },
    en: {
      show: "Show the notes",
      shown: "The notes for the trainer are open at the end of the chapter.",
      hidden: "The notes for the trainer are folded away.",
    },
  }[language];
  const KEY = "handbook:training";
  const button = document.querySelector("[data-training-switch]");
  const heading = document.getElementById("trainer-notes");
  if (!button || !heading) return;

  const fold = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = WORDS.show;
  fold.className = "trainer-notes";
  fold.append(summary);
  while (heading.nextElementSibling && !/^H[1-3]$/.test(heading.nextElementSibling.tagName))
    fold.append(heading.nextElementSibling);
  heading.after(fold);

  const status = document.createElement("span");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  button.after(status);

  let on = store(KEY) === "on";
  function show(announce) {
    button.setAttribute("aria-pressed", String(on));
    fold.open = on || location.hash === "#trainer-notes";
    if (announce) status.textContent = on ? WORDS.shown : WORDS.hidden;
  }
  button.addEventListener("click", () => {
    on = !on;
    store(KEY, on ? "on" : "off");
    show(true);
  });
  addEventListener("hashchange", () => {
    if (location.hash === "#trainer-notes") fold.open = true;
  });
  show(false);
})();
