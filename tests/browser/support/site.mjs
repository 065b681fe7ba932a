// What the browser tests share: a static server as simple or as broken as a test wants it, and a browser page that
// records everything a good page does not do.
import { after } from "node:test";
import { chromium } from "playwright-core";
import { HOSTS, listen } from "./hosts.mjs";

export { HOSTS };
/** The finished site under test; `cargo xtask test` names it. */
export const dist = process.env.JIKENBO_DIST ?? "dist";

// Stopped when the file's tests are through; an `after` inside a test or hook would run at its end.
const running = [];
after(() => Promise.all(running.map((stop) => stop())));

/**
 * Serves `dist` below `base` ("/", "/repo/", …) on a free port of localhost, as GitHub Pages would.
 * `answer(path, response)` may take over a request (path without the base); it returns true when it has answered.
 * `host` is one of `HOSTS`. `root` is another folder than `dist`.
 * Returns the address of the base; the server stops with the test file.
 */
export async function serve({ host = process.env.JIKENBO_HOST, root = dist, ...how } = {}) {
  const { address, stop } = await listen({ host, root, ...how });
  running.push(stop);
  return address;
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
