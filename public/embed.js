// <jikenbo-view>: Jikenbo in a frame that has the height of what is in it.
//
//   <script type="module" src="https://<site>/embed.js"></script>
//   <jikenbo-view query="label=phishing" ui="chips" lang="ja" theme="light"></jikenbo-view>
//   <jikenbo-view page="ja/i/2023-344/"></jikenbo-view>
//
// Attributes: `query` (what stands behind ? in a link), `page` (a page of the site in place of the start page), `ui`,
// `lang`, `theme`, `frame-title`, `height` (until the frame says its own), `root` (the site, else where this file lies).
// Changing one loads the frame anew. docs/embed.md says what the frame may and may not do.
const HOME = new URL("./", import.meta.url);
/** Parameters of course launchers name a learner; they are not passed on. */
const LAUNCHER = ["endpoint", "fetch", "actor", "registration", "activityId"];

class JikenboView extends HTMLElement {
  static observedAttributes = ["query", "page", "ui", "lang", "theme", "frame-title", "root"];

  #frame = document.createElement("iframe");
  #listen = ({ data, source }) => {
    if (source !== this.#frame.contentWindow || data?.type !== "jikenbo:height") return;
    if (!(data.height > 0 && data.height < 1e5)) return;
    this.#frame.style.height = `${Math.ceil(data.height)}px`;
    this.dispatchEvent(new CustomEvent("jikenbo-height", { detail: data.height }));
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
    if (this.isConnected && before !== now) this.#load();
  }

  #load() {
    const root = new URL(this.getAttribute("root") ?? HOME, document.baseURI);
    const address = new URL(this.getAttribute("page") ?? "./", root);
    const query = new URLSearchParams(this.getAttribute("query") ?? "");
    for (const key of LAUNCHER) query.delete(key);
    for (const key of ["ui", "lang", "theme"]) if (this.getAttribute(key)) query.set(key, this.getAttribute(key));
    address.search = query.toString();
    this.#frame.title = this.getAttribute("frame-title") ?? "事件簿 Jikenbo";
    if (this.#frame.src !== address.href) this.#frame.src = address.href;
  }
}

if (!customElements.get("jikenbo-view")) customElements.define("jikenbo-view", JikenboView);
