// In the page of all facts, before them: if the address has a choice of facts, nothing is shown in place of those that were chosen.
"use strict";
(function () {
  const states = document.documentElement.classList;
  if (!location.hash.includes("=")) return;
  states.add("chosen", "choosing");
  addEventListener("DOMContentLoaded", () => {
    if (!globalThis.site?.choosing) states.remove("chosen", "choosing"); // facets.js did not come
  });
})();
