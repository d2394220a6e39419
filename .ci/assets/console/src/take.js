// Puts an answer into one zip: the data with names and IRIs, the query, and a README that says how to cite it and to get it again.

/** Rows of an answer up to which it is offered: the digest of a larger one would keep the page busy. */
export const MOST_ROWS = 50_000;

const { site } = window;

/**
 * Return the bytes of the zip. name: of the data file. data: its bytes. query: the text. rows: their number, written. about: the title,
 * the citation, the licence, the dump, the language and the words of the page.
 */
export async function zipOf({ name, data, query, rows, about }) {
  await site.load("sha256.js", "zip.js");
  const { words } = about;
  const files = { [name]: data, "query.rq": new TextEncoder().encode(`${query.trim()}\n`) };
  const lines = Object.entries(files).map(([file, bytes]) => `| ${file} | ${bytes.length} | ${site.sha256(bytes)} |`);
  const format = name.endsWith(".csv") ? "csv" : "turtle";
  const parts = [
    `# ${about.title}`,
    words.rows.replace("{rows}", rows).replace("{page}", location.href.split("#")[0]),
    `## ${words.cite}`,
    about.citation,
    about.licence,
    `## ${words.again}`,
    `    kzit-graph query query.rq${about.dump ? ` --data ${about.dump}` : ""} -f ${format}${format === "csv" ? ` --labels --lang ${about.language}` : ""}`,
    `## ${words.files}`,
    [`| ${words.file} | ${words.bytes} | SHA-256 |`, "| --- | --- | --- |", ...lines].join("\n"),
    format === "csv" ? words.iris : "",
  ];
  return site.zip({ "README.md": `${parts.filter(Boolean).join("\n\n")}\n`, ...files });
}
