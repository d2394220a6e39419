// Build the console into kzit_graph/publish/site/console/: build.mjs FOLDER, where FOLDER has the node_modules of package-lock.json.
// Each file is compressed; MANIFEST.json has the SHA-256 of its content and of the inputs, so that a test sees when they differ.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const own = dirname(fileURLToPath(import.meta.url));
const [folder, out] = [resolve(process.argv[2]), resolve(process.argv[3] ?? join(own, "../../../kzit_graph/publish/site/console"))];
const { build } = createRequire(join(folder, "package.json"))("esbuild");
const modules = join(folder, "node_modules");

const common = { bundle: true, minify: true, write: false, charset: "utf8", target: ["chrome111", "firefox113", "safari16.4"], legalComments: "none", nodePaths: [modules], absWorkingDir: own };
const text = async (options) => (await build({ ...common, ...options })).outputFiles[0].text;

// The worker is a text in the console, which starts it from a Blob: from files, no other way is open.
const worker = await text({ entryPoints: ["src/worker.js"], format: "iife", define: { "import.meta.url": '""' } });
const source = {
  name: "worker-source",
  setup(plugins) {
    plugins.onResolve({ filter: /^worker-source$/ }, () => ({ path: "worker", namespace: "source" }));
    plugins.onLoad({ filter: /.*/, namespace: "source" }, () => ({ contents: worker, loader: "text" }));
  },
};
const console_ = await text({ entryPoints: ["src/main.js"], format: "iife", plugins: [source] });

const start = await text({ entryPoints: ["src/start.js"], format: "iife" });

const files = { "console.js": Buffer.from(console_), "start.js": Buffer.from(start), "oxigraph.wasm": readFileSync(join(modules, "oxigraph/web_bg.wasm")) };
const digest = (content) => createHash("sha256").update(content).digest("hex");
const inputs = ["package-lock.json", "build.mjs", ...readdirSync(join(own, "src")).sort().map((name) => `src/${name}`)];
const manifest = { files: {}, inputs: Object.fromEntries(inputs.map((name) => [name, digest(readFileSync(join(own, name)))])) };

mkdirSync(out, { recursive: true });
for (const [name, content] of Object.entries(files)) {
  manifest.files[name] = digest(content);
  writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
}

// The licence texts of all packages in the console. The package of Oxigraph has none: its text is beside this script.
const licences = { oxigraph: readFileSync(join(own, "LICENSE-oxigraph.txt"), "utf8") };
const { packages } = JSON.parse(readFileSync(join(own, "package-lock.json"), "utf8"));
for (const [path, { dev, version }] of Object.entries(packages)) {
  const name = path.replace(/^node_modules\//, "");
  if (!path || dev) continue;
  licences[name] ??= readFileSync(join(modules, name, "LICENSE"), "utf8");
  licences[name] = `${name} ${version}\n\n${licences[name].trim()}\n`;
}
const licence = Object.keys(licences).sort().map((name) => licences[name]).join(`\n${"-".repeat(70)}\n\n`);
writeFileSync(join(out, "LICENSES.txt"), licence);
writeFileSync(join(out, "MANIFEST.json"), `${JSON.stringify(manifest, null, 2)}\n`);
