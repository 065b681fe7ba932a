// <jikenbo-view>: Jikenbo in a frame that has the height of what is in it, and that the page can speak with.
//
//   <script type="module" src="https://<site>/embed.js"></script>
//   <jikenbo-view query="label=phishing" ui="chips" lang="ja" theme="light"></jikenbo-view>
//   <jikenbo-view page="ja/i/2023-344/"></jikenbo-view>
//
// Attributes: `query` (what stands behind ? in a link), `page` (a page of the site in place of the start page), `ui`,
// `lang`, `theme`, `view`, `lock` (filters that stay), `pin` (edition of the data), `talk` (speak with the frame),
// `frame-title`, `height` (until the frame says its own), `root` (the site, else where this file lies). Changing one loads
// the frame anew; with `talk` a changed `query` is handed to the frame as it is.
// Properties: `query`, `state` (what is on screen, null before the frame has said so).
// Events: `jikenbo-height`, and with `talk` `jikenbo-state` and `jikenbo-refused`. docs/embed.md has the protocol.
const HOME = new URL("./", import.meta.url);
const VERSION = 1;
/** Parameters of course launchers name a learner; they are not passed on. */
const LAUNCHER = ["endpoint", "fetch", "actor", "registration", "activityId"];
const count = (value) => Number.isInteger(value) && value >= 0;

class JikenboView extends HTMLElement {
  static observedAttributes = ["query", "page", "ui", "lang", "theme", "view", "lock", "pin", "talk", "frame-title", "root"];

  #frame = document.createElement("iframe");
  #state = null;
  #listen = (event) => {
    const { data, source, origin } = event;
    if (source !== this.#frame.contentWindow || typeof data?.type !== "string") return;
    // A frame that went elsewhere does not speak for the site. A sandboxed page of ours has no origin to name.
    if (origin !== this.#root().origin && origin !== "null") return;
    if (data.type === "jikenbo:height" && data.height > 0 && data.height < 1e5) this.#grow(data.height);
    if (!this.hasAttribute("talk") || data.version !== VERSION) return;
    if (data.type === "jikenbo:frame") this.#post({ type: "jikenbo:hello" });
    if (data.type === "jikenbo:refused") this.#tell("jikenbo-refused", { reason: data.reason, detail: data.detail });
    if (data.type === "jikenbo:state" && typeof data.query === "string" && count(data.matching) && count(data.total)) {
      const { query, matching, total, unknown } = data;
      this.#state = Object.freeze({ query, matching, total, unknown, case: data.case ?? null });
      this.#tell("jikenbo-state", this.#state);
    }
  };

  connectedCallback() {
    const frame = this.#frame;
    frame.loading = "lazy";
    frame.allow = "clipboard-write; web-share; fullscreen";
    Object.assign(frame.style, { display: "block", width: "100%", border: "0", height: `${Number(this.getAttribute("height")) || 600}px` });
    if (!frame.isConnected) this.append(frame);
    addEventListener("message", this.#listen);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#listen);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.isConnected || before === now) return;
    if (name === "query" && this.#state) this.#post({ type: "jikenbo:set", query: this.#query().toString() });
    else this.#load();
  }

  get query() {
    return this.#state?.query ?? this.getAttribute("query") ?? "";
  }

  set query(query) {
    const text = String(query);
    // The visitor may have changed what the attribute still says.
    if (this.getAttribute("query") === text && this.#state) this.#post({ type: "jikenbo:set", query: this.#query().toString() });
    else this.setAttribute("query", text);
  }

  get state() {
    return this.#state;
  }

  #root() {
    return new URL(this.getAttribute("root") ?? HOME, document.baseURI);
  }

  #query() {
    const query = new URLSearchParams(this.getAttribute("query") ?? "");
    for (const key of LAUNCHER) query.delete(key);
    return query;
  }

  #grow(height) {
    this.#frame.style.height = `${Math.ceil(height)}px`;
    this.#tell("jikenbo-height", height);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #post(message) {
    // To the site alone: whatever else may be in the frame by now does not get it.
    this.#frame.contentWindow?.postMessage({ ...message, version: VERSION }, this.#root().origin);
  }

  #load() {
    const address = new URL(this.getAttribute("page") ?? "./", this.#root());
    const query = this.#query();
    for (const key of ["view", "ui", "lang", "theme", "lock", "pin"]) if (this.getAttribute(key)) query.set(key, this.getAttribute(key));
    address.search = query.toString();
    // Only this page may speak with the frame.
    if (this.hasAttribute("talk") && location.origin !== "null") address.hash = new URLSearchParams({ host: location.origin }).toString();
    this.#state = null;
    this.#frame.title = this.getAttribute("frame-title") ?? "事件簿 Jikenbo";
    if (this.#frame.src !== address.href) this.#frame.src = address.href;
  }
}

if (!customElements.get("jikenbo-view")) customElements.define("jikenbo-view", JikenboView);
