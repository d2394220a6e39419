// The SPARQL console: an editor, a worker that answers, and the answer as a table, a picture or a file.

import workerSource from "worker-source";
import { completions, Terms as Vocabulary } from "./completion.js";
import { makeEditor } from "./editor.js";
import { Engine, loadScript, Stopped } from "./engine.js";
import { showForm } from "./forms.js";
import { engineProblem, lineAndColumn, ownProblems, productProblems } from "./problems.js";
import { bars, drawable, make, MOST_BARS, MOST_POINTS, PAGE, points, table, Terms } from "./results.js";
import { MOST_ROWS, zipOf } from "./take.js";
import { bind, form as formOf, prologue, tokens } from "./tokens.js";

const FILES = {
  rows: [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"]],
  graph: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["CSV", "text/csv", "csv"]],
};
const LONGEST_HISTORY = 20;
const CHECK_AFTER = 500;

const element = (name) => document.getElementById(`c-${name}`);
const data = JSON.parse(element("data").textContent);
const { words, language } = data;
const { root, home } = element("data").dataset;
const { project } = window.sparqlConsole;
const plural = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

const filled = (text, values) => text.replace(/\{(\w+)\}/gu, (whole, name) => values[name] ?? whole);
const counted = (name, number, values = {}) => filled(words[name][plural.select(number)] ?? words[name].other, { n: numbers.format(number), ...values });

const vocabulary = new Vocabulary(project, data.languages);
const shown = new Terms({ shorten: (iri) => vocabulary.short(iri), home, language });
const names = Object.fromEntries(
  project.terms.map(([iri], place) => [iri, { label: vocabulary.labels[place], language: "" }]).filter(([, { label }]) => label),
);

const engine = new Engine(workerSource, async () => {
  const scripts = ["oxigraph", ...(data.hasGraph ? ["graph"] : [])];
  if (!engine.module) await Promise.all(scripts.map((name) => loadScript(`${root}assets/console/${name}.js`)));
  const { oxigraph, graph, addresses } = window.sparqlConsole;
  const settings = { labels: project.labels, languages: data.languages, names, base: project.base, prefixes: project.prefixes };
  return { engine: oxigraph, graph, addresses, ...settings };
});

let answer = null;
let running = 0;
let checking = 0;

// -- Where queries are answered

const isServed = performance.getEntriesByType("navigation")[0]?.serverTiming?.some(({ name }) => name === "sparql") ?? false;
const endpoint = () => (isServed && (!data.hasGraph || element("server").checked) ? new URL(`${root}sparql`, location.href).href : "");

// -- Running

async function run(isConfirmed = false) {
  const text = editor.text();
  element("ask").hidden = true;
  say("");
  const problems = ownProblems(text, project.prefixes);
  const errors = problems.filter((one) => one.severity === "error");
  if (errors.length) {
    clear();
    return fail(text, errors);
  }
  const pairs = productProblems(text);
  if (pairs.length && !isConfirmed) return askFirst(text, pairs);
  if (!data.hasGraph && !endpoint()) return say(words.no_graph);
  if (running) engine.stop();
  running += 1;
  const own = running;
  busy(true);
  element("status").textContent = engine.started ? words.running : words.loading;
  const lines = prologue(tokens(text), project.prefixes);
  try {
    await engine.start();
    element("status").textContent = words.running;
    const start = performance.now();
    const form = formOf(tokens(text));
    const found = await engine.ask("run", { text: lines + text, form, endpoint: endpoint() });
    if (own !== running) return undefined;
    editor.mark(marks(text, problems));
    await show(found, lines + text, performance.now() - start);
    keepInHistory(text, found);
  } catch (error) {
    if (own !== running) return undefined;
    if (error instanceof Stopped) return undefined;
    clear();
    fail(text, [engineProblem(error, text, lines)]);
  } finally {
    if (own === running) busy(false);
  }
  return undefined;
}

function stop() {
  running += 1;
  engine.stop();
  busy(false);
  clear();
  element("status").textContent = words.stopped;
}

function busy(isBusy) {
  element("stop").disabled = !isBusy;
  element("results").setAttribute("aria-busy", String(isBusy));
}

/** Say what went wrong; "" takes it away. */
function say(text) {
  element("problem").textContent = text;
  element("problem").hidden = !text;
}

const message = (one) => filled(words[one.word] ?? one.word, one.values ?? {});

const marks = (text, problems) => problems.map((one) => ({ ...one, message: message(one) }));

function fail(text, problems) {
  const [first] = problems;
  const { line, column } = lineAndColumn(text, first.from);
  element("status").textContent = "";
  say(first.isWhole ? message(first) : `${filled(words.place, { line, column })} ${message(first)}`);
  editor.mark(first.isWhole ? [] : marks(text, problems), true);
}

function askFirst(text, pairs) {
  const { line, column } = lineAndColumn(text, pairs[0].from);
  clear();
  element("status").textContent = "";
  element("ask-text").textContent = `${filled(words.place, { line, column })} ${message(pairs[0])}`;
  element("ask").hidden = false;
  editor.mark(marks(text, pairs), false);
  element("anyway").focus();
}

/** Check the text a while after the last change, and mark what is wrong. */
function check(text) {
  clearTimeout(checking);
  checking = setTimeout(async () => {
    if (!text.trim()) {
      editor.mark([]);
      return;
    }
    const own = [...ownProblems(text, project.prefixes), ...productProblems(text)];
    if (text !== editor.text()) return;
    editor.mark(marks(text, own));
    if (own.some((one) => one.severity === "error") || !engine.module || engine.isBusy) return;
    const lines = prologue(tokens(text), project.prefixes);
    try {
      await engine.ask("check", { text: lines + text });
    } catch (error) {
      const problem = engineProblem(error, text, lines);
      if (text === editor.text() && !problem.isWhole && !(error instanceof Stopped)) editor.mark(marks(text, [...own, problem]));
    }
  }, CHECK_AFTER);
}

// -- The answer

function clear() {
  answer = null;
  element("results").replaceChildren();
  element("tools").hidden = true;
}

async function show(found, text, milliseconds) {
  clear();
  const time = { ms: numbers.format(Math.max(1, Math.round(milliseconds))) };
  if ("truth" in found) {
    element("status").textContent = filled(words.time, time);
    element("results").append(make("p", { class: "c-truth" }, found.truth ? words.yes : words.no));
    return;
  }
  element("status").textContent = counted(found.isGraph ? "triples" : "rows", found.total, time);
  const { rows } = await engine.ask("rows", { from: 0, to: PAGE });
  answer = { ...found, first: 0, rows, view: "table", ...drawable(found.columns, rows) };
  if (!found.total) {
    element("results").append(make("p", { class: "empty" }, words.nothing));
    return;
  }
  element("tools").hidden = false;
  element("chart").hidden = !answer.bars;
  element("map").hidden = !answer.points;
  const kinds = FILES[found.isGraph ? "graph" : "rows"];
  element("files").replaceChildren(
    ...kinds.map(([name, format, extension]) => {
      const button = make("button", { type: "button" }, name);
      button.addEventListener("click", () => save(format, extension));
      return button;
    }),
    ...(found.total <= MOST_ROWS ? [zipButton(text)] : []),
  );
  view("table");
}

async function view(name) {
  if (!answer) return;
  const own = answer;
  own.view = name;
  for (const one of ["table", "chart", "map"]) element(one).setAttribute("aria-pressed", String(one === name));
  if (name === "table") {
    element("results").replaceChildren(table(own.columns, own.rows, own.first, shown, words), ...turning());
    return;
  }
  const most = name === "chart" ? MOST_BARS : MOST_POINTS;
  const { rows } = await engine.ask("rows", { from: 0, to: most });
  if (answer !== own || own.view !== name) return;
  const land = name === "map" ? await landOf() : [];
  if (answer !== own || own.view !== name) return;
  const drawn = name === "chart" ? bars(rows, own.bars, own.columns, shown) : points(rows, own.points, own.columns, shown, land);
  const note = own.total > most ? [make("p", { class: "small soft" }, filled(words.first_rows, { n: numbers.format(most), all: numbers.format(own.total) }))] : [];
  element("results").replaceChildren(drawn, ...note);
}

/** Return the outline of all land, which is loaded with the first map. */
async function landOf() {
  if (!window.sparqlConsole.land) await loadScript(`${root}assets/console/land.js`).catch(() => {});
  return window.sparqlConsole.land ?? [];
}

/** Return the buttons that turn the pages of a table. */
function turning() {
  if (answer.total <= PAGE) return [];
  const last = Math.floor((answer.total - 1) / PAGE) * PAGE;
  const button = (text, to) => {
    const found = make("button", { type: "button", disabled: to < 0 || to > last || to === answer.first }, text);
    found.addEventListener("click", () => turn(to));
    return found;
  };
  const { first } = answer;
  const end = Math.min(first + PAGE, answer.total);
  const place = filled(words.of, { first: numbers.format(first + 1), last: numbers.format(end), all: numbers.format(answer.total) });
  const parts = [button(words.first, 0), button(words.back, first - PAGE), make("span", {}, place), button(words.next, first + PAGE), button(words.last, last)];
  return [make("div", { class: "bar2", role: "group", "aria-label": words.pages }, ...parts)];
}

async function turn(to) {
  const own = answer;
  const { rows } = await engine.ask("rows", { from: to, to: to + PAGE });
  if (answer !== own) return;
  Object.assign(answer, { first: to, rows });
  await view("table");
  element("results").focus();
}

async function save(format, extension) {
  const { blob } = await engine.ask("file", { format });
  const address = URL.createObjectURL(blob);
  make("a", { href: address, download: `${project.name}-answer.${extension}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

function zipButton(query) {
  const button = make("button", { type: "button" }, words.zip);
  button.addEventListener("click", async () => {
    const { isGraph, total } = answer;
    const { blob } = await engine.ask("file", isGraph ? { format: "text/turtle" } : { format: "text/csv", isNamed: true });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const name = `answer.${isGraph ? "ttl" : "csv"}`;
    const zip = await zipOf({ name, data: bytes, query, rows: numbers.format(total), about: { ...data.about, language } });
    window.site.download(`${project.name}-answer.zip`, zip, "application/zip");
  });
  return button;
}

// -- Links, history, examples

const linkOf = (text) => `${location.href.split("#")[0]}#query=${encodeURIComponent(text)}`;

async function share() {
  const address = linkOf(editor.text());
  history.replaceState(null, "", address);
  try {
    await navigator.clipboard.writeText(address);
    element("status").textContent = words.link_copied;
  } catch {
    element("status").textContent = words.link_made;
  }
}

/** Follow the part of the address behind "#": a query, or a question. Return whether there is one. */
function follow() {
  const found = /^#(query|question)=(.*)$/su.exec(location.hash);
  if (!found) return false;
  let text = "";
  try {
    text = decodeURIComponent(found[2]);
  } catch {
    return false;
  }
  if (found[1] === "question") return open(text);
  element("form").hidden = true;
  editor.set(text);
  run();
  return true;
}

function open(name) {
  const found = project.questions[name];
  if (!found) return false;
  const readers = found.parameters.filter((parameter) => parameter.reader);
  const language = Object.fromEntries(readers.map((parameter) => [parameter.name, JSON.stringify(data.languages[0])]));
  const parameters = found.parameters.filter((parameter) => !parameter.reader);
  const question = { parameters, sparql: bind(found.sparql, language) };
  editor.set(bind(found.runnable || found.sparql, language));
  element("form").hidden = true;
  if (!parameters.length) {
    run();
    return true;
  }
  const link = document.querySelector(`[data-question="${CSS.escape(name)}"]`);
  const things = async ({ kind, scheme }) => (await engine.ask("things", { kind, scheme })).values;
  const iri = (text) => vocabulary.iri(text, project.prefixes);
  const use = (text) => {
    editor.set(text);
    run();
  };
  showForm(element("form"), { title: link?.textContent ?? name, question, languages: data.languages, things, words, iri, use });
  return true;
}

const KEY = `sparql-console ${project.dataset}`;

function readHistory() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one?.text === "string" && typeof one?.title === "string") : [];
  } catch {
    return [];
  }
}

function writeHistory(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // Without storage there is no history.
  }
  showHistory(list);
}

function keepInHistory(text, found) {
  const variables = (found.columns ?? []).slice(0, 3).map((name) => `?${name}`);
  const rows = "truth" in found ? (found.truth ? words.yes : words.no) : counted(found.isGraph ? "triples_short" : "rows_short", found.total);
  const title = [found.isGraph ? formOf(tokens(text)) : variables.join(" "), rows].filter(Boolean).join(", ");
  writeHistory([{ text, title }, ...readHistory().filter((one) => one.text !== text)].slice(0, LONGEST_HISTORY));
}

function showHistory(list) {
  element("past").hidden = !list.length;
  element("history").replaceChildren(
    ...list.map(({ text, title }) => make("li", {}, make("a", { href: `#query=${encodeURIComponent(text)}`, title: text.slice(0, 300) }, title))),
  );
}

// -- What the class at the cursor has

let looking = 0;

function look(text, at) {
  clearTimeout(looking);
  looking = setTimeout(() => {
    const { position, kinds, prefixes } = vocabulary.here(text, at);
    const isKnown = kinds.length > 0 && kinds.length < 6 && ["predicate", "object", "done"].includes(position);
    element("here-none").hidden = isKnown;
    element("here-text").hidden = !isKnown;
    const found = isKnown ? vocabulary.properties(kinds).slice(0, 12) : [];
    if (isKnown) {
      const classes = kinds.slice(0, 3).map((place) => vocabulary.short(vocabulary.iris[place], prefixes));
      element("here-text").textContent = filled(words.here, { classes: classes.join(", ") });
    }
    element("here").replaceChildren(
      ...found.map(([place, number]) => {
        const name = vocabulary.short(vocabulary.iris[place], prefixes);
        const button = make("button", { type: "button", class: "c-term", "aria-label": filled(words.insert, { name }) }, make("code", {}, name), ` ${numbers.format(number)}`);
        button.addEventListener("click", () => editor.insert(`${/\s$/u.test(editor.text().slice(0, editor.cursor())) ? "" : " "}${name} `));
        return make("li", {}, button);
      }),
    );
  }, 120);
}

const values = async (path, classes) => {
  if (running && !element("stop").disabled) return [];
  if (!engine.module || !data.hasGraph) return [];
  return (await engine.ask("values", { path, classes })).values;
};

const editor = makeEditor({
  host: element("editor"),
  complete: completions(vocabulary, values, (number) => numbers.format(number)),
  changed: check,
  moved: look,
  run: () => run(),
  name: words.editor,
  help: words.keys,
  phrases: words.phrases,
});

element("run").addEventListener("click", () => run());
element("anyway").addEventListener("click", () => run(true));
element("stop").addEventListener("click", stop);
element("share").addEventListener("click", share);
element("forget").addEventListener("click", () => writeHistory([]));
for (const name of ["table", "chart", "map"]) element(name).addEventListener("click", () => view(name));
element("iris").addEventListener("click", () => {
  shown.asIris = !shown.asIris;
  element("iris").setAttribute("aria-pressed", String(shown.asIris));
  view(answer?.view ?? "table");
});
element("where").hidden = !isServed || !data.hasGraph;
window.addEventListener("hashchange", follow);
showHistory(readHistory());
window.sparqlConsole.isReady = true;
if (!follow()) {
  editor.set(readHistory()[0]?.text ?? project.start);
  if (window.sparqlConsole.isAsked) run();
}

const preload = () => engine.start().then((size) => {
  if (!running && size) element("status").textContent = counted("loaded", size);
}, (error) => {
  if (!(error instanceof Stopped)) say(filled(words.no_engine, { problem: error.message }));
});
if (data.hasGraph) (window.requestIdleCallback ?? ((call) => setTimeout(call, 300)))(preload);
