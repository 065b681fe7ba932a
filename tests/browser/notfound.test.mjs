// An address that is no file leads to the nearest page that is, wherever the site lies, and keeps its query.
import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { dist, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

/** Answers as GitHub Pages does: the site's own 404.html, with its status, for whatever is not there. */
function pagesLike(path, response) {
  const file = join(dist, path);
  if (existsSync(file) && (!statSync(file).isDirectory() || existsSync(join(file, "index.html")))) return false;
  response.writeHead(404, { "Content-Type": "text/html" }).end(readFileSync(join(dist, "404.html")));
  return true;
}

for (const base of ["/", "/repo/pr-1/"]) {
  test(`gp_2_below ${base} a dead link leads on and keeps its query`, async () => {
    const address = await serve({ base, answer: pagesLike });
    const page = await newPage(browser, { locale: "ja-JP" });
    for (const [from, to] of [
      ["ja/i/1999-999/?ui=none", "?ui=none&case=1999-999&lang=ja"],
      ["en/i/1999-999/x/y?theme=dark#top", "?theme=dark&case=1999-999&lang=en#top"],
      ["en/label/nonsense/?label=loss", "en/?label=loss"],
      ["nowhere/at/all?q=a%26b", "?q=a%26b"],
    ]) {
      const answer = await page.goto(`${address}${from}`);
      assert.equal(answer.status(), 404);
      await page.waitForURL((url) => !url.href.startsWith(`${address}${from.split("?")[0]}`), { timeout: 15_000 });
      // The app may write its own address once it runs; what is asked for stays.
      const now = new URL(page.url());
      const wanted = new URL(to, address);
      assert.equal(now.pathname, wanted.pathname, from);
      for (const [key, value] of wanted.searchParams) assert.equal(now.searchParams.get(key), value, `${from}: ${key}`);
    }
    const uncaught = page.faults.filter((fault) => fault.startsWith("uncaught"));
    assert.deepEqual(uncaught, []);
    await page.context().close();
  });
}

test("without JavaScript the page says what is wrong in both languages", async () => {
  const address = await serve({ answer: pagesLike });
  const page = await newPage(browser, { javaScriptEnabled: false });
  await page.goto(`${address}nowhere/`);
  for (const lang of ["ja", "en"]) assert.ok(await page.locator(`main div[lang=${lang}] h1`).isVisible(), lang);
  assert.equal(await page.locator("[data-going]:visible").count(), 0, "nothing is promised");
  await page.context().close();
});
