// The two doors of a query, for the tests that knock at both: `jikenbo query` and the browser.
import { launch, newPage, serve } from "./site.mjs";

/** The command line. */
export const bin = process.env.JIKENBO_BIN ?? "target/debug/jikenbo";

/** The same question with the result as a table, as the address says it: an open case or another view would hide the list. */
export const asTable = (query, ...more) =>
  [...query.replace(/^\?/, "").split("&").filter((part) => !/^(view|case|ui)=/.test(part)), "view=table", ...more].join("&");

/** A page high enough for every row (what a window that scrolls shows is another test), and the site's address. */
export async function tallPage() {
  const address = await serve();
  return { address, page: await newPage(await launch(), { viewport: { width: 1280, height: 24_000 }, locale: "ja-JP" }) };
}
