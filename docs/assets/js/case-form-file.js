/* What the form for a case ends with: the .yml file, the ways to send it, and the lines for data/sources.yml. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const ours = window.handbook.caseForm;
  // The address of a prefilled page has a limit on the hosts' side.
  const LONGEST_ADDRESS = 7500;
  const TEXT = {
    done: word("case-file-done"),
    then: word("case-file-then"),
    download: word("case-file-download"),
    open: word("case-file-open"),
    tooLong: word("case-file-too-long"),
    upload: word("case-file-upload"),
    lines: word("case-file-lines"),
    append: word("case-file-append"),
    edit: word("case-file-edit"),
  };

  const isEmpty = (value) => value === undefined || (typeof value === "object" && Object.values(value).every(isEmpty));

  // Texts always in double quotes, which JSON and YAML share; so no colon, quote, NO or space can mean anything else.
  // Numbers as they were typed, by their path: 1.2340 does not become 1.234. What is empty is as if it were not there.
  function yaml(value, typed, path = [], indent = 0) {
    const pad = "  ".repeat(indent);
    const entries = Object.entries(value).filter(([, one]) => !isEmpty(one));
    const lines = entries.map(([key, one]) => {
      const at = [...path, key];
      const inner = typeof one === "object" ? yaml(one, typed, at, indent + 1) : scalar(one, typed[at.join(".")]);
      if (Array.isArray(value)) return `${pad}- ${inner.trimStart()}`;
      return `${pad}${key}:${typeof one === "object" ? "\n" : " "}${inner}`;
    });
    return lines.join("\n");
  }
  const scalar = (value, typed) => (typeof value === "number" ? (typed ?? String(value)) : JSON.stringify(value));
  const inOrder = (value, keys) =>
    Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, value[key]]));

  const button = (label, attributes) => make("p", {}, make("a", { class: "form-button", ...attributes }, label));
  const code = (text, attributes) => make("pre", { tabindex: "0", ...attributes }, make("code", {}, text));

  /** What stands below the form once nothing is wrong. */
  function makeFile(data, typed) {
    const { repository } = ours;
    const text = `# yaml-language-server: $schema=../schemas/case.json\n${yaml(inOrder(data, ours.order.case), typed)}\n`;
    const filename = `${data.id}.yml`;
    const file = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    /** @type {HTMLElement[]} */
    const parts = [
      make("h3", {}, TEXT.done),
      make("p", {}, TEXT.then),
      button(`${TEXT.download} ${filename}`, { download: filename, href: file }),
    ];
    const ofHost = /^https?:\/\//.test(repository);
    const address = `${repository}/new/main/data/cases?${new URLSearchParams({ filename, value: text })}`;
    if (ofHost && address.length <= LONGEST_ADDRESS) parts.push(button(TEXT.open, { href: address, rel: "noopener" }));
    else if (ofHost) {
      const upload = make("a", { href: `${repository}/upload/main/data/cases`, rel: "noopener" }, TEXT.upload);
      parts.push(make("p", {}, `${TEXT.tooLong} `, upload, "."));
    }
    parts.push(code(text));
    if (isEmpty(data.newSources)) return parts;
    const sources = data.newSources.filter((one) => !isEmpty(one)).map((one) => inOrder(one, ours.order.source));
    parts.push(
      make("h3", {}, TEXT.lines),
      make("p", {}, TEXT.append),
      code(`${yaml(sources, {}, [], 1)}\n`, { class: "form-sources" }),
    );
    if (ofHost) parts.push(button(TEXT.edit, { href: `${repository}/edit/main/data/sources.yml`, rel: "noopener" }));
    return parts;
  }

  ours.makeFile = makeFile;
})();
