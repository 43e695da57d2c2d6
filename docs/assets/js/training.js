/* The switch "Training": the notes for the trainer at the end of a chapter fold away unless it is on. Kept in the
   browser. Nothing else appears or disappears, and without this script everything is open. */
(function () {
  "use strict";
  const { store, language } = window.handbook;
  const WORDS = {
    es: { show: "Ver las notas", shown: "Las notas para quien facilita están abiertas al final del capítulo.", hidden: "Las notas para quien facilita están plegadas.", go: "Ir a las notas" },
    en: { show: "Show the notes", shown: "The notes for the trainer are open at the end of the chapter.", hidden: "The notes for the trainer are folded away.", go: "Go to the notes" },
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
  status.className = "teaching-status";
  status.setAttribute("role", "status");
  button.after(status);

  let on = store(KEY) === "on";
  function show(announce) {
    button.setAttribute("aria-pressed", String(on));
    fold.open = on || location.hash === "#trainer-notes";
    status.replaceChildren();
    if (on) {
      const link = document.createElement("a");
      link.href = "#trainer-notes";
      link.textContent = WORDS.go;
      status.append(link);
    }
    if (!announce) return;
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = " " + (on ? WORDS.shown : WORDS.hidden);
    status.append(said);
  }
  button.hidden = false;
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
