// Every address inside the site leads to a file of it, wherever the site is put.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { XMLParser } from "fast-xml-parser";
import { parse } from "parse5";
import { DIST, files, text } from "./site.mjs";

const all = new Set(files());
const pages = [...all].filter((path) => path.endsWith(".html"));

/** Attributes whose value is an address. */
const isAddress = (name) =>
  ["href", "src", "poster", "action", "data-root", "data-echarts"].includes(name) || /^data-([a-z]+-)?(js|wasm)$/.test(name);

/** All elements of a page, in order. */
function* elements(node) {
  if (node.attrs) yield node;
  for (const child of node.childNodes ?? []) yield* elements(child);
  if (node.content) yield* elements(node.content);
}

/** Addresses and ids of a page. */
function read(path) {
  const addresses = [];
  const ids = new Set();
  for (const element of elements(parse(text(path)))) {
    for (const { name, value } of element.attrs) {
      if (name === "id") ids.add(value);
      // Links to other forms of the same site are whole where a site knows its address.
      if (isAddress(name) && !/^(https?|mailto|data|blob):/.test(value)) addresses.push(value);
    }
  }
  return { addresses, ids };
}

const read_once = new Map(pages.map((path) => [path, read(path)]));

/** The file that an address means, or why there is none. */
function target(address, page, base) {
  const from = new URL(`http://site${base}${page}`);
  const to = new URL(address, from);
  if (!to.pathname.startsWith(base)) return { error: `leaves the site for ${to.pathname}` };
  let path = decodeURIComponent(to.pathname.slice(base.length));
  if (path === "" || path.endsWith("/")) path += "index.html";
  if (!all.has(path)) return { error: `${path} is not there` };
  return { path, fragment: to.hash.slice(1) };
}

for (const base of ["/", "/casebook/pr-1/"]) {
  test(`gp_1_every_address_of_every_page_leads_to_a_file_below_${base}`, () => {
    const wrong = [];
    let checked = 0;
    for (const [page, { addresses, ids }] of read_once) {
      // Served for any address at any depth: it looks for its script in every ancestor.
      if (page === "404.html") continue;
      for (const address of new Set(addresses)) {
        checked += 1;
        if (address.startsWith("/")) wrong.push(`${page}: ${address} begins at the server's root`);
        if (address.startsWith("#")) {
          if (!ids.has(address.slice(1)) && address !== "#") wrong.push(`${page}: ${address} leads nowhere`);
          continue;
        }
        const found = target(address, page, base);
        // The root is a folder for the loader, a page for a reader; both must be there.
        if (found.error) wrong.push(`${page}: ${address}: ${found.error}`);
        else if (found.fragment && read_once.has(found.path) && !read_once.get(found.path).ids.has(found.fragment)) {
          wrong.push(`${page}: ${address}: no such place there`);
        }
      }
    }
    assert.deepEqual(wrong.slice(0, 20), [], `${wrong.length} addresses are wrong`);
    assert.ok(pages.length > 500 && checked > 10_000, `only ${checked} addresses of ${pages.length} pages`);
  });

  test(`every_address_of_every_feed_leads_to_a_file_below_${base}`, () => {
    const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ["entry", "link"].includes(name) });
    let checked = 0;
    for (const path of all) {
      if (!path.endsWith("atom.xml") && !path.endsWith("feed.json")) continue;
      const addresses = [];
      if (path.endsWith(".xml")) {
        const { feed } = parser.parse(text(path));
        for (const part of [feed, ...(feed.entry ?? [])]) addresses.push(...part.link.map((link) => link["@_href"]));
      } else {
        const feed = JSON.parse(text(path));
        addresses.push(feed.home_page_url, feed.feed_url, ...feed.items.map((item) => item.url));
      }
      for (const address of addresses.filter((a) => !/^https?:/.test(a))) {
        checked += 1;
        const found = target(address, path, base);
        assert.ok(found.path, `${path}: ${address}: ${found.error}`);
      }
    }
    assert.ok(checked > 500, `only ${checked} addresses`);
  });
}

test("the manifest of the data names its files and their contents", () => {
  const manifest = JSON.parse(text("data/manifest.json"));
  assert.equal(manifest.versions[0].version, manifest.latest);
  for (const { version, files: named } of manifest.versions) {
    const sums = text(`data/${version}/SHA256SUMS`);
    for (const { path, bytes, sha256 } of named) {
      const content = readFileSync(join(DIST, "data", path));
      assert.equal(content.length, bytes, path);
      assert.equal(createHash("sha256").update(content).digest("hex"), sha256, path);
      const name = path.split("/").pop();
      if (name !== "SHA256SUMS") assert.ok(sums.includes(`${sha256}  ${name}\n`), path);
    }
  }
});

test("the web app's manifest names files that are there", () => {
  const manifest = JSON.parse(text("manifest.webmanifest"));
  for (const { src } of manifest.icons) assert.ok(all.has(src.replace(/^\.\//, "")), src);
});
