// Every format that goes out is opened by a reader that is not ours: Citation.js, Ajv, fast-xml-parser,
// hyparquet, DuckDB. (The workbook is opened in tests/exports.rs.) The command line is that of JIKENBO_BIN.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { BIN, files, text } from "./site.mjs";

const SITE = "https://example.org/casebook/";
const run = (...args) => execFileSync(BIN, args, { maxBuffer: 64 << 20, stdio: ["ignore", "pipe", "ignore"] });
const written = new Map();
/** An export; asked twice, it is written once. */
function write(...args) {
  const [format, query, ...more] = args;
  const key = args.join("\n");
  if (!written.has(key)) {
    written.set(key, run("export", "--format", format, "--query", query, "--site-url", SITE, "--retrieved", "2026-11-23", ...more));
  }
  return written.get(key);
}
const json = (...args) => JSON.parse(write(...args).toString());
const VIEW = "label=unauthorized_access&disclosed=2023";
const CASE = "case=2023-344";

test("a filtered view and a case are cited in BibTeX, RIS and CSL-JSON as Citation.js reads them", () => {
  const all = json("json", VIEW);
  for (const [lang, query, url] of [
    ["ja", VIEW, `${SITE}?${VIEW}&pin=${all.version}`],
    ["en", CASE, `${SITE}en/i/2023-344/`],
  ]) {
    for (const format of ["bibtex", "ris", "csl"]) {
      const [item, ...more] = new Cite(write(format, query, "--lang", lang).toString()).data;
      assert.deepEqual(more, [], format);
      assert.equal(item.URL, url, format);
      assert.ok(item.title.length > 5, format);
      assert.deepEqual(item.issued["date-parts"][0].slice(0, 1).map(Number), [2026], format);
      assert.ok(item.author[0].literal ?? item.author[0].family, format);
      if (format !== "ris") assert.deepEqual(item.accessed["date-parts"][0].map(Number), [2026, 11, 23], format);
      if (query === VIEW) {
        const { matching, total, filters } = all.about;
        for (const part of [String(matching), String(total), filters[lang]]) {
          assert.ok(item.title.includes(part), `${format}: ${item.title} lacks ${part}`);
        }
        assert.ok(JSON.stringify(item).includes(all.version), `${format}: data version`);
      }
    }
  }
});

test("the JSON export holds to its schema, and JSON Lines says the same", () => {
  const schema = JSON.parse(run("export", "--format", "json", "--schema").toString());
  const validate = addFormats(new Ajv2020({ strict: false, allErrors: true, logger: false })).compile(schema);
  const whole = json("json", VIEW);
  assert.ok(validate(whole), JSON.stringify(validate.errors?.slice(0, 3)));
  assert.ok(whole.incidents.length > 2 && whole.about.matching === whole.incidents.length);
  const lines = write("jsonl", VIEW).toString().trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map((l) => l.id), whole.incidents.map((i) => i.id));
  for (const line of lines) {
    assert.equal(line.data_version, whole.version);
    assert.ok(line.licence && line.source && line.selection === VIEW);
  }
});

test("the VERIS export is valid against the schema of the community database", (t) => {
  const cases = JSON.parse(run("export", "--format", "veris").toString());
  const { incidents } = json("json", "");
  assert.deepEqual(cases.map((c) => c.incident_id).sort(), incidents.map((i) => i.id).sort(), "no case is left out");
  const dates = ["occurred", "disclosed", "discovered", "latest_report", "case_number"];
  const stands = new Map(cases.map((c) => [c.incident_id, c.plus.jikenbo.timeline_incident]));
  for (const { incident_id, notes, timeline, plus } of cases) {
    const of = plus.jikenbo.timeline_incident;
    assert.ok(dates.includes(of) && timeline.incident.year > 2000, incident_id);
    assert.equal(/not stated|No date is stated/.test(notes), of !== "occurred", `${incident_id}: ${notes}`);
  }
  const undated = incidents.filter((i) => !i.occurred.from && !i.occurred.to && !i.disclosed);
  assert.ok(undated.length > 5, "there are undated cases");
  for (const { id } of undated) assert.ok(["discovered", "latest_report", "case_number"].includes(stands.get(id)), id);
  for (const { plus } of cases) assert.ok(plus.jikenbo.licence && plus.jikenbo.source && plus.jikenbo.data_version);
  const shared = new URL("../../../shared/vcdb/", import.meta.url);
  const near = [shared, new URL("../../../../shared/vcdb/", import.meta.url)].find((dir) => existsSync(new URL("vcdb.json", dir)));
  if (!near) {
    t.diagnostic("passed over: the schema (../shared/vcdb/vcdb.json) is not here");
    return;
  }
  const { $schema, ...schema } = JSON.parse(readFileSync(new URL("vcdb.json", near), "utf8"));
  assert.match($schema, /draft-04/);
  // The schema of March 2020 allows years up to two years on.
  delete schema.properties.timeline.properties.incident.properties.year.maximum;
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  for (const one of cases) assert.ok(validate(one), `${one.incident_id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
  // A schema that accepts anything would prove nothing.
  assert.ok(!validate({ ...cases[0], victim: {} }));
});

test("the STIX bundle is whole: ids, times, references", () => {
  const bundle = json("stix", VIEW);
  const whole = json("json", VIEW);
  const ids = new Set(bundle.objects.map((o) => o.id));
  assert.equal(ids.size, bundle.objects.length, "each id once");
  for (const object of bundle.objects) {
    assert.match(object.id, new RegExp(`^${object.type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`));
    assert.equal(object.spec_version, "2.1");
    for (const time of [object.created, object.modified].filter(Boolean)) assert.equal(new Date(time).toISOString(), time);
    if (object.modified) assert.ok(object.modified >= object.created, object.id);
    const refs = [...(object.object_refs ?? []), ...(object.object_marking_refs ?? [])];
    for (const key of ["created_by_ref", "source_ref", "target_ref", "object_ref"]) if (object[key]) refs.push(object[key]);
    for (const ref of refs) assert.ok(ids.has(ref), `${object.id} refers to ${ref}`);
    const empty = Object.entries(object).filter(([, v]) => v === null || v === "" || (Array.isArray(v) && v.length === 0));
    assert.deepEqual(empty, [], `${object.id}: STIX knows no empty values`);
  }
  const incidents = bundle.objects.filter((o) => o.type === "incident");
  assert.deepEqual(incidents.map((o) => o.external_references[0].external_id), whole.incidents.map((i) => i.id));
  for (const { extensions } of incidents) {
    const core = extensions["extension-definition--ef765651-680c-498d-9894-99799f2fa126"];
    assert.equal(core.extension_type, "property-extension");
    assert.ok(["successful-attempt", "suspected"].includes(core.determination));
    assert.ok(["open", "closed"].includes(core.investigation_status));
  }
});

test("MISP tags are machine tags of the veris taxonomy", () => {
  const { incidents, about } = json("misp", VIEW);
  assert.ok(incidents.length > 2 && about.licence && about.data_version);
  for (const { id, tags } of incidents) {
    assert.ok(tags.length > 0, id);
    for (const tag of tags) assert.match(tag, /^veris:[a-z]+(:[a-z_]+)+="[^"]+"$/);
  }
});

test("another Parquet reader finds the rows of the JSON export, lists as lists, nothing made up", async () => {
  const version = JSON.parse(text("data/manifest.json")).latest;
  const bytes = readFileSync(join(process.env.JIKENBO_DIST ?? "dist", "data", version, "incidents.parquet"));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const about = JSON.parse(parquetMetadata(file).key_value_metadata.find((kv) => kv.key === "jikenbo").value);
  assert.equal(about.data_version, version);
  const rows = await parquetReadObjects({ file });
  const { incidents } = JSON.parse(text(`data/${version}/incidents.json`));
  assert.deepEqual(rows.map((r) => r.id), incidents.map((i) => i.id));
  for (const [n, row] of rows.entries()) {
    const incident = incidents[n];
    assert.deepEqual(row.data, incident.data_items, row.id);
    assert.equal(row.headline_ja, incident.headline.ja);
    const principal = incident.affected.find((a) => a.principal);
    assert.equal(row.affected ?? null, principal ? BigInt(principal.count) : null, `${row.id}: unknown stays unknown`);
    if (!incident.disclosed) assert.equal(row.disclosed_from ?? null, null, row.id);
    else if (incident.disclosed.length === 10) {
      assert.equal(row.disclosed_from.toISOString().slice(0, 10), incident.disclosed, row.id);
    }
  }
});

/** DuckDB, where it was put (docs/data.md); its 70 MB are no part of the set-up. */
async function duckdb() {
  const from = createRequire(new URL("../../target/duckdb/package.json", import.meta.url));
  try {
    return await import(pathToFileURL(from.resolve("@duckdb/node-api")));
  } catch {
    return undefined;
  }
}

test("DuckDB reads the public Parquet file as the documentation says", async (t) => {
  const { DuckDBInstance } = (await duckdb()) ?? {};
  if (!DuckDBInstance) return t.diagnostic("passed over: DuckDB is not in target/duckdb (docs/data.md says how to put it there)");
  const version = JSON.parse(text("data/manifest.json")).latest;
  const path = join(process.env.JIKENBO_DIST ?? "dist", "data", version, "incidents.parquet").replaceAll("'", "''");
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  const ask = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const { incidents } = JSON.parse(text(`data/${version}/incidents.json`));
  // The query of docs/data.md.
  const rows = await ask(
    `SELECT l AS type, count(*) AS cases, sum(affected) FILTER ('persons' IN unit) AS persons
     FROM (SELECT unnest(label) AS l, affected, unit FROM '${path}') GROUP BY l ORDER BY cases DESC`,
  );
  const of = new Map();
  for (const { labels } of incidents) for (const label of labels) of.set(label, (of.get(label) ?? 0) + 1);
  assert.ok(rows.length > 10);
  // The column has the narrower types' parents too, as filters do.
  for (const [label, n] of of) assert.ok(Number(rows.find(({ type }) => type === label).cases) >= n, label);
  const [{ n, dated, unknown }] = await ask(
    `SELECT count(*) AS n, count(disclosed_from) AS dated, count(*) FILTER (affected IS NULL) AS unknown FROM '${path}'`,
  );
  assert.equal(Number(n), incidents.length);
  assert.equal(Number(dated), incidents.filter((i) => i.disclosed).length);
  assert.equal(Number(unknown), incidents.filter((i) => !i.affected.some((a) => a.principal)).length, "unknown is NULL");
  const [{ type }] = await ask(`SELECT typeof(disclosed_from) AS type FROM '${path}' LIMIT 1`);
  assert.equal(type, "DATE");
  const [{ value }] = await ask(`SELECT decode(value) AS value FROM parquet_kv_metadata('${path}') WHERE decode(key) = 'jikenbo'`);
  assert.equal(JSON.parse(value).data_version, version);
  connection.closeSync();
});

test("CSV has one row a case, with the columns one chose", () => {
  const lines = write("csv", VIEW, "--columns", "org_ja,id,licence,nonsense").toString().trimEnd().split("\r\n");
  assert.equal(lines[0], "org_ja,id,licence");
  assert.equal(lines.length - 1, json("json", VIEW).incidents.length);
  assert.deepEqual([...write("csv", VIEW, "--bom").subarray(0, 3)], [0xef, 0xbb, 0xbf]);
});

/** The pages of a site that knows its address, around the smallest start page. */
const site = mkdtempSync(join(tmpdir(), "jikenbo-site-"));
after(() => rmSync(site, { recursive: true }));
const shell = `<!doctype html><html lang="ja"><head><meta charset="utf-8" /><title>x</title></head><body><main id="app"><noscript></noscript></main></body></html>`;
writeFileSync(join(site, "index.html"), shell);
run("pages", "--dist", site, "--site-url", SITE, "--no-previews");

test("gp_10_feeds_and_sitemap_are_well_formed_and_say_what_their_standards_demand", () => {
  const parser = new XMLParser({ ignoreAttributes: false, isArray: (name) => ["entry", "link", "url", "xhtml:link"].includes(name) });
  const feeds = files(site).filter((path) => path.endsWith("atom.xml"));
  assert.ok(feeds.length > 50, `only ${feeds.length} feeds`);
  for (const path of feeds) {
    const xml = text(path, site);
    assert.equal(XMLValidator.validate(xml), true, path);
    const { feed } = parser.parse(xml);
    assert.equal(feed["@_xmlns"], "http://www.w3.org/2005/Atom", path);
    const ids = feed.entry.map((e) => e.id);
    assert.equal(new Set([feed.id, ...ids]).size, ids.length + 1, `${path}: each id once`);
    for (const part of [feed, ...feed.entry]) {
      assert.match(part.id, /^urn:uuid:[0-9a-f-]{36}$/);
      assert.ok(!Number.isNaN(Date.parse(part.updated)) && !part.updated.startsWith("1970"), `${path}: ${part.updated}`);
      assert.ok(part.title["#text"] ?? part.title, path);
      for (const link of part.link) assert.ok(link["@_href"].startsWith(SITE), path);
    }
    const mate = JSON.parse(text(path.replace("atom.xml", "feed.json"), site));
    assert.equal(mate.version, "https://jsonfeed.org/version/1.1");
    assert.deepEqual(mate.items.map((i) => i.id), ids, `${path}: both feeds have the same entries`);
    for (const item of mate.items) assert.ok(item.url.startsWith(SITE) && item.content_text, path);
  }
  const sitemap = text("sitemap.xml", site);
  assert.equal(XMLValidator.validate(sitemap), true);
  const { urlset } = parser.parse(sitemap);
  assert.equal(urlset["@_xmlns"], "http://www.sitemaps.org/schemas/sitemap/0.9");
  const there = new Set(files(site));
  for (const { loc } of urlset.url) {
    const page = `${loc.slice(SITE.length)}index.html`;
    assert.ok(loc.startsWith(SITE) && there.has(page), loc);
    assert.ok(!text(page, site).includes('name="robots" content="noindex"'), `${loc} is not to be listed`);
  }
  assert.ok(urlset.url.length > 300, `only ${urlset.url.length} pages`);
});

test("tp_21_every page has its oEmbed document, every JSON-LD can be read", () => {
  let cards = 0;
  for (const path of files(site).filter((p) => /^(ja|en)\/.*index\.html$/.test(p))) {
    const html = text(path, site);
    for (const [, block] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
      const data = JSON.parse(block);
      assert.equal(data["@context"], "https://schema.org", path);
      assert.ok(data["@type"], path);
    }
    const address = html.match(/<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/)?.[1];
    if (!address) continue;
    cards += 1;
    const card = JSON.parse(text(address.slice(SITE.length), site));
    assert.equal(card.version, "1.0");
    assert.equal(card.type, "rich");
    assert.ok(card.width > 0 && card.height > 0 && card.title, path);
    assert.match(card.html, /^<iframe src="https:\/\/example\.org\/casebook\/[^"]+" title="[^"]+" /, path);
  }
  assert.ok(cards > 500, `only ${cards}`);
});
