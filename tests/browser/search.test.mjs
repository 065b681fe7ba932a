// The search box as a reader uses it: suggestions by keyboard and mouse, what an empty result offers, synonyms off.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ids, matching, open, quiet } from "./support/app.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

let page;
let address;
before(async () => {
  address = await serve();
  page = await newPage(await launch(), { locale: "ja-JP", viewport: { width: 1280, height: 900 } });
});

const box = () => page.locator("#q");
const options = () => page.locator("#suggestions [role=option]");
const search = () => new URL(page.url()).searchParams;
/** The words of the active option, as an assistive technology finds it: by the box's aria-activedescendant. */
const active = () =>
  page.evaluate(() => {
    const id = document.querySelector("#q").getAttribute("aria-activedescendant");
    const option = id && document.getElementById(id);
    return option ? { words: option.innerText, selected: option.getAttribute("aria-selected") } : null;
  });

test("suggestions come while one types, and are walked and chosen by keyboard", async () => {
  await open(page, address);
  const all = await matching(page);
  await box().focus();
  await page.keyboard.type("ふぃっし");
  await options().first().waitFor();
  assert.equal(await box().getAttribute("role"), "combobox");
  assert.equal(await box().getAttribute("aria-expanded"), "true");
  assert.equal(await box().getAttribute("aria-controls"), "suggestions");
  assert.equal(await active(), null, "nothing is chosen before one says so");
  await page.keyboard.press("ArrowDown");
  const first = await active();
  assert.match(first.words, /フィッシング/);
  assert.equal(first.selected, "true");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q", "the focus stays in the box");
  await page.keyboard.press("Enter");
  await quiet(page);
  assert.equal(search().get("label"), "phishing");
  assert.equal(search().get("q"), null);
  assert.equal(await box().inputValue(), "");
  assert.ok((await matching(page)) < all);
  assert.equal(await box().getAttribute("aria-expanded"), "false");
  await page.goBack();
  await quiet(page);
  assert.equal(search().get("label"), null);
  assert.deepEqual((await faults(page)).splice(0), []);
});

test("Esc closes the list before it leaves the box; Enter without a choice searches", async () => {
  await open(page, address);
  await box().focus();
  await page.keyboard.type("ながさき");
  await options().first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await options().count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.press("ArrowDown");
  assert.ok(await active(), "an arrow opens it again");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), null);
  await page.keyboard.press("Enter");
  assert.equal(await options().count(), 0);
  assert.equal(search().get("q"), "ながさき");
  await page.keyboard.press("Escape");
  assert.notEqual(await page.evaluate(() => document.activeElement.id), "q");
});

test("a field's name leads to its values, and a click chooses", async () => {
  await open(page, address);
  await box().focus();
  await page.keyboard.type("種");
  await options().filter({ hasText: "種別:" }).click();
  await quiet(page);
  assert.equal(await box().inputValue(), "種別:");
  await page.keyboard.type("フィッ");
  await options().filter({ hasText: "フィッシング" }).first().click();
  await quiet(page);
  assert.equal(search().get("q"), "種別:フィッシング");
  assert.deepEqual((await ids(page)).sort(), ["2023-343", "2024-099"]);
  assert.deepEqual((await faults(page)).splice(0), []);
});

test("a number leads to its case", async () => {
  await open(page, address);
  await box().focus();
  await page.keyboard.type("2023-338");
  await options().first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.locator("main.record h1").waitFor();
  assert.equal(search().get("case"), "2023-338");
});

test("an empty result offers near words, and says how many each finds", async () => {
  await open(page, `${address}?q=toyoat`);
  const near = page.locator(".empty .near a");
  await near.first().waitFor();
  assert.equal(await matching(page), 0, "nothing is changed in silence");
  const offer = near.filter({ hasText: /^toyota/i }).first();
  const promised = Number((await offer.innerText()).match(/([\d,]+)件$/)[1].replaceAll(",", ""));
  await offer.click();
  await quiet(page);
  assert.match(search().get("q"), /^toyota$/i);
  assert.equal(await matching(page), promised);
  await open(page, `${address}?q=トヨタ zzzzzz`);
  const without = page.locator(".empty a", { hasText: "zzzzzz" });
  await without.first().click();
  await quiet(page);
  assert.equal(search().get("q"), "トヨタ");
  assert.ok((await matching(page)) > 0);
  assert.deepEqual((await faults(page)).splice(0), []);
});

test("synonyms are named and can be switched off and on", async () => {
  await open(page, `${address}?q=漏洩`);
  const all = await matching(page);
  await page.getByRole("link", { name: "入力した語だけで探す" }).click();
  await quiet(page);
  assert.equal(search().get("off"), "synonyms");
  assert.ok((await matching(page)) < all);
  await page.getByRole("link", { name: "同じ意味の語でも探す" }).click();
  await quiet(page);
  assert.equal(search().get("off"), null);
  assert.equal(await matching(page), all);
  assert.deepEqual((await faults(page)).splice(0), []);
});
