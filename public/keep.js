// Registers the service worker of this site, and says when a new version of the site waits. Loaded by boot.js a while
// after the app is on screen, never in a frame. Where the browser or the reader's settings refuse, nothing happens.
const WORDS = {
  ja: ["新しい版があります。", "読み込み直す", "閉じる"],
  en: ["A new version is here.", "Reload", "Close"],
};

/** Says that a new version waits; it is taken when the reader agrees. */
function offer(worker) {
  if (document.getElementById("new-version")) return;
  const lang = document.documentElement.lang === "en" ? "en" : "ja";
  const [words, reload, close] = WORDS[lang];
  const box = document.createElement("div");
  box.id = "new-version";
  box.className = "new-version";
  box.lang = lang;
  box.setAttribute("role", "status");
  const button = (text, action) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    return made;
  };
  const take = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage("jikenbo:update");
  };
  box.append(words, button(reload, take), button(close, () => box.remove()));
  document.body.append(box);
}

async function keep() {
  if (parent !== window || !navigator.serviceWorker || navigator.connection?.saveData) return;
  // `cargo xtask serve --dev` says so (xtask/js/reload.js).
  if (document.documentElement.dataset.keep === "no") return;
  const root = new URL("./", import.meta.url);
  const address = new URL("service-worker.js", root);
  const registration = await navigator.serviceWorker.register(address, { scope: root.pathname, updateViaCache: "none" });
  if (!registration) return;
  // The first worker of all replaces nothing: nobody has to be asked.
  const wait = (worker) => {
    if (worker?.state === "installed" && registration.active) offer(worker);
  };
  wait(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => wait(worker));
  });
  // A page that stays open for days asks again whenever it is looked at.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") registration.update().catch(() => {});
  });
}

keep().catch((error) => console.info("not kept for offline use:", error.message));
