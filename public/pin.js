// A link that holds an edition of the data (`pin=2026.11`) opens that edition: boot.js loads this file before the app
// where the address has a pin. The bar at the top says which edition is on screen and leads to the newest.
const page = document.documentElement;
const root = new URL("./", import.meta.url);
const WORDS = {
  ja: {
    pinned: (pin, newest) => `リンクに記された ${pin} 版のデータを表示しています。最新は ${newest} 版です。`,
    unknown: (pin, newest, all) => `リンクに記された ${pin} 版のデータは公開されていません。最新の ${newest} 版を表示しています。公開中の版:${all}`,
    files: (pin, newest) => `${pin} 版はファイルとしてだけ公開されています。画面は最新の ${newest} 版です。`,
    lost: (pin) => `${pin} 版のデータを確かめられませんでした。表示しているのは手もとの版です。`,
    open: "最新の版で開く",
    download: "この版のファイル",
  },
  en: {
    pinned: (pin, newest) => `This is edition ${pin} of the data, which the link holds. The newest is ${newest}.`,
    unknown: (pin, newest, all) => `Edition ${pin} of the data, which the link holds, is not published. This is the newest, ${newest}. Published: ${all}`,
    files: (pin, newest) => `Edition ${pin} is published as files only. This is the newest, ${newest}.`,
    lost: (pin) => `Edition ${pin} of the data could not be looked up. This is the edition at hand.`,
    open: "Open the newest edition",
    download: "Files of that edition",
  },
};

const json = async (path) => {
  const response = await fetch(new URL(path, root));
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return response.json();
};

/** The bar; its words follow the language of the page. */
function tell(key, values, pin) {
  const bar = document.createElement("aside");
  bar.className = "edition";
  bar.id = "edition";
  bar.setAttribute("role", "status");
  const link = (words, href) => {
    const made = document.createElement("a");
    made.className = "button";
    made.textContent = words;
    made.href = href;
    return made;
  };
  const draw = () => {
    const lang = page.lang === "en" ? "en" : "ja";
    const words = WORDS[lang];
    const text = document.createElement("p");
    text.textContent = words[key](...values);
    const newest = link(words.open, location.href);
    // Looked up when it is used: the reader may have gone on. The app must not take the click for one of its own.
    newest.target = "_self";
    newest.addEventListener("click", () => {
      const address = new URL(location.href);
      address.searchParams.delete("pin");
      newest.href = address.href;
    });
    const files = link(words.download, new URL(`data/changes/${lang}/`, root).href);
    bar.lang = lang;
    bar.replaceChildren(text, ...(key === "pinned" ? [newest] : key === "files" ? [files] : []));
  };
  bar.dataset.pin = pin;
  draw();
  document.body.prepend(bar);
  new MutationObserver(draw).observe(page, { attributeFilter: ["lang"] });
}

/** Finds the edition and tells the app where it lies. */
export async function choose(pin) {
  try {
    const newest = await json("data/casebook.json");
    if (!pin || newest.version === pin) return;
    const { versions } = await json("data/manifest.json");
    const edition = versions.find(({ version }) => version === pin);
    if (!edition) return tell("unknown", [pin, newest.version, versions.map(({ version }) => version).join(", ")], pin);
    if (edition.packed && edition.format === newest.format) {
      // Nothing of an address leads out of the data's folder: the manifest is ours, and this is checked all the same.
      if (!/^[\w.-]+\/casebook\.json$/.test(edition.packed)) throw new Error(edition.packed);
      page.dataset.edition = edition.packed.replace(/casebook\.json$/, "");
      return tell("pinned", [pin, newest.version], pin);
    }
    tell("files", [pin, newest.version], pin);
  } catch (error) {
    console.info("edition:", error.message);
    tell("lost", [pin], pin);
  }
}
