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

  // Return the text of a file. Throws a TypeError if it is not in UTF-8, or not in the encoding that the page declares.
  function fileText(bytes, name) {
    const head = String.fromCharCode(...bytes.subarray(0, HEAD));
    const suffix = /\.[^.]*$/.exec(name.toLowerCase())?.[0] ?? "";
    const isPage = [".html", ".htm", ".xhtml"].includes(suffix) || (![".txt", ".text"].includes(suffix) && PAGE.test(head));
    if (!isPage) return decoded(bytes, "utf-8");
    return pageText(decoded(bytes, encodingOf(bytes, head)));
  }

  const decoded = (bytes, encoding) => new TextDecoder(encoding, { fatal: true }).decode(bytes);

  function encodingOf(bytes, head) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
    const declared = head.startsWith("\xef\xbb\xbf") ? null : CHARSET.exec(head);
    try {
      return new TextDecoder(declared ? (declared[1] ?? declared[2]) : "utf-8").encoding;
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
