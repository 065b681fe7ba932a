//! `jikenbo data` from edition to edition: earlier ones stay, what was withdrawn leaves all of them.

mod common;

use std::{
    fs,
    io::Read,
    path::Path,
    process::{Command, Output},
};

use common::{files, golden};
use serde_json::Value;
use tempfile::TempDir;

/// A copy of the golden casebook of this version.
fn casebook(version: &str) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for path in files(&golden()) {
        let to = dir.path().join(path.strip_prefix(golden()).expect("below"));
        fs::create_dir_all(to.parent().expect("has one")).expect("made");
        fs::copy(&path, to).expect("copied");
    }
    let toml = dir.path().join("casebook.toml");
    let lines = fs::read_to_string(&toml).expect("UTF-8");
    let lines =
        lines.lines().map(|l| if l.starts_with("version =") { format!("version = \"{version}\"") } else { l.into() });
    fs::write(&toml, lines.collect::<Vec<_>>().join("\n") + "\n").expect("written");
    dir
}

fn data(dist: &Path, casebook: &Path, more: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_jikenbo"))
        .args(["data", "--dist"])
        .arg(dist)
        .arg("--data")
        .arg(casebook)
        .args(more)
        .output()
        .expect("jikenbo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Whether any file of a folder holds these bytes.
fn holds(dir: &Path, needle: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    let found = files(dir).into_iter().filter(|path| has(&fs::read(path).expect("read")));
    found.map(|p| p.display().to_string()).collect()
}

#[test]
fn gp_4_earlier_editions_and_hashed_files_stay_and_the_page_says_what_changed() {
    let (first, second) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    data(first.path(), casebook("2025.1").path(), &[]);
    fs::write(first.path().join("style-0123456789abcdef.css"), "old").expect("written");
    fs::write(first.path().join("boot.js"), "old").expect("written");
    fs::create_dir_all(first.path().join("rooms/8d6f84140c6122e5")).expect("made");
    fs::write(first.path().join("rooms/8d6f84140c6122e5/rooms_bg.wasm"), "old").expect("written");

    let changed = casebook("2025.2");
    fs::remove_file(changed.path().join("cases/2025/2025-002.toml")).expect("removed");
    let case = changed.path().join("cases/2023/2023-001.toml");
    let text = read(&case)
        .lines()
        .map(|l| if l.starts_with("reviewed") { "reviewed = \"2025-03-03\"" } else { l })
        .collect::<Vec<_>>()
        .join("\n");
    fs::write(&case, text + "\n").expect("written");
    data(second.path(), changed.path(), &["--previous", first.path().to_str().expect("UTF-8")]);

    let root = second.path();
    let manifest: Value = serde_json::from_str(&read(&root.join("data/manifest.json"))).expect("JSON");
    assert_eq!(manifest["latest"], "2025.2");
    let versions: Vec<&str> =
        manifest["versions"].as_array().expect("a list").iter().filter_map(|v| v["version"].as_str()).collect();
    assert_eq!(versions, ["2025.2", "2025.1"]);
    for file in ["incidents.json", "incidents.csv", "incidents.parquet", "schema.json", "SHA256SUMS"] {
        let of_first = fs::read(first.path().join("data/2025.1").join(file)).expect("read");
        assert_eq!(fs::read(root.join("data/2025.1").join(file)).expect("kept"), of_first, "{file}");
    }
    assert_eq!(read(&root.join("style-0123456789abcdef.css")), "old");
    assert_eq!(read(&root.join("rooms/8d6f84140c6122e5/rooms_bg.wasm")), "old");
    assert!(!root.join("boot.js").exists(), "a file without a hash in its name is not that of before");
    let page = read(&root.join("data/changes/en/index.html"));
    for must in ["Since 2025.1", "1 removed", "2025-002", "1 changed", "<code>reviewed</code>", "0 added"] {
        assert!(page.contains(must), "the page lacks {must}: {page}");
    }
}

#[test]
fn what_was_withdrawn_leaves_every_edition_and_every_packed_casebook() {
    let (first, second) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    data(first.path(), casebook("2025.1").path(), &[]);
    let export: Value = serde_json::from_str(&read(&first.path().join("data/2025.1/incidents.json"))).expect("JSON");
    let incidents = export["incidents"].as_array().expect("a list");
    let headline = incidents.iter().find(|i| i["id"] == "2025-002").expect("there")["headline"]["ja"].clone();
    let headline = headline.as_str().expect("a text");
    assert!(!holds(first.path(), headline).is_empty());
    fs::create_dir_all(first.path().join("data")).expect("made");
    fs::write(first.path().join("data/casebook-list-0123456789abcdef.jkb"), headline).expect("written");

    for version in ["2025.1", "2025.2"] {
        let gone = casebook(version);
        let case = gone.path().join("cases/2025/2025-002.toml");
        let text = read(&case)
            + "\n[withdrawn]\ndate = \"2025-03-03\"\n\n[withdrawn.text]\nja = \"取り下げ\"\nen = \"Withdrawn\"\n";
        fs::write(&case, text).expect("written");
        let _ = fs::remove_dir_all(second.path().join("data"));
        data(second.path(), gone.path(), &["--previous", first.path().to_str().expect("UTF-8")]);
        assert_eq!(holds(second.path(), headline), Vec::<String>::new(), "{version}: its words");
        assert_eq!(holds(second.path(), "2025-002"), Vec::<String>::new(), "{version}: its number");
        let manifest = read(&second.path().join("data/manifest.json"));
        assert!(manifest.contains("2025.1"));
    }
}

#[test]
fn a_withdrawn_record_is_in_no_packed_casebook_no_answer_and_no_export() {
    let gone = casebook("2025.1");
    let case = gone.path().join("cases/2025/2025-002.toml");
    let text = read(&case)
        + "\n[withdrawn]\ndate = \"2025-03-03\"\n\n[withdrawn.text]\nja = \"取り下げ\"\nen = \"Withdrawn\"\n";
    fs::write(&case, text).expect("written");
    let run = |arguments: &[&str]| {
        let command =
            Command::new(env!("CARGO_BIN_EXE_jikenbo")).args(arguments).arg("--data").arg(gone.path()).output();
        let output = command.expect("jikenbo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let out = tempfile::tempdir().expect("a folder");
    run(&["pack", "--out", out.path().to_str().expect("UTF-8")]);
    let parts: Vec<_> = files(out.path()).into_iter().filter(|p| p.extension().is_some_and(|e| e == "jkb")).collect();
    assert_eq!(parts.len(), 2);
    for part in parts {
        let mut bytes = Vec::new();
        let packed = fs::read(&part).expect("read");
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).expect("packed with gzip");
        assert!(!bytes.windows(8).any(|w| w == b"2025-002"), "{}", part.display());
    }
    for arguments in
        [&["query", "", "--format", "json"][..], &["export", "--format", "json"], &["export", "--format", "csv"]]
    {
        assert!(!run(arguments).contains("2025-002"), "{arguments:?}");
    }
}
