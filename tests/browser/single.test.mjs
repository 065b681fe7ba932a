// The whole app in one HTML file: from a disk, and in a sandboxed frame on a host that sends no CORS headers.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ids, matching, quiet } from "./support/app.mjs";
import { booted, dist, faults, launch, newPage } from "./support/site.mjs";

const folder = mkdtempSync(join(tmpdir(), "jikenbo-single-"));
const file = join(folder, "jikenbo.html");
let browser;
before(async () => {
  execFileSync(process.execPath, ["xtask/js/single-file.mjs", dist, file]);
  browser = await launch();
});
after(() => rmSync(folder, { recursive: true }));

/** Search, a chart, a case, and back: with both programs and the chart library. */
async function use(page, frame) {
  assert.equal(await booted(frame), "ready");
  await frame.locator("#results-cards .card").first().waitFor();
  assert.ok((await matching(frame)) > 100);
  await frame.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
  await frame.locator("#results-cards .card h3 a").first().click();
  await frame.locator("main.record h1").waitFor();
  await frame.locator("main.record .steps, main.record .lead").first().waitFor();
  await quiet(frame);
  assert.deepEqual(await faults(page), []);
}

test("tp_the_one_file_edition_runs_from_a_disk", async () => {
  const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1200, height: 900 } });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(`${address}?label=support_scam`);
  assert.equal(await booted(page), "ready");
  await page.locator("#results-cards .card").first().waitFor();
  assert.ok((await matching(page)) < 50, "its link is read");
  assert.ok((await ids(page)).length > 3);
  await page.goto(address);
  await use(page, page);
  // It names no files that are not beside it, and says why there is no preview.
  await page.goto("about:blank");
  await page.goto(`${address}?label=support_scam#share`);
  for (const part of ["page", "embed"]) await page.locator(`details[data-part=${part}] > summary`).click();
  await page.locator("[data-preview=none]").waitFor();
  assert.match(await page.locator("[data-preview=none]").innerText(), /1ファイル版/);
  assert.equal(await page.locator(".embed-preview iframe, [data-copy=element], [data-copy=page], input[name=grows]").count(), 0);
  assert.doesNotMatch(await page.locator("[data-copy=snippet] textarea").inputValue(), /<script/);
  await page.locator("[data-tab=cite]").click();
  assert.doesNotMatch(await page.locator("[data-copy=bibtex] textarea").inputValue(), /file:/, "no path of this device");
  await page.keyboard.press("Escape");
  const other = asked.filter((url) => !url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:"));
  assert.deepEqual(other, [], "nothing else is asked for");
  await page.context().close();
});

test("tp_the_one_file_edition_runs_in_an_opaque_sandbox_on_a_host_without_cors", async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff" });
    if (request.url.startsWith("/jikenbo.html")) createReadStream(file).pipe(response);
    else response.end(`<!doctype html><title>host</title><iframe src="./jikenbo.html" sandbox="allow-scripts" width="1100" height="800"></iframe>`);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1200, height: 900 } });
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await use(page, frame);
  await page.context().close();
  server.closeAllConnections();
  server.close();
});
