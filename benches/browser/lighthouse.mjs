// Lighthouse on the finished site: `node lighthouse.mjs <browser> <dist> <folder with lighthouse> <results.json> <runs>`.
//
// A phone with a processor four times slower, 1.6 Mbit/s and 150 ms of delay, first visit, on a host like GitHub Pages:
// the start page and the page of a case. The scores are medians of the runs, with the best beside them, since others on
// the machine disturb; a run never fails by a figure.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { listen } from "../../tests/browser/support/hosts.mjs";

const [chrome, dist, home, results, runs = "3"] = process.argv.slice(2);
if (!results) throw new Error("usage: node lighthouse.mjs browser dist folder results.json [runs]");
const from = createRequire(join(home, "package.json"));
const { default: lighthouse } = await import(pathToFileURL(from.resolve("lighthouse")));

const cases = readdirSync(join(dist, "ja", "i")).filter((id) => id.startsWith("2023-"));
const PAGES = { start: "", case: `ja/i/${cases[Math.floor(cases.length / 2)]}/` };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const METRICS = {
  FCP: "first-contentful-paint",
  LCP: "largest-contentful-paint",
  TBT: "total-blocking-time",
  CLS: "cumulative-layout-shift",
  SI: "speed-index",
};
const throttling = { rttMs: 150, throughputKbps: 1638.4, cpuSlowdownMultiplier: 4, requestLatencyMs: 562.5, downloadThroughputKbps: 1474.56, uploadThroughputKbps: 675 };

/** A browser of its own for each run, and the port it listens on. */
async function browser() {
  const profile = mkdtempSync(join(tmpdir(), "jikenbo-lighthouse-"));
  const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const child = spawn(chrome, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
  const port = await new Promise((found, failed) => {
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
      const port = said.match(/DevTools listening on ws:\/\/[^:]+:(\d+)/)?.[1];
      if (port) found(Number(port));
    });
    child.on("exit", () => failed(new Error(`the browser ended: ${said.slice(-400)}`)));
  });
  const stop = async () => {
    const gone = new Promise((done) => child.once("exit", done));
    child.kill();
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { port, stop };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];
const { address, stop } = await listen({ root: dist, base: "/repo/", host: "pages" });
const out = {};
for (const [name, path] of Object.entries(PAGES)) {
  const taken = [];
  const findings = new Map();
  for (let run = 0; run < Number(runs); run += 1) {
    const { port, stop: close } = await browser();
    try {
      const flags = { port, onlyCategories: CATEGORIES, logLevel: "error", throttlingMethod: "simulate", throttling };
      const { lhr } = await lighthouse(`${address}${path}`, flags);
      const scores = Object.fromEntries(CATEGORIES.map((key) => [key, Math.round(100 * lhr.categories[key].score)]));
      const metrics = Object.fromEntries(Object.entries(METRICS).map(([key, id]) => [key, lhr.audits[id].numericValue]));
      taken.push({ scores, metrics, load: loadavg()[0] });
      for (const key of CATEGORIES) {
        for (const { id, weight } of lhr.categories[key].auditRefs) {
          const { score, title, displayValue = "", details } = lhr.audits[id];
          if (weight > 0 && score !== null && score < 0.9) {
            const where = (details?.items ?? []).slice(0, 4).map((item) => item.node?.snippet ?? item.url ?? item.description ?? "").filter(Boolean);
            findings.set(id, { category: key, title, score, displayValue, where });
          }
        }
      }
    } finally {
      await close();
    }
  }
  const of = (key) => taken.map(({ scores }) => scores[key]);
  console.log(`\n${name} (${path || "./"}), ${runs} runs, load ${Math.max(...taken.map((t) => t.load)).toFixed(1)}`);
  for (const key of CATEGORIES) console.log(`  ${key.padEnd(15)} median ${median(of(key))}, best ${Math.max(...of(key))}`);
  const metrics = Object.keys(METRICS).map((key) => {
    const all = taken.map((t) => t.metrics[key]);
    const short = (n) => (key === "CLS" ? n.toFixed(3) : `${Math.round(n)} ms`);
    return `${key} ${short(median(all))} (${short(Math.min(...all))})`;
  });
  console.log(`  ${metrics.join(", ")}: median (best)`);
  for (const [id, { category, title, score, displayValue, where }] of findings) {
    console.log(`  ${category}: ${id} ${score}: ${title} ${displayValue}${where.map((w) => `\n    ${w.slice(0, 160)}`).join("")}`);
  }
  out[name] = { path, runs: taken, findings: Object.fromEntries(findings) };
}
stop();
writeFileSync(results, `${JSON.stringify(out, null, 2)}\n`);
