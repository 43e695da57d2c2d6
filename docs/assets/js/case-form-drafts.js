/* The draft of the form for a case as a file: out of this device and into another. */
(function () {
  "use strict";
  const ours = window.handbook.caseForm;
  const { language } = window.handbook;
  const KIND = "handbook-case-form";
  const SCHEMA = 1;
  const TEXT = {
    es: {
      file: "borrador-de-caso",
      opened: "Se abrió el borrador.",
      bad: "Ese archivo no es un borrador descargado desde este formulario, o está dañado. No se cambió nada.",
      newer: "Ese archivo es de una versión más nueva del manual. No se cambió nada.",
      unknown: "No se tomó lo que este formulario no conoce:",
      noSpace: "No hay espacio en este navegador para ese borrador. No se cambió nada.",
      title: "Ya hay un borrador",
      text: "¿Quiere poner en su lugar el del archivo?",
      replace: "Reemplazar",
    },
    en: {
      file: "draft-of-a-case",
      opened: "The draft was opened.",
      bad: "That file is not a draft downloaded from this form, or it is damaged. Nothing was changed.",
      newer: "That file is from a newer version of the handbook. Nothing was changed.",
      unknown: "What this form does not know was left out:",
      noSpace: "There is no space in this browser for that draft. Nothing was changed.",
      title: "There is a draft already",
      text: "Do you want to put the one of the file in its place?",
      replace: "Replace",
    },
  }[language];

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
