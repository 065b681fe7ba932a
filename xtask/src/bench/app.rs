//! 40 clicks on facets in the finished site, with a casebook of thousands of incidents.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::build;
use crate::casebook;
use crate::files;
use crate::process::run;
use crate::project::Project;

/// The incidents, below the folder `shared` beside the project.
pub(super) const VCDB: &str = "vcdb/vcdb-2020-03.jsonl.gz";

/// Rounds of the 40 clicks at each speed.
const ROUNDS: &str = "2";

/// Writes `app.json` and prints a table. Passed over where there is no finished site or no such casebook.
///
/// # Errors
/// The casebook cannot be packed or the page does not do what a click asks for.
pub fn measure(project: &Project, browser: &Path, work: &Path) -> Result<()> {
    let dist = project.dist();
    if !dist.join("index.html").is_file() {
        println!("clicks in the app passed over: no finished site (`cargo xtask dist` writes it)");
        return Ok(());
    }
    let Some(vcdb) = project.beside("shared").map(|shared| shared.join(VCDB)).filter(|file| file.is_file()) else {
        println!("clicks in the app passed over: no ../shared/{VCDB}");
        return Ok(());
    };
    println!("clicks in the app");
    let packed = work.join("packed");
    files::clear(&packed)?;
    let cli = build::host_cli(project)?;
    let mut pack = Command::new(cli);
    pack.current_dir(&project.root).args(["pack", "--from-veris"]).arg(vcdb).arg("--out").arg(&packed);
    // What it says of single incidents is for who wants to publish them.
    let packed_it = pack.output()?;
    ensure!(packed_it.status.success(), "jikenbo pack: {}", String::from_utf8_lossy(&packed_it.stderr));
    let site = casebook::exchange(project, &dist, &packed)?;
    let mut node = Command::new("node");
    node.current_dir(&project.root).arg("benches/browser/app.mjs").arg(browser).arg(site).arg(work.join("app.json"));
    run(node.arg(ROUNDS))
}
