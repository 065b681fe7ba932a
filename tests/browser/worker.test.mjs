// The texts of a large casebook are folded in a worker (public/fold.js, src/explore/documents.rs): wherever there can be
// one, and with the same answers where there cannot.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { facet, full, ids, matching, open, settled } from "./support/app.mjs";
import { asked, bin } from "./support/doors.mjs";
import { closedToOpaqueFrames } from "./support/hosts.mjs";
import { portal } from "./support/portal.mjs";
import { dist, faults, launch, newPage, serve } from "./support/site.mjs";

const run = promisify(execFile);
const QUERIES = ["q=漏えい", "q=ransomware"];
/** With so many copies of the project's casebook list and texts are large together; with 14 the list is by itself. */
const [COPIES, WORKERS] = full ? [14, 2] : [3, 1];
const folder = mkdtempSync(join(tmpdir(), "jikenbo-worker-"));
after(() => rmSync(folder, { recursive: true, force: true }));

let browser;
let site;
/** The site's own casebook. */
let own;
/** What the command line answers, by query. */
const wanted = new Map();

/** The casebook of the project so many times over, under ids of their own. */
function enlarge(data, times) {
  cpSync("data", data, { recursive: true });
  for (const year of readdirSync(join(data, "cases"))) {
    for (const name of readdirSync(join("data/cases", year)).filter((name) => /\d\.toml$/.test(name))) {
      const text = readFileSync(join("data/cases", year, name), "utf8");
      for (let copy = 1; copy < times; copy++) {
        const fresh = (id) => id.replace(/(\d+)$/, `${copy}$1`);
        const numbered = text.replace(/^case_no = "([^"]+)"/m, (_, id) => `case_no = "${fresh(id)}"`);
        writeFileSync(join(data, "cases", year, `${fresh(name.replace(/\.toml$/, ""))}.toml`), numbered);
      }
    }
  }
}

before(async () => {
  const [data, packed] = [join(folder, "data"), join(folder, "packed")];
  enlarge(data, COPIES);
  const pack = run(bin, ["pack", "--data", data, "--out", packed]);
  let answers;
  [browser, own, answers] = await Promise.all([launch(), serve({ host: "pages" }), asked(QUERIES, "--data", data), pack]);
  answers.forEach((answer, at) => wanted.set(QUERIES[at], answer));
  site = (policy = (text) => text) =>
    serve({
      host: "pages",
      answer: (path, response) => {
        if (path === "") return !!response.writeHead(200, { "Content-Type": "text/html" }).end(policy(readFileSync(join(dist, "index.html"), "utf8")));
        const part = path.match(/^data\/(casebook(?:-\w+-[0-9a-f]+\.jkb|\.json))$/)?.[1];
        if (!part) return false;
        const found = readdirSync(packed).includes(part);
        return !!(found ? response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(readFileSync(join(packed, part))) : response.writeHead(404).end());
      },
    });
});

/** Counts the workers of a page that have begun. */
function counted(page) {
  page.workersSeen = 0;
  page.on("worker", () => page.workersSeen++);
  return page;
}

/** Waits until so many workers have begun and ended. */
async function folded(page, workers) {
  const over = () => page.workersSeen >= workers && page.workers().length === 0;
  for (let tries = 0; !over() && tries < 200; tries++) await page.waitForTimeout(50);
  assert.equal(page.workersSeen, workers, "one each for what is large");
  assert.equal(page.workers().length, 0, "none is kept");
}

/** What the frame shows of a search, beside what the command line says. */
async function agrees(frame, query) {
  const { matching: number, ids: all, facets } = wanted.get(query);
  // The texts of a large casebook are long in coming: before, less is found.
  const there = ([number]) => document.querySelector("h1.say em")?.innerText.replaceAll(",", "").match(/\d+/g)?.includes(String(number));
  await frame.waitForFunction(there, [number], { timeout: 20_000 });
  assert.equal(await matching(frame), number);
  const shown = (await ids(frame)).slice(0, 5);
  assert.ok(shown.length > 0);
  assert.deepEqual(shown, all.slice(0, shown.length));
  // Each line as [value, matching]: the link asks for the value, the words say "matching / of all".
  const lines = await facet(frame, "label").locator(".line").evaluateAll((lines) =>
    lines.map((line) => [
      new URL(line.querySelector("a.pick").href).searchParams.get("label"),
      Number(line.innerText.replaceAll(",", "").match(/(\d+) \/ \d+/)[1]),
    ]),
  );
  assert.ok(lines.length > 2);
  const counts = new Map(facets.label.map(({ value, count }) => [value, count]));
  assert.deepEqual(lines, lines.map(([value]) => [value, counts.get(value) ?? 0]));
}

test("a large casebook is folded in a worker, and both programs answer like the command line", async () => {
  const page = counted(await newPage(browser, { locale: "ja-JP" }));
  const address = await site();
  await open(page, `${address}?${QUERIES[0]}`);
  await folded(page, WORKERS);
  await agrees(page, QUERIES[0]);
  // The second program counts for itself what the charts show.
  await page.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
  await page.evaluate((link) => {
    history.pushState(null, "", link);
    dispatchEvent(new PopStateEvent("popstate"));
  }, `${address}?${QUERIES[1]}`);
  await agrees(page, QUERIES[1]);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("without a worker the page folds by itself, with the same answers", async () => {
  const page = counted(await newPage(browser, { locale: "ja-JP" }));
  await page.addInitScript(() => delete globalThis.Worker);
  await open(page, `${await site()}?${QUERIES[0]}`);
  await agrees(page, QUERIES[0]);
  assert.equal(page.workersSeen, 0);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("where the policy denies workers, or one fails, the page folds by itself", async () => {
  const page = counted(await newPage(browser, { locale: "ja-JP" }));
  const denied = await site((text) => text.replace("worker-src 'self' blob:", "worker-src 'none'"));
  await open(page, `${denied}?${QUERIES[0]}`);
  await agrees(page, QUERIES[0]);
  assert.equal(page.workersSeen, 0);
  const kinds = new Set((await faults(page)).splice(0).map((fault) => fault.split(" ")[0]));
  assert.deepEqual([...kinds], ["worker-src"], "denied, and nothing else went wrong");

  // One whose program fails.
  await page.addInitScript(() => {
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message) {
      post.call(this, { ...message, glue: "about:blank" });
    };
  });
  await open(page, `${await site()}?${QUERIES[1]}`);
  await agrees(page, QUERIES[1]);
  assert.ok(page.workersSeen > 0);
  assert.deepEqual((await faults(page)).filter((fault) => fault.startsWith("uncaught")), []);
  await page.context().close();
});

test("in a frame whose origin is nobody's it is the same", { skip: closedToOpaqueFrames }, async () => {
  const frameOf = `<iframe src="${await site()}?${QUERIES[1]}&lang=ja" sandbox="allow-scripts" title="事件簿" width="1200" height="700"></iframe>`;
  const { page, frame } = await portal(browser, frameOf, { viewport: { width: 1280, height: 800 }, before: counted });
  await settled(frame);
  await folded(page, WORKERS);
  await agrees(frame, QUERIES[1]);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("our own casebook is small: no worker, and nothing more is loaded", async () => {
  const page = counted(await newPage(browser, { locale: "ja-JP" }));
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await open(page, own);
  assert.equal(page.workersSeen, 0);
  assert.deepEqual(asked.filter((path) => /fold|frame/.test(path)), []);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});
