// The site in a frame of another origin: it says how high it is, and the two files it publishes listen to that.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { settled } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { dist, launch, newPage, serve } from "./support/site.mjs";

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ base: "/casebook/" })]);
});

/** A page of another origin with this in its body, and the frame in it once the app runs. */
async function host(body) {
  const listen = () => {
    globalThis.heard = [];
    addEventListener("message", ({ data }) => globalThis.heard.push(data));
  };
  const shown = await portal(browser, body, { before: (page) => page.addInitScript(listen) });
  await settled(shown.frame);
  return shown;
}

const height = (element) => element.evaluate((frame) => frame.clientHeight);
const content = (frame) => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

/** Waits until the frame is as high as what is in it. */
async function fits(element, frame) {
  for (let n = 0; n < 60; n += 1) {
    const [of_frame, of_content] = [await height(element), await content(frame)];
    if (Math.abs(of_frame - of_content) <= 2) return of_frame;
    await new Promise((done) => setTimeout(done, 100));
  }
  return assert.fail(`the frame is ${await height(element)} px high, its content ${await content(frame)} px`);
}

test("tp_8_height.js_gives_a_frame_the_height_of_its_content_growing_and_shrinking", async () => {
  const size = readFileSync(join(dist, "height.js")).length;
  assert.ok(size <= 1024, `${size} bytes`);
  const frame_of = (query) => `<iframe src="${site}?${query}" title="cases" width="100%" height="150"></iframe>`;
  const { page, frame, element } = await host(
    `${frame_of("view=about&lang=en")}<iframe title="other" srcdoc="<p>x" height="77"></iframe><script src="${site}height.js"></script>`,
  );
  const long = await fits(element, frame);
  assert.ok(long > 1500, `only ${long} px`);
  await frame.evaluate(() => document.querySelectorAll("#app section").forEach((part) => part.remove()));
  const short = await fits(element, frame);
  assert.ok(short < long / 2, `${long} px became ${short} px`);
  assert.equal(await height(await page.$("iframe[title=other]")), 77, "another frame keeps its height");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("tp_8_the_custom_element_wraps_the_frame_and_passes_no_launch_parameter_on", async () => {
  const { page, frame, element } = await host(
    `<script type="module" src="${site}embed.js"></script>
     <jikenbo-view query="case=2023-344&fetch=SECRET&actor=SECRET" ui="none" lang="en" theme="dark"></jikenbo-view>`,
  );
  await fits(element, frame);
  const address = new URL(frame.url());
  assert.equal(address.searchParams.get("case"), "2023-344");
  assert.equal(address.searchParams.get("ui"), "none");
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  assert.ok(!address.href.includes("SECRET"));
  await page.locator("jikenbo-view").evaluate((view) => view.setAttribute("lang", "ja"));
  await frame.waitForURL((url) => url.searchParams.get("lang") === "ja");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("tp_8_h5p_s_resizer_is_answered", async () => {
  const { page, frame } = await host(`<iframe src="${site}?case=2023-344&lang=en" title="case" width="100%" height="300"></iframe>`);
  const heard = () => page.evaluate(() => globalThis.heard.filter((m) => m?.context === "h5p").map((m) => m.action));
  assert.deepEqual(await heard(), ["hello"]);
  const say = (action) =>
    page.evaluate((action) => frames[0].postMessage({ context: "h5p", action }, "*"), action);
  await say("hello");
  await page.waitForFunction(() => globalThis.heard.some((m) => m?.action === "prepareResize"));
  await say("resizePrepared");
  await page.waitForFunction(() => globalThis.heard.some((m) => m?.action === "resize"));
  const resize = await page.evaluate(() => globalThis.heard.find((m) => m?.action === "resize"));
  assert.equal(resize.scrollHeight, await content(frame));
  await page.context().close();
});

test("tp_2_a_sandboxed_frame_says_its_height_too", async () => {
  const { page, frame, element } = await host(
    `<iframe src="${site}?case=2023-344&lang=en" sandbox="allow-scripts" title="case" width="100%" height="300"></iframe><script src="${site}height.js"></script>`,
  );
  await fits(element, frame);
  assert.deepEqual(page.faults.filter((fault) => fault.startsWith("uncaught")), []);
  await page.context().close();
});

test("tp_6_with_scripts_off_a_frame_shows_title_count_rows_and_a_way_on", async () => {
  const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 900, height: 700 } });
  const address = await serve({
    answer: (path, response) =>
      path === "" &&
      !!response
        .writeHead(200, { "Content-Type": "text/html" })
        .end(`<!doctype html><title>portal</title><iframe sandbox="" src="${site}ja/label/unauthorized_access/" title="cases" width="800" height="600"></iframe>`),
  });
  await page.goto(address);
  const frame = page.frameLocator("iframe");
  assert.match(await frame.locator("h1").innerText(), /不正アクセス/);
  const count = Number((await frame.locator("p.note").first().innerText()).match(/(\d+)件/)?.[1]);
  const rows = await frame.locator("table.rows tr.row").count();
  assert.ok(rows >= 20 && rows === count, `${rows} rows of ${count}`);
  for (const part of await frame.locator("table.rows tr.row").first().locator("td, th").all()) assert.ok(await part.isVisible());
  assert.equal(await frame.locator("main noscript").count(), 1);
  assert.ok(await frame.locator('p.note a[href*="label=unauthorized_access"]').isVisible(), "a way into the app");
  await page.context().close();
});
