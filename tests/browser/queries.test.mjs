// One query, two doors: `jikenbo query` and the browser show the same ids in the same order, and drop the same parts.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { promisify } from "node:util";
import { full, ids, matching, open, quiet } from "./support/app.mjs";
import { asTable, bin, tallPage } from "./support/doors.mjs";
import { faults } from "./support/site.mjs";

const lines = (await readFile("tests/queries.txt", "utf8")).split("\n");
const queries = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));

const REST = "q pick hide sort view cols case chart vs off lang theme ui names pin".split(" ");

/** What the command line answers. */
async function asked(query) {
  const { stdout } = await promisify(execFile)(bin, ["query", query, "--format", "json"], { maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}

/** Without facets and charts, of which the answer does not know and which take most of the time. */
const asList = (query) => asTable(query, "ui=chips");

let page;
let address;
before(async () => ({ page, address } = await tallPage()));

/** Every tenth query comes in as a link that is opened, the others by the door of Back and Forward: no load in between. */
async function show(query, at) {
  const link = `${address}?${query}`;
  if (at % 10 === 0) return open(page, link);
  await page.evaluate((link) => {
    history.pushState(null, "", link);
    dispatchEvent(new PopStateEvent("popstate"));
  }, link);
  await quiet(page);
}

test("the list of queries names every key of a link", async () => {
  const keys = new Set(queries.flatMap((query) => query.replace(/^\?/, "").split("&").map((part) => part.split("=")[0])));
  const { facets } = await asked("");
  const missing = [...Object.keys(facets), ...REST].filter((key) => !keys.has(key));
  assert.deepEqual(missing, []);
  assert.ok(queries.length >= 110, `${queries.length} queries, of which the short run takes a quarter`);
  assert.equal(new Set(queries).size, queries.length, "each once");
});

// The short run takes every fourth query; the random ones (random.test.mjs) are always run.
const all = ["", ...queries].filter((_, at) => full || at % 4 === 0);
/** Answers of the command line; the next one is asked for while the browser is busy with this one. */
const answers = new Map();
const ahead = (at) => {
  if (at < all.length && !answers.has(at)) answers.set(at, asked(all[at]));
  return answers.get(at);
};

for (const [at, query] of all.entries()) {
  test(`?${query.replace(/^\?/, "")}`, async () => {
    const wanted = await ahead(at);
    ahead(at + 1);
    await show(asList(query), at);
    // The rest of a long list is drawn in the next frame.
    await page.waitForFunction(() => !document.querySelector("#results-table [data-empty]"));
    assert.equal(await matching(page), wanted.matching);
    assert.deepEqual(await ids(page), wanted.ids);
    // What stood in a part that was taken away here is not said here.
    const dropped = wanted.diagnostics.map((d) => d.part).filter((part) => !/^(view|case)=/.test(part));
    // A part of the link is said above the page, a part of the search text below the heading.
    const notices = await page.locator(".notices .notice li").allInnerTexts();
    const unused = await page.locator("main .aside-line", { hasText: /使えなかった部分|Not used of the search/ }).allInnerTexts();
    const said = [...notices, ...unused];
    const saying = (part) => notices.some((words) => words.startsWith(part)) || unused.some((words) => words.includes(part));
    assert.deepEqual(dropped.filter((part) => !saying(part)), [], `not said; said: ${said.join(" | ")}`);
    assert.equal(notices.length + unused.length > 0, dropped.length > 0, `said without need: ${said.join(" | ")}`);
    assert.deepEqual((await faults(page)).splice(0), []);
  });
}

test("a window that scrolls shows every row once and in order", async () => {
  const wanted = await asked("sort=id");
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page, `${address}?sort=id&view=table`);
  assert.ok((await ids(page)).length < wanted.ids.length, "only what is near the window is drawn");
  const seen = [];
  for (let end = false; !end; ) {
    for (const id of await ids(page)) if (!seen.includes(id)) seen.push(id);
    end = await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(50);
    await quiet(page);
  }
  assert.deepEqual(seen, wanted.ids);
});
