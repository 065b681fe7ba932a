// Three kinds of host as servers on localhost, without a test runner: the tests and the Lighthouse bench take them.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
};

/** What GitHub Pages was seen to compress (design/product.md, GP-5). */
const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg", ".wasm", ".webmanifest", ".xml"]);
/** Moodle's own list of types, as far as a site of ours has them: neither WASM nor our packed casebook is on it. */
const MOODLE_TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html",
  ".js": "application/x-javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".xml": "application/xml",
};

/**
 * Three kinds of host: what each says of a file, beside its content.
 * - `pages`: GitHub Pages: kept for ten minutes, open to all origins, compressed by type, its own page for what is not there.
 * - `bare`: a web server as it comes: the media type and nothing else.
 * - `moodle`: a file in a course: types by Moodle's list, `nosniff`, no CORS.
 */
export const HOSTS = {
  pages: {
    type: (extension) => TYPES[extension] ?? "application/octet-stream",
    headers: { "Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=600" },
    compresses: (extension) => COMPRESSED.has(extension),
    missing: "404.html",
  },
  bare: { type: (extension) => TYPES[extension] ?? "application/octet-stream", headers: {} },
  moodle: {
    type: (extension) => MOODLE_TYPES[extension] ?? "document/unknown",
    headers: { "X-Content-Type-Options": "nosniff" },
  },
};
/** The host of tests that name none: open to all origins, and nothing is kept. `JIKENBO_HOST` names one of the three. */
const USUAL = { type: HOSTS.pages.type, headers: { "Access-Control-Allow-Origin": "*" } };

/**
 * Why what needs an opaque frame is passed over on the host under test, or false: its origin is nobody's, so nothing loads
 * there from a host that does not open its files to every origin. Such hosts take the one-file edition.
 */
export const closedToOpaqueFrames =
  process.env.JIKENBO_HOST && !HOSTS[process.env.JIKENBO_HOST].headers["Access-Control-Allow-Origin"]
    ? "an opaque frame loads nothing from this host"
    : false;

/**
 * Serves the folder `root` below `base` ("/", "/repo/", …) on a free port of localhost, as the host of that name would.
 * `answer(path, response)` may take over a request (path without the base); it returns true when it has answered.
 * Returns the address of the base and what stops the server.
 */
export async function listen({ root, base = "/", types = {}, answer = () => false, host }) {
  const { type, headers, compresses = () => false, missing } = host ? HOSTS[host] : USUAL;
  const compressed = new Map();
  // A link of 10,000 characters must reach the page; Node's own limit is less.
  const server = createServer({ maxHeaderSize: 1 << 18 }, (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (!path.startsWith(base)) return void response.writeHead(404).end("outside the base");
    const inside = path.slice(base.length);
    if (answer(inside, response)) return;
    let file = join(root, normalize(`${sep}${inside}`));
    let status = 200;
    if (existsSync(file) && statSync(file).isDirectory()) {
      if (host && !path.endsWith("/")) return void response.writeHead(301, { Location: `${path}/` }).end();
      file = join(file, "index.html");
    }
    if (!existsSync(file)) {
      if (!missing) return void response.writeHead(404).end("not found");
      [file, status] = [join(root, missing), 404];
    }
    const extension = extname(file);
    const content = { "Content-Type": types[extension] ?? type(extension) };
    let bytes = readFileSync(file);
    if (compresses(extension) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      bytes = compressed.get(file) ?? compressed.set(file, gzipSync(bytes)).get(file);
      Object.assign(content, { "Content-Encoding": "gzip", Vary: "Accept-Encoding" });
    }
    response.writeHead(status, { ...content, "Content-Length": bytes.length }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { address: `http://127.0.0.1:${server.address().port}${base}`, stop };
}
