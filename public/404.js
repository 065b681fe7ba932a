// Leads from a page that is not there to the nearest one that is. 404.html tries each ancestor folder for this file, so
// where this file lies is the site's root; the casebook's manifest beside it proves that it is ours.
//
// /…/ja/i/2023-001/  → the app with ?case=2023-001 (it says when it knows no such record)
// /…/ja/anything/    → the list of that language
// any other          → the start page
// What stands behind ? and # is kept.
{
  const root = new URL("./", document.currentScript.src);

/** Whether this is our root, and the reader is on the way. */
async function lead() {
  const manifest = await fetch(new URL("data/casebook.json", root)).catch(() => undefined);
  if (!manifest?.ok || !location.pathname.startsWith(root.pathname)) return false;
  for (const link of document.querySelectorAll("[data-list]")) link.href = new URL(`${link.dataset.list}/`, root).href;

  const below = location.pathname.slice(root.pathname.length);
  const [, lang, record] = below.match(/^(ja|en)\/(?:(?:i|article)\/([\w-]+)(?:\/|$))?/) ?? [];
  const query = new URLSearchParams(location.search);
  if (record && !query.has("case")) query.set("case", record);
  if (record && !query.has("lang")) query.set("lang", lang);
  const target = new URL(lang && !record ? `${lang}/` : "./", root);
  // The list itself may be what is missing; no circle.
  if (target.pathname === location.pathname) return true;
  for (const words of document.querySelectorAll("[data-going]")) words.hidden = false;
  const search = query.toString();
  location.replace(`${target.href}${search && `?${search}`}${location.hash}`);
  return true;
}

// One after the other, and only until one has led on.
window.jikenboLead = (window.jikenboLead ?? Promise.resolve(false)).then((gone) => gone || lead());
}
