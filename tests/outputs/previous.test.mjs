// What a deployment keeps of the one before: the workflow's script fetches it, `jikenbo data --previous` takes it over.
import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { listen } from "../browser/support/hosts.mjs";
import { BIN, files, text } from "./site.mjs";

const work = mkdtempSync(join(tmpdir(), "jikenbo-previous-"));
after(() => rmSync(work, { recursive: true }));
const at = (...parts) => join(work, ...parts);
const run = (...args) => execFileSync(BIN, args, { stdio: ["ignore", "ignore", "inherit"] });
const HASHED = ["jikenbo-app-0123456789abcdef_bg.wasm", "style-0123456789abcdef.css"];

/** A casebook of that version in a folder of its own. */
function casebook(version) {
  const folder = at(`casebook-${version}`);
  cpSync("tests/golden/casebook", folder, { recursive: true });
  const path = join(folder, "casebook.toml");
  writeFileSync(path, readFileSync(path, "utf8").replace(/^version = .*/m, `version = "${version}"`));
  return folder;
}

/** Runs the workflow's script; what it prints, or its failure. */
const fetch_previous = (address, folder) =>
  new Promise((done, failed) => {
    execFile(process.execPath, ["xtask/js/fetch-previous.mjs", address, folder], (error, out, errors) =>
      error ? failed(new Error(errors)) : done(out),
    );
  });

let site;
let address;
const servers = [];
after(() => servers.forEach((stop) => stop()));
before(async () => {
  site = at("site");
  mkdirSync(site);
  run("pack", "--data", casebook("2025.1"), "--out", join(site, "data"));
  run("data", "--dist", site, "--data", at("casebook-2025.1"));
  const links = HASHED.map((name) => `<link href="./${name}">`).join("");
  writeFileSync(join(site, "index.html"), `<!doctype html><html><head>${links}<script src="./rooms/0123abcd0123abcd/rooms.js"></script></head></html>`);
  mkdirSync(join(site, "rooms", "0123abcd0123abcd"), { recursive: true });
  writeFileSync(join(site, "rooms", "0123abcd0123abcd", "rooms.js"), "old");
  for (const name of HASHED) writeFileSync(join(site, name), name);
  const server = await listen({ root: site, base: "/repo/", host: "pages" });
  servers.push(server.stop);
  address = server.address;
});

test("gp_4_what_is_deployed_is_fetched_whole_and_the_next_site_keeps_it", async () => {
  const folder = at("fetched");
  await fetch_previous(address, folder);
  const fetched = files(folder);
  for (const path of files(join(site, "data", "2025.1")).map((name) => `data/2025.1/${name}`)) {
    assert.ok(fetched.includes(path), `${path} was not fetched`);
    assert.deepEqual(readFileSync(join(folder, path)), readFileSync(join(site, path)), path);
  }
  for (const path of [...HASHED, "rooms/0123abcd0123abcd/rooms.js", "data/manifest.json"]) assert.ok(fetched.includes(path), path);
  assert.ok(fetched.some((path) => /^data\/casebook-list-/.test(path)), "the parts that pages of before name");

  const next = at("next");
  run("data", "--dist", next, "--data", casebook("2025.2"), "--previous", folder);
  const manifest = JSON.parse(text("data/manifest.json", next));
  assert.deepEqual(manifest.versions.map((v) => v.version), ["2025.2", "2025.1"]);
  for (const version of manifest.versions) {
    const pinned = JSON.parse(text(`data/${version.packed}`, next));
    assert.equal(pinned.version, version.version);
    assert.equal(pinned.format, version.format);
    for (const part of [pinned.list, pinned.texts]) assert.ok(files(next).includes(`data/${version.version}/${part}`));
  }
  for (const path of HASHED) assert.equal(text(path, next), path);
});

test("a withdrawn record leaves JSON, CSV, Parquet and the packed casebook of an earlier edition, and nothing else does", async () => {
  const gone = casebook("2025.3");
  const path = join(gone, "cases", "2025", "2025-002.toml");
  writeFileSync(path, `${readFileSync(path, "utf8")}\n[withdrawn]\ndate = "2025-03-03"\n\n[withdrawn.text]\nja = "取り下げ"\nen = "Withdrawn"\n`);
  const next = at("without");
  run("data", "--dist", next, "--data", gone, "--previous", site);
  const rows = async (folder) => {
    const bytes = readFileSync(join(folder, "data", "2025.1", "incidents.parquet"));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    return { meta: parquetMetadata(file), rows: await parquetReadObjects({ file }) };
  };
  const [before, after_] = [await rows(site), await rows(next)];
  assert.deepEqual(after_.rows, before.rows.filter((row) => row.id !== "2025-002"));
  assert.equal(after_.rows.length, before.rows.length - 1);
  assert.deepEqual(after_.meta.key_value_metadata, before.meta.key_value_metadata);
  const ids = (folder) => JSON.parse(text("data/2025.1/incidents.json", folder)).incidents.map((i) => i.id);
  assert.deepEqual(ids(next), ids(site).filter((id) => id !== "2025-002"));
  const pinned = JSON.parse(text("data/2025.1/casebook.json", next));
  assert.equal(pinned.incidents, before.rows.length - 1);
  const sums = text("data/2025.1/SHA256SUMS", next).trim().split("\n");
  assert.equal(sums.length, readdirSync(join(next, "data", "2025.1")).length - 1);
});

test("nothing deployed yet is an empty folder; any other failure stops the deployment", async () => {
  const empty = at("empty");
  mkdirSync(at("nothing"));
  const none = await listen({ root: at("nothing"), host: "bare" });
  servers.push(none.stop);
  await fetch_previous(none.address, empty);
  assert.deepEqual(files(empty), []);
  const broken = await listen({ root: site, answer: (path, response) => path.endsWith("incidents.csv") && !!response.writeHead(503).end() });
  servers.push(broken.stop);
  await assert.rejects(fetch_previous(broken.address, at("broken")), /503/);
  const hostile = JSON.stringify({ versions: [{ files: [{ path: "../../outside.txt" }] }] });
  const liar = await listen({ root: site, answer: (path, response) => path === "data/manifest.json" && !!response.writeHead(200).end(hostile) });
  servers.push(liar.stop);
  await assert.rejects(fetch_previous(liar.address, at("liar")), /no path of a site/);
});
