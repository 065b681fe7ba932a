// Random queries: every key of a link, every form its value can have, and the search box's own language. The same seed
// gives the same queries over the same casebook.

/** The same numbers in 0..1 every time. */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Two names of fields each that hold texts, and of dimensions; what stands behind the latter follows.
const TEXT_FIELDS = ["title", "題名", "summary", "概要", "cause", "原因", "response", "timeline", "教訓"];
const FIELDS = { label: "種別", org_kind: "組織の種類", data: "情報", leak: "漏えい", prefecture: "県", fy: "年度" };

/**
 * `count` queries, no two alike. `facets` is what `jikenbo query --format json` says of the whole casebook, `ids` its
 * records, `titles` their headings, of which words are cut.
 */
export function queries({ seed, count, facets, ids, titles }) {
  const next = dice(seed);
  const below = (n) => Math.floor(next() * n);
  const one = (list) => list[below(list.length)];
  const often = (share) => next() < share;
  const some = (least, most, of) => Array.from({ length: least + below(most - least + 1) }, of);
  const values = Object.fromEntries(Object.entries(facets).map(([key, list]) => [key, list.map((v) => v.value).filter((v) => v !== "?")]));
  const dates = new Set(["disclosed", "occurred", "updated"]);
  const numbers = new Set(["affected", "days", "days_found", "days_told"]);
  const categories = Object.keys(values).filter((key) => !dates.has(key) && !numbers.has(key) && values[key].length > 0);

  const date = () => {
    const year = 2020 + below(7);
    const part = (most) => String(1 + below(most)).padStart(2, "0");
    return one([`${year}`, `${year}-${part(12)}`, `${year}-${part(12)}-${part(28)}`]);
  };
  const number = () => String(Math.floor(10 ** (next() * 5)) - (often(0.2) ? 1 : 0));
  const range = (end, order) => {
    const [a, b] = [end(), end()].sort(order);
    return one([a, `${a}..${b}`, `${a}..${b}`, `${a}..`, `..${b}`]);
  };
  const dateRange = () => range(date, (a, b) => a.localeCompare(b));
  const numberRange = () => range(number, (a, b) => a - b);
  const value = (key) => {
    if (often(0.12)) return "?";
    if (dates.has(key)) return often(0.3) && values[key].length > 0 ? one(values[key]) : dateRange();
    if (numbers.has(key)) return often(0.3) && values[key].length > 0 ? one(values[key]) : numberRange();
    return often(0.1) ? one(values[key]).toUpperCase() : one(values[key]);
  };
  const filter = (key) => [key, some(1, 3, () => (often(0.25) ? "!" : "") + value(key)).join(",")];

  const word = () => {
    const characters = [...one(titles)];
    const start = below(characters.length);
    return characters.slice(start, start + 1 + below(5)).join("").replace(/[\s"「」『』]/g, "") || "市";
  };
  const wide = (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
  const kana = (text) => text.replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const literal = () => one([
    word, word, word,
    () => `"${word()}"`,
    () => `「${word()}」`,
    () => wide(word().toUpperCase()),
    () => kana(word()),
    () => word().toUpperCase(),
    () => `${one(TEXT_FIELDS)}:${word()}`,
    () => {
      const key = one(Object.keys(FIELDS).filter((key) => values[key]?.length > 0));
      return `${often(0.5) ? key : FIELDS[key]}${often(0.8) ? ":" : "："}${one(values[key])}`;
    },
    () => `${one(["affected", "影響"])}:${one([`>=${number()}`, `<${number()}`, numberRange(), `${1 + below(9)}万人以上`])}`,
    () => `${one(["disclosed", "公表"])}:${one([dateRange(), `>${date()}`, `令和${1 + below(6)}年`, `${2019 + below(7)}年${1 + below(12)}月`])}`,
    () => one(["", ":", "label:", "label:nothing", "-", '"', "OR", "https://example.org/a"]),
  ])();
  const search = () => some(1, 3, () => (often(0.15) ? one(["-", "ー"]) : "") + literal()).join(one([" ", " ", "　", " OR ", "|"]));

  const sortable = [...Object.keys(values), "id", "org_en", "relevance"];
  const rest = {
    q: () => search(),
    pick: () => some(1, 6, () => one(ids)).join(","),
    hide: () => some(1, 6, () => one(ids)).join(","),
    sort: () => some(1, 3, () => (often(0.5) ? "-" : "") + one(sortable)).join(","),
    // The column of ids has the link to the case.
    cols: () => ["id", ...some(1, 4, () => one(Object.keys(values)))].join(","),
    off: () => some(1, 2, () => one(["q", "pick", "synonyms", ...categories])).join(","),
    chart: () => one(["label-by-leak", "nothing"]),
    vs: () => "label=ransomware",
    lang: () => one(["ja", "en"]),
    theme: () => one(["light", "dark", "auto"]),
    names: () => "on",
    pin: () => one(["1999.1", "2026.11"]),
    // Not understood: named, and the rest applied.
    colour: () => "red",
    label: () => one(["no_such_label", "a b", "", ",,"]),
    disclosed: () => one(["2024..2022", "yesterday"]),
    affected: () => one(["-5", "many", "9..1"]),
  };

  const escape = (text) => encodeURIComponent(text).replace(/%(2C|3A|21|3F)/g, (code) => (often(0.7) ? decodeURIComponent(code) : code));
  const out = new Set();
  // Each key heads a query in its turn, so that none is left to chance.
  const heads = [...Object.keys(values).filter((key) => values[key].length > 0), ...Object.keys(rest)];
  for (let at = 0; out.size < count; at++) {
    const head = heads[at % heads.length];
    const pairs = [head in values && (at < heads.length || !(head in rest) || often(0.7)) ? filter(head) : [head, rest[head]()]];
    for (const _ of Array.from({ length: below(4) })) {
      if (often(0.35)) pairs.push(["q", search()]);
      else if (often(0.75)) pairs.push(filter(often(0.6) ? one(categories) : one([...dates, ...numbers])));
      else {
        const key = one(Object.keys(rest));
        pairs.push([key, rest[key]()]);
      }
    }
    out.add((often(0.1) ? "?" : "") + pairs.map(([key, value]) => `${key}=${escape(value)}`).join("&"));
  }
  return [...out];
}
