// Loads the console when the reader touches the page or has come for a query, so that a page that is only read stays light.

const events = ["pointerdown", "pointermove", "keydown", "focusin", "scroll"];
const folder = new URL(".", document.currentScript.src).href;
let isLoading = false;

window.sparqlConsole ??= {};

function load() {
  if (isLoading) return;
  isLoading = true;
  for (const name of events) removeEventListener(name, load);
  for (const name of ["project.js", "console.js"]) {
    const script = document.createElement("script");
    script.src = folder + name;
    script.async = false;
    document.head.append(script);
  }
}

document.getElementById("c-run").addEventListener("click", () => {
  if (!window.sparqlConsole.isReady) window.sparqlConsole.isAsked = true;
});

if (location.hash) load();
else for (const name of events) addEventListener(name, load, { passive: true });
addEventListener("hashchange", load);
