// Filter and sort the table of facts: the facets count what they would leave, and the address keeps the choice.
"use strict";
(function (site) {
  const form = document.getElementById("facets"), table = document.getElementById("facts");
  if (!form || !table) return;
  const words = site.words("facets"), { element } = site;
  const about = JSON.parse(document.getElementById("about-facts")?.textContent ?? "{}");
  const body = table.tBodies[0], rows = [...body.rows], headers = [...table.tHead.rows[0].cells];
  const count = document.getElementById("count"), chips = document.getElementById("chips"), take = document.getElementById("take");
  const countOfAll = count.textContent;
  const SORT = "sort";

  // The facets: {name, boxes: [{input, value, label, number, bar}]}, and the values of each row by facet.
  const facets = [...form.querySelectorAll("[data-facet]")].map((fieldset) => ({
    name: fieldset.dataset.facet,
    title: fieldset.querySelector("legend").textContent.trim(),
    boxes: [...fieldset.querySelectorAll("input[type=checkbox]")].map((input) => {
      const label = input.closest("label");
      return { input, value: input.value, label, number: label.querySelector(".num"), bar: label.querySelector(".bar rect") };
    }),
  }));
  const valuesOf = new Map(rows.map((row) => [row, Object.fromEntries(facets.map(({ name }) => [name, valuesIn(row, name)]))]));
  let sorting; // {column, descending}

  function valuesIn(row, name) {
    return new Set((row.getAttribute(`data-${name}`) ?? "").split(" ").filter((value) => value));
  }

  const textOf = (label) => label.querySelector("span").textContent.trim();
  const chosenIn = ({ boxes }) => boxes.filter(({ input }) => input.checked).map(({ value }) => value);
  const fits = (row, name, chosen) => !chosen.length || chosen.some((value) => valuesOf.get(row)[name].has(value));

  function update() {
    const chosen = new Map(facets.map((facet) => [facet.name, chosenIn(facet)]));
    const missed = (row) => facets.map(({ name }) => name).filter((name) => !fits(row, name, chosen.get(name)));
    const misses = new Map(rows.map((row) => [row, missed(row)]));
    const shown = rows.filter((row) => !misses.get(row).length);
    for (const row of rows) row.hidden = misses.get(row).length > 0;
    for (const facet of facets) {
      // What a value would leave, with the choice in the other facets.
      recount(facet, rows.filter((row) => misses.get(row).every((name) => name === facet.name)));
    }
    const isAll = shown.length === rows.length;
    const text = isAll ? countOfAll : site.counted(words.count, shown.length, { all: site.number(rows.length) });
    if (count.textContent !== text) count.textContent = text;
    showChips();
    return shown;
  }

  function recount({ name, boxes }, among) {
    const counts = new Map();
    for (const row of among) for (const value of valuesOf.get(row)[name]) counts.set(value, (counts.get(value) ?? 0) + 1);
    const most = Math.max(1, ...counts.values());
    for (const { input, value, label, number, bar } of boxes) {
      const found = counts.get(value) ?? 0;
      number.textContent = site.number(found);
      bar?.setAttribute("width", String(Math.round((100 * found) / most)));
      label.classList.toggle("none", !found && !input.checked);
    }
  }

  function showChips() {
    const focused = chips.contains(document.activeElement);
    const chosen = facets.flatMap(({ title, boxes }) => boxes.filter(({ input }) => input.checked).map((box) => ({ title, ...box })));
    const made = chosen.map(({ title, input, label }) => {
      const text = textOf(label), language = label.querySelector("span").lang || undefined;
      const action = site.filled(words.remove, { name: `${title}: ${text}` });
      const chip = element("button", { type: "button", class: "chip", "aria-label": action },
        element("span", { lang: language }, text), element("span", { "aria-hidden": "true" }, "×"));
      chip.addEventListener("click", () => {
        input.checked = false;
        changed();
      });
      return chip;
    });
    if (made.length > 1) {
      const all = element("button", { type: "button", class: "chip" }, words.clear);
      all.addEventListener("click", () => {
        form.reset();
        chosen.forEach(({ input }) => (input.checked = false));
        changed();
      });
      made.push(all);
    }
    chips.replaceChildren(...made);
    if (focused) (chips.querySelector("button") ?? form.querySelector("input"))?.focus();
  }

  // The choice as the fragment of the address: #kind=measurement&stance=planned,judged&sort=-0
  function fragment() {
    const found = facets.map((facet) => [facet.name, chosenIn(facet)]).filter(([, values]) => values.length);
    const parts = found.map(([name, values]) => `${name}=${values.map(encodeURIComponent).join(",")}`);
    if (sorting) parts.push(`${SORT}=${sorting.descending ? "-" : ""}${sorting.column}`);
    return parts.join("&");
  }

  function keepFragment() {
    const wanted = fragment();
    if (wanted === location.hash.slice(1)) return;
    try {
      history.replaceState(null, "", wanted ? `#${wanted}` : location.href.split("#")[0]);
    } catch {
      location.replace(`#${wanted || "all"}`); // a page that is opened as a file
    }
  }

  function readFragment() {
    const wanted = new Map();
    for (const part of location.hash.slice(1).split("&")) {
      const [name, values = ""] = part.split("=");
      wanted.set(name, values.split(",").map(decoded));
    }
    for (const { name, boxes } of facets) for (const { input, value } of boxes) {
      input.checked = wanted.get(name)?.includes(value) ?? false;
      if (input.checked) input.closest("details")?.setAttribute("open", "");
    }
    const [, descending, column] = /^(-?)(\d+)$/.exec(wanted.get(SORT)?.[0] ?? "") ?? [];
    sorting = headers[column]?.dataset.sort ? { column: Number(column), descending: descending === "-" } : undefined;
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  function changed() {
    keepFragment();
    update();
  }

  // Sort by a column: up, down, and as the page has it.
  const collator = new Intl.Collator(site.language, { numeric: true, sensitivity: "base" });
  const keyOf = (row, column) => row.cells[column].dataset.order ?? row.cells[column].textContent.trim();

  function compared(one, other, kind) {
    if (kind === "text") return (one === "") - (other === "") || collator.compare(one, other); // empty cells come last
    if (kind === "number") return Number(one) - Number(other);
    return one < other ? -1 : one > other ? 1 : 0;
  }

  function sort() {
    headers.forEach((header, place) => {
      const state = sorting?.column === place ? (sorting.descending ? "descending" : "ascending") : undefined;
      if (state) header.setAttribute("aria-sort", state);
      else header.removeAttribute("aria-sort");
    });
    const ordered = [...rows];
    if (sorting) {
      const { column, descending } = sorting, kind = headers[column].dataset.sort;
      const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
      ordered.sort((one, other) => (descending ? -1 : 1) * compared(keys.get(one), keys.get(other), kind));
    }
    body.append(...ordered);
  }

  headers.forEach((header, column) => {
    if (!header.dataset.sort) return;
    const button = element("button", { type: "button", class: "sort" }, ...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      if (sorting?.column !== column) sorting = { column, descending: false };
      else sorting = sorting.descending ? undefined : { column, descending: true };
      sort();
      keepFragment();
    });
  });

  // Take the rows that are shown away, in their order.
  async function takeAway() {
    const shown = [...body.rows].filter((row) => !row.hidden).map((row) => row.dataset.iri);
    await site.load("sha256.js", "zip.js");
    if (!site.takenTable) await site.loadFrom(new URL(about.table, location.href).href);
    const { name, title, header, lines } = site.takenTable;
    const labelsIn = ({ boxes }) => boxes.filter(({ input }) => input.checked).map(({ label }) => textOf(label));
    const chosen = facets.filter((facet) => chosenIn(facet).length);
    const choice = chosen.map((facet) => `${facet.title}: ${labelsIn(facet).join(", ")}`).join("; ");
    const files = { [`${name}.csv`]: [header, ...shown.map((iri) => lines[iri])].join("\r\n") + "\r\n" };
    files[`${name}.csv-metadata.json`] = site.takenTable.metadata;
    const facts = shown.map((iri) => `    <${iri}>`).join("\n");
    files["query.rq"] = `${about.comment}
SELECT ?fact ?property ?value
WHERE {
  VALUES ?fact {
${facts}
  }
  ?fact ?property ?value .
}
`;
    const sum = (content) => site.sha256(new TextEncoder().encode(content));
    const sums = Object.entries(files).map(([file, content]) => `- \`${file}\`: SHA-256 ${sum(content)}`);
    const parts = [`# ${title}`, site.counted(words.count, shown.length, { all: site.number(rows.length) })];
    parts.push(site.filled(words.page, { page: location.href }));
    if (choice) parts.push(site.filled(words.choice, { choice }));
    parts.push(`## ${words.cite}`, about.citation);
    if (about.licence) parts.push(site.filled(words.licence, { licence: about.licence }));
    parts.push(`## ${words.files}`, sums.join("\n"), `## ${words.again}`, "```\nkzit-graph query query.rq -f csv\n```");
    site.download(`${name}.zip`, site.zip({ "README.md": `${parts.filter((part) => part).join("\n\n")}\n`, ...files }), "application/zip");
  }

  if (take && about.table) {
    take.hidden = false;
    take.addEventListener("click", () => takeAway().catch(() => site.announce(words.failed)));
  }
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => {
    readFragment();
    sort();
    update();
  });
  readFragment();
  if (sorting) sort();
  update();
})((globalThis.site ??= {}));
