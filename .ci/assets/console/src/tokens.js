// Split a SPARQL text into tokens (SPARQL 1.1, section 19.8), and put prefixes and values into it.

const NAME = "\\p{L}\\p{N}_\\u00B7\\u0300-\\u036F\\u203F\\u2040";
const LOCAL = `(?:(?:[\\p{L}\\p{N}_:%]|\\\\.)(?:\\.*(?:[${NAME}\\-:%]|\\\\.)+)*)?`;

const TOKEN = new RegExp(
  [
    "(?<space>\\s+)",
    "(?<iri><(?![?$])[^<>\"{}|^`\\u0000-\\u0020]*>)",
    '(?<string>"{3}(?:[^"\\\\]|\\\\.|"{1,2}(?!"))*"{3}|\'{3}(?:[^\'\\\\]|\\\\.|\'{1,2}(?!\'))*\'{3}' +
      '|(?!"{3}|\'{3})(?:"(?:[^"\\\\\\r\\n]|\\\\[^\\r\\n])*"|\'(?:[^\'\\\\\\r\\n]|\\\\[^\\r\\n])*\'))',
    "(?<broken>\"{3}.*|'{3}.*|[\"'][^\\r\\n]*)",
    "(?<comment>#[^\\r\\n]*)",
    `(?<variable>[?$][\\p{L}\\p{N}_][${NAME}]*)`,
    "(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
    `(?<blank>_:[\\p{L}\\p{N}_](?:\\.*[${NAME}\\-]+)*)`,
    `(?<prefixed>(?:\\p{L}(?:\\.*[${NAME}\\-]+)*)?:${LOCAL})`,
    "(?<number>[0-9]*\\.?[0-9]+(?:[eE][+-]?[0-9]+)?)",
    "(?<word>[\\p{L}\\p{N}_]+)",
    "(?<sign>\\|\\||&&|\\^\\^|[!<>]=|.)",
  ].join("|"),
  "suy",
);

/** Return the tokens of a text, without spaces and comments. */
export function tokens(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  for (let match; TOKEN.lastIndex < text.length && (match = TOKEN.exec(text)); ) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind === "space" || kind === "comment") continue;
    found.push({ kind, text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** Return whether a token is one of some keywords. */
export const isWord = (token, ...words) => token?.kind === "word" && words.includes(token.text.toUpperCase());

/** Return the prefixes that a text declares, with their namespaces. */
export function declaredPrefixes(list) {
  const found = {};
  list.forEach((token, place) => {
    const [name, iri] = [list[place + 1], list[place + 2]];
    if (isWord(token, "PREFIX") && name?.kind === "prefixed" && iri?.kind === "iri") {
      found[name.text.slice(0, -1)] = iri.text.slice(1, -1);
    }
  });
  return found;
}

/** Return the prefixed names whose prefix a text does not declare. */
export function undeclared(list) {
  const own = declaredPrefixes(list);
  return list.filter((token) => token.kind === "prefixed" && !(prefixOf(token.text) in own));
}

/** Return the prefix of a prefixed name, without the colon. */
export const prefixOf = (name) => name.slice(0, name.indexOf(":"));

/** Return the known prefixes that a text uses and does not declare, as lines to put before it. */
export function prologue(list, known) {
  const names = new Set(undeclared(list).map((token) => prefixOf(token.text)));
  return [...names]
    .filter((name) => Object.hasOwn(known, name))
    .sort()
    .map((name) => `PREFIX ${name}: <${known[name]}>\n`)
    .join("");
}

/** Return the form of a query, such as "SELECT"; "UPDATE" for an update; "" if it has none. */
export function form(list) {
  for (const token of list) {
    if (isWord(token, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")) return token.text.toUpperCase();
    if (isWord(token, "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH")) return "UPDATE";
  }
  return "";
}

/** Return a query with the parameters that have a value replaced by it. values: terms in the syntax of SPARQL, by name. */
export function bind(text, values) {
  let done = "";
  let end = 0;
  for (const token of tokens(text)) {
    const name = token.text.slice(1);
    if (token.kind === "variable" && token.text[0] === "$" && Object.hasOwn(values, name)) {
      done += text.slice(end, token.start) + values[name];
      end = token.end;
    }
  }
  return done + text.slice(end);
}
