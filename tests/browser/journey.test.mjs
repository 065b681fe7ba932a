// A reader's way through the app: search, tick, exclude, click a bar, open a case, come back, share. The same screen each
// time: with a mouse, with a finger on a phone, and inside another site's frame.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { facet, ids, matching, open, quiet, screen, settled } from "./support/app.mjs";
import { closedToOpaqueFrames } from "./support/hosts.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

const DESK = { locale: "ja-JP", viewport: { width: 1440, height: 900 } };
const PHONE = { locale: "ja-JP", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

let browser;
let address;
before(async () => {
  browser = await launch();
  address = await serve({ base: "/repo/" });
});

/** Presses: a mouse click, or a tap where there is a finger. */
const press = (locator, finger) => (finger ? locator.tap() : locator.click());

/** Types a search letter by letter, as a person does, and waits for the answer. */
async function search(page, text) {
  await page.locator("#q").click();
  await page.locator("#q").pressSequentially(text, { delay: 20 });
  await page.locator("#q").press("Enter");
  await page.locator(".chips .chip", { hasText: text }).waitFor();
}

/** Ticks a facet's value by its name. */
async function tick(frame, key, name, finger) {
  const line = facet(frame, key).locator("li.line", { hasText: name }).first();
  await press(line.locator("a.pick"), finger);
  await facet(frame, key).locator("li.line.on", { hasText: name }).waitFor();
}

/** Excludes a facet's value by its name; with a mouse its button comes up under the pointer. */
async function exclude(frame, key, name, finger) {
  const line = facet(frame, key).locator("li.line", { hasText: name }).first();
  if (!finger) await line.hover();
  await press(line.locator("a.exclude"), finger);
  await facet(frame, key).locator("li.line.not", { hasText: name }).waitFor();
}

/** The name of the first value of a facet that leaves some cases and takes some away, and is not marked yet. */
async function telling(frame, key) {
  const all = await matching(frame);
  const lines = await facet(frame, key)
    .locator("li.line:not(.on):not(.not)")
    .evaluateAll((lines) =>
      lines.map((line) => ({
        name: line.querySelector(".name").textContent,
        n: Number(line.querySelector(".n b").textContent.replaceAll(",", "")),
      })),
    );
  const found = lines.find(({ n }) => n > 2 && n < all - 2);
  assert.ok(found, `no telling value in ${key}: ${JSON.stringify(lines)}`);
  return found.name;
}

/** Presses a large bar of the first chart with the real mouse or a finger and returns when the result has changed. */
async function clickBar(page, frame, finger) {
  const canvas = frame.locator(".chart-canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  await frame.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
  await quiet(frame);
  // ECharts animates: wait until the marks stand still.
  await page.waitForTimeout(1200);
  const before = await frame.locator(".chips .chip").allInnerTexts();
  const box = await canvas.boundingBox();
  const spots = await canvas.evaluate((host) => {
    const frame = host.getBoundingClientRect();
    const bars = [...host.querySelectorAll("svg path")].filter((path) => {
      const fill = path.getAttribute("fill");
      return fill && fill !== "none" && fill !== "transparent";
    });
    const sized = bars.map((bar) => bar.getBoundingClientRect()).filter((r) => r.width > 2 && r.height > 2);
    const small = sized.filter((r) => r.width < frame.width * 0.95 && r.height < frame.height * 0.95);
    small.sort((a, b) => b.width * b.height - a.width * a.height);
    return small.slice(0, 4).map((r) => [r.x + r.width / 2 - frame.x, r.y + r.height / 2 - frame.y]);
  });
  assert.ok(spots.length > 0, "the chart has bars");
  for (const [x, y] of spots) {
    await (finger ? page.touchscreen.tap(box.x + x, box.y + y) : page.mouse.click(box.x + x, box.y + y));
    await quiet(frame);
    const now = await frame.locator(".chips .chip").allInnerTexts();
    if (String(now) !== String(before)) return now;
  }
  assert.fail(`no bar answers a click at ${JSON.stringify(spots)}`);
}

test("with a mouse: filter, chart, case, Back, reload, link", async () => {
  const page = await newPage(browser, DESK);
  await open(page, address);
  const all = await matching(page);

  await search(page, "メール");
  const found = await matching(page);
  assert.ok(found > 0 && found < all);

  await tick(page, "org_kind", await telling(page, "org_kind"));
  await tick(page, "org_kind", await telling(page, "org_kind").catch(() => "会社"));
  await exclude(page, "leak", await telling(page, "leak"));
  const filtered = await screen(page);
  assert.equal(filtered.chips.length, 3, filtered.chips.join("\n"));
  assert.equal(filtered.marked.length, 3);
  const n = await matching(page);
  assert.ok(n > 2 && n < found, `${n} of ${found}`);

  await clickBar(page, page);
  const barred = await screen(page);
  const m = await matching(page);
  assert.ok(m > 0 && m <= n, `${m} of ${n} after the bar`);

  // Back undoes the bar, Forward takes it again.
  await page.goBack();
  assert.deepEqual(await screen(page), filtered);
  await page.goForward();
  assert.deepEqual(await screen(page), barred);
  await page.goBack();

  const [, , third] = await ids(page);
  const before = page.url();
  await page.locator("#results-cards .card h3 a").nth(2).click();
  await page.locator("main.record h1").waitFor();
  const opened = await screen(page);
  assert.match(opened.title, new RegExp(third));
  assert.equal(new URL(page.url()).searchParams.get("case"), third);
  assert.match(await page.locator(".neighbours b").innerText(), new RegExp(`${n}件中 3`));

  const caseLink = page.url();
  await page.reload();
  await settled(page);
  assert.deepEqual(await screen(page), opened);

  await page.goBack();
  await page.locator("#results-cards .card").first().waitFor();
  assert.equal(page.url(), before);
  assert.deepEqual(await screen(page), filtered);

  await page.reload();
  await settled(page);
  assert.deepEqual(await screen(page), filtered);
  assert.equal(page.url(), before);
  assert.deepEqual(await faults(page), []);
  await page.context().close();

  // A link says everything: a profile that has never been here sees the same.
  const other = await newPage(browser, DESK);
  await open(other, before);
  assert.deepEqual(await screen(other), filtered);
  await open(other, caseLink);
  assert.deepEqual(await screen(other), opened);
  assert.deepEqual(await faults(other), []);
  await other.context().close();
});

test("a mouse let go on a filter makes the browser look for a selection only where there is one", async () => {
  const page = await newPage(browser, DESK);
  await open(page, address);
  await page.evaluate(() => addEventListener("mouseup", (event) => (globalThis.left = event.defaultPrevented)));
  const pick = page.locator("#filters .pick").first();
  const press = async () => {
    await pick.click();
    await settled(page);
    return page.evaluate(() => globalThis.left);
  };
  assert.equal(await press(), true, "nothing is selected, and there is nothing to end");
  await page.evaluate(() => {
    // Pressing on what a reader has selected leaves it selected until the mouse is let go.
    document.querySelector("#filters .pick").addEventListener("mousedown", () => getSelection().selectAllChildren(document.querySelector("h1")));
  });
  assert.equal(await press(), false, "the browser ends the selection as it always does");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("with a finger on a phone: filters in the sheet, a bar, case, Back, link", async () => {
  const page = await newPage(browser, PHONE);
  await open(page, address);
  await search(page, "不正");
  const found = await matching(page);

  const sheet = page.locator("#filters");
  assert.equal(await sheet.isVisible(), false, "the filters are put away");
  await page.locator(".sheet-bar button").tap();
  await sheet.waitFor();
  const [kind, leak] = [await telling(page, "org_kind"), await telling(page, "leak")];
  await tick(page, "org_kind", kind, true);
  await tick(page, "leak", leak, true);
  await exclude(page, "label", await telling(page, "label").catch(() => "ランサムウェア"), true);
  const foot = page.locator(".sheet-foot button");
  await quiet(page);
  const n = await matching(page);
  assert.match(await foot.innerText(), new RegExp(`^${n}件`));
  await foot.tap();
  await sheet.waitFor({ state: "hidden" });
  const filtered = await screen(page);
  assert.equal(filtered.chips.length, 4, filtered.chips.join("\n"));
  assert.ok(n > 0 && n < found, `${n} of ${found}`);

  // The charts have a page of their own on a phone; a bar narrows the result there, and Back undoes it.
  await page.locator(".places a", { hasText: "グラフ" }).tap();
  await page.locator(".chart-page").waitFor();
  const charts = await page.locator(".chips .chip").allInnerTexts();
  assert.equal(charts.length, filtered.chips.length);
  const barred = await clickBar(page, page, true);
  assert.notDeepEqual(barred, charts);
  await page.goBack();
  await page.waitForFunction((n) => document.querySelectorAll(".chips .chip").length === n, charts.length);
  await page.goBack();
  await page.locator("#results-cards .card").first().waitFor();
  assert.deepEqual(await screen(page), filtered);

  const link = page.url();
  const last = Math.min(2, filtered.ids.length - 1);
  await page.locator("#results-cards .card h3 a").nth(last).tap();
  await page.locator("main.record h1").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("case"), filtered.ids[last]);
  await page.goBack();
  await page.locator("#results-cards .card").first().waitFor();
  assert.deepEqual(await screen(page), filtered);
  await page.reload();
  await settled(page);
  assert.deepEqual(await screen(page), filtered);
  assert.deepEqual(await faults(page), []);
  await page.context().close();

  const other = await newPage(browser, PHONE);
  await open(other, link);
  assert.deepEqual(await screen(other), filtered);
  await other.context().close();
});

test("inside another site's sandboxed frame everything but the address bar works", { skip: closedToOpaqueFrames }, async () => {
  const host = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(`<iframe sandbox="allow-scripts" src="${address}" width="1400" height="860"></iframe>`);
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  after(() => host.close());
  const page = await newPage(browser, DESK);
  const outside = `http://127.0.0.1:${host.address().port}/`;
  await page.goto(outside);
  const frame = page.frames().at(-1);
  await settled(frame);
  const all = await matching(frame);

  await search(frame, "メール");
  await tick(frame, "org_kind", await telling(frame, "org_kind"));
  await exclude(frame, "leak", await telling(frame, "leak"));
  const filtered = await screen(frame);
  assert.equal(filtered.chips.length, 3);
  assert.ok((await matching(frame)) < all);

  await clickBar(page, frame);
  assert.ok((await screen(frame)).chips.length >= 3);
  await frame.locator(".chips .chip").last().locator("a.act").last().click();
  await quiet(frame);

  const [first] = await ids(frame);
  await frame.locator("#results-cards .card h3 a").first().click();
  await frame.locator("main.record h1").waitFor();
  await quiet(frame);
  assert.ok((await frame.title()).includes(first));
  await frame.locator("a.back").click();
  await frame.locator("#results-cards .card").first().waitFor();
  assert.equal((await ids(frame))[0], first);
  assert.equal(page.url(), outside);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});
