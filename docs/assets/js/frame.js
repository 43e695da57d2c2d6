/* The frame of a page while one reads: the header makes room, menu and contents show where one is, and there is a way
   back to the top. Fetched by page.js. */
(function () {
  "use strict";

  function sectionInView() {
    const toc = document.querySelector(".md-sidebar--secondary");
    if (!toc || !toc.offsetParent) return;
    const links = new Map();
    for (const link of toc.querySelectorAll("a[href^='#']")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const seen = new Set();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) entry.isIntersecting ? seen.add(entry.target) : seen.delete(entry.target);
        const first = [...seen].sort((a, b) => a.offsetTop - b.offsetTop)[0];
        if (!first) return;
        for (const [id, link] of links) {
          link.classList.toggle("md-nav__link--active", id === first.id);
          if (id === first.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
        const now = links.get(first.id);
        const frame = toc.querySelector(".md-sidebar__scrollwrap");
        if (frame.scrollHeight > frame.clientHeight) frame.scrollTop = now.offsetTop - frame.clientHeight / 2;
      },
      { rootMargin: "0px 0px -60% 0px" },
    );
    for (const id of links.keys()) {
      const heading = document.getElementById(id);
      if (heading) observer.observe(heading);
    }
  }

  // Shown, as Material does, while the reader scrolls up.
  function backToTop() {
    const button = document.querySelector(".md-top");
    if (!button) return;
    let before = scrollY;
    addEventListener(
      "scroll",
      () => {
        if (Math.abs(scrollY - before) < 8) return;
        button.hidden = scrollY < innerHeight || scrollY > before;
        before = scrollY;
      },
      { passive: true },
    );
    button.addEventListener("click", () => {
      scrollTo({ top: 0 });
      document.querySelector(".md-logo").focus({ preventScroll: true });
    });
  }

  // On a phone the header makes room while the reader goes down; search, menu and language come back on the way up.
  function headerMakesRoom() {
    const header = document.querySelector(".md-header");
    if (!header) return;
    let before = 0; // the reader may be on the way down already
    const move = () => {
      const y = Math.max(0, scrollY); // below 0 where a phone lets the page bounce
      if (Math.abs(y - before) < 8 && y > 8) return;
      header.classList.toggle("away", y > before && y > 100);
      before = y;
    };
    addEventListener("scroll", move, { passive: true });
    move();
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

  sectionInView();
  backToTop();
  headerMakesRoom();
  placeInMenu();
})();
