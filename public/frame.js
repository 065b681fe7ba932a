// The frame's side of the protocol with the page around it. Loaded by boot.js when that page first speaks; what comes
// here is from the parent window, and from the one origin that the frame's address allows where it names one.
// docs/embed.md says what the messages mean; the app's second program (src/ui/rooms.rs) does what they ask for.
const VERSION = 1;
/** Longest query that is taken, in characters. */
const MOST = 8000;

/** The second program once it follows the casebook; until then it is asked for. */
async function rooms(say) {
  for (;;) {
    if (document.documentElement.dataset.boot === "ready") {
      const program = await globalThis.jikenboRooms?.().catch(() => undefined);
      if (program?.attend(say)) return program;
      dispatchEvent(new Event("jikenbo:rooms"));
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** What hears the messages. */
export function attend() {
  let to;
  let program;
  let last;
  const post = (message) => to !== undefined && parent.postMessage({ version: VERSION, ...message }, to);
  const say = (query, matching, total, unknown, open) => {
    last = { type: "jikenbo:state", query, matching, total, unknown, case: open || null };
    post(last);
  };
  const refuse = (reason, detail) => post({ type: "jikenbo:refused", reason, detail });

  return ({ data, origin }) => {
    if (data.type !== "jikenbo:hello" && data.type !== "jikenbo:set") return;
    // An opaque origin has no name to send to; that only the parent window gets it holds all the same.
    to = origin === "null" ? "*" : origin;
    if (data.version !== VERSION) return refuse("version", [String(VERSION)]);
    if (!program) program = rooms(say);
    else if (data.type === "jikenbo:hello" && last) post(last);
    if (data.type === "jikenbo:hello") return;
    const { query } = data;
    if (typeof query !== "string" || query.length > MOST) return refuse("query", []);
    program.then((exports) => {
      const problems = exports.ask(query);
      if (problems) refuse("parts", problems.split("\n"));
    });
  };
}
