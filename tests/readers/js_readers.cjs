// N3.js, jsonld.js, rdf-canonize and Ajv, for readers.py. A request is one line: a task and paths, separated by tabs. A response is a
// line with "done" or "failed" and a length in bytes, followed by the content in UTF-8.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const readline = require("node:readline");
const Ajv = require("ajv/dist/2020");
const jsonld = require("jsonld");
const N3 = require("n3");
const rdfCanonize = require("rdf-canonize");

const NQUADS = "application/n-quads";
const SYNTAXES = { ".nq": "N-Quads", ".nt": "N-Triples", ".trig": "TriG", ".ttl": "Turtle" };
const OFFLINE = {
  // Raise an error instead of dropping data.
  safe: true,
  async documentLoader(url) {
    throw new Error(`asked for ${url}`);
  },
};

// Without a work factor, blank nodes in cycles are refused.
const CANONICAL = { algorithm: "RDFC-1.0", format: NQUADS, maxWorkFactor: 3 };

const text = (file) => fs.readFileSync(file, "utf8");
const json = (file) => JSON.parse(text(file));

const TASKS = {
  n3(file) {
    const quads = new N3.Parser({ format: SYNTAXES[path.extname(file)] }).parse(text(file));
    return new N3.Writer({ format: "N-Quads" }).quadsToString(quads);
  },
  "rdf-canonize": (file) => rdfCanonize.NQuads.serialize(rdfCanonize.NQuads.parse(text(file))),
  "rdf-canonize-rdfc": (file) => rdfCanonize.canonize(text(file), { ...CANONICAL, inputFormat: NQUADS }),
  jsonld: (file) => jsonld.toRDF(json(file), { ...OFFLINE, format: NQUADS }),
  "jsonld-rdfc": (file) => jsonld.canonize(json(file), { ...OFFLINE, ...CANONICAL }),
  "jsonld-expand": async (file) => JSON.stringify(await jsonld.expand(json(file), OFFLINE)),
  "jsonld-compact": async (file, context) => JSON.stringify(await jsonld.compact(json(file), json(context), OFFLINE)),
  "jsonld-frame": async (file, frame) => JSON.stringify(await jsonld.frame(json(file), json(frame), OFFLINE)),
  ajv(file, schema) {
    const validate = new Ajv({ strict: false }).compile(json(schema));
    return JSON.stringify(validate(json(file)) ? [] : validate.errors);
  },
};

async function answer(request) {
  const [task, ...files] = request.split("\t");
  try {
    return ["done", await TASKS[task](...files)];
  } catch (complaint) {
    return ["failed", `${complaint} ${JSON.stringify(complaint.details ?? {})}`];
  }
}

async function main() {
  for await (const request of readline.createInterface({ input: process.stdin })) {
    const [outcome, content] = await answer(request);
    const bytes = Buffer.from(content, "utf8");
    process.stdout.write(`${outcome} ${bytes.length}\n`);
    process.stdout.write(bytes);
  }
}

main();
