//! What esbuild makes of `style/`, `public/boot.js` and the ECharts packages.

use std::path::Path;

use anyhow::{Context, Result};

use crate::files;
use crate::process::run;
use crate::project::Project;
use crate::setup::Tools;

/// Names of the files made, as the finished site has them.
pub struct Assets {
    /// The boot loader, in the site's root: `boot-<hash>.js`.
    pub boot: String,
    /// The chart library, in the site's `vendor/`: `echarts-<hash>.js`.
    pub echarts: String,
}

/// The folder of [`Assets::boot`] below [`Project::work`].
pub const BOOT: &str = "boot";
/// The folder of [`Assets::echarts`] and its licence below [`Project::work`], and below the site.
pub const VENDOR: &str = "vendor";

/// The texts that the licences of ECharts and of what is bundled with it ask to pass on.
const LICENCES: [&str; 5] =
    ["echarts/LICENSE", "echarts/NOTICE", "echarts/licenses/LICENSE-d3", "zrender/LICENSE", "tslib/LICENSE.txt"];

/// Writes `style.css`, `boot/boot-<hash>.js` and `vendor/echarts-<hash>.js` below [`Project::work`].
pub fn build(project: &Project, tools: &Tools) -> Result<Assets> {
    let work = project.work();
    let (boot, vendor) = (work.join(BOOT), work.join(VENDOR));
    files::clear(&boot)?;
    files::clear(&vendor)?;

    // Trunk copies a style sheet as it is and would miss what it imports, so it gets the bundle.
    esbuild(project, tools, "style/main.css", &[format!("--outfile={}", work.join("style.css").display())])?;
    esbuild(
        project,
        tools,
        "public/boot.js",
        &[
            "--format=esm".into(),
            "--target=es2022".into(),
            "--entry-names=boot-[hash]".into(),
            format!("--outdir={}", boot.display()),
        ],
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
    Ok(Assets { boot: files::only(&boot, "boot-", ".js")?, echarts: files::only(&vendor, "echarts-", ".js")? })
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
