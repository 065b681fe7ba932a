// What GitHub Pages, or any host that only hands out files, asks of the folder.
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { DIST, files, text } from "./site.mjs";

const all = files();
const pages = all.filter((path) => path.endsWith(".html"));

/** Files that keep their names, because pages, hosts or browsers know them by it. */
const NAMED = "404 boot embed embed-page fold frame height keep offline pin service-worker".split(" ").map((name) => `${name}.js`);

test("gp_4_what_a_page_loads_has_a_hash_in_its_name_but_for_a_few_small_files", () => {
  for (const path of all.filter((p) => /\.(js|wasm|css|jkb)$/.test(p))) {
    const again = `${path} is loaded again and again`;
    // The loader holds the page's own text too; what counts there is what travels.
    if (path === "boot.js") assert.ok(gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length < 3550, again);
    else if (NAMED.includes(path)) assert.ok(statSync(join(DIST, path)).size < 8000, again);
    else assert.match(path, /[-/][0-9A-Za-z]{8,}(_bg)?\.\w+$|\/[0-9a-f]{16}\//, `${path} would be kept beyond a deployment`);
  }
  assert.ok(statSync(join(DIST, "data/casebook.json")).size < 1000);
});

test("gp_5_no_file_needs_a_header_or_a_type_that_the_host_does_not_send", () => {
  const known = /\.(html|js|css|wasm|json|xml|png|svg|webmanifest|csv|txt|jkb|parquet)$|^\.nojekyll$|\/SHA256SUMS$/;
  assert.deepEqual(all.filter((path) => !known.test(path)), []);
});

test("gp_6_the_folder_is_far_from_the_limits_of_the_host", () => {
  const bytes = all.reduce((sum, path) => sum + statSync(join(DIST, path)).size, 0);
  assert.ok(bytes < 200e6, `${bytes} bytes`);
  const large = all.filter((path) => statSync(join(DIST, path)).size > 10e6);
  assert.deepEqual(large, []);
});

test("gp_8_every_page_brings_its_policy_first_and_lets_anybody_frame_it", () => {
  for (const path of pages) {
    const html = text(path);
    const [, policy] = html.match(/<head>\s*<meta http-equiv="Content-Security-Policy" content="([^"]+)"/) ?? [];
    assert.ok(policy, `${path}: no policy at the top of its head`);
    assert.match(policy, /default-src 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|[^-]unsafe-eval'|frame-ancestors|https?:/, path);
  }
});

test("gp_9_the_latest_edition_of_the_data_is_there_to_be_read", () => {
  const { latest, versions } = JSON.parse(text("data/manifest.json"));
  const names = versions.find((v) => v.version === latest).files.map((f) => f.path);
  for (const name of ["incidents.json", "incidents.csv", "incidents.parquet", "schema.json", "SHA256SUMS"]) {
    assert.ok(names.includes(`${latest}/${name}`) && all.includes(`data/${latest}/${name}`), name);
  }
});

test("gp_10_the_host_is_told_to_serve_files_as_they_are", () => assert.ok(all.includes(".nojekyll")));
