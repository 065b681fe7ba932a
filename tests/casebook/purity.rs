//! The core knows no browser, no clock, no files and no environment, whatever a later change would like it to.

use std::{fs, path::Path};

use crate::common::{files, root};

/// Folders and files of `src/` that are no core: the app with its two programs, its views, the command line.
const NOT_CORE: [&str; 5] = ["src/ui/", "src/page/", "src/bin/", "src/main.rs", "src/rooms.rs"];

/// What the core must not name. Its own tests may.
const FORBIDDEN: [&str; 10] =
    ["leptos", "web_sys", "js_sys", "wasm_bindgen", "gloo", "std::fs", "std::env", "std::net", "SystemTime", "Instant"];

fn sources(below: &str) -> Vec<(String, String)> {
    files(&root().join(below))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| {
            let name = path.strip_prefix(root()).map(Path::to_string_lossy).expect("below").replace('\\', "/");
            (name, fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect()
}

/// The lines that are compiled into the product, with their numbers: no comments, nothing under `#[cfg(test)]`. Relies
/// on rustfmt: an item ends with a line as far indented as it begins.
fn product(text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let code = line.trim_start();
        if code == "#[cfg(test)]" {
            let indent = &line[..line.len() - code.len()];
            let ends = [format!("{indent}}}"), format!("{indent}}};")];
            let mut first = true;
            for (_, line) in lines.by_ref() {
                let attribute = first && line.trim_start().starts_with("#[");
                let short = first && (line.ends_with(';') || line.ends_with('}'));
                if short || ends.iter().any(|end| end == line) {
                    break;
                }
                first = attribute;
            }
        } else if !code.starts_with("//") {
            out.push((number + 1, line));
        }
    }
    out
}

/// Whether a line names a thing, not merely a longer word that contains it.
fn names(line: &str, thing: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(thing).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(word) && !line[at + thing.len()..].chars().next().is_some_and(word)
    })
}

/// What `use std::{…}` brings in of the things that are forbidden.
fn grouped(code: &str) -> Vec<&'static str> {
    let groups: Vec<&str> = code.split("use std::{").skip(1).filter_map(|rest| rest.split(';').next()).collect();
    let things = ["fs", "env", "net", "SystemTime", "Instant"];
    things.into_iter().filter(|thing| groups.iter().any(|group| names(group, thing))).collect()
}

/// Files that hold nothing but tests.
fn is_test(name: &str) -> bool {
    ["tests.rs", "laws.rs", "cases.rs"].iter().any(|end| name.ends_with(&format!("/{end}")))
}

#[test]
fn the_core_is_pure() {
    let mut all = sources("src");
    all.extend(sources("crates/engine/src"));
    let core: Vec<_> =
        all.into_iter().filter(|(name, _)| !NOT_CORE.iter().any(|p| name.starts_with(p)) && !is_test(name)).collect();
    assert!(core.len() > 40, "only {} files of the core were found", core.len());
    let mut found = Vec::new();
    for (name, text) in &core {
        let lines = product(text);
        for (number, line) in &lines {
            found.extend(FORBIDDEN.iter().filter(|t| names(line, t)).map(|t| format!("{name}:{number}: {t}")));
        }
        let code: String = lines.iter().flat_map(|(_, line)| [*line, "\n"]).collect();
        found.extend(grouped(&code).into_iter().map(|thing| format!("{name}: std::{{{thing}}}")));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn one_door_alone_declares_foreign_functions() {
    let found: Vec<String> = sources("src")
        .into_iter()
        .filter(|(_, text)| product(text).iter().any(|(_, line)| line.contains("extern \"")))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(found, ["src/ui/browser/echarts.rs", "src/ui/browser.rs"]);
}

#[test]
fn this_test_sees_what_it_looks_for() {
    let text = "use std::fs;\n// std::env\n#[cfg(test)]\nmod tests {\n    use std::env;\n}\nlet a = InstantPay;\nInstant::now();\n";
    let lines: Vec<usize> = product(text).into_iter().map(|(n, _)| n).collect();
    assert_eq!(lines, [1, 7, 8]);
    assert!(names("use std::fs;", "std::fs"));
    assert!(!names("let a = InstantPay;", "Instant"));
    assert!(names("Instant::now();", "Instant"));
    assert_eq!(grouped("use std::{\n    fs,\n    time::Instant,\n};\nlet env = 1;"), ["fs", "Instant"]);
}
