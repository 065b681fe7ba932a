// The app with a large casebook: what 40 clicks on facets cost, from the event to the end of its task.
//
//   node benches/browser/app.mjs BROWSER SITE RESULTS.json [ROUNDS [SPEEDS]]    SPEEDS: 1,4 = as it is, four times slower
//
// Real clicks in a real page; times are those of the browser's own timeline (tracing), not of a clock in the page. The
// task that a click runs in ends when facets, list and sentence have changed; the charts follow in tasks of their own.
// What the timeline calls CPU time is what the main thread itself worked: on a machine with other work it says more.
import { chromium } from 'playwright-core';
import { writeFile } from 'node:fs/promises';
import { listen } from '../../tests/browser/support/hosts.mjs';
import { rest } from './rest.mjs';

const [browserPath, site, out, rounds = '2', speeds = '1,4'] = process.argv.slice(2);
const CLICKS = 40;
const SPEEDS = speeds.split(',').map(Number);
const CATEGORIES = ['devtools.timeline', 'toplevel', 'blink.user_timing'];

const { address, stop } = await listen({ root: site });

/**
 * Marks on the timeline what a click changes; the page's policy allows no script of its own, this one comes from outside.
 * What it watches costs the page time too: so each area by itself, words and elements only, and one mark a change.
 */
function watch() {
  addEventListener('click', () => performance.mark('click'), { capture: true });
  const areas = { facets: '#filters', list: '#results-cards', sentence: 'h1.say', charts: '.chart-canvas' };
  for (const [area, selector] of Object.entries(areas)) {
    const observer = new MutationObserver(() => performance.mark(area));
    document.querySelectorAll(selector).forEach((e) => observer.observe(e, { subtree: true, childList: true, characterData: true, attributeFilter: ['aria-checked', 'd'] }));
  }
}

/** The line that click number `at` goes to: each facet in its turn, lines chosen one by one, every third one let go. */
const target = (page, at) => page.evaluateHandle((at) => {
  const chosen = [...document.querySelectorAll('#filters .facet .pick[aria-checked="true"]')];
  if (at % 3 === 2 && chosen.length > 0) return chosen[at % chosen.length];
  const facets = [...document.querySelectorAll('#filters section.facet')];
  for (let next = at; next < at + facets.length; next++) {
    const lines = [...facets[next % facets.length].querySelectorAll('.line:not(.none) .pick[aria-checked="false"]')];
    if (lines.length > 0) return lines[Math.floor(at / facets.length) % lines.length];
  }
  return null;
}, at);

/** What the timeline says of one click, in milliseconds. */
function measured(events) {
  const click = events.find((event) => event.cat.includes('blink.user_timing') && event.name === 'click');
  if (!click) throw new Error('the timeline holds no click');
  const main = (event) => event.pid === click.pid && event.tid === click.tid;
  const tasks = events.filter((event) => main(event) && event.ph === 'X' && /RunTask$/.test(event.name));
  const around = (ts) => tasks.find((task) => task.ts <= ts && ts <= task.ts + task.dur);
  const dispatched = events.filter((event) => main(event) && event.name === 'EventDispatch' && event.args?.data?.type === 'click');
  const event = dispatched.find((event) => event.ts <= click.ts && click.ts <= event.ts + event.dur) ?? click;
  const task = around(click.ts);
  const marks = (area) => events.filter((event) => main(event) && event.name === area && event.cat.includes('blink.user_timing'));
  const within = (area) => marks(area).length > 0 && marks(area)[0].ts <= task.ts + task.dur;
  const last = marks('charts').map((mark) => around(mark.ts)).filter(Boolean).sort((a, b) => b.ts - a.ts)[0];
  const cpuTill = (end) => tasks.filter((other) => other.ts >= task.ts && other.ts <= end).reduce((sum, other) => sum + (other.tdur ?? other.dur), 0);
  const before = (event.tts ?? event.ts) - (task.tts ?? task.ts);
  return {
    taskMs: (task.ts + task.dur - event.ts) / 1000,
    taskCpuMs: ((task.tdur ?? task.dur) - before) / 1000,
    chartsMs: last ? (last.ts + last.dur - event.ts) / 1000 : null,
    chartsCpuMs: last ? (cpuTill(last.ts) - before) / 1000 : null,
    changed: ['facets', 'list', 'sentence'].filter(within),
    late: ['facets', 'sentence'].filter((area) => marks(area).some((mark) => mark.ts > task.ts + task.dur)),
  };
}

const browser = await chromium.launch({ executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'] });
const results = [];
try {
  for (const speed of SPEEDS) {
    for (let round = 0; round < Number(rounds); round++) {
      // A reader who wants no motion gets the charts at once, not over 250 ms.
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'ja-JP', reducedMotion: 'reduce', serviceWorkers: 'block' });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(String(error)));
      await page.goto(address);
      await page.waitForFunction(() => document.querySelector('#results-cards .card') && document.querySelector('.chart-canvas svg'), null, { timeout: 120_000 });
      await rest(page);
      await page.evaluate(watch);
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: speed });
      for (let at = 0; at < CLICKS; at++) {
        const line = await target(page, at);
        const element = line.asElement();
        if (!element) throw new Error(`nothing to click at click ${at}`);
        await element.scrollIntoViewIfNeeded();
        const words = await element.evaluate((e) => `${e.closest('section').querySelector('h3').id.replace('facet-', '')}: ${e.querySelector('.name').textContent}`);
        await rest(page);
        await browser.startTracing(page, { categories: CATEGORIES });
        await element.click();
        // Nothing else is asked of the page meanwhile.
        await page.waitForTimeout(500 * speed);
        const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
        results.push({ speed, round, click: at, words, ...measured(traceEvents) });
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await stop();
}

const at = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(part * values.length) - 1)];
const LIMITS = { 1: [16, 50], 4: [50, 150] };
const rows = SPEEDS.map((speed) => {
  const of = (key) => results.filter((r) => r.speed === speed && r[key] !== null).map((r) => r[key]);
  const three = (key) => [at(of(key), 0.5), at(of(key), 0.95), Math.max(...of(key))];
  // The least of its rounds for each click: what others on the machine disturb least.
  const least = (key) => Array.from({ length: CLICKS }, (_, click) => Math.min(...results.filter((r) => r.speed === speed && r.click === click && r[key] !== null).map((r) => r[key]))).filter(Number.isFinite);
  return { speed, limits: LIMITS[speed], task: three('taskMs'), taskCpu: three('taskCpuMs'), charts: three('chartsMs'), chartsCpu: three('chartsCpuMs'),
    leastTask: Math.max(...least('taskMs')), leastCharts: Math.max(...least('chartsMs')), late: results.filter((r) => r.speed === speed && r.late.length > 0).length };
});
const ms = (value) => (Number.isFinite(value) ? value.toFixed(1) : '–');
const table = [
  '| CPU | facets, list, sentence: median, p95, most (limit) | of it CPU | least of each click, the most | charts: median, p95, most (limit) | of it CPU | least of each click, the most |',
  '|---|---|---|---|---|---|---|',
  ...rows.map((r) => `| 1/${r.speed} | ${r.task.map(ms).join(', ')} (${r.limits[0]}) | ${r.taskCpu.map(ms).join(', ')} | ${ms(r.leastTask)} | ${r.charts.map(ms).join(', ')} (${r.limits[1]}) | ${r.chartsCpu.map(ms).join(', ')} | ${ms(r.leastCharts)} |`),
].join('\n');
console.log(`\n${CLICKS} clicks, ${rounds} rounds, ms:\n\n${table}\n`);
await writeFile(out, JSON.stringify({ clicks: CLICKS, rounds: Number(rounds), rows, table, results }, null, 1));
const unseen = results.filter((r) => !r.changed.includes('facets') || !r.changed.includes('sentence'));
if (unseen.length > 0) console.log(`${unseen.length} clicks whose facets and sentence had not changed when their task ended: ${unseen.slice(0, 5).map((r) => r.words).join('; ')}`);
process.exitCode = unseen.length === 0 ? 0 : 1;
