//! `jikenbo pages` over the casebook of this repository: every link of the static edition leads to a file.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const SHELL: &str = r#"<!doctype html><html lang="ja"><head><meta charset="utf-8" /><title>x</title></head><body>
<main id="app"><noscript></noscript></main></body></html>"#;

fn jikenbo(arguments: &[&str], dist: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["pages", "--dist"])
        .arg(dist)
        .args(arguments)
        .output()
        .expect("jikenbo runs")
}

fn files(below: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

/// Values of `href="…"`.
fn links(page: &str) -> impl Iterator<Item = &str> {
    page.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn every_link_leads_to_a_file_and_old_pages_go() {
    let dist = tempfile::tempdir().expect("a folder");
    fs::write(dist.path().join("index.html"), SHELL).expect("written");
    let stale = dist.path().join("ja/i/1999-001/index.html");
    fs::create_dir_all(stale.parent().expect("has one")).expect("made");
    fs::write(&stale, "old").expect("written");

    let output = jikenbo(&[], dist.path());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!stale.exists(), "a page without a record goes");

    let mut all = Vec::new();
    files(dist.path(), &mut all);
    let mut checked = BTreeSet::new();
    for path in all.iter().filter(|p| p.extension().is_some_and(|e| e == "html")) {
        let page = fs::read_to_string(path).expect("UTF-8");
        assert!(!page.contains(" style=\""), "{}", path.display());
        for link in links(&page) {
            assert!(!link.starts_with('/'), "{}: {link}", path.display());
            let local = link.split(['?', '#']).next().unwrap_or_default();
            if link.contains("://")
                || local.is_empty()
                || !checked.insert((path.parent().map(Path::to_owned), local.to_owned()))
            {
                continue;
            }
            let target = path.parent().expect("in a folder").join(local);
            let target = if local.ends_with('/') { target.join("index.html") } else { target };
            assert!(target.is_file(), "{}: {link}", path.display());
        }
    }
    assert!(checked.len() > 100, "only {} links were there", checked.len());
}

#[test]
fn a_folder_without_a_start_page_and_a_wrong_address_are_named() {
    let dist = tempfile::tempdir().expect("a folder");
    let output = jikenbo(&[], dist.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("index.html"));
    let output = jikenbo(&["--site-url", "javascript:x"], dist.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--site-url"));
}
