// The names of things, to find things by what people type; kzit_graph/project/names/name_index.py finds the same names, but for those by sound.
"use strict";
(function (site) {
  // How a name matches, the best way first: as a whole, by whole words, by the starts of words, by the sound of the whole, by the sound of
  // words, by other parts of words, with typos; and last by some of several words.
  const EXACT = 0, WORD = 1, START = 2, HEARD = 3, SOUND = 4, PART = 5, TYPO = 6, SOME = 7;
  const MIN_PART = 4; // letters of a word that is also found inside others
  const MIN_LONELY_PART = 3; // if nothing else is found
  const MIN_SOUND = 3; // letters of the sound of a text
  const MIN_START = 5; // letters of a word that is found with a typo at the start of a longer word
  const MAX_ALIKE = 20; // things that only sound alike, or have typos
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
      this.latin = []; // the texts in Latin letters
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
      this.latin.push(this.folding.romanized(text));
      this.ranks.push(rank);
      this.weights.push(weight);
      this.sounds.push(sound);
      for (const word of text.split(" ")) listed(this.words, word).push(number);
      for (const word of sound.split(" ")) listed(this.wordsBySound, word).push(number);
    }

    // Return the best name of each thing that matches, the best first: {thing, name, way, typos}. Of those that are only alike, some.
    search(query) {
      const best = new Map();
      for (const match of this.#matches(query)) {
        const known = best.get(match.thing);
        if (!known || compared(match, known) < 0) best.set(match.thing, match);
      }
      const sorted = [...best.values()].sort(compared), alike = sorted.filter(isAlike);
      const last = alike[MAX_ALIKE - 1];
      return last ? sorted.filter((match) => !isAlike(match) || compared(match, last) <= 0) : sorted;
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

    // Yield the names that match a text. Names that sound as all of it are looked for if none is it, words that sound alike if no name
    // has its words or their starts, and typos if nothing sounds alike either.
    *#matches(query) {
      const wanted = this.folding.plain(query);
      if (!wanted) return;
      const inside = [], lonely = [];
      let isExact = false, isSpelled = false, isFound = false;
      for (const match of this.#spelled(wanted, query.trim().toLowerCase())) {
        if (match.way === PART) (match.isLong ? inside : lonely).push(match);
        else {
          isExact ||= match.way === EXACT;
          isSpelled = true;
          yield match;
        }
      }
      for (const match of isExact ? [] : this.#heard(wanted)) {
        if (isSpelled && match.way !== HEARD) continue;
        isFound = true;
        yield match;
      }
      yield* inside;
      if (isSpelled || isFound || inside.length) return;
      for (const match of this.#misspelled(wanted)) {
        isFound = true;
        yield match;
      }
      if (!isFound) yield* lonely;
    }

    // Yield the names that have all words of a text, or parts of them: as they are written, or in Latin letters, so that names of both
    // scripts are the same, and "Эни" is "Ени". Of words in one script, the starts in Latin letters say nothing: "с" is no start of "ш".
    *#spelled(wanted, exactly) {
      const words = wanted.split(" "), latin = this.folding.romanized(wanted), latinWords = latin.split(" ");
      const sizes = words.map((word) => [...word].length), isLong = sizes.every((size) => size >= MIN_PART);
      const isInside = sizes.map((size) => size >= MIN_LONELY_PART);
      for (let number = 0; number < this.texts.length; number++) {
        const text = this.texts[number], own = this.latin[number];
        let way = wayOf(wanted, words, text, isInside), isOther = false;
        if (way !== EXACT && (latin !== wanted || own !== text)) {
          const other = wayOf(latin, latinWords, own, isInside), isAcross = (latin === wanted) !== (own === text);
          if (other < (way ?? SOME) && (isAcross || other <= WORD)) [way, isOther] = [other, true];
        }
        if (way === undefined) continue;
        const isSame = way === EXACT && this.names[number].toLowerCase() === exactly, isFirst = (isOther ? own : text).startsWith(latin);
        yield { ...this.#match(number, way, isSame ? 0 : isOther ? 2 : 1, isFirst ? FIRST : 0), isLong };
      }
    }

    *#heard(wanted) {
      const sound = this.folding.sound(wanted), words = sound.split(" "), isInside = words.map(() => false);
      if (sound.length < MIN_SOUND) return;
      for (let number = 0; number < this.sounds.length; number++) {
        const way = wayOf(sound, words, this.sounds[number], isInside);
        if (way !== undefined) yield this.#match(number, way === EXACT ? HEARD : SOUND, way);
      }
    }

    *#misspelled(wanted) {
      const words = wanted.split(" "), sounds = this.folding.sound(wanted).split(" "), joined = words.join("");
      yield* this.#withTypos(words, this.words, 0);
      if (sounds.every((word) => word.length >= MIN_SOUND)) yield* this.#withTypos(sounds, this.wordsBySound, 1);
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

  const isAlike = ({ way }) => way === HEARD || way === SOUND || way === TYPO;

  // Return how a name that has all words of a text matches it. isInside: of each word, whether it may be inside of another one.
  function wayOf(wanted, words, known, isInside) {
    if (known === wanted) return EXACT;
    if (!words.every((word) => known.includes(word))) return undefined;
    const own = known.split(" "), isStart = (word) => own.some((other) => other.startsWith(word));
    if (words.every((word) => own.includes(word))) return WORD;
    if (words.every(isStart)) return START;
    return words.every((word, place) => isInside[place] || isStart(word)) ? PART : undefined;
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
