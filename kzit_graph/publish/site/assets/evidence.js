// Find passages in a copy of their source by their digests, as kzit_graph/describe/finding.py and normal_text.py do.
// Offsets count code points. docs/evidence.md specifies the normalised text.
"use strict";
(function (site) {
  const WHITE_SPACE = /^[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;
  const SPACE = /^[\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/; // as in Python's regular expressions
  const LETTER = /^[\p{L}\p{N}_]$/u;
  const MARK = /^\p{M}$/u;
  const LAYOUT = /^[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]$/; // characters that cannot be seen
  const LF = 10, CR = 13, BLANK = 32, HYPHEN = 45, SOFT_HYPHEN = 0xad;

  // Return a function from code points to whether a pattern matches them.
  function property(pattern) {
    const known = new Map();
    return (point) => {
      let found = known.get(point);
      if (found === undefined) known.set(point, (found = pattern.test(String.fromCodePoint(point))));
      return found;
    };
  }

  const isWhiteSpace = property(WHITE_SPACE), isSpace = property(SPACE), isLetter = property(LETTER), isMark = property(MARK);
  const isLayout = property(LAYOUT);
  const pointsOf = (text) => Array.from(text, (letter) => letter.codePointAt(0));
  const asText = (points) => {
    let text = "";
    for (let at = 0; at < points.length; at += 4096) text += String.fromCodePoint(...points.slice(at, at + 4096));
    return text;
  };

  // A text, and where each of its code points stands in the original: points[i] at from[i] to to[i].
  // edits: for each offset of the original, how many letters before it were taken away. Ranges without any are searched before.
  class SearchText {
    constructor(points, from, to, edits) {
      this.points = points;
      this.from = from;
      this.to = to;
      this.edits = edits;
    }

    static of(text) {
      const points = pointsOf(text.toWellFormed?.() ?? text);
      return new SearchText(points, points.map((_, place) => place), points.map((_, place) => place + 1));
    }

    get text() {
      return asText(this.points);
    }

    slice(start, end) {
      return asText(this.points.slice(start, end));
    }

    originalRange(start, end) {
      return [this.from[start], this.to[end - 1]];
    }

    // Prepare the bytes, and the places at which passages may begin and end: not inside words, and not at spaces.
    prepare() {
      if (this.bytes) return;
      const size = this.points.length;
      this.bytes = new TextEncoder().encode(this.text);
      this.offsets = new Uint32Array(size + 1);
      this.isEnd = new Uint8Array(size + 1);
      const starts = [];
      let offset = 0, afterLetter = false, afterSpace = true;
      for (let place = 0; place <= size; place++) {
        this.offsets[place] = offset;
        const point = this.points[place], letter = place < size && isLetter(point), space = place < size && isSpace(point);
        if (place < size && !afterLetter && !space) starts.push(place);
        if (place && !afterSpace && !letter) this.isEnd[place] = 1;
        offset += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        afterLetter = letter;
        afterSpace = space;
      }
      this.starts = Uint32Array.from(starts);
    }

    // Call back with the start and the digest of each range of a length. insideWords: those that end inside a word instead.
    windows(length, insideWords, callback) {
      this.prepare();
      const last = this.points.length - length;
      for (const start of this.starts) {
        if (start > last) return;
        if ((this.isEnd[start + length] === 1) !== insideWords && this.#isNew(start, start + length)) {
          callback(start, site.digest(this.bytes, this.offsets[start], this.offsets[start + length]));
        }
      }
    }

    #isNew(start, end) {
      return !this.edits || this.edits[this.to[end - 1]] > this.edits[this.from[start]];
    }
  }

  // Collects the code points of an edited text.
  class Editor {
    constructor(source) {
      this.source = source;
      this.points = [];
      this.from = [];
      this.to = [];
    }

    keep(start, end) {
      for (let place = start; place < end; place++) this.#add(this.source.points[place], place, place + 1);
    }

    // Add other code points for a range. As many as before stand for one each.
    replace(start, end, points) {
      const sameSize = points.length === end - start;
      points.forEach((point, place) => this.#add(point, ...(sameSize ? [start + place, start + place + 1] : [start, end])));
    }

    #add(point, start, end) {
      this.points.push(point);
      this.from.push(this.source.from[start]);
      this.to.push(this.source.to[end - 1]);
    }

    get result() {
      return new SearchText(this.points, this.from, this.to, this.source.edits);
    }

    // Return the text with the letters of the source that were not kept counted as edits. source: the original.
    get edited() {
      const size = this.source.points.length, edits = new Uint32Array(size + 1).fill(1);
      edits[0] = 0;
      this.from.forEach((start, index) => this.to[index] === start + 1 && (edits[start + 1] = 0));
      for (let place = 1; place <= size; place++) edits[place] += edits[place - 1];
      return new SearchText(this.points, this.from, this.to, edits);
    }
  }

  // Return the normalised form: NFC, one space for each run of white space, and none at the ends.
  function normalText(source) {
    const editor = new Editor(source), points = source.points;
    let gap = -1;
    for (let start = 0, end; start < points.length; start = end) {
      const isGap = isWhiteSpace(points[start]);
      for (end = start + 1; end < points.length && isWhiteSpace(points[end]) === isGap; end++);
      if (isGap) {
        gap = start;
        continue;
      }
      if (gap >= 0 && editor.points.length) editor.replace(gap, start, [BLANK]);
      gap = -1;
      addWord(editor, source, start, end);
    }
    return editor.result;
  }

  function addWord(editor, source, start, end) {
    const word = source.slice(start, end);
    if (word.normalize("NFC") === word) {
      editor.keep(start, end);
      return;
    }
    for (let first = start, next; first < end; first = next) {
      for (next = first + 1; next < end && isComposed(source.points[next]); next++);
      editor.replace(first, next, pointsOf(source.slice(first, next).normalize("NFC")));
    }
  }

  // Whether a letter may be composed with the one before: marks, and Korean letters.
  const isComposed = (point) => isMark(point) || (point >= 0x1100 && point < 0x1200);

  function normalize(text) {
    return normalText(SearchText.of(text)).text;
  }

  function withLineFeeds(source) {
    const editor = new Editor(source), points = source.points;
    for (let place = 0; place < points.length; place++) {
      if (points[place] !== CR) editor.keep(place, place + 1);
      else if (points[place + 1] === LF) editor.replace(place, ++place + 1, [LF]);
      else editor.replace(place, place + 1, [LF]);
    }
    return editor.result;
  }

  function withoutLayout(source) {
    const editor = new Editor(source), points = source.points, breaks = new Map(breaksInWords(points, SOFT_HYPHEN));
    for (let place = 0; place < points.length; place = breaks.get(place) ?? place + 1) {
      if (!isLayout(points[place])) editor.keep(place, place + 1);
    }
    return editor.edited;
  }

  // Return a text, maybe an edited one, without the line breaks after hyphens inside words, with or without these hyphens.
  function withoutBreaksInWords(source, keepsHyphens) {
    const editor = new Editor(source);
    let kept = 0;
    for (const [start, end] of breaksInWords(source.points, HYPHEN)) {
      editor.keep(kept, start);
      if (keepsHyphens) editor.replace(start, end, [HYPHEN]);
      kept = end;
    }
    editor.keep(kept, source.points.length);
    return source.edits ? new SearchText(editor.points, editor.from, editor.to) : editor.edited;
  }

  function breaksInWords(points, hyphen) {
    const found = [], isLineEnd = (point) => point === LF || point === CR;
    for (let place = 1; place < points.length; place++) {
      if (points[place] !== hyphen || !isLetter(points[place - 1])) continue;
      let end = place + 1;
      while (end < points.length && isSpace(points[end]) && !isLineEnd(points[end])) end++;
      if (!isLineEnd(points[end])) continue;
      while (end < points.length && isSpace(points[end])) end++;
      if (end < points.length && isLetter(points[end])) found.push([place, end]);
    }
    return found;
  }

  // Return the length and the digest of a passage's normalised text. If they are unknown, most passages are normalised already.
  const normalKey = (passage) => [passage.normalLength ?? passage.end - passage.start, passage.normalDigest ?? passage.digest];
  // Return those of the passage itself if those of its normalised text are unknown.
  const exactKey = (passage) => (passage.normalDigest === undefined ? [passage.end - passage.start, passage.digest] : undefined);

  // Yield the texts to search, the surest first: [text, key of passages, whether they end inside words].
  function* attempts(passages, text) {
    const normal = normalText(text);
    yield [normal, normalKey, false];
    yield [text, exactKey, false];
    if (text.points.includes(CR)) yield [withLineFeeds(text), exactKey, false];
    const end = Math.max(0, ...passages.map((passage) => passage.end)); // an excerpt may break off inside a word
    yield [normal, (passage) => (passage.end === end ? normalKey(passage) : undefined), true];
    const plain = text.points.some(isLayout) ? withoutLayout(text) : text;
    if (plain !== text) yield [normalText(plain), normalKey, false];
    if (breaksInWords(plain.points, HYPHEN).length) {
      for (const keeps of [true, false]) yield [normalText(withoutBreaksInWords(plain, keeps)), normalKey, false];
    }
  }

  // Return the place of each passage in a text, {start, end, exact}, undefined for those that are not found.
  // passages: [{start, end, digest, normalDigest, normalLength}]. pause: called often, so that a page can stay alive.
  async function findPassages(passages, copy, pause = async () => {}) {
    const text = SearchText.of(copy), places = new Map();
    passages.forEach((passage, index) => {
      if (isExact(text, passage.start, passage.end, passage)) places.set(index, { start: passage.start, end: passage.end, exact: true });
    });
    for (const attempt of attempts(passages, text)) {
      const missing = passages.map((_, index) => index).filter((index) => !places.has(index));
      if (!missing.length) break;
      choose(passages, await occurrences(passages, missing, attempt, text, pause), places, text.points.length);
    }
    return passages.map((_, index) => places.get(index));
  }

  function isExact(text, start, end, passage) {
    if (!(start >= 0 && start < end && end <= text.points.length)) return false;
    text.prepare();
    return site.sha256(text.bytes, text.offsets[start], text.offsets[end]) === passage.digest;
  }

  async function occurrences(passages, missing, [searched, keyOf, insideWords], text, pause) {
    const wanted = new Map(), found = new Map();
    for (const index of missing) {
      const key = keyOf(passages[index]);
      if (!key || key[0] <= 0 || !/^[0-9a-f]{64}$/.test(key[1])) continue;
      if (!wanted.has(key[0])) wanted.set(key[0], []);
      wanted.get(key[0]).push([wordsOf(key[1]), index]);
    }
    for (const [length, digests] of wanted) {
      const firsts = new Set(digests.map(([words]) => words[0]));
      searched.windows(length, insideWords, (offset, digest) => {
        if (!firsts.has(digest[0])) return;
        const same = digests.filter(([words]) => words.every((word, place) => word === digest[place]));
        for (const [, index] of same) {
          const [start, end] = searched.originalRange(offset, offset + length), passage = passages[index];
          const exact = end - start === passage.end - passage.start && isExact(text, start, end, passage);
          if (!found.has(index)) found.set(index, []);
          found.get(index).push({ start, end, exact });
        }
      });
      await pause();
    }
    return found;
  }

  const wordsOf = (hex) => Array.from({ length: 8 }, (_, place) => parseInt(hex.slice(8 * place, 8 * place + 8), 16) | 0);

  // Add one of its places for each passage: long passages first, so that no heading is found inside a sentence.
  // Of several places, the first between the neighbours is taken, or else the first.
  function choose(passages, found, places, length) {
    const size = (index) => passages[index].end - passages[index].start;
    const order = [...found.keys()].sort(
      (one, other) => (found.get(one).length > 1) - (found.get(other).length > 1) || size(other) - size(one) || one - other,
    );
    for (const index of order) {
      const free = found.get(index).filter((place) => !isTaken(place, index, passages, places));
      if (!free.length) continue;
      const [start, end] = between(index, passages, places, length);
      places.set(index, free.find((place) => start <= place.start && place.end <= end) ?? free[0]);
    }
  }

  const overlap = (one, other) => one.start < other.end && other.start < one.end;

  function isTaken(place, index, passages, places) {
    return [...places].some(([number, other]) => overlap(place, other) && !overlap(passages[index], passages[number]));
  }

  // Return the end of the nearest passage before, and the start of the nearest one after.
  function between(index, passages, places, length) {
    const passage = passages[index];
    let before, after;
    for (const number of places.keys()) {
      const other = passages[number];
      if (other.end <= passage.start && !(before !== undefined && passages[before].end >= other.end)) before = number;
      if (other.start >= passage.end && !(after !== undefined && passages[after].start <= other.start)) after = number;
    }
    const start = before === undefined ? 0 : places.get(before).end, end = after === undefined ? length : places.get(after).start;
    return start <= end ? [start, end] : [start, length];
  }

  // Return between which offsets of a copy a passage is expected, from its neighbours; undefined if none of them is found.
  function expectedRange(index, passages, places, length) {
    const found = new Map([...places.entries()].filter(([, place]) => place));
    return found.size ? between(index, passages, found, length) : undefined;
  }

  Object.assign(site, { SearchText, normalize, findPassages, expectedRange });
})((globalThis.site ??= {}));
