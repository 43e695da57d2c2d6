/* The switch "Training": the notes for the trainer at the end of a chapter fold away unless it is on. Kept in the
   browser. Nothing else appears or disappears, and without this script everything is open. */
(function () {
  "use strict";
  const { choose, load, make, word } = window.handbook;
  const WORDS = {
    show: word("trainer-notes-show"),
    shown: word("trainer-notes-shown"),
    hidden: word("trainer-notes-hidden"),
  };
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
