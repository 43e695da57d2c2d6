/* A problem with this page: what the reader says of it becomes an e-mail, or an issue of the repository. Nothing is sent
   from here. Fetched when the link in the footer is tapped; that link is a message without the two fields. */
(function () {
  "use strict";
  const { make, word } = window.handbook;
  const LONGEST = 1900; // characters of an address that mail programs and servers still take
  const TEXT = {
    title: word("report-link"),
    doing: word("report-doing"),
    wrong: word("report-wrong"),
    byMail: word("report-by-mail"),
    byIssue: word("report-by-issue"),
    mail: word("report-mail"),
    issue: word("report-issue"),
    copy: word("report-copy"),
    copied: word("report-copied"),
    byHand: word("report-by-hand"),
    long: word("report-long"),
    kept: word("report-kept"),
    section: word("report-section"),
    clear: word("report-delete"),
    deleted: word("report-deleted"),
    close: word("close"),
  };

  /** What the message says of where it was written: title, section, address, edition; a line each. */
  function place(link) {
    const [title, address, ...rest] = new URL(link.href).searchParams.get("body").trim().split(/\r?\n/);
    const heading = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const name = heading && /^H\d$/.test(heading.tagName) && heading.firstChild.textContent.trim();
    return name ? [title, `${TEXT.section}: ${name}`, address + location.hash, ...rest] : [title, address, ...rest];
  }

  function open(link) {
    const { saved, device } = window.handbook;
    const page = link.dataset.report;
    const isMail = link.protocol === "mailto:";
    const draft = saved.drawer("report", (field, value) => /\.(doing|wrong)$/.test(field) && typeof value === "string");
    const written = (name) => draft.fields()[`${page}.${name}`] ?? "";

    const control = (name) => {
      const field = make("textarea", { id: `report-${name}`, rows: "3" });
      field.value = written(name);
      field.addEventListener("input", () => {
        draft.set({ [`${page}.${name}`]: field.value || undefined });
        show();
      });
      return [make("label", { for: field.id }, TEXT[name]), field];
    };
    const message = () =>
      [
        ...["doing", "wrong"].filter((name) => written(name)).map((name) => `${TEXT[name]}\n${written(name)}\n`),
        ...place(link),
      ].join("\n");
    const addressOf = (text) =>
      link.href.replace(/([?&]body=).*$/, (all, key) => key + encodeURIComponent(text.replaceAll("\n", "\r\n")));

    const send = make(
      "a",
      { class: "md-button md-button--primary", ...(isMail ? {} : { target: "_blank", rel: "noopener" }) },
      isMail ? TEXT.mail : TEXT.issue,
    );
    const status = make("p", { role: "status" });
    const byHand = make("textarea", { readonly: true, rows: "6", hidden: true, "aria-label": TEXT.byHand });
    const target = link.href.split("?")[0];
    const to = make("a", { href: target }, target.replace("mailto:", ""));
    const tooLong = make("p", { hidden: true }, TEXT.long, " ", to);

    async function copy() {
      try {
        await navigator.clipboard.writeText(message());
        status.textContent = TEXT.copied;
      } catch {
        byHand.hidden = false;
        byHand.value = message();
        byHand.select();
        status.textContent = TEXT.byHand;
      }
    }
    function clear() {
      draft.set({ [`${page}.doing`]: undefined, [`${page}.wrong`]: undefined });
      for (const field of dialog.querySelectorAll("textarea")) field.value = "";
      byHand.hidden = true;
      show();
      status.textContent = TEXT.deleted;
    }
    const button = (label, onclick) => make("button", { type: "button", class: "md-button", onclick }, label);
    const dialog = make(
      "dialog",
      { class: "question md-typeset", "aria-labelledby": "report-title" },
      make("h2", { id: "report-title" }, TEXT.title),
      make("p", {}, isMail ? TEXT.byMail : TEXT.byIssue),
      ...control("doing"),
      ...control("wrong"),
      saved.line("report", TEXT.kept, () => device.download(`${page}.txt`, message(), "text/plain")),
      tooLong,
      status,
      byHand,
      make(
        "div",
        { class: "actions" },
        send,
        button(TEXT.copy, copy),
        button(TEXT.clear, clear),
        button(TEXT.close, () => dialog.close()),
      ),
    );
    function show() {
      const address = addressOf(message());
      send.href = address;
      send.hidden = address.length > LONGEST;
      tooLong.hidden = !send.hidden;
    }
    dialog.addEventListener("close", () => {
      dialog.remove();
      link.focus();
    });
    document.body.append(dialog);
    show();
    dialog.showModal();
    dialog.querySelector("textarea").focus();
  }

  window.handbook.report = open;
})();
