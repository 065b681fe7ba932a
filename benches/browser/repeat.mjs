// A file of incidents with the first of them once more, under ids of their own, until there are as many as asked for.
//
//   node benches/browser/repeat.mjs IN.jsonl.gz OUT.jsonl ROWS
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

const [from, to, rows] = process.argv.slice(2);
const lines = gunzipSync(await readFile(from)).toString('utf8').split('\n').filter((line) => line.trim() !== '');
const all = Array.from({ length: Number(rows) }, (_, at) => {
  const round = Math.floor(at / lines.length);
  if (round === 0) return lines[at];
  const incident = JSON.parse(lines[at % lines.length]);
  incident.incident_id = `${incident.incident_id}-${round}`;
  return JSON.stringify(incident);
});
await writeFile(to, `${all.join('\n')}\n`);
