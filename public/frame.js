// What only a frame needs, loaded by boot.js: how high it is, and its side of the protocol with the page around it, once that
// page speaks. What comes here of that is from the parent window, and from the one origin that the frame's address allows where it names one.
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

/**
 * Inside a frame: tells the page around it how high the content is, growing and shrinking, in our words (docs/embed.md)
 * and in those of H5P's resizer.
 */
export function tellHeight() {
  const page = document.documentElement;
  const say = (message) => parent.postMessage(message, "*");
  let told = 0;
  let h5p = false;
  let wait;
  // The body, since the app replaces the element it starts in; its height is never that of the frame.
  const content = () => ("boxed" in page.dataset ? document.body.scrollHeight : Math.ceil(document.body.getBoundingClientRect().height));
  /** Where the page around us leaves the frame too small, the body scrolls: a host may have forbidden the frame to. */
  const box = () => {
    const boxed = innerHeight < 480 && content() > innerHeight + 2;
    if (boxed !== "boxed" in page.dataset) page.toggleAttribute("data-boxed", boxed);
  };
  const tell = () => {
    const height = content();
    clearTimeout(wait);
    wait = setTimeout(box, 1000);
    if (height === told) return;
    told = height;
    say({ type: "jikenbo:height", version: 1, height });
    if (h5p) say({ context: "h5p", action: "prepareResize", scrollHeight: height, clientHeight: innerHeight });
  };
  addEventListener("message", ({ data, source }) => {
    if (source !== parent || data?.context !== "h5p") return;
    if (data.action === "resizePrepared") say({ context: "h5p", action: "resize", scrollHeight: told });
    if (data.action !== "hello" || h5p) return;
    h5p = true;
    told = 0;
    tell();
  });
  const watch = new ResizeObserver(tell);
  watch.observe(document.body);
  // In a box the body keeps its height, and what grows is in it.
  new MutationObserver(() => "boxed" in page.dataset && tell()).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", tell);
  // The app listens to the window's scrolling.
  document.body.addEventListener("scroll", () => dispatchEvent(new Event("scroll")), { passive: true });
  say({ context: "h5p", action: "hello" });
}
