/* Tells the platform that a page has been opened: SCORM 1.2, found in a window above or in the one that opened this. */
(function () {
  "use strict";
  function find(start) {
    let one = start;
    for (let steps = 0; one && steps < 10; steps += 1) {
      try {
        if (one.API) return one.API;
      } catch {
        return null; // a window of another host
      }
      if (one.parent === one) return null;
      one = one.parent;
    }
    return null;
  }
  const api = find(window) || (window.opener ? find(window.opener) : null);
  if (!api || String(api.LMSInitialize("")) !== "true") return;
  const status = api.LMSGetValue("cmi.core.lesson_status");
  if (status !== "completed" && status !== "passed") {
    api.LMSSetValue("cmi.core.lesson_status", "completed");
    api.LMSCommit("");
  }
  let open = true;
  addEventListener("pagehide", () => {
    if (open) api.LMSFinish("");
    open = false;
  });
})();
