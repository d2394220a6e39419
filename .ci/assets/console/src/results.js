// Shows an answer: as a table of pages, as bars, or as points by latitude and longitude.

const SVG = "http://www.w3.org/2000/svg";
export const PAGE = 100;
export const MOST_BARS = 40;
export const MOST_POINTS = 2000;
const LONGEST = 400;

/** Return an element with attributes and children. Texts are children too. */
export function make(name, attributes = {}, ...children) {
  const found = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) found.setAttribute(key, "");
    else if (value !== false && value !== undefined && value !== "") found.setAttribute(key, value);
  }
  found.append(...children);
  return found;
}

function draw(name, attributes, ...children) {
  const found = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
  found.append(...children);
  return found;
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBER = /^(?:integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger)$/u;

export const isNumeric = (term) =>
  term.kind === "literal" && term.datatype?.startsWith(XSD) && NUMBER.test(term.datatype.slice(XSD.length)) && Number.isFinite(Number(term.value));

/** Shows terms. shorten: writes an IRI. home: the way to the folder of the edition. language: of the page. */
export class Terms {
  constructor({ shorten, home, language }) {
    Object.assign(this, { shorten, home, language, asIris: false });
    this.format = new Intl.NumberFormat(language, { maximumFractionDigits: 20 });
  }

  /** Return a number in the writing of the language. Whole numbers below 10,000 may be years, and stay as they are. */
  number(value) {
    const number = Number(value);
    return Math.abs(number) < 10_000 && Number.isInteger(number) ? String(number).replace("-", "−") : this.format.format(number).replace("-", "−");
  }

  text(term) {
    if (term.kind === "iri") return (!this.asIris && term.label) || this.shorten(term.value);
    if (term.kind === "blank") return `_:${term.value}`;
    return isNumeric(term) && !this.asIris ? this.number(term.value) : term.value;
  }

  cell(term) {
    const text = this.text(term);
    const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const isNamed = term.kind === "iri" && term.label && !this.asIris;
    const language = isNamed || term.kind === "literal" ? term.language : "";
    const lang = language && language !== this.language ? language : undefined;
    if (term.kind !== "iri") return make("span", { lang }, cut);
    const href = term.href ? this.home + term.href : /^https?:/u.test(term.value) ? term.value : "";
    return href ? make("a", { href, lang, rel: term.href ? undefined : "noreferrer" }, cut) : make("span", { lang }, cut);
  }
}

const SHORT = 14;
const WORDY = 28;

/** Return the class of the width of a column by its texts: short ones stay on a line, long ones have room for some words. */
function widthOf(texts) {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  return longest <= SHORT ? "short" : longest > WORDY ? "wordy" : "";
}

/** Return a table of some rows. first: the number of the first row. */
export function table(columns, rows, first, terms, words) {
  const numeric = columns.map((_, place) => rows.some((row) => row[place]?.value) && rows.every((row) => !row[place]?.value || isNumeric(row[place])));
  const widths = columns.map((_, place) => widthOf(rows.map((row) => (row[place]?.kind ? terms.text(row[place]) : ""))));
  const head = make("tr", {}, ...columns.map((name, place) => make("th", { scope: "col", class: numeric[place] ? "n" : "" }, name)));
  const body = rows.map((row) =>
    make("tr", {}, ...columns.map((_, place) => make("td", { class: numeric[place] ? "n" : widths[place], "data-l": place && row[place]?.kind ? `${columns[place]}${words.colon}` : "" }, row[place]?.kind ? terms.cell(row[place]) : ""))),
  );
  const found = make("table", { class: "stack" }, make("caption", { class: "vh" }, words.results), make("thead", {}, head), make("tbody", {}, ...body));
  found.setAttribute("aria-rowcount", String(-1));
  if (first) found.dataset.first = String(first);
  return found;
}

/** Return which columns an answer can be drawn by: `{bars: [label, number], points: [latitude, longitude, label]}`, each or null. */
export function drawable(columns, rows) {
  const places = columns.map((_, place) => place);
  const filled = (place) => rows.filter((row) => row[place]?.value);
  const numbers = places.filter((place) => filled(place).length && filled(place).every((row) => isNumeric(row[place])));
  const labels = places.filter((place) => !numbers.includes(place) && filled(place).length);
  const named = (pattern) => numbers.find((place) => pattern.test(columns[place]));
  const [latitude, longitude] = [named(/^lat/iu), named(/^(?:lon|lng)/iu)];
  const isMap = latitude !== undefined && longitude !== undefined;
  const value = numbers.find((place) => !isMap || (place !== latitude && place !== longitude));
  const label = labels[0] ?? numbers.find((place) => place !== value);
  return {
    bars: value !== undefined && label !== undefined && rows.length > 1 ? [label, value] : null,
    points: isMap ? [latitude, longitude, labels[0]] : null,
  };
}

/** Return whether the window is a phone's: pictures are drawn for it, because letters of wide ones would be too small there. */
const isNarrow = () => globalThis.innerWidth < 640;

/** Return bars of a number for each label. */
export function bars(rows, [label, value], columns, terms) {
  const found = rows.filter((row) => isNumeric(row[value]));
  const numbers = found.map((row) => Number(row[value].value));
  const [low, high] = [Math.min(0, ...numbers), Math.max(0, ...numbers)];
  const [left, width, right, letters] = isNarrow() ? [132, 150, 62, 16] : [250, 440, 150, 36];
  const step = 24;
  const x = (number) => left + ((number - low) / (high - low || 1)) * width;
  const children = found.flatMap((row, place) => {
    const y = place * step + 4;
    const [start, end] = [x(0), x(numbers[place])].sort((one, other) => one - other);
    return [
      draw("text", { x: left - 8, y: y + 12, class: "e" }, shortened(terms.text(row[label]), letters)),
      draw("rect", { x: start.toFixed(1), y, width: Math.max(1, end - start).toFixed(1), height: 15, class: "bar-mark" }),
      draw("text", { x: (end + 6).toFixed(1), y: y + 12 }, terms.text(row[value])),
    ];
  });
  const zero = x(0).toFixed(1);
  children.push(draw("path", { d: `M${zero} 0V${found.length * step + 4}`, class: "axis" }));
  const name = `${columns[value]} · ${columns[label]}`;
  return picture(left + width + right, found.length * step + 8, name, children);
}

/** Return points by latitude and longitude on the land around them. land: rings of points as texts, as outline.py reads them. */
export function points(rows, [latitude, longitude, label], columns, terms, land) {
  const found = rows
    .filter((row) => isNumeric(row[latitude]) && isNumeric(row[longitude]))
    .map((row) => ({ y: Number(row[latitude].value), x: Number(row[longitude].value), text: label === undefined ? "" : terms.text(row[label]) }))
    .filter((one) => Math.abs(one.x) <= 180 && Math.abs(one.y) <= 90);
  const [width, margin] = isNarrow() ? [344, 24] : [760, 30];
  const [west, east] = range(found.map((one) => one.x));
  const [south, north] = range(found.map((one) => one.y));
  const stretch = Math.cos((((south + north) / 2) * Math.PI) / 180) || 1;
  const scale = Math.min((width - 2 * margin) / (east - west), 460 / ((north - south) / stretch));
  const height = ((north - south) / stretch) * scale + 2 * margin;
  const px = (degrees) => margin + (degrees - west) * scale;
  const py = (degrees) => margin + ((north - degrees) / stretch) * scale;
  const most = isNarrow() ? 4 : 8;
  const vertical = lines(west, east, most).map((at) => [`M${px(at).toFixed(1)} 0V${height.toFixed(0)}`, px(at) + 3, height - 5, at]);
  const horizontal = lines(south, north, most).map((at) => [`M0 ${py(at).toFixed(1)}H${width}`, 3, py(at) - 4, at]);
  const children = [
    draw("rect", { width, height: height.toFixed(1), class: "sea" }),
    draw("path", { d: landPath(land, [width, height], px, py), class: "land" }),
    ...[...vertical, ...horizontal].flatMap(([d, x, y, at]) => [
      draw("path", { d, class: "grid" }),
      draw("text", { x: x.toFixed(1), y: y.toFixed(1), class: "soft" }, `${at}°`.replace("-", "−")),
    ]),
  ];
  const marks = found.map((one) => ({ ...one, at: [px(one.x), py(one.y)] }));
  const taken = marks.map(({ at: [x, y] }) => [x - 5, y - 5, x + 5, y + 5]);
  for (const [, x, y] of [...vertical, ...horizontal]) taken.push([x, y - 11, x + 26, y + 2]);
  for (const { x, y, text, at } of marks) {
    children.push(draw("circle", { cx: at[0].toFixed(1), cy: at[1].toFixed(1), r: 5, class: "point" }, draw("title", {}, `${text} ${y}, ${x}`.trim())));
  }
  for (const { text, at } of marks) {
    const name = shortened(text, 30);
    const place = name && placed(name.length * 7.2, at, width, height).find(([box]) => !taken.some((other) => meet(box, other)));
    if (!place) continue;
    const [box, [x, y], class_] = place;
    taken.push(box);
    children.push(draw("text", { x: x.toFixed(1), y: y.toFixed(1), class: `name ${class_}`.trim() }, name));
  }
  return picture(width, height, `${columns[latitude]} × ${columns[longitude]}`, children);
}

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

/** Return where a name fits beside a point: right, left, above or below, each as a box, the start of the text, and its class. */
function placed(wide, [x, y], width, height) {
  const all = [
    [[x + 8, y - 8, x + 10 + wide, y + 8], [x + 8, y + 4], ""],
    [[x - 10 - wide, y - 8, x - 8, y + 8], [x - 8, y + 4], "e"],
    [[x - wide / 2, y - 24, x + wide / 2, y - 8], [x, y - 11], "m"],
    [[x - wide / 2, y + 8, x + wide / 2, y + 24], [x, y + 20], "m"],
  ];
  return all.filter(([[left, top, right, bottom]]) => left >= 0 && top >= 0 && right <= width && bottom <= height);
}

/** Return the commands of the path of the rings that reach into a picture. */
function landPath(land, [width, height], px, py) {
  const found = [];
  for (const ring of land) {
    const places = ringOf(ring).map(([x, y]) => [px(x), py(y)]);
    const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
    if (Math.max(...xs) < 0 || Math.min(...xs) > width || Math.max(...ys) < 0 || Math.min(...ys) > height) continue;
    found.push(`M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`);
  }
  return found.join("");
}

/** Return the points of a ring, written as steps in hundredths of a degree, in groups of five bits. */
function ringOf(text) {
  const found = [];
  let [x, y, value, shift] = [0, 0, 0, 0];
  let step = null;
  for (const letter of text) {
    const code = letter.charCodeAt(0) - 63;
    value += (code & 31) * 2 ** shift;
    shift += 5;
    if (code >= 32) continue;
    const number = value % 2 ? -(value + 1) / 2 : value / 2;
    [value, shift] = [0, 0];
    if (step === null) step = number;
    else {
      x += step;
      y += number;
      step = null;
      found.push([x / 100, y / 100]);
    }
  }
  return found;
}

function range(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.12, 0.5);
  return values.length ? [low - room, high + room] : [-1, 1];
}

function lines(low, high, most) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60].find((one) => (high - low) / one <= most) ?? 90;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, place) => Number(((first + place) * step).toFixed(1)));
}

const shortened = (text, length) => ([...text].length > length ? `${[...text].slice(0, length - 1).join("")}…` : text);

function picture(width, height, name, children) {
  const title = draw("title", {}, name);
  return draw("svg", { viewBox: `0 0 ${width.toFixed(0)} ${height.toFixed(0)}`, width: width.toFixed(0), height: height.toFixed(0), class: "pic", role: "img" }, title, ...children);
}
