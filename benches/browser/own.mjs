// Our own part of the browser benchmark, for when the harness with the peers is not there: the same adapters over
// invented data, every answer checked against plain loops. Times say little without peers; right and wrong do.
//
//   node benches/browser/own.mjs BROWSER PRODUCT_DIR RESULTS.json
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const [browserPath, productDir, out] = process.argv.slice(2);
const here = new URL('.', import.meta.url).pathname;
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', html: 'text/html' };

const bundled = await build({
  entryPoints: [join(here, 'own-page.mjs')],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  external: ['/product/*'],
  write: false,
});
const pages = new Map([
  ['/', '<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><script type="module" src="/page.js"></script>'],
  ['/page.js', bundled.outputFiles[0].contents],
]);

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  try {
    const body = pages.get(pathname) ?? (await readFile(join(productDir, basename(pathname))));
    const type = pathname === '/' ? TYPES.html : TYPES[pathname.split('.').pop()];
    // Only an isolated page has a clock finer than a tenth of a millisecond.
    response.writeHead(200, {
      'Content-Type': type ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

const profile = await mkdtemp(join(tmpdir(), 'jikenbo-bench-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
});
const results = [];
try {
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('pageerror', (error) => console.error(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction('window.ready === true', null, { timeout: 30_000 });
  for (const [work, size] of [['w1', 8_000], ['w1', 100_000], ['w1', 1_000_000], ['w2', 1_000], ['w2', 10_000]]) {
    const result = await page.evaluate(([work, size]) => window.run(work, size), [work, size]);
    results.push(result);
    const ms = (value) => value.toFixed(3).padStart(9);
    const verdict = result.wrong === 0 ? 'all answers right' : `${result.wrong} of ${result.asked} ANSWERS WRONG`;
    console.log(`${work} ${String(size).padStart(9)}  build ${ms(result.buildMs)} ms  median ${ms(result.medianMs)}`
      + ` ms  p95 ${ms(result.p95Ms)} ms  plain loops ${ms(result.naiveMs)} ms  ${verdict}`);
  }
  await writeFile(out, JSON.stringify(results, null, 1));
} finally {
  await context.close();
  server.close();
  await rm(profile, { recursive: true, force: true });
}
process.exitCode = results.length === 5 && results.every((result) => result.wrong === 0) ? 0 : 1;
