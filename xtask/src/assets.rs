//! What esbuild makes of `style/`, `public/boot.js` and the ECharts packages.

use std::path::Path;

use anyhow::{Context, Result};

use crate::files;
use crate::process::run;
use crate::project::Project;
use crate::setup::Tools;

/// The boot loader, below [`Project::work`] and in the site's root. Its name has no hash: a page that a browser kept from
/// before the last deployment must still find it, because it is what notices that (see `public/boot.js`).
pub const BOOT: &str = "boot.js";
/// What is bundled into it, below `public/`.
pub const BOOT_PARTS: &str = "boot";
/// The folder of the chart library and its licence, below [`Project::work`] and below the site.
pub const VENDOR: &str = "vendor";

/// The texts that the licences of ECharts and of what is bundled with it ask to pass on.
const LICENCES: [&str; 5] =
    ["echarts/LICENSE", "echarts/NOTICE", "echarts/licenses/LICENSE-d3", "zrender/LICENSE", "tslib/LICENSE.txt"];

/// Writes `style.css`, `boot.js` and `vendor/echarts-<hash>.js` below [`Project::work`]; the last name is returned.
pub fn build(project: &Project, tools: &Tools) -> Result<String> {
    let work = project.work();
    let vendor = work.join(VENDOR);
    files::clear(&vendor)?;

    // Trunk copies a style sheet as it is and would miss what it imports, so it gets the bundle.
    esbuild(project, tools, "style/main.css", &[format!("--outfile={}", work.join("style.css").display())])?;
    esbuild(
        project,
        tools,
        "public/boot.js",
        &["--format=esm".into(), "--target=es2022".into(), format!("--outfile={}", work.join(BOOT).display())],
    )?;
    esbuild(
        project,
        tools,
        "xtask/js/echarts.entry.js",
        &[
            "--format=iife".into(),
            "--target=es2022".into(),
            "--legal-comments=none".into(),
            "--entry-names=echarts-[hash]".into(),
            format!("--outdir={}", vendor.display()),
        ],
    )?;
    licences(&project.root.join("node_modules"), &vendor)?;
    files::only(&vendor, "echarts-", ".js")
}

fn esbuild(project: &Project, tools: &Tools, entry: &str, options: &[String]) -> Result<()> {
    let mut command = tools.command("esbuild");
    command.current_dir(&project.root).args([entry, "--bundle", "--minify", "--log-level=warning"]).args(options);
    run(&mut command)
}

fn licences(modules: &Path, vendor: &Path) -> Result<()> {
    let mut text = String::from("echarts-*.js is a bundle of Apache ECharts, ZRender and tslib. Their licences:\n");
    for name in LICENCES {
        let licence =
            std::fs::read_to_string(modules.join(name)).with_context(|| format!("no {name} in npm's package"))?;
        text.push_str(&format!("\n======== {name} ========\n\n{}\n", licence.trim_end()));
    }
    Ok(std::fs::write(vendor.join("LICENSE-echarts.txt"), text)?)
}
