// In the page of the search, before its lists: if the address has a query, results take the place of the lists, so that nothing moves.
"use strict";
(function () {
  const query = new URLSearchParams(location.search).get("q")?.trim(), states = document.documentElement.classList;
  if (!query) return;
  states.add("searched", "searching");
  document.getElementById("query").value = query;
  addEventListener("load", () => {
    if (!globalThis.site?.searchIndex) states.remove("searched", "searching"); // the scripts that find results did not come
  });
})();
