// The names of the things and the labels of the facts of the site, from the scripts that publish/site/script_data/search_data.py writes.
"use strict";
(function (site) {
  const DATA = (number) => `search-data-${number}.js`;
  const LABEL = 0, OTHER_NAME = 1;
  const CONCEPTS = 3; // the section of code lists

  // A thing: {address, kind, section, facts, labels, others, codes}.
  const asThing = ([address, kind, section, facts, labels, others = [], codes = []]) => ({
    address, kind, section, facts, labels, others, codes,
  });
  // A fact: {address, stance, voice, span, claimant, document, place, labels}.
  const asFact = ([address, stance, voice, span, claimant, document, place, labels]) => ({
    address, stance, voice, span, claimant, document, place, labels,
  });

  class SearchIndex {
    constructor(head) {
      this.head = head;
      this.folding = new site.Folding(head.folding);
      this.things = [];
      this.facts = [];
      this.thingNames = new site.NameIndex(this.folding);
      this.factNames = new site.NameIndex(this.folding);
      this.codes = new Map();
      const known = head.languages.findIndex(([language]) => language === site.language);
      [, this.folder, this.boxWords] = head.languages[Math.max(known, 0)];
      this.own = head.tags.findIndex((tag) => tag === site.language || tag.startsWith(`${site.language}-`));
    }

    add(part) {
      for (const row of part.things ?? []) this.#addThing(asThing(row));
      for (const row of part.facts ?? []) {
        const fact = asFact(row);
        this.facts.push(fact);
        for (const label of new Set(fact.labels)) if (label) this.factNames.add(fact, label, LABEL);
      }
    }

    #addThing(thing) {
      this.things.push(thing);
      // Of two names, that of the thing with more facts is probably meant. Codes are named by so many that it says nothing.
      const weight = thing.section === CONCEPTS ? 0 : Math.round(3 * Math.log2(1 + thing.facts));
      for (const label of new Set(thing.labels)) if (label) this.thingNames.add(thing, label, LABEL, weight);
      for (const [, name] of thing.others) this.thingNames.add(thing, name, OTHER_NAME, weight);
      for (const code of thing.codes) {
        const key = code.toLowerCase();
        this.codes.set(key, [...(this.codes.get(key) ?? []), { thing, name: code }]);
      }
    }

    // Return the things that match, the best first: those with the text as an identifier, then by their names.
    findThings(query) {
      const found = this.thingNames.search(query), things = new Set(found.map((match) => match.thing));
      const identified = (this.codes.get(query.trim().toLowerCase()) ?? []).filter(({ thing }) => !things.has(thing));
      const addressed = this.things.filter((thing) => this.#isAddress(query.trim(), thing) && !things.has(thing));
      const asMatch = ({ thing, name }) => ({ thing, name, way: site.ways.EXACT, typos: 0, rank: [site.ways.EXACT, 0, 0, 0] });
      return [...identified.map(asMatch), ...addressed.map((thing) => asMatch({ thing, name: query })), ...found];
    }

    // Return the things and the facts with some of the words of a text, for one that nothing has as a whole.
    findSome(query) {
      return [this.thingNames.searchSome(query), this.factNames.searchSome(query)];
    }

    // Whether a text is the IRI of a thing, or the end of its page's address.
    #isAddress(text, thing) {
      const end = text.startsWith(this.head.base) ? text.slice(this.head.base.length) : text;
      return end.length > 2 && (thing.address === `${end}.html` || thing.address.endsWith(`/${end}.html`));
    }

    // Return what matches: {things, facts, best}. best: the best match of all. Where one is spelled as the text, facts are not shown that
    // are only alike, nor anything that only has a few letters of the text inside of a word.
    find(query) {
      const things = this.findThings(query), facts = this.factNames.search(query), { START, PART } = site.ways;
      const [best] = [...things.slice(0, 1), ...facts.slice(0, 1)].sort((one, other) => one.way - other.way || one.typos - other.typos);
      const isWanted = (match) => match.way !== PART || match.isLong || best.way === PART;
      const isLike = (match) => (best.way <= START ? match.way <= START || match.way === PART : match.typos <= best.typos);
      return { things: things.filter(isWanted), facts: facts.filter((match) => isWanted(match) && isLike(match)), best };
    }

    // Return the label in the language of the page, else in the first language that has one: {text, language}, language if it is another.
    shown(labels) {
      if (labels[this.own]) return { text: labels[this.own] };
      const place = labels.findIndex((label) => label);
      return { text: labels[place], language: this.head.tags[place] || undefined };
    }

    // Return the language of a name of a thing or a fact, if it is not that of the page.
    languageOf(thing, name) {
      const place = thing.labels.includes(name) ? thing.labels.indexOf(name) : thing.others?.find(([, other]) => other === name)?.[0];
      return place === undefined || place === this.own || thing.labels[this.own] === name ? undefined : this.head.tags[place] || undefined;
    }

    // Return the address of a page. address: below the folder of the default language.
    href(address) {
      return site.root + this.folder + address;
    }
  }

  let index, facts;

  // Load the names of things. withFacts: also the labels of facts; progress is called after each script.
  site.searchIndex = async (withFacts = false, progress = () => {}) => {
    index ??= site.load(DATA(1)).then(async () => {
      const made = new SearchIndex(site.searchData[0]);
      await addParts(made, "things", () => {});
      return made;
    });
    const made = await index;
    if (withFacts) {
      progress(made);
      facts ??= addParts(made, "facts", () => progress(made));
      await facts;
    }
    return made;
  };

  async function addParts(made, kind, progress) {
    for (const [place, of] of made.head.parts.entries()) {
      if (of !== kind) continue;
      await site.load(DATA(place + 1));
      made.add(site.searchData.find((part) => part.number === place + 1));
      progress();
    }
  }
})((globalThis.site ??= {}));
