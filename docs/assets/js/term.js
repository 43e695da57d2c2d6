/* The meaning of a dotted word at the word: on pointing at it, and to stay on a click, a tap or Enter. Fetched at the first
   use of one; without it the word is a link to the glossary. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const TEXT = { more: word("term-in-glossary"), close: word("close") };
  let box = null; // what is open, of the link `of`; `stays` once it was asked for
  let of = null;
  let stays = false;

  function close(back) {
    if (!box) return;
    const inside = box.contains(document.activeElement);
    box.remove();
    box = null;
    of.setAttribute("aria-expanded", "false");
    if (back || inside) of.focus({ preventScroll: true });
  }

  function place() {
    const [line] = of.getClientRects(); // the first, where the word goes over two lines
    const below = line.bottom + box.offsetHeight <= innerHeight;
    const width = document.documentElement.clientWidth;
    box.style.left = Math.max(16, Math.min(line.left, width - box.offsetWidth - 16)) + scrollX + "px";
    box.style.top = (below || line.top < box.offsetHeight ? line.bottom : line.top - box.offsetHeight) + scrollY + "px";
  }

  function open(link, asked) {
    if (box && of === link) {
      if (stays && asked) return close(true);
    } else {
      close();
      const name = make("strong", { id: "term-name" }, link.textContent);
      const away = make("button", { type: "button", "aria-label": TEXT.close, onclick: () => close(true) }, "×");
      const more = make("a", { href: link.href }, TEXT.more);
      const parts = [name, away, make("p", {}, link.dataset.definition), more];
      box = make(
        "div",
        { class: "definition", role: "dialog", "aria-labelledby": "term-name", tabindex: "-1" },
        ...parts,
      );
      of = link;
      stays = false;
      document.body.append(box);
      place();
      link.setAttribute("aria-expanded", "true");
      box.addEventListener("pointerleave", leave);
      box.addEventListener("keydown", tabOut);
      box.addEventListener(
        "focusout",
        ({ relatedTarget: next }) => next && next !== of && !box?.contains(next) && close(),
      );
    }
    if (!asked) return undefined;
    stays = true;
    return box.focus({ preventScroll: true });
  }

  // Out of it, in either direction, the keyboard comes back to the word.
  function tabOut(event) {
    const stops = box.querySelectorAll("a, button");
    const edge = event.shiftKey ? [box, stops[0]] : [stops[stops.length - 1]];
    if (event.key !== "Tab" || !edge.includes(event.target)) return;
    event.preventDefault();
    close(true);
  }

  function leave(event) {
    if (!stays && event.pointerType === "mouse" && !box?.contains(event.relatedTarget)) close();
  }

  addEventListener(
    "pointerdown",
    (event) => box && !box.contains(event.target) && event.target.closest("a.term") !== of && close(),
  );
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("resize", () => box && place());
  document.addEventListener("pointerout", (event) => event.target === of && leave(event));
  window.handbook.term = open;
})();
