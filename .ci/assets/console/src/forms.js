// The form of a question with parameters: its fields, and the terms that they stand for.

import { make } from "./results.js";
import { bind } from "./tokens.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const FIELDS = {
  year: { pattern: "-?[0-9]{4,}", inputmode: "numeric" },
  integer: { pattern: "[+\\-]?[0-9]+", inputmode: "numeric" },
  decimal: { pattern: "[+\\-]?([0-9]+[.]?[0-9]*|[.][0-9]+)", inputmode: "decimal" },
  date: { type: "date" },
  language: { pattern: "[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*" },
};
const TYPES = { year: "gYear", integer: "integer", decimal: "decimal", date: "date" };

const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u009f]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * Fill the form of a question, whose parameters are described in English. things: finds the things that a parameter can have. use: called with the query once the fields are filled.
 */
export function showForm(form, { title, question, languages, things, words, iri, use }) {
  const known = new Map();
  const loading = [];
  const fields = question.parameters.map((parameter) => {
    const label = parameter.labels && (languages.map((language) => parameter.labels[language]).find(Boolean) ?? Object.values(parameter.labels)[0]);
    const list = ["thing", "concept"].includes(parameter.type) ? make("datalist", { id: `c-list-${parameter.name}` }) : null;
    const input = make("input", {
      name: parameter.name,
      value: label ?? parameter.value ?? "",
      required: parameter.required,
      list: list ? list.id : undefined,
      autocomplete: "off",
      size: list ? 28 : 14,
      ...FIELDS[parameter.type],
    });
    if (list) {
      known.set(parameter.name, new Map(parameter.term ? [[label, parameter.term]] : []));
      const load = async () => {
        const found = await things(parameter);
        const names = known.get(parameter.name);
        const options = [];
        for (const one of found) {
          const isNew = one.label && [undefined, `<${one.value}>`].includes(names.get(one.label));
          const name = isNew ? one.label : `<${one.value}>`;
          names.set(name, `<${one.value}>`);
          options.push(make("option", { value: name }));
        }
        list.append(...options);
      };
      loading.push(load().catch(() => {}));
    }
    return make("label", {}, make("span", { lang: languages[0] === "en" ? undefined : "en" }, parameter.description), input, ...(list ? [list] : []));
  });
  const problem = make("p", { class: "c-problem", role: "alert" });
  form.replaceChildren(make("h2", { class: "h3" }, title), make("div", { class: "form" }, ...fields, make("button", { class: "btn go" }, words.fill)), problem);
  form.hidden = false;
  form.onsubmit = async (event) => {
    event.preventDefault();
    problem.textContent = words.running;
    await Promise.all(loading);
    problem.textContent = "";
    const values = {};
    for (const parameter of question.parameters) {
      const text = form.elements[parameter.name].value.trim();
      if (!text) continue;
      const term = termOf(parameter, text, known.get(parameter.name), iri);
      if (!term) {
        problem.textContent = words.no_thing.replace("{name}", text);
        form.elements[parameter.name].focus();
        return;
      }
      values[parameter.name] = term;
    }
    use(bind(question.sparql, values));
  };
  form.elements[question.parameters[0].name].focus();
}

/** Return a value of a parameter in the syntax of SPARQL, or "" if it is not known. */
function termOf(parameter, text, names, iri) {
  if (!names) return TYPES[parameter.type] ? `"${text}"^^<${XSD}${TYPES[parameter.type]}>` : quoted(text);
  const fold = (one) => one.toLocaleLowerCase().normalize("NFC");
  const found = names.get(text) ?? [...names].find(([name]) => fold(name) === fold(text))?.[1];
  if (found) return found;
  const written = /^<[^<>"{}|^`\\\s]+>$/u.test(text) ? text.slice(1, -1) : /^[a-z][\w.+-]*:\/\/[^<>"{}|^`\\\s]+$/iu.test(text) ? text : iri(text);
  return written ? `<${written}>` : "";
}
