// Starts the app. Loaded as a file, because the page's Content-Security-Policy allows no inline script.
//
// In: the attributes of this script's element (Trunk.toml, pattern_script), relative to the page, at any depth.
//   data-root     the site's root
//   data-js       the glue that wasm-bindgen wrote
//   data-wasm     the app
//   data-echarts  the chart library, which the app loads when it first draws a chart
//   data-rooms-js, data-rooms-wasm
//                 the app's second program (src/rooms.rs), loaded when the first screen that needs it is opened
// Out, for the app and for tests, on <html>:
//   data-root     the site's root as an absolute address, ending in "/"
//   data-echarts  the chart library as an absolute address
//   data-boot     "loading", "ready" (the app's main has run) or "failed"
//   data-sheet     the sheet (share, cite, export, print, saved) that the address asks for behind its "#"
//   data-boot-error  why, when it failed
//   data-edition  folder of the data below data/, ending in "/", where a link holds an edition of before (pin.js)
//   data-boxed    in a frame that is smaller than its content and stays so
//   data-held     what the page says in its file stays until the app takes this away (boot/hold.js)
//   data-still    the first screen in the start page's file is not what the address asks for: the still frame instead
// Out, for the app: globalThis.jikenboRooms(), a promise of the second program's exports; globalThis.jikenboFold(), which
// has a worker of the first program do a part of its work (fold.js).
// In, from the app's own language and colours in the address: set on <html> before anything is painted (where the browser
// knows `blocking="render"`; else a reader of English may see Japanese for a moment).
//
// When the app starts: at once, but on a narrow screen whose page already says what its address asks for (start page
// without filters, a record, reading room, method page, organisation; not in a frame). There the reader has what was
// asked for, and two seconds of a slow processor would be taken from the reading. So the files come after the page, at
// low priority, are compiled beside the page's own thread, and the program runs at the first use or after REST.
//
// Browsers keep a page for ten minutes (GitHub Pages says so), and the files it names may be gone after a deployment. So
// this file alone keeps its name; it must go on reading the attributes of the pages before it.
import { hold, release, used } from "./boot/hold.js";

/** How long a page must have been on screen, untouched, before the app starts on a phone, in milliseconds. */
const REST = 4000;

const script = document.querySelector("script[data-wasm]");
const page = document.documentElement;
const from = (name) => new URL(script.dataset[name], document.baseURI).href;

/** Compiles while loading where the server names the right media type, and after loading where it does not. */
async function compile(address, priority) {
  const response = await fetch(address, { priority });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}: ${address}`);
  const type = response.headers.get("Content-Type")?.split(";")[0].trim();
  if (type === "application/wasm" && WebAssembly.compileStreaming) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Fetches and compiles a program. */
function load(js, wasm, attempt, priority) {
  // A browser may remember that a module failed to load; another fragment makes it another module.
  const address = attempt ? `${from(js)}#${attempt}` : from(js);
  return Promise.all([import(address), compile(from(wasm), priority)]);
}

async function start(loading) {
  const [glue, module] = await loading;
  await glue.default({ module_or_path: module });
  return glue;
}

let rooms;
let attempts = 0;
// The second program, where it was fetched before it is asked for.
let fetched;
// A failed attempt is forgotten, so that the next one tries again.
globalThis.jikenboRooms = () =>
  (rooms ??= start(fetched ?? load("roomsJs", "roomsWasm", attempts++)).catch((error) => {
    rooms = fetched = undefined;
    throw error;
  }));

// The first program.
let app;
globalThis.jikenboFold = async (list, texts) => {
  const { fold } = await import(new URL("fold.js", from("root")));
  return fold(from("js"), (await app)[1], list, texts);
};

const asked = new URLSearchParams(location.search);
const onlyAsks = (...keys) => [...asked.keys()].every((key) => keys.includes(key));
// What stands in a static page names organisations; it is not to be seen before the app has masked them.
if (asked.get("names") === "off") {
  page.dataset.names = "off";
  document.title = "事件簿 Jikenbo";
}
/** The sheet that the address asks for. */
const askedSheet = () => /^#(share|cite|export|print|saved)$/.exec(location.hash)?.[1];
// A frame that allows no download leads here: the sheet opens with the page.
const sheet = askedSheet();
// The app says the same when it runs; a host's page must not see the other colours flash by.
if (["light", "dark"].includes(asked.get("theme"))) page.dataset.theme = asked.get("theme");
const tongue = (tag) => /^(ja|en)\b/i.exec(tag ?? "")?.[1].toLowerCase();
const first = document.querySelector("#app > .first");
const browsers = () => navigator.languages.map(tongue).find(Boolean) ?? (first ? "en" : undefined);
const spoken = tongue(asked.get("lang")) ?? ("anyLang" in page.dataset ? browsers() : undefined);
if (spoken) page.lang = spoken;

const narrow = matchMedia("(max-width: 760px)").matches;
/** A page whose screen in the app needs the second program. */
const inRoom = "case" in page.dataset || /^view=(articles|about|org)\b/.test(page.dataset.view);
/** Whether the page's own text is what the address asks for. */
const whole = (first || document.querySelector("#app > .static")) && !sheet && onlyAsks("theme", ...(first ? ["lang"] : []));
const framed = parent !== window;
const waits = whole && narrow && !framed && (first || inRoom);
if (whole) hold(() => dispatchEvent(new Event("jikenbo:urge")));
else if (first) page.dataset.still = "";
if (first && page.dataset.theme) {
  for (const link of first.parentNode.querySelectorAll("a[hreflang]")) link.search += `&theme=${page.dataset.theme}`;
}

/** Has the browser fetch the casebook, which wide screens are told to by the page itself. */
function preload(priority) {
  for (const link of document.querySelectorAll("link[rel=preload][media][href*='/data/']")) {
    const copy = link.cloneNode();
    copy.removeAttribute("media");
    copy.fetchPriority = priority;
    document.head.append(copy);
  }
}

/** What both programs need, at the priority of what the reader waits for, or of what may be wanted later. */
function fetchAll(priority) {
  if (narrow) preload(priority);
  const app = load("js", "wasm", 0, priority);
  if (inRoom) {
    // Where nobody waits yet one after the other: there are few processors to compile on.
    const before = priority === "low" ? app : undefined;
    fetched = Promise.resolve(before).then(() => load("roomsJs", "roomsWasm", attempts++, priority));
    // Whoever asks for it hears of it.
    fetched.catch(() => {});
  }
  return app;
}

/** Waits on a phone for the reader, and meanwhile fetches what will be needed unless data are to be saved. */
async function waited() {
  const saves = navigator.connection?.saveData;
  const shown = new Promise((done) => {
    const after = () => requestAnimationFrame(() => setTimeout(done));
    if (document.readyState === "complete") after();
    else addEventListener("load", after, { once: true });
  });
  const use = used();
  let app;
  const rest = shown.then(() => {
    if (saves) return use;
    app ??= fetchAll("low");
    // Nobody waits yet: what fails is told when the program is started.
    app.catch(() => {});
    return new Promise((done) => setTimeout(done, REST));
  });
  await Promise.race([use, rest]);
  return (app ??= fetchAll("auto"));
}

/** A sheet that is asked for later on opens as if a button had been pressed that does, or with the app. */
addEventListener("hashchange", () => {
  const name = askedSheet();
  if (!name) return;
  if (page.dataset.boot !== "ready") return void (page.dataset.sheet = name);
  const button = document.body.appendChild(document.createElement("button"));
  button.dataset.opens = name;
  button.click();
  button.remove();
});

async function boot() {
  page.dataset.root = from("root");
  page.dataset.echarts = from("echarts");
  page.dataset.boot = "loading";
  if (sheet) page.dataset.sheet = sheet;
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly: no");
  if (asked.has("pin")) {
    // Where it cannot be had the newest edition opens, and the app itself says that the link is of another one.
    const choosing = import(new URL("pin.js", from("root"))).then(({ choose }) => choose(asked.get("pin")));
    await choosing.catch((error) => console.info("edition:", error.message));
  }
  app = waits ? waited() : fetchAll("auto");
  await start(app);
  page.dataset.boot = "ready";
}

/** A link to another edition of the data than this page has: the browser has to open it. */
addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link?.href.startsWith(from("root")) || event.defaultPrevented) return;
    const pin = new URL(link.href).searchParams.get("pin");
    if (pin && pin !== asked.get("pin") && page.dataset.boot === "ready") event.stopImmediatePropagation();
  },
  true,
);

/** Inside a frame: the page around it may ask for filters and hear what is on screen (frame.js, docs/embed.md). */
function listen() {
  // The only origin that may speak, where the frame's address names one; a reload must not forget it.
  const named = new URLSearchParams(location.hash.slice(1)).get("host");
  if (named) window.name = `jikenbo-host ${named}`;
  const host = /^jikenbo-host (\S+)$/.exec(window.name)?.[1];
  const early = [];
  let hear = (event) => {
    early.push(event);
    if (early.length > 1) return;
    import(new URL("frame.js", from("root"))).then(({ attend }) => {
      hear = attend(host);
      early.forEach(hear);
    }, () => (early.length = 0));
  };
  addEventListener("message", (event) => {
    const ours = typeof event.data?.type === "string" && event.data.type.startsWith("jikenbo:");
    if (ours && event.source === parent && (!host || event.origin === host)) hear(event);
  });
  parent.postMessage({ type: "jikenbo:frame", version: 1 }, "*");
}
if (framed) {
  import(new URL("frame.js", from("root"))).then(({ tellHeight }) => tellHeight()).catch(() => {});
  listen();
}

/** Whether the site has a newer edition of this page, with another app; then the browser has it now. */
async function outdated() {
  try {
    const response = await fetch(location.href, { cache: "reload" });
    const glue = script.dataset.js.split("/").pop();
    return response.ok && !(await response.text()).includes(glue);
  } catch {
    return false;
  }
}

async function failed(error) {
  if (await outdated()) {
    location.reload();
    return;
  }
  page.dataset.boot = "failed";
  page.dataset.bootError = String(error);
  document.getElementById("boot-error-detail").textContent = String(error);
  document.getElementById("boot-error").hidden = false;
  // The still frame promises something that will not come; what a page says by itself stays.
  document.querySelector("#app > .frame")?.remove();
  release();
  console.error(error);
}

/** Keeping the site for times without a network can wait until it is on screen; a frame keeps nothing. */
function keep() {
  if (!framed) setTimeout(() => import(new URL("keep.js", from("root"))).catch(() => {}), 4000);
}

boot().then(keep, failed);
