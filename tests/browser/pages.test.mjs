// What GitHub Pages asks of a site (design/product.md, section 4), as far as no other file has its test.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { ids, matching, open, settled } from "./support/app.mjs";
import { dist, faults, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

test("gp_2_a_curated_view_answers_200_boots_the_app_with_its_query_and_keeps_what_is_asked", async () => {
  const address = await serve({ base: "/repo/", host: "pages" });
  const page = await newPage(browser, { locale: "en-GB", viewport: { width: 1440, height: 900 } });
  const slugs = readdirSync(join(dist, "v"));
  assert.ok(slugs.length >= 4);
  const [slug] = slugs.filter((name) => name === "support-scams-in-town-halls");
  for (const [path, lang] of [[`v/${slug}/`, "en"], [`ja/v/${slug}/`, "ja"], [`en/v/${slug}/?view=table`, "en"], [`v/${slug}/?lang=ja`, "ja"]]) {
    const answer = await page.goto(address + path);
    assert.equal(answer.status(), 200);
    await settled(page);
    assert.equal(await page.locator("html").getAttribute("lang"), lang, path);
    assert.equal(await page.locator(".chips .chip").count(), 2, path);
    const there = await ids(page);
    assert.equal(there.length, await matching(page), path);
    assert.equal(page.url(), address + path, "its address stays");
  }
  assert.deepEqual(await faults(page), []);
  await page.context().close();

  const plain = await newPage(browser, { javaScriptEnabled: false });
  await plain.goto(`${address}v/${slug}/`);
  assert.equal(await plain.locator("h1").count(), 1);
  assert.ok((await plain.locator("div[lang=ja] tr.row").count()) > 2);
  assert.equal(await plain.locator("div[lang=ja] tr.row").count(), await plain.locator("div[lang=en] tr.row").count());
  await plain.context().close();
});

test("gp_4_an_old_page_with_newer_data_works_and_says_when_it_cannot_read_it", async () => {
  const casebook = JSON.parse(readFileSync(join(dist, "data", "casebook.json"), "utf8"));
  let given;
  const address = await serve({
    answer: (path, response) =>
      path === "data/casebook.json" && !!given && !!response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(given)),
  });
  const page = await newPage(browser, { locale: "ja-JP" });
  // Fields that a later edition adds do not matter.
  given = { ...casebook, version: "2099.01", something: { new: true } };
  await open(page, address);
  assert.ok((await matching(page)) > 100);
  given = { ...casebook, format: casebook.format + 1 };
  await page.goto(address);
  const failure = page.locator(".failure");
  await failure.waitFor();
  const words = await failure.innerText();
  assert.match(words, new RegExp(`format ${casebook.format + 1}`), words);
  assert.ok(await failure.locator("a[href$='ja/']").isVisible(), "the cases can be read meanwhile");
  given = undefined;
  await failure.locator("button").first().click();
  await page.locator("#results-cards .card").first().waitFor();
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("gp_6_a_host_that_answers_too_many_requests_gets_another_try", async () => {
  let busy = true;
  const address = await serve({
    answer: (path, response) => path.includes("casebook-list") && busy && !!response.writeHead(429).end(),
  });
  const page = await newPage(browser, { locale: "ja-JP" });
  await page.goto(address);
  await page.locator(".failure", { hasText: "429" }).waitFor();
  busy = false;
  await page.locator(".failure button").first().click();
  await page.locator("#results-cards .card").first().waitFor();
  await page.context().close();
});

test("gp_7_it_needs_no_headers_of_its_own_no_threads_and_no_reload", async () => {
  const address = await serve({ host: "pages" });
  const page = await newPage(browser, { locale: "ja-JP", serviceWorkers: "allow" });
  let loads = 0;
  page.on("load", () => (loads += 1));
  await open(page, address);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  await page.waitForTimeout(6000);
  assert.equal(loads, 1, "the first visit is not loaded twice");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("gp_8_any_page_may_show_it_in_a_frame", async () => {
  const address = await serve({ host: "pages" });
  const page = await newPage(browser);
  const answers = [];
  page.on("response", (response) => answers.push(response.headers()));
  const html = `<!doctype html><title>any</title><iframe src="${address}?lang=en" title="x" width="800" height="600"></iframe>`;
  const other = await serve({ answer: (path, response) => path === "" && !!response.writeHead(200, { "Content-Type": "text/html" }).end(html) });
  await page.goto(other);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await settled(frame);
  for (const headers of answers) assert.equal(headers["x-frame-options"], undefined);
  assert.ok(!(await frame.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content")).includes("frame-ancestors"));
  await page.context().close();
});

test("gp_9_the_data_is_a_read_only_interface_for_every_origin_even_an_opaque_one", async () => {
  const address = await serve({ base: "/repo/", host: "pages" });
  const html = `<!doctype html><title>other</title><iframe sandbox="allow-scripts" srcdoc="<p>x</p>" title="x"></iframe>`;
  const other = await serve({ answer: (path, response) => path === "" && !!response.writeHead(200, { "Content-Type": "text/html" }).end(html) });
  const page = await newPage(browser);
  await page.goto(other);
  const opaque = await (await page.waitForSelector("iframe")).contentFrame();
  for (const place of [page, opaque]) {
    const read = (path) =>
      place.evaluate(async (url) => {
        const response = await fetch(url);
        return [response.status, response.headers.get("Content-Type"), await response.text()];
      }, address + path);
    const manifest = JSON.parse((await read("data/manifest.json"))[2]);
    const { files } = manifest.versions.find(({ version }) => version === manifest.latest);
    for (const name of ["incidents.json", "incidents.csv", "schema.json", "SHA256SUMS"]) {
      const file = files.find(({ path }) => path.endsWith(`/${name}`));
      const [status, , text] = await read(`data/${file.path}`);
      assert.equal(status, 200, name);
      if (name.endsWith(".json")) {
        assert.equal(createHash("sha256").update(text).digest("hex"), file.sha256, name);
        JSON.parse(text);
      }
    }
    for (const feed of ["ja/atom.xml", "en/feed.json"]) assert.equal((await read(feed))[0], 200);
  }
  await page.context().close();
});
