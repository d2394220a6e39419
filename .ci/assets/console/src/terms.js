// Terms in the syntaxes of answers: tab-separated values, N-Triples, CSV and JSON (SPARQL 1.1 results).

const XSD = "http://www.w3.org/2001/XMLSchema#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f", '"': '"', "'": "'", "\\": "\\" };
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?$/su;

const unescaped = (text) =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gsu, (_, four, eight, one) =>
    one === undefined ? String.fromCodePoint(parseInt(four ?? eight, 16)) : (ESCAPES[one] ?? one),
  );

/** Return a term: `{kind, value, language, datatype}`, where kind is "iri", "literal", "blank", "triple", or "" for none. */
export function parseTerm(text) {
  if (!text) return { kind: "", value: "" };
  if (text.startsWith("<<")) return { kind: "triple", value: text };
  if (text[0] === "<") return { kind: "iri", value: unescaped(text.slice(1, -1)) };
  if (text.startsWith("_:")) return { kind: "blank", value: text.slice(2) };
  const found = LITERAL.exec(text);
  if (found) {
    const language = found[2] ?? "";
    return { kind: "literal", value: unescaped(found[1]), language, datatype: language ? `${RDF}langString` : (found[3] ?? `${XSD}string`) };
  }
  const name = /^(?:true|false)$/u.test(text) ? "boolean" : /[eE]/u.test(text) ? "double" : text.includes(".") ? "decimal" : "integer";
  return { kind: "literal", value: text, language: "", datatype: XSD + name };
}

const NUMBERS = new Set(
  ["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt"].map(
    (name) => XSD + name,
  ),
);

/** Return whether a term is a number. */
export const isNumber = (term) => term.kind === "literal" && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value));

/** Return the three terms of a line of N-Triples, as they are written. */
export function tripleOf(line) {
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  return [line.slice(0, first), line.slice(first + 1, second), line.slice(second + 1).replace(/ ?\.$/u, "")];
}

/** Return a text as a field of CSV (RFC 4180). */
export const field = (value) => (/[",\r\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** Return a term as a field of CSV. */
export function csvField(text) {
  const term = parseTerm(text);
  return field(term.kind === "blank" ? `_:${term.value}` : term.value);
}

/** Return a term as an object of SPARQL results in JSON. */
export function jsonTerm(text) {
  const term = parseTerm(text);
  if (term.kind === "iri") return { type: "uri", value: term.value };
  if (term.kind === "blank") return { type: "bnode", value: term.value };
  if (term.kind === "triple") return { type: "literal", value: term.value };
  const found = { type: "literal", value: term.value };
  if (term.language) found["xml:lang"] = term.language;
  else if (term.datatype !== `${XSD}string`) found.datatype = term.datatype;
  return found;
}

/** Return an IRI with the prefix that covers most of it, or in angle brackets. */
export function shortIri(iri, prefixes) {
  let best = "";
  for (const [name, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && namespace.length > (prefixes[best]?.length ?? 0)) best = name;
  }
  const found = Object.hasOwn(prefixes, best) && iri.startsWith(prefixes[best]);
  const local = found ? iri.slice(prefixes[best].length) : "";
  return found && /^(?:[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?$/u.test(local) ? `${best}:${local}` : `<${iri}>`;
}

/** Return lines of N-Triples in Turtle, grouped by subject. */
export function turtle(lines, prefixes) {
  const used = new Set();
  const short = (text) => {
    const term = parseTerm(text);
    if (term.kind !== "iri") return text.replace(/\^\^<([^>]*)>$/u, (_, iri) => `^^${shorten(iri)}`);
    return shorten(term.value);
  };
  const shorten = (iri) => {
    const found = shortIri(iri, prefixes);
    if (found[0] !== "<") used.add(found.slice(0, found.indexOf(":")));
    return found;
  };
  const subjects = new Map();
  for (const line of lines) {
    const [subject, predicate, object] = tripleOf(line);
    if (!subjects.has(subject)) subjects.set(subject, []);
    subjects.get(subject).push(`${predicate === `<${RDF}type>` ? "a" : short(predicate)} ${short(object)}`);
  }
  const blocks = [...subjects].map(([subject, rest]) => `${short(subject)} ${rest.join(" ;\n    ")} .\n`);
  const head = [...used].sort().map((name) => `@prefix ${name}: <${prefixes[name]}> .\n`);
  return [...head, ...blocks].join(head.length ? "\n" : "").replace(/(?<=^@prefix [^\n]*\n)\n(?=@prefix)/gmu, "");
}
