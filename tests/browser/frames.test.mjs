// The site in frames of training portals: each criterion of portals that is about frames has its test here.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ids, open, quiet, settled } from "./support/app.mjs";
import { portal as anyPortal } from "./support/portal.mjs";
import { faults, launch, newPage, serve } from "./support/site.mjs";

let browser;
let site;
before(async () => {
  // Opaque origins need a host that is open to all.
  [browser, site] = await Promise.all([launch(), serve({ base: "/casebook/", host: "pages" })]);
});

/** A page of another origin with this body. */
function portal(body, before = () => {}) {
  const listen = (page) => {
    page.console = [];
    page.on("console", (message) => message.type() === "error" && page.console.push(message.text()));
    return before(page);
  };
  return anyPortal(browser, body, { locale: "ja-JP", viewport: { width: 1000, height: 900 }, before: listen });
}

test("tp_1_the_snippet_shows_cases_in_a_frame_of_another_site", async () => {
  const { page, frame } = await portal(
    `<iframe src="${site}?label=unauthorized_access&ui=chips" title="事件簿" loading="lazy" allow="clipboard-write; web-share; fullscreen" width="900" height="700"></iframe>`,
  );
  await settled(frame);
  assert.ok((await ids(frame)).length > 5);
  assert.deepEqual(await faults(page), []);
  assert.deepEqual(await page.context().cookies(), []);
  await page.context().close();
});

test("tp_2_in_an_opaque_sandbox_it_starts_without_an_error_and_remembers_in_memory", async () => {
  const { page, frame } = await portal(
    `<iframe src="${site}?lang=ja" sandbox="allow-scripts" title="事件簿" width="900" height="700"></iframe>`,
  );
  await settled(frame);
  const denied = await frame.evaluate(() => {
    const name = (run) => {
      try {
        run();
        return "allowed";
      } catch (error) {
        return error.name;
      }
    };
    return [name(() => localStorage.length), name(() => indexedDB.open("x")), name(() => sessionStorage.length)];
  });
  assert.deepEqual(denied, ["SecurityError", "SecurityError", "SecurityError"], "the frame denies storage");
  await frame.locator("#results-cards .card h3 a").first().click();
  await frame.locator("main.record h1").waitFor();
  await frame.locator("a.back").first().click();
  await frame.locator("#results-cards .card").first().waitFor();
  assert.deepEqual(await faults(page), []);
  assert.deepEqual(page.console.filter((text) => !/favicon/.test(text)), []);
  await page.context().close();
});

test("tp_3_where_workers_and_shared_memory_are_denied_everything_is_there", async () => {
  const deny = (page) =>
    page.addInitScript(() => {
      globalThis.asked = [];
      for (const name of ["Worker", "SharedWorker", "SharedArrayBuffer"]) {
        const refuse = class {
          constructor() {
            globalThis.asked.push(name);
            throw new DOMException(`${name} is denied`, "SecurityError");
          }
        };
        Object.defineProperty(globalThis, name, { value: refuse });
      }
    });
  const { page, frame } = await portal(
    `<iframe src="${site}?q=%E8%AA%A4%E9%80%81%E4%BF%A1&ui=full&lang=ja" sandbox="allow-scripts" title="事件簿" width="980" height="800"></iframe>`,
    deny,
  );
  await settled(frame);
  assert.ok((await ids(frame)).length > 3, "search answers");
  await frame.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("tp_7_without_the_word_for_wasm_in_the_policy_the_static_edition_stays_and_says_why", async () => {
  const address = await serve({
    answer(path, response) {
      if (path !== "ja/i/2023-344/") return false;
      response.setHeader("Content-Security-Policy", "script-src 'self'");
      return false;
    },
  });
  const page = await newPage(browser, { locale: "ja-JP" });
  await page.goto(`${address}ja/i/2023-344/`);
  await page.locator("html[data-boot=failed]").waitFor();
  assert.match(await page.locator("html").getAttribute("data-boot-error"), /CompileError/);
  assert.ok(await page.locator("#boot-error").isVisible());
  assert.ok((await page.locator("main h1").innerText()).length > 5, "the page can still be read");
  // With the word, under the policy of every page, nothing is violated.
  const other = await newPage(browser, { locale: "ja-JP" });
  await open(other, address);
  assert.match(await other.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content"), /script-src 'self' 'wasm-unsafe-eval';/);
  assert.deepEqual(await faults(other), []);
  await other.context().close();
  await page.context().close();
});

test("tp_9_in_a_fixed_box_of_300_by_300_that_may_not_scroll_everything_can_be_reached", async () => {
  for (const path of ["?label=unauthorized_access&ui=none&lang=ja", "ja/i/2023-344/?ui=none"]) {
    const { page, frame, element } = await portal(
      `<iframe src="${site}${path}" scrolling="no" title="事件簿" width="300" height="300"></iframe>`,
    );
    await settled(frame);
    await frame.locator("html[data-boxed]").waitFor({ state: "attached", timeout: 10_000 });
    const { x, y } = await element.boundingBox();
    await page.mouse.move(x + 150, y + 150);
    const end = () =>
      frame.evaluate(() => {
        const all = [...document.querySelectorAll("main .card, main section, main p")].filter((e) => e.getClientRects().length > 0);
        return { bottom: all.at(-1).getBoundingClientRect().bottom, more: document.body.scrollHeight - document.body.scrollTop - innerHeight };
      });
    for (let n = 0; n < 200 && (await end()).more > 2; n += 1) {
      await page.mouse.wheel(0, 2000);
      await page.waitForTimeout(60);
    }
    const { bottom, more } = await end();
    assert.ok(more <= 2 && bottom <= 302, `${path}: the last line is ${bottom} px down, ${more} px are left`);
    const wide = await frame.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 300, `${path}: ${wide} px wide`);
    if (path.startsWith("?")) {
      const all = Number((await frame.locator("h1.say em").innerText()).match(/(\d+)件$/)[1]);
      await quiet(frame);
      const seen = await frame.evaluate(() => document.querySelector("#results-cards [data-chunk]:last-of-type .card:last-of-type, #results-cards .card:last-of-type") !== null);
      assert.ok(seen && all > 25, "the last of many cards was drawn");
    }
    await page.context().close();
  }
});

test("tp_10_language_colours_and_frame_are_set_before_the_app_is_there", async () => {
  let release;
  const held = new Promise((done) => (release = done));
  const address = await serve({
    answer(path, response) {
      if (!path.endsWith("_bg.wasm")) return false;
      held.then(() => response.writeHead(503).end());
      return true;
    },
  });
  const page = await newPage(browser, { locale: "ja-JP", colorScheme: "light" });
  await page.goto(`${address}?theme=dark&lang=en&ui=none`, { waitUntil: "commit" });
  await page.locator("html[data-boot=loading]").waitFor({ state: "attached" });
  const html = page.locator("html");
  assert.equal(await html.getAttribute("data-theme"), "dark");
  assert.equal(await html.getAttribute("lang"), "en");
  release();
  await page.context().close();

  const other = await newPage(browser, { locale: "ja-JP", viewport: { width: 1200, height: 900 } });
  for (const [ui, header, panel, chips] of [["full", 1, 1, 1], ["chips", 0, 0, 1], ["none", 0, 0, 0]]) {
    await open(other, `${site}?label=phishing&theme=light&lang=en&ui=${ui}`);
    const count = (selector) => other.locator(selector).count();
    assert.deepEqual([await count("header.top, .top"), await count("aside.panel"), await count("ul.chips")].map((n) => Math.min(n, 1)), [header, panel, chips], ui);
    assert.equal(await other.locator("html").getAttribute("data-theme"), "light");
    // Without the panel the list has its place too.
    const width = await other.locator("#results-cards .card").first().evaluate((card) => card.clientWidth);
    assert.ok(ui === "full" ? width < 900 : width > 1000, `ui=${ui}: cards ${width} px wide`);
  }
  await open(other, `${site}?view=table&q=mail&lang=en&ui=none`);
  assert.ok((await other.locator("#results-table tbody th").count()) > 2);
  await open(other, `${site}?view=charts&chart=show-time&lang=en&ui=none`);
  await other.locator(".chart-page.alone .chart-canvas svg").waitFor({ state: "attached" });
  assert.equal(await other.locator(".chart-page figure").count(), 1, "one chart alone");
  assert.deepEqual(await faults(other), []);
  assert.deepEqual(await other.context().cookies(), []);
  await other.context().close();
});
