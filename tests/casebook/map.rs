//! The map in `src/lib.rs` names every room, and every room it names is there.

use std::fs;

use crate::common::root;

#[test]
fn the_map_of_the_crate_is_true() {
    let text = fs::read_to_string(root().join("src/lib.rs")).expect("there");
    let docs: String = text.lines().filter_map(|l| l.strip_prefix("//!")).flat_map(|l| [l, "\n"]).collect();
    let modules: Vec<&str> =
        text.lines().filter_map(|l| l.strip_prefix("pub mod ")).filter_map(|l| l.strip_suffix(';')).collect();
    assert!(modules.len() > 10);
    for module in modules {
        let row = [format!("\n | [`{module}`] | "), format!("\n | `{module}` | ")];
        assert!(row.iter().any(|row| docs.contains(row)), "src/lib.rs does not say what {module} is");
    }
    let folders = ["src/", "data/", "crates/", "xtask/", "style/", "tests/", "ui/"];
    let paths: Vec<&str> =
        docs.split('`').skip(1).step_by(2).filter(|p| folders.iter().any(|f| p.starts_with(f))).collect();
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths {
        let there = root().join(path).exists() || root().join("src").join(path).exists();
        assert!(there, "src/lib.rs sends people to {path}, which is not there");
    }
}
