/* The handout with the exercises that a plan uses (?c=chapter&c=chapter): the others are hidden and not printed. Without
   this script, or without a choice, all are there. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const WORDS = { some: (n, all) => word("handout-some", { n, all }), all: word("handout-all") };
  const chosen = new Set(new URLSearchParams(location.search).getAll("c"));
  const chapters = [...document.querySelectorAll(".handout-chapter")];
  const count = chapters.filter((chapter) => chosen.has(chapter.id)).length;
  if (!count) return;

  // Headings and texts lie side by side: a section begins with an h2, a chapter in it with an h3 of its own.
  let section = null;
  let hidden = false;
  for (const one of chapters[0].parentElement.children) {
    if (one.tagName === "H2") {
      section = [one];
      hidden = true;
    } else if (one.matches(".handout-chapter")) {
      hidden = !chosen.has(one.id);
      if (!hidden) for (const before of section) before.hidden = false;
    } else if (section && one.matches("a.anchor") && one.previousElementSibling === section[0]) {
      section.push(one);
    }
    if (section) one.hidden = hidden;
  }
  for (const link of document.querySelectorAll(".toc a[href^='#']")) {
    const target = document.getElementById(link.hash.slice(1));
    if (target?.hidden) (link.closest("li") || link).hidden = true;
  }
  const all = make("a", { href: location.href.split(/[?#]/)[0] }, WORDS.all);
  const note = make("p", { class: "handout-choice" }, WORDS.some(count, chapters.length) + " ", all);
  document.querySelector("article h1").after(note);
})();
