// Writes the whole app into one HTML file: `node single-file.mjs <dist> <file>`.
//
// Programs, style, chart library and casebook stand in the file, so it runs from a disk, in a mail, and in a sandboxed
// frame on a host that sends no CORS headers. The policy names the hashes of its scripts and of its style; it asks no
// network at all. Static pages are not in it.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { parse, serialize } from "parse5";

const [dist, out] = process.argv.slice(2);
if (!dist || !out) throw new Error("usage: node single-file.mjs dist file.html");
const read = (path) => readFileSync(join(dist, path));
const page = parse(read("index.html").toString());

function* elements(node) {
  if (node.attrs) yield node;
  for (const child of [...(node.childNodes ?? [])]) yield* elements(child);
}
const all = [...elements(page)];
const attribute = (element, name) => element.attrs?.find((a) => a.name === name)?.value;
const one = (what, test) => {
  const found = all.filter(test);
  if (found.length !== 1) throw new Error(`index.html should have one ${what}, has ${found.length}`);
  return found[0];
};
const remove = (node) => node.parentNode.childNodes.splice(node.parentNode.childNodes.indexOf(node), 1);
const loader = one("loader", (e) => e.tagName === "script" && attribute(e, "data-wasm"));
const named = (name) => attribute(loader, name).replace(/^\.\//, "");
const style = one("style sheet", (e) => e.tagName === "link" && attribute(e, "rel") === "stylesheet");

/** Files by the end of the address that the app asks for. */
const casebook = JSON.parse(read("data/casebook.json"));
const parts = {
  "app.wasm": read(named("data-wasm")),
  "rooms.wasm": read(named("data-rooms-wasm")),
  "data/casebook.json": read("data/casebook.json"),
  [`data/${casebook.list}`]: read(`data/${casebook.list}`),
  [`data/${casebook.texts}`]: read(`data/${casebook.texts}`),
};

/** The start, in a function of its own; `app` and `rooms` are the glue of the two programs. */
const start = `
import * as app from ${JSON.stringify(resolve(dist, named("data-js")))};
import * as rooms from ${JSON.stringify(resolve(dist, named("data-rooms-js")))};
const page = document.documentElement;
async function part(name) {
  const text = document.getElementById("part " + name).textContent;
  const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Response(packed).body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
const names = ${JSON.stringify(Object.keys(parts))};
const network = globalThis.fetch;
globalThis.fetch = async (address, options) => {
  const name = names.find((name) => String(address?.url ?? address).split(/[?#]/)[0].endsWith(name));
  return name ? new Response(await part(name)) : network(address, options);
};
async function program(glue, name) {
  await glue.default({ module_or_path: await WebAssembly.compile(await part(name)) });
  return glue;
}
let second;
globalThis.jikenboRooms = () => (second ??= program(rooms, "rooms.wasm"));
// The file itself is the root: only what stands behind "?" ever changes.
page.dataset.root = location.href.split(/[?#]/)[0];
page.dataset.boot = "loading";
const [, sheet] = /^#(share|cite|export|print|saved)$/.exec(location.hash) ?? [];
if (sheet) page.dataset.sheet = sheet;
program(app, "app.wasm").then(
  () => (page.dataset.boot = "ready"),
  (error) => {
    page.dataset.boot = "failed";
    page.dataset.bootError = String(error);
    document.getElementById("boot-error-detail").textContent = String(error);
    document.getElementById("boot-error").hidden = false;
    document.querySelector("#app > .frame")?.remove();
  },
);
`;
const bundle = await build({
  stdin: { contents: start, resolveDir: resolve("."), loader: "js" },
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  write: false,
  // What the glue would load the program from, had it not been given one.
  define: { "import.meta.url": '"about:blank"' },
});

// Text in which no "</script" can end the element it stands in.
const inline = (text) => text.replaceAll("</script", "<\\/script");
const program = inline(bundle.outputFiles[0].text);
const charts = inline(read(named("data-echarts")).toString());
const css = read(attribute(style, "href").replace(/^\.\//, "")).toString();
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy =
  `default-src 'none'; script-src ${hash(program)} ${hash(charts)} 'wasm-unsafe-eval'; style-src ${hash(css)}; ` +
  "img-src data: blob:; base-uri 'none'; form-action 'none'";

const element = (tagName, attrs, text, parentNode) => {
  const made = { nodeName: tagName, tagName, attrs, childNodes: [], namespaceURI: "http://www.w3.org/1999/xhtml", parentNode };
  made.childNodes.push({ nodeName: "#text", value: text, parentNode: made });
  parentNode.childNodes.push(made);
};
for (const e of all) {
  if (e.tagName === "link") remove(e);
  if (e.tagName === "meta" && attribute(e, "http-equiv") === "Content-Security-Policy") {
    e.attrs.find((a) => a.name === "content").value = policy;
  }
}
remove(loader);
const main = one("main", (e) => attribute(e, "id") === "app");
// What stands in it beside the still frame leads to pages that are not here; so do links of the message.
main.childNodes = main.childNodes.filter((node) => attribute(node, "class") === "frame");
for (const e of all) if (e.tagName === "a" && attribute(e, "href")?.startsWith("./")) remove(e);
const body = one("body", (e) => e.tagName === "body");
const words = [
  ["ja", "このファイルを使うには JavaScript と WebAssembly が要ります。"],
  ["en", "This file needs JavaScript and WebAssembly."],
];
const none = { nodeName: "noscript", tagName: "noscript", attrs: [], childNodes: [], namespaceURI: body.namespaceURI, parentNode: body };
body.childNodes.push(none);
// A parser that knows scripts reads this element's content as text.
none.childNodes.push({ nodeName: "#text", value: words.map(([lang, text]) => `<p lang="${lang}">${text}</p>`).join(""), parentNode: none });
element("style", [], css, one("head", (e) => e.tagName === "head"));
for (const [name, bytes] of Object.entries(parts)) {
  const attrs = [{ name: "type", value: "text/plain" }, { name: "id", value: `part ${name}` }];
  element("script", attrs, gzipSync(bytes, { level: 9 }).toString("base64"), body);
}
element("script", [], program, body);
element("script", [], charts, body);
const html = serialize(page);
writeFileSync(out, html);
console.log(`${out}: ${html.length} characters`);
