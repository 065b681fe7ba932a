//! `cargo xtask bench --only lighthouse`: Lighthouse on the finished site, as a slow phone sees it on a first visit.
//!
//! Lighthouse (some 180 MB from npm) is no part of the project's own set-up: it is installed below `target/bench` when this
//! is asked for. What is measured and how stands in `benches/browser/lighthouse.mjs`.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::browser;
use crate::process::{find, run};
use crate::project::Project;

/// The release that is installed.
const RELEASE: &str = "lighthouse@13.5.0";

/// Measures the site in `dist/`.
pub fn measure(project: &Project, runs: u32) -> Result<bool> {
    let dist = project.dist();
    ensure!(dist.join("index.html").is_file(), "no finished site in {}: `cargo xtask dist` writes it", dist.display());
    let chrome = browser::ensure_browser()?;
    let home = project.root.join("target").join("bench").join("lighthouse");
    if !home.join("node_modules").join("lighthouse").is_dir() {
        println!("{RELEASE}: installing (some 180 MB)");
        fs::create_dir_all(&home)?;
        fs::write(home.join("package.json"), "{ \"private\": true }\n")?;
        let npm = find("npm").context("npm is needed; it comes with Node.js")?;
        let mut install = Command::new(npm);
        install.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", RELEASE]).current_dir(&home);
        run(&mut install)?;
    }
    let results = home.join("results.json");
    let mut node = Command::new("node");
    node.current_dir(&project.root).arg("benches/browser/lighthouse.mjs");
    node.arg(chrome).arg(&dist).arg(&home).arg(&results).arg(runs.to_string());
    run(&mut node)?;
    println!("written: {}", project.show(&results));
    Ok(true)
}
