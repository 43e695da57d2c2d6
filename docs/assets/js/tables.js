/* Tables of many rows: a phone shows five, and a button for all. The style sheet has closed the others before the first
   paint, with room for the button; here they are opened, by the button, by an anchor or a search that leads into them,
   and on paper. */
(function () {
  "use strict";
  const { make, word } = window.handbook;

  /** Let a button open ``rest`` for good; gives the button. ``opened`` is told how: by the button or not. */
  function openable(rest, label, opened = null) {
    const open = (byButton) => {
      rest.classList.add("shown");
      rest.removeAttribute("hidden");
      button.remove();
      opened?.(byButton === true);
    };
    const button = make("button", { type: "button", class: "md-button rows-all", onclick: () => open(true) }, label);
    // Browsers that know it look into what is hidden so, and say when they find something.
    if ("onbeforematch" in rest) rest.setAttribute("hidden", "until-found");
    rest.addEventListener("beforematch", open);
    const toTarget = () => {
      const target = rest.classList.contains("shown") ? null : rest.querySelector(":target");
      if (!target) return;
      open();
      target.scrollIntoView();
    };
    addEventListener("hashchange", toTarget);
    toTarget();
    return button;
  }

  for (const rest of document.querySelectorAll("tbody.rest")) {
    const n = rest.parentNode.querySelectorAll("tbody tr").length;
    const region = rest.closest(".table-region");
    const button = openable(rest, word("rows-all", { n }), (byButton) => {
      region.classList.remove("long");
      rest.rows[0].tabIndex = -1; // where the reader goes on when the button is gone
      if (byButton) rest.rows[0].focus({ preventScroll: true });
    });
    if (region.classList.contains("long")) region.append(button);
  }

  window.handbook.openable = openable;
})();
