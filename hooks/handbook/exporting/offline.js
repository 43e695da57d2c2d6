/* Only in the copy to carry: find the other language's copy beside this one, and say so when it is not there.
   Unpackers differ: some put the archive's folder into another of the same name. */
(function () {
  "use strict";
  const links = [...document.querySelectorAll("a[data-other-copy]")];
  if (!links.length) return;
  const { missing, up } = document.currentScript.dataset;
  const beside = up + "/../";
  const name = links[0].getAttribute("href").slice(beside.length).split("/")[0];
  const places = [beside + name, beside + "../" + name + "/" + name, beside + "../" + name];

  function look(index) {
    if (index === places.length) {
      for (const link of links) {
        const text = document.createElement("span");
        text.textContent = missing;
        link.replaceWith(text);
      }
      return;
    }
    const probe = new Image();
    probe.onload = () =>
      index &&
      links.forEach((link) => link.setAttribute("href", link.getAttribute("href").replace(places[0], places[index])));
    probe.onerror = () => look(index + 1);
    probe.src = places[index] + "/assets/icon.svg";
  }

  addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("header a[data-other-copy]");
    if (link) link.hash = location.hash;
  });
  look(0);
})();
