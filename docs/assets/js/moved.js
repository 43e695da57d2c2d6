/* An old address, or a short one: lead on, and keep the section that the link named. Without a script, the page's own
   refresh and its links lead on. */
(function () {
  "use strict";
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    // Not an anchor of ours.
  }
  const own = id && document.getElementById(id)?.querySelector("a");
  const lead = document.querySelector("a[data-leads-on]");
  if (own && lead) location.replace(own.href);
  else if (lead) {
    const target = new URL(lead.href);
    if (id) target.hash = location.hash;
    location.replace(target.href);
  } else if (id) {
    for (const link of document.querySelectorAll("a[data-keeps-anchor]")) link.hash = location.hash;
  }
})();
