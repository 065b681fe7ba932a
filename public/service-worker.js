// Keeps the app and the casebook, so that both work without a network after the first visit. Registered by keep.js,
// never in a frame; its scope is the site's root. What it keeps stands in offline.js, which each build writes: a change
// there makes browsers see a new worker, which waits until the reader agrees to the new version (keep.js).
//
// Pages are asked from the network first, so whoever is online reads the newest. Files with a hash in their names never
// change and come from what is kept.
importScripts("./offline.js");
const { version, files } = self.JIKENBO_OFFLINE;
const SCOPE = self.registration.scope;
// Several sites may share an origin (…/repo/, …/repo/pr-1/): each touches only what is its own.
const OWN = `jikenbo ${SCOPE} `;
const CACHE = OWN + version;
const KEPT = new Set(files.map((file) => new URL(file, SCOPE).href));
const hashed = (url) => /[-/][0-9a-zA-Z]{8,}(_bg)?\.(js|wasm|css|jkb)$|\/rooms\/[0-9a-f]{8,}\//.test(url.pathname);

addEventListener("install", (event) => {
  const all = files.map((file) => {
    const url = new URL(file, SCOPE);
    // A name that stays may be held by the browser for ten minutes; then it would not belong to the rest.
    return new Request(url, { cache: hashed(url) ? "default" : "reload" });
  });
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(all)));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(OWN) && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))));
});

addEventListener("message", ({ data }) => {
  if (data === "jikenbo:update") self.skipWaiting();
});

const kept = async (url) => (await caches.open(CACHE)).match(url, { ignoreSearch: true });

/** The app in place of a page that is not kept: at the same case, type or language, with what was asked. */
function inApp(url) {
  const [, lang, kind, key] = url.pathname.slice(new URL(SCOPE).pathname.length).match(/^(ja|en)\/(?:(\w+)\/([\w-]+)\/)?/) ?? [];
  const query = new URLSearchParams(url.search);
  if (lang && !query.has("lang")) query.set("lang", lang);
  const asked = { i: "case", article: "case", label: "label", org_kind: "org_kind", year: "disclosed" }[kind];
  if (asked && !query.has(asked)) query.set(asked, key);
  return Response.redirect(`${SCOPE}?${query}`);
}

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const url = new URL(request.url);
    const below = url.pathname.slice(new URL(SCOPE).pathname.length);
    if (below !== "" && below !== "index.html") return inApp(url);
    const start = await kept(new URL("index.html", SCOPE));
    if (!start) throw error;
    return start;
  }
}

async function file(request) {
  const url = new URL(request.url);
  url.search = "";
  const had = await kept(url);
  if (had && hashed(url)) return had;
  try {
    return await fetch(request);
  } catch (error) {
    if (had) return had;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (KEPT.has(request.url.split(/[?#]/)[0])) event.respondWith(file(request));
});
