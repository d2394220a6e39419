// What is wrong with a query, and where: brackets, strings and prefixes are checked here; for the rest, Oxigraph's message is read.

import { patterns, products } from "./groups.js";
import { fitting } from "./hints.js";
import { form, isWord, prefixOf, tokens, undeclared } from "./tokens.js";

const PAIRS = { ")": "(", "]": "[", "}": "{" };
const MOST_FITTING = 5;
const LONGEST_FOUND = 30;
const KNOWN = [
  [/variable that is unbound/u, "p_unbound"],
  [/overrides an existing variable/u, "p_overrides"],
  [/IRI parsing failed/u, "p_iri"],
  [/service .* is not supported/iu, "p_service"],
];

/** Return the line and column of a place in a text, from 1, in characters. */
export function lineAndColumn(text, at) {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: [...before.at(-1)].length + 1 };
}

/** Return the place of a line and a column in a text. */
export function placeOf(text, line, column) {
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return Math.min(text.length, before + [...(lines[line - 1] ?? "")].slice(0, column - 1).join("").length);
}

/** Return the problems that need no engine: `{from, to, severity, word, values}`; word: of the message. prefixes: the known ones. */
export function ownProblems(text, prefixes) {
  const list = tokens(text);
  if (!list.length) return [{ from: 0, to: 0, severity: "error", isWhole: true, word: "p_empty" }];
  const found = [];
  const add = (from, to, word, values = {}, severity = "error") => found.push({ from, to, word, values, severity });
  const open = [];
  for (const token of list) {
    if (token.kind === "broken") add(token.start, token.end, "p_string");
    if (token.kind !== "sign") continue;
    if ("([{".includes(token.text)) open.push(token);
    else if (token.text in PAIRS && open.at(-1)?.text === PAIRS[token.text]) open.pop();
    else if (token.text in PAIRS) {
      add(token.start, token.end, open.length ? "p_other_bracket" : "p_no_open", { found: token.text, open: open.at(-1)?.text ?? "" });
      open.length = 0;
      break;
    }
  }
  if (open.length && !found.length) add(open.at(-1).start, open.at(-1).end, "p_open", { open: open.at(-1).text });
  for (const token of undeclared(list)) {
    const name = prefixOf(token.text);
    if (!Object.hasOwn(prefixes, name)) add(token.start, token.end, "p_prefix", { prefix: `${name}:` });
  }
  const start = beginning(list);
  if (!form(list)) found.unshift({ ...(list[start] ? { from: list[start].start, to: list[start].end } : { from: text.length, to: text.length }), ...misfit(list, start) });
  if (form(list) === "UPDATE") add(list[0].start, list[0].end, "p_update");
  return [...found, ...unboundColumns(list).map((one) => ({ ...one, word: "p_column", severity: "warning" }))];
}

/** Return the place of the first token after the declarations. */
function beginning(list) {
  let place = 0;
  while (isWord(list[place], "PREFIX", "BASE")) place += isWord(list[place], "PREFIX") ? 3 : 2;
  return Math.min(place, list.length);
}

/** Return the variables of SELECT that do not occur in the rest of the query. */
function unboundColumns(list) {
  const start = list.findIndex((token) => isWord(token, "SELECT"));
  const end = list.findIndex((token, place) => place > start && token.text === "{");
  if (start < 0 || end < 0) return [];
  const used = new Set(list.slice(end).filter((token) => token.kind === "variable").map((token) => token.text.slice(1)));
  let depth = 0;
  const found = [];
  for (const token of list.slice(start, end)) {
    depth += { "(": 1, ")": -1 }[token.text] ?? 0;
    if (token.kind === "variable" && depth === 0 && !used.has(token.text.slice(1))) {
      found.push({ from: token.start, to: token.end, values: { name: token.text } });
    }
  }
  return found;
}

/** Return the pairs of parts that have no variable in common, as a warning for each. */
export function productProblems(text) {
  return products(tokens(text)).map(({ at, left, right }) => {
    const token = tokens(text).find((one) => one.start === at);
    const values = { left: left.slice(0, 4).join(" "), right: right.slice(0, 4).join(" ") };
    return { from: at, to: token?.end ?? at + 1, severity: "warning", word: "p_product", values };
  });
}

/** Return where and what an error of the engine says of a query. lines: those that were put before it. */
export function engineProblem({ message, token = -1 }, text, lines) {
  const found = /at (\d+):(\d+)/u.exec(message);
  const word = KNOWN.find(([pattern]) => pattern.test(message))?.[1];
  if (!found) return { from: 0, to: text.length, isWhole: true, severity: "error", word: word ?? "p_engine", values: { message } };
  const list = tokens(text);
  const own = token - tokens(lines).length;
  const isKnown = !word && own >= 0;
  const at = isKnown ? list[own]?.start ?? text.length : placeOf(text, Number(found[1]) - lines.split("\n").length + 1, Number(found[2]));
  if (word) return { ...markedPart(text, at), severity: "error", word };
  const stray = patterns(list).strays.find((one) => one.start <= at);
  if (stray) return { from: stray.start, to: stray.end, severity: "error", word: "p_separator", values: { name: stray.text } };
  const place = isKnown ? own : list.findIndex((one) => at < one.end);
  return { ...markedPart(text, at), ...misfit(list, place < 0 ? list.length : place) };
}

/** Return what is said of a token that does not fit. */
function misfit(list, place) {
  const expected = fitting(list, place).slice(0, MOST_FITTING).join(" · ");
  const word = expected ? (place < list.length ? "p_expected" : "p_ended") : "p_unexpected";
  return { severity: "error", word, values: { found: list[place]?.text.slice(0, LONGEST_FOUND) ?? "", expected } };
}

/** Return where the token at a place is, or the next one, or the last one. */
function markedPart(text, at) {
  const list = tokens(text);
  const token = list.find((one) => one.start <= at && at < one.end) ?? list.find((one) => one.start >= at) ?? list.at(-1);
  return token ? { from: token.start, to: token.end } : { from: 0, to: text.length };
}
