// Filter and sort all facts: the facets count what they would leave, and the address keeps the choice.
// The page has some rows of the table; the others come from a script of the site when they are needed.
"use strict";
(function (site) {
  const form = document.getElementById("facets"), table = document.getElementById("facts");
  if (!form || !table) return;
  const words = site.words("facets"), { element } = site;
  const about = JSON.parse(document.getElementById("about-facts").textContent);
  const headers = [...table.tHead.rows[0].cells], served = [...table.tBodies], turns = document.querySelectorAll("nav.pages");
  const count = document.getElementById("count"), chips = document.getElementById("chips");
  const take = document.getElementById("take"), more = document.getElementById("more");
  const countOfAll = count.textContent, order = count.nextElementSibling;
  const SORT = "sort", STEP = 100;

  // The facets: {name, title, boxes: [{input, value, label, number, bar}]}.
  const facets = [...form.querySelectorAll("[data-facet]")].map((fieldset) => ({
    name: fieldset.dataset.facet,
    title: fieldset.querySelector("legend").textContent.trim(),
    boxes: [...fieldset.querySelectorAll("input[type=checkbox]")].map((input) => {
      const label = input.closest("label");
      return { input, value: input.value, label, number: label.querySelector(".num"), bar: label.querySelector(".bar rect") };
    }),
  }));
  let facts; // {iri, order, stance, voice, name, contested, when, hedge, who, document, places, values: {facet: Set}}
  let shown = [], made = 0, latest = 0; // facts that fit; how many of them have a row; the number of the last change
  let sorting; // {column, descending}

  async function load() {
    if (!facts) {
      if (!site.factsData) await site.loadFrom(new URL(about.data, location.href).href);
      facts = read(site.factsData);
    }
    return facts;
  }

  function read({ base, facets: known, texts, rows }) {
    return rows.map(([iri, when, stance, voice, name, contested, ...rest]) => {
      const [spans, hedge, who, document] = rest.splice(0, 4).map((number) => texts[number]), [places] = rest.splice(0, 1);
      const values = Object.fromEntries(known.map(([facet, slugs], place) => [facet, new Set([rest[place]].flat().map((at) => slugs[at]))]));
      return {
        iri: iri.startsWith("<") ? iri.slice(1, -1) : base + iri, order: when, stance, voice, name, contested, when: spans, hedge, who, document,
        places, values,
      };
    });
  }

  // -- Rows, as the template of the page has them
  const glyph = (stance, voice) => `<svg class="g ${voice}" aria-hidden="true"><use href="#g-${stance}"></use></svg>`;

  function cite([href, label, x, width], voice) {
    const link = element("a", { class: "cite", href }), text = element("span", {}, label);
    if (x !== undefined) {
      link.innerHTML = `<svg class="ruler ${voice}" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">`
        + `<rect class="b" y="5" width="100" height="2"></rect><rect class="p" x="${x}" width="${width}" height="12"></rect></svg>`;
    }
    link.append(text);
    return link;
  }

  function rowOf(fact) {
    const row = element("tr");
    const hedge = fact.hedge && ` <small>${fact.hedge}</small>`, unequal = fact.contested ? site.factsData.unequal : "";
    row.innerHTML = `<td class="num">${fact.when}</td><th scope="row"><div class="fact-name">${glyph(fact.stance, fact.voice)} ${fact.name}${unequal}`
      + `${hedge}</div></th><td>${fact.who}</td>`;
    if (headers.length > 3) row.insertCell().append(...fact.places.map((place) => cite(place, fact.voice)));
    return row;
  }

  // Add rows for the next facts: below the name of their document, or with it, if they are sorted.
  function showMore() {
    const next = shown.slice(made, made + STEP);
    let group = table.tBodies[table.tBodies.length - 1];
    for (const [place, fact] of next.entries()) {
      const before = shown[made + place - 1];
      if (!before || (!sorting && before.document !== fact.document)) {
        group = table.appendChild(element("tbody"));
        if (!sorting) {
          const heading = element("th", { colspan: headers.length, scope: "rowgroup" });
          heading.innerHTML = fact.document;
          if (fact.document) group.append(element("tr", { class: "grp" }, heading));
        }
      }
      const row = rowOf(fact);
      if (sorting) {
        const document = element("small");
        document.innerHTML = fact.document;
        row.cells[1].append(document);
      }
      group.append(row);
    }
    made += next.length;
    more.hidden = made >= shown.length;
    more.textContent = site.counted(words.more, Math.min(STEP, shown.length - made));
  }

  // -- The choice
  const textOf = (label) => label.querySelector("span").textContent.trim();
  const chosenIn = ({ boxes }) => boxes.filter(({ input }) => input.checked).map(({ value }) => value);
  const isChosen = () => facets.some((facet) => chosenIn(facet).length);

  async function update() {
    const number = ++latest;
    showChips();
    showOrder();
    try {
      await load();
    } catch {
      site.announce(words.unloaded);
      return;
    }
    if (number !== latest) return; // another change came before the data
    const chosen = new Map(facets.map((facet) => [facet.name, chosenIn(facet)]));
    const fits = (fact, [name, values]) => !values.length || values.some((value) => fact.values[name].has(value));
    const misses = new Map(facts.map((fact) => [fact, [...chosen].filter((of) => !fits(fact, of)).map(([name]) => name)]));
    shown = sorted(facts.filter((fact) => !misses.get(fact).length));
    for (const facet of facets) {
      // What a value would leave, with the choice in the other facets.
      recount(facet, facts.filter((fact) => misses.get(fact).every((name) => name === facet.name)));
    }
    const text = isChosen() ? site.counted(words.count, shown.length, { all: site.number(facts.length) }) : countOfAll;
    if (count.textContent !== text) count.textContent = text;
    showRows();
  }

  // Show the page as it came, or the first facts that fit.
  function showRows() {
    const isServed = !sorting && !isChosen();
    turns.forEach((turn) => (turn.hidden = !isServed));
    order.hidden = !isServed;
    [...table.tBodies].forEach((group) => group.remove());
    made = 0;
    if (isServed) {
      table.append(...served);
      more.hidden = true;
    } else {
      showMore();
    }
  }

  function recount({ name, boxes }, among) {
    const counts = new Map();
    for (const fact of among) for (const value of fact.values[name]) counts.set(value, (counts.get(value) ?? 0) + 1);
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
    const found = chosen.map(({ title, input, label }) => {
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
    if (found.length > 1) {
      const all = element("button", { type: "button", class: "chip" }, words.clear);
      all.addEventListener("click", () => {
        form.reset();
        chosen.forEach(({ input }) => (input.checked = false));
        changed();
      });
      found.push(all);
    }
    chips.replaceChildren(...found);
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
    return update();
  }

  // -- Sort by a column: up, down, and as the page has it
  const collator = new Intl.Collator(site.language, { numeric: true, sensitivity: "base" });
  const plain = (html) => Object.assign(document.createElement("template"), { innerHTML: html }).content.textContent.trim();
  const KEYS = [(fact) => fact.order, (fact) => plain(fact.name), (fact) => plain(fact.who)];

  function compared(one, other, kind) {
    if (kind === "text") return (one === "") - (other === "") || collator.compare(one, other); // empty cells come last
    return one < other ? -1 : one > other ? 1 : 0;
  }

  function sorted(found) {
    if (!sorting) return found;
    const { column, descending } = sorting, kind = headers[column].dataset.sort;
    const keys = new Map(found.map((fact) => [fact, KEYS[column](fact)]));
    return found.sort((one, other) => (descending ? -1 : 1) * compared(keys.get(one), keys.get(other), kind));
  }

  function showOrder() {
    headers.forEach((header, place) => {
      const state = sorting?.column === place ? (sorting.descending ? "descending" : "ascending") : undefined;
      if (state) header.setAttribute("aria-sort", state);
      else header.removeAttribute("aria-sort");
    });
  }

  headers.forEach((header, column) => {
    if (!header.dataset.sort) return;
    const button = element("button", { type: "button", class: "sort" }, ...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      if (sorting?.column !== column) sorting = { column, descending: false };
      else sorting = sorting.descending ? undefined : { column, descending: true };
      changed();
    });
  });

  // -- Take the facts that fit away, in their order
  async function takeAway() {
    const all = await load(), isServed = !sorting && !isChosen();
    const taken = (isServed ? all : shown).map(({ iri }) => iri);
    await site.load("sha256.js", "zip.js");
    if (!site.takenTable) await site.loadFrom(new URL(about.table, location.href).href);
    const { name, title, header, lines } = site.takenTable;
    const labelsIn = ({ boxes }) => boxes.filter(({ input }) => input.checked).map(({ label }) => textOf(label));
    const chosen = facets.filter((facet) => chosenIn(facet).length);
    const choice = chosen.map((facet) => `${facet.title}: ${labelsIn(facet).join(", ")}`).join("; ");
    const files = { [`${name}.csv`]: [header, ...taken.map((iri) => lines[iri])].join("\r\n") + "\r\n" };
    files[`${name}.csv-metadata.json`] = site.takenTable.metadata;
    const iris = taken.map((iri) => `    <${iri}>`).join("\n");
    files["query.rq"] = `${about.comment}
SELECT ?fact ?property ?value
WHERE {
  VALUES ?fact {
${iris}
  }
  ?fact ?property ?value .
}
`;
    const sum = (content) => site.sha256(new TextEncoder().encode(content));
    const sums = Object.entries(files).map(([file, content]) => `- \`${file}\`: SHA-256 ${sum(content)}`);
    const parts = [`# ${title}`, site.counted(words.count, taken.length, { all: site.number(all.length) })];
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
  more.addEventListener("click", () => {
    const before = made, rows = () => table.querySelectorAll("tbody tr:not(.grp)");
    showMore();
    rows()[before]?.querySelector("th a")?.focus();
  });
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => {
    readFragment();
    update();
  });
  readFragment();
  site.choosing = (sorting || isChosen() ? update() : Promise.resolve()).finally(() => document.documentElement.classList.remove("choosing"));
})((globalThis.site ??= {}));
