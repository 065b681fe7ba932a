//! `offline.js`: what the service worker (`public/service-worker.js`) keeps, and the version it keeps it under.
//!
//! Everything the app can ask for once its start page is there, so that it works without a network: what the start page
//! names, the parts of the casebook, the icons. Static pages are not kept; the worker answers with the app instead.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::files;

/// Files that are kept where they are there, beside what the start page names.
const ALWAYS: [&str; 7] =
    ["index.html", "fold.js", "keep.js", "pin.js", "icon.svg", "icon-192.png", "data/casebook.json"];

/// Writes `offline.js` into `dist`, whose start page is finished.
///
/// # Errors
/// A file cannot be read or written.
pub fn write(dist: &Path) -> anyhow::Result<()> {
    let index = dist.join("index.html");
    let page = fs::read_to_string(&index).with_context(|| format!("cannot read {}", index.display()))?;
    let mut paths: BTreeSet<String> = ALWAYS.map(str::to_owned).into();
    // Feeds and pages are addresses too; what the app loads ends in one of these.
    let loaded = |path: &&str| [".js", ".wasm", ".css", ".jkb", ".webmanifest"].iter().any(|end| path.ends_with(end));
    paths.extend(
        page.split("=\"./").skip(1).filter_map(|rest| rest.split('"').next()).filter(loaded).map(str::to_owned),
    );
    if let Ok(text) = fs::read_to_string(dist.join("data/casebook.json")) {
        let manifest: Value = serde_json::from_str(&text).context("data/casebook.json is no JSON")?;
        let parts = ["list", "texts"].into_iter().filter_map(|part| manifest[part].as_str());
        paths.extend(parts.map(|name| format!("data/{name}")));
    }
    let mut kept = Vec::new();
    let mut hash = Sha256::new();
    for path in paths {
        let file: PathBuf = dist.join(&path);
        if !file.is_file() {
            continue;
        }
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update(format!("{path} {} ", bytes.len()));
        hash.update(Sha256::digest(&bytes));
        kept.push(path);
    }
    let version: String = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    let list = serde_json::to_string(&kept)?;
    let script = format!("self.JIKENBO_OFFLINE = {{ version: \"{version}\", files: {list} }};\n");
    files::write_if_changed(&dist.join("offline.js"), script.as_bytes())
}
