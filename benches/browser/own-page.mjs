// Runs in the page of own.mjs: invents data in the shape of the harness, asks, checks.
import * as clicks from './w1.mjs';
import * as keys from './w2.mjs';

const ROUNDS = 6;
const DIMS = ['year', 'month', 'industry', 'country', 'employee_count', 'action', 'actor', 'asset', 'data', 'disclosure',
  'discovery', 'data_total'];
const SINGLE = { industry: 26, country: 140, employee_count: 11, disclosure: 5, discovery: 6 };
const MULTI = { action: 8, actor: 5, asset: 85, data: 16 };
const [FIRST_YEAR, LAST_YEAR] = [1994, 2020];
const EDGES = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

/** The same numbers in 0..1 every time. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function table(n) {
  const next = dice(n);
  // Most rows have one of few values, as in every such table.
  const value = (cardinality) => Math.floor(next() ** 4 * cardinality);
  const years = LAST_YEAR - FIRST_YEAR + 1;
  const col = { dk: new Int32Array(n), ym: new Uint16Array(n), year: new Uint8Array(n), month: new Uint8Array(n),
    data_total: new Float64Array(n), dtb: new Uint8Array(n) };
  for (let row = 0; row < n; row++) {
    const year = years - 1 - value(years);
    const month = Math.floor(next() * 13);
    const day = month === 0 ? 0 : Math.floor(next() * 29);
    [col.year[row], col.month[row], col.ym[row]] = [year, month, year * 13 + month];
    col.dk[row] = (FIRST_YEAR + year) * 10000 + month * 100 + day;
    const total = next() < 0.3 ? Math.floor(10 ** (next() * 8)) - 1 : NaN;
    col.data_total[row] = total;
    col.dtb[row] = Number.isNaN(total) ? 0 : 1 + EDGES.filter((edge) => edge <= total).length;
  }
  for (const dim in SINGLE) col[dim] = Uint8Array.from({ length: n }, () => value(SINGLE[dim]));
  for (const dim in MULTI) {
    const offsets = new Uint32Array(n + 1);
    const codes = [];
    for (let row = 0; row < n; row++) {
      const several = new Set(Array.from({ length: 1 + value(4) }, () => value(MULTI[dim])));
      codes.push(...several);
      offsets[row + 1] = codes.length;
    }
    [col[`${dim}.off`], col[`${dim}.val`]] = [offsets, Uint8Array.from(codes)];
  }
  const names = (count) => Array.from({ length: count }, (_, code) => code);
  const dict = Object.fromEntries(Object.entries({ ...SINGLE, ...MULTI }).map(([dim, count]) => [dim, names(count)]));
  dict.year = names(years).map((year) => year + FIRST_YEAR);
  dict.month = names(13);
  dict.data_total = ['null', '0', ...EDGES.map((edge) => `>=${edge}`)];
  const card = Object.fromEntries(DIMS.map((dim) => [dim, dict[dim].length]));
  return { n, meta: { yearMax: LAST_YEAR }, dict, yearMin: FIRST_YEAR, col, card, nYm: years * 13 };
}

/** Complete filters, one click after another. */
function script() {
  const next = dice(7);
  const held = {};
  const steps = [];
  for (let click = 0; click < 40; click++) {
    const dim = DIMS[Math.floor(next() * DIMS.length)];
    const from = Math.floor(next() * 20);
    if (held[dim] !== undefined && next() < 0.5) delete held[dim];
    else if (dim === 'year') held.year = { min: FIRST_YEAR + from, max: FIRST_YEAR + from + 5 };
    else if (dim === 'data_total') held.data_total = { min: 10 ** (from % 6), max: from < 10 ? null : 10 ** (from % 6 + 2) };
    else held[dim] = [...(held[dim] ?? []), Math.floor(next() ** 3 * (SINGLE[dim] ?? MULTI[dim] ?? 13))];
    if (click % 13 === 12) Object.keys(held).forEach((dim) => delete held[dim]);
    steps.push(structuredClone(held));
  }
  return steps;
}

/** What a click should say, row by row. */
function naive({ n, col, card, nYm, yearMin }, newest, filters) {
  const facets = Object.fromEntries(DIMS.map((dim) => [dim, new Uint32Array(card[dim])]));
  const ym = new Uint32Array(nYm);
  const top = [];
  let count = 0;
  const values = (dim, row) => MULTI[dim] === undefined
    ? [dim === 'data_total' ? col.dtb[row] : col[dim][row]]
    : col[`${dim}.val`].subarray(col[`${dim}.off`][row], col[`${dim}.off`][row + 1]);
  const passes = (dim, row) => {
    const filter = filters[dim];
    if (dim === 'year') return filter.min <= col.year[row] + yearMin && col.year[row] + yearMin <= filter.max;
    if (dim === 'data_total') return col.data_total[row] >= filter.min && col.data_total[row] < (filter.max ?? Infinity);
    return [...values(dim, row)].some((code) => filter.includes(code));
  };
  for (const row of newest) {
    const failed = Object.keys(filters).filter((dim) => !passes(dim, row));
    if (failed.length > 1) continue;
    for (const dim of failed.length === 1 ? failed : DIMS) {
      for (const code of values(dim, row)) facets[dim][code]++;
      if (dim === 'year') ym[col.ym[row]]++;
    }
    if (failed.length === 0) {
      count++;
      if (top.length < 50) top.push(row);
    }
  }
  return { count, facets, ym, top };
}

const flat = ({ count, facets, ym, top }) => [count, ...DIMS.flatMap((dim) => [...facets[dim]]), ...ym, ...top].join();

function summary(work, size, buildMs, times, naiveTimes, wrong) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const naiveMs = [...naiveTimes].sort((a, b) => a - b)[naiveTimes.length >> 1];
  return { work, size, buildMs, medianMs: at(0.5), p95Ms: at(0.95), naiveMs, wrong, asked: naiveTimes.length };
}

async function w1(size) {
  const data = table(size);
  const begun = performance.now();
  const engine = await clicks.create(data);
  const buildMs = performance.now() - begun;
  const newest = Uint32Array.from({ length: size }, (_, row) => row);
  newest.sort((a, b) => data.col.dk[b] - data.col.dk[a] || a - b);
  const [times, naiveTimes] = [[], []];
  let wrong = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const filters of script()) {
      const asked = performance.now();
      const answer = engine.apply(filters);
      const answered = performance.now();
      if (round > 0) times.push(answered - asked);
      else {
        const said = flat(answer);
        const looped = performance.now();
        const expected = naive(data, newest, filters);
        naiveTimes.push(performance.now() - looped);
        wrong += said === flat(expected) ? 0 : 1;
      }
    }
  }
  return summary('w1', size, buildMs, times, naiveTimes, wrong);
}

const SYLLABLES = ['漏', 'えい', '個人', '情報', '流出', '不正', 'アクセス', '誤送信', 'ランサム', 'ウェア', '株式会社', '大学', '病院',
  'mal', 'ware', 'phish', 'ing', ' ', 'stolen', 'data', '2019', '12,000', '件', 'の', 'を', '。'];
const NEEDLES = ['個人情報漏えい', 'ランサムウェア', '不正アクセス', 'malware', 'phishing', 'stolen data', '2019', '大学病院', 'zebra'];

async function w2(size) {
  const next = dice(size);
  const docs = Array.from({ length: size }, () =>
    Array.from({ length: 60 + Math.floor(next() * 60) }, () => SYLLABLES[Math.floor(next() * SYLLABLES.length)]).join(''));
  const begun = performance.now();
  const engine = await keys.create(docs);
  const buildMs = performance.now() - begun;
  const [times, naiveTimes] = [[], []];
  let wrong = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const needle of NEEDLES.flatMap((needle) => [...needle].map((_, at) => [...needle].slice(0, at + 1).join('')))) {
      const asked = performance.now();
      const ids = engine.search(needle);
      const answered = performance.now();
      if (round > 0) times.push(answered - asked);
      else {
        const said = ids.join();
        const looped = performance.now();
        const expected = docs.flatMap((text, id) => (text.includes(needle) ? [id] : []));
        naiveTimes.push(performance.now() - looped);
        wrong += said === expected.join() ? 0 : 1;
      }
    }
  }
  return summary('w2', size, buildMs, times, naiveTimes, wrong);
}

window.run = (work, size) => ({ w1, w2 })[work](size);
window.ready = true;
