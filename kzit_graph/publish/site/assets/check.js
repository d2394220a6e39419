// Check a copy of a source in the browser: its passages are found by their digests, and marked beside the facts that rest on them.
// The text does not leave the browser.
"use strict";
(function (site) {
  const section = document.getElementById("check");
  if (!section) return;
  const { digests, name, passages, facts } = JSON.parse(document.getElementById("check-data").textContent);
  const words = site.words("check"), { element } = site;
  const drop = document.getElementById("drop"), file = document.getElementById("copy-file"), pasting = document.getElementById("pasting");
  const outcome = document.getElementById("checked"), area = pasting.querySelector("textarea");
  const FOLDED = 700; // characters without a passage that are shown in part
  const KEPT = 250; // of them, those that are shown at each end

  const sought = passages.map(([id, start, end, digest, normalDigest, normalLength]) => ({
    id, start, end, digest, normalDigest: normalDigest ?? digest, normalLength: normalLength ?? end - start,
  }));

  // Wait until the page has been drawn if the last time was long ago.
  let drawn = performance.now();
  const pause = async () => {
    if (performance.now() - drawn < 40) return;
    await new Promise((resolve) => setTimeout(resolve));
    drawn = performance.now();
  };

  async function check(text, called) {
    const begun = performance.now();
    outcome.replaceChildren(element("p", { class: "sub", role: "status" }, words.wait));
    await new Promise((resolve) => setTimeout(resolve, 30)); // shows it
    const places = await site.findPassages(sought, text, pause);
    const time = Math.max(1, Math.round(performance.now() - begun));
    show(site.SearchText.of(text), places, called, time);
  }

  function show(text, places, called, time) {
    const size = text.points.length, results = sought.map((passage, index) => resultOf(passage, index, places, text));
    const held = places.filter(Boolean).length, values = { all: site.number(sought.length) };
    const heading = element("h3", { tabindex: "-1", class: "h2" }, site.counted(words.held, held, values));
    const same = digests.includes(site.sha256(new TextEncoder().encode(text.text)));
    const read = site.filled(words.read, { name: called, time: site.number(time) });
    const note = [read, site.counted(words.characters, size), words.no_upload];
    if (same) note.push(words.same);
    const again = element("button", { type: "button" }, words.again), save = element("button", { type: "button" }, words.save);
    again.addEventListener("click", () => {
      outcome.replaceChildren();
      drop.hidden = false;
      file.value = area.value = "";
      file.focus();
    });
    save.addEventListener("click", () => site.download(`${name}-check.txt`, report(results, called, held), "text/plain"));
    const side = element("div", {}, ...lost(results), ...factList(results), element("p", { class: "buttons" }, again, save));
    outcome.replaceChildren(heading, element("p", { class: "sub", role: "status" }, note.join(" ")),
      element("div", { class: "checked" }, paper(text, results), side));
    drop.hidden = true;
    heading.focus();
  }

  // Return how a passage holds: {how, number, place} or, if it is not found, {how, number, expected, size}.
  function resultOf(passage, index, places, text) {
    const place = places[index], number = index + 1;
    if (place) {
      const how = !place.exact ? "differently" : place.start === passage.start ? "holds" : "moved";
      return { passage, number, place, how };
    }
    const expected = site.expectedRange(index, sought, places, text.points.length);
    if (!expected) return { passage, number, how: "another" };
    const [start, end] = trimmed(text, ...expected), size = end - start, length = lengthAround(index, places);
    const isFirst = !places.slice(0, index).some(Boolean), isLast = !places.slice(index + 1).some(Boolean);
    let how = "changed";
    if (size < length / 4) how = isLast ? "ends" : isFirst ? "begins" : "missing";
    else if (size > 4 * length) how = "not_found";
    return { passage, number, expected: [start, end], size, how };
  }

  // Return the length of the missing passages that stood in a row with one.
  function lengthAround(index, places) {
    let first = index, last = index;
    while (first > 0 && !places[first - 1]) first--;
    while (last < places.length - 1 && !places[last + 1]) last++;
    return sought.slice(first, last + 1).reduce((sum, passage) => sum + passage.end - passage.start, 0);
  }

  function trimmed(text, start, end) {
    const isBlank = (place) => /\s/.test(String.fromCodePoint(text.points[place]));
    while (start < end && isBlank(start)) start++;
    while (end > start && isBlank(end - 1)) end--;
    return [start, end];
  }

  // Return the text with its passages marked. Long parts without passages are left out.
  function paper(text, results) {
    const sheet = element("div", { class: "paper", tabindex: "0", role: "region", "aria-label": words.copy });
    const starts = new Map(), ends = new Map(), borders = new Set([0, text.points.length]);
    results.forEach(({ place, how, expected }, index) => {
      const [start, end] = place ? [place.start, place.end] : how === "changed" ? expected : [0, 0];
      if (start >= end) return;
      borders.add(start).add(end);
      starts.set(start, [...(starts.get(start) ?? []), index]);
      ends.set(end, [...(ends.get(end) ?? []), index]);
    });
    const open = new Set(), order = [...borders].sort((one, other) => one - other);
    let line = element("p");
    const add = (content) => line.append(content);
    const addText = (piece, wrap) => piece.split(/\r\n|\r|\n/).forEach((part, number) => {
      if (number && line.childNodes.length) {
        sheet.append(line);
        line = element("p");
      }
      if (part) add(wrap(part));
    });
    order.slice(0, -1).forEach((start, number) => {
      const end = order[number + 1];
      for (const index of ends.get(start) ?? []) open.delete(index);
      for (const index of starts.get(start) ?? []) open.add(index);
      const piece = text.slice(start, end), found = [...open].filter((index) => results[index].place);
      if (!open.size) addText(folded(piece, number > 0, number < order.length - 2), (part) => part);
      else if (!found.length) addText(piece, (part) => element("span", { class: "er" }, part));
      else {
        let first = (starts.get(start) ?? []).filter((index) => results[index].place);
        addText(piece, (part) => {
          const mark = element("mark", { id: first.length ? `m${first[0] + 1}` : undefined }, part);
          first = [];
          return mark;
        });
        for (const index of ends.get(end) ?? []) if (results[index].place) line.lastChild.append(element("sup", {}, String(index + 1)));
      }
    });
    if (line.childNodes.length) sheet.append(line);
    return sheet;
  }

  function folded(piece, keepStart, keepEnd) {
    const letters = [...piece];
    if (letters.length <= FOLDED) return piece;
    const start = keepStart ? letters.slice(0, KEPT).join("") : "", end = keepEnd ? letters.slice(-KEPT).join("") : "";
    const left = letters.length - (keepStart ? KEPT : 0) - (keepEnd ? KEPT : 0);
    return `${start} […]\n${site.counted(words.left_out, left)}\n[…] ${end}`;
  }

  const howText = (result) => words[{ holds: "holds", moved: "holds", differently: "differently" }[result.how] ?? "lost"];

  function factLine([address, label, language, stance, voice, cited], results) {
    const holding = cited.filter((index) => results[index].place);
    const notes = cited.flatMap((index, place) => {
      const result = results[index], number = String(result.number);
      const shown = result.place ? element("a", { href: `#m${number}` }, number) : number;
      const kind = result.how === "differently" ? undefined : "num"; // short notes are not wrapped
      return [place ? ", " : "", element("span", { class: kind }, shown, ` · ${howText(result)}`)];
    });
    return element("li", {}, site.glyph(stance, holding.length ? voice : "x", words[stance]), " ",
      element("a", { href: site.root + address, lang: language || undefined }, label), " ", element("span", { class: "soft" }, notes));
  }

  function factList(results) {
    const held = facts.filter(([, , , , , cited]) => cited.some((index) => results[index].place));
    if (!held.length) return [];
    return [element("h3", {}, words.facts), element("ol", { class: "list small" }, held.map((fact) => factLine(fact, results)))];
  }

  // Say of each passage that is not found what is probably the reason, and which facts rest on it.
  function lost(results) {
    const missing = results.filter((result) => !result.place);
    if (!missing.length) return [];
    const box = element("div", { class: "lost" }, element("h3", {}, words.does_not_hold));
    if (missing.length === results.length) {
      box.append(element("p", { class: "small" }, words.another));
      return [box];
    }
    for (const result of missing) {
      const { number, passage, expected, size, how } = result, values = { number: site.number(number) };
      if (expected) Object.assign(values, { start: site.number(expected[0]), end: site.number(expected[1]), found: site.number(size) });
      const resting = facts.filter(([, , , , , cited]) => cited.includes(number - 1));
      const text = site.filled(words[how], { ...values, length: site.number(passage.end - passage.start) });
      const lines = resting.map(([address, label, language, stance]) => element("li", {}, site.glyph(stance, "x", words[stance]), " ",
        element("a", { href: site.root + address, lang: language || undefined }, label)));
      box.append(element("div", { class: "small" }, element("ul", { class: "list" }, lines), element("p", {}, text)));
    }
    return [box];
  }

  // Return the results in words, without any word of the text.
  function report(results, called, held) {
    const lines = results.map(({ passage, place, how, expected }) => {
      const range = place ? ` (${place.start}–${place.end})` : expected ? ` (${expected[0]}–${expected[1]})` : "";
      return `${passage.id}\t${place ? words[how] : words.lost}${range}`;
    });
    const heading = `${name}: ${site.counted(words.held, held, { all: site.number(sought.length) })}`;
    return `${heading}\n${called}\n${location.href.split("#")[0]}\n\n${lines.join("\n")}\n`;
  }

  async function take(given) {
    try {
      const text = site.fileText(new Uint8Array(await given.arrayBuffer()), given.name);
      if (text.trim()) await check(text, given.name);
      else fail(site.filled(words.empty, { name: given.name }));
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
      fail(site.filled(words.unreadable, { name: given.name }));
    }
  }

  const fail = (text) => outcome.replaceChildren(element("p", { class: "note", role: "alert" }, text));

  file.addEventListener("change", () => file.files.length && take(file.files[0]));
  document.getElementById("paste").addEventListener("click", () => {
    pasting.hidden = false;
    area.focus();
  });
  pasting.querySelector("button").addEventListener("click", () => {
    if (area.value.trim()) check(area.value, words.pasted);
    else area.focus();
  });
  for (const kind of ["dragenter", "dragover"]) section.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  section.addEventListener("dragleave", (event) => section.contains(event.relatedTarget) || drop.classList.remove("over"));
  section.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const [dropped] = event.dataTransfer.files, text = event.dataTransfer.getData("text/plain");
    if (dropped) take(dropped);
    else if (text.trim()) check(text, words.pasted);
  });
})((globalThis.site ??= {}));
