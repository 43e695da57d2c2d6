/* Link and cite: a button to copy each address and citation, the section they are of, and the links after headings. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const WORDS = {
    copy: word("cite-copy"),
    copied: word("cite-copied"),
    failed: word("cite-failed"),
    of: word("cite-of"),
    whole: word("cite-whole"),
    link: word("cite-link"),
  };

  const status = make("p", { class: "cite-status", role: "status" });
  document.body.append(status);
  let timer = 0;
  function say(words) {
    status.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = ""), 4000);
  }

  // Where the page was opened from a folder, the browser may refuse its clipboard: then the old way.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = make("textarea", { class: "visually-hidden" }, text);
      const back = document.querySelector(":focus");
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      back?.focus({ preventScroll: true });
      return done;
    }
  }

  const address = document.querySelector("link[rel='canonical']")?.href ?? location.href.split("#")[0];
  window.handbook.copyLink = async (link) => say((await copy(address + link.hash)) ? WORDS.link : WORDS.failed);

  const box = document.querySelector("details.cite");
  if (!box) return;
  const fields = [...box.querySelectorAll("[data-copy]")];
  for (const field of fields) {
    const button = make("button", { type: "button", class: "md-button" }, WORDS.copy);
    const label = field.parentElement.previousElementSibling;
    label.id ||= "cite-" + fields.indexOf(field);
    button.id = label.id + "-copy";
    button.setAttribute("aria-labelledby", button.id + " " + label.id);
    button.addEventListener("click", async () => say((await copy(field.textContent)) ? WORDS.copied : WORDS.failed));
    field.after(" ", button);
  }

  // The same for a section: its anchor joins every address that is shown, its heading the text of the links.
  const [MARKDOWN, HTML] = [2, 3]; // the order of cite.html: address, short address, Markdown, HTML, citations
  const headings = [...document.querySelectorAll("article :is(h2, h3)[id]")];
  const plain = fields.map((field) => field.innerHTML);
  const choice = make("select");
  choice.append(new Option(WORDS.whole, ""), ...headings.map((one) => new Option(one.textContent.trim(), one.id)));
  const label = make("label", {}, WORDS.of + " ", choice);
  const show = () => {
    const short = box.querySelectorAll("[data-copy]")[1].dataset.plain;
    fields.forEach((field, index) => {
      field.innerHTML = plain[index];
      if (!choice.value) return;
      const section = choice.selectedOptions[0].text;
      const name = (end, text) => (field.textContent = field.dataset.plain.replace(end, () => ": " + text));
      if (index === MARKDOWN) name(/(?=\]\()/, section.replace(/[[\]\\*_`]/g, "\\$&"));
      if (index === HTML) name(/(?=<\/a>$)/, section.replace(/&/g, "&amp;").replace(/</g, "&lt;"));
      const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
      while (texts.nextNode())
        for (const one of [fields[0].dataset.plain, short])
          texts.currentNode.nodeValue = texts.currentNode.nodeValue.replaceAll(one, one + "#" + choice.value);
    });
  };
  fields.forEach((field) => (field.dataset.plain = field.textContent));
  choice.addEventListener("change", show);
  if (headings.length) box.querySelector("dl").before(label);
  const follow = () => {
    const here = decodeURIComponent(location.hash.slice(1));
    if (!headings.some((one) => one.id === here)) return;
    choice.value = here;
    show();
  };
  addEventListener("hashchange", follow);
  follow();
})();
