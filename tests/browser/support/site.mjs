// What the browser tests share: a static server as simple or as broken as a test wants it, and a browser page that
// records everything a good page does not do.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { after } from "node:test";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";

/** The finished site under test; `cargo xtask test` names it. */
export const dist = process.env.JIKENBO_DIST ?? "dist";

// Stopped when the file's tests are through; an `after` inside a test or hook would run at its end.
const running = [];
after(() => Promise.all(running.map((stop) => stop())));

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
 * Serves `dist` below `base` ("/", "/repo/", …) on a free port of localhost, as GitHub Pages would.
 * `answer(path, response)` may take over a request (path without the base); it returns true when it has answered.
 * `host` is one of `HOSTS`. `root` is another folder than `dist`.
 * Returns the address of the base; the server stops with the test file.
 */
export async function serve({ base = "/", types = {}, answer = () => false, host = process.env.JIKENBO_HOST, root = dist } = {}) {
  const { type, headers, compresses = () => false, missing } = host ? HOSTS[host] : USUAL;
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
      bytes = gzipSync(bytes);
      Object.assign(content, { "Content-Encoding": "gzip", Vary: "Accept-Encoding" });
    }
    response.writeHead(status, { ...content, "Content-Length": bytes.length }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  running.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}${base}`;
}

/** A headless browser that calls nobody. It stops with the test file. */
export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  running.push(() => browser.close());
  return browser;
}

/** A new page in a profile of its own, watched from its first moment; `faults` tells what was seen. */
export async function newPage(browser, options = {}) {
  // What one visit keeps must not help the next one, but in the tests of just that.
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  const page = await context.newPage();
  page.faults = [];
  await context.exposeFunction("__fault", (text) => page.faults.push(text));
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.__fault(`${event.violatedDirective} blocked ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("pageerror", (error) => page.faults.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.hostname !== "127.0.0.1") page.faults.push(`foreign: ${url}`);
  });
  return page;
}

/**
 * What the page did wrong since it was opened, in all its frames: policy violations, uncaught errors, requests to other
 * hosts. The same array each time.
 */
export async function faults(page) {
  // A violation is told by an event of its own, later than what caused it.
  await Promise.all(page.frames().map((frame) => frame.evaluate(() => new Promise((done) => setTimeout(done, 50)))));
  return page.faults;
}

/** Waits until the boot loader has come to an end and returns `ready` or `failed`. */
export async function booted(frame) {
  const state = () => {
    const { boot } = document.documentElement.dataset;
    return boot && boot !== "loading" && boot;
  };
  return (await frame.waitForFunction(state, undefined, { timeout: 30_000 })).jsonValue();
}
