// Pictures of every chart, for eyes: both themes, both languages, desktop and phone, print and forced colours.
//
//   JIKENBO_DIST=SITE node tests/browser/support/charts-shots.mjs OUT [QUERY [WAYS]]
//
// `QUERY` is laid upon every page (`label=mistake`); `WAYS` keeps those whose name holds it (`phone`, `ja-dark`).
// One PNG a chart: OUT/<way>-<chart>.png. What must be true of each of them is checked and printed on the way: text
// under 11 px, text that runs out of the drawing, words upon words, a page wider than its window.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { listen } from "./hosts.mjs";

const [out, query = "", wanted = ""] = process.argv.slice(2);
const site = process.env.JIKENBO_DIST ?? "dist";
const SIZES = {
  desktop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
};
const PAGES = {
  charts: "view=charts&chart=expert-a4",
  compare: "view=compare&vs=label%3Dmistake",
};
const WAYS = [];
for (const lang of ["ja", "en"]) {
  for (const theme of ["light", "dark"]) {
    for (const size of Object.keys(SIZES)) WAYS.push({ name: `${lang}-${theme}-${size}`, lang, theme, size });
  }
  for (const theme of ["light", "dark"]) {
    WAYS.push({ name: `${lang}-print-${theme}`, lang, theme, size: "desktop", media: { media: "print" } });
  }
}
for (const theme of ["light", "dark"]) {
  WAYS.push({ name: `ja-forced-${theme}`, lang: "ja", theme, size: "desktop", media: { forcedColors: "active", colorScheme: theme } });
}

/** What is wrong with the drawing of a figure, seen from its DOM. */
function wrong(figure) {
  const canvas = figure.querySelector(".chart-canvas");
  const frame = canvas.getBoundingClientRect();
  const texts = [...canvas.querySelectorAll("svg text")]
    .filter((text) => text.textContent.trim() && getComputedStyle(text).visibility !== "hidden")
    .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect(), px: Number.parseFloat(getComputedStyle(text).fontSize) }));
  const said = texts.length === 0 ? ["no words at all"] : [];
  for (const { words, box, px } of texts) {
    if (px < 11) said.push(`${px} px: ${words}`);
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) said.push(`runs out: ${words}`);
  }
  for (const [at, a] of texts.entries()) {
    for (const b of texts.slice(at + 1)) {
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > 2 && high > 4) said.push(`upon each other: ${a.words} / ${b.words}`);
    }
  }
  return said;
}

await mkdir(out, { recursive: true });
const { address, stop } = await listen({ root: site });
const browser = await chromium.launch({
  executablePath: process.env.CHROME_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
});
try {
  for (const way of WAYS.filter((way) => way.name.includes(wanted))) {
    const context = await browser.newContext({ ...SIZES[way.size], reducedMotion: "reduce", serviceWorkers: "block" });
    const page = await context.newPage();
    for (const [name, words] of Object.entries(PAGES)) {
      const target = `${address}?${[query, words, `lang=${way.lang}&theme=${way.theme}`].filter(Boolean).join("&")}`;
      await page.goto(target);
      const figures = page.locator("figure.chart");
      await figures.first().waitFor({ timeout: 60_000 });
      if (way.media) await page.emulateMedia({ reducedMotion: "reduce", ...way.media });
      const count = await figures.count();
      // Figures are drawn when they are first seen.
      for (let at = 0; at < count; at += 1) {
        await figures.nth(at).locator(".chart-canvas").scrollIntoViewIfNeeded();
        await figures.nth(at).locator(".chart-canvas svg").waitFor({ state: "attached" });
      }
      await page.waitForTimeout(500);
      // What stays at the edge of the window would lie upon the pictures.
      await page.evaluate(() => {
        for (const e of document.querySelectorAll("body *")) if (["sticky", "fixed"].includes(getComputedStyle(e).position)) e.hidden = true;
      });
      // As high as the page: a figure that is higher than the window would be caught while it is scrolled.
      const { width } = SIZES[way.size].viewport;
      await page.setViewportSize({ width, height: await page.evaluate(() => document.documentElement.scrollHeight) });
      await page.waitForTimeout(500);
      for (let at = 0; at < count; at += 1) {
        const figure = figures.nth(at);
        const id = (await figure.getAttribute("class")).split(" ").find((part) => part.startsWith("chart-")).slice(6);
        const file = `${way.name}-${name === "compare" ? "compare-" : ""}${id}`;
        for (const fault of new Set(await figure.evaluate(wrong))) console.log(`${file}: ${fault}`);
        await figure.screenshot({ path: join(out, `${file}.png`) });
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) console.log(`${way.name}-${name}: the page is ${wide} px wider than its window`);
    }
    await context.close();
    console.log(`${way.name}: done`);
  }
} finally {
  await browser.close();
  await stop();
}
