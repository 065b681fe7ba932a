// Criteria of GitHub Pages and of portals that can be seen in the files themselves (design/product.md, sections 3 and 4).
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { BIN, DIST, files, text } from "./site.mjs";

const all = files();
const pages = all.filter((path) => path.endsWith(".html"));
const SITE = "https://example.org/casebook/";

/** The pages of a site that knows its address, around the start page of the finished one. */
const site = mkdtempSync(join(tmpdir(), "jikenbo-criteria-"));
after(() => rmSync(site, { recursive: true }));
writeFileSync(join(site, "index.html"), text("index.html"));
execFileSync(BIN, ["pages", "--dist", site, "--site-url", SITE, "--no-previews"], { stdio: "ignore" });

test("gp_3_previews_citation_and_json_ld_stand_in_the_first_32_kb_of_raw_html_with_both_languages", () => {
  let seen = 0;
  for (const path of files(site).filter((p) => /^((ja|en)\/)?(i|v)\/[^/]+\/index\.html$/.test(p))) {
    const begin = readFileSync(join(site, path)).subarray(0, 32 << 10).toString();
    if (begin.includes('content="noindex"') && !begin.includes("og:title")) continue;
    seen += 1;
    const own = path.replace(/index\.html$/, "").replace(/^(?!ja\/|en\/)/, "ja/");
    // A page of an old id names the new one as its address.
    const canonical = begin.match(/<link rel="canonical" href="([^"]+)"/)?.[1];
    assert.ok(canonical?.startsWith(SITE), path);
    for (const must of ["og:title", "og:description", "og:url", "og:image", "twitter:card", "citation_title", "citation_public_url"]) {
      assert.match(begin, new RegExp(`<meta (property|name)="${must}" content="[^"]+"`), `${path}: ${must}`);
    }
    assert.match(begin, /<script type="application\/ld\+json">\{.*?<\/script>/s, path);
    for (const lang of ["ja", "en", "x-default"]) {
      assert.match(begin, new RegExp(`<link rel="alternate" hreflang="${lang}" href="${SITE}(ja|en)/`), `${path}: ${lang}`);
    }
    if (canonical === SITE + own) assert.ok(begin.includes(`hreflang="${own.slice(0, 2)}" href="${canonical}"`), path);
  }
  assert.ok(seen > 250, `only ${seen} pages`);
});

test("gp_3_the_picture_of_each_case_article_and_curated_view_is_1200_by_630", (t) => {
  const pictures = all.filter((path) => path.endsWith("preview.png"));
  if (pictures.length === 0) return t.diagnostic("passed over: the font of the previews is not installed");
  for (const path of pictures) {
    const bytes = readFileSync(join(DIST, path));
    assert.equal(bytes.subarray(1, 4).toString(), "PNG", path);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [1200, 630], path);
  }
  for (const kind of ["i", "article", "v"]) {
    for (const lang of ["ja", "en"]) assert.ok(pictures.some((path) => path.startsWith(`${lang}/${kind}/`)), `${lang}/${kind}`);
  }
  assert.ok(pictures.length > 250, `only ${pictures.length}`);
});

test("gp_6_the_site_stays_far_below_what_pages_allows", () => {
  const sizes = all.map((path) => [statSync(join(DIST, path)).size, path]);
  const sum = sizes.reduce((sum, [size]) => sum + size, 0);
  assert.ok(sum < 200e6, `${sum} bytes`);
  const [largest] = sizes.sort((a, b) => b[0] - a[0]);
  assert.ok(largest[0] < 50e6, `${largest}`);
});

test("gp_7_no_page_asks_for_threads_or_plays_with_headers", () => {
  for (const path of all.filter((p) => p.endsWith(".js") && !p.startsWith("vendor/"))) {
    assert.ok(!/SharedArrayBuffer|crossOriginIsolated|Cross-Origin-(Opener|Embedder)-Policy/.test(text(path)), path);
  }
});

test("gp_8_every_page_has_its_policy_in_the_head_and_none_that_a_page_cannot_have", () => {
  for (const path of pages) {
    const html = text(path);
    const [, policy] = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)"/) ?? [];
    assert.ok(policy?.includes("default-src 'none'"), path);
    assert.ok(!/frame-ancestors|report-uri|sandbox|unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/.test(policy), `${path}: ${policy}`);
    const directives = policy.split(";").map((directive) => directive.trim().split(" ")[0]);
    assert.equal(new Set(directives).size, directives.length, `${path}: a directive twice, of which the second is not read`);
    const first = html.search(/<script|<link/);
    assert.ok(first < 0 || html.indexOf(policy) < first, `${path}: before what it governs`);
    // Embedding is shown in live frames, which are of this site and no other.
    assert.doesNotMatch(policy, /frame-src (?!'self'(;|$))/, path);
  }
});

test("gp_10_the_sitemap_names_both_languages_and_jekyll_is_told_to_keep_out", () => {
  const sitemap = text("sitemap.xml", site);
  for (const path of ["ja/", "en/", "ja/i/2023-344/", "en/i/2023-344/"]) assert.ok(sitemap.includes(`<loc>${SITE}${path}</loc>`), path);
  assert.ok(/<loc>[^<]*\/v\/[^<]+<\/loc>/.test(sitemap), "curated views");
  assert.ok(all.includes(".nojekyll"));
});

test("gp_2_each_curated_view_is_a_page_in_both_languages_with_cases_and_feeds", () => {
  const slugs = new Set(all.map((path) => path.match(/^v\/([\w-]+)\/index\.html$/)?.[1]).filter(Boolean));
  assert.ok(slugs.size >= 4, `${slugs.size} views`);
  for (const slug of slugs) {
    for (const lang of ["ja", "en"]) {
      const html = text(`${lang}/v/${slug}/index.html`);
      assert.ok((html.match(/<tr class="row"/g) ?? []).length >= 2, `${lang}/v/${slug} has fewer than two cases`);
      for (const file of ["atom.xml", "feed.json"]) assert.ok(all.includes(`${lang}/v/${slug}/${file}`), file);
    }
    assert.ok(text("ja/index.html").includes(`v/${slug}/`), `${slug} is in the list`);
  }
});

test("tp_17_no_address_of_any_page_carries_a_parameter_of_a_launcher", () => {
  for (const path of pages) {
    const found = text(path).match(/(?:href|src|data-view)="[^"]*[?&;](endpoint|fetch|actor|registration|activityId)=/);
    assert.equal(found, null, `${path}: ${found?.[0]}`);
  }
});
