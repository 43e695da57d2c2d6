/* The plan of a course: an ordered list of items, its sums and its address (?title=&start=&i=kind.minutes.what&i=…),
   the same in both languages. For course-builder.js, which shows it. */
(function () {
  "use strict";
  const START = "09:00";
  const MOST_ITEMS = 200;
  const LONGEST = { title: 120, what: 200 };
  const LONGEST_ITEM = 600; // minutes

  /** Minutes as a whole number from 1 to 600; ``otherwise`` for what is no number. */
  const asMinutes = (text, otherwise) => Math.min(LONGEST_ITEM, Math.max(1, Math.round(Number(text)) || otherwise));

  /** A plan of what stands in an address after "?": its items are a kind (read, exercise, own, pause, session), minutes,
      and the page's id or a text of one's own. Items of pages that ``isChapter`` does not know are left out. */
  function planOf(search, isChapter) {
    const query = new URLSearchParams(search);
    const start = query.get("start") || "";
    const items = query
      .getAll("i")
      .slice(0, MOST_ITEMS)
      .flatMap((text) => {
        const [, kind, minutes, what] = text.match(/^(read|exercise|own|pause|session)\.(\d{1,3})\.(.*)$/s) || [];
        if (!kind || ((kind === "read" || kind === "exercise") && !isChapter(what))) return [];
        const length = kind === "session" ? 0 : Math.max(1, Number(minutes));
        return [{ kind, minutes: length, what: what.slice(0, LONGEST.what) }];
      });
    return {
      title: (query.get("title") || "").slice(0, LONGEST.title),
      start: /^([01]\d|2[0-3]):[0-5]\d$/.test(start) ? start : START,
      items,
    };
  }

  /** What stands after "?" in the address of a plan; "" for an empty one. */
  function queryOf({ title, start, items }) {
    const query = new URLSearchParams();
    if (title) query.set("title", title);
    if (start !== START) query.set("start", start);
    for (const item of items) query.append("i", `${item.kind}.${item.minutes}.${item.what}`);
    return query.toString();
  }

  /** ``1 h 30 min``. */
  function duration(minutes) {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
  }

  /** Of the activities of a plan, how long they take together, in minutes, and how many there are. */
  function sums(items) {
    const activities = items.filter((item) => item.kind !== "session");
    return { minutes: activities.reduce((sum, item) => sum + item.minutes, 0), count: activities.length };
  }

  /** When each item begins, as ``09:30``; each session has its own day, and begins when the plan does. */
  function times({ start, items }) {
    const [hours, minutes] = start.split(":").map(Number);
    const clock = (at) => [Math.floor(at / 60) % 24, at % 60].map((part) => String(part).padStart(2, "0")).join(":");
    let now = hours * 60 + minutes;
    return items.map((item) => {
      if (item.kind === "session") now = hours * 60 + minutes;
      now += item.minutes;
      return clock(now - item.minutes);
    });
  }

  window.handbook.coursePlan = { asMinutes, duration, planOf, queryOf, sums, times, LONGEST, LONGEST_ITEM, START };
})();
