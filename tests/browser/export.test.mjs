// Exports: the whole filtered set in every format, opened again; in frames; without a network; on paper.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { inflateRawSync } from "node:zlib";
import { ids, matching, open, quiet, settled } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { openSheet, unfold } from "./support/sheets.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

const TEXTS = ["csv", "json", "jsonl", "markdown", "text", "veris", "stix", "misp", "citation", "bibtex", "ris", "csl"];

let browser;
let site;
before(async () => {
  [browser, site] = await Promise.all([launch(), serve({ base: "/repo/" })]);
});

const desktop = (options = {}) => newPage(browser, { locale: "ja-JP", viewport: { width: 1440, height: 900 }, ...options });

/** Makes a file of a format; the bytes that the browser saved, and their name. */
async function exported(page, format) {
  await page.locator(`input[data-format=${format}]`).check();
  await page.locator("[data-act=make]").click();
  await page.locator("[data-act=save]").waitFor();
  const download = page.waitForEvent("download");
  await page.locator("[data-act=save]").click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Rows of a CSV text, quotes and line ends in cells understood. */
function rows(csv) {
  const out = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    out.at(-1).push((quoted?.replaceAll('""', '"') ?? plain));
    if (end === "\r\n") out.push([]);
  }
  return out.filter((row) => row.length > 1 || row[0]);
}

/** The files of a ZIP archive, read by its central directory. */
function unzip(bytes) {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let n = bytes.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [method, size, name, extra, comment] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), ...[28, 30, 32].map((o) => bytes.readUInt16LE(at + o))];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(start, start + size);
    files.set(bytes.toString("utf8", at + 46, at + 46 + name), (method ? inflateRawSync(body) : body).toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}

test("every_format_holds_the_whole_result_and_opens_again", async () => {
  const page = await desktop();
  const query = "label=mistake,support_scam,phishing,unauthorized_access";
  await openSheet(page, `${site}?${query}`, "export");
  const all = (await matching(page));
  assert.ok(all > 20, `${all} cases, more than one screen`);

  const csv = await exported(page, "csv");
  assert.match(csv.name, /^jikenbo-.+\.csv$/);
  assert.deepEqual([...csv.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf], "the BOM that Excel wants");
  const [head, ...lines] = rows(csv.bytes.subarray(3).toString("utf8"));
  assert.equal(lines.length, all);
  assert.ok(lines.every((line) => line.length === head.length) && head.includes("licence"));
  const identities = lines.map((line) => line[0]).sort();

  await page.locator("input[name=bom]").uncheck();
  await unfold(page, "columns");
  const ticks = page.locator("input[name=column]");
  await ticks.evaluateAll((inputs) => inputs.filter((i) => !["id", "org_ja", "affected"].includes(i.value)).forEach((i) => i.click()));
  const few = await exported(page, "csv");
  assert.deepEqual(rows(few.bytes.toString("utf8"))[0], ["id", "org_ja", "affected"], "chosen columns, no BOM");
  assert.deepEqual(rows(few.bytes.toString("utf8")).slice(1).map((line) => line[0]).sort(), identities);

  const json = JSON.parse((await exported(page, "json")).bytes);
  assert.equal(json.schema, "jikenbo-export-1");
  assert.deepEqual(json.incidents.map((i) => i.id).sort(), identities);
  assert.equal(json.about.matching, all);
  const jsonl = (await exported(page, "jsonl")).bytes.toString("utf8").trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(jsonl.map((i) => i.id).sort(), identities);

  const book = unzip((await exported(page, "xlsx")).bytes);
  assert.match(book.get("xl/workbook.xml"), /name="data".*name="codebook".*name="query"/s);
  assert.equal(book.get("xl/worksheets/sheet1.xml").match(/<row /g).length, all + 1);
  assert.ok(book.get("xl/sharedStrings.xml").includes(identities[0]));

  const veris = JSON.parse((await exported(page, "veris")).bytes);
  assert.ok(veris.length > all / 2 && veris.every((i) => i.schema_version === "1.3.4"));
  const stix = JSON.parse((await exported(page, "stix")).bytes);
  assert.equal(stix.objects.filter((o) => o.type === "incident").length, all);
  const misp = JSON.parse((await exported(page, "misp")).bytes);
  assert.equal(misp.incidents.length, all);
  const markdown = (await exported(page, "markdown")).bytes.toString("utf8");
  assert.equal(markdown.match(/^## /gm).length, all);
  const mail = (await exported(page, "text")).bytes.toString("utf8");
  assert.equal(mail.match(/^- /gm).length, all);
  for (const format of ["citation", "bibtex", "ris", "csl"]) {
    assert.ok((await exported(page, format)).bytes.toString("utf8").includes("label=mistake"), format);
  }
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("a_large_export_shows_how_far_it_is_and_the_page_stays_awake", async () => {
  const page = await desktop();
  await openSheet(page, site, "export");
  const all = await matching(page);
  assert.ok(all > 100, "more than one slice");
  await page.evaluate(() => {
    globalThis.seen = [];
    new MutationObserver(() => {
      const bar = document.querySelector(".progress");
      if (bar) globalThis.seen.push([bar.querySelector("progress").value, bar.querySelector("progress").max, bar.innerText]);
    }).observe(document.querySelector("dialog.sheet"), { subtree: true, childList: true });
  });
  const { bytes } = await exported(page, "json");
  assert.equal(JSON.parse(bytes).incidents.length, all);
  const seen = await page.evaluate(() => globalThis.seen);
  assert.ok(seen.some(([value, max, words]) => value === 100 && max === all && words.includes("100")), JSON.stringify(seen));
  await page.context().close();
});

test("tp_4_in_a_frame_that_denies_downloads_every_export_offers_copy_and_a_new_tab", async () => {
  const body = `<iframe sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox" src="${site}?label=support_scam&lang=ja" title="cases" width="1000" height="1200"></iframe>`;
  const { page, frame } = await portal(browser, body, { locale: "ja-JP", viewport: { width: 1100, height: 1300 } });
  await settled(frame);
  await frame.locator("[data-opens=export]").first().click();
  for (const format of [...TEXTS, "xlsx"]) {
    await frame.locator(`input[data-format=${format}]`).check();
    await frame.locator("[data-act=make]").click();
    await frame.locator("[data-act=save]").waitFor();
    assert.equal(await frame.locator("[data-act=new-tab]").getAttribute("target"), "_blank", format);
    if (format === "xlsx") continue;
    await frame.locator("[data-act=copy]").click();
    await frame.locator(".sheet-said:not(:empty)").waitFor();
    const field = frame.locator(".made-text textarea");
    const [whole, selected] = await field.evaluate((e) => [e.value, e.value.slice(e.selectionStart, e.selectionEnd)]);
    assert.ok(whole.length > 50 && selected === whole, `${format}: all of it is selected`);
  }
  // The new tab is a page of its own, where nothing is denied, with the same view and the same sheet.
  const popup = page.waitForEvent("popup");
  await frame.locator("[data-act=new-tab]").click();
  const tab = await popup;
  await settled(tab);
  assert.equal(new URL(tab.url()).search, "?label=support_scam&lang=ja");
  await tab.locator("dialog.sheet[open] input[data-format=csv]").waitFor();
  const { bytes } = await exported(tab, "csv");
  assert.equal(rows(bytes.subarray(3).toString("utf8")).length, (await matching(tab)) + 1);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_17_launch_parameters_get_into_no_export", async () => {
  const page = await desktop();
  const launched = "endpoint=https%3A%2F%2Flrs.example%2FSECRET&fetch=SECRET&actor=SECRET&registration=SECRET&activityId=SECRET";
  await openSheet(page, `${site}?${launched}&label=support_scam`, "export");
  for (const format of TEXTS) {
    const { name, bytes } = await exported(page, format);
    assert.doesNotMatch(bytes.toString("utf8") + name, /SECRET|activityId/, format);
  }
  await page.context().close();
});

test("acceptance_6_a_CSV_is_exported_without_a_network", async () => {
  let down = false;
  const address = await serve({
    base: "/repo/",
    answer: (path, response) => {
      if (down) response.destroy();
      return down;
    },
  });
  const page = await newPage(browser, { locale: "ja-JP", serviceWorkers: "allow" });
  await open(page, address);
  await page.evaluate(async () => {
    for (let n = 0; n < 200; n += 1) {
      if ((await navigator.serviceWorker.getRegistration())?.active?.state === "activated") return;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("no worker");
  });
  down = true;
  await open(page, `${address}?label=support_scam`);
  await page.locator("[data-opens=export]").first().click();
  const { bytes } = await exported(page, "csv");
  assert.equal(rows(bytes.subarray(3).toString("utf8")).length, (await matching(page)) + 1);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});

/** Pages of a PDF as Chromium writes it: their sizes in points. */
function pages(pdf) {
  const sizes = [...pdf.toString("latin1").matchAll(/\/Type \/Page\b[^]*?\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
  return sizes.map(([, width, height]) => [Math.round(width), Math.round(height)]);
}

test("hand_outs_are_A4_pages_and_slides_of_16_9_with_title_QR_source_and_version", async () => {
  const page = await desktop();
  await page.addInitScript(() => (globalThis.print = () => (globalThis.printed = (globalThis.printed ?? 0) + 1)));
  await open(page, `${site}?label=support_scam`);
  const [a, b, c] = await ids(page);
  const query = `pick=${a},${b},${c}&title=${encodeURIComponent("来週の研修")}&note=${encodeURIComponent("順に読む")}`;
  await openSheet(page, `${site}?${query}`, "print");
  await page.locator("[data-paper=a4]").click();
  await page.locator("#handout").waitFor();
  await quiet(page);
  const words = await page.locator("#handout").innerText();
  for (const must of ["来週の研修", "順に読む", "CC BY", "2026.", site]) assert.ok(words.includes(must), `the hand-out lacks ${must}`);
  assert.equal(await page.locator("#handout .card").count(), 3);
  assert.equal(await page.locator("#handout svg.qr").count(), 1);
  assert.equal(await page.locator("main#main").isVisible(), false, "in place of the screen");
  await page.locator("[data-act=print]").click();
  assert.equal(await page.evaluate(() => globalThis.printed), 1);
  const paper = pages(await page.pdf({ preferCSSPageSize: true }));
  assert.ok(paper.length >= 1 && paper.length <= 2, `${paper.length} pages`);
  assert.ok(paper.every(([w, h]) => Math.abs(w - 595) <= 1 && Math.abs(h - 842) <= 1), JSON.stringify(paper));
  await page.keyboard.press("Escape");
  await page.locator("#handout").waitFor({ state: "detached" });
  assert.equal(await page.locator("main#main").isVisible(), true);

  await page.locator("[data-opens=share]").first().click();
  await page.locator("[data-tab=print]").click();
  await page.locator("[data-paper=wide]").click();
  await page.locator("#handout .slide").first().waitFor();
  const slides = pages(await page.pdf({ preferCSSPageSize: true }));
  assert.deepEqual(slides, Array(5).fill([960, 540]), "cover, three cases, source");
  await page.locator("[data-act=back]").click();

  // A case has a page of its own: one sheet of A4.
  await openSheet(page, `${site}?case=${a}`, "print");
  await page.locator("[data-paper=record]").click();
  await page.waitForFunction(() => globalThis.printed >= 1);
  assert.equal(pages(await page.pdf({ preferCSSPageSize: true })).length, 1);
  await page.keyboard.press("Escape");
  // What has many words is set smaller; the list has none of its buttons on paper.
  for (const path of ["?case=2023-175&lang=ja", "en/i/2023-344/", "en/i/2022-nichirin/"]) {
    await open(page, site + path);
    await page.locator("article.case:is(.long, .longest) .codes").first().waitFor({ state: "attached" });
    assert.equal(pages(await page.pdf({ preferCSSPageSize: true })).length, 1, path);
  }
  await open(page, `${site}?label=support_scam`);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".sheet-bar, .chips .act, main .bar, .chart-strip").filter({ visible: true }).count(), 0);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});
