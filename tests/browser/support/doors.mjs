// The two doors of a query, for the tests that knock at both: `jikenbo query` and the browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { launch, newPage, serve } from "./site.mjs";

/** The command line. */
export const bin = process.env.JIKENBO_BIN ?? "target/debug/jikenbo";

/** What the command line answers to each query, in one run; `options` are more of its own. */
export async function asked(all, ...options) {
  const command = spawn(bin, ["query", "-", "--format", "json", ...options], { stdio: ["pipe", "pipe", "inherit"] });
  command.stdin.end(all.map((query) => `${query}\n`).join(""));
  const lines = (await text(command.stdout)).trim().split("\n");
  assert.equal(lines.length, all.length, "one answer a query");
  return lines.map((line) => JSON.parse(line));
}

/** The same question with the result as a table, as the address says it: an open case or another view would hide the list. */
export const asTable = (query, ...more) =>
  [...query.replace(/^\?/, "").split("&").filter((part) => !/^(view|case|ui)=/.test(part)), "view=table", ...more].join("&");

/** A page high enough for every row (what a window that scrolls shows is another test), and the site's address. */
export async function tallPage() {
  const address = await serve();
  return { address, page: await newPage(await launch(), { viewport: { width: 1280, height: 24_000 }, locale: "ja-JP" }) };
}
