//! Filter changes on the page of charts of the finished site, with a casebook of thousands of incidents.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::app::VCDB;
use crate::build;
use crate::casebook;
use crate::files;
use crate::process::run;
use crate::project::Project;

/// Incidents of the second round: those of the first, the first of them once more.
const MANY: &str = "10000";

/// Writes `charts-vcdb.json` and `charts-10000.json`, and prints a table each. Passed over where there is no finished
/// site or no such casebook.
///
/// # Errors
/// A casebook cannot be packed, or a chart is not drawn exactly once for a change.
pub fn measure(project: &Project, browser: &Path, work: &Path) -> Result<()> {
    let dist = project.dist();
    if !dist.join("index.html").is_file() {
        println!("charts passed over: no finished site (`cargo xtask dist` writes it)");
        return Ok(());
    }
    let Some(vcdb) = project.beside("shared").map(|shared| shared.join(VCDB)).filter(|file| file.is_file()) else {
        println!("charts passed over: no ../shared/{VCDB}");
        return Ok(());
    };
    println!("filter changes on the page of charts");
    let cli = build::host_cli(project)?;
    let more = work.join("repeated.jsonl");
    let node = |script: &str| {
        let mut node = Command::new("node");
        node.current_dir(&project.root).arg(Path::new("benches/browser").join(script));
        node
    };
    run(node("repeat.mjs").arg(&vcdb).arg(&more).arg(MANY))?;
    for (name, source) in [("vcdb", &vcdb), (MANY, &more)] {
        let packed = work.join("packed");
        files::clear(&packed)?;
        let mut pack = Command::new(&cli);
        pack.current_dir(&project.root).args(["pack", "--from-veris"]).arg(source).arg("--out").arg(&packed);
        let packed_it = pack.output()?;
        ensure!(packed_it.status.success(), "jikenbo pack: {}", String::from_utf8_lossy(&packed_it.stderr));
        let site = casebook::exchange(project, &dist, &packed)?;
        run(node("charts.mjs").arg(browser).arg(site).arg(work.join(format!("charts-{name}.json"))))?;
    }
    Ok(())
}
