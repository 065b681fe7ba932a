// W1 of the browser benchmark: one click on a facet, answered by the app's engine.
//
// The module is loaded before the clock starts, as every other engine's code is; handing over the data is counted.
import { addTable, readAnswer } from './table.mjs';
const glue = await import('/product/browser_bench.js');
const { memory } = await glue.default();

export async function create(data) {
  const table = addTable(glue, data);
  const read = readAnswer(table, memory, data);
  return {
    apply: read,
    memory: () => ({ wasmBytes: memory.buffer.byteLength, bytesPerRow: memory.buffer.byteLength / data.n }),
  };
}
