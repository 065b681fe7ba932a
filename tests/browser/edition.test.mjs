// A link that holds an edition of the data opens that edition and says so; one that holds an edition nobody published
// says that, and shows the newest.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { matching, open } from "./support/app.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

const BIN = process.env.JIKENBO_BIN;
const work = mkdtempSync(join(tmpdir(), "jikenbo-edition-"));
after(() => rmSync(work, { recursive: true }));
const GONE = ["2023-344", "2024-097"];
let browser;
let address;
let newest;

before(async () => {
  browser = await launch();
  // An edition of before: another version, without two of today's cases.
  const data = join(work, "data");
  cpSync("data", data, { recursive: true });
  const casebook = readFileSync(join(data, "casebook.toml"), "utf8");
  newest = casebook.match(/^version = "([^"]+)"/m)[1];
  writeFileSync(join(data, "casebook.toml"), casebook.replace(/^version = .*/m, 'version = "2026.10"'));
  for (const id of GONE) rmSync(join(data, "cases", id.slice(0, 4), `${id}.toml`));
  const before = join(work, "before");
  const now = join(work, "now");
  const run = (...args) => execFileSync(BIN, args, { stdio: "ignore" });
  run("data", "--dist", before, "--data", data);
  run("data", "--dist", now, "--previous", before);
  address = await serve({
    base: "/repo/",
    answer(path, response) {
      const file = join(now, path);
      if (!/^data\/(manifest\.json|2026\.10\/)/.test(path) || !existsSync(file)) return false;
      return !!response.writeHead(200, { "Content-Type": path.endsWith("json") ? "application/json" : "application/octet-stream" }).end(readFileSync(file));
    },
  });
});

test("gp_4_a_pinned_edition_is_what_opens_and_the_newest_is_one_click_away", async () => {
  const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1200, height: 900 } });
  await open(page, address);
  const all = await matching(page);
  assert.equal(await page.locator("#edition").count(), 0);

  await open(page, `${address}?view=table&pin=2026.10`);
  assert.equal(await matching(page), all - GONE.length);
  const bar = page.locator("#edition");
  assert.match(await bar.innerText(), new RegExp(`2026\\.10 版のデータを表示.*最新は ${newest.replace(".", "\\.")} 版`, "s"));
  assert.equal(await page.locator(".notices li").count(), 0);
  // A link inside keeps the edition.
  await page.locator("#results-table tbody th a").first().click();
  await page.locator("main.record h1").waitFor();
  assert.match(page.url(), /pin=2026\.10/);
  await page.locator("a.back").first().click();
  await page.locator("#results-table").waitFor();
  assert.match(page.url(), /pin=2026\.10/);
  await open(page, `${address}?case=${GONE[0]}&pin=2026.10&lang=en`);
  assert.match(await bar.innerText(), /This is edition 2026\.10/);
  await bar.locator("a").click();
  await page.locator("main.record h1").waitFor();
  assert.ok(!page.url().includes("pin="));
  assert.match(page.url(), new RegExp(`case=${GONE[0]}`));
  assert.equal(await bar.count(), 0);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("gp_4_where_editions_cannot_be_looked_up_the_app_starts_all_the_same", async () => {
  const alone = await serve({ answer: (path, response) => path === "pin.js" && !!response.writeHead(404).end() });
  const page = await newPage(browser, { locale: "ja-JP" });
  await open(page, `${alone}?label=phishing&pin=2019.01`);
  assert.ok((await matching(page)) > 1);
  assert.match(await page.locator(".notices li").innerText(), /pin=2019\.01/);
  await page.context().close();
});

test("gp_4_a_pin_of_the_newest_edition_needs_no_word_and_an_unknown_one_is_named", async () => {
  const page = await newPage(browser, { locale: "en-GB" });
  await open(page, `${address}?label=phishing&pin=${newest}`);
  assert.equal(await page.locator("#edition").count(), 0);
  await open(page, `${address}?label=phishing&pin=2019.01`);
  const words = await page.locator("#edition").innerText();
  for (const part of ["2019.01", "is not published", newest, "2026.10"]) assert.ok(words.includes(part), `${words} lacks ${part}`);
  assert.ok((await matching(page)) > 1);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});
