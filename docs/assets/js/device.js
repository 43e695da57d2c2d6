/* What the tools share: files in and out, addresses that carry a state, a question, a print of one part of the page.
   Nothing leaves the device except what the reader exports or copies. What is saved on it: store.js. */
(function () {
  "use strict";
  const LARGEST = 300_000; // characters of a file or an address that are still read
  const { make, word } = window.handbook;
  const TEXT = { cancel: word("cancel"), copyThis: word("dialog-copy-this"), close: word("close") };

  /** The name of a file about something with this title, in letters that any system takes: ``que-hay-que-firmar``. */
  const fileName = (title) =>
    title
      .normalize("NFD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, 60)
      .replace(/^-|-$/g, "");

  /** Offer a file for download: its name, its content (a text or a Blob) and its media type. */
  function download(name, content, type) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  /** The text of a file that the reader picks; "" when it is too large to be one of ours. */
  function pickFile(then) {
    const input = make("input", { type: "file", accept: ".json,application/json", hidden: true });
    input.addEventListener("change", async () => {
      const file = input.files[0];
      input.remove();
      if (file) then(file.size > LARGEST ? "" : await file.text());
    });
    input.addEventListener("cancel", () => input.remove());
    document.body.append(input);
    input.click();
  }

  /** A question with a few answers, in a dialog. Resolves to the answer's key, or "" when it is dismissed. */
  function ask(title, text, answers) {
    return new Promise((answer) => {
      const dialog = make("dialog", { class: "question", "aria-labelledby": "question-title" });
      const button = ([key, label]) =>
        make("button", { type: "button", class: "md-button", onclick: () => dialog.close(key) }, label);
      dialog.append(
        make("h2", { id: "question-title" }, title),
        make("p", {}, text),
        make("div", { class: "actions" }, ...Object.entries(answers).map(button), button(["", TEXT.cancel])),
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        answer(dialog.returnValue);
      });
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  /** Put `text` on the clipboard; where that is not allowed, show it to be copied by hand. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const dialog = make("dialog", { class: "question", "aria-labelledby": "question-title" });
      const field = make("textarea", { readonly: true, rows: "4", "aria-labelledby": "question-title" });
      field.value = text;
      dialog.append(
        make("h2", { id: "question-title" }, TEXT.copyThis),
        field,
        make(
          "div",
          { class: "actions" },
          make("button", { type: "button", class: "md-button", onclick: () => dialog.close() }, TEXT.close),
        ),
      );
      dialog.addEventListener("close", () => dialog.remove());
      document.body.append(dialog);
      dialog.showModal();
      field.select();
      return false;
    }
  }

  const toBase64 = (bytes) =>
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replace(/=+$/, "");
  const fromBase64 = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

  /** An object as a short text for an address: "z" and compressed, or "j" where the browser cannot compress. */
  async function pack(value) {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    if (!window.CompressionStream) return "j" + toBase64(bytes);
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
    return "z" + toBase64(new Uint8Array(await new Response(stream).arrayBuffer()));
  }

  /** The object again, or null when the text is damaged or unpacks to too much. */
  async function unpack(text) {
    try {
      const bytes = fromBase64(text.slice(1));
      if (text[0] === "j") return JSON.parse(new TextDecoder().decode(bytes));
      const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
      const decoder = new TextDecoder();
      let json = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        json += decoder.decode(value, { stream: true });
        if (json.length > LARGEST) return null;
      }
      return JSON.parse(json + decoder.decode());
    } catch {
      return null;
    }
  }

  /** Print one part of the page: what is neither in it nor around it is left out. */
  function printOnly(element) {
    const around = [];
    for (let one = element.parentElement; one; one = one.parentElement) around.push(one);
    element.classList.add("print-this");
    for (const one of around) one.classList.add("print-around");
    const after = () => {
      element.classList.remove("print-this");
      for (const one of around) one.classList.remove("print-around");
    };
    addEventListener("afterprint", after, { once: true });
    print();
  }

  window.handbook.device = { download, fileName, pickFile, ask, copy, pack, unpack, printOnly };
})();
