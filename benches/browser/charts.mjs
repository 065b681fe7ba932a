// The page of charts with a large casebook: what a filter change costs until the last chart's option is handed over.
//
//   node benches/browser/charts.mjs BROWSER SITE RESULTS.json [CHANGES]
//
// The app is not changed for it: what the page calls in the second program, and what that calls in ECharts, is clocked
// from outside. "Ours" is the time inside the second program (engine, numbers, options, their way to JavaScript, the
// words around the charts); "ECharts" is the time inside its `setOption`, which is no part of ours.
import { chromium } from 'playwright-core';
import { writeFile } from 'node:fs/promises';
import { listen } from '../../tests/browser/support/hosts.mjs';
import { rest } from './rest.mjs';

const [browserPath, site, out, changes = '40'] = process.argv.slice(2);
const { address, stop } = await listen({ root: site });

/** Clocks calls into the second program, and from it into ECharts. It runs before anything of the page. */
function clock() {
  const told = { depth: 0, ours: 0, theirs: 0, charts: {}, since: 0 };
  globalThis.told = told;
  const instantiate = WebAssembly.instantiate;
  let programs = 0;
  WebAssembly.instantiate = async (...given) => {
    const made = await instantiate.apply(WebAssembly, given);
    programs += 1;
    if (programs !== 2) return made;
    const instance = made.instance ?? made;
    const exports = {};
    for (const [name, value] of Object.entries(instance.exports)) {
      exports[name] = typeof value !== 'function' || /malloc|realloc|free|externref/.test(name) ? value : (...given) => {
        const outer = told.depth === 0;
        const begun = performance.now();
        if (outer) told.since = begun;
        told.depth += 1;
        try {
          return value(...given);
        } finally {
          told.depth -= 1;
          if (outer) told.ours += performance.now() - begun;
        }
      };
    }
    const clocked = { exports };
    Object.setPrototypeOf(clocked, WebAssembly.Instance.prototype);
    return made.instance ? { ...made, instance: clocked } : clocked;
  };
  const set = (chart, id) => {
    const setOption = chart.setOption.bind(chart);
    chart.setOption = (...given) => {
      const begun = performance.now();
      const mine = begun - told.since;
      try {
        return setOption(...given);
      } finally {
        const spent = performance.now() - begun;
        told.theirs += spent;
        if (told.depth > 0) told.ours -= spent;
        (told.charts[id] ??= []).push([mine, spent]);
        told.since = performance.now();
      }
    };
  };
  // On the way down to the script's own listener, which is the app's.
  document.addEventListener('load', () => {
    const library = globalThis.echarts;
    if (!library || library.clocked) return;
    const { init } = library;
    library.clocked = true;
    library.init = (element, ...rest) => {
      const chart = init(element, ...rest);
      set(chart, element.closest('figure').className.match(/chart-(\w+)/)[1]);
      return chart;
    };
  }, { capture: true });
}

const browser = await chromium.launch({ executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'] });
const results = [];
let total = 0;
try {
  // As high as the page: a figure that was never seen is not drawn.
  const context = await browser.newContext({ viewport: { width: 1440, height: 9000 }, locale: 'ja-JP', reducedMotion: 'reduce', serviceWorkers: 'block' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(String(error)));
  await page.addInitScript(clock);
  await page.goto(`${address}?view=charts&chart=expert-a4`);
  await page.waitForFunction(() => {
    const figures = [...document.querySelectorAll('figure.chart')];
    return figures.length > 4 && figures.every((figure) => figure.querySelector('.chart-canvas svg'));
  }, undefined, { timeout: 60_000 });
  await rest(page);
  total = Number((await page.locator('.chart-sub').first().innerText()).match(/^([\d,]+)件/)[1].replaceAll(',', ''));
  for (let at = 0; at < Number(changes); at++) {
    results.push(await page.evaluate(async (at) => {
      const { told } = globalThis;
      Object.assign(told, { ours: 0, theirs: 0, charts: {} });
      const chosen = [...document.querySelectorAll('#filters .facet .pick[aria-checked="true"]')];
      const facets = [...document.querySelectorAll('#filters section.facet')];
      let line = at % 3 === 2 ? chosen[at % chosen.length] : undefined;
      for (let next = at; !line && next < at + facets.length; next++) {
        const lines = facets[next % facets.length].querySelectorAll('.line:not(.none) .pick[aria-checked="false"]');
        line = lines[Math.floor(at / facets.length) % (lines.length || 1)];
      }
      const words = line.querySelector('.name')?.textContent ?? line.textContent;
      line.click();
      await new Promise((done) => setTimeout(done, 350));
      return { words, ours: told.ours, theirs: told.theirs, charts: structuredClone(told.charts) };
    }, at));
  }
} finally {
  await browser.close();
  await stop();
}

const at = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(part * values.length) - 1)];
const ms = (value) => (Number.isFinite(value) ? value.toFixed(2) : '–');
const three = (values) => `${ms(at(values, 0.5))}, ${ms(at(values, 0.95))}, ${ms(Math.max(...values))}`;
const drawn = results.filter((r) => Object.keys(r.charts).length > 0);
const ids = [...new Set(drawn.flatMap((r) => Object.keys(r.charts)))];
const of = (id, side) => drawn.flatMap((r) => (r.charts[id] ?? []).map((pair) => pair[side]));
const table = [
  '| charts | ours: median, p95, most | ECharts: median, p95, most |',
  '|---|---|---|',
  `| all ${ids.length}, with the engine and the words around them | ${three(drawn.map((r) => r.ours))} | ${three(drawn.map((r) => r.theirs))} |`,
  ...ids.map((id) => `| ${id}${id === ids[0] ? ' (with the engine)' : ''} | ${three(of(id, 0))} | ${three(of(id, 1))} |`),
].join('\n');
console.log(`\n${total} incidents, ${drawn.length} filter changes on the page of charts, ms:\n\n${table}\n`);
await writeFile(out, JSON.stringify({ total, table, results }, null, 1));
process.exitCode = drawn.length > 0 && drawn.every((r) => Object.values(r.charts).every((all) => all.length === 1)) ? 0 : 1;
