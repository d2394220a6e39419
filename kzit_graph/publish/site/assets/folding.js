// Compare words as people type them: without case, accents and script, by sound, and with typos.
// The table of letters is that of kzit_graph/project/names/similar_words.py and romanization.py; it comes with the data of the search.
"use strict";
(function (site) {
  const NOT_ASCII = /[^\0-\x7f]/;
  const KEEPS_MARKS = "\\u0900-\\u0dff\\u0e00-\\u0eff"; // vowels that are marks, as in Devanagari
  const NOT_WORD = new RegExp(`[^\\p{L}\\p{N}_${KEEPS_MARKS}]+|_+`, "gu");

  // What the same sound is written as, in the order in which it is replaced. Names travel between scripts by ear.
  const SOUNDS = [
    [/shch|sch|sh/g, "s"], [/dzh|zh|dj/g, "j"], [/kh/g, "h"], [/ph/g, "f"], [/gh/g, "g"], [/th/g, "t"], [/ts|tz/g, "z"],
    [/ch|ck|c|q/g, "k"], [/w/g, "v"], [/x/g, "ks"], [/([aeiou])ye/g, "$1e"], [/y/g, "i"], [/(.)\1+/g, "$1"],
  ];

  // table: {letters, marks, romanized, typos}, see search_data.py.
  class Folding {
    constructor(table) {
      this.letters = new Map(Object.entries(table.letters));
      this.roman = new Map(Object.entries(table.romanized));
      this.marks = new RegExp(table.marks, "g");
      this.lengthsOfTypos = table.typos;
    }

    // Return the words of a text, separated by spaces, as they are compared.
    plain(text) {
      if (NOT_ASCII.test(text)) {
        // Upper case first: "ß" becomes "ss", as case folding has it.
        const small = text.toUpperCase().toLowerCase().replaceAll("ς", "σ");
        text = translated(small.normalize("NFKD").replace(this.marks, ""), this.letters);
      }
      return text.toLowerCase().replace(NOT_WORD, " ").trim();
    }

    // Return plain text with Latin letters for Cyrillic ones.
    romanized(text) {
      return NOT_ASCII.test(text) ? translated(text, this.roman) : text;
    }

    // Return what plain text sounds like.
    sound(text) {
      let latin = this.romanized(text);
      for (const [pattern, letters] of SOUNDS) latin = latin.replace(pattern, letters);
      return latin;
    }

    // Return how many typos a word may have: none in short words and in numbers.
    allowedTypos(word) {
      return /^\p{Nd}+$/u.test(word) ? 0 : this.lengthsOfTypos.filter((length) => [...word].length >= length).length;
    }
  }

  function translated(text, letters) {
    let found = "";
    for (const letter of text) found += letters.get(letter) ?? letter;
    return found;
  }

  // Return how many typos two words are apart, or a number above the limit. Two letters in the wrong order are one typo.
  function distance(one, other, limit) {
    const columns = other.length;
    if (Math.abs(one.length - columns) > limit) return limit + 1;
    let before = [], last = Array.from({ length: columns + 1 }, (_, column) => column);
    for (let row = 1; row <= one.length; row++) {
      const next = [row];
      let least = row;
      for (let column = 1; column <= columns; column++) {
        let cost = last[column - 1] + (one[row - 1] === other[column - 1] ? 0 : 1);
        cost = Math.min(cost, last[column] + 1, next[column - 1] + 1);
        if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
          cost = Math.min(cost, before[column - 2] + 1);
        }
        next.push(cost);
        least = Math.min(least, cost);
      }
      if (least > limit && Math.min(...last) > limit) return limit + 1;
      before = last;
      last = next;
    }
    return Math.min(last[columns], limit + 1);
  }

  site.Folding = Folding;
  site.distance = distance;
})((globalThis.site ??= {}));
