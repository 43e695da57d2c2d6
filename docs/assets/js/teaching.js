/* The box for teaching: closed by the style sheet until this is here, then by "hidden". An anchor in it, the browser's
   search and the trainer's switch open it; print shows it in any case. */
(function () {
  "use strict";
  const { choose, load, make } = window.handbook;
  const root = document.documentElement;
  const box = document.querySelector(".teaching");
  const [title, body] = box.children;
  const button = make("button", { type: "button" }, ...title.childNodes);
  const keep = box.querySelector("[data-training-switch]");

  function show(open) {
    body.hidden = open ? false : "until-found";
    button.setAttribute("aria-expanded", String(open));
  }
  function land(hash) {
    const target = document.getElementById(hash.slice(1));
    if (!body.contains(target) || !body.hidden) return;
    show(true);
    target.scrollIntoView();
  }
  const isOn = () => root.dataset.training === "on";
  const press = () => keep.setAttribute("aria-pressed", String(isOn()));

  title.append(button);
  button.addEventListener("click", () => show(Boolean(body.hidden)));
  body.addEventListener("beforematch", () => show(true));
  addEventListener("hashchange", () => land(location.hash));
  addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) land(link.hash);
  });
  keep.addEventListener("pointerover", () => load("store"), { once: true });
  keep.addEventListener("click", () => {
    choose("training", isOn() ? "off" : "on");
    press();
  });
  press();
  show(isOn());
  land(location.hash);
  box.classList.add("set");
})();
