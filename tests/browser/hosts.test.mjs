// The same site on three kinds of host (tests/browser/support/site.mjs): GitHub Pages, a bare server, a file in a Moodle
// course. A short way through the app on each; the full run sends whole test files to each.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { before, test } from "node:test";
import { facet, full, ids, matching, open } from "./support/app.mjs";
import { HOSTS, faults, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

for (const host of Object.keys(HOSTS)) {
  test(`on a ${host} host: start, filter, chart, case, static page`, async () => {
    const address = await serve({ base: "/repo/", host });
    const page = await newPage(browser, { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
    await open(page, address);
    const all = await matching(page);
    await page.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
    await facet(page, "label").locator("a.pick").first().click();
    await page.locator(".chips .chip").first().waitFor();
    assert.ok((await matching(page)) < all);
    const [first] = await ids(page);
    await page.locator("#results-cards .card h3 a").first().click();
    await page.locator("main.record h1").waitFor();
    await open(page, `${address}en/i/${first}/`);
    await page.locator("main.record h1").waitFor();
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });
}

test("tp_12_a_moodle_like_host_names_no_type_for_wasm_and_the_app_runs_all_the_same", async () => {
  const address = await serve({ host: "moodle" });
  const page = await newPage(browser);
  const seen = [];
  page.on("response", (response) => seen.push([new URL(response.url()).pathname.split(".").pop(), response.headers()]));
  await open(page, address);
  const of = (extension) => seen.filter(([end]) => end === extension).map(([, headers]) => headers);
  assert.ok(of("wasm").length > 0 && of("jkb").length > 0 && of("js").length > 0);
  for (const headers of [...of("wasm"), ...of("jkb")]) assert.equal(headers["content-type"], "document/unknown");
  for (const [, headers] of seen) {
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["access-control-allow-origin"], undefined);
  }
  assert.ok(seen.every(([end]) => !["mjs", "woff", "woff2", "bin"].includes(end)));
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("gp_5_a_pages_like_host_compresses_by_type_and_what_it_does_not_know_is_packed_already", async () => {
  const address = await serve({ host: "pages", base: "/repo/" });
  const page = await newPage(browser);
  const seen = [];
  page.on("response", (response) => seen.push([new URL(response.url()).pathname, response.headers()]));
  await open(page, address);
  for (const [path, headers] of seen) {
    assert.equal(headers["cache-control"], "max-age=600", path);
    const packed = path.endsWith(".jkb") || path.endsWith(".png");
    assert.equal(headers["content-encoding"], packed ? undefined : "gzip", path);
  }
  const parts = seen.filter(([path]) => path.endsWith(".jkb"));
  assert.ok(parts.length >= 2);
  const magic = await page.evaluate(async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())].slice(0, 2), parts[0][0]);
  assert.deepEqual(magic, [0x1f, 0x8b], "a gzip stream of our own, inflated in the page");
  assert.ok(seen.some(([path]) => path.endsWith(".wasm")));
  assert.ok(seen.every(([path]) => !path.endsWith(".gz")), "no file that a host sends without its encoding");
  await page.context().close();
});

for (const host of full ? Object.keys(HOSTS) : []) {
  test(`the tests of start, journey and keys pass on a ${host} host`, async () => {
    const files = ["boot", "journey", "keys"].map((name) => fileURLToPath(new URL(`${name}.test.mjs`, import.meta.url)));
    const { NODE_TEST_CONTEXT, ...environment } = process.env;
    await new Promise((done, failed) => {
      const options = { env: { ...environment, JIKENBO_HOST: host, JIKENBO_FULL: "0" }, maxBuffer: 64 << 20 };
      execFile(process.execPath, ["--test", "--test-reporter=tap", ...files], options, (error, out) =>
        error ? failed(new Error(out.split("\n").filter((line) => /^\s*not ok|error:|expected|actual/.test(line)).slice(0, 30).join("\n"))) : done(),
      );
    });
  });
}
