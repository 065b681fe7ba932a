// Folds the texts of a large casebook beside the page's own thread (src/explore/documents.rs): in a worker that runs the
// first program, from the module that is compiled already. Loaded by boot.js when the app asks for it. Where there can be
// no worker, or it fails or says nothing, the app folds the texts itself: nobody is told.

/** How long a worker may take to begin, and to fold, in milliseconds: enough for a slow phone, an end for a dead one. */
const [BEGIN, FOLD] = [5_000, 60_000];

// A blob, because it is of our own origin even in a frame whose origin is nobody's; no module, which Chromium refuses there.
const WORK = `
onmessage = async ({ data: { glue, module, list, texts } }) => {
  try {
    const program = await import(glue);
    await program.default({ module_or_path: module });
    const folded = program.fold(list, texts);
    postMessage(folded, [folded.buffer]);
  } catch {
    postMessage(undefined);
  }
};
onmessageerror = () => postMessage(undefined);
postMessage("begun");
`;

let denied = false;

/**
 * Begins to fold. `glue` and `module` are the first program, `list` and `texts` (or undefined) the unpacked casebook.
 * When the worker has begun, the answer is a list of one promise: of the folded bytes, or of undefined.
 */
export async function fold(glue, module, list, texts) {
  if (denied) throw new Error("no worker");
  // Stands until one has begun.
  denied = true;
  const address = URL.createObjectURL(new Blob([WORK], { type: "text/javascript" }));
  let worker;
  const end = () => {
    worker?.terminate();
    URL.revokeObjectURL(address);
  };
  const told = (patience) =>
    new Promise((done, failed) => {
      const timer = setTimeout(failed, patience, new Error("no answer"));
      const over = (settle, value) => {
        clearTimeout(timer);
        settle(value);
      };
      worker.onmessage = ({ data }) => over(done, data);
      worker.onerror = worker.onmessageerror = (event) => {
        event.preventDefault();
        over(failed, new Error(event.type));
      };
    });
  try {
    worker = new Worker(address);
    await told(BEGIN);
    worker.postMessage({ glue, module, list, texts });
  } catch (error) {
    end();
    throw error;
  }
  denied = false;
  return [told(FOLD).catch(() => undefined).finally(end)];
}
