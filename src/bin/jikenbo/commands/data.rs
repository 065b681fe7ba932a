//! `jikenbo data`: the casebook as files anybody may read, one folder an edition, and what changed between editions.
//!
//! ```text
//! data/manifest.json          the editions, newest first, each with its files, sizes and SHA-256
//! data/<version>/incidents.{json,csv,parquet}, schema.json, SHA256SUMS
//! data/<version>/casebook.json, casebook-*.jkb      the edition as the app loads it, for links with `pin=<version>`
//! data/changes/index.html     what was added, changed, removed from edition to edition
//! ```
//! Earlier editions are taken from `--previous`, a folder with a site of before (a checkout of what is deployed, or what
//! a workflow fetched). A record that was withdrawn since is taken out of them, whatever they held; so is what points to
//! it. Hashed assets of that site are kept too, since browsers keep a page for ten minutes and embeds keep it longer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail, ensure};
use jikenbo::{
    dataset::Dataset,
    formats::{Format, Options, View, json, parquet},
    page::changes::{self, Edition},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    Outcome, files,
    pack::{CASEBOOK, Packed, is_part},
};

/// Editions that are kept at most, the newest among them.
const EDITIONS: usize = 12;
/// Name of the list of editions.
const MANIFEST: &str = "manifest.json";
/// Files of an edition, in the order of the manifest.
const FORMATS: [(Format, &str); 3] =
    [(Format::Json, "incidents.json"), (Format::Csv, "incidents.csv"), (Format::Parquet, "incidents.parquet")];

/// Files of an edition that a reader is offered.
const FILES: [&str; 5] = ["incidents.json", "incidents.csv", "incidents.parquet", "schema.json", SUMS];
/// The checksums.
const SUMS: &str = "SHA256SUMS";

/// How the command was called.
#[derive(clap::Args)]
pub struct Call {
    /// The folder of the site; the files go into its `data`
    #[arg(long)]
    dist: PathBuf,
    /// The casebook's folder
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// A site of before: its editions and hashed files are kept
    #[arg(long)]
    previous: Option<PathBuf>,
}

/// Writes this edition, takes earlier ones over, and says what changed between them.
///
/// # Errors
/// The casebook has errors, an earlier edition cannot be read, or a file cannot be written.
pub fn run(call: &Call) -> Outcome {
    let all = files::read_valid(&call.data)?;
    let withdrawn: BTreeSet<String> = all
        .incidents
        .iter()
        .filter(|i| i.withdrawn.is_some())
        .flat_map(|i| [vec![i.id.clone()], i.aliases.clone()].concat())
        .collect();
    let dataset = all.without_withdrawn();
    let version = dataset.casebook.version.clone();
    ensure!(is_version(&version), "casebook.toml: version {version:?} cannot name a folder; write digits and dots");
    let root = call.dist.join("data");

    let mut editions = BTreeMap::new();
    let export = this_edition(&dataset, &root.join(&version))?;
    editions.insert(version.clone(), export);
    let mut kept = 0;
    if let Some(previous) = &call.previous {
        let mut spoiled = false;
        for earlier in versions(&previous.join("data"))? {
            let (export, gone) = read_edition(&previous.join("data").join(&earlier), &withdrawn)?;
            spoiled |= gone > 0;
            if earlier != version && editions.len() < EDITIONS {
                earlier_edition(
                    &previous.join("data").join(&earlier),
                    &root.join(&earlier),
                    &export,
                    gone,
                    &withdrawn,
                )?;
                editions.insert(earlier, export);
            }
        }
        kept = keep_assets(previous, &call.dist, spoiled)?;
    }
    sweep(&root, &editions)?;
    manifest(&dataset, &root, &editions, &version)?;
    let mut steps = Vec::new();
    for (version, export) in editions.iter().rev() {
        let dir = root.join(version);
        let there = FILES.into_iter().filter(|name| dir.join(name).is_file()).collect();
        steps.push(Edition { version, export, files: there });
    }
    for (path, page) in changes::pages(&dataset.casebook, &steps) {
        files::write_if_changed(&root.join(path), page.as_bytes())?;
    }
    println!(
        "data: edition {version} of {} incidents, {} earlier editions, {kept} earlier assets kept",
        dataset.incidents.len(),
        editions.len() - 1
    );
    Ok(ExitCode::SUCCESS)
}

/// Digits, letters, dots and dashes; no way out of the folder.
fn is_version(version: &str) -> bool {
    !version.is_empty()
        && !version.starts_with('.')
        && version.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-')
        && version != "changes"
}

/// Writes the files of this edition and returns its export.
fn this_edition(dataset: &Dataset, dir: &Path) -> anyhow::Result<Value> {
    let view = View::records(dataset, &dataset.incidents, &dataset.articles);
    let options = Options { bom: true, ..Options::default() };
    let mut written = Packed::of(dataset)?.files;
    for (format, name) in FORMATS {
        written.insert(name.to_owned(), format.write(&view, &options)?);
    }
    written.insert("schema.json".into(), json::schema()?.into_bytes());
    let export = serde_json::from_slice(&written["incidents.json"])?;
    lay_down(dir, &written)?;
    Ok(export)
}

/// The export of an earlier edition without what was withdrawn since, and how much of it that was.
fn read_edition(from: &Path, withdrawn: &BTreeSet<String>) -> anyhow::Result<(Value, usize)> {
    let path = from.join("incidents.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut export: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let gone = take_out(&mut export, withdrawn);
    Ok((export, gone))
}

/// Takes an earlier edition over. Where something of it was withdrawn its files are written anew without that. A packed
/// casebook that this program cannot read is left out: its app is gone, and the edition stays as files.
fn earlier_edition(
    from: &Path,
    to: &Path,
    export: &Value,
    gone: usize,
    withdrawn: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let packed = Packed::read(from);
    let mut written = BTreeMap::new();
    for name in FILES.into_iter().filter(|name| *name != SUMS) {
        let Ok(bytes) = fs::read(from.join(name)) else { continue };
        let bytes = match name {
            _ if gone == 0 => bytes,
            "incidents.json" => (serde_json::to_string_pretty(export)? + "\n").into_bytes(),
            "incidents.csv" => csv_without(&bytes, withdrawn)?,
            "incidents.parquet" => parquet::without(&bytes, withdrawn)
                .with_context(|| format!("cannot rewrite {}", from.join(name).display()))?,
            _ => bytes,
        };
        written.insert(name.to_owned(), bytes);
    }
    match packed {
        Some(_) if gone == 0 => {
            for entry in fs::read_dir(from)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name == CASEBOOK || is_part(&name) {
                    written.insert(name, fs::read(entry.path())?);
                }
            }
        }
        Some(mut dataset) => {
            dataset.incidents.retain(|i| !withdrawn.contains(&i.id));
            dataset.incidents.iter_mut().for_each(|i| i.related.retain(|r| !withdrawn.contains(&r.id)));
            dataset.articles.iter_mut().for_each(|a| a.related.retain(|r| !withdrawn.contains(&r.id)));
            written.extend(Packed::of(&dataset)?.files);
        }
        None => {}
    }
    lay_down(to, &written)
}

/// Removes records and what points to them; how many records went.
fn take_out(export: &mut Value, withdrawn: &BTreeSet<String>) -> usize {
    let is_gone = |record: &Value| record["id"].as_str().is_some_and(|id| withdrawn.contains(id));
    let mut gone = 0;
    for list in ["incidents", "articles"] {
        let Some(records) = export[list].as_array_mut() else { continue };
        let before = records.len();
        records.retain(|record| !is_gone(record));
        gone += before - records.len();
        for record in records {
            if let Some(related) = record["related"].as_array_mut() {
                let before = related.len();
                related.retain(|other| !is_gone(other));
                gone += before - related.len();
            }
        }
    }
    gone
}

fn csv_without(bytes: &[u8], withdrawn: &BTreeSet<String>) -> anyhow::Result<Vec<u8>> {
    let (bom, body) = match bytes.strip_prefix(jikenbo::formats::csv::BOM) {
        Some(body) => (true, body),
        None => (false, bytes),
    };
    let mut reader = csv::Reader::from_reader(body);
    let headers = reader.headers()?.clone();
    let Some(id) = headers.iter().position(|h| h == "id") else { bail!("an earlier CSV has no column id") };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(&headers)?;
    for record in reader.records() {
        let record = record?;
        if !record.get(id).is_some_and(|id| withdrawn.contains(id)) {
            writer.write_record(&record)?;
        }
    }
    let body = writer.into_inner().map_err(|e| e.into_error())?;
    Ok(if bom { [jikenbo::formats::csv::BOM, &body].concat() } else { body })
}

/// Writes files and their checksums, and removes what else lies in the folder.
fn lay_down(dir: &Path, written: &BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let mut sums = String::new();
    for (name, bytes) in written {
        files::write_if_changed(&dir.join(name), bytes)?;
        sums.push_str(&format!("{}  {name}\n", hex(bytes)));
    }
    files::write_if_changed(&dir.join(SUMS), sums.as_bytes())?;
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name != SUMS && !written.contains_key(&name) {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// The editions a site of before names, newest first.
fn versions(data: &Path) -> anyhow::Result<Vec<String>> {
    let path = data.join(MANIFEST);
    let Ok(text) = fs::read_to_string(&path) else { return Ok(Vec::new()) };
    let manifest: Value = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))?;
    let named = manifest["versions"].as_array().into_iter().flatten().filter_map(|v| v["version"].as_str());
    Ok(named.filter(|v| is_version(v) && data.join(v).join("incidents.json").is_file()).map(str::to_owned).collect())
}

/// Copies files whose names hold a hash, where this site has none of the same name: pages of before still name them.
/// `spoiled`: packed casebooks hold what was withdrawn since, so none of them is kept, and pages of before load anew.
fn keep_assets(previous: &Path, dist: &Path, spoiled: bool) -> anyhow::Result<usize> {
    let mut kept = 0;
    let mut folders: Vec<String> = ["", "data", "vendor"].map(str::to_owned).into();
    // The second program lies in a folder whose name is the hash.
    let rooms = fs::read_dir(previous.join("rooms"))
        .into_iter()
        .flatten()
        .filter_map(|e| e.ok()?.file_name().into_string().ok());
    folders.extend(rooms.map(|name| format!("rooms/{name}")));
    for folder in &folders {
        let from = previous.join(folder);
        let Ok(entries) = fs::read_dir(&from) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let to = dist.join(folder).join(&name);
            let hashed = is_hashed(&name) || folder.starts_with("rooms/");
            if path.is_file() && hashed && !to.exists() && !(spoiled && name.ends_with(".jkb")) {
                files::write_if_changed(&to, &fs::read(&path)?)?;
                kept += 1;
            }
        }
    }
    Ok(kept)
}

/// `jikenbo-app-c144a3a6d06132a8_bg.wasm`, `echarts-ABCD2345.js`: eight or more letters and digits behind a dash.
fn is_hashed(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let hash = stem.rsplit('-').next().filter(|hash| hash.len() < stem.len()).unwrap_or_default();
    let marked = hash.bytes().any(|b| b.is_ascii_digit()) || hash.bytes().all(|b| b.is_ascii_uppercase());
    matches!(extension, "js" | "wasm" | "css" | "jkb")
        && hash.len() >= 8
        && hash.bytes().all(|b| b.is_ascii_alphanumeric())
        && marked
}

/// Removes folders of editions that are no longer kept.
fn sweep(root: &Path, editions: &BTreeMap<String, Value>) -> anyhow::Result<()> {
    for entry in fs::read_dir(root).with_context(|| format!("cannot read {}", root.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "changes" && !editions.contains_key(&name) {
            fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

fn manifest(dataset: &Dataset, root: &Path, editions: &BTreeMap<String, Value>, latest: &str) -> anyhow::Result<()> {
    let mut versions = Vec::new();
    for (version, export) in editions.iter().rev() {
        let mut entries = Vec::new();
        let mut names: Vec<String> = FILES.map(str::to_owned).into();
        let mut packed: Vec<String> = fs::read_dir(root.join(version))?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name == CASEBOOK || is_part(name))
            .collect();
        packed.sort();
        names.extend(packed);
        for name in names {
            if let Ok(bytes) = fs::read(root.join(version).join(&name)) {
                entries
                    .push(json!({ "path": format!("{version}/{name}"), "bytes": bytes.len(), "sha256": hex(&bytes) }));
            }
        }
        let casebook = fs::read(root.join(version).join(CASEBOOK)).ok();
        let casebook: Option<Value> = casebook.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        versions.push(json!({
            "version": version,
            "published": export["about"]["published"],
            "schema": export["schema"],
            "incidents": export["incidents"].as_array().map_or(0, Vec::len),
            "articles": export["articles"].as_array().map_or(0, Vec::len),
            "files": entries,
            // The edition as the app loads it, and the format of that.
            "packed": casebook.as_ref().map(|_| format!("{version}/{CASEBOOK}")),
            "format": casebook.as_ref().map(|c| c["format"].clone()),
        }));
    }
    let casebook = &dataset.casebook;
    let manifest = json!({
        "manifest": "jikenbo-data-1",
        "casebook": casebook.name,
        "licence": casebook.licence,
        "licence_url": casebook.licence_url,
        "latest": latest,
        "versions": versions,
    });
    files::write_if_changed(&root.join(MANIFEST), format!("{manifest:#}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told_from_others() {
        for name in [
            "jikenbo-app-c144a3a6d06132a8_bg.wasm",
            "style-4952a589afe2133d.css",
            "casebook-list-0123abcd.jkb",
            "echarts-QX7ABCDE.js",
            "echarts-ABCDEFGH.js",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "boot.js",
            "index.html",
            "icon-192.png",
            "service-worker.js",
            "LICENSE-echarts.txt",
            "jikenbo-embedding.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn a_withdrawn_record_and_what_points_to_it_go() {
        let mut export = json!({
            "incidents": [{ "id": "a", "related": [{ "id": "b" }] }, { "id": "b", "related": [] }],
            "articles": [{ "id": "c", "related": [{ "id": "b" }, { "id": "a" }] }],
        });
        assert_eq!(take_out(&mut export, &BTreeSet::from(["b".to_owned()])), 3);
        assert_eq!(export.to_string().matches("\"b\"").count(), 0, "{export}");
        let csv = csv_without(b"id,x\r\na,1\r\nb,2\r\n", &BTreeSet::from(["b".to_owned()])).expect("CSV");
        assert_eq!(csv, b"id,x\r\na,1\r\n");
    }

    #[test]
    fn a_version_is_no_way_out() {
        assert!(is_version("2026.11") && is_version("2026.11-1"));
        assert!(!is_version("..") && !is_version("a/b") && !is_version("") && !is_version("changes"));
    }
}
