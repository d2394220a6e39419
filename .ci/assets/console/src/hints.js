// What may stand at a place of a query, by what is before it. What the engine says is not shown: it names only the words that it tried last.

import { patterns } from "./groups.js";
import { form, isWord } from "./tokens.js";

const TERMS = ["?variable", "<IRI>", "prefix:name"];
const VALUES = ["?variable", '"text"', "10", "( … )"];
const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const SELECTED = ["*", "?variable", "(… AS ?variable)"];
const AFTER = {
  SELECT: SELECTED,
  DISTINCT: SELECTED,
  REDUCED: SELECTED,
  ASK: ["{"],
  CONSTRUCT: ["{"],
  WHERE: ["{"],
  OPTIONAL: ["{"],
  UNION: ["{"],
  MINUS: ["{"],
  EXISTS: ["{"],
  DESCRIBE: ["*", ...TERMS],
  GRAPH: TERMS,
  FROM: ["<IRI>", "prefix:name", "NAMED"],
  FILTER: ["( … )", "EXISTS {", "NOT EXISTS {"],
  HAVING: ["( … )"],
  BIND: ["(… AS ?variable)"],
  VALUES: ["?variable", "( ?variable … )"],
  ORDER: ["BY"],
  GROUP: ["BY"],
  BY: ["?variable", "( … )", "ASC( … )", "DESC( … )"],
  AS: ["?variable"],
  ASC: ["( … )"],
  DESC: ["( … )"],
  LIMIT: ["10"],
  OFFSET: ["10"],
  PREFIX: ["name:"],
};
const OPERATORS = ["=", "!", "!=", "<", ">", "<=", ">=", "&&", "||", "+", "-", "*", "/", "(", ","];
const BY_POSITION = {
  subject: [...TERMS, "OPTIONAL", "FILTER"],
  predicate: ["a", ...TERMS],
  object: [...TERMS, '"text"', "10"],
  done: [".", ";", ",", "}"],
};
const SELECTED_NEXT = [["?variable", "(… AS ?variable)", "WHERE {"], ["AS ?variable"]];
const LAST = ["ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET"];

/** Return what may stand at a place of a list of tokens, the likeliest first; nothing if that is not known. */
export function fitting(list, place) {
  const before = list[place - 1];
  const heading = list.slice(0, place);
  if (!form(list)) return FORMS;
  const last = wordAt(list, place - 1);
  if (Object.hasOwn(AFTER, last)) return AFTER[last];
  if (["VALUES", "GRAPH", "SERVICE"].includes(wordAt(list, place - 2))) return ["{"];
  const groups = count(heading, "{") - count(heading, "}");
  const parentheses = count(heading, "(") - count(heading, ")");
  if (!count(heading, "{")) return form(list) === "SELECT" ? SELECTED_NEXT[parentheses ? 1 : 0] : [];
  if (!groups && before.text === "}") return form(list) === "CONSTRUCT" && count(heading, "{") === 1 ? ["WHERE {"] : LAST;
  if (before.kind === "word" && (parentheses || wordAt(list, place - 2) === "FILTER")) return ["("];
  const { position } = patterns(heading);
  if (groups && Object.hasOwn(BY_POSITION, position)) return BY_POSITION[position];
  return before.kind === "sign" && OPERATORS.includes(before.text) ? VALUES : [];
}

const wordAt = (list, place) => (list[place]?.kind === "word" ? list[place].text.toUpperCase() : "");

const count = (list, sign) => list.filter((token) => token.kind === "sign" && token.text === sign).length;

const ROOM = " ".repeat(24);
const APART = new Set(["{", "}", "(", ")", ";", ","]);

/**
 * Return the place of the token that a parser does not understand, and the number of tokens if the text ends too early; -1 if it does not
 * say. The engine reports where a keyword that it tried would end, which is before the next token if the tokens are far apart.
 * parse: returns what the engine says of a text, or "".
 */
export function mistaken(list, parse) {
  const starts = [];
  let spread = "";
  for (const token of list) {
    starts.push(spread.length);
    const next = list[starts.length];
    const isJoined = next?.start === token.end && !APART.has(token.text) && !APART.has(next.text);
    spread += token.text.replace(/\n/gu, " ") + (isJoined ? "" : ROOM);
  }
  const column = Number(/at 1:(\d+)/u.exec(parse(spread))?.[1]);
  if (!column) return -1;
  const at = [...spread].slice(0, column - 1).join("").length;
  return at >= spread.length ? list.length : starts.findLastIndex((start) => start <= at);
}
