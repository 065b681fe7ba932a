//! The core over the golden casebook: packed bytes, answers against a plain scan, what `check` finds, the export's schema,
//! what the core must not know, and the map of the crate.

#[path = "../common/mod.rs"]
mod common;

mod answers;
mod charts;
mod checks;
mod folded;
mod fuzz;
mod map;
mod packed;
mod purity;
mod schema;

use jikenbo::{
    authoring::{self, SourceFile},
    dataset::Dataset,
};

/// The files of the golden casebook.
fn sources() -> Vec<SourceFile> {
    common::files(&common::golden())
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(common::golden()).expect("below");
            let below = below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            SourceFile { path: below, text: std::fs::read_to_string(&path).expect("UTF-8") }
        })
        .collect()
}

/// The golden casebook, read from its files.
fn dataset() -> Dataset {
    let reading = authoring::read(&sources());
    assert_eq!(reading.findings, Vec::new());
    reading.dataset
}

/// Cases a property test runs: `JIKENBO_CASES`, 256 unless said.
fn cases() -> u32 {
    std::env::var("JIKENBO_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(256)
}
