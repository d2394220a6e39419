// SHA-256 (FIPS 180-4), at once and everywhere: SubtleCrypto is asynchronous, and absent from pages that are opened as files.
"use strict";
(function (site) {
  const K = new Int32Array(64), START = new Int32Array(8);
  const CHUNK = 64;

  // The constants are the first 32 bits of the fractions of the roots of the first primes.
  const fraction = (root) => (root - Math.floor(root)) * 2 ** 32 | 0;
  for (let number = 2, count = 0; count < 64; number++) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) isPrime = false;
    if (!isPrime) continue;
    if (count < 8) START[count] = fraction(Math.sqrt(number));
    K[count++] = fraction(Math.cbrt(number));
  }

  const words = new Int32Array(64), state = new Int32Array(8), tail = new Uint8Array(2 * CHUNK);

  function compress(bytes, at) {
    for (let i = 0; i < 16; i++, at += 4) {
      words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let i = 16; i < 64; i++) {
      const x = words[i - 15], y = words[i - 2];
      const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
    }
    let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (let i = 0; i < 64; i++) {
      const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + one + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
      const two = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + first) | 0;
      d = c; c = b; b = a; a = (first + second) | 0;
    }
    state[0] += a; state[1] += b; state[2] += c; state[3] += d;
    state[4] += e; state[5] += f; state[6] += g; state[7] += h;
  }

  // Compute the digest of some bytes, and return its eight 32-bit words. The array is used again by the next call.
  function digest(bytes, start = 0, end = bytes.length) {
    state.set(START);
    const size = end - start;
    let at = start;
    for (; at + CHUNK <= end; at += CHUNK) compress(bytes, at);
    const rest = end - at, length = rest < CHUNK - 8 ? CHUNK : 2 * CHUNK;
    for (let i = 0; i < rest; i++) tail[i] = bytes[at + i];
    tail.fill(0, rest, length);
    tail[rest] = 0x80;
    for (let i = 1, bits = size * 8; bits > 0; i++, bits = Math.floor(bits / 256)) tail[length - i] = bits & 255;
    compress(tail, 0);
    if (length > CHUNK) compress(tail, CHUNK);
    return state;
  }

  // Return the digest of some bytes in lower-case hexadecimal.
  function sha256(bytes, start, end) {
    return Array.from(digest(bytes, start, end), (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  site.digest = digest;
  site.sha256 = sha256;
})((globalThis.site ??= {}));
