// Between the benchmark's documents and the crate's `Documents`.
const glue = await import('/product/browser_bench.js');
const { memory } = await glue.default();

const ROOM = 1 << 20;

/** Indexes the documents. `search` gives the ids of all that hold the needle; they are overwritten by the next search. */
export function documents(docs, folded) {
  const utf8 = docs.reduce((sum, text) => sum + text.length, 0) * 2;
  const all = new glue.Documents(folded, ROOM, utf8);
  const encoder = new TextEncoder();
  let ends = [];
  let at = 0;
  const flush = () => {
    if (ends.length > 0) all.take(Uint32Array.from(ends));
    [ends, at] = [[], 0];
  };
  for (const text of docs) {
    // A character of UTF-16 takes at most three bytes.
    if (at + text.length * 3 > ROOM) flush();
    at += encoder.encodeInto(text, new Uint8Array(memory.buffer, all.buffer() + at, ROOM - at)).written;
    ends.push(at);
  }
  flush();
  all.finish();
  return {
    search: (needle) => {
      const count = all.search(needle);
      return new Uint32Array(memory.buffer, all.rows(), count);
    },
    memory: () => ({ wasmBytes: memory.buffer.byteLength, indexBytes: all.bytes() }),
  };
}
