// Random queries, two doors: `jikenbo query` and the browser give the same ids in the same order and the same counts in
// every facet of the panel. (`kind`, `updated` and `days` have no facet there; their counts are the engine's alone.)
//
// Seed and number: JIKENBO_SEED and JIKENBO_QUERIES repeat a failure.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { full, ids, open, quiet } from "./support/app.mjs";
import { asked, asTable, tallPage } from "./support/doors.mjs";
import { queries } from "./support/random.mjs";
import { faults } from "./support/site.mjs";

const seed = Number(process.env.JIKENBO_SEED ?? 20231115);
const count = Number(process.env.JIKENBO_QUERIES ?? (full ? 200 : 30));

let page;
let address;
before(async () => ({ page, address } = await tallPage()));

/** Comes in by the door of Back and Forward, without a load. Nothing is painted: at this height that takes longest. */
const show = (query) =>
  page.evaluate((link) => {
    document.documentElement.style.visibility = "hidden";
    history.pushState(null, "", link);
    dispatchEvent(new PopStateEvent("popstate"));
    return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }, `${address}?${query}`);

/**
 * What the panel shows: for each facet its lines with the words and numbers on them, and the value that a line's link
 * adds to a state without filters. Opens what is folded.
 */
const panel = () =>
  page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const folded = [...document.querySelectorAll("details.facet-group:not([open])")];
    folded.forEach((group) => (group.open = true));
    if (folded.length > 0) await frame();
    const short = [...document.querySelectorAll('.facet button[aria-expanded="false"]')];
    short.forEach((more) => more.click());
    if (short.length > 0) await frame();
    const facets = {};
    for (const section of document.querySelectorAll("#filters section.facet")) {
      const key = section.querySelector("h3").id.replace("facet-", "");
      const value = (link) => new URL(link.href).searchParams.get(key);
      const number = (words) => Number(words.replaceAll(",", ""));
      facets[key] = [...section.querySelectorAll(".pick")].map((link) => {
        return { name: link.querySelector(".name").textContent, count: number(link.querySelector("b").textContent), value: value(link) };
      });
      for (const link of section.querySelectorAll(".histogram a")) {
        const [, name, count] = link.title.match(/^(.*): ([\d,]+) \/ [\d,]+$/);
        facets[key].push({ name, count: number(count), value: value(link) });
      }
    }
    return facets;
  });

/** Lines that count something, in one order. */
const counted = (lines) => lines.filter((line) => line.count > 0).map((line) => `${line.name} ${line.count}`).sort();

test(`${count} random queries`, async () => {
  const units = (await asked([""]))[0].facets.unit.map((v) => v.value).filter((v) => v !== "?");
  // The words of every value in both languages, learnt where nothing is chosen.
  const words = { ja: {}, en: {} };
  const whole = ["", ...units.map((unit) => `unit=${unit}`)].map((query) => `${query}&kind=incident,article`);
  await open(page, address);
  for (const lang of ["ja", "en"]) {
    for (const query of whole) {
      await show(`${asTable(query)}&lang=${lang}`);
      await quiet(page);
      for (const [key, lines] of Object.entries(await panel())) {
        if (query.includes("unit=") && key !== "affected") continue;
        const names = (words[lang][key] ??= new Map());
        for (const { name, value } of lines) names.set(value, name);
      }
    }
  }
  await show("view=table&kind=incident,article&lang=ja");
  await quiet(page);
  const titles = await page.locator("#results-table tbody th").allTextContents();
  const [{ facets, ids: records }] = await asked(["kind=incident,article"]);
  const all = queries({ seed, count, facets, ids: records, titles });
  const answers = await asked(all);

  const failures = [];
  for (const [at, query] of all.entries()) {
    const wanted = answers[at];
    const lang = new URLSearchParams(query.replace(/^\?/, "")).get("lang") === "en" ? "en" : "ja";
    const seen = async () => {
      const shown = await panel();
      const list = await ids(page);
      const wrong = [];
      if (list.join() !== wanted.ids.join()) wrong.push(`ids ${list.slice(0, 5)} (${list.length}), not ${wanted.ids.slice(0, 5)} (${wanted.ids.length})`);
      for (const [key, names] of Object.entries(words[lang])) {
        const expected = counted(wanted.facets[key].map(({ value, count }) => ({ name: names.get(value) ?? value, count })));
        const found = counted(shown[key] ?? []);
        if (found.join("\n") !== expected.join("\n")) {
          const only = (these, those) => these.filter((line) => !those.includes(line)).slice(0, 3);
          wrong.push(`facet ${key}: ${only(found, expected)}, not ${only(expected, found)}`);
        }
      }
      return wrong;
    };
    await show(asTable(query));
    let wrong = await seen();
    // The table and a long list are drawn in frames of their own; what is still wrong in a page at rest is wrong.
    if (wrong.length > 0) {
      await quiet(page);
      wrong = await seen();
    }
    if (wrong.length > 0) failures.push({ query, wrong });
  }
  assert.deepEqual(failures, [], `JIKENBO_SEED=${seed} JIKENBO_QUERIES=${count} asks the same again`);
  assert.deepEqual((await faults(page)).splice(0), []);

  const found = answers.filter((answer) => answer.matching > 0).length;
  assert.ok(found > count / 4, `only ${found} of ${count} queries find anything`);
  const keys = new Set(all.flatMap((query) => [...new URLSearchParams(query.replace(/^\?/, "")).keys()]));
  const missing = Object.keys(facets).filter((key) => facets[key].some((v) => v.value !== "?") && !keys.has(key));
  // The short run asks too few for that.
  if (count >= 100) assert.deepEqual(missing, [], "dimensions that no query asked about");
});
