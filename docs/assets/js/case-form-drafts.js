/* The draft of the form for a case as a file: out of this device and into another. */
(function () {
  "use strict";
  const ours = window.handbook.caseForm;
  const { language, word } = window.handbook;
  const KIND = "handbook-case-form";
  const SCHEMA = 1;
  const TEXT = {
    file: word("draft-file"),
    opened: word("draft-opened"),
    bad: word("draft-bad"),
    newer: word("newer-file"),
    unknown: word("draft-unknown"),
    noSpace: word("draft-no-space"),
    title: word("draft-title"),
    text: word("draft-text"),
    replace: word("replace"),
  };

  function exportDraft(fields) {
    const file = { kind: KIND, schema: SCHEMA, edition: ours.edition, language, fields };
    window.handbook.device.download(`${TEXT.file}.json`, JSON.stringify(file, null, 2) + "\n", "application/json");
  }

  function parsed(text) {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }

  /** Save what the file has in place of the draft. Gives what there is to say of it; nothing where that is called off. */
  async function importDraft(text, saved, isSound) {
    const file = parsed(text);
    if (file?.kind !== KIND) return TEXT.bad;
    if (file.schema > SCHEMA) return TEXT.newer;
    const arriving = Object.entries(Object(file.fields));
    if (!arriving.length || arriving.some(([, value]) => value !== true && typeof value !== "string")) return TEXT.bad;
    const here = Object.keys(saved.fields());
    if (here.length && !(await window.handbook.device.ask(TEXT.title, TEXT.text, { replace: TEXT.replace }))) return "";
    const known = arriving.filter(([field, value]) => isSound(field, value));
    const none = Object.fromEntries(here.map((field) => [field, undefined]));
    if (!saved.setAll({ ...none, ...Object.fromEntries(known) })) return TEXT.noSpace;
    const unknown = arriving.filter((one) => !known.includes(one)).map(([field]) => field);
    return unknown.length ? `${TEXT.opened} ${TEXT.unknown} ${unknown.join(", ")}.` : TEXT.opened;
  }

  Object.assign(ours, { exportDraft, importDraft });
})();
