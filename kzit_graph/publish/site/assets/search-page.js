// The page of the search: what was understood, things in sections, facts, and other ways. What is shown is not moved by what comes later.
"use strict";
(function (site) {
  const FIRST = 8; // results of a section that are shown at first
  const SHORT = 28; // letters of a name that is given as an example
  const PAUSE = 120; // milliseconds after a key, so that a search is not made for each
  const WAYS = site.ways;
  const SECTIONS = ["things", "events", "sources", "concepts"];

  const field = document.getElementById("query"), results = document.getElementById("results");
  const note = document.getElementById("understood"), found = document.getElementById("found");
  const words = site.words("search"), { element, svg } = site;
  const title = document.title, states = document.documentElement.classList;
  let index, isComplete = false, waiting = found.textContent; // isComplete: all names and facts have come
  let shown = {}; // {query, isComplete} of the results

  function update() {
    const query = field.value.trim();
    states.toggle("searched", query !== "");
    states.toggle("searching", query !== "" && !isComplete);
    remember(query);
    if (!query || !index) return clear();
    if (shown.query === query && shown.isComplete === isComplete) return;
    let { things, facts, best } = index.find(query);
    const isNamed = things[0]?.way <= WAYS.WORD; // nothing that comes later stands above it
    if (!isComplete && !isNamed) return clear();
    if (!things.length && !facts.length) [things, facts] = index.findSome(query);
    best ??= things[0] ?? facts[0];
    const total = things.length + facts.length, count = site.counted(words.count, total);
    found.replaceChildren(element("span", { class: "query", dir: "auto" }, query), ": ", count);
    document.title = `${query}: ${title}`;
    understood(query, best, best === facts[0] ? facts : things);
    const wanted = wantedWords(query, things[0], best);
    if (shown.query !== query) results.replaceChildren(...thingSections(things, wanted));
    if (isComplete && facts.length) {
      const ofFacts = section(words.facts, facts, (match) => factRow(match, wanted));
      if (isNamed || (things.length && quality(things) <= quality(facts))) results.append(ofFacts);
      else results.prepend(ofFacts);
    }
    shown = { query, isComplete };
    if (!isComplete) return;
    results.append(wayOut(query, total));
    site.announce(`${query}: ${count}`);
  }

  // Return what to mark: {words, isInside, isLoose}. words: those of the query, and the names of the thing that it stands for. isInside:
  // whether short ones are marked inside of others too. isLoose: whether those with typos are.
  function wantedWords(query, thing, best) {
    const { folding } = index, found = new Set(folding.plain(query).split(" "));
    if (thing && !folding.plain(thing.name).includes(" ")) {
      for (const name of thing.thing.labels.map((label) => folding.plain(label))) if (!name.includes(" ")) found.add(name);
    }
    return { words: [...found].filter((word) => word), isInside: best?.way === WAYS.PART, isLoose: best?.way > WAYS.START };
  }

  function clear() {
    results.replaceChildren();
    note.hidden = true;
    found.textContent = waiting;
    document.title = title;
    shown = {};
  }

  function remember(query) {
    const url = new URL(location.href), isNew = (url.searchParams.get("q") ?? "") !== query;
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    try {
      if (isNew) history.replaceState(null, "", url);
    } catch {
      // A page that is opened as a file may not change its address.
    }
    for (const link of document.querySelectorAll(".langs a")) link.search = url.search; // the same search in another language
  }

  // Say how the query was read if nothing is written so.
  function understood(query, best, found) {
    const byEar = isByEar(best?.way), isLoose = byEar || best?.way === WAYS.TYPO;
    note.hidden = Boolean(best) && !isLoose && best.way !== WAYS.SOME;
    if (!best) {
      const near = index.thingNames.nearest(query, 3);
      const meant = near.length ? [" ", words.meant, " ", ...names(near, link), "?"] : [];
      note.replaceChildren(site.filled(words.nothing, { q: query }), ...meant);
    } else if (best.way === WAYS.SOME) note.textContent = words.some;
    else if (isLoose) {
      const text = byEar ? words.sound : words.nearest;
      const [first, ...others] = distinct(found), near = [first, ...others.filter((match) => match.name.length <= SHORT)].slice(0, 4);
      note.replaceChildren(text, " ", ...names(near, (match) => element("b", langOf(match), match.name)), ".");
    }
  }

  const distinct = (found) => [...new Map(found.map((match) => [match.name.toLowerCase(), match])).values()];
  const names = (found, shownAs) => found.flatMap((match, place) => (place ? [", ", shownAs(match)] : [shownAs(match)]));
  const langOf = ({ thing, name }) => ({ lang: index.languageOf(thing, name) });
  const link = (match) => element("a", { href: index.href(match.thing.address), ...langOf(match) }, match.name);

  const quality = ([{ rank }]) => rank[0] + (rank[1] > 0 ? 0.5 : 0); // of the best match

  // Return the sections of things, that with the best result first.
  function thingSections(things, wanted) {
    const ofSections = SECTIONS.map((name, number) => [name, things.filter((match) => match.thing.section === number)]);
    const filled = ofSections.filter(([, matches]) => matches.length).sort(([, one], [, other]) => quality(one) - quality(other));
    return filled.map(([name, matches]) => section(words[name], matches, (match) => thingRow(match, wanted)));
  }

  function section(name, matches, row) {
    const list = element("ul", { class: "facts hits" }, matches.slice(0, FIRST).map(row));
    const heading = element("h2", {}, `${name} `, element("span", { class: "soft num" }, site.number(matches.length)));
    const found = element("section", {}, heading, list);
    if (matches.length > FIRST) {
      const more = element("button", { type: "button" }, site.counted(words.more, matches.length - FIRST));
      more.addEventListener("click", () => {
        const added = matches.slice(FIRST).map(row);
        list.append(...added);
        more.remove();
        added[0].querySelector("a").focus();
      });
      found.append(more);
    }
    return found;
  }

  const isByEar = (way) => way === WAYS.HEARD || way === WAYS.SOUND;

  function thingRow({ thing, name, way }, wanted) {
    const { text, language } = index.shown(thing.labels);
    const others = new Map(); // by text, so that a name that languages share stands once
    if (name !== text) others.set(name, { lang: index.languageOf(thing, name) });
    thing.labels.forEach((label, place) => {
      if (label && label !== text && !others.has(label)) others.set(label, { lang: index.head.tags[place] || undefined });
    });
    const parts = [...others].slice(0, 4).map(([label, given]) => element("span", given, ...marked(label, wanted)));
    if (thing.kind >= 0) {
      const kind = index.shown(index.head.kinds[thing.kind]);
      parts.push(element("span", { lang: kind.language }, kind.text));
    }
    if (isByEar(way) || way === WAYS.TYPO) parts.push(isByEar(way) ? words.by_sound : words.by_spelling);
    const row = element("li", { class: "hit" },
      element("h3", {}, element("a", { href: index.href(thing.address), lang: language }, ...marked(text, wanted))), " ",
      element("span", { class: "soft" }, parts.flatMap((part, place) => (place ? [" · ", part] : [part]))));
    if (thing.facts) row.append(element("p", {}, site.counted(words.facts_about, thing.facts)));
    return row;
  }

  function factRow({ thing: fact, name }, wanted) {
    const { text, language } = index.shown(fact.labels), { things, head } = index, voice = ["k", "t"][fact.voice] ?? "o";
    const say = element("div", { class: "say" }, site.glyph(fact.stance, voice, words[fact.stance]),
      element("a", { href: index.href(fact.address), lang: language }, ...marked(text, wanted)));
    if (!say.querySelector("mark")) {
      say.append(element("span", { class: "q", lang: index.languageOf(fact, name) }, ...marked(name, wanted)));
    }
    const witness = element("div", { class: `wit ${voice}` });
    const named = (number) => {
      const { text: label, language: own } = index.shown(things[number].labels);
      return { href: index.href(things[number].address), label, own };
    };
    if (fact.claimant >= 0) {
      const { label, own } = named(fact.claimant);
      witness.append(element("b", { lang: own }, label));
    }
    if (fact.document >= 0) {
      const { href, label, own } = named(fact.document);
      if (fact.claimant >= 0) witness.append(element("br"));
      witness.append(element("a", { href, lang: own }, label));
    }
    if (fact.place.length) witness.append(" ", ruler(fact.place, voice));
    const place = Math.max(0, head.languages.findIndex(([language]) => language === site.language));
    const when = head.spans[fact.span]?.[place] ?? words.no_time;
    return element("li", { class: "fact" }, element("div", { class: "when" }, when), say, witness);
  }

  function ruler([start, end, length], voice) {
    const range = element("span", { class: "cite" });
    if (length) {
      const percent = (place) => (Math.round((1000 * place) / length) / 10).toString();
      range.append(svg("svg", { class: `ruler ${voice}`, viewBox: "0 0 100 12", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { class: "b", y: 5, width: 100, height: 2 }),
        svg("rect", { class: "p", x: percent(start), width: Math.max(2, percent(end - start)), height: 12 })));
    }
    range.append(element("span", {}, `${start}–${end}`));
    return range;
  }

  // Return a text with the wanted words in it marked.
  function marked(text, wanted) {
    const { folding } = index;
    const fits = (word) => {
      const plain = folding.plain(word), sound = folding.sound(plain);
      return wanted.words.some((one) => {
        if (plain.startsWith(one) || ((wanted.isInside || one.length > 3) && plain.includes(one))) return true;
        const limit = wanted.isLoose ? folding.allowedTypos(one) : 0, own = folding.sound(one);
        const isHeard = own === sound || (own.length > 3 && sound.startsWith(own));
        return own.length > 2 && (isHeard || (limit > 0 && site.distance(one, plain, limit) <= limit));
      });
    };
    return text.split(/([\p{L}\p{N}\p{M}]+)/u).map((part, place) => (place % 2 && fits(part) ? element("mark", {}, part) : part));
  }

  function wayOut(query, total) {
    const letters = [...query].slice(0, 3).join(""), way = element("p", { class: "empty" });
    if (total && [...query].length > 4) way.append(...withCode(words.shorter, letters));
    else if (!total) way.append(words.try_else);
    if (index.head.left) way.append(" ", site.counted(words.left, index.head.left));
    return way;
  }

  const withCode = (text, letters) =>
    text.split("{start}").flatMap((part, place) => (place ? [element("code", {}, letters), part] : [part]));

  // Arrows go through the results, Escape goes back to the field, and empties it there.
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...results.querySelectorAll(".hit h3 a, .fact .say > a")], at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && (at >= 0 || event.target === field) && at < links.length - 1) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? field).focus();
    else if (event.key === "Escape" && at >= 0) field.focus();
    else if (event.key === "Escape" && event.target === field) {
      field.value = "";
      update();
    } else return;
    event.preventDefault();
  }

  let timer;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });
  field.form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
    results.querySelector("a")?.focus();
  });
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", () => {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    update();
  });

  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  if (!field.value) field.focus({ preventScroll: true });
  update();
  site.searchIndex(true, (made) => {
    index = made;
    update();
  }).then(() => {
    isComplete = true;
    update();
    results.setAttribute("data-ready", "");
  }, () => {
    isComplete = true;
    waiting = words.failed;
    update();
    note.textContent = words.failed;
    note.hidden = !index;
  });
})((globalThis.site ??= {}));
