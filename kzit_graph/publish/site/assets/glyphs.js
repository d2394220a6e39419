// The signs of stances, as templates draw them: filled, half filled, hollow, struck through, dashed.
"use strict";
(function (site) {
  const SVG = "http://www.w3.org/2000/svg";

  // Return an element of a picture.
  site.svg = (name, given, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(given)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const circle = (r, given) => site.svg("circle", { cx: 7, cy: 7, r, ...given });
  const outline = (r, given = {}) => circle(r, { fill: "none", stroke: "currentColor", "stroke-width": 1.8, ...given });
  const SHAPES = {
    reported: () => [circle(5.6, { fill: "currentColor" })],
    judged: () => [outline(4.8), site.svg("path", { d: "M7 2.2a4.8 4.8 0 0 0 0 9.6z", fill: "currentColor" })],
    planned: () => [outline(4.8)],
    off: () => [outline(4.8), site.svg("path", { d: "M1 13 13 1", stroke: "currentColor", "stroke-width": 1.8 })],
    inferred: () => [outline(5, { "stroke-width": 1.7, "stroke-dasharray": "2.7 2.5" })],
  };

  // Return the sign of a stance. voice: the class of its colour. name: of the stance in words.
  site.glyph = (stance, voice, name) => {
    const sign = site.svg("svg", { class: `g ${voice}`, viewBox: "0 0 14 14", role: "img", "aria-label": name });
    sign.append(...SHAPES[stance]());
    return sign;
  };
})((globalThis.site ??= {}));
