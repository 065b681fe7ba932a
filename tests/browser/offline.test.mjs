// After the first visit the site works without a network; a new version is offered, not forced; a frame keeps nothing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { facet, ids, matching, open, settled } from "./support/app.mjs";
import { dist, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

/** Waits until the worker of this page is active. */
const active = (page) =>
  page.evaluate(async () => {
    for (let n = 0; n < 150; n += 1) {
      const registration = await navigator.serviceWorker.getRegistration();
      if (registration?.active?.state === "activated") return registration.scope;
      await new Promise((done) => setTimeout(done, 100));
    }
    return undefined;
  });

test("gp_11_after_the_first_visit_search_filter_and_a_case_work_without_a_network", async () => {
  let down = false;
  const answer = (path, response) => {
    if (down) response.destroy();
    return down;
  };
  const address = await serve({ base: "/repo/", answer });
  const page = await newPage(browser, { locale: "ja-JP", serviceWorkers: "allow" });
  await open(page, address);
  assert.equal(await active(page), address, "its scope is the base");

  down = true;
  await open(page, `${address}?label=support_scam`);
  const n = await matching(page);
  assert.ok(n > 3, `${n} cases`);
  const [first] = await ids(page);
  await page.locator("#results-cards .card h3 a").first().click();
  await page.locator("main.record h1").waitFor();
  assert.ok(page.url().includes(`case=${first}`));
  await open(page, address);
  await facet(page, "label").waitFor();
  assert.ok((await matching(page)) > 100);
  // A page of its own that was never visited: the app shows the case.
  await page.goto(`${address}en/i/${first}/?theme=dark`);
  await settled(page);
  await page.locator("main.record h1").waitFor();
  const now = new URL(page.url());
  assert.deepEqual([now.searchParams.get("case"), now.searchParams.get("lang"), now.searchParams.get("theme")], [first, "en", "dark"]);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("gp_11_a_new_version_is_offered_and_taken_when_the_reader_agrees", async () => {
  const offline = readFileSync(join(dist, "offline.js"), "utf8");
  let changed = false;
  const answer = (path, response) => {
    if (!changed || path !== "offline.js") return false;
    response.writeHead(200, { "Content-Type": "text/javascript" }).end(offline.replace(/version: "\w+"/, 'version: "newer"'));
    return true;
  };
  const address = await serve({ answer });
  const page = await newPage(browser, { locale: "ja-JP", serviceWorkers: "allow" });
  await open(page, address);
  await active(page);
  assert.equal(await page.locator("#new-version").count(), 0, "the first version is no news");
  changed = true;
  await page.reload();
  await settled(page);
  const box = page.locator("#new-version");
  await box.waitFor({ timeout: 30_000 });
  assert.match(await box.innerText(), /新しい版/);
  const loaded = page.waitForEvent("load");
  await box.locator("button").first().click();
  await loaded;
  await settled(page);
  const caches_of = () => page.evaluate(() => caches.keys());
  assert.deepEqual(await caches_of(), [`jikenbo ${address} newer`], "the old one is gone");
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

test("gp_11_a_frame_registers_no_worker", async () => {
  const site = await serve({ base: "/casebook/" });
  const page = await newPage(browser, { serviceWorkers: "allow" });
  await page.goto(`${site}height.js`);
  await page.setContent(`<iframe src="${site}" title="x" width="600" height="400"></iframe>`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await settled(frame);
  await frame.evaluate(() => new Promise((done) => setTimeout(done, 5000)));
  assert.equal(await frame.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await page.context().close();
});
