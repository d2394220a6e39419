// Answers queries in a worker: with Oxigraph over the graph of the page, or from the endpoint of a server. The answer stays here, as
// text; the page gets the rows that it shows.

import initialise, { namedNode, Store } from "oxigraph/web.js";
import { mistaken } from "./hints.js";
import { csvField, field, jsonTerm, parseTerm, tripleOf, turtle } from "./terms.js";
import { tokens } from "./tokens.js";

const UNION = { use_default_graph_as_union: true };
const FORMATS = { SELECT: "text/tab-separated-values", ASK: "application/sparql-results+json" };
const TRIPLES = "application/n-triples";
const CHUNK = 20_000;

let settings = { labels: [], languages: [], names: {}, base: "", prefixes: {} };
let store = null;
let nothing = null;
let pages = new Map();
let answer = { columns: [], text: "", starts: [0], isGraph: false };
const labels = new Map();

async function unpacked(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Return the lines of a text that each share their start with the line before. */
function withStarts(lines) {
  let last = "";
  return lines.map((line) => {
    const space = line.indexOf(" ");
    last = last.slice(0, Number(line.slice(0, space))) + line.slice(space + 1);
    return last;
  });
}

/** Return a packed graph in N-Quads. */
function quads(packed) {
  const end = packed.indexOf("\n\n");
  const terms = withStarts(packed.slice(0, end).split("\n"));
  const term = (digits) => terms[parseInt(digits, 36)];
  const found = [];
  let graph = "";
  for (const line of packed.slice(end + 2).split("\n")) {
    if (line[0] === "=") {
      graph = term(line.slice(1));
      continue;
    }
    const [subject, ...rest] = line.split(";");
    for (const part of rest) {
      const [predicate, ...objects] = part.split(" ").map(term);
      for (const object of objects) found.push(`${term(subject)} ${predicate} ${object} ${graph} .\n`);
    }
  }
  return found.join("");
}

const tasks = {
  /** Start Oxigraph and load the graph. engine: the packed program, or the module that an earlier worker has compiled. */
  async start({ engine, graph, addresses, ...others }) {
    settings = others;
    const compiled = engine instanceof WebAssembly.Module ? engine : engine && (await WebAssembly.compile(await unpacked(engine)));
    if (compiled) {
      await initialise({ module_or_path: compiled });
      nothing = new Store();
      store = new Store();
      if (graph) store.load(quads(graph), { format: "application/n-quads", lenient: true, no_transaction: true });
    }
    if (addresses) {
      pages = new Map(withStarts(addresses.split("\n")).map((line) => line.split("\t")).map(([local, url]) => [local, url ?? `${local}.html`]));
    }
    return { engine: compiled, size: store?.size ?? 0 };
  },

  /** Check the syntax of a query over an empty graph. */
  check({ text }) {
    nothing?.query(text, UNION);
    return {};
  },

  async run({ text, form, endpoint }) {
    answer = { columns: [], text: "", starts: [0], isGraph: form === "CONSTRUCT" || form === "DESCRIBE" };
    const format = FORMATS[form] ?? TRIPLES;
    const found = endpoint ? await asked(endpoint, text, format) : store.query(text, { ...UNION, results_format: format });
    if (form === "ASK") return { truth: JSON.parse(found).boolean };
    keep(found);
    return { columns: answer.columns, total: answer.starts.length - 1, isGraph: answer.isGraph };
  },

  /** Return some rows with what the page shows of each term. */
  rows({ from, to }) {
    return { rows: cells(from, to).map((row) => row.map(shown)) };
  },

  /** Return the answer as a file. isNamed: whether a table has the names of things, and their IRIs beside them. */
  file({ format, isNamed }) {
    return { blob: new Blob(isNamed ? namedRows() : parts(format), { type: format }) };
  },

  /** Return the values of a property that are named most often, of the things of some classes. */
  values({ path, classes }) {
    const kinds = classes.length ? `VALUES ?class { ${classes.map((iri) => `<${iri}>`).join(" ")} } ?thing a ?class .` : "";
    const query = `SELECT ?value (COUNT(*) AS ?number) { ${kinds} ?thing <${path}> ?value . FILTER(!isBlank(?value)) }
      GROUP BY ?value ORDER BY DESC(?number) ?value LIMIT 200`;
    return { values: store.query(query, UNION).map((row) => described(row.get("value"), row.get("number").value)) };
  },

  /** Return the things that a parameter can have. kind: a class. scheme: the last part of the IRI of a code list. */
  things({ kind, scheme }) {
    const pattern = scheme
      ? `?thing <http://www.w3.org/2004/02/skos/core#inScheme> ?scheme . FILTER(REPLACE(STR(?scheme), "^.*[/#]", "") = ${JSON.stringify(scheme)})`
      : kind
        ? `?thing a <${kind}>`
        : settings.labels.map((iri) => `{ ?thing <${iri}> ?name }`).join(" UNION ");
    const found = store.query(`SELECT DISTINCT ?thing { ${pattern} FILTER(isIRI(?thing)) } ORDER BY ?thing LIMIT 3000`, UNION);
    return { values: found.map((row) => described(row.get("thing"), "")) };
  },
};

async function asked(endpoint, text, format) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/sparql-query", accept: format },
    body: text,
  });
  const found = await response.text();
  if (!response.ok) throw new Error(problem(found) || `HTTP ${response.status}`);
  return found;
}

/** Return what the server says of a problem (RFC 9457). */
function problem(text) {
  try {
    const found = JSON.parse(text);
    return found.detail ?? found.title ?? "";
  } catch {
    return text.slice(0, 500);
  }
}

/** Keep an answer: the text, and where its rows start. */
function keep(text) {
  const starts = [];
  let at = 0;
  if (!answer.isGraph) {
    const end = text.indexOf("\n");
    answer.columns = text.slice(0, end).trim().split("\t").filter(Boolean).map((name) => name.slice(1));
    at = end + 1;
  } else answer.columns = ["subject", "predicate", "object"];
  while (at < text.length) {
    starts.push(at);
    const end = text.indexOf("\n", at);
    at = end < 0 ? text.length : end + 1;
  }
  starts.push(text.length);
  Object.assign(answer, { text, starts });
}

/** Return the terms of some rows, as they are written. */
function cells(from, to) {
  const found = [];
  for (let row = from; row < Math.min(to, answer.starts.length - 1); row += 1) {
    const line = answer.text.slice(answer.starts[row], answer.starts[row + 1]).replace(/\r?\n$/u, "");
    found.push(answer.isGraph ? tripleOf(line) : line.split("\t"));
  }
  return found;
}

function shown(text) {
  const term = parseTerm(text);
  if (term.kind !== "iri") return term;
  return { ...term, ...named(term.value), href: href(term.value) };
}

function described(term, number) {
  if (term.termType === "NamedNode") return { kind: "iri", value: term.value, number, ...named(term.value) };
  const language = term.language ?? "";
  return { kind: "literal", value: term.value, language, datatype: term.datatype?.value ?? "", number };
}

/** Return the place of the token that the engine does not understand, or -1. */
function mistakenToken(text) {
  return mistaken(tokens(text), (spread) => {
    try {
      nothing?.query(spread, UNION);
      return "";
    } catch (error) {
      return String(error?.message ?? error);
    }
  });
}

/** Return the label of a thing in the language of the page, or in the next best one. */
function named(iri) {
  if (!labels.has(iri)) labels.set(iri, found(iri));
  return labels.get(iri);
}

function found(iri) {
  if (Object.hasOwn(settings.names, iri)) return settings.names[iri];
  let best = { label: "", language: "", rank: Infinity };
  if (!store?.size) return best;
  settings.labels.forEach((property, order) => {
    for (const { object } of store.match(namedNode(iri), namedNode(property), null, null)) {
      if (object.termType !== "Literal") continue;
      const place = settings.languages.indexOf(object.language);
      const rank = (place < 0 ? settings.languages.length : place) * 100 + order;
      if (rank < best.rank || (rank === best.rank && object.value < best.label)) {
        best = { label: object.value, language: object.language, rank };
      }
    }
  });
  return best;
}

/** Return the address of the page of a thing below the folder of the edition, or "". */
function href(iri) {
  const { base } = settings;
  const isOwn = iri.startsWith(base);
  if (!isOwn && iri !== base.replace(/[#/]+$/u, "")) return "";
  const [local, fragment] = isOwn ? iri.slice(base.length).split(/#(.*)/su) : [""];
  const url = pages.get(local);
  return url === undefined ? "" : `${url}${fragment ? `#${encodeURIComponent(fragment)}` : ""}`;
}

/** Yield the lines of a table with names. A column with IRIs is followed by one that has them. */
function* namedRows() {
  const rows = cells(0, answer.starts.length - 1);
  const isIri = answer.columns.map((_, place) => rows.some((row) => row[place]?.startsWith("<") && !row[place].startsWith("<<")));
  const line = (fields) => `${fields.join(",")}\r\n`;
  yield line(answer.columns.flatMap((name, place) => (isIri[place] ? [name, `${name}_iri`] : [name])));
  const pair = (text) => {
    const term = parseTerm(text);
    return term.kind === "iri" ? [field(named(term.value).label || term.value), csvField(text)] : [csvField(text), ""];
  };
  for (const row of rows) yield line(answer.columns.flatMap((_, place) => (isIri[place] ? pair(row[place] ?? "") : [csvField(row[place] ?? "")])));
}

function* parts(format) {
  const total = answer.starts.length - 1;
  const { columns } = answer;
  if (format === "text/turtle") {
    yield turtle(answer.text.split("\n").filter(Boolean), settings.prefixes);
  } else if (format === "application/n-triples" || format === "text/tab-separated-values") {
    yield answer.text;
  } else if (format === "text/csv") {
    yield `${columns.join(",")}\r\n`;
    for (let from = 0; from < total; from += CHUNK) {
      yield cells(from, from + CHUNK).map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
    }
  } else {
    yield `{"head":{"vars":${JSON.stringify(columns)}},"results":{"bindings":[`;
    for (let from = 0; from < total; from += CHUNK) {
      const objects = cells(from, from + CHUNK).map((row) => JSON.stringify(Object.fromEntries(bindings(columns, row))));
      yield (from ? "," : "") + objects.join(",");
    }
    yield "]}}\n";
  }
}

const bindings = (columns, row) => columns.map((name, place) => [name, row[place]]).filter(([, text]) => text).map(([name, text]) => [name, jsonTerm(text)]);

let last = Promise.resolve();

self.addEventListener("message", ({ data: { id, task, ...rest } }) => {
  last = last.then(async () => {
    try {
      self.postMessage({ id, ...(await tasks[task](rest)) });
    } catch (error) {
      self.postMessage({ id, problem: String(error?.message ?? error), token: rest.text ? mistakenToken(rest.text) : -1, isFatal: error instanceof WebAssembly.RuntimeError });
    }
  });
});
