// Read the text of a file: plain text, or a saved web page, as kzit_graph/describe/copies.py and page_text.py do.
"use strict";
(function (site) {
  const words = (text) => new Set(text.trim().split(/\s+/));
  const BLOCKS = words(`
    address article aside blockquote body br button canvas caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main menu nav object ol optgroup option p pre search
    section select summary table tbody td textarea tfoot th thead tr ul video audio`);
  const NO_TEXT = words("title script style template svg math datalist noframes");
  const VOID = words("area base br col embed hr img input link meta param source track wbr");
  const OPTIONAL_END = words("html head body p li dt dd option optgroup tr td th thead tbody tfoot");
  const PAGE = /^(?:\xef\xbb\xbf)?(?:\s|<!--[^]*?-->|<\?xml[^>]*\?>)*<(?:!doctype\s+html|html)[\s>]/i;
  const CHARSET = /<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)|<\?xml[^>]+encoding=["']([A-Za-z0-9._:-]+)/i;
  const HEAD = 4096; // bytes in which a page declares its encoding

  const ARCHIVE_HEAD = 8192; // bytes in which the header of an archive ends
  const OTHER = /^(?:%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|bplist00)/; // the first bytes of files of other kinds

  // Return the text of a file. Throws a TypeError if it is of another kind, or in another encoding than it should be.
  function fileText(bytes, name) {
    const head = headOf(bytes, HEAD), suffix = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? "";
    const canBePage = ![".txt", ".text"].includes(suffix);
    if ([".mhtml", ".mht"].includes(suffix) || (canBePage && site.isArchive(headOf(bytes, ARCHIVE_HEAD)))) return archiveText(bytes, head);
    if ([".html", ".htm", ".xhtml"].includes(suffix) || (canBePage && PAGE.test(head))) return pageText(decoded(bytes, declaredEncoding(bytes)));
    if (OTHER.test(head)) throw new TypeError("not a text");
    return decoded(bytes, markedEncoding(bytes) ?? "utf-8");
  }

  function archiveText(bytes, head) {
    const page = site.archivedPage(bytes);
    if (!page && !PAGE.test(head)) throw new TypeError("no page");
    if (!page) return pageText(decoded(bytes, declaredEncoding(bytes)));
    const isStated = page.charset && !markedEncoding(page.bytes);
    return pageText(decoded(page.bytes, isStated ? encodingOf(page.charset) : declaredEncoding(page.bytes)));
  }

  const headOf = (bytes, size) => String.fromCharCode(...bytes.subarray(0, size));

  function decoded(bytes, encoding) {
    const nuls = bytes.subarray(0, 4).filter((byte) => byte === 0).length;
    if (encoding === "utf-8" && bytes.length > 1 && nuls && 2 * nuls >= Math.min(4, bytes.length)) throw new TypeError("UTF-16 without a mark");
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  }

  // Return the encoding of a byte order mark; undefined without one.
  function markedEncoding(bytes) {
    const [first, second, third, fourth] = bytes;
    if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
    if (first === 0xff && second === 0xfe && (third || fourth || bytes.length < 4)) return "utf-16le";
    return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
  }

  function declaredEncoding(bytes) {
    const declared = CHARSET.exec(headOf(bytes, HEAD)), found = declared ? encodingOf(declared[1] ?? declared[2]) : "utf-8";
    return markedEncoding(bytes) ?? (found.startsWith("utf-16") ? "utf-8" : found);
  }

  function encodingOf(label) {
    try {
      return new TextDecoder(label).encoding;
    } catch {
      return "utf-8";
    }
  }

  // Return the text of a web page, with a line for each block. Nothing of the page is run, shown or fetched.
  function pageText(page) {
    const parts = [];
    collect(new DOMParser().parseFromString(page, "text/html").documentElement, parts);
    const text = parts.join("").replace(/ *(?:\n *)+/g, "\n").replace(/ {2,}/g, " ");
    return text.replace(/^[ \n]+|[ \n]+$/g, "");
  }

  function collect(element, parts) {
    const tag = element.localName, isBlock = BLOCKS.has(tag);
    if (isBlock) parts.push("\n");
    if (!VOID.has(tag) && !NO_TEXT.has(tag) && !(element.hasAttribute("hidden") && !OPTIONAL_END.has(tag))) {
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) parts.push(node.data.replace(/[ \t\n\f\r]+/g, " "));
        else if (node.nodeType === Node.ELEMENT_NODE) collect(node, parts);
      }
    }
    if (isBlock && !VOID.has(tag)) parts.push("\n");
  }

  Object.assign(site, { fileText, pageText });
})((globalThis.site ??= {}));
