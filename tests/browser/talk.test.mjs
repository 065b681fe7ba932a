// The protocol between a frame and the page around it (docs/embed.md): in real frames of another origin, with hosts that
// may speak, hosts that may not, and messages that are none.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { facet, quiet, settled } from "./support/app.mjs";
import { portal } from "./support/portal.mjs";
import { launch, serve } from "./support/site.mjs";

let browser;
let site;
before(async () => {
  // Opaque origins need a host that is open to all.
  [browser, site] = await Promise.all([launch(), serve({ base: "/casebook/", host: "pages" })]);
});

/** A page of another origin with this body; it keeps what it hears of ours in `heard`. */
function host(body) {
  const listen = () => {
    globalThis.heard = [];
    addEventListener("message", ({ data, source, origin }) => {
      if (source !== globalThis && String(data?.type).startsWith("jikenbo:")) globalThis.heard.push({ ...data, origin });
    });
  };
  return portal(browser, body, { before: (page) => page.addInitScript(listen) });
}

/** Sends to the first frame, as a host's own script would. */
const say = (page, message) => page.evaluate((message) => frames[0].postMessage(message, "*"), message);
const states = (page) => page.evaluate(() => globalThis.heard.filter((m) => m.type === "jikenbo:state"));
/** The state once the frame has told one that fits. */
async function told(page, fits) {
  await page.waitForFunction(
    (source) => globalThis.heard.some((m) => m.type === "jikenbo:state" && new Function("m", `return (${source})(m)`)(m)),
    String(fits),
    { timeout: 30_000 },
  );
  return (await states(page)).at(-1);
}
const frame_of = (query, more = "") => `<iframe src="${site}?${query}" title="cases" width="800" height="600" ${more}></iframe>`;
const hello = { type: "jikenbo:hello", version: 1 };
const uncaught = (page) => page.faults.filter((fault) => fault.startsWith("uncaught"));

test("a host sets filters and hears what is on screen, what the visitor changes, and which case is opened", async () => {
  const { page, frame } = await host(frame_of("ui=chips&lang=en&theme=dark"));
  await settled(frame);
  assert.deepEqual(await states(page), [], "nothing is told to whoever has not asked");
  assert.equal((await page.evaluate(() => globalThis.heard.find((m) => m.type === "jikenbo:frame"))).version, 1);
  await say(page, hello);
  const first = await told(page, (m) => m.matching > 0);
  assert.equal(first.version, 1);
  assert.equal(first.matching, first.total);
  assert.equal(first.case, null);

  await say(page, { type: "jikenbo:set", version: 1, query: "label=phishing" });
  const set = await told(page, (m) => m.query.includes("label=phishing"));
  assert.ok(set.matching > 0 && set.matching < set.total);
  assert.match(set.query, /ui=chips/, "how much of the frame is shown stays");
  assert.match(set.query, /theme=dark/);
  assert.equal(await frame.locator(".chips .chip").count(), 1);

  await frame.locator("#results-cards .card h3 a").first().click();
  const opened = await told(page, (m) => m.case !== null);
  assert.match(opened.query, new RegExp(`case=${opened.case}`));
  await frame.locator("main.record h1").waitFor();
  await say(page, { type: "jikenbo:set", version: 1, query: "q=" });
  await told(page, (m) => m.case === null && m.matching === m.total);

  await say(page, { type: "jikenbo:set", version: 1, query: "label=phishing&label=nonsense&colour=red" });
  const refused = await page.waitForFunction(() => globalThis.heard.find((m) => m.type === "jikenbo:refused"));
  const { reason, detail } = await refused.jsonValue();
  assert.equal(reason, "parts");
  assert.deepEqual(detail.sort(), ["unknown_key: colour=red", "unknown_value: label=nonsense"]);
  assert.deepEqual(uncaught(page), []);
  await page.context().close();
});

test("the custom element: properties, events, and a query that needs no new page", async () => {
  const { page, frame } = await host(
    `<script type="module" src="${site}embed.js"></script><jikenbo-view talk ui="full" lang="en" query="label=loss_theft&fetch=SECRET"></jikenbo-view>`,
  );
  // Room for the facets.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => {
    globalThis.states = [];
    document.querySelector("jikenbo-view").addEventListener("jikenbo-state", ({ detail }) => globalThis.states.push(detail));
  });
  await settled(frame);
  await page.waitForFunction(() => document.querySelector("jikenbo-view").state?.query.includes("label=loss_theft"));
  await frame.evaluate(() => (globalThis.same = true));
  await page.evaluate(() => (document.querySelector("jikenbo-view").query = "label=email_misdelivery&actor=SECRET"));
  await page.waitForFunction(() => document.querySelector("jikenbo-view").state?.query.includes("label=email_misdelivery"));
  assert.equal(await frame.evaluate(() => globalThis.same), true, "the frame was not loaded anew");
  assert.ok(!(await frame.evaluate(() => location.href)).includes("SECRET"));
  // What the visitor does comes back, as an event and as the property.
  await facet(frame, "org_kind").locator("a.pick").first().click();
  await page.waitForFunction(() => document.querySelector("jikenbo-view").query.includes("org_kind="));
  const last = await page.evaluate(() => globalThis.states.at(-1));
  assert.ok(last.matching <= last.total && Number.isInteger(last.unknown));
  assert.deepEqual(uncaught(page), []);
  await page.context().close();
});

test("in a sandboxed frame with an opaque origin host and frame understand each other", async () => {
  const { page, frame } = await host(frame_of("ui=none&lang=en", 'sandbox="allow-scripts"'));
  await settled(frame);
  await say(page, hello);
  assert.equal((await told(page, (m) => m.matching > 0)).origin, "null");
  await say(page, { type: "jikenbo:set", version: 1, query: "label=phishing" });
  await told(page, (m) => m.query.includes("label=phishing"));
  assert.deepEqual(uncaught(page), []);
  await page.context().close();
});

test("a host that the frame's address does not name is not heard, not even after a reload", async () => {
  const { page, frame, origin } = await host(
    `<iframe src="${site}?ui=chips&lang=en#host=https%3A%2F%2Fportal.example" title="cases" width="800" height="600"></iframe>`,
  );
  assert.notEqual(origin, "https://portal.example");
  for (const again of [false, true]) {
    if (again) await frame.evaluate(() => location.replace(location.pathname + location.search));
    await settled(frame);
    await say(page, hello);
    await say(page, { type: "jikenbo:set", version: 1, query: "label=phishing" });
    await quiet(frame);
    assert.equal(await frame.locator(".chips .chip").count(), 0);
    assert.deepEqual(await states(page), []);
  }
  await page.context().close();
});

test("another window than the parent is not heard by the frame, another than the frame not by the element", async () => {
  const { page, frame } = await host(
    `<script type="module" src="${site}embed.js"></script><jikenbo-view talk ui="chips" lang="en"></jikenbo-view>
     <iframe title="advertisement" srcdoc="<p>x</p>"></iframe>`,
  );
  await settled(frame);
  await page.waitForFunction(() => document.querySelector("jikenbo-view").state);
  const before = await page.evaluate(() => ({ ...document.querySelector("jikenbo-view").state }));
  const other = page.frames().find((f) => f.url() === "about:srcdoc");
  await other.evaluate(() => {
    // A sibling speaks to the frame, and to the page in the frame's name.
    parent.frames[0].postMessage({ type: "jikenbo:set", version: 1, query: "label=phishing" }, "*");
    parent.postMessage({ type: "jikenbo:state", version: 1, query: "forged", matching: 1, total: 1 }, "*");
    parent.postMessage({ type: "jikenbo:height", version: 1, height: 7 }, "*");
  });
  await quiet(frame);
  assert.deepEqual(await page.evaluate(() => ({ ...document.querySelector("jikenbo-view").state })), before);
  assert.equal(await frame.locator(".chips .chip").count(), 0);
  assert.ok((await page.locator("jikenbo-view iframe").evaluate((f) => f.clientHeight)) > 100);
  await page.context().close();
});

test("malformed messages change nothing and break nothing; another version is refused", async () => {
  const { page, frame } = await host(frame_of("ui=chips&lang=en"));
  await settled(frame);
  await say(page, hello);
  await told(page, (m) => m.matching > 0);
  const set = (more) => ({ type: "jikenbo:set", version: 1, ...more });
  for (const message of [
    null, 0, "jikenbo:set", [], {}, { type: 5 }, { type: "jikenbo:" }, { type: "jikenbo:unheard", version: 1 },
    set({}), set({ query: 5 }), set({ query: null }), set({ query: { toString: 1 } }), set({ query: "x".repeat(9000) }),
  ]) {
    await say(page, message);
  }
  await say(page, { type: "jikenbo:set", version: 2, query: "label=phishing" });
  await page.waitForFunction(() => globalThis.heard.some((m) => m.reason === "version"));
  await quiet(frame);
  const refused = await page.evaluate(() => globalThis.heard.filter((m) => m.type === "jikenbo:refused").map((m) => m.reason));
  assert.deepEqual(refused, ["query", "query", "query", "query", "query", "version"]);
  assert.equal(await frame.locator(".chips .chip").count(), 0);
  // And it still listens.
  await say(page, set({ query: "label=phishing" }));
  await told(page, (m) => m.query.includes("label=phishing"));
  assert.deepEqual(uncaught(page), []);
  await page.context().close();
});

test("locked filters stay, whatever the visitor and the host do; other filters come and go", async () => {
  const { page, frame } = await host(frame_of("org_kind=local_government&label=loss_theft&lock=org_kind&lang=en&ui=full"));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.evaluate(() => (document.querySelector("iframe").width = "1300"));
  await settled(frame);
  await say(page, hello);
  const first = await told(page, (m) => m.query.includes("lock=org_kind"));
  assert.equal(await facet(frame, "org_kind").count(), 0, "its facet is not offered");
  const locked = frame.locator(".chip.locked");
  assert.equal(await locked.count(), 1);
  assert.equal(await locked.locator(".act:visible").count(), 0, "and its chip cannot be taken away");
  await frame.locator(".chips .chip:not(.locked) .act").last().click();
  const more = await told(page, (m) => !m.query.includes("label="));
  assert.ok(more.matching > first.matching && more.matching < more.total);
  assert.match(more.query, /org_kind=local_government/);
  await say(page, { type: "jikenbo:set", version: 1, query: "org_kind=company&label=phishing" });
  const set = await told(page, (m) => m.query.includes("label=phishing"));
  assert.match(set.query, /org_kind=local_government/);
  assert.ok(!set.query.includes("company"));
  await frame.locator(".brand, .places a").first().click();
  await quiet(frame);
  assert.match((await states(page)).at(-1).query, /org_kind=local_government.*lock=org_kind/);
  assert.deepEqual(uncaught(page), []);
  await page.context().close();
});
