// The same `dist/` below any path; each static page boots the app on its own address, and is enough without it.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { full, ids, open, quiet } from "./support/app.mjs";
import { dist, faults, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

const cases = readdirSync(join(dist, "ja", "i"));

for (const base of full ? ["/", "/repo/", "/repo/pr-1/"] : ["/repo/pr-1/"]) {
  test(`below ${base}: list, chart, case and static page`, async () => {
    const address = await serve({ base });
    const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
    await open(page, address);
    await page.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
    const [first] = await ids(page);
    await page.locator("#results-cards .card h3 a").first().click();
    await page.locator("main.record h1").waitFor();
    assert.equal(page.url(), `${address}?case=${first}`);

    const own = `${address}en/i/${first}/`;
    await open(page, own);
    assert.equal(page.url(), own, "the static page keeps its address");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.match(await page.title(), new RegExp(first));
    await page.locator("a.back").click();
    await page.locator("#results-cards .card").first().waitFor();
    assert.equal(new URL(page.url()).pathname, base, "the list has the address of the root");
    await page.goBack();
    await page.locator("main.record h1").waitFor();
    assert.equal(page.url(), own);
    await quiet(page);
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });
}

test("an organisation that heads no case has its page in the app, from its static page and from a case", async () => {
  const address = await serve({ base: "/repo/" });
  const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
  const client = "kitagas-genex-co-ltd";
  for (const path of [`ja/org/${client}/`, `?lang=ja&case=2023-016`]) {
    await open(page, address + path);
    await page.locator("main.record h1").waitFor();
    if (path.startsWith("?")) await page.locator(`main.record a[href*="org=${client}"]`).first().click();
    await page.locator("main.record .org h1", { hasText: "北ガスジェネックス" }).waitFor();
    assert.ok((await page.locator("main.record .card").count()) > 0);
    assert.equal(await page.locator(".notices li").count(), 0, "nothing of the link is dropped");
    await page.locator("a.back, .places a").first().click();
    await page.locator("#results-cards .card").first().waitFor();
  }
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("without JavaScript every case is in the list, and its page can be read", async () => {
  const address = await serve({ base: "/repo/" });
  const page = await newPage(browser, { javaScriptEnabled: false });
  for (const lang of ["ja", "en"]) {
    await page.goto(`${address}${lang}/`);
    const links = await page.locator("main a[href]").evaluateAll((all) => all.map((link) => link.href));
    const listed = new Set(links.map((link) => link.match(/\/(?:ja|en)\/i\/([^/]+)\/$/)?.[1]).filter(Boolean));
    assert.deepEqual(cases.filter((id) => !listed.has(id)), []);
    const some = [...listed].filter((_, at) => at % (full ? 5 : 40) === 0);
    for (const id of some) {
      await page.goto(`${address}${lang}/i/${id}/`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.ok((await page.locator("main h1").innerText()).length > 3);
      assert.ok((await page.locator("main").innerText()).length > 150, `hardly anything on the page of ${id}`);
      const source = page.locator("main a[href^='https://']").first();
      assert.ok(await source.isVisible(), `${id} leads to its source`);
    }
  }
  await page.context().close();
});

