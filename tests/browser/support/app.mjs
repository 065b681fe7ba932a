// What a person does in the app and sees of it, for the tests that drive it.
import { strict as assert } from "node:assert";
import { booted } from "./site.mjs";

/** Whether the long runs are asked for (`cargo xtask test --full`). */
export const full = process.env.JIKENBO_FULL === "1";

/**
 * Waits until the casebook is on screen, texts and all, or a message in its place.
 * The app fetches the list, shows it, then fetches the texts and shows those; a read in between would be too early.
 */
export async function settled(frame) {
  assert.equal(await booted(frame), "ready");
  await frame.waitForFunction(
    () => {
      // What the page says in its file is still there.
      if (document.querySelector("main#app")) return false;
      const main = document.querySelector("#main");
      if (!main || main.getAttribute("aria-busy") === "true") return false;
      if (document.querySelector(".failure")) return true;
      return performance.getEntriesByType("resource").some((e) => e.name.includes("casebook-texts") && e.responseEnd);
    },
    undefined,
    { timeout: 30_000 },
  );
  await quiet(frame);
}

/** Waits until nothing on the page has changed for 150 ms, charts aside: they move by themselves. */
export async function quiet(frame) {
  await frame.evaluate(
    () =>
      new Promise((done) => {
        const aside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(".chart-canvas, [aria-live]");
        const begun = Date.now();
        let timer = setTimeout(done, 150);
        const watch = new MutationObserver((changes) => {
          if (changes.every((change) => aside(change.target)) || Date.now() - begun > 5000) return;
          clearTimeout(timer);
          timer = setTimeout(done, 150);
        });
        watch.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
      }),
  );
}

/** Opens an address and waits for the casebook. */
export async function open(page, address) {
  await page.goto(address);
  await settled(page);
}

/** The ids that the links of the result lead to, in their order on screen; table or cards. */
export function ids(frame) {
  return frame.evaluate(() => {
    const table = [...document.querySelectorAll("#results-table tbody th a[href]")];
    const links = table.length > 0 ? table : [...document.querySelectorAll("#results-cards .card h3 a[href]")];
    return links.map((link) => new URL(link.href).searchParams.get("case"));
  });
}

/**
 * What a reader would compare two screens by: title, heading, chips, first results, the open case. How many results are
 * drawn depends on how far the page is scrolled.
 */
export async function screen(frame) {
  await quiet(frame);
  const seen = await frame.evaluate(() => {
    const words = (selector) => [...document.querySelectorAll(selector)].map((e) => e.innerText.replace(/\s+/g, " ").trim());
    return {
      title: document.title,
      heading: words("h1"),
      chips: words(".chips .chip"),
      marked: words(".facet .line.on .name, .facet .line.not .name").sort(),
    };
  });
  return { ...seen, ids: (await ids(frame)).slice(0, 3) };
}

/** A facet of the panel, by the key of its dimension. */
export const facet = (frame, key) => frame.locator(`section.facet:has(#facet-${key})`);

/** The number of matching cases that the heading states. */
export async function matching(frame) {
  const words = await frame.locator("h1.say em").innerText();
  const found = words.match(/([\d,]+)件$/) ?? words.match(/^([\d,]+) of/);
  assert.ok(found, `no count in "${words}"`);
  return Number(found[1].replaceAll(",", ""));
}
