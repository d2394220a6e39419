// The names of things, to find things by what people type; kzit_graph/project/names/name_index.py finds the same names, but for those by sound.
"use strict";
(function (site) {
  // How a name matches, the best way first: as a whole, by whole words, by the sound of the whole, by the starts of words, by other parts
  // of words, by sound, with typos; and last by some of several words.
  const EXACT = 0, WORD = 1, HEARD = 2, START = 3, PART = 4, SOUND = 5, TYPO = 6, SOME = 7;
  const MIN_PART = 3; // letters of a word that is also found inside others
  const MIN_START = 5; // letters of a word that is found with a typo at the start of a longer word
  const ENOUGH = 20;
  const FIRST = 2; // letters by which a name that begins with the text counts as shorter
  const MIN_SIMILARITY = 0.5;
  const MIN_WORTH = 0.6; // of the best name with some of the words, which another one needs
  const MOST_WORDS = 12; // of a text of which some are looked for

  class NameIndex {
    constructor(folding) {
      this.folding = folding;
      this.things = []; // of each name
      this.names = [];
      this.texts = [];
      this.ranks = [];
      this.weights = [];
      this.sounds = [];
      this.words = new Map(); // of the texts, with the numbers of the names that have each
      this.wordsBySound = new Map();
    }

    // Add a name. thing: anything that stands for the thing. rank: 0 for labels, more for other names. weight: letters by which its name
    // counts as shorter, since short names come first among equally good ones.
    add(thing, name, rank, weight = 0) {
      const text = this.folding.plain(name), number = this.texts.length;
      if (!text) return;
      const sound = this.folding.sound(text);
      this.things.push(thing);
      this.names.push(name);
      this.texts.push(text);
      this.ranks.push(rank);
      this.weights.push(weight);
      this.sounds.push(sound);
      for (const word of text.split(" ")) listed(this.words, word).push(number);
      for (const word of sound.split(" ")) listed(this.wordsBySound, word).push(number);
    }

    // Return the best name of each thing that matches, the best first: {thing, name, way, typos}.
    search(query) {
      const best = new Map();
      for (const match of this.#matches(query)) {
        const known = best.get(match.thing);
        if (!known || compared(match, known) < 0) best.set(match.thing, match);
      }
      return [...best.values()].sort(compared);
    }

    // Return the best name of each thing that has some words of a text, those with more and rarer words first. A word inside of others
    // does not count, and one with typos counts less.
    searchSome(query) {
      const words = new Set(this.folding.plain(query).split(" ").slice(0, MOST_WORDS)), best = new Map(), worths = new Map();
      if (words.size < 2) return [];
      for (const word of words) {
        const found = [...this.#matches(word)].filter((match) => match.way !== PART);
        const rarity = Math.log2(1 + this.texts.length / (1 + found.length)), seen = new Set();
        for (const match of found.sort(compared)) {
          if (seen.has(match.number)) continue;
          seen.add(match.number);
          const worth = match.way === TYPO ? rarity / 2 : rarity;
          worths.set(match.number, (worths.get(match.number) ?? 0) + worth);
        }
      }
      const least = MIN_WORTH * Math.max(...worths.values());
      for (const [number, worth] of worths) {
        if (worth < least) continue;
        const match = this.#match(number, SOME, -worth), known = best.get(match.thing);
        if (!known || compared(match, known) < 0) best.set(match.thing, match);
      }
      return [...best.values()].sort(compared);
    }

    *#matches(query) {
      const wanted = this.folding.plain(query);
      if (!wanted) return;
      const words = wanted.split(" "), exactly = query.trim().toLowerCase(), things = new Set();
      let isExact = false;
      for (let number = 0; number < this.texts.length; number++) {
        const way = wayOf(wanted, words, this.texts[number]);
        if (way === undefined) continue;
        isExact ||= way === EXACT;
        things.add(this.things[number]);
        const cost = way === EXACT && this.names[number].toLowerCase() === exactly ? 0 : 1;
        yield this.#match(number, way, cost, this.texts[number].startsWith(wanted) ? FIRST : 0);
      }
      if (isExact) return;
      const sound = this.folding.sound(wanted), sounds = sound.split(" "), isEnough = things.size >= ENOUGH;
      for (let number = 0; number < this.sounds.length; number++) {
        const way = sound.length >= MIN_PART ? wayOf(sound, sounds, this.sounds[number]) : undefined;
        if (way === undefined || way === PART || (isEnough && way !== EXACT)) continue;
        things.add(this.things[number]);
        yield this.#match(number, way === EXACT ? HEARD : SOUND, way);
      }
      if (things.size >= ENOUGH) return;
      yield* this.#withTypos(words, this.words, 0);
      if (sounds.every((word) => word.length >= MIN_PART)) yield* this.#withTypos(sounds, this.wordsBySound, 1);
      const joined = words.join("");
      for (let number = 0; number < this.texts.length; number++) {
        if (this.texts[number].replaceAll(" ", "") === joined) yield this.#match(number, TYPO, 1);
      }
    }

    // Yield the names that have all words, or their starts, with typos. least: typos to add to each name.
    *#withTypos(words, index, least) {
      const similar = words.map((word) => this.#similar(word, index));
      const costs = new Map(); // of the names that have all words so far
      similar.forEach((found, place) => {
        const here = new Map();
        for (const [word, cost] of found) {
          for (const number of index.get(word)) here.set(number, Math.min(cost, here.get(number) ?? cost));
        }
        if (place === 0) here.forEach((cost, number) => costs.set(number, cost));
        else for (const number of [...costs.keys()]) {
          if (here.has(number)) costs.set(number, costs.get(number) + here.get(number));
          else costs.delete(number);
        }
      });
      for (const [number, cost] of costs) if (cost + least) yield this.#match(number, TYPO, cost + least);
    }

    // Return the words that begin with a word, or are it with typos, and the number of typos.
    #similar(word, index) {
      const found = new Map(), limit = this.folding.allowedTypos(word), size = word.length;
      for (const other of index.keys()) {
        if (other.startsWith(word)) {
          found.set(other, 0);
          continue;
        }
        if (!limit || other.length < size - limit) continue;
        const start = other.length > size + limit && size >= MIN_START ? other.slice(0, size) : other;
        const cost = site.distance(word, start, limit);
        if (cost <= limit) found.set(other, cost);
      }
      return found;
    }

    #match(number, way, cost, bonus = 0) {
      const rank = [way, cost, this.ranks[number], this.texts[number].length - this.weights[number] - bonus];
      return { thing: this.things[number], name: this.names[number], way, typos: way === TYPO ? cost : 0, rank, number };
    }

    // Return the things with the names most similar to a text that matches none.
    nearest(query, count) {
      const wanted = pairsOf(this.folding.sound(this.folding.plain(query)));
      const scored = [];
      this.sounds.forEach((sound, number) => {
        const likeness = alike(wanted, pairsOf(sound));
        if (likeness >= MIN_SIMILARITY) scored.push([likeness, number]);
      });
      scored.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
      return [...new Map(scored.map(([, number]) => [this.things[number], this.#match(number, TYPO, 3)])).values()].slice(0, count);
    }
  }

  function listed(map, key) {
    let list = map.get(key);
    if (!list) map.set(key, (list = []));
    return list;
  }

  function compared(one, other) {
    for (let place = 0; place < one.rank.length; place++) {
      if (one.rank[place] !== other.rank[place]) return one.rank[place] - other.rank[place];
    }
    return one.number - other.number;
  }

  // Return how a name that has all words of a text matches it.
  function wayOf(wanted, words, known) {
    if (known === wanted) return EXACT;
    if (!words.every((word) => known.includes(word))) return undefined;
    const own = known.split(" ");
    if (words.every((word) => own.includes(word))) return WORD;
    if (words.every((word) => own.some((other) => other.startsWith(word)))) return START;
    return words.every((word) => word.length >= MIN_PART || own.some((other) => other.startsWith(word))) ? PART : undefined;
  }

  function pairsOf(text) {
    const pairs = new Map();
    for (let place = 0; place < text.length - 1; place++) {
      const pair = text.slice(place, place + 2);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    return pairs;
  }

  // Return the share of pairs of letters that two texts have in common (Dice).
  function alike(one, other) {
    let shared = 0, size = 0;
    for (const [pair, count] of one) {
      shared += Math.min(count, other.get(pair) ?? 0);
      size += count;
    }
    for (const count of other.values()) size += count;
    return size ? (2 * shared) / size : 0;
  }

  site.NameIndex = NameIndex;
  site.ways = { EXACT, WORD, HEARD, START, PART, SOUND, TYPO, SOME };
})((globalThis.site ??= {}));
