// Write files into a zip without compression (PKWARE APPNOTE 6.3), with a fixed date, so that the same files give the same bytes.
"use strict";
(function (site) {
  const DATE = 0x0021; // 1 January 1980, the first day that a zip can state
  const UTF8 = 0x0800; // names are in UTF-8
  const VERSION = 20;
  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  function crc32(bytes) {
    let value = 0xffffffff;
    for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
    return ~value >>> 0;
  }

  // Return a record: numbers, each with its size in bytes, and then other bytes.
  function record(numbers, ...others) {
    const size = numbers.reduce((sum, [bytes]) => sum + bytes, 0) + others.reduce((sum, bytes) => sum + bytes.length, 0);
    const made = new Uint8Array(size), view = new DataView(made.buffer);
    let at = 0;
    for (const [bytes, value] of numbers) {
      if (bytes === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
      at += bytes;
    }
    for (const bytes of others) {
      made.set(bytes, at);
      at += bytes.length;
    }
    return made;
  }

  // Return the bytes of a zip. files: texts or bytes by name.
  site.zip = (files) => {
    const local = [], central = [];
    let offset = 0;
    for (const [name, given] of Object.entries(files)) {
      const encoder = new TextEncoder(), content = typeof given === "string" ? encoder.encode(given) : given, label = encoder.encode(name);
      const shared = [
        [2, VERSION], [2, UTF8], [2, 0], [2, 0], [2, DATE],
        [4, crc32(content)], [4, content.length], [4, content.length], [2, label.length], [2, 0],
      ];
      local.push(record([[4, 0x04034b50], ...shared], label, content));
      central.push(record([[4, 0x02014b50], [2, VERSION], ...shared, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]], label));
      offset += local.at(-1).length;
    }
    const size = central.reduce((sum, entry) => sum + entry.length, 0), count = central.length;
    const end = record([[4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]]);
    const made = new Uint8Array(offset + size + end.length);
    let at = 0;
    for (const part of [...local, ...central, end]) {
      made.set(part, at);
      at += part.length;
    }
    return made;
  };
})((globalThis.site ??= {}));
