// Read the groups of patterns of a query: which parts have no variable in common, and what is at the cursor.

import { isWord } from "./tokens.js";

const STARTS = ["OPTIONAL", "MINUS", "GRAPH", "SERVICE", "FILTER", "BIND", "VALUES", "UNION"];
const JOINS = ["IN", "EXISTS", "SAMETERM", "STRSTARTS", "STRENDS", "CONTAINS", "REGEX"];
const ENDS = { "(": ")", "{": "}", "[": "]" };

/** Return the place after the bracket that closes the one at a place. */
function after(list, place) {
  const open = list[place].text;
  let depth = 0;
  for (let at = place; at < list.length; at += 1) {
    if (list[at].text === open && list[at].kind === "sign") depth += 1;
    else if (list[at].text === ENDS[open] && list[at].kind === "sign") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return list.length;
}

const variables = (list) =>
  new Set(list.filter((token) => token.kind === "variable" || token.kind === "blank").map((token) => token.text.replace("$", "?")));

/**
 * Return the pairs of parts of a query that have no variable in common, so that each solution of one meets each of the other. Each is
 * `{at, left, right}`: the place of the second part in the text, and the variables of both.
 */
export function products(list) {
  const found = [];
  const start = list.findIndex((token) => token.text === "{" && token.kind === "sign");
  const isTemplate = isWord(list.find((token) => isWord(token, "SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "CONSTRUCT");
  const place = isTemplate && start > 0 && isWord(list[start - 1], "CONSTRUCT") ? next(list, after(list, start)) : start;
  if (place >= 0 && place < list.length) group(list.slice(place + 1, after(list, place) - 1), found);
  return found;
}

const next = (list, from) => list.findIndex((token, place) => place >= from && token.text === "{" && token.kind === "sign");

/**
 * Check a group and return its variables, and whether it has one solution at most. outer: variables of the group before it, which join its
 * parts. shared: variables that each of its parts has.
 */
function group(list, found, outer = new Set(), shared = new Set()) {
  if (isWord(list[0], "SELECT")) return subquery(list, found);
  const parts = outer.size ? [{ variables: outer, isOne: true, start: list[0] }] : [];
  for (let at = 0; at < list.length; ) at = element(list, at, parts, found);
  for (const part of parts) part.variables = new Set([...part.variables, ...shared]);
  const joined = components(parts);
  if (joined.length > 1) {
    const [left, right] = joined;
    found.push({ at: right.start.start, left: [...left.variables], right: [...right.variables] });
  }
  const own = outer.size ? parts.slice(1) : parts;
  return { variables: union(own), isOne: own.every((part) => part.isOne) };
}

const union = (parts) => new Set(parts.flatMap((part) => [...part.variables]));

function subquery(list, found) {
  const start = next(list, 0);
  if (start < 0) return { variables: variables(list), isOne: false };
  const end = after(list, start);
  const inner = group(list.slice(start + 1, end - 1), found);
  const head = list.slice(0, start);
  const isGrouped = list.slice(end).some((token) => isWord(token, "GROUP"));
  const isOne = !isGrouped && head.some((token) => isWord(token, "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"));
  const isAll = head.some((token) => token.text === "*") && !isOne;
  return { variables: isAll ? inner.variables : variables(head), isOne };
}

/** Read the element of a group at a place, add it to the parts, and return the place after it. */
function element(list, at, parts, found) {
  const token = list[at];
  const add = (names, isOne = false) => parts.push({ variables: names, isOne, start: token });
  if (token.text === "." || isWord(token, "UNION")) return at + 1;
  if (token.text === "{") return branches(list, at, found, add);
  if (isWord(token, "OPTIONAL", "MINUS") && list[at + 1]?.text === "{") {
    const end = after(list, at + 1);
    const inner = group(list.slice(at + 2, end - 1), found, union(parts));
    add(inner.variables, isWord(token, "MINUS") || inner.isOne);
    return end;
  }
  if (isWord(token, "GRAPH", "SERVICE")) {
    const start = next(list, at);
    if (start < 0) return list.length;
    const end = after(list, start);
    const names = variables(list.slice(at, start));
    const inner = group(list.slice(start + 1, end - 1), found, new Set(), names);
    add(new Set([...names, ...inner.variables]), inner.isOne);
    return end;
  }
  if (isWord(token, "FILTER", "BIND")) return expression(list, at, add);
  if (isWord(token, "VALUES")) return values(list, at, add);
  return triples(list, at, add);
}

/** Read a group, or several with UNION between them, as one part. */
function branches(list, at, found, add) {
  const names = [];
  let isOne = true;
  let end = at;
  do {
    const start = list[end]?.text === "{" ? end : end + 1;
    if (list[start]?.text !== "{") break;
    end = after(list, start);
    const inner = group(list.slice(start + 1, end - 1), found);
    names.push(...inner.variables);
    isOne = isOne && inner.isOne && start === at;
  } while (isWord(list[end], "UNION"));
  add(new Set(names), isOne);
  return Math.max(end, at + 1);
}

/** Read FILTER or BIND. An equality, a match of texts or EXISTS joins the parts whose variables it has; another comparison does not. */
function expression(list, at, add) {
  let end = at + 1;
  while (end < list.length && !["(", "{"].includes(list[end].text)) end += 1;
  if (end < list.length) end = after(list, end);
  const content = list.slice(at, end);
  const isJoin = isWord(list[at], "BIND") || content.some((token) => token.text === "=" || isWord(token, ...JOINS));
  if (isJoin) add(variables(content), true);
  return end;
}

function values(list, at, add) {
  const start = next(list, at);
  if (start < 0) return list.length;
  const end = after(list, start);
  const content = list.slice(start + 1, end - 1);
  const isWide = list[at + 1]?.text === "(";
  const rows = isWide ? content.filter((token) => token.text === "(").length : content.length;
  add(variables(list.slice(at, start)), rows < 2);
  return end;
}

function triples(list, at, add) {
  let end = at;
  while (end < list.length && list[end].text !== "." && list[end].text !== "{" && !isWord(list[end], ...STARTS)) {
    end = ["(", "["].includes(list[end].text) ? after(list, end) : end + 1;
  }
  const names = variables(list.slice(at, end));
  add(names, names.size === 0);
  return Math.max(end, at + 1);
}

/** Return the parts that have many solutions, joined where they have variables in common, directly or through other parts. */
function components(parts) {
  let joined = [];
  for (const part of parts) {
    const own = { variables: new Set(part.variables), isOne: part.isOne, start: part.start };
    const [touching, others] = [[], []];
    for (const known of joined) ([...known.variables].some((name) => own.variables.has(name)) ? touching : others).push(known);
    for (const known of touching) known.variables.forEach((name) => own.variables.add(name));
    if (touching.length) own.start = touching[0].start;
    own.isOne = own.isOne && touching.every((known) => known.isOne);
    joined = [...others, own];
  }
  return joined.filter((part) => !part.isOne && part.variables.size).sort((one, other) => one.start.start - other.start.start);
}

/**
 * Return the triple patterns of a query, and what may come after it: `{triples, strays, position, subject, path}`. position: "subject",
 * "predicate", "object", or another text in an expression. A triple is `{subject, path, object}`; the path has the predicates of a
 * sequence, and "()" for any other part. strays: the tokens that follow an object without a sign between them.
 */
export function patterns(list) {
  const triples = [];
  const strays = [];
  const stack = [];
  let isDatatype = false;
  let unnamed = 0;
  let frame = { position: "", subject: "", path: [] };
  const open = (position, subject = "") => {
    stack.push(frame);
    frame = { position, subject, path: [] };
  };
  const close = () => {
    frame = stack.pop() ?? frame;
  };
  const term = (name) => {
    if (frame.position === "subject") Object.assign(frame, { subject: name, position: "predicate", path: [], isOpen: true });
    else if (frame.position === "predicate" && frame.isOpen) {
      frame.path.push(name);
      frame.isOpen = false;
    } else if (["predicate", "object"].includes(frame.position)) {
      triples.push({ subject: frame.subject, path: [...frame.path], object: name });
      frame.position = "done";
    }
  };
  const sign = (text) => {
    isDatatype = text === "^^";
    if (text === "{") {
      const { isData } = frame;
      frame.isData = false;
      open(isData ? "data" : "subject");
    } else if (text === "[") {
      unnamed += 1;
      term(`[${unnamed}`);
      open("predicate", `[${unnamed}`);
      frame.isOpen = true;
    } else if (text === "(") {
      open(frame.position === "predicate" ? "path" : "expression");
    } else if (text === ")") {
      const { position } = frame;
      close();
      if (position === "path") Object.assign(frame, { path: [...frame.path, "()"], isOpen: false });
      else if (frame.position === "object") frame.position = "done";
    } else if (text === "}" || text === "]") {
      close();
      if (text === "}" && frame.position) frame.position = "subject";
    } else if (text === "." && frame.position) frame.position = "subject";
    else if (text === ";") Object.assign(frame, { position: "predicate", path: [], isOpen: true });
    else if (text === "," && frame.position) frame.position = "object";
    else if (["/", "|", "^", "!"].includes(text) && frame.position === "predicate") {
      if (text !== "/") frame.path.push("()");
      frame.isOpen = true;
    }
  };
  for (const token of list) {
    if (token.kind === "sign") sign(token.text);
    else if (token.kind === "language" || isDatatype) isDatatype = false;
    else if (isWord(token, ...STARTS, "NOT", "EXISTS")) {
      if (frame.position) frame.position = "subject";
      frame.isData = isWord(token, "VALUES");
    } else if (frame.position === "done") strays.push(token);
    else if (frame.position) term(token.kind === "variable" ? token.text.replace("$", "?") : token.text);
  }
  const position = frame.position === "predicate" && !frame.isOpen ? "object" : frame.position;
  return { triples, strays, position, subject: frame.subject, path: frame.path };
}
