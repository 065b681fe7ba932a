// What stands on the page before the app: the start page's first screen, a record's text, how the app takes their place,
// and when it starts on a phone (public/boot.js, public/boot/hold.js, src/page/site/first.rs).
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { matching, quiet, settled } from "./support/app.mjs";
import { booted, dist, faults, launch, newPage, serve } from "./support/site.mjs";

const DESK = { locale: "ja-JP", viewport: { width: 1440, height: 900 } };
const PHONE = { locale: "ja-JP", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

let browser;
before(async () => {
  browser = await launch();
});

/** A site whose programs and data come when `open` is called. */
async function closed() {
  const waiting = [];
  let shut = true;
  const send = (path, response) => {
    const type = path.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(join(dist, path)));
  };
  const address = await serve({
    host: "pages",
    answer(path, response) {
      if (!shut || !/\.wasm$|casebook/.test(path)) return false;
      waiting.push(() => send(path, response));
      return true;
    },
  });
  const open = () => {
    shut = false;
    waiting.forEach((answer) => answer());
  };
  return { address, open };
}

/** The result's cases on screen, and where each part of the screen stands. */
const drawn = (page) =>
  page.evaluate(() => {
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.getClientRects().length > 0);
    const at = (e) => {
      const { x, y, width, height } = e.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join(" ");
    };
    const parts = [".brand", ".search", ".tools", ".places", "h1.say", "main .bar > p", ".sort", ".segments", ".sheet-bar .button"];
    return {
      places: Object.fromEntries(parts.map((part) => [part, seen(part).map(at).join()])),
      cards: seen(".result").slice(0, 6).map((e) => `${e.dataset.id} ${at(e)}`),
      words: seen(".result .card h3, h1.say").slice(0, 7).map((e) => e.innerText),
    };
  });

for (const [device, options] of [["desk", DESK], ["phone", PHONE]]) {
  for (const [locale, words] of [["ja-JP", /件中/], ["en-GB", /^\d+ of \d+/], ["fr-FR", /^\d+ of \d+/]]) {
    test(`the first screen of the file is what the app draws in its place: ${device}, ${locale}`, async () => {
      const { address, open } = await closed();
      const page = await newPage(browser, { ...options, locale });
      await page.addInitScript(() => {
        globalThis.shifted = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((e) => (globalThis.shifted += e.value))).observe({ type: "layout-shift", buffered: true });
        globalThis.empty = 0;
        const look = () => {
          const seen = [...document.querySelectorAll(".result h3")].some((e) => e.getClientRects().length > 0);
          if (document.readyState !== "loading" && !seen) globalThis.empty += 1;
          requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      await page.goto(address);
      assert.match(await page.locator(".first h1.say:visible").innerText(), words);
      assert.equal(await page.locator(".first:visible").count(), 1);
      const promised = await drawn(page);
      assert.equal(promised.cards.length, 6);
      if (device === "phone") await page.locator(".first:visible .say").tap();
      open();
      await settled(page);
      assert.equal(await page.locator(".first").count(), 0);
      assert.deepEqual(await drawn(page), promised);
      assert.equal(await page.evaluate(() => globalThis.empty), 0, "no frame without cases");
      assert.ok((await page.evaluate(() => globalThis.shifted)) < 0.01);
      assert.deepEqual(await faults(page), []);
      await page.context().close();
    });
  }
}

test("without JavaScript the first screen can be read and leads on, and shows nothing that would not answer", async () => {
  const address = await serve();
  const page = await newPage(browser, { ...PHONE, javaScriptEnabled: false });
  await page.goto(address);
  for (const selector of [".first input", ".first select", ".first button", ".first [data-then]"]) {
    assert.equal(await page.locator(`${selector}:visible`).count(), 0, selector);
  }
  await page.locator(".first:visible .card h3 a").first().click();
  assert.match(page.url(), /\/ja\/i\/[\w-]+\/$/);
  await page.goBack();
  assert.ok(await page.locator(".first:visible .method a[href='./ja/']").isVisible());
  await page.context().close();
});

test("where the address asks for something else the first screen is not seen", async () => {
  const { address } = await closed();
  const page = await newPage(browser, DESK);
  for (const [asked, seen] of [["?label=phishing", false], ["?ui=chips", false], ["?names=off", false], ["?view=table", false], ["?q=x", false], ["?pin=2020.01", false], ["#share", false], ["?lang=en", true], ["?theme=dark&lang=ja", true]]) {
    await page.goto("about:blank");
    await page.goto(address + asked, { waitUntil: "domcontentloaded" });
    assert.equal(await page.locator(".first:visible").count(), seen ? 1 : 0, asked);
    if (asked !== "?names=off") assert.equal(await page.locator("#app > .frame").isVisible(), !seen, asked);
  }
  assert.equal(await page.locator(".first:visible a[hreflang=en]").evaluate((link) => link.search), "?lang=en&theme=dark");
  await page.context().close();
});

test("what is typed, pressed and chosen before the app is there is not lost", async () => {
  const { address, open } = await closed();
  const page = await newPage(browser, DESK);
  await page.goto(address);
  const field = page.locator(".first:visible input");
  await field.pressSequentially("県立");
  await field.press("ArrowLeft");
  open();
  await page.locator("#q").waitFor();
  await settled(page);
  assert.equal(await page.locator("#q").inputValue(), "県立");
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ["q", 1]);
  assert.ok((await matching(page)) < 100);
  await page.context().close();

  for (const [press, shows] of [
    [(page) => page.locator(".first:visible .bar button").click(), "dialog.sheet[open]"],
    [(page) => page.locator(".first:visible .segments a").nth(1).click(), "#results-table"],
    [(page) => page.locator(".first:visible .sort select").selectOption("-affected"), "html[lang]"],
  ]) {
    const { address, open } = await closed();
    const page = await newPage(browser, DESK);
    await page.goto(address);
    await press(page);
    assert.match(await page.locator(".first-wait:visible").innerText(), /読み込んで/);
    open();
    await settled(page);
    await page.locator(shows).waitFor();
    if (shows === "html[lang]") await page.waitForURL(/sort=-affected/);
    assert.equal(await page.evaluate(() => performance.getEntriesByType("navigation").length), 1);
    await page.context().close();
  }
});

test("on a phone the app waits for a touch, a link works before it, and a control that needs it brings it", async () => {
  const address = await serve({ host: "pages" });
  const page = await newPage(browser, PHONE);
  // Time stands still, so the page never rests.
  await page.clock.install();
  const fetched = page.waitForResponse(/jikenbo-app-\w+_bg\.wasm$/);
  await page.goto(address);
  const wait = page.clock.runFor(1000);
  await fetched;
  await wait;
  assert.equal(await page.locator("html").getAttribute("data-boot"), "loading");
  assert.equal(await page.locator(".first:visible").count(), 1, "it is there, and was not started");

  await page.locator(".first:visible .card h3 a").first().tap();
  await page.waitForURL(/\/ja\/i\/[\w-]+\/$/);
  assert.ok(await page.locator(".static h1").isVisible());
  await page.context().close();

  const other = await newPage(browser, PHONE);
  await other.goto(address);
  await other.locator(".first:visible .sheet-bar button").tap();
  await other.locator(".explorer.sheet-open .panel").waitFor();
  assert.equal(await booted(other), "ready");
  assert.deepEqual(await faults(other), []);
  await other.context().close();
});

test("on a phone that rests the app comes by itself", async () => {
  const page = await newPage(browser, PHONE);
  await page.goto(await serve({ host: "pages" }));
  await settled(page);
  assert.equal(await page.locator(".first").count(), 0);
  // What is hidden there is not loaded.
  await quiet(page);
  const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map((e) => e.name));
  assert.deepEqual(loaded.filter((name) => /rooms_bg|echarts/.test(name)), []);
  await page.context().close();
});

test("a record's text stays where it is read until the app has drawn it, and then the app goes on there", async () => {
  const id = readdirSync(join(dist, "ja", "i")).find((name) => name.startsWith("2023-"));
  const { address, open } = await closed();
  const page = await newPage(browser, PHONE);
  await page.goto(`${address}ja/i/${id}/`);
  const heading = page.locator(".case h2:visible").nth(2);
  const words = await heading.innerText();
  await heading.evaluate((e) => scrollBy(0, e.getBoundingClientRect().top - 20));
  const top = () => page.locator(".case h2:visible", { hasText: words }).first().evaluate((e) => Math.round(e.getBoundingClientRect().top));
  const before = await top();
  await page.evaluate(() => {
    globalThis.gone = 0;
    const look = () => {
      if (![...document.querySelectorAll(".case h1")].some((e) => e.getClientRects().length > 0)) globalThis.gone += 1;
      requestAnimationFrame(look);
    };
    look();
  });
  open();
  await page.locator("header.top").waitFor({ timeout: 30_000 });
  await quiet(page);
  assert.equal(await page.locator(".static").count(), 0);
  assert.equal(await page.evaluate(() => globalThis.gone), 0, "never without the record");
  assert.ok(Math.abs((await top()) - before) <= 2, `${await top()}, was ${before}`);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("a phone's start page stays readable where the program cannot be had", async () => {
  const address = await serve({ answer: (path, response) => /_bg\.wasm$/.test(path) && !!response.writeHead(404).end() });
  const page = await newPage(browser, PHONE);
  await page.goto(address);
  await page.locator(".first:visible .sheet-bar button").tap();
  assert.equal(await booted(page), "failed");
  assert.ok(await page.locator("#boot-error").isVisible());
  assert.ok(await page.locator(".first:visible .card").first().isVisible());
  assert.equal(await page.locator(".first [aria-busy], .first-wait:visible").count(), 0);
  await page.context().close();
});
