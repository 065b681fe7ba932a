//! How many bytes a visitor has to load, and how many we allow ourselves.
//!
//! 1 KB is 1,000 bytes; compressed means `gzip -9`. Sizes are read from the finished site; what the first screen needs is
//! what `index.html` names, so a new file on the critical path counts without a change here.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::build::MANIFEST;
use crate::files;

/// The WASM that `index.html` names, compressed.
const WASM: usize = 330_000;
/// All that the first useful screen needs, compressed.
const FIRST_SCREEN: usize = 450_000;
/// What list and facets need of the casebook, as stored.
const CASEBOOK_LIST: usize = 60_000;
/// ECharts, compressed.
const ECHARTS: usize = 300_000;

/// Prints what the site in `dist` weighs; fails, after the whole table, where that is more than allowed.
pub fn check(dist: &Path) -> Result<()> {
    let page = fs::read_to_string(dist.join("index.html")).context("the site has no index.html")?;
    let attribute = |name: &str| {
        let values = attributes(&page, name);
        ensure!(values.len() == 1, "index.html should have one {name}, has {values:?}");
        Ok(values[0].clone())
    };
    let list = format!("data/{}", files::only(&dist.join("data"), "casebook-list-", ".jkb")?);
    let (wasm, echarts) = (attribute("data-wasm")?, attribute("data-echarts")?);
    ensure!(echarts.contains("echarts"), "the name of the chart library should say so: {echarts}");

    println!("{:>9} {:>9}  file", "bytes", "gzip -9");
    let mut first_screen = 0;
    for file in critical(dist, &page, &list)? {
        let (stored, compressed) = sizes(&dist.join(&file))?;
        first_screen += compressed;
        println!("{stored:>9} {compressed:>9}  {}", file.display());
    }
    let (stored, compressed) = sizes(&dist.join(&echarts))?;
    println!("{stored:>9} {compressed:>9}  {echarts} (after first paint)\n");

    let table = [
        ("WASM named in index.html, gzip -9", sizes(&dist.join(&wasm))?.1, WASM),
        ("first useful screen, gzip -9", first_screen, FIRST_SCREEN),
        ("casebook for list and facets, as stored", sizes(&dist.join(&list))?.0, CASEBOOK_LIST),
        ("ECharts, gzip -9", compressed, ECHARTS),
    ];
    println!("{:>9} {:>9}  budget", "bytes", "allowed");
    for (name, bytes, allowed) in &table {
        let verdict = if bytes > allowed { "  TOO MUCH" } else { "" };
        println!("{bytes:>9} {allowed:>9}  {name}{verdict}");
    }
    let over = table.iter().filter(|(_, bytes, allowed)| bytes > allowed).count();
    println!("budget result: {} kept, {over} exceeded", table.len() - over);
    ensure!(over == 0, "{over} byte budgets exceeded");
    Ok(())
}

/// The files that the first useful screen needs, relative to `dist`: the page, every file of the site it names except the
/// chart library and other pages, what the glue imports, the casebook's manifest and list.
fn critical(dist: &Path, page: &str, list: &str) -> Result<BTreeSet<PathBuf>> {
    // A feed is another form of the page: named there, not loaded.
    let loaded = |tag: &&str| !tag.starts_with("link rel=\"alternate\"");
    let page = page.split('<').filter(loaded).collect::<Vec<_>>().join("<");
    let named = ["src", "href", "data-js", "data-wasm"].into_iter().flat_map(|name| attributes(&page, name));
    let mut found: BTreeSet<PathBuf> = named
        .map(PathBuf::from)
        .filter(|file| dist.join(file).is_file() && file.extension().is_none_or(|ending| ending != "html"))
        .collect();
    found.extend(files::list(&dist.join("snippets"))?.into_iter().map(|file| Path::new("snippets").join(file)));
    found.extend(["index.html", MANIFEST, list].map(PathBuf::from));
    Ok(found)
}

/// The values of the attribute `name` in `page`, without a leading `./`.
fn attributes(page: &str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let values = page.split(start.as_str()).skip(1).filter_map(|rest| rest.split_once('"'));
    values.map(|(value, _)| value.strip_prefix("./").unwrap_or(value).to_owned()).collect()
}

/// Bytes of a file as stored and compressed.
fn sizes(file: &Path) -> Result<(usize, usize)> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok((bytes.len(), encoder.finish()?.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A site whose WASM has `wasm` bytes that do not compress.
    fn site(wasm: usize, echarts: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut state = 1u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(wasm)
        .collect();
        let page = format!(
            r#"<link rel="stylesheet" href="./s.css"><link rel="alternate" href="./feed.json"><a href="./ja/">ja</a><script src="./boot.js" data-js="./a.js" data-wasm="./a.wasm" data-echarts="./vendor/{echarts}"></script>"#
        );
        let small = [
            ("index.html", page.as_str()),
            ("feed.json", "{}"),
            ("s.css", "s"),
            ("boot.js", "b"),
            ("a.js", "a"),
            (MANIFEST, "{}"),
        ];
        let echarts = format!("vendor/{echarts}");
        for (name, text) in small.into_iter().chain([("data/casebook-list-1.jkb", "l"), (echarts.as_str(), "e")]) {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().expect("inside")).expect("folder");
            fs::write(path, text).expect("file");
        }
        fs::write(dir.path().join("a.wasm"), noise).expect("file");
        dir
    }

    #[test]
    fn a_small_site_keeps_its_budgets_and_a_fat_one_does_not() {
        assert!(check(site(100_000, "echarts-1.js").path()).is_ok());
        assert!(check(site(WASM + 1_000, "echarts-1.js").path()).is_err());
        assert!(check(site(100_000, "charts-1.js").path()).is_err());
    }

    #[test]
    fn the_first_screen_is_what_the_page_names() {
        let dir = site(1, "echarts-1.js");
        let page = fs::read_to_string(dir.path().join("index.html")).expect("reads");
        let files = critical(dir.path(), &page, "data/casebook-list-1.jkb").expect("lists");
        let names: Vec<_> = files.iter().filter_map(|file| file.to_str()).collect();
        assert_eq!(
            names,
            ["a.js", "a.wasm", "boot.js", "data/casebook-list-1.jkb", "data/casebook.json", "index.html", "s.css"]
        );
    }
}
