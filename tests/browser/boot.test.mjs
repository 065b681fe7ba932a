// How the app starts, and what a reader sees where it cannot: `public/boot.js`, `index.html`, the policy.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { booted, dist, faults, launch, newPage, serve } from "./support/site.mjs";

let browser;
before(async () => {
  browser = await launch();
});

/** The text of the message that the app could not start, or "" while it is hidden. */
const message = async (page) => {
  const block = page.locator("#boot-error");
  return (await block.isVisible()) ? block.innerText() : "";
};

test("a violation is noticed, in the page and in a sandboxed frame", async () => {
  const address = await serve({
    // An opaque origin needs a host that is open to all.
    host: "pages",
    answer(path, response) {
      if (path !== "host") return false;
      response.writeHead(200, { "Content-Type": "text/html" });
      response.end(`<iframe sandbox="allow-scripts" src="./"></iframe>`);
      return true;
    },
  });
  const page = await newPage(browser);
  for (const path of ["", "host"]) {
    await page.goto(address + path);
    const frame = page.frames().at(-1);
    await booted(frame);
    await frame.evaluate(() => document.body.setAttribute("style", "color: red"));
    assert.match((await faults(page)).splice(0).join(), /style-src/);
  }
  await page.context().close();
});

for (const base of ["/", "/repo/", "/repo/pr-1/"]) {
  test(`starts below ${base} without a policy violation`, async () => {
    const address = await serve({ base });
    const page = await newPage(browser);
    await page.goto(address);
    assert.equal(await booted(page), "ready");
    await page.locator("#app > .first, #app > .frame").last().waitFor({ state: "detached" });
    assert.equal(await message(page), "");
    const { root, echarts } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
    assert.equal(root, address);
    assert.match(echarts, /echarts-[^/]+\.js$/);
    assert.equal((await page.request.get(echarts)).status(), 200);
    assert.deepEqual(await faults(page), []);
    await page.context().close();
  });
}

test("starts where the server does not know the media type of WASM", async () => {
  const address = await serve({ types: { ".wasm": "application/octet-stream" } });
  const page = await newPage(browser);
  await page.goto(address);
  assert.equal(await booted(page), "ready");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("starts in a sandboxed frame with an opaque origin on another site's page", async () => {
  const address = await serve({ host: "pages" });
  const host = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end(`<iframe sandbox="allow-scripts" src="${address}" width="800" height="600"></iframe>`);
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  after(() => host.close());
  const page = await newPage(browser);
  await page.goto(`http://127.0.0.1:${host.address().port}/`);
  const frame = page.frames().find((frame) => frame.url() === address);
  assert.equal(await booted(frame), "ready");
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

for (const [what, ending, respond] of [
  ["the WASM is missing", "_bg.wasm", (response) => response.writeHead(404).end()],
  ["the WASM is cut off", "_bg.wasm", (response) => response.writeHead(200).end("\0asm")],
  ["the glue is not a script", ".js", (response) => response.writeHead(200).end("<html>")],
]) {
  test(`says what happened and where to read on when ${what}`, async () => {
    const address = await serve({
      answer(path, response) {
        if (!path.startsWith("jikenbo-app") || !path.endsWith(ending)) return false;
        respond(response);
        return true;
      },
    });
    const page = await newPage(browser);
    await page.goto(address);
    assert.equal(await booted(page), "failed");
    const text = await message(page);
    assert.match(text, /WebAssembly が使えるブラウザ/);
    assert.match(text, /could not start/);
    assert.ok(await page.evaluate(() => document.documentElement.dataset.bootError));
    assert.equal(await page.locator("#app > .frame").count(), 0, "no frame that promises more");
    const links = await page.locator("#boot-error a").evaluateAll((all) => all.map((link) => link.href));
    assert.deepEqual(links, [`${address}ja/`, `${address}en/`]);
    await page.context().close();
  });
}

test("a page kept from before a deployment loads itself anew, once", async () => {
  const index = await readFile(`${dist}/index.html`, "utf8");
  const asked = [];
  const address = await serve({
    answer(path, response) {
      if (path !== "") return false;
      asked.push(path);
      if (asked.length > 1) return false;
      response.writeHead(200, { "Content-Type": "text/html", "Cache-Control": "max-age=600" });
      response.end(index.replaceAll(/jikenbo-app-[0-9a-f]+/g, "jikenbo-app-0ld"));
      return true;
    },
  });
  const page = await newPage(browser);
  await page.goto(address);
  await page.locator("html[data-boot=ready]").waitFor();
  assert.ok(asked.length <= 3, `asked ${asked.length} times`);
  assert.equal(await message(page), "");
  await page.context().close();
});

test("says so in a browser without WebAssembly", async () => {
  const page = await newPage(browser);
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto(await serve());
  assert.equal(await booted(page), "failed");
  assert.match(await message(page), /WebAssembly が使えるブラウザ/);
  await page.context().close();
});

test("without JavaScript the page says so and links to the lists, which are there", async () => {
  const address = await serve();
  const page = await newPage(browser, { javaScriptEnabled: false });
  await page.goto(address);
  const note = page.locator("#app noscript");
  for (const [lang, words] of [["ja", /JavaScript なしで読めます/], ["en", /can be read without/]]) {
    assert.match(await note.innerText(), words);
    const link = page.locator(`#app noscript a[href="./${lang}/"]`);
    assert.ok(await link.isVisible());
    assert.equal((await page.request.get(`${address}${lang}/`)).status(), 200);
  }
  await page.context().close();
});
