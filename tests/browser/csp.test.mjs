// Every screen keeps the promises of the site: its own policy, no other host, no cookie, no error, nothing wider than the
// window, and nothing that axe calls serious.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, test } from "node:test";
import { full, open, quiet } from "./support/app.mjs";
import { dist, faults, launch, newPage, serve } from "./support/site.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [id] = readdirSync(join(dist, "ja", "i")).filter((name) => name.startsWith("2023-"));
const [article] = readdirSync(join(dist, "ja", "article"));
const [org] = readdirSync(join(dist, "ja", "org"));

/** Name, path below the root, query, sheet that is open; `{lang}` in a path is the language. */
const SCREENS = [
  ["explorer", "", "label=unauthorized_access&org_kind=!hospital&q=不正"],
  ["start", "", ""],
  ["nothing found", "", "q=存在しない言葉&label=ransomware"],
  ["table", "", "view=table"],
  ["charts", "", "view=charts"],
  ["case", "", `case=${id}`],
  ["articles", "", "view=articles"],
  ["article", "", `case=${article}`],
  ["organisation", "", `view=org&org=${org}`],
  ["about", "", "view=about"],
  ["share sheet", "", "label=phishing&title=T&note=N", "#share"],
  ["export sheet", "", `case=${id}`, "#export"],
  ["unknown case", "", "case=1999-999"],
  ["notices", "", "label=nonsense&colour=red"],
  ["static list", "{lang}/", ""],
  ["static page of a case", `{lang}/i/${id}/`, ""],
  ["static page of an article", `{lang}/article/${article}/`, ""],
  ["static page of an organisation", `{lang}/org/${org}/`, ""],
  ["static method page", "{lang}/about/", ""],
];

/** Screens of the short run, each with another look. */
const SHORT = new Map([
  ["explorer", ["light", "ja"]],
  ["start", ["dark", "en"]],
  ["table", ["dark", "ja"]],
  ["charts", ["light", "en"]],
  ["case", ["dark", "en"]],
  ["article", ["light", "ja"]],
  ["about", ["light", "en"]],
  ["share sheet", ["dark", "en"]],
  ["organisation", ["dark", "ja"]],
  ["static page of a case", ["light", "en"]],
]);

const WIDTHS = [320, 390, 1440];

let page;
let address;
before(async () => {
  address = await serve({ base: "/repo/" });
  page = await newPage(await launch(), { locale: "ja-JP", viewport: { width: 1440, height: 900 } });
  page.on("console", (message) => {
    if (message.type() === "error") page.faults.push(`console: ${message.text()}`);
  });
  await page.context().addInitScript(axe);
});

for (const [name, path, query, sheet = ""] of SCREENS) {
  for (const theme of ["light", "dark"]) {
    for (const lang of ["ja", "en"]) {
      if (!full && String(SHORT.get(name)) !== String([theme, lang])) continue;
      test(`${name}, ${theme}, ${lang}`, async () => {
        const link = [query, `theme=${theme}`, `lang=${lang}`].filter(Boolean).join("&");
        await page.setViewportSize({ width: 1440, height: 900 });
        await open(page, `${address}${path.replace("{lang}", lang)}?${link}${sheet}`);
        if (sheet) await page.locator("dialog.sheet[open]").waitFor();
        assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
        assert.equal(await page.locator("html").getAttribute("lang"), lang);
        if (name === "charts") await page.locator(".chart-canvas svg path:not([fill=none])").first().waitFor({ state: "attached" });

        for (const width of full ? WIDTHS : [320, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await quiet(page);
          const wide = await page.evaluate(() => {
            const room = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= room) return [];
            const beyond = (e) => e.getBoundingClientRect().right > room + 1;
            return [...document.body.querySelectorAll("*")].filter(beyond).slice(0, 3).map((e) => e.outerHTML.slice(0, 150));
          });
          assert.deepEqual(wide, [], `wider than ${width} px`);
          if (width === 320 && !full) continue;
          const found = await page.evaluate(async () => {
            const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
            const grave = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
            return grave.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`).join(" | ")}`);
          });
          assert.deepEqual(found, [], `axe at ${width} px`);
        }

        assert.deepEqual((await faults(page)).splice(0), []);
        assert.deepEqual(await page.context().cookies(), []);
      });
    }
  }
}
