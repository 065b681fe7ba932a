// What is broken is said: a casebook that is cut off or of another version, a fetch that fails, a link that is noise.
// Never a blank page, never a panic.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { after, before, test } from "node:test";
import { full, ids, matching, open, quiet, settled } from "./support/app.mjs";
import { dist, faults, launch, newPage, serve } from "./support/site.mjs";

const manifest = JSON.parse(readFileSync(join(dist, "data", "casebook.json"), "utf8"));
const part = (name) => readFileSync(join(dist, "data", name));

let browser;
let page;
/** What the server says for one file in place of the truth, by its path. */
let broken = new Map();
let address;

before(async () => {
  browser = await launch();
  address = await serve({
    answer(path, response) {
      const reply = broken.get(path);
      if (!reply) return false;
      reply(response);
      return true;
    },
  });
  page = await newPage(browser, { locale: "ja-JP" });
  page.said = [];
  page.on("console", (message) => page.said.push(message.text()));
});
after(() => broken.clear());

/** No panic, no policy violation, no uncaught error, and something to read. */
async function sound() {
  const panics = page.said.splice(0).filter((text) => /panicked|unreachable|RuntimeError|BorrowMut/.test(text));
  assert.deepEqual(panics, []);
  assert.deepEqual((await faults(page)).splice(0), []);
  const words = await page.locator("#app").innerText();
  assert.ok(words.trim().length > 40, `hardly a word on screen: "${words}"`);
}

const missing = (response) => response.writeHead(404).end("not found");
const bytes = (data) => (response) => response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(data);

const list = part(manifest.list);
const flip = (data, at) => {
  const copy = Buffer.from(data);
  copy[at] ^= 0x5a;
  return copy;
};
// Recompressed, so that the damage is the decoder's to find and not that of gzip's checksum.
const inside = (change) => gzipSync(change(gunzipSync(list)));

for (const [what, path, reply, say] of [
  ["the manifest is missing", "data/casebook.json", missing, /casebook\.json.*404/],
  ["the manifest is no JSON", "data/casebook.json", bytes("<html>"), /casebook\.json/],
  ["the manifest is of another version", "data/casebook.json", bytes(JSON.stringify({ ...manifest, format: 999 })), /999/],
  ["the list is missing", `data/${manifest.list}`, missing, /404/],
  ["the list is cut off", `data/${manifest.list}`, bytes(list.subarray(0, list.length >> 1)), /casebook-list/],
  ["the list is empty", `data/${manifest.list}`, bytes(""), /casebook-list/],
  ["the list is something else", `data/${manifest.list}`, bytes(gzipSync("not a casebook")), /casebook-list/],
  ["a byte of the list is wrong", `data/${manifest.list}`, bytes(flip(list, list.length >> 1)), /casebook-list/],
  ["a byte inside the list is wrong", `data/${manifest.list}`, bytes(inside((b) => flip(b, b.length >> 1))), /casebook-list/],
  ["the list ends early inside", `data/${manifest.list}`, bytes(inside((b) => b.subarray(0, b.length - 100))), /casebook-list/],
  ["the list is of another version", `data/${manifest.list}`, bytes(inside((b) => flip(b, 8))), /casebook-list/],
]) {
  test(`${what}: a message, a way on, and a second try that works`, async () => {
    broken.set(path, reply);
    await open(page, `${address}?label=ransomware`);
    const failure = page.locator(".failure[role=alert]");
    assert.match(await failure.locator("h1").innerText(), /事件簿を読み込めませんでした/);
    assert.match(await failure.locator("code").innerText(), say);
    const href = await failure.locator("a", { hasText: "一覧のページ" }).getAttribute("href");
    assert.equal((await page.request.get(href)).status(), 200);
    await sound();

    broken.clear();
    await failure.locator("button", { hasText: "もう一度" }).click();
    await page.locator("#results-cards .card").first().waitFor();
    assert.ok((await ids(page)).length > 0);
    await sound();
  });
}

for (const [what, reply] of [
  ["are missing", missing],
  ["are cut off", bytes(part(manifest.texts).subarray(0, 1000))],
  ["are something else", bytes(gzipSync("not the texts"))],
]) {
  test(`the texts ${what}: the list works all the same and it is said`, async () => {
    broken.set(`data/${manifest.texts}`, reply);
    await open(page, `${address}?label=ransomware`);
    await page.locator(".notices .notice", { hasText: "本文を読み込めませんでした" }).waitFor();
    assert.ok((await ids(page)).length > 0);
    await page.locator("#results-cards .card h3 a").first().click();
    await page.locator("main.record h1").waitFor();
    await sound();
    broken.clear();
  });
}

test("a server that hangs up is a message too", async () => {
  broken.set(`data/${manifest.list}`, (response) => response.destroy());
  await open(page, address);
  assert.match(await page.locator(".failure").innerText(), /事件簿を読み込めませんでした/);
  await sound();
  broken.clear();
});

test("an unknown case says so and leads to all cases", async () => {
  await open(page, `${address}?case=1999-999`);
  assert.match(await page.locator(".failure").innerText(), /この番号の記録はありません[^]*1999-999/);
  await page.locator(".failure a").click();
  await page.locator("#results-cards .card").first().waitFor();
  await sound();
});

test("a link of 10,000 characters is read as far as it goes, and that is said", async () => {
  await open(page, `${address}?q=${"長".repeat(1200)}&label=ransomware&${"x".repeat(6000)}=1`);
  assert.equal(await matching(page), 0);
  const notices = await page.locator(".notices li").allInnerTexts();
  assert.equal(notices.length, 2, notices.join("\n"));
  assert.match(notices.join("\n"), /長すぎるため/);
  await sound();
  await open(page, `${address}?label=${Array.from({ length: 1400 }, (_, i) => `l${i}`).join(",")}`);
  await sound();
});

/** A small generator with a fixed seed: the same noise in each run. */
function noise(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("random bytes for a query never leave the page blank", async () => {
  const random = noise(20_261_122);
  const keys = ["label", "disclosed", "affected", "q", "pick", "sort", "view", "case", "cols", "off", "vs", "chart", "org", "ui"];
  const any = (all) => all[Math.floor(random() * all.length)];
  const garbage = () => {
    const length = Math.floor(random() * 40);
    return Array.from({ length }, () => `%${Math.floor(random() * 256).toString(16).padStart(2, "0")}`).join("");
  };
  for (let run = 0; run < (full ? 120 : 30); run += 1) {
    const link = Array.from({ length: 1 + Math.floor(random() * 5) }, () =>
      random() < 0.3 ? garbage() : `${any(keys)}=${any(["", "!", "?", "..", "2023.."])}${garbage()}`,
    ).join("&");
    if (run % 10 === 0) {
      await open(page, `${address}?${link}`);
    } else {
      await page.evaluate((link) => {
        history.pushState(null, "", link);
        dispatchEvent(new PopStateEvent("popstate"));
      }, `${address}?${link}`);
      await quiet(page);
    }
    assert.ok(await page.locator("#main h1, .failure h1, .chart-page, #main").first().isVisible(), link);
    await sound();
  }
});

test("after all that a plain link works", async () => {
  await page.goto(address);
  await settled(page);
  assert.ok((await matching(page)) > 0);
  await sound();
});
