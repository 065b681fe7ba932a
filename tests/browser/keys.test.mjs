// The keyboard alone: search, walk through the results, open, go back, help, tick a facet.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { facet, ids, matching, open, quiet } from "./support/app.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

let page;
let address;
before(async () => {
  address = await serve();
  page = await newPage(await launch(), { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
});

const focused = () =>
  page.evaluate(() => {
    const e = document.activeElement;
    return { id: e.id, tag: e.tagName, href: e.href ?? "", classes: e.className, words: e.innerText };
  });

test("the first stop of Tab is the link to the results, and it leads there", async () => {
  await open(page, address);
  await page.keyboard.press("Tab");
  const { classes } = await focused();
  assert.equal(classes, "skip");
  assert.ok(await page.locator("a.skip").isVisible());
  await page.keyboard.press("Enter");
  assert.equal((await focused()).id, "main");
});

test("/ goes to the search box, typing searches, Esc leaves it", async () => {
  await open(page, address);
  const all = await matching(page);
  await page.keyboard.press("/");
  assert.equal((await focused()).id, "q");
  await page.keyboard.type("usb j/k?");
  assert.equal(await page.locator("#q").inputValue(), "usb j/k?", "keys are letters while one types");
  await page.locator("#q").fill("USB");
  await quiet(page);
  assert.ok((await matching(page)) < all);
  await page.keyboard.press("Escape");
  assert.notEqual((await focused()).id, "q");
});

test("j walks through the cards, Enter opens, Esc comes back to the card", async () => {
  await open(page, `${address}?label=support_scam`);
  const [first, second] = await ids(page);
  const at = async () => new URL((await focused()).href).searchParams.get("case");
  await page.keyboard.press("j");
  assert.equal(await at(), first);
  await page.keyboard.press("j");
  assert.equal(await at(), second);
  await page.keyboard.press("Enter");
  await page.locator("main.record h1").waitFor();
  await page.keyboard.press("Escape");
  await page.locator("#results-cards .card").first().waitFor();
  await page.waitForFunction((id) => document.activeElement.href?.includes(`case=${id}`), second);
});

test("j and k walk through the table, Enter opens, Esc comes back", async () => {
  await open(page, `${address}?view=table&label=support_scam`);
  const all = await ids(page);
  const at = async () => new URL((await focused()).href).searchParams.get("case");
  await page.keyboard.press("j");
  assert.equal(await at(), all[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await at(), all[2]);
  await page.keyboard.press("k");
  assert.equal(await at(), all[1]);
  await page.keyboard.press("Enter");
  await page.locator("main.record h1").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("case"), all[1]);
  await page.keyboard.press("Escape");
  await page.locator("#results-table").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("case"), null);
  assert.deepEqual(await ids(page), all);
});

test("? opens the help, which takes the focus; Esc closes it", async () => {
  await open(page, address);
  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "キー操作" });
  await help.waitFor();
  await page.waitForFunction(() => document.activeElement.closest(".help"));
  await page.keyboard.press("Escape");
  await help.waitFor({ state: "detached" });
});

test("the space bar ticks a facet, and again unticks it", async () => {
  await open(page, address);
  const all = await matching(page);
  const line = facet(page, "label").locator("a.pick").first();
  const name = await line.locator(".name").innerText();
  await line.focus();
  await page.keyboard.press("Space");
  await quiet(page);
  const box = facet(page, "label").getByRole("checkbox", { name });
  assert.equal(await box.first().getAttribute("aria-checked"), "true");
  assert.ok((await matching(page)) < all);
  await box.first().focus();
  await page.keyboard.press("Space");
  await quiet(page);
  assert.equal(await matching(page), all);
});

test("whatever has the focus shows it", async () => {
  await open(page, `${address}?label=support_scam`);
  for (let stop = 0; stop < 25; stop += 1) {
    await page.keyboard.press("Tab");
    const mark = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      const around = getComputedStyle(document.activeElement.parentElement);
      const ring = (s) => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
      return { what: document.activeElement.outerHTML.slice(0, 120), seen: ring(style) || ring(around) };
    });
    assert.ok(mark.seen, `no ring: ${mark.what}`);
  }
  assert.deepEqual(await faults(page), []);
});
