/* The switch "Training": the notes for the trainer at the end of a chapter fold away unless it is on. Kept in the
   browser. Nothing else appears or disappears, and without this script everything is open. */
(function () {
  "use strict";
  const { choose, language, load, make } = window.handbook;
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
  const button = document.querySelector("[data-training-switch]");
  const heading = document.getElementById("trainer-notes");
  if (!button || !heading) return;

  const fold = make("details", { class: "trainer-notes" }, make("summary", {}, WORDS.show));
  while (heading.nextElementSibling && !/^H[1-3]$/.test(heading.nextElementSibling.tagName))
    fold.append(heading.nextElementSibling);
  heading.after(fold);

  const status = make("span", { class: "visually-hidden", role: "status" });
  button.after(status);

  let on = document.documentElement.dataset.training === "on";
  function show(announce) {
    button.setAttribute("aria-pressed", String(on));
    fold.open = on || location.hash === "#trainer-notes";
    if (announce) status.textContent = on ? WORDS.shown : WORDS.hidden;
  }
  button.addEventListener("pointerover", () => load("store"), { once: true });
  button.addEventListener("click", () => {
    on = !on;
    choose("training", on ? "on" : "off");
    show(true);
  });
  addEventListener("hashchange", () => {
    if (location.hash === "#trainer-notes") fold.open = true;
  });
  show(false);
})();
