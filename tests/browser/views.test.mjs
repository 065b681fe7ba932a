// Ways to look at the same result, and the result for class.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ids, matching, open, quiet } from "./support/app.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

let address;
let page;
before(async () => {
  address = await serve();
  page = await newPage(await launch(), { locale: "ja-JP", viewport: { width: 1280, height: 2400 } });
});

const lanes = () =>
  page.evaluate(() => [...document.querySelectorAll("#results-lanes h3 a")].map((a) => new URL(a.href).searchParams.get("case")));

test("lanes show the cases of the cards in their order, each date also in words", async () => {
  await open(page, `${address}?label=ransomware`);
  const cards = await ids(page);
  await page.locator(".segments a", { hasText: "経過" }).click();
  await page.locator("#results-lanes .lanes-row").first().waitFor();
  await quiet(page);
  assert.deepEqual((await lanes()).slice(0, cards.length), cards.slice(0, (await lanes()).length));
  assert.match(page.url(), /view=timeline/);
  const rows = await page.locator("#results-lanes .lanes-row").evaluateAll((rows) =>
    rows.map((row) => [row.querySelectorAll(".lane-dot").length, row.querySelectorAll(".lanes-step time").length]),
  );
  for (const [dots, words] of rows) assert.equal(dots, words);
  assert.ok(rows.some(([dots]) => dots > 2));
  await page.locator("#results-lanes h3 a").first().click();
  await page.locator(".case h1").waitFor();
  await page.goBack();
  await page.locator("#results-lanes .lanes-row").first().waitFor();
  assert.deepEqual(await faults(page), []);
});

test("with names=off no screen tells an organisation, and the same cases stay", async () => {
  await open(page, `${address}?org=mutsu-city`);
  assert.equal(await matching(page), 1);
  const [id] = await ids(page);
  await open(page, `${address}?org=mutsu-city&names=off`);
  assert.equal(await matching(page), 1);
  assert.deepEqual(await ids(page), [id]);
  assert.doesNotMatch(page.url(), /mutsu/, "the address is masked too");
  assert.doesNotMatch(await page.locator("#app").textContent(), /むつ市/);
  assert.match(await page.locator(".notices").innerText(), /組織名/);
  await open(page, `${address}?case=${id}&names=off`);
  await page.locator(".case h1").waitFor();
  assert.doesNotMatch(await page.content(), /むつ市|Mutsu City/);
  // A static page that is opened for class is masked before the app has come.
  await page.goto(`${address}ja/i/${id}/?names=off`, { waitUntil: "commit" });
  await page.locator(".case h1").waitFor();
  assert.doesNotMatch(await page.locator("#app").textContent(), /むつ市/);
  assert.doesNotMatch(await page.title(), /むつ市/);
  assert.deepEqual(await faults(page), []);
});

test("names can be masked and shown again without a new page", async () => {
  await open(page, `${address}?label=ransomware`);
  const open_ = await page.locator("#results-cards h3").allInnerTexts();
  const go = (query) =>
    page.evaluate((query) => {
      history.pushState(null, "", query);
      dispatchEvent(new PopStateEvent("popstate"));
    }, query);
  await go("?label=ransomware&names=off");
  await page.locator(".notices .notice", { hasText: "組織名" }).waitFor();
  await page.locator("#results-cards h3").first().waitFor();
  await quiet(page);
  const masked = await page.locator("#results-cards h3").allInnerTexts();
  assert.equal(masked.length, open_.length);
  assert.notDeepEqual(masked, open_);
  await go("?label=ransomware");
  await page.locator("#results-cards h3", { hasText: open_[0].split(" — ")[0] }).first().waitFor();
  await quiet(page);
  assert.deepEqual(await page.locator("#results-cards h3").allInnerTexts(), open_);
  assert.deepEqual(await faults(page), []);
});
