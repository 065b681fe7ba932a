// What a page says in its file (the start page's first screen, a record's text) stays on screen until the app has
// something to put in its place. The app draws hidden behind it and takes `data-held` from <html> when it has; then, once
// the reader's hands rest, it takes the place over with what was typed, focused, pressed and read.
//
// Elements that only the app can answer carry `data-then`, a selector of the app's own control.
const page = document.documentElement;

/** Whether the reader's hands are on the page: what they hold must not be taken away. */
function hands() {
  let composing = false;
  let down = false;
  let moved = -Infinity;
  const on = (type, heed) => addEventListener(type, heed, { capture: true, passive: true });
  on("compositionstart", () => (composing = true));
  on("compositionend", () => (composing = false));
  for (const type of ["touchstart", "touchend", "touchcancel"]) on(type, (event) => (down = event.touches.length > 0));
  for (const type of ["mousedown", "mouseup"]) on(type, (event) => (down = event.buttons > 0));
  on("scroll", () => (moved = performance.now()));
  return {
    // A list of choices that hangs open belongs to its field.
    full: () => composing || document.activeElement?.matches(".first select"),
    busy: () => down || performance.now() - moved < 250 || !getSelection().isCollapsed,
  };
}

/** Where the app has drawn what stands at an element of the page's own text. */
function twin(element, home) {
  const then = element.closest("[data-then]");
  if (then) return home.querySelector(then.dataset.then);
  for (const part of [".result", ".tools", ".places", ".case", ".reading"]) {
    const own = element.closest(part);
    if (!own) continue;
    const path = [];
    for (let at = element; at !== own; at = at.parentElement) path.unshift([...at.parentElement.children].indexOf(at));
    const begin = home.querySelector(own.dataset.id ? `${part}[data-id="${own.dataset.id}"]` : part);
    return path.reduce((at, n) => at?.children[n], begin);
  }
}

/** Holds the page's own text until the app is there. `urge` is called for what cannot wait. */
export function hold(urge) {
  const { full, busy } = hands();
  const own = document.getElementById("app");
  // Where the app draws: it puts itself in place of the inner element.
  const behind = document.createElement("div");
  behind.hidden = true;
  behind.append(document.createElement("div"));
  behind.firstChild.id = "app-behind";
  own.after(behind);
  /** What the reader asked of the app before it was there. */
  let wanted;
  const want = (element, answer) => {
    own.querySelectorAll("[aria-busy]").forEach((other) => other.removeAttribute("aria-busy"));
    element.setAttribute("aria-busy", "true");
    own.querySelectorAll(".first-wait").forEach((words) => (words.textContent = words.dataset.words));
    wanted = answer;
    urge();
  };
  own.addEventListener("click", (event) => {
    const control = event.target.closest("[data-then]");
    if (!control || control.matches("input, select")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    want(control, (home) => home.querySelector(control.dataset.then)?.click());
  });
  own.addEventListener("change", ({ target }) => {
    if (!target.matches("select[data-then]")) return;
    target.blur();
    want(target, (home) => {
      const select = home.querySelector(target.dataset.then);
      if (!select) return;
      select.value = target.value;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
  own.addEventListener("submit", (event) => {
    event.preventDefault();
    urge();
  });

  function takeOver() {
    const home = behind.firstElementChild;
    const focused = own.contains(document.activeElement) ? document.activeElement : undefined;
    const typed = [...own.querySelectorAll(".first input")].find((field) => field.value);
    const read = scrollY > 0 ? document.elementsFromPoint(innerWidth / 2, 60).find((e) => e !== own && own.contains(e)) : undefined;
    const top = read?.getBoundingClientRect().top;
    const cursor = focused?.matches("input") ? [focused.selectionStart, focused.selectionEnd] : undefined;
    const [nextFocus, nextRead] = [focused, read].map((element) => element && twin(element, home));
    own.replaceWith(home);
    behind.remove();
    if (nextRead) scrollBy(0, nextRead.getBoundingClientRect().top - top);
    const field = typed && home.querySelector("#q");
    if (field) {
      field.value = typed.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    nextFocus?.focus({ preventScroll: true });
    if (cursor && nextFocus?.matches("input")) nextFocus.setSelectionRange(...cursor);
    // What measures itself could not while it was hidden.
    dispatchEvent(new Event("resize"));
    wanted?.(home);
  }
  const arrive = () => {
    if (full() || (busy() && !wanted)) setTimeout(arrive, 60);
    else takeOver();
  };
  page.dataset.held = "yes";
  const told = new MutationObserver(() => {
    if ("held" in page.dataset) return;
    told.disconnect();
    // In a task of its own: the app has drawn by then. One that cannot come has left nothing there.
    if (behind.isConnected) setTimeout(arrive);
  });
  told.observe(page, { attributes: true, attributeFilter: ["data-held"] });
}

/** The app will not come. */
export function release() {
  document.querySelector("#app-behind, [hidden] > #app")?.parentNode.remove();
  delete page.dataset.held;
  delete page.dataset.still;
  document.querySelectorAll(".first [aria-busy]").forEach((control) => control.removeAttribute("aria-busy"));
  document.querySelectorAll(".first-wait").forEach((words) => (words.textContent = ""));
}

/**
 * Waits until the page is used. A touch may be the beginning of a scroll or lead elsewhere, so it is given time; what is
 * entered or pressed is not (`jikenbo:urge`).
 */
export function used() {
  const ear = new AbortController();
  return new Promise((done) => {
    const on = (type, heed) => addEventListener(type, heed, { capture: true, passive: true, signal: ear.signal });
    const urge = () => {
      ear.abort();
      done();
    };
    let timer;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(urge, 300);
    };
    for (const type of ["pointerdown", "touchstart", "pointermove", "wheel", "scroll", "keydown"]) on(type, soon);
    on("focusin", ({ target }) => target.matches("input, select") && urge());
    on("jikenbo:urge", urge);
  });
}
