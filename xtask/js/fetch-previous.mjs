// Fetches what is to be kept of a deployed site: `node fetch-previous.mjs <address> <folder>`.
//
// The editions of the data that its manifest names, and the files with a hash in their names that its start page and its
// casebook name. A site that is not there yet gives an empty folder; any other failure stops the deployment, because the
// links that hold an edition would break.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const [site, folder] = process.argv.slice(2);
if (!site?.endsWith("/") || !folder) throw new Error("usage: node fetch-previous.mjs https://…/ folder");

async function get(path) {
  const response = await fetch(new URL(path, site));
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}: ${path}`);
  return Buffer.from(await response.arrayBuffer());
}

async function keep(path) {
  // Nothing that a site says leads out of the folder.
  if (path.split("/").includes("..") || path.startsWith("/")) throw new Error(`no path of a site: ${path}`);
  const bytes = await get(path);
  if (!bytes) return undefined;
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), bytes);
  return bytes;
}

await mkdir(folder, { recursive: true });
let kept = 0;
const manifest = await keep("data/manifest.json");
for (const { files } of manifest ? JSON.parse(manifest).versions : []) {
  for (const { path } of files) kept += (await keep(`data/${path}`)) ? 1 : 0;
}
const start = await get("index.html");
const named = new Set();
for (const [, path] of (start?.toString() ?? "").matchAll(/="\.\/([\w./-]+\.(?:js|wasm|css|jkb))"/g)) named.add(path);
const casebook = await get("data/casebook.json");
for (const part of ["list", "texts"]) if (casebook) named.add(`data/${JSON.parse(casebook)[part]}`);
for (const path of named) kept += (await keep(path)) ? 1 : 0;
console.log(`${site}: ${kept} files to keep`);
