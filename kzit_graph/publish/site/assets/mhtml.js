// Read the page of a web archive (MHTML, RFC 2557), as kzit_graph/describe/web_archive.py does.
"use strict";
(function (site) {
  const PAGES = ["text/html", "application/xhtml+xml"];

  // Return bytes as text with a character for each byte.
  function asText(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return text;
  }

  const asBytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const unmarked = (text) => (text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text);

  // Return whether a file begins with the header of a message in MIME. head: its first bytes, as text.
  function isArchive(head) {
    const header = unmarked(head).split(/\r?\n\r?\n/, 1)[0];
    return /^[A-Za-z][A-Za-z-]*:/.test(header) && /^mime-version:/im.test(header) && /^content-type:/im.test(header);
  }

  // Return the header and the body of a message or a part of one.
  function parsed(text) {
    const end = /^\r?\n|\r?\n\r?\n/.exec(text), at = end ? end.index : text.length;
    const fields = new Map();
    for (const line of text.slice(0, at).replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
      if (name && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value.trim());
    }
    return { fields, body: end ? text.slice(at + end[0].length) : "" };
  }

  const typeOf = ({ fields }) => (fields.get("content-type") ?? "text/plain").split(";", 1)[0].trim().toLowerCase();

  // Return a parameter of the content type; empty without it.
  function parameter({ fields }, name) {
    const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, "i").exec(fields.get("content-type") ?? "");
    return found ? (found[1] ?? found[2]) : "";
  }

  // Yield a message and all its parts, in their order.
  function* parts(message) {
    yield message;
    const border = typeOf(message).startsWith("multipart/") && parameter(message, "boundary");
    if (!border) return;
    const line = new RegExp(`(?:^|\\r?\\n)--${border.replace(/[^A-Za-z0-9]/g, "\\$&")}(--)?[ \\t]*(?=\\r?\\n|$)`, "g");
    let start = -1;
    for (const found of message.body.matchAll(line)) {
      if (start >= 0) yield* parts(parsed(message.body.slice(start, found.index)));
      if (found[1]) return;
      start = found.index + found[0].length + (message.body[found.index + found[0].length] === "\r" ? 2 : 1);
    }
    if (start >= 0) yield* parts(parsed(message.body.slice(start)));
  }

  function content({ fields, body }) {
    const encoding = (fields.get("content-transfer-encoding") ?? "").toLowerCase();
    if (encoding === "base64") return asBytes(atob(body.replace(/[^A-Za-z0-9+/]/g, "")));
    if (encoding !== "quoted-printable") return asBytes(body);
    const lines = body.replace(/=[ \t]*\r?\n/g, "");
    return asBytes(lines.replace(/=([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16))));
  }

  // Return the page that an archive is of, {bytes, charset}; undefined if it has none. Its other parts are left out.
  function archivedPage(bytes) {
    const message = parsed(unmarked(asText(bytes))), pages = [...parts(message)].filter((part) => PAGES.includes(typeOf(part)));
    const bare = (name) => (name ?? "").replace(/^[<> ]+|[<> ]+$/g, ""), start = bare(parameter(message, "start"));
    const page = pages.find((part) => start && bare(part.fields.get("content-id")) === start) ?? pages[0];
    return page && { bytes: content(page), charset: parameter(page, "charset") };
  }

  Object.assign(site, { archivedPage, isArchive });
})((globalThis.site ??= {}));
