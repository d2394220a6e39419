// Completions from the description of the dataset (VoID): what the class of the subject at the cursor has, and values of a property.

import { patterns } from "./groups.js";
import { declaredPrefixes, tokens } from "./tokens.js";
import { shortIri } from "./terms.js";

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const KEYWORDS =
  "SELECT DISTINCT WHERE OPTIONAL FILTER BIND AS VALUES UNION MINUS GRAPH EXISTS NOT ORDER BY DESC ASC LIMIT OFFSET GROUP HAVING ASK CONSTRUCT DESCRIBE PREFIX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG DATATYPE CONTAINS STRSTARTS REGEX LCASE YEAR IF COALESCE BOUND IN".split(
    " ",
  );
const AT_CURSOR = /(?:[?$][\p{L}\p{N}_]*|<[^>\s]*|[\p{L}\p{N}_.-]*:?[\p{L}\p{N}_.-]*)$/u;

/** The terms and the partitions of a dataset. project: the data of the page's `project.js`. language: of labels. */
export class Terms {
  constructor(project, languages) {
    this.prefixes = project.prefixes;
    this.iris = project.terms.map(([iri]) => iri);
    this.labels = project.terms.map(([, labels]) => languages.map((one) => labels[one]).find(Boolean) ?? Object.values(labels)[0] ?? "");
    this.places = new Map(this.iris.map((iri, place) => [iri, place]));
    this.classes = new Map(project.classes.map(([place, number, properties]) => [place, { number, properties: new Map(properties.map(([p, n, kinds]) => [p, { number: n, kinds }])) }]));
  }

  /** Return the IRI of a term as it is written in a query. */
  iri(text, prefixes) {
    if (text === "a") return TYPE;
    if (text.startsWith("<")) return text.slice(1, -1);
    const at = text.indexOf(":");
    const known = prefixes[text.slice(0, at)];
    return at < 0 || known === undefined ? "" : known + text.slice(at + 1).replaceAll("\\", "");
  }

  /** Return the classes that a node of some patterns can have, as places in the list of terms. */
  classesOf(node, triples, prefixes, depth = 0) {
    if (!node || depth > 4) return [];
    if (!/^[?[_]/u.test(node)) return [];
    const own = triples.filter((triple) => triple.subject === node);
    const types = own.filter((triple) => triple.path.length === 1 && this.iri(triple.path[0], prefixes) === TYPE);
    const stated = types.map((triple) => this.places.get(this.iri(triple.object, prefixes))).filter((place) => this.classes.has(place));
    if (stated.length) return stated;
    for (const triple of triples.filter((one) => one.object === node)) {
      let kinds = this.classesOf(triple.subject, triples.filter((one) => one !== triple), prefixes, depth + 1);
      for (const predicate of triple.path) kinds = this.objectClasses(kinds, this.places.get(this.iri(predicate, prefixes)));
      if (kinds.length) return kinds;
    }
    const used = own.map((triple) => this.places.get(this.iri(triple.path[0] ?? "", prefixes))).filter((place) => place !== undefined && this.iris[place] !== TYPE);
    if (!used.length) return [];
    return [...this.classes].filter(([, { properties }]) => used.every((place) => properties.has(place))).map(([place]) => place);
  }

  objectClasses(kinds, property) {
    const from = kinds.length ? kinds : [...this.classes.keys()];
    const found = from.flatMap((kind) => (this.classes.get(kind)?.properties.get(property)?.kinds ?? []).map(([place]) => place));
    return [...new Set(found)].filter((place) => this.classes.has(place));
  }

  /** Return the properties of some classes, most used first, with the number in the class where it is highest; of all classes if none is given. */
  properties(kinds) {
    const numbers = new Map();
    const from = kinds.length ? kinds : [...this.classes.keys()];
    for (const kind of from) {
      for (const [place, { number }] of this.classes.get(kind)?.properties ?? []) {
        numbers.set(place, Math.max(numbers.get(place) ?? 0, number));
      }
    }
    return [...numbers].sort(([one, first], [other, second]) => second - first || one - other);
  }

  /** Return what is at a place of a text: `{position, kinds, path}`. */
  here(text, at) {
    const start = at - AT_CURSOR.exec(text.slice(0, at))[0].length;
    const list = tokens(text);
    const prefixes = { ...this.prefixes, ...declaredPrefixes(list) };
    const { triples } = patterns(list.filter((token) => token.end <= start || token.start >= at));
    const { position, subject, path } = patterns(list.filter((token) => token.end <= start));
    let kinds = this.classesOf(subject, triples, prefixes);
    if (position === "predicate") for (const one of path) kinds = this.objectClasses(kinds, this.places.get(this.iri(one, prefixes)));
    return { position, path, prefixes, kinds };
  }

  /** Return the shortest way to write an IRI. */
  short(iri, prefixes = this.prefixes) {
    return iri === TYPE ? "a" : shortIri(iri, prefixes);
  }
}

/** Return a source of completions for the editor. terms: of the dataset. values: finds the values of a property, or null. number: writes one. */
export function completions(terms, values, number) {
  return async (context) => {
    const text = context.state.doc.toString();
    const typed = AT_CURSOR.exec(text.slice(0, context.pos))[0];
    if (!typed && !context.explicit) return null;
    const from = context.pos - typed.length;
    if (/^[?$]/u.test(typed)) return { from, options: variables(text, from, typed), filter: false };
    const { position, kinds, path, prefixes } = terms.here(text, context.pos);
    const option = (place, count, boost) => ({
      label: terms.short(terms.iris[place], prefixes),
      detail: [terms.labels[place], count === undefined ? "" : number(count)].filter(Boolean).join(" · "),
      words: terms.labels[place],
      boost,
      type: "property",
    });
    let options = [];
    if (position === "predicate") options = terms.properties(kinds).map(([place, count], order) => option(place, count, 90 - Math.min(order, 80)));
    else if (position === "object" && path.length === 1 && terms.iri(path[0], prefixes) === TYPE) {
      const classes = [...terms.classes].sort(([, one], [, other]) => other.number - one.number);
      options = classes.map(([place, { number: count }], order) => option(place, count, 90 - Math.min(order, 80)));
    } else if (position === "object" && path.length && (typed || context.explicit)) {
      const found = await values(terms.iri(path.at(-1), prefixes), path.length === 1 ? kinds.map((place) => terms.iris[place]) : []);
      options = found.map((value, order) => valueOption(value, terms, prefixes, number, 90 - Math.min(order, 80)));
    }
    if (position !== "predicate") options.push(...keywords(typed));
    else options.push({ label: "a", words: "", boost: 99 });
    if (typed) options.push(...prefixNames(prefixes, typed));
    return { from, options: matching(options, typed), filter: false };
  };
}

function valueOption(value, terms, prefixes, number, boost) {
  const detail = [value.label, number(Number(value.number))].filter(Boolean).join(" · ");
  if (value.kind === "iri") return { label: terms.short(value.value, prefixes), detail, words: value.label, boost };
  const datatype = value.datatype && !/#(?:string|langString)$/u.test(value.datatype) ? `^^${terms.short(value.datatype, prefixes)}` : "";
  const plain = /#(?:integer|boolean|decimal)$/u.test(value.datatype);
  const written = plain ? value.value : `${JSON.stringify(value.value)}${value.language ? `@${value.language}` : datatype}`;
  return { label: written, detail, words: value.value, boost };
}

const keywords = (typed) =>
  typed && !typed.includes(":") ? KEYWORDS.filter((word) => word.startsWith(typed.toUpperCase())).map((label) => ({ label, boost: 0, type: "keyword" })) : [];

const prefixNames = (prefixes, typed) =>
  typed.includes(":") ? [] : Object.keys(prefixes).map((name) => ({ label: `${name}:`, detail: prefixes[name], boost: -1 }));

function variables(text, from, typed) {
  const numbers = new Map();
  for (const token of tokens(text)) {
    if (token.kind === "variable" && token.start !== from) numbers.set(token.text.slice(1), (numbers.get(token.text.slice(1)) ?? 0) + 1);
  }
  const names = [...numbers.keys()].filter((name) => name.startsWith(typed.slice(1)) && name !== typed.slice(1));
  return names.sort((one, other) => numbers.get(other) - numbers.get(one)).map((name) => ({ label: typed[0] + name }));
}

/** Return the options that a typed text fits: its start first, then a part of the local name or of a word of the label. */
function matching(options, typed) {
  const wanted = typed.toLowerCase();
  const local = wanted.slice(wanted.indexOf(":") + 1);
  const seen = new Set();
  return options
    .map((option) => {
      const label = option.label.toLowerCase();
      const words = (option.words ?? "").toLowerCase().split(/[^\p{L}\p{N}]+/u);
      const isStart = label.startsWith(wanted) || label.slice(label.indexOf(":") + 1).startsWith(wanted);
      const isPart = (!wanted.includes(":") || label.startsWith(wanted.slice(0, wanted.indexOf(":") + 1))) && (label.includes(local) || words.some((word) => word.startsWith(local)));
      return { ...option, score: isStart ? 2 : isPart ? 1 : 0 };
    })
    .filter((option) => option.score && !seen.has(option.label) && seen.add(option.label))
    .sort((one, other) => other.score - one.score || (other.boost ?? 0) - (one.boost ?? 0))
    .map(({ score, words, ...option }) => option);
}
