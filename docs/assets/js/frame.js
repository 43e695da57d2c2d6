/* The frame of a page while one reads: the header makes room, and the menu shows where one is. Fetched by page.js. */
(function () {
  "use strict";

  // On a phone the header makes room while the reader goes down; search, menu and language come back on the way up.
  function headerMakesRoom() {
    const header = document.querySelector(".md-header");
    if (!header) return;
    let before = scrollY;
    addEventListener(
      "scroll",
      () => {
        const y = Math.max(0, scrollY); // below 0 where a phone lets the page bounce
        if (Math.abs(y - before) < 8 && y > 8) return;
        header.classList.toggle("away", y > before && y > 100);
        before = y;
      },
      { passive: true },
    );
  }

  // The page's own place in the menu, in the middle of what scrolls there; the page itself does not move.
  function placeInMenu() {
    const panel = document.querySelector(".md-sidebar--primary");
    if (!panel) return;
    const show = () => {
      const links = [...panel.querySelectorAll(".md-nav__item > .md-nav__link--active")];
      const here = links.find((one) => one.getClientRects().length); // the menu of a phone has one of its own
      for (let frame = here; frame && frame !== panel.parentElement; frame = frame.parentElement) {
        if (frame.scrollHeight <= frame.clientHeight || getComputedStyle(frame).overflowY === "visible") continue;
        const [at, around] = [here.getBoundingClientRect(), frame.getBoundingClientRect()];
        if (at.bottom > around.top + frame.clientHeight || at.top < around.top)
          frame.scrollTop += at.top - around.top - frame.clientHeight / 2;
      }
    };
    show();
    document.getElementById("__drawer").addEventListener("change", () => requestAnimationFrame(show));
  }

  headerMakesRoom();
  placeInMenu();
})();
